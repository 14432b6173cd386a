"""Names of outlets and agencies: when two mean the same one, and whose own credit a credit is."""

from __future__ import annotations

import re
from functools import lru_cache

from onrecord.comparison.wording import words_in
from onrecord.model import Report

HEAD = 300  # characters after the first line that may still be a head
MOST_WORDS = 5
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
LEADING_CREDIT = re.compile(r"^\([^)]{1,12}\)\s+")
ENDS = re.compile(r"\s+(?:::|[|*/–—-])\s|,\s|\s\(|\s\d{1,2}\s[A-Z]|\s\d+(?:\.\d+)?\s*$")
MASTHEAD = 90  # characters; a longer first line is none
LETTER_GROUPS = re.compile(r"[^\W\d_]+")
SMALL = frozenset({"the", "of", "and", "for", "de", "la", "le", "el", "al"})


@lru_cache(maxsize=1 << 14)
def are_same_outlet(first: str | None, second: str | None) -> bool:
    """Whether two names mean one outlet: the same words, or one the initials of the other."""
    one, two = _core(first), _core(second)
    if not one or not two:
        return False
    return one == two or _are_initials(first or "", two) or _are_initials(second or "", one)


@lru_cache(maxsize=1 << 12)
def outlet_of(report: Report) -> str | None:
    """Who published a report: as read, or by the masthead in its first line where what was read stands lower down."""
    first, _, rest = report.text.partition("\n")
    head = rest[:HEAD].casefold()
    told = report.outlet
    if told and not YEAR.search(told) and (told.casefold() in first.casefold() or told.casefold() not in head):
        return told
    if (
        report.headline
        and report.headline.start == 0
        and not (YEAR.search(rest.partition("\n")[0]) and ENDS.search(first))
    ):
        return told
    name = ENDS.split(LEADING_CREDIT.sub("", first.strip()))[0].strip()
    is_name = 0 < len(name.split()) <= MOST_WORDS and name[0].isupper() and not name.endswith((".", "?", "!"))
    return name if is_name else told


def owns_credit(report: Report, credit: str) -> bool:
    """Whether the credit is the report's own outlet: by name, by initials, or in its masthead."""
    if are_same_outlet(outlet_of(report), credit):
        return True
    masthead = report.text.partition("\n")[0]
    return len(masthead) < MASTHEAD and re.search(rf"(?<!\w){re.escape(credit)}(?!\w)", masthead) is not None


def _core(name: str | None) -> tuple[str, ...]:
    return tuple(word for word in words_in(name or "") if word not in SMALL)


def _are_initials(short: str, words: tuple[str, ...]) -> bool:
    """Whether an abbreviation begins with the first letters of the words ("AP-N" of Archipelago Press)."""
    if not short.isupper() or len(words) < 2 or " " in short.strip():
        return False
    letters = "".join(LETTER_GROUPS.findall(short)).casefold()
    initials = "".join(word[0] for word in words)
    return len(initials) >= 2 and letters.startswith(initials)
