"""A suite of short reports over the forms in which words are passed on, each with the chain that an editor reads."""

from __future__ import annotations

import csv
from pathlib import Path

import onrecord
from onrecord.model import Claim, Reading

SUITE = Path(__file__).with_name("chain_suite.tsv")
GOAL = 0.9


def read_suite() -> list[dict[str, str]]:
    """The rows of the suite."""
    lines = [line for line in SUITE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


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


def test_chains_of_the_suite() -> None:
    wrong = []
    rows = read_suite()
    for row in rows:
        reading = onrecord.read_text(row["text"], dateline="2025-03-05")
        claim = find_claim(reading, row["content"])
        names = [reading.name_of(link.party) for link in claim.chain] if claim else []
        if not is_right(names, row["chain"].split("; ")):
            wrong.append((row["text"], names, row["chain"]))
    assert len(wrong) <= (1 - GOAL) * len(rows), wrong
