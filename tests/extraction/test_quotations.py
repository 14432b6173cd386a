"""Which characters stand inside somebody's own words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extraction.quotations import find_quotations


def insides(text: str) -> list[str]:
    return [text[q.start : q.end] for q in find_quotations(text, ((0, len(text)),))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "no" twice.', ["no"]),
        ("He said “no” twice.", ["no"]),
        ("He said ''no'' twice.", ["no"]),
        ("He said ``no'' twice.", ["no"]),
        ("He said «no» twice.", ["no"]),
        ("He said „no“ twice.", ["no"]),
        ("He said ‘no’ twice.", ["no"]),
        ("He said 'no' twice.", ["no"]),
        ("“The ‘safe’ was empty,” she said.", ["The ‘safe’ was empty,"]),
        ("‘The “safe” was empty,’ she said.", ["The “safe” was empty,"]),
        ("The workers' hall and the '90s band", []),
        ("It's the mayor's dog, isn't it?", []),
        ('A 12" pipe burst.', []),
        ('"A." "B."', ["A.", "B."]),
        ("no marks at all", []),
    ],
)
def test_marks_of_all_styles_pair_up(text: str, expected: list[str]) -> None:
    assert insides(text) == expected


def test_a_mark_left_open_runs_to_the_end_of_its_paragraph() -> None:
    text = '"One.\n\n"Two," she said.'
    first, second = find_quotations(text, ((0, 5), (7, len(text))))
    assert (first.open, text[first.start : first.end]) == (True, "One.")
    assert (second.open, text[second.start : second.end]) == (False, "Two,")


def test_a_second_opening_mark_begins_a_new_quotation() -> None:
    assert insides('"One. "Two," she said.') == ["One. ", "Two,"]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab ,.\"'“”‘’«»„`\n", max_size=60))
def test_quotations_stand_in_order_and_do_not_overlap(text: str) -> None:
    found = find_quotations(text, ((0, len(text)),))
    for quotation in found:
        assert 0 <= quotation.outer_start <= quotation.start <= quotation.end <= quotation.outer_end <= len(text)
    assert all(one.outer_end <= other.outer_start for one, other in pairwise(found))


@pytest.mark.parametrize("sign", ['"', "“", "”", "'", "‘", "’", "''", "``", "«", "a'", "'a"])
def test_long_runs_of_marks_take_linear_time(sign: str) -> None:
    text = sign * 20_000
    find_quotations(text, ((0, len(text)),))
