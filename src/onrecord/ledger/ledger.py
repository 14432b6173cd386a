"""A ledger: reports kept, asked, corrected and proved."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from sqlalchemy import Connection, func, or_, select

from onrecord.errors import InputError, LedgerError, LedgerReadOnly, NotCorrectable, NotInLedger
from onrecord.ledger.addresses import FileAddress, read_address
from onrecord.ledger.corrections import (
    BLANKS,
    LONGEST,
    SINGULAR,
    BadCorrection,
    Correction,
    Standing,
    apply_correction,
    apply_corrections,
    list_touched,
    make_new_id,
)
from onrecord.ledger.dialects import PATIENCE, Dialect, check_file, looking, may_write, open_dialect, writing
from onrecord.ledger.filters import make_filter
from onrecord.ledger.log import Entry, append, find_entry, find_last, read_entries
from onrecord.ledger.migrations import MIGRATIONS, check_version, migrate
from onrecord.ledger.packing import unpack, write_canonical
from onrecord.ledger.plain import read_reading
from onrecord.ledger.results import QUESTIONS, Found, Kept, ReportCard, make_card
from onrecord.ledger.schema import (
    appearances,
    claims,
    corrections,
    doubts,
    entries,
    figures,
    originals,
    parties,
    positions,
    reports,
    touches,
)
from onrecord.ledger.store import (
    Prepared,
    erase,
    find_known,
    find_report,
    is_known_place,
    load_corrections,
    load_machine,
    load_standing,
    make_correction,
    need_report,
    prepare,
    rewrite_rows,
    save_appearance,
    save_correction,
    save_report,
    set_live,
)
from onrecord.model import Claim, Figure, Party, Position, Reading, Report, to_plain

Plain = dict[str, Any]
Status = Literal["added", "already there", "incomplete", "refused"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one report: its status, its id, and where it is not simply added, why."""

    status: Status
    name: str
    report: str | None = None
    reason: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing of the ledger by its id: its kind, the plain value as it now stands, its report, the parties' names."""

    kind: str
    value: Plain
    report: ReportCard
    review: str | None
    grades: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)


class Ledger:
    """An open ledger; use it as a context, or close it.

    Made by `open_ledger`. Every method that writes is one transaction: all of it is kept or none.
    """

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._process = os.getpid()
        self.engine_name = f"onrecord {version('onrecord')}"

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Ledger {self.name}{'' if self.writable else ', read-only'}>"

    @property
    def name(self) -> str:
        """Where the ledger is, as shown in messages."""
        return str(self._dialect.address)

    @property
    def writable(self) -> bool:
        """Whether it can be written."""
        return self._dialect.writable

    @property
    def dialect(self) -> Dialect:
        """The database behind it."""
        return self._dialect

    def close(self) -> None:
        """Let go of the database."""
        self._dialect.engine.dispose()

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """A connection that sees one state."""
        self._check_process()
        with looking(self._dialect) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection that writes all or nothing; raises LedgerReadOnly where the ledger may only be read."""
        self._check_process()
        if not self.writable:
            raise LedgerReadOnly(self.name, "it is open for reading only", "Ask for the right to write it.")
        with writing(self._dialect) as connection:
            yield connection

    def _check_process(self) -> None:
        if os.getpid() != self._process:
            raise LedgerError(self.name, "it was opened by another process", "Open it anew in each process.", "forked")

    # -- adding

    def add(self, reading: Reading, *, original: bytes | None = None, name: str = "") -> Answer:
        """Keep a reading, with the bytes that it was read from; one that is there already changes nothing.

        A known text with other bytes, at another address or in another outlet is noted as an appearance.
        """
        try:
            prepared = prepare(reading, original, name or reading.report.id, self.engine_name)
        except InputError as error:
            return Answer("refused", error.name, None, error.reason, error.code)
        return self.keep(prepared)

    def keep(self, prepared: Prepared) -> Answer:
        """Keep what was made ready, perhaps in another process; see `add`."""
        report_id = prepared.report["id"]
        with self.write() as connection:
            found = find_report(connection, report_id)
            if found is not None and found.removed:
                return Answer("refused", prepared.name, found.id, "it was removed from this ledger", "removed")
            if found is not None:
                save_appearance(connection, found, prepared)
                return Answer("already there", prepared.name, found.id)
            save_report(connection, prepared)
        if prepared.missing:
            return Answer("incomplete", prepared.name, report_id, prepared.missing, "incomplete")
        return Answer("added", prepared.name, report_id)

    def find_known(self, report: Report) -> Literal["known", "elsewhere"] | None:
        """Whether a report is there: known as it stands, or its text with other bytes, address or outlet."""
        with self.look() as connection:
            found = find_report(connection, report.id)
            if found is None:
                return None
            return "known" if found.removed or is_known_place(connection, found, to_plain(report)) else "elsewhere"

    def find_bytes(self, raw_sha256: str) -> list[str]:
        """The ids of the reports that came with bytes of this digest."""
        with self.look() as connection:
            return find_known(connection, raw_sha256)

    # -- asking

    def reports(self, *, limit: int | None = None, offset: int = 0, **filters: Any) -> Found[ReportCard]:
        """The reports for which all filters hold; iterate for cards, or take rows."""
        return self._ask("reports", limit, offset, filters)

    def claims(self, *, limit: int | None = None, offset: int = 0, **filters: Any) -> Found[Kept[Claim]]:
        """The claims for which all filters hold, with their reports."""
        return self._ask("claims", limit, offset, filters)

    def figures(self, *, limit: int | None = None, offset: int = 0, **filters: Any) -> Found[Kept[Figure]]:
        """The figures for which all filters hold, with their reports."""
        return self._ask("figures", limit, offset, filters)

    def positions(self, *, limit: int | None = None, offset: int = 0, **filters: Any) -> Found[Kept[Position]]:
        """The positions for which all filters hold, with their reports."""
        return self._ask("positions", limit, offset, filters)

    def parties(self, *, limit: int | None = None, offset: int = 0, **filters: Any) -> Found[Kept[Party]]:
        """The parties for which all filters hold, with their reports."""
        return self._ask("parties", limit, offset, filters)

    def _ask(self, kind: str, limit: int | None, offset: int, filters: dict[str, Any]) -> Found[Any]:
        self._check_process()
        return Found(self._dialect, QUESTIONS[kind], make_filter(filters), limit, offset)

    def reading(self, report_id: str, *, machine: bool = False) -> Reading:
        """The reading of a report as it now stands, or as the machine made it.

        Raises NotInLedger where there is no such report or its text was removed.
        """
        return read_reading(self._load(report_id, machine).reading)

    def readings(self, **filters: Any) -> Iterator[Reading]:
        """The readings, as they now stand, of all reports for which the filters hold."""
        for row in self.reports(**filters).rows():
            if not row["removed"]:
                yield self.reading(row["id"])

    def standing(self, report_id: str) -> Standing:
        """The plain reading of a report as it now stands, with what reviewers made of its parts."""
        return self._load(report_id, machine=False)

    def machine(self, report_id: str) -> Plain:
        """The plain reading of a report as the machine made it, with an id at every part."""
        return self._load(report_id, machine=True).reading

    def _load(self, report_id: str, machine: bool) -> Standing:
        with self.look() as connection:
            row = self._need_text(connection, report_id)
            return Standing(load_machine(connection, row.seq)) if machine else load_standing(connection, row.seq)

    def _need_text(self, connection: Connection, report_id: str) -> Any:
        row = need_report(connection, report_id, self.name)
        if row.removed:
            raise NotInLedger(
                self.name, f"the text of {report_id} was removed", "`onrecord history` tells why.", "removed"
            )
        return row

    def original(self, report_id: str) -> bytes | None:
        """The bytes of a report as received, or None where they were not kept."""
        with self.look() as connection:
            row = self._need_text(connection, report_id)
            packed = connection.execute(
                select(originals.c.body).where(originals.c.sha256 == row.raw_sha256)
            ).scalar_one_or_none()
        return unpack(packed) if packed is not None else None

    def show(self, any_id: str) -> Shown:
        """What has that id: a report, claim, figure, position, party or place not understood.

        Raises NotInLedger where nothing has it.
        """
        with self.look() as connection:
            row = self._need_text(connection, self._find_home(connection, any_id).id)
            standing = load_standing(connection, row.seq)
            parts = [("report", standing.reading["report"])]
            parts += [(group, part) for group in ("claims", "figures", "positions", "parties", "not_understood")
                      for part in standing.reading[group]]  # fmt: skip
        for kind, part in parts:
            if part["id"] == any_id:
                value = standing.reading if kind == "report" else part
                return Shown(
                    kind, value, make_card(row), standing.review.get(any_id), standing.grades.get(any_id, {}),
                    tuple(standing.notes.get(any_id, ())),
                    {party["id"]: party["name"] for party in standing.reading["parties"]},
                )  # fmt: skip
        state = standing.review.get(any_id, "gone")
        raise NotInLedger(self.name, f"{any_id} was {state}", f"See `onrecord history {any_id}`.", "rejected")

    def _find_home(self, connection: Connection, any_id: str) -> Any:
        """The row of the report in which something has that id."""
        row = find_report(connection, any_id)
        if row is not None:
            return self._need_text(connection, any_id)
        for table in (claims, figures, positions, parties, doubts):
            seq = connection.execute(select(table.c.report).where(table.c.id == any_id).limit(1)).scalar()
            if seq is not None:
                return connection.execute(select(reports).where(reports.c.seq == seq)).one()
        seq = connection.execute(
            select(corrections.c.report)
            .join(touches, touches.c.seq == corrections.c.seq)
            .where(touches.c.object == any_id)
            .limit(1)
        ).scalar()
        if seq is None:
            raise NotInLedger(self.name, f"nothing has the id {any_id}", "`onrecord claims` and the like list ids.")
        return connection.execute(select(reports).where(reports.c.seq == seq)).one()

    def find_open(self, below: float) -> list[str]:
        """The ids of reports with a place not understood, or a claim read with less confidence, not yet looked at."""
        unclear = select(doubts.c.report).where(doubts.c.review.is_(None))
        unsure = select(claims.c.report).where(claims.c.review.is_(None), claims.c.confidence < below)
        wanted = reports.c.seq.in_(unclear.union(unsure))
        with self.look() as connection:
            return list(connection.execute(select(reports.c.id).where(wanted).order_by(reports.c.seq)).scalars())

    def versions(self, report_id: str) -> list[ReportCard]:
        """The versions of a report, oldest first, itself among them."""
        with self.look() as connection:
            row = need_report(connection, report_id, self.name)
            rows = connection.execute(select(reports).where(reports.c.line == row.line)).all()
        ordered = sorted(rows, key=lambda row: (row.updated or row.published or row.day or "", row.seq))
        return [make_card(row) for row in ordered]

    def history(self, any_id: str) -> list[Entry]:
        """The entries about something: for a report all that happened to it, for a part its corrections."""
        with self.look() as connection:
            row = find_report(connection, any_id)
            home = row if row is not None else self._find_home(connection, any_id)
            wanted = {home.seq} if row is not None else set()
            about = select(corrections.c.seq).where(corrections.c.report == home.seq)
            if row is None:
                about = about.where(corrections.c.seq.in_(select(touches.c.seq).where(touches.c.object == any_id)))
            made = set(connection.execute(about).scalars())
            wanted |= made
            if row is not None:
                seen = select(appearances.c.seq).where(appearances.c.report == home.seq)
                wanted |= set(connection.execute(seen).scalars())
            wanted |= self._find_later(connection, made, home.id if row is not None else None)
            return [entry for seq in sorted(wanted) if (entry := find_entry(connection, seq))]

    def _find_later(self, connection: Connection, made: set[int], report_id: str | None) -> set[int]:
        """The undos and redos of some corrections, and the removal of a report."""
        later = connection.execute(
            select(entries.c.seq, entries.c.kind, entries.c.body).where(
                or_(entries.c.kind.in_(("undo", "redo")) if made else entries.c.seq < 0,
                    entries.c.kind == "removal" if report_id else entries.c.seq < 0)
            )
        )  # fmt: skip
        found = set()
        for row in later:
            body = Entry(row.seq, row.kind, "", row.body, "", "").body
            if body.get("of") in made or (row.kind == "removal" and body["report"] == report_id):
                found.add(row.seq)
        return found

    def log(self, after: int = 0) -> Iterator[Entry]:
        """All entries above a number, in order, read in chunks."""
        while True:
            with self.look() as connection:
                chunk = list(read_entries(connection, after, after + 500))
            yield from chunk
            if not chunk:
                return
            after = chunk[-1].seq

    def count(self) -> dict[str, int]:
        """How many reports, claims and so on there are, and entries."""
        with self.look() as connection:
            tables = {**QUESTIONS, "corrections": corrections, "entries": entries}
            return {
                name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
                for name, table in tables.items()
            }

    # -- correcting

    def correct(
        self,
        action: str,
        *targets: str,
        who: str,
        why: str | None = None,
        field: str | None = None,
        value: Any = None,
        seen: int | None = None,
    ) -> Correction:
        """Keep a correction and show the reading with it from now on; the machine's reading stays.

        `action` is accept, reject, change, merge, split, grade or note (see `add_part` for add). `seen` is the number
        of the last entry that the reviewer saw of the targets: a later one is told and not overwritten.
        The same correction sent twice is kept once.

        Raises NotCorrectable with the reason.
        """
        self._check_person(who, why)
        with self.write() as connection:
            home = self._need_text(connection, self._find_home(connection, targets[0] if targets else "").id)
            past = load_corrections(connection, home.seq)
            if action == "split":
                targets = (*targets, self._name_half(connection, home.seq, targets, value))
            body = {
                "report": home.id, "action": action, "targets": list(targets), "field": field, "value": value,
                "who": who.strip(), "why": why,
            }  # fmt: skip
            return self._keep(connection, home, past, body, seen)

    def add_part(self, report_id: str, group: str, value: Plain, *, who: str, why: str | None = None) -> Correction:
        """Add a claim, figure, position or party that the machine missed; `value` has its fields.

        Raises NotCorrectable with the reason.
        """
        self._check_person(who, why)
        group = SINGULAR.get(group, group)
        if group not in BLANKS:
            raise NotCorrectable(self.name, f"{group!r} cannot be added", f"Add one of {', '.join(SINGULAR)}.")
        with self.write() as connection:
            home = self._need_text(connection, report_id)
            past = load_corrections(connection, home.seq)
            machine = load_machine(connection, home.seq)
            new = make_new_id(machine, group, "added", value)
            body = {
                "report": home.id, "action": "add", "targets": [new], "field": group, "value": value,
                "who": who.strip(), "why": why,
            }  # fmt: skip
            return self._keep(connection, home, past, body, None)

    def _name_half(self, connection: Connection, seq: int, targets: tuple[str, ...], value: Any) -> str:
        if len(targets) != 1:
            raise NotCorrectable(self.name, "one part is split at a time", "Name one.")
        group = "claims" if targets[0].startswith("c") else "parties"
        return make_new_id(load_machine(connection, seq), group, "split", [targets[0], value])

    def _check_person(self, who: str, why: str | None) -> None:
        for what, words in (("who", who), ("why", why or "none")):
            if not words.strip() or len(words) > LONGEST or not words.replace("\n", " ").isprintable():
                raise NotCorrectable(
                    self.name, f"`{what}` needs words without control characters", f"At most {LONGEST:,} characters."
                )

    def _keep(
        self, connection: Connection, home: Any, past: list[Correction], body: Plain, seen: int | None
    ) -> Correction:
        body = self._check_plain(body)
        targets = set(body["targets"])
        about = [correction for correction in past if targets & list_touched(correction)]
        live = [past_one for past_one in about if past_one.live]
        if body["action"] in {"change", "grade", "add"}:  # these are about a field, whatever else was done meanwhile
            live = [c for c in live if (c.action, c.field) == (body["action"], body["field"])]
        again = live[-1] if live else None
        if again and all(again.to_dict()[key] == body[key] for key in ("action", "targets", "field", "value", "who")):
            return again
        if seen is not None and about and about[-1].seq > seen:
            other = about[-1]
            raise NotCorrectable(
                self.name, f"{other.who} corrected this meanwhile ({other.action} {other.field or 'it'})",
                f"Look at entry {other.seq}, then decide again.", "changed_meanwhile",
            )  # fmt: skip
        correction = Correction(0, "", home.id, body["action"], tuple(body["targets"]), body["field"], body["value"],
                                body["who"], body["why"])  # fmt: skip
        standing = apply_corrections(load_machine(connection, home.seq), past)
        try:
            apply_correction(standing, correction)
        except BadCorrection as error:
            raise NotCorrectable(self.name, str(error), "Nothing was changed.") from None
        kept = make_correction(append(connection, "correction", body), True)
        save_correction(connection, home.seq, kept)
        self._rewrite(connection, home.seq, standing)
        return kept

    def _check_plain(self, body: Plain) -> Plain:
        """The body as it will be read back; refuses what JSON cannot hold, and what is too long."""
        try:
            text = write_canonical(body)
            text.encode()
        except (ValueError, TypeError, RecursionError):
            raise NotCorrectable(self.name, "the value is no plain value", "Use words, numbers, lists.") from None
        if len(text) > 1_000_000 or "\\u0000" in text or not is_shallow(body):
            raise NotCorrectable(self.name, "the value is too long, too deep, or holds NUL", "Make it simpler.")
        return Entry(0, "", "", text, "", "").body

    def _rewrite(self, connection: Connection, seq: int, standing: Standing) -> None:
        entry = find_entry(connection, seq)
        if entry is not None:
            rewrite_rows(connection, seq, entry.body, standing)

    def undo(self, seq: int | None = None, *, who: str, why: str | None = None) -> Correction:
        """Take back a correction (the last live one of `who` if none is named); it stays in the log and can be redone.

        Raises NotCorrectable where a later live correction stands on the same parts: undo that first.
        """
        return self._turn(seq, who, why, live=False)

    def redo(self, seq: int | None = None, *, who: str, why: str | None = None) -> Correction:
        """Put a correction back that was undone (the last one undone by `who` if none is named).

        Raises NotCorrectable where a later live correction stands on the same parts.
        """
        return self._turn(seq, who, why, live=True)

    def _turn(self, seq: int | None, who: str, why: str | None, live: bool) -> Correction:
        self._check_person(who, why)
        with self.write() as connection:
            seq = seq if seq is not None else self._find_turn(connection, who.strip(), live)
            row = connection.execute(select(corrections).where(corrections.c.seq == seq)).one_or_none()
            if row is None:
                raise NotInLedger(self.name, f"entry {seq} is no correction", "`onrecord corrections` lists them.")
            if bool(row.live) == live:
                state = "stands already" if live else "is undone already"
                raise NotCorrectable(self.name, f"correction {seq} {state}", "Nothing was changed.", "no_change")
            home = connection.execute(select(reports.c.id).where(reports.c.seq == row.report)).scalar_one()
            self._need_text(connection, home)
            standing = self._replay(connection, row.report, seq, live)
            append(connection, "redo" if live else "undo", {"of": seq, "who": who.strip(), "why": why})
            set_live(connection, seq, live)
            self._rewrite(connection, row.report, standing)
            entry = find_entry(connection, seq)
            assert entry is not None
            return make_correction(entry, live)

    def _find_turn(self, connection: Connection, who: str, live: bool) -> int:
        """The last correction of a person that can be undone, or the one that the person undid last."""
        gone = select(reports.c.seq).where(reports.c.removed != 0)
        mine = select(func.max(corrections.c.seq)).where(
            corrections.c.live == int(not live), corrections.c.report.not_in(gone)
        )
        if not live:
            found = connection.execute(mine.where(corrections.c.who == who)).scalar()
        else:
            found = self._find_undone(connection, who)
        if found is None:
            what = "redone" if live else "undone"
            raise NotCorrectable(self.name, f"{who} has nothing that could be {what}", "Name it by its number.")
        return int(found)

    def _find_undone(self, connection: Connection, who: str) -> int | None:
        gone = select(reports.c.seq).where(reports.c.removed != 0)
        turned = select(corrections.c.seq).where(corrections.c.live == 0, corrections.c.report.not_in(gone))
        undone = set(connection.execute(turned).scalars())
        rows = connection.execute(
            select(entries.c.body).where(entries.c.kind == "undo").order_by(entries.c.seq.desc())
        ).scalars()
        for text in rows:
            body = Entry(0, "", "", text, "", "").body
            if body["who"] == who and body["of"] in undone:
                return int(body["of"])
        return None

    def _replay(self, connection: Connection, report: int, seq: int, live: bool) -> Standing:
        """The reading with that correction turned on or off, if it can be."""
        past = load_corrections(connection, report)
        turned = next(correction for correction in past if correction.seq == seq)
        touched = list_touched(turned)
        later = [other for other in past if other.live and other.seq > seq and touched & list_touched(other)]
        if later:
            numbers = ", ".join(str(other.seq) for other in later)
            raise NotCorrectable(
                self.name, f"later corrections stand on the same parts: {numbers}", "Undo these first.", "later_ones"
            )
        kept = [other for other in past if other.live and other.seq != seq]
        if live:
            kept.append(make_correction(self._entry(connection, seq), True))
        try:
            return apply_corrections(load_machine(connection, report), kept)
        except BadCorrection as error:
            raise NotCorrectable(self.name, str(error), "Undo what stands in its way first.", "later_ones") from None

    def _entry(self, connection: Connection, seq: int) -> Entry:
        entry = find_entry(connection, seq)
        assert entry is not None
        return entry

    def corrections(self, report_id: str | None = None) -> list[Correction]:
        """All corrections, or those of one report, undone ones too, in order."""
        with self.look() as connection:
            wanted = select(reports.c.seq).where(reports.c.seq.in_(select(corrections.c.report)))
            if report_id is not None:
                wanted = select(reports.c.seq).where(reports.c.seq == need_report(connection, report_id, self.name).seq)
            found = [
                correction
                for seq in connection.execute(wanted).scalars().all()
                for correction in load_corrections(connection, seq)
            ]
        return sorted(found, key=lambda correction: correction.seq)

    # -- proving

    def remove(self, report_id: str, *, who: str, why: str) -> Entry:
        """Take a report's text and all that was read in it away, for a reason in law; its digest and a note stay.

        Raises NotInLedger where there is no such report or it is removed already.
        """
        self._check_person(who, why)
        with self.write() as connection:
            row = self._need_text(connection, report_id)
            entry = append(connection, "removal", {"report": report_id, "who": who.strip(), "why": why})
            made = find_entry(connection, row.seq)
            assert made is not None
            erase(connection, row.seq, made.body)
            self._dialect.forget_words(connection)
            return entry

    def checkpoint(self) -> str:
        """Three lines that vouch for all there is so far: identity, number of entries, last digest."""
        with self.look() as connection:
            return make_checkpoint(connection)


def is_shallow(value: Any, deepest: int = 32) -> bool:
    """Whether a plain value has at most so many levels."""
    level = [value]
    for _ in range(deepest):
        inner = [part.values() if isinstance(part, dict) else part for part in level if isinstance(part, (dict, list))]
        level = [item for items in inner for item in items]
        if not level:
            return True
    return False


def make_checkpoint(connection: Connection) -> str:
    """The three lines of a checkpoint."""
    first, last = find_entry(connection, 1), find_last(connection)
    if first is None or last is None:
        return ""
    return f"onrecord ledger {first.body['identity']}\n{last.seq}\n{last.digest}\n"


def open_ledger(
    where: str | Path, *, create: bool = False, read_only: bool = False, patience: float = PATIENCE
) -> Ledger:
    """The ledger in a file, at a postgresql:// address (`?ledger=NAME` names its schema), or in ":memory:".

    `create` makes one where there is none. A file that may not be written is opened for reading. `patience` is how many
    seconds a writer waits for its turn.

    Raises NoLedger where there is none or it is another program's, before anything is touched.
    """
    address = read_address(os.fspath(where))
    new = address == FileAddress(None)
    writable = not read_only
    if isinstance(address, FileAddress) and address.path is not None:
        new = check_file(address.path, create and writable)
        writable = writable and may_write(address.path)
        if new:
            address.path.touch()
    dialect = open_dialect(address, writable, patience)
    ledger = Ledger(dialect)
    try:
        prepare_schema(ledger, create or new)
    except BaseException:
        ledger.close()
        raise
    return ledger


def prepare_schema(ledger: Ledger, create: bool) -> None:
    """Make the tables of a new ledger, or bring an older one to what this program knows.

    Raises NoLedger where there is none and none is to be made, or where it is newer, or older and not writable.
    """
    from onrecord.errors import NoLedger

    with ledger.look() as connection:
        found = check_version(connection, ledger.dialect)
    if found == len(MIGRATIONS):
        return
    if found == 0 and not create:
        raise NoLedger(ledger.name, "there is no ledger here", "Make one with `onrecord add`.")
    if not ledger.writable:
        raise NoLedger(
            ledger.name, f"it has schema {found}, and may not be written", "Open it for writing once.", "older_ledger"
        )
    if found:
        from onrecord.ledger.care import copy_before_migration

        copy_before_migration(ledger, found)
    with ledger.write() as connection:
        ledger.dialect.create_home(connection)
        migrate(connection, ledger.dialect)
