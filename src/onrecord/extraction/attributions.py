"""Attributions: who says what with which word, by rules on the parse."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model import Span


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source, the cue that reports its speaking, and what it says.

    `parent` is the index, in the tuple of all attributions, of the one inside whose contents this
    stands. An inherited attribution has neither source nor cue: it goes on with that of `heir_of`.
    """

    source: Span | None
    cue: Span | None
    contents: tuple[Span, ...]
    audience: Span | None = None
    terms: Span | None = None
    basis: Span | None = None
    parent: int | None = None
    heir_of: int | None = None
    confidence: float = 0.5
