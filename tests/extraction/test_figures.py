"""Figures: value and bounds, what is counted, role, rate and dates."""

from __future__ import annotations

import pytest

from onrecord.extraction.figures import find_figures
from onrecord.model import Date, Figure
from onrecord.words import read_table
from tests.pages import page_of


def figures_of(text: str, dates: tuple[Date, ...] = ()) -> tuple[Figure, ...]:
    return find_figures(page_of(text), dates)


def only(text: str) -> Figure:
    (figure,) = figures_of(text)
    return figure


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Floods killed 12 people in the valley.", 12, "killed"),
        ("Nineteen miners, including two brothers, were killed.", 19, "killed"),
        ("The landslide left 31 dead.", 31, "killed"),
        ("The death toll rose to 45.", 45, "killed"),
        ("Another 30 were wounded.", 30, "injured"),
        ("Rescuers said 14 villagers remained missing.", 14, "missing"),
        ("Police arrested 70 protesters.", 70, "arrested"),
        ("The blast wounded 20 soldiers.", 20, "injured"),
        ("The raid brings the number of arrests to 400.", 400, "arrested"),
        ("The flood displaced 900 families.", 900, "displaced"),
        ("Nobody was hurt.", 0, "injured"),
        ("No casualties were reported.", 0, "casualties"),
        ("Not a single soldier was wounded.", 0, "injured"),
        ("The company hired 300 engineers.", 300, "engineer"),
        ("The army sent 800 soldiers.", 800, "troops"),
    ],
)
def test_what_happened_to_those_counted(text: str, value: int, unit: str) -> None:
    figure = figures_of(text)[0]
    assert (figure.value, figure.unit) == (value, unit)
    assert figure.counted


def test_each_number_is_bound_to_its_own_fate() -> None:
    figures = figures_of("Gunmen killed 10 and wounded 20, and 3 guards are missing.")
    assert [(f.value, f.unit) for f in figures] == [(10, "killed"), (20, "injured"), (3, "missing")]


def test_parts_share_the_fate_of_the_whole() -> None:
    whole, part = figures_of("Crews recovered 22 bodies, of them 13 children.")
    assert (whole.role, part.role) == ("total", "part")
    assert (part.value, part.unit) == (13, "killed")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The ministry sent 400 more nurses.", "increment"),
        ("A further 60 houses burned.", "increment"),
        ("The price rose by 40 tenge.", "increment"),
        ("Output will reach 90 tonnes.", "projection"),
        ("About 500 jobs are expected to go.", "projection"),
        ("The city plans to plant 7,000 trees.", "target"),
        ("The ferry was licensed to carry 160 passengers.", "capacity"),
        ("The new hall seats 500 people.", "capacity"),
        ("The ticket costs 30 euros a month.", "rate"),
        ("Unemployment stood at 6.2 percent.", "rate"),
        ("Five of the nine judges agreed.", "part"),
        ("The hospital moved 22 patients.", "total"),
        ("The club finished third.", "rank"),
    ],
)
def test_role(text: str, role: str) -> None:
    assert figures_of(text)[0].role == role


def test_per_is_the_group_that_each_one_belongs_to() -> None:
    groups, size = figures_of("Two regiments, with up to 900 men each, left the coast.")
    assert (groups.unit, size.high, size.value, size.per) == ("regiment", 900, None, "regiment")
    assert size.text == "up to 900 men each"


def test_deadline_belongs_to_the_plan() -> None:
    text = "The state sent 400 workers and aims to build 30 schools by June."
    date = Date(text.index("June"), text.index("June") + 4, "June", None, "2025-07-01", "month")
    sent, planned = figures_of(text, (date,))
    assert sent.by is None
    assert planned.by == date


@pytest.mark.parametrize(
    "text",
    [
        "The club was founded in 1998.",
        "Flight 370 landed at Gate 12.",
        "The F-16 crossed the border.",
        "The Group of Seven met.",
        "One of the best players left.",
        "No one knows why.",
        "She lives at 12 Harbour Street.",
        "They spoke at 10.30 a.m. in Room 5.",
        "Article 5 of the treaty applies.",
        "Rovers beat United 3-1.",
        "The attacks of 9/11 changed the law.",
        "In the second half they slowed down.",
    ],
)
def test_numbers_that_are_no_figures(text: str) -> None:
    assert figures_of(text) == ()


@pytest.mark.parametrize(
    "written", ["1,500", "1500", "1 500", "1.5 thousand", "fifteen hundred", "one thousand five hundred"]
)
def test_style_of_the_numeral_changes_nothing(written: str) -> None:
    figure = only(f"The army sent {written} more troops.")
    assert (figure.value, figure.unit, figure.role) == (1500, "troops", "increment")


@pytest.mark.parametrize(
    ("word", "numbers"),
    [
        ("about 10,000", (10_000, None, None)),
        ("more than 10,000", (None, 10_000, None)),
        ("up to 10,000", (None, None, 10_000)),
        ("10,000", (10_000, None, None)),
    ],
)
def test_bound_words(word: str, numbers: tuple[int | None, ...]) -> None:
    figure = only(f"The storm left {word} homes without power.")
    assert (figure.value, figure.low, figure.high) == numbers
    assert figure.approximate == word.startswith("about")


def test_furniture_and_dates_hold_no_figures() -> None:
    text = "The court met on 14 May with 12 jurors."
    date = Date(17, 23, "14 May", "2024-05-14", "2024-05-15", "day")
    assert [figure.value for figure in figures_of(text, (date,))] == [12]


def test_spans_and_ids_are_stable() -> None:
    text = "Some 140 people were hurt; at least 40 are missing."
    first, second = figures_of(text), figures_of(text)
    assert first == second
    assert all(text[f.start : f.end] == f.text for f in first)
    assert len({f.id for f in first}) == len(first)


def test_examples_of_role_table() -> None:
    for row in read_table("figure_roles"):
        if row["example"]:
            assert figures_of(row["example"])[0].role == row["role"], row["example"]


def test_examples_of_states_table() -> None:
    for row in read_table("states"):
        if row["example"]:
            assert figures_of(row["example"])[0].unit == row["finds"], row["example"]
