"""Adding: once is once, everything comes back, and what cannot be kept is refused by one rule on both databases."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from onrecord.errors import NotInLedger
from onrecord.ledger import Ledger, open_ledger
from onrecord.ledger.verifying import verify
from onrecord.model import Notice, Reading, Span
from tests.ledger.samples import make_note
from tests.readings import make_hostile_reading, make_reading


def with_text(reading: Reading, text: str) -> Reading:
    return Reading(
        replace(
            reading.report,
            text=text,
            id="rother",
            sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        )
    )


def test_what_is_added_comes_back_the_same(ledger: Ledger) -> None:
    for reading in (make_reading(), make_hostile_reading(), make_note(1)):
        assert ledger.add(reading).status == "added"
        assert ledger.reading(reading.report.id) == reading


def test_adding_again_changes_nothing(where: str) -> None:
    with open_ledger(where, create=True) as ledger:
        ledger.add(make_note(1), name="one.txt")
        before = ledger.checkpoint()
        assert ledger.add(make_note(1), name="another/one.txt").status == "already there"
    with open_ledger(where) as again:
        assert again.checkpoint() == before
        assert again.count()["claims"] == 1


def test_the_same_text_elsewhere_is_one_report_with_appearances(ledger: Ledger) -> None:
    note = make_note(1)
    ledger.add(note)
    places = [
        replace(note.report, url="https://paper.example/1"), replace(note.report, outlet="Tarma Post, evening edition"),
        replace(note.report, raw_sha256="0" * 64),
    ]  # fmt: skip
    for _ in range(2):
        for report in places:
            assert ledger.add(replace(note, report=report)).status == "already there"
    assert ledger.count()["reports"] == 1
    assert [entry.kind for entry in ledger.history(note.report.id)] == [
        "report",
        "appearance",
        "appearance",
        "appearance",
    ]
    assert ledger.find_bytes("0" * 64) == [note.report.id]
    assert verify(ledger).holds


def test_the_bytes_as_received_are_kept(ledger: Ledger) -> None:
    data = "Wasserstand in Zürich".encode("latin-1")
    note = make_note(1)
    note = replace(note, report=replace(note.report, raw_sha256=hashlib.sha256(data).hexdigest()))
    ledger.add(note, original=data)
    ledger.add(make_note(2), original=b"these are other bytes than it was read from")
    assert ledger.original(note.report.id) == data
    assert ledger.original(make_note(2).report.id) is None
    assert verify(ledger).holds


def test_a_report_that_is_not_whole_is_told_as_incomplete(ledger: Ledger) -> None:
    note = replace(make_note(1), notices=(Notice("too_deep", "the page was read to a depth of 512 only", True),))
    answer = ledger.add(note)
    assert (answer.status, answer.reason) == ("incomplete", "the page was read to a depth of 512 only")
    assert next(iter(ledger.reports().rows()))["incomplete"] == answer.reason


@pytest.mark.parametrize(
    ("text", "code"), [("The dam\0held.", "nul_character"), ("The \ud800dam held.", "bad_encoding")]
)
def test_characters_that_no_database_gives_back_are_refused(ledger: Ledger, text: str, code: str) -> None:
    answer = ledger.add(with_text(make_note(1), text), name="odd.txt")
    assert (answer.status, answer.code, answer.name) == ("refused", code, "odd.txt")
    assert ledger.count()["entries"] == 1


@pytest.mark.parametrize(
    "text",
    ["The dam held.\r\nIt is 9 m high.", "İstanbul ½ ﬁ 🏳️‍🌈 \u202eabc", "x" * 300_000, "' ; DROP TABLE entries; --"],
)
def test_texts_of_all_kinds_come_back_letter_by_letter(ledger: Ledger, text: str) -> None:
    reading = with_text(make_note(1), text)
    ledger.add(reading)
    assert ledger.reading("rother").report.text == text


def test_readings_that_do_not_fit_their_text_are_refused(ledger: Ledger) -> None:
    note = make_note(1)
    wrong = [
        (replace(note, report=replace(note.report, sha256="0" * 64)), "wrong_digest"),
        (replace(note, claims=(replace(note.claims[0], cue=Span(0, 4, "told")),)), "wrong_place"),
    ]
    for reading, code in wrong:
        assert ledger.add(reading).code == code
    assert ledger.count()["entries"] == 1


def test_a_removed_text_is_gone_and_stays_away(where: str) -> None:
    note, other = make_note(1, "The oxbow quay is closed. "), make_note(2)
    with open_ledger(where, create=True) as ledger:
        ledger.add(note, original=b"raw")
        ledger.add(other)
        before = ledger.checkpoint()
        ledger.remove(note.report.id, who="R. Dahl", why="Order of the court of Skarvik")
        verdict = verify(ledger, before)
        assert verdict.holds
        assert verdict.removed == 1
        assert "1 of them removed with a note" in str(verdict)
        assert ledger.add(note).code == "removed"
        assert [row["removed"] for row in ledger.reports().rows()] == [True, False]
        assert ledger.claims(search="oxbow").count() == 0
        assert "R. Dahl" in ledger.history(note.report.id)[-1].text
        with pytest.raises(NotInLedger, match="removed"):
            ledger.reading(note.report.id)
    if "://" not in where:
        from pathlib import Path

        assert b"oxbow" not in Path(where).read_bytes()


def test_ids_that_nothing_has_are_told(ledger: Ledger) -> None:
    ledger.add(make_note(1))
    for ask in (ledger.reading, ledger.show, ledger.history, ledger.versions):
        with pytest.raises(NotInLedger, match="rnone"):
            ask("rnone")
