"""Suites of sentences, written before the program was asked: positions and media; own voice in `test_voice_suite`.

The shares are floors, what was read when the suites were written (41 of 66, 19 of 31), not what is good enough.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.extraction.attributions import find_attributions
from onrecord.extraction.media import find_exhibits
from onrecord.extraction.page import Page
from onrecord.extraction.positions import find_stands
from tests.pages import page_of

SUITES = Path(__file__).parent / "suites"
Row = dict[str, str]


def read_suite(name: str) -> list[Row]:
    lines = [line for line in (SUITES / f"{name}.tsv").read_text("utf-8").splitlines() if line and line[0] != "#"]
    head = lines[0].split("\t")
    return [dict(zip(head, [*line.split("\t"), *[""] * len(head)], strict=False)) for line in lines[1:]]


def stands_match(page: Page, row: Row) -> bool:
    """Whether exactly the wanted parties take exactly the wanted positions, on the wanted words."""
    stands = find_stands(page, find_attributions(page))
    found = sorted(f"{stand.party.text if stand.party else 'outlet'}={stand.position}" for stand in stands)
    about = " ".join(stand.about_text.text for stand in stands if stand.about_text)
    return found == sorted(filter(None, row["stands"].split(";"))) and row["about"] in about


def exhibits_match(page: Page, row: Row) -> bool:
    exhibits = find_exhibits(page)
    if not row["medium"] or len(exhibits) != 1:
        return not row["medium"] and not exhibits
    one = exhibits[0]
    found = [
        one.medium.text,
        one.publisher.text if one.publisher else "",
        one.platform or "",
        one.hedge.text if one.hedge else "",
    ]
    shown = one.shows.text if one.shows else ""
    return found == [row[name] for name in ("medium", "publisher", "platform", "hedge")] and row["shows"] in shown


def find_misses(name: str, match: Callable[[Page, Row], bool]) -> list[str]:
    return [row["text"] for row in read_suite(name) if not match(page_of(row["text"]), row)]


@pytest.mark.parametrize(
    ("name", "match", "share"),
    [("positions", stands_match, 0.62), ("media", exhibits_match, 0.61)],
)
def test_a_suite_is_read(name: str, match: Callable[[Page, Row], bool], share: float) -> None:
    rows, misses = read_suite(name), find_misses(name, match)
    assert len(rows) - len(misses) >= share * len(rows), "\n".join(misses)
