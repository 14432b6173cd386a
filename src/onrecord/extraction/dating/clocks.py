"""Numbers in words, words that may be something else, and times of day."""

from __future__ import annotations

from dataclasses import replace

from onrecord.extraction.dating import intervals
from onrecord.extraction.dating.lexer import Node, name_number
from onrecord.extraction.dating.match import NUMERIC, Match
from onrecord.extraction.dating.meanings import (
    Clock,
    Impossible,
    Moment,
)

BEFORE_DATE = {
    "in",
    "by",
    "since",
    "until",
    "on",
    "early",
    "last",
    "next",
    "this",
    "during",
    "from",
    "through",
    "for",
    "of",
    "between",
    "following",
    "coming",
    "n12",
    "n24",
    "n31",
    "ordinal",
    "second",
    "weekday",
    "comma",
    "dash",
}
SHORT = ("jan", "mar", "jun", "jul", "sep")
BEFORE_VERB = (
    "in",
    "by",
    "since",
    "until",
    "on",
    "early",
    "of",
    "last",
    "next",
    "through",
    "from",
    "ordinal",
    "between",
)


def read_number(match: Match) -> Node | None:
    """Number words as one number: "twenty-one", "two thousand and five", "nineteen eighty-four"."""
    values = [node.value for node in match.every("cardinal", "scale", "ordinal")]
    value = _add_words(values)
    if value is None:
        return None
    kind = "ordinal" if match.has("ordinal") else "y4" if 1000 < value < 3000 else name_number(value)
    return Node(kind, match.nodes[0].start, match.nodes[-1].end, value)


def read_tens_and_second(match: Match) -> Node | None:
    """ "Twenty second" as an ordinal, after a month or "the"."""
    tens = match.nodes[0]
    if tens.value not in (20, 30) or match.before().kind not in ("month", "maybe_month", "the"):
        return None
    return Node("ordinal", tens.start, match.nodes[-1].end, tens.value + 2)


def _add_words(values: list[int]) -> int | None:
    if len(values) == 1:
        return values[0]
    if 13 <= values[0] <= 20 and values[1] >= 10 and values[1] < 100:  # a year: nineteen eighty-four
        rest = _add_words(values[1:])
        return values[0] * 100 + rest if rest is not None and rest < 100 else None
    total = part = 0
    for value in values:
        if value in (100, 1000):
            part = (part or 1) * value
            total, part = (total + part, 0) if value == 1000 else (total, part)
        elif part % 10 or (part and value >= 10 and part < 100):
            return None
        else:
            part += value
    return total + part


def _is_numbered(match: Match) -> bool:
    """Whether a number that belongs to a date follows, or another month after a dash."""
    after, second = match.after().kind, match.after(2).kind
    if after in ("n12", "n24", "n31", "ordinal", "y4"):
        return True
    if after == "comma" or (after in ("dash", "slash") and match.after().start == match.nodes[-1].end):
        return second in ("y4", "n12", "n24", "n31", "month", "maybe_month")
    return after in ("to", "dash", "until", "through", "and", "or") and second in ("month", "maybe_month")


def settle_word(match: Match) -> Node:
    """An unsure word ("March", "Sat") as a date word where its neighbours make it one."""
    node = match.nodes[0]
    kind = node.kind.removeprefix("maybe_")
    near = match.before().kind in BEFORE_DATE
    numbered = _is_numbered(match)
    capital = match.text[node.start].isupper()
    verb = match.written(node).lower() in ("may", "march")
    if match.before().kind == "money":
        is_date = False
    elif kind == "weekday":
        is_date = capital and (numbered or match.before().kind in ("on", "next", "last", "this", "unit", "or"))
    elif capital or not verb:
        is_date = near or numbered or match.before().kind in ("the", "and", "to", "whose", "its", "possessive", "slash")
    else:
        counted = match.before().kind in NUMERIC and match.written(match.before()).isdigit()
        is_date = match.before().kind in BEFORE_VERB or match.after().kind == "ordinal" or counted
    if match.written(node).lower() in SHORT and not (
        numbered or match.before().kind in ("n12", "n24", "n31", "ordinal")
    ):
        is_date = is_date and match.text[node.end - 1] == "."
    if is_date and match.after().kind in ("units", "percent"):
        is_date = match.before().kind in ("in", "by", "since", "until")
    return node._replace(kind=kind if is_date else "other")


def read_iso(match: Match) -> Moment | Impossible:
    """A moment as ISO 8601 writes it."""
    written = match.written(match.nodes[0])
    date, _, time = written.partition("T")
    year, month, day = map(int, date.split("-"))
    if not intervals.make_day(year, month, day) or int(time[:2]) > 23 or int(time[3:5]) > 59:
        return Impossible()
    zone = "+00:00" if time.endswith("Z") else time[-6:] if time[-6:-5] in ("+", "-") else None
    return Moment(year=year, month=month, day=day, clock=Clock(int(time[:2]), int(time[3:5]), zone=zone))


def read_clock(match: Match) -> Clock | None:
    """A time of day in figures: 16:47, 6.30 p.m., 5 o'clock GMT."""
    numbers = [int(node.value) for node in match.nodes if node.kind in NUMERIC and node.value is not None]
    colon = match.one("colon")
    if not colon and len(numbers) > 1 and any(match.written(node).isdigit() for node in match.every(*NUMERIC)):
        return None  # only words join an hour and its minutes: "three thirty p.m."
    if colon and not (
        match.nodes[1] is colon and match.nodes[0].end == colon.start and colon.end == match.nodes[2].start
    ):
        return None
    if colon and len(match.written(match.nodes[2])) != 2:
        return None
    if match.before().kind in ("colon", "money", "slash", "point") or (colon and match.after().kind == "colon"):
        return None
    zone_signs = _read_zone(match)
    if match.has("zone") and match.has("plus", "dash"):
        numbers = numbers[:-1]
    clock = _make_clock(match, numbers[0], numbers[1] if len(numbers) > 1 else None, zone_signs)
    seconds = numbers[2] if len(numbers) > 2 else None
    return clock if clock is None or seconds is None or seconds > 59 else replace(clock, second=seconds)


def read_rough_hour(match: Match) -> Clock | None:
    """An hour more or less: eleven-ish."""
    return Clock(int(match.nodes[0].value), sure=False) if match.is_tight() else None


def read_spoken_clock(match: Match) -> Clock | None:
    """An hour and its minutes in words: at nine thirty, five-thirty."""
    hour, minute = match.every(*NUMERIC)
    units = match.one("units")
    if units and units.value != "minute":
        return None
    if match.written(hour).isdigit() or match.written(minute).isdigit() or minute.value < 10:
        return None
    if match.before().kind not in ("at", "from", "to", "until", "by", "between", "and", "approx", "ordinal"):
        return None
    return Clock(int(hour.value), int(minute.value), sure=False)


def read_hour_of_part(match: Match) -> Clock | None:
    """An hour with its part of the day: three in the morning."""
    hour, part = match.one("n12"), match.nodes[-1]
    if hour is None or match.before().kind in ("money", "colon", "point", "dash"):
        return None
    number = int(hour.value) % 12
    return Clock(number + (12 if part.value in ("AF", "EV") or (part.value == "NI" and number > 5) else 0))


def _make_clock(match: Match, hour: int, minute: int | None, zone: str | None) -> Clock | None:
    half = match.one("ampm")
    letter = match.written(half)[0].lower() if half else ""
    if hour > 23 or (minute or 0) > 59 or (letter and hour > 12 and hour != hour % 24):
        return None
    if letter and hour <= 12:
        hour = hour % 12 + (12 if letter == "p" else 0)
    sure = bool(letter) or hour > 12 or hour == 0 or match.has("zone")
    return Clock(hour, minute, zone=zone, sure=sure)


def _read_zone(match: Match) -> str | None:
    zone = match.one("zone")
    if not zone:
        return None
    signs = [node for node in match.nodes if node.start >= zone.end]
    number = next((node for node in signs if node.kind in NUMERIC), None)
    if number is None or not zone.value:
        return zone.value if isinstance(zone.value, str) else None
    if zone.value != "+00:00" or number.value > 14:
        return None
    return ("-" if any(node.kind == "dash" for node in signs) else "+") + f"{number.value:02}:00"


def read_pointed_clock(match: Match) -> Clock | None:
    """A time of day with a point, or in four figures before a zone: 10.30 am, 1630 GMT, at 6.45."""
    written = match.written(match.nodes[0])
    if "." in written:
        hour, _, minute = written.partition(".")
        if (
            len(minute) != 2
            or not hour.isdigit()
            or (not match.has("ampm", "zone") and match.after().kind in ("percent", "units", "other"))
        ):
            return None
    elif len(written) == 4 and (match.has("zone") or match.one("units", "unit")):
        if match.has("units") and match.one("units").value != "hour":  # type: ignore[union-attr]
            return None
        hour, minute = written[:2], written[2:]
    elif len(written) <= 2 and match.has("zone"):
        hour, minute = written, "00"
    else:
        return None
    if not (hour + minute).isdigit() or (not match.has("zone", "ampm") and int(hour) > 23):
        return None
    return _make_clock(match, int(hour), int(minute), _read_zone(match))


def read_minutes_past(match: Match) -> Clock | None:
    """A time of day in words: half past seven, a quarter to five, 20 past eight."""
    first, hour_node = match.nodes[0], next(node for node in reversed(match.nodes) if node.kind in NUMERIC)
    if first.kind == "unit":
        minutes = 15 if first.value == "quarter" else None
    else:
        minutes = 30 if first.kind == "half" else int(first.value)
    if minutes is None or first is hour_node or not (match.has("oclock", "ampm", "past", "unit")):
        return None
    if match.has("past"):
        hour = int(hour_node.value)
    else:
        hour, minutes = int(hour_node.value) - 1, 60 - minutes
        if first.kind != "unit" and not match.has("units") and match.written(first).isdigit():
            return None  # "5 to 6 p.m." is a range
        if first.kind != "unit" and not match.has("oclock", "ampm", "units"):
            return None
    if hour < 0 or hour > 12:
        return None
    return _make_clock(match, hour, minutes, None)


def read_noon(match: Match) -> Clock | None:
    """Noon and midnight."""
    number = match.one("n12")
    if number and number.value != 12:
        return None
    return Clock(match.nodes[-1].value, 0)
