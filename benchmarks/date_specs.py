"""Predictions for the date and time sentences of Recognizers-Text in the shape of its gold values.

Those values differ from ours in form: a range ends where its last part begins, morning is 8 to 12, a few is three, the
end of a month is its second half, what lies ahead of an assistant's sentence is the future. The differences are mended
here and not in the reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from onrecord.extraction.dates import Expression, read_text
from onrecord.extraction.dating.meanings import (
    Ahead,
    Amount,
    Bound,
    Moment,
    Offset,
    Range,
    Repeat,
    Rolling,
    Spread,
    Stint,
)
from onrecord.extraction.dating.placing import Setting, find_moment, parse_reference

HALVES = {"start": 0, "sofar": 0, "end": 1, "rest": 1}
PARTS = {"TMO": (8, 12), "TAF": (12, 16), "TEV": (16, 20), "TNI": (20, 24), "TMI": (11, 13), "TDT": (8, 18)}
SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "fortnight": 1209600,
           "month": 2592000, "year": 31536000, "decade": 315360000, "business_day": 86400, "quarter": 7776000,
           "weekend": 172800, "century": 3153600000}  # fmt: skip
VAGUE_COUNT = 3
FINE = ("second", "minute", "hour")
DAY = timedelta(days=1)


def predict(records: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each sentence its time expressions with values as the specifications write them."""
    for record in records:
        found = read_text(record["text"], record["reference"], "american")
        reference = parse_reference(record["reference"])
        results = [write_result(part, reference) for one in found for part in split_list(one, record["text"])]
        yield {"id": record["id"], "results": results}


def split_list(one: Expression, text: str) -> tuple[Expression, ...]:
    """Two days joined by "and" are two expressions there."""
    listed = isinstance(one.meaning, Range) and " and " in text[one.start : one.end]
    return one.parts if listed and not text[one.start : one.end].lower().startswith("between") else (one,)


def write_result(one: Expression, reference: datetime | None) -> dict[str, Any]:
    """The place of an expression and its value."""
    value = write_value(one, reference) if reference else None
    return {"start": one.start, "end": one.end, "timex": one.placed.timex, "value": value}


def write_value(one: Expression, reference: datetime) -> str:
    """The value of an expression: seconds of a duration, a day, or the two ends of a stretch."""
    meaning = one.meaning
    if one.placed.timex == "PRESENT_REF":
        return f"{reference:%Y-%m-%d %H:%M:%S}"
    if isinstance(meaning, Ahead):
        meaning = Offset(meaning.amount, 1)
    if isinstance(meaning, Offset):
        return write_offset(meaning, reference)
    if isinstance(meaning, Amount):
        return str(round(sum(_count_seconds(count, unit) for count, unit in meaning.parts)))
    if isinstance(meaning, Spread):
        return write_value(one.parts[-1], reference)
    if isinstance(meaning, Stint):
        interval = one.placed.interval
        both = interval and interval.start and interval.end
        return f"{interval.start:%Y-%m-%d}/{interval.end:%Y-%m-%d}" if interval and both else "not resolved"
    if isinstance(meaning, Range):
        return write_range(one, reference)
    if isinstance(meaning, Bound):
        return write_bound(one, meaning.side, reference)
    if isinstance(meaning, Rolling):
        return write_rolling(one, meaning, reference)
    return "not resolved" if isinstance(meaning, Repeat) else write_moment(one)


def _count_seconds(count: float | None, unit: str) -> float:
    return (VAGUE_COUNT if count is None else count) * SECONDS.get(unit, 0)


def write_offset(offset: Offset, reference: datetime) -> str:
    """A day or moment so far from the reference or from another date."""
    parts = tuple((VAGUE_COUNT if count is None else count, unit) for count, unit in offset.amount.parts)
    counted = replace(offset, amount=Amount(parts), anchored=False)
    moment = find_moment(counted, Setting(reference, "future", timed=True))
    if moment is None:
        return "not resolved"
    clocked = any(unit in FINE for _, unit in parts)
    return f"{moment:%Y-%m-%d %H:%M:%S}" if clocked else f"{moment:%Y-%m-%d}"


def write_moment(one: Expression) -> str:
    """A day, a time, or the two ends of a longer stretch."""
    moment = one.meaning
    if not isinstance(moment, Moment) or moment.season or moment.fiscal:
        return "not resolved"
    start, end = cut_interval(one)
    if start is None or end is None:
        return "not resolved"
    if one.placed.precision == "day" and moment.part in ("end", "mid"):
        return _write_day_part(start, moment.part)
    run = bool(moment.nth and moment.nth[1].startswith("run"))
    if one.placed.precision in (*FINE, "day") and not run:
        return _write(start, one)
    return f"{_write(start, one)}/{_write(end, one)}"


def _write_day_part(day: datetime, part: str) -> str:
    if part == "end":
        return f"{day:%Y-%m-%d} 23:59:59"
    return f"{day:%Y-%m-%d} 10:00:00/{day:%Y-%m-%d} 14:00:00"


def cut_interval(one: Expression) -> tuple[datetime | None, datetime | None]:
    """The interval with the parts of days, months and years as the specifications cut them."""
    interval, moment = one.placed.interval, one.meaning
    if interval is None or interval.start is None:
        return None, None
    start, end = interval.start, interval.end
    suffix = (one.placed.timex or "")[-3:]
    if one.placed.precision == "part_of_day" and suffix in PARTS:
        first, last = PARTS[suffix]
        if isinstance(moment, Moment) and moment.part in HALVES:
            middle = (first + last) // 2
            first, last = (first, middle) if HALVES[moment.part] == 0 else (middle, last)
        return start + timedelta(hours=first), start + timedelta(hours=last) - timedelta(seconds=last == 24)
    if isinstance(moment, Moment) and moment.part in ("start", "end", "mid") and end and not moment.year:
        return _cut_part(start, end, moment.part, one.placed.precision)
    return start, end


def _cut_part(start: datetime, end: datetime, part: str, precision: str) -> tuple[datetime, datetime]:
    """Halves for early and late, the 10th to the 21st for the middle of a month."""
    if precision == "month":
        first = start.replace(day=1)
        return {
            "start": (first, first.replace(day=16)),
            "end": (first.replace(day=16), end),
            "mid": (first.replace(day=10), first.replace(day=21)),
        }[part]
    if precision == "year" and part != "mid":
        middle = start.replace(month=7, day=1)
        return (start, middle) if part == "start" else (middle, end)
    return start, end


def is_bare(one: Expression) -> bool:
    """Whether the expression is a time of day without any day."""
    moment = one.meaning
    if not isinstance(moment, Moment) or moment.clock is None:
        return False
    return not (moment.weekday or moment.month or moment.day or moment.holiday or moment.shift or moment.nth)


def _write(moment: datetime, one: Expression, dated: bool = False) -> str:
    clocked = one.placed.precision in (*FINE, "part_of_day")
    if is_bare(one) and not dated:
        return f"{moment:%H:%M:%S}"
    return f"{moment:%Y-%m-%d %H:%M:%S}" if clocked else f"{moment:%Y-%m-%d}"


def write_range(one: Expression, reference: datetime) -> str:
    """Where the first end begins and where the last one begins (or ends, where it is "the end of" something)."""
    dated = not all(is_bare(end) for end in one.parts)
    edges = []
    for end in one.parts:
        if isinstance(end.meaning, Offset):
            edges.append(write_offset(end.meaning, reference))
            continue
        start, _ = cut_interval(end)
        is_end = isinstance(end.meaning, Moment) and end.meaning.part == "end"
        whole = end.placed.interval
        edge = whole.end if is_end and whole else start
        if edge is None:
            return "not resolved"
        edges.append(_write(edge, end, dated))
    return "/".join(edges)


def write_bound(one: Expression, side: str, reference: datetime) -> str:
    """An open stretch."""
    inner = one.parts[0]
    if isinstance(inner.meaning, Range):
        return write_range(inner, reference)
    if isinstance(inner.meaning, Offset):
        edge = write_offset(inner.meaning, reference)
        return f"{edge}/" if side in ("since", "after") else f"/{edge}"
    start, end = cut_interval(inner)
    if start is None or end is None:
        return "not resolved"
    late = side in ("after", "by") and inner.placed.precision not in (*FINE, "day")
    if side == "before" and isinstance(inner.meaning, Moment) and inner.meaning.part == "end":
        late = True
    edge = _write(end if late else start, inner)
    return f"{edge}/" if side in ("since", "after") else f"/{edge}"


def write_rolling(one: Expression, rolling: Rolling, reference: datetime) -> str:
    """The time up to the reference, or from the day after it."""
    interval = one.placed.interval
    parts = tuple((VAGUE_COUNT if count is None else count, unit) for count, unit in rolling.amount.parts)
    if interval is not None and interval.start and interval.end and parts[0][1] in ("quarter", "decade"):
        return f"{interval.start:%Y-%m-%d}/{interval.end:%Y-%m-%d}"
    clocked = any(unit in FINE for _, unit in parts)
    begin = reference if clocked or rolling.sign < 0 else reference + DAY
    edge = find_moment(Offset(Amount(parts), rolling.sign), Setting(begin, timed=True))
    if edge is None:
        return "not resolved"
    form = "%Y-%m-%d %H:%M:%S" if clocked else "%Y-%m-%d"
    first, last = sorted((edge, begin))
    return f"{first.strftime(form)}/{last.strftime(form)}"
