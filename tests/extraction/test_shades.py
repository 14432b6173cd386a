"""What the word of saying lends to a claim, and how sure each hop of a chain leaves it."""

from __future__ import annotations

import pytest

from onrecord.extraction.stages import extract
from tests.pages import report_of


@pytest.mark.parametrize(
    ("cue", "shade"),
    [("said", "neutral"), ("claimed", "distanced"), ("alleged", "distanced"), ("insisted", "strong"),
     ("admitted", "conceding"), ("warned", "neutral"), ("acknowledged", "conceding")],
)  # fmt: skip
def test_a_claim_has_the_shade_of_its_cue(cue: str, shade: str) -> None:
    reading = extract(report_of(f"The harbour board {cue} that the pumps had failed."))
    assert [claim.shade for claim in reading.claims] == [shade]


def test_each_hop_of_a_chain_tells_how_sure_it_leaves_the_claim() -> None:
    reading = extract(report_of("Police believe that the driver fled, an officer said."))
    assert [(link.cue.text, link.factuality) for link in reading.claims[0].chain if link.cue] == [
        ("said", "CT+"),
        ("believe", "PR+"),
    ]
