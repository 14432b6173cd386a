"""Opening: what is no ledger is told and not touched, what may not be written is read, what fails fails whole."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import event

from onrecord.errors import DiskFull, LedgerBusy, LedgerError, LedgerReadOnly, NoLedger
from onrecord.ledger import Ledger, open_ledger
from onrecord.ledger.addresses import read_address
from onrecord.ledger.dialects import APPLICATION
from onrecord.ledger.verifying import verify
from tests.ledger.samples import make_note

as_root = os.geteuid() == 0


def make_foreign(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipes (name)")
    other.close()


def make_newer(path: Path) -> None:
    open_ledger(path, create=True).close()
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA user_version=99")
    other.close()


CASES = {
    "missing": (lambda path: None, "no ledger here", "no_ledger"),
    "folder": (lambda path: path.mkdir(), "no file", "not_a_ledger"),
    "empty": (lambda path: path.touch(), "empty", "empty"),
    "text": (lambda path: path.write_text("The dam held.\n" * 50), "some other file", "not_a_ledger"),
    "foreign": (make_foreign, "another program", "not_a_ledger"),
    "newer": (make_newer, "schema 99", "newer_ledger"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_no_ledger_is_told_and_not_touched(file: Path, case: str) -> None:
    make, message, code = CASES[case]
    make(file)
    before = file.read_bytes() if file.is_file() else None
    with pytest.raises(NoLedger, match=message) as caught:
        open_ledger(file)
    assert caught.value.code == code
    assert (file.read_bytes() if file.is_file() else None) == before
    assert not file.with_name("ledger.db-journal").exists()


@pytest.mark.parametrize("case", ["text", "foreign"])
def test_making_a_ledger_never_overwrites_a_strangers_file(file: Path, case: str) -> None:
    CASES[case][0](file)
    before = file.read_bytes()
    with pytest.raises(NoLedger):
        open_ledger(file, create=True)
    assert file.read_bytes() == before


def test_a_ledger_is_made_in_an_empty_file_and_not_in_a_missing_folder(file: Path) -> None:
    file.touch()
    with open_ledger(file, create=True) as ledger:
        assert verify(ledger).holds
    with pytest.raises(NoLedger):
        open_ledger(file.parent / "none" / "ledger.db", create=True)


def test_every_changed_byte_of_the_head_is_survived(file: Path) -> None:
    with open_ledger(file, create=True) as ledger:
        ledger.add(make_note(1))
    sound = file.read_bytes()
    for place in range(100):
        file.write_bytes(sound[:place] + bytes([sound[place] ^ 0x55]) + sound[place + 1 :])
        with suppress(LedgerError), open_ledger(file) as ledger:  # any other error fails the test
            verify(ledger)


def test_a_cut_file_is_told(file: Path) -> None:
    with open_ledger(file, create=True) as ledger:
        ledger.add(make_note(1))
    sound = file.read_bytes()
    for size in (50, 100, 4096, 8192, len(sound) // 2, len(sound) - 4096):
        file.write_bytes(sound[:size])
        with suppress(LedgerError), open_ledger(file) as ledger:
            assert not verify(ledger).holds


@pytest.mark.parametrize(
    "where", ["mysql://host/db", "http://host/", "postgresql://host/db?ledger=Bad-Name", "postgresql://host:port/db"]
)
def test_addresses_that_are_none_are_told(where: str) -> None:
    with pytest.raises(NoLedger) as caught:
        open_ledger(where)
    assert caught.value.code == "bad_address"


def test_a_password_is_never_shown() -> None:
    address = read_address("postgresql://desk:secret@nohost.invalid/news")
    assert "secret" not in str(address)


def test_a_server_that_is_not_there_is_told() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(NoLedger) as caught:
        open_ledger("postgresql://desk:secret@/news?host=/nowhere")
    assert caught.value.code == "unreachable"
    assert "secret" not in str(caught.value)


def test_a_schema_of_another_program_is_told(server: str) -> None:
    import psycopg

    with psycopg.connect(server.replace("&ledger", "&x"), autocommit=True) as raw:
        raw.execute("CREATE SCHEMA recipes")
        raw.execute("CREATE TABLE recipes.recipes (name text)")
    with pytest.raises(NoLedger, match="another program"):
        open_ledger(f"{server}&ledger=recipes", create=True)
    with pytest.raises(NoLedger, match="no ledger here"):
        open_ledger(f"{server}&ledger=nothing")


def test_tables_of_the_same_name_elsewhere_are_not_taken(server: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as raw:
        raw.execute("CREATE TABLE public.reports (seq int)")
    with open_ledger(f"{server}&ledger=apart", create=True) as ledger:
        ledger.add(make_note(1))
        assert ledger.count()["reports"] == 1


def test_a_ledger_for_reading_is_read_and_refuses_writing(file: Path) -> None:
    with open_ledger(file, create=True) as ledger:
        ledger.add(make_note(1))
    with open_ledger(file, read_only=True) as ledger:
        assert ledger.claims(search="families").count() == 1
        begun = time.monotonic()
        with pytest.raises(LedgerReadOnly):
            ledger.add(make_note(2))
        assert time.monotonic() - begun < 1
    assert not file.with_name("ledger.db-journal").exists()


@pytest.mark.skipif(as_root, reason="root may write everything")
def test_a_file_without_the_right_to_write_is_opened_for_reading(file: Path) -> None:
    with open_ledger(file, create=True) as ledger:
        ledger.add(make_note(1))
    file.chmod(0o400)
    with open_ledger(file) as ledger:
        assert not ledger.writable
        assert ledger.count()["reports"] == 1


def test_a_full_disk_refuses_whole_and_the_same_goes_on_when_there_is_room(file: Path) -> None:
    with open_ledger(file, create=True) as ledger:
        ledger.add(make_note(1))
        for spare in (0, 1, 3, 7):
            limit_pages(ledger, spare)
            with pytest.raises(DiskFull, match="no room"):
                fill_up(ledger, spare)
            assert verify(ledger).holds
            limit_pages(ledger, 100_000)
            assert ledger.add(make_note(500_000 + spare)).status == "added"
        assert verify(ledger).holds


def fill_up(ledger: Ledger, seed: int) -> None:
    """Add until something refuses."""
    for number in range(2, 200):
        ledger.add(make_note(number * 1000 + seed, "A long morning. " * 200))


def limit_pages(ledger: Ledger, spare: int) -> None:
    """Let the file grow by so many pages and no more."""
    engine = ledger.dialect.engine
    engine.dispose()

    @event.listens_for(engine, "connect")
    def limit(connection: sqlite3.Connection, _: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + spare}")


def test_a_file_put_in_the_place_of_an_open_one_is_not_written(file: Path) -> None:
    with open_ledger(file, create=True) as ledger:
        ledger.add(make_note(1))
        other = file.with_name("other.db")
        open_ledger(other, create=True).close()
        other.replace(file)
        with pytest.raises(LedgerError, match="another file stands in its place"):
            ledger.add(make_note(2))
        file.unlink()
        with pytest.raises(NoLedger, match="gone"):
            ledger.add(make_note(2))


def test_who_holds_a_locked_ledger_is_named(file: Path) -> None:
    open_ledger(file, create=True).close()
    script = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute('BEGIN EXCLUSIVE'); "
        "print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    try:
        with pytest.raises(LedgerBusy, match=f"held by process {holder.pid}|held by another process"):
            open_ledger(file, patience=0.2)
    finally:
        holder.communicate("")


def test_a_ledger_is_not_used_in_another_process(file: Path) -> None:
    with open_ledger(file, create=True) as ledger:
        ledger._process = -1
        with pytest.raises(LedgerError, match="another process"):
            ledger.count()


def test_settings_are_durable_and_read_back(file: Path) -> None:
    with open_ledger(file, create=True) as ledger, ledger.look() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 3
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete"
        assert connection.exec_driver_sql("PRAGMA application_id").scalar() == APPLICATION


def test_a_file_that_another_program_put_in_wal_mode_is_taken_out_of_it(file: Path) -> None:
    open_ledger(file, create=True).close()
    with sqlite3.connect(file) as raw:
        raw.execute("PRAGMA journal_mode=WAL")
    raw.close()
    with open_ledger(file) as ledger, ledger.look() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete"


def cut_connections(address: str) -> None:
    """End all other connections of the server, as an administrator would."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as raw:
        raw.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'onrecord'")


def spoil_while_cut(ledger: Ledger, server: str) -> None:
    """Write, lose the connection, and write on."""
    with ledger.write() as connection:
        connection.exec_driver_sql("DELETE FROM cut.touches")
        cut_connections(server)
        connection.exec_driver_sql("DELETE FROM cut.claims")


def test_a_connection_that_was_cut_is_told_and_the_next_one_works(server: str) -> None:
    with open_ledger(f"{server}&ledger=cut", create=True) as ledger:
        ledger.add(make_note(1))
        cut_connections(server)
        assert ledger.add(make_note(2)).status == "added"
        with pytest.raises(NoLedger) as caught:
            spoil_while_cut(ledger, server)
        assert caught.value.code == "unreachable"
        assert ledger.claims().count() == 2
        assert verify(ledger).holds


def test_a_server_that_makes_us_wait_says_busy(server: str) -> None:
    with (
        open_ledger(f"{server}&ledger=slow", create=True) as first,
        open_ledger(f"{server}&ledger=slow", patience=0.2) as second,
    ):
        with first.write(), pytest.raises(LedgerBusy):
            second.add(make_note(1))
        assert second.add(make_note(1)).status == "added"
