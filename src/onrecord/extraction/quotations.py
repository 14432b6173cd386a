"""Quotation marks paired: which characters a report puts inside somebody's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

OPENERS = {"“": "”", "„": "“”", "«": "»", "``": "''"}
CLOSERS = {"”", "»", "''"}
MARKS = re.compile(r"``|''|[\"“”„«»]|(?<![\w’'])['‘](?=\w)|(?<=[\w.,!?…])['’](?!\w)")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation: its inside is `start:end`, with its marks it is `outer_start:outer_end`.

    `open` is true where no closing mark stands in the paragraph: the quotation runs on.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    open: bool = False


def find_quotations(text: str, paragraphs: tuple[tuple[int, int], ...]) -> tuple[Quotation, ...]:
    """The outermost quotations of each paragraph, in text order.

    Double marks of all styles count; single ones only where they open before a word and close after one.
    A mark left open runs to the end of its paragraph.
    """
    return tuple(quotation for start, end in paragraphs for quotation in _pair_marks(text, start, end))


def _pair_marks(text: str, start: int, end: int) -> Iterator[Quotation]:
    opened: re.Match[str] | None = None
    for mark in MARKS.finditer(text, start, end):
        if opened is None:
            opened = mark if _may_open(mark, text, end) else None
        elif _closes(opened.group(), mark):
            yield Quotation(opened.end(), mark.start(), opened.start(), mark.end())
            opened = None
    if opened is not None and opened.group() not in "'‘":
        yield Quotation(opened.end(), end, opened.start(), end, open=True)


def _may_open(mark: re.Match[str], text: str, end: int) -> bool:
    sign = mark.group()
    if sign in CLOSERS:
        return False
    if sign in "'‘":
        return _has_closing(mark, text, end)
    return sign != "’"


def _has_closing(mark: re.Match[str], text: str, end: int) -> bool:
    """Whether a single mark finds its partner in the paragraph (else it is an apostrophe: '90s)."""
    return any(other.group() in "'’" for other in MARKS.finditer(text, mark.end(), end))


def _closes(opener: str, mark: re.Match[str]) -> bool:
    sign = mark.group()
    if opener == '"':
        return sign in {'"', "”"}
    if opener in {"'", "‘"}:
        return sign in {"'", "’"} and _stands_after_word(mark)
    return sign in OPENERS[opener] or sign == '"'


def _stands_after_word(mark: re.Match[str]) -> bool:
    before = mark.string[mark.start() - 1 : mark.start()]
    return bool(before) and not before.isspace()
