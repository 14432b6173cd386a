"""The tables of this room: every example shows what its entry is for."""

from __future__ import annotations

import re

import pytest

from onrecord.comparison.bodies import is_mouthpiece
from onrecord.comparison.wording import normalize
from onrecord.words import read_table


@pytest.mark.parametrize("name", ["telling_verbs", "revision_words", "beyond_words"])
def test_examples_hold_their_words(name: str) -> None:
    for row in read_table(name):
        words = row.get("verb") or row["words"]
        assert re.search(rf"\b{re.escape(words)}\b", row["example"], re.IGNORECASE), words


@pytest.mark.parametrize("name", ["provenance", "other_events"])
def test_patterns_match_their_examples(name: str) -> None:
    for row in read_table(name):
        found = re.search(rf"\b(?:{row['pattern']})\b", row["example"])
        assert found, row["pattern"]
        if row.get("found"):
            assert row["example"][found.end() :].strip().rstrip(".") == row["found"]


def test_spellings_are_read_alike() -> None:
    for row in read_table("spellings"):
        if row["from"].startswith("-"):
            assert normalize(row["example"]).endswith(row["to"]), row["example"]
        else:
            assert normalize(row["from"]) == row["to"]


def test_mouthpieces_speak_for_a_body() -> None:
    for row in read_table("mouthpieces"):
        assert is_mouthpiece(row["role"])
        assert row["role"].casefold() in row["example"].casefold()


def test_kinds_are_told_in_lower_case_and_once() -> None:
    words = [row["words"] for row in read_table("counted_kinds")]
    assert len(words) == len(set(words))
    assert all(row["when"] in {"state", "event", "plan"} for row in read_table("counted_kinds"))
