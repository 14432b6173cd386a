"""Attributions of annotated articles, in the shape that score_attribution.py takes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.extraction.attributions import Attribution, find_attributions
from onrecord.extraction.learned import Method, load_extractor
from onrecord.extraction.page import Page, lay_out
from onrecord.model import Report, Span

Record = dict[str, Any]
HEADLINE_WORDS = 20
OPENING = re.compile(r"\bthat[\s\"“‘',]+$", re.IGNORECASE)


def predict(records: Iterable[Record]) -> Iterator[Record]:
    """The attributions of each record's text, which is read as it stands.

    An inherited quotation is given as a further piece of what its speaker said before, as the corpus has it.
    """
    yield from _predict(records, Method("model"))


def predict_rules(records: Iterable[Record]) -> Iterator[Record]:
    """The same by rules alone."""
    yield from _predict(records, Method("rules"))


def _predict(records: Iterable[Record], method: Method) -> Iterator[Record]:
    tagger = load_extractor(method).tagger
    for record in records:
        page = lay_out(make_report(record["text"]))
        yield {"id": record["id"], "attributions": list_attributions(page, find_attributions(page, tagger))}


def list_attributions(page: Page, found: tuple[Attribution, ...]) -> list[Record]:
    """The attributions of a page as lists of offsets, one for each cue, as the corpus has them.

    Heirs, and second attributions of the same cue, are folded into the one that they go on with.
    """
    first: dict[Span, int] = {}
    contents: dict[int, list[Span]] = {}
    for index, attribution in enumerate(found):
        cue = attribution.cue
        home = attribution.heir_of if cue is None else first.setdefault(cue, index)
        contents.setdefault(index if home is None else home, []).extend(attribution.contents)
    return [_list_parts(page, found[index], parts) for index, parts in sorted(contents.items())]


def _list_parts(page: Page, attribution: Attribution, contents: list[Span]) -> Record:
    return {
        "source": _list_offsets([attribution.source]),
        "cue": _list_offsets([attribution.cue]),
        "content": [_with_that(page.text, *piece) for piece in sorted(_list_offsets(contents))],
    }


def _with_that(text: str, start: int, end: int) -> list[int]:
    """The content with the conjunction before it, which the corpus counts in and a reading leaves out."""
    opening = OPENING.search(text, max(0, start - 12), start)
    return [opening.start() if opening else start, end]


def _list_offsets(spans: Iterable[Span | None]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans if span is not None]


def make_report(text: str) -> Report:
    """A report of nothing but its text, not a character changed; a short first line is its headline."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    first = text.partition("\n")[0].rstrip()
    headline = Span(0, len(first), first) if 0 < len(first.split()) <= HEADLINE_WORDS else None
    return Report(
        id="r" + digest[:12], sha256=digest, raw_sha256=digest, format="text", language="en", url=None,
        headline=headline, crossheads=(), byline=None, outlet=None, credits=(), place=None, dateline=None,
        published=None, updated=None, text=text,
    )  # fmt: skip
