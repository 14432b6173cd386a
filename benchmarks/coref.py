"""Mentions of parties in annotated reports, clustered, in the shape that score_crossdoc.py takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from benchmarks.attribution import make_report
from onrecord.extraction.page import lay_out
from onrecord.extraction.parties import find_parties

POSSESSIVES = ("'s", "’s", "'", "’")


def predict(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each record the mentions of its named people and bodies, with the party of each as its cluster."""
    for record in records:
        cast = find_parties(lay_out(make_report(record["text"])), ())
        yield {"doc_id": record["doc_id"], "mentions": _list_mentions(record["text"], cast.parties)}


def _list_mentions(text: str, parties: Iterable[Any]) -> list[dict[str, Any]]:
    """The corpus counts a possessive ending as part of the mention."""
    return [
        {"start": span.start, "end": _end_with_possessive(text, span.end), "cluster": party.id}
        for party in parties
        for span in party.mentions
    ]


def _end_with_possessive(text: str, end: int) -> int:
    return end + next((len(sign) for sign in POSSESSIVES if text.startswith(sign, end)), 0)
