"""WARC archives (ISO 28500), plain or packed member by member, read in a stream: each response of a page a report.

A record's stated length rules. What cannot be trusted is refused by name and the next record looked for; what is no
page (requests, metadata, redirects, errors) is counted by type. An address in a record is kept as text, never opened.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from onrecord.errors import InputError, NotText, TooLarge
from onrecord.model import Notice
from onrecord.reading.addresses import keep_address
from onrecord.reading.messages import HttpMessage, read_message
from onrecord.reading.packed import GZIP, CutOffError, Unpacker
from onrecord.reading.source import Item, ReadResult, Source

VERSION = re.compile(rb"WARC/(?:0\.(?:17|18)|1\.[01])\r?\n\Z")
SIGN = re.compile(rb"WARC/\d\.\d{1,2}\r?\n")
LONGEST_LINE, MOST_HEADERS, LONGEST_HEAD = 65_536, 400, 1_000_000
CHUNK = 65_536
PAGES = ("text/html", "application/xhtml+xml", "text/plain", "application/rss+xml", "application/atom+xml", "text/xml",
         "application/xml", "application/json", "application/pdf")  # fmt: skip
DIGESTS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "md5": hashlib.md5, "sha512": hashlib.sha512}
COUNTED = ("warcinfo", "request", "metadata", "revisit", "conversion", "continuation")


@dataclass(frozen=True, slots=True)
class Record:
    """One record of an archive: where it begins, what its header says, and its block."""

    place: int
    fields: dict[str, str]
    block: bytes

    @property
    def kind(self) -> str:
        """The type that it states, in lower case."""
        return self.fields.get("warc-type", "").strip().lower()

    @property
    def address(self) -> str | None:
        """The http or https address that it was fetched from, as it states it."""
        return keep_address(self.fields.get("warc-target-uri", "").strip().strip("<>"))


def looks_like_warc(data: bytes) -> bool:
    """Whether the bytes begin with the line of a WARC version, packed or not."""
    if data.startswith(GZIP):
        try:
            data = Unpacker(io.BytesIO(data)).read(20) or b""
        except CutOffError:
            return False
    return bool(SIGN.match(data))


def read_warc(source: Source) -> Iterator[Item]:
    """The reports in an archive, refusals by record, and at its end how many records of other kinds there were."""
    file: BinaryIO = source.file or io.BytesIO(source.data)
    counted: Counter[str] = Counter()
    found = 0
    for item in split_records(open_stream(file), source):
        if isinstance(item, Record):
            for part in _read_record(item, source, counted):
                found += isinstance(part, ReadResult)
                yield part
        else:
            yield item
    if counted:
        told = ", ".join(f"{count:,} {kind}" for kind, count in sorted(counted.items()))
        yield Notice("records_passed_over", f"records that hold no page were passed over: {told}")
    if not found:
        yield NotText(source.name, "there is no page in this archive that could be read", "Give pages.", "empty")


def open_stream(file: BinaryIO) -> io.BufferedReader:
    """The unpacked bytes of an archive, as a stream that knows its place."""
    buffered = file if isinstance(file, io.BufferedReader) else io.BufferedReader(_Raw(file), CHUNK)
    packed = buffered.peek(2)[:2] == GZIP
    return io.BufferedReader(Unpacker(buffered), CHUNK) if packed else buffered


class _Raw(io.RawIOBase):
    """A file of any kind as the bottom of a buffered one."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


@dataclass(frozen=True, slots=True)
class _Head:
    """The header of a record: where it and its block begin, its fields, what is wrong with it, how many bytes of no
    record stand before it; `fields` is None at the end of the file."""

    start: int
    end: int
    fields: dict[str, str] | None
    fault: str = ""
    skipped: int = 0


def split_records(stream: io.BufferedReader, source: Source) -> Iterator[Record | InputError]:
    """The records of an archive in order; those that cannot be trusted as refusals, the file's end if it is cut."""
    place = 0
    while True:
        try:
            head = _read_head(stream, place)
            if head.skipped:
                reason = f"{head.skipped:,} bytes before byte {head.start:,} belong to no record"
                yield _refuse(source, place, reason, "bad_record")
            if head.fields is None:
                return
            place = head.end
            if head.fault:
                yield _refuse(source, head.start, f"its header is not one of WARC: {head.fault}", "bad_record")
                continue
            length = _read_length(head.fields)
            if length is None:
                stated = head.fields.get("content-length", "nothing")[:40]
                yield _refuse(source, head.start, f"it states no length that can be one: {stated!r}", "bad_length")
                continue
            block, taken = _read_block(stream, length, source.limits.raw_bytes)
            place += taken
            if taken < length:
                yield _cut(source, head.start, f"a record of {length:,} bytes ends after {taken:,}")
                return
            yield _too_large(source, head.start, length) if block is None else Record(head.start, head.fields, block)
        except CutOffError as error:
            yield _cut(source, place, str(error))
            return


def _read_head(stream: io.BufferedReader, place: int) -> _Head:
    """The header of the next record, what stands before it passed over."""
    skipped = 0
    while line := stream.readline(LONGEST_LINE):
        start, place = place, place + len(line)
        if VERSION.match(line):
            fields, length, fault = _read_fields(stream)
            return _Head(start, place + length, fields, fault, skipped)
        if SIGN.match(line) or line.startswith(b"WARC/"):
            return _Head(start, place, {}, repr(line[:40].decode("latin-1").strip()), skipped)
        skipped += len(line.strip())
    return _Head(place, place, None, skipped=skipped)


def _read_fields(stream: io.BufferedReader) -> tuple[dict[str, str], int, str]:
    """The fields of a header up to its blank line, folded lines joined; how long it is; what is wrong with it."""
    fields: dict[str, str] = {}
    length, last, fault = 0, "", ""
    for _ in range(MOST_HEADERS):
        line = stream.readline(LONGEST_LINE)
        length += len(line)
        if not line.strip(b"\r\n"):
            return fields, length, fault if line else "it ends in its header"
        if not line.endswith(b"\n") or length > LONGEST_HEAD:
            return fields, length, "it is too long"
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        name, colon, value = text.partition(":")
        if text[0] in " \t" and last:
            fields[last] += " " + text.strip()
        elif colon and name.strip():
            last = name.strip().lower()
            fields.setdefault(last, value.strip())
        else:
            fault = f"a line without a colon: {text[:40]!r}"
    return fields, length, "it has too many lines"


def _read_length(fields: dict[str, str]) -> int | None:
    stated = fields.get("content-length", "")
    return int(stated) if re.fullmatch(r"[0-9]{1,15}", stated, re.A) else None


def _read_block(stream: io.BufferedReader, length: int, limit: int) -> tuple[bytes | None, int]:
    """The block of a record and how many bytes were taken; of one above the limit nothing, read past in pieces."""
    if length <= limit:
        block = stream.read(length)
        return block, len(block)
    taken = 0
    while taken < length and (piece := stream.read(min(length - taken, CHUNK))):
        taken += len(piece)
    return None, taken


def _refuse(source: Source, place: int, reason: str, code: str) -> NotText:
    return NotText(f"{source.name}, record at byte {place:,}", reason, "The next record is read.", code)


def _cut(source: Source, place: int, reason: str) -> NotText:
    name = f"{source.name}, record at byte {place:,}"
    return NotText(name, f"the archive is cut here: {reason}", "What stands before it was read. Fetch it again.", "cut")


def _too_large(source: Source, place: int, length: int) -> TooLarge:
    reason = f"it has {length:,} bytes, the limit `raw_bytes` is {source.limits.raw_bytes:,}"
    return TooLarge(f"{source.name}, record at byte {place:,}", reason, "The next record is read.")


def _read_record(record: Record, source: Source, counted: Counter[str]) -> Iterator[Item]:
    """The reports in a record, or a refusal; what holds no page is counted."""
    name = f"{source.name}, record at byte {record.place:,}"
    kind = record.kind
    if kind not in ("response", "resource"):
        counted[kind if kind in COUNTED else "of unknown type"] += 1
        return
    try:
        message = read_message(record.block, name, source.limits) if kind == "response" else _state_resource(record)
        passed = _pass_over(message)
        if passed:
            counted[passed] += 1
            return
        notices = (*message.notices, *_check_digests(record, message))
        told = replace(source.told, url=record.address, charset=message.charset, format=None)
        part = replace(source.part("", message.body), name=name, told=told)
        for item in source.read_part(part) if source.read_part else ():
            yield replace(item, notices=(*notices, *item.notices)) if isinstance(item, ReadResult) else item
    except InputError as error:
        yield error


def _state_resource(record: Record) -> HttpMessage:
    kind, _, parameters = record.fields.get("content-type", "").partition(";")
    charset = re.search(r"charset=\"?([\w.:-]{1,40})", parameters)
    return HttpMessage(200, kind.strip().lower(), charset.group(1) if charset else None, record.block, record.block)


def _pass_over(message: HttpMessage) -> str | None:
    """Why a message holds no page: its status or its type; None where it may hold one."""
    if message.status != 200:
        return f"with status {message.status}"
    if message.kind and message.kind not in PAGES:
        return f"of type {message.kind.split('/')[0][:20]}" if "/" in message.kind else "of unknown type"
    return None


def _check_digests(record: Record, message: HttpMessage) -> Iterator[Notice]:
    """A notice for each digest that the record states and its bytes do not have."""
    for field, forms in (
        ("warc-block-digest", (record.block,)),
        ("warc-payload-digest", (message.payload, message.body)),
    ):
        stated = record.fields.get(field)
        if stated and not any(_has_digest(stated, data) for data in forms):
            yield Notice("digest_differs", f"{field} differs from the bytes: the record was changed or is damaged")


def _has_digest(stated: str, data: bytes) -> bool:
    """Whether the bytes have the digest, in base 32 or hexadecimal; true for a digest that we do not know."""
    name, _, value = stated.strip().partition(":")
    make = DIGESTS.get(name.strip().lower().replace("-", ""))
    if make is None:
        return True
    digest = make(data, usedforsecurity=False).digest()
    value = value.strip().lower()
    return value in (
        digest.hex(),
        base64.b32encode(digest).decode().lower(),
        base64.b32encode(digest).decode().lower().rstrip("="),
    )
