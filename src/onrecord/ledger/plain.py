"""Frozen values of the domain from their plain form, and plain readings without the words that their places repeat."""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from functools import lru_cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from onrecord.model import Reading

Value = TypeVar("Value")
Convert = Callable[[Any], Any]


def from_plain(kind: type[Value], plain: Any) -> Value:
    """The frozen value of that type that `to_plain` made these dicts and lists of; unknown keys are passed over.

    Raises ValueError where a key is missing or a value is not of its type, naming the key.
    """
    return cast(Value, find_converter(cast(Any, kind))(plain))


@lru_cache(maxsize=256)
def find_converter(kind: Any) -> Convert:
    """The function that turns a plain value into one of the type."""
    origin, choices = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        return _convert_dataclass(kind)
    if origin in (Union, types.UnionType):
        return _convert_union(choices)
    if origin is tuple:
        return _convert_tuple(choices)
    if origin is Literal:
        return _convert_literal(choices)
    return _convert_scalar(kind)


def _convert_dataclass(kind: Any) -> Convert:
    hints = get_type_hints(kind)
    parts = [
        (item.name, item.name.rstrip("_"), find_converter(hints[item.name]), item.default is MISSING)
        for item in fields(kind)
        if item.init
    ]

    def convert(plain: Any) -> Any:
        if not isinstance(plain, dict):
            raise ValueError(f"{plain!r:.60} is no {kind.__name__}")
        values = {}
        for name, key, read, needed in parts:
            if key in plain:
                try:
                    values[name] = read(plain[key])
                except ValueError as error:
                    raise ValueError(f"{key}: {error}") from None
            elif needed:
                raise ValueError(f"{key} is missing from a {kind.__name__}")
        return kind(**values)

    return convert


def _convert_union(choices: tuple[Any, ...]) -> Convert:
    readers = [find_converter(choice) for choice in choices if choice is not type(None)]
    optional = type(None) in choices

    def convert(plain: Any) -> Any:
        if plain is None and optional:
            return None
        for read in readers[:-1]:
            try:
                return read(plain)
            except ValueError:
                continue
        return readers[-1](plain)

    return convert


def _convert_tuple(choices: tuple[Any, ...]) -> Convert:
    many = len(choices) == 2 and choices[1] is Ellipsis
    readers = [find_converter(choice) for choice in choices if choice is not Ellipsis]

    def convert(plain: Any) -> Any:
        if not isinstance(plain, (list, tuple)) or not (many or len(plain) == len(readers)):
            raise ValueError(f"{plain!r:.60} is no list of {'any length' if many else len(readers)}")
        if many:
            return tuple(map(readers[0], plain))
        return tuple(read(item) for read, item in zip(readers, plain, strict=True))

    return convert


def _convert_literal(choices: tuple[Any, ...]) -> Convert:
    def convert(plain: Any) -> Any:
        if plain not in choices:
            raise ValueError(f"{plain!r:.60} is not one of {', '.join(map(str, choices))}")
        return plain

    return convert


def _convert_scalar(kind: Any) -> Convert:
    def convert(plain: Any) -> Any:
        if type(plain) is not kind:
            raise ValueError(f"{plain!r:.60} is no {kind.__name__}")
        return plain

    return convert


def strip_words(plain: Any, text: str) -> Any:
    """The plain value with each place that repeats the text's own words without them."""
    if isinstance(plain, dict):
        stripped = {key: strip_words(value, text) for key, value in plain.items()}
        start, end = plain.get("start"), plain.get("end")
        if isinstance(start, int) and isinstance(end, int) and plain.get("text") == text[start:end]:
            del stripped["text"]
        return stripped
    if isinstance(plain, (list, tuple)):
        return [strip_words(item, text) for item in plain]
    return plain


def has_words(stripped: Any) -> bool:
    """Whether a place kept its words, because the text has others there."""
    if isinstance(stripped, dict):
        return ("start" in stripped and "text" in stripped) or any(map(has_words, stripped.values()))
    return isinstance(stripped, list) and any(map(has_words, stripped))


def restore_words(plain: Any, text: str) -> Any:
    """The same plain value with the words put back at every place, in place."""
    waiting = [plain]
    while waiting:
        item = waiting.pop()
        if type(item) is dict:
            if "start" in item and "text" not in item:
                item["text"] = text[item["start"] : item["end"]]
            waiting.extend([value for value in item.values() if type(value) is dict or type(value) is list])
        elif item and type(item[0]) is not str:
            waiting.extend([value for value in item if type(value) is dict or type(value) is list])
    return plain


def read_reading(plain: dict[str, Any]) -> Reading:
    """The reading that `Reading.to_dict` made this of.

    Raises ValueError where it is of another shape.
    """
    return from_plain(Reading, plain)
