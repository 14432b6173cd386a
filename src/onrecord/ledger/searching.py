"""What a user types into a search box, taken apart: words, "exact phrases", OR, and -words that must not be there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.errors import OnRecordError

LONGEST = 1000
PIECE = re.compile(r'(-?)"([^"]*)"|(\S+)')


class BadSearch(OnRecordError):
    """A search that looks for nothing."""


@dataclass(frozen=True, slots=True)
class Search:
    """Phrases of which every group must be met by one of its members, and phrases that must not occur."""

    wanted: tuple[tuple[str, ...], ...]
    unwanted: tuple[str, ...]


def parse_search(words: str) -> Search:
    """The search in a line of words.

    Raises BadSearch where no word to look for is left.
    """
    wanted: list[list[str]] = []
    unwanted: list[str] = []
    joined = False
    for minus, phrase, word in PIECE.findall(words[:LONGEST].replace("\0", " ")):
        if word == "OR":
            joined = bool(wanted)
            continue
        if not phrase and len(word) > 1 and word.startswith("-"):
            minus, word = "-", word[1:]
        text = phrase or word.replace('"', " ")
        if not any(sign.isalnum() for sign in text):
            continue
        if minus:
            unwanted.append(text)
        elif joined:
            wanted[-1].append(text)
        else:
            wanted.append([text])
        joined = False
    if not wanted:
        raise BadSearch("The search names no word to look for. Give at least one word that must occur.")
    return Search(tuple(map(tuple, wanted)), tuple(unwanted))
