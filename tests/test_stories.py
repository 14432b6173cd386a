"""Invented stories of many reports, with the answers that an editor gave before the program was asked.

The floors are what is reached today; a change that lowers one shows here.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from onrecord.comparison import Given, make_story
from onrecord.extraction.stages import extract
from onrecord.reading import Told, read_bytes
from tests.story_scoring import score_story

FOLDERS = sorted(path.parent for path in (Path(__file__).parent / "stories").glob("*/expected.json"))
FLOORS = {
    "events": 95, "copies": 85, "independent": 100, "claims": 84, "origins": 77, "points": 90, "roles": 83, "as of": 85,
    "sources": 80, "conflicts": 52, "apparent conflicts": 90, "positions": 78, "citing": 70,
}  # fmt: skip


@pytest.fixture(scope="module")
def scores() -> dict[str, float]:
    """The share of answers that are right in each group, over all stories."""
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for folder in FOLDERS:
        given = [
            Given(extract(result.report), str(file))
            for file in sorted((folder / "reports").iterdir())
            for result in read_bytes(file.read_bytes(), file.name, Told())
        ]
        story = json.loads(json.dumps(make_story(given).to_dict()))
        one, two = score_story(story, folder)
        right += one
        wanted += two
    return {group: 100 * right[group] / wanted[group] for group in wanted}


@pytest.mark.parametrize("group", sorted(FLOORS))
def test_answers_stay_right(scores: dict[str, float], group: str) -> None:
    assert scores[group] >= FLOORS[group]


def test_every_group_has_a_floor(scores: dict[str, float]) -> None:
    assert scores.keys() == FLOORS.keys()
