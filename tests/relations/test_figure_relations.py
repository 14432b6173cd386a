"""Relations between the figures and the dates of changed sentences: mechanical ones always hold, others for 97 in a hundred."""

from __future__ import annotations

import pytest

from tests.relations.figure_pairs import FIGURE_RELATIONS, FigureRelation, find_faults

BAR = 0.97


@pytest.mark.parametrize("relation", FIGURE_RELATIONS, ids=lambda one: one.id)
def test_there_are_a_hundred_pairs_that_differ(relation: FigureRelation) -> None:
    pairs = list(relation.generate())
    assert len(pairs) >= 100
    assert len(set(pairs)) == len(pairs)
    assert all(pair.before != pair.after for pair in pairs)


@pytest.mark.parametrize("relation", FIGURE_RELATIONS, ids=lambda one: one.id)
def test_the_relation_holds(relation: FigureRelation) -> None:
    pairs = list(relation.generate())
    failed = [f"{pair.after.text} ({pair.after.day}): {faults}" for pair in pairs if (faults := find_faults(pair))]
    allowed = 0 if relation.mechanical else (1 - BAR) * len(pairs)
    assert len(failed) <= allowed, "\n".join(failed)
