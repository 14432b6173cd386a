"""Migrations: each step once, all of it or none, with a copy before and an entry after; and the tables as written down."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, inspect

import onrecord.ledger.ledger as ledger_module
import onrecord.ledger.migrations as migrations_module
from onrecord.errors import NoLedger
from onrecord.ledger import Ledger, open_ledger
from onrecord.ledger.dialects import Dialect
from onrecord.ledger.schema import metadata
from onrecord.ledger.verifying import verify
from tests.ledger.samples import make_note


def add_colour(connection: Connection, dialect: Dialect) -> None:
    connection.exec_driver_sql(dialect.adapt("ALTER TABLE {schema}reports ADD COLUMN colour TEXT"))


def fail_half_way(connection: Connection, dialect: Dialect) -> None:
    add_colour(connection, dialect)
    raise ZeroDivisionError


def plan(monkeypatch: pytest.MonkeyPatch, *more: Any) -> None:
    """Let the program know further steps."""
    steps = (*migrations_module.MIGRATIONS, *more)
    monkeypatch.setattr(ledger_module, "MIGRATIONS", steps)
    monkeypatch.setattr(migrations_module.migrate, "__defaults__", (steps,))
    monkeypatch.setattr(migrations_module.check_version, "__defaults__", (steps,))


def test_the_tables_are_those_that_the_program_speaks_of(ledger: Ledger) -> None:
    with ledger.look() as connection:
        schema = getattr(ledger.dialect.address, "schema", None)
        found = inspect(connection)
        for table in metadata.tables.values():
            columns = {column["name"]: column["nullable"] for column in found.get_columns(table.name, schema=schema)}
            columns.pop("search", None)
            assert columns == {column.name: column.nullable for column in table.columns}
            indexes = {index["name"] for index in found.get_indexes(table.name, schema=schema)}
            assert {index.name for index in table.indexes} <= indexes


def test_a_step_is_run_once_with_a_copy_before_and_an_entry_after(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_ledger(where, create=True) as ledger:
        ledger.add(make_note(1))
        checkpoint = ledger.checkpoint()
    plan(monkeypatch, add_colour)
    for _ in range(2):
        with open_ledger(where) as ledger:
            assert [entry.kind for entry in ledger.log()] == ["ledger", "report", "migration"]
            assert ledger.reading(make_note(1).report.id) == make_note(1)
    if "://" not in where:
        monkeypatch.undo()
        with open_ledger(f"{where}.schema1", read_only=True) as copy:
            assert copy.checkpoint() == checkpoint
            assert verify(copy).holds
        with pytest.raises(NoLedger, match="schema 2, and this onrecord knows 1"):
            open_ledger(where)


def test_a_step_that_fails_leaves_the_ledger_as_it_was(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_ledger(where, create=True) as ledger:
        ledger.add(make_note(1))
    plan(monkeypatch, fail_half_way)
    with pytest.raises(ZeroDivisionError):
        open_ledger(where)
    monkeypatch.undo()
    with open_ledger(where) as ledger:
        assert verify(ledger).holds


def test_an_older_ledger_that_may_not_be_written_says_so(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_ledger(file, create=True).close()
    plan(monkeypatch, add_colour)
    with pytest.raises(NoLedger, match="may not be written") as caught:
        open_ledger(file, read_only=True)
    assert caught.value.code == "older_ledger"


def test_the_head_of_the_file_says_whose_it_is_and_which_version(file: Path) -> None:
    open_ledger(file, create=True).close()
    with sqlite3.connect(file) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (1,)
        assert raw.execute("PRAGMA application_id").fetchone() == (0x6F6E7264,)
    raw.close()


SLOW = """
import sys, time
import onrecord.ledger.ledger as ledger, onrecord.ledger.migrations as migrations
def slow(connection, dialect):
    connection.exec_driver_sql(dialect.adapt("ALTER TABLE {schema}reports ADD COLUMN colour TEXT"))
    print("begun", flush=True)
    time.sleep(60)
steps = (*migrations.MIGRATIONS, slow)
ledger.MIGRATIONS = steps
migrations.migrate.__defaults__ = migrations.check_version.__defaults__ = (steps,)
ledger.open_ledger(sys.argv[1])
"""


def test_a_step_that_is_killed_leaves_the_ledger_as_it_was(where: str) -> None:
    with open_ledger(where, create=True) as ledger:
        ledger.add(make_note(1))
        checkpoint = ledger.checkpoint()
    at_work = subprocess.Popen([sys.executable, "-c", SLOW, where], stdout=subprocess.PIPE, text=True)
    assert at_work.stdout is not None
    assert at_work.stdout.readline() == "begun\n"
    at_work.kill()
    at_work.communicate()
    with open_ledger(where) as ledger:
        assert ledger.checkpoint() == checkpoint
        assert verify(ledger).holds
