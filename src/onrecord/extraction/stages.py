"""The way from a report to its reading: each stage with what it takes and what it gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.extraction.acts import drop_acts, find_acts
from onrecord.extraction.arithmetic import derive
from onrecord.extraction.attributions import Attribution, find_attributions, find_orphans
from onrecord.extraction.claims import (
    SILENCE,
    Findings,
    date_of_saying,
    keep_claiming,
    link_figures,
    make_claims,
    make_own_claims,
)
from onrecord.extraction.dates import find_dates
from onrecord.extraction.doubts import find_doubts
from onrecord.extraction.figures import find_figures
from onrecord.extraction.headline import check_headline
from onrecord.extraction.learned import Extractor, Method, load_extractor
from onrecord.extraction.media import Exhibit, find_exhibits
from onrecord.extraction.page import Page, lay_out, load_pipeline
from onrecord.extraction.partial import is_without_tables, read_partly
from onrecord.extraction.parties import find_parties
from onrecord.extraction.positions import find_stands, find_subject
from onrecord.extraction.stances import Stand
from onrecord.extraction.voice import find_own_voice
from onrecord.model import Claim, Date, Media, Party, Position, Reading, Report, Span, make_id

__all__ = ["Method", "extract"]


def extract(report: Report, method: Method | None = None) -> Reading:
    """Everything that one report yields: a pure function of its text and its dates.

    The method says how attributions are found: by the network where it can run ("auto"), by the network
    or not at all ("model"), or by rules alone ("rules"). A report in a language without tables is read in part.

    Raises SetupError when the English pipeline is not installed, or the network asked for cannot run.
    """
    if is_without_tables(report):
        return read_partly(report)
    with load_pipeline().memory_zone():
        return _read_page(lay_out(report), load_extractor(method or Method()))


def _read_page(page: Page, extractor: Extractor) -> Reading:
    dates = find_dates(page)
    figures = find_figures(page, dates)
    reported = find_attributions(page, extractor.tagger)
    stands = find_stands(page, reported)
    exhibits = find_exhibits(page)
    acts = find_acts(page, reported)
    attributions = keep_claiming(page, reported, stands, exhibits, acts)
    cast = find_parties(page, tuple(_speaking(attributions, stands, exhibits)))
    found = Findings(page, dates, figures, attributions, cast)
    attributed = make_claims(found)
    spoken = drop_acts(reported, acts, (stand.span for stand in stands if stand.position in SILENCE))
    claims = _in_text_order((*attributed, *make_own_claims(found, find_own_voice(page, spoken))))
    positions = tuple(_make_positions(found, stands, attributed))
    linked = link_figures(figures, claims)
    homeless = (stand.span for stand in stands if _holder(found, stand) is None)
    return Reading(
        report=page.report,
        parties=(*cast.parties, *_outlet_party(page.report, positions)),
        claims=claims,
        figures=linked,
        positions=positions,
        media=tuple(_make_media(found, exhibit) for exhibit in exhibits),
        dates=dates,
        derived=derive(page, linked),
        headline_check=check_headline(page, claims, linked, cast.parties),
        not_understood=find_doubts(page, claims, linked, dates, find_orphans(page, reported), homeless),
        notices=extractor.notices,
    )


def _speaking(
    attributions: Iterable[Attribution], stands: Iterable[Stand], exhibits: Iterable[Exhibit]
) -> Iterator[Span]:
    for attribution in attributions:
        yield from (span for span in (attribution.source, attribution.basis) if span)
    yield from (stand.party for stand in stands if stand.party)
    yield from (exhibit.publisher for exhibit in exhibits if exhibit.publisher)


def _in_text_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    return tuple(sorted(claims, key=lambda claim: (claim.contents[0].start, -claim.contents[-1].end, claim.id)))


def _make_positions(found: Findings, stands: Iterable[Stand], claims: tuple[Claim, ...]) -> Iterator[Position]:
    contents = [claim.contents for claim in claims]
    for stand in stands:
        party = _holder(found, stand)
        if party is None:
            continue
        subject = find_subject(found.page, stand, contents)
        yield Position(
            stand.span.start,
            stand.span.end,
            stand.span.text,
            party=party,
            position=stand.position,
            about=claims[subject].id if subject is not None else None,
            about_text=stand.about_text,
            date=_date_of(found, stand),
        )


def _holder(found: Findings, stand: Stand) -> str | None:
    """The party whose position this is; the outlet where the report speaks of itself."""
    if stand.party is not None:
        return found.cast.party_of(stand.party)
    return _outlet_id(found.page.report) if found.page.report.outlet else None


def _date_of(found: Findings, stand: Stand) -> Date | None:
    outside = (stand.about_text,) if stand.about_text else ()
    verb = _stand_verb(found.page, stand)
    return date_of_saying(found.page, found.dates, verb, outside) if verb else None


def _stand_verb(page: Page, stand: Stand) -> Span | None:
    words = page.words(stand.span.start, stand.span.end)
    verb = next(
        (word for word in words if word.pos_ == "VERB" and word.head.i not in range(words.start, words.end)), None
    )
    verb = verb or (words.root if len(words) else None)
    return page.span(verb.idx, verb.idx + len(verb)) if verb is not None else None


def _make_media(found: Findings, exhibit: Exhibit) -> Media:
    return Media(
        publisher=found.cast.party_of(exhibit.publisher) if exhibit.publisher else None,
        platform=exhibit.platform,
        medium=exhibit.medium,
        shows=exhibit.shows,
        hedge=exhibit.hedge,
        released=_released(found, exhibit),
    )


def _released(found: Findings, exhibit: Exhibit) -> Date | None:
    """The day in the sentence of the material that is no part of what it shows, nearest before it."""
    sentence = found.page.sentence_at(exhibit.medium.start)
    if sentence is None:
        return None
    days = [
        date
        for date in found.dates
        if sentence.start <= date.start < sentence.end
        and date.type in {"date", "time"}
        and not (exhibit.shows and exhibit.shows.overlaps(date))
    ]
    return min(days, key=lambda date: abs(date.start - exhibit.medium.start), default=None)


def _outlet_id(report: Report) -> str:
    return make_id("p", report.sha256, "outlet", report.outlet or "")


def _outlet_party(report: Report, positions: Iterable[Position]) -> tuple[Party, ...]:
    """The outlet as a party, where it takes a position of its own."""
    outlet = _outlet_id(report)
    if report.outlet is None or all(position.party != outlet for position in positions):
        return ()
    return (Party(outlet, report.outlet, "media", "named", None, None, ()),)
