"""Pages for tests: a text laid out as if it had been read from a report."""

from __future__ import annotations

import hashlib
from typing import Any

from onrecord.extraction.page import Page, lay_out
from onrecord.model import Report


def report_of(text: str, dateline: str | None = "2024-10-23", **fields: Any) -> Report:
    """A report that holds nothing but the text and its dateline, unless fields say more."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    blank: dict[str, Any] = {
        "id": "r" + digest[:12], "sha256": digest, "raw_sha256": digest, "format": "text", "language": "en", "url": None,
        "headline": None, "crossheads": (), "byline": None, "outlet": None, "credits": (), "place": None,
        "dateline": dateline, "published": None, "updated": None, "text": text,
    }  # fmt: skip
    return Report(**{**blank, **fields})


def page_of(text: str, dateline: str | None = "2024-10-23", **fields: Any) -> Page:
    """The page of such a report."""
    return lay_out(report_of(text, dateline, **fields))
