"""Which reports tell of one incident, on the Gun Violence Corpus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.comparison.events import join_reports
from onrecord.reading import report_from_text


def predict(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The group of each report, over the reports of all incidents together."""
    given = [report for record in records for report in record["reports"]]
    texts = [f"{report['title'] or ''}\n\n{report['text']}" for report in given]
    reports = [
        report_from_text(text, dateline=report["dct"], clean=False) for text, report in zip(texts, given, strict=True)
    ]
    for number, members in enumerate(join_reports(reports)):
        for member in members:
            yield {"doc_id": given[member]["doc_id"], "cluster": number}
