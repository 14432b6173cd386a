"""Where what somebody says ends: pairs of sentence and contents, and what the newsroom adds."""

from __future__ import annotations

import pytest

from onrecord.extraction.learned import Method
from onrecord.extraction.stages import extract
from tests.pages import report_of


def list_voices(text: str) -> tuple[list[str], list[str]]:
    """The contents said, and the newsroom's own words."""
    claims = extract(report_of(text), Method("model")).claims
    said = [" … ".join(span.text for span in claim.contents) for claim in claims if claim.voice == "attributed"]
    own = [span.text.rstrip(".") for claim in claims if claim.voice == "own" for span in claim.contents]
    return said, own


@pytest.mark.parametrize(
    ("text", "said", "own"),
    [
        ("The clinic reported six cases of measles on Friday, taking the number this month to 40.",
         "six cases of measles on Friday", "taking the number this month to 40"),
        ("The school has 300 pupils and, its head says, will take in 40 more.",
         "will take in 40 more", "The school has 300 pupils"),
        ("The priest, who buried 30 of the miners in June, said the shaft had been flooded.",
         "the shaft had been flooded", "who buried 30 of the miners in June"),
        ("The club, based in Bergen, said the coach would stay.", "the coach would stay", "based in Bergen"),
        ("The pump had failed twice, the engineer said; the hearing lasted two days.",
         "The pump had failed twice", "the hearing lasted two days"),
        ("The owner says the roof is safe, although rain drips into the hall.",
         "the roof is safe", "rain drips into the hall"),
        ('"I am sorry," she told the jury before being led away.', "I am sorry", "before being led away"),
        ("The crew said nine people had been saved from the ferry, which was built in 1979.",
         "nine people had been saved from the ferry", "which was built in 1979"),
        ("The port will reopen in May, the union said, ending a strike of nine days.",
         "The port will reopen in May", "ending a strike of nine days"),
        ('"We lost," the captain said, her voice breaking.', "We lost", "her voice breaking"),
    ],
)  # fmt: skip
def test_the_newsroom_goes_on_where_grammar_shows_it(text: str, said: str, own: str) -> None:
    assert list_voices(text) == ([said], [own])


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lund, who heads the inquiry, said the pump had failed.",
        "The fishery will open in May, officials said, three years after the spill.",
        "A guard, who asked not to be named, said the gate was open.",
        "The plant, officials said on Tuesday, would close.",
    ],
)
def test_what_only_tells_who_speaks_and_when_is_nobodys(text: str) -> None:
    assert list_voices(text)[1] == []


@pytest.mark.parametrize(
    ("text", "factuality"),
    [
        ("Trains are expected to run again by Friday, according to the rail agency.", "PR+"),
        ("The fire is believed to have begun in a kiln, the mayor told reporters.", "PR+"),
    ],
)
def test_what_is_expected_stays_in_one_piece_with_its_hedge(text: str, factuality: str) -> None:
    (claim,) = extract(report_of(text), Method("model")).claims
    assert [part.text for part in claim.contents] == [text.split(", ")[0]]
    assert claim.factuality == factuality
    assert [hedge.strength for hedge in claim.hedges] == ["probable"]
