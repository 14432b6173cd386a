"""Every format: found by its bytes, read to the same report, and one article gives the same claims in all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from onrecord.extraction.stages import Method, extract
from onrecord.model import Reading
from onrecord.reading import FORMATS, Told, read_bytes, read_items
from tests.reading import formats as written

RULES = Method("rules", 1)


def essence(reading: Reading) -> list[tuple[Any, ...]]:
    """What must not depend on the format: who says what with which word, how surely."""
    return [
        (claim.source and claim.source.text, claim.cue and claim.cue.text, tuple(part.text for part in claim.contents),
         claim.quote, claim.factuality, reading.name_of(claim.speaker))
        for claim in reading.claims
    ]  # fmt: skip


@pytest.fixture(scope="module")
def plain() -> Reading:
    return extract(read_bytes(written.write_text(), "story.txt")[0].report, RULES)


@pytest.mark.parametrize("name", written.FORMATS)
def test_one_article_gives_the_same_claims_in_all_formats(name: str, plain: Reading) -> None:
    (result,) = read_bytes(written.FORMATS[name](), "story")
    report = result.report
    assert report.format == written.NAMES.get(name, name)
    assert report.text == plain.report.text
    assert (report.dateline, report.place, report.credits) == ("2025-03-04", "ALMERRA", ("Littoral",))
    assert report.headline
    assert report.headline.text == written.TITLE
    reading = extract(report, RULES)
    assert essence(reading) == essence(plain)
    assert [(figure.text, figure.value, figure.role) for figure in reading.figures] == [
        (figure.text, figure.value, figure.role) for figure in plain.figures
    ]
    assert len(plain.claims) >= 5


@pytest.mark.parametrize("name", [name for name in written.FORMATS if name not in ("text", "pdf", "packed text")])
def test_what_is_stated_beside_the_text_is_kept(name: str) -> None:
    (result,) = read_bytes(written.FORMATS[name](), "story")
    report = result.report
    assert report.outlet == written.OUTLET
    assert report.published == "2025-03-04T15:20+02:00"
    assert report.date_basis.dateline == "dateline"
    assert report.date_basis.published not in (None, "guess")
    assert not any(notice.incomplete for notice in result.notices)


def test_the_list_in_code_is_the_list_in_the_documentation() -> None:
    manual = Path(__file__).parents[2].joinpath("docs", "formats.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1].strip(" `") for line in manual.splitlines() if line.startswith("| `")]
    assert rows[: len(FORMATS)] == [known.name for known in FORMATS]


def test_a_reader_that_is_told_goes_before_the_bytes() -> None:
    (result,) = read_bytes(written.write_html(), "page", Told(format="text"))
    assert result.report.format == "text"
    assert result.report.text.startswith("<!DOCTYPE")


def test_several_reports_from_one_source() -> None:
    first, second = written.write_rss(), written.write_rss().replace(b"Sarn dam", b"Ostra dam")
    item = second[second.index(b"<item>") : second.index(b"</channel>")]
    reports = [result.report for result in read_bytes(first.replace(b"</channel>", item + b"</channel>"), "feed")]
    assert [("Sarn" in report.text, "Ostra" in report.text) for report in reports] == [(True, False), (False, True)]
    assert len({report.id for report in reports} | {report.raw_sha256 for report in reports}) == 4


def test_a_pdf_loses_page_numbers_and_running_heads() -> None:
    lines = written.wrap_lines(80)
    half = len(lines) // 2
    pages = [
        ["Littoral News Service", *lines[:half], "Page 1 of 2"],
        ["Littoral News Service", *lines[half:], "Page 2 of 2"],
    ]
    longest = max(map(len, pages))
    flat = [line for page in pages for line in [*page[:-1], *[""] * (longest - len(page)), page[-1]]]
    (result,) = read_bytes(written.write_pdf(flat, pages=2), "printout")
    assert result.report.text == read_bytes(written.write_text(), "text")[0].report.text


def test_notices_of_the_whole_are_items_of_their_own() -> None:
    kinds = [type(item).__name__ for item in read_items(written.write_warc(), "crawl")]
    assert kinds == ["ReadResult", "Notice"]
