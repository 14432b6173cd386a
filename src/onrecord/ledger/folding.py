"""Names and words in the form in which they are compared: one case, no accents, single spaces."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def fold(words: str) -> str:
    """The words without case, accents and doubled white space, so that "João  SILVA" meets "joao silva"."""
    plain = unicodedata.normalize("NFKD", words)
    kept = plain if plain.isascii() else "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(kept.casefold().split())


def fold_or_none(words: str | None) -> str | None:
    """The same, and None for None."""
    return None if words is None else fold(words)
