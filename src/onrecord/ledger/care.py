"""Looking after a ledger: a sound copy at any time, and what a user should know of its state."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from glob import escape
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Table, insert, select

from onrecord.errors import DiskFull, LedgerError
from onrecord.ledger.addresses import FileAddress
from onrecord.ledger.dialects import SQLite
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.migrations import MIGRATIONS, create_tables
from onrecord.ledger.schema import metadata

COPIED_AT_ONCE = 500
ROOM = 64_000_000  # bytes free below which a warning is given
LIBRARIES = ("onrecord", "SQLAlchemy", "psycopg", "pyarrow")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a ledger: whether it is well, and what it is."""

    state: Literal["ok", "warning", "bad"]
    text: str


def back_up(ledger: Ledger, target: Path) -> None:
    """A sound copy of the ledger as it is at this moment, as a file of SQLite, while others go on writing.

    The file takes its name only when it is whole. Raises LedgerError where one is there already.
    """
    if target.exists():
        raise LedgerError(str(target), "there is a file of this name already", "Choose another name.", "exists")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    clear_rests(target)
    try:
        if isinstance(ledger.dialect, SQLite):
            _copy_pages(ledger, part)
        else:
            _copy_rows(ledger, part)
        _settle(part, target)
    except OSError as error:
        raise LedgerError(str(target), f"it cannot be written ({error.strerror})", "Choose another place.") from None
    except sqlite3.Error as error:
        raise DiskFull(str(target), f"the copy cannot be written ({error})", "Free some room.") from None
    finally:
        part.unlink(missing_ok=True)


def clear_rests(target: Path) -> None:
    """Take away half copies of this name that killed processes left behind."""
    for rest in target.parent.glob(f".{escape(target.name)}.*.part"):
        number = rest.name.removesuffix(".part").rsplit(".", 1)[-1]
        if number.isdecimal() and not Path(f"/proc/{number}").exists() and Path("/proc/self").exists():
            rest.unlink(missing_ok=True)


def _copy_pages(ledger: Ledger, part: Path) -> None:
    """The file page by page, in one go: writers wait for it as they wait for each other."""
    with ledger.look() as connection, closing(sqlite3.connect(part)) as copy:
        source = connection.connection.dbapi_connection
        assert isinstance(source, sqlite3.Connection)
        source.backup(copy)


def _copy_rows(ledger: Ledger, part: Path) -> None:
    """All rows of a server's ledger, as they are at one moment, into a file."""
    dialect = SQLite(FileAddress(part), True)
    part.touch()
    with ledger.look() as source, dialect.engine.connect() as copy:
        copy.exec_driver_sql("BEGIN IMMEDIATE")
        create_tables(copy, dialect)
        dialect.write_version(copy, len(MIGRATIONS))
        for table in metadata.sorted_tables:
            for rows in _read_rows(source, table):
                copy.execute(insert(table), rows)
        copy.exec_driver_sql("COMMIT")
    dialect.engine.dispose()


def _read_rows(source: Connection, table: Table) -> Iterator[list[dict[str, object]]]:
    statement = select(table).order_by(*table.primary_key).execution_options(yield_per=COPIED_AT_ONCE)
    found = source.execute(statement)
    for rows in found.mappings().partitions():
        yield [dict(row) for row in rows]


def _settle(part: Path, target: Path) -> None:
    """Give a whole file its name, and see to it that both last."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def copy_before_migration(ledger: Ledger, schema: int) -> None:
    """A copy of a file beside it, before its schema is changed; one that is there from an earlier try stays."""
    address = ledger.dialect.address
    if isinstance(address, FileAddress) and address.path is not None:
        target = address.path.with_name(f"{address.path.name}.schema{schema}")
        if not target.exists():
            back_up(ledger, target)


def examine(ledger: Ledger) -> Iterator[Finding]:
    """What a user should know: versions, settings, known faults, room, rights, what the ledger holds."""
    yield from _name_libraries()
    with ledger.look() as connection:
        weaknesses = list(ledger.dialect.find_weaknesses(connection))
    for state, text in weaknesses:
        yield Finding("ok" if state == "ok" else "bad", text)
    address = ledger.dialect.address
    if isinstance(address, FileAddress) and address.path is not None:
        yield from _look_at_file(address.path, ledger.writable)
    counts = ledger.count()
    yield Finding("ok", "holds " + ", ".join(f"{number:,} {name}" for name, number in counts.items()))


def _name_libraries() -> Iterator[Finding]:
    found = []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"no {name}")
    yield Finding("ok", f"Python {sys.version.split()[0]}, " + ", ".join(found))


def _look_at_file(path: Path, writable: bool) -> Iterator[Finding]:
    size, free = path.stat().st_size, shutil.disk_usage(path.parent).free
    state: Literal["ok", "warning"] = "ok" if free > max(ROOM, size // 10) else "warning"
    yield Finding(state, f"{path}: {size / 1e6:,.1f} MB, {free / 1e6:,.0f} MB free on its disk")
    if not writable:
        yield Finding("warning", "it is open for reading only")
    if path.with_name(path.name + "-journal").exists():
        yield Finding("warning", "a journal stands beside it: a writer is at work, or was cut off; do not delete it")
    for rest in (path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        if rest.exists():
            yield Finding("bad", f"{rest.name} stands beside it: another program has opened it in WAL mode")
    if path.stat().st_nlink > 1:
        yield Finding("warning", "it has several names (hard links): open it by one of them only")
    kind = find_file_system(path)
    if kind in {"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs"}:
        yield Finding("bad", f"it lies in a network folder ({kind}), where locks cannot be trusted")


def find_file_system(path: Path) -> str | None:
    """The kind of file system that a path lies in, where the system tells it."""
    try:
        lines = Path("/proc/mounts").read_text().splitlines()
    except OSError:
        return None
    mounts = [line.split()[1:3] for line in lines if len(line.split()) >= 3]
    inside = [(point, kind) for point, kind in mounts if path.is_relative_to(point)]
    return max(inside, key=lambda mount: len(mount[0]), default=("", None))[1]
