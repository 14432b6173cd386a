"""How the suite of own voice is marked: whose words each sentence is, letter by letter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from onrecord.extraction.learned import Method
from onrecord.extraction.stages import extract
from onrecord.model import Claim
from tests.extraction.suite_marks import Mark, Row, read_suite
from tests.pages import report_of

SUITE = Path(__file__).parent / "suites" / "own_voice.tsv"
LEEWAY = 20  # letters; a word at an edge is no mistake in a short row


def mark_own_voice(row: Row, method: Method | None = None) -> Mark:
    """Whether nine in ten letters are rightly told to be the newsroom's own or not."""
    reading = extract(report_of(row["text"]), method)
    own = [span for claim in reading.claims if claim.voice == "own" for span in claim.contents]
    found = {place for span in own for place in range(span.start, span.end)}
    wanted = _find_wanted(row)
    right = 10 * len(found ^ wanted) <= max(len(wanted), LEEWAY)
    return Mark(row, f"{' | '.join(span.text for span in own)}{_tell_contents(reading.claims)}", {"own": right})


def mark_voices(path: Path, method: Method | None = None) -> list[Mark]:
    """All rows of a suite of own voice, marked."""
    return [mark_own_voice(row, method) for row in read_suite(path)]


def _find_wanted(row: Row) -> set[int]:
    text = row["text"]
    pieces = [text] if row["own"] == "all" else list(filter(None, row["own"].split(" | ")))
    hits = (hit for piece in pieces for hit in re.finditer(re.escape(piece), text))
    return {place for hit in hits for place in range(*hit.span())}


def _tell_contents(claims: Iterable[Claim]) -> str:
    said = [f"{claim.cue.text if claim.cue else ''}: {' … '.join(span.text for span in claim.contents)}"
            for claim in claims if claim.voice == "attributed"]  # fmt: skip
    return f"   [said: {'; '.join(said)}]" if said else "   [nothing said]"
