"""Versions of one report: the same address, the same item of a feed, or one dispatch that an outlet wrote on at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from onrecord.ledger.folding import fold
from onrecord.ledger.index import split_paragraphs
from onrecord.words import read_table

Plain = dict[str, Any]
MOST_DAYS = 3  # between two versions of a dispatch
SHARE = 0.5  # of the shorter text's words in paragraphs that both have
SHARE_MARKED = 0.25  # where the headlines also are the same but for "UPDATE 2-" and the like
MOST_MARKS = 3  # "RPT-UPDATE 2-CORRECTED-"


@dataclass(frozen=True, slots=True)
class Joined:
    """The line that a report belongs to, named by its first report, and why."""

    line: str
    why: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A report that another may be a version of: what its head says, and its text."""

    id: str
    line: str
    outlet_key: str | None
    day: str | None
    headline: str | None
    text: str


def join_version(report: Plain, candidates: Iterable[Candidate]) -> Joined | None:
    """The line of the candidate that the report has most in common with, if it is one dispatch written on at."""
    best: tuple[float, Candidate] | None = None
    words = split_paragraphs(report["text"])
    for candidate in candidates:
        if not _is_near(report, candidate):
            continue
        share = measure_share(words, split_paragraphs(candidate.text))
        same_title = strip_marks(_headline(report)) == strip_marks(candidate.headline) != ""
        if share >= (SHARE_MARKED if same_title else SHARE) and (best is None or share > best[0]):
            best = share, candidate
    if best is None:
        return None
    share, candidate = best
    return Joined(candidate.line, f"same outlet, and {share:.0%} of the shorter text stands in both ({candidate.id})")


def strip_marks(headline: str | None) -> str:
    """The headline, folded, without the words by which agencies number versions."""
    left = fold(headline or "")
    for _ in range(MOST_MARKS):
        mark = find_marks().match(left)
        if not mark:
            break
        left = left[mark.end() :].lstrip(" -:–—")
    return left


@cache
def find_marks() -> re.Pattern[str]:
    """The words that number versions, as one pattern."""
    return re.compile("|".join(f"(?:{row['pattern']})" for row in read_table("version_marks")))


def measure_share(one: Sequence[str], other: Sequence[str]) -> float:
    """How much of the shorter text, in letters, stands in paragraphs that both have."""
    shared = sum(map(len, set(one) & set(other)))
    shorter = min(sum(map(len, set(one))), sum(map(len, set(other))))
    return shared / shorter if shorter else 0.0


def _headline(report: Plain) -> str | None:
    return report["headline"]["text"] if report["headline"] else None


def _is_near(report: Plain, candidate: Candidate) -> bool:
    """Whether outlet and day allow one dispatch."""
    outlet = fold(report["outlet"]) if report["outlet"] else None
    if outlet != candidate.outlet_key:
        return False
    day = report["dateline"] or report["published"] or report["updated"]
    if not day or not candidate.day:
        return True
    try:
        return abs((date.fromisoformat(day[:10]) - date.fromisoformat(candidate.day)).days) <= MOST_DAYS
    except ValueError:
        return True
