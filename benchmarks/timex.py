"""Predictions for the MEANTIME corpus in the shape of its TIMEX3 annotation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from onrecord.extraction.dates import Expression, list_ends, read_page
from onrecord.extraction.dating.meanings import Amount
from onrecord.extraction.page import lay_out
from onrecord.model import Report, Span

TYPES = {"date": "DATE", "time": "TIME", "duration": "DURATION", "set": "SET"}


def predict(records: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each report of the corpus its time expressions, resolved against its creation time."""
    for record in records:
        page = lay_out(_make_report(record))
        timexes = [timex for one in read_page(page) for timex in write_timexes(one)]
        yield {"doc_id": record["doc_id"], "timex": timexes}


def _make_report(record: Mapping[str, Any]) -> Report:
    text = record["text"]
    created = next((item for item in record["timex"] if item.get("function") == "CREATION_TIME"), None)
    title_end = text.find("\n")
    digest = hashlib.sha256(text.encode()).hexdigest()
    line = created and Span(created["start"], created["end"], text[created["start"] : created["end"]])
    return Report(
        id=record["doc_id"], sha256=digest, raw_sha256=digest, format="text", language="en", url=None,
        headline=Span(0, title_end, text[:title_end]) if title_end > 0 else None, crossheads=(), byline=None,
        outlet=None, credits=(), place=None, dateline=_read_creation(record), published=None, updated=None, text=text,
        furniture=(line,) if line else (),
    )  # fmt: skip


def _read_creation(record: Mapping[str, Any]) -> str | None:
    """The creation day; where the corpus gives none, the date line under the title."""
    if record.get("dct"):
        return _order(record["dct"])
    lines = record["text"].split("\n")
    found = next((item for item in record["timex"] if item["text"] == lines[1]), None) if len(lines) > 1 else None
    return found["value"] if found else None


def _order(day: str) -> str:
    """A few creation times are written day first."""
    parts = day.split("-")
    return day if len(parts[0]) == 4 else "-".join(reversed(parts))


def write_timexes(one: Expression) -> Iterator[dict[str, Any]]:
    """The TIMEX3 of an expression: a range is one for each end, a bound is what it is set on."""
    for part in list_ends(one):
        inner = part.parts[0] if isinstance(part.meaning, Amount) and part.parts else part
        yield {"start": inner.start, "end": inner.end, "type": TYPES[part.placed.type], "value": part.placed.timex}
