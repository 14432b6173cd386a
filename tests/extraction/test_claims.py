"""Claims put together: what counts as one, when it was said, how much of it is quoted."""

from __future__ import annotations

import pytest

import onrecord
from onrecord.model import Claim


def claims_of(text: str) -> list[Claim]:
    reading = onrecord.read_text(text, dateline="2024-10-23")
    return [claim for claim in reading.claims if claim.voice == "attributed"]


@pytest.mark.parametrize(
    "text",
    [
        "The harbour master declined to comment.",
        "The ministry has yet to confirm the collapse of the bridge.",
        "The company rejected the charge.",
        "The mayor condemned the attack.",
        "A clip posted by the station purportedly shows a crane falling into the dock.",
    ],
)
def test_silence_verdicts_and_material_are_no_claims(text: str) -> None:
    reading = onrecord.read_text(text, dateline="2024-10-23")
    assert [claim for claim in reading.claims if claim.voice == "attributed"] == []
    assert reading.positions or reading.media


def test_what_is_denied_in_a_clause_is_a_claim() -> None:
    (claim,) = claims_of("The ministry denied that the bridge had been closed.")
    assert (claim.speech_act, claim.factuality) == ("deny", "CT-")
    assert claim.contents[0].text == "the bridge had been closed"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The union said on Tuesday that the pay talks had failed.", "2024-10-22"),
        ("The union last week said the pay talks had failed.", "2024-10-14"),
        ("The pay talks had failed, the union told reporters Wednesday.", "2024-10-23"),
        ("The union said the pay talks had failed on Monday.", None),
        ("The union said the pay talks had failed.", None),
    ],
)
def test_the_day_of_saying_hangs_on_the_cue(text: str, day: str | None) -> None:
    (claim,) = claims_of(text)
    assert (claim.said.from_ if claim.said else None) == day


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ('"The well is dry and the pump is broken," farmer Lidia Prokop said.', "direct"),
        ('Farmer Lidia Prokop said the well was "dry as a bone" and the pump broken.', "mixed"),
        ("Farmer Lidia Prokop said the well was dry.", "indirect"),
    ],
)
def test_quotation_marks_tell_the_form(text: str, quote: str) -> None:
    assert [claim.quote for claim in claims_of(text)] == [quote]


def test_a_quotation_that_goes_on_inherits_day_and_speaker() -> None:
    text = '"The well is dry," farmer Lidia Prokop said on Tuesday. "We carry water from the river."'
    first, second = claims_of(text)
    assert (second.attribution, second.source, second.cue) == ("inherited", None, None)
    assert (second.speaker, second.said) == (first.speaker, first.said)


def test_a_figure_belongs_to_the_innermost_claim() -> None:
    text = "The governor said the fire brigade had confirmed that 12 houses burned down."
    reading = onrecord.read_text(text, dateline="2024-10-23")
    outer, inner = (claim for claim in reading.claims if claim.voice == "attributed")
    assert inner.parent == outer.id
    assert reading.figures[0].claim == inner.id
    assert reading.figures[0].id in outer.figures


def test_a_verdict_that_a_quotation_goes_on_from_stays_a_claim() -> None:
    text = (
        'Mayor Ana Prieto condemned the "shameful" attack. "We will rebuild the school," she said. "Nobody was hurt."'
    )
    for claim in claims_of(text):
        assert claim.cue is not None or claim.attribution == "inherited"
        assert claim.speaker is not None


def test_one_place_is_one_claim() -> None:
    hurt = "About 40 people were hurt, 12 of them badly, according to the ministry."
    text = f"The water board said the dam held. {hurt} “ {hurt} {hurt} 1,500 more {hurt}"
    ids = [claim.id for claim in onrecord.read_text(text, dateline="2024-10-23").claims]
    assert len(ids) == len(set(ids))
