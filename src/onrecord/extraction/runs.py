"""Runs of signs without white space, cut before the tokenizer sees them: its time grows with the square of a run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

LONGEST_WORD = 250  # characters; an address that is longer is cut
NO_LANGUAGE = 2_000  # characters; a longer run holds no words, and each of its pieces is one token
LONG = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")


def tokenize(nlp: Language, text: str) -> Doc:
    """The words of a text, not yet parsed; a run that is longer than any word is cut into pieces."""
    from spacy.tokens import Doc as SpacyDoc

    if not LONG.search(text):
        return nlp.make_doc(text)
    docs = [
        nlp.make_doc(piece) if is_language else SpacyDoc(nlp.vocab, words=[piece], spaces=[False])
        for piece, is_language in _cut(text)
        if piece
    ]
    return SpacyDoc.from_docs(docs, ensure_whitespace=False)


def _cut(text: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a text, every long run in pieces of its own, and whether there may be words in them."""
    start = 0
    for run in LONG.finditer(text):
        yield text[start : run.start()], True
        for place in range(run.start(), run.end(), LONGEST_WORD):
            piece = text[place : min(place + LONGEST_WORD, run.end())]
            yield piece, run.end() - run.start() <= NO_LANGUAGE
        start = run.end()
    yield text[start:], True
