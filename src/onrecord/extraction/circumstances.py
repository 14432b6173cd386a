"""What surrounds an attribution: who is spoken to, on what terms, and what the words rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from onrecord.extraction.boundaries import Range, subtree_range
from onrecord.extraction.drafts import Draft, child_of, children_of
from onrecord.extraction.governed import is_passive
from onrecord.extraction.page import Page
from onrecord.words import read_table

if TYPE_CHECKING:
    from spacy.tokens import Token

TO_AUDIENCE = frozenset({"to", "before"})
REASON = re.compile(r",? (?:because|since|as|for fear|for lack|due to|to|by name|given|owing to)\b[^,;.\n\"“”]{0,200}")
ASKING = re.compile(r"(?:asked|asking|asks|wished|wishing|wanted|wanting|preferred|requested)\s+$")
UNFINISHED = (" to", " be", " speak")  # phrases that go on to the end of their clause
OBJECT_END = re.compile(r"[,;:\n\"“”]|\.(?=\s|$)")
LONGEST_BASIS = 200


def find_audience(draft: Draft) -> Range | None:
    """Who is told: the object of "tell" and its like, or the phrase with "to" beside another verb of saying."""
    if draft.audience is not None or draft.entry is None or draft.entry.pos != "verb":
        return draft.audience
    verb = draft.word
    told = child_of(verb, "dobj", "dative")
    hears = told is not None and told.i > verb.i and _takes_person(draft) and not is_passive(verb)
    if hears and told is not None and not _is_content(draft, told):
        return _phrase(told, draft)
    for prep in children_of(verb, "prep", "dative"):
        if prep.lower_ not in TO_AUDIENCE:
            continue
        noun = child_of(prep, "pobj")
        if noun is not None and not _is_content(draft, noun) and _may_listen(noun):
            return _phrase(noun, draft)
    return None


def _takes_person(draft: Draft) -> bool:
    assert draft.entry is not None
    return any(frame.startswith("obj-") for frame in draft.entry.frames)


def _is_content(draft: Draft, noun: Token) -> bool:
    return any(start <= noun.idx < end for start, end in draft.contents)


def _may_listen(noun: Token) -> bool:
    return noun.pos_ == "PROPN" or bool({noun.lemma_.lower(), noun.lower_} & read_audiences())


def _phrase(noun: Token, draft: Draft) -> Range:
    """The noun phrase, cut where a content or a clause begins."""
    start, end = noun.left_edge.idx, noun.right_edge.idx + len(noun.right_edge)
    for child in noun.children:
        if child.i > noun.i and child.dep_ in {"relcl", "acl", "appos", "punct", "ccomp", "advcl", "prep"}:
            end = min(end, child.left_edge.idx)
    for first, _ in draft.contents:
        if start < first < end:
            end = first
    return start, end


@cache
def read_audiences() -> frozenset[str]:
    """The nouns for those who are spoken to, in the singular."""
    return frozenset(row["noun"] for row in read_table("audiences"))


@cache
def _terms_pattern() -> re.Pattern[str]:
    return _compile(row["phrase"] for row in read_table("terms"))


@cache
def _bases_pattern() -> re.Pattern[str]:
    return _compile(row["phrase"] for row in read_table("bases"))


@cache
def _noun_bases() -> frozenset[str]:
    return frozenset(row["phrase"] for row in read_table("bases") if row["start"] == "noun")


def _compile(phrases: Iterator[str]) -> re.Pattern[str]:
    alternatives = []
    for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)):
        words = [r"(?:[\w'’-]+ ){0,2}" if word == "*" else re.escape(word) + " " for word in phrase.split()]
        alternatives.append("".join(words).removesuffix(" ").replace("\\ ", " "))
    return re.compile(r"\b(?:" + "|".join(alternatives) + r")\b", re.IGNORECASE)


def find_terms(page: Page, start: int, end: int) -> tuple[Range, ...]:
    """The terms named between `start` and `end`, with the reason given for them."""
    found = []
    for match in _terms_pattern().finditer(page.text, start, end):
        first, last = match.span()
        asking = ASKING.search(page.text, max(start, first - 12), first)
        first = asking.start() if asking else first
        reason = REASON.match(page.text, last, end)
        last = _cut_before_cue(page, last, reason.end()) if reason else last
        if match.group().lower().endswith(UNFINISHED):
            last = _object_end(page, last, end)
        found.append((first, last))
    return tuple(found)


def _cut_before_cue(page: Page, start: int, end: int) -> int:
    """The end of a reason, before the verb of saying whose subject holds it ("… who declined to be named said")."""
    for word in page.words(start, end):
        if word.lemma_ in {"say", "tell", "add"} and word.idx > start:
            end = word.idx
            break
    while end > start and page.text[end - 1].isspace():
        end -= 1
    return end


def _object_end(page: Page, start: int, end: int) -> int:
    stop = OBJECT_END.search(page.text, start, end)
    return _cut_before_cue(page, start, stop.start() if stop else end)


def find_bases(page: Page, start: int, end: int) -> tuple[Range, ...]:
    """What words between `start` and `end` say that a statement rests on."""
    return tuple(_basis(page, match, end) for match in _bases_pattern().finditer(page.text, start, end))


def _basis(page: Page, match: re.Match[str], limit: int) -> Range:
    first = page.word_at(match.start())
    start = match.start()
    if first is not None and match.group().lower() in _noun_bases() and first.head.pos_ in {"NOUN", "PROPN"}:
        start = first.head.left_edge.idx
    last = page.word_at(match.end() - 1)
    end = match.end()
    if last is not None:
        inner = child_of(last, "pobj", "dobj", "pcomp")
        end = max(end, subtree_range(inner)[1] if inner is not None and inner.i > last.i else end)
    stop = OBJECT_END.search(page.text, match.end(), max(end, match.end()))
    return start, min(stop.start() if stop else end, limit, start + LONGEST_BASIS)
