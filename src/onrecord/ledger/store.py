"""Reports in the tables: kept, loaded, put together with their corrections, and removed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from onrecord.errors import InputError, LedgerDamaged, NotInLedger
from onrecord.ledger.corrections import Correction, Standing, apply_corrections, list_touched
from onrecord.ledger.folding import clean_address, fold_or_none
from onrecord.ledger.index import Rows, make_rows, make_stub, name_parts, pick_passages
from onrecord.ledger.log import Entry, append, make_entry
from onrecord.ledger.packing import digest_bytes, digest_text, pack, unpack, write_canonical
from onrecord.ledger.plain import has_words, restore_words, strip_words
from onrecord.ledger.schema import (
    PARTS,
    PLACES,
    appearances,
    corrections,
    entries,
    originals,
    passages,
    readings,
    reports,
    texts,
    touches,
)
from onrecord.ledger.versions import Candidate, Joined, join_version
from onrecord.model import Reading

Plain = dict[str, Any]
MOST_CANDIDATES = 12
MOST_SHARING = 30  # of the latest reports with one passage; one that stands in more is no sign of a version


@dataclass(frozen=True, slots=True)
class Prepared:
    """A reading made ready for keeping before the ledger is locked: packed, with its digests."""

    reading: Plain
    packed: bytes
    original: bytes | None
    name: str
    engine: str

    @property
    def report(self) -> Plain:
        """The report of the reading."""
        report: Plain = self.reading["report"]
        return report

    @property
    def missing(self) -> str:
        """What the reader could not make out, empty where all was read."""
        return "; ".join(notice["text"] for notice in self.reading["notices"] if notice.get("incomplete"))


def prepare(reading: Reading, original: bytes | None, name: str, engine: str) -> Prepared:
    """The reading, packed; the original is kept where it is what the report was read from.

    Raises InputError where its text could not be given back the same, or its digest or a place in it is not the text's.
    """
    text = reading.report.text
    check_text(text, name)
    if digest_text(text) != reading.report.sha256:
        raise InputError(name, "its text is not the one that its digest names", "Read it again.", "wrong_digest")
    plain = name_parts(json.loads(write_canonical(reading.to_dict())))
    stripped = strip_words(plain, text)
    if has_words(stripped):
        raise InputError(name, "a place in it does not hold the words that it should", "Read it again.", "wrong_place")
    del stripped["report"]["text"]
    packed = pack(write_canonical(stripped).encode())
    kept = pack(original) if original is not None and digest_bytes(original) == reading.report.raw_sha256 else None
    return Prepared(plain, packed, kept, make_label(name), engine)


def make_label(name: str) -> str:
    """The name of an input as it can be kept: in one line, without half characters, not too long."""
    return " ".join(name.encode("utf-8", "backslashreplace").decode().split()).replace("\0", "")[:1000]


def check_text(text: str, name: str) -> None:
    """Raise InputError for characters that PostgreSQL or UTF-8 cannot hold; the rule is the same on both databases."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InputError(name, "its text holds half a character", "Repair its encoding.", "bad_encoding") from None
    if "\0" in text:
        raise InputError(name, "its text holds a NUL character", "Take it out.", "nul_character")


def unpack_reading(packed: bytes, text: str) -> Plain:
    """The machine's reading as it was kept, with its words.

    Raises ValueError where it was changed.
    """
    reading: Plain = restore_words(json.loads(unpack(packed)), text)
    reading["report"]["text"] = text
    return reading


def save_report(connection: Connection, prepared: Prepared) -> Entry:
    """Keep a report that is not there yet, with all that is made from it."""
    report = prepared.report
    joined = find_line(connection, report)
    same = select(originals.c.body).where(originals.c.sha256 == report["raw_sha256"])
    kept = connection.execute(same).scalar_one_or_none()  # of another report that came with these bytes
    entry = append(connection, "report", {
        "report": report["id"], "text": report["sha256"], "raw": report["raw_sha256"], "name": prepared.name,
        "reading": digest_bytes(prepared.packed),
        "original": digest_bytes(kept or prepared.original) if prepared.original is not None else None,
        "line": joined.line if joined else report["id"], "line_why": joined.why if joined else None,
        "engine": prepared.engine,
    })  # fmt: skip
    rows = make_rows(entry.seq, entry.body, prepared.reading, {})
    connection.execute(insert(reports).values(**rows.report))
    connection.execute(insert(texts).values(report=entry.seq, text=report["text"]))
    connection.execute(insert(readings).values(report=entry.seq, body=prepared.packed))
    if prepared.original is not None and kept is None:
        connection.execute(insert(originals).values(sha256=report["raw_sha256"], body=prepared.original))
    _insert_parts(connection, rows)
    return entry


def save_appearance(connection: Connection, found: Row[Any], prepared: Prepared) -> Entry | None:
    """Note that a known text also stands elsewhere: with other bytes, at another address or in another outlet."""
    report = prepared.report
    if is_known_place(connection, found, report):
        return None
    place = _place_of(report)
    entry = append(connection, "appearance", {
        "report": report["id"], "raw": place[0], "url": place[1], "outlet": place[2], "name": prepared.name,
    })  # fmt: skip
    connection.execute(insert(appearances).values(**appearance_row(found.seq, entry)))
    return entry


def is_known_place(connection: Connection, found: Row[Any], report: Plain) -> bool:
    """Whether a text that is there already was also seen with these bytes, at this address, in this outlet."""
    known = connection.execute(
        select(appearances.c.raw_sha256, appearances.c.url, appearances.c.outlet).where(
            appearances.c.report == found.seq
        )
    )
    return _place_of(report) in {(found.raw_sha256, found.url, found.outlet), *map(tuple, known)}


def _place_of(report: Plain) -> tuple[str, str | None, str | None]:
    return report["raw_sha256"], report["url"], report["outlet"]


def appearance_row(report: int, entry: Entry) -> Plain:
    """The row of an appearance."""
    body = entry.body
    return {
        "seq": entry.seq, "report": report, "raw_sha256": body["raw"], "name": body["name"], "url": body["url"],
        "outlet": body["outlet"],
    }  # fmt: skip


def _insert_parts(connection: Connection, rows: Rows) -> None:
    for table in PARTS:
        if rows.parts[table.name]:
            connection.execute(insert(table), rows.parts[table.name])


def find_report(connection: Connection, report_id: str) -> Row[Any] | None:
    """The row of the report with that id."""
    return connection.execute(select(reports).where(reports.c.id == report_id)).one_or_none()


def need_report(connection: Connection, report_id: str, name: str) -> Row[Any]:
    """The same; raises NotInLedger where there is none."""
    found = find_report(connection, report_id)
    if found is None:
        raise NotInLedger(name, f"no report has the id {report_id}", "`onrecord reports` lists them.")
    return found


def find_line(connection: Connection, report: Plain) -> Joined | None:
    """The line that a new report continues, by its address, its item, or what it shares with others of its outlet."""
    address = clean_address(report["url"])
    same = select(reports.c.line).where(reports.c.removed == 0).order_by(reports.c.seq.desc()).limit(1)
    if address and (line := connection.execute(same.where(reports.c.url_key == address)).scalar()):
        return Joined(line, f"same address, {address}")
    if report.get("item") and (line := connection.execute(same.where(reports.c.item == report["item"])).scalar()):
        return Joined(line, f"same item, {report['item']}")
    return join_version(report, _find_candidates(connection, report))


def _find_candidates(connection: Connection, report: Plain) -> list[Candidate]:
    seqs: set[int] = set()
    for digest in pick_passages(report["text"]):
        latest = select(passages.c.report).where(passages.c.digest == digest).order_by(passages.c.n.desc())
        seqs.update(connection.execute(latest.limit(MOST_SHARING)).scalars())
    if not seqs:
        return []
    near = (
        select(reports.c.id, reports.c.line, reports.c.outlet_key, reports.c.day, reports.c.headline, texts.c.text)
        .join(texts, texts.c.report == reports.c.seq)
        .where(reports.c.seq.in_(seqs), reports.c.outlet_key.is_not_distinct_from(fold_or_none(report["outlet"])))
        .order_by(reports.c.seq.desc())
        .limit(MOST_CANDIDATES)
    )
    return [Candidate(*row) for row in connection.execute(near)]


def load_machine(connection: Connection, seq: int) -> Plain:
    """The machine's reading of a report that was not removed.

    Raises LedgerDamaged where it is not whole.
    """
    row = connection.execute(
        select(texts.c.text, readings.c.body).join(readings, readings.c.report == texts.c.report).where(
            texts.c.report == seq
        )
    ).one_or_none()  # fmt: skip
    try:
        if row is None:
            raise ValueError("is missing")
        return unpack_reading(row.body, row.text)
    except (ValueError, KeyError, TypeError) as error:
        raise LedgerDamaged(f"report {seq}", f"its reading {error}", "Run `onrecord verify`.") from None


def load_corrections(connection: Connection, seq: int) -> list[Correction]:
    """All corrections of a report, undone ones too, in order."""
    rows = connection.execute(
        select(entries, corrections.c.live)
        .join(corrections, corrections.c.seq == entries.c.seq)
        .where(corrections.c.report == seq)
        .order_by(entries.c.seq)
    )
    return [make_correction(make_entry(row), bool(row.live)) for row in rows]


def make_correction(entry: Entry, live: bool) -> Correction:
    """The correction in an entry."""
    body = entry.body
    return Correction(
        entry.seq, entry.at, body["report"], body["action"], tuple(body["targets"]), body["field"], body["value"],
        body["who"], body["why"], live,
    )  # fmt: skip


def load_standing(connection: Connection, seq: int) -> Standing:
    """The reading of a report as it now stands."""
    return apply_corrections(load_machine(connection, seq), load_corrections(connection, seq))


def correction_row(report: int, correction: Correction) -> Plain:
    """The row of a correction."""
    return {
        "seq": correction.seq, "report": report, "action": correction.action, "target": " ".join(correction.targets),
        "field": correction.field, "who": correction.who, "live": int(correction.live),
    }  # fmt: skip


def touch_rows(correction: Correction) -> list[Plain]:
    """The rows that say what a correction touches."""
    return [
        {"n": correction.seq * PLACES + place, "seq": correction.seq, "object": name}
        for place, name in enumerate(sorted(list_touched(correction)))
    ]


def save_correction(connection: Connection, report: int, correction: Correction) -> None:
    """Keep the rows of a correction whose entry is made."""
    connection.execute(insert(corrections).values(**correction_row(report, correction)))
    connection.execute(insert(touches), touch_rows(correction))


def set_live(connection: Connection, seq: int, live: bool) -> None:
    """Note that a correction stands, or stands no more."""
    connection.execute(update(corrections).where(corrections.c.seq == seq).values(live=int(live)))


def rewrite_rows(connection: Connection, seq: int, body: Plain, standing: Standing) -> None:
    """Make the rows of a report anew from its reading as it now stands."""
    rows = make_rows(seq, body, standing.reading, standing.review)
    for table in PARTS:
        connection.execute(delete(table).where(table.c.report == seq))
    _insert_parts(connection, rows)
    connection.execute(update(reports).where(reports.c.seq == seq).values(**rows.report))


def erase(connection: Connection, seq: int, body: Plain) -> None:
    """Take away all that a report's text said; its row keeps what its entry says."""
    for table in PARTS:
        connection.execute(delete(table).where(table.c.report == seq))
    for table in (texts, readings):
        connection.execute(delete(table).where(table.c.report == seq))
    alone = connection.execute(
        select(reports.c.seq).where(reports.c.raw_sha256 == body["raw"], reports.c.seq != seq, reports.c.removed == 0)
    ).first()
    if alone is None:
        connection.execute(delete(originals).where(originals.c.sha256 == body["raw"]))
    stub = make_stub(seq, body)
    blank: Plain = {column.name: None for column in reports.columns if column.nullable}
    connection.execute(update(reports).where(reports.c.seq == seq).values(**blank, **stub))


def find_known(connection: Connection, raw_sha256: str) -> list[str]:
    """The ids of the reports that came with these bytes."""
    also = select(appearances.c.report).where(appearances.c.raw_sha256 == raw_sha256)
    found = select(reports.c.id).where(or_(reports.c.raw_sha256 == raw_sha256, reports.c.seq.in_(also)))
    return list(connection.execute(found.order_by(reports.c.seq)).scalars())
