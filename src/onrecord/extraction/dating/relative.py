"""Times counted from the report or from what precedes, and parts of longer ones."""

from __future__ import annotations

import re
from dataclasses import replace

from onrecord.extraction.dating import intervals
from onrecord.extraction.dating.amounts import SIGN_OF
from onrecord.extraction.dating.lexer import Node
from onrecord.extraction.dating.match import Match
from onrecord.extraction.dating.meanings import (
    Ahead,
    Amount,
    Clock,
    Moment,
    Offset,
    Range,
    Spread,
    Stint,
    Upto,
)
from onrecord.extraction.dating.tense import load_words_of


def read_relday(match: Match) -> Moment:
    """Today, yesterday, tomorrow."""
    return Moment(shift=("day", match.nodes[0].value))


def read_night(match: Match) -> Moment:
    """Tonight, overnight, overnight on Tuesday: a night that begins on its day."""
    day = match.one("W", "D")
    if day and isinstance(day.value, Moment):
        return replace(day.value, clock=Clock(part="NI"))
    part = "ON" if match.has("overnight") else "NI"
    return Moment(shift=("day", match.nodes[0].value), clock=Clock(part=part))


def read_night_pair(match: Match) -> Range:
    """Overnight from one day to the next."""
    first, last = match.every("W")
    return Range(replace(first.value, clock=Clock(part="NI")), replace(last.value, clock=Clock(part="EH")))


def read_day_beside(match: Match) -> Moment | None:
    """The day before yesterday, the day after tomorrow."""
    unit, day = match.one("unit"), match.one("relday")
    if not unit or unit.value != "day" or not day:
        return None
    return Moment(shift=("day", int(day.value) + (1 if match.has("after") else -1)))


def read_unit_beside(match: Match) -> Moment | None:
    """The day before, the year previous: counted from the date that precedes."""
    unit = match.one("unit")
    if not unit or unit.value in intervals.SECONDS_IN:
        return None
    return Moment(shift=(unit.value, 1 if match.has("after") else -1), anchored=True)


def read_daypart(match: Match) -> Moment | None:
    """This morning, last night, the next evening."""
    side, part = match.nodes[-2], match.nodes[-1]
    anchored = side.kind in ("following", "previous", "that", "same") or (side.kind == "next" and match.has("the"))
    days = SIGN_OF[side.kind]
    if side.kind in ("last", "past") and part.value != "NI":
        days = -1
    return Moment(shift=("day", days), clock=Clock(part=part.value), anchored=anchored)


def is_title(match: Match) -> bool:
    """Whether the words stand alone between quotation marks, as the name of a programme does ("This Week")."""
    start, end = match.nodes[0].start, match.nodes[-1].end
    opened = match.text[start - 1 : start] in QUOTES if start else False
    return opened and match.text[start].isupper() and any(sign in QUOTES for sign in match.text[end : end + 2])


def read_shifted_alone(match: Match) -> Moment | None:
    """Last week, the same month, where nothing that follows gives them another sense."""
    return read_shifted(match, settled=True)


def read_shifted(match: Match, settled: bool = False) -> Moment | None:
    """Last week, this year, next month, the previous quarter, that day."""
    side, unit = match.nodes[-2], match.nodes[-1]
    if is_title(match):
        return None
    if not settled and side.kind == "last" and match.after().kind == "of":
        return None
    if not settled and side.kind == "same" and match.after().kind in ("P", "last", "of", "previous", "W", "M", "D"):
        return None
    if unit.value in intervals.SECONDS_IN or unit.value == "year2":
        return None
    if side.kind in ("current", "same", "past") and unit.value == "day":
        return None if side.kind != "same" else Moment(shift=("day", 0), anchored=True)
    anchored = side.kind in ("previous", "following", "that", "same") or (
        side.kind == "next" and match.has("the") and unit.value == "day"
    )
    return Moment(shift=(unit.value, SIGN_OF[side.kind]), anchored=anchored)


def read_which(match: Match) -> Moment | None:
    """Last June, next Monday, this summer, this past Friday."""
    named = match.nodes[-1]
    sides = [node.kind for node in match.nodes[:-1] if node.kind in SIGN_OF]
    if sides and sides[-1] == "last" and match.after().kind == "of":
        return None  # "the last Friday of the month"
    moment = Moment(season=named.value) if named.kind == "season" else named.value
    if not isinstance(moment, Moment) or not sides:
        return None
    if moment.shift or moment.clock or moment.which or moment.within:
        return None
    if moment.year or (moment.day and sides[-1] not in ("this", "next", "last")):
        return moment
    if sides[-1] in ("coming", "past"):
        return replace(moment, which=sides[-1])
    which = {-1: "last", 0: "this", 1: "next"}[SIGN_OF[sides[-1]]]
    return replace(moment, which=which)


def read_bare_season(match: Match) -> Moment | None:
    """A season alone, where the words beside it make it one."""
    season = match.nodes[0]
    led = match.before().kind in ("in", "early", "since", "until", "by", "during")
    the = match.before().kind == "the" and match.before(2).kind in (
        "in",
        "of",
        "during",
        "by",
        "since",
        "until",
        "over",
        "for",
        "early",
    )
    if led or the:
        return Moment(season=season.value)
    word = match.written(season).lower()
    return (
        Moment(season=season.value) if word in ("summer", "winter", "autumn") and match.before().kind == "the" else None
    )


def read_offset(match: Match) -> Node | Offset | None:
    """Two days ago, three weeks later, a year earlier, 3 minutes from now."""
    amount = match.nodes[0].value
    word = match.nodes[-1].kind
    if isinstance(amount, Spread) and word == "ago":
        return _spread_ago(match, amount)
    if not isinstance(amount, Amount) or (word in ("later", "earlier") and match.after().kind == "than"):
        return None
    if word in ("ago", "present"):
        return Offset(amount, -1 if word == "ago" else 1)
    return Offset(amount, 1 if word == "later" else -1, anchored=True)


def _spread_ago(match: Match, amount: Spread) -> Node:
    """Two or three years ago: from the earlier of the two up to the later."""
    first, last = match.nodes[0].parts
    early, late = Offset(amount.most, -1), Offset(amount.least, -1)
    parts = (last._replace(value=early), first._replace(value=late))
    return Node("Z", match.nodes[0].start, match.nodes[-1].end, Range(early, late), parts)


def read_offset_from(match: Match) -> Offset | None:
    """Two days after Monday, a week before Christmas."""
    amount, base = match.one("P"), match.nodes[-1]
    if amount is None and (unit := match.one("unit")) and isinstance(base.value, Moment):
        fine = unit.value in intervals.SECONDS_IN or (
            not base.value.day and not base.value.holiday and not base.value.weekday
        )
        return None if fine else Offset(Amount(((1, unit.value),)), -1 if match.has("before") else 1, base.value)
    if amount is None or not isinstance(amount.value, Amount) or not isinstance(base.value, Moment):
        return None
    return Offset(amount.value, -1 if match.has("before") else 1, base.value)


def read_stint(match: Match) -> Stint | None:
    """A length of time from a day on: for three weeks from Monday, a week starting tomorrow."""
    amount, day = match.one("P"), match.nodes[-1]
    if amount is None or not isinstance(amount.value, Amount) or not isinstance(day.value, Moment):
        return None
    if day.value.clock:
        return None
    return Stint(amount.value, day.value)


def read_time_ahead(match: Match) -> Offset | None:
    """In three weeks' time."""
    amount = match.nodes[0].value
    return Offset(amount, 1) if isinstance(amount, Amount) else None


def read_ahead(match: Match) -> Ahead | None:
    """In two weeks: a date ahead when the clause speaks of the future, else a length of time."""
    amount = match.nodes[0].value
    if not isinstance(amount, Amount) or any(count is None for count, _ in amount.parts) or match.nodes[0].parts:
        return None
    return None if _is_ranked(match) else Ahead(amount)


def _is_ranked(match: Match) -> bool:
    """Whether a rank stands close before ("the first visit in ten years", "the worst flood in a century")."""
    before = match.before().start
    words = WORD.findall(match.text, max(0, before - 40), before)
    return any(word in load_words_of("ranked") or (word.endswith("est") and len(word) > 4) for word in words)


def _read_whole(match: Match) -> Moment | None:
    node = match.nodes[-1]
    if node.kind == "unit":
        if node.value in intervals.SECONDS_IN or node.value == "year2":
            return None
        return Moment(shift=(node.value, 0), fiscal=match.has("fiscal"), anchored=node.value == "day")
    return node.value if isinstance(node.value, Moment) else None


def read_all_unit(match: Match) -> Amount | None:
    """A whole unit as a length of time: all day, all year."""
    unit = match.nodes[-1]
    if unit.value in intervals.SECONDS_IN:
        return None
    return Amount(((1, unit.value),))


def read_first_units(match: Match) -> Moment | None:
    """Some units at one end of a stretch: the first two weeks of 2021, the last four months of the year."""
    order, amount, whole = match.one("ordinal", "second", "last"), match.one("P"), _read_whole(match)
    if order is None or amount is None or whole is None or not isinstance(amount.value, Amount):
        return None
    ((count, unit), *rest) = amount.value.parts
    number = -1 if order.kind == "last" else int(order.value) if order.kind == "ordinal" else 0
    if rest or not count or count % 1 or abs(number) != 1 or unit in intervals.SECONDS_IN or whole.part:
        return None
    return Moment(nth=(number * int(count), f"run:{unit}"), within=whole)


def read_nth_of(match: Match) -> Moment | None:
    """A numbered part of a stretch named before it: next year's first quarter."""
    whole, order, unit = match.nodes[0].value, match.nodes[-2], match.nodes[-1]
    if not isinstance(whole, Moment) or whole.part or whole.clock or name_unit(whole) != "year":
        return None
    count = {"second": 2, "last": -1}.get(order.kind) or int(order.value)
    name = "half_year" if unit.kind == "half" else unit.value
    return Moment(nth=(count, name), within=whole) if name in ("quarter", "half_year", "month", "week") else None


def read_to_date(match: Match) -> Moment | None:
    """What has passed of a stretch: the year to date."""
    unit = match.one("unit")
    if unit is None or unit.value not in ("year", "month", "quarter", "week", "season"):
        return None
    return Moment(shift=(unit.value, 0), part="sofar")


def read_upto(match: Match) -> Upto | None:
    """A length of time that ends with a day or month: the three months to June, the week ending 3 May."""
    amount, unit, end = match.one("P"), match.one("unit"), match.nodes[-1].value
    if not isinstance(end, Moment) or end.clock or end.part:
        return None
    if amount:
        return Upto(amount.value, end) if isinstance(amount.value, Amount) else None
    return Upto(Amount(((1, unit.value),)), end) if unit and unit.value not in intervals.SECONDS_IN else None


def read_unit_edge(match: Match) -> Moment | None:
    """The end of the running unit in a compound: year-end."""
    unit, edge = match.one("unit"), match.one("edge", "beginning")
    if not unit or not edge or edge.value != "end" or not match.is_tight():
        return None
    return Moment(shift=(unit.value, 0), part="end") if unit.value in ("year", "month", "quarter", "week") else None


def read_edge(match: Match) -> Moment | None:
    """The beginning, middle or end of a stretch: the end of April, the start of the year."""
    edge, whole = match.one("edge", "beginning"), _read_whole(match)
    if edge is None or whole is None or whole.part or whole.clock:
        return None
    if match.nodes[-1].kind == "unit" and not match.has("of", "the"):
        return None
    return replace(whole, part=edge.value)


def is_single_day(moment: Moment) -> bool:
    """Whether the moment names a single day."""
    shift = moment.shift[0] if moment.shift else ""
    return bool(moment.day or moment.weekday or moment.holiday or shift == "day")


def read_early(match: Match) -> Moment | None:
    """Early, mid or late in a stretch: late October, mid-2011, early this week."""
    whole = _read_whole(match)
    if whole is None or whole.part or (whole.clock and whole.clock.hour is not None):
        return None
    if match.nodes[-1].kind == "unit" and not match.has("the"):
        return None
    return replace(whole, part=match.nodes[0].value)


def read_sofar(match: Match) -> Moment | None:
    """What has passed or is left of a stretch: earlier this year, later in the week."""
    whole = _read_whole(match)
    if whole is None or whole.part or match.before().kind == "or":
        return None
    return replace(whole, part="sofar" if match.nodes[0].kind == "earlier" else "rest")


def read_nth(match: Match) -> Moment | None:
    """A numbered or last part of a stretch: the last week of March, the first Monday of May."""
    order, part = match.one("ordinal", "second", "last"), match.one("W", "unit", "half")
    whole = _read_whole(match)
    if order is None or part is None or whole is None or whole.part or whole.clock or part is match.nodes[-1]:
        return None
    count = {"second": 2, "last": -1}.get(order.kind) or int(order.value)
    if part.kind == "W":
        return Moment(nth=(count, f"weekday{part.value.weekday}"), within=whole)
    if part.kind == "half" and name_unit(whole) != "year":
        return replace(whole, part=f"half{2 if count in (2, -1) else 1}") if count in (1, 2, -1) else None
    unit = "half_year" if part.kind == "half" else part.value
    longer = name_unit(whole)
    if unit in intervals.SECONDS_IN or UNIT_ORDER.index(unit) >= UNIT_ORDER.index(longer):
        return None
    return Moment(nth=(count, unit), within=whole)


QUOTES = ("“", "”", '"', "‘", "’")
WORD = re.compile(r"[a-z]+")
UNIT_ORDER = ("day", "business_day", "weekend", "week", "fortnight", "month", "season", "quarter", "half_year", "year",
              "decade", "century", "millennium")  # fmt: skip


def name_unit(moment: Moment) -> str:
    """The unit that a moment is one of."""
    if moment.shift:
        return moment.shift[0]
    if is_single_day(moment):
        return "day"
    for name in ("week", "month", "season", "quarter", "decade", "century"):
        if getattr(moment, name) is not None:
            return name
    return "half_year" if moment.half else moment.nth[1] if moment.nth and moment.nth[1] in UNIT_ORDER else "year"


def read_inside(match: Match) -> Moment | None:
    """Something in a longer stretch named after it: October of next year, the first quarter of last year."""
    inner, outer = match.nodes[0], match.nodes[-1]
    whole = outer.value
    if not isinstance(inner.value, Moment) or not isinstance(whole, Moment | Offset):
        return None
    moment = inner.value
    if moment.year or moment.within or moment.which or moment.shift or moment.part or moment.decade or moment.century:
        return None
    if isinstance(whole, Offset):
        return (
            replace(moment, within=whole)
            if whole.amount.parts[-1][1] in ("year", "decade") and not whole.anchored
            else None
        )
    if whole.part or whole.clock:
        return None
    longer = name_unit(whole)
    if moment.clock and not (moment.weekday and longer == "week"):
        return None
    if moment.weekday and not moment.day:
        return replace(moment, within=whole) if longer == "week" else None
    if UNIT_ORDER.index(name_unit(moment)) >= UNIT_ORDER.index(longer) or longer in ("week", "day"):
        return None
    if longer != "year" and not (moment.day and not moment.month):
        return None
    return replace(moment, within=whole)


def read_inside_after(match: Match) -> Moment | None:
    """A day, month or quarter named after the stretch it lies in: next week on Tuesday, this year's Easter."""
    whole, inner = match.nodes[0].value, match.nodes[-1].value
    if not isinstance(whole, Moment) or not isinstance(inner, Moment) or whole.part or inner.within or inner.year:
        return None
    longer = name_unit(whole)
    if inner.weekday and not inner.day:
        return replace(inner, within=whole) if longer == "week" else None
    if not match.has("possessive") or longer != "year" or inner.shift or inner.which:
        return None
    return replace(inner, within=whole)


def read_week_holding(match: Match) -> Moment | None:
    """The week of a day: the week of April 10, the week starting 4 May."""
    unit, last = match.one("unit"), match.nodes[-1]
    day = Moment(day=int(last.value)) if last.kind == "ordinal" else last.value
    if not unit or unit.value not in ("week", "weekend") or not isinstance(day, Moment):
        return None
    return Moment(shift=(unit.value, 0), holding=day)


def read_same_time(match: Match) -> Moment | None:
    """The same period or month of another year: the same period last year, the same month a year ago."""
    whole, unit = match.nodes[-1].value, match.one("unit")
    if not isinstance(whole, Moment | Offset):
        return None
    if unit is None:
        return Moment(anchored=True, year_of=whole)
    return Moment(shift=(unit.value, 0), anchored=True, year_of=whole)


def read_this_unit(match: Match) -> Moment | Amount | None:
    """The day, week or year that the report speaks of: in the week, the whole year."""
    unit = match.one("unit")
    if unit and unit.value == "weekend":
        return Moment(shift=("weekend", 0))
    if (
        unit is None
        or unit.value in intervals.SECONDS_IN
        or unit.value in ("quarter", "decade", "century", "year2", "millennium", "fortnight")
    ):
        return None
    if match.after().kind not in (
        "stop",
        "comma",
        "other",
        "close_",
        "and",
        "in",
        "at",
        "to",
        "by",
        "from",
        "after",
        "before",
    ) or match.written(match.after()).lower() in ("when", "that", "of", "they", "he", "she", "it"):
        return None
    loose = match.before().kind in ("over", "at", "through", "since", "until", "before", "after")
    if not match.has("whole", "all") and (loose or (match.after().kind == "other" and match.before().kind != "for")):
        return None
    return Moment(shift=(unit.value, 0), anchored=unit.value in ("day", "year", "month"))
