"""As of when a figure stands, and by when it is to: the dates that words of its clause tie to it."""

from __future__ import annotations

import datetime
import re

from onrecord.extraction.page import Page, Sentence
from onrecord.extraction.quantities import Quantity
from onrecord.model import Date, Role

REACH = 140  # characters on either side of a figure in which its dates are looked for
DEADLINE = re.compile(r"\b(?:by|before|until|till|no\s+later\s+than)\s+(?:the\s+)?(?:end\s+of\s+)?\Z", re.IGNORECASE)
DEADLINE_INSIDE = re.compile(r"(?:by|before|until|till|within)\b", re.IGNORECASE)
AS_OF = re.compile(r"\b(?:as\s+of|as\s+at|up\s+to|so\s+far|until)\s+\Z", re.IGNORECASE)
AS_OF_INSIDE = re.compile(r"as\s+(?:of|at)\b|since\b", re.IGNORECASE)
UNMATCHED = re.compile(
    r"\b(?:best|worst|first\s+time|the\s+(?:first|only)|(?!(?:request|interest|arrest|protest|harvest|forest|west|test|invest)\b)[a-z]{2,}est|"
    r"most|least)\b[^,;.]*\Z",
    re.IGNORECASE,
)
UNTIL_NOW = re.compile(
    r"\b(?:so\s+far|to\s+date|until\s+now|up\s+to\s+now|as\s+of\s+now)\b(?!\s+(?:this|last)\b)", re.IGNORECASE
)
LEVEL = re.compile(
    r"\b(?:(?:stood|stands?|standing|put|is|was|were|are)\s+at|reach(?:es|ed|ing)?|pass(?:es|ed|ing)?|surpass(?:es|ed|ing)?|"
    r"top(?:s|ped|ping)?|hit(?:s|ting)?|exceed(?:s|ed|ing)?|total(?:s|led|ed)?|number(?:s|ed)?|worth|"
    r"(?:toll|tally|count|total|number|figure|dead|cases|deaths)\b[^.;:]{0,60}\s(?:to|at|of|was|is|were|are))\s+"
    r"(?:more\s+than\s+|at\s+least\s+|about\s+|nearly\s+|over\s+|some\s+)?\Z",
    re.IGNORECASE,
)
STILL = re.compile(r"(?:\s+(?!and\b)[\w'’-]+){0,4}?\s+(?:still|remain(?:s|ed)?)\b", re.IGNORECASE)
IN_THE_PAST = re.compile(r"\b(?:in|over|during)\s+\Z", re.IGNORECASE)
PAST_STRETCH = re.compile(r"the\s+(?:past|last|previous|week\s+to|month\s+to|year\s+to)\b", re.IGNORECASE)
ON = re.compile(r"\b(?:on|late|early|by)\s+\Z|(?<!said)\s\Z", re.IGNORECASE)
BREAK = re.compile(r"[;:]|[.!?]\s|,\s+(?:and|but|while|who|which)\s", re.IGNORECASE)
ANY_NUMBER = re.compile(r"\d")
SAID = re.compile(r"\b(?:said|says|told|reported|announced|according)\b", re.IGNORECASE)


def find_deadline(page: Page, sentence: Sentence, quantity: Quantity, dates: tuple[Date, ...]) -> Date | None:
    """The date by which a figure is to hold: the next one after it in its sentence, else the last before it."""
    found = [one for one in dates if sentence.start <= one.start < sentence.end and _is_deadline(page, sentence, one)]
    later = [one for one in found if one.start >= quantity.start]
    return later[0] if later else found[-1] if found else None


def _is_deadline(page: Page, sentence: Sentence, date: Date) -> bool:
    if date.type in {"duration", "set"} and not date.text.lower().startswith("within"):
        return False
    if DEADLINE_INSIDE.match(date.text):
        return True
    return DEADLINE.search(page.text, max(sentence.start, date.start - 24), date.start) is not None


def settle_dates(
    page: Page, sentence: Sentence, quantity: Quantity, role: Role, deadline: Date | None, dates: tuple[Date, ...]
) -> tuple[Date | None, Date | None]:
    """As of when a figure stands and by when it is to hold: a deadline that is past is the former."""
    if deadline is not None and role in {"projection", "target"}:
        return None, deadline
    as_of = _find_as_of(page, sentence, quantity, dates)
    if as_of is not None or deadline is None or not _is_beside(page, quantity, deadline):
        return as_of, None
    if _is_past(page, deadline):
        return deadline, None
    other = ANY_NUMBER.search(page.text, quantity.core_end, max(quantity.core_end, deadline.start)) is not None
    return None, None if other else deadline


def _is_past(page: Page, deadline: Date) -> bool:
    """Whether a deadline has passed by the end of the report's day ("covered 320 hectares by noon")."""
    told = page.report.date
    if deadline.to is None or told is None:
        return deadline.to is not None
    return deadline.to[:10] <= (datetime.date.fromisoformat(told[:10]) + datetime.timedelta(days=1)).isoformat()


def _is_beside(page: Page, quantity: Quantity, date: Date) -> bool:
    """Whether no clause begins between a figure and a date."""
    first, last = sorted((quantity.core_end, date.end))
    if last - first >= REACH:
        return False
    between = page.text[quantity.core_end : date.start] if date.start >= first else page.text[date.end : quantity.start]
    return BREAK.search(between) is None


def _find_as_of(page: Page, sentence: Sentence, quantity: Quantity, dates: tuple[Date, ...]) -> Date | None:
    near = [one for one in dates if sentence.start <= one.start < sentence.end]
    stated = [one for one in near if AS_OF_INSIDE.match(one.text) and _is_beside(page, quantity, one)]
    stated = [one for one in stated if not UNMATCHED.search(page.text, max(sentence.start, one.start - 40), one.start)]
    stated += [one for one in near if AS_OF.search(page.text, max(0, one.start - 12), one.start)]
    if stated:
        return min(stated, key=lambda one: abs(one.start - quantity.core_end))
    if now := _find_now(page, sentence, quantity):
        return now
    return next((one for one in near if _is_level_at(page, sentence, quantity, one)), None)


def _find_now(page: Page, sentence: Sentence, quantity: Quantity) -> Date | None:
    """The report's day where its words say that the count runs until now ("so far", "to date")."""
    told = page.report.date
    if told is None:
        return None
    first, last = max(sentence.start, quantity.start - REACH), min(sentence.end, quantity.core_end + REACH)
    for match in UNTIL_NOW.finditer(page.text, first, last):
        left, right = sorted(((match.start(), match.end()), (quantity.start, quantity.core_end)))
        if BREAK.search(page.text, left[1], right[0]) is None:
            day = datetime.date.fromisoformat(told[:10])
            to = (day + datetime.timedelta(days=1)).isoformat()
            return Date(
                match.start(), match.end(), match.group(), day.isoformat(), to, "day", timex=day.isoformat(),
                basis="relative",
            )  # fmt: skip
    return None


def _is_level_at(page: Page, sentence: Sentence, quantity: Quantity, date: Date) -> bool:
    """Whether a figure is a level told for that day ("stood at 259 on Monday", "in the past 24 hours")."""
    if date.type == "set" or DEADLINE_INSIDE.match(date.text) or not _is_beside(page, quantity, date):
        return False
    if date.start >= quantity.core_end and SAID.search(page.text, quantity.core_end, date.start):
        return False
    if PAST_STRETCH.match(date.text):
        return (
            date.start > quantity.start
            and IN_THE_PAST.search(page.text, max(0, date.start - 8), date.start) is not None
        )
    if date.type != "date" or date.precision != "day":
        return False
    before = page.text[max(sentence.start, quantity.start - REACH) : quantity.core_start]
    level = LEVEL.search(before) is not None and date.start > quantity.start
    return level or STILL.match(page.text, quantity.core_end) is not None
