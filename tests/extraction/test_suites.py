"""Suites of sentences, written before the program was asked: positions and media; own voice in `test_voice_suite`.

The shares are floors below what is read now, not what is good enough; `benchmarks/run.py positions` (or `media`)
tells the shares, with `--show` the rows that are read wrongly.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.extraction.suite_marks import mark_suite

SUITES = Path(__file__).parent / "suites"


@pytest.mark.parametrize(("name", "share"), [("positions", 0.95), ("media", 0.95)])
def test_a_suite_is_read(name: str, share: float) -> None:
    marks = mark_suite(name, SUITES / f"{name}.tsv")
    misses = [f"{mark.row['text']} ({mark.found})" for mark in marks if not mark.whole]
    assert len(marks) - len(misses) >= share * len(marks), "\n".join(misses)
