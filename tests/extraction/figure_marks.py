"""How a suite of sentences with figures is marked: each figure that a sentence holds against those found in it.

Units differ by house: people, whatever befell them, are one unit here, and things are compared in the singular. What
is counted is marked generously: the noun that heads the wanted words is among those found (any other word of weight
where a number has a unit of its own), and the class of victims (killed, injured, missing, …) is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from onrecord.extraction.counted import is_person
from onrecord.extraction.dates import find_dates
from onrecord.extraction.figures import find_figures
from onrecord.model import Date, Figure
from onrecord.words import read_table
from tests.pages import page_of

Row = dict[str, str]
PARTS = ("found", "value", "bounds", "unit", "counted", "role", "approximate", "per", "as_of", "by")
NUMBERS = ("value", "low", "high")
VICTIMS = {
    "killed": "kill died dies dead death deaths toll perish dying fatal fatality fatalities losses die",
    "injured": "injur wound hurt casualt",
    "missing": "missing unaccounted",
    "trapped": "trapped strand",
    "arrested": "arrest detain custody",
    "rescued": "rescued surviv",
}
SAME_UNITS = {
    "km": "kilometre", "kilo": "kilogram", "celsius": "degree celsius", "°c": "degree celsius", "ton": "tonne", "sq km": "square km",
    "square kilometre": "square km", "square kilometer": "square km", "meter": "metre", "liter": "litre", "corpse": "body",
    "points": "point", "ringgit": "myr", "fahrenheit": "degree fahrenheit",
}  # fmt: skip
WEIGHTLESS = frozenset({
    "a", "an", "the", "of", "in", "at", "on", "by", "for", "to", "from", "with", "and", "or", "who", "which", "that", "was",
    "were", "is", "are", "be", "been", "has", "have", "had", "as", "than",
})  # fmt: skip
BORDER = re.compile(
    r"\b(?:of|in|at|on|by|for|to|from|with|who|which|that|killed|taken|found|lost|among|against|off|between|around|left|into|as)\b|,"
)


@dataclass(frozen=True)
class Mark:
    """A wanted figure with the one found in its place, and for each part whether it is right (None: not asked)."""

    row: Row
    found: Figure | None
    right: Mapping[str, bool | None]


@dataclass(frozen=True)
class Sheet:
    """A sentence marked: its wanted figures, and those found that nobody wants."""

    text: str
    marks: tuple[Mark, ...]
    extra: tuple[Figure, ...]


def read_rows(path: Path) -> list[Row]:
    """The rows of a tab-separated suite with a header and `#` remarks."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line and line[0] != "#"]
    head = lines[0].split("\t")
    return [dict(zip(head, [*line.split("\t"), *[""] * len(head)], strict=False)) for line in lines[1:]]


def mark_figures(path: Path) -> list[Sheet]:
    """All sentences of a suite, marked."""
    rows = groupby(read_rows(path), key=lambda row: (row["dateline"], row["text"]))
    return [_mark_sentence(day, text, list(wanted)) for (day, text), wanted in rows]


def _mark_sentence(day: str, text: str, rows: Sequence[Row]) -> Sheet:
    page = page_of(text, dateline=day)
    figures = list(find_figures(page, find_dates(page)))
    marks, left, taken = [], [*figures], 0
    for row in (row for row in rows if row["figure"]):
        start = _place_of(text, row["figure"], taken)
        taken = start + len(row["figure"])
        over = [f for f in left if f.start < taken and start < f.end]
        best = max(over, key=lambda f: (_has_numbers(row, f, NUMBERS), -abs(f.start - start)), default=None)
        if best is not None:
            left.remove(best)
        marks.append(Mark(row, best, _mark(row, best)))
    return Sheet(text, tuple(marks), tuple(left))


def _place_of(text: str, figure: str, start: int) -> int:
    """Where the wanted figure stands as a word of its own, after the one before it if it can."""
    pattern = re.compile(rf"(?<![\w.,]){re.escape(figure)}(?![\d])(?!,\d)")
    found = pattern.search(text, start) or pattern.search(text)
    return found.start() if found else max(text.find(figure), 0)


def _mark(row: Row, figure: Figure | None) -> dict[str, bool | None]:
    bounded, valued = bool(row["low"] or row["high"]), bool(row["value"])
    if figure is None:
        asked = {"value": valued, "bounds": bounded, "per": row["per"], "as_of": row["as_of"], "by": row["by"]}
        return {part: False if asked.get(part, True) else None for part in PARTS}
    return {
        "found": True,
        "value": _has_numbers(row, figure, NUMBERS) if valued else None,
        "bounds": _has_numbers(row, figure, NUMBERS) if bounded else None,
        "unit": _same_unit(row["unit"], figure.unit or ""),
        "counted": _same_counted(row, figure),
        "role": row["role"] == figure.role,
        "approximate": (row["approximate"] == "true") == figure.approximate,
        "per": _same_unit(row["per"], figure.per or "") if row["per"] or figure.per else None,
        "as_of": _tell_ends(figure.as_of) == row["as_of"] if row["as_of"] else None,
        "by": _tell_ends(figure.by or figure.as_of) == row["by"] if row["by"] else None,
    }


def _has_numbers(row: Row, figure: Figure, names: Sequence[str]) -> bool:
    pairs = ((row[name], getattr(figure, name)) for name in names)
    return all(_same_number(wanted, found) for wanted, found in pairs)


def _same_number(wanted: str, found: float | None) -> bool:
    if not wanted or found is None:
        return not wanted and found is None
    return abs(float(wanted) - found) <= 0.0005 * max(abs(float(wanted)), abs(found)) + 1e-9


def _same_unit(wanted: str, found: str) -> bool:
    return _unit(wanted) == _unit(found)


def _unit(unit: str) -> str:
    if unit.isupper() and len(unit) == 3:
        return unit
    word = unit.lower()
    if word in _states() or is_person(word, word) or word in {"casualties", "troops"}:
        return "people"
    word = SAME_UNITS.get(word, word)
    return SAME_UNITS.get(_singular(word), _singular(word))


def _states() -> frozenset[str]:
    return frozenset(row["state"] for row in read_table("states"))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _same_counted(row: Row, figure: Figure) -> bool:
    found = f"{figure.counted or ''} {figure.unit or ''} {figure.text}".lower()
    wanted = row["counted"].lower()
    if not figure.counted and row["role"] != "rank":
        return False
    if _victims(wanted) and _victims(wanted) != _victims(found):
        return False
    if row["unit"] == "people" and not _victims(wanted) and _victims(found):
        return False
    head = BORDER.split(wanted)[0] or wanted
    heads = set(_stems(head)) or set(_stems(wanted))
    if row["unit"] != "people" or not _is_people(heads, row):
        heads |= set(_stems(wanted)) if _is_measured(row) else set()
    people = row["unit"] == "people" and _unit(figure.unit or "") == "people"
    return bool(heads & set(_stems(found))) or (people and _is_people(heads, row))


def _is_people(heads: set[str], row: Row) -> bool:
    return bool(heads & {"people", "person", "dead", "toll", "dea", "count"}) or bool(_victims(row["counted"].lower()))


def _is_measured(row: Row) -> bool:
    money = row["unit"].isupper() and len(row["unit"]) == 3
    return (
        money
        or row["role"] in {"rank", "other", "rate", "part"}
        or bool(row["unit"] and row["unit"] not in row["counted"])
    )


def _victims(words: str) -> str:
    for state, stems in VICTIMS.items():
        if any(re.search(rf"\b{stem}", words) for stem in stems.split()):
            return state
    return ""


def _stems(words: str) -> Iterator[str]:
    for word in re.findall(r"[\w-]+", words.lower()):
        if word not in WEIGHTLESS and not word[0].isdigit():
            yield re.sub(r"(?:ing|ed|es|s)$", "", _singular(word)) if len(word) > 4 else _singular(word)


def _tell_ends(date: Date | None) -> str:
    return f"{date.from_ or ''}/{date.to or ''}" if date is not None else ""
