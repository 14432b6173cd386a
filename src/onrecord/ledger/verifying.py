"""Whether a ledger holds: every entry by its digest, every text and reading by its entry, every row by its reading.

`verify` alone finds every change that was not computed anew through the whole chain; against a checkpoint it also finds
a ledger that was rewritten as a whole, cut at its end, or exchanged. It writes nothing, and looks in short steps, so
that writers go on meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, or_, select

from onrecord.errors import LedgerDamaged, OnRecordError
from onrecord.ledger.addresses import FileAddress
from onrecord.ledger.corrections import BadCorrection, apply_corrections
from onrecord.ledger.dialects import SQLite
from onrecord.ledger.index import make_rows, make_stub
from onrecord.ledger.ledger import Ledger, make_checkpoint
from onrecord.ledger.log import Entry, find_entry, find_last, read_entries
from onrecord.ledger.migrations import create_tables
from onrecord.ledger.packing import digest_bytes, digest_text, unpack
from onrecord.ledger.schema import (
    PARTS,
    appearances,
    corrections,
    entries,
    metadata,
    originals,
    readings,
    reports,
    texts,
    touches,
)
from onrecord.ledger.store import (
    appearance_row,
    correction_row,
    load_corrections,
    make_correction,
    touch_rows,
    unpack_reading,
)

Plain = dict[str, Any]
CHUNK = 200
CHECKPOINT = re.compile(r"onrecord ledger ([0-9a-f]{32})\n([1-9]\d{0,18})\n([0-9a-f]{64})\n?")
KINDS = {"ledger", "migration", "report", "appearance", "correction", "undo", "redo", "removal"}


class BadCheckpoint(OnRecordError):
    """Three lines that are no checkpoint."""


class Broken(Exception):
    """The first thing that does not hold: where, and what about it."""

    def __init__(self, where: str, what: str) -> None:
        self.where = where
        self.what = what
        super().__init__(f"{where} {what}")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the ledger holds, what was looked at, and the first thing that does not hold."""

    holds: bool
    entries: int
    reports: int
    removed: int
    where: str | None = None
    what: str | None = None
    notes: tuple[str, ...] = ()
    checkpoint: str = ""

    def __str__(self) -> str:
        if not self.holds:
            return f"does not hold: {self.where} {self.what}"
        removed = f", {self.removed:,} of them removed with a note" if self.removed else ""
        return f"holds: {self.entries:,} entries, {self.reports:,} reports{removed}"


@dataclass(slots=True)
class Walk:
    """What was seen on the way through the log."""

    last: Entry | None = None
    reports: int = 0
    homes: dict[str, int] = field(default_factory=dict)
    live: dict[int, bool] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)

    @property
    def seq(self) -> int:
        """The number of the last entry seen."""
        return self.last.seq if self.last else 0


def verify(ledger: Ledger, against: str | None = None, progress: Callable[[int, int], None] | None = None) -> Verdict:
    """Whether all of the ledger holds, and against a checkpoint too if one is given.

    Raises BadCheckpoint where that is none, and LedgerError where the ledger cannot be read at all.
    """
    expected = read_checkpoint(against) if against is not None else None
    walk = Walk()
    try:
        check_structure(ledger)
        walk_log(ledger, walk, progress)
        if expected is not None:
            check_against(ledger, expected)
        with ledger.look() as connection:
            checkpoint = make_checkpoint(connection)
    except Broken as broken:
        return Verdict(False, walk.seq, walk.reports, len(walk.removed), broken.where, broken.what)
    except LedgerDamaged as error:
        return Verdict(False, walk.seq, walk.reports, len(walk.removed), error.name, error.reason)
    return Verdict(True, walk.seq, walk.reports, len(walk.removed), notes=list_notes(ledger), checkpoint=checkpoint)


def list_notes(ledger: Ledger) -> tuple[str, ...]:
    """What could not be looked at."""
    if isinstance(ledger.dialect, SQLite) and not ledger.writable:
        return ("the search tables were not compared: that needs the right to write",)
    return ()


def read_checkpoint(text: str) -> tuple[str, int, str]:
    """The identity, number and digest in the three lines of a checkpoint.

    Raises BadCheckpoint for anything else.
    """
    found = CHECKPOINT.fullmatch(text.replace("\r\n", "\n"))
    if not found:
        raise BadCheckpoint("This is no checkpoint: three lines, as `onrecord checkpoint` prints them.")
    return found[1], int(found[2]), found[3]


def check_against(ledger: Ledger, expected: tuple[str, int, str]) -> None:
    """Raise Broken where the ledger is not the one of the checkpoint, or no longer goes through it."""
    identity, seq, digest = expected
    with ledger.look() as connection:
        first, entry, last = find_entry(connection, 1), find_entry(connection, seq), find_last(connection)
    if first is None or last is None or first.body["identity"] != identity:
        raise Broken("the ledger", "is another one than that of the checkpoint")
    if entry is None:
        raise Broken("the end of the log", f"is missing: the checkpoint knows {seq} entries, here are {last.seq}")
    if entry.digest != digest:
        raise Broken(f"entry {seq}", "is not the one of the checkpoint: the log was rewritten at or before it")


def check_structure(ledger: Ledger) -> None:
    """Raise Broken where the schema is not ours or the database's own structure is damaged."""
    dialect = ledger.dialect
    with ledger.look() as connection:
        found = dialect.describe(connection)
        check_schema(found, dialect)
    if isinstance(dialect, SQLite) and dialect.writable:
        with ledger.write() as connection:
            faults = list(dialect.find_index_faults(connection))
    else:
        with ledger.look() as connection:
            faults = list(dialect.find_index_faults(connection))
    if faults:
        raise Broken(faults[0], "does not hold")


def check_schema(found: list[tuple[str, ...]], dialect: Any) -> None:
    """Raise Broken where tables, indexes or triggers are others than those that this program makes."""
    if isinstance(dialect, SQLite):
        expected = describe_fresh()
        for thing in sorted(set(found) ^ set(expected)):
            raise Broken(f"the {thing[0]} {thing[1]} of the schema", "is not the one that onrecord makes")
        return
    columns = {(row[1], row[2]) for row in found if row[0] == "column"}
    wanted = {(table.name, column.name) for table in metadata.tables.values() for column in table.columns}
    wanted |= {("claims", "search"), ("texts", "search"), ("ledger_version", "number")}
    for name in sorted(columns ^ wanted):
        raise Broken(f"the column {name[1]} of {name[0]} in the schema", "is not one that onrecord makes")
    triggers = {row[2] for row in found if row[0] == "trigger"}
    if not triggers >= {"entries_kept"}:
        raise Broken("the trigger entries_kept of the schema", "is missing")


def describe_fresh() -> list[tuple[str, ...]]:
    """The schema of a new ledger in memory."""
    dialect = SQLite(FileAddress(None), True)
    with dialect.engine.connect() as connection:
        create_tables(connection, dialect)
        found = dialect.describe(connection)
    dialect.engine.dispose()
    return found


def walk_log(ledger: Ledger, walk: Walk, progress: Callable[[int, int], None] | None = None) -> None:
    """Go through all entries in order and compare what each stands for; raises Broken where it does not hold."""
    with ledger.look() as connection:
        head = find_last(connection)
    if head is None:
        raise Broken("the log", "is empty")
    while walk.seq < head.seq:
        with ledger.look() as connection:
            before = walk.seq
            found = list(read_entries(connection, before, min(before + CHUNK, head.seq)))
            for entry in found:
                check_entry(entry, walk)
            if walk.seq < min(before + CHUNK, head.seq):
                raise Broken(f"entry {walk.seq + 1}", "is missing")
            check_rows(connection, found, walk)
        if progress:
            progress(walk.seq, head.seq)
    with ledger.look() as connection:
        check_end(connection, head, walk)


def check_entry(entry: Entry, walk: Walk) -> None:
    """Raise Broken where an entry is not what its digest says, or does not follow the one before."""
    where = f"entry {entry.seq}"
    if entry.seq != walk.seq + 1:
        raise Broken(f"entry {walk.seq + 1}", "is missing")
    if entry.previous != (walk.last.digest if walk.last else ""):
        raise Broken(where, "does not follow the entry before it")
    if not entry.is_sealed():
        raise Broken(where, f"({entry.kind}) was changed: its digest is another")
    if (entry.kind == "ledger") != (entry.seq == 1) or entry.kind not in KINDS:
        raise Broken(where, f"is of the kind {entry.kind!r}, which cannot stand there")
    note_entry(entry, walk)
    walk.last = entry


def note_entry(entry: Entry, walk: Walk) -> None:
    """Keep in mind what later checks need of an entry."""
    if entry.kind == "report":
        walk.reports += 1
        walk.homes[entry.body["report"]] = entry.seq
    elif entry.kind == "correction":
        walk.live[entry.seq] = True
    elif entry.kind in {"undo", "redo"}:
        walk.live[entry.body["of"]] = entry.kind == "redo"
    elif entry.kind == "removal":
        walk.removed.add(walk.homes[entry.body["report"]])


def check_rows(connection: Connection, found: list[Entry], walk: Walk) -> None:
    """Raise Broken where the rows that belong to these entries are not those that follow from them."""
    first, last = found[0].seq, found[-1].seq
    stored = Stored(connection, first, last)
    for entry in found:
        if entry.kind == "report":
            check_report(connection, entry, stored)
    made = {entry.seq: entry for entry in found}
    compare(appearances, stored.take(appearances), [
        appearance_row(walk.homes[entry.body["report"]], entry) for entry in found if entry.kind == "appearance"
    ])  # fmt: skip
    kept = stored.take(corrections)
    for row in kept:
        if row["seq"] in made and made[row["seq"]].kind == "correction":
            row["live"] = 1  # compared at the end, when all undoing is known
    truths = [make_correction(entry, True) for entry in found if entry.kind == "correction"]
    compare(corrections, kept, [correction_row(walk.homes[truth.report], truth) for truth in truths])
    compare(touches, stored.take(touches), [row for truth in truths for row in touch_rows(truth)])
    stored.check_empty()


class Stored:
    """The rows of all tables that belong to a stretch of entries, taken out one group after the other."""

    def __init__(self, connection: Connection, first: int, last: int) -> None:
        self.rows: dict[str, dict[int, list[Plain]]] = {}
        for table in (reports, texts, readings, *PARTS):
            key = table.c.seq if table is reports else table.c.report
            self._read(connection, table, key, key.between(first, last))
        for table in (appearances, corrections, touches):
            self._read(connection, table, table.c.seq, table.c.seq.between(first, last))
        wanted = [rows[0]["raw_sha256"] for rows in self.rows["reports"].values()]
        found = connection.execute(select(originals).where(originals.c.sha256.in_(wanted)))
        self.originals = {row.sha256: row.body for row in found}

    def _read(self, connection: Connection, table: Table, key: Any, which: ColumnElement[bool]) -> None:
        order = list(table.primary_key)
        grouped: dict[int, list[Plain]] = {}
        name = key.name
        for row in connection.execute(select(table).where(which).order_by(*order)).mappings():
            grouped.setdefault(row[name], []).append(dict(row))
        self.rows[table.name] = grouped

    def take(self, table: Table, seq: int | None = None) -> list[Plain]:
        """The rows of a table, those of one report or all, which are then done with."""
        grouped = self.rows[table.name]
        if seq is not None:
            return grouped.pop(seq, [])
        taken = [row for rows in grouped.values() for row in rows]
        grouped.clear()
        return taken

    def check_empty(self) -> None:
        """Raise Broken where rows are left that no entry brought."""
        for name, grouped in self.rows.items():
            for seq in grouped:
                raise Broken(f"a row of {name}", f"stands under number {seq}, which brought none")


def check_report(connection: Connection, entry: Entry, stored: Stored) -> None:
    """Raise Broken where a report's text, reading, original or rows are not those of its entry."""
    body, seq = entry.body, entry.seq
    where = f"report {body['report']} (entry {seq})"
    row = stored.take(reports, seq)
    words, packed = stored.take(texts, seq), stored.take(readings, seq)
    if len(row) != 1:
        raise Broken(where, "has lost its row")
    if row[0]["removed"] == 1:
        compare(reports, row, [make_stub(seq, body)])
        if words or packed:
            raise Broken(where, "was removed, and its text is still here")
        return
    if len(words) != 1 or len(packed) != 1:
        raise Broken(where, "has lost its text or reading")
    if digest_text(words[0]["text"]) != body["text"]:
        raise Broken(where, "has another text than the one that was added")
    if digest_bytes(packed[0]["body"]) != body["reading"]:
        raise Broken(where, "has another reading than the one that was added")
    check_original(where, body, stored)
    check_parts(connection, entry, where, row, words[0]["text"], packed[0]["body"], stored)


def check_original(where: str, body: Plain, stored: Stored) -> None:
    """Raise Broken where the bytes as received are not those of the entry."""
    if body["original"] is None:
        return
    packed = stored.originals.get(body["raw"])
    try:
        whole = packed is not None and digest_bytes(unpack(packed)) == body["raw"]
    except ValueError:
        whole = False
    if packed is None or not whole:
        raise Broken(
            where, "has other original bytes than those that were added" if packed else "has lost its original"
        )


def check_parts(
    connection: Connection, entry: Entry, where: str, row: list[Plain], text: str, packed: bytes, stored: Stored
) -> None:
    """Raise Broken where the rows of a report are not those that its reading and corrections make."""
    try:
        machine = unpack_reading(packed, text)
        past = load_corrections(connection, entry.seq)
        if past:
            standing = apply_corrections(machine, past)
            machine, review = standing.reading, standing.review
        else:
            review = {}
        rows = make_rows(entry.seq, entry.body, machine, review)
    except (ValueError, KeyError, TypeError, BadCorrection) as error:
        raise Broken(where, f"cannot be put together ({error})") from None
    compare(reports, row, [rows.report])
    for table in PARTS:
        compare(table, stored.take(table, entry.seq), rows.parts[table.name])


def compare(table: Table, found: list[Plain], made: list[Plain]) -> None:
    """Raise Broken at the first row that is missing, added or other than it was made."""
    if found == made:
        return
    names = [column.name for column in table.columns]
    key = next(iter(table.primary_key)).name
    truth = {row[key]: {name: row.get(name) for name in names} for row in made}
    seen = {row[key]: row for row in found}
    for number in sorted({*truth, *seen}):
        here = (truth.get(number) or seen[number]).get("id", number)
        where = f"row {here} of {table.name}"
        if number not in seen:
            raise Broken(where, "is missing")
        if number not in truth:
            raise Broken(where, "was put in from outside")
        for name in names:
            if not is_same(seen[number][name], truth[number][name]):
                raise Broken(where, f"was changed in `{name}`")


def is_same(one: Any, other: Any) -> bool:
    """Whether two values are equal and of one kind; 1 and 1.0 and "1" are three."""
    return bool(one == other) and (type(one) is type(other) or {type(one), type(other)} == {bytes, memoryview})


def check_end(connection: Connection, head: Entry, walk: Walk) -> None:
    """Raise Broken where undoing, removal or stray rows do not fit the whole log; entries made meanwhile count too."""
    last = find_last(connection)
    assert last is not None
    for entry in read_entries(connection, head.seq, last.seq):
        note_entry(entry, walk)
    for row in connection.execute(select(corrections.c.seq, corrections.c.live)):
        if bool(row.live) != walk.live.get(row.seq) or row.live not in (0, 1):
            raise Broken(f"row {row.seq} of corrections", "was changed in `live`")
    removed = set(connection.execute(select(reports.c.seq).where(reports.c.removed != 0)).scalars())
    for seq in sorted(removed ^ walk.removed):
        raise Broken(f"report of entry {seq}", "is marked removed and no entry says so, or the other way round")
    for table in (reports, texts, readings, *PARTS, appearances, corrections, touches):
        key = table.c.seq if "seq" in table.c else table.c.report
        stray = connection.execute(
            select(func.count()).select_from(table).where(or_(key < 1, key > last.seq, key.is_(None)))
        ).scalar_one()
        if stray:
            raise Broken(f"a row of {table.name}", "was put in from outside")
    check_strays(connection)


def check_strays(connection: Connection) -> None:
    """Raise Broken for original bytes that no report names, and entries outside the numbering."""
    stray = connection.execute(
        select(originals.c.sha256).where(originals.c.sha256.not_in(select(reports.c.raw_sha256))).limit(1)
    ).scalar()
    if stray is not None:
        raise Broken(f"the original {stray[:12]}", "was put in from outside")
    if connection.execute(select(entries.c.seq).where(entries.c.seq < 1).limit(1)).first():
        raise Broken("an entry", "has a number below 1")
