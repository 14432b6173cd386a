"""Score a suite of short reports with the chain of one claim in each: how many chains are right hop by hop."""

from __future__ import annotations

from pathlib import Path

from tests.extraction.chain_marks import SUITE, ChainMark, mark_chains


def score_chains(path: Path | None = None, show: bool = False) -> str:
    """How many chains are right, and the rows that are not, if asked for."""
    marks = list(mark_chains(path or SUITE))
    right = sum(mark.right for mark in marks)
    lines = [f"chains {right}/{len(marks)} {100 * right / max(len(marks), 1):.1f}%"]
    if show:
        lines += [_tell_miss(mark) for mark in marks if not mark.right]
    return "\n".join(lines)


def _tell_miss(mark: ChainMark) -> str:
    wanted, found = "; ".join(mark.wanted), "; ".join(map(str, mark.found))
    return f"\n{mark.text}\n  content: {mark.content}\n  wanted:  {wanted}\n  found:   {found}"
