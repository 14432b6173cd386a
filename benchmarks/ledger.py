"""What the ledger bears: size and speed, kills, edits from outside, adders at once, random corrections, false alarms.

    python -m benchmarks.ledger scale --reports 100000       time of adding, of questions, of verify; size on disk
    python -m benchmarks.ledger kills --count 10000          kill -9 while adding, correcting, removing, backing up
    python -m benchmarks.ledger edits --count 10000          random edits from outside, each to be found
    python -m benchmarks.ledger adders --processes 16        at once on one ledger, a fifth of the reports the same
    python -m benchmarks.ledger corrections --count 10000    random sequences against a plain model
    python -m benchmarks.ledger alarms --count 1000          verify beside writers, no false alarm

--where names the ledger (default: a file in a fresh folder; postgresql://… for a server).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import event

import onrecord
from onrecord.ledger import Ledger, open_ledger
from onrecord.ledger.plain import read_reading
from onrecord.ledger.verifying import verify

ROOT = Path(__file__).resolve().parents[1]
NAME = re.compile(r"\b(?!Uu\b)[A-Z][a-z]{2,}\b")
PART = re.compile(r'"([cfp])([0-9a-f]{12})"')
QUESTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("claims", {"search": "death toll", "factuality": "CT+"}),
    ("claims", {"search": '"operating profit" OR shareholders', "voice": "attributed"}),
    ("claims", {"search": "company", "outlet": "outlet 77"}),
    ("claims", {"speaker": "ministry", "published_since": "2024-01-01", "published_before": "2024-02-01"}),
    ("figures", {"counted": "death toll", "role": "total"}),
    ("positions", {"position": "no_comment", "outlet": "outlet 7"}),
    ("reports", {"search": "flood dam", "credit": "afp"}),
)


def make_readings(count: int) -> Iterator[onrecord.Reading]:
    """So many different readings: those of the tests' dispatches with other names, outlets and days."""
    files = sorted((ROOT / "tests" / "dispatches").glob("*/dispatch.txt"))
    plain = [json.dumps(onrecord.read(file).to_dict(), ensure_ascii=False) for file in files]
    for number in range(count):
        yield vary(plain[number % len(plain)], number // len(plain))


def vary(plain: str, number: int) -> onrecord.Reading:
    """A reading whose names are other words of the same length, so that places stay and nothing repeats."""
    shift = (number % 25, number // 25 % 25, number // 625 % 25)

    def rename(match: re.Match[str]) -> str:
        word = match.group()
        turned = [chr((ord(sign) - 97 + shift[place % 3]) % 26 + 97) for place, sign in enumerate(word[1:])]
        return word[0] + "".join(turned)

    def renumber(match: re.Match[str]) -> str:
        return f'"{match[1]}{(int(match[2], 16) + number * 0x9E3779B97F4A7C15) % (1 << 48):012x}"'

    reading = json.loads(PART.sub(renumber, NAME.sub(rename, plain)))
    report = reading["report"]
    report["outlet"] = f"Outlet {number % 500}"
    report["dateline"] = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}"
    report["sha256"] = sha256(report["text"].encode()).hexdigest()
    report["id"] = "r" + sha256(report["sha256"].encode()).hexdigest()[:12]
    report["raw_sha256"] = sha256(f"{number}{report['sha256']}".encode()).hexdigest()
    return read_reading(reading)


def measure_scale(where: str, reports: int) -> None:
    """Time and size of a large ledger; its first reports are added durably and timed, the rest without waiting."""
    with open_ledger(where, create=True) as ledger:
        readings, spent, used = make_readings(reports), 0.0, 0.0
        for reading in islice(readings, TIMED):
            begun, before = time.monotonic(), time.process_time()
            ledger.add(reading, original=reading.report.text.encode())
            spent, used = spent + time.monotonic() - begun, used + time.process_time() - before
        print(f"adding: {spent / TIMED * 1000:.1f} ms a report, {used / TIMED * 1000:.1f} ms of them at work")
        stop_waiting(ledger)
        for number, reading in enumerate(readings, TIMED + 1):
            ledger.add(reading, original=reading.report.text.encode())
            if number % 5000 == 0:
                print(f"  {number:,} added", file=sys.stderr, flush=True)
        print(", ".join(f"{count:,} {kind}" for kind, count in ledger.count().items()))
        if "://" not in where:
            size = Path(where).stat().st_size
            print(f"on disk: {size / 1e9:.2f} GB, {size / reports / 1000:.1f} kB a report")
        time_questions(ledger)
    subprocess.run([sys.executable, "-c", VERIFY, where], cwd=ROOT, check=True)


TIMED = 300
VERIFY = """
import resource, sys, time
from onrecord.ledger import open_ledger
from onrecord.ledger.verifying import verify
begun, before = time.monotonic(), time.process_time()
with open_ledger(sys.argv[1]) as ledger:
    verdict = verify(ledger)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
spent, used = time.monotonic() - begun, time.process_time() - before
print(f"verify: {spent:.0f} s, {used:.0f} s at work, {peak:.0f} MB; {verdict}")
"""


def stop_waiting(ledger: Ledger) -> None:
    """Let a ledger of SQLite no longer wait for its disk, to fill it for other measures."""
    if ledger.dialect.name == "sqlite":
        ledger.dialect.engine.dispose()
        event.listen(ledger.dialect.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))


def time_questions(ledger: Ledger) -> None:
    """How long the first page of each question takes, cold and warm."""
    for kind, filters in QUESTIONS:
        times = []
        for _ in range(3):
            begun = time.monotonic()
            rows = list(getattr(ledger, kind)(limit=50, **filters).rows())
            times.append((time.monotonic() - begun) * 1000)
        print(f"{times[0]:8.1f} ms, then {min(times):7.1f} ms: {kind} {filters} gives {len(rows)}")


def measure_kills(where: str, count: int) -> None:
    """Kill a working process again and again; nothing acknowledged may be lost, and the ledger must hold each time."""
    from tests.ledger.test_crashes import kill_after, start

    chance, kept, lost = random.Random(1), set[str](), 0
    for turn in range(count):
        said = kill_after(
            start(where, turn, "add", "add", "correct", "undo", "remove", "export", "verify"), chance.uniform(0, 0.3)
        )
        kept |= {line[1] for line in said if line[0] == "add" and line[1] != "None"}
        with open_ledger(where) as ledger:
            verdict = verify(ledger)
            lost += len(kept - {row["id"] for row in ledger.reports().rows()})
        if not verdict.holds or lost or any(line[0] == "error" or line[:2] == ["verify", "False"] for line in said):
            sys.exit(f"kill {turn}: {verdict}; {lost} lost; {said[-3:]}")
        if turn % 50 == 49:
            print(f"  {turn + 1:,} kills, {len(kept):,} reports kept", file=sys.stderr, flush=True)
    print(f"{count:,} kills: {len(kept):,} acknowledged reports, none lost, the ledger held each time")


def measure_edits(where: str, count: int) -> None:
    """Edit a copy of a ledger at random and see whether verify says so; edits that change nothing are not counted."""
    from sqlalchemy import MetaData  # noqa: F401  (the tables are needed by the editing below)
    from tests.ledger.test_verifying import fill, make_random_edit, read_all

    from onrecord.ledger.schema import metadata

    template, copy = Path(where), Path(where).with_name("edited.db")
    with open_ledger(template, create=True) as ledger:
        fill(ledger)
    truth, sound, chance, found = read_all(template), template.read_bytes(), random.Random(2), 0
    for _ in range(count):
        copy.write_bytes(sound)
        make_random_edit(copy, chance, sorted(metadata.tables))
        if read_all(copy) == truth:
            continue
        with open_ledger(copy) as ledger:
            if verify(ledger).holds:
                sys.exit("an edit was not found; see edited.db")
        found += 1
    print(f"{count:,} edits: {found:,} changed something, all found")


def add_many(where: str, worker: int, each: int) -> None:
    """Add reports of which every fifth is also added by the others."""
    from tests.ledger.samples import make_note

    with open_ledger(where, create=True, patience=600) as ledger:
        for number in range(each):
            ledger.add(make_note(number if number % 5 == 0 else number + worker * each * 10))


def measure_adders(where: str, processes: int, each: int) -> None:
    """Several processes add at once."""
    begun = time.monotonic()
    at_work = [
        multiprocessing.Process(target=add_many, args=(where, number, each)) for number in range(1, processes + 1)
    ]
    for process in at_work:
        process.start()
    for process in at_work:
        process.join()
    failed = sum(process.exitcode != 0 for process in at_work)
    same = (each + 4) // 5
    with open_ledger(where) as ledger:
        counted, verdict = ledger.count()["reports"], verify(ledger)
    wanted = processes * (each - same) + same
    seconds = time.monotonic() - begun
    print(f"{processes} processes, {each:,} each, {seconds:.0f} s: {counted:,} kept of {wanted:,}, {failed} failed")
    print(verdict)


def measure_corrections(where: str, count: int) -> None:
    """Random corrections and undos against a plain model, as the tests do it, so many times."""
    test = "tests/ledger/test_corrections.py::test_random_corrections_and_undos_are_those_of_a_plain_model"
    environment = os.environ | {"ONRECORD_SEQUENCES": str(count)}
    subprocess.run([sys.executable, "-m", "pytest", "-q", test], cwd=ROOT, env=environment, check=True)
    print(f"{count:,} random sequences: equal to the model at every step, and all undone is the first state")


def measure_alarms(where: str, count: int) -> None:
    """Verify beside two writers."""
    from tests.ledger.test_crashes import start

    writers = [start(where, seed, "add", "correct", "undo", "remove") for seed in (1, 2)]
    try:
        for writer in writers:
            assert writer.stdout is not None
            writer.stdout.readline()
        for turn in range(count):
            with open_ledger(where) as ledger:
                verdict = verify(ledger)
            if not verdict.holds:
                sys.exit(f"a false alarm at {turn}: {verdict}")
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()
    print(f"{count:,} times verified beside two writers, no false alarm; at last {verdict}")


MEASURES: dict[str, Callable[..., None]] = {
    "scale": measure_scale, "kills": measure_kills, "edits": measure_edits, "adders": measure_adders,
    "corrections": measure_corrections, "alarms": measure_alarms,
}  # fmt: skip


def main() -> None:
    """Run the measure that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measure", choices=MEASURES)
    parser.add_argument("--where")
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--processes", type=int, default=16)
    parser.add_argument("--each", type=int, default=1000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as folder:
        where = asked.where or str(Path(folder) / "ledger.db")
        numbers = {
            "scale": (asked.reports,), "adders": (asked.processes, asked.each),
        }.get(asked.measure, (asked.count,))  # fmt: skip
        MEASURES[asked.measure](where, *numbers)


if __name__ == "__main__":
    main()
