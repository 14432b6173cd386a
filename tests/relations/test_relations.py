"""Relations between two readings, on a few pairs of each; `benchmarks/relations.py` runs them all."""

from __future__ import annotations

import pytest

from tests.relations.comparing import find_differences
from tests.relations.pairs import RELATIONS, Relation, generate_pairs

SAMPLE = 8
BAR = 0.97  # of the pairs of a relation that is not mechanical


@pytest.mark.parametrize(
    "relation", [relation for relation in RELATIONS if relation.mechanical], ids=lambda one: one.id
)
def test_mechanical_relations_hold_for_every_pair(relation: Relation) -> None:
    failed = {pair.name: found for pair in generate_pairs(relation)[:SAMPLE] if (found := find_differences(pair))}
    assert not failed


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda one: one.id)
def test_there_are_a_hundred_pairs_that_differ(relation: Relation) -> None:
    pairs = generate_pairs(relation)
    assert len(pairs) >= 100
    assert all(pair.before.text != pair.after.text for pair in pairs)


@pytest.mark.parametrize("relation", [one for one in RELATIONS if not one.mechanical], ids=lambda one: one.id)
def test_other_relations_hold_for_nearly_every_pair(relation: Relation) -> None:
    pairs = generate_pairs(relation)[:SAMPLE]
    held = sum(not find_differences(pair) for pair in pairs)
    assert held >= BAR * len(pairs)


def test_a_figure_behind_a_single_mark_is_found() -> None:
    marks = next(relation for relation in RELATIONS if relation.id == "R17")
    pair = next(pair for pair in generate_pairs(marks) if pair.name == "quake single")
    assert not find_differences(pair)
