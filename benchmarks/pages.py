"""Article text of web pages: the body under the headline, as the reading room finds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.errors import InputError
from onrecord.reading import Told, read_bytes


def predict(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each page the text of its article, empty where none is found."""
    for record in records:
        yield {"id": record["id"], "article_body": _read_body(record["html"], record["url"])}


def _read_body(html: str, url: str) -> str:
    try:
        (result,) = read_bytes(html.encode(), url, Told(url=url, format="html"))
    except InputError:
        return ""
    report = result.report
    return report.text[report.headline.end if report.headline else 0 :].strip()
