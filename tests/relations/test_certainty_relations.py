"""Relations of certainty between two readings, on some pairs of each; `benchmarks/relations.py` runs two hundred."""

from __future__ import annotations

import pytest

from tests.relations.certainty import CERTAINTY_RELATIONS, CertaintyRelation, find_faults, generate_certainty_pairs

SAMPLE = 12
BAR = 0.97


@pytest.mark.parametrize("relation", CERTAINTY_RELATIONS, ids=lambda one: one.id)
def test_there_are_two_hundred_pairs_that_differ(relation: CertaintyRelation) -> None:
    pairs = generate_certainty_pairs(relation)
    assert len(pairs) >= 200
    assert all(one.pair.before.text != one.pair.after.text for one in pairs)


@pytest.mark.parametrize("relation", CERTAINTY_RELATIONS, ids=lambda one: one.id)
def test_the_relation_holds_for_nearly_every_pair(relation: CertaintyRelation) -> None:
    pairs = generate_certainty_pairs(relation)[:SAMPLE]
    failed = {one.pair.name: found for one in pairs if (found := find_faults(relation, one))}
    assert len(pairs) - len(failed) >= BAR * len(pairs), failed
