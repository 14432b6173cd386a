"""Killed at any moment: no acknowledged report is lost, none is half there, and the ledger holds."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from onrecord.errors import NoLedger
from onrecord.ledger import open_ledger
from onrecord.ledger.verifying import verify
from tests.ledger.samples import make_note

ROOT = Path(__file__).resolve().parents[2]
KILLS = 5  # on each database; the benchmark kills ten thousand times
WORK = ("add", "add", "correct", "undo", "remove", "export")


def start(where: str, seed: int, *kinds: str) -> subprocess.Popen[str]:
    """A process that works on the ledger, in a session of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.ledger.writing", where, str(seed), *kinds], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def kill_after(process: subprocess.Popen[str], seconds: float) -> list[list[str]]:
    """What the process said before it was killed."""
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    rest, errors = process.communicate()
    assert not errors
    return [line.split() for line in (first + rest).splitlines() if line]


def test_no_kill_loses_or_halves_anything(where: str) -> None:
    chance, kept, removed = random.Random(11), set[str](), set[str]()
    for turn in range(KILLS):
        said = kill_after(start(where, turn, *WORK), chance.uniform(0, 0.25))
        assert said[0] == ["open"]
        assert not [line for line in said if line[0] == "error"]
        kept |= {line[1] for line in said if line[0] == "add" and line[1] != "None"}
        removed |= {line[1] for line in said if line[0] == "remove"}
        corrected = [int(line[1]) for line in said if line[0] == "correct"]
        with open_ledger(where) as ledger:
            verdict = verify(ledger)
            assert verdict.holds, str(verdict)
            rows = {row["id"]: row for row in ledger.reports().rows()}
            assert kept <= rows.keys()
            assert removed <= {name for name, row in rows.items() if row["removed"]}
            assert set(corrected) <= {correction.seq for correction in ledger.corrections()}
    assert kept


CUT_OFF = """
import os, sqlite3, sys
raw = sqlite3.connect(sys.argv[1], isolation_level=None)
raw.execute("PRAGMA cache_size=1")
raw.execute("BEGIN IMMEDIATE")
raw.execute("UPDATE texts SET text = text || 'x'")
raw.execute("UPDATE claims SET content = content || zeroblob(20000)")
os._exit(9)
"""


@pytest.mark.parametrize("read_only", [True, False])
def test_what_a_killed_writer_left_behind_is_rolled_back_by_whoever_comes_next(file: Path, read_only: bool) -> None:
    with open_ledger(file, create=True) as ledger:
        for number in range(20):
            ledger.add(make_note(number))
        checkpoint = ledger.checkpoint()
    subprocess.run([sys.executable, "-c", CUT_OFF, str(file)], check=False)
    assert file.with_name("ledger.db-journal").stat().st_size > 1000
    with open_ledger(file, read_only=read_only) as ledger:
        assert verify(ledger, checkpoint).holds


def test_a_killed_backup_leaves_no_half_copy(tmp_path: Path) -> None:
    where = tmp_path / "ledger.db"
    for turn in range(3):
        said = kill_after(start(str(where), turn, "add", "add", "backup"), 0.15)
        for path in [Path(line[1]) for line in said if line[0] == "backup"]:
            assert path.exists()
    for path in tmp_path.glob("backup-*.db"):
        with open_ledger(path, read_only=True) as copy:
            assert verify(copy).holds


@pytest.mark.parametrize("adders", [4])
def test_many_add_at_once_and_nobody_is_told_of_locks(where: str, adders: int) -> None:
    script = (
        "import sys; from onrecord.ledger import open_ledger; from tests.ledger.samples import make_note\n"
        "with open_ledger(sys.argv[1], create=True) as ledger:\n"
        "    for number in range(25): ledger.add(make_note(number if number % 5 == 0 else number + 1000 * int(sys.argv[2])))\n"
    )
    at_work = [
        subprocess.Popen([sys.executable, "-c", script, where, str(number)], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for number in range(1, adders + 1)
    ]  # fmt: skip
    verdicts = []
    while any(process.poll() is None for process in at_work):
        with suppress(NoLedger), open_ledger(where) as ledger:  # at first it is only being made
            verdicts.append(verify(ledger).holds)
        time.sleep(0.05)
    for process in at_work:
        assert process.communicate()[1] == ""
        assert process.returncode == 0
    with open_ledger(where) as ledger:
        assert ledger.count()["reports"] == adders * 20 + 5
        assert verify(ledger).holds
        assert [entry.seq for entry in ledger.log()] == list(range(1, ledger.count()["entries"] + 1))
    assert all(verdicts)
