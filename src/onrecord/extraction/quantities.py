"""Quantities: numerals with their money or unit, their range, their bounds and their approximation.

Nothing here needs a parse: the words beside the number decide, as tables tell them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, partial

from onrecord.extraction.numbers import MINUS, Number, magnitudes, number_words, read_numbers, simplify
from onrecord.model import Converted
from onrecord.words import read_table

REACH = 34  # characters before a number in which words that bound it are looked for
RANGE_JOINTS = re.compile(
    r"\s?(?:[-–—]|\bto\b|\bthrough\b)\s?|\s+(?:to|through|or)\s+(?:as\s+(?:many|much)\s+as\s+)?", re.IGNORECASE
)
BETWEEN = re.compile(r"\bbetween\s+(?:the\s+|(?:the\s+)?ages\s+of\s+|about\s+)?\Z", re.IGNORECASE)
SCALE_AFTER = re.compile(r"\s+(thousand|million|billion|trillion)\b", re.IGNORECASE)
OF_MONEY = re.compile(r"\s+of\s")
PREPOSITIONS = {"over", "about", "under", "around", "above", "below", "beyond"}
ADDS = re.compile(
    r"\b(?:add(?:s|ed|ing)?|(?:edg|tick|inch|mov|climb|jump|nudg|push|creep|go|com|bring|tak|driv|sho)(?:e?s|ed|ing)?|crept|went|gone|rose|"
    r"rises?|risen|rising|came|brought|took|drove|shot)\s+\Z",
    re.IGNORECASE,
)
PAYING = re.compile(
    r"\b(?:costs?|cost(?:ing)?|pa(?:id|ys?|ying)|fined|worth|earn(?:s|ed|ing)?|pric(?:e|ed|es)|charg(?:e|es|ed)|spent|spends?|raised)\s+"
    r"(?:[a-z]+\s+){0,2}\Z",
    re.IGNORECASE,
)
COMMA_GROUPS = re.compile(r"\d,\d{3}(?![\d.,]*\d)")
POINT_GROUPS = re.compile(r"\d\.\d{3}(?:\.\d{3}|,\d)")
TWO_WAYS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}\.\d00(?![\d.,])")
OF_A_POINT = re.compile(r"\s+(?:of\s+a\s+)?(?:a\s+)?(?:percentage\s+)?point\b", re.IGNORECASE)
BETWEEN_JOINT = re.compile(r"\s+and\s+(?:the\s+)?", re.IGNORECASE)
FROM = re.compile(r"\bfrom\s+(?:about\s+|around\s+|some\s+)?\Z", re.IGNORECASE)
RANGING = re.compile(
    r"\b(?:rang\w+|var(?:y|ies|ied|ying)|aged|ages|anywhere|priced|estimates|runs?|running|number range is)\s+"
    r"(?:in age\s+)?"
    r"from\s+(?:about\s+)?\Z",
    re.IGNORECASE,
)
CONJOINED = re.compile(r"\s+(?:and|but|to)\s+", re.IGNORECASE)
PLURAL_NEXT = re.compile(r"\s+(?!across|this|his|is|was|has|as|us|plus|miles)(?:[a-z]+s|people|men|women|children)\b")
OLD = re.compile(r"[\s-]*(?:olds?\b|of age\b)", re.IGNORECASE)
AGED = re.compile(r"\b(?:aged?|ages)\s+\Z", re.IGNORECASE)
AGE_BOUND = re.compile(
    r"\b(?:(?:are|is|was|were|be|people|men|women|children|boys|girls|adults|those|them|whom|all|anyone|everyone|patients|players|voters|"
    r"workers)\s+(?:aged\s+)?(?:under|over|below|above)(?:\s+the)?(?:\s+age\s+of)?|\bage\s+of|\b(?:average|median|mean)\s+age\b[^.;,]{0,24}\s(?:was|is|of)|\bthe\s+(?:youngest|oldest|eldest)"
    r"(?:\s+(?:was|is|of\s+them|being|aged|just|only)){0,2})\s+\Z",
    re.IGNORECASE,
)
AGE_ENDS = re.compile(r"\s?[,;.):]|\s+(?:and|or|who|when|in|at|with|were|was|are|had|have)\b|\s*\Z")
RICHTER = re.compile(r"\s+on\s+the\s+(?:open-ended\s+)?(?:Richter|moment\s+magnitude)(?:\s+scale)?", re.IGNORECASE)
DEGREES = re.compile(r"(?:[CF])(?![\w-])")
DEGREES_END = re.compile(
    r"\s?[(),.;]|\s+(?:it|was|for|before|after|during|when|as|in|on|at|to|and|or|above|below|by|this|last|next|heat|limit|target|mark|threshold|warmer|cooler|hotter)\b|\s*\Z"
)
ONLY_AS_NAME = re.compile(
    r"\b(?!(?:At|In|To|Near|About|Around|Above|Below|Over|Nearly|Almost|From|Of|And|Up|With|Temperatures)\s)[A-Z][a-z]*\s\Z"
)
BY = re.compile(r"\bby\s+(?:about\s+|nearly\s+|some\s+)?\Z", re.IGNORECASE)
SCORE_OF = re.compile(
    r"\b(a|one|two|three|four)\s+score\s+(?:(or\s+more)\s+|or\s+so\s+)?(?:of\s+)(?=[a-z])", re.IGNORECASE
)
REACHED = {"past", "pass", "passed", "passes", "passing"}  # words that bound only a bare count that they lead up to
LEADING = re.compile(
    r"\b(?:the|this|half|quarter|in|over|of|at|his|her|its|their|for|a|who|which|cars?|years?|was|were)\s+\Z",
    re.IGNORECASE,
)
COUNT_ENDS = re.compile(r"\s?[,;.:)]|\s+(?:on|in|as|by|after|at|for|with|and|when|this|last|late|early|since)\b|\s*\Z")
LEVEL_OF = re.compile(
    r"\s+to\s+|(?:\s+in\s+\d{4})?,?(?:\s+[a-z]+){0,3}\s+(?:missing|beating|topping|against|versus|from|compared\s+(?:with|to)|short\s+of|above|below|"
    r"worth|than)\s+(?:the\s+|a\s+)?(?:\w+\s+of\s+)?",
    re.IGNORECASE,
)
CONVERTED = re.compile(r"\s?\((?:about\s+|around\s+|roughly\s+|some\s+|or\s+|more\s+than\s+)?\Z", re.IGNORECASE)
CLOSING = re.compile(r"\s?\)")
MAGNITUDE = re.compile(r"\bmagnitude[\s-]+(?:of\s+)?\Z", re.IGNORECASE)
NAME_BEFORE = re.compile(
    r"\b(?:[A-Z][\w.’'-]+|boy|girl|man|woman|teen|teenager|child|son|daughter|brother|sister|husband|wife|mother|father|suspect|"
    r"victim|driver|student|resident|toddler),\s\Z"
)
AGE_AFTER = re.compile(r"\s?[,;)]|\.(?:\s|$)|\s(?:was|is|has|had|of|who|died|from)\b|\s?$", re.MULTILINE)
DURING = re.compile(
    r"(?:^|[^\w])(?:for|after|of|aged|lasted|lasting|took|takes|spent|spans|spanned)\s+\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A numeral with what belongs to it.

    `start:end` takes in the words that bound it, `core_start:core_end` the number with its money or unit,
    `number_end` is where the number itself ends. `low_closed` and `high_closed` tell whether a bound holds
    the number that it names; `ranged` that both ends are of one range. `signals` are the roles that words
    beside the number tell, `moves_from` that the number is what something moves from ("from 18 to 22").
    """

    start: int
    end: int
    core_start: int
    core_end: int
    number_end: int
    value: Fraction | None
    low: Fraction | None
    high: Fraction | None
    kind: str
    unit: str | None = None
    measure: str | None = None
    approximate: bool = False
    low_closed: bool = True
    high_closed: bool = True
    scale: int = 1
    plain: bool = False
    digits: bool = False
    signals: tuple[str, ...] = ()
    bounded: bool = False
    moves_from: bool = False
    ranged: bool = False

    def numbers(self) -> tuple[int | float | None, int | float | None, int | float | None]:
        """Value, low and high as plain numbers."""
        value, low, high = (None if n is None else simplify(n) for n in (self.value, self.low, self.high))
        return value, low, high


def read_quantities(text: str) -> tuple[Quantity, ...]:
    """All quantities of a text, in order; they never overlap."""
    vague = [*_scan_vague(text), *_scan_scores(text)]
    numbers = [n for n in read_numbers(text) if not any(v.start < n.end and n.start < v.end for v in vague)]
    measured = [q for number in numbers if (q := _measure(text, number)) is not None]
    single = _join_compounds(
        text, _drop_overlaps([*map(partial(_read_both_ways, text, _tell_style(text)), measured), *vague])
    )
    ranged = _join_conversions(text, _join_ranges(text, single))
    bounded, left = [], 0
    for quantity in ranged:
        bounded.append(_bound(text, quantity, left))
        left = bounded[-1].end
    return tuple(_join_bounds(text, bounded))


def _drop_overlaps(quantities: list[Quantity]) -> list[Quantity]:
    """The quantities in text order, without those that lie in one before them ("75 USD million")."""
    kept: list[Quantity] = []
    for quantity in sorted(quantities, key=lambda q: (q.start, -q.end)):
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    return kept


# -------------------------------------------------------------------------------------- tables


def _alternatives(words: list[str]) -> str:
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in ordered)


@cache
def _vague_pattern() -> re.Pattern[str]:
    words = _alternatives([row["word"] for row in read_table("vague_counts")])
    return re.compile(rf"(?<![\w-])(?<!\w['’])(?:{words})(?![\w-])", re.IGNORECASE)


@cache
def _vague_counts() -> dict[str, tuple[int, int | None]]:
    return {
        row["word"]: (int(row["low"]), int(row["high"]) if row["high"] else None) for row in read_table("vague_counts")
    }


@cache
def _currency_units() -> dict[str, tuple[str, str]]:
    return {row["word"]: (row["unit"], row["kind"]) for row in read_table("currencies")}


@cache
def _measures() -> dict[str, tuple[str, str]]:
    return {row["word"]: (row["unit"], row["kind"]) for row in read_table("units")}


@cache
def _money_before() -> re.Pattern[str]:
    signs = [row["word"] for row in read_table("currencies") if row["kind"] in {"sign", "code"}]
    return re.compile(rf"(?<![A-Za-z])(?:{_alternatives(signs)}|(?i:usd|aud|cad|mxn|nzd|sgd|hkd)\$)\s?\Z")


@cache
def _money_word_before() -> re.Pattern[str]:
    codes = [row["word"] for row in read_table("currencies") if row["kind"] == "code"]
    return re.compile(rf"(?<![A-Za-z])M(?:{_alternatives(codes)})\s?\Z")


@cache
def _unit_after() -> re.Pattern[str]:
    """Units, currencies and their codes, long words in any case, abbreviations in their own."""
    words = [row["word"] for row in read_table("units") if row["word"] != "in"]
    words += [
        row["word"] for row in read_table("currencies") if row["word"] not in {"p", "c", "R", "Fr", "S/", "LE", "Re"}
    ]
    long = _alternatives([word for word in words if len(word) > 3]).replace(r"\s+", r"[\s-]+")
    short = _alternatives([word for word in words if len(word) <= 3])
    return re.compile(rf"(?:\s?|-|\s?[\[({{<]|-\s)(?:(?i:{long})|{short})(?!\w)(?![-][A-Za-z]{{0,3}}\d)")


@cache
def _changed() -> re.Pattern[str]:
    words = _alternatives([row["word"] for row in read_table("change_words")])
    return re.compile(rf"\b(?:{words}|by)\s+(?:about\s+|nearly\s+)?\Z", re.IGNORECASE)


@cache
def _signals_before() -> re.Pattern[str]:
    words = [r["word"] for name in ("bounds", "approximations") for r in read_table(name) if r["place"] == "before"]
    words += [row["cue"] for row in read_table("figure_roles") if row["place"] == "before"]
    signs = _alternatives([word for word in words if not word[0].isalnum()])
    words = [word for word in words if word[0].isalnum()]
    return re.compile(rf"(?:(?<![\w-])(?:{_alternatives(words)})|{signs})\s{{0,3}}\Z", re.IGNORECASE)


@cache
def _signals_after() -> re.Pattern[str]:
    words = [r["word"] for name in ("bounds", "approximations") for r in read_table(name) if r["place"] == "after"]
    return re.compile(rf"[\s-]{{0,2}}(?:{_alternatives(words)})(?!\w)(?!\s+(?:than\s+|to\s+)?[$£€]?\d)", re.IGNORECASE)


@cache
def _signal_of(place: str) -> dict[str, tuple[str, bool]]:
    """What a word beside a number signals, and whether a bound holds the number itself."""
    found = {row["cue"]: (row["role"], True) for row in read_table("figure_roles") if row["place"] == place}
    found.update((row["word"], ("approximate", True)) for row in read_table("approximations") if row["place"] == place)
    rows = read_table("bounds")
    found.update((row["word"], (row["signal"], row["closed"] == "yes")) for row in rows if row["place"] == place)
    return found


@cache
def _conversions() -> dict[str, tuple[Fraction, str]]:
    """How many of its SI unit one of each unit holds (SI brochure, 9th edition), those left out that are SI units."""
    rows = [row for row in read_table("units") if row["si"] and row["base"] and row["unit"] != row["base"]]
    return {row["unit"]: (Fraction(row["si"]), row["base"]) for row in rows}


def convert(quantity: Quantity) -> Converted | None:
    """The quantity in the SI unit of its kind, Fahrenheit in Celsius; None where it is in that unit or has none."""
    ends = (quantity.value, quantity.low, quantity.high)
    if quantity.unit == "fahrenheit":
        value, low, high = (None if n is None else round(float((n - 32) * Fraction(5, 9)), 1) for n in ends)
        return Converted(value, low, high, "celsius")
    if quantity.unit not in _conversions() or quantity.measure in {None, "money", "share", "time", "age"}:
        return None
    factor, base = _conversions()[quantity.unit]
    value, low, high = (None if n is None else _shorten(n * factor) for n in ends)
    return Converted(value, low, high, base)


def _shorten(number: Fraction) -> float | int:
    """The number with as many figures as a conversion can carry."""
    return simplify(Fraction(f"{float(number):.6g}"))


def _currency_of(sign: str) -> str:
    return (_currency_units().get(sign) or _currency_units()[sign.upper()])[0]


def _plain_word(written: str) -> str:
    return " ".join(written.lower().split())


# ----------------------------------------------------------------------------- vague and measured


def _scan_vague(text: str) -> Iterator[Quantity]:
    for match in _vague_pattern().finditer(text):
        low, high = _vague_counts()[_plain_word(match.group())]
        top = None if high is None else Fraction(high)
        start, end = match.span()
        scale = SCALE_AFTER.match(text, end)
        if scale:
            times = number_words()[scale.group(1).lower()][1]
            low, top, end = int(low * times), None if top is None else top * times, scale.end()
        quantity = Quantity(start, end, start, end, end, None, Fraction(low), top, "vague")
        of = OF_MONEY.match(text, end)
        paid = _read_unit(text, replace(quantity, number_end=of.end() - 1)) if of else quantity
        yield paid if paid.measure == "money" else _read_unit(text, quantity)


def _scan_scores(text: str) -> Iterator[Quantity]:
    """ "a score of tanks", "two score or more of pupils"."""
    for match in SCORE_OF.finditer(text):
        value = Fraction(20) * {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}[match.group(1).lower()]
        start, end = match.start(), match.start() + len(match.group(0).rstrip().removesuffix("of").rstrip())
        more = match.group(2) is not None
        yield Quantity(
            start, end, start, end, end, None if more else value, value if more else None, None, "cardinal",
            approximate="or so" in match.group().lower(), bounded=more,
        )  # fmt: skip


def _is_inches(text: str, number: Number) -> bool:
    """Whether "in" behind a number means inches: feet stand before it ("5 ft 2 in")."""
    feet = re.compile(r"\b(?:ft|feet|foot)\s(?:and\s)?\Z|\dft\s?\Z").search(
        text, max(0, number.start - 10), number.start
    )
    return feet is not None and re.compile(r"\s?in\b(?!\s+[a-z])").match(text, number.end) is not None


def _measure(text: str, number: Number) -> Quantity | None:
    """The number with its money or unit; None where letters against it make it a code."""
    start, end, value, scale = number.start, number.end, number.value, number.scale
    unit, measure = None, None
    before = _money_before().search(text, max(0, start - 6), start)
    if before and number.kind in {"cardinal", "fraction"}:
        unit, measure, start = _currency_of(before.group().strip()), "money", before.start()
        if sign := MINUS.search(text, max(0, start - 12), start):
            value, start = -value, sign.start()
    elif many := _money_word_before().search(text, max(0, start - 6), start):
        unit, measure, start, value = (
            _currency_units()[many.group().strip()[1:]][0],
            "money",
            many.start(),
            value * 10**6,
        )
    quantity = Quantity(
        start, end, start, end, end, value, None, None, number.kind, unit, measure,
        scale=scale, plain=number.plain, digits=number.digits,
    )  # fmt: skip
    if number.kind == "cardinal" and AGED.search(text, max(0, start - 8), start):
        return replace(quantity, unit="year", measure="age")
    if number.kind == "cardinal" and not number.tail and measure is None and _is_age_bound(text, number):
        return replace(quantity, unit="year", measure="age")
    if number.kind == "cardinal" and not number.tail and (scale_words := RICHTER.match(text, number.end)):
        end = scale_words.end()
        return replace(quantity, unit="magnitude", measure="magnitude", end=end, core_end=end)
    if number.kind == "cardinal" and not number.tail and _is_inches(text, number):
        end = text.index("in", number.end) + 2
        return replace(quantity, unit="inch", measure="length", end=end, core_end=end)
    if number.plain and _is_age_beside_name(text, number):
        return replace(quantity, unit="year", measure="age")
    if number.kind == "cardinal" and MAGNITUDE.search(text, max(0, start - 16), start):
        return replace(quantity, unit="magnitude", measure="magnitude")
    if number.kind == "fraction" and (point := OF_A_POINT.match(text, number.end)):
        end = point.end()
        return replace(quantity, kind="cardinal", unit="percentage point", measure="share", end=end, core_end=end)
    if number.tail:
        return _read_tail(text, quantity, number.tail)
    return quantity if number.kind in {"ordinal", "vague"} else _read_unit(text, quantity)


def _is_age_beside_name(text: str, number: Number) -> bool:
    """Whether a number between commas behind a name or a person is an age ("Amina Sow, 34, of Thiès")."""
    if number.tail or not 0 < number.value < 115:
        return False
    named = NAME_BEFORE.search(text, max(0, number.start - 30), number.start)
    return named is not None and AGE_AFTER.match(text, number.end) is not None


def is_two_ways(text: str) -> bool:
    """Whether digits are read in two ways: "1.500" is a thousand and a half in Europe, one and a half in English."""
    return TWO_WAYS.search(text) is not None


def _tell_style(text: str) -> str:
    """How a text parts thousands, by the numbers that leave no doubt: "comma", "point", or empty."""
    if COMMA_GROUPS.search(text):
        return "comma"
    return "point" if POINT_GROUPS.search(text) else ""


def _read_both_ways(text: str, style: str, quantity: Quantity) -> Quantity:
    """The quantity with both readings of its digits as its ends, where a point may part thousands ("1.500 houses").

    Other numbers of the text tell how it writes thousands, where there are such.
    """
    digits = text[quantity.core_start : quantity.core_end]
    if quantity.value is None or quantity.scale != 1 or quantity.measure == "share" or not is_two_ways(digits):
        return quantity
    if style == "comma":
        return quantity
    if style == "point":
        return replace(quantity, value=quantity.value * 1000)
    return replace(quantity, value=None, low=quantity.value, high=quantity.value * 1000, bounded=True)


def _is_age_bound(text: str, number: Number) -> bool:
    """Whether a bare number is an age by the words before it ("are under 14", "the youngest was 20")."""
    if not 0 < number.value < 115 or not AGE_ENDS.match(text, number.end):
        return False
    return AGE_BOUND.search(text, max(0, number.start - 44), number.start) is not None


def _read_degrees(text: str, quantity: Quantity, tail: str, end: int) -> Quantity | None:
    """ "49.5C", "-12F": degrees, unless a name stands before the number ("Pier 4C")."""
    if not DEGREES.fullmatch(tail) or quantity.value is None or not -130 < quantity.value < 2000:
        return None
    if not DEGREES_END.match(text, end) or ONLY_AS_NAME.search(text, max(0, quantity.start - 24), quantity.start):
        return None
    unit = "celsius" if tail == "C" else "fahrenheit"
    return replace(quantity, unit=unit, measure="temperature", end=end, core_end=end)


def _read_tail(text: str, quantity: Quantity, tail: str) -> Quantity | None:
    end = quantity.number_end + len(tail)
    if degrees := _read_degrees(text, quantity, tail, end):
        return degrees
    if tail in magnitudes():
        money = quantity.measure == "money" or _names_money(text, end)
        if money or (tail in {"m", "M"} and PLURAL_NEXT.match(text, end)):
            scale = magnitudes()[tail][0]
            value = None if quantity.value is None else quantity.value * scale
            scaled = replace(quantity, value=value, scale=scale, end=end, core_end=end, number_end=end, plain=False)
            return _read_unit(text, scaled)
    found = _measures().get(tail) or _currency_units().get(tail) or _measures().get(tail.lower())
    if found is None:
        return _read_money_code(quantity, tail, end)
    unit, measure = found
    measure = "money" if tail in _currency_units() and tail not in _measures() else measure
    return _extend(text, replace(quantity, unit=unit, measure=measure, end=end, core_end=end))


def _read_money_code(quantity: Quantity, tail: str, end: int) -> Quantity | None:
    """ "30MUSD": a code of currency behind an M for million."""
    if tail[:1] != "M" or tail[1:] not in _currency_units() or quantity.value is None:
        return None
    unit = _currency_units()[tail[1:]][0]
    return replace(quantity, value=quantity.value * 10**6, unit=unit, measure="money", end=end, core_end=end)


def _names_money(text: str, end: int) -> bool:
    match = _unit_after().match(text, end)
    return match is not None and match.group().strip(" -") in _currency_units()


def _read_unit(text: str, quantity: Quantity) -> Quantity:
    if quantity.measure == "money" and quantity.scale == 1 and quantity.value is not None:
        sign = re.compile(r"\s([mb]n|[mbt]ln|trn|tn|m|bn)\b").match(text, quantity.number_end)
        if sign:
            scale, end = magnitudes()[sign.group(1)][0], sign.end()
            return replace(quantity, value=quantity.value * scale, scale=scale, end=end, core_end=end, number_end=end)
    match = _unit_after().match(text, quantity.number_end)
    if match is None:
        return _money_after_code(text, quantity)
    word = match.group().strip(" -[({<\u00a0\n")
    closing = (
        1 if text[match.end() : match.end() + 1] in set("])}>") and match.group().strip()[:1] in set("[({<") else 0
    )
    unit, measure = _look_up(word)
    if unit is None or (word.lower() == "won" and (quantity.value or 0) < 100):
        return quantity
    if unit == "pound" and (
        quantity.scale >= 10**6 or PAYING.search(text, max(0, quantity.start - 30), quantity.start)
    ):
        unit, measure = "GBP", "money"
    if measure == "money" and quantity.measure == "money" and word.isalpha():
        return replace(quantity, end=match.end(), core_end=match.end())
    if quantity.measure == "money":
        return quantity
    end = match.end() + closing
    return _extend(text, replace(quantity, unit=unit, measure=measure, end=end, core_end=end))


def _look_up(word: str) -> tuple[str | None, str | None]:
    for key in (word, " ".join(word.split()), _plain_word(word), _plain_word(word).replace("-", " ")):
        if key in _currency_units():
            return _currency_units()[key][0], "money"
        if key in _measures():
            return _measures()[key]
    folded = {known.lower(): known for known in (*_measures(), *_currency_units())}
    known = folded.get(_plain_word(word))
    return _look_up(known) if known and known != word else (None, None)


def _money_after_code(text: str, quantity: Quantity) -> Quantity:
    """ "75 USD million": a code between the number and its magnitude; "M" and a code after a space."""
    many = re.compile(r"\s?M([A-Z]{3})(?!\w)").match(text, quantity.number_end)
    if many and many.group(1) in _currency_units() and quantity.value is not None and not quantity.measure:
        unit = _currency_units()[many.group(1)][0]
        value, end = quantity.value * 10**6, many.end()
        return replace(quantity, value=value, unit=unit, measure="money", end=end, core_end=end)
    return quantity


def _extend(text: str, quantity: Quantity) -> Quantity:
    """Ages told from durations, and a magnitude that follows the code of a currency."""
    if quantity.measure == "time" and (
        OLD.match(text, quantity.core_end) or AGED.search(text, max(0, quantity.core_start - 8), quantity.core_start)
    ):
        old = OLD.match(text, quantity.core_end)
        end = old.end() if old else quantity.core_end
        return replace(quantity, measure="age", end=end, core_end=end)
    if quantity.measure == "money" and quantity.scale == 1 and quantity.value is not None:
        word = re.compile(r"\s(million|billion|trillion|thousand)\b", re.IGNORECASE).match(text, quantity.core_end)
        if word:
            scale = int(number_words()[word.group(1).lower()][1])
            value = quantity.value * scale
            return replace(quantity, value=value, scale=scale, end=word.end(), core_end=word.end())
    return quantity


# -------------------------------------------------------------------------------------- joining


def _join_compounds(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """Feet with inches and money with its hundredths made one quantity ("5ft 2in", "three dollars 50 cents")."""
    joined: list[Quantity] = []
    for quantity in quantities:
        left = joined[-1] if joined else None
        part = _part_of(text, left, quantity) if left is not None else None
        gap = re.compile(r"\s?(?:and\s)?").fullmatch(text, left.core_end, quantity.core_start) if left else None
        if left is not None and part is not None and gap and left.value is not None and quantity.value is not None:
            value = left.value + quantity.value * part
            joined[-1] = replace(left, value=value, end=quantity.end, core_end=quantity.core_end)
        else:
            joined.append(quantity)
    return joined


def _join_conversions(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """The quantities, those in brackets that tell the one before in another unit joined to it ("100 km (62 miles)")."""
    joined: list[Quantity] = []
    for quantity in quantities:
        left = joined[-1] if joined else None
        closing = CLOSING.match(text, quantity.core_end)
        if left is not None and closing and _is_conversion(text, left, quantity):
            joined[-1] = replace(left, end=closing.end(), core_end=closing.end())
        else:
            joined.append(quantity)
    return joined


def _is_conversion(text: str, left: Quantity, right: Quantity) -> bool:
    if left.measure in {None, "money", "share", "age", "time"} or left.measure != right.measure:
        return False
    return left.unit != right.unit and CONVERTED.fullmatch(text, left.core_end, right.core_start) is not None


def _closes(text: str, end: int) -> bool:
    """Whether nothing that a number could count follows."""
    return re.compile(r"\s*(?:[.,;)]|$|more\b|each\b)").match(text, end) is not None


def _part_of(text: str, left: Quantity, right: Quantity) -> Fraction | None:
    if left.measure == "money" and left.value is not None and left.value.denominator == 1 and left.scale == 1:
        cents = (
            right.value is not None and right.unit is None and right.digits and right.plain and 10 <= right.value < 100
        )
        if cents and left.core_end > left.number_end and _closes(text, right.core_end):
            return Fraction(1, 100)
    if left.unit == "foot" and right.unit == "inch" and left.value and right.value and right.value < 12:
        return Fraction(1, 12)
    if left.measure == "money" and right.unit in {"cent", "pence"} and left.unit not in {"cent", "pence"}:
        return Fraction(1, 100)
    return None


def _join_ranges(text: str, quantities: list[Quantity]) -> list[Quantity]:
    joined: list[Quantity] = []
    for quantity in quantities:
        left = joined[-1] if joined else None
        made = _range_of(text, left, quantity) if left is not None else None
        if made is not None:
            joined[-1] = made
            continue
        if left is not None and _shares_age(text, left, quantity):
            quantity = replace(quantity, unit="year", measure="age")
        lender = joined[-2] if left is not None and _looks_like_year(left) and len(joined) > 1 else left
        if lender is not None and (_lends_money(text, lender, quantity) or _lends_length(text, lender, quantity)):
            quantity = replace(quantity, unit=lender.unit, measure=lender.measure)
        if left is not None and _lacks_unit(text, left, quantity):
            joined[-1] = replace(left, unit=quantity.unit, measure=quantity.measure)
        if left is not None and _moves(text, left, quantity):
            joined[-1] = replace(_share_measure(left, quantity), moves_from=True)
        joined.append(quantity)
    return joined


def _shares_age(text: str, left: Quantity, right: Quantity) -> bool:
    """Whether a bare number goes on with ages ("aged five and nine")."""
    if (
        left.measure != "age"
        or right.unit is not None
        or right.kind != "cardinal"
        or not AGE_ENDS.match(text, right.end)
    ):
        return False
    return re.compile(r",?\s+(?:and|or)\s+|,\s+").fullmatch(text, left.core_end, right.core_start) is not None


def _looks_like_year(quantity: Quantity) -> bool:
    return quantity.plain and quantity.unit is None and quantity.value is not None and 1900 <= quantity.value < 2100


def _lends_money(text: str, left: Quantity, right: Quantity) -> bool:
    """Whether a level beside a sum is money too ("by 8 billion zlotys to 118 billion", "missing the 455 million")."""
    if left.measure != "money" or right.unit is not None or right.scale == 1 or right.scale != left.scale:
        return False
    return LEVEL_OF.fullmatch(text, left.core_end, right.core_start) is not None


def _lends_length(text: str, left: Quantity, right: Quantity) -> bool:
    """Whether what a measure moves to is of its unit ("from 29,000 feet to 3,200")."""
    if left.measure not in {"length", "mass", "temperature", "area", "volume"} or right.unit is not None:
        return False
    if not FROM.search(text, max(0, left.core_start - 12), left.core_start) or right.kind != "cardinal":
        return False
    moved = re.compile(r"\s+to\s+").fullmatch(text, left.core_end, right.core_start) is not None
    return moved and COUNT_ENDS.match(text, right.core_end) is not None


def _lacks_unit(text: str, left: Quantity, right: Quantity) -> bool:
    """Whether a number shares the unit of the next one ("12 and 15 years")."""
    if left.unit is not None or left.kind != "cardinal" or right.measure in {None, "money", "age"}:
        return False
    return re.compile(r"\s+(?:and|or)\s+").fullmatch(text, left.core_end, right.core_start) is not None


def _moves(text: str, left: Quantity, right: Quantity) -> bool:
    """Whether two numbers are the ends of a movement: "from 18 to 22"."""
    if not FROM.search(text, max(0, left.core_start - 12), left.core_start):
        return False
    return re.compile(r"\s+(?:[\w-]+\s+){0,3}to\s+(?:[a-z]+\s+){0,2}", re.IGNORECASE).fullmatch(
        text, left.core_end, right.core_start
    ) is not None and _same_measure(left, right)


def _same_measure(left: Quantity, right: Quantity) -> bool:
    return left.unit == right.unit or left.unit is None or (right.unit is None and left.measure == "money")


def _share_measure(left: Quantity, right: Quantity) -> Quantity:
    """The left number with the unit, and where it lacks one the magnitude, of the right one."""
    if left.unit is None and right.unit is not None:
        left = replace(left, unit=right.unit, measure=right.measure)
    return left


def _range_of(text: str, left: Quantity, right: Quantity) -> Quantity | None:
    """One quantity from two ends ("5 to 7", "between 5 and 7", "40-50", "10 or 12"), or None."""
    if left.value is None or right.value is None or not _same_measure(left, right):
        return None
    if left.kind != right.kind and "ordinal" in {left.kind, right.kind}:
        return None
    between = BETWEEN.search(text, max(0, left.core_start - 24), left.core_start)
    if between and BETWEEN_JOINT.fullmatch(text, left.core_end, right.core_start):
        start = between.start()
    elif RANGE_JOINTS.fullmatch(text, left.core_end, right.core_start):
        found = _start_of_range(text, left, right)
        if found is None:
            return None
        start = found
    else:
        return None
    low = _scaled_low(left, right)
    if low >= right.value:
        return None
    unit, measure = right.unit or left.unit, right.measure or left.measure
    if between and "age" in between.group():
        unit, measure = "year", "age"
    return Quantity(
        start, right.end, left.core_start if start == left.start else start, right.core_end, right.number_end,
        None, low, right.value, "cardinal", unit, measure,
        scale=right.scale, digits=left.digits and right.digits, bounded=True, ranged=True,
    )  # fmt: skip


def _start_of_range(text: str, left: Quantity, right: Quantity) -> int | None:
    ranging = RANGING.search(text, max(0, left.core_start - REACH), left.core_start)
    moving = FROM.search(text, max(0, left.core_start - 12), left.core_start)
    if moving and not ranging:
        return None
    joint = text[left.core_end : right.core_start]
    shares = left.unit is None and right.measure == "share"
    if joint.strip().lower() == "to" and not shares and BY.search(text, max(0, left.start - 16), left.start):
        return None
    if joint.strip() in {"-", "–", "—"} and (not left.digits or not right.digits) and left.scale == right.scale == 1:
        return left.start if right.unit else None
    if left.kind == "ordinal" or ("vague" in {left.kind, right.kind}):
        return None
    if (
        left.unit is not None
        and joint.strip().lower() == "to"
        and _changed().search(text, max(0, left.start - 20), left.start)
    ):
        return None
    return moving.start() if moving else left.start


def _scaled_low(left: Quantity, right: Quantity) -> Fraction:
    """The lower end; "$2-3 billion" and "5 to 7 million" lend it the magnitude of the upper one."""
    assert left.value is not None
    assert right.value is not None
    if left.scale == 1 and right.scale > 1 and left.value < 1000 and left.value < right.value / right.scale:
        return left.value * right.scale
    return left.value


def _bound(text: str, quantity: Quantity, left: int) -> Quantity:
    """The quantity with the words before and after it that bound it, make it approximate or tell its role."""
    quantity = _bound_after(text, quantity)
    start, open_end = quantity.start, quantity.start
    if quantity.kind == "ordinal" and text[max(0, start - 4) : start].lower() == "the ":
        start -= 4
    after_article = False
    while True:
        match = _signals_before().search(text, max(left, start - REACH), start)
        if match is None or match.end() != start:
            break
        word = _plain_word(match.group())
        signal, closed = _signal_of("before").get(word, ("", True))
        if word in {"over", "about", "beyond"} and quantity.measure == "time" and not _lasting(text, match.start()):
            break
        if word == "up to" and ADDS.search(text, max(0, match.start() - 12), match.start()):
            break
        if after_article and word in PREPOSITIONS:
            break
        if word == "within" and quantity.measure not in {"time", "length", "share"}:
            break
        if word in REACHED and not _leads_up(text, match.start(), quantity):
            break
        after_article = word == "a"
        start = match.start()
        if signal:
            open_end = start
        quantity = _apply(quantity, signal, closed)
    return replace(quantity, start=open_end)


def _leads_up(text: str, start: int, quantity: Quantity) -> bool:
    """Whether "past" or "passed" leads up to a bare count ("jumps past 800"), and is no time or passing by."""
    if quantity.measure in {"time", "age"} or (quantity.value or 0) < 10:
        return False
    counts = COUNT_ENDS.match(text, quantity.core_end) is not None or quantity.measure is not None
    return counts and LEADING.search(text, max(0, start - 12), start) is None


def _lasting(text: str, start: int) -> bool:
    return DURING.search(text, max(0, start - 12), start) is not None


def _bound_after(text: str, quantity: Quantity) -> Quantity:
    match = _signals_after().match(text, quantity.core_end)
    if match is None or quantity.kind in {"ordinal"}:
        return quantity
    word = _plain_word(match.group().strip())
    table = _signal_of("after")
    signal, closed = table.get(word) or table.get(word.lstrip("- ")) or table.get("-" + word, ("", True))
    if word.lstrip("-") == "odd" and not match.group().startswith("-"):
        return quantity
    end = match.end()
    return replace(_apply(quantity, signal, closed), end=end, core_end=end)


def _apply(quantity: Quantity, signal: str, closed: bool) -> Quantity:
    """The quantity as a bound ("at least 40" has no value, only a low end), approximate, or with a role."""
    if signal == "approximate":
        return replace(quantity, approximate=True, bounded=True)
    if signal in {"low", "high"}:
        if quantity.value is None:
            return replace(quantity, bounded=True)
        if signal == "low":
            return replace(quantity, value=None, low=quantity.value, low_closed=closed, bounded=True)
        return replace(quantity, value=None, high=quantity.value, high_closed=closed, bounded=True)
    if signal:
        return replace(quantity, signals=(*quantity.signals, signal))
    return quantity


def _join_bounds(text: str, quantities: list[Quantity]) -> Iterator[Quantity]:
    """A lower and an upper bound side by side made one ("more than 20 and less than 35")."""
    place = 0
    while place < len(quantities):
        left = quantities[place]
        right = quantities[place + 1] if place + 1 < len(quantities) else None
        merged = _both_bounds(text, left, right) if right is not None else None
        yield merged or left
        place += 2 if merged else 1


def _both_bounds(text: str, left: Quantity, right: Quantity) -> Quantity | None:
    if not left.bounded or not right.bounded or not CONJOINED.fullmatch(text, left.end, right.start):
        return None
    if left.value is not None or right.value is not None or (left.low is None) == (right.low is None):
        return None
    low, high = (left, right) if left.low is not None else (right, left)
    if low.high is not None or high.high is None or low.low is None or low.low >= high.high or left.unit != right.unit:
        return None
    return replace(
        left, end=right.end, core_end=right.core_end, number_end=right.number_end, low=low.low, high=high.high,
        low_closed=low.low_closed, high_closed=high.high_closed,
    )  # fmt: skip
