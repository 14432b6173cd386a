"""All that differs between SQLite and PostgreSQL: opening, durability, locks, search, messages of failure.

SQLite is used with a rollback journal and synchronous EXTRA, both set on each connection and read back; every writing
transaction begins IMMEDIATE, so that it waits for its turn instead of failing half way.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Select,
    Table,
    TableClause,
    create_engine,
    event,
    func,
    literal_column,
    select,
)
from sqlalchemy import column as lightweight_column
from sqlalchemy import table as lightweight
from sqlalchemy.exc import DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool, StaticPool

from onrecord.errors import (
    DiskFull,
    LedgerBusy,
    LedgerDamaged,
    LedgerError,
    LedgerReadOnly,
    NoLedger,
    SetupError,
)
from onrecord.ledger.addresses import Address, FileAddress, ServerAddress
from onrecord.ledger.folding import fold
from onrecord.ledger.searching import Search

APPLICATION = 0x6F6E7264  # "onrd" in the head of the file
MAGIC = b"SQLite format 3\0"
PATIENCE = 60.0  # seconds that a writer waits for its turn
KEPT = "entries are only ever added"
WAL_FAULT_MENDED = (3, 51, 3)


class Dialect(Protocol):
    """What the rest of the ledger asks of a database."""

    name: str
    address: Any
    writable: bool
    engine: Engine

    def connect(self) -> Connection: ...
    def begin_write(self, connection: Connection) -> None: ...
    def begin_read(self, connection: Connection) -> None: ...
    def explain(self, error: DBAPIError) -> LedgerError: ...
    def read_version(self, connection: Connection) -> int: ...
    def write_version(self, connection: Connection, version: int) -> None: ...
    def create_home(self, connection: Connection) -> None: ...
    def adapt(self, sql: str) -> str: ...
    def guard(self, connection: Connection) -> None: ...
    def describe(self, connection: Connection) -> list[tuple[str, ...]]: ...
    def contains(self, column: Column[Any], words: str) -> ColumnElement[bool]: ...
    def matches(self, table: Table, search: Search) -> ColumnElement[bool]: ...
    def rank(self, statement: Select[Any], table: Table, search: Search) -> tuple[Select[Any], ColumnElement[Any]]: ...
    def find_faults(self, connection: Connection) -> Iterator[str]: ...
    def find_search_faults(self, connection: Connection) -> Iterator[str]: ...
    def forget_words(self, connection: Connection) -> None: ...
    def find_weaknesses(self, connection: Connection) -> Iterator[tuple[str, str]]: ...


FIRST_ACCENT, LAST_ACCENT = "\u0300", "\u036f"
SEARCHED = {"claims": ("n", ("content", "speaker_name")), "texts": ("report", ("text",))}


@dataclass(slots=True)
class SQLite:
    """One file, or a ledger in memory."""

    address: FileAddress
    writable: bool
    patience: float = PATIENCE
    name: str = "sqlite"
    engine: Engine = field(init=False)
    identity: tuple[int, int] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        pool = QueuePool if self.address.path else StaticPool
        self.engine = create_engine(
            "sqlite://", creator=self._open, poolclass=pool, isolation_level="AUTOCOMMIT", **_pool_size(pool)
        )

    def _open(self) -> sqlite3.Connection:
        path = self.address.path
        where = ":memory:"
        if path is not None:  # a reader too must be able to roll back what a killed writer left behind
            where = f"file:{quote(str(path))}?mode={'rw' if self.writable or may_write(path) else 'ro'}"
        connection = sqlite3.connect(
            where, uri=True, isolation_level=None, check_same_thread=False, timeout=self.patience
        )
        for setting in ("foreign_keys=ON", "recursive_triggers=ON", "cell_size_check=ON", "cache_size=-32000"):
            connection.execute(f"PRAGMA {setting}")
        if self.writable:
            connection.execute("PRAGMA secure_delete=ON")
            self._make_durable(connection)
        else:
            connection.execute("PRAGMA query_only=ON")
        return connection

    def _make_durable(self, connection: sqlite3.Connection) -> None:
        """Set what keeps an acknowledged report through a power cut, and read it back."""
        journal = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        connection.execute("PRAGMA synchronous=EXTRA")
        synchronous = connection.execute("PRAGMA synchronous").fetchone()[0]
        if self.address.path and (journal != "delete" or synchronous != 3):
            connection.close()
            raise LedgerError(
                str(self.address),
                f"durable settings were not taken (journal {journal}, synchronous {synchronous})",
                "Close other programs that use the file.",
                "not_durable",
            )

    def connect(self) -> Connection:
        """A connection to the file that was opened first; raises LedgerError when another stands in its place."""
        path = self.address.path
        if path is not None:
            try:
                status = path.stat()
            except OSError:
                raise NoLedger(str(path), "it is gone", "Put it back, or open it where it is now.") from None
            if self.identity is None:
                self.identity = (status.st_dev, status.st_ino)
            elif self.identity != (status.st_dev, status.st_ino):
                raise LedgerError(
                    str(path), "another file stands in its place since it was opened", "Open it anew.", "replaced"
                )
        return self.engine.connect()

    def begin_write(self, connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def begin_read(self, connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    def explain(self, error: DBAPIError) -> LedgerError:
        """What a failure of the database means to the user."""
        name, what = str(self.address), str(error.orig)
        code = getattr(error.orig, "sqlite_errorname", "")
        if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            holder = find_holder(self.address.path)
            return LedgerBusy(name, f"it is held by {holder}", "Wait for it to end, or stop it.")
        if code == "SQLITE_FULL" or (code.startswith("SQLITE_IOERR") and _is_full(self.address.path)):
            return DiskFull(name, "there is no room on its disk", "Free some; nothing of this was kept.")
        if code == "SQLITE_READONLY_ROLLBACK":
            return LedgerReadOnly(name, "a writer was cut off, which only who may write can mend", "Open it so once.")
        if code.startswith("SQLITE_READONLY"):
            return LedgerReadOnly(name, "it, or its folder, may not be written", "Ask for the right to write it.")
        if code.startswith("SQLITE_CANTOPEN"):
            return NoLedger(name, "it cannot be opened", "Check that it and its folder may be read.", "cannot_open")
        if code in {"SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_CORRUPT_VTAB"} or "malformed" in what:
            return LedgerDamaged(
                name, f"its file is damaged ({what})", "Put back a backup; `onrecord doctor` tells more."
            )
        return LedgerError(name, f"the database failed ({what})", "See `onrecord doctor`.", "database")

    def read_version(self, connection: Connection) -> int:
        """The number of the last migration that was run, 0 for a new file; raises NoLedger for a file of others."""
        application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
        version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
        if application != APPLICATION and (application or version or tables):
            raise NoLedger(
                str(self.address), "it is a database of another program", "Name another file.", "not_a_ledger"
            )
        return int(version)

    def create_home(self, connection: Connection) -> None:
        """Nothing to do: the file is the home."""

    def write_version(self, connection: Connection, version: int) -> None:
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION}")
        connection.exec_driver_sql(f"PRAGMA user_version={version:d}")

    def adapt(self, sql: str) -> str:
        return sql.format(key="INTEGER", blob="BLOB", double="DOUBLE", schema="")

    def guard(self, connection: Connection) -> None:
        """Make search tables that follow their tables by themselves, and refuse changes of entries."""
        for table, (key, columns) in SEARCHED.items():
            for statement in _follow(table, key, columns):
                connection.exec_driver_sql(statement)
        for act in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER entries_no_{act.lower()} BEFORE {act} ON entries "
                f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"
            )
        connection.exec_driver_sql(
            "CREATE TRIGGER entries_in_order BEFORE INSERT ON entries "
            "WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries) "
            f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"
        )

    def describe(self, connection: Connection) -> list[tuple[str, ...]]:
        """The schema as the file states it, to be compared."""
        rows = connection.exec_driver_sql(
            "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master ORDER BY 1, 2"
        )
        return [tuple(map(str, row)) for row in rows]

    def contains(self, column: Column[Any], words: str) -> ColumnElement[bool]:
        return func.instr(column, words) > 0

    def matches(self, table: Table, search: Search) -> ColumnElement[bool]:
        found, match = self._search(table, search)
        return table.c[SEARCHED[table.name][0]].in_(select(found.c.rowid).where(match))

    def rank(self, statement: Select[Any], table: Table, search: Search) -> tuple[Select[Any], ColumnElement[Any]]:
        """The statement over rows that match, and what they are to be sorted by, best first."""
        found, match = self._search(table, search)
        key = table.c[SEARCHED[table.name][0]]
        return statement.join(found, found.c.rowid == key).where(match), found.c.rank

    def _search(self, table: Table, search: Search) -> tuple[TableClause, ColumnElement[bool]]:
        name = f"{table.name}_search"
        match = literal_column(name).op("MATCH", is_comparison=True)(_fts(search))
        return lightweight(name, lightweight_column("rowid"), lightweight_column("rank")), match

    def find_faults(self, connection: Connection) -> Iterator[str]:
        """What is wrong with the file's structure."""
        rows = connection.exec_driver_sql("PRAGMA integrity_check(10)").scalars().all()
        if rows != ["ok"]:
            yield f"the structure of the file ({rows[0]})"

    def find_search_faults(self, connection: Connection) -> Iterator[str]:
        """Search tables that differ from what they index; looking needs the right to write, and writes nothing."""
        for name in (f"{table}_search" for table in SEARCHED if self.writable):
            try:
                connection.exec_driver_sql(f"INSERT INTO {name}({name}, rank) VALUES ('integrity-check', 1)")
            except DBAPIError as error:
                if not getattr(error.orig, "sqlite_errorname", "").startswith("SQLITE_CORRUPT"):
                    raise
                yield f"the search table {name}, which differs from what it indexes"

    def forget_words(self, connection: Connection) -> None:
        """Rewrite the search tables, so that words of removed texts do not stay in their old parts."""
        for table in SEARCHED:
            connection.exec_driver_sql(f"INSERT INTO {table}_search({table}_search) VALUES ('optimize')")

    def find_weaknesses(self, connection: Connection) -> Iterator[tuple[str, str]]:
        """Settings and known faults that a user should know, each with whether it is well."""
        version = sqlite3.sqlite_version_info
        fault = (
            ""
            if version >= WAL_FAULT_MENDED
            else "; its fault with WAL (mended in 3.51.3) is kept out by not using WAL"
        )
        yield "ok", f"SQLite {sqlite3.sqlite_version}{fault}"
        journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
        well = journal == "delete" and (synchronous == 3 or not self.writable)
        yield ("ok" if well else "bad"), f"journal mode {journal}, synchronous {synchronous} (3 is EXTRA)"


def _pool_size(pool: type[Any]) -> dict[str, int]:
    return {"pool_size": 4, "max_overflow": 28} if pool is QueuePool else {}


def _follow(table: str, key: str, columns: Sequence[str]) -> Iterator[str]:
    """A search table without words of its own, and triggers that keep it in step with the table that it searches."""
    names, name = ", ".join(columns), f"{table}_search"
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    yield (
        f"CREATE VIRTUAL TABLE {name} USING fts5({names}, content='{table}', content_rowid='{key}', "
        "tokenize='porter unicode61 remove_diacritics 2')"
    )
    yield (
        f"CREATE TRIGGER {name}_in AFTER INSERT ON {table} BEGIN "
        f"INSERT INTO {name}(rowid, {names}) VALUES (NEW.{key}, {new}); END"
    )
    yield (
        f"CREATE TRIGGER {name}_out AFTER DELETE ON {table} BEGIN "
        f"INSERT INTO {name}({name}, rowid, {names}) VALUES ('delete', OLD.{key}, {old}); END"
    )


def _fts(search: Search) -> str:
    """The search in the language of FTS5, every phrase quoted."""

    def say(phrase: str) -> str:
        return '"' + phrase.replace('"', " ") + '"'

    wanted = " AND ".join("(" + " OR ".join(map(say, group)) + ")" for group in search.wanted)
    unwanted = "".join(f" NOT {say(phrase)}" for phrase in search.unwanted)
    return f"({wanted}){unwanted}" if unwanted else wanted


def _is_full(path: Path | None) -> bool:
    if path is None:
        return False
    try:
        space = os.statvfs(path.parent)
    except OSError as error:
        return error.errno == errno.ENOSPC
    return space.f_bavail * space.f_frsize < 1 << 16


def find_holder(path: Path | None) -> str:
    """Who holds a lock on the file, as the kernel tells it where it does."""
    if path is None:
        return "another connection"
    try:
        inode = str(path.stat().st_ino)
        for line in Path("/proc/locks").read_text().splitlines():
            words = line.replace("->", " ").split()
            if len(words) >= 6 and words[3] == "WRITE" and words[5].rsplit(":", 1)[-1] == inode and words[4] != "-1":
                return f"process {words[4]}"
    except OSError:
        pass
    return "another process"


@dataclass(slots=True)
class PostgreSQL:
    """A schema of a PostgreSQL database."""

    address: ServerAddress
    writable: bool
    patience: float = PATIENCE
    name: str = "postgresql"
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        try:
            self.engine = create_engine(
                self.address.url, isolation_level="AUTOCOMMIT", pool_pre_ping=True, pool_size=4, max_overflow=28,
                connect_args={"connect_timeout": 10, "application_name": "onrecord"},
                execution_options={"schema_translate_map": {None: self.address.schema}},
            )  # fmt: skip
        except (ImportError, NoSuchModuleError):
            raise SetupError("PostgreSQL needs a driver: pip install 'onrecord[postgres]'.") from None
        event.listen(self.engine, "connect", self._settle)

    def _settle(self, connection: Any, _: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = on")
            cursor.execute("SET search_path = pg_catalog")
            cursor.execute(f"SET lock_timeout = {int(self.patience * 1000)}")
            cursor.execute("SHOW server_encoding")
            encoding = cursor.fetchone()[0]
            if encoding != "UTF8":
                raise NoLedger(
                    str(self.address), f"its encoding is {encoding}", "Use a database in UTF8.", "bad_encoding"
                )
        connection.commit()

    def connect(self) -> Connection:
        return self.engine.connect()

    def begin_write(self, connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", (APPLICATION, self.address.schema))

    def begin_read(self, connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    def explain(self, error: DBAPIError) -> LedgerError:
        """What a failure of the database means to the user."""
        name = str(self.address)
        state = getattr(error.orig, "sqlstate", None) or ""
        what = " ".join(str(error.orig).split())[:300]
        if state in {"55P03", "57014", "40001", "40P01"}:
            return LedgerBusy(name, "another process holds it", "Wait for it to end, then do the same again.")
        if state.startswith("53"):
            return DiskFull(name, f"its server has no room ({what})", "Free some; nothing of this was kept.")
        if state in {"42501", "25006"}:
            return LedgerReadOnly(name, f"this account may not do that ({what})", "Ask for the right to write it.")
        if not state or state.startswith(("08", "57P")):
            return NoLedger(
                name, f"its server cannot be reached ({what})", "Check the address; try again.", "unreachable"
            )
        if state in {"3D000", "28P01", "28000"}:
            return NoLedger(name, what, "Check the address and the account.", "cannot_open")
        return LedgerError(name, f"the database failed ({what})", "See `onrecord doctor`.", "database")

    def read_version(self, connection: Connection) -> int:
        """The number of the last migration that was run, 0 where the schema is not there or empty."""
        tables = set(
            connection.exec_driver_sql(
                "SELECT table_name::text FROM information_schema.tables WHERE table_schema = %s", (self.address.schema,)
            ).scalars()
        )
        if tables and "ledger_version" not in tables:
            raise NoLedger(
                str(self.address), "the schema holds tables of another program", "Name another.", "not_a_ledger"
            )
        if not tables:
            return 0
        return int(connection.exec_driver_sql(self.adapt("SELECT number FROM {schema}ledger_version")).scalar_one())

    def create_home(self, connection: Connection) -> None:
        """Make the schema where it is not there."""
        connection.exec_driver_sql(f'CREATE SCHEMA IF NOT EXISTS "{self.address.schema}"')

    def write_version(self, connection: Connection, version: int) -> None:
        connection.exec_driver_sql(
            self.adapt("CREATE TABLE IF NOT EXISTS {schema}ledger_version (number integer NOT NULL)")
        )
        connection.exec_driver_sql(self.adapt("DELETE FROM {schema}ledger_version"))
        connection.exec_driver_sql(self.adapt("INSERT INTO {schema}ledger_version VALUES (%s)"), (version,))

    def adapt(self, sql: str) -> str:
        return sql.format(key="BIGINT", blob="BYTEA", double="DOUBLE PRECISION", schema=f'"{self.address.schema}".')

    def guard(self, connection: Connection) -> None:
        """Make search columns that follow by themselves, and refuse changes of entries."""
        for statement in (
            "CREATE TEXT SEARCH DICTIONARY {schema}stems (TEMPLATE = pg_catalog.snowball, Language = english)",
            "CREATE TEXT SEARCH CONFIGURATION {schema}words (COPY = pg_catalog.english)",
            "ALTER TEXT SEARCH CONFIGURATION {schema}words ALTER MAPPING FOR "
            "asciihword, asciiword, hword, hword_asciipart, hword_part, word WITH {schema}stems",
        ):
            connection.exec_driver_sql(self.adapt(statement))
        for table in SEARCHED:
            for statement in (
                f"ALTER TABLE {{schema}}{table} ADD COLUMN search tsvector "
                f"GENERATED ALWAYS AS ({self._index(table)}) STORED",
                f"CREATE INDEX {table}_search ON {{schema}}{table} USING gin (search)",
            ):
                connection.exec_driver_sql(self.adapt(statement))
        for statement in (
            "CREATE FUNCTION {schema}keep_entries() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{KEPT}'; END $$",
            "CREATE TRIGGER entries_kept BEFORE UPDATE OR DELETE ON {schema}entries "
            "FOR EACH ROW EXECUTE FUNCTION {schema}keep_entries()",
            "CREATE TRIGGER entries_not_emptied BEFORE TRUNCATE ON {schema}entries "
            "FOR EACH STATEMENT EXECUTE FUNCTION {schema}keep_entries()",
        ):
            connection.exec_driver_sql(self.adapt(statement))

    def describe(self, connection: Connection) -> list[tuple[str, ...]]:
        """The schema as the server states it, to be compared."""
        found: list[tuple[str, ...]] = []
        for kind, sql in DESCRIPTIONS.items():
            rows = connection.exec_driver_sql(sql, (self.address.schema,))
            found.extend((kind, *(str(cell).replace(self.address.schema, "ledger") for cell in row)) for row in rows)
        return sorted(found)

    def contains(self, column: Column[Any], words: str) -> ColumnElement[bool]:
        return func.strpos(column, words) > 0

    def matches(self, table: Table, search: Search) -> ColumnElement[bool]:
        return self._search(table).op("@@")(self._query(search))

    def rank(self, statement: Select[Any], table: Table, search: Search) -> tuple[Select[Any], ColumnElement[Any]]:
        """The statement over rows that match, and what they are to be sorted by, best first."""
        rank = -func.ts_rank_cd(self._search(table), self._query(search))
        return statement.where(self.matches(table, search)), rank

    def _search(self, table: Table) -> ColumnElement[Any]:
        return literal_column(f'"{self.address.schema}".{table.name}.search')

    def _index(self, table: str) -> str:
        """What is searched: the words as SQLite takes them, without accents, and none left out as common."""
        words = " || ' ' || ".join(f"coalesce({column}, '')" for column in SEARCHED[table][1])
        plain = f"regexp_replace(normalize(left({words}, 250000), NFKD), '[{FIRST_ACCENT}-{LAST_ACCENT}]', '', 'g')"
        return f"to_tsvector('{self._config()}', {plain})"

    def _config(self) -> str:
        return f"{self.address.schema}.words"

    def _query(self, search: Search) -> ColumnElement[Any]:
        def ask(words: str) -> ColumnElement[Any]:
            return func.websearch_to_tsquery(literal_column(f"'{self._config()}'::regconfig"), words)

        def say(phrase: str) -> str:
            return '"' + fold(phrase) + '"'

        parts = [ask(" or ".join(map(say, group))) for group in search.wanted]
        parts += [ask(f"-{say(phrase)}") for phrase in search.unwanted]
        wanted = parts[0]
        for part in parts[1:]:
            wanted = wanted.op("&&")(part)
        return wanted

    def find_faults(self, connection: Connection) -> Iterator[str]:
        """None that could be seen from here: the server looks after its own files."""
        yield from ()

    def find_search_faults(self, connection: Connection) -> Iterator[str]:
        """Search columns that do not hold what their tables say."""
        for table in SEARCHED:
            wrong = connection.exec_driver_sql(
                self.adapt(f"SELECT count(*) FROM {{schema}}{table} WHERE search IS DISTINCT FROM {self._index(table)}")
            ).scalar_one()
            if wrong:
                yield f"the search column of {table}, which differs from its words in {wrong} rows"

    def forget_words(self, connection: Connection) -> None:
        """Nothing to do here: removed rows are cleared away by the server's own vacuum."""

    def find_weaknesses(self, connection: Connection) -> Iterator[tuple[str, str]]:
        """Settings that a user should know, each with whether it is well."""
        yield "ok", f"PostgreSQL {connection.exec_driver_sql('SHOW server_version').scalar_one()}"
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            value = connection.exec_driver_sql(f"SHOW {setting}").scalar_one()
            well = value not in {"off", "local"} or (setting == "synchronous_commit" and value == "local")
            note = "" if well else ": an acknowledged report can be lost in a power cut"
            yield ("ok" if well else "bad"), f"{setting} is {value}{note}"


DESCRIPTIONS = {
    "column": "SELECT table_name, column_name, data_type, is_nullable, coalesce(generation_expression, '') "
    "FROM information_schema.columns WHERE table_schema = %s",
    "index": "SELECT tablename, indexname, indexdef FROM pg_catalog.pg_indexes WHERE schemaname = %s",
    "trigger": "SELECT event_object_table, trigger_name, event_manipulation, action_statement "
    "FROM information_schema.triggers WHERE trigger_schema = %s",
}


def open_dialect(address: Address, writable: bool, patience: float = PATIENCE) -> SQLite | PostgreSQL:
    """The database at an address, not yet connected to."""
    if isinstance(address, ServerAddress):
        return PostgreSQL(address, writable, patience)
    return SQLite(address, writable, patience)


@contextmanager
def writing(dialect: Dialect) -> Iterator[Connection]:
    """A transaction that waits for its turn, then writes all or nothing; failures are told as LedgerError."""
    with transact(dialect, write=True) as connection:
        yield connection


@contextmanager
def looking(dialect: Dialect) -> Iterator[Connection]:
    """A transaction that sees one state of the ledger; failures are told as LedgerError."""
    with transact(dialect, write=False) as connection:
        yield connection


@contextmanager
def transact(dialect: Dialect, write: bool) -> Iterator[Connection]:
    """Either kind of transaction."""
    try:
        with dialect.connect() as connection:
            (dialect.begin_write if write else dialect.begin_read)(connection)
            try:
                yield connection
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                _roll_back(connection)
                raise
    except DBAPIError as error:
        raise dialect.explain(error) from None
    except PoolTimeout:
        raise LedgerBusy(str(dialect.address), "too many threads use it at once", "Try again.") from None


def _roll_back(connection: Connection) -> None:
    """End a transaction that failed; one that the database has ended already is not ended twice."""
    if connection.invalidated:
        return
    try:
        connection.exec_driver_sql("ROLLBACK")
    except DBAPIError:
        connection.invalidate()


def may_write(path: Path) -> bool:
    """Whether the file and its folder may be written, so that a journal can stand beside it."""
    return os.access(path.parent, os.W_OK | os.X_OK) and (not path.exists() or os.access(path, os.W_OK))


def check_file(path: Path, create: bool) -> bool:
    """Whether a new ledger is to be made there.

    Raises NoLedger where there is none and none is to be made, and for files that are none, before they are touched.
    """
    name = str(path)
    if not path.exists():
        if create and path.parent.is_dir():
            return True
        remedy = (
            "Make one with `onrecord add`, or name it with --ledger." if path.parent.is_dir() else "Check the folder."
        )
        raise NoLedger(name, "there is no ledger here", remedy)
    if not path.is_file():
        raise NoLedger(name, "it is no file", "Name a file.", "not_a_ledger")
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise NoLedger(name, f"it cannot be read ({error.strerror})", "Ask for the right to.", "cannot_open") from None
    if not head or (len(head) == 100 and head.startswith(MAGIC) and _has_journal(path)):
        return _is_new(name, bool(head), create)
    if not head.startswith(MAGIC) or len(head) < 100:
        raise NoLedger(name, "it is no ledger but some other file", "Name another file.", "not_a_ledger")
    if int.from_bytes(head[68:72], "big") != APPLICATION:
        raise NoLedger(name, "it is a database of another program", "Name another file.", "not_a_ledger")
    return False


def _has_journal(path: Path) -> bool:
    return path.with_name(path.name + "-journal").exists()


def _is_new(name: str, filled: bool, create: bool) -> bool:
    if filled:
        return False
    if not create:
        raise NoLedger(name, "it is an empty file", "Make a ledger with `onrecord add`.", "empty")
    return True
