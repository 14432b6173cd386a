"""Quotation marks paired: which characters a report puts inside somebody's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

DOUBLE = {'"': '"”“', "“": '”"“', "”": '”"', "„": '“”"', "«": "»", "»": "«", "``": "''", "''": "''"}
SINGLE = {"'": "'’", "‘": "’'", "’": "’'"}
MARKS = re.compile(r"``|''|[\"“”„«»]|(?<![\w’'])['‘’](?=[\w\"“$£€(\[])|(?<=[\w.,!?…\])%])['’](?!\w)")
BEFORE_OPENING = re.compile(r"[\s(\[{—–\-/:>*]")


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
    marks = list(MARKS.finditer(text, start, end))
    last_single = max((mark.start() for mark in marks if _closes("'", mark)), default=-1)
    opened: re.Match[str] | None = None
    for mark in marks:
        opens = _may_open(mark, start, end, last_single)
        if opened is None:
            opened = mark if opens else None
        elif opens and mark.group() == opened.group() and mark.group() in {'"', "''"}:
            yield Quotation(opened.end(), mark.start(), opened.start(), mark.start())
            opened = mark
        elif _closes(opened.group(), mark):
            yield Quotation(opened.end(), mark.start(), opened.start(), mark.end())
            opened = None
        elif opened.group() in SINGLE and mark.group() in DOUBLE and opens and last_single < mark.start():
            opened = mark
    if opened is not None and opened.group() not in SINGLE:
        yield Quotation(opened.end(), end, opened.start(), end, open=True)


def _may_open(mark: re.Match[str], start: int, end: int, last_single: int) -> bool:
    """Whether the mark stands where a quotation begins: before a word, after a space or an opening sign."""
    sign = mark.group()
    if sign in {"“", "„", "«", "``"}:
        return True
    if not _opens_before(mark, start) or mark.end() >= end or mark.string[mark.end()].isspace():
        return False
    if sign in SINGLE:
        return sign != "’" and mark.start() < last_single
    return sign in {'"', "''", "”", "»"}


def _opens_before(mark: re.Match[str], start: int) -> bool:
    return mark.start() == start or bool(BEFORE_OPENING.match(mark.string[mark.start() - 1]))


def _closes(opener: str, mark: re.Match[str]) -> bool:
    sign = mark.group()
    if opener in SINGLE:
        return sign in SINGLE[opener] and _stands_after_word(mark)
    if sign not in DOUBLE[opener]:
        return False
    return sign != "“" or opener == "„" or not _opens_word(mark)


def _opens_word(mark: re.Match[str]) -> bool:
    after = mark.string[mark.end() : mark.end() + 1]
    return bool(after) and not after.isspace() and after not in ",.;:!?)"


def _stands_after_word(mark: re.Match[str]) -> bool:
    before = mark.string[mark.start() - 1 : mark.start()]
    return bool(before) and not before.isspace()
