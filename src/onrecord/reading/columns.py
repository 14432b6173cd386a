"""Which column of a corpus holds what: as the user says, else by the names that corpora commonly use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from onrecord.errors import InputError, NotText
from onrecord.model import Notice
from onrecord.reading.addresses import keep_address
from onrecord.reading.assembling import Stated, build_article
from onrecord.reading.credits import read_byline
from onrecord.reading.fragments import split_lines, split_markup
from onrecord.reading.metadata import clip, read_time
from onrecord.reading.source import Item, Source
from onrecord.reading.text import read_plain_text
from onrecord.words import read_table

ROLES = ("text", "headline", "date", "updated", "outlet", "byline", "url", "language", "place", "id")


def check_columns(columns: Iterable[tuple[str, str]], name: str) -> None:
    """Raise InputError for a role that no column can have."""
    for role, _ in columns:
        if role not in ROLES:
            reason = f"{role!r} is nothing that a column can hold"
            raise InputError(name, reason, f"Choose from: {', '.join(ROLES)}.", "bad_columns")


@cache
def read_names(role: str) -> tuple[str, ...]:
    """The names that corpora give the column of that role, commonest first."""
    return tuple(row["name"] for row in read_table("column_names") if row["role"] == role)


def choose_columns(names: Iterable[str], told: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """The column of each role: the one that is told, else the first by common name; case does not matter."""
    folded = {name.strip().lower(): name for name in reversed(list(names))}
    chosen = {role: folded[name] for role in ROLES for name in reversed(read_names(role)) if name in folded}
    chosen.update({role: folded.get(column.lower(), column) for role, column in told})
    return chosen


def read_row(source: Source, form: str, row: Mapping[str, str], columns: dict[str, str]) -> Item:
    """The report in one row of a corpus, or why there is none."""
    cells = {role: row.get(column) or "" for role, column in columns.items()}
    if "text" not in columns:
        reason = f"it has no column of text among {', '.join(list(row)[:8]) or 'none'}"
        return NotText(source.name, reason, "Say which one it is: --columns text=NAME.", "no_text_column")
    if not cells["text"].strip():
        reason = f"its column {columns['text']!r} is empty"
        return NotText(source.name, reason, "Give rows with text, or name the column: --columns text=NAME.", "empty")
    try:
        return _read_cells(source, form, cells)
    except InputError as error:
        return error


def _read_cells(source: Source, form: str, cells: dict[str, str]) -> Item:
    published, updated = read_time(cells.get("date", "").strip()), read_time(cells.get("updated", "").strip())
    byline, _, agencies = read_byline(clip(cells.get("byline", "")))
    stated = Stated(
        headline=clip(cells.get("headline", "")) or None,
        outlet=clip(cells.get("outlet", "")) or None,
        byline=byline,
        credits=agencies,
        published=published,
        updated=updated if updated != published else None,
        url=keep_address(cells.get("url")),
        language=clip(cells.get("language", "")) or None,
        place=clip(cells.get("place", "")) or None,
        published_by="column",
        updated_by="column",
        item=clip(cells.get("id", "")) or None,
    )
    odd = [role for role in ("date", "updated") if cells.get(role, "").strip() and not read_time(cells[role].strip())]
    notices = tuple(
        Notice("unread_date", f"the column of the {role} holds no date: {clip(cells[role])[:60]!r}") for role in odd
    )
    text = cells["text"]
    if "</p>" in text.lower() or "<br" in text.lower():
        return build_article(source, form, split_markup(text, source.name, source.limits), stated, notices)
    if stated.headline is None:
        return read_plain_text(source, form, text, stated, notices)
    return build_article(source, form, split_lines(text), stated, notices)
