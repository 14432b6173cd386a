"""The time line of a story by three clocks: what happened, who said it when, when it was published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from onrecord.comparison.cast import Cast
from onrecord.comparison.folding import Folding
from onrecord.comparison.origins import Sources
from onrecord.comparison.outlets import outlet_of
from onrecord.model import Clock, Date, Moment, Reading, Report, Spot

TELLING = {"day", "part_of_day", "hour", "minute"}


def make_timeline(readings: Sequence[Reading], cast: Cast, folding: Folding) -> tuple[Moment, ...]:
    """All moments in order of time; what copies repeat is told once, with all places."""
    moments = [*_publications(readings), *_dated(readings, cast, folding)]
    return tuple(sorted(moments, key=lambda moment: (moment.from_ or moment.to or "", moment.clock, moment.text)))


def _publications(readings: Sequence[Reading]) -> Iterator[Moment]:
    for reading in readings:
        report = reading.report
        if report.published or report.date:
            stamp = report.published or report.date
            yield Moment(
                stamp, stamp, "publication", f"{outlet_of(report) or 'a report'}: {_title(report)}", (_head(report),)
            )


def _title(report: Report) -> str:
    return " ".join(report.headline.text.split()) if report.headline else report.text[:80]


def _head(report: Report) -> Spot:
    span = report.headline
    return Spot(report.id, span.start, span.end, span.text) if span else Spot(report.id, 0, 0, "")


def _dated(readings: Sequence[Reading], cast: Cast, folding: Folding) -> Iterator[Moment]:
    """The sentences that tell what happened or was said on a day, one for each day, clock and text of its own."""
    found: dict[tuple[str | None, str | None, Clock, str], list[tuple[str, Spot]]] = defaultdict(list)
    for reading in readings:
        sources = Sources(reading, cast)
        said = {(claim.said.start, claim.said.end) for claim in reading.claims if claim.said}
        for date in reading.dates:
            if date.type in {"date", "time"} and date.precision in TELLING and (date.from_ or date.to):
                clock: Clock = "statement" if (date.start, date.end) in said else "event"
                spot = _sentence(sources, date)
                own = folding.text_of(reading.report.id, spot.start, spot.end)
                found[(date.from_, date.to, clock, own)].append((reading.report.published or "", spot))
    for (start, end, clock, _), places in found.items():
        ordered = [spot for _, spot in sorted(places, key=lambda item: (item[0], item[1].report, item[1].start))]
        yield Moment(start, end, clock, " ".join(ordered[0].text.split()), tuple(dict.fromkeys(ordered)))


def _sentence(sources: Sources, date: Date) -> Spot:
    sentence = sources.sentence(date.start)
    text = sentence.text.strip()
    start = sentence.start + len(sentence.text) - len(sentence.text.lstrip())
    return Spot(sources.report.id, start, start + len(text), text)
