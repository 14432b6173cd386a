"""Attributions of annotated articles, in the shape that score_attribution.py takes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.extraction.attributions import Attribution, find_attributions
from onrecord.extraction.page import Page, lay_out
from onrecord.model import Report, Span

Record = dict[str, Any]


def predict(records: Iterable[Record]) -> Iterator[Record]:
    """The attributions of each record's text, which is read as it stands.

    An inherited quotation is given as a further piece of what its speaker said before, as the corpus has it.
    """
    for record in records:
        page = lay_out(make_report(record["text"]))
        yield {"id": record["id"], "attributions": list_attributions(page)}


def list_attributions(page: Page) -> list[Record]:
    """The attributions of a page as lists of offsets, one for each cue, as the corpus has them.

    Heirs, and second attributions of the same cue, are folded into the one that they go on with.
    """
    found = find_attributions(page)
    first: dict[Span, int] = {}
    contents: dict[int, list[Span]] = {}
    for index, attribution in enumerate(found):
        cue = attribution.cue
        home = attribution.heir_of if cue is None else first.setdefault(cue, index)
        contents.setdefault(index if home is None else home, []).extend(attribution.contents)
    return [_list_parts(found[index], parts) for index, parts in sorted(contents.items())]


def _list_parts(attribution: Attribution, contents: list[Span]) -> Record:
    return {
        "source": _list_offsets([attribution.source]),
        "cue": _list_offsets([attribution.cue]),
        "content": sorted(_list_offsets(contents)),
    }


def _list_offsets(spans: Iterable[Span | None]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans if span is not None]


def make_report(text: str) -> Report:
    """A report of nothing but its text, not a character changed."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Report(
        id="r" + digest[:12], sha256=digest, raw_sha256=digest, format="text", language="en", url=None, headline=None,
        crossheads=(), byline=None, outlet=None, credits=(), place=None, dateline=None, published=None, updated=None,
        text=text,
    )  # fmt: skip
