"""A report from its text, what its head says, and what the page or the user says besides."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from onrecord.errors import InputError, TooLarge
from onrecord.model import Doubt, Notice, Report, make_id
from onrecord.reading.credits import fold_name
from onrecord.reading.language import tell_language
from onrecord.reading.source import ReadResult, Source
from onrecord.reading.wire import Head

MOST_DOUBTS = 50


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page says of its article outside the article's own text."""

    headline: str | None = None
    outlet: str | None = None
    byline: str | None = None
    credits: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    url: str | None = None
    language: str | None = None


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
        raw_sha256=hashlib.sha256(source.data).hexdigest(),
        format=form,
        language=tell_language(text, stated.language),
        url=source.told.url or stated.url,
        headline=head.headline,
        crossheads=head.crossheads,
        byline=head.byline or stated.byline,
        outlet=outlet or source.told.outlet,
        credits=head.credits or stated.credits,
        place=head.place,
        dateline=head.dateline or (None if own_day else source.told.date),
        published=published,
        updated=updated,
        text=text,
        furniture=head.furniture,
    )
    conflicts = tuple(_note_conflicts(source, outlet, own_day))
    return ReadResult(report, (*notices, *conflicts), tuple(_find_broken(text)))


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
