"""Acts, silence and what nobody in particular says: the newsroom's own sentences, though a word of saying stands there."""

from __future__ import annotations

import pytest

from onrecord.extraction.learned import Method
from onrecord.extraction.stages import extract
from onrecord.model import Reading
from onrecord.words import read_table
from tests.pages import report_of


def read(text: str, extractor: str = "model") -> Reading:
    return extract(report_of(text), Method(extractor))


def list_said(reading: Reading) -> list[str]:
    return [" … ".join(span.text for span in claim.contents) for claim in reading.claims if claim.voice == "attributed"]


def is_own(reading: Reading, share: float = 0.6) -> bool:
    own = sum(len(span.text) for claim in reading.claims if claim.voice == "own" for span in claim.contents)
    return own >= share * len(reading.report.text)


@pytest.mark.parametrize("row", read_table("acts"), ids=lambda row: f"{row['lemma']} {row['frame']}")
@pytest.mark.parametrize("extractor", ["model", "rules"])
def test_each_act_of_the_table_is_told_by_the_newsroom(row: dict[str, str], extractor: str) -> None:
    reading = read(row["example"], extractor)
    if row["found"] == "own":
        assert not list_said(reading)
        assert is_own(reading)
    else:
        assert list_said(reading)


@pytest.mark.parametrize(
    "text",
    [
        "The observatory did not say why the dome had been shut.",
        "The club rarely publishes its accounts.",
        "The ship is expected to reach Tromso on Friday.",
        "The former keeper is thought to own a boat.",
        "Asked about the delay, the harbour master laughed.",
        "The cause of the outbreak is not known.",
        "The committee gave no details of its findings.",
        "Nobody has claimed responsibility for the theft of the painting.",
    ],
)
def test_silence_and_what_nobody_says_are_own(text: str) -> None:
    reading = read(text)
    assert not list_said(reading)
    assert is_own(reading)


@pytest.mark.parametrize(
    "text",
    [
        "The observatory did not believe that the dome would hold.",
        "The coach denied that the goalkeeper had been paid.",
        "It was announced on Monday that the bridge would be rebuilt.",
        'The clerk refused to sign "a worthless paper", he said.',
        "Residents were ordered to leave, the fire brigade said.",
        "The minister promised that the wells would be dug by May.",
    ],
)
def test_what_somebody_says_stays_said(text: str) -> None:
    assert list_said(read(text))
