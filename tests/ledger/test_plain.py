"""Readings become plain values and the same readings again."""

from __future__ import annotations

import copy
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.ledger.packing import pack, unpack, write_canonical
from onrecord.ledger.plain import read_reading, restore_words, strip_words
from onrecord.model import Reading
from tests.ledger.samples import make_note
from tests.readings import make_hostile_reading, make_reading


@pytest.mark.parametrize(
    "reading", [make_reading(), make_hostile_reading(), make_note(7)], ids=["full", "hostile", "note"]
)
def test_a_reading_comes_back_from_its_json(reading: Reading) -> None:
    assert read_reading(json.loads(json.dumps(reading.to_dict()))) == reading


@pytest.mark.parametrize("reading", [make_reading(), make_hostile_reading()], ids=["full", "hostile"])
def test_words_that_places_repeat_are_left_out_and_put_back(reading: Reading) -> None:
    plain = json.loads(json.dumps(reading.to_dict()))
    stripped = strip_words(copy.deepcopy(plain), reading.report.text)
    assert len(json.dumps(stripped)) < len(json.dumps(plain))
    assert restore_words(stripped, reading.report.text) == plain


def test_keys_of_later_versions_are_passed_over() -> None:
    plain = make_note(1).to_dict() | {"mood": "new"}
    assert read_reading(plain) == make_note(1)


def change(plain: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    *way, last = path.split(".")
    place: Any = plain
    for step in way:
        place = place[int(step)] if step.isdigit() else place[step]
    place[last] = value
    return plain


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("claims.0.factuality", "CERTAIN"), ("claims.0.confidence", "high"), ("claims.0.contents", "words"),
        ("claims.0.said", 5), ("figures.0.approximate", 1), ("report.text", None), ("parties", None),
    ],
)  # fmt: skip
def test_a_value_of_another_kind_is_refused_by_its_key(path: str, value: Any) -> None:
    with pytest.raises(ValueError, match=path.rsplit(".", 1)[-1]):
        read_reading(change(json.loads(json.dumps(make_note(1).to_dict())), path, value))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


def sort_out(value: Any) -> Any:
    """The value with its type, so that 1, 1.0 and True are three."""
    if isinstance(value, dict):
        return {key: sort_out(item) for key, item in value.items()}
    return [sort_out(item) for item in value] if isinstance(value, list) else (type(value).__name__, repr(value))


@settings(max_examples=150)
@given(VALUES, VALUES)
def test_two_values_have_one_canonical_form_only_where_they_are_one(one: Any, other: Any) -> None:
    assert (write_canonical(one) == write_canonical(other)) == (sort_out(one) == sort_out(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["ab", "c"], ["a", "bc"]),
        (1, "1"),
        (None, ""),
        ([], {}),
        ("é", "e\u0301"),
        ([1, [2]], [[1], 2]),
        (1, 1.0),
        (0, False),
    ],
)
def test_forms_that_could_be_read_alike_differ(one: Any, other: Any) -> None:
    assert write_canonical(one) != write_canonical(other)


@given(st.binary(max_size=200), st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_packed_text_that_was_changed_or_added_to_is_seen(data: bytes, place: int, flip: int) -> None:
    packed = bytearray(pack(data))
    assert unpack(bytes(packed)) == data
    packed[place % len(packed)] ^= flip
    with suppress(ValueError):
        unpack(bytes(packed))
    with pytest.raises(ValueError, match="added"):
        unpack(pack(data) + b"x")
    with pytest.raises(ValueError, match=r"cut|unpacked"):
        unpack(pack(data)[:-1])
