"""A story of several reports: what the contract promises, and that order and repetition change nothing."""

from __future__ import annotations

import re
from itertools import permutations
from typing import Any

import pytest

from onrecord.comparison import Given, join_events, make_story
from onrecord.model import Story
from tests.comparison.reports import ALL, LOCAL, MINE, OTHER, WIRE, WIRE_LATER, given, read

PLACE = {"report", "start", "end", "text"}
DATE = {"text", "start", "end", "from", "to", "precision"}
KEYS: dict[str, set[str]] = {
    "reports": {"id", "path", "outlet", "credits", "published", "updated", "headline"},
    "left_out": {"report", "why"},
    "copies": {"copy", "original", "derived", "share", "why", "passages"},
    "claims": {
        "id",
        "summary",
        "mentions",
        "origins",
        "origin_count",
        "report_count",
        "text_count",
        "single_origin",
        "why",
    },
    "series": {"id", "counted", "unit", "points"},
    "conflicts": {"series", "between", "type", "why"},
    "positions": {"party", "about", "claim", "history"},
    "citing": {"report", "cites", "outlet", "place"},
    "timeline": {"from", "to", "clock", "text", "places"},
}
INSIDE: dict[str, set[str]] = {
    "passages": {"copy", "original"},
    "mentions": {"report", "claim", "contents"},
    "origins": {"name", "reports"},
    "points": {
        "report",
        "figure",
        "start",
        "end",
        "text",
        "value",
        "low",
        "high",
        "role",
        "as_of",
        "by",
        "stated",
        "source",
    },
    "history": {"date", "position", "report", "start", "end", "text"},
}


@pytest.fixture(scope="module")
def story() -> Story:
    return make_story(given(*ALL))


@pytest.fixture(scope="module")
def plain(story: Story) -> dict[str, Any]:
    return story.to_dict()


def test_every_key_of_the_contract_is_there(plain: dict[str, Any]) -> None:
    assert plain["schema"] == "onrecord-story/1"
    assert {"id", "name", *KEYS} <= plain.keys()
    for part, keys in KEYS.items():
        assert plain[part], f"nothing in {part}: the test would prove nothing"
        for item in plain[part]:
            assert keys <= item.keys(), part
            for name, inner in INSIDE.items():
                for thing in item.get(name, ()):
                    assert inner <= thing.keys(), name


def test_values_are_those_of_the_contract(plain: dict[str, Any]) -> None:
    assert {copy["derived"] for copy in plain["copies"]} <= {"wholly", "partly"}
    assert all(0 <= copy["share"] <= 1 for copy in plain["copies"])
    assert {conflict["type"] for conflict in plain["conflicts"]} <= {"real", "revision", "as_of", "counted", "boundary"}
    assert {moment["clock"] for moment in plain["timeline"]} <= {"event", "statement", "publication"}
    for claim in plain["claims"]:
        assert claim["origin_count"] == len(claim["origins"]) >= 1
        assert claim["report_count"] == len({mention["report"] for mention in claim["mentions"]})
        assert 1 <= claim["text_count"] <= claim["report_count"]
    for series in plain["series"]:
        for date in (point[key] for point in series["points"] for key in ("as_of", "by", "stated") if point[key]):
            assert date.keys() >= DATE


def test_every_place_cuts_its_text(plain: dict[str, Any]) -> None:
    texts = {read(text).report.id: read(text).report.text for text in ALL}
    places = list(find_places(plain))
    assert len(places) > 50
    for place in places:
        assert texts[place["report"]][place["start"] : place["end"]] == place["text"]


def find_places(value: Any) -> Any:
    """Every place anywhere in a plain value."""
    if isinstance(value, dict):
        if value.keys() >= PLACE:
            yield value
        for inner in value.values():
            yield from find_places(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from find_places(inner)


def test_ids_point_to_what_is_there(plain: dict[str, Any]) -> None:
    reports = {report["id"] for report in plain["reports"]}
    claims = {claim["id"] for claim in plain["claims"]}
    series = {one["id"] for one in plain["series"]}
    assert all(copy["copy"] in reports and copy["original"] in reports for copy in plain["copies"])
    assert all(conflict["series"] in series for conflict in plain["conflicts"] if conflict["series"])
    assert all(cell["claim"] in claims for cell in plain["positions"] if cell["claim"])
    known = {claim.id for text in ALL for claim in read(text).claims}
    assert all(
        mention["claim"] in known for claim in plain["claims"] for mention in claim["mentions"] if mention["claim"]
    )


def test_another_event_is_left_out_with_its_reason(story: Story) -> None:
    (left,) = story.left_out
    assert left.report == read(OTHER).report.id
    assert "another event" in left.why


def test_the_order_of_reports_changes_nothing(story: Story) -> None:
    for order in list(permutations(given(*ALL)))[::17]:
        assert make_story(order).to_dict() == story.to_dict()


def test_a_report_given_twice_changes_nothing(story: Story) -> None:
    assert make_story((*given(*ALL), *given(*ALL))).to_dict() == story.to_dict()


def test_a_story_told_again_is_the_same(story: Story) -> None:
    assert make_story(given(*ALL)).to_dict() == story.to_dict()


def test_one_report_is_a_story_of_its_own() -> None:
    story = make_story(given(WIRE))
    assert (len(story.reports), story.copies, story.left_out) == (1, (), ())


def test_no_reports_make_an_empty_story() -> None:
    assert make_story(()).reports == ()
    assert join_events(()) == ()


def test_events_are_the_largest_first_and_say_why() -> None:
    first, second = join_events(given(*ALL))
    assert (len(first.reports), len(second.reports)) == (4, 1)
    assert "Beck" in first.why
    assert first.name in {read(text).report.headline.text for text in MINE if read(text).report.headline}


def test_the_correction_is_a_revision_and_the_hospital_contradicts(story: Story) -> None:
    found = {(frozenset(re.sub(r"\D", "", place.text) for place in one.between), one.type) for one in story.conflicts}
    assert (frozenset({"14", "13"}), "real") in found
    assert (frozenset({"13", "17"}), "as_of") in found


def test_one_claim_of_three_reports_has_one_origin(story: Story) -> None:
    claim = next(claim for claim in story.claims if "11 miners" in claim.summary)
    assert (claim.report_count, claim.text_count, claim.single_origin) == (2, 1, True)
    assert "rescue service" in claim.origins[0].name


def test_a_quotation_in_two_reports_comes_from_who_said_it(story: Story) -> None:
    claim = next(claim for claim in story.claims if "rope sang" in claim.summary and claim.report_count > 1)
    assert claim.origin_count == 1
    assert claim.text_count == 2


def test_positions_change_over_time(story: Story) -> None:
    held = [standing.position for cell in story.positions if "Becksted" in cell.party for standing in cell.history]
    assert "no_comment" in held
    assert held[-1] == "accepts"


def test_who_cites_whom(story: Story) -> None:
    cited = {(citing.report, citing.cites) for citing in story.citing}
    assert (read(WIRE_LATER).report.id, read(LOCAL).report.id) in cited


def test_the_path_stays_with_its_report() -> None:
    story = make_story([Given(read(WIRE), "a/wire.txt"), Given(read(LOCAL), None)])
    assert {report.path for report in story.reports} == {"a/wire.txt", None}
