"""A story as one self-contained page: nothing in it asks another address for anything, and no script runs.

Every sentence of the summary, every figure, claim and position leads to its place in the text of its
report at the end of the page. Whatever a report contains is escaped.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import TextIO

from onrecord.exports.html import mark_up, read_asset
from onrecord.exports.screen import Screen
from onrecord.exports.story_charts import draw_graph, draw_series
from onrecord.exports.story_view import (
    CLASHES,
    SILENT,
    StoryView,
    counted,
    day,
    label,
    places_of,
    shared,
    spell,
    stamp,
    true_conflicts,
    worth,
)
from onrecord.exports.view import clip
from onrecord.exports.visible import show_line
from onrecord.model import Cell, Copy, Moment, Reading, Series, Spot, Story, StoryClaim, StoryReport

CHARTS = 8  # series that are drawn; all are in the table
REFERENCES = 8  # places shown behind one sentence

NAVIGATION = (
    ("summary", "Summary"), ("figures", "Figures"), ("conflicts", "Conflicts"), ("origins", "Origins"),
    ("copies", "Copies"), ("positions", "Positions"), ("timeline", "Time line"),
    ("claims", "All claims"), ("reports", "Reports"),
)  # fmt: skip


def write(story: Story, readings: Mapping[str, Reading], out: TextIO, screen: Screen) -> None:
    """Write the page."""
    view, style = StoryView(story), read_asset("story.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    out.write(
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{_line(story.name)} · onrecord</title>\n<style>{style}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#summary">Skip to the summary</a>\n'
    )
    out.writelines(part + "\n" for part in _write_parts(view, readings))
    out.write("</body>\n</html>\n")


def _write_parts(view: StoryView, readings: Mapping[str, Reading]) -> Iterator[str]:
    yield from _write_head(view)
    yield "<main>"
    yield from _section("summary", "Summary", _write_summary(view))
    yield from _section("figures", "Figures", _write_figures(view))
    yield from _section("conflicts", "Conflicts", _write_conflicts(view))
    yield from _section("origins", "Claims of several reports and where they come from", _write_origins(view))
    yield from _section("copies", "Who takes words from whom, and who cites whom", _write_copies(view))
    yield from _section("positions", "Positions", _write_positions(view))
    yield from _section("timeline", "Time line", _write_timeline(view))
    yield from _section("claims", "All claims", _write_claims(view))
    yield from _section("reports", "The reports", _write_reports(view, readings))
    yield "</main>"
    yield (
        "<footer><p>Compared by onrecord. Every number in brackets leads to the words in the report that it rests on. "
        "This page is complete in itself and asks nothing of any other address.</p></footer>"
    )


def _section(key: str, title: str, parts: Iterable[str]) -> Iterator[str]:
    inside = list(parts)
    if inside:
        yield f'<section id="{key}" aria-labelledby="{key}-h"><h2 id="{key}-h">{title}</h2>'
        yield from inside
        yield "</section>"


def _write_head(view: StoryView) -> Iterator[str]:
    story = view.story
    outlets = len({report.outlet for report in story.reports if report.outlet})
    yield f'<header><p class="kicker">{counted(len(story.reports), "report")} by {counted(outlets, "outlet")}</p>'
    yield f"<h1>{_line(story.name)}</h1>"
    links = "".join(f'<li><a href="#{key}">{title}</a></li>' for key, title in NAVIGATION)
    yield f'<nav aria-label="Parts of the page"><ul>{links}</ul></nav></header>'


def _write_summary(view: StoryView) -> Iterator[str]:
    items = "".join(f"<li>{_line(part.text)}{_refer(view, part.places)}</li>" for part in view.summary)
    yield f'<ol class="summary">{items}</ol>'


def _write_figures(view: StoryView) -> Iterator[str]:
    drawn = [series for series in view.story.series if len({worth(point) for point in series.points}) > 1][:CHARTS]
    yield '<div class="charts">'
    for number, series in enumerate(drawn):
        yield f"<div><h3>{_line(label(series))}</h3>{draw_series(view, series, f'chart{number}')}"
        yield from _settled(series)
        yield "</div>"
    yield "</div>"
    heads = ("Counted", "In the report", "Worth", "Role", "As of", "Source", "Report")
    if view.story.series:
        yield "<details><summary>All figures as a table</summary>"
        yield from _table(heads, _figure_rows(view))
        yield "</details>"


def _settled(series: Series) -> Iterator[str]:
    if series.settled:
        sizes = (series.settled.low, series.settled.high)
        told = " to ".join(dict.fromkeys(f"{size:,}" for size in sizes if size is not None))
        policy, why = _line(series.settled.policy), _line(series.settled.why)
        yield f'<p class="soft">By the policy “{policy}”: {told}, {why}.</p>'


def _figure_rows(view: StoryView) -> Iterator[Sequence[str]]:
    for series in view.story.series:
        for point in series.points:
            place = Spot(point.report, point.start, point.end, point.text)
            yield (
                _line(label(series)), _quote(point.text), f'<span class="num">{_line(worth(point))}</span>', point.role,
                _line(day(point)), _line(point.source or ""), _refer(view, (place,)),
            )  # fmt: skip


def _write_conflicts(view: StoryView) -> Iterator[str]:
    rows = [
        (
            f'<span class="clash {conflict.type}">{conflict.type.replace("_", " ")}</span> '
            f"<small>{CLASHES[conflict.type]}</small>",
            _line(conflict.why),
            " / ".join(_quote(place.text) + _refer(view, (place,)) for place in conflict.between),
        )
        for conflict in view.story.conflicts
    ]
    if not rows:
        yield "<p>No two figures contradict each other.</p>"
        return
    many = len(true_conflicts(view.story))  # they come first
    hard, soft = rows[:many], rows[many:]
    heads = ("Type", "Why", "Between")
    if hard:
        yield from _table(heads, hard)
    if soft:
        yield f"<details><summary>{counted(len(soft), 'difference')} that contradict nothing</summary>"
        yield from _table(heads, soft)
        yield "</details>"


def _write_origins(view: StoryView) -> Iterator[str]:
    claims = shared(view.story)
    if claims:
        yield '<ul class="tree">' + "".join(_tree(view, claim) for claim in claims) + "</ul>"


def _tree(view: StoryView, claim: StoryClaim) -> str:
    one = '<span class="tag one">one origin</span>' if claim.single_origin else ""
    told = f"{counted(claim.report_count, 'report')}, {counted(claim.text_count, 'text')}"
    many = "" if claim.single_origin else f'<span class="tag">{counted(claim.origin_count, "origin")}</span>'
    origins = "".join(
        f'<li><b>{_line(origin.name)}</b> <span class="soft">{_outlets(view, origin.reports)}</span></li>'
        for origin in claim.origins
    )
    places = tuple(mention.contents[0] for mention in claim.mentions)
    return (
        f'<li id="{escape(claim.id)}"><span class="said">{_line(clip(claim.summary, 240))}</span>'
        f"{_refer(view, places)}<br>"
        f'{one}{many}<span class="soft">{told}; {_line(claim.why)}</span><ul>{origins}</ul></li>'
    )


def _outlets(view: StoryView, reports: Iterable[str]) -> str:
    return _line(", ".join(view.outlet(report) for report in reports))


def _write_copies(view: StoryView) -> Iterator[str]:
    graph = draw_graph(view, "graph")
    if graph:
        yield graph
        yield '<p class="soft">Thick: words taken, dashed where partly; thin: cited. '
        yield "An arrow leads to what a report rests on.</p>"
    for copy in view.story.copies:
        yield _copy(view, copy)
    rows = [
        (_line(view.outlet(citing.report)), _line(view.outlet(citing.cites) if citing.cites else citing.outlet),
         _quote(citing.place.text) + _refer(view, (citing.place,)))
        for citing in view.story.citing
    ]  # fmt: skip
    if rows:
        yield "<h3>Cited outlets</h3>"
        yield from _table(("Report", "Cites", "In its words"), rows)


def _copy(view: StoryView, copy: Copy) -> str:
    passages = "".join(
        f"<blockquote>{_line(clip(passage.copy.text, 400))}{_refer(view, (passage.copy, passage.original))}"
        "</blockquote>"
        for passage in copy.passages
    )
    head = f"{view.outlet(copy.copy)} is {copy.derived} derived from {view.outlet(copy.original or '')}"
    shown = f"<details><summary>Shared passages</summary>{passages}</details>"
    return f"<h3>{_line(head)}</h3><p>{_line(copy.why)}.</p>{shown}"


def _write_positions(view: StoryView) -> Iterator[str]:
    cells = view.story.positions
    if not cells:
        return
    days = sorted({_standing_day(view, standing) for cell in cells for standing in cell.history} - {""})
    heads = ("Party", "About", *(_short(day) for day in days), "Now")
    yield from _table(heads, (_position_row(view, cell, days) for cell in cells), wide=True)


def _position_row(view: StoryView, cell: Cell, days: Sequence[str]) -> Sequence[str]:
    by_day = {known: [s for s in cell.history if _standing_day(view, s) == known] for known in days}
    told = [
        "<br>".join(_stand(s.position) + _refer(view, (Spot(s.report, s.start, s.end, s.text),)) for s in by_day[known])
        for known in days
    ]
    return (f"<b>{_line(cell.party)}</b>", _line(clip(cell.about, 90)), *told, _stand(cell.history[-1].position))


def _stand(position: str) -> str:
    quiet = " quiet" if position in SILENT else ""
    return f'<span class="stand{quiet}">{_line(spell(position))}</span>'


def _standing_day(view: StoryView, standing: object) -> str:
    date = getattr(standing, "date", None)
    told = (date.from_ or date.to or "") if date else ""
    return (told or view.reports[getattr(standing, "report", "")].published or "")[:10]


def _short(day: str) -> str:
    return day[5:] if len(day) == 10 else day


def _write_timeline(view: StoryView) -> Iterator[str]:
    yield from _table(
        ("When", "Clock", "What", "Reports"), (_moment_row(view, moment) for moment in view.story.timeline)
    )


def _moment_row(view: StoryView, moment: Moment) -> Sequence[str]:
    start, end = stamp(moment.from_), stamp(moment.to)
    when = (
        start
        if start and (not end or start[:10] == end[:10] or _is_next(start, end))
        else f"{start or '…'} – {end or '…'}"
    )
    return when, moment.clock, _line(clip(moment.text, 260)), _refer(view, moment.places)


def _is_next(start: str, end: str) -> bool:
    """Whether an interval is one whole day."""
    return len(start) == 10 and len(end) == 10


def _write_claims(view: StoryView) -> Iterator[str]:
    rows = (
        (
            _line(clip(claim.summary, 260)),
            _line(", ".join(origin.name for origin in claim.origins)),
            _refer(view, tuple(mention.contents[0] for mention in claim.mentions)),
        )
        for claim in view.story.claims
    )
    yield f"<details><summary>{counted(len(view.story.claims), 'claim')}</summary>"
    yield from _table(("Claim", "Origin", "Reports"), rows)
    yield "</details>"


def _write_reports(view: StoryView, readings: Mapping[str, Reading]) -> Iterator[str]:
    for report in view.story.reports:
        reading = readings.get(report.id)
        yield _article(view, report, reading.report.text if reading else "")
    if view.story.left_out:
        rows = [(_line(left.path or left.report), _line(left.why)) for left in view.story.left_out]
        yield "<h3>Left out</h3>"
        yield from _table(("Report", "Why"), rows)


def _article(view: StoryView, report: StoryReport, text: str) -> str:
    number = view.numbers[report.id]
    facts = " · ".join(part for part in (stamp(report.published), ", ".join(report.credits), report.path or "") if part)
    starts = sorted({0, *(place.start for place in places_of(view.story) if place.report == report.id)})
    ends = [*starts[1:], len(text)]
    pieces = "".join(
        f'<span class="piece" id="r{number}-{start}">{mark_up(text[start:end])}</span>'
        for start, end in zip(starts, ends, strict=True)
    )
    return (
        f'<article id="r{number}"><h3>{number}. {_line(report.outlet or "an unnamed outlet")}</h3>'
        f'<p class="soft">{_line(facts)}</p><div class="text" dir="auto">{pieces}</div></article>'
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], wide: bool = False) -> Iterator[str]:
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    yield f'<div class="wrap"><table{"" if wide else " class=cards"}><thead><tr>{head}</tr></thead><tbody>'
    for row in rows:
        yield (
            "<tr>"
            + "".join(f'<td data-head="{name}">{cell}</td>' for name, cell in zip(heads, row, strict=True))
            + "</tr>"
        )
    yield "</tbody></table></div>"


def _refer(view: StoryView, places: Sequence[Spot]) -> str:
    """Links to places, each as the number of its report."""
    seen = dict.fromkeys((view.numbers[place.report], place.start) for place in places if place.report in view.numbers)
    return "".join(
        f'<a class="ref" href="#r{number}-{start}" aria-label="report {number}, at character {start}">[{number}]</a>'
        for number, start in list(seen)[:REFERENCES]
    )


def _line(words: str) -> str:
    return escape(show_line(words))


def _quote(words: str) -> str:
    return f"“{_line(words)}”"
