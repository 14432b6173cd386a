"""How surely a single event word is put: certainty, polarity and time, in the terms of MEANTIME and FactBank."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from onrecord.extraction.certainty import Sureness, governor_kind, weigh
from onrecord.extraction.clauses import MAX_CLIMB, SUBJECTS, find_child, is_verbal
from onrecord.extraction.hedging import match_hedges

if TYPE_CHECKING:
    from spacy.tokens import Token

Certainty = Literal["CERTAIN", "PROBABLE", "POSSIBLE", "UNDERSPECIFIED"]
Polarity = Literal["POS", "NEG", "UNDERSPECIFIED"]
Time = Literal["FUTURE", "NON_FUTURE"]

CERTAINTIES: tuple[Certainty, ...] = ("UNDERSPECIFIED", "POSSIBLE", "PROBABLE", "CERTAIN")
ABLE = frozenset({"can", "ca", "able", "capable"})
COMING = frozenset({"will", "'ll", "’ll", "wo", "would", "shall", "should", "may", "might", "could"})
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
    value = weigh(path, tuple(match_hedges(words)))
    if value.rank == 3 and any(_is_ability(word) for word in path):
        value = value.lowered(1)
    rank = min(value.rank, 0 if _is_open(path) else 3)
    time: Time = "FUTURE" if any(_is_coming(word) for word in path) else "NON_FUTURE"
    return EventGrade(CERTAINTIES[rank], _polarity(rank, value), time)


def find_path_up(event: Token) -> tuple[Token, ...]:
    """The words that govern the event, from the topmost down, and the event itself last."""
    path = [event]
    for above in _climb(event):
        path.append(above)
    return tuple(reversed(path))


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
        elif lead.dep_ not in HELD_BY and not (lead.dep_ in {"dobj", "nsubj"} and governor_kind(lead)):
            return
        if lead.dep_ == "ccomp" and lead.i < above.i and find_child(lead, "mark") is None:
            return
        yield above
        word = above


def _polarity(rank: int, value: Sureness) -> Polarity:
    if rank == 0:
        return "UNDERSPECIFIED"
    return "NEG" if value.negative else "POS"


def _is_ability(word: Token) -> bool:
    return word.lower_ in ABLE or any(child.dep_ == "aux" and child.lower_ in ABLE for child in word.children)


def _is_open(path: tuple[Token, ...]) -> bool:
    """Whether the event is what an intention, an order or a question leaves open."""
    return any(governor_kind(word) in {"intention", "directive"} for word in path[:-1])


def _is_coming(word: Token) -> bool:
    marks = {child.lower_ for child in word.children if child.dep_ == "aux"}
    if "to" in marks:
        return "have" not in marks
    return bool(marks & COMING) and "have" not in marks
