"""What time words mean before they are placed on the calendar, and how TIMEX3 writes it.

A meaning ("June", "the last week of March", "two days later") is a small frozen value that knows no date.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extraction.dating import intervals

LETTERS = {"second": "S", "minute": "M", "hour": "H", "day": "D", "week": "W", "month": "M", "year": "Y"}
MULTIPLES = {"fortnight": (2, "W"), "decade": (10, "Y"), "century": (100, "Y"), "millennium": (1000, "Y"),
             "quarter": (1, "Q"), "weekend": (1, "WE"), "half_year": (6, "M"), "business_day": (1, "D"),
             "year2": (2, "Y")}  # fmt: skip
VAGUE = {"decade": "PXDE", "century": "PXCE", "millennium": "PXML", "weekend": "PXWE", "quarter": "PXQ"}


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day: an hour with or without minutes, or a part of the day; `zone` is an offset where one is sure."""

    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    part: str | None = None
    zone: str | None = None
    sure: bool = True  # False: neither a.m. nor p.m. is said and both are possible


@dataclass(frozen=True, slots=True)
class Moment:
    """A point or stretch of the calendar as the words give it; what they leave out is None.

    `shift` counts units from the report's date ("last week" is ("week", -1)); `nth` picks a unit or weekday
    inside `within`; `which` is last, this or next; `part` is start, mid, end, sofar or rest; `other` is the
    second reading of an ambiguous one.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    week: int | None = None
    quarter: int | None = None
    half: int | None = None
    season: str | None = None
    decade: int | None = None
    century: int | None = None
    fiscal: bool = False
    holiday: str | None = None
    shift: tuple[str, int] | None = None
    nth: tuple[int, str] | None = None
    which: str | None = None
    within: Moment | Offset | None = None
    part: str | None = None
    clock: Clock | None = None
    anchored: bool = False  # counted from the date that precedes in the text
    holding: Moment | None = None  # "the week of 10 April": the unit of `shift` that holds this day
    year_of: Moment | Offset | None = None  # "the same month last year": the year to set the stretch in
    other: Moment | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """A length of time; a count of None is left open ("several years")."""

    parts: tuple[tuple[float | None, str], ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """A length of time somewhere between two others."""

    least: Amount
    most: Amount


@dataclass(frozen=True, slots=True)
class Offset:
    """An amount before (-1) or after (1) a base; without one it counts from the report, or from what precedes."""

    amount: Amount
    sign: int
    base: Meaning | None = None
    anchored: bool = False


@dataclass(frozen=True, slots=True)
class Ahead:
    """ "In two weeks": so far after the report where the clause speaks of the future, else a length of time."""

    amount: Amount


@dataclass(frozen=True, slots=True)
class Rolling:
    """The amount of time that ends (-1) or begins (1) at the report: "the past 24 hours"."""

    amount: Amount
    sign: int


@dataclass(frozen=True, slots=True)
class Stint:
    """A length of time from a day on."""

    amount: Amount
    start: Moment


@dataclass(frozen=True, slots=True)
class Upto:
    """A length of time that ends with a day or month: the three months to June."""

    amount: Amount
    end: Moment


@dataclass(frozen=True, slots=True)
class Repeat:
    """Something that comes again: its TIMEX3 value."""

    timex: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A word for the present, the past or the future that names no stretch."""

    timex: str


@dataclass(frozen=True, slots=True)
class Range:
    """From one moment to another, the second one included."""

    first: Meaning
    last: Meaning


@dataclass(frozen=True, slots=True)
class Bound:
    """An open stretch: since, by, before or after something."""

    side: str
    of: Meaning


@dataclass(frozen=True, slots=True)
class Impossible:
    """Words that look like a date which the calendar does not have."""


Meaning = (
    Moment | Stint | Upto | Amount | Spread | Offset | Ahead | Rolling | Repeat | Reference | Range | Bound | Impossible
)


def write_amount(amount: Amount) -> str:
    """The TIMEX3 value of a length of time: P4Y, PT30M, PXY, P1Y6M."""
    days, hours = "", ""
    for count, unit in amount.parts:
        factor, letter = MULTIPLES.get(unit, (1, LETTERS.get(unit, "D")))
        if count is None and unit in VAGUE:
            return VAGUE[unit]
        written = "X" if count is None else f"{count * factor:g}" if count * factor < 1e6 else str(int(count * factor))
        if unit in intervals.SECONDS_IN:
            hours += written + letter
        else:
            days += written + letter
    return f"P{days}" + (f"T{hours}" if hours else "")


def write_open(moment: Moment) -> str | None:
    """The TIMEX3 value of a moment that could not be placed, with X for what is unknown."""
    time = ""
    if moment.clock:
        clock = moment.clock
        time = f"T{clock.part}" if clock.hour is None else f"T{clock.hour:02}:{clock.minute or 0:02}"
    year = f"{moment.year:04}" if moment.year else "XXXX"
    if moment.weekday and not moment.day:
        return f"{year}-WXX-{moment.weekday}{time}"
    if moment.month:
        return f"{year}-{moment.month:02}" + (f"-{moment.day:02}" if moment.day else "") + time
    if moment.season:
        return f"{year}-{moment.season}"
    if moment.quarter:
        return f"{year}-Q{moment.quarter}"
    return f"XXXX-XX-XX{time}" if moment.clock else "XXXX-XX-XX"


def name_precision(moment: Moment) -> str:
    """The unit of the smallest thing that the words name."""
    if moment.clock:
        return "part_of_day" if moment.clock.hour is None else "minute" if moment.clock.minute is not None else "hour"
    if moment.nth:
        return "day" if moment.nth[1].startswith("weekday") else moment.nth[1]
    if moment.shift:
        return moment.shift[0]
    if moment.day or moment.weekday or moment.holiday:
        return "day"
    for name in ("week", "month", "season", "quarter", "half", "decade", "century"):
        if getattr(moment, name):
            return "half_year" if name == "half" else name
    return "year"
