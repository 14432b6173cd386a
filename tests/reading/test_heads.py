"""Heads and tails of dispatches of many agencies and papers: what they say is read as data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from onrecord.reading import read_bytes
from onrecord.words import read_table

BLOCKS = Path(__file__).with_name("heads.txt").read_text(encoding="utf-8").split("=====\n")
NEEDED = 0.95


def read_block(block: str) -> tuple[dict[str, str], str]:
    wanted, text = block.split("-----\n", 1)
    lines = (line.split(": ", 1) for line in wanted.splitlines() if not line.startswith("#"))
    return {key: value.strip() for key, value in lines}, text


def find_faults(wanted: dict[str, str], text: str) -> list[str]:
    report: Any = read_bytes(text.encode(), "head")[0].report
    found = {key: getattr(report, key) for key in wanted if key not in ("credits", "headline", "crossheads")}
    found["credits"] = " + ".join(report.credits)
    found["headline"] = report.headline.text if report.headline else None
    found["crossheads"] = " + ".join(span.text for span in report.crossheads)
    assert all(report.text[span.start : span.end] == span.text for span in (*report.furniture, *report.crossheads))
    return [
        f"{key}: {found[key]!r}, wanted {value!r}"
        for key, value in wanted.items()
        if not (
            (found[key] or "-") == value or (key in ("published", "updated") and (found[key] or "").startswith(value))
        )
    ]


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_head(block: str) -> None:
    wanted, text = read_block(block)
    assert find_faults(wanted, text) == []


@pytest.mark.parametrize("row", read_table("agencies"), ids=lambda row: row["name"])
def test_every_agency_is_credited_from_its_dateline(row: dict[str, str]) -> None:
    report = read_bytes(("Bridge closed in Riverton\n\n" + row["example"]).encode(), "agency")[0].report
    assert (report.place, report.dateline, report.credits) == ("RIVERTON", "2024-05-03", (row["found"],))
