"""Score the suite of own voice: rows in which nine in ten letters are rightly told to be the newsroom's own or not."""

from __future__ import annotations

from pathlib import Path

from tests.extraction.suite_marks import Mark
from tests.extraction.voice_marks import SUITE, mark_voices


def score_voices(path: Path | None = None, show: bool = False) -> str:
    """The share of rows that are right; then the rows that are not, if asked for."""
    marks = mark_voices(path or SUITE)
    right = sum(mark.whole for mark in marks)
    lines = [f"whole rows   {right:>4} of {len(marks):<4} {100 * right / max(len(marks), 1):5.1f}%"]
    if show:
        lines += [_tell_miss(mark) for mark in marks if not mark.whole]
    return "\n".join(lines)


def _tell_miss(mark: Mark) -> str:
    return f"\n{mark.row['text']}\n  wanted: {mark.row['own']}\n  found:  {mark.found}"
