"""When two names in different reports mean one person or body: spellings, short forms, initials.

Transliterations and house styles differ (Yeon-joo, Yeon-ju; Bjørn, Bjoern): names are compared by a
rough sound, and by their consonants where the vowels differ.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from onrecord.comparison.wording import normalize, words_in
from onrecord.words import read_table

TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SOUNDS = (
    ("tsch", "h"), ("sch", "s"), ("tch", "h"), ("kh", "h"), ("ch", "h"), ("sh", "s"), ("ph", "f"), ("gh", "g"),
    ("th", "t"), ("oe", "o"), ("ae", "a"), ("ue", "u"), ("ck", "k"), ("qu", "k"), ("q", "k"), ("c", "k"), ("g", "k"),
    ("d", "t"), ("b", "p"), ("w", "v"), ("y", "i"), ("j", "i"), ("z", "s"), ("x", "ks"),
)  # fmt: skip
VOWELS = re.compile(r"[aeiouv]+")
DOUBLED = re.compile(r"(.)\1+")
OPENERS = frozenset({"the", "a", "an", "our", "its", "his", "her", "their", "this", "that", "in", "at", "but", "and"})
LONG_NAME, SHORT_NAME = 7, 4
CONSONANTS = 3


@lru_cache(maxsize=1 << 14)
def proper_words(name: str) -> tuple[str, ...]:
    """The capitalised words of a name, without titles and the names of offices."""
    found = (token for token in TOKEN.findall(name) if token[0].isupper())
    return tuple(token for token in found if token.casefold() not in _not_names())


@lru_cache(maxsize=1 << 14)
def content_words(name: str) -> frozenset[str]:
    """The words of a description that say which one it is."""
    return frozenset(word for word in words_in(name) if word not in _closed() and len(word) > 1)


def are_same_name(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two sequences of proper words may name the same: all of the shorter found in the longer.

    A single word must be the last or the first of the longer; a full name needs its last word to agree.
    """
    short, long = sorted((first, second), key=len)
    if not short:
        return False
    if len(short) != len(long) and sounds_alike("".join(short), "".join(long)):
        return True
    if len(short) == 1 and len(long) > 1:
        return sounds_alike(short[0], long[-1]) or sounds_alike(short[0], long[0])
    if len(short) > 1 and not (sounds_alike(short[-1], long[-1]) or all(map(sounds_alike, short, long))):
        return False
    return all(any(_is_form(word, other) for other in long) for word in short)


def sounds_alike(first: str, second: str) -> bool:
    """Whether two single names may be spellings of one."""
    one, two = sound(first), sound(second)
    if one == two:
        return True
    if min(len(one), len(two)) < SHORT_NAME or one[0] != two[0]:
        return False
    allowed = 2 if min(len(one), len(two)) >= LONG_NAME else 1
    if _distance(one, two, allowed) <= allowed:
        return True
    hard, other = VOWELS.sub("", one), VOWELS.sub("", two)
    return hard == other and len(hard) >= CONSONANTS


@lru_cache(maxsize=1 << 14)
def sound(name: str) -> str:
    """How a name sounds, roughly."""
    plain = normalize(re.sub(r"['’-]", "", name) or name)
    for letters, heard in SOUNDS:
        plain = plain.replace(letters, heard)
    return DOUBLED.sub(r"\1", plain)


def _is_form(word: str, other: str) -> bool:
    initial = len(word) == 1 or len(other) == 1
    return word[0] == other[0] if initial else sounds_alike(word, other)


def _distance(first: str, second: str, most: int) -> int:
    """Levenshtein's distance, given up where it exceeds the most that is asked for."""
    if abs(len(first) - len(second)) > most:
        return most + 1
    row = list(range(len(second) + 1))
    for place, sign in enumerate(first, 1):
        last, row[0] = row[0], place
        for column, other in enumerate(second, 1):
            last, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, last + (sign != other))
        if min(row) > most:
            return most + 1
    return row[-1]


@cache
def _not_names() -> frozenset[str]:
    titles = {row["title"] for row in read_table("titles")} | {row["noun"] for row in read_table("person_nouns")}
    days = {row["word"] for table in ("date_weekdays", "date_months") for row in read_table(table)}
    return frozenset(word.casefold().rstrip(".") for word in titles | days) | OPENERS


@cache
def _closed() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("function_words"))
