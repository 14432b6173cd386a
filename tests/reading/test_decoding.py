"""Bytes to characters: one order of precedence, nothing decoded to what it is not, and said where it was a guess."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError, NotText
from onrecord.reading import ReadResult, Told, read_bytes
from onrecord.reading.cleaning import clean_text
from onrecord.reading.decoding import decode, find_codec

STORY = (
    "The harbour board of Elmora said on Friday that the quay would stay closed until June.\n\n"
    "“Nobody knows when the crane will come,” its chairwoman, Ana Brik, told reporters.\n\n"
) * 2
PAGE = (
    '<html><head><meta charset="{}"><title>Quay closed in Elmora</title></head><body><article>'
    "<h1>Quay closed in Elmora</h1>{}</article></body></html>"
)
PARAGRAPHS = "".join(f"<p>{paragraph}</p>" for paragraph in STORY.strip().split("\n\n"))


def read(data: bytes, **told: str) -> ReadResult:
    return read_bytes(data, "story", Told(**told))[0]


def codes(result: ReadResult) -> list[str]:
    return [notice.code for notice in result.notices]


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\x00\x00", "\u00a0\n".encode()])
def test_nothing_is_empty(data: bytes) -> None:
    with pytest.raises(NotText) as caught:
        read(data)
    assert caught.value.code == "empty"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"), (b"\x7fELF\x02\x01\x01", "ELF"),
        (b"PK\x03\x04\x14\x00", "ZIP"), (b"SQLite format 3\x00\x10", "SQLite"), (b"\x1f\x8b\x08\x00", "packed"),
        (b"\x89PNG\r\n\x1a\n", "PNG"), (b"{\\rtf1\\ansi A quay", "RTF"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_named(data: bytes, kind: str) -> None:
    with pytest.raises(NotText, match=kind) as caught:
        read(data)
    assert caught.value.code in ("not_text", "cut")


def test_random_bytes_are_no_text() -> None:
    with pytest.raises(NotText):
        read(random.Random(1).randbytes(5000))


def test_a_text_that_begins_like_a_picture_is_a_text() -> None:
    assert read(f"BMW workers walk out\n\n{STORY}".encode()).report.text.startswith("BMW")


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-8-sig"]
)
def test_wide_encodings_are_read_with_and_without_a_mark(encoding: str) -> None:
    assert read(STORY.encode(encoding)).report.text == STORY.strip()


def test_a_nul_is_replaced_and_many_are_refused() -> None:
    result = read(f"An\0a Brik spoke. {STORY}".encode())
    assert result.report.text.startswith("An\ufffda Brik spoke.")
    assert [doubt.start for doubt in result.doubts] == [2]
    with pytest.raises(NotText, match="NUL"):
        read((STORY + "\0" * 1000).encode())


def test_one_broken_byte_is_marked_in_its_place() -> None:
    result = read("“Yes”, he said. ".encode() + b"The qu\xe2\x80y " + STORY.encode())
    assert "broken_bytes" in codes(result)
    (doubt,) = result.doubts
    assert result.report.text[doubt.start : doubt.end] == doubt.text == "\ufffd"
    assert result.report.text[doubt.start - 2 : doubt.start] == "qu"


@pytest.mark.parametrize("imitation", [b"\xc0\xaf", b"\xed\xa0\x80", b"\xf7\xbf\xbf\xbf"])
def test_imitations_are_never_decoded_to_what_they_imitate(imitation: bytes) -> None:
    result = read(b"He said " + imitation + b" and left. " + STORY.encode())
    assert result.report.text.startswith("He said \ufffd")


def test_a_pound_stays_a_pound() -> None:
    result = read("The club lost £5 million, “a lot”, it’s said.\n".encode("cp1252") * 3)
    assert result.report.text.startswith("The club lost £5 million, “a lot”, it’s said.")
    assert "encoding_guessed" in codes(result)


def test_a_declared_latin_page_is_read_as_browsers_do() -> None:
    result = read(PAGE.format("iso-8859-1", PARAGRAPHS).encode("cp1252"))
    assert "“Nobody knows when the crane will come,”" in result.report.text


def test_valid_utf_8_goes_before_a_declaration_and_the_conflict_is_noted() -> None:
    page = PAGE.format("iso-8859-1", PARAGRAPHS).encode()
    for told in ({}, {"charset": "utf-8"}, {"charset": "iso-8859-1"}):
        result = read(page, **told)
        assert "“Nobody" in result.report.text
        assert "encoding_conflict" in codes(result)


def test_a_header_goes_before_a_declaration() -> None:
    page = PAGE.format("utf-8", PARAGRAPHS.replace("Brik", "Brík")).encode("cp1250")
    assert "Brík" in read(page, charset="windows-1250").report.text


def test_utf_7_is_never_decoded() -> None:
    assert find_codec("utf-7") is None
    assert "+ADw-" in read(f"+ADw-b+AD4- {STORY}".encode()).report.text


@pytest.mark.parametrize("encoding", ["cp500", "iso2022_kr"])
def test_undeclared_foreign_encodings_are_refused(encoding: str) -> None:
    text = (
        STORY.replace("“", "").replace("”", "")
        if encoding == "cp500"
        else "정부는 금요일에 부두가 닫혔다고 말했다. " * 5
    )
    with pytest.raises(NotText):
        read(text.encode(encoding))


def test_a_declared_foreign_encoding_is_read() -> None:
    text = "".join(f"<p>{'港湾局は金曜日に岸壁を閉鎖すると発表した。記者団に対し述べた。 ' * 9}</p>" for _ in range(3))
    result = read(PAGE.format("shift_jis", text).encode("shift_jis"))
    assert "港湾局は金曜日" in result.report.text


def test_text_encoded_twice_is_repaired_once() -> None:
    twice = "“Yes,” he said of the £5 café.".encode().decode("cp1252", "ignore") + " Then he left."
    cleaned = clean_text(twice.replace("â€", "â€\x9d", 0))
    assert cleaned.text.startswith("“Yes,")
    assert "£5 café" in cleaned.text
    assert [notice.code for notice in cleaned.notices] == ["double_encoding"]


@pytest.mark.parametrize("text", ["CAFÉ” he said", "Ângela “no” — Ãéà", "NÃO, disse", "10 Â°"])
def test_what_only_looks_encoded_twice_stays(text: str) -> None:
    assert clean_text(text).text == text.replace("Â°", "°")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x85", "\u2028", "\u2029", "\x0c", "\x0b"])
def test_line_ends_become_newlines(end: str) -> None:
    text = read(STORY.replace("\n", end).encode()).report.text
    assert text == STORY.strip()


def test_marks_and_invisible_letters_go() -> None:
    assert clean_text("\ufeffThe qu\u200bay\n\n\ufeffhe s\u00adaid").text == "The quay\n\nhe said"
    assert clean_text("a 👩\u200d🚒 said").text == "a 👩\u200d🚒 said"


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_text_or_a_refusal(data: bytes) -> None:
    try:
        text = decode(data, "any").text
    except NotText:
        return
    clean_text(text).text.encode("utf-8")


def test_a_story_cut_anywhere_gives_an_answer() -> None:
    data = ("SEOUL, Oct 23, 2023 (AFP) - “Yes”, he said.\r\n\r\n" + STORY).encode()
    for end in range(1, len(data), 7):
        try:
            report = read(data[:end]).report
        except InputError:
            continue
        assert all(report.text[span.start : span.end] == span.text for span in report.furniture)
