"""Days, months, quarters, years, decades: what the calendar names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from onrecord.extraction.dating import intervals
from onrecord.extraction.dating.lexer import Node
from onrecord.extraction.dating.match import NUMERIC, ORDINALS, Match
from onrecord.extraction.dating.meanings import (
    Impossible,
    Moment,
    Range,
)
from onrecord.words import read_table

BEFORE_SLASHED = frozenset(
    ["weekday", "on", "from", "by", "until", "after", "before", "to", "between", "this", "next", "since", "for"]
)
SURE_BEFORE_YEAR = frozenset(
    [
        "in",
        "since",
        "by",
        "until",
        "during",
        "early",
        "through",
        "unit",
        "open",
        "season",
        "edge",
        "beginning",
        "starting",
        "from",
        "before",
        "after",
        "for",
    ]
)
LOOSE_BEFORE_YEAR = frozenset(["the", "its", "whose", "possessive", "this", "of", "to", "between", "on", "at", "with"])
NEVER_BEFORE_YEAR = ("money", "number", "plus", "colon", "slash")
NEVER_AFTER_YEAR = ("percent", "units", "unit", "number", "colon", "slash", "scale", "more")
BEFORE_YEAR = frozenset(
    [
        "in",
        "since",
        "by",
        "until",
        "before",
        "after",
        "from",
        "during",
        "through",
        "early",
        "approx",
        "season",
        "between",
        "to",
        "the",
        "of",
        "for",
        "open",
        "on",
        "its",
        "whose",
        "possessive",
        "this",
        "at",
        "into",
        "month",
        "unit",
        "and",
        "or",
        "over",
        "within",
        "comma",
        "edge",
    ]
)


@cache
def load_neighbours(kind: str) -> frozenset[str]:
    """The words that may stand after a year and are not what a number counts."""
    return frozenset(row["word"] for row in read_table("date_year_neighbours") if row["kind"] == kind)


def _may_follow(word: str) -> bool:
    return word in load_neighbours("follower") or word in load_neighbours("verb")


def read_year_first(match: Match) -> Moment | Impossible | None:
    """Year, month and day, as ISO 8601 orders them."""
    year, month, day = (int(node.value) for node in match.every(*NUMERIC))
    if not match.is_tight() or match.nodes[1].kind != match.nodes[3].kind:
        return None
    return _make_date(year, month, day)


def _make_date(year: int | None, month: int, day: int) -> Moment | Impossible:
    if not intervals.make_day(year or 2000, month, day):
        return Impossible()
    return Moment(year=year, month=month, day=day)


def read_weekday_and_date(match: Match) -> Moment | Impossible | None:
    """A weekday with its day in figures: Wednesday 2024-10-23."""
    skipped = 2 if match.has("comma") else 1
    return read_year_first(replace(match, first=match.first + skipped))


def read_numeric(match: Match) -> Moment | Impossible | None:
    """Day, month and year in figures, in the order of the outlet; both orders where that is unknown.

    With points the day comes first, as in DIN 1355 and the countries that write so.
    """
    if match.has("dotted"):
        numbers = [int(part) for part in match.written(match.nodes[0]).split(".")]
        return _make_date(_full_year(numbers[2]), numbers[1], numbers[0])
    nodes = match.every(*NUMERIC)
    if not match.is_tight() or match.nodes[1].kind != match.nodes[3].kind:
        return None
    dated = match.before(2).kind == "y4" or match.before(3).kind == "slash"
    follows_date = match.before().kind == "dash" and dated and match.has("slash")
    joined = match.before().end == match.nodes[0].start
    if match.before().kind in ("dash", "point", "slash") and joined and not follows_date:
        return None
    if len(match.written(nodes[2])) not in (2, 4) or (match.has("dash") and len(match.written(nodes[2])) == 2):
        return None
    first, second, year = (int(node.value) for node in nodes)
    return _order_numeric(first, second, _full_year(year), match.context.habit)


def _full_year(year: int) -> int:
    return year if year > 99 else year + (1900 if year >= 70 else 2000)


def _order_numeric(first: int, second: int, year: int | None, habit: str | None) -> Moment | Impossible:
    month_first, day_first = _make_date(year, first, second), _make_date(year, second, first)
    if isinstance(month_first, Impossible) or (habit == "british" and isinstance(day_first, Moment)):
        return day_first
    if isinstance(day_first, Impossible) or habit == "american" or first == second:
        return month_first
    return replace(month_first, other=day_first)


@cache
def load_events() -> dict[str, date]:
    """Days that are written in figures and stand for what happened on them (9/11)."""
    return {row["written"]: date.fromisoformat(row["day"]) for row in read_table("date_events") if not row["noun"]}


@cache
def load_event_nouns() -> dict[tuple[int, int, str], int]:
    """The year of a day and month by the noun that follows: 2001 of "the September 11 attacks"."""
    days = [(date.fromisoformat(row["day"]), row["noun"]) for row in read_table("date_events") if row["noun"]]
    return {(day.month, day.day, noun): day.year for day, noun in days}


def read_compact(match: Match) -> Moment | None:
    """A day in eight figures, as ISO 8601's basic form has it."""
    written = match.written(match.nodes[0])
    made = _make_date(int(written[:4]), int(written[4:6]), int(written[6:]))
    return made if isinstance(made, Moment) else None


def read_day_slash(match: Match) -> Node | None:
    """Day and month in figures without a year, after a word that a date follows or in a list of such dates."""
    numbers = match.every("n12", "n24", "n31")
    slash = match.one("slash")
    if slash is None or numbers[0].end != slash.start or slash.end != numbers[1].start:
        return None
    listed = match.before(3).kind == "slash" and match.before(2).kind in ("n12", "n24", "n31")
    if (event := load_events().get(match.written(numbers[0]) + "/" + match.written(numbers[1]))) and not match.has(
        "weekday"
    ):
        return match.between(numbers[0], numbers[1], "D", Moment(year=event.year, month=event.month, day=event.day))
    begins = match.after().kind == "dash" and match.after(3).kind == "slash" and match.after(5).kind == "slash"
    if match.before().kind not in BEFORE_SLASHED and not match.has("weekday") and not listed and not begins:
        return None
    if match.after().kind in ("slash", "percent") or match.before().kind == "slash":
        return None
    meaning = _order_numeric(int(numbers[0].value), int(numbers[1].value), None, match.context.habit)
    if isinstance(meaning, Impossible):
        return None
    first = match.nodes[0] if match.nodes[0].kind == "weekday" else numbers[0]
    return match.between(first, match.nodes[-1], "D", meaning)


def read_day(match: Match) -> Node | Moment | Impossible | None:
    """A day by its number and month, with or without weekday and year."""
    month, weekday, year = match.one("month"), match.one("weekday"), match.one("y4")
    day = match.one("n0", "n12", "n24", "n31", "n59", *ORDINALS)
    if day is None:
        return None
    number = 2 if day.kind == "second" else int(day.value)
    if day.kind in ORDINALS and match.after().kind in ("unit", "units", "half", "weekday"):
        return None
    if day.kind in ORDINALS and match.after().kind == "dash" and match.after().start == match.nodes[-1].end:
        return None
    if month is None:
        if match.after().kind == "other":
            return None
        return Moment(day=number, weekday=weekday.value if weekday else None) if 1 <= number <= 31 else None
    if day.kind not in ORDINALS and not _is_day_number(match, day, month):
        return None
    short = match.nodes[-1]
    if short.kind in ("n59", "number") and short is not day and not year:
        made = (
            _make_date(_full_year(int(short.value)), int(month.value), number)
            if len(match.written(short)) == 2
            else None
        )
        return made if isinstance(made, Moment) and short.value >= 40 else None
    event = load_event_nouns().get((int(month.value), number, match.written(match.after()).lower()))
    made = _make_date(int(year.value) if year else event, int(month.value), number)
    if isinstance(made, Impossible):
        return made if day.kind in ORDINALS or year or number <= 31 else None
    last = match.nodes[-1]
    if last.kind == "close_" and not match.has("open"):
        last = match.nodes[-2]
    return match.between(match.nodes[0], last, "D", made)


def _is_day_number(match: Match, day: Node, month: Node) -> bool:
    """Whether a plain number beside a month is a day ("June 20") and no count ("in June 20 people died")."""
    if len(match.written(day)) > 2 and day.end - day.start < 3:
        return False
    if match.has("y4"):
        return True
    if day.start > month.start:
        after = match.after().kind
        return match.before().kind not in ("in", "since") and after not in (
            "units",
            "percent",
            "colon",
            "unit",
            "point",
            "ampm",
        )
    joined = match.before().end == day.start
    if match.before().kind == "dash" and match.before(2).kind in ("n12", "n24", "n31"):
        return match.before(3).kind not in (*NUMERIC, "dash", "slash")
    clock = match.before().kind == "colon" and match.before(2).kind in NUMERIC
    return not (match.before().kind in ("dash", "slash") and joined) and not clock and match.before().kind != "money"


def read_holiday(match: Match) -> Moment:
    """A feast, with or without its year."""
    year = match.one("y4")
    return Moment(holiday=match.nodes[0].value, year=int(year.value) if year else None)


def read_weekday(match: Match) -> Moment | None:
    """A day of the week, unless it is a day of history by name ("Black Monday")."""
    if match.before().kind == "coloured" and match.text[match.before().start].isupper():
        return None
    return Moment(weekday=match.nodes[0].value)


def read_month(match: Match) -> Moment | None:
    """A month, with or without its year."""
    year, month = match.one("y4"), match.one("month")
    if (year and year.value >= 3000) or match.before().kind == "money":
        return None
    return Moment(month=month.value if month else None, year=int(year.value) if year else None)


def read_numeric_month(match: Match) -> Moment | None:
    """A month in figures: 2015-03, 12/2015."""
    year, month = match.one("y4"), match.one("n12")
    if not (year and month) or not match.is_tight() or len(match.written(month)) > 2:
        return None
    around = (match.before().kind, match.after().kind)
    if any(kind in ("dash", "slash", "point", "colon") for kind in around) or match.before().kind in NUMERIC:
        return None
    if month.start > year.start and int(month.value) == int(year.value) % 100 + 1:
        return None  # 2010-11 is a season or a fiscal year
    return Moment(year=int(year.value), month=int(month.value))


def read_quarter(match: Match) -> Moment | None:
    """A quarter or half of a year: Q3 2024, 2019 H2, the third quarter of 2024, the last quarter."""
    year, short, order = match.one("y4"), match.one("halves"), match.one("ordinal", "second", "last")
    fields: dict[str, Any] = {"year": int(year.value) if year else None, "fiscal": match.has("fiscal")}
    if short:
        is_quarter = match.written(short)[0] in "Qq"
        number = int(short.value[1])
        if not is_quarter and (number > 2 or not year):
            return None
        return Moment(quarter=number, **fields) if is_quarter else Moment(half=number, **fields)
    unit = match.one("unit", "half")
    if order is None or unit is None or order.kind == "last" or (unit.kind == "unit" and unit.value != "quarter"):
        return None
    number = 2 if order.kind == "second" else int(order.value)
    if unit.kind == "half":
        number = 2 if number == -1 else number
        return Moment(half=number, **fields) if year and number <= 2 else None
    number = 4 if number == -1 else number
    return Moment(quarter=number, **fields) if 1 <= number <= 4 else None


def read_fiscal(match: Match) -> Moment | None:
    """A fiscal year; its borders are those of the calendar, since firms and states differ."""
    year = match.one("y4", "n0", "n12", "n24", "n31", "n59")
    if year:
        return Moment(year=_full_year(int(year.value)), fiscal=True)
    unit = match.one("unit")
    return Moment(shift=("year", 0), fiscal=True) if unit and unit.value == "year" else None


def read_year(match: Match) -> Moment | None:
    """A year named as such: the calendar year 2009."""
    year = match.one("y4", "n12", "n24", "n31", "n59")
    return Moment(year=_full_year(int(year.value))) if year else None


def read_season(match: Match) -> Moment | None:
    """A season with its year."""
    season, year = match.one("season"), match.one("y4")
    return Moment(season=season.value, year=int(year.value)) if season and year else None


def read_decade(match: Match) -> Node | None:
    """A decade: the 1990s, the '90s, the early 70s."""
    node = match.nodes[-1]
    short = int(node.value) < 100
    if (
        short
        and not match.has("the")
        and match.before().kind not in ("early", "the", "in")
        and match.written(node)[0] not in "'’"
    ):
        lists = match.before().kind == "and" and match.before(2).kind == "decade"
        if not lists:
            return None
    if match.before().kind in ("whose", "its", "money"):
        return None
    return match.between(match.nodes[0], node, "R", Moment(decade=int(node.value)))


def read_century(match: Match) -> Moment | None:
    """A century: the 19th century."""
    order, unit = match.one(*ORDINALS), match.one("unit")
    if not order or not unit or unit.value != "century":
        return None
    number = 2 if order.kind == "second" else int(order.value)
    if match.written(match.after()).rstrip(".") in ("BC", "BCE"):
        return None
    return Moment(century=number) if number > 3 else None


def read_unit_number(match: Match) -> Moment | None:
    """A week or year by its number: week 31, the year 2020."""
    unit, number = match.nodes[-2], match.nodes[-1]
    if unit.value == "week" and number.kind in ("n12", "n24", "n31", "n59") and number.value <= 53:
        return Moment(week=int(number.value))
    return Moment(year=int(number.value)) if unit.value == "year" and number.kind == "y4" else None


def read_year_pair(match: Match) -> Node | None:
    """Two years as a range: 2014-2018, 2010-11, from 2014 to 2018."""
    first, last = match.every("y4", "n12", "n24", "n31", "n59", "n0")
    start, end = int(first.value), int(last.value)
    if last.kind != "y4":
        end += start // 100 * 100
        if not match.is_tight() or (
            end != start + 1 and (match.has("slash") or end <= start or last.end - last.start != 2)
        ):
            return None
    if match.before().kind in ("dash", "slash", "plus", "number", "money") or match.after().kind in (
        "dash",
        "percent",
        "units",
    ):
        return None
    if (
        end <= start
        or end - start > 1000
        or (not match.is_tight() and not match.has("from", "between") and not 1800 <= start <= 2100)
    ):
        return None
    parts = tuple(Node("Y", node.start, node.end, Moment(year=year)) for node, year in ((first, start), (last, end)))
    return Node("Z", match.nodes[0].start, match.nodes[-1].end, Range(*(part.value for part in parts)), parts)


LARGER = {"hundred", "thousand", "million", "billion"}  # words with which a number goes on


def read_bare_year(match: Match) -> Moment | None:
    """Four figures as a year where the words beside them say so."""
    node, before, after = match.nodes[0], match.before(), match.after()
    year = Moment(year=int(node.value))
    if not match.written(node).isdigit():
        word = match.written(after)
        return year if before.kind in BEFORE_YEAR and not _counts_many(word) and word not in LARGER else None
    if before.kind in NEVER_BEFORE_YEAR or after.kind in NEVER_AFTER_YEAR or _is_part_of_code(match):
        return None
    return year if _is_year(match) else None


def _is_part_of_code(match: Match) -> bool:
    """Whether the figures hang together with others by dashes or points, as in the number of a telephone."""
    node, before, after = match.nodes[0], match.before(), match.after()
    if before.kind in ("dash", "point") and before.end == node.start and match.before(2).kind not in ("early", "month"):
        return True
    joined = after.kind == "dash" and after.start == node.end and match.after(2).start == after.end
    return joined and match.after(2).kind != "other"


def _is_year(match: Match) -> bool:
    node, before, after = match.nodes[0], match.before(), match.after()
    if before.kind == "dash" and match.before(2).kind == "early":
        return True
    if before.kind == "than":
        return match.before(2).kind in ("later", "earlier")
    word = match.written(after) if after.kind == "other" else ""
    if node.value >= 3000 or word in ("BC", "BCE") or word.lower() in load_neighbours("counted"):
        return False
    if before.kind in SURE_BEFORE_YEAR:
        return _may_be_year(node.value, before.kind, word)
    return 1600 <= node.value <= 2100 and _is_modern_year(match, before, word)


def _counts(word: str) -> bool:
    """Whether a word after a number may be what it counts."""
    return word.islower() and word.isalpha() and not _may_follow(word)


def _counts_many(word: str) -> bool:
    return _counts(word) and word.endswith("s") and not word.endswith("ss")


def _may_be_year(value: int, before: str, word: str) -> bool:
    """Whether figures after a preposition are a year: no time of day ("until 1100"), no count ("in 2000 homes")."""
    if value < 1500 and before in ("until", "by", "from", "before", "after", "through"):
        return False
    exact = 1600 <= value <= 2100 and value % 100 != 0
    return not _counts_many(word) or (exact and before in ("in", "since", "early", "by", "until"))


def _is_modern_year(match: Match, before: Node, word: str) -> bool:
    """Whether figures from 1600 to 2100 are a year, after an article or a name, in a list, or heading a sentence."""
    value = match.nodes[0].value
    if before.kind in ("and", "or", "comma"):
        return match.before(2).kind in ("Y", "y4") and not _counts(word)
    if before.kind in LOOSE_BEFORE_YEAR:
        return not _counts_many(word) or (value % 100 != 0 and before.kind in ("the", "its", "possessive"))
    if before.kind == "stop":
        return word in load_neighbours("verb") or word[:1].isupper()
    named = before.kind in ("other", "past") and match.written(before)[:1].isupper()
    return bool(named and not _counts(word) and value >= 1900)
