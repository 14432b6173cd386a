"""Relations between two readings, on a few pairs of each; `benchmarks/relations.py` runs them all."""

from __future__ import annotations

import pytest

from tests.relations.comparing import find_differences
from tests.relations.pairs import RELATIONS, Relation, generate_pairs

SAMPLE = 8


@pytest.mark.parametrize("relation", [relation for relation in RELATIONS if relation.mechanical], ids=lambda one: one.id)
def test_mechanical_relations_hold_for_every_pair(relation: Relation) -> None:
    failed = {pair.name: found for pair in generate_pairs(relation)[:SAMPLE] if (found := find_differences(pair))}
    assert not failed


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda one: one.id)
def test_there_are_a_hundred_pairs_that_differ(relation: Relation) -> None:
    pairs = generate_pairs(relation)
    assert len(pairs) >= 100
    assert all(pair.before.text != pair.after.text for pair in pairs)
