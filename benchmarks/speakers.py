"""Measure whether speakers are told right: MEANTIME's speech events and GUM's marked sources of attribution.

Three measures each. `party of the marked words`: the corpus says which words name the speaker, and the party that
we make of them has a name of the one meant. `floor`: the marked words themselves, not joined with anything, are taken
for the name. `whole reading`: nothing is given; our claim at that place has the speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import onrecord
from benchmarks.attribution import make_report
from onrecord.extraction.page import Page, lay_out
from onrecord.extraction.parties import find_parties
from onrecord.model import Reading

Record = dict[str, Any]
NAMED = frozenset({"person", "organization", "place", "abstract", "object"})  # kinds of GUM that speak


@dataclass(frozen=True)
class Marked:
    """Somebody said to speak: the words that name the speaker, where it is said, and names that would be right."""

    start: int
    end: int
    said: tuple[int, int]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """What was made of one marked speaker: by the marked words alone, joined, and by the whole reading."""

    marked: Marked
    text: str
    joined: str | None
    read: str | None

    def right(self, name: str | None) -> bool:
        """Whether a name is that of the one meant: all words of one in the other."""
        got = _fold(name or "")
        return bool(got) and any(got <= want or want <= got for want in map(_fold, self.marked.names) if want)

    @property
    def is_name(self) -> bool:
        """Whether the marked words are exactly one of the names."""
        return _fold(self.text) in map(_fold, self.marked.names)


def score_speakers(corpus: str, records: Iterable[Record], show: bool = False) -> str:
    """The three measures on the records of a corpus, and the misses with their sentences if asked for."""
    list_marked = {"meantime": list_meantime, "gum": list_gum}[corpus]
    told = [one for record in records for one in _tell(record, list(list_marked(record)))]
    lines = [
        _share("party of the marked words", [one.right(one.joined) for one in told]),
        _share("floor, exact name match", [one.is_name for one in told]),
        _share("whole reading", [one.right(one.read) for one in told]),
        _share("whole reading, where it has a claim", [one.right(one.read) for one in told if one.read is not None]),
    ]
    if show:
        lines += [
            f"{one.text!r} joined {one.joined!r} read {one.read!r} wanted {one.marked.names[:3]}"
            for one in told
            if not one.right(one.joined)
        ]
    return "\n".join(lines)


def list_meantime(record: Record) -> Iterator[Marked]:
    """The speech events with a marked speaker, who is told by all mentions of the chain."""
    events = {event["id"]: event for event in record["events"]}
    entities = {entity["id"]: entity for entity in record["entities"]}
    for link in record["relations"]["has_participant"]:
        event, entity = events.get(link["source"]), entities.get(link["target"])
        if event is None or entity is None or link["role"] != "Arg0" or event.get("etype") != "SPEECH_COGNITIVE":
            continue
        mates = [one for one in record["entities"] if one.get("chain") and one.get("chain") == entity.get("chain")]
        mates = mates or [entity]
        names = [one["text"] for one in mates if one["form"] == "NAM"] or [one["text"] for one in mates]
        yield Marked(entity["start"], entity["end"], (event["start"], event["end"]), tuple(names))


def list_gum(record: Record) -> Iterator[Marked]:
    """The attribution relations whose source is marked, told by all mentions of its group."""
    mentions = [mention for mention in record["mentions"] if mention["etype"] in NAMED]
    for relation in record["attribution"]:
        for pieces in relation["source_spans"][:1]:
            start, end = pieces[0]
            own = _find_mention(mentions, start, end)
            if own is None:
                continue
            mates = [mention for mention in mentions if mention["grp"] == own["grp"]]
            names = [one["text"] for one in mates if one["pos"] == "name"] or [one["text"] for one in mates]
            yield Marked(start, end, (start, end), tuple(names))


def _find_mention(mentions: list[Record], start: int, end: int) -> Record | None:
    size = end - start
    fitting = [one for one in mentions if one["start"] <= start and end <= one["end"]]
    fitting = [one for one in fitting if one["end"] - one["start"] <= 2.5 * size + 3]
    fitting = fitting or [one for one in mentions if one["start"] < end and start < one["end"]]
    return min(fitting, key=lambda one: abs(one["end"] - one["start"] - size), default=None)


def _tell(record: Record, marked: list[Marked]) -> Iterator[Told]:
    if not marked:
        return
    report = make_report(record["text"])
    page, reading = lay_out(report), onrecord.extract(report)
    spans = tuple(page.span(one.start, one.end) for one in marked)
    cast = find_parties(page, spans)
    names = {party.id: party.name for party in cast.parties}
    for one, span in zip(marked, spans, strict=True):
        yield Told(one, span.text, names.get(cast.party_of(span) or ""), _read_speaker(page, reading, one))


def _read_speaker(page: Page, reading: Reading, marked: Marked) -> str | None:
    """The speaker of our claim whose cue, or else whose source, stands where the corpus marks one."""
    said = page.span(*marked.said)
    places = ((claim.cue, claim) for claim in reading.claims)
    found = next((claim for cue, claim in places if cue and cue.overlaps(said)), None)
    if found is None:
        found = next((one for one in reading.claims if one.source and one.source.overlaps(said)), None)
    if found is None:
        return None
    own = [link.party for link in found.chain if link.cue == found.cue]
    return reading.name_of(own[-1] if own else found.speaker) or ""


def _share(name: str, right: list[bool]) -> str:
    return f"{name:<36} {sum(right):>4} of {len(right):<4} {100 * sum(right) / max(len(right), 1):5.1f}%"


def _fold(name: str) -> frozenset[str]:
    """The words of a name without case, marks and articles."""
    words = re.findall(r"\w+", re.sub(r"['’]s\b", "", name.casefold()))
    return frozenset(words) - {"the", "a", "an", "of"}
