"""What to give for a series whose figures differ: the user's choice, named with the result."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.comparison.names import content_words
from onrecord.model import Point, Series, Settled

POLICIES = ("range", "conservative", "latest", "preferred")
LEVELS = {"total", "projection", "target", "capacity"}


def settle(series: Series, policy: str, told: dict[str, str]) -> Settled | None:
    """The figure of a series by a policy; `told` gives each report's moment of publication."""
    name, _, party = policy.partition("=")
    points = [point for point in series.points if point.role in LEVELS and _sizes(point)]
    now = [point for point in points if point.role == "total"] or points
    if not now:
        return None
    latest = _latest(now, told)
    if name == "latest":
        return _settled(policy, latest[-1:], f"the figure told last, by {latest[-1].source or 'no source'}")
    if name == "preferred":
        wanted = content_words(party)
        liked = [point for point in latest if wanted and wanted <= content_words(point.source or "")]
        return _settled(policy, liked[-1:], f"the last figure by {party}") if liked else None
    newest = _of_newest_day(latest)
    if len(newest) == 1:
        return _settled(policy, newest, "the only figure for the latest day told")
    if name == "conservative":
        lowest = min(newest, key=lambda point: (min(_sizes(point)), point.report, point.start))
        return _settled(policy, [lowest], f"the lowest of {len(newest)} figures for the latest day told")
    return _settled(policy, newest, f"from the lowest to the highest of {len(newest)} figures for the latest day told")


def _settled(policy: str, points: Sequence[Point], why: str) -> Settled:
    sizes = [size for point in points for size in _sizes(point)]
    low, high = min(sizes), max(sizes)
    return Settled(policy, low if low == high else None, low, high, tuple(point.figure for point in points), why)


def _sizes(point: Point) -> tuple[float, ...]:
    return tuple(size for size in (point.value, point.low, point.high) if size is not None)


def _latest(points: Sequence[Point], told: dict[str, str]) -> list[Point]:
    return sorted(points, key=lambda point: (_day(point), told.get(point.report, ""), point.report, point.start))


def _of_newest_day(points: Sequence[Point]) -> list[Point]:
    """The points of the latest day, each source with its last word."""
    day = _day(points[-1])
    last = {point.source: point for point in points if _day(point) == day}
    return list(last.values())


def _day(point: Point) -> str:
    date = point.as_of
    return ((date.from_ or date.to) or "")[:10] if date else ""
