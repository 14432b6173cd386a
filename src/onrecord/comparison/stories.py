"""From readings to a story: each step with what it takes and what it gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from onrecord.comparison.cast import build_cast
from onrecord.comparison.citing import find_citings
from onrecord.comparison.claims import join_claims
from onrecord.comparison.conflicts import find_conflicts
from onrecord.comparison.copies import find_copies
from onrecord.comparison.counts import list_counts
from onrecord.comparison.events import find_names, join_reports
from onrecord.comparison.folding import fold
from onrecord.comparison.outlets import outlet_of
from onrecord.comparison.policies import settle
from onrecord.comparison.series import join_counts, write_series
from onrecord.comparison.stamps import order_of
from onrecord.comparison.stands import list_cells
from onrecord.comparison.timeline import make_timeline
from onrecord.comparison.wording import words_in
from onrecord.model import Event, LeftOut, Reading, Report, Series, Story, StoryReport, make_id

NAMES_TOLD = 3


@dataclass(frozen=True, slots=True)
class Given:
    """A reading with the path that it was read from."""

    reading: Reading
    path: str | None = None


def join_events(given: Iterable[Given]) -> tuple[Event, ...]:
    """The events among the given reports, the largest first; a report given twice counts once."""
    kept = list_once(given)
    reports = [item.reading.report for item in kept]
    events = [_name_event([reports[number] for number in group]) for group in join_reports(reports)]
    return tuple(sorted(events, key=lambda event: (-len(event.reports), event.id)))


def make_story(given: Iterable[Given], policy: str | None = None, wanted: str | None = None) -> Story:
    """The story of the largest event among the given reports, or of the one whose id is wanted.

    A policy settles the figures that differ. An id that no event has gives an empty story.
    """
    kept = list_once(given)
    events = [event for event in join_events(kept) if wanted in (None, event.id)]
    if not events:
        return Story(make_id("story", ""), "no reports", ())
    event = events[0]
    members = [item for item in kept if item.reading.report.id in event.reports]
    others = [item for item in kept if item.reading.report.id not in event.reports]
    return _tell(event, members, others, policy)


def list_once(given: Iterable[Given]) -> tuple[Given, ...]:
    """Each report once, in order of publication and id, whatever the order it was given in."""
    known = {item.reading.report.id: item for item in sorted(given, key=lambda item: item.path or "", reverse=True)}
    return tuple(
        sorted(
            known.values(),
            key=lambda item: (order_of(item.reading.report), item.reading.report.id),
        )
    )


def _tell(event: Event, members: Sequence[Given], others: Sequence[Given], policy: str | None) -> Story:
    readings = [item.reading for item in members]
    copies = find_copies([reading.report for reading in readings])
    folding = fold(copies)
    cast = build_cast(readings)
    strands = join_counts(list_counts(readings, cast), folding)
    conflicts = find_conflicts(strands, folding)
    claims = join_claims(readings, cast, strands, conflicts, folding)
    return Story(
        id=event.id,
        name=event.name,
        reports=tuple(_describe(item) for item in members),
        left_out=tuple(_leave_out(item, event) for item in others),
        copies=copies,
        claims=claims,
        series=tuple(_settle(write_series(strand), members, policy) for strand in strands),
        conflicts=conflicts,
        positions=list_cells(readings, cast, claims, folding),
        citing=find_citings(readings),
        timeline=make_timeline(readings, cast, folding),
    )


def _settle(series: Series, members: Sequence[Given], policy: str | None) -> Series:
    told = {item.reading.report.id: order_of(item.reading.report) for item in members}
    return replace(series, settled=settle(series, policy, told)) if policy else series


def _describe(item: Given) -> StoryReport:
    report = item.reading.report
    headline = " ".join(report.headline.text.split()) if report.headline else None
    return StoryReport(
        report.id, item.path, outlet_of(report), report.credits, report.published, report.updated, headline
    )


def _leave_out(item: Given, event: Event) -> LeftOut:
    names = sorted(set(find_names(item.reading.report.text)))[:NAMES_TOLD]
    told = f"it names {', '.join(name.title() for name in names)}" if names else "it names nobody of the story"
    return LeftOut(item.reading.report.id, item.path, f"another event than “{event.name}”: {told}")


def _name_event(reports: Sequence[Report]) -> Event:
    """An event named by the headline that shares most words with all reports, with the names that tie them."""
    bags = [set(words_in(report.text)) for report in reports]
    best = max(reports, key=lambda report: (_shared(report, bags), report.id))
    name = " ".join(best.headline.text.split()) if best.headline else " ".join(best.text.split()[:12])
    ids = tuple(sorted(report.id for report in reports))
    return Event(make_id("story", *ids), name, ids, _why(reports))


def _shared(report: Report, bags: Sequence[set[str]]) -> float:
    words = set(words_in(report.headline.text)) if report.headline else set()
    return sum(len(words & bag) for bag in bags) / (len(words) + 3)


def _why(reports: Sequence[Report]) -> str:
    if len(reports) == 1:
        return "no other report shares enough of its names and words"
    spread: dict[str, int] = {}
    for report in reports:
        for name in set(find_names(report.text)):
            spread[name] = spread.get(name, 0) + 1
    most = sorted((name for name, count in spread.items() if count > 1), key=lambda name: (-spread[name], name))[
        :NAMES_TOLD
    ]
    told = ", ".join(f"{name.title()} (in {spread[name]})" for name in most)
    return f"they lie days apart and share names: {told}" if told else "they lie days apart and share their words"
