"""Bytes of one format to reports. A format is a file with one function, and a line in `FORMATS`."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from onrecord.errors import InputError, NotText, TooLarge, UnknownFormat
from onrecord.model import Notice
from onrecord.reading.corpora import looks_like_csv, looks_like_jsonl, read_csv, read_jsonl
from onrecord.reading.decoding import name_signature, refuse_binary
from onrecord.reading.feeds import looks_like_feed, read_feed
from onrecord.reading.html import read_page
from onrecord.reading.limits import LIMITS, Limits
from onrecord.reading.mail import looks_like_mail, read_mail
from onrecord.reading.markup import looks_like_html
from onrecord.reading.newsml import looks_like_newsml, read_newsml
from onrecord.reading.ninjs import looks_like_ninjs, read_ninjs
from onrecord.reading.packed import GZIP, CutOffError, Unpacker, unpack
from onrecord.reading.pdf import looks_like_pdf, read_pdf
from onrecord.reading.source import Item, ReadResult, Source, Told
from onrecord.reading.text import looks_like_text, read_plain, report_from_text
from onrecord.reading.wacz import looks_like_wacz, read_wacz
from onrecord.reading.warc import looks_like_warc, read_warc

__all__ = [
    "FORMATS",
    "LIMITS",
    "Format",
    "Item",
    "Limits",
    "ReadResult",
    "Source",
    "Told",
    "detect_format",
    "read_bytes",
    "read_file",
    "read_items",
    "report_from_text",
]

HEAD = 65_536


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of input: its name, what it is, how it is known by its bytes, and the function that reads it.

    One that `streams` holds any number of reports and is read piece by piece, whatever its size.
    """

    name: str
    description: str
    detect: Callable[[bytes], bool]
    read: Callable[[Source], Iterator[Item]]
    streams: bool = False
    binary: bool = False


FORMATS: tuple[Format, ...] = (
    Format("pdf", "a PDF with a layer of text, such as a wire printout", looks_like_pdf, read_pdf, binary=True),
    Format("warc", "a web archive, .warc or .warc.gz", looks_like_warc, read_warc, streams=True, binary=True),
    Format("wacz", "a zipped web archive collection", looks_like_wacz, read_wacz, streams=True, binary=True),
    Format("ninjs", "IPTC ninjs 1 to 3: an item, a list, a package", looks_like_ninjs, read_ninjs),
    Format("jsonl", "a corpus, one JSON object a line (--columns)", looks_like_jsonl, read_jsonl, streams=True),
    Format("newsml", "IPTC NewsML-G2 items and messages, NITF", looks_like_newsml, read_newsml),
    Format("feed", "an RSS or Atom feed, each item a report", looks_like_feed, read_feed),
    Format("eml", "a mail message, such as a newsletter", looks_like_mail, read_mail),
    Format("html", "a saved web page with an article", looks_like_html, read_page),
    Format("csv", "a corpus, a row each under named columns (--columns)", looks_like_csv, read_csv, streams=True),
    Format("text", "plain text, with or without the head of a dispatch", looks_like_text, read_plain),
)

FOREIGN = (
    (b"<?xml", "XML of a kind"),
    (b'{"', "JSON of a kind"),
    (b"[{", "JSON of a kind"),
    (b"{\n", "JSON of a kind"),
)


def read_bytes(data: bytes, name: str, told: Told | None = None, *, limits: Limits = LIMITS) -> tuple[ReadResult, ...]:
    """The reports in an input, in the format that is told or else in the one that its bytes show.

    Notices about the input as a whole are given with each report. Raises the first refusal where nothing could be
    read; `read_items` names the parts that were refused beside those that were read.
    """
    items = list(read_items(data, name, told, limits=limits))
    found = [item for item in items if isinstance(item, ReadResult)]
    if not found:
        raise next(item for item in items if isinstance(item, InputError))
    whole = tuple(item for item in items if isinstance(item, Notice))
    return tuple(replace(item, notices=(*whole, *item.notices)) if whole else item for item in found)


def read_items(data: bytes, name: str, told: Told | None = None, *, limits: Limits = LIMITS) -> Iterator[Item]:
    """The reports, refusals and notices that an input in memory gives.

    Raises a child of InputError when it cannot be read as a whole.
    """
    return read_file(io.BytesIO(data), name, told, limits=limits)


def read_file(file: BinaryIO, name: str, told: Told | None = None, *, limits: Limits = LIMITS) -> Iterator[Item]:
    """The reports, refusals and notices that an open file gives; corpora and archives are read in a stream.

    Raises a child of InputError when it cannot be read as a whole.
    """
    told = told or Told()
    wanted = find_format(told.format, name) if told.format else None
    head = _read_start(file)
    stream = file if file.seekable() else io.BufferedReader(_Joined(head, file), HEAD)
    if file.seekable():
        file.seek(0)
    if head.startswith(GZIP) and not looks_like_warc(head) and (wanted is None or not wanted.binary):
        yield from _read_packed(stream, head, Source(name, head, told, limits), wanted)
        return
    form = wanted or detect_format(head, name)
    if form.streams:
        yield from form.read(Source(name, head, told, limits, stream, read_part))
    else:
        yield from form.read(Source(name, _read_whole(stream, name, limits), told, limits))


def _read_start(file: BinaryIO) -> bytes:
    """The first bytes of a file, as many as are needed to know its format."""
    pieces, length = [], 0
    while length < HEAD and (piece := file.read(HEAD - length)):
        pieces.append(piece)
        length += len(piece)
    return b"".join(pieces)


class _Joined(io.RawIOBase):
    """The first bytes of a pipe, taken to look at them, and then the rest of it."""

    def __init__(self, head: bytes, file: BinaryIO) -> None:
        self._head = head
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._head[: len(buffer)] or self._file.read(len(buffer))
        self._head = self._head[len(data) :]
        buffer[: len(data)] = data
        return len(data)


def _read_whole(file: BinaryIO, name: str, limits: Limits) -> bytes:
    """The bytes of a file that holds one report or a list of them; raises TooLarge above the limit."""
    data = file.read(limits.raw_bytes + 1)
    if len(data) > limits.raw_bytes:
        reason = f"it holds more than {limits.raw_bytes:,} bytes, the limit `raw_bytes` of one report"
        raise TooLarge(name, reason, "Split it into reports.")
    return data


def _read_packed(file: BinaryIO, head: bytes, source: Source, wanted: Format | None) -> Iterator[Item]:
    """What a gzip file holds; a second layer of packing is refused."""
    start = _unpack_start(head, source.name)
    if start.startswith(GZIP):
        raise TooLarge(source.name, "it is packed twice", "Unpack it yourself if you trust it.", "bomb")
    form = wanted or detect_format(start, source.name)
    if form.streams:
        inner = io.BufferedReader(Unpacker(file), HEAD)
        try:
            yield from form.read(replace(source, data=start, file=inner, read_part=read_part))
        except CutOffError as error:
            yield NotText(source.name, f"the file is cut here: {error}", "Fetch it again.", "cut")
        return
    packed = _read_whole(file, source.name, source.limits)
    data, junk = unpack(packed, source.name, source.limits)
    if junk:
        yield Notice("junk_after_end", f"{junk:,} bytes follow the end of the packed data and were left")
    yield from form.read(replace(source, data=data, received=packed))


def _unpack_start(head: bytes, name: str) -> bytes:
    try:
        return io.BufferedReader(Unpacker(io.BytesIO(head)), HEAD).read(HEAD // 8)
    except CutOffError as error:
        raise NotText(name, f"its packed data cannot be read: {error}", "Fetch it again.", "cut") from None


def read_part(source: Source) -> Iterator[Item]:
    """The reports in one part of a container, in the format that its bytes show; no container in a container."""
    if len(source.data) > source.limits.raw_bytes:
        raise TooLarge(source.name, f"it has {len(source.data):,} bytes (limit `raw_bytes`)", "Split it.")
    form = detect_format(source.data, source.name)
    if form.streams:
        raise UnknownFormat(source.name, f"it is {form.description}, inside another container", "Read it by itself.")
    yield from form.read(source)


def find_format(wanted: str, name: str) -> Format:
    """The format of that name; raises UnknownFormat."""
    for known in FORMATS:
        if known.name == wanted:
            return known
    raise UnknownFormat(
        name, f"{wanted!r} is no format", f"Choose one of: {', '.join(known.name for known in FORMATS)}."
    )


def detect_format(data: bytes, name: str) -> Format:
    """The first format that knows the bytes; raises NotText for pictures, programs and the like."""
    is_binary = name_signature(data) is not None
    found = next((known for known in FORMATS if (known.binary or not is_binary) and known.detect(data)), None)
    if found is None:
        refuse_binary(data, name)
        found = FORMATS[-1]
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    foreign = next((kind for sign, kind in FOREIGN if start.startswith(sign)), None)
    if found.name == "text" and foreign:
        reason = f"this looks like {foreign} that is not read"
        raise UnknownFormat(name, reason, "Give the article as plain text, as a web page, or as ninjs.")
    return found
