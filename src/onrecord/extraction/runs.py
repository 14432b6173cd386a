"""Runs of signs without white space, cut before the tokenizer sees them: its time grows with the square of a run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

LONGEST_RUN = 250  # characters; no word is longer, and an address may be cut
LONG = re.compile(rf"\S{{{LONGEST_RUN + 1},}}")


def tokenize(nlp: Language, text: str) -> Doc:
    """The words of a text, not yet parsed; a run that is longer than any word is cut into pieces."""
    from spacy.tokens import Doc as SpacyDoc

    if not LONG.search(text):
        return nlp.make_doc(text)
    docs = [nlp.make_doc(piece) for piece in _cut(text) if piece]
    return SpacyDoc.from_docs(docs, ensure_whitespace=False)


def _cut(text: str) -> Iterator[str]:
    """The pieces of a text, every long run in pieces of its own."""
    start = 0
    for run in LONG.finditer(text):
        yield text[start : run.start()]
        for place in range(run.start(), run.end(), LONGEST_RUN):
            yield text[place : min(place + LONGEST_RUN, run.end())]
        start = run.end()
    yield text[start:]
