"""Names, words and addresses in the form in which they are compared."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit


@lru_cache(maxsize=4096)
def fold(words: str) -> str:
    """The words without case, accents and doubled white space, so that "João  SILVA" meets "joao silva"."""
    plain = unicodedata.normalize("NFKD", words)
    kept = plain if plain.isascii() else "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(kept.casefold().split())


def fold_or_none(words: str | None) -> str | None:
    """The same, and None for None."""
    return None if words is None else fold(words)


def clean_address(url: str | None) -> str | None:
    """An address in the form in which two are the same: no fragment, no trailing slash, host in small letters."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    path = parts.path.rstrip("/") or "/"
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), path, parts.query, ""))
