"""The words of a report as they are compared: folded case, marks and house spelling, each with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from onrecord.model import Report, Span
from onrecord.words import read_table

WORD = re.compile(r"\d(?:[\d.,]*\d)?|[^\W\d_]+")
QUOTED = re.compile(r'“[^“”\n]{1,2000}”|"[^"\n]{1,2000}"|«[^«»\n]{1,2000}»|„[^„“”\n]{1,2000}[“”]')
LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
SHORTEST_FOR_ENDING = 5
QUOTED_RUN = 5


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, where it stands, and whether it stands inside a quotation."""

    form: str
    start: int
    end: int
    quoted: bool


def list_words(report: Report) -> tuple[Word, ...]:
    """The words of the body: neither headline nor crossheads nor what is no reporting."""
    return tuple(_words_of(report.text, list_aside(report)))


def quoted_runs(text: str) -> frozenset[tuple[str, ...]]:
    """Every run of words inside a quotation that is long enough to know the quotation by."""
    runs = (shingle(words_in(match.group()), QUOTED_RUN) for match in QUOTED.finditer(text))
    return frozenset(run for found in runs for run in found)


@lru_cache(maxsize=1 << 14)
def words_in(text: str) -> tuple[str, ...]:
    """The words of any text as they are compared."""
    return tuple(normalize(match.group()) for match in WORD.finditer(text))


@lru_cache(maxsize=1 << 16)
def normalize(word: str) -> str:
    """One word without case, marks and house spelling; a number without its separators."""
    if word[0].isdigit():
        return word.replace(",", "").rstrip(".")
    plain = word.casefold().translate(LETTERS)
    if not plain.isascii():
        plain = "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))
    whole, endings = _spellings()
    if plain in whole:
        return whole[plain]
    if len(plain) >= SHORTEST_FOR_ENDING:
        for size in range(min(8, len(plain) - 1), 2, -1):
            if plain[-size:] in endings:
                return plain[:-size] + endings[plain[-size:]]
    return plain


def list_aside(report: Report) -> tuple[Span, ...]:
    """The parts of the text that are no body: headline, crossheads, what is no reporting; in text order."""
    headline = (report.headline,) if report.headline else ()
    return tuple(sorted((*headline, *report.crossheads, *report.furniture), key=lambda span: (span.start, span.end)))


def _words_of(text: str, aside: Sequence[Span]) -> Iterator[Word]:
    quotations = [(match.start(), match.end()) for match in QUOTED.finditer(text)]
    skip, quote = 0, 0
    for match in WORD.finditer(text):
        while skip < len(aside) and aside[skip].end <= match.start():
            skip += 1
        if skip < len(aside) and aside[skip].start <= match.start():
            continue
        while quote < len(quotations) and quotations[quote][1] <= match.start():
            quote += 1
        quoted = quote < len(quotations) and quotations[quote][0] <= match.start()
        yield Word(normalize(match.group()), match.start(), match.end(), quoted)


@cache
def _spellings() -> tuple[dict[str, str], dict[str, str]]:
    rows = [(row["from"], row["to"]) for row in read_table("spellings")]
    whole = {old: new for old, new in rows if not old.startswith("-")}
    return whole, {old[1:]: new for old, new in rows if old.startswith("-")}


def shingle(words: Iterable[str], size: int) -> Iterator[tuple[str, ...]]:
    """Every run of that many words (Broder 1997)."""
    sequence = tuple(words)
    return (sequence[place : place + size] for place in range(len(sequence) - size + 1))
