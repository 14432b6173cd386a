"""Runs of signs without white space end in linear time, and every character keeps its place."""

from __future__ import annotations

import time

import pytest

import onrecord
from onrecord.extraction.page import load_pipeline
from onrecord.extraction.runs import LONGEST_WORD, tokenize
from onrecord.extraction.stages import Method

STORY = "The quay is closed, the board said. “Nobody knows when the crane will come,” Ana Brik told reporters."


@pytest.mark.parametrize(
    "run", ["a" * 249, "a" * 1_999, '"' * 32_000, "http://quay.example/" + "b" * 5_000, "“" * 300, "x-" * 2_000]
)
def test_words_of_a_cut_run_make_up_the_text(run: str) -> None:
    text = f"The board said {run} and more.\n"
    doc = tokenize(load_pipeline(), text)
    assert doc.text == text
    assert max(len(token) for token in doc) <= LONGEST_WORD
    assert [token.text for token in doc[:3]] == ["The", "board", "said"]


@pytest.mark.parametrize("sign", ['"', "(", "[", "“", "☃", "(“", "-", "'"])
def test_a_long_run_of_a_sign_ends_soon_and_the_story_beside_it_is_read(sign: str) -> None:
    start = time.process_time()
    reading = onrecord.read_text(f"{STORY}\n\n{sign * 8_000}\n\n{STORY}", method=Method("rules", 1))
    assert time.process_time() - start < 5
    assert sum("crane will come" in claim.contents[0].text for claim in reading.claims) >= 2
    text = reading.report.text
    assert all(text[part.start : part.end] == part.text for claim in reading.claims for part in claim.contents)
