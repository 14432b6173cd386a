"""Figures of several reports: what is one series, what contradicts what, and what a policy makes of it."""

from __future__ import annotations

from textwrap import dedent

import pytest

from onrecord.comparison import Given, make_story
from onrecord.comparison.policies import settle
from onrecord.extraction.stages import extract
from onrecord.model import Conflict, Point, Series, Story
from onrecord.reading import report_from_text

FLOOD = """
    {outlet}
    {day} April 2024, {hour}:00 GMT

    Flood at Varnby {number}

    VARNBY, April {day}, 2024 ({outlet}) - {body}

    The river Osk broke its dyke near the old mill at Varnby on 8 April 2024. Mayor Runa Holt spoke of the worst flood in Varnby since the mill was built.
"""


def tell(*bodies: tuple[str, int, str], policy: str | None = None) -> Story:
    """The story of short reports on one flood: outlet, day of April, what it says."""
    texts = [
        dedent(FLOOD).strip().format(outlet=outlet, day=day, hour=8 + number, number=number, body=body)
        for number, (outlet, day, body) in enumerate(bodies)
    ]
    return make_story([Given(extract(report_from_text(text)), None) for text in texts], policy)


def find(story: Story, one: str, two: str) -> Conflict | None:
    """The conflict between two figures, by the words of each."""
    for conflict in story.conflicts:
        texts = [place.text for place in conflict.between]
        if any(one in first and two in second for first, second in (texts, texts[::-1])):
            return conflict
    return None


def test_two_sources_for_one_day_contradict_each_other() -> None:
    story = tell(
        ("Osk Post", 9, "The fire service said on Tuesday that 12 people had died by Tuesday noon."),
        ("Varnby Echo", 9, "The hospital said on Tuesday that 19 people had died by Tuesday noon."),
    )
    conflict = find(story, "12", "19")
    assert conflict is not None
    assert conflict.type == "real"
    assert "fire service" in conflict.why


def test_another_day_is_no_contradiction() -> None:
    story = tell(
        ("Osk Post", 9, "The fire service said that 12 people had died by Tuesday noon."),
        ("Varnby Echo", 11, "The hospital said that 19 people had died by Thursday noon."),
    )
    conflict = find(story, "12", "19")
    assert conflict is None or conflict.type == "as_of"


def test_a_source_takes_its_own_figure_back() -> None:
    story = tell(
        ("Osk Post", 9, "The fire service said that 12 people had died by Tuesday noon."),
        (
            "Varnby Echo",
            10,
            "The fire service corrected its toll for Tuesday noon from 12 to 11, as one man had been counted twice.",
        ),
    )
    conflict = find(story, "12", "11")
    assert conflict is not None
    assert conflict.type == "revision"


def test_an_addition_inside_a_total_contradicts_one_on_top_of_it() -> None:
    story = tell(
        (
            "Osk Post",
            9,
            "Another 150 people were evacuated on Tuesday, bringing the total to 400, the fire service said.",
        ),
        (
            "Varnby Echo",
            9,
            "The army said on Tuesday that 400 people had been evacuated and another 150 were still to be fetched.",
        ),
    )
    conflict = find(story, "400", "150")
    assert conflict is not None
    assert conflict.type == "real"
    assert "550" in conflict.why


def test_an_addition_that_fits_is_no_conflict() -> None:
    story = tell(
        ("Osk Post", 9, "The fire service said that 250 people had been evacuated by Tuesday noon."),
        (
            "Varnby Echo",
            10,
            "Another 150 people were evacuated on Wednesday, bringing the total to 400, the fire service said.",
        ),
    )
    assert not [conflict for conflict in story.conflicts if conflict.type == "real"]


def test_the_missing_are_not_the_dead() -> None:
    story = tell(
        ("Osk Post", 9, "The fire service said on Tuesday that 12 people had died and 30 people were missing.")
    )
    kinds = {series.counted: [point.text for point in series.points] for series in story.series}
    assert any("12" in texts[0] for counted, texts in kinds.items() if counted == "killed")
    assert any("30" in texts[0] for counted, texts in kinds.items() if counted == "missing")


def test_a_bound_agrees_with_what_lies_above_it() -> None:
    story = tell(
        ("Osk Post", 9, "The fire service said on Tuesday that at least 12 people had died by Tuesday noon."),
        ("Varnby Echo", 9, "The hospital said on Tuesday that 19 people had died by Tuesday noon."),
    )
    assert find(story, "12", "19") is None


@pytest.mark.parametrize(
    ("policy", "low", "high"),
    [("range", 12, 19), ("conservative", 12, 12), ("latest", 19, 19), ("preferred=fire service", 12, 12)],
)
def test_policies_settle_what_differs(policy: str, low: float, high: float) -> None:
    story = tell(
        ("Osk Post", 9, "The fire service said on Tuesday that 12 people had died by Tuesday noon."),
        ("Varnby Echo", 9, "The hospital said on Tuesday that 19 people had died by Tuesday noon."),
        policy=policy,
    )
    settled = next(series.settled for series in story.series if series.counted == "killed")
    assert settled is not None
    assert (settled.low, settled.high, settled.policy) == (low, high, policy)


def test_no_figure_by_the_preferred_party_settles_nothing() -> None:
    point = Point("r1", "f1", 0, 1, "9", 9, None, None, "total", None, None, None, "the mill")
    assert settle(Series("s1", "killed", None, (point,)), "preferred=army", {}) is None
