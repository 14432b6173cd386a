"""The log: numbered entries, each with the digest of the one before, so that none can be changed or lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from onrecord.ledger.packing import digest_text, write_canonical
from onrecord.ledger.schema import entries

BEGINNING = "onrecord entry 1"  # stands before what is digested, so that no other digest can be taken for one of ours
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its number, its kind, when it was made (UTC), what it says, and the two digests."""

    seq: int
    kind: str
    at: str
    text: str
    previous: str
    digest: str

    @property
    def body(self) -> dict[str, Any]:
        """What the entry says."""
        body: dict[str, Any] = json.loads(self.text)
        return body

    def is_sealed(self) -> bool:
        """Whether the digest is that of all the rest."""
        return self.digest == seal(self.seq, self.kind, self.at, self.text, self.previous)


def seal(seq: int, kind: str, at: str, text: str, previous: str) -> str:
    """The digest of an entry."""
    return digest_text(write_canonical([BEGINNING, seq, kind, at, text, previous]))


def tell_time() -> str:
    """Now, in UTC, to the millisecond; the order of entries is their number and never this."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def append(connection: Connection, kind: str, body: dict[str, Any], at: str | None = None) -> Entry:
    """The new last entry, inside a writing transaction."""
    last = find_last(connection)
    seq, previous = (last.seq + 1, last.digest) if last else (1, "")
    at, text = at or tell_time(), write_canonical(body)
    entry = Entry(seq, kind, at, text, previous, seal(seq, kind, at, text, previous))
    connection.execute(
        insert(entries).values(seq=seq, kind=kind, at=at, body=text, previous=previous, digest=entry.digest)
    )
    return entry


def find_last(connection: Connection) -> Entry | None:
    """The last entry, or None in a new ledger."""
    row = connection.execute(select(entries).order_by(entries.c.seq.desc()).limit(1)).one_or_none()
    return make_entry(row) if row else None


def find_entry(connection: Connection, seq: int) -> Entry | None:
    """The entry of that number."""
    row = connection.execute(select(entries).where(entries.c.seq == seq)).one_or_none()
    return make_entry(row) if row else None


def read_entries(connection: Connection, after: int, upto: int) -> Iterator[Entry]:
    """The entries with numbers above the one and not above the other, in order."""
    rows = connection.execute(
        select(entries).where(entries.c.seq > after, entries.c.seq <= upto).order_by(entries.c.seq)
    )
    return map(make_entry, rows)


def make_entry(row: Row[Any]) -> Entry:
    """The entry in a row."""
    return Entry(row.seq, row.kind, row.at, row.body, row.previous, row.digest)
