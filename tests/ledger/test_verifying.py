"""Verifying: every edit from outside is found and named, a checkpoint finds what a whole rewriting would hide."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from onrecord.errors import LedgerError
from onrecord.ledger import Ledger, open_ledger
from onrecord.ledger.log import seal
from onrecord.ledger.schema import metadata
from onrecord.ledger.verifying import BadCheckpoint, Verdict, verify
from tests.ledger.samples import make_note
from tests.readings import make_reading

EDITS = 200  # sampled; the benchmark makes ten thousand
FLIPS = 60


def fill(ledger: Ledger) -> None:
    """Reports, an appearance, corrections of each kind, an undo, a removal: something in every table."""
    from dataclasses import replace

    for number in range(1, 9):
        ledger.add(make_note(number), original=None, name=f"{number}.txt")
    import hashlib

    data = b"as received"
    other = make_note(9)
    ledger.add(replace(other, report=replace(other.report, raw_sha256=hashlib.sha256(data).hexdigest())), original=data)
    ledger.add(make_reading())
    ledger.add(replace(make_note(1), report=replace(make_note(1).report, url="https://paper.example/1")))
    claim, party = make_note(2).claims[0].id, make_note(3).parties[0].id
    ledger.correct("change", claim, who="Ada", field="factuality", value="PS+", why="may")
    ledger.correct("change", party, who="Ada", field="name", value="Water authority")
    ledger.correct("note", claim, who="Bo", value="Ask again.")
    ledger.correct("accept", make_note(4).claims[0].id, who="Bo")
    ledger.undo(who="Bo")
    ledger.remove(make_note(8).report.id, who="Ada", why="court order")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "ledger.db"
    with open_ledger(path, create=True) as ledger:
        fill(ledger)
        assert verify(ledger).holds
    return path


@pytest.fixture
def copy(template: Path, file: Path) -> Path:
    file.write_bytes(template.read_bytes())
    return file


def edit(path: Path, *statements: str) -> None:
    """Change the file as a stranger with an SQL tool would, guards taken away first and put back after."""
    with sqlite3.connect(path, isolation_level=None) as raw:
        guards = raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'entries%'"
        ).fetchall()
        for name, _ in guards:
            raw.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            raw.execute(statement)
        for _, sql in guards:
            raw.execute(sql)
    raw.close()


def judge(path: Path, against: str | None = None) -> Verdict:
    with open_ledger(path) as ledger:
        return verify(ledger, against)


def test_a_sound_ledger_holds_on_both_databases(ledger: Ledger) -> None:
    fill(ledger)
    verdict = verify(ledger, ledger.checkpoint())
    assert (verdict.holds, verdict.reports, verdict.removed, verdict.entries) == (True, 10, 1, 18)
    assert verdict.checkpoint == ledger.checkpoint()


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE texts SET text = replace(text, 'Tuesday', 'Thursday') WHERE report = 3", "has another text"),
        ("UPDATE claims SET content = 'nobody had left' WHERE report = 4", "in `content`"),
        ("UPDATE claims SET factuality = 'CT-' WHERE report = 4", "in `factuality`"),
        ("UPDATE claims SET confidence = 1 WHERE report = 4", "in `confidence`"),
        ("UPDATE figures SET value = value + 1 WHERE report = 5", "in `value`"),
        ("UPDATE parties SET name = 'X' WHERE report = 6", "in `name`"),
        ("UPDATE positions SET position = 'denies' WHERE report = 6", "in `position`"),
        ("UPDATE reports SET headline = 'X' WHERE seq = 11", "in `headline`"),
        ("UPDATE reports SET line = 'x' WHERE seq = 11", "in `line`"),
        ("UPDATE corrections SET who = 'Zoe' WHERE field = 'factuality'", "in `who`"),
        ("UPDATE corrections SET live = 1 - live WHERE action = 'accept'", "corrections"),
        ("UPDATE appearances SET url = 'https://other.example/'", "in `url`"),
        ("UPDATE entries SET body = replace(body, 'may', 'must') WHERE kind = 'correction'", "entry 13 (correction) was changed"),
        ("UPDATE entries SET at = '2001-01-01T00:00:00.000Z' WHERE seq = 5", "entry 5 (report) was changed"),
        ("UPDATE entries SET kind = 'note' WHERE seq = 5", "entry 5 (note) was changed"),
        ("UPDATE originals SET body = x'00'", "has other original bytes"),
        ("UPDATE originals SET body = x'789c4b2c56284a4d4ecd2c4b4d010418a6043c'", "has other original bytes"),
        ("UPDATE readings SET body = (SELECT body FROM readings WHERE report = 3) WHERE report = 4", "has another reading"),
        ("DELETE FROM entries WHERE seq = 6", "entry 6 is missing"),
        ("DELETE FROM entries", "the log is empty"),
        ("DELETE FROM claims WHERE report = 5", "of claims is missing"),
        ("DELETE FROM reports WHERE seq = 5", "report"),
        ("DELETE FROM texts WHERE report = 5", "has lost its text or reading"),
        ("DELETE FROM originals", "has lost its original"),
        ("DELETE FROM corrections", "of corrections is missing"),
        ("DELETE FROM touches", "of touches is missing"),
        ("INSERT INTO texts VALUES (99, 'x')", "texts"),
        ("INSERT INTO texts VALUES (9, 'x')", "was removed, and its text is still here"),
        ("INSERT INTO originals VALUES ('ab', x'00')", "was put in from outside"),
        ("UPDATE claims SET n = n + 500 WHERE report = 4", "claims"),
        ("UPDATE reports SET removed = 1 WHERE seq = 4", "report"),
        ("CREATE TABLE notes (x)", "the table notes of the schema"),
        ("DROP INDEX ix_claims_id", "the index ix_claims_id of the schema"),
        ("DROP TRIGGER claims_search_in", "the trigger claims_search_in of the schema"),
        ("INSERT INTO claims_search(claims_search) VALUES ('delete-all')", "the search table claims_search"),
        ("INSERT INTO texts_search(rowid, text) VALUES (3, 'words that nobody wrote')", "the search table texts_search"),
    ],
)  # fmt: skip
def test_what_a_stranger_changed_is_named(copy: Path, statement: str, named: str) -> None:
    edit(copy, "PRAGMA foreign_keys=OFF", statement)
    verdict = judge(copy)
    assert not verdict.holds
    assert named in str(verdict)


def test_swapped_and_copied_entries_are_found(copy: Path, template: Path) -> None:
    edit(
        copy,
        "UPDATE entries SET seq = -1 WHERE seq = 4",
        "UPDATE entries SET seq = 4 WHERE seq = 5",
        "UPDATE entries SET seq = 5 WHERE seq = -1",
    )
    assert "entry 4 does not follow the entry before it" in str(judge(copy))
    copy.write_bytes(template.read_bytes())
    edit(copy, "INSERT INTO entries SELECT 19, kind, at, body, previous, digest FROM entries WHERE seq = 5")
    assert "entry 19 does not follow" in str(judge(copy))


def test_the_guards_refuse_what_goes_through_sql(copy: Path) -> None:
    with sqlite3.connect(copy) as raw:
        for statement in (
            "UPDATE entries SET kind = 'x' WHERE seq = 3", "DELETE FROM entries WHERE seq = 3",
            "INSERT OR REPLACE INTO entries SELECT 3, kind, at, body, previous, digest FROM entries WHERE seq = 4",
            "INSERT INTO entries SELECT 50, kind, at, body, previous, digest FROM entries WHERE seq = 4",
        ):  # fmt: skip
            with pytest.raises(sqlite3.DatabaseError, match="only ever added"):
                raw.execute(statement)
    raw.close()
    assert judge(copy).holds


def test_a_rewritten_or_cut_log_fails_against_a_checkpoint_only(copy: Path) -> None:
    with open_ledger(copy) as ledger:
        checkpoint = ledger.checkpoint()
    with sqlite3.connect(copy) as raw:
        rows = raw.execute("SELECT seq, kind, at, body FROM entries ORDER BY seq").fetchall()
    raw.close()
    statements, previous = [], ""
    for seq, kind, at, body in rows:
        at = "2001-01-01T00:00:00.000Z" if seq > 10 else at
        digest = seal(seq, kind, at, body, previous)
        statements.append(
            f"UPDATE entries SET at = '{at}', previous = '{previous}', digest = '{digest}' WHERE seq = {seq}"
        )
        previous = digest
    edit(copy, *statements)
    assert judge(copy).holds
    assert "entry 18 is not the one of the checkpoint" in str(judge(copy, checkpoint))


def test_a_cut_end_and_an_exchanged_ledger_fail_against_a_checkpoint(ledger: Ledger) -> None:
    ledger.add(make_note(1))
    identity, size, digest = ledger.checkpoint().splitlines()
    longer = f"{identity}\n{int(size) + 3}\n{digest}\n"
    assert "knows 5 entries, here are 2" in str(verify(ledger, longer))
    other = f"onrecord ledger {'0' * 32}\n{size}\n{digest}\n"
    assert "another one than that of the checkpoint" in str(verify(ledger, other))


@pytest.mark.parametrize(
    "text", ["", "hello", "onrecord ledger x\n1\n2\n", "onrecord ledger " + "0" * 32 + "\n0\n" + "0" * 64]
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with open_ledger(":memory:") as ledger, pytest.raises(BadCheckpoint):
        verify(ledger, text)


def read_all(path: Path) -> list[list[tuple[Any, ...]]]:
    """Everything in the tables and in the schema, with types."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as raw:
        names = [*sorted(metadata.tables), "sqlite_master"]
        columns = {"sqlite_master": "type, name, tbl_name, sql"}
        found = [
            [tuple((type(cell), cell) for cell in row) for row in raw.execute(f"SELECT {columns.get(name, '*')} FROM {name} ORDER BY 1, 2")]
            for name in names
        ]  # fmt: skip
    raw.close()
    return found


def spoil_value(value: Any, chance: random.Random) -> Any:
    if value is None:
        return chance.choice(["", 0, "x"])
    if isinstance(value, bytes):
        place = chance.randrange(len(value)) if value else 0
        return chance.choice(
            [
                value[:-1],
                value + b"\0",
                value[:place] + bytes([value[place] ^ 1 << chance.randrange(8)]) + value[place + 1 :],
            ]
        )
    if isinstance(value, str):
        place = chance.randrange(len(value) + 1)
        return chance.choice([value[:place] + "\u200b" + value[place:], value[:-1], value.upper() + " ", None])
    return chance.choice([value + 1, -value - 1, str(value) + "x", None])


def test_random_edits_are_found_wherever_they_are(template: Path, file: Path) -> None:
    chance = random.Random(20250312)
    sound, tables = template.read_bytes(), sorted(metadata.tables)
    truth = read_all(template)
    for _ in range(EDITS):
        file.write_bytes(sound)
        make_random_edit(file, chance, tables)
        if read_all(file) != truth:
            with open_ledger(file) as ledger:
                assert not verify(ledger).holds


def make_random_edit(path: Path, chance: random.Random, tables: list[str]) -> None:
    """Change, take out, copy or swap something in a random table, as far as its constraints let a stranger."""
    table = metadata.tables[chance.choice(tables)]
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA synchronous=OFF")
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        if chance.random() < 0.7 or name.startswith("entries"):
            sql = raw.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
            raw.execute(f"DROP TRIGGER {name}")
            guards.append(sql)
    rows = raw.execute(f"SELECT rowid, * FROM {table.name}").fetchall()
    columns = [column.name for column in table.columns]
    try:
        row, kind = chance.choice(rows), chance.random()
        if kind < 0.6:
            place = chance.randrange(len(columns))
            raw.execute(
                f"UPDATE {table.name} SET {columns[place]} = ? WHERE rowid = ?",
                (spoil_value(row[place + 1], chance), row[0]),
            )
        elif kind < 0.8:
            raw.execute(f"DELETE FROM {table.name} WHERE rowid = ?", (row[0],))
        else:
            cells = [
                spoil_value(cell, chance) if number == 0 or chance.random() < 0.2 else cell
                for number, cell in enumerate(row[1:])
            ]
            raw.execute(f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(cells))})", cells)
    except sqlite3.Error:
        pass
    for sql in guards:
        raw.execute(sql)
    guards.clear()
    raw.close()


guards: list[str] = []


def test_bits_changed_in_the_file_are_found_where_they_mean_something(template: Path, file: Path) -> None:
    chance, sound = random.Random(7), template.read_bytes()
    truth = read_all(template)
    for _ in range(FLIPS):
        data = bytearray(sound)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        file.write_bytes(data)
        if not holds_or_tells(file):
            continue
        assert read_all(file) == truth


def holds_or_tells(path: Path) -> bool:
    try:
        with open_ledger(path) as ledger:
            return verify(ledger).holds
    except LedgerError:
        return False


@pytest.mark.parametrize(
    "spoil",
    [
        lambda table: update(table.tables["texts"]).values(text="The dam broke."),
        lambda table: update(table.tables["claims"]).values(content="The dam broke."),
        lambda table: delete(table.tables["figures"]),
        lambda table: insert(table.tables["originals"]).values(sha256="ab", body=b"x"),
        lambda table: update(table.tables["corrections"]).values(who="Zoe"),
        lambda table: update(table.tables["reports"]).where(table.tables["reports"].c.seq == 2).values(outlet="X"),
    ],
    ids=["text", "claim", "figures", "original", "correction", "report"],
)  # fmt: skip
def test_edits_on_either_database_are_found(ledger: Ledger, spoil: Callable[[Any], Any]) -> None:
    fill(ledger)
    with ledger.write() as connection:
        connection.execute(spoil(metadata))
    assert not verify(ledger).holds


def test_entries_on_a_server_are_guarded_and_still_checked(server: str) -> None:
    with open_ledger(f"{server}&ledger=guarded", create=True) as ledger:
        fill(ledger)
        entries = metadata.tables["entries"]
        for statement in (update(entries).values(kind="x"), delete(entries)):
            with pytest.raises(LedgerError, match="only ever added"), ledger.write() as connection:
                connection.execute(statement)
        with pytest.raises(LedgerError, match="only ever added"), ledger.write() as connection:
            connection.exec_driver_sql("TRUNCATE guarded.entries CASCADE")
        with ledger.write() as connection:
            connection.exec_driver_sql("ALTER TABLE guarded.entries DISABLE TRIGGER ALL")
            connection.execute(update(entries).where(entries.c.seq == 5).values(at="2001-01-01T00:00:00.000Z"))
            connection.exec_driver_sql("ALTER TABLE guarded.entries ENABLE TRIGGER ALL")
        assert "entry 5 (report) was changed" in str(verify(ledger))


def test_verifying_writes_nothing(copy: Path) -> None:
    before = copy.read_bytes()
    assert judge(copy).holds
    assert copy.read_bytes() == before
    with open_ledger(copy, read_only=True) as ledger:
        verdict = verify(ledger)
        assert verdict.holds
        assert "search tables were not compared" in verdict.notes[0]
        with ledger.look() as connection:
            assert len(connection.execute(select(metadata.tables["entries"])).all()) == 18
