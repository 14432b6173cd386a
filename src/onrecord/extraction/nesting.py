"""Which attribution stands inside the content of which other."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extraction.boundaries import Range

LOOK_BACK = 40  # contents tried before an attribution is taken for an outermost one


def find_parents(
    cues: Sequence[int], extents: Sequence[Range], contents: Sequence[Sequence[Range]]
) -> list[int | None]:
    """For each attribution the index of the innermost other in whose content its cue stands.

    `cues` holds where each cue begins (of an heir, its content), `extents` from where to where each
    content reaches, `contents` the pieces.
    """
    pieces = sorted((start, -end, index) for index, parts in enumerate(contents) for start, end in parts)
    parents: list[int | None] = [None] * len(cues)
    order = sorted(range(len(cues)), key=lambda index: cues[index])
    opened: list[tuple[int, int, int]] = []
    place = 0
    for index in order:
        while place < len(pieces) and pieces[place][0] <= cues[index]:
            opened.append(pieces[place])
            place += 1
        parents[index] = _innermost(opened, index, cues[index], extents)
    return parents


def _innermost(opened: list[tuple[int, int, int]], index: int, cue: int, extents: Sequence[Range]) -> int | None:
    """The shortest content around the cue that also holds the better part of what the cue reports."""
    best: tuple[int, int] | None = None
    for start, end, other in opened[: -LOOK_BACK - 1 : -1]:
        if other == index or -end <= cue or extents[index] == (start, -end):
            continue
        if extents[index][1] > -end + 2 or extents[index][0] < start - 2:
            continue
        if best is None or -end - start < best[0]:
            best = -end - start, other
    return best[1] if best else None
