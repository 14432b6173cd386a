"""The grammar of time expressions: layers of rules over kinds of words, each layer building on the one before.

A cascade of finite-state patterns, as in FASTUS (Hobbs et al. 1997) and SUTime (Chang and Manning 2012). A rule is a
pattern over kinds and a function from the matched nodes to what they mean; where that gives None, the next rule is
tried. In a pattern a space joins, `a|b` is either kind, ` | ` divides sequences, `{name}` is a sequence of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from onrecord.extraction.dating import amounts, clocks, days, ranges, relative
from onrecord.extraction.dating.lexer import Node, read_tokens
from onrecord.extraction.dating.match import Builder, Context, Match

MEANT = ("D", "W", "M", "Y", "R", "P", "S", "X", "Z", "B", "O", "T", "I")


class Rule(NamedTuple):
    """A pattern over kinds, the kind of what it makes, what makes it, and the kinds that must stand beside it."""

    pattern: str
    kind: str
    builder: Builder
    left: str = ""
    right: str = ""


SEQUENCES = {
    "zone": "(open zone (plus|dash n0|n12|n24)? close_ | zone (plus|dash n0|n12|n24)? | local time | zone_name time)",
    "approx": "(up to | at least | just? more than | just? over | just? approx | almost)",
    "a_half": "half art",
    "year": "comma? in|of? y4",
    "week": "weekday comma? the? open? dash?",
    "glue": "comma? at|on|in|for|approx? approx?",
}

UNIONS = {
    "hour": "n0|n12|n24",
    "sixty": "n0|n12|n24|n31|n59",
    "day": "n12|n24|n31",
    "dayth": "ordinal|second",
    "integer": "n0|n12|n24|n31|n59|number|y4",
    "count": "n0|n12|n24|n31|n59|number|decimal|vague|y4",
    "some_unit": "unit|units|second",
    "ahead": "next|coming|following",
    "back": "last|past|previous",
    "tosign": "to|until|through|dash",
    "DAY": "D|W",
    "DATE": "D|W|M|Y|R",
}

NUMBERS = (
    Rule("cardinal scale and? cardinal dash? ordinal|cardinal?", "number", clocks.read_number),
    Rule("cardinal cardinal scale? and? cardinal? cardinal?", "number", clocks.read_number),
    Rule("cardinal scale and? cardinal?", "number", clocks.read_number),
    Rule("cardinal dash? cardinal dash? cardinal?", "number", clocks.read_number),
    Rule("cardinal dash? ordinal", "number", clocks.read_number),
    Rule("cardinal dash? second", "number", clocks.read_tens_and_second),
    Rule("cardinal|scale", "number", clocks.read_number),
)

UNSURE = (Rule("maybe_month|maybe_weekday", "month", clocks.settle_word),)

CLOCKS = (
    Rule("iso", "D", clocks.read_iso),
    Rule("hour colon sixty (colon sixty)? ampm? {zone}?", "T", clocks.read_clock),
    Rule("hour sixty? sixty? ampm {zone}?", "T", clocks.read_clock),
    Rule("n12 in the daypart", "T", clocks.read_hour_of_part),
    Rule("hour sixty? oclock {zone}?", "T", clocks.read_clock),
    Rule("decimal ampm {zone}?", "T", clocks.read_pointed_clock),
    Rule("decimal|integer units? {zone}", "T", clocks.read_pointed_clock),
    Rule("decimal", "T", clocks.read_pointed_clock, left="at"),
    Rule("integer units", "T", clocks.read_pointed_clock, left="at|by|until|from|approx|before|after|between|to|and"),
    Rule("half past hour ampm|oclock?", "T", clocks.read_minutes_past),
    Rule("unit|sixty units? past|to hour ampm|oclock?", "T", clocks.read_minutes_past),
    Rule("n12? noon", "T", clocks.read_noon),
    Rule("n12 dash? n12|n24|n31|n59 units?", "T", clocks.read_spoken_clock),
    Rule("n12 ish", "T", clocks.read_rough_hour),
)

CALENDAR = (
    Rule("y4 dash|slash|point sixty dash|slash|point sixty", "D", days.read_year_first),
    Rule("weekday comma? y4 dash sixty dash sixty", "D", days.read_weekday_and_date),
    Rule("sixty slash|dash|point sixty slash|dash|point y4|sixty|number", "D", days.read_numeric),
    Rule("dotted", "D", days.read_numeric),
    Rule("compact", "D", days.read_compact),
    Rule("y4 dash|slash month dash|slash sixty", "D", days.read_day),
    Rule("{week}? sixty|dayth of? month of? n59|number", "D", days.read_day, right="open|stop|comma|dash|close_"),
    Rule("{week}? sixty of? month {year}?", "D", days.read_day),
    Rule("{week}? dayth of? month {year}?", "D", days.read_day),
    Rule("{week}? sixty dash|slash month dash|slash y4", "D", days.read_day),
    Rule("{week}? month comma|dash|slash? the? sixty|dayth {year}? close_?", "D", days.read_day),
    Rule("weekday comma? the dayth", "D", days.read_day),
    Rule("weekday ordinal", "D", days.read_day),
    Rule("the dayth", "D", days.read_day, left="on", right="stop|comma|and"),
    Rule("ordinal", "D", days.read_day, left="on", right="stop|comma|dash"),
    Rule("weekday comma? day slash day", "D", days.read_day_slash),
    Rule("day slash day", "D", days.read_day_slash),
    Rule("holiday {year}?", "D", days.read_holiday),
    Rule("weekday", "W", days.read_weekday),
    Rule("month of|comma|dash|slash|in? y4", "M", days.read_month),
    Rule("y4 dash sixty", "M", days.read_numeric_month),
    Rule("n12 dash|slash y4", "M", days.read_numeric_month),
    Rule("month", "M", days.read_month),
    Rule("halves of|comma|dash|in? fiscal? unit? y4", "R", days.read_quarter),
    Rule("y4 dash? halves", "R", days.read_quarter),
    Rule("halves", "R", days.read_quarter),
    Rule("the? fiscal? dayth dash? fiscal? unit|half of|in? the? fiscal? unit? y4", "R", days.read_quarter),
    Rule("the? fiscal unit? y4|sixty dash|slash sixty", "Y", days.read_fiscal),
    Rule("the? fiscal unit? y4|sixty", "Y", days.read_fiscal),
    Rule("the? calendar unit? y4|sixty", "Y", days.read_year),
    Rule("the? season of|comma? y4 dash|slash sixty", "R", days.read_season),
    Rule("the? season of|comma? y4", "R", days.read_season),
    Rule("the? decade", "R", days.read_decade),
    Rule("the? dayth dash? unit", "R", days.read_century),
    Rule("the? unit integer", "R", days.read_unit_number),
    Rule("y4 dash|slash y4|sixty", "Z", days.read_year_pair),
    Rule("between y4 and|dash y4", "Z", days.read_year_pair),
    Rule("from? y4 tosign|and y4", "Z", days.read_year_pair),
    Rule("y4", "Y", days.read_bare_year),
)

AMOUNTS = (
    Rule("{approx}? half art? unit", "P", amounts.read_half),
    Rule("{approx}? integer|art and art? half|unit some_unit", "P", amounts.read_amount_and_half),
    Rule("{approx}? integer|art unit|units and art? half|unit", "P", amounts.read_amount_and_half),
    Rule("{approx}? integer dash? unit|units (and|comma? integer unit|units)+", "P", amounts.read_amount),
    Rule("{approx}? art unit (and|comma? integer unit|units)+", "P", amounts.read_amount),
    Rule("{approx}? count business units", "P", amounts.read_business_days),
    Rule("{approx}? art? couple of? more? units", "P", amounts.read_amount),
    Rule("{approx}? count dash odd dash? units", "P", amounts.read_amount),
    Rule("{approx}? art? count more? dash? some_unit dash? long?", "P", amounts.read_amount),
    Rule("art unit", "S", amounts.read_rate, left="n0|n12|n24|n31|n59|number|y4|decimal|percent|times|units|other"),
    Rule("{approx}? art unit dash? long?", "P", amounts.read_amount),
    Rule("per unit", "S", amounts.read_rate),
    Rule("every integer|dayth|vague|other_one? some_unit", "S", amounts.read_repeat),
    Rule("every fiscal unit", "S", amounts.read_repeat),
    Rule("every|any weekday_unit|unit", "S", amounts.read_repeat),
    Rule("W dayparts", "S", amounts.read_repeat),
    Rule("every W|season|daypart|holiday", "S", amounts.read_repeat),
    Rule("weekdays|dayparts", "S", amounts.read_repeat),
    Rule("each_unit", "S", amounts.read_repeat),
    Rule("the? recent|coming units", "P", amounts.read_bare_units),
    Rule("units dash? long", "P", amounts.read_bare_units),
    Rule("units", "S", amounts.read_weekends),
    Rule("units", "P", amounts.read_bare_units, left="for|in|of|over|after|within|during"),
    Rule("the units", "P", amounts.read_bare_units, left="over"),
    Rule("units", "P", amounts.read_bare_units, right="ago|earlier|later"),
)

SPREADS = (Rule("between|from? integer and|to|or|dash P", "P", amounts.read_spread),)

RELATIVE = (
    Rule("the? last|past|previous|next|coming|following|this P", "P", amounts.read_rolling),
    Rule("the? integer last|past|previous|next|coming units", "P", amounts.read_rolling),
    Rule("all unit", "P", relative.read_all_unit),
    Rule("the? last|past|next|coming units", "P", amounts.read_rolling),
    Rule("the past unit", "P", amounts.read_rolling),
    Rule("the? last|past|previous|next|coming unit", "P", amounts.read_rolling_clock),
    Rule("the? unit to date", "R", relative.read_to_date),
    Rule("the? unit before|after relday", "D", relative.read_day_beside),
    Rule("the? this|last|past|previous|next|coming|following|current|that|same daypart", "D", relative.read_daypart),
    Rule("the? this past|coming W", "D", relative.read_which),
    Rule("this past|coming unit", "R", relative.read_shifted),
    Rule("relday", "D", relative.read_relday),
    Rule("tonight", "D", relative.read_night),
    Rule("overnight on? W to|into W", "Z", relative.read_night_pair),
    Rule("overnight on? W|D?", "D", relative.read_night),
    Rule("P ago|earlier|later", "O", relative.read_offset),
    Rule("P from present", "O", relative.read_offset),
    Rule("the? last|past|previous|next|coming|following|this|current|that|same unit", "R", relative.read_shifted),
    Rule("the? unit before|after", "D", relative.read_unit_beside, right="stop|comma"),
    Rule("the? unit previous|earlier", "R", relative.read_unit_beside),
    Rule("the? last|past|previous|next|coming|following|this|current|same W|D", "D", relative.read_which),
    Rule("the? last|past|previous|next|coming|following|this|current|same M|season", "R", relative.read_which),
    Rule("the? fiscal unit", "R", days.read_fiscal),
    Rule("season", "R", relative.read_bare_season, left="in|early|since|until|by|during|the|of"),
    Rule("season", "R", relative.read_bare_season),
)

PARTS = (
    Rule("P comma? starting|beginning on|from? D|W", "P", relative.read_stint),
    Rule("P comma? from D|W", "P", relative.read_stint, left="for"),
    Rule("more? P before|after|from|since the? unit? DATE", "O", relative.read_offset_from),
    Rule("the unit before|after D|W", "O", relative.read_offset_from),
    Rule("P apostrophe|possessive? time", "O", relative.read_time_ahead, left="in"),
    Rule("P", "O", relative.read_ahead, left="in"),
    Rule("the? ordinal|second|last P of|in DATE", "R", relative.read_first_units),
    Rule("the? ordinal|second|last P of|in the? unit", "R", relative.read_first_units),
    Rule("the? very? edge|beginning of? fiscal? the? fiscal? unit", "R", relative.read_edge),
    Rule("the? very? edge|beginning of the? DATE", "R", relative.read_edge),
    Rule("edge dash DATE", "R", relative.read_edge),
    Rule("unit dash edge", "R", relative.read_unit_edge),
    Rule("the P|unit to|ending D|W|M", "P", relative.read_upto),
    Rule("early dash? in|of|on? the? DATE", "R", relative.read_early),
    Rule("early dash? in|of? the? unit", "R", relative.read_early),
    Rule("earlier|later on|in? DATE", "R", relative.read_sofar),
    Rule("earlier|later in the unit", "R", relative.read_sofar),
    Rule("the? ordinal|second|last W|unit|half of|in|from DATE", "R", relative.read_nth),
    Rule("the? ordinal|second|last W|unit|half of|in the? fiscal? unit", "R", relative.read_nth),
    Rule("R of|in DATE", "R", relative.read_inside),
    Rule("the? unit of the? D|dayth", "R", relative.read_week_holding),
    Rule("the? unit starting|beginning on? the? D", "R", relative.read_week_holding),
    Rule("R|Y possessive D|M|R", "R", relative.read_inside_after),
    Rule("R|Y possessive ordinal|second|last unit|half", "R", relative.read_nth_of),
    Rule("the? ordinal|second|last dash? unit", "R", days.read_quarter),
    Rule("W|M|D|R of|in|comma? R|Y|O", "R", relative.read_inside),
    Rule("R comma? on|dash? W", "D", relative.read_inside_after),
    Rule("the same period|unit of|in? the? DATE|O", "R", relative.read_same_time),
    Rule("the? last|same unit", "R", relative.read_shifted_alone),
    Rule("the? whole|all unit", "R", relative.read_this_unit),
    Rule("the unit", "R", relative.read_this_unit, left="for|of|in|on|during|over|at|through|since|until|before|after"),
)

CLOCKED = (
    Rule("DAY|R comma|in|on? the? early? daypart comma|at|approx? T", "D", ranges.read_day_clock),
    Rule("the? units of daypart on|of DAY", "D", ranges.read_small_hours),
    Rule("the? small units of the? DAY", "D", ranges.read_small_hours),
    Rule("the? early units of the? DAY|daypart", "D", ranges.read_small_hours),
    Rule("DAY|R comma|in|on|at? the? early? daypart", "D", ranges.read_day_clock),
    Rule("before|after daypart on DAY", "D", ranges.read_day_clock),
    Rule("before|after daypart", "D", ranges.read_day_clock),
    Rule("DAY before|after|by approx? T", "B", ranges.read_day_bound),
    Rule("DAY {glue} T", "D", ranges.read_day_clock),
    Rule("S comma? at? T", "S", ranges.read_repeat_clock),
    Rule("T S", "S", ranges.read_repeat_clock),
    Rule("T comma? on|of|in? the? daypart comma? of|on? DAY", "D", ranges.read_day_clock),
    Rule("T in|at? the? daypart", "D", ranges.read_day_clock),
    Rule("the daypart at T", "D", ranges.read_day_clock),
    Rule("the daypart at n12", "D", ranges.read_part_hour),
    Rule("T comma? on|of|for? DAY daypart?", "D", ranges.read_day_clock),
    Rule("daypart on|of DAY", "D", ranges.read_day_clock),
    Rule("the? early? daypart", "D", ranges.read_day_clock, left="in|during|by|since|until|of|at"),
    Rule("early daypart", "D", ranges.read_day_clock),
    Rule("daypart", "D", ranges.read_day_clock, right="trading"),
    Rule("T", "T", ranges.read_time),
    Rule("DAY at|approx n12", "D", ranges.read_day_hour, right="stop|comma"),
    Rule("earlier|later in the daypart", "D", ranges.read_late_part),
)

RANGES = (
    Rule("from|between? the? day|dayth tosign|and the? D", "Z", ranges.read_day_range),
    Rule("from|between? DAY tosign|and the? day|dayth {year}?", "Z", ranges.read_days_after),
    Rule("from|between? hour|decimal tosign|and T|D", "Z", ranges.read_hour_range),
    Rule("from DATE|T|present|O tosign the? DATE|T|present|O", "Z", ranges.read_range),
    Rule("between the? DATE|T|present|O and|dash|to the? DATE|T|present|O", "Z", ranges.read_range),
    Rule("D R", "D", relative.read_inside),
    Rule("R comma? on W", "D", relative.read_inside_after),
    Rule("DATE|T dash|to|through|until DATE|T", "Z", ranges.read_range),
)

DAYS_WITH_HOURS = (
    Rule("DAY comma|at|on? Z", "Z", ranges.read_day_with_hours),
    Rule("Z comma|on? DAY", "Z", ranges.read_day_with_hours),
    Rule("DAY from|between hour tosign|and hour", "Z", ranges.read_bare_hours, right="stop|comma"),
    Rule("from|between hour tosign|and hour on? DAY", "Z", ranges.read_bare_hours),
)

BOUNDS = (
    Rule("to|until date", "B", ranges.read_to_today),
    Rule("no later than DATE|T|O|Z", "B", ranges.read_bound),
    Rule("previous to DATE|T|O", "B", ranges.read_bound),
    Rule("by|until|through about|approx|the|at? DATE|T|O|Z", "B", ranges.read_bound),
    Rule("later|earlier than the? DATE|T|O", "B", ranges.read_bound),
    Rule("since|before|after on|in|with|approx|at? DATE|T|O|Z", "B", ranges.read_bound),
    Rule("starting|beginning on|in|from|with? DATE|T", "B", ranges.read_bound),
    Rule("DATE|T onward", "B", ranges.read_bound_after),
    Rule("DATE|T or later", "B", ranges.read_bound_after),
    Rule("DATE and|or after|later", "B", ranges.read_bound_after, right="stop"),
)

LEFTOVERS = (
    Rule("more|least|very? recent|soon", "X", ranges.read_reference),
    Rule("present|current", "X", ranges.read_reference),
    Rule("the moment", "X", ranges.read_reference, left="at"),
    Rule("this time", "X", ranges.read_reference, left="at"),
    Rule("at_present", "X", ranges.read_reference, left="at"),
    Rule("the past|future", "X", ranges.read_reference, right="stop|comma|other|and|or"),
)

LAYERS = (
    NUMBERS, UNSURE, CLOCKS, CALENDAR, AMOUNTS, SPREADS, RELATIVE, PARTS, CLOCKED, RANGES, DAYS_WITH_HOURS, BOUNDS,
    LEFTOVERS,
)  # fmt: skip


class _Signs(dict[str, str]):
    """A character for each kind, given out as kinds are met."""

    def __missing__(self, kind: str) -> str:
        self[kind] = chr(0x4E00 + len(self))
        return self[kind]


SIGNS = _Signs()


@cache
def compile_rule(rule: Rule) -> str:
    """The rule as a regular expression over signs."""
    left = f"(?<={_compile_union(rule.left)})" if rule.left else ""
    right = f"(?={_compile_union(rule.right)}|$)" if rule.right else ""
    return left + _compile_pattern(rule.pattern) + right


def _compile_pattern(pattern: str) -> str:
    opened = re.sub(r"\{(\w+)\}", lambda name: f"({SEQUENCES[name[1]]})", pattern)
    opened = opened.replace(" | ", "¦")
    signs = re.sub(r"[\w|]+", lambda union: _compile_union(union[0]), opened)
    return signs.replace(" ", "").replace("(", "(?:").replace("¦", "|")


def _compile_union(union: str) -> str:
    kinds = [kind for name in union.split("|") for kind in UNIONS.get(name, name).split("|")]
    return f"[{''.join(SIGNS[kind] for kind in kinds)}]"


@cache
def compile_layer(layer: tuple[Rule, ...]) -> re.Pattern[str]:
    """All rules of a layer as one expression that finds where any of them fits."""
    return re.compile(f"(?!{SIGNS['other']})(?:{'|'.join(map(compile_rule, layer))})")


@cache
def compile_alone(rule: Rule) -> re.Pattern[str]:
    """One rule as an expression of its own."""
    return re.compile(compile_rule(rule))


def parse_dates(text: str, start: int, end: int, context: Context) -> Iterator[Node]:
    """The time expressions of `text[start:end]` as nodes whose value is their meaning, in text order."""
    nodes = read_tokens(text, start, end, context.is_date_word)
    if all(node.kind == "other" for node in nodes):
        return
    for layer in LAYERS:
        nodes = apply_layer(layer, nodes, text, context)
    yield from (node for node in nodes if node.kind in MEANT)


def apply_layer(layer: tuple[Rule, ...], nodes: list[Node], text: str, context: Context) -> list[Node]:
    """The nodes with everything that the layer's rules match put together."""
    signs = "".join([SIGNS[node.kind] for node in nodes])
    pattern = compile_layer(layer)
    made: list[Node] = []
    place = done = 0
    while found := pattern.search(signs, place):
        node, after = _build_at(layer, signs, found.start(), nodes, text, context)
        if node is None:
            place = found.start() + 1
            continue
        made += nodes[done : found.start()]
        made.append(node)
        place = done = after
    return [*made, *nodes[done:]] if made else nodes


def _build_at(
    layer: tuple[Rule, ...], signs: str, place: int, nodes: list[Node], text: str, context: Context
) -> tuple[Node | None, int]:
    for rule in layer:
        fits = compile_alone(rule).match(signs, place)
        if fits is None or fits.end() == place:
            continue
        made = rule.builder(Match(nodes, place, fits.end(), text, context))
        if made is None:
            continue
        if isinstance(made, Node):
            return made, fits.end()
        return Node(rule.kind, nodes[place].start, nodes[fits.end() - 1].end, made), fits.end()
    return None, place
