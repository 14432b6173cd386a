"""The rows by which a reading can be asked: made from it alone, so that they can be made again and compared."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from onrecord.ledger.folding import clean_address, fold, fold_or_none
from onrecord.ledger.packing import digest_text
from onrecord.ledger.schema import PLACES
from onrecord.model import make_id

Plain = dict[str, Any]
BETWEEN = "\x1f"  # stands between folded names, so that no search runs across two
LEAST_WORDS = 8  # of a paragraph that can show that two texts are one
PASSAGES_KEPT = 4


@dataclass(frozen=True, slots=True)
class Rows:
    """What one report puts into each table that is made from readings."""

    report: Plain
    parts: dict[str, list[Plain]]


def name_parts(reading: Plain) -> Plain:
    """The plain reading with an id at every position and doubt, which have none of their own; in place."""
    digest = reading["report"]["sha256"]
    for position in reading["positions"]:
        if "id" not in position:
            place = (position["start"], position["end"], position["party"], position["position"])
            position["id"] = make_id("s", digest, "position", *place)
    for doubt in reading["not_understood"]:
        if "id" not in doubt:
            doubt["id"] = make_id("d", digest, "doubt", doubt["start"], doubt["end"], doubt["kind"])
    return reading


def make_rows(seq: int, body: Plain, reading: Plain, review: dict[str, str]) -> Rows:
    """The rows of a report, from its entry, its reading as it now stands, and what reviewers made of its parts."""
    names = {party["id"]: party["name"] for party in reading["parties"]}
    speakers = {claim["id"]: names.get(claim["speaker"]) for claim in reading["claims"]}
    spoken = Counter(claim["speaker"] for claim in reading["claims"])
    made = {
        "parties": [_party_row(party, names, spoken[party["id"]]) for party in reading["parties"]],
        "claims": [_claim_row(claim, names) for claim in reading["claims"]],
        "figures": [_figure_row(figure, speakers) for figure in reading["figures"]],
        "positions": [_position_row(position, names) for position in reading["positions"]],
        "doubts": [
            {key: doubt[key] for key in ("id", "kind", "text", "reason")} for doubt in reading["not_understood"]
        ],
    }
    for rows in made.values():
        for row in rows:
            row["review"] = review.get(row["id"])
    made["passages"] = [{"digest": digest} for digest in pick_passages(reading["report"]["text"])]
    for rows in made.values():
        for place, row in enumerate(rows):
            row["n"] = seq * PLACES + place
            row["report"] = seq
    return Rows(_report_row(seq, body, reading), made)


def make_stub(seq: int, body: Plain) -> Plain:
    """The row of a report whose text was removed: what its entry says, and nothing that its text said."""
    return {
        "seq": seq, "id": body["report"], "sha256": body["text"], "raw_sha256": body["raw"], "name": body["name"],
        "line": body["line"], "removed": 1,
    }  # fmt: skip


def pick_passages(text: str) -> list[str]:
    """The digests of a few paragraphs, picked so that two texts with many in common share some of these."""
    return sorted({digest_text(paragraph)[:16] for paragraph in split_paragraphs(text)})[:PASSAGES_KEPT]


def split_paragraphs(text: str) -> list[str]:
    """The paragraphs of some length, folded, in order."""
    folded = (fold(line) for line in text.split("\n"))
    return [line for line in folded if line.count(" ") + 1 >= LEAST_WORDS]


def _report_row(seq: int, body: Plain, reading: Plain) -> Plain:
    report = reading["report"]
    plain = ("format", "language", "url", "item", "outlet", "byline", "place", "dateline", "published", "updated")
    stated = report["dateline"] or report["published"] or report["updated"]
    missing = [notice["text"] for notice in reading["notices"] if notice.get("incomplete")]
    return make_stub(seq, body) | {key: report.get(key) for key in plain} | {
        "removed": 0,
        "url_key": clean_address(report["url"]),
        "outlet_key": fold_or_none(report["outlet"]),
        "credits": json.dumps(report["credits"], ensure_ascii=False),
        "credits_key": BETWEEN.join(map(fold, report["credits"])),
        "headline": report["headline"]["text"] if report["headline"] else None,
        "day": stated[:10] if stated else None,
        "words": len(report["text"].split()),
        "claims": len(reading["claims"]),
        "figures": len(reading["figures"]),
        "doubts": len(reading["not_understood"]),
        "incomplete": "; ".join(missing) or None,
    }  # fmt: skip


def _party_row(party: Plain, names: dict[str, str], claims: int) -> Plain:
    return {
        "id": party["id"], "name": party["name"], "name_key": fold(party["name"]), "kind": party["kind"],
        "naming": party["naming"], "role": party["role"], "role_key": fold_or_none(party["role"]),
        "affiliation": names.get(party["affiliation"]), "mentions": len(party["mentions"]), "claims": claims,
    }  # fmt: skip


def _claim_row(claim: Plain, names: dict[str, str]) -> Plain:
    speaker = names.get(claim["speaker"])
    chain = [names.get(link["party"], "") for link in claim["chain"]]
    said, event = claim["said"] or {}, _enclose(claim["dates"])
    return {
        "id": claim["id"], "voice": claim["voice"], "attribution": claim["attribution"], "quote": claim["quote"],
        "speaker": claim["speaker"], "speaker_name": speaker, "speaker_key": fold_or_none(speaker),
        "chain": json.dumps(chain, ensure_ascii=False), "chain_key": BETWEEN.join(map(fold, chain)),
        "cue": claim["cue"]["text"] if claim["cue"] else None,
        "content": " … ".join(part["text"] for part in claim["contents"]), "parent": claim["parent"],
        "speech_act": claim["speech_act"], "factuality": claim["factuality"], "confidence": float(claim["confidence"]),
        "said_from": said.get("from"), "said_to": said.get("to"), "event_from": event[0], "event_to": event[1],
    }  # fmt: skip


def _enclose(dates: Iterable[Plain]) -> tuple[str | None, str | None]:
    """The ends of the interval that holds all dates with a fixed end, open where all are open."""
    dates = list(dates)
    starts = [date["from"] for date in dates if date["from"]]
    ends = [date["to"] for date in dates if date["to"]]
    return min(starts, default=None), max(ends, default=None)


def _figure_row(figure: Plain, speakers: dict[str, str | None]) -> Plain:
    as_of, by = figure["as_of"] or {}, figure["by"] or {}
    return {
        "id": figure["id"], "claim": figure["claim"], "text": figure["text"], "value": _float(figure["value"]),
        "low": _float(figure["low"]), "high": _float(figure["high"]), "unit": figure["unit"],
        "counted": figure["counted"], "counted_key": fold_or_none(figure["counted"]), "role": figure["role"],
        "approximate": int(figure["approximate"]), "per": figure["per"],
        "as_of_from": as_of.get("from"), "as_of_to": as_of.get("to"), "by_from": by.get("from"), "by_to": by.get("to"),
        "speaker_name": speakers.get(figure["claim"]),
    }  # fmt: skip


def _float(number: float | None) -> float | None:
    """The number as both databases hold it, None where that is not possible; the exact one stays in the reading."""
    try:
        return None if number is None else float(number)
    except OverflowError:
        return None


def _position_row(position: Plain, names: dict[str, str]) -> Plain:
    name, day = names.get(position["party"]), position["date"] or {}
    return {
        "id": position["id"], "party": position["party"], "party_name": name, "party_key": fold_or_none(name),
        "position": position["position"], "text": position["text"], "text_key": fold(position["text"]),
        "about": position["about"],
        "about_text": position["about_text"]["text"] if position["about_text"] else None,
        "day_from": day.get("from"), "day_to": day.get("to"),
    }  # fmt: skip
