"""Two readings of a pair compared: by words, never by ids."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

import onrecord
from onrecord.model import Claim, Figure, Position, Reading, Span
from onrecord.reading import Told, read_bytes
from tests.relations.pairs import Pair, Version

MARKS = re.compile(r"[\"“”„«»‘]|(?<!\w)'|['’](?!\w)")
EDGES = " ,.;:\n\t"
Said = Mapping[str, str]


@lru_cache(maxsize=256)
def read_version(version: Version, extractor: str) -> Reading:
    """The reading of a version of a report."""
    method = onrecord.Method(extractor)
    if not version.page:
        return onrecord.read_text(version.text, dateline=version.day, method=method)
    found = read_bytes(version.text.encode(), "page.html", Told(date=version.day))
    return onrecord.extract(found[0].report, method)


def find_differences(pair: Pair, extractor: str = "auto") -> tuple[str, ...]:
    """What one reading of a pair says and the other does not, as lines that begin with - or +."""
    before, after = (
        Counter(_list_statements(_with_all_names(version, pair), read_version(version, extractor), pair))
        for version in (pair.before, pair.after)
    )
    gone = (f"- {line}" for line in sorted((before - after).elements()))
    return (*gone, *(f"+ {line}" for line in sorted((after - before).elements())))


def _with_all_names(version: Version, pair: Pair) -> Version:
    """The version with the names of both, so that a name that stays in a fixed phrase is called the same in both."""
    return replace(version, names=tuple(dict.fromkeys((*version.names, *pair.before.names, *pair.after.names))))


def _list_statements(version: Version, reading: Reading, pair: Pair) -> Iterator[str]:
    added = pair.added if version.text == pair.after.text else ""
    for claim in reading.claims:
        if added and all(part.text.strip(EDGES) in added for part in claim.contents):
            continue
        if pair.silenced and any(pair.words in part.text or part.text in pair.words for part in claim.contents):
            continue
        told = _tell_claim(version, reading, claim)
        if pair.moved:
            told = {**told, "place": str(_place_of(reading, claim.contents[0], added))}
        yield "claim " + _show(told, pair.free)
    for position in reading.positions:
        yield "position " + _show(_tell_position(version, reading, position, pair), pair.free)


def _tell_claim(version: Version, reading: Reading, claim: Claim) -> Said:
    figures = [reading.figure(number) for number in claim.figures]
    return {
        "voice": f"{claim.voice}/{claim.attribution}",
        "source": _plain(version, claim.source.text if claim.source else ""),
        "speaker": _plain(version, reading.name_of(claim.speaker) or ""),
        "cue": _plain(version, claim.cue.text if claim.cue else ""),
        "content": _plain(version, " ".join(part.text for part in claim.contents)),
        "form": claim.quote,
        "act": claim.speech_act,
        "factuality": claim.factuality,
        "hedges": ", ".join(f"{hedge.text}={hedge.strength}" for hedge in claim.hedges),
        "figures": ", ".join(_tell_figure(version, figure) for figure in figures if figure),
        "dates": ", ".join(f"{date.text}={date.from_}..{date.to}" for date in claim.dates),
    }


def _tell_figure(version: Version, figure: Figure) -> str:
    size = f"{figure.value} ({figure.low}..{figure.high})"
    return f"{size} {figure.unit} {_plain(version, figure.counted or '')} {figure.role}"


def _tell_position(version: Version, reading: Reading, position: Position, pair: Pair) -> Said:
    turns = version.text == pair.before.text and pair.words and pair.words in position.text
    turned = pair.turned.get(position.position, position.position) if turns else position.position
    return {
        "party": _plain(version, reading.name_of(position.party) or ""),
        "position": turned,
        "about": _plain(version, position.about_text.text if position.about_text else ""),
    }


def _show(told: Said, free: frozenset[str]) -> str:
    return " | ".join(f"{key}: {value}" for key, value in told.items() if key not in free and value)


def _plain(version: Version, text: str) -> str:
    """Words without marks, case and edges, those who speak called by what they are in the seed."""
    plain = MARKS.sub("", text)
    for name, role in version.names:
        plain = re.sub(rf"\b{re.escape(name)}\b", role, plain, flags=re.IGNORECASE)
        plain = re.sub(rf"(?<![\w-]){re.escape(name.removeprefix('the '))}\b", role, plain, flags=re.IGNORECASE)
    pieces = (piece.strip(EDGES) for piece in re.split(r"[,;:\s]+", plain))
    return " ".join(piece for piece in pieces if piece).casefold()


def _place_of(reading: Reading, span: Span, added: str) -> int:
    """How many signs that are no space stand before a place, those of an added sentence left out."""
    before = reading.report.text[: span.start]
    return len("".join(before.replace(added, "").split()) if added else "".join(before.split()))
