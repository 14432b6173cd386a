"""A suite of short reports over the forms in which words are passed on, each with the chain that an editor reads."""

from __future__ import annotations

from tests.extraction.chain_marks import mark_chains

GOAL = 0.94  # the aim is 0.95; single words of the network come and go


def test_chains_of_the_suite() -> None:
    marks = list(mark_chains())
    wrong = [(mark.text, mark.found, mark.wanted) for mark in marks if not mark.right]
    assert len(wrong) <= (1 - GOAL) * len(marks), wrong
