"""Score the suite of sentences with figures: how many are found, and each part of those that the sentences hold.

Shares are of all wanted figures that have the part, found or not; `extra` are figures found that nobody wants.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.extraction.figure_marks import NUMBERS, PARTS, Mark, Sheet, mark_figures


def score_figures(path: Path, show: bool = False) -> str:
    """A table of the parts with the share that is right; then what is not, if asked for, part by part."""
    sheets = mark_figures(path)
    marks = [mark for sheet in sheets for mark in sheet.marks]
    lines = [tell_part(part, marks) for part in PARTS]
    lines.insert(3, _tell_numbers(marks))
    extra = sum(len(sheet.extra) for sheet in sheets)
    lines.append(f"extra        {extra:>4} beside {len(marks)} wanted, in {len(sheets)} sentences")
    if show:
        lines += _tell_misses(sheets)
    return "\n".join(lines)


def tell_part(part: str, marks: list[Mark]) -> str:
    """A line with the share of a part that is right."""
    told = [mark.right[part] for mark in marks if mark.right[part] is not None]
    return _tell_share(part, sum(map(bool, told)), len(told))


def _tell_numbers(marks: list[Mark]) -> str:
    right = sum(all(mark.right[part] is not False for part in ("found", "value", "bounds")) for mark in marks)
    return _tell_share("numbers", right, len(marks))


def _tell_share(name: str, right: int, rows: int) -> str:
    return f"{name:<12} {right:>4} of {rows:<4} {100 * right / max(rows, 1):5.1f}%"


def _tell_misses(sheets: list[Sheet]) -> list[str]:
    wrong: Counter[str] = Counter()
    lines = []
    for sheet in sheets:
        missed = [mark for mark in sheet.marks if any(right is False for right in mark.right.values())]
        if missed or sheet.extra:
            lines.append(f"\n{sheet.text}")
        for mark in missed:
            parts = ["found"] if mark.found is None else [p for p in PARTS if mark.right[p] is False]
            wrong.update(parts)
            lines.append(f"  {'/'.join(parts)}: wanted {_tell_row(mark)}\n{' ' * 12}found  {_tell_found(mark)}")
        lines += [f"  extra: {one.text!r} {one.unit} | {one.counted} | {one.role}" for one in sheet.extra]
    return [str(dict(wrong.most_common())), *lines]


def _tell_row(mark: Mark) -> str:
    row = mark.row
    numbers = "/".join(row[name] for name in NUMBERS)
    rest = " ".join(f"{name}={row[name]}" for name in ("per", "as_of", "by") if row[name])
    return f"{row['figure']!r} {numbers} {row['unit']} | {row['counted']} | {row['role']} | {row['approximate']} {rest}"


def _tell_found(mark: Mark) -> str:
    one = mark.found
    if one is None:
        return "nothing"
    dates = " ".join(
        f"{name}={date.from_ or ''}/{date.to or ''}" for name, date in (("as_of", one.as_of), ("by", one.by)) if date
    )
    numbers = "/".join("" if n is None else f"{n:g}" for n in (one.value, one.low, one.high))
    per = f"per={one.per} " if one.per else ""
    return (
        f"{one.text!r} {numbers} {one.unit} | {one.counted} | {one.role} | {str(one.approximate).lower()} {per}{dates}"
    )
