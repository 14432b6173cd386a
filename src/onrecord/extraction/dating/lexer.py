"""A text cut into the tokens that time expressions are made of.

Each token has a kind, written as one character, so that the grammar can be regular expressions over kinds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from onrecord.words import read_table

TOKEN = re.compile(
    r"(?P<iso>\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)(?!\w)"
    r"|(?P<compact>(?:19|20)\d{6})(?![\d.,/-]*\d)"
    r"|(?P<ordinal>\d{1,4}(?:st|nd|rd|th))\b"
    r"|(?P<decade>['’]\d0s|\d0['’]?s|\d{3}0['’]?s)\b"
    r"|(?P<dotted>\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}\.\d{1,2}\.\d\d)(?![\d.]*\d)"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<halves>[QqHh][1-4]\b)"
    r"|(?P<ampm>[AaPp]\.\s?[Mm]\b\.?|[AaPp]\s?[Mm]\b|(?<=\d)[ap]\b)"
    r"|(?P<possessive>['’]s\b)"
    r"|(?P<word>[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)?)"
    r"|(?P<sign>[^\w\s])"
)
BLANK = re.compile(r"\n[^\S\n]*\n")
SIGNS = {",": "comma", "/": "slash", ":": "colon", "-": "dash", "–": "dash", "—": "dash", "−": "dash", "~": "dash",
         "(": "open", ")": "close_", "+": "plus", "&": "and", ".": "stop", "‑": "dash", "$": "money", "€": "money",
         "£": "money", "¥": "money", "%": "percent", ";": "stop", "!": "stop", "?": "stop",
         "#": "money", "'": "apostrophe", "’": "apostrophe"}  # fmt: skip
ABBREVIATED = ("month", "weekday", "maybe_month", "maybe_weekday")
YEARS = range(1000, 10_000)


class Node(NamedTuple):
    """Words that mean one thing: their kind, place, and value."""

    kind: str
    start: int
    end: int
    value: Any = None
    parts: tuple[Any, ...] = ()  # nodes that a user may want alone: the ends of a range, what a bound is set on


class Word(NamedTuple):
    """What the tables know of a word."""

    kind: str
    value: Any
    sure: str = "always"


@cache
def load_words() -> dict[str, Word]:
    """All date words of the tables, in lower case."""
    words = {row["word"]: Word(row["kind"], _read_value(row["value"])) for row in read_table("date_words")}
    for row in read_table("date_numbers"):
        words[row["word"]] = Word(row["kind"], int(row["value"]) if row["value"] else None)
    for row in read_table("date_units"):
        words[row["word"]] = Word(row["kind"], row["unit"])
    for row in read_table("date_zones"):
        words[row["word"]] = Word("zone", row["offset"] or None, "upper")
    for row in read_table("date_months"):
        words[row["word"]] = Word("month", int(row["month"]), row["sure"])
    for row in read_table("date_weekdays"):
        number = int(row["weekday"])
        words[row["word"]] = Word("weekday", number, row["sure"])
        if row["sure"] == "always":
            words[row["word"] + "s"] = Word("weekdays", number)
    words["second"] = Word("second", "second")
    return words


@cache
def load_holidays() -> dict[str, tuple[tuple[str, str], ...]]:
    """The feasts, longest first, by their first word."""
    rows = sorted(((row["name"], row["rule"]) for row in read_table("date_holidays")), key=lambda row: -len(row[0]))
    firsts = {re.split(r"[ '’]", name)[0] for name, _ in rows}
    return {first: tuple(row for row in rows if re.split(r"[ '’]", row[0])[0] == first) for first in firsts}


def _read_value(value: str) -> int | str | None:
    return int(value) if value.lstrip("-").isdigit() else value or None


def read_tokens(text: str, start: int, end: int, is_date_word: Callable[[int, int], bool | None]) -> list[Node]:
    """The tokens of `text[start:end]`; words that time expressions do not use are of kind `other`.

    `is_date_word` says of an unsure word ("May", "second") whether the parse takes it for a date, None if not known.
    """
    nodes: list[Node] = []
    last = start
    skip_to = start
    for match in TOKEN.finditer(text, start, end):
        if match.start() < skip_to:
            continue
        if match.start() - last > 1 and BLANK.search(text, last, match.start()):
            nodes.append(Node("stop", match.start(), match.start()))
        node = _read_token(match, text, is_date_word)
        if node.kind in ABBREVIATED and text[node.end : node.end + 1] == ".":
            node = _take_stop(node, text)
        nodes.append(node)
        last = skip_to = node.end
    return nodes


def _take_stop(node: Node, text: str) -> Node:
    """An abbreviation with its full stop, unless the stop ends the sentence."""
    whole = text[node.start : node.end].lower() in ("march", "april", "may", "june", "july")
    ends = node.kind.startswith("maybe") and not text[node.end + 1 : node.end + 3].strip()[:1].isdigit()
    return node if whole or ends or node.end - node.start > 5 else node._replace(end=node.end + 1)


def _read_token(match: re.Match[str], text: str, is_date_word: Callable[[int, int], bool | None]) -> Node:
    group = match.lastgroup or "sign"
    start, end = match.span()
    if group == "word":
        return _read_word(text, start, end, is_date_word)
    if group == "number":
        return Node(_name_written(match.group()), start, end, _read_value_of(match.group()))
    if group == "sign":
        return Node(_name_sign(text, start), start, end)
    if group == "ordinal":
        return Node("ordinal", start, end, int(match.group()[:-2]))
    if group == "decade":
        return Node("decade", start, end, int("".join(filter(str.isdigit, match.group()))))
    return Node(group, start, end, match.group())


def _name_sign(text: str, start: int) -> str:
    sign = text[start]
    if sign == "." and not (text[start + 1 : start + 2].isspace() or start + 1 >= len(text)):
        return "point"
    return SIGNS.get(sign, "other")


def _name_written(written: str) -> str:
    if not written.isascii() or len(written) > 9:
        return "number"
    if not written.isdigit():
        return "decimal"
    value = int(written)
    if len(written) == 4 and value in YEARS:
        return "y4"
    return name_number(value) if len(written) <= 2 else "number"


def _read_value_of(written: str) -> float | None:
    plain = written.replace(",", "")
    if not plain.isascii() or len(plain) > 12:
        return None
    if plain.isdigit():
        return int(plain)
    return float(plain) if plain.count(".") == 1 else None


def name_number(value: int) -> str:
    """The kind of a whole number: by what it can be, an hour, a day, a minute."""
    if value <= 0:
        return "n0"
    return (
        "n12" if value <= 12 else "n24" if value <= 24 else "n31" if value <= 31 else "n59" if value < 60 else "number"
    )


def _read_word(text: str, start: int, end: int, is_date_word: Callable[[int, int], bool | None]) -> Node:
    written = text[start:end]
    lower = written.lower()
    holidays = load_holidays().get(lower.split("'")[0].split("’")[0])
    if holidays and (feast := _find_holiday(text, start, holidays)):
        return feast
    word = load_words().get(lower)
    if word is None:
        return Node("other", start, end)
    if word.kind == "weekday" and is_date_word(start, end) is False:
        return Node("other", start, end)
    if word.sure == "always":
        return Node(word.kind, start, end, word.value)
    if word.sure == "capital" and written[0].isupper():
        return Node("other" if is_date_word(start, end) is False else word.kind, start, end, word.value)
    if word.sure == "upper":
        return Node("zone" if written.isupper() else "other", start, end, word.value)
    known = is_date_word(start, end)
    if known is False:
        return Node("other", start, end)
    return Node(
        f"maybe_{word.kind}" if known is None or not written[0].isupper() else word.kind, start, end, word.value
    )


def _find_holiday(text: str, start: int, names: tuple[tuple[str, str], ...]) -> Node | None:
    for name, rule in names:
        end = start + len(name)
        if text[start:end].lower() == name and not text[end : end + 1].isalnum():
            return Node("holiday", start, end, rule)
    return None
