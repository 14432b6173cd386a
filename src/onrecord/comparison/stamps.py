"""When a report was published: by its stamps, or by the first day written in its head where no stamp was read."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import cache, lru_cache

from onrecord.model import Report
from onrecord.words import read_table

HEAD = 400
NUMERIC = re.compile(r"\b(?P<day>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<year>(?:19|20)\d\d|\d\d)\b")
DAY_FIRST = re.compile(r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?P<name>[A-Za-z]{3,9})\.?,?\s+(?P<year>(?:19|20)\d\d)\b")
MONTH_FIRST = re.compile(
    r"\b(?P<name>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)\b"
)
ISO = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
TIME = re.compile(r"\b(?P<hour>[01]?\d|2[0-3])(?:[:.h](?P<minute>[0-5]\d))\b|\b(?P<military>[0-2]\d[0-5]\d)\b")


def published_at(report: Report, other: Report | None = None) -> datetime | None:
    """The moment of first publication; a stamp without an offset takes that of the other report, else UTC."""
    moment = _parse(report.published) or _read_head(_head(report.text)) or _parse(report.dateline or report.updated)
    if moment is None or moment.tzinfo is not None:
        return moment
    beside = _parse(other.published) if other else None
    return moment.replace(tzinfo=beside.tzinfo if beside and beside.tzinfo else UTC)


def day_of(report: Report) -> date | None:
    """The day that a report tells its news from."""
    stated = _parse(report.date) or _read_head(_head(report.text))
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


def _head(text: str) -> str:
    """The lines before the first blank one, where they are few enough to be a head."""
    return text[: max(text.find("\n\n", 0, HEAD), 0)]


@lru_cache(maxsize=1 << 12)
def _read_head(head: str) -> datetime | None:
    """The first day that a head writes out, with the time of day that follows it."""
    found = sorted(
        (match.start(), match.end(), day)
        for pattern in (ISO, DAY_FIRST, MONTH_FIRST, NUMERIC)
        for match in pattern.finditer(head)
        if (day := _make_day(match))
    )
    if not found:
        return None
    _, end, day = found[0]
    time = TIME.search(head, end, end + 24)
    if not time:
        return datetime(day.year, day.month, day.day)
    clock = time["military"]
    hour, minute = (clock[:2], clock[2:]) if clock else (time["hour"], time["minute"])
    return datetime(day.year, day.month, day.day, min(int(hour), 23), int(minute))


def _make_day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    month = _months().get(parts["name"].casefold()) if "name" in parts else int(parts["month"])
    year = int(parts["year"])
    try:
        return date(year + 2000 if year < 100 else year, month or 0, int(parts["day"]))
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    return {row["word"].casefold().rstrip("."): int(row["month"]) for row in read_table("date_months")}
