"""Event factuality: the certainty of single event words, on the scale of UDS-IH2 and in the terms of MEANTIME.

The two corpora ask different questions on one scale. UDS-IH2 asks whether something has happened, so that what
is to come is low; MEANTIME asks how surely it is put, so that "will open" is as certain as "has opened". Readings
answer the second, by tables; the head of `happening.py` is fitted to the first and no part of a reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from benchmarks.happening import estimate_happening
from benchmarks.single_events import EventGrade, grade_event
from onrecord.extraction.page import load_pipeline

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SCALE = {"CERTAIN": 3.0, "PROBABLE": 1.5, "POSSIBLE": 0.75, "UNDERSPECIFIED": 0.0}
REACH = 4  # words before an event in which a plain list looks for cues
CUES = {
    **dict.fromkeys(["may", "might", "could", "possibly", "perhaps", "maybe", "possible"], 0.75),
    **dict.fromkeys(["probably", "likely", "expected", "believed", "apparently", "reportedly", "seems"], 1.5),
    **dict.fromkeys(["if", "whether", "want", "wants", "hope", "hopes", "should", "would", "?"], 0.0),
    **dict.fromkeys(["not", "n't", "never", "no", "without", "nobody"], -3.0),
}
Answer = Callable[["Token"], float]


def predict_scale(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each sentence a number from -3 to 3 for each event: by the head on UDS-IH2, by the tables on MEANTIME."""
    for record in records:
        doc = _parse_words(record["tokens"])
        measure = estimate_happening if record["set"] == "UDS_IH2" else _scale
        yield {"id": record["id"], "labels": [measure(doc[slice(*event["span"])].root) for event in record["events"]]}


def predict_all(records: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The predictions of every way to answer, by its name, over one parse."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in ANSWERS}
    for record in records:
        doc = _parse_words(record["tokens"])
        events = [doc[slice(*event["span"])].root for event in record["events"]]
        for name, answer in ANSWERS.items():
            found[name].append({"id": record["id"], "labels": [answer(event) for event in events]})
    return found


def predict_meantime(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each report the certainty, polarity and time of its events."""
    for record in records:
        doc = load_pipeline()(record["text"])
        yield {"doc_id": record["doc_id"], "events": [_grade(doc, event) for event in record["events"]]}


def tell_table(scores: Mapping[str, Mapping[str, Any]]) -> str:
    """One line for each way to answer, with its error, correlation and three-way F1 on both development sets."""
    lines = [f"{'':<26}{'MEANTIME dev':>26}{'UDS-IH2 dev':>26}", f"{'':<26}" + f"{'MAE':>10}{'r':>8}{'F1':>8}" * 2]
    for name, sets in scores.items():
        cells = (sets[key] for key in ("MEANTIME dev", "UDS_IH2 dev"))
        lines.append(
            f"{name:<26}"
            + "".join(f"{c['MAE']:>10.3f}{c['Pearson r']:>8.3f}{c['three-way']['macro F1']:>8.1f}" for c in cells)
        )
    return "\n".join(lines)


def _parse_words(words: list[str]) -> Doc:
    from spacy.tokens import Doc as SpacyDoc

    nlp = load_pipeline()
    return nlp(SpacyDoc(nlp.vocab, words=words))


def _scale(event: Token) -> float:
    return _number(grade_event(event))


def _number(grade: EventGrade) -> float:
    size = SCALE[grade.certainty]
    return -size if grade.polarity == "NEG" else size


def _always_certain(_: Token) -> float:
    return 3.0


def _list_cues(event: Token) -> float:
    """What a plain list of words before the event says, without a parse: the nearest one."""
    before = event.doc[max(event.sent.start, event.i - REACH) : event.i]
    return next((CUES[word.lower_] for word in reversed(before) if word.lower_ in CUES), 3.0)


ANSWERS: Mapping[str, Answer] = {
    "always certain": _always_certain,
    "a plain list of cues": _list_cues,
    "tables, as in readings": _scale,
    "head fitted to UDS-IH2": estimate_happening,
}


def _grade(doc: Doc, event: dict[str, Any]) -> dict[str, str]:
    words = doc.char_span(event["start"], event["end"], alignment_mode="expand")
    grade = grade_event(words.root)
    return {"id": event["id"], "certainty": grade.certainty, "polarity": grade.polarity, "time": grade.time}
