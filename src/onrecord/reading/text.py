"""Plain text to a report."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import Notice, Report
from onrecord.reading.assembling import Stated, build_result, check_filled, check_length, note_broken
from onrecord.reading.cleaning import clean_text
from onrecord.reading.decoding import decode
from onrecord.reading.source import Item, ReadResult, Source, Told
from onrecord.reading.wire import Head, read_head


def looks_like_text(data: bytes) -> bool:
    """Whether the bytes can be plain text, which is so for all that no other format claims."""
    return bool(data)


def read_plain(source: Source) -> Iterator[Item]:
    """The one report in a plain text."""
    decoded = decode(source.data, source.name, source.told.charset)
    yield read_plain_text(source, "text", decoded.text, Stated(), decoded.notices)


def read_plain_text(
    source: Source, form: str, text: str, stated: Stated, notices: tuple[Notice, ...] = ()
) -> ReadResult:
    """The report in a text that is decoded, its headline found by its place, and what is stated beside it."""
    check_length(source, text)
    cleaned = clean_text(text)
    check_filled(source, cleaned.text)
    head = read_head(cleaned.text, told_date=stated.published or source.told.date)
    notices = (*notices, *cleaned.notices, *note_broken(cleaned.text))
    return build_result(source, form, cleaned.text, head, stated, notices)


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
