"""Reading in a process of its own, which is stopped when one report takes too long or too much memory.

A limit inside a process is not enough, since a parser in a loop hears no Python. The parent only waits and counts: a
worker that is stopped is named, a fresh one goes on behind the report that stopped it, and nothing of that one is kept.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError, OnRecordError, TooLarge
from onrecord.intake import Hear, complete, read_reports
from onrecord.model import Reading
from onrecord.reading import LIMITS, ReadResult, Told, read_items

if TYPE_CHECKING:
    from onrecord.extraction.stages import Method

STARTING = 60.0  # seconds that a fresh worker may take to load what it needs, beside the time of a report
TICK = 0.2


@dataclass(frozen=True, slots=True)
class Task:
    """One source to be read, from the item on that has that number; standard input comes with its bytes."""

    source: str
    told: Told | None
    method: Method | None
    skip: int = 0
    data: bytes | None = None


class Worker:
    """Reads sources in another process, one after the other, each report within a time and an amount of memory."""

    def __init__(self, seconds: float, memory: int = LIMITS.worker_bytes) -> None:
        self._seconds = seconds
        self._memory = memory
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def read(
        self, source: str, told: Told | None = None, method: Method | None = None, hear: Hear | None = None
    ) -> Iterator[Reading]:
        """The readings of a source, as `read_source` gives them.

        Raises InputError with the code too_slow or died when the source as a whole cannot be read in its limits.
        """
        data = _take_stdin() if source == "-" else None
        refused: list[InputError] = []
        done = 0
        while True:
            start = done
            for answer in self._ask(Task(source, told, method, done, data)):
                if isinstance(answer, _Stopped):
                    break
                done += 1
                if isinstance(answer, Reading):
                    yield answer
                elif hear is not None:
                    hear(answer)
                elif isinstance(answer, InputError):
                    refused.append(answer)
            else:
                break
            error = answer.explain(source, done)
            if done == start and start:
                raise error
            if hear is None:
                refused.append(error)
            else:
                hear(error)
            done += 1
        if refused:
            raise refused[0]

    def stop(self) -> None:
        """Ends the process, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None

    def _start(self) -> Connection:
        pipe, other = get_context("spawn").Pipe()
        self._process = get_context("spawn").Process(target=serve, args=(other, self._memory), daemon=True)
        self._process.start()
        other.close()
        self._pipe = pipe
        if not pipe.poll(STARTING):
            self.stop()
            raise TooLarge("the worker", "it did not start in time", "Try again on a machine with less to do.")
        pipe.recv()
        return pipe

    def _ask(self, task: Task) -> Iterator[Any]:
        """The answers of the worker to a task until it is done; a `_Stopped` where it had to be stopped or died."""
        pipe = self._pipe or self._start()
        try:
            pipe.send(task)
            while True:
                if not self._wait(pipe):
                    self.stop()
                    yield _Stopped(f"it takes more than {self._seconds:g} seconds", "too_slow")
                    return
                answer = pipe.recv()
                if isinstance(answer, _Done):
                    if answer.error is not None:
                        raise answer.error
                    return
                yield answer
        except (EOFError, OSError):
            self.stop()
            yield _Stopped(f"its worker died, or needed more than {self._memory / 2**20:,.0f} MiB", "died")

    def _wait(self, pipe: Connection) -> bool:
        """Whether the worker answers in time; in short waits, so that an interruption is heard."""
        end = time.monotonic() + self._seconds
        while (left := end - time.monotonic()) > 0:
            if pipe.poll(min(TICK, left)):
                return True
        return False


@dataclass(frozen=True, slots=True)
class _Done:
    """That a task is done, or why it could not be."""

    error: OnRecordError | None = None


@dataclass(frozen=True, slots=True)
class _Stopped:
    """That a worker was stopped, and why."""

    reason: str
    code: str

    def explain(self, source: str, done: int) -> InputError:
        """The refusal of the report that was being read."""
        name = "standard input" if source == "-" else source
        place = f"{name}, report {done + 1}" if done else name
        return TooLarge(place, self.reason, "Raise --seconds, or split the input.", self.code)


def serve(pipe: Connection, memory: int) -> None:
    """Reads the sources that come through the pipe, and sends what they give as it is found."""
    from onrecord.extraction.page import load_pipeline
    from onrecord.extraction.stages import extract

    limit_memory(memory)
    load_pipeline()
    pipe.send("ready")
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        error: OnRecordError | None = None
        try:
            items = read_reports(task.source, task.told)
            if task.data is not None:
                items = read_items(task.data, "standard input", task.told)
            for number, item in enumerate(items):
                if number < task.skip:
                    continue
                if not isinstance(item, ReadResult):
                    pipe.send(item)
                    continue
                try:
                    reading = complete(extract(item.report, task.method), item)
                except MemoryError:
                    pipe.send(explain_memory(f"{task.source}, report {number + 1}", memory))
                else:
                    pipe.send(reading)
        except OnRecordError as refusal:
            error = refusal
        except MemoryError:
            error = explain_memory(task.source, memory)
        pipe.send(_Done(error))


def explain_memory(name: str, memory: int) -> TooLarge:
    """The refusal of what needs more memory than a process may take."""
    reason = f"it needs more than {memory / 2**20:,.0f} MiB"
    return TooLarge(name, reason, "Split the input.", "too_much_memory")


def limit_memory(memory: int) -> None:
    """Keeps the process from taking more, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def _take_stdin() -> bytes:
    data = sys.stdin.buffer.read(LIMITS.raw_bytes + 1)
    if len(data) > LIMITS.raw_bytes:
        reason = f"it holds more than {LIMITS.raw_bytes:,} bytes, the limit `raw_bytes`"
        raise TooLarge("standard input", reason, "Give it as a file.")
    return data
