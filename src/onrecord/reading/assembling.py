"""A report from its text, what its head says, and what the page or the user says besides."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from onrecord.errors import InputError, NotText, TooLarge
from onrecord.model import DateBasis, Doubt, Notice, Report, make_id
from onrecord.reading.cleaning import Cleaned, clean_characters
from onrecord.reading.credits import fold_name
from onrecord.reading.language import tell_language
from onrecord.reading.source import ReadResult, Source
from onrecord.reading.wire import Head, read_head

MOST_DOUBTS = 50


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page, feed or message says of its article outside the article's own text.

    `published_by` and `updated_by` name the mark that the times were taken from.
    """

    headline: str | None = None
    outlet: str | None = None
    byline: str | None = None
    credits: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    url: str | None = None
    language: str | None = None
    place: str | None = None
    published_by: str | None = None
    updated_by: str | None = None
    item: str | None = None
    version: str | None = None
    status: str | None = None
    embargo: str | None = None
    note: str | None = None


def build_article(
    source: Source, form: str, paragraphs: list[str], stated: Stated, notices: tuple[Notice, ...] = ()
) -> ReadResult:
    """The report whose paragraphs and headline a format has told apart, with the head and tail of its text read."""
    title = clean_characters(stated.headline or "").text.strip() or None
    cleaned = lay_out(title, paragraphs, source)
    check_filled(source, cleaned.text)
    head = read_head(cleaned.text, headline=title, told_date=stated.published or source.told.date)
    return build_result(
        source, form, cleaned.text, head, stated, (*notices, *cleaned.notices, *note_broken(cleaned.text))
    )


def lay_out(title: str | None, paragraphs: list[str], source: Source) -> Cleaned:
    """The text of a report: headline and paragraphs, a blank line between them."""
    body = _cut_title(paragraphs, title)
    joined = "\n\n".join([title, *body] if title else body)
    check_length(source, joined)
    return clean_characters(joined)


def _cut_title(paragraphs: list[str], title: str | None) -> list[str]:
    """The paragraphs without a first one that repeats the headline."""
    if title and paragraphs and fold_name(paragraphs[0]) == fold_name(title):
        return paragraphs[1:]
    return paragraphs


def build_result(
    source: Source, form: str, text: str, head: Head, stated: Stated, notices: tuple[Notice, ...]
) -> ReadResult:
    """The report with its notices. Its own head goes before the page's metadata, and both before what the user says."""
    check_length(source, text)
    check_date(source)
    outlet = head.outlet or stated.outlet
    published, updated = head.published or stated.published, head.updated or stated.updated
    own_day = (head.dateline or published or updated or "")[:10] or None
    digest = hashlib.sha256(text.encode()).hexdigest()
    report = Report(
        id=make_id("r", digest),
        sha256=digest,
        raw_sha256=hashlib.sha256(source.data if source.received is None else source.received).hexdigest(),
        format=form,
        language=tell_language(text, stated.language),
        url=source.told.url or stated.url,
        headline=head.headline,
        crossheads=head.crossheads,
        byline=head.byline or stated.byline,
        outlet=outlet or source.told.outlet,
        credits=head.credits or stated.credits,
        place=head.place or stated.place,
        dateline=head.dateline or (None if own_day else source.told.date),
        published=published,
        updated=updated,
        text=text,
        furniture=head.furniture,
        date_basis=_name_basis(head, stated, None if own_day else source.told.date),
        item=stated.item,
        version=stated.version,
        status=stated.status or head.status,
        embargo=stated.embargo or head.embargo,
        note=stated.note,
    )
    noted = (*notices, *_note_standing(head), *_note_conflicts(source, outlet, own_day))
    return ReadResult(report, noted, tuple(_find_broken(text)))


def _name_basis(head: Head, stated: Stated, told: str | None) -> DateBasis:
    """What decided each of the three days of a report; None where there is no such day."""
    return DateBasis(
        dateline="dateline" if head.dateline else "told" if told else None,
        published="stamp" if head.published else (stated.published_by if stated.published else None),
        updated="stamp" if head.updated else (stated.updated_by if stated.updated else None),
    )


def check_filled(source: Source, text: str) -> None:
    """Raise NotText when nothing is left of the text but white space."""
    if not text.strip():
        raise NotText(source.name, "there is nothing in it but white space", "Give a report.", "empty")


def check_length(source: Source, text: str) -> None:
    """Raise TooLarge when the text has more characters than the limit."""
    limit = source.limits.characters
    if len(text) > limit:
        raise TooLarge(
            source.name,
            f"its text has {len(text):,} characters, the limit `characters` is {limit:,}",
            "Split it, or raise the limit.",
        )


def check_date(source: Source) -> None:
    """Raise InputError when the day that the user told is not one."""
    told = source.told.date
    try:
        if told is not None:
            date.fromisoformat(told[:10])
    except ValueError:
        reason = f"{told!r} is not a day"
        raise InputError(source.name, reason, "Write it as year, month and day: 2024-10-23.", "bad_date") from None


def _note_standing(head: Head) -> Iterator[Notice]:
    """What a desk must not overlook: that a report says of itself that it is withdrawn, or held back until a time."""
    if head.status:
        yield Notice("status_canceled", "the report says of itself that it is withdrawn; it is kept, and marked")
    if head.embargo:
        yield Notice("embargo", f"the report asks that it be not published before {head.embargo}")


def _note_conflicts(source: Source, outlet: str | None, day: str | None) -> Iterator[Notice]:
    told = source.told
    if day and told.date and told.date[:10] != day:
        yield Notice("date_conflict", f"the report itself is dated {day}, which is used; {told.date} was told")
    if outlet and told.outlet and fold_name(told.outlet) != fold_name(outlet):
        yield Notice("outlet_conflict", f"the report itself names {outlet}, which is used; {told.outlet} was told")


def _find_broken(text: str) -> Iterator[Doubt]:
    """The places where a character could not be read."""
    place = text.find("\ufffd")
    for _ in range(MOST_DOUBTS):
        if place < 0:
            return
        yield Doubt(place, place + 1, "\ufffd", "broken_character", "the bytes here stand for no character")
        place = text.find("\ufffd", place + 1)


def note_broken(text: str) -> tuple[Notice, ...]:
    """A notice that names the first place that could not be read, if there is one."""
    count, place = text.count("\ufffd"), text.find("\ufffd")
    if not count:
        return ()
    around = " ".join(text[max(0, place - 25) : place + 25].split())
    reason = f"{count:,} places could not be decoded, the first at character {place:,}: {around!r}"
    return (Notice("broken_bytes", reason, incomplete=True),)
