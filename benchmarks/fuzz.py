"""Read mutated inputs, every format by every reader, and keep what breaks a promise.

    python benchmarks/fuzz.py --reader all --runs 20000 --seed 1 [--whole] [--corpus DIR] [--found DIR] [--seconds 10]

A case is a number: the same reader, seed and number give the same bytes. Each is read in a worker that is stopped
from outside when it takes longer than the limit. The promises: one report or a refusal of ours, no other exception;
spans that cut the text; text that can be written as UTF-8; no more time or memory than allowed. A case that breaks one
is written to --found, as a file that the tests then read for ever. Inputs that gave an answer not met before are kept
in --corpus and mutated further; without it they are forgotten at the end. With --whole every report is also read for
its claims, by rules, and every span of the reading must cut the text.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import random
import re
import resource
import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from tests.reading import formats as written  # noqa: E402

from onrecord.errors import InputError  # noqa: E402
from onrecord.model import Notice  # noqa: E402
from onrecord.reading import FORMATS, Told, read_items  # noqa: E402

FOUND = PROJECT / "tests" / "reading" / "found"
MOST_MEMORY = 1 << 30  # bytes that a worker may take
MOST_KEPT, LARGEST_KEPT = 300, 20_000  # inputs of a corpus, and bytes of one
MOST_WHOLE = 20  # reports of one case that are read for their claims
LARGEST = 100_000  # bytes of a case
READERS = tuple(known.name for known in FORMATS)
SEEDS: dict[str, tuple[str, ...]] = {
    "feed": ("rss", "atom"), "ninjs": ("ninjs", "ninjs1"),
    "newsml": ("newsml", "nitf"), "text": ("text", "packed text"),
    "warc": ("warc", "plain warc"),
}  # fmt: skip
TOKENS = (
    b"\x00", b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xff\xfe", b"\r\n", b"\n\n", b"\r\n\r\n",
    b"\x1f\x8b\x08", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"&nbsp;", b"&#0;", b"&#xD800;", b"]]>",
    b"<![CDATA[", b"<!--", b"-->", b"<p>", b"</p>", b"<div hidden>", b"<q>", b"<script>", b"</html>", b"<x a='",
    b"xmlns=''", b"{", b"}", b"[", b"]", b'"', b"\\ud800", b"\\u0000", b"NaN", b"1e999", b"-1", b"0",
    b"99999999999999999999", b"null", b"true", b"Content-Length: -5\r\n", b"Content-Length: 999999\r\n",
    b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n", b"HTTP/1.1 200 OK\r\n", b"WARC/1.0\r\n",
    b"WARC-Type: revisit\r\n", b"Content-Type: multipart/mixed; boundary=a\r\n", b"--a\r\n",
    b"=?utf-8?b?/w==?=", b"Date: 99 Foo 99999\r\n", b"Subject: ", b"endobj\n", b"stream\n",
    b"<< /Length 99999999 >>", b"/Kids [2 0 R]", b"xref\n0 9\n", b"2 0 R", b",", b";", b"\t", b'""',
    "“".encode(), "’".encode(), b"(AFP) - ", b"LONDON, May 3, 2024", b"By ", b"- ", b"(", b")",
    b"31 Feb 2024", b"00:00:60", b"+99:99", b"said ", b"\xe2\x80\xae", b"\xf0\x9f\x98\x80", b"\xcc\x81" * 50,
    b"A" * 3000, b"\x0e\x0f", b"\x1b$B", b"PK\x05\x06", b"PK\x01\x02", b"archive/x.warc",
)  # fmt: skip
NUMBER = re.compile(rb"\d+")


@dataclass(frozen=True)
class Fault:
    """A case that broke a promise, and which."""

    number: int
    data: bytes
    reason: str


def list_seeds(reader: str) -> list[bytes]:
    """The article of the tests in the formats that a reader reads."""
    return [written.FORMATS[name]() for name in SEEDS.get(reader, (reader,))]


def make_case(seed: int, reader: str, number: int, corpus: list[bytes]) -> bytes:
    """The bytes of one case: an input of the corpus, mutated a few times."""
    chance = random.Random(f"{seed}:{reader}:{number}")
    inside = reader == "wacz" and number % 3  # what an archive packs is mutated before it is packed
    data = bytearray(written.FORMATS["plain warc"]() if inside else chance.choice(corpus))
    for _ in range(chance.choice((1, 1, 2, 3, 5, 9))):
        data = mutate(data, chance, corpus)
        del data[LARGEST:]
    return written.write_wacz(bytes(data)) if inside else bytes(data)


def mutate(data: bytearray, chance: random.Random, corpus: list[bytes]) -> bytearray:
    """The bytes changed in one way."""
    place = chance.randrange(len(data) + 1)
    length = min(len(data) - place, chance.choice((1, 2, 8, 40, 200, 2000)))
    kind = chance.randrange(9)
    if kind == 0 and data:  # a bit
        data[min(place, len(data) - 1)] ^= 1 << chance.randrange(8)
    elif kind == 1:
        del data[place : place + length]
    elif kind == 2:
        data[place:place] = chance.choice(TOKENS)
    elif kind == 3:
        data[place : place + length] = chance.choice(TOKENS) * chance.choice((1, 1, 2, 50))
    elif kind == 4:
        data[place:place] = data[place : place + length] * chance.choice((1, 2, 20, 300))
    elif kind == 5:
        other = chance.choice(corpus)
        start = chance.randrange(len(other) + 1)
        data[place:] = other[start:]
    elif kind == 6:
        del data[place:]
    elif kind == 7 and (found := list(NUMBER.finditer(data))):
        number = chance.choice(found)
        data[number.start() : number.end()] = chance.choice((b"0", b"-1", b"4294967296", b"99999999999", b"1", b"7"))
    else:
        data[place : place + length] = chance.randbytes(length)
    return data


def check(data: bytes, reader: str | None, *, whole: bool = False) -> tuple[str, str]:
    """What the answer was, in a word or two, and the promise that it broke (empty for none)."""
    answers: list[str] = []
    try:
        for item in read_items(data, "case", Told(format=reader)):
            if isinstance(item, (InputError, Notice)):
                answers.append(item.code)
            else:
                answers.append("read " + " ".join(sorted({notice.code for notice in item.notices})))
                if broken := check_report(item.report) or (
                    check_reading(item.report) if whole and len(answers) <= MOST_WHOLE else ""
                ):
                    return answers[-1], broken
    except InputError as error:
        answers.append(error.code)
    except Exception as error:
        return "error", f"{type(error).__name__}: {error}"[:300]
    return (", ".join(sorted(set(answers))), "") if answers else ("silence", "nothing was given and nothing refused")


def check_report(report: Any) -> str:
    """The promise that a report breaks, or nothing."""
    spans = [*report.furniture, *report.crossheads, *([report.headline] if report.headline else [])]
    if any(report.text[span.start : span.end] != span.text or span.start >= span.end for span in spans):
        return "a span does not cut the text"
    try:
        fields = (
            report.text,
            report.byline,
            report.outlet,
            report.place,
            report.url,
            report.item,
            report.note,
            *report.credits,
        )
        "".join(filter(None, fields)).encode("utf-8")
    except UnicodeEncodeError:
        return "a field cannot be written as UTF-8"
    if not report.text.strip():
        return "a report without text"
    return "a NUL in the text" if "\x00" in report.text else ""


def check_reading(report: Any) -> str:
    """The promise that the reading of a report breaks, or nothing."""
    from onrecord.extraction.stages import Method, extract

    waiting: list[Any] = [extract(report, Method("rules", 1)).to_dict()]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if {"start", "end", "text"} <= value.keys() and report.text[value["start"] : value["end"]] != value["text"]:
                return "a span of the reading does not cut the text"
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return ""


def work(pipe: Connection, whole: bool) -> None:
    """Reads the cases that come through the pipe and answers each."""
    warnings.simplefilter("ignore")
    if whole:
        from onrecord.extraction.page import load_pipeline

        load_pipeline()
    while True:
        data, reader = pipe.recv()
        if data is None:
            return
        answer = check(data, reader, whole=whole)
        pipe.send((*answer, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024))


class Worker:
    """A process that reads cases and can be stopped."""

    def __init__(self, seconds: float, whole: bool) -> None:
        self.seconds = seconds
        self.whole = whole
        self.start()

    def start(self) -> None:
        """Starts a fresh process."""
        self.pipe, other = multiprocessing.Pipe()
        self.process = multiprocessing.get_context("fork").Process(target=work, args=(other, self.whole), daemon=True)
        self.process.start()
        other.close()

    def ask(self, data: bytes, reader: str | None) -> tuple[str, str]:
        """The answer to a case and the promise broken; a process that takes too long or dies is replaced."""
        try:
            self.pipe.send((data, reader))
            if not self.pipe.poll(self.seconds):
                return self._replace(f"no answer in {self.seconds:g} seconds")
            answer, broken, memory = self.pipe.recv()
        except (EOFError, OSError):
            return self._replace("the process died")
        if memory > MOST_MEMORY:
            return self._replace(f"it took {memory / 2**20:,.0f} MiB")
        return answer, broken

    def _replace(self, reason: str) -> tuple[str, str]:
        self.stop()
        self.start()
        return "error", reason

    def stop(self) -> None:
        """Ends the process."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def run(
    reader: str, runs: int, seed: int, seconds: float, corpus: list[bytes], *, whole: bool = False
) -> Iterator[Fault | str]:
    """The faults that the cases of one reader show; each answer that was given, and how often, at the end."""
    worker = Worker(seconds, whole)
    answers: Counter[str] = Counter()
    for number in range(runs):
        data = make_case(seed, reader, number, corpus)
        answer, broken = worker.ask(data, reader if number % 2 else None)
        if broken:
            yield Fault(number, data, broken)
        elif answer not in answers and len(corpus) < MOST_KEPT and len(data) <= LARGEST_KEPT:
            corpus.append(data)
        answers[answer] += 1
    worker.stop()
    yield ", ".join(f"{answer or 'read'} {count}" for answer, count in answers.most_common(6))


def keep(fault: Fault, reader: str, folder: Path) -> Path:
    """The file that a fault is kept in."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{reader}-{hashlib.sha256(fault.data).hexdigest()[:12]}.bin"
    path.write_bytes(fault.data)
    return path


def load_corpus(reader: str, folder: Path | None) -> list[bytes]:
    """The seeds of a reader and the inputs kept from earlier runs, in a fixed order."""
    kept = sorted(folder.glob(f"{reader}-*")) if folder else []
    return [*list_seeds(reader), *(path.read_bytes() for path in kept)]


def save_corpus(corpus: list[bytes], reader: str, folder: Path) -> None:
    """Write the inputs of a corpus, each under its digest."""
    folder.mkdir(parents=True, exist_ok=True)
    for data in corpus[len(list_seeds(reader)) :]:
        (folder / f"{reader}-{hashlib.sha256(data).hexdigest()[:12]}").write_bytes(data)


def main() -> int:
    """Run what the command line asks for; status 1 where a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reader", choices=("all", *READERS), default="all")
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=10.0, help="that one case may take")
    parser.add_argument("--whole", action="store_true", help="read each report for its claims too")
    parser.add_argument("--corpus", type=Path, help="folder of inputs that gave new answers")
    parser.add_argument("--found", type=Path, default=FOUND, help="folder for cases that broke a promise")
    args = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    faults = 0
    for reader in READERS if args.reader == "all" else (args.reader,):
        corpus, start = load_corpus(reader, args.corpus), time.monotonic()
        for result in run(reader, args.runs, args.seed, args.seconds, corpus, whole=args.whole):
            if isinstance(result, Fault):
                faults += 1
                print(f"{reader} {result.number}: {result.reason} -> {keep(result, reader, args.found)}", flush=True)
            else:
                print(f"{reader}: {args.runs:,} cases in {time.monotonic() - start:.0f} s: {result}", flush=True)
        if args.corpus:
            save_corpus(corpus, reader, args.corpus)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
