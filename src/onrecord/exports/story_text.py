"""A story for the terminal: its summary, then a table for each side of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TextIO

from rich.console import RenderableType
from rich.rule import Rule
from rich.text import Text

from onrecord.exports.screen import Screen
from onrecord.exports.story_view import CLASHES, StoryView, day, label, shared, spell, stamp, worth
from onrecord.exports.text import draw_lines, make_table
from onrecord.exports.view import clip
from onrecord.exports.visible import show_line
from onrecord.model import Reading, Spot, Story

CELL = 200
ROWS = 40  # of one table; the page and the JSON have all


def write(story: Story, readings: Mapping[str, Reading], out: TextIO, screen: Screen) -> None:
    """Write a story as lines of at most the screen's width."""
    out.write(draw_lines(_draw(StoryView(story)), screen))


def _draw(view: StoryView) -> Iterator[RenderableType]:
    yield Text(show_line(view.story.name), "bold")
    yield Text()
    for sentence in view.summary:
        places = " ".join(dict.fromkeys(_place(view, place) for place in sentence.places[:6]))
        yield Text(show_line(sentence.text)).append(f"  {places}" if places else "", "dim")
    yield Text()
    yield from _table("Reports", "No.|Published|Outlet|Credits|Headline", _reports(view))
    yield from _table("Copies", "Copy|Original|Derived|Share|Why", _copies(view))
    yield from _table("Claims of several reports", "Claim|Reports|Texts|Origins|Joined because", _claims(view))
    yield from _table("Figures", "Counted|In the report|Worth|Role|As of|Source|Report", _figures(view))
    yield from _table("Conflicts", "Type|Between|Why", _conflicts(view))
    yield from _table("Positions", "Party|About|Day|Stands|In the report's words|Report", _positions(view))
    yield from _table("Citing", "Report|Cites|In its words", _citing(view))
    yield from _table("Time line", "When|Clock|What|Reports", _timeline(view))
    yield from _table("Left out", "Report|Why", ([left.path or left.report, left.why] for left in view.story.left_out))


def _table(title: str, heads: str, rows: Iterable[Sequence[str]]) -> Iterator[RenderableType]:
    filled = list(rows)
    if not filled:
        return
    table = make_table(leading=0)
    for head in heads.split("|"):
        table.add_column(head, overflow="fold")
    for row in filled[:ROWS]:
        table.add_row(*(Text(show_line(clip(cell, CELL)), overflow="fold") for cell in row))
    yield Rule(Text(title, "bold"), align="left", style="dim")
    yield table
    if len(filled) > ROWS:
        yield Text(f"… and {len(filled) - ROWS} more", "dim")
    yield Text()


def _place(view: StoryView, place: Spot) -> str:
    return f"[{view.numbers.get(place.report, '?')}:{place.start}]"


def _numbers(view: StoryView, reports: Iterable[str]) -> str:
    return " ".join(str(number) for number in sorted({view.numbers[report] for report in reports}))


def _reports(view: StoryView) -> Iterator[Sequence[str]]:
    for report in view.story.reports:
        number = str(view.numbers[report.id])
        yield number, stamp(report.published), report.outlet or "", ", ".join(report.credits), report.headline or ""


def _copies(view: StoryView) -> Iterator[Sequence[str]]:
    for copy in view.story.copies:
        yield view.outlet(copy.copy), view.outlet(copy.original or ""), copy.derived, f"{copy.share:.0%}", copy.why


def _claims(view: StoryView) -> Iterator[Sequence[str]]:
    for claim in shared(view.story):
        reports = _numbers(view, (mention.report for mention in claim.mentions))
        names = "; ".join(origin.name for origin in claim.origins)
        yield claim.summary, reports, str(claim.text_count), f"{claim.origin_count}: {names}", claim.why


def _figures(view: StoryView) -> Iterator[Sequence[str]]:
    for series in view.story.series:
        for place, point in enumerate(series.points):
            head = label(series) if place == 0 else ""
            report = str(view.numbers[point.report])
            yield head, point.text, worth(point), point.role, day(point), point.source or "", report


def _conflicts(view: StoryView) -> Iterator[Sequence[str]]:
    for conflict in view.story.conflicts:
        between = " / ".join(f"{place.text} ({view.numbers[place.report]})" for place in conflict.between)
        yield f"{conflict.type}: {CLASHES[conflict.type]}", between, conflict.why


def _positions(view: StoryView) -> Iterator[Sequence[str]]:
    for cell in view.story.positions:
        for place, standing in enumerate(cell.history):
            when = (standing.date.from_ or "")[:10] if standing.date else ""
            head = (cell.party, cell.about) if place == 0 else ("", "")
            yield *head, when, spell(standing.position), standing.text, str(view.numbers[standing.report])


def _citing(view: StoryView) -> Iterator[Sequence[str]]:
    for citing in view.story.citing:
        cited = view.outlet(citing.cites) if citing.cites else f"{citing.outlet} (no report at hand)"
        yield view.outlet(citing.report), cited, citing.place.text


def _timeline(view: StoryView) -> Iterator[Sequence[str]]:
    for moment in view.story.timeline:
        when = stamp(moment.from_) or f"by {stamp(moment.to)}"
        yield when, moment.clock, moment.text, _numbers(view, (place.report for place in moment.places))
