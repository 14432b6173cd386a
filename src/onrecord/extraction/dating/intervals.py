"""Calendar arithmetic on half-open intervals, safe from year 1 to year 9999.

Weeks are those of ISO 8601 (Monday to Monday); `timex` is the value that TIMEX3 (ISO-TimeML) gives a stretch.
What the calendar does not hold (30 February, year 10000) is None, never an error.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

DAY = timedelta(days=1)
CLOCK_UNITS = ("second", "minute", "hour")
FINE = (*CLOCK_UNITS, "part_of_day")
MONTHS_IN = {"month": 1, "quarter": 3, "half_year": 6, "year": 12, "decade": 120, "century": 1200, "millennium": 12000}
DAYS_IN = {"day": 1, "business_day": 1, "weekend": 7, "week": 7, "fortnight": 14}
SECONDS_IN = {"second": 1, "minute": 60, "hour": 3600}
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time from `start` up to but not including `end`; None is an open end."""

    start: datetime | None
    end: datetime | None
    precision: str
    timex: str | None = None

    def holds(self, moment: datetime) -> bool:
        """Whether the moment lies inside."""
        return (self.start is None or self.start <= moment) and (self.end is None or moment < self.end)


def make_day(year: int, month: int = 1, day: int = 1) -> datetime | None:
    """The first moment of a day, or None where the calendar has no such day."""
    try:
        return datetime(year, month, day)
    except (ValueError, OverflowError):
        return None


def add_units(moment: datetime, unit: str, count: float) -> datetime | None:
    """The moment moved by a number of units; a month's missing last days fall back to its last one."""
    try:
        if unit in SECONDS_IN:
            return moment + timedelta(seconds=SECONDS_IN[unit] * count)
        if unit == "business_day":
            return _add_business_days(moment, int(count))
        if unit in DAYS_IN:
            return moment + timedelta(days=DAYS_IN[unit] * count)
        return _add_months(moment, round(MONTHS_IN[unit] * count))
    except (ValueError, OverflowError):
        return None


def _add_months(moment: datetime, count: int) -> datetime:
    months = moment.year * 12 + moment.month - 1 + count
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(year)
    last = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def _add_business_days(moment: datetime, count: int) -> datetime:
    step = DAY if count > 0 else -DAY
    for _ in range(min(abs(count), 10_000)):
        moment += step
        while moment.weekday() > 4:
            moment += step
    return moment


def unit_at(unit: str, moment: datetime) -> Interval | None:
    """The calendar unit that holds the moment: its week, month, quarter, year."""
    start = _floor(unit, moment)
    if start is None:
        return None
    if unit == "weekend":
        week = unit_at("week", moment)
        return week and Interval(start, week.end, "weekend", f"{week.timex}-WE")
    timex = _TIMEX[unit](start) if unit in _TIMEX else None
    return Interval(start, add_units(start, unit, 1), "day" if unit == "business_day" else unit, timex)


def _floor(unit: str, moment: datetime) -> datetime | None:
    if unit in CLOCK_UNITS:
        size = timedelta(seconds=SECONDS_IN[unit])
        midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + (moment - midnight) // size * size
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit in ("day", "business_day"):
        return midnight
    if unit in ("week", "fortnight"):
        return add_units(midnight, "day", -midnight.weekday())
    if unit == "weekend":
        return add_units(midnight, "day", 5 - midnight.weekday())
    if unit in ("month", "quarter", "half_year"):
        months = MONTHS_IN[unit]
        return make_day(moment.year, (moment.month - 1) // months * months + 1)
    years = MONTHS_IN[unit] // 12
    return make_day(moment.year // years * years or 1)


_TIMEX: dict[str, Callable[[datetime], str]] = {
    "second": lambda day: f"{day:%Y-%m-%dT%H:%M:%S}".zfill(19),
    "minute": lambda day: f"{day:%Y-%m-%dT%H:%M}".zfill(16),
    "hour": lambda day: f"{day:%Y-%m-%dT%H}".zfill(13),
    "day": lambda day: day.date().isoformat(),
    "business_day": lambda day: day.date().isoformat(),
    "week": lambda day: "{}-W{:02}".format(*day.isocalendar()),
    "month": lambda day: f"{day.year:04}-{day.month:02}",
    "quarter": lambda day: f"{day.year:04}-Q{(day.month + 2) // 3}",
    "half_year": lambda day: f"{day.year:04}-H{1 + day.month // 7}",
    "year": lambda day: f"{day.year:04}",
    "decade": lambda day: f"{day.year // 10:03}",
    "century": lambda day: f"{day.year // 100:02}",
}


def unit_away(unit: str, moment: datetime, count: int) -> Interval | None:
    """The calendar unit so many units after (or before) the one that holds the moment."""
    start = _floor(unit, moment)
    moved = add_units(start, unit, count) if start else None
    return unit_at(unit, moved) if moved else None


def day_of(year: int, month: int, day: int) -> Interval | None:
    """One day."""
    start = make_day(year, month, day)
    return unit_at("day", start) if start else None


def month_of(year: int, month: int) -> Interval | None:
    """One month."""
    start = make_day(year, month)
    return unit_at("month", start) if start else None


def year_of(year: int) -> Interval | None:
    """One year."""
    start = make_day(year)
    return unit_at("year", start) if start else None


def quarter_of(year: int, quarter: int) -> Interval | None:
    """One quarter of a calendar year."""
    start = make_day(year, quarter * 3 - 2) if 1 <= quarter <= 4 else None
    return unit_at("quarter", start) if start else None


def half_of(year: int, half: int) -> Interval | None:
    """One half of a calendar year."""
    start = make_day(year, half * 6 - 5) if 1 <= half <= 2 else None
    return unit_at("half_year", start) if start else None


def week_of(year: int, number: int) -> Interval | None:
    """One week by its ISO 8601 number."""
    try:
        return unit_at("week", datetime.fromisocalendar(year, number, 1))
    except (ValueError, OverflowError):
        return None


def season_of(year: int, season: str) -> Interval | None:
    """One meteorological season of the northern half of the globe; winter begins in December of its year."""
    start = make_day(year, SEASONS[season])
    return Interval(start, add_units(start, "month", 3), "season", f"{year:04}-{season}") if start else None


def decade_of(year: int) -> Interval | None:
    """The ten years that hold a year (the 1990s)."""
    start = make_day(year // 10 * 10 or 1)
    return unit_at("decade", start) if start else None


def century_of(number: int) -> Interval | None:
    """A century by its ordinal, as people count them (the 20th: 1900 to 2000)."""
    start = make_day((number - 1) * 100 or 1) if number > 0 else None
    return unit_at("century", start) if start else None


def holiday_of(year: int, rule: str) -> Interval | None:
    """The day of a feast in a year by its rule: `12-25`, `easter-2`, `4th thu 11 +1`, `last mon 5`."""
    day = _day_by_rule(year, rule)
    return unit_at("day", day) if day else None


def _day_by_rule(year: int, rule: str) -> datetime | None:
    if rule.startswith("easter"):
        easter = find_easter(year)
        return add_units(easter, "day", int(rule[6:] or 0)) if easter else None
    if rule[0].isdigit() and "-" in rule:
        month, day = rule.split("-")
        return make_day(year, int(month), int(day))
    nth, weekday, month, *offset = rule.split()
    count = -1 if nth == "last" else int(nth[0])
    found = nth_weekday(month_of(year, int(month)), WEEKDAY_NUMBERS[weekday], count)
    return add_units(found.start, "day", int(offset[0]) if offset else 0) if found and found.start else None


WEEKDAY_NUMBERS = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}


def find_easter(year: int) -> datetime | None:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm printed in Nature, 1876)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap, over = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * over + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return make_day(year, month, day + 1)


def nth_weekday(whole: Interval | None, weekday: int, count: int) -> Interval | None:
    """The first, second, … or (with -1) last Monday of a month or year."""
    if not whole or not whole.start or not whole.end:
        return None
    if count > 0:
        first = add_units(whole.start, "day", (weekday - 1 - whole.start.weekday()) % 7)
        found = add_units(first, "week", count - 1) if first else None
    else:
        last = whole.end - DAY
        found = add_units(last, "day", -((last.weekday() - weekday + 1) % 7) + 7 * (count + 1))
    return unit_at("day", found) if found and whole.holds(found) else None


def nth_unit(whole: Interval | None, unit: str, count: int) -> Interval | None:
    """The first, second, … or (with -1) last week, month, day, quarter of something longer.

    A week belongs to the month or year that holds its Thursday, as in ISO 8601.
    """
    if not whole or not whole.start or not whole.end:
        return None
    first = unit_at(unit, whole.start if count > 0 else whole.end - timedelta(microseconds=1))
    if unit == "week" and first and first.start:
        thursday = first.start + 3 * DAY
        outside = not whole.holds(thursday)
        count += outside if count > 0 else -outside
    if not first or not first.start:
        return None
    found = unit_away(unit, first.start, count - 1 if count > 0 else count + 1)
    touches = found and found.start and found.end and found.start < whole.end and whole.start < found.end
    return found if touches else None


def part_of(whole: Interval, part: str) -> Interval:
    """The first, middle or last third of a stretch, by round borders (1st, 11th, 21st of a month)."""
    if whole.start is None or whole.end is None:
        return whole
    if whole.precision in ("year", "decade", "quarter", "century", "half_year", "season"):
        third = _months_between(whole.start, whole.end) / 3
        borders = [add_units(whole.start, "month", int(third * step)) for step in (1, 2)]
    elif whole.precision == "month":
        borders = [whole.start + 10 * DAY, whole.start + 20 * DAY]
    else:
        length = (whole.end - whole.start) / 3
        if whole.precision in ("week", "weekend"):
            length = timedelta(days=round(length / DAY))
        borders = [whole.start + length, whole.end - length]
    cuts = [whole.start, *borders, whole.end]
    place = ("start", "mid", "end").index(part)
    return replace(whole, start=cuts[place], end=cuts[place + 1])


def half_part(whole: Interval, half: int) -> Interval:
    """The first or second half of a stretch (of a month: up to or from the 16th)."""
    if whole.start is None or whole.end is None:
        return whole
    months = _months_between(whole.start, whole.end)
    middle = whole.start + timedelta(days=15) if months < 2 else add_units(whole.start, "month", months // 2)
    return replace(whole, end=middle) if half == 1 else replace(whole, start=middle)


def _months_between(start: datetime, end: datetime) -> int:
    return (end.year - start.year) * 12 + end.month - start.month


NEAR, FAR = timedelta(days=31), timedelta(days=250)


def pick_nearest(candidates: Iterable[Interval | None], moment: datetime, direction: str | None) -> Interval | None:
    """The candidate that fits: the latest begun (past), the first not ended (future), else the nearest.

    A day close by is meant whatever the tense says, when the one that fits the tense is most of a year away.
    """
    found = [one for one in candidates if one and one.start]
    nearest = min(found, key=lambda one: _distance(one, moment), default=None)
    if nearest is not None and nearest.precision == "day" and direction in ("past", "pluperfect", "future"):
        chosen = _pick_by_direction(found, moment, direction)
        far = chosen is None or _distance(chosen, moment) > FAR
        return nearest if far and _distance(nearest, moment) < NEAR else chosen
    return _pick_by_direction(found, moment, direction) if direction else nearest


def _pick_by_direction(found: list[Interval], moment: datetime, direction: str | None) -> Interval | None:
    if direction in ("past", "pluperfect"):
        begun = [one for one in found if one.start and one.start <= moment]
        return begun[-1] if begun else None
    if direction == "future":
        return next((one for one in found if one.end is None or one.end > moment), None)
    return min(found, key=lambda one: _distance(one, moment), default=None)


def _distance(one: Interval, moment: datetime) -> timedelta:
    if one.holds(moment):
        return timedelta(0)
    before = one.end is not None and one.end <= moment
    edge = one.end if before else one.start
    return abs(moment - edge) if edge else timedelta.max
