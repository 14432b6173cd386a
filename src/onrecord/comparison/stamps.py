"""When a report was published, and how reports stand in order of time."""

from __future__ import annotations

from datetime import UTC, date, datetime

from onrecord.model import Report


def published_at(report: Report, other: Report | None = None) -> datetime | None:
    """The moment of first publication; a stamp without an offset takes that of the other report, else UTC."""
    moment = _parse(report.published or report.dateline or report.updated)
    if moment is None or moment.tzinfo is not None:
        return moment
    beside = _parse(other.published) if other else None
    return moment.replace(tzinfo=beside.tzinfo if beside and beside.tzinfo else UTC)


def day_of(report: Report) -> date | None:
    """The day that a report tells its news from."""
    stated = _parse(report.date)
    return stated.date() if stated else None


def order_of(report: Report) -> str:
    """A key that puts reports in order of publication, the same for the same reports."""
    moment = published_at(report)
    return moment.astimezone(UTC).isoformat() if moment else "9999"


def _parse(stamp: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(stamp) if stamp else None
    except ValueError:
        return None
