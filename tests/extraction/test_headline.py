"""What a headline drops or sharpens against its report: a suite of pairs, the table's own examples, properties."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extraction.stages import extract
from onrecord.model import HeadlineCheck, Reading, Span
from onrecord.words import read_table
from tests.extraction.suite_marks import read_suite
from tests.pages import report_of

SUITE = Path(__file__).parent / "suites" / "headline_check.tsv"
ROWS = read_suite(SUITE)


def read(headline: str, body: str) -> Reading:
    return extract(report_of(f"{headline}\n\n{body}", headline=Span(0, len(headline), headline)))


def check(headline: str, body: str) -> tuple[HeadlineCheck, ...]:
    return read(headline, body).headline_check


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["headline"])
def test_what_a_headline_drops_or_sharpens_is_told(row: dict[str, str]) -> None:
    found = sorted(f"{one.kind}={one.body.text}" for one in check(row["headline"], row["body"]))
    wanted = sorted(filter(None, row["found"].split(" | ")))
    assert [words[: len(want)] for words, want in zip(found, wanted, strict=False)] == wanted
    assert len(found) == len(wanted)


@pytest.mark.parametrize("row", read_table("headline_words"), ids=lambda row: row["words"].split()[0])
def test_each_family_of_the_table_joins_its_headline_to_its_body(row: dict[str, str]) -> None:
    told = check(row["headline"], f"{row['body']}, a resident said.")
    assert [one.kind for one in told] == ["source_dropped"]
    assert told[0].body.text == "a resident"


def test_both_places_stand_in_the_text_and_a_reason_is_given() -> None:
    reading = read("Rebels seize airport", "Rebels may have seized the airport at Sarh, a diplomat said on Friday.")
    assert reading.headline_check
    for one in reading.headline_check:
        assert reading.report.headline is not None
        assert reading.report.headline.contains(one.headline)
        assert reading.report.text[one.body.start : one.body.end] == one.body.text
        assert one.body.start >= reading.report.headline.end
        assert one.reason
    assert reading.to_dict()["headline_check"][0]["kind"] == reading.headline_check[0].kind


def test_without_a_headline_or_a_body_nothing_is_told() -> None:
    assert extract(report_of("Rebels may have seized the airport, a diplomat said.")).headline_check == ()
    assert check("Rebels seize airport", "Rain is due on Monday.") == ()


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(ROWS))
def test_a_headline_that_repeats_its_lead_drops_nothing(row: dict[str, str]) -> None:
    lead = row["body"].split(". ")[0].rstrip(".")
    assert check(lead, row["body"]) == ()
