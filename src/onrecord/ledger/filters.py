"""What a ledger can be asked for: filters with the table that each is about, and how tables hang together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, exists, or_, select

from onrecord.errors import OnRecordError
from onrecord.ledger.dialects import Dialect
from onrecord.ledger.folding import fold
from onrecord.ledger.schema import claims, figures, parties, positions, reports, texts
from onrecord.ledger.searching import Search, parse_search

Condition = ColumnElement[bool]
Words = str | tuple[str, ...] | None
TABLES = {table.name: table for table in (reports, claims, figures, positions, parties)}


class BadFilter(OnRecordError):
    """A filter that does not exist, or a value that it cannot have."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; all that is given must hold.

    Names are found by any part of them, without regard to case and accents. Days are "2024-10-23", half-open: since is
    the first day that counts, before the first that does not. A tuple means any of its members.
    """

    report: Words = None
    line: str | None = None
    speaker: str | None = None
    chain: str | None = None
    outlet: str | None = None
    credit: str | None = None
    language: str | None = None
    voice: Words = None
    quote: Words = None
    speech_act: Words = None
    factuality: Words = None
    position: Words = None
    counted: str | None = None
    unit: str | None = None
    role: Words = None
    least: float | None = None
    most: float | None = None
    party: str | None = None
    kind: Words = None
    said_since: str | None = None
    said_before: str | None = None
    event_since: str | None = None
    event_before: str | None = None
    published_since: str | None = None
    published_before: str | None = None
    below: float | None = None
    review: Words = None
    search: str | None = None


def make_filter(asked: dict[str, Any]) -> Filter:
    """The filter of these names and values.

    Raises BadFilter for a name that is none.
    """
    known = {item.name for item in fields(Filter)}
    wrong = [name for name in asked if name not in known]
    if wrong:
        raise BadFilter(f"There is no filter {wrong[0]!r}. Filters are: {', '.join(sorted(known))}.")
    given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in asked.items()}
    return Filter(**given)


def find_conditions(target: Table, asked: Filter, dialect: Dialect) -> Iterator[Condition]:
    """The conditions on rows of the target: its own, and that a row of another table hangs together with it."""
    for name, table in TABLES.items():
        own = tuple(_list_conditions(name, asked, dialect))
        if not own:
            continue
        if table is target:
            yield from own
        elif table is reports:
            yield target.c.report.in_(_numbers(own))
        else:
            yield exists().where(_link(target, table), *own)
    if asked.search and target is not reports and target is not claims:
        yield from _search_others(target, parse_search(asked.search), dialect)


def find_search(target: Table, asked: Filter) -> tuple[Table, Search] | None:
    """The search table by whose ranking rows of the target are sorted, if a search is asked for and it has one."""
    if not asked.search or target not in (reports, claims):
        return None
    return (texts if target is reports else claims), parse_search(asked.search)


def _numbers(conditions: tuple[Condition, ...]) -> Any:
    return select(reports.c.seq).where(*conditions)


def _list_conditions(name: str, asked: Filter, dialect: Dialect) -> Iterator[Condition]:
    return {
        "reports": _about_reports, "claims": _about_claims, "figures": _about_figures, "positions": _about_positions,
        "parties": _about_parties,
    }[name](asked, dialect)  # fmt: skip


def _about_reports(asked: Filter, dialect: Dialect) -> Iterator[Condition]:
    yield from _any_of(reports.c.id, asked.report)
    yield from _any_of(reports.c.line, asked.line)
    yield from _contains(dialect, reports.c.outlet_key, asked.outlet)
    yield from _contains(dialect, reports.c.credits_key, asked.credit)
    yield from _any_of(reports.c.language, asked.language)
    if asked.published_since:
        yield reports.c.day >= asked.published_since
    if asked.published_before:
        yield reports.c.day < asked.published_before


def _about_claims(asked: Filter, dialect: Dialect) -> Iterator[Condition]:
    yield from _contains(dialect, claims.c.speaker_key, asked.speaker)
    yield from _contains(dialect, claims.c.chain_key, asked.chain)
    for column, value in (
        (claims.c.voice, asked.voice), (claims.c.quote, asked.quote), (claims.c.speech_act, asked.speech_act),
        (claims.c.factuality, asked.factuality), (claims.c.review, asked.review),
    ):  # fmt: skip
        yield from _any_of(column, value)
    yield from _overlaps(claims.c.said_from, claims.c.said_to, asked.said_since, asked.said_before)
    yield from _overlaps(claims.c.event_from, claims.c.event_to, asked.event_since, asked.event_before)
    if asked.below is not None:
        yield claims.c.confidence < asked.below


def _about_figures(asked: Filter, dialect: Dialect) -> Iterator[Condition]:
    yield from _contains(dialect, figures.c.counted_key, asked.counted)
    yield from _any_of(figures.c.unit, asked.unit)
    yield from _any_of(figures.c.role, asked.role)
    if asked.least is not None:
        yield or_(figures.c.high >= asked.least, and_(figures.c.high.is_(None), figures.c.low >= asked.least))
    if asked.most is not None:
        yield or_(figures.c.low <= asked.most, and_(figures.c.low.is_(None), figures.c.high <= asked.most))


def _about_positions(asked: Filter, dialect: Dialect) -> Iterator[Condition]:
    yield from _any_of(positions.c.position, asked.position)


def _about_parties(asked: Filter, dialect: Dialect) -> Iterator[Condition]:
    yield from _contains(dialect, parties.c.name_key, asked.party)
    yield from _any_of(parties.c.kind, asked.kind)


def _any_of(column: Column[Any], value: Words) -> Iterator[Condition]:
    if isinstance(value, tuple):
        yield column.in_(value)
    elif value is not None:
        yield column == value


def _contains(dialect: Dialect, column: Column[Any], words: str | None) -> Iterator[Condition]:
    if words:
        yield dialect.contains(column, fold(words))


def _overlaps(start: Column[Any], end: Column[Any], since: str | None, before: str | None) -> Iterator[Condition]:
    """Intervals that are fixed at one end at least and have a part in what is asked for."""
    if since or before:
        yield or_(start.is_not(None), end.is_not(None))
    if since:
        yield or_(end.is_(None), end > since)
    if before:
        yield or_(start.is_(None), start < before)


def _search_others(target: Table, search: Search, dialect: Dialect) -> Iterator[Condition]:
    """Figures and parties are searched by the words of their claims, positions by those of the whole report."""
    if target is positions:
        yield target.c.report.in_(select(texts.c.report).where(dialect.matches(texts, search)))
    else:
        yield exists().where(_link(target, claims), dialect.matches(claims, search))


def _link(target: Table, other: Table) -> Condition:
    """How a row of one table hangs together with rows of another."""
    if target is reports:
        return other.c.report == reports.c.seq
    same = target.c.report == other.c.report
    pair = LINKS.get((target.name, other.name))
    if pair is None:
        pair = LINKS[other.name, target.name][::-1]
    return and_(same, target.c[pair[0]] == other.c[pair[1]])


LINKS = {
    ("claims", "figures"): ("id", "claim"),
    ("claims", "positions"): ("id", "about"),
    ("claims", "parties"): ("speaker", "id"),
    ("figures", "positions"): ("claim", "about"),
    ("positions", "parties"): ("party", "id"),
    ("figures", "parties"): ("report", "report"),
}
