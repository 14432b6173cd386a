"""Relations that hold whatever the topic: how a reading must change when one word of a report does."""

from __future__ import annotations

from itertools import product

import pytest

from onrecord.extraction.certainty import Grade, grade
from onrecord.extraction.positions import find_stands
from tests.pages import page_of

SOURCES = ["The harbour board", "Police in Quito", "Lena Moreau, who leads the inquiry,", "The chess federation"]
CONTENTS = [
    ("the ferry was repaired in May", "was", "not repaired"),
    ("two divers were hurt near the dam", "were", "not hurt"),
    ("the ballots were counted by hand", "were", "not counted"),
    ("the striker was paid by the club", "was", "not paid"),
]
HEDGED = {"reportedly": "rumour", "probably": "probable", "possibly": "possible", "allegedly": "rumour"}


def grade_report(source: str, cue: str, content: str) -> Grade:
    page = page_of(f"{source} {cue} that {content}.")
    start = page.text.index(content)
    return grade(
        page, (page.span(start, start + len(content)),), page.span(len(source) + 1, len(source) + 1 + len(cue))
    )


def rank(graded: Grade) -> tuple[int, str]:
    order = {"U": 0, "PS": 1, "PR": 2, "CT": 3}
    return order[graded.factuality[:-1]], graded.factuality[-1]


@pytest.mark.parametrize(("source", "content"), list(product(SOURCES, CONTENTS)))
def test_a_hedge_lowers_certainty_and_is_listed(source: str, content: tuple[str, str, str]) -> None:
    words, verb, _ = content
    plain = grade_report(source, "said", words)
    for hedge, strength in HEDGED.items():
        hedged = grade_report(source, "said", words.replace(f" {verb} ", f" {verb} {hedge} ", 1))
        assert rank(hedged)[0] < rank(plain)[0]
        assert (hedge, strength) in {(found.text, found.strength) for found in hedged.hedges}


@pytest.mark.parametrize(("source", "content"), list(product(SOURCES, CONTENTS)))
def test_not_turns_the_polarity(source: str, content: tuple[str, str, str]) -> None:
    words, verb, _ = content
    assert grade_report(source, "said", words).factuality == "CT+"
    assert grade_report(source, "said", words.replace(f" {verb} ", f" {verb} not ", 1)).factuality == "CT-"


@pytest.mark.parametrize(
    "cue", ["claimed", "alleged", "insisted", "admitted", "warned", "believes", "suspects", "doubts"]
)
@pytest.mark.parametrize("content", CONTENTS)
def test_no_cue_is_surer_than_said(cue: str, content: tuple[str, str, str]) -> None:
    assert rank(grade_report("The union", cue, content[0]))[0] <= rank(grade_report("The union", "said", content[0]))[0]


@pytest.mark.parametrize(("source", "content"), list(product(SOURCES, CONTENTS)))
def test_denied_is_the_opposite_of_confirmed(source: str, content: tuple[str, str, str]) -> None:
    confirmed = find_stands(page_of(f"{source} confirmed that {content[0]}."), ())
    denied = find_stands(page_of(f"{source} denied that {content[0]}."), ())
    assert [stand.position for stand in confirmed] == ["confirms"]
    assert [stand.position for stand in denied] == ["denies"]
    assert confirmed[0].party == denied[0].party
    assert grade_report(source, "confirmed", content[0]).factuality == "CT+"
    assert grade_report(source, "denied", content[0]).factuality == "CT-"


@pytest.mark.parametrize(
    "cue", ["has not confirmed", "has yet to confirm", "declined to confirm", "could not confirm", "would not confirm"]
)
@pytest.mark.parametrize("content", CONTENTS)
def test_what_is_not_confirmed_is_never_confirmed(cue: str, content: tuple[str, str, str]) -> None:
    stands = find_stands(page_of(f"The ministry {cue} that {content[0]}."), ())
    assert [stand.position for stand in stands] == ["not_confirmed"]
    assert stands[0].about_text is not None
    assert content[0] in stands[0].about_text.text
