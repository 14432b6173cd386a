"""Whether the clause around a date speaks of the past or of the future."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from onrecord.extraction.page import Page
from onrecord.words import read_table

if TYPE_CHECKING:
    from spacy.tokens import Token

LOOK_BACK, LOOK_ON = 90, 60
CUE = re.compile(r"[.!?;\n]\s|[^\W\d_]+(?:['’][^\W\d_]+)?|['’]ll")


def read_direction_in_parse(page: Page, start: int, end: int) -> str | None:
    """The direction of the clause that holds the characters `start:end`, by its verb."""
    words = page.words(start, end)
    if not len(words):
        return None
    token = words.root
    if words[0].i > 1 and [word.lower_ for word in words.doc[words[0].i - 2 : words[0].i]] == ["as", "of"]:
        return "past"
    inside = token.dep_ in ("compound", "nmod", "poss", "amod") and token.head.pos_ in ("NOUN", "PROPN")
    spoken = None if inside else _find_verb_before(words[0])
    if spoken is not None:
        return _read_verb(spoken)
    found = _climb(token)
    return {"past": "loose past", "future": "loose future"}.get(found or "", found) if inside else found


def _climb(token: Token) -> str | None:
    """The direction of the nearest verb above a word that tells it.

    It is loose where the date only names a thing ("the March vote"), since the verb need not tell of that thing's time.
    """
    if token.dep_ == "pobj" and token.head.lower_ == "for" and token.pos_ == "PROPN":
        return "future"  # "called a strike for Friday"
    for _ in range(12):
        if token.pos_ in ("VERB", "AUX"):
            found = _read_verb(token)
            if found != "climb":
                return found
        elif token.lower_ in _load_cues("planned"):
            return "future"
        if token.head is token:
            return None
        token = token.head
    return None


def _find_verb_before(word: Token) -> Token | None:
    """The finite past verb that a date follows at once ("said Tuesday the …", "met on Friday")."""
    for place in range(word.i - 1, max(word.i - 4, -1), -1):
        token = word.doc[place]
        if token.tag_ == "VBD":
            return token
        if token.pos_ not in ("ADP", "DET", "ADV", "ADJ"):
            return None
    return None


def _read_verb(verb: Token) -> str | None:
    """The direction that a verb with its auxiliaries gives; "climb" leaves it to the verb above."""
    helpers = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    perfect = bool(helpers & load_words_of("perfect")) and verb.tag_ == "VBN"
    if helpers & load_words_of("modal"):
        return "past" if perfect and "have" in helpers and helpers & load_words_of("unreal") else "future"
    if verb.lower_ in _load_cues("planned") and "had" not in helpers:
        return "future"
    if "to" in helpers:
        carried = verb.head.lower_ in load_words_of("carried") and verb.dep_ in (
            "xcomp",
            "acl",
            "relcl",
            "advcl",
            "ccomp",
        )
        return "past" if perfect else "climb" if carried else _read_infinitive(verb)
    if perfect:
        return "pluperfect" if "had" in helpers else "past"
    if verb.tag_ == "VBD" or helpers & load_words_of("was") or (verb.tag_ == "VBN" and not helpers):
        return "past"
    if verb.tag_ == "VBG":
        return "future" if helpers & load_words_of("is") else "climb"
    if verb.tag_ in ("VBZ", "VBP") and verb.lower_ not in _load_cues("reporting"):
        return "present"
    return None


def _read_infinitive(verb: Token) -> str:
    """An infinitive looks ahead: weakly under a past verb that names no plan ("was getting ready to sleep")."""
    token = verb.head
    if (
        token is verb
        or token.lower_ in _load_cues("planned")
        or token.lower_ in load_words_of("is") | load_words_of("was")
    ):
        return "future"
    for _ in range(12):
        helpers = {child.lower_ for child in token.children if child.dep_ in ("aux", "auxpass")}
        if token.pos_ in ("VERB", "AUX") and "to" not in helpers and (helpers or token.tag_ != "VBG"):
            past = token.tag_ == "VBD" or helpers & (load_words_of("was") | load_words_of("perfect"))
            return "weak future" if past and not helpers & load_words_of("modal") else "future"
        if token.head is token:
            break
        token = token.head
    return "future"


@cache
def load_words_of(kind: str) -> frozenset[str]:
    """The words of one kind in the table of tenses."""
    return frozenset(row["word"] for row in read_table("date_tense") if kind in row["kind"].split())


@cache
def _load_cues(kind: str) -> dict[str, str]:
    """The words of the table of one kind, or with `any` all of them, with the direction they give."""
    rows = read_table("date_tense")
    return {row["word"]: row["direction"] for row in rows if row["direction"] and kind in ("any", *row["kind"].split())}


def read_direction_in_words(text: str, start: int, end: int) -> str | None:
    """The direction of the clause around `start:end` by the nearest word that tells it, before rather than after."""
    before = _list_cues(text, max(0, start - LOOK_BACK), start)
    if before:
        return before[-1]
    after = _list_cues(text, end, min(len(text), end + LOOK_ON), stop=True)
    return after[0] if after else None


def _list_cues(text: str, start: int, end: int, stop: bool = False) -> list[str]:
    """The cues between two places, from the last sentence end on (or up to the first)."""
    cues: list[str] = []
    known = _load_cues("any")
    for match in CUE.finditer(text, start, end):
        word = match.group().lower()
        if word[0] in ".!?;\n":
            if stop:
                break
            cues.clear()
        elif word in known:
            if not (word in load_words_of("bare") and cues and cues[-1] == "future"):
                cues.append(known[word])
        elif word.endswith("ed") and len(word) > 4:
            cues.append("past")
        elif word.endswith(("'ll", "’ll")):
            cues.append("future")
    return cues
