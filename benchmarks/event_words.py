"""The words that the rules for MUC-4 and for gun violence look for, read from their table."""

from __future__ import annotations

from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("event_words.tsv")


@cache
def read_words(task: str, kind: str) -> tuple[str, ...]:
    """The entries of one kind for a task, as regular expressions."""
    lines = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if line and line[0] != "#"]
    return tuple(word for of, sort, word in lines[1:] if (of, sort) == (task, kind))


def join_words(task: str, kind: str) -> str:
    """The entries of one kind as the alternatives of one regular expression."""
    return "|".join(read_words(task, kind))
