"""What a language says: tables of cues, hedges, number words, names; no logic.

A language is a folder, a table is a file of tab-separated values with a header line. Lines that begin
with `#` are remarks. An entry that signals something brings an `example` sentence of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LANGUAGES = ("en",)


@cache
def read_table(name: str, language: str = "en") -> tuple[Mapping[str, str], ...]:
    """The rows of one table, each a mapping from column name to text; missing cells are empty strings."""
    text = files(__package__).joinpath(language, f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
    columns = lines[0].split("\t")
    return tuple(_read_row(columns, line) for line in lines[1:])


def list_tables(language: str = "en") -> tuple[str, ...]:
    """The names of all tables of a language, in alphabetical order."""
    folder = files(__package__).joinpath(language)
    return tuple(sorted(file.name.removesuffix(".tsv") for file in folder.iterdir() if file.name.endswith(".tsv")))


def _read_row(columns: list[str], line: str) -> Mapping[str, str]:
    cells = line.split("\t")
    if len(cells) > len(columns):
        raise ValueError(f"too many cells in {line!r}: expected {columns}")
    return dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True))
