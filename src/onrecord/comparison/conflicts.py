"""Figures that differ: truly contradicting, one source's revision, or another time, thing or boundary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations

from onrecord.comparison.counts import Count, is_taking_back
from onrecord.comparison.folding import Folding
from onrecord.comparison.series import Strand
from onrecord.comparison.stamps import order_of
from onrecord.model import Clash, Conflict, Spot
from onrecord.words import read_table

LEVELS = {"total", "projection", "target", "part", "capacity"}
AHEAD = {"projection", "target", "capacity"}
ABOUT = 0.05  # how far an approximate figure may lie from another that it agrees with
REACH = 260  # characters between an addition and the total that it is told beside
AROUND = 60  # characters around the two in which the words stand that join them
HOURS_APART = 3
FACTOR, FACTOR_UNKNOWN = 6.0, 4.0  # times; estimates of one thing by its friends and foes rarely differ by more
COMBINED = re.compile(r"\b(?:or|and)\b")
HOURS = {"MO": 8, "AF": 15, "EV": 19, "NI": 23, "MI": 12}


def find_conflicts(strands: Sequence[Strand], folding: Folding) -> tuple[Conflict, ...]:
    """All pairs of figures that differ, each with its type and a sentence."""
    found = [conflict for strand in strands for conflict in _in_strand(strand, folding)]
    found += _across(strands, folding)
    found += [conflict for strand in strands for conflict in _additions(strand, folding)]
    return tuple(sorted({_order(conflict): conflict for conflict in found}.values(), key=_order))


def _order(conflict: Conflict) -> tuple[int, str, int, str, int]:
    first, second = conflict.between
    rank = ("real", "revision", "as_of", "boundary", "counted").index(conflict.type)
    return rank, first.report, first.start, second.report, second.start


def _in_strand(strand: Strand, folding: Folding) -> Iterator[Conflict]:
    heads = represent(strand, folding)
    revised = dict(_revisions(heads))
    for first, second in combinations(sorted(heads, key=_told), 2):
        if agree(first, second) or (first.role in AHEAD) != (second.role in AHEAD):
            continue
        clash, why = judge(first, second, revised)
        if clash:
            yield Conflict(strand.id, (spot(first), spot(second)), clash, f"{strand.counted.capitalize()}: {why}")


def represent(strand: Strand, folding: Folding) -> tuple[Count, ...]:
    """One count for each source and size: the earliest, in the report that others copy; a newsroom's only if alone."""
    kept: dict[object, Count] = {}
    for count in sorted(strand.counts, key=lambda count: (is_copied(count, folding), _told(count))):
        if count.role in LEVELS or _is_measured(count, strand.dimension):
            kept.setdefault((count.root.key, count.size), count)
    firm = {count.size for count in kept.values() if not _is_weak(count)}
    return tuple(count for count in kept.values() if not (_is_weak(count) and count.size in firm))


def _is_measured(count: Count, dimension: str) -> bool:
    """Whether a share, or a size that is no count, is still what its source holds to be so."""
    fraction = isinstance(count.figure.value, float) and not count.figure.value.is_integer()
    measured = count.figure.role == "other" and count.role == "other" and count.known and not count.denied
    return (measured and fraction) or (dimension == "percent" and count.role == "rate")


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


def judge(first: Count, second: Count, revised: dict[tuple[str, int], tuple[str, int]]) -> tuple[Clash | None, str]:
    """What a difference is, the earlier told figure first, and why."""
    if revised.get(second.place) == first.place:
        return "revision", f"{second.root.name} takes back {_size(first)} and now gives {_size(second)}"
    one, two = _as_of_day(first), _as_of_day(second)
    if one and two and one != two and (first.known or (first.beside and second.beside)):
        return "as_of", f"{_size(first)} as of {one}, {_size(second)} as of {two}"
    if first.when != "event" and _hours_apart(first, second):
        return "as_of", f"{_size(first)} and {_size(second)} hold at different hours of {one or 'the day'}"
    if first.root.key == second.root.key:
        if first.reading is second.reading or first.root.medium:
            return None, ""
        return "as_of", f"{second.root.name} gave {_size(first)} first and later {_size(second)}"
    if _far_apart(first, second):
        return "boundary", f"{_size(first)} and {_size(second)} lie too far apart to count the same"
    when = f" on {one}" if one else ""
    return "real", f"{first.root.name} says {_size(first)}, {second.root.name} {_size(second)}{when}"


def _far_apart(first: Count, second: Count) -> bool:
    """Whether two sizes differ so much that they hardly count the same; less is enough where the thing is not known."""
    least, most = sorted((_middle(first), _middle(second)))
    return least > 0 and most / least > (FACTOR if first.known and second.known else FACTOR_UNKNOWN)


def _middle(count: Count) -> float:
    sizes = [size for size in count.size if size is not None]
    return sum(sizes) / len(sizes)


def spot(count: Count) -> Spot:
    """The place of a figure."""
    return Spot(count.reading.report.id, count.figure.start, count.figure.end, count.figure.text)


def _revisions(counts: Sequence[Count]) -> Iterator[tuple[tuple[str, int], tuple[str, int]]]:
    """Each figure by which a source takes back an earlier one of its own, with the one taken back."""
    for count in counts:
        if not takes_back(count):
            continue
        earlier = [
            other
            for other in counts
            if other.root.key == count.root.key and _told(other) < _told(count) and other.size != count.size
            and other.reading is not count.reading and (other.role in AHEAD) == (count.role in AHEAD)
        ]  # fmt: skip
        best = max(earlier, key=lambda old: _likely(old, count), default=None)
        if best is not None and (_is_named(best, count) or _same_day(best, count) or count.when != "state"):
            yield count.place, best.place


def _likely(old: Count, new: Count) -> tuple[bool, bool, str, float, int]:
    """How likely a figure is the one taken back: named, of the same day, told last, near in size."""
    least, most = sorted((_middle(old), _middle(new)))
    near = least / most if most else 1.0
    return _is_named(old, new), _same_day(old, new), order_of(old.reading.report), near, old.figure.start


def takes_back(count: Count) -> bool:
    """Whether the words around a figure say that its source corrects itself."""
    return is_taking_back(count.clause) or is_taking_back(count.lead)


def _is_named(old: Count, new: Count) -> bool:
    """Whether the sentence of the new figure gives the old one too: "from 389 to 371"."""
    value = old.figure.value
    if value is None:
        return False
    return re.search(rf"(?<![\d.,]){value:,}(?![\d,])|(?<![\d.,]){value}(?![\d,])", new.sentence) is not None


def _same_day(one: Count, two: Count) -> bool:
    return one.day is not None and one.day == two.day


def _is_weak(count: Count) -> bool:
    """Whether a newsroom or a medium stands in for a source."""
    return count.root.key[0] == "outlet" or count.root.medium is not None


def _hours_apart(first: Count, second: Count) -> bool:
    one, two = _hour(first), _hour(second)
    return one is not None and two is not None and abs(one - two) >= HOURS_APART


def _hour(count: Count) -> int | None:
    """The hour of the day that a figure holds for, where its own words or date tell one."""
    date = count.as_of
    if date is None or date.precision not in {"part_of_day", "hour", "minute"}:
        return None
    moment = date.from_ if date.from_ and "T" in date.from_ else date.to if date.to and "T" in date.to else None
    if moment:
        return int(moment[11:13])
    part = re.search(r"T(MO|AF|EV|NI|MI)", date.timex or "")
    return HOURS[part[1]] if part else None


def _told(count: Count) -> tuple[str, str, int]:
    return (order_of(count.reading.report), *count.place)


def _as_of_day(count: Count) -> str | None:
    """The day that a figure holds for; a plan or projection holds for the day it was told."""
    if count.when == "event" and count.role not in AHEAD:
        return count.day
    if count.role in AHEAD and count.when != "plan":
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
                    why = f"{_size(first)} counts {one.counted}, {_size(second)} counts {two.counted}"
                    yield Conflict(None, (spot(first), spot(second)), "boundary" if boundary else "counted", why)


def _is_wider(one: str, two: str) -> bool:
    """Whether one kind holds the other: "dead or missing" holds "missing"."""
    wide, narrow = sorted((one, two), key=len, reverse=True)
    return bool(COMBINED.search(wide)) and (narrow in wide or (narrow == "killed" and "dead" in wide))


def _additions(strand: Strand, folding: Folding) -> Iterator[Conflict]:
    """What an addition told on top of a total comes to, against what others give as the total or the addition."""
    added = [count for count in strand.counts if count.role == "increment" and not is_copied(count, folding)]
    totals = [count for count in represent(strand, folding) if count.role == "total"]
    for count in added:
        base = _base(count, strand.counts)
        if base is None:
            continue
        reached = (base.figure.value or 0) + (count.figure.value or 0)
        for total in totals:
            if _contradicts(total, count, base, reached, added):
                why = (f"{strand.counted.capitalize()}: {_size(base)} and {_size(count)} on top make {reached:,}, "
                       f"where {total.root.name} has {_size(total)} in all")  # fmt: skip
                yield Conflict(strand.id, (spot(total), spot(count)), "real", why)
    for one, two in combinations(sorted(added, key=_told), 2):
        if one.root.key != two.root.key and _same_day(one, two) and not agree(one, two):
            why = f"{strand.counted.capitalize()}: {one.root.name} adds {_size(one)}, {two.root.name} {_size(two)}"
            yield Conflict(strand.id, (spot(one), spot(two)), "real", f"{why} for {one.day}")


def _contradicts(total: Count, added: Count, base: Count, reached: float, additions: Sequence[Count]) -> bool:
    """Whether a total of another source leaves no room for an addition on top of what came before it."""
    value = total.figure.value
    if value is None or total.root.key == added.root.key or total.place[0] == added.place[0] or value == reached:
        return False
    one, two = _as_of_day(total), _as_of_day(added)
    inside = any(other.place[0] == total.place[0] and other.size == added.size for other in additions)
    return (value == base.figure.value and inside) or (one == two and value > (base.figure.value or 0))


def _base(count: Count, counts: Iterable[Count]) -> Count | None:
    """The total of the same report on top of which an addition is told, or None where it is already inside."""
    text = count.reading.report.text
    near = [
        other
        for other in counts
        if other.role in {"total", "part", "other"} and other.place[0] == count.place[0]
        and other.figure.value is not None and abs(other.figure.start - count.figure.start) <= REACH
    ]  # fmt: skip
    base = min(near, key=lambda other: abs(other.figure.start - count.figure.start), default=None)
    if base is None or count.figure.value is None or (base.figure.value or 0) < count.figure.value:
        return None
    first, last = sorted((base.figure, count.figure), key=lambda figure: figure.start)
    words = text[max(0, first.start - AROUND) : last.end + AROUND]
    return None if _inside_words().search(words) else base


@cache
def _inside_words() -> re.Pattern[str]:
    words = [re.escape(row["words"]) for row in read_table("beyond_words") if row["side"] == "inside"]
    return re.compile(rf"\b(?:{'|'.join(words)})\b")
