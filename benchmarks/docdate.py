"""Day of publication of web pages, as the reading room finds it, counted where the paper is.

A moment given in UTC can lie on the day after or before the one that the address names; then the address tells the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from onrecord.errors import InputError
from onrecord.reading.html import find_stated_day, guess_day
from onrecord.reading.limits import LIMITS
from onrecord.reading.markup import parse_html
from onrecord.reading.metadata import read_linked_day, read_metadata


def predict(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each page the day of its publication, None where none is found."""
    for record in records:
        yield {"url": record["url"], "date": _read_day(record["html"], record["url"])}


def _read_day(html: str, url: str) -> str | None:
    try:
        tree = parse_html(html, url, LIMITS)
    except InputError:
        return None
    stated, _ = read_metadata(tree, LIMITS)
    moment = find_stated_day(tree, stated, url)[0] or guess_day(html, url)[0]
    linked = read_linked_day(url)
    if moment and linked and moment.endswith("+00:00") and _is_next(moment[:10], linked):
        return linked
    return moment[:10] if moment else None


def _is_next(first: str, second: str) -> bool:
    return abs((date.fromisoformat(first) - date.fromisoformat(second)).days) == 1
