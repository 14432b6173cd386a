"""How far a text lets a reader conclude that an event took place: a number from -3 to 3, as UDS-IH2 asks it.

An additive reading: each construction around the event has a weight in the table `happening.tsv`, learned by
`training/happening.py`; the sum is bent to the scale by the knots of `happening_scale.tsv`. The scale (Stanovsky et
al. 2017; Rudinger et al. 2018) asks whether something happened, so what is merely to come is low. That is another
question than how surely a speaker puts it: on the certainty of the invented dispatches this head is right in 76 % of
claims where the tables are in 97 %, so readings do not use it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.single_events import find_path_up, grade_event, lead_of
from onrecord.extraction.clauses import SUBJECTS, has_negator, is_verbal

if TYPE_CHECKING:
    from spacy.tokens import Token

FULL_FORMS = {"'ll": "will", "’ll": "will", "wo": "will", "ca": "can", "'d": "would", "’d": "would"}
PERFECT = frozenset({"have", "has", "had", "'ve", "’ve"})
BEING = frozenset({"is", "are", "was", "were", "am", "'s", "'re", "'m", "been", "be", "being", "’s", "’re", "’m"})
CLAUSES = frozenset({"advcl", "relcl", "acl", "ccomp", "xcomp", "csubj", "ROOT", "parataxis", "pcomp"})
GOVERNORS_UP = 3


def estimate_happening(event: Token) -> float:
    """From -3 (surely did not happen) to 3 (surely happened)."""
    weights = _read_weights()
    total = sum(weights.get(name, 0.0) for name in sorted(set(list_constructions(event))))
    return _bend(total + weights.get("all events", 0.0))


def list_constructions(event: Token) -> Iterator[str]:
    """The constructions that bear on whether the event took place, by name."""
    grade = grade_event(event)
    form = read_form(event)
    yield f"graded {grade.certainty} {grade.polarity} {grade.time}"
    yield f"form {form}"
    yield f"word {event.lemma_.lower()}"
    yield f"word {event.lemma_.lower()} {form}"
    yield f"place {event.dep_} {form}"
    if has_negator(event):
        yield f"negated {form}"
    yield from _list_parts(event, form)
    yield from _list_governors(event, form)
    yield from _list_clause(event, form)
    yield from _list_sentence(event, form)
    yield from _list_neighbours(event)


def read_form(word: Token) -> str:
    """Tense and mood of a verb with its auxiliaries ("will", "to have", "perfect"); the tag of another word."""
    if not is_verbal(word):
        return word.tag_
    lead = lead_of(word)
    shared = lead is not word and word.tag_ in {"VB", "VBN", "VBG"}
    return ("joined " if shared else "") + _read_verb_form(lead if shared else word)


def _read_verb_form(verb: Token) -> str:
    helpers = [
        FULL_FORMS.get(child.lower_, child.lower_) for child in verb.children if child.dep_ in {"aux", "auxpass"}
    ]
    modal = next(
        (
            FULL_FORMS.get(child.lower_, child.lower_)
            for child in verb.children
            if child.dep_ == "aux" and child.tag_ == "MD"
        ),
        "to" if "to" in helpers else "",
    )
    perfect = not PERFECT.isdisjoint(helpers)
    if modal:
        return f"{modal} have" if perfect else modal
    if verb.lemma_ == "go" and verb.tag_ == "VBG" and any(child.dep_ == "xcomp" for child in verb.children):
        return "going to"
    return _read_tense(verb, helpers, perfect)


def _read_tense(verb: Token, helpers: list[str], perfect: bool) -> str:
    if verb.tag_ == "VBG":
        return "progressive" if not BEING.isdisjoint(helpers) else "gerund"
    if verb.tag_ == "VBN" and perfect:
        return "perfect"
    if verb.tag_ == "VBN" and not BEING.isdisjoint(helpers):
        return "passive past" if "was" in helpers or "were" in helpers else "passive"
    if verb.tag_ == "VB":
        support = next((word for word in helpers if word in {"do", "does", "did"}), "")
        return support or ("bare with subject" if any(child.dep_ in SUBJECTS for child in verb.children) else "bare")
    return verb.tag_


def _list_parts(event: Token, form: str) -> Iterator[str]:
    for child in event.children:
        if child.dep_ in {"advmod", "mark", "preconj", "neg", "prt"}:
            yield f"with {child.lower_}"
            yield f"with {child.lower_} {event.tag_}"
        if child.dep_ in {"ccomp", "xcomp", "dobj", "attr", "acomp"}:
            yield f"has {child.dep_} {child.tag_ if child.dep_ == 'xcomp' else ''}".rstrip()
        if child.dep_ in {"dobj", "nsubj"} and any(word.lower_ in {"any", "no"} for word in child.children):
            yield "any or no"
        if child.dep_ in SUBJECTS:
            yield f"subject {child.lower_ if child.pos_ == 'PRON' else 'noun'} {form}"
        if child.dep_ == "advcl":
            yield from (f"if-clause {mark.lower_}" for mark in child.children if mark.dep_ == "mark")
        if child.ent_type_ == "DATE" or child.dep_ == "npadvmod":
            yield f"dated {form}"
        if child.dep_ == "prep":
            yield f"preposition {child.lower_}"


def _list_governors(event: Token, form: str) -> Iterator[str]:
    word = lead_of(event) if is_verbal(event) else event
    for level in range(1, GOVERNORS_UP + 1):
        above = word.head
        if above.i == word.i:
            return
        negated = is_verbal(above) and has_negator(above)
        yield f"governor {level} {word.dep_} {above.lemma_.lower()}{' not' if negated else ''}"
        yield f"governor {level} {word.dep_} {read_form(above)} {form if level == 1 else ''}".rstrip()
        if level == 1:
            yield f"governor {word.dep_} {form} {above.lemma_.lower()}"
        word = lead_of(above) if is_verbal(above) else above


def _list_clause(event: Token, form: str) -> Iterator[str]:
    head = _clause_of(event)
    yield f"clause {head.dep_} begins {head.left_edge.lower_}"
    yield f"clause begins {head.left_edge.lower_} {form}"
    if head.i != event.i:
        yield f"clause {read_form(head)} {event.dep_} {form}"
    top = find_path_up(event)[0]
    if top.i != event.i:
        subject = next((child for child in top.children if child.dep_ in SUBJECTS), None)
        yield f"under {read_form(top)} {form}"
        yield f"under subject {subject.lower_ if subject is not None and subject.pos_ == 'PRON' else 'noun'}"
        if has_negator(top):
            yield f"under negation {form}"


def _list_sentence(event: Token, form: str) -> Iterator[str]:
    sentence = event.sent
    mark = sentence[-1].text
    if mark in {"?", "!"}:
        yield f"sentence {mark} {form}"
    if sentence.start == event.i:
        yield f"first word {form}"
    if any(word.lower_ == "if" for word in sentence):
        yield "if in the sentence"
    if any(word.tag_ == "MD" for word in sentence):
        yield "modal in the sentence"
    yield f"sentence {read_form(sentence.root)}"
    yield f"verbs {min(5, sum(word.pos_ == 'VERB' for word in sentence))}"
    yield f"length {min(6, len(sentence) // 6)}"


def _list_neighbours(event: Token) -> Iterator[str]:
    sentence = event.sent
    for step in (-2, -1, 1, 2):
        if sentence.start <= event.i + step < sentence.end:
            yield f"word {step:+d} {event.nbor(step).lower_}"


def _clause_of(event: Token) -> Token:
    head = lead_of(event) if is_verbal(event) else event
    for _ in range(6):
        if head.dep_ in CLAUSES or head.head.i == head.i:
            return head
        head = head.head
    return head


def _bend(total: float) -> float:
    knots = _read_knots()
    place = bisect_left(knots, (total, -9.0))
    if place == 0:
        return knots[0][1]
    if place == len(knots):
        return knots[-1][1]
    (x0, y0), (x1, y1) = knots[place - 1], knots[place]
    return y0 + (y1 - y0) * (total - x0) / (x1 - x0)


@cache
def _read_weights() -> Mapping[str, float]:
    return {row[0]: float(row[1]) for row in _read_rows("happening")}


@cache
def _read_knots() -> tuple[tuple[float, float], ...]:
    return tuple((float(total), float(value)) for total, value in _read_rows("happening_scale"))


def _read_rows(name: str) -> list[list[str]]:
    lines = Path(__file__).with_name(f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
