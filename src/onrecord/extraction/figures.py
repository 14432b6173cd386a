"""The figures of a report: each number with its bounds, what it counts, its role and its dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from onrecord.extraction.borrowed import Draft, borrow_counted
from onrecord.extraction.counted import Counted, find_counted, is_person
from onrecord.extraction.nofigures import ONE_OF_SOME, is_figure, named_numbers
from onrecord.extraction.page import Page, Sentence
from onrecord.extraction.quantities import Quantity, convert, read_quantities
from onrecord.extraction.roles import Setting, find_role
from onrecord.extraction.standing import find_deadline, settle_dates
from onrecord.model import Date, Figure, make_id
from onrecord.words import read_table

if TYPE_CHECKING:
    from spacy.tokens import Token

REACH = 400  # characters of a sentence before and after a figure that are looked at
NOTHING = re.compile(r"\b(?:no(?:\s+one)?|nobody|none|not\s+a\s+single|not\s+one|without)\b", re.IGNORECASE)
SINGLE = re.compile(r"(?<!not )\b(?:an?|another)\b", re.IGNORECASE)
NONE_TOLD = {
    "cases",
    "infections",
    "outbreaks",
    "casualties",
    "arrests",
    "recoveries",
    "survivors",
}  # counted though none
SINGLE_STATES = {"killed", "injured", "kidnapped", "arrested", "missing"}
EACH = re.compile(r"\s+(?:each|apiece)\b", re.IGNORECASE)
OF_SUBSTANCE = re.compile(r"\s+(?:of|in)(?:\s+(?!an?\b)[\w-]+){1,2}?(?=\s+(?:an?|per)\s)")
EACH_FOR = re.compile(
    r"\s+each\s+(?:(?:for|in)\s+(?:the\s+|its\s+|their\s+)?|to\s+(?:the|its|their)\s+)([a-z]+)", re.IGNORECASE
)
EACH_WITH = re.compile(
    r",\s+each\s+(?:[a-z]+\s+){0,2}(?:with|of|carrying|holding|bearing|containing|weighing)\s+\Z", re.IGNORECASE
)
FOR_EVERY = re.compile(r"\s+for\s+(?:each|every)\s+([a-z]+)\b", re.IGNORECASE)
DISTRIBUTED = re.compile(
    r"\b(?:will|would|shall|have|had|are|were|is|was|to|they|who)\s+each\b|\beach\s+of\s+(?:them|whom)\b", re.IGNORECASE
)
EACH_BEFORE = re.compile(
    r"\b(?:each|every)\s+(?:of\s+(?:the\s+)?(?:next\s+|last\s+)?(?:\w+\s+)?)?([a-z][a-z-]+)", re.IGNORECASE
)
SWISS = re.compile(r"\bSwi(?:ss|tzerland)")
ADVERBS = {"annually": "year", "yearly": "year", "daily": "day", "monthly": "month", "weekly": "week", "hourly": "hour"}
RATE_ADVERB = re.compile(rf"(?:\s+[a-z]+ing)?\s+({'|'.join(ADVERBS)})\b", re.IGNORECASE)
SUBSTANCE = re.compile(r"\s+of\s+[a-z-]+")
EACH_OPENS = re.compile(r"\W*Each\s+([a-z]+)\s+[a-z]+(?:\s+[a-z]+){0,3}\s+\Z")
EVERY_SPAN = re.compile(
    r"(?:\s+(?!(?:and|but|while|said|who)\b)[a-zA-Z'’-]+){1,6}\s+(?:each|every)\s+(hour|day|night|week|month|year|season)\b",
    re.IGNORECASE,
)
TO_EACH = re.compile(
    r"\s+(?:to|for)\s+each\s+(?:one\s+)?of\s+(?:the|its|their|his|her)\s+(?:\w+\s+)?([a-z]+)\b", re.IGNORECASE
)
CONVERTED = re.compile(r"\s*\([^()\n]{1,40}\)")
CLOSES = re.compile(r"\s*\)")
TO_THE = re.compile(
    r"\s+(?:[a-z]+\s+)?(?:to\s+(?:the|a)|for\s+(?:a|one|every|each))\s+(?:US\s+|U\.S\.\s+)?(dollar|euro|pound|yen|franc|yuan)\b",
    re.IGNORECASE,
)
FOR_EACH = re.compile(
    r"\s+for\s+(?:the\s+(?:[a-z]+\s+){1,3}of\s+)?(?:each|every)\s+"
    r"(?:of\s+(?:the\s+)?(?:next\s+|last\s+)?(?:\w+\s+)?)?([a-z]+)",
    re.IGNORECASE,
)
TIMES_EARNINGS = re.compile(r"\s+times\s+(?:\w+\s+)?(earnings|sales|revenues?|profits?|income)\b", re.IGNORECASE)
WITHIN = re.compile(r"\s*(?:within|in\s+less\s+than|for\s+at\s+least)\b", re.IGNORECASE)
ONE_OF_THEM = re.compile(r"one\s+of\s+(?:them|whom|which)\b", re.IGNORECASE)


def find_figures(page: Page, dates: tuple[Date, ...]) -> tuple[Figure, ...]:
    """All figures of the page in text order: headline and body, not furniture, not inside a date."""
    words: dict[int, list[Token]] = {}
    drafts: list[Draft] = []
    for quantity in _candidates(page, dates):
        sentence = page.sentence_at(quantity.core_start)
        if sentence is None:
            continue
        if sentence.start not in words:
            words[sentence.start] = _words_of(page, sentence)
        tokens = words[sentence.start]
        draft = Draft(quantity, _count(page, quantity, tokens), sentence)
        if _counts_something(page, draft):
            drafts.append(draft)
    drafts = borrow_counted(page, drafts)
    return tuple(_settle(page, drafts, place, dates) for place in range(len(drafts)))


def _words_of(page: Page, sentence: Sentence) -> list[Token]:
    """The words of a sentence, without the line ends that wrapped copy puts between them."""
    return [token for token in page.words(sentence.start, sentence.end) if not token.is_space]


def _candidates(page: Page, dates: tuple[Date, ...]) -> Iterator[Quantity]:
    """The quantities of the text that may be figures, the words for nothing and for one victim among them."""
    taken = [date for date in dates if date.type != "duration" and not WITHIN.match(date.text)]
    named = named_numbers(page.text)
    found = [q for q in read_quantities(page.text) if is_figure(page.text, q, named)]
    found += [_whole(match, Fraction(0), "none") for match in NOTHING.finditer(page.text)]
    found += [_whole(match, Fraction(1), "single") for match in SINGLE.finditer(page.text)]
    last = -1
    for quantity in sorted(found, key=lambda q: (q.start, -q.end)):
        if quantity.start < last or any(d.start < quantity.core_end and quantity.core_start < d.end for d in taken):
            continue
        if page.is_furniture(quantity.core_start):
            continue
        if quantity.kind not in {"none", "single"}:
            last = quantity.end
        yield quantity


def _whole(match: re.Match[str], value: Fraction, kind: str) -> Quantity:
    start, end = match.span()
    signals = ("increment",) if match.group().lower() == "another" else ()
    return Quantity(start, end, start, end, end, value, None, None, kind, signals=signals)


def _count(page: Page, quantity: Quantity, tokens: Sequence[Token]) -> Counted:
    if quantity.measure == "age":
        return Counted("age", "year", None, None, "age")
    measured = quantity.measure is not None or quantity.kind == "fraction"
    return find_counted(tokens, quantity.start, quantity.core_start, quantity.core_end, measured)


def _counts_something(page: Page, draft: Draft) -> bool:
    """Whether words for nothing and for one stand before something that is counted (victims, not plans)."""
    counted, kind = draft.counted, draft.quantity.kind
    if kind == "single":
        person = counted.noun is not None and is_person(counted.noun, counted.noun)
        return person and counted.state in SINGLE_STATES and (counted.past or draft.sentence.headline)
    words = page.text[draft.quantity.core_start : draft.quantity.core_end].lower()
    if draft.quantity.plain and counted.end is None and (draft.quantity.value or 0) >= 10**7:
        return False
    if words == "one" and ONE_OF_SOME.match(page.text, draft.quantity.core_end):
        return True
    if words == "one" and ONE_OF_THEM.match(page.text, draft.quantity.core_start):
        return True
    if words == "one":
        return _counts_one(counted, draft.quantity)
    if kind == "vague":
        return counted.noun not in {"times", "ways", "things"}
    if kind != "none":
        return True
    pronoun = page.text[draft.quantity.start : draft.quantity.end].lower() in {"nobody", "none", "no one"}
    if pronoun or counted.end is None:
        return counted.state is not None and pronoun
    if counted.noun in NONE_TOLD:
        return True
    if counted.state is None and not counted.past:
        return False
    return counted.state is not None or (
        counted.noun is not None and is_person(counted.noun, counted.noun.removesuffix("s"))
    )


def _counts_one(counted: Counted, quantity: Quantity) -> bool:
    """Whether "one" is a number and no pronoun: a person or something bounded or befallen follows."""
    if counted.end is None:
        return counted.state is not None
    return counted.state is not None or quantity.bounded or is_person(counted.noun or "", counted.noun or "")


def _settle(page: Page, drafts: list[Draft], place: int, dates: tuple[Date, ...]) -> Figure:
    """The figure of one draft: role, rate and dates decided, span drawn."""
    draft = drafts[place]
    quantity, counted, sentence = draft.quantity, draft.counted, draft.sentence
    end = max(quantity.end, counted.end or 0)
    each = EACH.match(page.text, end)
    per = _find_per(page, drafts, place, end)
    deadline = find_deadline(page, sentence, quantity, dates)
    before = page.text[max(sentence.start, quantity.start - REACH) : quantity.start]
    after = page.text[quantity.core_end : min(sentence.end, quantity.core_end + REACH)]
    words = page.text[quantity.start : quantity.core_end]
    role = find_role(quantity, Setting(words, before, after, per, deadline is not None, counted.unit))
    if role == "capacity" and quantity.measure is None and counted.end is None and counted.unit is None:
        counted = replace(counted, unit="person")
    role = "part" if draft.is_part and role == "total" else role
    as_of, by = settle_dates(page, sentence, quantity, role, deadline, dates)
    span = page.span(quantity.start, each.end() if each else end)
    value, low, high = quantity.numbers()
    if quantity.unit == "FRF" and _is_swiss(page, page.text[quantity.core_start : quantity.core_end]):
        quantity = replace(quantity, unit="CHF")
    unit = None if quantity.kind in {"ordinal", "fraction"} and quantity.measure is None else counted.unit
    return Figure(
        span.start, span.end, span.text, id=make_id("f", page.report.sha256, span.start, span.end),
        value=value, low=low, high=high, unit=quantity.unit or unit,
        counted=counted.words or counted.deed or None, role=role, approximate=quantity.approximate, per=per,
        as_of=as_of, by=by, converted=convert(quantity),
    )  # fmt: skip


def _is_swiss(page: Page, words: str) -> bool:
    """Whether bare francs are Swiss: since the euro came (2002), or where the report names Switzerland."""
    told = page.report.date
    return "rench" not in words and ((told is not None and told >= "2002-02-18") or SWISS.search(page.text) is not None)


# ---------------------------------------------------------------------------------------- rates


@cache
def _per_pattern() -> re.Pattern[str]:
    nouns = "|".join(sorted((row["noun"] for row in read_table("per_nouns")), key=len, reverse=True))
    return re.compile(
        rf"(?:\s+|-)(?:per(?:\s+|-)(\d[\d,]*\s+[a-z]+|(?:(?:square|cubic)\s+)?[a-z][a-z-]*)|(?:an?|every|each)(?:\s+|-)({nouns})\b)(?!\s+(?:earlier|ago|later|before|after))"
        r"|/([a-z]+)\b",
        re.IGNORECASE,
    )


def _find_per(page: Page, drafts: list[Draft], place: int, end: int) -> str | None:
    """What the number is for each of: "a tonne", "per hectare", "each" with the group told before or after."""
    quantity, sentence = drafts[place].quantity, drafts[place].sentence
    if span := _find_span(page, quantity, sentence, end):
        return span
    if every := FOR_EVERY.match(page.text, end):
        return _singular(every.group(1).lower())
    if recipient := TO_EACH.match(page.text, end) or TO_EACH.match(page.text, quantity.core_end):
        return _singular(recipient.group(1).lower())
    if ratio := TO_THE.match(page.text, quantity.core_end) or TIMES_EARNINGS.match(page.text, quantity.core_end):
        return ratio.group(1).lower()
    if quantity.measure == "speed" and quantity.unit:
        return "hour" if "hour" in quantity.unit else "second" if "second" in quantity.unit else None
    if EACH.match(page.text, end) or EACH.match(page.text, quantity.core_end):
        return _group_of_each(page, drafts, place, end)
    return _find_each_before(page, drafts, place, end)


def _find_span(page: Page, quantity: Quantity, sentence: Sentence, end: int) -> str | None:
    """The measure of a rate behind the number: "a day", "per hectare", "each week", "daily"."""
    beyond = OF_SUBSTANCE.match(page.text, quantity.core_end) or SUBSTANCE.match(page.text, quantity.core_end)
    places = [end, quantity.core_end, beyond.end() if beyond else end]
    if quantity.measure == "money":
        places += [found.end() for pattern in (CONVERTED, CLOSES) if (found := pattern.match(page.text, end))]
    match = next((found for place in places if (found := _per_pattern().match(page.text, place))), None)
    if match:
        return next(group for group in match.groups() if group).lower()
    if (often := EVERY_SPAN.match(page.text, end)) and often.end() <= sentence.end:
        return often.group(1).lower()
    adverb = next((found for place in places if (found := RATE_ADVERB.match(page.text, place))), None)
    return ADVERBS[adverb.group(1).lower()] if adverb else None


def _find_each_before(page: Page, drafts: list[Draft], place: int, end: int) -> str | None:
    """What "each" before the number, or farther behind it, tells it to be for."""
    quantity, sentence = drafts[place].quantity, drafts[place].sentence
    before = page.text[max(sentence.start, quantity.start - REACH) : quantity.start]
    if EACH_WITH.search(before[-50:]):
        return _group_before(drafts, place)
    opening = EACH_OPENS.match(before) if len(before) < 80 else None
    if opening and opening.group(1) != "of":
        return opening.group(1)
    if quantity.measure not in {"money", "share"}:
        return None
    after = page.text[end : min(end + 70, sentence.end)]
    return _each_elsewhere(before, after, _group_before(drafts, place))


def _group_of_each(page: Page, drafts: list[Draft], place: int, end: int) -> str | None:
    recipient = EACH_FOR.match(page.text, end) or EACH_FOR.match(page.text, drafts[place].quantity.core_end)
    if recipient:
        return _singular(recipient.group(1).lower())
    return _group_before(drafts, place) or "each"


def _group_before(drafts: list[Draft], place: int) -> str | None:
    """The unit of the nearest group counted before in the sentence."""
    for draft in reversed(drafts[max(0, place - 3) : place]):
        if draft.sentence == drafts[place].sentence and draft.quantity.measure is None and draft.counted.unit:
            return draft.counted.unit
    return None


def _each_elsewhere(before: str, after: str, group: str | None) -> str | None:
    """What "each" before the number, or "for each" after it, tells it to be for; the group counted before it else."""
    match = FOR_EACH.match(after)
    if match:
        return _singular(match.group(1).lower())
    if DISTRIBUTED.search(before):
        return group
    opening = EACH_BEFORE.search(before[:60])
    return _singular(opening.group(1).lower()) if opening and len(before) < 120 else None


def _singular(noun: str) -> str:
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun
