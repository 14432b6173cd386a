"""Cues: the words that tell of saying, believing, wishing, planning or seeing, and what each may govern."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

from onrecord.extraction.page import Page
from onrecord.model import Shade, Span, SpeechAct
from onrecord.words import read_table

if TYPE_CHECKING:
    from spacy.tokens import Token

POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}


@dataclass(frozen=True, slots=True)
class CueWord:
    """An entry of the table of cues: a lemma, perhaps with a particle, and the constructions that it takes."""

    lemma: str
    particle: str
    pos: str
    frames: frozenset[str]
    kind: str
    act: SpeechAct
    shade: Shade


@cache
def read_cues() -> Mapping[tuple[str, str], tuple[CueWord, ...]]:
    """The table of cues by lemma and part of speech; entries with a particle stand before the bare verb."""
    found: dict[tuple[str, str], list[CueWord]] = {}
    for row in read_table("cues"):
        lemma, _, particle = row["lemma"].partition(" ")
        frames = frozenset(row["frames"].split())
        act, shade = cast("SpeechAct", row["act"]), cast("Shade", row["shade"])
        word = CueWord(lemma, particle, row["pos"], frames, row["class"], act, shade)
        found.setdefault((lemma, row["pos"]), []).append(word)
    return {key: tuple(sorted(words, key=lambda word: not word.particle)) for key, words in found.items()}


def find_cue(token: Token) -> CueWord | None:
    """The entry of the table that the word is a form of, or None."""
    pos = POS.get(token.pos_)
    if pos is None:
        return None
    entries = _look_up(token, pos)
    if entries is None:
        return None
    return next((entry for entry in entries if _has_particle(token, entry.particle)), None)


def _look_up(token: Token, pos: str) -> tuple[CueWord, ...] | None:
    """The entries of a word's lemma; also of "hope" where "hoped" was taken for a form of "hop", and of participles."""
    table, lemma = read_cues(), token.lemma_.lower()
    if pos == "verb" and token.lower_ in {lemma + "ed", lemma + "ing"} and (lemma + "e", pos) in table:
        lemma += "e"
    participle = table.get((token.lower_, "adj")) if token.tag_ == "VBN" else None
    if participle is not None and not any(child.dep_ in {"agent", "aux"} for child in token.children):
        return participle
    return table.get((lemma, pos), participle)


def find_cues(words: Iterator[Token]) -> Iterator[tuple[Token, CueWord]]:
    """The words that are cues, each with its entry, in text order."""
    for token in words:
        entry = find_cue(token)
        if entry is not None:
            yield token, entry


def act_of(page: Page, cue: Span) -> SpeechAct:
    """What the words of a cue do (deny, warn, promise …) by the table of cues; `state` for all others."""
    acts = (entry.act for _, entry in find_cues(iter(page.words(cue.start, cue.end))))
    return next((act for act in acts if act != "state"), "state")


def shade_of(page: Page, cue: Span) -> Shade:
    """Whether the words of a cue leave the claim to its source, insist on it or concede it, by the table of cues."""
    shades = (entry.shade for _, entry in find_cues(iter(page.words(cue.start, cue.end))))
    return next((shade for shade in shades if shade != "neutral"), "neutral")


def _has_particle(token: Token, particle: str) -> bool:
    """Whether the verb stands with the particle or preposition of its entry ("point out", "call for")."""
    if not particle:
        return True
    if any(child.lower_ == particle and child.dep_ in {"prt", "advmod", "prep"} for child in token.children):
        return True
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return following is not None and following.lower_ == particle and following.dep_ == "mark"
