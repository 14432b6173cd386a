"""What a number counts that names nothing: the thing counted by the number before it.

"Seventeen were hurt, two of them badly", "had 40 seats; the Greens have 12", "320 hectares, up from 160".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from onrecord.extraction.counted import Counted, counts_people, is_estimate, is_person
from onrecord.extraction.page import Page, Sentence
from onrecord.extraction.quantities import Quantity

PART_OPENS = re.compile(
    r"\b(?:including|among\s+them|of\s+(?:them|whom|which|those))\b,?\s*(?:were\s+)?\Z|"
    r"\b(?:including|among\s+them|of\s+(?:them|whom)),?\s+(?:(?!(?:were|was|are|is|had|have)\b)[\w-]+\s+){1,5}and\s+\Z",
    re.IGNORECASE,
)
EARLIER = re.compile(
    r"\b(?:(?:up|down|increase|decrease|rise|fall|revised|corrected)\s+from|compared\s+(?:with|to)|against|instead\s+of|than\s+the|"
    r"(?:earlier|previous|initial|preliminary|first|last)\s+(?:official\s+)?(?:count|figure|toll|estimate|tally|number|total|forecast|report)"
    r"s?\s+of|\bto\s+[^;:]{3,60}\sfrom)\s+\Z",
    re.IGNORECASE,
)
JOINED = re.compile(r"\s*,?\s*(?:and\s+)?(?:the\s+|his\s+|her\s+|their\s+|another\s+)?", re.IGNORECASE)
ANY_NUMBER = re.compile(r"\d")
LISTED = re.compile(r"\s*[;,]\s+(?:and\s+)?(?:in\s+)?(?:[A-Z][\w.'’-]*\s?){1,4}:?\s*(?:had\s+)?")
COMPARED = re.compile(r"\s+(?:more|fewer|less)\s+than\b", re.IGNORECASE)
BY_OR_IN = re.compile(r"\s+(?:by|in|from|at|near|on)\s+[\w'’-]+", re.IGNORECASE)
OF_THEM = re.compile(r"\s+of\s+(?:them|whom|those|these|which)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Draft:
    """A quantity on its way to a figure: what it counts, its sentence, whether it is some of those before."""

    quantity: Quantity
    counted: Counted
    sentence: Sentence
    is_part: bool = False


def borrow_counted(page: Page, drafts: list[Draft]) -> list[Draft]:
    """The drafts, each that names nothing counted with what the one before it counts, where the words allow it."""
    done: list[Draft] = []
    for draft in drafts:
        found = _borrow(page, done[-1], draft) if done else draft
        done.append(_count_people(page, done, found))
    return [_share_goal(done, place) for place in range(len(done))]


def _share_goal(drafts: list[Draft], place: int) -> Draft:
    """A bare number that something moves from, with what the number it moves to counts ("from 310 to 265 cars")."""
    draft = drafts[place]
    following = drafts[place + 1] if place + 1 < len(drafts) else None
    if following is None or not draft.quantity.moves_from or draft.counted.end is not None:
        return draft
    if following.counted.end is None or following.sentence != draft.sentence or draft.quantity.measure is not None:
        return draft
    return replace(draft, counted=replace(following.counted, end=None))


def _count_people(page: Page, before: list[Draft], draft: Draft) -> Draft:
    """A bare number with the unit of what its sentence counts before it, else people where its verb tells so."""
    counted, quantity = draft.counted, draft.quantity
    if counted.unit is not None or counted.end is not None or quantity.measure is not None:
        return draft
    if quantity.kind not in {"cardinal", "vague"} or counted.noun == "tally":
        return draft
    near = [one for one in before[-3:] if one.sentence == draft.sentence and one.quantity.measure is None]
    told = next((c for one in reversed(near) if (c := one.counted).unit and (c.noun or c.unit == "person")), None)
    subject = counts_people(page, quantity.core_start, quantity.core_end)
    if told is not None and counted.words is None and is_estimate(page, quantity.core_end - 1):
        return replace(draft, counted=replace(told, end=None))
    if told is None:
        return replace(draft, counted=replace(counted, unit="person")) if subject else draft
    unit = "person" if told.state is not None or is_person(told.noun or "", told.noun or "") else told.unit
    if subject or counted.words is None or told.unit == "person":
        part = subject and _is_rest_of(page, before[-1], draft)
        return replace(draft, counted=replace(counted, unit=unit), is_part=draft.is_part or part)
    return draft


def _is_rest_of(page: Page, left: Draft, draft: Draft) -> bool:
    """Whether a bare subject counts some of the people told just before ("had 126 people aboard; 115 were found")."""
    counted, quantity = left.counted, left.quantity
    if counted.end is None or counted.state is not None or not is_person(counted.noun or "", counted.noun or ""):
        return False
    larger = (quantity.value or quantity.low or 0) > (draft.quantity.value or draft.quantity.low or 0) > 0
    between = page.text[counted.end : draft.quantity.start]
    return larger and ";" in between and ANY_NUMBER.search(between) is None


def _borrow(page: Page, left: Draft, draft: Draft) -> Draft:
    if _is_some_of(page, left, draft):
        return replace(draft, counted=replace(left.counted, end=None), is_part=True)
    if _is_listed(page, left, draft) or _is_compared(page, left, draft):
        return replace(draft, counted=replace(left.counted, end=None))
    if _is_earlier(page, left, draft) or _is_elliptic(page, left, draft) or _shares_whole(left, draft):
        return replace(draft, counted=replace(left.counted, end=None))
    if _is_coordinate(page, left, draft):
        return replace(draft, counted=replace(draft.counted, unit=left.counted.unit, state=left.counted.state))
    if not _is_part_of(page, left, draft):
        return draft
    told = draft.counted
    unit = left.counted.unit if told.state is None else told.unit
    words, state = told.words or left.counted.words, told.state or left.counted.state
    return replace(draft, counted=replace(told, words=words, unit=unit, state=state))


def _is_coordinate(page: Page, left: Draft, draft: Draft) -> bool:
    """Whether people counted after "and" share the fate before it ("the murder of six priests and two cooks")."""
    if left.counted.state is None or draft.counted.state is not None or draft.quantity.measure is not None:
        return False
    between = page.text[max(left.quantity.end, left.counted.end or 0) : draft.quantity.start]
    noun = draft.counted.noun or ""
    return JOINED.fullmatch(between) is not None and is_person(noun, noun.removesuffix("s"))


def _is_some_of(page: Page, left: Draft, draft: Draft) -> bool:
    """Whether a bare number after a comma counts some of the victims before it ("25 dead, 22 by gunfire")."""
    bare = draft.quantity.measure is None and draft.counted.end is None and draft.counted.state is None
    if not bare or left.counted.state is None or draft.sentence != left.sentence or not draft.quantity.plain:
        return False
    smaller = (draft.quantity.value or 0) < (left.quantity.value or left.quantity.low or 0)
    between = page.text[max(left.quantity.end, left.counted.end or 0) : draft.quantity.start]
    behind = BY_OR_IN.match(page.text, draft.quantity.core_end) is not None
    return smaller and behind and between.endswith(", ") and between.count(",") == 1


def _is_listed(page: Page, left: Draft, draft: Draft) -> bool:
    """Whether a list goes on with a place and its bare number ("Porto: 131 deaths; Braga: 32")."""
    if draft.quantity.measure is not None or draft.counted.end is not None or left.quantity.measure is not None:
        return False
    if draft.sentence.paragraph != left.sentence.paragraph or not left.counted.unit:
        return False
    return LISTED.fullmatch(page.text, max(left.quantity.end, left.counted.end or 0), draft.quantity.start) is not None


def _is_compared(page: Page, left: Draft, draft: Draft) -> bool:
    """Whether a bare number tells how many more there are than at another time ("26 more than a day before")."""
    if draft.quantity.measure is not None or draft.counted.end is not None or draft.sentence != left.sentence:
        return False
    return COMPARED.match(page.text, draft.quantity.core_end) is not None and left.quantity.measure is None


def _shares_whole(left: Draft, draft: Draft) -> bool:
    """Whether a percentage without a whole of its own is told of the whole of the one before ("while 40 percent …")."""
    both = left.quantity.unit == draft.quantity.unit == "percent"
    return both and draft.counted.words is None and draft.sentence.paragraph == left.sentence.paragraph


def _is_elliptic(page: Page, left: Draft, draft: Draft) -> bool:
    """Whether a bare number counts what the one before it counts ("had 40 seats; the Greens have 12")."""
    bare = draft.quantity.measure is None and draft.counted.words is None and draft.counted.end is None
    told = left.quantity.measure is None and left.counted.words is not None
    if draft.counted.state is not None or (left.counted.state is not None and draft.counted.noun != "tally"):
        return False
    if not bare or not told or draft.quantity.kind in {"ordinal", "none", "single", "fraction"}:
        return False
    near = page.text[left.quantity.end : draft.quantity.start]
    return draft.sentence.paragraph == left.sentence.paragraph and len(near) < 160


def _is_earlier(page: Page, later: Draft, draft: Draft) -> bool:
    """Whether a bare number is an earlier state of the one before it ("up from 1,600", "its earlier count of 118")."""
    if draft.quantity.measure is not None or draft.counted.end is not None or draft.sentence != later.sentence:
        return False
    if draft.counted.state is not None and draft.counted.state != later.counted.state:
        return False
    return (
        EARLIER.search(page.text, max(later.quantity.end, draft.quantity.start - 44), draft.quantity.start) is not None
    )


def _is_part_of(page: Page, whole: Draft, draft: Draft) -> bool:
    """Whether a draft counts some of those that the one before it counts."""
    if draft.quantity.measure not in {None, "share"} or draft.sentence.paragraph != whole.sentence.paragraph:
        return False
    before = page.text[max(draft.sentence.start, draft.quantity.start - 70) : draft.quantity.start]
    after = page.text[draft.quantity.core_end : draft.quantity.core_end + 12]
    return PART_OPENS.search(before) is not None or OF_THEM.match(after) is not None
