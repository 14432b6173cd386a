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


STORY = (
    "The harbour board of Elmora said on Friday that the quay would stay closed until June, and that no crane would come. "
    * 5
)


def test_feeds_of_older_kinds_and_what_they_say() -> None:
    rdf = (
        '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:d="http://purl.org/dc/elements/1.1/"><channel><title>Elmora Post - World</title></channel><item><title>Quay '
        f"closed</title><description>{STORY}</description><d:date>2024-05-03T10:15:00+09:00</d:date>"
        "<d:creator>By Jo Lund</d:creator></item></r:RDF>"
    )
    report = read_bytes(rdf.encode(), "feed")[0].report
    assert (report.outlet, report.byline, report.published) == ("Elmora Post", "Jo Lund", "2024-05-03T10:15+09:00")
    rss = (
        '<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://n.example/rss.dtd"><rss version="0.91"><channel><title>Home | The '
        f"Elmora Post</title><item><title>Quay</title><description>{STORY}</description><pubDate>Fri, 03 May 24 10:15 EST"
        "</pubDate><author>jo@p.example (Jo Lund)</author></item></channel></rss>"
    )
    report = read_bytes(rss.encode(), "feed")[0].report
    assert (report.outlet, report.byline, report.published) == ("The Elmora Post", "Jo Lund", "2024-05-03T10:15-05:00")


def test_nitf_by_itself_states_its_days_in_attributes() -> None:
    data = (
        '<nitf><head><docdata management-status="canceled"><doc-id id-string="x1"/><date.issue norm="20240503T101500Z"/>'
        '<ed-msg info="Kill this story"/></docdata></head><body><body.head><hedline><hl1>Quay closed</hl1></hedline>'
        f"<byline>By Jo Lund</byline></body.head><body.content><p>{STORY}</p></body.content></body></nitf>"
    )
    (result,) = read_bytes(data.encode(), "nitf")
    report = result.report
    assert (report.published, report.byline, report.status) == ("2024-05-03T10:15+00:00", "Jo Lund", "canceled")
    assert (report.item, report.note) == ("x1", "Kill this story")
    assert report.text.startswith("Quay closed\n\nThe harbour board")


def test_a_newsletter_in_html_is_read_without_its_frame() -> None:
    frame = "You receive this email because you signed up. <a href='x'>Unsubscribe</a>"
    html = f"<table><tr><td><a href='x'>View this email in your browser</a></td></tr><tr><td><p>{STORY}</p><p>Second, he said.</p></td></tr><tr><td>{frame}</td></tr></table>"
    data = (
        "From: =?utf-8?q?The_Elmora_Post?= <news@p.example>\r\nTo: you@example.org\r\nSubject: =?utf-8?q?Morning=3A_quay?= "
        "=?utf-8?q?_closed?=\r\nDate: Fri, 3 May 2024 10:15:00 +0200\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; "
        'boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nView this email in your browser.\r\n--b\r\n'
        f"Content-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n--b--\r\n"
    )
    report = read_bytes(data.encode(), "mail")[0].report
    assert (report.outlet, report.published) == ("The Elmora Post", "2024-05-03T10:15+02:00")
    assert report.headline
    assert report.headline.text == "Morning: quay closed"
    left_out = {span.text for span in report.furniture}
    assert "You receive this email because you signed up. Unsubscribe" in left_out
