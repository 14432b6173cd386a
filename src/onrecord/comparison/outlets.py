"""Names of outlets and agencies: when two mean the same one, and whose own credit a credit is."""

from __future__ import annotations

import re

from onrecord.comparison.wording import words_in
from onrecord.model import Report

MASTHEAD = 90  # characters; a longer first line is none
LETTER_GROUPS = re.compile(r"[^\W\d_]+")
SMALL = frozenset({"the", "of", "and", "for", "de", "la", "le", "el", "al"})


def are_same_outlet(first: str | None, second: str | None) -> bool:
    """Whether two names mean one outlet: the same words, or one the initials of the other."""
    one, two = _core(first), _core(second)
    if not one or not two:
        return False
    return one == two or _are_initials(first or "", two) or _are_initials(second or "", one)


def owns_credit(report: Report, credit: str) -> bool:
    """Whether the credit is the report's own outlet: by name, by initials, or in its masthead."""
    if are_same_outlet(report.outlet, credit):
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
