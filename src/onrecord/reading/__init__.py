"""Bytes of one format to reports. A format is a file with one function, and a line in `FORMATS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from onrecord.errors import TooLarge, UnknownFormat
from onrecord.reading.decoding import refuse_binary
from onrecord.reading.html import read_page
from onrecord.reading.limits import LIMITS, Limits
from onrecord.reading.markup import looks_like_html
from onrecord.reading.source import ReadResult, Source, Told
from onrecord.reading.text import looks_like_text, read_plain, report_from_text

__all__ = [
    "FORMATS",
    "LIMITS",
    "Format",
    "Limits",
    "ReadResult",
    "Source",
    "Told",
    "detect_format",
    "read_bytes",
    "report_from_text",
]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of input: its name, what it is, how it is known by its bytes, and the function that reads it."""

    name: str
    description: str
    detect: Callable[[bytes], bool]
    read: Callable[[Source], tuple[ReadResult, ...]]


FORMATS: tuple[Format, ...] = (
    Format("html", "a saved web page with an article", looks_like_html, read_page),
    Format("text", "plain text, with or without the head of a dispatch", looks_like_text, read_plain),
)

FOREIGN = ((b"<?xml", "XML"), (b"<rss", "an RSS feed"), (b"<feed", "an Atom feed"), (b'{"', "JSON"), (b"[{", "JSON"))


def read_bytes(data: bytes, name: str, told: Told | None = None, *, limits: Limits = LIMITS) -> tuple[ReadResult, ...]:
    """The reports in an input, in the format that is told or else in the one that its bytes show.

    Raises a child of InputError when it cannot be read.
    """
    told = told or Told()
    if len(data) > limits.raw_bytes:
        reason = f"it has {len(data):,} bytes, the limit `raw_bytes` is {limits.raw_bytes:,}"
        raise TooLarge(name, reason, "Split it, or raise the limit.")
    source = Source(name, data, told, limits)
    return (find_format(told.format, name) if told.format else detect_format(data, name)).read(source)


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
    refuse_binary(data, name)
    found = next((known for known in FORMATS if known.detect(data)), FORMATS[-1])
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    foreign = next((kind for sign, kind in FOREIGN if start.startswith(sign)), None)
    if found.name == "text" and foreign:
        reason = f"this looks like {foreign}, which is not read yet"
        raise UnknownFormat(name, reason, "Give the article as plain text or as a web page.")
    return found
