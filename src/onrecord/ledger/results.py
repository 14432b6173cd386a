"""What a question to the ledger gives: rows to show or export, or typed values with the report that each stands in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from sqlalchemy import Column, Connection, Row, Select, Table, func, select

from onrecord.errors import SetupError
from onrecord.ledger.corrections import GROUPS
from onrecord.ledger.dialects import Dialect, looking
from onrecord.ledger.filters import Filter, find_conditions, find_search
from onrecord.ledger.plain import from_plain
from onrecord.ledger.schema import claims, figures, parties, positions, reports
from onrecord.ledger.store import load_standing

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

Plain = dict[str, Any]
Value = TypeVar("Value")
PAGE = 200
CARD = ("id", "outlet", "credits", "headline", "day", "published", "updated", "url", "line", "name")
HIDDEN = {"n", "seq", "report"}
LISTS = {"credits", "chain"}  # kept as JSON in one cell


@dataclass(frozen=True, slots=True)
class ReportCard:
    """A report in short: its id, who published it on whose credit, when, and under which title."""

    id: str
    outlet: str | None
    credits: tuple[str, ...]
    headline: str | None
    day: str | None
    published: str | None
    updated: str | None
    url: str | None
    line: str
    name: str


@dataclass(frozen=True, slots=True)
class Kept(Generic[Value]):
    """A claim, figure, position or party with the report that it stands in.

    `speaker` is the name of who says it, `chain` the names from the party nearest the reader to that nearest the fact.
    """

    id: str
    report: ReportCard
    value: Value
    speaker: str | None = None
    chain: tuple[str, ...] = ()
    review: str | None = None


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """The answer to a question: iterate over it for typed values, or take rows, an Arrow table or a data frame."""

    dialect: Dialect
    table: Table
    asked: Filter
    limit: int | None = None
    offset: int = 0

    def __iter__(self) -> Iterator[Value]:
        """Typed values, read in pages, so that writers never wait for a long look."""
        for page in self._read_pages(typed=True):
            yield from cast("list[Value]", page)

    def rows(self) -> Iterator[Plain]:
        """The same as flat rows: plain values by the names of columns."""
        for page in self._read_pages(typed=False):
            yield from page

    def count(self) -> int:
        """How many there are in all, whatever the limit."""
        with looking(self.dialect) as connection:
            return count_rows(connection, self.table, self.asked, self.dialect)

    def to_arrow(self) -> pyarrow.Table:
        """The rows as an Arrow table; needs pyarrow."""
        try:
            import pyarrow
        except ImportError:
            raise SetupError("Arrow and Parquet need pyarrow: pip install 'onrecord[parquet]'.") from None
        names = self.columns()
        rows = list(self.rows())
        return pyarrow.table({name: pyarrow.array([row[name] for row in rows], _arrow_type(name)) for name in names})

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a data frame; needs pandas."""
        try:
            import pandas
        except ImportError:
            raise SetupError("This needs pandas: pip install pandas.") from None
        return pandas.DataFrame(list(self.rows()), columns=self.columns())

    def to_polars(self) -> polars.DataFrame:
        """The rows as a data frame of polars; needs polars."""
        try:
            import polars
        except ImportError:
            raise SetupError("This needs polars: pip install polars.") from None
        return polars.DataFrame(list(self.rows()), schema=self.columns(), infer_schema_length=None)

    def columns(self) -> list[str]:
        """The names of a row's values, in order."""
        return list_columns(self.table)

    def _read_pages(self, typed: bool) -> Iterator[list[Any]]:
        """Pages that go on behind the last row where rows stand in their own order, else by counting."""
        base, key = build_statement(self.table, self.asked, self.dialect), find_key(self.table)
        counted = bool(find_search(self.table, self.asked))
        offset, left, behind = self.offset, self.limit, None
        while left is None or left > 0:
            size = PAGE if left is None else min(PAGE, left)
            statement = base.limit(size) if behind is None else base.limit(size).where(key > behind)
            with looking(self.dialect) as connection:
                rows = list(connection.execute(statement.offset(offset) if offset else statement))
                page = _type_rows(connection, self.table, rows) if typed else list(map(_flatten, rows))
            yield page
            if len(rows) < size:
                return
            offset, behind = (offset + size, None) if counted else (0, rows[-1].turn)
            left = None if left is None else left - size


def find_key(table: Table) -> Column[Any]:
    """The column in whose order rows stand."""
    return table.c.seq if table is reports else table.c.n


def list_columns(table: Table) -> list[str]:
    """The columns that a user sees: first those of the report, then the table's own."""
    if table is reports:
        return [column.name for column in reports.columns if not _is_hidden(column.name)]
    own = [column.name for column in table.columns if not _is_hidden(column.name)]
    return ["report", "outlet", "day", *own]


def build_statement(table: Table, asked: Filter, dialect: Dialect) -> Select[Any]:
    """The query for what is asked, best first where a search ranks, else in the order of adding."""
    if table is reports:
        own = [column for column in reports.columns if not _is_hidden(column.name)]
        statement: Select[Any] = select(reports.c.seq.label("turn"), *own)
    else:
        own = [column for column in table.columns if not _is_hidden(column.name)]
        statement = select(
            table.c.n.label("turn"),
            table.c.report.label("seq"),
            reports.c.id.label("report"),
            reports.c.outlet,
            reports.c.day,
            *own,
        ).join(reports, reports.c.seq == table.c.report)
    order: list[Any] = [find_key(table)]
    statement = statement.where(*find_conditions(table, asked, dialect))
    ranked = find_search(table, asked)
    if ranked:
        searched, search = ranked
        if searched is not table:
            statement = statement.join(searched, searched.c.report == reports.c.seq)
        statement, rank = dialect.rank(statement, searched, search)
        order.insert(0, rank)
    return statement.order_by(*order)


def count_rows(connection: Connection, table: Table, asked: Filter, dialect: Dialect) -> int:
    """How many rows there are of what is asked."""
    inner = build_statement(table, asked, dialect).order_by(None).subquery()
    return int(connection.execute(select(func.count()).select_from(inner)).scalar_one())


def _is_hidden(name: str) -> bool:
    return name in HIDDEN or name.endswith("_key")


def _flatten(row: Row[Any]) -> Plain:
    flat = {key: value for key, value in row._mapping.items() if key not in {"turn", "seq"}}
    for key in LISTS & flat.keys():
        flat[key] = (
            " > ".join(json.loads(flat[key] or "[]")) if key == "chain" else ", ".join(json.loads(flat[key] or "[]"))
        )
    for key in ("approximate", "removed"):
        if key in flat:
            flat[key] = bool(flat[key])
    return flat


def make_card(row: Row[Any]) -> ReportCard:
    """The card of a report's row."""
    values = {key: getattr(row, key) for key in CARD}
    values["credits"] = tuple(json.loads(row.credits or "[]"))
    return ReportCard(**values)


def _type_rows(connection: Connection, table: Table, rows: list[Row[Any]]) -> list[Any]:
    """The typed values of rows, each report's reading loaded once."""
    if table is reports:
        return [make_card(row) for row in rows]
    load = lru_cache(maxsize=PAGE)(lambda seq: _load_parts(connection, table, seq))
    kept: list[Any] = []
    for row in rows:
        card, parts, names = load(row.seq)
        plain = parts[row.id]
        chain = tuple(names.get(link["party"], "") for link in plain.get("chain", ()))
        speaker = getattr(row, "speaker_name", None) or getattr(row, "party_name", None)
        kept.append(Kept(row.id, card, from_plain(GROUPS[table.name], plain), speaker, chain, row.review))
    return kept


def _load_parts(connection: Connection, table: Table, seq: int) -> tuple[ReportCard, dict[str, Plain], dict[str, str]]:
    reading = load_standing(connection, seq).reading
    names = {party["id"]: party["name"] for party in reading["parties"]}
    card = make_card(connection.execute(select(reports).where(reports.c.seq == seq)).one())
    return card, {part["id"]: part for part in reading[table.name]}, names


NUMBERS = {"value", "low", "high", "confidence"}
COUNTS = {"words", "claims", "figures", "doubts", "mentions"}
TRUTHS = {"approximate", "removed"}


def _arrow_type(name: str) -> Any:
    """The type of a column, the same whether or not the answer holds a value."""
    import pyarrow

    if name in NUMBERS:
        return pyarrow.float64()
    if name in TRUTHS:
        return pyarrow.bool_()
    return pyarrow.int64() if name in COUNTS else pyarrow.string()


QUESTIONS: dict[str, Table] = {
    "reports": reports, "claims": claims, "figures": figures, "positions": positions, "parties": parties,
}  # fmt: skip
