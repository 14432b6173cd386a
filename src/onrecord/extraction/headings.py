"""Sources named by other means than a verb: "according to", a colon or a dash in a headline or a script."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from onrecord.extraction.boundaries import Range, noun_phrase_range
from onrecord.extraction.cues import CueWord, read_cues
from onrecord.extraction.drafts import Draft, child_of
from onrecord.extraction.page import Page
from onrecord.extraction.subjects import FINITE, VERBAL
from onrecord.words import read_table

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST_SPEAKER = 6  # words of a speaker beside the colon or dash of a headline
SCRIPT = re.compile(r"(?:[A-Z][\w.'’-]*\s){0,4}?[A-Z]{2}[\w.'’-]*(?:\s\([^()\n]{1,40}\))?:\s+(?=\S)")


def read_according(page: Page, word: Token, sentence: Range) -> Draft | None:
    """ "According to X, C" and "C, according to X"."""
    prep = child_of(word, "prep")
    if prep is None or prep.lower_ != "to":
        following = word.doc[word.i + 1] if word.i + 1 < len(word.doc) else None
        if following is None or following.lower_ != "to":
            return None
        prep = following
    noun = child_of(prep, "pobj")
    if noun is None:
        return None
    start, end = noun_phrase_range(noun, prep.i + 1, word.sent.end)
    cue = word.idx, prep.idx + len(prep)
    lead = page.text[sentence[0] : cue[0]]
    if not lead.strip(' ,—–-"“”'):
        cut = page.text.find(",", end, sentence[1])
        body = end if cut < 0 else cut
        contents = [(body, sentence[1])]
    else:
        contents = [(sentence[0], cue[0])]
        rest = [w for w in page.words(end, sentence[1]) if w.idx >= end]
        finite_before = any(w.tag_ in FINITE for w in page.words(sentence[0], cue[0]))
        if not finite_before and any(w.tag_ in FINITE for w in rest):
            contents.append((end, sentence[1]))
    return Draft(word, None, "according", cue, contents, source=(start, end), way="according")


def read_colon(page: Page, sentence: Range, headline: bool) -> Draft | None:
    """A headline or script line that gives its speaker before a colon ("Fire brigade: roof had no exit")."""
    text = page.text[sentence[0] : sentence[1]]
    script = SCRIPT.match(text)
    place = script.end() if script else text.find(": ") + 1
    if place <= 0 or (not headline and script is None):
        return None
    colon = text.rfind(":", 0, place)
    speaker = text[:colon]
    if not 1 <= len(speaker.split()) <= LONGEST_SPEAKER or not (
        script or _may_speak(page, sentence[0], sentence[0] + colon)
    ):
        return None
    at = sentence[0] + colon
    words = page.words(at, at + 1)
    if not len(words) or not text[place:].strip():
        return None
    return Draft(
        words[0], None, "colon head", (at, at + 1), [(sentence[0] + place, sentence[1])],
        source=(sentence[0], at), way="colon",
    )  # fmt: skip


def _may_speak(page: Page, start: int, end: int) -> bool:
    """Whether the words name somebody who can speak: a noun phrase around a name, an office, a body or a document."""
    words = [word for word in page.words(start, end) if not word.is_space]
    if not words or any(word.tag_ in FINITE or word.pos_ == "ADP" for word in words):
        return False
    head = words[-1]
    return head.pos_ == "PROPN" or bool({head.lower_, head.lemma_.lower()} & speaker_nouns())


@cache
def speaker_nouns() -> frozenset[str]:
    """Nouns of persons, groups, bodies, media and documents."""
    tables = ("person_nouns", "group_nouns", "body_nouns", "media_nouns", "document_nouns")
    return frozenset(row["noun"].lower() for table in tables for row in read_table(table))


def read_dash(page: Page, sentence: Range) -> Draft | None:
    """A headline that gives its speaker after a dash ("Valve was shut before blast -- inspectors")."""
    text = page.text[sentence[0] : sentence[1]]
    dash = max((text.rfind(mark) for mark in (" -- ", " – ", " — ", " - ")), default=-1)
    if dash <= 0:
        return None
    mark_end = text.index(" ", dash + 1) + 1
    speaker = text[mark_end:].strip()
    told = page.words(sentence[0], sentence[0] + dash)
    if not 1 <= len(speaker.split()) <= LONGEST_SPEAKER or not any(word.pos_ in VERBAL for word in told):
        return None
    at = sentence[0] + dash + 1
    words = page.words(at, at + 1)
    if not len(words) or not _may_speak(page, sentence[0] + mark_end, sentence[1]):
        return None
    return Draft(
        words[0], None, "dash head", (at, sentence[0] + mark_end - 1), [(sentence[0], sentence[0] + dash)],
        source=(sentence[0] + mark_end, sentence[0] + mark_end + len(speaker)), way="dash",
    )  # fmt: skip


def read_closing(page: Page, sentence: Range) -> Draft | None:
    """A headline that gives its speaker after its last comma ("Five dead in blast, says union", "…, agency tells MPs").

    The words of headlines are often taken for nouns by the parser: here their order and the table of cues decide.
    """
    comma = page.text.rfind(", ", *sentence)
    words = [word for word in page.words(comma + 1, sentence[1]) if not word.is_space] if comma > sentence[0] else []
    if not 2 <= len(words) <= LONGEST_SPEAKER + 1:
        return None
    places = [place for place, word in enumerate(words) if _find_speech_verb(word) is not None]
    place = places[-1] if places else None
    if place is None or (0 < place < len(words) - 2):
        return None
    speakers = words[1:] if place == 0 else words[:place]
    start, end = speakers[0].idx, speakers[-1].idx + len(speakers[-1])
    if not _may_speak(page, start, end):
        return None
    verb = words[place]
    return Draft(
        verb, _find_speech_verb(verb), "closing head", (verb.idx, verb.idx + len(verb)), [(sentence[0], comma)],
        source=(start, end), way="closing",
    )  # fmt: skip


def _find_speech_verb(word: Token) -> CueWord | None:
    """The entry of a word that can be a present or past form of a verb of saying, whatever the parser takes it for."""
    forms = (word.lower_, word.lower_.removesuffix("s"), word.lower_.removesuffix("es"), word.lemma_.lower())
    entries = (entry for form in forms for entry in read_cues().get((form, "verb"), ()))
    return next((entry for entry in entries if entry.kind == "speech" and not entry.particle), None)
