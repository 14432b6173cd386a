"""How surely the tables that grade claims put a single event word: certainty, polarity, time, as in MEANTIME."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from onrecord.extraction.certainty import Sureness, governor_kind, is_averting, weigh
from onrecord.extraction.clauses import MAX_CLIMB, SUBJECTS, find_child, is_verbal
from onrecord.extraction.hedging import match_hedges

if TYPE_CHECKING:
    from spacy.tokens import Token

Certainty = Literal["CERTAIN", "PROBABLE", "POSSIBLE", "UNDERSPECIFIED"]
Polarity = Literal["POS", "NEG", "UNDERSPECIFIED"]
Time = Literal["FUTURE", "NON_FUTURE"]

CERTAINTIES: tuple[Certainty, ...] = ("UNDERSPECIFIED", "POSSIBLE", "PROBABLE", "CERTAIN")
ABLE = frozenset({"can", "ca"})
COMING = frozenset({"will", "'ll", "’ll", "wo", "would", "shall", "should", "may", "might", "could"})
LIGHT = frozenset({"have", "take", "make", "give", "be", "begin", "start", "occur", "happen", "hold", "see"})
HELD_BY = frozenset({"xcomp", "ccomp", "acl", "attr", "acomp", "oprd"})


@dataclass(frozen=True, slots=True)
class EventGrade:
    """Certainty, polarity and time of one event."""

    certainty: Certainty
    polarity: Polarity
    time: Time


def grade_event(event: Token) -> EventGrade:
    """How surely the event is put by the words that govern it, whether it is negated, and whether it is to come."""
    path = find_path_up(event)
    words = list(event.sent)
    matches = (match for match in match_hedges(words) if not match.start <= event.i < match.end)
    value = weigh(path, tuple(matches))
    if not is_verbal(event) and value.rank == 3:
        value = value.turned(_is_averted(event))
    if value.rank == 3 and any(_is_ability(word) for word in path):
        value = value.lowered(1)
    rank = min(value.rank, 0 if _is_open(path) else 3)
    time: Time = "FUTURE" if any(_is_coming(word) for word in (*path, _verb_over(event))) else "NON_FUTURE"
    return EventGrade(CERTAINTIES[rank], _polarity(rank, value), time)


def find_path_up(event: Token) -> tuple[Token, ...]:
    """The words that govern the event, from the topmost down, and the event itself last."""
    return tuple(reversed((event, *_climb(event))))


def lead_of(verb: Token) -> Token:
    """The first of joined verbs that share subject and auxiliaries."""
    for _ in range(MAX_CLIMB):
        own = any(child.dep_ in SUBJECTS or child.dep_ == "aux" for child in verb.children)
        if own or verb.dep_ != "conj" or verb.head.i == verb.i or not is_verbal(verb.head):
            return verb
        verb = verb.head
    return verb


def _climb(event: Token) -> Iterator[Token]:
    word = event
    for _ in range(MAX_CLIMB):
        lead = lead_of(word) if is_verbal(word) else word
        if lead is not word:
            yield lead
        above = lead.head
        if above.i == lead.i:
            return
        if lead.dep_ == "pcomp" and above.head.i != above.i:
            above = above.head
        elif lead.dep_ not in HELD_BY and not _is_carried(lead):
            return
        if lead.dep_ == "ccomp" and lead.i < above.i and find_child(lead, "mark") is None:
            return
        yield above
        word = above


def _verb_over(event: Token) -> Token:
    """The verb of the clause that a noun stands in; a verb itself."""
    word = event
    for _ in range(MAX_CLIMB):
        if is_verbal(word) or word.head.i == word.i:
            return word
        word = word.head
    return word


def _is_carried(noun: Token) -> bool:
    """Whether the verb over the noun only says that it takes place ("may have an impact"), or the noun governs."""
    if noun.dep_ == "dobj":
        return bool(governor_kind(noun)) or noun.head.lemma_ in LIGHT
    return noun.dep_ in {"nsubj", "nsubjpass"} and (
        bool(governor_kind(noun)) or noun.head.lemma_ in {"begin", "start", "occur", "happen", "take", "hold"}
    )


def _polarity(rank: int, value: Sureness) -> Polarity:
    if rank == 0:
        return "UNDERSPECIFIED"
    return "NEG" if value.negative else "POS"


def _is_ability(word: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ in ABLE for child in word.children)


def _is_averted(noun: Token) -> bool:
    """Whether the event was cancelled, delayed or prevented."""
    if any(child.dep_ in {"amod", "acl"} and is_averting(child) for child in noun.children):
        return True
    above = noun.head
    if noun.dep_ == "pobj" and above.lower_ in {"in", "of", "to"}:
        return is_averting(above.head) and above.head.pos_ == "NOUN"
    if noun.dep_ == "nsubj":
        return is_averting(above) and find_child(above, "dobj") is None
    return noun.dep_ in {"dobj", "nsubjpass"} and is_averting(above)


def _is_open(path: tuple[Token, ...]) -> bool:
    """Whether the event is what an intention, an order or a question leaves open."""
    held = {"xcomp", "ccomp", "acl", "pcomp"}
    return any(_leaves_open(word) and below.dep_ in held for word, below in pairwise(path))


def _leaves_open(word: Token) -> bool:
    return governor_kind(word) in {"intention", "directive"}


def _is_coming(word: Token) -> bool:
    marks = {child.lower_ for child in word.children if child.dep_ == "aux"}
    if "to" in marks:
        return "have" not in marks
    return bool(marks & COMING) and "have" not in marks
