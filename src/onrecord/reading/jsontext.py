"""JSON to plain values, refused where two readers could see two stories in one text.

RFC 8259 leaves open what a key means that stands twice, and knows no infinity and no depth. Here a value has one
meaning: numbers stay as they are written, what is too deep, too long or ambiguous is refused or noted.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from onrecord.errors import NotText, TooLarge
from onrecord.model import Notice
from onrecord.reading.limits import Limits

PIECE = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[\]{}:]|[-+.0-9eE]++', re.S)
MOST_DOUBLED = 3
SURROGATE = re.compile("[\ud800-\udfff]")


class Numeral(str):
    """A number as it is written, told apart from a string."""

    __slots__ = ()


def parse_json(text: str, name: str, limits: Limits) -> tuple[Any, tuple[Notice, ...]]:
    """The value of a JSON text, with a notice where a key stands twice.

    Raises TooLarge with the code too_deep, too_many_keys or too_many_digits, and NotText with the code bad_json.
    """
    text = text.lstrip("\ufeff")
    _measure(text, name, limits)
    doubled: list[str] = []

    def pair(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            counts = Counter(key for key, _ in pairs)
            doubled.extend(key for key, count in counts.items() if count > 1 and len(doubled) < MOST_DOUBLED)
        return found

    try:
        value = json.loads(
            text, object_pairs_hook=pair, parse_int=Numeral, parse_float=Numeral, parse_constant=_refuse_constant
        )
    except json.JSONDecodeError as error:
        reason = f"it is no JSON: {error.msg.lower()} in line {error.lineno}, column {error.colno}"
        raise NotText(name, reason, "Give one JSON value, or --reader jsonl for one a line.", "bad_json") from None
    except (ValueError, RecursionError) as error:
        raise NotText(name, f"it is no JSON: {error}", "Give one JSON value.", "bad_json") from None
    return value, _note_doubled(doubled)


def _refuse_constant(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def _note_doubled(keys: list[str]) -> tuple[Notice, ...]:
    if not keys:
        return ()
    shown = ", ".join(repr(key[:40]) for key in dict.fromkeys(keys[:3]))
    return (Notice("doubled_key", f"the key {shown} stands twice in one object; the last value was taken"),)


def _measure(text: str, name: str, limits: Limits) -> None:
    """Raise TooLarge for what is nested too deep or holds too many keys or digits, before anything is built."""
    depth = keys = 0
    for found in PIECE.finditer(text):
        piece = found.group()
        if piece[0] == '"':
            continue
        if piece in "[{":
            depth += 1
            if depth > limits.json_depth:
                raise _too_much(name, f"nested deeper than {limits.json_depth:,} (limit `json_depth`)", "too_deep")
        elif piece in "]}":
            depth -= 1
        elif piece == ":":
            keys += 1
            if keys > limits.json_keys:
                raise _too_much(name, f"more than {limits.json_keys:,} keys (limit `json_keys`)", "too_many_keys")
        elif len(piece) > limits.digits:
            raise _too_much(name, f"a number of more than {limits.digits:,} digits (limit `digits`)", "too_many_digits")


def _too_much(name: str, what: str, code: str) -> TooLarge:
    return TooLarge(name, f"its JSON has {what}", "Give the articles as text.", code)


def text_in(value: Any) -> str:
    """The string that a value is, empty for any other kind; halves of surrogate pairs are replaced."""
    if not isinstance(value, str) or isinstance(value, Numeral):
        return ""
    return SURROGATE.sub("\ufffd", value)
