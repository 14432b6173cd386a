"""Meanings placed on the calendar by the report's date, the tense of the clause, and the date read before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from onrecord.extraction.dating import intervals
from onrecord.extraction.dating.intervals import Interval, add_units
from onrecord.extraction.dating.meanings import (
    Ahead,
    Amount,
    Bound,
    Clock,
    Meaning,
    Moment,
    Offset,
    Range,
    Reference,
    Repeat,
    Rolling,
    Spread,
    Stint,
    Upto,
    name_precision,
    write_amount,
    write_open,
)

DateType = Literal["date", "time", "duration", "set"]
Basis = Literal["absolute", "relative", "ambiguous", "open"]
COARSER = {"second": "minute", "minute": "hour", "hour": "day", "fortnight": "week", "decade": "year",
           "century": "year", "millennium": "year", "quarter": "month", "half_year": "month",
           "business_day": "day"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Anchors:
    """The dates that stand before in the text: the last one, the last day, the last longer stretch."""

    last: Interval | None = None
    day: Interval | None = None
    stretch: Interval | None = None

    def add(self, placed: Placed, meaning: Meaning) -> Anchors:
        """With a date that has been read; bounds, lengths and repetitions are no dates to count from."""
        interval = placed.interval
        if (
            placed.type in ("duration", "set")
            or isinstance(meaning, Bound)
            or interval is None
            or interval.start is None
        ):
            return self
        if placed.precision in intervals.FINE or placed.precision == "day":
            day = intervals.unit_at("day", interval.start)
            return replace(self, last=day, day=day)
        return replace(self, last=interval, stretch=interval)


@dataclass(frozen=True, slots=True)
class Setting:
    """What places a meaning: the report's moment, the tense of the clause, and the date that stands before it.

    `near` is that date where it stands in the same sentence.
    """

    reference: datetime | None
    direction: str | None = None
    anchors: Anchors = Anchors()
    near: Interval | None = None
    timed: bool = False  # whether the reference states its time of day


@dataclass(frozen=True, slots=True)
class Placed:
    """A meaning on the calendar, or its TIMEX3 value alone where it cannot be placed (`interval` is None)."""

    interval: Interval | None
    type: DateType
    timex: str | None
    basis: Basis
    precision: str
    alternative: Interval | None = None
    ends: tuple[Placed, ...] = ()  # both ends of a range


def resolve(meaning: Meaning, setting: Setting) -> Placed:
    """The meaning on the calendar, as far as the setting places it."""
    if isinstance(meaning, Moment):
        return _place_moment(meaning, setting)
    if isinstance(meaning, Offset):
        return _place_offset(meaning, setting)
    if isinstance(meaning, Range):
        return _place_range(meaning, setting)
    if isinstance(meaning, Bound):
        return _place_bound(meaning, setting)
    if isinstance(meaning, Rolling):
        return _place_rolling(meaning, setting)
    if isinstance(meaning, Ahead):
        ahead = setting.direction == "future" and setting.reference
        return resolve(Offset(meaning.amount, 1) if ahead else meaning.amount, setting)
    if isinstance(meaning, Amount):
        return Placed(None, "duration", write_amount(meaning), "open", meaning.parts[-1][1])
    if isinstance(meaning, Stint):
        return _place_stint(meaning, setting)
    if isinstance(meaning, Upto):
        return _place_upto(meaning, setting)
    if isinstance(meaning, Spread):
        timex = f"{write_amount(meaning.least)}/{write_amount(meaning.most)}"
        return Placed(None, "duration", timex, "open", meaning.most.parts[-1][1])
    if isinstance(meaning, Repeat):
        return Placed(None, "set", meaning.timex, "open", "day")
    named = meaning.timex if isinstance(meaning, Reference) else None
    return Placed(None, "date", named, "open", "day")


# --- moments ---------------------------------------------------------------------------------------------


def _place_moment(moment: Moment, setting: Setting) -> Placed:
    kind: DateType = "time" if moment.clock else "date"
    interval, basis, alternative = _locate(moment, setting)
    if interval is None or interval.start is None:
        return Placed(None, kind, write_open(moment), "open", name_precision(moment))
    if moment.part and interval.precision != "day":
        interval = _cut_part(interval, moment.part, setting)
    if moment.clock:
        interval = _set_clock(interval, moment.clock)
        alternative = alternative and _set_clock(alternative, moment.clock)
    return Placed(interval, kind, interval.timex, basis, interval.precision, alternative)


def _locate(moment: Moment, setting: Setting) -> tuple[Interval | None, Basis, Interval | None]:
    if moment.other:
        first, second = locate_base(replace(moment, other=None), setting), locate_base(moment.other, setting)
        return first or second, "ambiguous" if first and second else _name_basis(moment), second if first else None
    found = locate_base(moment, setting)
    if moment.weekday and moment.which in ("last", "next") and moment.within is None and found and setting.reference:
        nearer = _nearest_weekday(moment, setting.reference)
        if nearer and nearer.start != found.start:
            return found, "ambiguous", nearer
    return found, _name_basis(moment), None


def _name_basis(moment: Moment) -> Basis:
    holder = moment.within
    if isinstance(holder, Moment):
        return _name_basis(holder)
    if isinstance(holder, Offset):
        return "relative"
    return "absolute" if moment.year or moment.century or (moment.decade or 0) > 99 else "relative"


def _nearest_weekday(moment: Moment, reference: datetime) -> Interval | None:
    step = 1 if moment.which in ("next", "coming") else -1
    for days in range(1, 8):
        day = add_units(reference, "day", step * days)
        if day and day.isoweekday() == moment.weekday:
            return intervals.unit_at("day", day)
    return None


def locate_base(moment: Moment, setting: Setting) -> Interval | None:
    """The whole stretch that the moment names, without its part and clock."""
    if moment.within is not None:
        placed = resolve(moment.within, setting)
        return _find_inside(moment, placed.interval) if placed.interval else None
    if moment.century:
        return intervals.century_of(moment.century)
    if moment.decade is not None:
        return _locate_decade(moment.decade, setting)
    if moment.year:
        whole = intervals.year_of(moment.year)
        return _find_inside(moment, whole) if whole else None
    reference = setting.reference
    if moment.anchored:
        anchor = _find_anchor(moment, setting.anchors)
        reference = anchor.start if anchor else reference
    if reference is None:
        return None
    if moment.clock and not _has_day(moment) and not moment.nth:
        return setting.near or intervals.unit_at("day", reference)
    if moment.holding:
        day = resolve(moment.holding, setting).interval
        reference = day.start if day and day.start else reference
    if moment.year_of:
        return _set_in_year(moment, moment.year_of, reference, setting)
    if moment.shift:
        return _shift(moment, reference, setting)
    return _choose(moment, reference, setting.direction)


def _find_anchor(moment: Moment, anchors: Anchors) -> Interval | None:
    """The date that "that day" or "the same period" takes up: a day for days, a stretch for stretches."""
    if moment.shift is None:
        return anchors.stretch
    if moment.shift[0] == "day":
        return anchors.day
    if moment.shift[0] == "quarter":
        return anchors.stretch if anchors.stretch and anchors.stretch.precision in ("quarter", "month") else None
    return anchors.last


def _set_in_year(moment: Moment, year: Moment | Offset, reference: datetime, setting: Setting) -> Interval | None:
    """The same month, or the same stretch as the date that precedes, in another year."""
    whole = resolve(year, setting).interval
    same = setting.anchors.stretch
    unit = moment.shift[0] if moment.shift else same.precision if same else ""
    if not whole or not whole.start or unit not in (*intervals.MONTHS_IN, "week", "day"):
        return whole
    found = intervals.unit_at(unit, reference)
    moved = add_units(found.start, "year", whole.start.year - found.start.year) if found and found.start else None
    return intervals.unit_at(unit, moved) if moved else None


def _shift(moment: Moment, reference: datetime, setting: Setting) -> Interval | None:
    unit, count = moment.shift or ("day", 0)
    if unit == "weekend" and count == 0 and setting.direction == "past" and reference.weekday() < 5:
        count = -1  # "this weekend" told in the past on a Monday
    found = intervals.unit_away(unit, reference, count)
    if moment.fiscal and found:
        return replace(found, timex=f"FY{found.timex}")
    return found and _find_inside(moment, found)


def _locate_decade(decade: int, setting: Setting) -> Interval | None:
    if decade > 99:
        return intervals.decade_of(decade)
    this_year = setting.reference.year if setting.reference else 2000
    full = this_year // 100 * 100 + decade
    return intervals.decade_of(full if full <= this_year else full - 100)


def _find_inside(moment: Moment, whole: Interval) -> Interval | None:
    """What the moment names inside a year, month or week."""
    if whole.start is None:
        return None
    year = whole.start.year
    if moment.nth:
        count, unit = moment.nth
        if unit.startswith("weekday"):
            return intervals.nth_weekday(whole, int(unit[7:]), count)
        if unit.startswith("run:"):
            return _find_run(whole, unit[4:], count)
        return intervals.nth_unit(whole, unit, count)
    if found := _find_in_year(moment, year):
        return found
    if moment.month:
        return intervals.month_of(year, moment.month) if not moment.day else None
    if moment.weekday:
        return intervals.nth_weekday(whole, moment.weekday, 1)
    if moment.day:
        return intervals.day_of(year, whole.start.month, moment.day)
    if moment.fiscal and whole.precision == "year":
        return replace(whole, timex=f"FY{whole.timex}")
    return whole


def _find_run(whole: Interval, unit: str, count: int) -> Interval | None:
    """So many units from the beginning of a stretch, or (counted below zero) up to its end."""
    first = intervals.nth_unit(whole, unit, 1 if count > 0 else -1)
    if not first or not first.start or not first.end:
        return None
    if count > 0:
        return replace(first, end=add_units(first.start, unit, count), timex=None)
    return replace(first, start=add_units(first.end, unit, count), timex=None)


def _find_in_year(moment: Moment, year: int) -> Interval | None:
    if moment.holiday:
        return intervals.holiday_of(year, moment.holiday)
    if moment.season:
        return intervals.season_of(year, moment.season)
    if moment.week:
        return intervals.week_of(year, moment.week)
    if moment.quarter:
        return intervals.quarter_of(year, moment.quarter)
    if moment.half:
        return intervals.half_of(year, moment.half)
    return intervals.day_of(year, moment.month, moment.day) if moment.month and moment.day else None


def _choose(moment: Moment, reference: datetime, direction: str | None) -> Interval | None:
    """The occurrence that fits best of something that comes every year, month or week."""
    midnight = reference.replace(hour=0, minute=0, second=0, microsecond=0)
    if moment.weekday and not moment.day:
        return _choose_weekday(moment, midnight, direction)
    found = [one for one in _list_candidates(moment, midnight) if one is not None]
    if moment.quarter:
        direction = None  # firms report a quarter soon after it, or plan the next
    if moment.week:
        return intervals.week_of(midnight.isocalendar().year, moment.week)
    if moment.which in ("coming", "past"):
        direction = "future" if moment.which == "coming" else "past"
    if moment.which == "this":
        return min((one for one in found if one.start), key=lambda one: _years_off(one, midnight), default=None)
    if moment.which == "last":
        return next((one for one in reversed(found) if one.end and one.end <= midnight), None)
    if moment.which == "next":
        return next((one for one in found if one.start and one.start > midnight), None)
    return intervals.pick_nearest(found, midnight, direction)


def _years_off(one: Interval, reference: datetime) -> tuple[int, int]:
    start = one.start or reference
    return abs(start.year - reference.year), abs(start.month - reference.month)


def _choose_weekday(moment: Moment, midnight: datetime, direction: str | None) -> Interval | None:
    weekday = moment.weekday or 1
    if moment.which in ("past", "coming"):
        return _nearest_weekday(moment, midnight)
    if moment.which:
        count = {"last": -1, "this": 0, "next": 1}[moment.which]
        week = intervals.unit_away("week", midnight, count)
        return intervals.nth_weekday(week, weekday, 1)
    ahead = (weekday - midnight.isoweekday()) % 7
    forward = ahead <= 3 if direction == "weak future" else direction in ("future", "present", "loose future")
    days = ahead if forward else -((7 - ahead) % 7)
    day = add_units(midnight, "day", days)
    return intervals.unit_at("day", day) if day else None


def _list_candidates(moment: Moment, midnight: datetime) -> Iterator[Interval | None]:
    if moment.day and not moment.month:
        for count in range(-7, 8) if moment.weekday else (-1, 0, 1):
            whole = intervals.unit_away("month", midnight, count)
            found = whole and _find_inside(replace(moment, weekday=None), whole)
            if found and found.start and moment.weekday in (None, found.start.isoweekday()):
                yield found
        return
    span = 8 if moment.month == 2 and moment.day == 29 else 1
    for year in range(midnight.year - span, midnight.year + span + 1):
        whole = intervals.year_of(year)
        yield _find_inside(moment, whole) if whole else None


def _cut_part(whole: Interval, part: str, setting: Setting) -> Interval:
    if part in ("half1", "half2"):
        return intervals.half_part(whole, int(part[-1]))
    if part in ("start", "mid", "end"):
        cut = intervals.part_of(whole, part)
        is_month = part == "mid" and whole.precision == "year"
        return replace(cut, timex=f"{whole.timex}-06-XX") if is_month else cut
    if setting.reference is None or not whole.holds(setting.reference):
        return intervals.part_of(whole, "start" if part == "sofar" else "end")
    today = setting.reference.replace(hour=0, minute=0, second=0, microsecond=0)
    if whole.precision == "day":
        return whole
    if part == "sofar":
        return replace(whole, end=today) if whole.start and whole.start < today else whole
    tomorrow = add_units(today, "day", 1)
    return replace(whole, start=tomorrow) if tomorrow and whole.end and tomorrow < whole.end else whole


def _set_clock(day: Interval, clock: Clock) -> Interval:
    if day.start is None:
        return day
    if clock.part and clock.hour is None:
        nights = {"ON": 2}.get(clock.part, 1)
        suffix = {"ON": "NI", "EH": "NI"}.get(clock.part, clock.part)
        return Interval(day.start, add_units(day.start, "day", nights), "part_of_day", f"{day.timex}T{suffix}")
    precision = "hour" if clock.minute is None else "minute" if clock.second is None else "second"
    hours = (clock.hour or 0) + (clock.minute or 0) / 60
    start = add_units(day.start, "minute", round(hours * 60))
    if start is not None and clock.second is not None:
        start = start + timedelta(seconds=clock.second)
    whole = intervals.unit_at(precision, start) if start else None
    if whole is None:
        return day
    return replace(whole, timex=_write_time(whole, clock))


def _write_time(whole: Interval, clock: Clock) -> str:
    timex = whole.timex or ""
    if whole.precision == "hour":
        timex += ":00"
    zone = clock.zone or ""
    return timex + ("Z" if zone == "+00:00" else zone)


# --- counted from something ------------------------------------------------------------------------------


def _place_offset(offset: Offset, setting: Setting) -> Placed:
    unit = offset.amount.parts[-1][1]
    kind: DateType = "time" if unit in intervals.SECONDS_IN else "date"
    if any(count is None for count, _ in offset.amount.parts):
        if offset.anchored:
            return Placed(None, "duration", write_amount(offset.amount), "open", unit)
        side = "PAST_REF" if offset.sign < 0 else "FUTURE_REF"
        return Placed(None, "date", side, "open", unit)
    start, basis = _find_base(offset, setting)
    moved = find_moment(offset, setting)
    if moved is None:
        return Placed(None, kind, write_amount(offset.amount), "open", unit)
    has_clock = start is not None and (start.hour or start.minute or (offset.base is None and setting.timed))
    if unit == "hour" and (offset.amount.parts[-1][0] or 0) % 1:
        unit = "minute"
    if unit in intervals.SECONDS_IN and not has_clock:
        if offset.anchored or offset.base is not None:
            return Placed(None, "duration", write_amount(offset.amount), "open", unit)
        unit = "day"
    if offset.sign > 0 and offset.base is None and not offset.anchored and unit in ("week", "fortnight", "month"):
        unit = "day" if unit != "month" else unit
    whole = intervals.unit_at(COARSER.get(unit, unit) if unit not in intervals.SECONDS_IN else unit, moved)
    if whole is None:
        return Placed(None, kind, None, "open", unit)
    return Placed(whole, "time" if unit in intervals.SECONDS_IN else "date", whole.timex, basis, whole.precision)


def find_moment(offset: Offset, setting: Setting) -> datetime | None:
    """The moment that an offset leads to; None where its base is not known."""
    start, _ = _find_base(offset, setting)
    return _move(start, offset.amount, offset.sign) if start else None


def _find_base(offset: Offset, setting: Setting) -> tuple[datetime | None, Basis]:
    if offset.base is not None:
        base = resolve(offset.base, setting)
        if base.interval is None:
            return None, "open"
        return base.interval.start, base.basis
    if offset.anchored:
        days = offset.amount.parts[-1][1] in ("day", "week", "fortnight", "business_day")
        anchor = setting.anchors.day if days else setting.anchors.last
        return (anchor.start, "relative") if anchor else (None, "open")
    return setting.reference, "relative"


def _move(start: datetime, amount: Amount, sign: int) -> datetime | None:
    moved: datetime | None = start
    for count, unit in amount.parts:
        if moved is not None:
            moved = add_units(moved, unit, sign * (count or 0))
    return moved


def _place_rolling(rolling: Rolling, setting: Setting) -> Placed:
    timex = write_amount(rolling.amount)
    unit = rolling.amount.parts[-1][1]
    reference = setting.reference
    if reference is None or any(count is None for count, _ in rolling.amount.parts):
        return Placed(None, "duration", timex, "open", unit)
    edge = _move(reference, rolling.amount, rolling.sign)
    if edge is None:
        return Placed(None, "duration", timex, "open", unit)
    if unit in ("quarter", "decade"):
        return _place_rolling_units(rolling, unit, reference)
    start, end = min(edge, reference), max(edge, reference)
    last: datetime | None = end
    if not setting.timed:  # whole days, that of the report included
        tomorrow = add_units(reference, "day", 1)
        last = tomorrow if tomorrow is None or end < tomorrow else end
        unit = "day" if unit in intervals.SECONDS_IN else unit
    if last is not None and last <= start:
        return Placed(None, "duration", timex, "open", unit)
    return Placed(Interval(start, last, unit, timex), "duration", timex, "relative", unit)


def _place_stint(stint: Stint, setting: Setting) -> Placed:
    day = resolve(stint.start, setting)
    timex, unit = write_amount(stint.amount), stint.amount.parts[-1][1]
    start = _start_of(day)
    end = _move(start, stint.amount, 1) if start and all(count for count, _ in stint.amount.parts) else None
    if end is None:
        return Placed(None, "duration", timex, "open", unit)
    return Placed(Interval(start, end, unit, timex), "duration", timex, day.basis, unit)


def _place_upto(upto: Upto, setting: Setting) -> Placed:
    last = resolve(upto.end, setting)
    timex, unit = write_amount(upto.amount), upto.amount.parts[-1][1]
    end = last.interval.end if last.interval else None
    start = _move(end, upto.amount, -1) if end and all(count for count, _ in upto.amount.parts) else None
    if start is None:
        return Placed(None, "duration", timex, "open", unit)
    return Placed(Interval(start, end, unit, timex), "duration", timex, last.basis, unit)


def _place_rolling_units(rolling: Rolling, unit: str, reference: datetime) -> Placed:
    """Whole quarters or decades before or after that of the report."""
    count = int(rolling.amount.parts[0][0] or 0)
    first = intervals.unit_away(unit, reference, -count if rolling.sign < 0 else 1)
    last = intervals.unit_away(unit, reference, -1 if rolling.sign < 0 else count)
    timex = write_amount(rolling.amount)
    if not first or not last or count < 1:
        return Placed(None, "duration", timex, "open", unit)
    return Placed(Interval(first.start, last.end, unit, timex), "duration", timex, "relative", unit)


def _place_range(pair: Range, setting: Setting) -> Placed:
    first, last = _place_ends(pair, setting)
    kind: DateType = "time" if last.type == "time" else "date"
    instant = last.precision in intervals.CLOCK_UNITS
    start, end = _start_of(first), last.interval.end if last.interval and not instant else _start_of(last)
    if start is None or end is None or end <= start:
        return Placed(None, kind, None, "open", last.precision, ends=(first, last))
    basis: Basis = "relative" if "relative" in (first.basis, last.basis) else last.basis
    timex = f"{first.timex}/{last.timex}"
    return Placed(Interval(start, end, last.precision, timex), kind, timex, basis, last.precision, ends=(first, last))


def _start_of(placed: Placed) -> datetime | None:
    return placed.interval.start if placed.interval else None


def _place_ends(pair: Range, setting: Setting) -> tuple[Placed, Placed]:
    """Both ends of a range: the second is the first occurrence that fits after the first one.

    A range ahead of yearly dates may be running already: its end lies ahead, its beginning is the last before that.
    """
    last = resolve(pair.last, setting)
    if setting.direction in ("future", "present") and _is_yearly(pair.first) and _is_yearly(pair.last):
        end = _start_of(last)
        return resolve(pair.first, replace(setting, reference=end or setting.reference, direction="past")), last
    first = resolve(pair.first, setting)
    start = _start_of(first)
    if start is None or not isinstance(pair.last, Moment):
        return first, last
    if pair.last.clock and not _has_day(pair.last):
        return first, _place_later_hour(pair.last, start)
    if _recurs(pair.last):
        return first, resolve(pair.last, replace(setting, reference=start, direction="future"))
    return first, last


def _recurs(moment: Moment) -> bool:
    """Whether the words name something that comes every week, month or year, and not one of them."""
    named = moment.month or moment.weekday or moment.day or moment.season or moment.quarter or moment.holiday
    return bool(named) and not (moment.year or moment.which or moment.within or moment.shift)


def _is_yearly(meaning: Meaning) -> bool:
    return isinstance(meaning, Moment) and bool(meaning.month) and _recurs(meaning)


def _has_day(moment: Moment) -> bool:
    return bool(moment.weekday or moment.month or moment.day or moment.holiday or moment.shift or moment.year)


def _place_later_hour(last: Moment, start: datetime) -> Placed:
    placed = _place_moment(last, Setting(start, near=intervals.unit_at("day", start)))
    begin, following = _start_of(placed), add_units(start, "day", 1)
    if begin is None or begin >= start or following is None:
        return placed
    return _place_moment(last, Setting(following, near=intervals.unit_at("day", following)))


def _place_bound(bound: Bound, setting: Setting) -> Placed:
    direction = turn_bound(bound.side, setting.direction)
    if bound.side == "by" and setting.direction == "past" and isinstance(bound.of, Moment) and bound.of.weekday:
        direction = "past"  # "reported 40 cases by Monday"
    inner = resolve(bound.of, replace(setting, direction=direction))
    inner = replace(inner, ends=())
    if inner.interval is None:
        return inner
    whole, precision = inner.interval, inner.precision
    side = bound.side
    if side == "before" and isinstance(bound.of, Moment) and bound.of.part == "end":
        side = "by"
    if side == "since" and setting.direction == "pluperfect":
        return inner  # "had been quiet since 1942": it did not last, so that the end is not open
    if side == "by" and precision in intervals.CLOCK_UNITS:
        side = "before"
    other = inner.alternative and _open_side(inner.alternative, side)
    return replace(inner, interval=_open_side(whole, side), alternative=other)


def turn_bound(side: str, direction: str | None) -> str | None:
    """The direction in time that a bound itself gives: since looks back, by looks ahead."""
    if side == "since" or direction == "pluperfect":
        return "past"
    return "future" if side == "by" else direction


def _open_side(whole: Interval, side: str) -> Interval:
    start, end = {
        "since": (whole.start, None),
        "after": (whole.end, None),
        "by": (None, whole.end),
        "before": (None, whole.start),
    }[side]
    return replace(whole, start=start, end=end)


def parse_reference(reference: str | None) -> datetime | None:
    """The report's day or moment as written ("2024-10-23", "2024-10-23T16:47"); None where there is none."""
    if not reference:
        return None
    try:
        return datetime.fromisoformat(reference).replace(tzinfo=None)
    except ValueError:
        return None
