"""Invented dispatches with what an editor reads in them, written by somebody who had not seen the program."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

import onrecord

HERE = Path(__file__).parent
DISPATCHES = sorted([*(HERE / "dispatches").iterdir(), *(HERE / "held" / "dispatches").iterdir()])
LEAST = 0.92  # of all that the editor wanted, over all dispatches


def score(folder: Path, tools: Path) -> dict[str, list[int]]:
    """Right and wanted by group, as the scorer counts them."""
    sys.path.insert(0, str(tools))
    try:
        from score_seed import Seed  # type: ignore[import-not-found]
    finally:
        sys.path.pop(0)
    reading = onrecord.read(folder / "dispatch.txt").to_dict()
    seed = Seed(json.loads(json.dumps(reading)), json.loads((folder / "gold.json").read_text(encoding="utf-8")))
    seed.run()
    rows: dict[str, list[int]] = seed.rows
    return rows


def test_most_of_what_an_editor_reads_is_read(shared: Path) -> None:
    right = wanted = 0
    for folder in DISPATCHES:
        for group, (found, of) in score(folder, shared / "tools").items():
            if "lower" not in group:
                right, wanted = right + found, wanted + of
    assert right >= LEAST * wanted, f"{right} of {wanted}"


@pytest.mark.parametrize("folder", DISPATCHES, ids=lambda folder: folder.name)
def test_sources_and_figures_of_the_editor_stand_in_the_text(folder: Path) -> None:
    gold: dict[str, Any] = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    reading = onrecord.read(folder / "dispatch.txt")
    assert reading.report.dateline == gold["report"].get("dateline", reading.report.dateline)
    told = {figure.value for figure in reading.figures} | {figure.low for figure in reading.figures}
    told |= {figure.high for figure in reading.figures}
    wanted = {figure["value"] for figure in gold["figures"] if figure.get("value") is not None}
    assert len(wanted & told) >= 0.8 * len(wanted)
