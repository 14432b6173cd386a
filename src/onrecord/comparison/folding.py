"""Copies folded: which text a place of a report really comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from onrecord.model import Copy


@dataclass(frozen=True)
class Folding:
    """What the copies of a story say about where words were first."""

    copies: tuple[Copy, ...]

    @cached_property
    def originals(self) -> Mapping[str, Copy]:
        """The copy that each derived report is."""
        return {copy.copy: copy for copy in self.copies if copy.original}

    @cached_property
    def roots(self) -> Mapping[str, str]:
        """For each derived report the report at the root of its chain of copies."""
        return {report: self._root(report) for report in self.originals}

    def text_of(self, report: str, start: int, end: int) -> str:
        """The report whose text a place belongs to: the original's where it lies in a shared passage."""
        seen = {report}
        while copy := self.originals.get(report):
            passage = next((p for p in copy.passages if p.copy.start < end and start < p.copy.end), None)
            if passage is None or copy.original is None or copy.original in seen:
                return report
            report, start, end = copy.original, passage.original.start, passage.original.end
            seen.add(report)
        return report

    def _root(self, report: str) -> str:
        seen = {report}
        while (copy := self.originals.get(report)) and copy.original and copy.original not in seen:
            report = copy.original
            seen.add(report)
        return report


def fold(copies: Sequence[Copy]) -> Folding:
    """The folding that some copies make."""
    return Folding(tuple(copies))
