"""Tags set off by commas or dashes in or after what they report: "The toll, the ministry said, may rise"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.extraction.boundaries import Range, noun_phrase_range
from onrecord.extraction.cues import CueWord
from onrecord.extraction.drafts import Draft, child_of, children_of
from onrecord.extraction.governed import SPEAKING_FRAMES, cue_range
from onrecord.extraction.page import Page
from onrecord.extraction.subjects import FINITE, VERBAL, Subject

if TYPE_CHECKING:
    from spacy.tokens import Token

VERB_FORMS = frozenset({"VBD", "VBZ", "VBP", "VBN", "VB"})
STOPS = frozenset({".", "?", "!", "…"})
PARTING_MARKS = frozenset({",", "—", "–", "--", "-", "”", '"', "''"})
LEAD_END = re.compile(r"(?:[,”\"’'—–]|\s--?)$")
BESIDE_TELLING = frozenset({"mark", "nsubj", "agent", "advmod", "prep", "npadvmod", "punct", "aux", "auxpass"})
LONGEST_SENTENCE = 3_000  # characters; longer ones are lists or lost stops
LONGEST_TAG = 25  # words between the verb of a tag and its end
SUBORDINATORS = frozenset(
    {"if", "while", "although", "though", "as", "when", "because", "since", "unless", "until", "after"}
)
GOING_ON = frozenset(
    {"because", "since", "if", "unless", "rather", "so", "that", "whether", "especially", "particularly", "perhaps",
     "until"}
)  # fmt: skip


def read_parenthesis(page: Page, verb: Token, entry: CueWord, sentence: Range) -> tuple[Draft, ...]:
    """A tag set off by commas in or after what it reports: "The toll, the ministry said, may rise".

    What a trailing "with" adds ("…, with 200 still missing") is a second attribution with the same source.
    """
    tag = _find_tag(page, verb, entry, sentence)
    if tag is None:
        return ()
    hangs = _hangs(page, tag.before)
    finite = not hangs and _is_sentence(page, tag.before)
    follows = next(iter(_plain_words(page, tag.after)), None)
    adds = finite and follows is not None and follows.lower_ == "with"
    goes_on = follows is not None and not adds and (hangs or _goes_on(page, follows, tag.after, finite))
    if not finite and not goes_on:
        return ()
    contents = [tag.before, tag.after] if goes_on else [tag.before]
    rule = "around" if goes_on else "that-before"
    draft = Draft(verb, entry, rule, cue_range(verb), contents, tag.source, way=tag.way)
    if not adds:
        return (draft,)
    return draft, Draft(verb, entry, "with-after", cue_range(verb), [tag.after], tag.source, way=tag.way)


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag between commas: its source, and the words of the sentence before and after it."""

    source: Range
    way: str
    before: Range
    after: Range


def _find_tag(page: Page, verb: Token, entry: CueWord, sentence: Range) -> Tag | None:
    if (
        not entry.frames & SPEAKING_FRAMES
        or verb.tag_ not in VERB_FORMS
        or sentence[1] - sentence[0] > LONGEST_SENTENCE
    ):
        return None
    if verb.tag_ in {"VBN", "VB"} and child_of(verb, "aux") is None:
        return None
    subject = _find_subject(verb)
    if subject is None or subject.noun.tag_ in {"WP", "WDT"}:
        return None
    inverted = subject.noun.i > verb.i
    if not inverted and not _takes_hearer(entry) and _governs_on(verb):
        return None
    bounds = (verb.i + 1, verb.sent.end) if inverted else (verb.sent.start, verb.i)
    source = noun_phrase_range(subject.noun, *bounds)
    lead = page.text[sentence[0] : cue_range(verb)[0] if inverted else source[0]].rstrip()
    end = _tag_end(page, source[1] if inverted else verb.idx + len(verb), sentence)
    if not lead or not LEAD_END.search(lead[-3:]) or end is None:
        return None
    return Tag(source, subject.way, (sentence[0], sentence[0] + len(lead)), (end, sentence[1]))


def read_as(page: Page, verb: Token, entry: CueWord, sentence: Range) -> Draft | None:
    """A clause with "as" beside what it reports: "As the mayor told the court, C", "C, as reported by the radio"."""
    mark = next((child for child in verb.children if child.lower_ == "as" and child.i < verb.i), None)
    if mark is None or verb.dep_ != "advcl" or not _only_tells(verb, entry):
        return None
    words = [word for word in verb.subtree if mark.i <= word.i and sentence[0] <= word.idx < sentence[1]]
    start, end = mark.idx, words[-1].idx + len(words[-1])
    agent = child_of(verb, "agent")
    noun = child_of(agent, "pobj") if agent is not None else child_of(verb, "nsubj")
    lead = page.text[sentence[0] : start].rstrip()
    parts = _parts_beside(page, (sentence[0], start), (end, sentence[1]))
    if noun is None or not parts or (lead and not LEAD_END.search(lead[-3:])):
        return None
    source = noun_phrase_range(noun, mark.i + 1, words[-1].i + 1 if noun.i > verb.i else verb.i)
    return Draft(verb, entry, "as", cue_range(verb, agent), parts, source, way="agent" if agent is not None else "own")


def _only_tells(verb: Token, entry: CueWord) -> bool:
    """Whether the verb says nothing but that something is said, and to whom, when and where."""
    if entry.kind != "speech" or not entry.frames & {"that", "obj-that"}:
        return False
    labels = {child.dep_ for child in verb.children} - BESIDE_TELLING
    return not labels - ({"dobj"} if _takes_hearer(entry) else set())


def _parts_beside(page: Page, before: Range, after: Range) -> list[Range]:
    """The parts of a sentence around a clause: those that can stand alone, or both where neither can."""
    parts = [part for part in (before, after) if any(sign.isalnum() for sign in page.text[part[0] : part[1]])]
    return [part for part in parts if _is_sentence(page, part)] or parts


def _governs_on(verb: Token) -> bool:
    """Whether the verb goes straight on to a complement, with no comma between."""
    following = verb.doc[verb.i + 1].text if verb.i + 1 < len(verb.doc) else ","
    return following != "," and any(c.i > verb.i for c in children_of(verb, "ccomp", "xcomp", "dobj"))


def _plain_words(page: Page, place: Range) -> list[Token]:
    return [w for w in page.words(*place) if w.idx >= place[0] and not w.is_punct and not w.is_space]


def _is_sentence(page: Page, place: Range) -> bool:
    """Whether the words can stand alone: with a finite verb, and not begun by "if", "while" or a participle."""
    words = _plain_words(page, place)
    if len(words) > 1 and words[0].tag_ == "CC":
        words = words[1:]
    if not words or words[0].lower_ in SUBORDINATORS or words[0].tag_ in {"VBN", "VBG"}:
        return False
    return any(word.tag_ in FINITE and word.dep_ != "relcl" for word in words)


def _hangs(page: Page, place: Range) -> bool:
    """Whether the words break off: after an auxiliary, an article, a preposition or a conjunction."""
    words = _plain_words(page, place)
    return bool(words) and (
        words[-1].pos_ in {"AUX", "DET", "ADP", "PART", "CCONJ", "SCONJ"} and words[-1].dep_ != "prt"
    )


def _takes_hearer(entry: CueWord) -> bool:
    return any(frame.startswith("obj-") for frame in entry.frames)


def _find_subject(verb: Token) -> Subject | None:
    """The subject of a tag: before the verb, or right after it where a comma or a mark stands before the verb."""
    own = child_of(verb, "nsubj")
    if own is not None:
        return Subject(own, "inverted" if own.i > verb.i else "own")
    before = verb.doc[verb.i - 1].text if verb.i else ""
    noun = (child_of(verb, "dobj", "attr", "oprd") or _noun_after(verb)) if before in PARTING_MARKS else None
    if noun is None or noun.i < verb.i:
        return None
    between = verb.doc[verb.i + 1 : noun.left_edge.i]
    if any(word.pos_ in VERBAL or word.is_punct for word in between):
        return None
    return Subject(noun, "inverted")


def _noun_after(verb: Token) -> Token | None:
    """The head of the noun phrase that follows the verb."""
    near = verb.doc[verb.i + 1 : verb.i + 8]
    noun = next((word for word in near if word.pos_ in {"NOUN", "PROPN", "PRON"}), None)
    while noun is not None and noun.dep_ in {"compound", "poss", "nmod", "amod"} and noun.head.i > noun.i:
        noun = noun.head
    return noun


def _tag_end(page: Page, start: int, sentence: Range) -> int | None:
    """Where the tag ends: at a comma, a dash or the sentence's end, after no more than an audience or a date."""
    words = [word for word in page.words(start, sentence[1]) if word.idx >= start]
    for place, word in enumerate(words):
        if word.text in {",", "—", "–", "--", ";"} or word.text in STOPS:
            return word.idx
        if word.is_space:
            continue
        if (
            word.dep_ in {"nsubj", "nsubjpass", "mark"}
            or word.tag_ in FINITE
            or word.text == ":"
            or place > LONGEST_TAG
        ):
            return None
        if word.lower_ in {"that", "to"} and word.pos_ in {"SCONJ", "PART"}:
            return None
    return sentence[1]


def _goes_on(page: Page, first: Token, after: Range, finite: bool) -> bool:
    """Whether what is reported goes on after the tag: with its main verb, or with a clause that depends on it."""
    if first.tag_ == "CC" and first.i + 1 < len(first.doc):
        first = first.nbor()
    elif first.lower_ in GOING_ON or first.tag_ == "TO":
        return True
    if first.tag_ in FINITE:
        return True
    return not finite and any(word.tag_ in FINITE for word in page.words(*after) if word.idx >= after[0])
