"""The text of a report cut for display: blocks one under the other, and in each block pieces with their layers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, Literal, TypeVar

from onrecord.model import Report, Span

BlockKind = Literal["headline", "crosshead", "furniture", "paragraph"]
BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
LONG_LINE = 100  # characters; a line that long is a paragraph of its own, not part of a wrapped one

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that stands by itself, and as what."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Layer(Generic[T]):
    """Something that lies over `start:end` of the text."""

    start: int
    end: int
    what: T


@dataclass(frozen=True, slots=True)
class Piece(Generic[T]):
    """A stretch of text over which the same layers lie, outermost first."""

    start: int
    end: int
    layers: tuple[Layer[T], ...]


def split_blocks(report: Report) -> Iterator[Block]:
    """The report as blocks in text order; white space between them is left out, lines of a head stay together."""
    last: Block | None = None
    for block in _cut_blocks(report):
        if last and last.kind == block.kind == "furniture" and report.text.count("\n", last.end, block.start) < 2:
            last = Block(last.start, block.end, "furniture")
            continue
        if last:
            yield last
        last = block
    if last:
        yield last


def _cut_blocks(report: Report) -> Iterator[Block]:
    text, start = report.text, 0
    heads, furniture = sorted(report.crossheads, key=_start), sorted(report.furniture, key=_start)
    for end in [*_find_borders(report), len(text)]:
        while start < end and text[start].isspace():
            start += 1
        stop = end
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        if stop > start:
            yield Block(start, stop, _find_kind(report, heads, furniture, start, stop))
        start = max(start, end)


def cut_pieces(start: int, end: int, layers: Iterable[Layer[T]]) -> Iterator[Piece[T]]:
    """The stretch `start:end` cut wherever a layer begins or ends; `layers` in order of their starts."""
    waiting = sorted((layer for layer in layers if layer.start < end and start < layer.end), key=_order)
    borders = {start, end}
    for layer in waiting:
        borders |= {max(layer.start, start), min(layer.end, end)}
    cuts, lying, coming = sorted(borders), list[Layer[T]](), 0
    for left, right in pairwise(cuts):
        lying = [layer for layer in lying if layer.end > left]
        while coming < len(waiting) and waiting[coming].start <= left:
            lying.append(waiting[coming])
            coming += 1
        yield Piece(left, right, tuple(lying))


def share_out(blocks: Sequence[Block], layers: Iterable[Layer[T]]) -> list[list[Layer[T]]]:
    """For each block the layers that touch it."""
    shares: list[list[Layer[T]]] = [[] for _ in blocks]
    first = 0
    for layer in sorted(layers, key=_order):
        while first < len(blocks) and blocks[first].end <= layer.start:
            first += 1
        for place in range(first, len(blocks)):
            if blocks[place].start >= layer.end:
                break
            shares[place].append(layer)
    return shares


def _order(layer: Layer[T]) -> tuple[int, int]:
    return layer.start, -layer.end


def _find_borders(report: Report) -> list[int]:
    text = report.text
    borders = {gap.start() for gap in BLANK_LINES.finditer(text)}
    line = 0
    for end in [*(match.start() for match in re.finditer("\n", text)), len(text)]:
        if end - line > LONG_LINE:
            borders |= {max(line - 1, 0), end}
        line = end + 1
    for span in [report.headline, *report.crossheads, *report.furniture]:
        if span:
            borders |= _lines_of(text, span)
    return sorted(borders)


def _lines_of(text: str, span: Span) -> set[int]:
    """Where the lines of a span begin and end, if it fills them but for dashes (a dateline does not)."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    end = len(text) if end < 0 else end
    return {start, end} if _is_filled(text, span, start, end) else set()


def _is_filled(text: str, span: Span, start: int, end: int) -> bool:
    return not (text[start : span.start] + text[span.end : end]).strip(" \t-–—*\u00a0")


def _find_kind(report: Report, heads: list[Span], furniture: list[Span], start: int, end: int) -> BlockKind:
    if report.headline and report.headline.start <= start and end <= report.headline.end:
        return "headline"
    coming = bisect_left(heads, start, key=_start)
    if coming < len(heads) and heads[coming].end <= end and _is_filled(report.text, heads[coming], start, end):
        return "crosshead"
    begun = bisect_right(furniture, start, key=_start)
    return "furniture" if begun and end <= furniture[begun - 1].end else "paragraph"


def _start(span: Span) -> int:
    return span.start
