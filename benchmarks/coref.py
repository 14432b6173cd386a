"""Mentions of parties in annotated reports, clustered, in the shape that score_crossdoc.py takes.

`score_named` counts named people and bodies only, and all mentions of those whom the corpus marks as a source,
each beside a floor: names joined where they are written alike, nothing else.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.attribution import make_report
from onrecord.extraction.mentions import find_mentions, list_words
from onrecord.extraction.names import fold_words
from onrecord.extraction.page import lay_out
from onrecord.extraction.parties import find_parties
from onrecord.model import Party, Span

Record = dict[str, Any]
POSSESSIVES = ("'s", "’s", "'", "’")
BODIES = ("person", "organization")
NAMED_KINDS = frozenset({"person", "organization", "media"})


def predict(records: Iterable[Record]) -> Iterator[Record]:
    """For each record the mentions of its named people and bodies, with the party of each as its cluster."""
    for record in records:
        yield {"doc_id": record["doc_id"], "mentions": _list_mentions(record["text"], _cast(record))}


def predict_floor(records: Iterable[Record]) -> Iterator[Record]:
    """For each record its names, those written alike in one cluster."""
    for record in records:
        page = lay_out(make_report(record["text"]))
        names = [one for one in find_mentions(page, list_words(page)) if one.form == "name" and not one.land]
        mentions = [
            _mark(record["text"], one.span, " ".join(fold_words((one.proper or one.span).text))) for one in names
        ]
        yield {"doc_id": record["doc_id"], "mentions": mentions}


def score_named(records: Iterable[Record], tools: Path) -> str:
    """CoNLL F1 on named people and bodies, and on those marked as sources, ours beside the floor."""
    kept = list(records)
    named = [{**record, "mentions": _keep_named(record)} for record in kept]
    sources = [{**record, "mentions": _keep_sources(record)} for record in kept]
    floor = list(predict_floor(kept))
    speaking = list(_predict_speaking(kept))
    lines = [
        _tell("named people and bodies", _compare(named, _predict_named(kept), tools)),
        _tell("named, floor", _compare(named, floor, tools)),
        _tell("mentions of marked sources", _compare(sources, _only_known(sources, speaking), tools)),
        _tell("marked sources, floor", _compare(sources, _only_known(sources, floor), tools)),
    ]
    return "\n".join(lines)


def _tell(name: str, found: Record) -> str:
    parts = "  ".join(f"{part} {found[part]['F1']}" for part in ("MUC", "B3", "CEAFe"))
    return f"{name:<28} CoNLL F1 {found['CoNLL F1']:5}   {parts}"


def _compare(gold: list[Record], predictions: Iterable[Record], tools: Path) -> Record:
    spec = importlib.util.spec_from_file_location("score_crossdoc", tools / "score_crossdoc.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(tools / "score_crossdoc.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    by_id = ({record["doc_id"]: record for record in side} for side in (gold, predictions))
    found: Record = scorer.inside(*by_id)
    return found


def _cast(record: Record, speaking: tuple[tuple[int, int], ...] = ()) -> tuple[Party, ...]:
    page = lay_out(make_report(record["text"]))
    return find_parties(page, tuple(page.span(*place) for place in speaking)).parties


def _predict_named(records: Iterable[Record]) -> Iterator[Record]:
    for record in records:
        parties = [one for one in _cast(record) if one.naming == "named" and one.kind in NAMED_KINDS]
        yield {"doc_id": record["doc_id"], "mentions": _list_mentions(record["text"], parties)}


def _predict_speaking(records: Iterable[Record]) -> Iterator[Record]:
    for record in records:
        parties = _cast(record, tuple(_list_sources(record)))
        yield {"doc_id": record["doc_id"], "mentions": _list_mentions(record["text"], parties)}


def _keep_named(record: Record) -> list[Record]:
    bodies = [one for one in record["mentions"] if one["etype"] in BODIES]
    groups = {one["grp"] for one in bodies if one["pos"] == "name"}
    return [one for one in bodies if one["grp"] in groups]


def _keep_sources(record: Record) -> list[Record]:
    sources = set(_list_sources(record))
    groups = {one["grp"] for one in record["mentions"] if (one["start"], one["end"]) in sources}
    return [one for one in record["mentions"] if one["grp"] in groups]


def _list_sources(record: Record) -> Iterator[tuple[int, int]]:
    for relation in record["attribution"]:
        for pieces in relation["source_spans"][:1]:
            yield pieces[0][0], pieces[0][1]


def _only_known(gold: list[Record], predictions: Iterable[Record]) -> Iterator[Record]:
    """The predictions without clusters that have no mention of the gold at all: the corpus marks not all who speak."""
    places = {record["doc_id"]: {(one["start"], one["end"]) for one in record["mentions"]} for record in gold}
    for record in predictions:
        known = {one["cluster"] for one in record["mentions"] if (one["start"], one["end"]) in places[record["doc_id"]]}
        yield {**record, "mentions": [one for one in record["mentions"] if one["cluster"] in known]}


def _list_mentions(text: str, parties: Iterable[Party]) -> list[Record]:
    """The mentions of parties; the corpus counts a possessive ending as part of the mention."""
    return [_mark(text, span, party.id) for party in parties for span in party.mentions]


def _mark(text: str, span: Span, cluster: str) -> Record:
    return {"start": span.start, "end": _end_with_possessive(text, span.end), "cluster": cluster}


def _end_with_possessive(text: str, end: int) -> int:
    return end + next((len(sign) for sign in POSSESSIVES if text.startswith(sign, end)), 0)
