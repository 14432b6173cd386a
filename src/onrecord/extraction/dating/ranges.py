"""Days with their time of day, ranges, and open stretches."""

from __future__ import annotations

from dataclasses import replace

from onrecord.extraction.dating.lexer import Node
from onrecord.extraction.dating.match import ORDINALS, Match
from onrecord.extraction.dating.meanings import (
    Bound,
    Clock,
    Impossible,
    Meaning,
    Moment,
    Offset,
    Range,
    Reference,
    Repeat,
)
from onrecord.extraction.dating.relative import is_single_day, name_unit

DATED = ("D", "W", "M", "Y", "R", "O", "T", "Z", "present")

SIDES = {
    "previous": "before",
    "since": "since",
    "before": "before",
    "after": "after",
    "starting": "since",
    "beginning": "since",
    "later": "after",
    "earlier": "before",
}


def read_day_clock(match: Match) -> Node | Moment | None:
    """A day with a time or part of the day, in any order: Friday morning, 3 p.m. on 4 May, the evening of 2 June."""
    day, time, part = match.one("D", "W", "R"), match.one("T"), match.one("daypart")
    clock = time.value if time else None
    if isinstance(clock, Moment):
        clock = clock.clock
    if part:
        clock = _fit_part(clock, part.value)
    moment = day.value if day else Moment()
    if (
        clock is None
        or not isinstance(moment, Moment)
        or (moment.clock and (clock.hour is None or moment.clock.hour is not None))
    ):
        return None
    if day and day.kind == "R" and not is_single_day(moment):
        return None
    if moment.clock and moment.clock.part:
        clock = _fit_part(clock, moment.clock.part)
    return replace(moment, clock=clock, part=None)


def _fit_part(clock: Clock | None, part: str) -> Clock:
    if clock is None:
        return Clock(part=part)
    hour = clock.hour
    if not clock.sure and hour is not None and hour < 12 and (part in ("AF", "EV") or (part == "NI" and hour > 5)):
        hour += 12
    return replace(clock, hour=hour, sure=True)


def read_small_hours(match: Match) -> Moment | None:
    """The hours after midnight: the early hours of Thursday."""
    day = match.one("D", "W")
    if match.has("early") and match.one("early").value != "start":  # type: ignore[union-attr]
        return None
    part = match.one("daypart")
    moment = day.value if day else Moment(shift=("day", 0), anchored=True)
    if not isinstance(moment, Moment) or (not day and not part):
        return None
    return replace(moment, clock=Clock(part="EH"))


def read_part_hour(match: Match) -> Moment | None:
    """A part of the day with its hour: the afternoon at seven."""
    part, hour = match.one("daypart"), match.nodes[-1]
    return Moment(clock=_fit_part(Clock(int(hour.value), sure=False), part.value)) if part else None


def read_day_hour(match: Match) -> Moment | None:
    """A day and an hour without more: on Monday at nine."""
    day, hour = match.nodes[0].value, match.nodes[-1]
    if not isinstance(day, Moment) or (day.clock and day.clock.hour is not None):
        return None
    clock = Clock(int(hour.value), sure=False)
    return replace(day, clock=_fit_part(clock, day.clock.part) if day.clock and day.clock.part else clock)


def read_late_part(match: Match) -> Moment:
    """A part of the day that lies ahead or behind: later in the afternoon."""
    part = "sofar" if match.has("earlier") else "rest"
    return Moment(clock=Clock(part=match.nodes[-1].value), part=part)


def read_bare_hours(match: Match) -> Node | None:
    """A day with hours from and to, neither said to be before or after noon: on Tuesday from 7 to 9."""
    day = match.one("D", "W")
    first, last = match.every("n0", "n12", "n24")
    if day is None or not isinstance(day.value, Moment) or (day.value.clock and day.value.clock.hour is not None):
        return None
    if match.has("and") and not match.has("between"):
        return None
    part = day.value.clock.part if day.value.clock else None
    clocks = [Clock(int(node.value), sure=False) for node in (first, last)]
    if clocks[0].hour is not None and clocks[1].hour is not None and clocks[1].hour < clocks[0].hour <= 12:
        clocks[1] = Clock(clocks[1].hour + 12)
    ends = [replace(day.value, clock=_fit_part(clock, part) if part else clock) for clock in clocks]
    parts = tuple(node._replace(value=end) for node, end in zip((first, last), ends, strict=True))
    return Node("Z", match.nodes[0].start, match.nodes[-1].end, Range(*ends), parts)


def read_day_bound(match: Match) -> Node | None:
    """A bound on the clock of one day: Thursday before 5 p.m."""
    day, time = match.nodes[0], match.nodes[-1]
    if not isinstance(day.value, Moment) or day.value.clock or not isinstance(time.value, Clock):
        return None
    side = "after" if match.has("after") else "before"
    inner = Node("D", day.start, time.end, replace(day.value, clock=time.value))
    return Node("B", day.start, time.end, Bound(side, inner.value), (inner,))


def read_repeat_clock(match: Match) -> Repeat | None:
    """Something that comes again at a time of day: every Monday at 4 p.m."""
    repeat, time = match.one("S"), match.one("T")
    if repeat is None or time is None or time.value.hour is None:
        return None
    clock = f"T{time.value.hour:02}:{time.value.minute or 0:02}"
    return Repeat(repeat.value.timex + clock if repeat.value.timex.startswith("X") else repeat.value.timex)


def read_time(match: Match) -> Moment | None:
    """A time of day alone."""
    clock = match.nodes[0].value
    return Moment(clock=clock) if isinstance(clock, Clock) else None


def read_range(match: Match) -> Node | None:
    """From one time to another; a year or month said once serves both."""
    first, last = (node for node in match.nodes if node.kind in DATED)
    one, two = _as_moment(first), _as_moment(last)
    if one is None or two is None:
        return None
    if isinstance(one, Moment) and isinstance(two, Moment):
        if not match.has("from", "between") and not _are_alike(one, two, match):
            return None
        if match.text[last.start].isdigit():  # not "from 2 p.m. till tomorrow 4 p.m."
            one = _share_day(one, two)
        two = _share_day(two, one)
        one = share_year(one, two)
        if two.clock and not is_single_day(two) and is_single_day(one) and not one.clock:
            return None
    parts = (first._replace(value=one), last._replace(value=two))
    return Node("Z", match.nodes[0].start, match.nodes[-1].end, Range(one, two), parts)


def _share_day(one: Moment, other: Moment) -> Moment:
    """A bare time of day with the day that only the other end of its range states."""
    bare = one.clock is not None and not (is_single_day(one) or one.nth or one.within)
    if not bare or not other.clock or not is_single_day(other):
        return one
    return replace(other, clock=one.clock)


def read_day_with_hours(match: Match) -> Node | None:
    """A day with hours from and to: Monday from 10 a.m. to noon."""
    day, hours = match.one("D", "W"), match.one("Z")
    if day is None or hours is None or len(hours.parts) != 2 or not isinstance(day.value, Moment):
        return None
    ends = [part.value for part in hours.parts]
    if not all(isinstance(end, Moment) and end.clock and not is_single_day(end) for end in ends):
        return None
    part = day.value.clock.part if day.value.clock else None
    if day.value.clock and day.value.clock.hour is not None:
        return None
    clocks = [_fit_part(end.clock, part) if part else end.clock for end in ends]
    first, last = (replace(day.value, clock=clock, part=None) for clock in clocks)
    parts = (hours.parts[0]._replace(value=first), hours.parts[1]._replace(value=last))
    return Node("Z", match.nodes[0].start, match.nodes[-1].end, Range(first, last), parts)


def _as_moment(node: Node) -> Meaning | None:
    if node.kind == "present":
        return Moment(shift=("day", 0))
    return node.value if isinstance(node.value, Moment | Offset) else None


def _are_alike(one: Moment, two: Moment, match: Match) -> bool:
    """Whether two times joined by a mere dash or "to" are a range: days with days, months with months."""
    if one.clock and two.clock:
        return bool(one.clock.hour is not None and two.clock.hour is not None)
    spaced = match.has("dash") and not match.is_tight()
    if spaced and not (one.month and two.month):
        return False
    if match.has("dash") and one.month and two.month and not one.day and not one.year:
        return True
    if (one.year and two.shift) or match.has("through", "until"):
        return True
    return name_unit(one) == name_unit(two) and not one.shift and not two.shift


def share_year(one: Moment, two: Moment) -> Moment:
    """The first of a pair with the year (and clock's half) that only the second one states."""
    if one.clock and two.clock and one.clock.hour is not None and not one.clock.sure and two.clock.hour:
        hour = one.clock.hour + (12 if two.clock.hour >= 12 and one.clock.hour + 12 <= two.clock.hour else 0)
        one = replace(one, clock=replace(one.clock, hour=hour))
    if one.year or one.which or not two.year or not (one.month or one.holiday or one.season or one.quarter):
        return one
    later = bool(one.month and two.month and (one.month, one.day or 0) > (two.month, two.day or 0))
    return replace(one, year=two.year - later)


def read_day_range(match: Match) -> Node | None:
    """Days of one month, the month said last: 3 to 5 May, between 3 and 12 September."""
    first, last = match.one("n12", "n24", "n31", *ORDINALS), match.nodes[-1]
    moment = last.value
    if first is None or not isinstance(moment, Moment) or not moment.day or not moment.month or moment.clock:
        return None
    joint = match.one("dash", "to", "and", "until", "through")
    if joint and joint.kind == "and" and not match.has("between"):
        first_only = Node("D", first.start, first.end, replace(moment, day=int(first.value), weekday=None))
        return _pair_days(match, first_only, last) if int(first.value) + 1 == moment.day else None
    number = 2 if first.kind == "second" else int(first.value)
    if number > moment.day and match.has("from", "between") and first.kind in ORDINALS:
        month = moment.month - 1 or 12
        one = Node("D", first.start, first.end, replace(moment, day=number, month=month, weekday=None))
        return _pair_days(match, one, last)
    if number >= moment.day or match.before().kind in ("dash", "money"):
        return None
    one = Node("D", first.start, first.end, replace(moment, day=number, weekday=None))
    return _pair_days(match, one, last)


def _pair_days(match: Match, one: Node, two: Node) -> Node:
    return Node("Z", match.nodes[0].start, match.nodes[-1].end, Range(one.value, two.value), (one, two))


def read_days_after(match: Match) -> Node | None:
    """Days of one month, the month said first: November 18-19, May 3 to 5, 2020."""
    first, year = match.one("D", "W"), match.one("y4")
    last = next((node for node in match.nodes[1:] if node.kind in ("n12", "n24", "n31", *ORDINALS)), None)
    if first is None or last is None or not isinstance(first.value, Moment):
        return None
    moment = first.value
    number = 2 if last.kind == "second" else int(last.value)
    if not moment.day or not moment.month or moment.clock or number > 31:
        return None
    if number <= moment.day:
        if last.kind not in ORDINALS or not match.has("from", "between") or moment.year or year:
            return None
        two = Node("D", last.start, last.end, replace(moment, day=number, month=moment.month % 12 + 1, weekday=None))
        return _pair_days(match, first, two)
    if (
        match.has("and")
        and not match.has("between")
        and (match.after().kind not in ("stop", "comma", "Y", "open") or moment.year)
    ):
        return None
    if match.after().kind in ("units", "percent", "unit", "dash", "slash", "colon", "point"):
        return None
    moment = replace(moment, year=int(year.value)) if year else moment
    two = Node("D", last.start, last.end, replace(moment, day=number))
    return _pair_days(match, first._replace(value=moment), two)


def read_hour_range(match: Match) -> Node | None:
    """Hours said without a.m. before a full time: 5 to 6 p.m., between 3 and 4 p.m."""
    first, last = match.one("n0", "n12", "n24", "decimal"), match.nodes[-1]
    moment = last.value
    if (
        first is None
        or not isinstance(moment, Moment)
        or not moment.clock
        or moment.clock.hour is None
        or not (moment.clock.sure or match.has("from", "between"))
    ):
        return None
    if match.has("and") and not match.has("between"):
        return None
    hour, minute = int(first.value), None
    if first.kind == "decimal":
        pointed = match.written(first).partition(".")[2]
        if len(pointed) != 2 or not match.has("from", "between") or int(pointed) > 59 or hour > 23:
            return None
        minute = int(pointed)
    if moment.clock.hour >= 12 and hour < 12 and hour + 12 <= moment.clock.hour:
        hour += 12
    one = replace(moment, clock=Clock(hour, minute, sure=moment.clock.sure))
    parts = (Node("T", first.start, first.end, one), last)
    return Node("Z", match.nodes[0].start, match.nodes[-1].end, Range(one, moment), parts)


def read_bound(match: Match) -> Node | None:
    """An open stretch: by December, since 2019, before Friday, after 6 p.m., starting Monday."""
    inner, word = match.nodes[-1], match.nodes[0]
    if isinstance(inner.value, Impossible):
        return None
    if not isinstance(inner.value, Moment | Offset | Range):
        return None
    side = SIDES.get(word.kind, "by")
    return Node("B", word.start, inner.end, Bound(side, inner.value), (inner,))


def read_to_today(match: Match) -> Node:
    """Up to the report: to date, till date."""
    inner = Node("D", match.nodes[1].start, match.nodes[1].end, Moment(shift=("day", 0)))
    return Node("B", match.nodes[0].start, inner.end, Bound("by", inner.value), (inner,))


def read_bound_after(match: Match) -> Node | None:
    """An open stretch, said after its date: 2012 or later, Monday onwards."""
    inner = match.nodes[0]
    if not isinstance(inner.value, Moment):
        return None
    return Node("B", inner.start, match.nodes[-1].end, Bound("since", inner.value), (inner,))


def read_reference(match: Match) -> Reference | None:
    """A word for the present, the past or the future."""
    if match.after().kind == "dash" and match.after().start == match.nodes[-1].end:
        return None
    if match.has("soon") and match.after().kind in ("after", "before", "as"):
        return None
    kind = match.nodes[-1].kind
    timex = {
        "present": "PRESENT_REF",
        "current": "PRESENT_REF",
        "recent": "PAST_REF",
        "past": "PAST_REF",
        "moment": "PRESENT_REF",
        "time": "PRESENT_REF",
        "at_present": "PRESENT_REF",
    }
    return Reference(timex.get(kind, "FUTURE_REF"))
