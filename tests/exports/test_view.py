"""Claims numbered, figures and dates said for people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import onrecord
from onrecord.exports.view import View, clip, contents, due, interval, size, worth
from onrecord.model import Date, Figure, Span
from tests.readings import make_reading


def figure_of(**more: Any) -> Figure:
    blank: dict[str, Any] = {
        "value": None, "low": None, "high": None, "unit": None, "counted": None, "role": "total", "approximate": False,
        "per": None, "as_of": None, "by": None,
    }  # fmt: skip
    return Figure(0, 1, "x", "f1", **{**blank, **more})


def date_of(start: str | None, end: str | None, precision: str = "day") -> Date:
    return Date(0, 1, "x", start, end, precision)


def test_claims_are_numbered_in_reading_order_and_nested_ones_inside_their_parent() -> None:
    assert [number for number, _ in View(make_reading()).claims] == ["1", "2", "3", "4", "4.1", "5", "6"]


def test_a_claim_whose_parent_is_missing_stands_by_itself() -> None:
    reading = make_reading()
    claims = tuple(claim for claim in reading.claims if not any(inner.parent == claim.id for inner in reading.claims))
    assert [number for number, _ in View(replace(reading, claims=claims)).claims] == ["1", "2", "3", "4", "5", "6"]


def test_a_report_without_headline_is_called_by_how_its_reporting_begins() -> None:
    reading = make_reading()
    words = "SKARVIK, Jun 4 - Rain fell on the lake."
    report = replace(reading.report, headline=None, text=words, furniture=(Span(0, 17, words[:17]),))
    assert View(replace(reading, report=report)).title == "Rain fell on the lake."


def test_contents_broken_by_a_cue_are_joined_with_an_ellipsis() -> None:
    claim = View(make_reading()).claims[2][1]
    assert contents(claim) == "Roughly 120 families are believed to be out … and the dam may hold"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"value": 1500, "low": 1500, "high": 1500}, "1,500"),
        ({"value": 3000.0, "approximate": True}, "about 3,000"),
        ({"high": 6000}, "up to 6,000"),
        ({"low": 24}, "24 or more"),
        ({"low": 10, "high": 20}, "10 to 20"),
        ({"value": 3.4, "low": 3.4, "high": 3.4}, "3.4"),
        ({"value": 3_400_000_000}, "3.4 billion"),
        ({"value": 14e6}, "14 million"),
        ({"value": 1_234_567}, "1,234,567"),
        ({"value": 10**400}, f"{10**400:,}"),
        ({}, "–"),
    ],
)
def test_the_size_of_a_figure_in_words(fields: dict[str, Any], said: str) -> None:
    assert size(figure_of(**fields)) == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"value": 140, "role": "increment"}, "+140"),
        ({"value": 9, "unit": "percent"}, "9%"),
        ({"value": 2, "unit": "brigade", "counted": "armoured brigades"}, "2"),
        ({"high": 60, "unit": "container", "per": "cluster"}, "up to 60 container per cluster"),
    ],
)
def test_a_figure_with_its_unit(fields: dict[str, Any], said: str) -> None:
    assert worth(figure_of(**fields)) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2025-06-04", "2025-06-05", "2025-06-04"),
        ("2025-06-02", "2025-06-09", "2025-06-02 to 2025-06-08"),
        (None, "2025-09-01", "before 2025-09-01"),
        ("2025-03-01", None, "from 2025-03-01"),
        (None, None, "open"),
        ("2025-06-04T08:05", "2025-06-04T08:06", "2025-06-04 08:05 to 2025-06-04 08:06"),
    ],
)
def test_an_interval_names_its_last_day_not_the_day_after(start: str | None, end: str | None, said: str) -> None:
    assert interval(date_of(start, end)) == said


def test_when_a_figure_holds() -> None:
    by, as_of = date_of(None, "2025-09-01"), date_of("2025-06-04", "2025-06-05")
    assert due(figure_of(by=by, as_of=as_of)) == "as of 2025-06-04, before 2025-09-01"


def test_clipping_keeps_whole_words() -> None:
    assert clip("one two three", 13) == "one two three"
    assert clip("one two three", 10) == "one two…"
    assert clip("x" * 50, 10) == "x" * 9 + "…"


def test_a_claim_is_read_as_one_sentence() -> None:
    reading = onrecord.read_text(
        "The dam is unsafe, according to mine director Ana Soto, citing a note from the water office.\n\n"
        "The sluice was open, an engineer briefed on the inquiry said on condition of anonymity.",
        outlet="Delta Post",
    )
    view = View(reading)
    first, second = (claim for _, claim in view.claims if claim.parent is None)
    assert view.sentence(first) == "Delta Post: mine director Ana Soto, citing the water office: The dam is unsafe"
    assert view.sentence(second) == (
        "Delta Post: an engineer briefed on the inquiry, on condition of anonymity: The sluice was open"
    )
