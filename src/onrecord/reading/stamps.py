"""The dates and times that stand above, below and beside a report: "Update : 3 March 2021, 09:20".

A stamp is a whole line, or a part of one between bars, that holds nothing but labels, dates, times and zones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from onrecord.words import read_table

MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb febr", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sep sept", "october oct", "november nov", "december dec"), start=1)
    for name in names.split()
}  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTH = "(?P<{}>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
DAY = r"(?P<{}>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
YEAR = r"(?P<{}>(?:19|20)\d\d)"
SHORT_YEAR = r"\s(?P<yy>[5-9]\d)(?=\s*[(,.]|\s*\Z)"
SEPARATOR = r"[\s,،./·-]{1,3}"
DATES = (
    re.compile(r"(?P<y>(?:19|20)\d\d)[-/.](?P<m>1[0-2]|0?[1-9])[-/.](?P<d>3[01]|[12]\d|0?[1-9])(?!\d)"),
    re.compile(
        rf"{DAY.format('d')}(?:\s+of\s+|{SEPARATOR}){MONTH.format('mon')}(?:{SEPARATOR}{YEAR.format('y')}\b|{SHORT_YEAR})?",
        re.I,
    ),
    re.compile(rf"{MONTH.format('mon')}[\s.-]{{0,2}}{DAY.format('d')}\b(?:{SEPARATOR}{YEAR.format('y')}\b)?", re.I),
    re.compile(r"(?P<a>\d{1,2})(?P<s>[/.-])(?P<b>\d{1,2})(?P=s)(?P<y>(?:19|20)\d\d|\d\d)(?!\d)"),
)
CLOCK = re.compile(
    r"(?P<h>[01]?\d|2[0-3])(?:[:.h](?P<min>[0-5]\d)(?::[0-5]\d(?:\.\d{1,6})?)?\s?(?P<half>[ap]\.?m\b\.?)?|\s?(?P<half2>[ap]\.?m\b\.?))"
    r"(?:\s?(?:hrs?|hours|uhr)\b)?",
    re.I,
)
MILITARY = re.compile(
    r"(?P<h>[01]\d|2[0-3])(?P<min>[0-5]\d)(?=\s?(?:hrs?|hours|GMT|UTC|local)\b)(?:\s?(?:hrs?|hours)\b)?", re.I
)
WIRE_CLOCK = re.compile(r"(?P<h>[01]\d|2[0-3])(?P<min>[0-5]\d)(?=\s?(?:Z\b|[A-Z]{2,5}\b))")
WORD_START = re.compile(r"(?<![\w.,/:-])(?=[\dA-Z])")
OFFSET = re.compile(r"\(?(?:GMT|UTC)?\s?(?P<sign>[+\u2212-])(?P<oh>1[0-4]|0?\d)(?::?(?P<om>[0-5]\d))?\)?(?![\d-])")
ZONE = re.compile(r"\(?(?P<zone>[A-Z]{1,5})\b\)?")
WEEKDAY = re.compile(r"(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?", re.I)
LABEL = re.compile(
    r"(?P<new>(?:last\s+|first\s+)?(?:updated?|modified|revised|changed|edited|refreshed|amended)(?:\s+(?:at|on|time|date))?\b)"
    r"|(?P<first>(?:first\s+|originally\s+)?(?:published|publication|posted|issued|released?|created|filed|uploaded|printed|publish|issue)"
    r"(?:\s+(?:at|on|time|date))?\b)"
    r"|(?:date|dated|time|at|on|as\s+of|local\s+time|time|o'clock|today|sent|article|story|noon|midnight)\b",
    re.I,
)
FILLER = re.compile(r"[\s,،;:|/()\[\]·•–—-]+")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or a minute of it, as a stamp states it; parts that it leaves out are None."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    minute: str | None = None
    offset: str = ""
    ambiguous: bool = False

    @property
    def iso(self) -> str | None:
        """ISO 8601 to the minute, or to the day where no time is stated; None where the day is not known."""
        if self.ambiguous or None in (self.year, self.month, self.day):
            return None
        return self.iso_day + (f"T{self.minute}{self.offset}" if self.minute else "")

    @property
    def iso_day(self) -> str:
        """The day alone."""
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment and what it is the moment of: "published", "updated", or None where no label says."""

    moment: Moment
    label: str | None


def read_stamps(line: str) -> tuple[Stamp, ...] | None:
    """The stamps of a line that holds nothing else, or None for any other line."""
    if len(line) > 160 or not re.search(r"\d", line):
        return None
    stamps: list[Stamp] = []
    label: str | None = None
    weekday: int | None = None
    moment = Moment()
    place = 0
    while place < len(line):
        found = _match_piece(line, place)
        if found is None:
            return None
        place, piece = found
        if isinstance(piece, str):
            stamps += [Stamp(moment, label)] if _is_stated(moment) else []
            label, moment, weekday = piece, Moment(), None
        elif isinstance(piece, int):
            weekday = piece
        elif piece is not None:
            if moment.day and piece.day:
                stamps.append(Stamp(moment, label))
                moment, weekday = Moment(), None
            moment = _settle(_merge(moment, piece), weekday)
    stamps += [Stamp(moment, label)] if _is_stated(moment) else []
    return tuple(stamps) or None


def _is_stated(moment: Moment) -> bool:
    return moment.day is not None or moment.minute is not None


def _match_piece(line: str, place: int) -> tuple[int, Moment | str | int | None] | None:
    """Where the next piece of a stamp ends, and what it says: part of a moment, a label, a weekday, or nothing."""
    if found := FILLER.match(line, place):
        return _match_offset(line, place) or (found.end(), None)
    for match in (match_day, _match_clock, _match_weekday, _match_label, _match_zone):
        if (piece := match(line, place)) is not None:
            return piece
    return None


def _match_offset(line: str, place: int) -> tuple[int, Moment] | None:
    found = OFFSET.match(line, place)
    if not found or not (line[:place].rstrip()[-1:].isdigit() or "GMT" in found.group() or "UTC" in found.group()):
        return None
    if "GMT" not in found.group() and "UTC" not in found.group() and not found["om"]:
        return None
    sign = "+" if found["sign"] == "+" else "-"
    return found.end(), Moment(offset=f"{sign}{int(found['oh']):02d}:{found['om'] or '00'}")


def match_day(line: str, place: int) -> tuple[int, Moment] | None:
    """Where the day stated at `place` of the line ends, and the day; None where none is stated."""
    for pattern in DATES:
        found = pattern.match(line, place)
        if found and (moment := _read_day(found)):
            # the T of ISO 8601 between day and time
            end = found.end() + (line[found.end() : found.end() + 1] == "T")
            return end, moment
    return None


def _read_day(found: re.Match[str]) -> Moment | None:
    parts = found.groupdict()
    stated = parts.get("y") or parts.get("yy")
    year = int(stated) if stated else None
    if year is not None and year < 100:
        year += 2000 if year < 70 else 1900
    if "a" in parts:
        return _read_numbers(int(parts["a"]), int(parts["b"]), year, dotted=parts["s"] == ".")
    month = MONTHS[parts["mon"].lower()] if "mon" in parts else int(parts["m"])
    return _check(Moment(year, month, int(parts["d"])))


def _read_numbers(first: int, second: int, year: int | None, *, dotted: bool) -> Moment | None:
    """Day and month in figures; only a dot between them says that the day comes first."""
    day_first = _check(Moment(year, second, first))
    month_first = None if dotted else _check(Moment(year, first, second))
    if day_first and month_first and first != second:
        return replace(day_first, ambiguous=True)
    return day_first or month_first


def _check(moment: Moment) -> Moment | None:
    try:
        date(moment.year or 2000, moment.month or 0, moment.day or 0)
    except ValueError:
        return None
    return moment


def _match_clock(line: str, place: int) -> tuple[int, Moment] | None:
    found = MILITARY.match(line, place) or CLOCK.match(line, place)
    if not found:
        return None
    parts = found.groupdict()
    hour, half = int(parts["h"]), (parts.get("half") or parts.get("half2") or "").lower()[:1]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    end, moment = found.end(), Moment(minute=f"{hour:02d}:{parts['min'] or '00'}")
    if (offset := _match_offset(line, end)) is not None:
        return offset[0], replace(moment, offset=offset[1].offset)
    return end, moment


def _match_weekday(line: str, place: int) -> tuple[int, int] | None:
    found = WEEKDAY.match(line, place)
    if not found:
        return None
    start = found["weekday"].lower()[:3]
    return found.end(), next(number for number, name in enumerate(WEEKDAYS) if name.startswith(start))


def _match_label(line: str, place: int) -> tuple[int, str | None] | None:
    found = LABEL.match(line, place)
    if not found:
        return None
    return found.end(), "updated" if found["new"] else "published" if found["first"] else None


def _match_zone(line: str, place: int) -> tuple[int, Moment] | None:
    if offset := _match_offset(line, place):
        return offset
    found = ZONE.match(line, place)
    if not found or found["zone"] not in read_zones():
        return None
    return found.end(), Moment(offset=read_zones()[found["zone"]])


@cache
def read_zones() -> dict[str, str]:
    """The offset of each zone name that has only one; the others are known and give none."""
    return {row["zone"]: row["offset"].replace("several", "") for row in read_table("zones")}


def _merge(moment: Moment, piece: Moment) -> Moment:
    if piece.day is not None:
        return replace(piece, minute=moment.minute, offset=moment.offset)
    return replace(moment, minute=piece.minute or moment.minute, offset=piece.offset or moment.offset)


def _settle(moment: Moment, weekday: int | None) -> Moment:
    """The moment with day and month in the order that its weekday proves, where it could be either."""
    if not moment.ambiguous or weekday is None or not moment.year or not moment.month or not moment.day:
        return moment
    fits = [
        (month, day)
        for month, day in ((moment.month, moment.day), (moment.day, moment.month))
        if date(moment.year, month, day).weekday() == weekday
    ]
    return replace(moment, month=fits[0][0], day=fits[0][1], ambiguous=False) if len(fits) == 1 else moment


def settle_stamps(stamps: tuple[Stamp, ...], known: tuple[Moment, ...] = ()) -> tuple[str | None, str | None]:
    """When a report was published and updated: labels first, then order; parts left out come from the other stamps."""
    days = [moment for moment in (*known, *(stamp.moment for stamp in stamps)) if moment.day and not moment.ambiguous]
    published = updated = None
    for label, moment in _fill(_join_halves(stamps), days):
        if label == "updated" or (label is None and published and not updated):
            updated = updated or moment
        else:
            published = published or moment
    return published, updated


def _join_halves(stamps: tuple[Stamp, ...]) -> list[Stamp]:
    """The stamps, with a day and the time of day that stands in a line of its own joined to one."""
    joined: list[Stamp] = []
    for stamp in stamps:
        moment, last = stamp.moment, joined[-1].moment if joined else None
        if last and stamp.label is None and moment.day is None and last.day and not last.minute:
            joined[-1] = replace(joined[-1], moment=replace(last, minute=moment.minute, offset=moment.offset))
        else:
            joined.append(stamp)
    return joined


def _fill(stamps: list[Stamp], days: list[Moment]) -> Iterator[tuple[str | None, str]]:
    latest: Moment | None = None
    for stamp in stamps:
        moment = stamp.moment
        if moment.ambiguous:
            moment = _choose(moment, days)
        if moment.day is None and latest is not None:
            moment = replace(latest, minute=moment.minute, offset=moment.offset or latest.offset)
        if moment.year is None:
            moment = add_year(moment, days)
        if moment.iso:
            latest = moment
            yield stamp.label, moment.iso


def _choose(moment: Moment, days: list[Moment]) -> Moment:
    """An ambiguous day as the one of its two readings that another date of the head also names, if one does."""
    for known in days:
        for month, day in ((moment.month, moment.day), (moment.day, moment.month)):
            if (known.month, known.day) == (month, day) and known.year in (None, moment.year):
                return replace(moment, month=month, day=day, ambiguous=False)
    return moment


def add_year(moment: Moment, days: list[Moment]) -> Moment:
    """The moment in the year that brings it nearest to another date of the head; as it is where none has a year."""
    known = next((other for other in days if other.year and other.month and other.day), None)
    if known is None or not known.year or not moment.month or not moment.day:
        return moment
    near = date(known.year, known.month or 1, known.day or 1)
    years = [year for year in (known.year - 1, known.year, known.year + 1) if _check(replace(moment, year=year))]
    best = min(years, key=lambda year: abs((date(year, moment.month or 1, moment.day or 1) - near).days), default=None)
    return replace(moment, year=best)


def find_stray_stamp(head: str) -> Stamp | None:
    """The first day with its year that a head states among other words, with the time and the zone right after it."""
    for start in WORD_START.finditer(head):
        found = match_day(head, start.start())
        if found is None or not found[1].year or found[1].ambiguous:
            continue
        end, moment = found
        gap = FILLER.match(head, end)
        place = gap.end() if gap else end
        clock = WIRE_CLOCK.match(head, place)
        told = (clock.end(), Moment(minute=f"{clock['h']}:{clock['min']}")) if clock else _match_clock(head, place)
        if told:
            moment = replace(moment, minute=told[1].minute, offset=told[1].offset or _zone_after(head, told[0]))
        return Stamp(moment, None)
    return None


def _zone_after(line: str, place: int) -> str:
    zone = _match_zone(line, place + (line[place : place + 1] == " "))
    return zone[1].offset if zone else ""


def find_day(text: str) -> Moment | None:
    """The day that the text states from its beginning, as a dateline does ("Oct 23, 2024"), or None."""
    found = match_day(text, 0)
    return found[1] if found else None
