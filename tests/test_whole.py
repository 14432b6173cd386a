"""Promises that a whole reading keeps, whatever the text."""

from __future__ import annotations

import html
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.intake import read_source
from onrecord.model import Claim, Reading
from onrecord.reading import Told, read_bytes

SAMPLE = files("onrecord").joinpath("samples", "dispatch.txt").read_bytes()
PIECES = [
    "The water board said the dam held.", '"We waited all night," said harbour master Ines Duarte.', "“It was over,” he added.",
    "About 40 people were hurt, 12 of them badly, according to the ministry.", "Quito denied it.", "On Tuesday", "by December",
    "which the union has yet to confirm", "--", "\n\n", "\n", "“", '"', "'", "»", " ", "\u00a0", "1,500 more", "said", "😀", "e\u0301", "İ",
]  # fmt: skip


@pytest.fixture(scope="module")
def sample() -> Reading:
    return next(_readings(SAMPLE))


def _readings(data: bytes, **told: str) -> Iterator[Reading]:
    for result in read_bytes(data, "test", Told(**told)):
        yield onrecord.extract(result.report)


def spans_of(value: Any) -> Iterator[dict[str, Any]]:
    """Every span in a plain reading, wherever it stands."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            yield value
        for item in value.values():
            yield from spans_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from spans_of(item)


def assert_sound(reading: Reading) -> None:
    plain = reading.to_dict()
    text = plain["report"]["text"]
    for span in spans_of(plain):
        assert text[span["start"] : span["end"]] == span["text"]
        assert span["start"] < span["end"]
    for date in reading.dates:
        assert date.from_ is None or date.to is None or date.from_ < date.to
    ids = [claim.id for claim in reading.claims]
    assert len(ids) == len(set(ids))
    parties = {party.id for party in reading.parties}
    assert {link.party for claim in reading.claims for link in claim.chain} <= parties
    assert {position.party for position in reading.positions} <= parties
    for claim in reading.claims:
        assert claim.speaker == (claim.chain[-1].party if claim.chain else None)


def test_the_sample_reads_as_a_desk_would(sample: Reading) -> None:
    assert_sound(sample)
    report = sample.report
    assert (report.outlet, report.credits, report.place) == ("VNS", ("VNS", "Littoral"), "ACCRA")
    assert (report.dateline, report.published, report.updated) == ("2025-03-12", "2025-03-12T15:20", "2025-03-12T15:41")
    said = {sample.name_of(claim.speaker) for claim in sample.claims}
    assert {"Efua Darkwah", "Kojo Amissah", "Maritime Safety Inspectorate", "Benin"} <= said
    stands = {(sample.name_of(position.party), position.position) for position in sample.positions}
    assert {("Liberia", "not_confirmed"), ("Ivory Coast", "not_confirmed")} <= stands
    assert "no_comment" in {position.position for position in sample.positions}
    roles = {(figure.value or figure.high, figure.role) for figure in sample.figures}
    assert {(140, "increment"), (420, "total"), (900, "projection")} <= roles
    assert all(step.steps for step in sample.derived)
    assert sample.derived


def test_the_same_bytes_give_the_same_reading_in_another_process(sample: Reading) -> None:
    code = "import sys, json, onrecord; print(json.dumps(onrecord.read('-').to_dict()))"
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Kathmandu", "LC_ALL": "C", "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", code], input=SAMPLE, capture_output=True, env=environment, check=True)
    assert json.loads(done.stdout) == json.loads(json.dumps(sample.to_dict()))


def page_of_sample() -> bytes:
    """The sample as a saved web page: the same headline and paragraphs in markup."""
    blocks = [block for block in SAMPLE.decode().split("\n\n") if block.strip()]
    title = next(block for block in blocks if "safety agency tells MPs" in block)
    body = "".join(f"<p>{html.escape(block, quote=False)}</p>\n" for block in blocks[blocks.index(title) + 1 :])
    return f"<!DOCTYPE html><html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>".encode()


def essence(reading: Reading) -> list[tuple[Any, ...]]:
    """What must not depend on the format: who says what with which word, how surely."""

    def words(claim: Claim) -> tuple[Any, ...]:
        return (
            claim.source and claim.source.text, claim.cue and claim.cue.text, tuple(part.text for part in claim.contents),
            claim.quote, claim.speech_act, claim.factuality, reading.name_of(claim.speaker),
        )  # fmt: skip

    return [words(claim) for claim in reading.claims]


def test_a_page_gives_the_claims_of_its_text(sample: Reading) -> None:
    page = next(_readings(page_of_sample()))
    assert essence(page) == essence(sample)


def test_line_ends_and_marks_of_order_do_not_matter(sample: Reading) -> None:
    windows = b"\xef\xbb\xbf" + SAMPLE.replace(b"\n", b"\r\n")
    again = next(_readings(windows))
    assert again.report.id == sample.report.id
    assert again.claims == sample.claims


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12))
def test_any_text_is_read_soundly(pieces: list[str]) -> None:
    text = " ".join(pieces)
    if not text.strip():
        return
    assert_sound(onrecord.read_text(text, dateline="2024-10-23"))


@pytest.mark.parametrize("text", ["said " * 400, "“" * 500, "1,000 " * 400, "on Monday " * 400, "(" * 600, "A. " * 500])
def test_monotonous_text_is_read_soundly(text: str) -> None:
    assert_sound(onrecord.read_text(text))


def test_no_date_means_open_dates() -> None:
    reading = onrecord.read_text("The ferry sank on Tuesday, the coastguard said.")
    assert [(date.from_, date.to, date.basis) for date in reading.dates] == [(None, None, "open")]
    assert [doubt.kind for doubt in reading.not_understood] == ["open_date"]


def test_a_named_date_fixes_open_dates_and_loses_to_the_dateline(tmp_path: Any) -> None:
    bare = tmp_path / "bare.txt"
    bare.write_text("The ferry sank on Tuesday, the coastguard said.", encoding="utf-8")
    assert onrecord.read(bare, date="2024-10-23").dates[0].from_ == "2024-10-22"
    dated = tmp_path / "dated.txt"
    dated.write_bytes(SAMPLE)
    reading = onrecord.read(dated, date="2020-01-01", outlet="Somebody Else")
    assert reading.report.dateline == "2025-03-12"
    assert reading.report.outlet == "VNS"
    assert any("2020-01-01" in notice.text and "2025-03-12" in notice.text for notice in reading.notices)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda folder: folder / "none.txt", "not_a_file"),
        (lambda folder: folder, "not_a_file"),
        (lambda folder: _written(folder, b""), "empty"),
        (lambda folder: _written(folder, b" \n\t\n"), "empty"),
        (lambda folder: _written(folder, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8), "not_text"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Any, make: Any, code: str) -> None:
    with pytest.raises(onrecord.InputError) as caught:
        list(read_source(str(make(tmp_path))))
    assert caught.value.code == code
    assert caught.value.reason
    assert caught.value.remedy


def _written(folder: Any, data: bytes) -> Any:
    path = folder / "input.txt"
    path.write_bytes(data)
    return path


def test_a_reading_shows_itself(sample: Reading) -> None:
    assert "28 claims" in repr(sample) or "claims" in repr(sample)
    assert "<table>" in sample._repr_html_()
    assert repr(sample.claims[1]).startswith("<Claim c")
    assert "Ghana" in repr(sample.report)
