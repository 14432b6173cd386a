"""Versions: the same address or item, or one dispatch that was written on at; and never two that only share a subject."""

from __future__ import annotations

import re
from typing import Any

import pytest

from onrecord.ledger import Ledger, open_ledger
from onrecord.ledger.folding import clean_address
from onrecord.ledger.verifying import verify
from onrecord.ledger.versions import measure_share, strip_marks
from onrecord.model import Reading, Span
from onrecord.words import read_table
from tests.pages import report_of

LEAD = "Another 40 families have left the valley below the lake, the county said on Wednesday."
DAHL = '"Roughly 120 families are believed to be out," county geologist Runa Dahl told reporters.'
MINE = "The mining company Bergtind has not commented on the slide, which cut the only road."
MORE = "Two bridges were washed away in the night, the road authority said in a statement."


def write(*paragraphs: str, title: str = "Lake holds", **fields: Any) -> Reading:
    text = "\n\n".join((title, *paragraphs))
    plain = {"outlet": "FJW", "dateline": "2025-06-04", "headline": Span(0, len(title), title)}
    return Reading(report_of(text, **(plain | fields)))


def line_up(ledger: Ledger, *readings: Reading) -> list[int]:
    """How many versions each has."""
    for reading in readings:
        ledger.add(reading)
    assert verify(ledger).holds
    return [len(ledger.versions(reading.report.id)) for reading in readings]


def test_a_dispatch_that_grew_is_one_line(ledger: Ledger) -> None:
    first = write(LEAD, DAHL, published="2025-06-04T08:05")
    second = write(LEAD, DAHL, MORE, published="2025-06-04T08:05", updated="2025-06-04T11:40")
    assert line_up(ledger, second, first) == [2, 2]
    assert [card.id for card in ledger.versions(first.report.id)] == [first.report.id, second.report.id]
    assert "same outlet" in ledger.history(first.report.id)[0].text


@pytest.mark.parametrize(
    "fields",
    [{"outlet": "Nordpress"}, {"dateline": "2025-06-24"}, {"outlet": None}],
    ids=["another outlet", "weeks later", "no outlet"],
)
def test_copies_elsewhere_or_later_are_no_versions(fields: dict[str, Any]) -> None:
    with open_ledger(":memory:") as ledger:
        assert line_up(ledger, write(LEAD, DAHL), write(LEAD, DAHL, MORE, **fields)) == [1, 1]


def test_two_reports_of_one_subject_are_no_versions() -> None:
    with open_ledger(":memory:") as ledger:
        assert line_up(ledger, write(LEAD, DAHL), write(MORE, MINE)) == [1, 1]


def test_a_marked_headline_needs_less_in_common() -> None:
    with open_ledger(":memory:") as ledger:
        first, second = (
            write(LEAD, DAHL, MINE),
            write(LEAD, MORE, MORE.replace("Two", "Three"), title="UPDATE 2-Lake holds"),
        )
        other = write(LEAD, MORE.replace("Two", "Four"), MINE.replace("only", "last"), title="Boats wait")
        assert line_up(ledger, first, second, other)[:2] == [2, 2]
        assert len(ledger.versions(other.report.id)) == 1


def test_one_address_or_one_item_is_one_line() -> None:
    with open_ledger(":memory:") as ledger:
        urls = ("https://Paper.example/lake/", "https://paper.example/lake#top", "https://paper.example/lake?page=2")
        assert line_up(ledger, *(write(text, url=url) for text, url in zip((LEAD, MORE, MINE), urls, strict=True))) == [
            2,
            2,
            1,
        ]
    with open_ledger(":memory:") as ledger:
        assert line_up(ledger, write(LEAD, item="urn:7"), write(MORE, item="urn:7"), write(MINE, item="urn:8")) == [
            2,
            2,
            1,
        ]


def test_addresses_are_cleaned_with_care() -> None:
    assert clean_address("HTTPS://Paper.Example/Lake/#x") == "https://paper.example/Lake"
    assert clean_address("https://paper.example") == "https://paper.example/"
    assert clean_address("http://[bad") == "http://[bad"
    assert clean_address(None) is None


def test_shares_are_of_the_shorter_text() -> None:
    assert measure_share(["a" * 10], ["a" * 10, "b" * 90]) == 1.0
    assert measure_share([], ["a"]) == 0.0


def test_every_mark_is_found_in_its_example() -> None:
    for row in read_table("version_marks"):
        assert re.match(row["pattern"], row["example"], re.IGNORECASE), row
        assert strip_marks(row["example"]) in row["example"].lower()
        assert not re.match(row["pattern"], strip_marks(row["example"]))
    assert strip_marks("RPT-UPDATE 2-CORRECTED-Lake holds") == "lake holds"
    assert strip_marks("Updates to the tax code pass") == "updates to the tax code pass"
