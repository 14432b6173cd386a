"""Scores on development data that is not part of the project; skipped where the data is absent."""

from __future__ import annotations

import json
import re
from pathlib import Path

from benchmarks.run import run_task

from onrecord.extraction.dates import find_dates
from tests.pages import page_of


def test_the_specifications_of_dates_keep_their_score(shared: Path) -> None:
    printed = run_task("date-specs", shared / "data/recognizers_dates/dev.jsonl.gz", shared / "tools")
    score = re.search(r"^value +P .*F1 +([\d.]+)", printed, re.MULTILINE)
    assert score
    assert float(score[1]) >= 84.5


def test_all_dates_of_the_dispatches_are_right(shared: Path) -> None:
    golds = [shared / "seed/gold.json", *sorted((shared / "dispatches").glob("*/gold.json"))]
    missed = [miss for path in golds for miss in _list_misses(path)]
    assert not missed


def _list_misses(path: Path) -> list[str]:
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = path.with_name("dispatch.txt").read_text(encoding="utf-8")
    headline = gold["report"]["headline"] or ""
    text = text[max(text.find(headline), 0) :]
    day = gold["report"]["dateline"] or gold["report"]["published"][:10]
    page = page_of(text, day)
    dates = find_dates(page_of(text, day, headline=page.span(0, len(headline)) if headline else None))
    found = {(date.from_, date.to) for date in dates}
    return [f"{path}: {time['text']}" for time in gold["times"] if (time["from"], time["to"]) not in found]
