"""Chains of a suite of short reports marked against what an editor reads, by names from the reader to the fact."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import onrecord
from onrecord.model import Claim, Reading

SUITE = Path(__file__).with_name("chain_suite.tsv")


@dataclass(frozen=True)
class ChainMark:
    """A row of the suite with the chain that is wanted, the one that was read, and whether that is right."""

    text: str
    content: str
    wanted: list[str]
    found: list[str | None]
    right: bool


def read_suite(path: Path = SUITE) -> list[dict[str, str]]:
    """The rows of a suite."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def mark_chains(path: Path = SUITE) -> Iterator[ChainMark]:
    """Each row of a suite with its mark."""
    for row in read_suite(path):
        reading = onrecord.read_text(row["text"], dateline="2025-03-05")
        claim = find_claim(reading, row["content"])
        found = [reading.name_of(link.party) for link in claim.chain] if claim else []
        wanted = list(filter(None, row["chain"].split("; ")))
        yield ChainMark(row["text"], row["content"], wanted, found, is_right(found, wanted))


def find_claim(reading: Reading, content: str) -> Claim | None:
    """The attributed claim whose contents share most with the given words."""
    start = reading.report.text.index(content)
    wanted = set(range(start, start + len(content)))

    def share(claim: Claim) -> float:
        got = {i for span in claim.contents for i in range(span.start, span.end)}
        return len(got & wanted) / len(got | wanted)

    return max((claim for claim in reading.claims if claim.voice == "attributed"), key=share, default=None)


def is_right(names: list[str | None], wanted: list[str]) -> bool:
    """Whether the chain has the wanted hops, each named with the wanted words or a part of them."""
    pairs = [(str(name).lower(), word.lower().removeprefix("the ")) for name, word in zip(names, wanted, strict=False)]
    return len(names) == len(wanted) and all(name in word or word in name for name, word in pairs)
