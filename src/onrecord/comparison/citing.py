"""Which report names which outlet for what it says: A cites B cites A becomes visible as a graph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from onrecord.comparison.outlets import are_same_outlet, outlet_of
from onrecord.comparison.stamps import order_of, published_at
from onrecord.comparison.wording import list_aside, words_in
from onrecord.model import Citing, Reading, Report, Spot

ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
ADDED = re.compile(
    r"\s+(?:in (?:English|translation)|online|edition|weekly|\d[\d.]*|\(.*\)|[-–|:].*)\s*$", re.IGNORECASE
)
TOLD_US = re.compile(r"\b(?:told|tells|tell|asked by|with|interview with)\s+(?:the\s+)?$")


def find_citings(readings: Sequence[Reading]) -> tuple[Citing, ...]:
    """The outlets that each report names in its text, with the report of that outlet which it must have meant."""
    outlets = _outlets(readings)
    found = [citing for reading in readings for citing in _citings(reading, readings, outlets)]
    return tuple(sorted(found, key=lambda citing: (citing.report, citing.place.start, citing.cites or "")))


def _citings(reading: Reading, readings: Sequence[Reading], outlets: Mapping[str, tuple[str, ...]]) -> Iterator[Citing]:
    seen: set[str] = set()
    text = reading.report.text.casefold()
    for outlet, names in sorted(outlets.items()):
        named = any(name.casefold() in text for name in names)
        if not named or are_same_outlet(outlet, outlet_of(reading.report)):
            continue
        place = next(_named(reading.report, names), None)
        if place:
            seen.add(outlet)
            yield Citing(reading.report.id, _meant(reading, place, outlet, readings), outlet, place)
    for party in reading.parties:
        known = any(
            are_same_outlet(party.name, outlet) or outlet.casefold() in party.name.casefold() for outlet in seen
        )
        own = are_same_outlet(party.name, outlet_of(reading.report)) or _is_short_for(
            party.name, outlet_of(reading.report)
        )
        if party.kind == "media" and party.mentions and party.naming == "named" and not known and not own:
            span = party.mentions[0]
            if not any(are_same_outlet(party.name, outlet) for outlet in outlets):
                yield Citing(
                    reading.report.id, None, party.name, Spot(reading.report.id, span.start, span.end, span.text)
                )


def _outlets(readings: Sequence[Reading]) -> dict[str, tuple[str, ...]]:
    names = {name for reading in readings if (name := outlet_of(reading.report))}
    return {name: tuple(dict.fromkeys(_called(name))) for name in names if len(name) > 2}


def _called(name: str) -> Iterator[str]:
    """An outlet's name in full and without what a masthead adds: "… in English", "… (Keswick)", "… 98.1"."""
    bare = ARTICLE.sub("", name)
    yield bare
    short = ADDED.sub("", bare).strip()
    if len(short.split()) > 1 or short == bare.split(" ")[0]:
        yield short


def _is_short_for(name: str, outlet: str | None) -> bool:
    words = words_in(outlet or "")
    return bool(words) and set(words_in(name)) <= set(words)


def _named(report: Report, names: Sequence[str]) -> Iterator[Spot]:
    """Where the body names an outlet, unless somebody was speaking to it."""
    aside = [span for span in list_aside(report) if span != report.headline]
    for name in names:
        for match in re.finditer(rf"\b{re.escape(name)}\b", report.text, re.IGNORECASE):
            inside = any(span.start < match.end() and match.start() < span.end for span in aside)
            if (
                not inside
                and report.text[match.start()].isupper()
                and not TOLD_US.search(report.text[: match.start()][-40:])
            ):
                yield Spot(report.id, match.start(), match.end(), match.group())


def _meant(reading: Reading, place: Spot, outlet: str, readings: Sequence[Reading]) -> str | None:
    """The outlet's report that shares most with what is cited, among those published before; the latest of equals."""
    around = reading.report.text[max(0, place.start - 200) : place.end + 300]
    wanted = set(words_in(around))
    fitting = [
        other.report
        for other in readings
        if other is not reading
        and are_same_outlet(outlet_of(other.report), outlet)
        and _is_before(other.report, reading.report)
    ]
    best = max(
        fitting,
        key=lambda report: (len(wanted & set(words_in(report.text))), order_of(report), report.id),
        default=None,
    )
    return best.id if best else None


def _is_before(first: Report, second: Report) -> bool:
    one, two = published_at(first, second), published_at(second, first)
    return one is None or two is None or one <= two
