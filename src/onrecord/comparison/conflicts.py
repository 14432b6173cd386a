"""Figures that differ: truly contradicting, one source's revision, or another time, thing or boundary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

from onrecord.comparison.counts import Count
from onrecord.comparison.folding import Folding
from onrecord.comparison.series import Strand
from onrecord.comparison.stamps import order_of
from onrecord.model import Clash, Conflict, Spot
from onrecord.words import read_table

LEVELS = {"total", "projection", "target", "part", "capacity"}
ABOUT = 0.05  # how far an approximate figure may lie from another that it agrees with
REACH = 240  # characters around a figure in which its source may say that it takes the last one back
COMBINED = re.compile(r"\b(?:or|and)\b")


def find_conflicts(strands: Sequence[Strand], folding: Folding) -> tuple[Conflict, ...]:
    """All pairs of figures that differ, each with its type and a sentence."""
    found = [conflict for strand in strands for conflict in _in_strand(strand, folding)]
    found += _across(strands, folding)
    found += _additions(strands)
    return tuple(sorted(found, key=_order))


def _order(conflict: Conflict) -> tuple[int, str, int, str, int]:
    first, second = conflict.between
    rank = ("real", "revision", "as_of", "boundary", "counted").index(conflict.type)
    return rank, first.report, first.start, second.report, second.start


def _in_strand(strand: Strand, folding: Folding) -> Iterator[Conflict]:
    heads = tuple(represent(strand, folding))
    for first, second in combinations(heads, 2):
        if agree(first, second):
            continue
        one, two = sorted((first, second), key=_told)
        clash, why = judge(one, two, heads)
        if clash:
            yield Conflict(strand.id, (spot(one), spot(two)), clash, f"{strand.counted.capitalize()}: {why}")


def represent(strand: Strand, folding: Folding) -> Iterator[Count]:
    """One count for each source and size: the earliest, in the report that others copy."""
    seen: set[object] = set()
    for count in sorted(strand.counts, key=lambda count: (is_copied(count, folding), _told(count))):
        key = (count.root.key, count.size, count.day if count.when != "event" else None)
        if count.role in LEVELS and key not in seen and (count.root.key, count.size) not in seen:
            seen |= {key, (count.root.key, count.size)}
            yield count


def is_copied(count: Count, folding: Folding) -> bool:
    """Whether a figure stands in words that come from another report."""
    return folding.text_of(count.place[0], count.figure.start, count.figure.end) != count.place[0]


def agree(first: Count, second: Count) -> bool:
    """Whether two figures can both be right: equal, overlapping ranges, or about the same."""
    (low, high), (least, most) = bounds(first), bounds(second)
    room = ABOUT if first.figure.approximate or second.figure.approximate else 0.0
    return low <= most * (1 + room) and least <= high * (1 + room)


def bounds(count: Count) -> tuple[float, float]:
    """The least and the most that a figure can mean."""
    value, low, high = count.size
    if value is not None and (low is None or low == value) and (high is None or high == value):
        return value, value
    return (low if low is not None else float("-inf")), (high if high is not None else float("inf"))


def judge(first: Count, second: Count, all_counts: Sequence[Count]) -> tuple[Clash | None, str]:
    """What a difference is, the earlier told figure first, and why."""
    same = first.root.key == second.root.key
    if same and takes_back(second) and not _between(first, second, all_counts):
        return "revision", f"{second.root.name} takes back {_size(first)} and now gives {_size(second)}"
    if first.clock != second.clock and same:
        return "as_of", f"{_size(first)} and {_size(second)} hold at different times of the day"
    one, two = _as_of_day(first), _as_of_day(second)
    if one and two and one != two:
        return "as_of", f"{_size(first)} as of {one}, {_size(second)} as of {two}"
    if same:
        if first.reading is second.reading or first.root.medium:
            return None, ""
        return "revision", f"{second.root.name} gave {_size(first)} first and later {_size(second)} for the same day"
    when = f" on {one}" if one else ""
    return "real", f"{first.root.name} says {_size(first)}, {second.root.name} {_size(second)}{when}"


def takes_back(count: Count) -> bool:
    """Whether the words around a figure say that its source corrects itself."""
    return bool(_revision_words().search(count.clause))


def spot(count: Count) -> Spot:
    """The place of a figure."""
    return Spot(count.reading.report.id, count.figure.start, count.figure.end, count.figure.text)


def _between(first: Count, second: Count, counts: Sequence[Count]) -> bool:
    """Whether the source gave another figure between the two."""
    return any(
        count.root.key == first.root.key
        and _told(first) < _told(count) < _told(second)
        and count.size not in (first.size, second.size)
        and (_as_of_day(count) == _as_of_day(first) or count.when == "plan")
        for count in counts
    )  # fmt: skip


def _told(count: Count) -> tuple[str, str, int]:
    report = count.reading.report
    return (order_of(report), *count.place)


def _as_of_day(count: Count) -> str | None:
    """The day that a figure holds for; a plan or projection holds for the day it was told."""
    if count.when == "event" and count.role not in {"projection", "target"}:
        return count.day
    if count.role in {"projection", "target"} and count.when != "plan":
        return count.reading.report.date
    return count.day or count.reading.report.date


def _size(count: Count) -> str:
    return " ".join(count.figure.text.split())


def _across(strands: Sequence[Strand], folding: Folding) -> Iterator[Conflict]:
    """Figures of one report and source that differ because they count another thing or a part of it."""
    for one, two in combinations(strands, 2):
        if one.dimension != two.dimension:
            continue
        boundary = one.kind == two.kind and "to come" not in (*one.narrowed, *two.narrowed)
        if not boundary and not _is_wider(one.kind, two.kind):
            continue
        for first in represent(one, folding):
            for second in represent(two, folding):
                if first.place[0] == second.place[0] and first.root.key == second.root.key and not agree(first, second):
                    yield _explain(first, second, one, two, boundary)


def _explain(first: Count, second: Count, one: Strand, two: Strand, boundary: bool) -> Conflict:
    why = f"{_size(first)} counts {one.counted}, {_size(second)} counts {two.counted}"
    return Conflict(None, (spot(first), spot(second)), "boundary" if boundary else "counted", why)


def _is_wider(one: str, two: str) -> bool:
    """Whether one kind holds the other: "dead or missing" holds "missing"."""
    wide, narrow = sorted((one, two), key=len, reverse=True)
    return bool(COMBINED.search(wide)) and (narrow in wide or (narrow == "killed" and "dead" in wide))


def _additions(strands: Sequence[Strand]) -> Iterator[Conflict]:
    """An addition that one report has inside a total and another on top of the same total."""
    for strand in strands:
        added = [(count, total, side) for count in strand.counts if count.role == "increment"
                 for total, side in _totals_beside(count, strand)]  # fmt: skip
        for (one, total, side), (two, other, other_side) in combinations(added, 2):
            if (
                one.place[0] != two.place[0]
                and one.size == two.size
                and total.size == other.size
                and side != other_side
            ):
                why = (f"{strand.counted.capitalize()}: {_size(one)} is {_side(side)} {_size(total)} in one report "
                       f"and {_side(other_side)} {_size(other)} in the other")  # fmt: skip
                yield Conflict(strand.id, (spot(one), spot(two)), "real", why)


def _totals_beside(count: Count, strand: Strand) -> Iterator[tuple[Count, str]]:
    """The totals of the same report near an addition, and whether it is inside or beyond them."""
    text = count.reading.report.text
    for total in strand.counts:
        if (
            total.role != "total"
            or total.place[0] != count.place[0]
            or abs(total.figure.start - count.figure.start) > REACH
        ):
            continue
        start = min(total.figure.start, count.figure.start)
        words = text[max(0, start - 60) : max(total.figure.end, count.figure.end) + 60]
        side = next(
            (row["side"] for row in read_table("beyond_words") if re.search(rf"\b{row['words']}\b", words)), None
        )
        if side:
            yield total, side


def _side(side: str) -> str:
    return "part of" if side == "inside" else "on top of"


@cache
def _revision_words() -> re.Pattern[str]:
    words = sorted(
        (re.escape(row["words"]) for row in read_table("revision_words")), key=lambda word: (-len(word), word)
    )
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)
