"""Hedges found by the table `hedges`: which words weaken, how strongly, and by which entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from onrecord.words import read_table

if TYPE_CHECKING:
    from spacy.tokens import Token

NUMBER_NOUNS = frozenset(
    {"dozen", "half", "third", "quarter", "fifth", "sixth", "tenth", "hundred", "thousand", "million"}
)
NUMBER_WORDS = frozenset(
    {"half", "dozens", "scores", "hundreds", "thousands", "millions", "billions", "rs", "eur", "usd"}
)


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a pattern: the forms or lemmas that fit, a beginning of the tag, or a kind of word."""

    forms: frozenset[str]
    lemmas: frozenset[str]
    tags: tuple[str, ...] = ()
    optional: str = ""
    ahead: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """An entry of the table, ready to be matched."""

    words: str
    strength: str
    value: str
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """An entry met at the words `start:end` (numbers of words in the document)."""

    start: int
    end: int
    phrase: Phrase


def match_hedges(words: Sequence[Token]) -> Iterator[Match]:
    """The entries met among the words, the longest at each place, never overlapping."""
    by_form, by_lemma = _index_phrases()
    place = 0
    while place < len(words):
        word = words[place]
        candidates = by_form.get(word.lower_, ())
        lemmas = by_lemma.get(word.lemma_, ())
        longest, found = 0, None
        for phrase in (*candidates, *lemmas):
            length = _fit(phrase.elements, words, place)
            if length > longest:
                longest, found = length, phrase
        if found is not None:
            yield Match(word.i, words[place + longest - 1].i + 1, found)
        place += max(longest, 1)


def _fit(elements: tuple[Element, ...], words: Sequence[Token], place: int) -> int:
    """How many words from `place` on the elements cover; 0 where they do not fit."""
    start = place
    for element in elements:
        word = words[place] if place < len(words) else None
        if element.optional:
            while word is not None and word.pos_ == element.optional and place > start:
                place += 1
                word = words[place] if place < len(words) else None
        elif element.ahead:
            if word is None or not _is_ahead(element.ahead, words, place):
                return 0
        elif word is None or not _fits(element, word):
            return 0
        else:
            place += 1
    return place - start


def _fits(element: Element, word: Token) -> bool:
    if element.tags and not word.tag_.startswith(element.tags):
        return False
    return word.lower_ in element.forms or word.lemma_ in element.lemmas


def _is_ahead(kind: str, words: Sequence[Token], place: int) -> bool:
    word = words[place]
    if kind == "vb":
        return any(other.tag_ == "VB" for other in words[place : place + 2])
    if kind == "vbn":
        return any(other.tag_ in {"VBN", "VBD"} for other in words[place : place + 3])
    if kind == "nn":
        return any(other.pos_ in {"NOUN", "PROPN"} for other in words[place : place + 2])
    if kind == "circ":
        return word.lower_ in {"that", "of", "circulating", "from"}
    if word.lower_ in {"a", "an", "one"}:
        return place + 1 < len(words) and words[place + 1].lower_ in NUMBER_NOUNS
    return bool(word.like_num) or word.tag_ in {"CD", "$"} or word.lower_ in NUMBER_WORDS or bool(word.is_currency)


@cache
def _index_phrases() -> tuple[dict[str, tuple[Phrase, ...]], dict[str, tuple[Phrase, ...]]]:
    by_form: dict[str, tuple[Phrase, ...]] = {}
    by_lemma: dict[str, tuple[Phrase, ...]] = {}
    for row in read_table("hedges"):
        elements = tuple(_read_element(piece) for piece in row["words"].split())
        phrase = Phrase(row["words"], row["strength"], row["value"], elements)
        for form in sorted(elements[0].forms):
            by_form[form] = (*by_form.get(form, ()), phrase)
        for lemma in sorted(elements[0].lemmas):
            by_lemma[lemma] = (*by_lemma.get(lemma, ()), phrase)
    return by_form, by_lemma


def _read_element(piece: str) -> Element:
    nothing: frozenset[str] = frozenset()
    if piece.startswith("?"):
        return Element(nothing, nothing, optional=piece[1:].upper())
    if piece.startswith(">"):
        return Element(nothing, nothing, ahead=piece[1:])
    body, _, tag = piece.partition(":")
    alternatives = body.split("/")
    lemmas = frozenset(word[1:] for word in alternatives if word.startswith("~"))
    return Element(
        frozenset(word for word in alternatives if not word.startswith("~")),
        lemmas,
        tuple(filter(None, tag.split("|"))),
    )
