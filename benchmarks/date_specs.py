"""Predictions for the date and time sentences of Recognizers-Text in the shape of its gold values.

Those values differ from ours in form: a range ends where its last part begins, morning is 8 to 12, a few is three.
The differences are mended here and not in the reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from onrecord.extraction.dates import Expression, read_text
from onrecord.extraction.dating.intervals import Interval
from onrecord.extraction.dating.meanings import Amount, Bound, Moment, Offset, Range, Repeat, Rolling

PARTS = {"TMO": (8, 12), "TAF": (12, 16), "TEV": (16, 20), "TNI": (20, 24), "TMI": (11, 13), "TDT": (8, 18)}
SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "fortnight": 1209600,
           "month": 2592000, "year": 31536000, "decade": 315360000, "business_day": 86400, "quarter": 7776000,
           "weekend": 172800, "century": 3153600000}  # fmt: skip
VAGUE_COUNT = 3
FINE = ("second", "minute", "hour")


def predict(records: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each sentence its time expressions with values as the specifications write them."""
    for record in records:
        found = read_text(record["text"], record["reference"], "american")
        yield {"id": record["id"], "results": [write_result(one) for one in found]}


def write_result(one: Expression) -> dict[str, Any]:
    """The place of an expression and its value."""
    return {"start": one.start, "end": one.end, "timex": one.placed.timex, "value": write_value(one)}


def write_value(one: Expression) -> str | None:
    """The value of an expression: seconds of a duration, a day, or the two ends of a stretch."""
    meaning = one.meaning
    if isinstance(meaning, Amount):
        return f"{sum(_count_seconds(count, unit) for count, unit in meaning.parts):g}"
    if isinstance(meaning, Repeat) or (one.placed.timex is None and one.placed.interval is None):
        return "not resolved"
    if isinstance(meaning, Range):
        return "/".join(write_start(part) for part in one.parts)
    if isinstance(meaning, Bound):
        return _write_bound(one, meaning.side)
    if one.placed.timex == "PRESENT_REF":
        return None
    return _write_single(one)


def _count_seconds(count: float | None, unit: str) -> float:
    return (VAGUE_COUNT if count is None else count) * SECONDS.get(unit, 0)


def _write_single(one: Expression) -> str:
    moment = one.meaning if isinstance(one.meaning, Moment) else None
    if moment and (moment.season or moment.fiscal):
        return "not resolved"
    interval = _widen(one)
    if interval is None or interval.start is None or interval.end is None:
        return "not resolved"
    if isinstance(one.meaning, Rolling):
        return _write_rolling(interval, one.meaning)
    if one.placed.precision in (*FINE, "day"):
        return write_start(one)
    bare = moment is not None and moment.clock is not None and not _has_day(moment)
    return f"{_write(interval.start, one, bare)}/{_write(interval.end, one, bare)}"


def _has_day(moment: Moment) -> bool:
    return bool(moment.weekday or moment.month or moment.day or moment.holiday or moment.shift or moment.nth)


def _write_rolling(interval: Interval, rolling: Rolling) -> str:
    start, end = interval.start, interval.end
    if start is None or end is None:
        return "not resolved"
    if interval.precision not in FINE:
        step = timedelta(days=1)
        end = end - step if rolling.sign < 0 else end + step
        start = start + step if rolling.sign > 0 else start
        return f"{start:%Y-%m-%d}/{end:%Y-%m-%d}"
    return f"{start:%Y-%m-%d %H:%M:%S}/{end:%Y-%m-%d %H:%M:%S}"


def _widen(one: Expression) -> Interval | None:
    """The interval with the parts of the day as the specifications cut it."""
    interval, suffix = one.placed.interval, (one.placed.timex or "")[-3:]
    if interval is None or one.placed.precision != "part_of_day" or suffix not in PARTS or interval.start is None:
        return interval
    midnight = interval.start.replace(hour=0)
    first, last = PARTS[suffix]
    end = midnight + timedelta(hours=last) - timedelta(seconds=last == 24)
    return Interval(midnight + timedelta(hours=first), end, "part_of_day")


def write_start(one: Expression) -> str:
    """Where an expression begins, as a day, a moment or a time of day."""
    interval = _widen(one)
    if interval is None or interval.start is None:
        return ""
    moment = one.meaning if isinstance(one.meaning, Moment) else None
    bare = moment is not None and moment.clock is not None and not _has_day(moment)
    return _write(interval.start, one, bare)


def _write(moment: datetime, one: Expression, bare: bool) -> str:
    clocked = one.placed.precision in (*FINE, "part_of_day")
    if isinstance(one.meaning, Offset):
        clocked = one.meaning.amount.parts[-1][1] in FINE
    return f"{moment:%H:%M:%S}" if bare else f"{moment:%Y-%m-%d %H:%M:%S}" if clocked else f"{moment:%Y-%m-%d}"


def _write_bound(one: Expression, side: str) -> str:
    inner = one.parts[0]
    if isinstance(inner.meaning, Range):
        return "/".join(write_start(part) for part in inner.parts)
    clocked = inner.placed.precision in FINE
    interval = inner.placed.interval
    if interval is None or interval.start is None or interval.end is None:
        return "not resolved"
    edge = write_start(inner)
    if not clocked and side in ("after", "by"):
        edge = f"{interval.end:%Y-%m-%d}"
        if inner.placed.precision == "day":
            edge = f"{interval.start:%Y-%m-%d}"
    return f"{edge}/" if side in ("since", "after") else f"/{edge}"
