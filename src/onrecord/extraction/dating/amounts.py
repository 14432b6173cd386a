"""Lengths of time and what comes again."""

from __future__ import annotations

from onrecord.extraction.dating.intervals import SECONDS_IN
from onrecord.extraction.dating.lexer import Node
from onrecord.extraction.dating.match import NUMERIC, Match
from onrecord.extraction.dating.meanings import (
    Amount,
    Repeat,
    Rolling,
    Spread,
    write_amount,
)

SIGN_OF = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1, "this": 0, "current": 0,
           "that": 0, "same": 0}  # fmt: skip


def read_business_days(match: Match) -> Amount | None:
    """Days on which offices are open: three working days."""
    count, unit = match.one(*NUMERIC, "vague"), match.nodes[-1]
    if count is None or unit.value != "day":
        return None
    return Amount(((count.value, "business_day"),))


def read_spread(match: Match) -> Node | None:
    """A length of time between two: 60 to 90 days, two or three weeks."""
    first, last = match.one(*NUMERIC), match.nodes[-1]
    amount = last.value
    if first is None or not isinstance(amount, Amount) or len(amount.parts) != 1 or first.value is None:
        return None
    count, unit = amount.parts[0]
    if count is None or first.value >= count or (match.has("and") and not match.has("between")):
        return None
    if match.before().kind in ("money", "dash", "colon", "point") or last.parts:
        return None
    least = Amount(((first.value, unit),))
    parts = (Node("P", first.start, first.end, least), last)
    return Node("P", match.nodes[0].start, last.end, Spread(least, amount), parts)


def read_half(match: Match) -> Node | None:
    """Half a unit: half an hour, half a century."""
    unit = match.nodes[-1]
    if unit.value in ("quarter", "weekend", "second"):
        return None
    return _narrow_amount(match, Amount(((0.5, unit.value),)))


def read_amount_and_half(match: Match) -> Node | None:
    """A number of units and a half or quarter: two and a half years, an hour and a half."""
    count, units = match.one(*NUMERIC, "art"), match.every("unit", "units", "second")
    half = 0.5 if match.has("half") else 0.25 if any(unit.value == "quarter" for unit in units) else 0
    unit = next((unit for unit in units if unit.value != "quarter"), None)
    if not half or unit is None or count is None:
        return None
    number = 1 if count.kind == "art" else float(count.value)
    return _narrow_amount(match, Amount(((number + half, unit.value),)))


def read_amount(match: Match) -> Node | None:
    """A number of units: three days, several weeks, a year, a 27-year, an hour and ten minutes."""
    if match.after().kind == "old" or (match.after().kind == "dash" and match.after(2).kind == "old"):
        return None  # an age
    if match.before().kind in ("money", "point") or (match.before().kind == "slash"):
        return None
    pairs: list[tuple[float | None, str]] = []
    count: float | None = 1
    for node in match.nodes:
        if node.kind in (*NUMERIC, "vague", "couple"):
            if node.kind != "vague" and node.value is None:
                return None
            count = None if node.kind == "vague" else node.value
        elif node.kind in ("unit", "units", "second"):
            pairs.append((count, node.value))
    if match.has("art") and match.has("n12", "n24", "n31", "n59") and not match.has("vague", "couple", "and", "comma"):
        return None  # "a two-hour talk": the article is the noun's
    if match.one("art") and pairs[0] == (1, "quarter"):
        return None  # a fourth part
    if match.has("odd") and not match.has("units"):
        return None
    single = match.nodes[-1].kind in ("unit", "second") and not match.has("dash", "art")
    if single and pairs[0][0] != 1 and match.has("y4", "second") and not match.has("units"):
        return None
    if match.has("second") and not match.has("units", "unit") and not match.has(*NUMERIC):
        return None
    return _narrow_amount(match, Amount(tuple(pairs)))


def _narrow_amount(match: Match, amount: Amount) -> Node:
    """The amount, with the place of the amount alone where a comparison stands before it."""
    nodes = match.nodes
    if nodes[0].kind == "art" and match.has("dash") and len(nodes) > 2:
        return Node("P", nodes[1].start, nodes[-1].end, amount)  # "a 27-year contract": the article is the noun's
    compared = next(
        (
            k
            for k, node in reversed(list(enumerate(nodes)))
            if node.kind in ("than", "over", "least") or (node.kind == "to")
        ),
        None,
    )
    whole = Node("P", nodes[0].start, nodes[-1].end, amount)
    if compared is None:
        return whole
    return whole._replace(parts=(Node("P", nodes[compared + 1].start, nodes[-1].end, amount),))


def read_rate(match: Match) -> Repeat | None:
    """A unit that something is counted by: 15 a year, per day."""
    unit = match.one("unit")
    if match.before().kind in ("other", "units") and not any(match.before(k).kind in NUMERIC for k in (2, 3)):
        return None
    if match.after().kind in ("ago", "earlier", "later", "before", "after"):
        return None
    return Repeat(write_amount(Amount(((1, unit.value),)))) if unit else None


def read_rolling_clock(match: Match) -> Rolling | None:
    """The hour or minute before or after the report: the past hour."""
    side, unit = match.nodes[-2], match.nodes[-1]
    return Rolling(Amount(((1, unit.value),)), SIGN_OF[side.kind]) if unit.value in SECONDS_IN else None


def read_weekends(match: Match) -> Repeat | None:
    """ "Weekends" alone: each of them."""
    before = match.before().kind
    loose = before in NUMERIC or before in ("vague", "couple", "of", "the", "last", "next", "past", "coming", "recent")
    return None if match.nodes[0].value != "weekend" or loose else Repeat("XXXX-WXX-WE")


def read_repeat(match: Match) -> Repeat | None:
    """Something that comes again: every day, every two weeks, Mondays, annual."""
    unit, count = match.one("unit", "units", "each_unit"), match.one(*NUMERIC, "ordinal")
    if match.has("weekday_unit"):
        return Repeat("XXXX-WXX-WD")
    if match.has("any") and unit and unit.value == "quarter":
        return None
    if unit is None and match.has("second"):
        return None
    named = (
        match.text[match.nodes[0].start].isupper()
        and match.text[match.after().start : match.after().start + 1].isupper()
    )
    named = named or (match.before().kind == "other" and match.written(match.before())[:1].isupper())
    if unit and unit.kind == "each_unit" and named and match.text[unit.start].isupper():
        return None  # a name: the Daily Post
    if unit:
        number = 2 if match.has("second", "other_one") else count.value if count else 1
        return Repeat(write_amount(Amount(((number, unit.value),))))
    day = match.one("W", "weekdays", "season", "daypart", "dayparts")
    if day is None:
        return None
    if day.kind in ("W", "weekdays"):
        return Repeat(f"XXXX-WXX-{day.value.weekday if day.kind == 'W' else day.value}")
    return Repeat(f"XXXX-{day.value}" if day.kind == "season" else f"XXXX-XX-XXT{day.value}")


def read_bare_units(match: Match) -> Node | Amount | None:
    """Units without a number: for years, decades ago, recent weeks."""
    unit = match.one("units")
    if match.has("coming") and match.before().kind in NUMERIC:
        return None
    if unit is None or match.after().kind in ("old",) or match.before().kind == "dash":
        return None
    return Amount(((None, unit.value),))


def read_rolling(match: Match) -> Rolling | None:
    """The time that ends or begins at the report: the past 24 hours, the next few weeks."""
    side = match.one("last", "past", "previous", "next", "coming", "following", "this")
    amount, unit, count = match.one("P"), match.one("unit", "units"), match.one(*NUMERIC)
    if side is None or SIGN_OF[side.kind] == 0 or (amount and side.kind == "last" and match.after().kind == "of"):
        return None
    if amount:
        return Rolling(amount.value, SIGN_OF[side.kind]) if isinstance(amount.value, Amount) else None
    number = count.value if count else 1 if unit and unit.kind == "unit" else None
    return Rolling(Amount(((number, unit.value),)), SIGN_OF[side.kind]) if unit else None
