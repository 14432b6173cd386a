"""Whether a ledger holds: every entry by its digest, every text and reading by its entry, every row by its reading.

`verify` alone finds every change that was not computed anew through the whole chain; against a checkpoint it also finds
a ledger that was rewritten as a whole, cut at its end, or exchanged. It writes nothing, and looks in short steps, so
that writers go on meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, or_, select

from onrecord.errors import LedgerDamaged, OnRecordError
from onrecord.ledger.addresses import FileAddress
from onrecord.ledger.corrections import Correction, apply_corrections
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
    make_correction,
    touch_rows,
    unpack_reading,
)

Plain = dict[str, Any]
CHUNK = 100  # entries whose rows are compared in one look
STEPS = 2000  # entries whose digests are checked in one look
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
    """What the log says up to the last entry seen: where reports came in, what corrects them, which were removed."""

    last: Entry | None = None
    homes: dict[str, int] = field(default_factory=dict)
    corrections: dict[int, dict[int, Correction]] = field(default_factory=dict)
    corrected: dict[int, int] = field(default_factory=dict)
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
        walk_log(ledger, walk)
        if expected is not None:
            check_against(ledger, expected)
        walk_rows(ledger, walk, progress)
        check_search(ledger)
        with ledger.look() as connection:
            checkpoint = make_checkpoint(connection)
    except Broken as broken:
        return Verdict(False, walk.seq, len(walk.homes), len(walk.removed), broken.where, broken.what)
    except LedgerDamaged as error:
        return Verdict(False, walk.seq, len(walk.homes), len(walk.removed), error.name, error.reason)
    notes = list_notes(ledger)
    return Verdict(True, walk.seq, len(walk.homes), len(walk.removed), notes=notes, checkpoint=checkpoint)


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
    """Raise Broken where the schema is not ours or the file's own structure is damaged."""
    dialect = ledger.dialect
    with ledger.look() as connection:
        check_schema(dialect.describe(connection), dialect)
        for fault in dialect.find_faults(connection):
            raise Broken(fault, "does not hold")


def check_search(ledger: Ledger) -> None:
    """Raise Broken where what is searched is not what is stored; looked at last, since it follows from all else."""
    looking = ledger.write if ledger.writable else ledger.look
    with looking() as connection:
        for fault in ledger.dialect.find_search_faults(connection):
            raise Broken(fault, "does not hold")


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


@cache
def describe_fresh() -> list[tuple[str, ...]]:
    """The schema of a new ledger in memory."""
    dialect = SQLite(FileAddress(None), True)
    with dialect.engine.connect() as connection:
        create_tables(connection, dialect)
        found = dialect.describe(connection)
    dialect.engine.dispose()
    return found


def walk_log(ledger: Ledger, walk: Walk) -> None:
    """Go through all entries in order; raises Broken at the first that was changed or does not follow."""
    with ledger.look() as connection:
        head = find_last(connection)
    if head is None:
        raise Broken("the log", "is empty")
    while walk.seq < head.seq:
        with ledger.look() as connection:
            catch_up(connection, walk, min(walk.seq + STEPS, head.seq))


def catch_up(connection: Connection, walk: Walk, upto: int) -> None:
    """Check the entries from where the walk stands up to a number, and take in what they say."""
    for entry in read_entries(connection, walk.seq, upto):
        check_entry(entry, walk)
        try:
            note_entry(entry, walk)
        except (KeyError, TypeError, ValueError):
            raise Broken(f"entry {entry.seq}", f"({entry.kind}) says nothing that could be meant") from None
        walk.last = entry
    if walk.seq < upto:
        raise Broken(f"entry {walk.seq + 1}", "is missing")


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


def note_entry(entry: Entry, walk: Walk) -> None:
    """Take in what an entry says of reports and corrections."""
    if entry.kind == "report":
        walk.homes[entry.body["report"]] = entry.seq
    elif entry.kind == "correction":
        correction = make_correction(entry, True)
        home = walk.homes[correction.report]
        walk.corrections.setdefault(home, {})[entry.seq] = correction
        walk.corrected[entry.seq] = home
    elif entry.kind in {"undo", "redo"}:
        turned = entry.body["of"]
        standing = walk.corrections[walk.corrected[turned]]
        standing[turned] = replace(standing[turned], live=entry.kind == "redo")
    elif entry.kind == "removal":
        walk.removed.add(walk.homes[entry.body["report"]])


def walk_rows(ledger: Ledger, walk: Walk, progress: Callable[[int, int], None] | None = None) -> None:
    """Go through all entries again, with the rows that follow from them; raises Broken where one is not as it must be.

    Each step first takes in what writers have added meanwhile, so that it knows the state that it sees.
    """
    done = 0
    while done < walk.seq:
        with ledger.look() as connection:
            last = find_last(connection)
            catch_up(connection, walk, last.seq if last else 0)
            upto = min(done + CHUNK, walk.seq)
            check_rows(connection, list(read_entries(connection, done, upto)), walk)
            if upto == walk.seq:
                check_strays(connection, upto)
        done = upto
        if progress:
            progress(done, walk.seq)


def check_rows(connection: Connection, found: list[Entry], walk: Walk) -> None:
    """Raise Broken where the rows that belong to these entries are not those that follow from them."""
    stored = Stored(connection, found[0].seq, found[-1].seq)
    seen = [entry for entry in found if entry.kind == "appearance"]
    made = [walk.corrections[walk.corrected[entry.seq]][entry.seq] for entry in found if entry.kind == "correction"]
    rows = [correction_row(walk.homes[correction.report], correction) for correction in made]
    compare(corrections, stored.take(corrections), rows)
    compare(touches, stored.take(touches), [row for correction in made for row in touch_rows(correction)])
    rows = [appearance_row(walk.homes[entry.body["report"]], entry) for entry in seen]
    compare(appearances, stored.take(appearances), rows)
    for entry in found:
        if entry.kind == "report":
            check_report(entry, stored, walk)
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
        names = [column.name for column in table.columns]
        place = names.index(key.name)
        for row in connection.execute(select(table).where(which).order_by(*order)):
            grouped.setdefault(row[place], []).append(dict(zip(names, row, strict=True)))
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


def check_report(entry: Entry, stored: Stored, walk: Walk) -> None:
    """Raise Broken where a report's text, reading, original or rows are not those of its entry."""
    body, seq = entry.body, entry.seq
    where = f"report {body['report']} (entry {seq})"
    row = stored.take(reports, seq)
    words, packed = stored.take(texts, seq), stored.take(readings, seq)
    if len(row) != 1:
        raise Broken(where, "has lost its row")
    if (row[0]["removed"] != 0) != (seq in walk.removed):
        raise Broken(where, "is marked removed and no entry says so, or the other way round")
    if seq in walk.removed:
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
    check_parts(entry, where, stored, Kept(row, words[0]["text"], packed[0]["body"]), walk)


def check_original(where: str, body: Plain, stored: Stored) -> None:
    """Raise Broken where the bytes as received are not those of the entry."""
    if body["original"] is None:
        return
    packed = stored.originals.get(body["raw"])
    try:
        whole = packed is not None and digest_bytes(packed) == body["original"]
        whole = whole and packed is not None and digest_bytes(unpack(packed)) == body["raw"]
    except ValueError:
        whole = False
    if packed is None or not whole:
        raise Broken(
            where, "has other original bytes than those that were added" if packed else "has lost its original"
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """What is stored of one report: its row, its text, its packed reading."""

    row: list[Plain]
    text: str
    packed: bytes


def check_parts(entry: Entry, where: str, stored: Stored, kept: Kept, walk: Walk) -> None:
    """Raise Broken where the rows of a report are not those that its reading and corrections make."""
    past = walk.corrections.get(entry.seq)
    try:
        reading, review = unpack_reading(kept.packed, kept.text), dict[str, str]()
        if past:
            standing = apply_corrections(reading, past.values())
            reading, review = standing.reading, standing.review
        rows = make_rows(entry.seq, entry.body, reading, review)
    except (ValueError, KeyError, TypeError) as error:
        raise Broken(where, f"cannot be put together ({error})") from None
    compare(reports, kept.row, [rows.report])
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


def check_strays(connection: Connection, last: int) -> None:
    """Raise Broken for rows that belong to no entry at all."""
    for table in (entries, reports, texts, readings, *PARTS, appearances, corrections, touches):
        key = table.c.seq if "seq" in table.c else table.c.report
        if connection.execute(select(key).where(or_(key < 1, key > last, key.is_(None))).limit(1)).first():
            raise Broken(f"a row of {table.name}", "was put in from outside")
    stray = connection.execute(
        select(originals.c.sha256).where(originals.c.sha256.not_in(select(reports.c.raw_sha256))).limit(1)
    ).scalar()
    if stray is not None:
        raise Broken(f"the original {stray[:12]}", "was put in from outside")
