"""Event factuality: the certainty of single event words, on the scale of UDS-IH2 and in the terms of MEANTIME.

The two corpora ask different questions on one scale. UDS-IH2 asks whether something has happened, so that what
is to come is low; MEANTIME asks how surely it is put, so that "will open" is as certain as "has opened".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from onrecord.extraction.events import EventGrade, grade_event
from onrecord.extraction.happening import estimate_happening
from onrecord.extraction.page import load_pipeline

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SCALE = {"CERTAIN": 3.0, "PROBABLE": 1.5, "POSSIBLE": 0.75, "UNDERSPECIFIED": 0.0}


def predict_scale(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each sentence a number from -3 (did not happen) to 3 (happened) for each event."""
    for record in records:
        doc = _parse_words(record["tokens"])
        measure = estimate_happening if record["set"] == "UDS_IH2" else _scale
        yield {"id": record["id"], "labels": [measure(doc[slice(*event["span"])].root) for event in record["events"]]}


def predict_meantime(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each report the certainty, polarity and time of its events."""
    for record in records:
        doc = load_pipeline()(record["text"])
        yield {"doc_id": record["doc_id"], "events": [_grade(doc, event) for event in record["events"]]}


def _parse_words(words: list[str]) -> Doc:
    from spacy.tokens import Doc as SpacyDoc

    nlp = load_pipeline()
    return nlp(SpacyDoc(nlp.vocab, words=words))


def _scale(event: Token) -> float:
    return _number(grade_event(event))


def _number(grade: EventGrade) -> float:
    size = SCALE[grade.certainty]
    return -size if grade.polarity == "NEG" else size


def _grade(doc: Doc, event: dict[str, Any]) -> dict[str, str]:
    words = doc.char_span(event["start"], event["end"], alignment_mode="expand")
    grade = grade_event(words.root)
    return {"id": event["id"], "certainty": grade.certainty, "polarity": grade.polarity, "time": grade.time}
