"""Corrections go over to another version only with proof."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from onrecord.errors import NotInLedger
from onrecord.ledger import Ledger, open_ledger
from onrecord.ledger.carrying import carry_corrections
from onrecord.ledger.verifying import verify
from onrecord.model import Reading, Span
from tests.ledger.samples import make_note

OLD = make_note(5)
CLAIM, PARTY = OLD.claims[0].id, OLD.parties[0].id


def move(span: Span, text: str) -> Span:
    start = text.index(span.text)
    return replace(span, start=start, end=start + len(span.text))


def rewrite(reading: Reading, text: str) -> Reading:
    """The same reading of a text in which all its words stand elsewhere, with other ids."""
    report = replace(reading.report, id="rnewer", sha256=hashlib.sha256(text.encode()).hexdigest(), text=text)
    names = {party.id: f"q{party.id[1:]}" for party in reading.parties}
    parties = tuple(
        replace(party, id=names[party.id], mentions=tuple(move(span, text) for span in party.mentions))
        for party in reading.parties
    )
    claims = tuple(
        replace(
            claim, id="b" + claim.id[1:], source=None, cue=None, chain=(), said=None, speaker=names[str(claim.speaker)],
            figures=(), contents=tuple(move(span, text) for span in claim.contents),
        )
        for claim in reading.claims
    )  # fmt: skip
    return Reading(report, parties, claims)


@pytest.fixture
def two(ledger: Ledger) -> Ledger:
    """A ledger with a report and a later version of it, whose first sentence is new."""
    ledger.add(OLD)
    ledger.add(rewrite(OLD, f"The quay is shut. {OLD.report.text}"))
    return ledger


def test_what_has_the_same_words_is_carried(two: Ledger) -> None:
    two.correct("change", CLAIM, who="Ada", field="factuality", value="PS+", why="may")
    two.correct("change", CLAIM, who="Ada", field="contents", value=[{"start": 0, "end": 11}])
    two.correct("change", PARTY, who="Bo", field="name", value="Water authority")
    two.add_part(OLD.report.id, "claim", {"contents": [{"start": 6, "end": 16}], "speaker": PARTY}, who="Bo")
    carried = carry_corrections(two, OLD.report.id, "rnewer", who="Cy")
    assert [item.why for item in carried] == [None] * 4
    now = two.reading("rnewer")
    assert (now.claims[0].factuality, now.claims[0].contents[0].text, now.parties[0].name) == (
        "PS+", "Water board", "Water authority",
    )  # fmt: skip
    assert now.claims[1].contents == (Span(24, 34, OLD.report.text[6:16]),)
    assert now.claims[1].speaker == now.parties[0].id
    assert "entry 4 by Ada: may" in two.history(now.claims[0].id)[0].text
    assert verify(two).holds
    before = two.checkpoint()
    carry_corrections(two, OLD.report.id, "rnewer", who="Cy")
    assert two.checkpoint() == before


def test_what_cannot_be_proved_stays_behind_with_the_reason(ledger: Ledger) -> None:
    ledger.add(OLD)
    ledger.add(rewrite(OLD, f"Water board 5 spoke. {OLD.report.text}"))
    ledger.correct("reject", OLD.figures[0].id, who="Ada")
    ledger.correct("change", CLAIM, who="Ada", field="contents", value=[{"start": 0, "end": 11}])
    undone = ledger.correct("accept", CLAIM, who="Ada")
    ledger.undo(undone.seq, who="Ada")
    carried = carry_corrections(ledger, OLD.report.id, "rnewer", who="Cy")
    assert [item.new for item in carried] == [None, None]
    assert ["no single counterpart" in str(carried[0].why), "exactly once" in str(carried[1].why)] == [True, True]
    assert ledger.reading("rnewer") == ledger.reading("rnewer", machine=True)


def test_both_versions_must_be_there() -> None:
    with open_ledger(":memory:") as ledger:
        ledger.add(OLD)
        with pytest.raises(NotInLedger):
            carry_corrections(ledger, OLD.report.id, "rnone", who="Cy")
