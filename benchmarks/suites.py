"""Score the suites of sentences for positions and media: how many rows are right, part by part.

A part counts the rows in which all of it is right, rows without any position or material included; `about` and
`shows` count only rows that name one. `exact` is `party` with labels cut exactly as the row has them.
"""

from __future__ import annotations

from pathlib import Path

from tests.extraction.suite_marks import Mark, mark_suite


def score_suite(name: str, path: Path, show: bool = False) -> str:
    """A table of the parts with the share of rows that are right; then the rows that are not, if asked for."""
    marks = mark_suite(name, path)
    parts = list(dict.fromkeys(part for mark in marks for part in mark.right))
    lines = [_tell_part(part, marks) for part in parts]
    lines.append(_tell_share("whole rows", sum(mark.whole for mark in marks), len(marks)))
    if show:
        lines += [_tell_miss(mark) for mark in marks if not mark.whole]
    return "\n".join(lines)


def _tell_part(part: str, marks: list[Mark]) -> str:
    told = [mark.right[part] for mark in marks if mark.right.get(part) is not None]
    return _tell_share(part, sum(map(bool, told)), len(told))


def _tell_share(name: str, right: int, rows: int) -> str:
    return f"{name:<12} {right:>4} of {rows:<4} {100 * right / max(rows, 1):5.1f}%"


def _tell_miss(mark: Mark) -> str:
    wanted = " | ".join(value for name, value in mark.row.items() if name != "text" and value)
    wrong = ", ".join(part for part, right in mark.right.items() if right is False)
    return f"\n{mark.row['text']}\n  wrong:  {wrong}\n  wanted: {wanted}\n  found:  {mark.found}"
