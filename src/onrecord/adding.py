"""Many inputs into a ledger: found in folders, read on all cores, kept one by one, each with one of four answers.

Every report is kept in a transaction of its own, so that a run may end at any moment; what is there already is passed
over when the same run begins again. A worker that takes too long over a report is stopped from outside and replaced.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from onrecord.errors import InputError, OnRecordError, describe_error
from onrecord.extraction.stages import Method, extract
from onrecord.intake import complete, fetch_page, open_file, read_reports
from onrecord.ledger import Answer, Ledger, open_ledger
from onrecord.ledger.store import Prepared, prepare
from onrecord.model import Notice, Reading
from onrecord.reading import LIMITS, Item, ReadResult, Told, read_file
from onrecord.worker import explain_memory, limit_memory

SECONDS = 30.0  # for one report, then its worker is stopped
FEW = 2  # inputs that are read without starting workers
POLL = 0.5
AHEAD = 2  # inputs given to a worker at a time, so that it need not wait for what it read to be kept
LEFT_OUT = (".db", ".db-journal", ".db-wal", ".db-shm")  # of a folder, beside hidden files


Outcome = Answer | Notice | None  # of a report; a word about an input as a whole; that an input is done with


@dataclass(frozen=True, slots=True)
class Run:
    """What a run needs: the ledger's address, what is told of reports, how to read, how many workers."""

    where: str
    told: Told = field(default_factory=Told)
    method: Method | None = None
    workers: int = 1
    seconds: float = SECONDS


def find_inputs(names: Iterable[str]) -> Iterator[str]:
    """The inputs in names of files, folders, patterns, addresses and "-"; a folder that links to itself is met once."""
    for name in names:
        if name == "-" or name.startswith(("http://", "https://")):
            yield name
        elif Path(name).is_dir():
            yield from walk_folder(name)
        elif not os.path.lexists(name) and any(sign in name for sign in "*?["):
            yield from find_matching(name)
        else:
            yield name


def find_matching(pattern: str) -> Iterator[str]:
    """The files and the folders' files that match a pattern; the pattern itself where none does, to be told of."""
    anchor = Path(pattern).anchor
    found = Path(anchor or ".").glob(pattern.removeprefix(anchor))
    first = next(found, None)
    if first is None:
        yield pattern
        return
    for path in chain((first,), found):
        yield from walk_folder(str(path)) if path.is_dir() else (str(path),)


def walk_folder(folder: str, seen: set[tuple[int, int]] | None = None) -> Iterator[str]:
    """The files below a folder, in the order of their names, without hidden ones and ledgers."""
    seen = set() if seen is None else seen
    try:
        status = Path(folder).stat()
        if (status.st_dev, status.st_ino) in seen:
            return
        seen.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as found:
            names = sorted(item.name for item in found if not item.name.startswith("."))
    except OSError:
        yield folder  # reading it will say what is wrong
        return
    for path in (Path(folder, name) for name in names):
        if path.is_dir():
            yield from walk_folder(str(path), seen)
        elif path.suffix not in LEFT_OUT:
            yield str(path)


def add_inputs(ledger: Ledger, inputs: Iterable[str], run: Run) -> Iterator[tuple[str, Outcome]]:
    """The outcomes of all inputs as they come, each with the input that it is of."""
    waiting = iter(inputs)
    first = list(islice(waiting, FEW + 1))
    if len(first) <= FEW or run.workers < 2:
        yield from add_here(ledger, chain(first, waiting), run)
        return
    team = Team(run)
    try:
        yield from team.work(ledger, chain(first, waiting))
    finally:
        team.stop()


def add_here(ledger: Ledger, inputs: Iterable[str], run: Run) -> Iterator[tuple[str, Outcome]]:
    """The same in this process, one input after the other."""
    for name in inputs:
        for message in read_input(ledger, Job(name), run):
            if not isinstance(message, Begun):
                yield name, ledger.keep(message) if isinstance(message, Prepared) else message
        yield name, None


@dataclass(frozen=True, slots=True)
class Job:
    """An input to be read, from the part on that has that number."""

    name: str
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Begun:
    """That a part of an input was found, by its number, and the engine begins on it."""

    number: int


def read_input(ledger: Ledger, job: Job, run: Run) -> Iterator[Prepared | Answer | Notice | Begun]:
    """What one input gives: reports ready to be kept, answers for others, and what is to be said of it as a whole."""
    try:
        for number, (item, original, label) in enumerate(open_input(ledger, job.name, run.told)):
            if number < job.skip:
                continue
            yield Begun(number)
            if isinstance(item, Answer | Notice):
                yield item
            elif isinstance(item, InputError):
                yield refuse(item)
            else:
                yield read_item(ledger, item, original, label, run)
    except InputError as error:
        yield refuse(error)
    except OnRecordError:
        raise
    except MemoryError:
        refusal = explain_memory(job.name, LIMITS.worker_bytes)
        yield Answer("refused", refusal.name, None, refusal.reason, refusal.code)
    except Exception as error:
        yield Answer("refused", job.name, None, describe_error(error), "internal_error")


def refuse(error: InputError) -> Answer:
    """The answer for an input that cannot be read, with what the user can do."""
    return Answer("refused", error.name, None, f"{error.reason}. {error.remedy}".rstrip("."), error.code)


def open_input(ledger: Ledger, name: str, told: Told) -> Iterator[tuple[Item | Answer, bytes | None, str]]:
    """The items of one input, with its bytes where it is a file small enough to be one report, and a name for each."""
    data, told = load_bytes(name, told)
    shown = "standard input" if name == "-" else name
    if data is None:
        for number, item in enumerate(read_reports(name, told), 1):
            yield item, None, f"{name}#{number}"
        return
    digest = hashlib.sha256(data).hexdigest()
    known = ledger.find_bytes(digest) if told.url is None else []
    if known:
        for report in known:
            yield Answer("already there", shown, report), None, shown
        return
    with spool(data, name) as file:
        for item in read_file(file, shown, told):
            whole = isinstance(item, ReadResult) and item.report.raw_sha256 == digest
            yield item, data if whole else None, shown


def load_bytes(name: str, told: Told) -> tuple[bytes | None, Told]:
    """The first bytes of an input that may be a single report, all of them where it is one; None for larger files."""
    if name.startswith(("http://", "https://")):
        return fetch_page(name, told)
    if name == "-":
        return sys.stdin.buffer.read(LIMITS.raw_bytes + 1), told
    with open_file(name) as file:
        large = os.fstat(file.fileno()).st_size > LIMITS.raw_bytes
        data = b"" if large else file.read(LIMITS.raw_bytes + 1)
    return (None if large or len(data) > LIMITS.raw_bytes else data), told


@contextmanager
def spool(data: bytes, name: str) -> Iterator[BinaryIO]:
    """The bytes as a file, and behind them what is left of standard input where that is longer."""
    if name != "-" or len(data) <= LIMITS.raw_bytes:
        yield io.BytesIO(data)
        return
    with TemporaryFile() as whole:
        whole.write(data)
        shutil.copyfileobj(sys.stdin.buffer, whole)
        whole.seek(0)
        yield whole


def read_item(ledger: Ledger, item: ReadResult, original: bytes | None, label: str, run: Run) -> Prepared | Answer:
    """One report made ready, read by the engine only where it is not there yet."""
    known = ledger.find_known(item.report)
    if known == "known":
        return Answer("already there", label, item.report.id)
    reading = Reading(item.report) if known else complete(extract(item.report, run.method), item)
    try:
        return prepare(reading, original, label, ledger.engine_name)
    except InputError as error:
        return refuse(error)


@dataclass(slots=True)
class Worker:
    """A process that reads inputs, the pipe to it, the inputs given to it, and since when nothing came from it."""

    process: BaseProcess
    pipe: Connection
    ready: bool = False
    jobs: deque[Job] = field(default_factory=deque)
    since: float = 0.0
    begun: int | None = None  # the number of the part that the engine is at


class Team:
    """Workers that read side by side, while this process alone writes."""

    def __init__(self, run: Run, live: Callable[[Connection, Run], None] | None = None) -> None:
        self.run = run
        self.live = live or serve
        self.context = get_context("spawn")
        self.workers: list[Worker] = []
        self.back: deque[Job] = deque()  # what a stopped worker had not begun

    def work(self, ledger: Ledger, inputs: Iterator[str]) -> Iterator[tuple[str, Outcome]]:
        """The answers for all inputs, as they come."""
        self.workers = [self.hire() for _ in range(self.run.workers)]
        while self.workers:
            for pipe in wait([worker.pipe for worker in self.workers], POLL):
                worker = next(worker for worker in self.workers if worker.pipe is pipe)
                yield from self.hear(worker, ledger, inputs)
            yield from self.replace_slow()

    def hire(self) -> Worker:
        """A new worker; it says when it is ready."""
        ours, theirs = self.context.Pipe()
        process = self.context.Process(target=self.live, args=(theirs, self.run), daemon=True)
        process.start()
        theirs.close()
        return Worker(process, ours)

    def hear(self, worker: Worker, ledger: Ledger, inputs: Iterator[str]) -> Iterator[tuple[str, Outcome]]:
        """What one message of a worker means."""
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self.replace(worker, "its worker ended while reading it", "crashed")
            return
        worker.since = time.monotonic()
        if isinstance(message, OnRecordError):
            raise message
        if isinstance(message, Begun):
            worker.begun = message.number
        elif message is None:
            worker.begun = None
            if worker.ready:
                yield worker.jobs.popleft().name, None
            self.hand_out(worker, inputs)
        else:
            yield worker.jobs[0].name, ledger.keep(message) if isinstance(message, Prepared) else message

    def hand_out(self, worker: Worker, inputs: Iterator[str]) -> None:
        """Give a worker its next inputs, one more than it can begin, or let it go when there are none."""
        worker.ready = True
        while len(worker.jobs) < AHEAD:
            job = self.back.popleft() if self.back else next(map(Job, inputs), None)
            if job is None:
                break
            worker.jobs.append(job)
            with suppress(OSError):  # it has ended, which its pipe will tell
                worker.pipe.send(job)
        if not worker.jobs:
            self.dismiss(worker)

    def replace_slow(self) -> Iterator[tuple[str, Outcome]]:
        """Stop workers that have been silent for too long over a report."""
        late = time.monotonic() - self.run.seconds
        silent = [worker for worker in self.workers if worker.jobs and worker.since < late and not worker.pipe.poll()]
        for worker in silent:
            yield from self.replace(worker, f"it took more than {self.run.seconds:g} seconds", "too_slow")

    def replace(self, worker: Worker, reason: str, code: str) -> Iterator[tuple[str, Outcome]]:
        """Refuse what a worker was at, and put another in its place, which goes on behind that."""
        if not worker.ready:
            raise OnRecordError("A reading process ended before it began. Try `onrecord add` with --jobs 1 to see why.")
        self.dismiss(worker)
        self.workers.append(self.hire())
        if not worker.jobs:
            return
        job = worker.jobs.popleft()
        self.back.extend(worker.jobs)
        if worker.begun is None:
            yield job.name, Answer("refused", job.name, None, reason, code)
            yield job.name, None
        else:
            self.back.appendleft(Job(job.name, worker.begun + 1))
            yield job.name, Answer("refused", f"{job.name}#{worker.begun + 1}", None, reason, code)

    def dismiss(self, worker: Worker) -> None:
        """Let a worker go."""
        self.workers.remove(worker)
        worker.pipe.close()
        worker.process.kill()
        worker.process.join()

    def stop(self) -> None:
        """Let all workers go."""
        for worker in list(self.workers):
            self.dismiss(worker)


def serve(pipe: Connection, run: Run) -> None:
    """The life of a worker: it opens the ledger for looking, loads the engine, and reads what it is given."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that writes decides when to end
    try:
        with open_ledger(run.where, read_only=True) as ledger:
            limit_memory(LIMITS.worker_bytes)
            warm_up(run.method)
            pipe.send(None)
            while True:
                for message in read_input(ledger, pipe.recv(), run):
                    pipe.send(message)
                pipe.send(None)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except OnRecordError as error:
        pipe.send(OnRecordError(str(error)))
    except Exception as error:
        pipe.send(OnRecordError(f"A reading process was {describe_error(error)}."))


def warm_up(method: Method | None) -> None:
    """Load what reading needs, so that no report has to wait for it."""
    from onrecord.reading import report_from_text

    extract(report_from_text("The dam held, the water board said."), method)
