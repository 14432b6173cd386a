"""Plain text: with and without a head, wrapped and not, at and over the limits, and what the user says besides."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError, TooLarge, UnknownFormat
from onrecord.reading import FORMATS, LIMITS, Told, read_bytes, report_from_text
from onrecord.reading.cleaning import mask_wrapping, unwrap
from onrecord.reading.wire import read_head
from onrecord.words import read_table

DISPATCH = """The Elmora Post
3 May 2024, 10:15

Quay closed until June

ELMORA, May 3, 2024 (AFP) - The harbour board said on Friday that the quay would stay closed until June.

- 'No crane' -

"Nobody knows when the crane will come," chairwoman Ana Brik told reporters.

Photo: Tom Reed

The quay has been closed since a freighter hit it in March.

(Reporting by Jo Lund; Editing by Kai Moe)
"""
GERMAN = (
    "Die Hafenbehörde von Elmora teilte am Freitag mit, dass der Kai bis Juni geschlossen bleibt. Niemand wisse, wann "
    "der Kran komme, sagte die Vorsitzende Ana Brik vor Journalisten. Vierzig Arbeiter wurden nach Hause geschickt, "
    "weil ein Frachter im März gegen die Mauer gefahren war."
)
WRAPPED = """Quay closed until June

ELMORA, May 3, 2024 (AFP) - The harbour board said on Friday that the
quay would stay closed until June, and that the search for a crane was
still going on in three countries.

"Nobody knows when the crane will come," chairwoman Ana Brik told the re-
porters who had gathered at the gate of the customs house. "It is a long-
term problem," added the reporters' guide.
"""


def test_what_is_no_reporting_is_furniture() -> None:
    report = report_from_text(DISPATCH)
    assert [span.text for span in report.furniture] == [
        "The Elmora Post", "3 May 2024, 10:15", "ELMORA, May 3, 2024 (AFP) - ", "- ", " -", "Photo: Tom Reed",
        "(Reporting by Jo Lund; Editing by Kai Moe)",
    ]  # fmt: skip
    assert [span.text for span in report.crossheads] == ["'No crane'"]
    assert report.headline
    assert report.headline.text == "Quay closed until June"


def test_the_report_goes_before_what_is_told() -> None:
    told = Told(date="2024-06-01", outlet="Another Paper")
    (result,) = read_bytes(DISPATCH.encode(), "dispatch", told)
    assert (result.report.dateline, result.report.outlet) == ("2024-05-03", "The Elmora Post")
    assert [notice.code for notice in result.notices] == ["date_conflict", "outlet_conflict"]
    assert "2024-05-03" in result.notices[0].text
    assert "2024-06-01" in result.notices[0].text


def test_what_is_told_fills_what_a_bare_text_leaves_open() -> None:
    told = Told(date="2024-06-01", outlet="Another Paper", url="https://paper.example/1")
    (result,) = read_bytes(b"The quay is closed, the board said.", "bare", told)
    report = result.report
    assert (report.date, report.outlet, report.url) == ("2024-06-01", "Another Paper", "https://paper.example/1")
    assert result.notices == ()


def test_a_year_that_the_dateline_lacks_comes_from_what_is_told() -> None:
    assert (
        report_from_text("ELMORA, Dec 31 (AFP) - The quay is closed.", dateline="2024-01-02").dateline == "2023-12-31"
    )


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(b"The quay is closed.", "bare", Told(date="yesterday"))
    assert caught.value.code == "bad_date"


def test_wrapped_copy_is_unwrapped() -> None:
    text = report_from_text(WRAPPED).text
    assert "said on Friday that the quay would stay closed" in text
    assert "told the reporters who" in text
    assert "long-term problem" in text
    assert text.count("\n") == 4


def test_the_mask_of_a_wrapped_text_is_as_long_as_the_text() -> None:
    assert len(mask_wrapping(WRAPPED)) == len(WRAPPED)
    assert report_from_text(WRAPPED, clean=False).text == WRAPPED
    assert report_from_text(WRAPPED, clean=False).credits == ("AFP",)


@pytest.mark.parametrize("text", [DISPATCH, "One line.\nAnother line.\nA third.\nA fourth.\n"])
def test_other_texts_are_not_unwrapped(text: str) -> None:
    assert unwrap(text) == text


def test_one_text_has_one_id_whatever_it_is_called() -> None:
    first = read_bytes(DISPATCH.encode(), "a")[0].report
    second = read_bytes(b"\xef\xbb\xbf" + DISPATCH.replace("\n", "\r\n").encode(), "b")[0].report
    assert first.id == second.id
    assert first.raw_sha256 != second.raw_sha256


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The harbour board said that the quay would stay closed until June and that nobody knew why. " * 2, "en"),
        (GERMAN, "de"),
        ("The quay is closed.", None),
    ],
)
def test_the_language_is_told(text: str, language: str | None) -> None:
    assert report_from_text(text).language == language


@pytest.mark.parametrize("row", read_table("other_languages"), ids=lambda row: row["code"])
def test_other_languages_are_told_from_each_other(row: dict[str, str]) -> None:
    assert report_from_text(row["example"]).language == row["code"]


def test_limits_are_met_exactly() -> None:
    limits = replace(LIMITS, characters=1000, raw_bytes=2000)
    assert read_bytes(b"word " * 200, "at the limit", limits=limits)
    for data in (b"word " * 200 + b"w", b"word " * 401):
        with pytest.raises(TooLarge, match=r"1,000|2,000"):
            read_bytes(data, "over it", limits=limits)


def test_formats_are_listed_and_an_unknown_one_is_refused() -> None:
    assert len({known.name for known in FORMATS}) == len(FORMATS)
    with pytest.raises(UnknownFormat, match="html, csv, text"):
        read_bytes(b"The quay is closed.", "bare", Told(format="morse"))
    for foreign in (b"<?xml version='1.0'?><plist><dict/></plist>", b'{"a": 1,\n"b": [2]}', b'[{"a": 1}]'):
        with pytest.raises(UnknownFormat, match="of a kind"):
            read_bytes(foreign, "foreign")


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000 + "!", "(" * 100_000, "“(" * 50_000, "said " * 20_000, "1.2" * 30_000, "a\n\n" * 30_000,
        "-" * 100_000, "a-" * 50_000, "(AFP) - " * 10_000, "A, " * 30_000, "1 May 2024 " * 10_000, "LONDON, " * 10_000,
        "\"\n\n" * 20_000,
        "By A B, C and D / " * 5_000, "Published: " * 10_000, " \n" * 50_000 + "x", "A. " * 40_000, "â€" * 40_000,
    ],
    ids=range(18),
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()
    report_from_text(text)
    assert time.process_time() - start < 2


@given(st.text(alphabet='AB ab.,:-–()/|\n"“1 2024Mayi', max_size=200))
@settings(max_examples=200, deadline=None)
def test_every_span_cuts_the_text(text: str) -> None:
    head = read_head(text)
    spans = [*head.furniture, *head.crossheads, *([head.headline] if head.headline else [])]
    assert all(text[span.start : span.end] == span.text != "" for span in spans)
    places = sorted((span.start, span.end) for span in head.furniture)
    assert all(before[1] <= after[0] for before, after in pairwise(places))
