"""Web archives, packed files, mail and PDF by strangers: bounded, record by record, nothing lost without a word."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import InputError, NotText, TooLarge
from onrecord.intake import read_source
from onrecord.model import Notice
from onrecord.reading import ReadResult, Told, read_bytes, read_file, read_items
from tests.reading import formats as written

PAGE = written.write_html()
ANSWER = written.write_answer(PAGE)
MB = 1 << 20


def read(data: bytes, **told: Any) -> list[Any]:
    return list(read_items(data, "crawl", Told(**told)))


def kinds(items: list[Any]) -> list[str]:
    """What came, in order: `read` for a report, the code of everything else."""
    return [getattr(part, "code", "read") for part in items]


def notices(items: list[Any]) -> set[str]:
    return {notice.code for part in items if isinstance(part, ReadResult) for notice in part.notices}


def response(block: bytes = ANSWER, **fields: Any) -> bytes:
    return written.write_record("response", block, **fields)


def test_a_response_is_a_report_and_its_address_is_kept() -> None:
    (result,) = [part for part in read(response()) if isinstance(part, ReadResult)]
    assert result.report.url == written.ADDRESS
    assert result.report.raw_sha256 == hashlib.sha256(PAGE).hexdigest()
    assert result.notices == ()


@pytest.mark.parametrize("version", ["WARC/0.17", "WARC/0.18", "WARC/1.0", "WARC/1.1"])
def test_versions_that_are_read(version: str) -> None:
    assert "read" in kinds(read(response().replace(b"WARC/1.1", version.encode())))


@pytest.mark.parametrize("packing", [gzip.compress, zlib.compress, lambda data: zlib.compress(data)[2:-4]])
def test_packed_bodies_are_unpacked_once(packing: Any) -> None:
    name = "gzip" if packing is gzip.compress else "deflate"
    head = f"Content-Type: text/html\r\nContent-Encoding: {name}"
    assert "read" in kinds(read(response(written.write_answer(packing(PAGE), head))))


def chunked(data: bytes, size: int = 100) -> bytes:
    pieces = [data[place : place + size] for place in range(0, len(data), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "head", "answer"),
    [
        (chunked(PAGE), "Transfer-Encoding: chunked", "read"), (chunked(PAGE)[:-400], "Transfer-Encoding: chunked", "cut"),
        (PAGE, "Transfer-Encoding: chunked", "not_chunked"), (gzip.compress(PAGE), "Content-Encoding: identity", "encoding_wrong"),
        (PAGE, "Content-Encoding: gzip", "encoding_wrong"), (PAGE, "Content-Encoding: br", "encoding"),
        (gzip.compress(PAGE), "Content-Encoding: gzip, br", "encoding_wrong"), (b"\x1f\x8b" + PAGE, "Content-Encoding: gzip", "cut"),
    ],
)  # fmt: skip
def test_bodies_that_are_not_as_their_heads_say(body: bytes, head: str, answer: str) -> None:
    found = read(response(written.write_answer(body, "Content-Type: text/html\r\n" + head)))
    assert answer in {*kinds(found), *notices(found)}


def test_a_body_that_grows_without_measure_is_refused_and_the_next_record_read() -> None:
    bomb = written.write_answer(gzip.compress(b"\0" * (80 * MB)), "Content-Type: text/html\r\nContent-Encoding: gzip")
    data = gzip.compress(response(bomb)) + gzip.compress(response())
    assert len(data) < MB
    tracemalloc.start()
    found = read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert kinds(found) == ["bomb", "read"]
    assert peak < 60 * MB


@pytest.mark.parametrize("packed", [False, True])
def test_an_archive_cut_anywhere_gives_what_stands_before_the_cut(packed: bool) -> None:
    records = [response(), response(), response()]
    data = b"".join(map(gzip.compress, records) if packed else records)
    length = len(gzip.compress(records[0]) if packed else records[0])
    for end in (length + 3, length + 60, length + length // 2, 2 * length - 5, 2 * length + 200):
        found = read(data[:end])
        whole = end // length
        assert kinds(found).count("read") in (whole, whole + (end % length > length - 10)), end
        if kinds(found).count("read") == whole:
            assert {"cut", "bad_record", "bad_length"} & set(kinds(found)), end
    (cut,) = [part for part in read(data[: length + length // 2]) if getattr(part, "code", "") == "cut"]
    assert "byte" in cut.name


@pytest.mark.parametrize(
    ("length", "code"),
    [(-5, "bad_length"), ("x", "bad_length"), ("", "bad_length"), (10**9, "cut"), (300, "bad_record")],
)
def test_lengths_that_cannot_be_believed(length: Any, code: str) -> None:
    found = read(response() + response(length=length) + response())
    assert code in kinds(found)
    assert kinds(found).count("read") >= (1 if code == "cut" else 2)


def test_the_stated_length_rules_over_what_looks_like_a_header() -> None:
    forged = response(written.write_answer(PAGE.replace(b"Sarn", b"Forged")))
    found = read(response(written.write_answer(b"<html><body>" + forged + PAGE)) + response())
    texts = [part.report.text for part in found if isinstance(part, ReadResult)]
    assert len(texts) == 2
    assert "Sarn" in texts[1]


@pytest.mark.parametrize(
    ("field", "value", "noted"),
    [
        ("WARC_Payload_Digest", "sha1:" + "A" * 32, True), ("WARC_Payload_Digest", "sha256:" + hashlib.sha256(PAGE).hexdigest(), False),
        ("WARC_Block_Digest", "md5:" + "0" * 32, True), ("WARC_Payload_Digest", "blake9:zz", False),
    ],
)  # fmt: skip
def test_digests_are_checked(field: str, value: str, noted: bool) -> None:
    found = read(response(**{field: value}))
    assert ("digest_differs" in notices(found)) == noted


def test_only_pages_become_reports_and_the_rest_is_counted() -> None:
    others = [
        written.write_record(kind, b"x")
        for kind in ("revisit", "metadata", "request", "conversion", "continuation", "warcinfo", "odd")
    ]
    answers = [
        written.write_answer(PAGE, status=status) for status in ("404 Not Found", "302 Found", "500 No", "206 Part")
    ]
    picture = response(written.write_answer(b"\x89PNG\r\n\x1a\n", "Content-Type: image/png"))
    found = read(b"".join(others) + b"".join(map(response, answers)) + picture + response())
    assert kinds(found) == ["read", "records_passed_over"]
    assert "1 revisit" in found[-1].text
    assert "1 with status 404" in found[-1].text
    assert "1 of type image" in found[-1].text


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "http://a b/", "http://" + "a" * 10_000, "", "javascript:x", "http://[::1/x"]
)
def test_an_address_in_a_record_is_a_label_at_most(address: str) -> None:
    (result,) = [part for part in read(response(address=address)) if isinstance(part, ReadResult)]
    assert result.report.url in (None, address)
    assert not (result.report.url or "http").startswith(("file", "javascript"))


@pytest.mark.parametrize(
    "head",
    [
        b"WARC/2.0\r\n",
        b"WARC/1.0\r\nno colon\r\n\r\n",
        b"WARC/1.0\r\nA: " + b"b" * 2_000_000 + b"\r\n\r\n",
        b"junk\r\n" * 9,
    ],
)
def test_headers_that_are_none_are_named_and_the_next_record_read(head: bytes) -> None:
    found = read(response() + head + response())
    assert "bad_record" in kinds(found)
    assert kinds(found).count("read") >= 1


class Repeated(io.RawIOBase):
    """A file made of pieces that are written as they are asked for."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces, self.held = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.held:
            piece = next(self.pieces, None)
            if piece is None:
                return 0
            self.held = piece
        data, self.held = self.held[: len(buffer)], self.held[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


def test_a_large_archive_is_read_in_a_stream() -> None:
    def pieces() -> Iterator[bytes]:
        yield response()
        for _ in range(5_000):
            yield written.write_record("request", b"GET / HTTP/1.1\r\n\r\n")
        yield b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: %d\r\n\r\n" % (100 * MB)
        yield from (b"\0" * MB for _ in range(100))
        yield b"\r\n\r\n"
        yield response()

    tracemalloc.start()
    found = list(read_file(io.BufferedReader(Repeated(pieces())), "pipe"))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert kinds(found) == ["read", "too_large", "read", "records_passed_over"]
    assert "5,000 request" in found[-1].text
    assert peak < 60 * MB


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: gzip.compress(gzip.compress(data))])
def test_a_packed_file_that_grows_without_measure_is_refused(pack: Any) -> None:
    data = pack(b"\0" * (100 * MB))
    tracemalloc.start()
    start = time.process_time()
    with pytest.raises((TooLarge, NotText)) as caught:
        read(data)
    assert caught.value.code in ("bomb", "not_text", "empty")
    assert tracemalloc.get_traced_memory()[1] < 60 * MB
    assert time.process_time() - start < 5
    tracemalloc.stop()


def test_a_text_that_turns_into_a_bomb_is_refused() -> None:
    data = gzip.compress(written.write_text()) + gzip.compress(b"a" * (80 * MB))
    with pytest.raises(TooLarge) as caught:
        read(data)
    assert caught.value.code == "bomb"


@pytest.mark.parametrize("pack", [bz2.compress, lzma.compress])
def test_other_packings_are_refused_by_name(pack: Any) -> None:
    with pytest.raises(NotText, match="compressed data"):
        read(pack(written.write_text()))


def test_packed_files_are_judged_by_content() -> None:
    many = b"".join(gzip.compress(part.encode()) for part in written.write_text().decode().split("\n"))
    assert "read" in kinds(read(gzip.compress(written.write_text()) + b"junk"))
    assert "junk_after_end" in kinds(read(gzip.compress(written.write_text()) + b"junk"))
    assert kinds(read(many)) == ["read"]
    assert kinds(read(written.write_text(), format="text")) == ["read"]
    with pytest.raises(NotText) as caught:
        read(gzip.compress(written.write_text())[:-30])
    assert caught.value.code == "cut"


def archive_of(*entries: tuple[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, inside in entries:
            archive.writestr(name, inside)
    return data.getvalue()


def test_archives_other_than_wacz_are_refused_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for entries in ([("../../canary", b"x")], [("/canary", b"x")], [("story.txt", written.write_text())]):
        with pytest.raises(NotText, match="ZIP"):
            read(archive_of(*entries))
    hostile = archive_of(
        ("datapackage.json", b"{}"), ("archive/../../canary.warc", response()), ("archive/a.warc", response())
    )
    assert kinds(read(hostile)).count("read") >= 1
    assert list(tmp_path.iterdir()) == []
    many = archive_of(*[("datapackage.json", b"{}")], *[(f"pages/{number}", b"") for number in range(3)])
    assert kinds_or_code(many) == "empty"
    broken = written.write_wacz()
    assert kinds_or_code(broken[:-30]) in ("bad_archive", "empty")
    assert kinds_or_code(broken.replace(b"PK\x01\x02", b"PK\x01\x03")) == "bad_archive"


def kinds_or_code(data: bytes) -> str:
    try:
        return ", ".join(kinds(read(data)))
    except InputError as error:
        return error.code


def test_a_directory_of_too_many_entries_is_not_loaded() -> None:
    data = bytearray(written.write_wacz())
    end = data.rindex(b"PK\x05\x06")
    data[end + 8 : end + 12] = b"\xff\xff\xff\xff"
    assert kinds_or_code(bytes(data)) == "too_many_entries"


def test_a_pdf_that_is_locked_broken_or_a_picture_is_refused() -> None:
    assert kinds_or_code(written.write_pdf([])) == "no_text"
    assert kinds_or_code(written.write_pdf()[:300]) == "bad_pdf"
    assert kinds_or_code(b"%PDF-1.7\n" + b"\0" * 1000) == "bad_pdf"


def test_a_pdf_whose_stream_grows_without_measure_ends_in_bounds() -> None:
    stream = zlib.compress(b"BT (a) Tj ET " * (20 * MB))
    data = written.write_pdf(["x"])
    start, end = data.index(b"stream\n") + 7, data.index(b"\nendstream")
    data = data[:start] + stream + data[end:]
    data = data.replace(b"<< /Length ", b"<< /Filter /FlateDecode /Length ", 1)
    start_time = time.process_time()
    assert kinds_or_code(data) in ("bad_pdf", "no_text", "too_large", "read")
    assert time.process_time() - start_time < 10


def test_mail_of_many_parts_or_none_ends_in_an_answer() -> None:
    parts = b"".join(b"--a\r\nContent-Type: text/plain\r\n\r\nx\r\n" for _ in range(5000)) + b"--a--\r\n"
    head = b"From: a@b.example\r\nSubject: x\r\nDate: Tue, 04 Mar 2025 15:20:00 +0200\r\nMIME-Version: 1.0\r\n"
    assert kinds_or_code(head + b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + parts) == "too_many_parts"
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (depth, depth) for depth in range(3000)
    )
    assert kinds_or_code(head + deep) in ("bad_mail", "too_many_parts", "empty")
    assert kinds_or_code(head + b"\r\n") == "empty"


def test_a_message_inside_a_message_is_a_report_of_its_own() -> None:
    head = b"From: a@b.example\r\nSubject: Digest\r\nDate: Tue, 04 Mar 2025 15:20:00 +0200\r\nMIME-Version: 1.0\r\n"
    inner = written.write_mail().replace(b"\n", b"\r\n")
    body = b"".join(b"--z\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n" for _ in range(2)) + b"--z--\r\n"
    found = read_bytes(head + b"Content-Type: multipart/digest; boundary=z\r\n\r\n" + body, "digest")
    assert [result.report.headline.text for result in found if result.report.headline] == [written.TITLE] * 2


def test_a_huge_file_is_refused_soon_and_what_is_no_file_at_once(tmp_path: Path) -> None:
    sparse = tmp_path / "sparse.txt"
    with sparse.open("wb") as file:
        file.truncate(1 << 30)
    start = time.process_time()
    with pytest.raises(InputError) as caught:
        list(read_source(str(sparse)))
    assert caught.value.code in ("too_large", "not_text")
    assert time.process_time() - start < 2
    broken = tmp_path / "broken"
    broken.symlink_to(tmp_path / "nowhere")
    for path in (tmp_path, broken, Path("/dev/zero")):
        with pytest.raises(InputError) as caught:
            list(read_source(str(path)))
        assert caught.value.code == "not_a_file"


def test_notices_of_the_whole_come_with_each_report() -> None:
    (result,) = read_bytes(written.write_record("request", b"x") + response(), "crawl")
    assert [notice.code for notice in result.notices] == ["records_passed_over"]
    assert isinstance(result.notices[0], Notice)
