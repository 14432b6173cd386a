"""Changes of the schema: numbered functions in a list, each run once, each an entry of the log.

Plain functions and not alembic: every step has to run inside our own locked transaction together with the entry that
names it, on a file that a stranger handed in, and a version number in the file's head says all there is to say.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from importlib.resources import files

from sqlalchemy import Connection

from onrecord.errors import NoLedger
from onrecord.ledger.dialects import Dialect
from onrecord.ledger.log import append, find_last

Migration = Callable[[Connection, Dialect], None]


def create_tables(connection: Connection, dialect: Dialect) -> None:
    """The first schema: tables, search, and what keeps entries from being changed."""
    script = files("onrecord.ledger").joinpath("first.sql").read_text(encoding="utf-8")
    for statement in script.split(";"):
        if statement.strip():
            connection.exec_driver_sql(dialect.adapt(statement))
    dialect.guard(connection)


MIGRATIONS: tuple[Migration, ...] = (create_tables,)


def migrate(connection: Connection, dialect: Dialect, steps: tuple[Migration, ...] = MIGRATIONS) -> int:
    """Run the steps that the ledger has not seen, inside a writing transaction; gives the version it had.

    Raises NoLedger for a ledger of a newer version.
    """
    version = check_version(connection, dialect, steps)
    for number, step in enumerate(steps[version:], version + 1):
        step(connection, dialect)
        dialect.write_version(connection, number)
        if find_last(connection) is None:
            append(connection, "ledger", {"identity": uuid.uuid4().hex, "schema": number})
        else:
            append(connection, "migration", {"schema": number, "step": step.__name__})
    return version


def check_version(connection: Connection, dialect: Dialect, steps: tuple[Migration, ...] = MIGRATIONS) -> int:
    """The version of the ledger; raises NoLedger where it is newer than this program."""
    version = dialect.read_version(connection)
    if version > len(steps):
        raise NoLedger(
            str(dialect.address), f"it has schema {version}, and this onrecord knows {len(steps)}",
            "Use a newer onrecord.", "newer_ledger",
        )  # fmt: skip
    return version
