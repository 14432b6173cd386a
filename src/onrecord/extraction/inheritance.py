"""Quotations without a cue of their own: which go on with the speaker before them, and which have none."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from onrecord.extraction.boundaries import Range
from onrecord.extraction.drafts import Draft
from onrecord.extraction.page import Page
from onrecord.extraction.quotations import Quotation
from onrecord.extraction.tags import is_full

if TYPE_CHECKING:
    from onrecord.extraction.attributions import Attribution
    from onrecord.model import Span

SCARE_WORDS = 2  # quotations of so few words are names and scare quotes
LONGEST_REST = 8  # words of the speaker's sentence after its tag, where the quotation is the next paragraph
LONGEST_GAP = 160  # characters between what a speaker said and the quotation that goes on
SENTENCE_END = re.compile(r"[.!?…][\"”’']?\s")
SPEAKING = frozenset({"tag", "verb that", "verb that-before", "that-before", "around", "colon quote", "learned"})


def find_heirs(page: Page, drafts: Iterable[Draft]) -> Iterator[Draft]:
    """The quotations that nothing introduces and that directly follow what a speaker says.

    Either the quotation begins the next sentence of the paragraph ('"A," she said. "B."'), or it is all
    of the next paragraph.
    """
    known = sorted(drafts, key=lambda draft: draft.word.idx)
    speaking = sorted((d for d in outer_drafts(known) if _speaks(d)), key=lambda draft: extent(draft)[1])
    taken = _covered(known)
    ends = [extent(draft)[1] for draft in speaking]
    last: Draft | None = None
    for quotation in page.quotations:
        if not is_full(page, quotation) or _is_covered(taken, quotation):
            continue
        place = bisect_right(ends, quotation.outer_start + 1) - 1
        before = speaking[place] if place >= 0 else None
        if last is not None and (before is None or extent(last)[1] > extent(before)[1]):
            before = last
        if before is None or not _follows(page, extent(before)[1], quotation):
            continue
        last = inherit(before, (quotation.outer_start, quotation.outer_end))
        yield last


def inherit(before: Draft, content: Range) -> Draft:
    """A draft that goes on with the speaker of the one before."""
    source = before.heir_of or before
    return Draft(
        source.word, source.entry, "heir", source.cue, [content],
        source=None, way="heir", heir_of=source, quoted=True,
    )  # fmt: skip


def _speaks(draft: Draft) -> bool:
    if draft.source is None or draft.rule not in SPEAKING:
        return False
    return draft.entry is None or draft.entry.kind == "speech"


def _follows(page: Page, end: int, quotation: Quotation) -> bool:
    """Whether nothing but the rest of the speaker's sentence stands between `end` and the quotation."""
    gap = page.text[end : quotation.outer_start]
    if len(gap) > LONGEST_GAP:
        return False
    rest, newline, between = gap.partition("\n")
    ended = not rest.strip() or SENTENCE_END.search(rest + " ") is not None
    if newline:
        return ended and len(rest.split()) <= LONGEST_REST and not between.strip() and _ends_paragraph(page, quotation)
    inner = gap.rstrip(" \u00a0")
    return bool(inner) and inner[-1] in '.!?”"' and not SENTENCE_END.search(inner)


def _ends_paragraph(page: Page, quotation: Quotation) -> bool:
    after = page.text[quotation.outer_end : quotation.outer_end + 2]
    return not after.partition("\n")[0].strip(" .\t\r\u00a0")


def outer_drafts(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """The drafts that stand in no content of an earlier one."""
    reach = -1
    for draft in sorted(drafts, key=extent):
        if draft.cue[0] >= reach or extent(draft)[1] > reach:
            yield draft
            reach = max(reach, *(end for _, end in draft.contents))


def extent(draft: Draft) -> Range:
    """From the first to the last character of all parts of a draft."""
    parts = [*draft.contents] if draft.heir_of else [*draft.contents, draft.cue]
    if draft.source is not None:
        parts.append(draft.source)
    return min(start for start, _ in parts), max(end for _, end in parts)


def _covered(drafts: Iterable[Draft]) -> list[Range]:
    return sorted(content for draft in drafts for content in draft.contents)


def _is_covered(taken: list[Range], quotation: Quotation) -> bool:
    """Whether the better part of the quotation is content of a cue outside it."""
    place = bisect_right(taken, (quotation.outer_start + 1, 1 << 60))
    needed = quotation.start + 0.5 * (quotation.end - quotation.start)
    return any(
        start <= quotation.outer_start + 1 and min(end, quotation.end) > needed
        for start, end in taken[max(0, place - 12) : place]
    )


def find_orphans(page: Page, attributions: tuple[Attribution, ...]) -> tuple[Span, ...]:
    """The quotations of more than two words that no attribution takes up: somebody's words, nobody's name."""
    contents = sorted((span.start, span.end) for attribution in attributions for span in attribution.contents)
    orphans = []
    for quotation in page.quotations:
        inside = page.trimmed(quotation.start, quotation.end)
        if inside is None or len(inside.text.split()) <= SCARE_WORDS:
            continue
        if not _is_taken(contents, quotation):
            orphans.append(inside)
    return tuple(orphans)


def _is_taken(contents: list[Range], quotation: Quotation) -> bool:
    place = bisect_right(contents, (quotation.end, 0))
    return any(
        (end >= quotation.end - 2 and start <= quotation.start + 1) or quotation.start <= start < quotation.end
        for start, end in contents[max(0, place - 25) : place]
    )
