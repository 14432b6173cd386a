"""Where a ledger is: a file of SQLite, one in memory, or a schema of PostgreSQL."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from onrecord.errors import NoLedger

DEFAULT_SCHEMA = "onrecord"
SCHEMA_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")


@dataclass(frozen=True, slots=True)
class FileAddress:
    """A file of SQLite; `path` None is a ledger in memory."""

    path: Path | None

    def __str__(self) -> str:
        return str(self.path) if self.path else "the ledger in memory"


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A schema of a PostgreSQL database."""

    url: URL
    schema: str

    def __str__(self) -> str:
        return f"{self.url.set(drivername='postgresql').render_as_string(hide_password=True)} ({self.schema})"


Address = FileAddress | ServerAddress


def read_address(where: str) -> Address:
    """The address in a path, a sqlite: or postgresql: URL (`?ledger=NAME` names a schema), or ":memory:".

    Raises NoLedger for any other kind of URL.
    """
    if where == ":memory:":
        return FileAddress(None)
    if where.startswith("sqlite:///"):
        return FileAddress(Path(where.removeprefix("sqlite:///")).resolve())
    if "://" not in where:
        return FileAddress(Path(where).resolve())
    scheme = where.split(":", 1)[0].lower()
    if scheme not in POSTGRESQL:
        raise NoLedger(
            f"{scheme}:", "no ledger is kept there", "Give a file, or a postgresql:// address.", "bad_address"
        )
    return _read_server(where)


def _read_server(where: str) -> ServerAddress:
    try:
        url = make_url(where)
    except (ArgumentError, ValueError):
        raise NoLedger(
            "postgresql:", "its address cannot be read", "Write it as postgresql://user@host/database.", "bad_address"
        ) from None
    given = url.query.get("ledger", DEFAULT_SCHEMA)
    schema = given if isinstance(given, str) else given[-1]
    if not SCHEMA_NAME.fullmatch(schema):
        raise NoLedger("postgresql:", f"{schema!r} is no name of a schema", "Use small letters and _.", "bad_address")
    return ServerAddress(url.difference_update_query(["ledger"]).set(drivername="postgresql+psycopg"), schema)
