"""Numerals in digits and words, and quantities with their unit, range and bounds."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extraction.numbers import read_numbers, simplify
from onrecord.extraction.quantities import convert, read_quantities
from onrecord.words import read_table


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,500", 1500),
        ("1500", 1500),
        ("1 500", 1500),
        ("1'500", 1500),
        ("１５００", 1500),
        ("١٥٠٠", 1500),
        ("1500.00", 1500),
        ("1.5k", 1500),
        ("1.5 thousand", 1500),
        ("fifteen hundred", 1500),
        ("one thousand five hundred", 1500),
        ("two hundred and fifty", 250),
        ("thirty-five", 35),
        ("2.3 million", 2_300_000),
        ("half a million", 500_000),
        ("one and a half million", 1_500_000),
        ("half a dozen", 6),
        ("two dozen", 24),
        ("3½", 3.5),
        ("10 1/2", 10.5),
        ("½", 0.5),
        ("two-thirds", 2 / 3),
        ("three quarters", 0.75),
        ("one in five", 0.2),
        ("12,34,567", 1_234_567),
        ("1.234.567,8", 1234567.8),
        ("minus four", -4),
        ("five lakh", 500_000),
        ("nought point three", 0.3),
        ("twenty-first", 21),
        ("21st", 21),
    ],
)
def test_numeral_is_read(text: str, value: float) -> None:
    (number,) = read_numbers(text)
    assert simplify(number.value) == pytest.approx(value)
    assert text[number.start : number.end] == text


@pytest.mark.parametrize(
    "text",
    [
        "²",
        "Ⅷ",
        "①",
        "1e999",
        "0x10",
        "1_000",
        "00012",
        "9/11",
        "24/7",
        "F-16",
        "COVID-19",
        "1.2.3",
        "16:47",
        "9" * 5000,
    ],
)
def test_codes_and_impossible_numbers_are_left_as_words(text: str) -> None:
    assert read_numbers(text) == ()


@pytest.mark.parametrize(
    ("text", "numbers", "unit"),
    [
        ("at least 40", (None, 40, None), None),
        ("up to 6,000", (None, None, 6000), None),
        ("no more than a dozen", (None, None, 12), None),
        ("fewer than 30 percent", (None, None, 30), "percent"),
        ("between £2.3bn and £2.5bn", (None, 2_300_000_000, 2_500_000_000), "GBP"),
        ("$2-3 billion", (None, 2_000_000_000, 3_000_000_000), "USD"),
        ("40-50", (None, 40, 50), None),
        ("some 10 or 12", (None, 10, 12), None),
        ("dozens", (None, 24, None), None),
        ("several hundred", (None, 300, None), None),
        ("Rs 4 crore", (40_000_000, None, None), "INR"),
        ("6.1 billion yen", (6_100_000_000, None, None), "JPY"),
        ("5ft 6in", (5.5, None, None), "foot"),
        ("-5 degrees Celsius", (-5, None, None), "celsius"),
        ("thirty or more", (None, 30, None), None),
    ],
)
def test_bounds_ranges_and_units(text: str, numbers: tuple[float | None, ...], unit: str | None) -> None:
    (quantity,) = read_quantities(text)
    assert quantity.numbers() == numbers
    assert quantity.unit == unit


def test_movement_keeps_both_ends() -> None:
    first, last = read_quantities("It rose from 18 to 22 overnight.")
    assert first.moves_from
    assert (first.numbers()[0], last.numbers()[0]) == (18, 22)


def test_milliards_of_people_and_metres_are_told_apart() -> None:
    people, metres = read_quantities("For 2m people the wall is 1.8m high.")
    assert (people.numbers()[0], people.unit) == (2_000_000, None)
    assert (metres.numbers()[0], metres.unit) == (1.8, "metre")


@pytest.mark.parametrize(
    ("table", "field"), [("numbers", "value"), ("magnitudes", "value"), ("currencies", "unit"), ("units", "unit")]
)
def test_examples_of_tables(table: str, field: str) -> None:
    rows = [row for row in read_table(table) if row["example"]]
    assert rows
    for row in rows:
        quantities = read_quantities(row["example"])
        found = [str(q.unit if field == "unit" else q.numbers()[0]) for q in quantities]
        assert row["finds"] in found or not row["finds"], row["example"]


def test_examples_of_bounds_and_vague_counts() -> None:
    for row in read_table("bounds"):
        if row["example"]:
            side, number = row["finds"].split()
            _, low, high = read_quantities(row["example"])[-1].numbers()
            assert (low if side == "low" else high) == int(number), row["example"]
    for row in read_table("vague_counts"):
        if row["example"]:
            assert read_quantities(row["example"])[0].numbers()[1] == int(row["low"]), row["example"]
    for row in read_table("approximations"):
        if row["example"]:
            assert read_quantities(row["example"])[0].approximate, row["example"]


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0, max_value=10**12))
def test_grouping_does_not_change_a_number(value: int) -> None:
    (number,) = read_numbers(f"{value:,}")
    assert number.value == value


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="019.,-/ aent$%½²toandmore", max_size=60))
def test_any_text_is_read_without_fault(text: str) -> None:
    end = 0
    for quantity in read_quantities(text):
        assert end <= quantity.start <= quantity.core_start < quantity.core_end <= len(text)
        end = quantity.core_end


@pytest.mark.parametrize(
    "piece", ["a", "1", "1.", "1,", "one ", "1 ", "half a ", "1 to ", "from 1 to ", "more than 1 ", "$", "and "]
)
def test_time_grows_with_length_only(piece: str) -> None:
    text = piece * (10_000 // len(piece))
    start = time.process_time()
    read_quantities(text)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("text", "ends", "unit"),
    [
        ("The road is 5 miles long.", (8046.72, None, None), "metre"),
        ("The pipe is up to 3 feet wide.", (None, None, 0.9144), "metre"),
        ("It was 104F in the shade.", (40, None, None), "celsius"),
        ("The fire covered 40 to 50 acres.", (None, 161874, 202343), "square metre"),
        ("The rock weighs 2 tonnes.", (2000, None, None), "kilogram"),
    ],
)
def test_measures_are_converted_beside_the_original(text: str, ends: tuple[float | None, ...], unit: str) -> None:
    converted = convert(read_quantities(text)[0])
    assert converted is not None
    for found, wanted in zip((converted.value, converted.low, converted.high), ends, strict=True):
        assert found == (wanted if wanted is None else pytest.approx(wanted, rel=1e-4))
    assert converted.unit == unit


@pytest.mark.parametrize(
    "text", ["It is 5 metres long.", "It cost 5 pounds.", "It lasted 3 hours.", "It holds 3 cups."]
)
def test_what_has_no_other_unit_is_not_converted(text: str) -> None:
    found = read_quantities(text)[0]
    assert convert(found) is None or found.unit == "cup"


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("It destroyed 1.500 houses.", (None, 1.5, 1500)),
        ("It destroyed 1.500 houses and 12,400 sheds.", (1.5, None, None)),
        ("It destroyed 1.500 houses and 1.200.300 trees.", (1500, None, None)),
        ("It grew 1.500 percent.", (1.5, None, None)),
    ],
)
def test_a_point_before_three_digits_is_read_both_ways(text: str, ends: tuple[float | None, ...]) -> None:
    assert read_quantities(text)[0].numbers() == ends
