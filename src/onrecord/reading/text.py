"""Plain text to a report."""

from __future__ import annotations

from onrecord.model import Notice, Report
from onrecord.reading.assembling import Stated, build_result, check_length
from onrecord.reading.cleaning import clean_text
from onrecord.reading.decoding import decode
from onrecord.reading.source import ReadResult, Source, Told
from onrecord.reading.wire import Head, read_head


def looks_like_text(data: bytes) -> bool:
    """Whether the bytes can be plain text, which is so for all that no other format claims."""
    return bool(data)


def read_plain(source: Source) -> tuple[ReadResult, ...]:
    """The one report in a plain text."""
    decoded = decode(source.data, source.name, source.told.charset)
    check_length(source, decoded.text)
    cleaned = clean_text(decoded.text)
    head = read_head(cleaned.text, told_date=source.told.date)
    notices = (*decoded.notices, *cleaned.notices, *note_broken(cleaned.text))
    return (build_result(source, "text", cleaned.text, head, Stated(), notices),)


def report_from_text(
    text: str,
    *,
    dateline: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    headline: bool = True,
    clean: bool = True,
    name: str = "text",
) -> Report:
    """The report in a text that is already decoded.

    With `clean=False` the text stays as given, character for character; with `headline=False` its
    first line is never taken for a headline.
    """
    source = Source(name, text.encode("utf-8", "surrogatepass"), Told(date=dateline, outlet=outlet, url=url))
    check_length(source, text)
    fixed = clean_text(text).text if clean else text
    head = read_head(fixed, told_date=dateline) if headline else read_head(fixed, headline="", told_date=dateline)
    return build_result(source, "text", fixed, head if fixed.strip() else Head(), Stated(), ()).report


def note_broken(text: str) -> tuple[Notice, ...]:
    """A notice that names the first place that could not be read, if there is one."""
    count, place = text.count("\ufffd"), text.find("\ufffd")
    if not count:
        return ()
    around = " ".join(text[max(0, place - 25) : place + 25].split())
    return (
        Notice(
            "broken_bytes",
            f"incomplete: {count:,} places could not be decoded, the first at character {place:,}: {around!r}",
        ),
    )
