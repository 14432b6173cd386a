"""Arithmetic between figures of one report, with its steps."""

from __future__ import annotations

import pytest

import onrecord
from onrecord.extraction.arithmetic import derive
from onrecord.extraction.figures import find_figures
from onrecord.model import Derived
from tests.pages import page_of


def derived_from(text: str) -> tuple[Derived, ...]:
    page = page_of(text)
    return derive(page, find_figures(page, ()))


@pytest.mark.parametrize(
    ("text", "value", "steps"),
    [
        (
            "The ministry sent 400 more soldiers. That brings the number of soldiers to 1,000.",
            600,
            "1,000 in all less 400 more implies 600 before",
        ),
        ("Two regiments, with up to 900 men each, left.", 1800, "2 × up to 900 each implies up to 1,800"),
        ("The death toll rose from 18 to 22.", 4, "22 against 18 implies a change of 4"),
        ("The fire covered 320 hectares, up from 160 on Sunday.", 160, "320 against 160 implies a change of 160"),
        ("The clinic moved 22 of its 90 patients.", 68, "90 less 22 implies 68 others"),
        ("The bank raised its rate by 50 basis points to 8.5 percent.", 8, "8.5 in all less 0.5 more implies 8 before"),
        ("The firm will cut 300 jobs, a tenth of its workforce.", 3000, "300 being a tenth implies about 3,000 in all"),
    ],
)
def test_implied_number(text: str, value: float, steps: str) -> None:
    (found,) = [d for d in derived_from(text) if d.kind == "implies"]
    assert (found.value, found.steps) == (value, steps)
    assert len(found.figures) == 2


def test_part_larger_than_its_whole_is_inconsistent() -> None:
    (found,) = derived_from("Crews recovered 12 bodies, of them 30 children.")
    assert found.kind == "inconsistent"


def test_fates_that_add_up_are_consistent() -> None:
    found = derived_from("The boat carried 40 passengers. Five people died, 30 were rescued and five are missing.")
    assert [(d.kind, d.value) for d in found] == [("consistent", 40)]


def test_different_things_are_never_reckoned_together() -> None:
    assert derived_from("The army sent 400 more soldiers. The town counts 1,000 houses.") == ()


def test_the_last_of_a_list_is_not_the_whole() -> None:
    reading = onrecord.read_text(
        "The bus carried 39 passengers and 4 crew, and 6 of them were hurt.", dateline="2024-10-23"
    )
    assert all(step.kind != "inconsistent" for step in reading.derived)


def test_a_part_above_its_whole_is_still_told() -> None:
    reading = onrecord.read_text("Divers found 22 bodies, 30 of them children.", dateline="2024-10-23")
    assert any(step.kind == "inconsistent" for step in reading.derived)


@pytest.mark.parametrize(
    ("text", "value", "steps"),
    [
        ("Profit fell 20 percent to 400 million euros.", 500000000, "after a fall of 20 percent implies about"),
        ("The port handled 1,200 ships in May, up 20 percent on the year.", 1000, "after a rise of 20 percent"),
        ("Gunmen killed six priests and two cooks.", 8, "six priests and two cooks implies 8 killed together"),
    ],
)
def test_levels_before_a_percentage_and_fates_taken_together(text: str, value: float, steps: str) -> None:
    found = [one for one in derived_from(text) if one.value == value]
    assert found
    assert steps in found[0].steps


@pytest.mark.parametrize(
    "text", ["The blast killed 40 soldiers and wounded 12 civilians.", "Sales rose 3 percent in May to June."]
)
def test_other_fates_and_lone_percentages_are_not_reckoned(text: str) -> None:
    assert not derived_from(text)
