"""The charts of a story as inline SVG: figures over time, copies and citing as a graph.

Small code of our own: a chart here is a dozen marks with labels. Colours are CSS classes, so that dark
mode and print work; every chart has a title and a description, and the table beside it tells the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from onrecord.exports.story_view import StoryView, day, worth
from onrecord.exports.view import number
from onrecord.exports.visible import show_line
from onrecord.model import Point, Series

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 16, 44
SHAPES = ("circle", "square", "diamond", "triangle", "cross", "ring")
TICKS = 5
NODE_HEIGHT, COLUMN = 30, 320


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to places on an axis."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a value stands."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def draw_series(view: StoryView, series: Series, key: str) -> str:
    """A series as a chart: days across, sizes up, a shape for each source, ranges as bars, additions hollow."""
    points = [point for point in series.points if _sizes(point)]
    if not points:
        return ""
    days = _days(view, points)
    sizes = [size for point in points for size in _sizes(point)]
    low = 0.0 if min(sizes) < 0.6 * max(sizes) else min(sizes) * 0.95
    across = Scale(min(days), max(days), LEFT + 20, WIDTH - RIGHT - 20)
    up = Scale(low, max(sizes) * 1.05 or 1.0, HEIGHT - BOTTOM, TOP)
    sources = list(dict.fromkeys(point.source or "no source" for point in points))
    title = f"{series.counted}: {len(points)} figures by {len(sources)} sources"
    parts = [
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{key}-t {key}-d">',
        f'<title id="{key}-t">{_text(title)}</title><desc id="{key}-d">{_text(_describe(view, points))}</desc>',
        *_axes(across, up, days),
        *_lines(points, days, sources, across, up),
        *(_mark(view, point, x, sources, across, up) for point, x in zip(points, days, strict=True)),
        "</svg>",
        _legend(sources),
    ]
    return "".join(parts)


def _describe(view: StoryView, points: Sequence[Point]) -> str:
    told = (f"{worth(point)} by {point.source or 'no source'} {day(point)} ({point.role})" for point in points)
    return "; ".join(told)


def _sizes(point: Point) -> tuple[float, ...]:
    return tuple(float(size) for size in (point.value, point.low, point.high) if size is not None)


def _days(view: StoryView, points: Sequence[Point]) -> list[float]:
    """The day of each point as a number, with the hour where one is known; its report's day where none is told."""
    return [_moment(day(point).removeprefix("by ") or view.reports[point.report].published or "") for point in points]


def _moment(stamp: str) -> float:
    try:
        ordinal = float(date.fromisoformat(stamp[:10]).toordinal())
    except ValueError:
        return 0.0
    clock = stamp[11:16]
    hours = int(clock[:2]) + int(clock[3:5]) / 60 if len(clock) == 5 and clock[:2].isdigit() else 12.0
    return ordinal + hours / 24


def _axes(across: Scale, up: Scale, days: Sequence[float]) -> Iterator[str]:
    for tick in _ticks(up.low, up.high):
        y = up.at(tick)
        yield f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>'
        yield f'<text class="tick" x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{number(round(tick))}</text>'
    shown: list[float] = []
    for moment in sorted({int(moment) for moment in days if moment}):
        x = across.at(moment + 0.5)
        if LEFT <= x <= WIDTH - RIGHT and (not shown or x - shown[-1] > 64):
            shown.append(x)
            label = date.fromordinal(moment)
            yield f'<path class="grid" d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}"/>'
            yield (
                f'<text class="tick" x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">'
                f"{label.day} {label:%b}</text>"
            )
    yield f'<path class="axis" d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}"/>'


def _ticks(low: float, high: float) -> Iterator[float]:
    """Round numbers between two values, about as many as an axis needs."""
    step = max((high - low) / TICKS, 1e-9)
    size = 10.0 ** len(str(int(step))) / 10 if step >= 1 else 1.0
    step = next((size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= step), size * 10)
    value = step * int(low / step)
    while value <= high:
        if value >= low:
            yield value
        value += step


def _lines(
    points: Sequence[Point], days: Sequence[float], sources: Sequence[str], across: Scale, up: Scale
) -> Iterator[str]:
    """A line through the totals of each source; projections and additions stand apart from it."""
    for place, source in enumerate(sources):
        track = sorted(
            (x, point.value) for point, x in zip(points, days, strict=True)
            if (point.source or "no source") == source and point.role == "total" and point.value is not None
        )  # fmt: skip
        if len(track) > 1:
            path = "L".join(f"{across.at(x):.1f} {up.at(value):.1f}" for x, value in track)
            yield f'<path class="line s{place % 6}" d="M{path}"/>'


def _mark(view: StoryView, point: Point, x: float, sources: Sequence[str], across: Scale, up: Scale) -> str:
    place = sources.index(point.source or "no source")
    at, kind = across.at(x), f"mark s{place % 6} {'hollow' if point.role != 'total' else ''}"
    label = f"{worth(point)}, {point.role}, {point.source or 'no source'}, {day(point) or 'no day'}, "
    label += view.outlet(point.report)
    target = f"r{view.numbers[point.report]}-{point.start}"
    bar = _bar(point, at, up, place)
    size = point.value if point.value is not None else point.low if point.low is not None else point.high
    dot = _shape(SHAPES[place % 6], at, up.at(float(size or 0)))
    return f'<a href="#{target}"><g class="{kind}"><title>{_text(label)}</title>{bar}{dot}</g></a>'


def _bar(point: Point, x: float, up: Scale, place: int) -> str:
    """A bound or a range as a bar: open upwards for "at least", from nothing for "up to"."""
    if point.value is not None or (point.low is None and point.high is None):
        return ""
    bottom = up.at(float(point.low)) if point.low is not None else up.start
    top = up.at(float(point.high)) if point.high is not None else max(up.end, bottom - 26)
    arrow = f"M{x - 4:.1f} {top + 6:.1f}L{x:.1f} {top:.1f}L{x + 4:.1f} {top + 6:.1f}" if point.high is None else ""
    return f'<path class="bar s{place % 6}" d="M{x:.1f} {bottom:.1f}V{top:.1f}{arrow}"/>'


def _shape(shape: str, x: float, y: float) -> str:
    paths = {
        "square": f"M{x - 5:.1f} {y - 5:.1f}h10v10h-10z",
        "diamond": f"M{x:.1f} {y - 7:.1f}l6.5 7l-6.5 7l-6.5 -7z",
        "triangle": f"M{x:.1f} {y - 7:.1f}l6.5 12h-13z",
        "cross": f"M{x - 6:.1f} {y - 2:.1f}h4v-4h4v4h4v4h-4v4h-4v-4h-4z",
    }
    if shape in paths:
        return f'<path d="{paths[shape]}"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{5.5 if shape == "circle" else 7}"/>'


def _legend(sources: Sequence[str]) -> str:
    items = "".join(
        f'<li><svg class="key" viewBox="0 0 18 18" aria-hidden="true"><g class="mark s{place % 6}">'
        f"{_shape(SHAPES[place % 6], 9, 9)}</g></svg>{_text(source)}</li>"
        for place, source in enumerate(sources)
    )
    how = "hollow: added, expected or a part; bar: a bound or a range"
    return f'<ul class="legend">{items}<li class="how">{how}</li></ul>'


def draw_graph(view: StoryView, key: str) -> str:
    """Copies and citing as a graph: reports down the page in order of time, arcs from each to what it rests on."""
    reports = view.story.reports
    height = NODE_HEIGHT * len(reports) + 20
    place = {report.id: 20 + NODE_HEIGHT * number for number, report in enumerate(reports)}
    arcs: list[tuple[str, str, str, str]] = [
        ("copy", copy.copy, copy.original, copy.derived) for copy in view.story.copies if copy.original
    ]
    copied = {(first, second) for _, first, second, _ in arcs}
    arcs += [
        ("cite", citing.report, citing.cites, "cites")
        for citing in view.story.citing
        if citing.cites and (citing.report, citing.cites) not in copied
    ]
    if not arcs:
        return ""
    told = "; ".join(
        f"{view.outlet(first)} {_verb(kind, how)} {view.outlet(second)}" for kind, first, second, how in arcs
    )
    parts = [
        f'<svg class="graph" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="{key}-t {key}-d">',
        f'<title id="{key}-t">Who takes words from whom, and who cites whom</title>',
        f'<desc id="{key}-d">{_text(told)}</desc>',
        *(_arc(kind, place[first], place[second], how) for kind, first, second, how in arcs),
        *(
            f'<a href="#r{view.numbers[report.id]}"><circle class="node" cx="{COLUMN}" cy="{place[report.id]}" r="5"/>'
            f'<text class="name" x="{COLUMN + 14}" y="{place[report.id] + 5}">'
            f"{_text(_cut(view.outlet(report.id)))}</text></a>"
            for report in reports
        ),
        "</svg>",
    ]
    return "".join(parts)


def _verb(kind: str, how: str) -> str:
    return f"is {how} derived from" if kind == "copy" else "cites"


def _arc(kind: str, start: float, end: float, how: str) -> str:
    bend = COLUMN - 24 - 0.55 * abs(start - end) if kind == "copy" else COLUMN - 12 - 0.35 * abs(start - end)
    bend = max(bend, 10.0)
    near = COLUMN - 8
    head = f"M{near - 7} {end - 5}L{near} {end}L{near - 7} {end + 5}"
    return (
        f'<path class="arc {kind} {how}" d="M{near} {start}C{bend:.0f} {start} {bend:.0f} {end} {near} {end}{head}"/>'
    )


def _cut(name: str) -> str:
    return name if len(name) <= 44 else name[:43] + "…"


def _text(words: str) -> str:
    return escape(show_line(words))
