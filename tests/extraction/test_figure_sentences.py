"""The suite of sentences with figures, written before the program was asked: floors of what is read right."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.extraction.figure_marks import Sheet, mark_figures

SUITE = Path(__file__).parent / "suites" / "figures.tsv"


@cache
def sheets() -> tuple[Sheet, ...]:
    return tuple(mark_figures(SUITE))


@pytest.mark.parametrize(
    ("part", "share"),
    [
        ("found", 0.98), ("value", 0.97), ("bounds", 0.92), ("unit", 0.88), ("counted", 0.90), ("role", 0.91),
        ("approximate", 0.97), ("per", 0.85), ("as_of", 0.75), ("by", 0.90),
    ],
)  # fmt: skip
def test_a_part_of_the_figures_is_read(part: str, share: float) -> None:
    told = [
        (sheet.text, right) for sheet in sheets() for mark in sheet.marks if (right := mark.right[part]) is not None
    ]
    missed = [text for text, right in told if not right]
    assert len(told) - len(missed) >= share * len(told), "\n".join(missed)


def test_few_figures_are_found_that_nobody_wants() -> None:
    extra = [(sheet.text, one.text) for sheet in sheets() for one in sheet.extra]
    assert len(extra) <= 10, extra
