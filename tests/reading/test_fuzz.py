"""Mutated inputs keep the promises of reading; what once broke one is a file in the folder `found`, read for ever."""

from __future__ import annotations

import warnings

import pytest
from benchmarks.fuzz import FOUND, READERS, check, list_seeds, make_case, run

SAMPLED = 800
KEPT = sorted(FOUND.glob("*.bin"))


@pytest.mark.parametrize("reader", READERS)
def test_mutated_inputs_give_one_of_the_answers(reader: str) -> None:
    seeds = list_seeds(reader)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number in range(SAMPLED):
            data = make_case(7, reader, number, seeds)
            assert check(data, reader if number % 2 else None)[1] == "", f"case {number} of {reader}"


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_what_once_broke_a_promise_keeps_it(path) -> None:  # type: ignore[no-untyped-def]
    data = path.read_bytes()
    for reader in (None, path.name.split("-")[0]):
        assert check(data, reader)[1] == ""


def test_a_case_is_the_same_each_time_and_the_worker_answers() -> None:
    seeds = list_seeds("feed")
    assert make_case(1, "feed", 5, seeds) == make_case(1, "feed", 5, seeds)
    (summary,) = list(run("feed", 20, 1, 10.0, seeds))
    assert isinstance(summary, str)


def test_a_case_can_be_read_for_its_claims_too() -> None:
    for data in list_seeds("text"):
        assert check(data, None, whole=True)[1] == ""
