"""A draft of an attribution while its parts are being found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.extraction.boundaries import Range
    from onrecord.extraction.cues import CueWord


@dataclass(slots=True)
class Draft:
    """What one cue reports: ranges of characters for source, cue and contents, and the rule that read them."""

    word: Token
    entry: CueWord | None
    rule: str
    cue: Range
    contents: list[Range]
    source: Range | None = None
    audience: Range | None = None
    basis: Range | None = None
    way: str = "none"
    quoted: bool = False
    heir_of: Draft | None = None
    confidence: float | None = None


def children_of(token: Token, *labels: str) -> Iterator[Token]:
    """The words that hang on the token with one of the labels."""
    return (child for child in token.children if child.dep_ in labels)


def child_of(token: Token, *labels: str) -> Token | None:
    """The first word that hangs on the token with one of the labels, or None."""
    return next(children_of(token, *labels), None)
