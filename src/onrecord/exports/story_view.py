"""A story prepared for the eye: reports numbered, the summary in sentences that each can be traced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from onrecord.exports.view import STANCES, clip, number
from onrecord.model import Conflict, Point, Series, Spot, Story, StoryClaim, StoryReport

CLASHES = {
    "real": "they contradict each other", "revision": "one source corrects itself", "as_of": "another time",
    "counted": "another thing counted", "boundary": "another area, group or period",
}  # fmt: skip
SHORTEST_TOLD = 20  # characters of a claim that a summary may quote
SILENT = {"no_comment", "not_confirmed", "not_verified", "not_reached"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a summary and the places that it rests on."""

    text: str
    places: tuple[Spot, ...]


@dataclass(frozen=True)
class StoryView:
    """A story with what a page about it looks up again and again."""

    story: Story

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each report, in order of publication."""
        return {report.id: place for place, report in enumerate(self.story.reports, 1)}

    @cached_property
    def reports(self) -> Mapping[str, StoryReport]:
        """The reports by id."""
        return {report.id: report for report in self.story.reports}

    def outlet(self, report: str) -> str:
        """What a report is called: its outlet and its number."""
        known = self.reports.get(report)
        return f"{known.outlet if known and known.outlet else 'a report'} ({self.numbers.get(report, '?')})"

    @cached_property
    def summary(self) -> tuple[Sentence, ...]:
        """The story in five sentences: reports, copies, origins, figures, positions."""
        parts = (self._reports(), self._copies(), self._origins(), self._figures(), self._positions())
        return tuple(part for part in parts if part)

    def _reports(self) -> Sentence | None:
        if not self.story.reports:
            return None
        first, last = self.story.reports[0], self.story.reports[-1]
        told = f"{len(self.story.reports)} reports tell this story"
        if first.published:
            told += f", the first by {first.outlet or 'an unnamed outlet'} ({stamp(first.published)})"
        if last.published and last is not first:
            told += f", the latest by {last.outlet or 'an unnamed outlet'} ({stamp(last.published)})"
        return Sentence(told + ".", tuple(m.places[0] for m in self.story.timeline if m.clock == "publication")[:2])

    def _copies(self) -> Sentence:
        copies = self.story.copies
        own = len(self.story.reports) - len([copy for copy in copies if copy.derived == "wholly"])
        if not copies:
            return Sentence("No report takes its words from another.", ())
        names = "; ".join(
            f"{self.outlet(copy.copy)} {copy.derived} from {self.outlet(copy.original or '')}" for copy in copies[:4]
        )
        text = f"{own} of them have a text of their own: {names}{' and more' if len(copies) > 4 else ''}."
        return Sentence(text, tuple(copy.passages[0].copy for copy in copies if copy.passages))

    def _origins(self) -> Sentence | None:
        claim = next((claim for claim in self.story.claims if claim.report_count > 1 and _is_telling(claim)), None)
        if claim is None:
            return None
        names = ", ".join(origin.name for origin in claim.origins[:3])
        many = "one origin" if claim.single_origin else f"{claim.origin_count} origins"
        text = f"The claim told most, “{clip(claim.summary, 120)}”, stands in {claim.report_count} reports, "
        text += f"{counted(claim.text_count, 'text')} and {many}: {names}."
        return Sentence(text, tuple(mention.contents[0] for mention in claim.mentions))

    def _figures(self) -> Sentence | None:
        hard = [conflict for conflict in self.story.conflicts if conflict.type == "real"]
        soft = [conflict for conflict in self.story.conflicts if conflict.type == "revision"]
        if not self.story.series:
            return None
        if not hard and not soft:
            return Sentence("No two figures for the same thing and time contradict each other.", ())
        text = (
            f"{counted(len(hard), 'pair')} of figures contradict each other"
            if hard
            else "No figures contradict each other"
        )
        text += f"; taken back by its own source: {counted(len(soft), 'figure')}" if soft else ""
        text += f": {hard[0].why}." if hard else f": {soft[0].why}."
        return Sentence(text, (hard or soft)[0].between)

    def _positions(self) -> Sentence | None:
        cells = [cell for cell in self.story.positions if cell.history]
        if not cells:
            return None
        cell = cells[0]
        steps = ", then ".join(dict.fromkeys(spell(standing.position) for standing in cell.history))
        quiet = sorted({cell.party for cell in cells if cell.history[-1].position in SILENT})
        text = f"{cell.party[:1].upper()}{cell.party[1:]} {steps} ({clip(cell.about, 60)})"
        text += f"; silent at last: {', '.join(quiet[:3])}." if quiet else "."
        return Sentence(text, tuple(Spot(s.report, s.start, s.end, s.text) for s in cell.history))


def _is_telling(claim: StoryClaim) -> bool:
    """Whether a claim says more than that nobody spoke."""
    return not claim.why.startswith("one report alone") and len(claim.summary) > SHORTEST_TOLD


def counted(count: int, noun: str) -> str:
    """A count with its noun: "1 pair", "3 pairs"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def stamp(moment: str | None) -> str:
    """A stamp for the eye: day and time without seconds and offset."""
    return (moment or "").replace("T", " ")[:16]


def spell(position: str) -> str:
    """A position in words."""
    return STANCES.get(position, position)


def worth(point: Point) -> str:
    """What a point is worth: "31", "17 or more", "170 to 180", with a sign where it is added."""
    sign = "+" if point.role == "increment" else ""
    if point.value is not None:
        return sign + number(point.value)
    if point.low is not None and point.high is not None:
        return f"{number(point.low)} to {number(point.high)}"
    if point.low is not None:
        return f"{number(point.low)} or more"
    return f"up to {number(point.high)}" if point.high is not None else "?"


def day(point: Point) -> str:
    """As of when a point holds."""
    date = point.as_of
    if date is None:
        return ""
    return (date.from_ or f"by {date.to}").replace("T", " ")[:19]


def label(series: Series) -> str:
    """What a series counts, with the currency where it is money."""
    unit = series.unit if series.unit and series.unit.isupper() else None
    return f"{series.counted} ({unit})" if unit else series.counted


def shared(story: Story) -> tuple[StoryClaim, ...]:
    """The claims that more than one report makes."""
    return tuple(claim for claim in story.claims if claim.report_count > 1)


def true_conflicts(story: Story) -> tuple[Conflict, ...]:
    """The figures that truly differ: contradictions and corrections."""
    return tuple(conflict for conflict in story.conflicts if conflict.type in {"real", "revision"})


def places_of(story: Story) -> Iterator[Spot]:
    """Every place that a page about the story may lead to."""
    for copy in story.copies:
        for passage in copy.passages:
            yield from (passage.copy, passage.original)
    for claim in story.claims:
        for mention in claim.mentions:
            yield from mention.contents[:1]
    for series in story.series:
        yield from (Spot(point.report, point.start, point.end, point.text) for point in series.points)
    for conflict in story.conflicts:
        yield from conflict.between
    for cell in story.positions:
        yield from (Spot(s.report, s.start, s.end, s.text) for s in cell.history)
    for moment in story.timeline:
        yield from moment.places
    yield from (citing.place for citing in story.citing)
