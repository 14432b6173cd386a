"""Corrections: each does what it says, none is lost, all can be undone, and two people never overwrite each other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from onrecord.errors import NotCorrectable, NotInLedger
from onrecord.ledger import Ledger, open_ledger
from onrecord.ledger.reviewing import find_tasks, measure_agreement, write_examples
from onrecord.ledger.schema import PARTS, reports
from onrecord.ledger.verifying import verify
from onrecord.model import Claim, Reading, Span
from tests.ledger.samples import make_note
from tests.readings import make_reading

NOTE = make_note(5)
CLAIM, PARTY, MINE, FIGURE = NOTE.claims[0].id, NOTE.parties[0].id, NOTE.parties[1].id, NOTE.figures[0].id
ID = NOTE.report.id


@pytest.fixture
def noted(ledger: Ledger) -> Ledger:
    ledger.add(NOTE)
    return ledger


def claim_of(ledger: Ledger) -> Claim:
    return ledger.reading(ID).claims[0]


def test_a_change_is_shown_and_the_machines_reading_stays(noted: Ledger) -> None:
    noted.correct("change", CLAIM, who="Ada", why='"may", two words on', field="factuality", value="PS+")
    assert claim_of(noted).factuality == "PS+"
    assert noted.claims(factuality="PS+", review="changed").count() == 1
    assert noted.reading(ID, machine=True) == NOTE
    assert verify(noted).holds


def test_places_take_their_words_from_the_text(noted: Ledger) -> None:
    noted.correct("change", CLAIM, who="Ada", field="contents", value=[{"start": 0, "end": 5}, {"start": 6, "end": 11}])
    assert claim_of(noted).contents == (Span(0, 5, "Water"), Span(6, 11, "board"))
    assert next(noted.claims().rows())["content"] == "Water … board"
    noted.correct("change", CLAIM, who="Ada", field="source", value=None)
    assert claim_of(noted).source is None


def test_a_rejected_claim_is_gone_from_what_names_it(noted: Ledger) -> None:
    noted.correct("reject", CLAIM, who="Ada")
    reading = noted.reading(ID)
    assert (reading.claims, reading.figures[0].claim, reading.positions[0].about) == ((), None, None)
    assert noted.claims().count() == 0
    with pytest.raises(NotInLedger, match="rejected"):
        noted.show(CLAIM)
    assert [entry.kind for entry in noted.history(CLAIM)] == ["correction"]


def test_merged_parties_speak_as_one(noted: Ledger) -> None:
    noted.correct("merge", PARTY, MINE, who="Ada")
    reading = noted.reading(ID)
    assert [party.id for party in reading.parties] == [PARTY]
    assert len(reading.parties[0].mentions) == 2
    assert reading.positions[0].party == PARTY


def test_a_split_party_shares_out_what_names_it(noted: Ledger) -> None:
    noted.correct("merge", PARTY, MINE, who="Ada")
    mine = NOTE.parties[1].mentions[0]
    value = {"mentions": [{"start": mine.start, "end": mine.end}], "name": "mine"}
    new = noted.correct("split", PARTY, who="Ada", value=value).targets[1]
    reading = noted.reading(ID)
    assert (reading.name_of(new), reading.positions[0].party, reading.claims[0].speaker) == ("mine", new, PARTY)


def test_claims_split_and_merge_with_their_figures() -> None:
    with open_ledger(":memory:") as ledger:
        reading = make_reading()
        ledger.add(reading)
        left = next(claim for claim in reading.claims if len(claim.contents) == 2 and len(claim.figures) == 2)
        part = left.contents[1]
        split = ledger.correct(
            "split", left.id, who="Ada", value={"contents": [{"start": part.start, "end": part.end}]}
        )
        now = ledger.reading(reading.report.id)
        one, other = (next(claim for claim in now.claims if claim.id == name) for name in split.targets)
        assert (one.contents, other.contents) == ((left.contents[0],), (part,))
        assert (one.figures, other.figures) == (left.figures[:1], left.figures[1:])
        ledger.correct("merge", *split.targets, who="Ada")
        again = next(claim for claim in ledger.reading(reading.report.id).claims if claim.id == left.id)
        assert (again.contents, again.figures) == (left.contents, left.figures)
        assert verify(ledger).holds


def test_what_the_machine_missed_is_added_once(noted: Ledger) -> None:
    for _ in range(2):
        noted.add_part(ID, "claim", {"contents": [{"start": 0, "end": 11}], "speaker": MINE}, who="Ada")
    assert noted.claims(review="added").count() == 1
    noted.add_part(ID, "party", {"name": "ferry line"}, who="Ada")
    noted.add_part(ID, "position", {"start": 0, "end": 5, "party": MINE, "position": "denies"}, who="Ada")
    noted.add_part(ID, "figure", {"start": 0, "end": 5, "value": 3, "counted": "boats"}, who="Ada")
    assert (noted.parties().count(), noted.positions().count(), noted.figures().count()) == (3, 2, 2)
    assert verify(noted).holds


def test_grades_and_notes_are_shown_beside_it(noted: Ledger) -> None:
    noted.correct("grade", CLAIM, who="Ada", field="airwars", value="fair")
    noted.correct("grade", CLAIM, who="Bo", field="admiralty", value="B2")
    noted.correct("note", CLAIM, who="Ada", value="Ask again on Monday.")
    shown = noted.show(CLAIM)
    assert shown.grades == {"airwars": "fair", "admiralty": "B2"}
    assert shown.notes == ("Ask again on Monday.",)
    assert noted.reading(ID) == NOTE


@pytest.mark.parametrize(
    ("action", "targets", "asked", "message"),
    [
        ("change", [CLAIM], {"field": "factuality", "value": "SURE"}, "not one of CT"),
        ("change", [CLAIM], {"field": "contents", "value": [{"start": 5, "end": 5}]}, "inside the text"),
        ("change", [CLAIM], {"field": "contents", "value": [{"start": 9, "end": 4}]}, "inside the text"),
        ("change", [CLAIM], {"field": "contents", "value": [{"start": 0, "end": 10**6}]}, "inside the text"),
        ("change", [CLAIM], {"field": "contents", "value": []}, "at least one"),
        ("change", [CLAIM], {"field": "contents", "value": [{"start": True, "end": 4}]}, "inside the text"),
        ("change", [CLAIM], {"field": "speaker", "value": "pnobody000000"}, "none of the report's parties"),
        ("change", [CLAIM], {"field": "id", "value": "c1"}, "no field that can be changed"),
        ("change", [CLAIM], {"field": "mood", "value": "c1"}, "no field that can be changed"),
        ("change", [PARTY], {"field": "name", "value": "a\x1b[2Jb"}, "control characters"),
        ("change", [PARTY], {"field": "name", "value": " "}, "needs words"),
        ("change", [FIGURE], {"field": "value", "value": "many"}, "value"),
        ("change", [CLAIM, PARTY], {"field": "name", "value": "x"}, "one part at a time"),
        ("grade", [CLAIM], {"field": "airwars", "value": "great"}, "no grade"),
        ("grade", [CLAIM], {"field": "stars", "value": "5"}, "scales"),
        ("note", [CLAIM], {"value": "x" * 10_001}, "characters"),
        ("note", [CLAIM], {"value": 7}, "words"),
        ("merge", [CLAIM], {}, "two or more"),
        ("merge", [CLAIM, CLAIM], {}, "two or more"),
        ("merge", [CLAIM, PARTY], {}, "none of the claims"),
        ("split", [PARTY], {"value": {"mentions": []}}, "move to the new one"),
        ("split", [CLAIM], {"value": None}, "split"),
        ("reject", [ID], {}, "remove"),
        ("applaud", [CLAIM], {}, "not one of"),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_refused_and_changes_nothing(
    action: str, targets: list[str], asked: dict[str, Any], message: str
) -> None:
    with open_ledger(":memory:") as ledger:
        ledger.add(NOTE)
        before = ledger.checkpoint()
        with pytest.raises(NotCorrectable, match=message):
            ledger.correct(action, *targets, who="Ada", **asked)
        assert ledger.checkpoint() == before


@pytest.mark.parametrize("who", ["", "   ", "A\x00da", "x" * 10_001])
def test_who_corrects_has_a_name(who: str) -> None:
    with open_ledger(":memory:") as ledger:
        ledger.add(NOTE)
        with pytest.raises(NotCorrectable, match="who"):
            ledger.correct("accept", CLAIM, who=who)


def test_a_correction_sent_twice_is_kept_once(noted: Ledger) -> None:
    made = [noted.correct("change", CLAIM, who="Ada", field="factuality", value="PS+") for _ in range(3)]
    assert len({correction.seq for correction in made}) == 1
    assert noted.count()["corrections"] == 1


def test_who_saw_an_older_state_is_told_and_overwrites_nothing(noted: Ledger) -> None:
    first = noted.correct("change", CLAIM, who="Ada", field="factuality", value="PS+", seen=0)
    with pytest.raises(NotCorrectable, match="Ada corrected this meanwhile"):
        noted.correct("change", CLAIM, who="Bo", field="factuality", value="CT-", seen=0)
    noted.correct("change", CLAIM, who="Bo", field="factuality", value="CT-", seen=first.seq)
    assert claim_of(noted).factuality == "CT-"


def test_undo_and_redo_follow_their_rule(noted: Ledger) -> None:
    first = noted.correct("change", CLAIM, who="Ada", field="factuality", value="PS+")
    other = noted.correct("accept", MINE, who="Ada")
    second = noted.correct("change", CLAIM, who="Bo", field="factuality", value="CT-")
    with pytest.raises(NotCorrectable, match=f"later corrections stand on the same parts: {second.seq}"):
        noted.undo(first.seq, who="Ada")
    assert noted.undo(who="Ada").seq == other.seq
    assert noted.undo(second.seq, who="Ada").seq == second.seq
    assert claim_of(noted).factuality == "PS+"
    noted.undo(first.seq, who="Ada")
    assert noted.reading(ID) == NOTE
    with pytest.raises(NotCorrectable, match="undone already"):
        noted.undo(first.seq, who="Ada")
    assert noted.redo(who="Ada").seq == first.seq
    assert claim_of(noted).factuality == "PS+"
    with pytest.raises(NotInLedger):
        noted.undo(1, who="Ada")
    with pytest.raises(NotCorrectable, match="nothing"):
        noted.redo(who="Zoe")
    assert verify(noted).holds


def test_corrections_of_a_removed_report_are_left_alone(noted: Ledger) -> None:
    other = make_note(6)
    noted.add(other)
    kept = noted.correct("accept", other.claims[0].id, who="Ada")
    gone = noted.correct("accept", CLAIM, who="Ada")
    undone = noted.correct("accept", PARTY, who="Ada")
    noted.undo(undone.seq, who="Ada")
    noted.remove(ID, who="Ada", why="court order")
    for turn, correction in ((noted.undo, gone), (noted.redo, undone)):
        with pytest.raises(NotInLedger, match="removed"):
            turn(correction.seq, who="Ada")
    with pytest.raises(NotInLedger, match="removed"):
        noted.show(CLAIM)
    with pytest.raises(NotInLedger, match="removed"):
        noted.correct("accept", CLAIM, who="Bo")
    assert [entry.kind for entry in noted.history(CLAIM)] == ["correction"]
    assert noted.undo(who="Ada").seq == kept.seq
    assert noted.redo(who="Ada").seq == kept.seq
    assert len(noted.corrections()) == 3
    assert verify(noted).holds


def test_a_walk_shows_what_is_open_and_leaves_out_what_was_looked_at(noted: Ledger) -> None:
    noted.add(make_note(6))
    tasks = list(find_tasks(noted))
    assert [(task.kind, task.words) for task in tasks] == [
        ("claims", "50 families had left"), ("not_understood", "notice 5"), ("not_understood", "notice 6"),
    ]  # fmt: skip
    for task in tasks[:2]:
        noted.correct("accept", task.part["id"], who="Ada")
    assert [task.words for task in find_tasks(noted)] == ["notice 6"]
    assert [task.words for task in find_tasks(noted, 0.95, outlet="feni")] == ["50 families had left"][:0] + [
        task.words for task in find_tasks(noted, 0.95) if task.report.outlet == "Feni Post"
    ]  # fmt: skip


def test_corrections_leave_as_examples_with_the_machines_value(noted: Ledger) -> None:
    noted.correct("change", CLAIM, who="Ada", field="factuality", value="PS+", why="may")
    (example,) = write_examples(noted)
    assert (example["machine"], example["value"], example["who"]) == ("PR+" if 5 % 3 == 0 else "CT+", "PS+", "Ada")
    assert example["text_sha256"] == NOTE.report.sha256


def test_agreement_counts_pairs_of_reviewers_field_by_field(noted: Ledger) -> None:
    noted.correct("accept", CLAIM, who="Ada")
    noted.correct("change", CLAIM, who="Bo", field="factuality", value="PS+")
    noted.correct("change", FIGURE, who="Ada", field="role", value="part")
    noted.correct("change", FIGURE, who="Bo", field="role", value="part")
    assert [(row.field, row.agreed, row.both) for row in measure_agreement(noted)] == [
        ("factuality", 0, 1),
        ("role", 1, 1),
    ]


def test_hundreds_of_corrections_on_one_claim() -> None:
    with open_ledger(":memory:") as ledger:
        ledger.add(NOTE)
        for number in range(60):
            ledger.correct("change", CLAIM, who="Ada", field="factuality", value=("PS+", "CT-")[number % 2])
        assert len(ledger.history(CLAIM)) == 60
        for _ in range(60):
            ledger.undo(who="Ada")
        assert ledger.reading(ID) == NOTE


# -- random sequences against a plain model


@dataclass
class Act:
    """One correction in the model: what it does, what it is about, whether it stands."""

    seq: int
    action: str
    targets: tuple[str, ...]
    value: str | None
    live: bool = True


@dataclass
class Model:
    """Claims with their certainty and parties with their names, as plain dictionaries; nothing else."""

    claims: dict[str, str]
    parties: dict[str, str]
    acts: list[Act] = field(default_factory=list)

    def replay(self, acts: list[Act]) -> tuple[dict[str, str], dict[str, str]] | None:
        claims, parties = dict(self.claims), dict(self.parties)
        for act in sorted(acts, key=lambda act: act.seq):
            group = claims if act.targets[0].startswith("c") else parties
            if any(target not in group for target in act.targets):
                return None
            if act.action == "change":
                group[act.targets[0]] = act.value or ""
            elif act.action == "reject":
                del group[act.targets[0]]
            elif act.action == "merge":
                del group[act.targets[1]]
        return claims, parties

    def state(self) -> tuple[dict[str, str], dict[str, str]]:
        found = self.replay([act for act in self.acts if act.live])
        assert found is not None
        return found

    def may_turn(self, act: Act, live: bool) -> bool:
        later = [o for o in self.acts if o.live and o.seq > act.seq and set(o.targets) & set(act.targets)]
        kept = [other for other in self.acts if other.live and other is not act] + ([act] if live else [])
        return act.live != live and not later and self.replay(kept) is not None


def take_stock(ledger: Ledger) -> tuple[dict[str, str], dict[str, str]]:
    return (
        {row["id"]: row["factuality"] for row in ledger.claims().rows()},
        {row["id"]: row["name"] for row in ledger.parties().rows()},
    )


def dump(ledger: Ledger) -> list[list[tuple[Any, ...]]]:
    with ledger.look() as connection:
        return [
            [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in (reports, *PARTS)
        ]


SEQUENCES = int(os.environ.get("ONRECORD_SEQUENCES", "25"))  # the benchmark asks for more
WORDS = ("CT+", "CT-", "PS+")
STEPS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=25)


@pytest.fixture(scope="module")
def whole() -> Reading:
    """The full sample with ids as the engine makes them, so that a value that names one is known for an id."""
    return make_reading()


@settings(max_examples=SEQUENCES)
@given(STEPS)
def test_random_corrections_and_undos_are_those_of_a_plain_model(steps: list[tuple[int, int, int]]) -> None:
    reading = make_reading()
    model = Model(
        {claim.id: claim.factuality for claim in reading.claims}, {party.id: party.name for party in reading.parties}
    )
    with open_ledger(":memory:") as ledger:
        ledger.add(reading)
        first = dump(ledger)
        for kind, one, other in steps:
            take_step(ledger, model, kind, one, other)
            assert take_stock(ledger) == model.state()
        assert verify(ledger).holds
        for act in sorted(model.acts, key=lambda act: -act.seq):
            if act.live:
                ledger.undo(act.seq, who="Ada")
                act.live = False
        assert dump(ledger) == first
        assert ledger.reading(reading.report.id) == reading
        assert ledger.count()["corrections"] == len(model.acts)
        assert verify(ledger).holds


def take_step(ledger: Ledger, model: Model, kind: int, one: int, other: int) -> None:
    """One step on both; what the model says cannot be must be refused by the ledger."""
    if kind >= 5:
        if model.acts:
            act = model.acts[one % len(model.acts)]
            turn_both(ledger, model, act, live=kind == 6)
        return
    for made in propose(model, kind, one, other):
        field, value = made.pop("field", None), made["value"]
        seq = ledger.correct(
            made["action"], *made["targets"], who="Ada", field=field, value=value if field else None
        ).seq
        if seq not in {act.seq for act in model.acts}:
            model.acts.append(Act(seq, made["action"], made["targets"], value))


def propose(model: Model, kind: int, one: int, other: int) -> Iterator[dict[str, Any]]:
    claims, parties = (sorted(group) for group in model.state())
    if kind == 0 and claims:
        value = WORDS[other % len(WORDS)]
        yield {"action": "change", "targets": (claims[one % len(claims)],), "field": "factuality", "value": value}
    elif kind == 1 and parties:
        name = f"party {other}"
        yield {"action": "change", "targets": (parties[one % len(parties)],), "field": "name", "value": name}
    elif kind == 2 and claims:
        yield {"action": "reject", "targets": (claims[one % len(claims)],), "value": None}
    elif kind == 3 and len(parties) > 1:
        pair = parties[one % len(parties)], parties[other % len(parties)]
        if pair[0] != pair[1]:
            yield {"action": "merge", "targets": pair, "value": None}
    elif kind == 4 and claims:
        yield {"action": "accept", "targets": (claims[one % len(claims)],), "value": None}


def turn_both(ledger: Ledger, model: Model, act: Act, live: bool) -> None:
    turn = ledger.redo if live else ledger.undo
    if model.may_turn(act, live):
        turn(act.seq, who="Ada")
        act.live = live
    else:
        with pytest.raises(NotCorrectable):
            turn(act.seq, who="Ada")


@pytest.mark.parametrize("value", [float("nan"), object(), "\ud800", {"a": {1, 2}}, "x" * 1_000_001, "a\0b"])
def test_values_that_could_not_be_read_back_are_refused(value: Any) -> None:
    with open_ledger(":memory:") as ledger:
        ledger.add(NOTE)
        with pytest.raises(NotCorrectable):
            ledger.correct("change", PARTY, who="Ada", field="name", value=value)
        assert ledger.count()["entries"] == 2


@pytest.mark.parametrize("levels", [40, 900, 100_000])
def test_a_value_nested_too_deep_is_refused(levels: int) -> None:
    deep: list[Any] = []
    for _ in range(levels):
        deep = [deep]
    with open_ledger(":memory:") as ledger:
        ledger.add(NOTE)
        with pytest.raises(NotCorrectable):
            ledger.correct("change", CLAIM, who="Ada", field="hedges", value=deep)


def test_parts_of_two_reports_are_not_joined() -> None:
    other = make_note(6)
    with open_ledger(":memory:") as ledger:
        ledger.add(NOTE)
        ledger.add(other)
        with pytest.raises(NotCorrectable, match="nothing here has the id"):
            ledger.correct("merge", PARTY, other.parties[0].id, who="Ada")
