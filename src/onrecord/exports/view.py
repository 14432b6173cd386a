"""A reading prepared for the eye: its claims numbered, its ids looked up, its codes said in plain words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date as day
from datetime import timedelta
from functools import cached_property

from onrecord.model import Claim, Date, Figure, Party, Reading

CERTAINTY = {
    "CT+": "certain", "PR+": "probable", "PS+": "possible", "CTu": "whether",
    "CT-": "certainly not", "PR-": "probably not", "PS-": "possibly not", "Uu": "open",
}  # fmt: skip
STANCES = {
    "confirms": "confirms", "denies": "denies", "disputes": "disputes", "alleges": "alleges", "accepts": "accepts",
    "no_comment": "no comment", "not_confirmed": "has not confirmed", "not_verified": "could not verify",
    "not_reached": "could not be reached", "condemns": "condemns", "supports": "supports", "alarmed": "alarmed",
}  # fmt: skip
ACTS = {
    "confirm": "confirms", "deny": "denies", "decline": "declines", "warn": "warns", "predict": "predicts",
    "ask": "asks", "order": "orders", "promise": "promises", "allege": "alleges", "believe": "believes",
    "intend": "intends", "feel": "feels",
}  # fmt: skip
NAMINGS = {
    "office": "by office", "described": "not named", "bare": "not named", "collective": "a group, not named",
}  # fmt: skip

HEADLINE_KINDS = {
    "source_dropped": "source dropped", "hedge_dropped": "hedge dropped", "hedge_sharpened": "hedge sharpened",
    "figure_changed": "figure changed", "figure_sharpened": "figure sharpened",
}  # fmt: skip
BASES = {
    "absolute": "its words", "relative": "the report's day", "ambiguous": "a choice between two", "open": "nothing",
}  # fmt: skip

NAME_LENGTH = 160
POWERS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))


@dataclass(frozen=True)
class View:
    """A reading with what a page about it looks up again and again."""

    reading: Reading

    @cached_property
    def claims(self) -> tuple[tuple[str, Claim], ...]:
        """All claims with their numbers in reading order, each followed by those inside it: 3, 3.1, 3.2, 4."""
        return tuple(_number_claims(self.reading.claims))

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """The number of each claim by its id."""
        return {claim.id: number for number, claim in self.claims}

    @cached_property
    def parties(self) -> Mapping[str, Party]:
        """The parties by id."""
        return {party.id: party for party in self.reading.parties}

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """The figures by id."""
        return {figure.id: figure for figure in self.reading.figures}

    @property
    def title(self) -> str:
        """The headline on one line, or how the text begins after its head."""
        report, start = self.reading.report, 0
        for span in sorted(report.furniture, key=lambda span: span.start):
            if not report.text[start : span.start].strip():
                start = span.end
        words = (report.headline.text if report.headline else report.text[start : start + 400]).split()
        return clip(" ".join(words), 160) or "(no text)"

    @property
    def origin(self) -> str:
        """The outlet, with the agencies that it credits: "VNS / Littoral"."""
        report = self.reading.report
        return " / ".join(dict.fromkeys(name for name in (report.outlet, *report.credits) if name))

    @property
    def facts(self) -> tuple[str, ...]:
        """What the head of the report says: place, day, byline, stamps (the day only where it differs), address."""
        report = self.reading.report
        stamps = [
            (word, stamp) for word, stamp in (("published", report.published), ("updated", report.updated)) if stamp
        ]
        days = [report.dateline, *(stamp[:10] for _, stamp in stamps)]
        told = [
            f"{word} {moment(stamp[11:] if len(stamp) > 10 and stamp[:10] == days[place] else stamp)}"
            for place, (word, stamp) in enumerate(stamps)
        ]
        byline = f"by {report.byline}" if report.byline else None
        return tuple(fact for fact in (report.place, report.dateline, byline, *told, report.url) if fact)

    @property
    def counts(self) -> tuple[tuple[str, int, str], ...]:
        """How much was found: the part of the reading, the count, and the word for that many."""
        reading = self.reading
        own = sum(claim.voice == "own" for claim in reading.claims)
        found: tuple[tuple[str, int, str, str], ...] = (
            ("claims", len(reading.claims) - own, "claim", "claims"),
            ("claims", own, "in the newsroom’s voice", "in the newsroom’s voice"),
            ("positions", len(reading.positions), "position", "positions"),
            ("figures", len(reading.figures), "figure", "figures"),
            ("parties", len(reading.parties), "party", "parties"),
            ("headline", len(reading.headline_check), "headline finding", "headline findings"),
            ("doubts", len(reading.not_understood), "not understood", "not understood"),
        )
        return tuple((part, count, one if count == 1 else many) for part, count, one, many in found if count)

    def name(self, party_id: str | None) -> str | None:
        """The name of a party, cut where it is longer than any name, or None."""
        party = self.parties.get(party_id or "")
        return clip(party.name, NAME_LENGTH) if party else None

    def speaker(self, claim: Claim) -> str:
        """Who speaks in a claim, or what stands in for a name."""
        name = self.name(claim.speaker)
        if name:
            return name
        if claim.voice == "own":
            return "the newsroom"
        return clip(claim.source.text, NAME_LENGTH) if claim.source else "no speaker found"

    def sentence(self, claim: Claim) -> str:
        """A claim with its chain as one sentence: "AFP, in BSS: lawmaker Lee, citing the spy agency: troops left"."""
        report = self.reading.report
        outlets = list(dict.fromkeys(name for name in (report.outlet, *report.credits) if name))
        origin = ", in ".join(reversed(outlets)) or "This report"
        if claim.voice == "own":
            return f"{origin}, in its own voice: {contents(claim)}"
        people = [self.person(link.party) for link in claim.chain if self.name(link.party)]
        people = people or [self.speaker(claim) if claim.source else "somebody who is not named"]
        told = ", citing ".join(people)
        terms = f", {' '.join(claim.terms.text.split())}" if claim.terms else ""
        return f"{origin}: {told}{terms}: {_quoted(claim)}"

    def person(self, party_id: str) -> str:
        """The name of a party with its role before it, or with the article that the report gives it."""
        name, party = self.name(party_id) or "", self.parties[party_id]
        role = party.role if party.role and party.role.casefold() not in name.casefold() else None
        if role:
            return f"{role} {name}"
        words = (mention.text.split(" ", 1) for mention in party.mentions)
        articles = (first.lower() for first, *rest in words if rest and name.startswith(rest[0]))
        article = next((word for word in articles if word in {"the", "a", "an"}), None)
        return f"{article} {name}" if article else name

    def figures_of(self, claim: Claim) -> tuple[Figure, ...]:
        """The figures inside a claim."""
        return tuple(self.figures[figure] for figure in claim.figures if figure in self.figures)


def manner(claim: Claim) -> str:
    """How a claim is spoken, in words: "direct, inherited, warns"."""
    if claim.voice == "own":
        return "own voice"
    parts: list[str] = [claim.quote]
    if claim.attribution == "inherited":
        parts.append("source carried over")
    if claim.speech_act in ACTS:
        parts.append(ACTS[claim.speech_act])
    return ", ".join(parts)


def contents(claim: Claim) -> str:
    """The contents of a claim on one line, with an ellipsis where the cue breaks them."""
    return " … ".join(" ".join(part.text.split()) for part in claim.contents)


def _quoted(claim: Claim) -> str:
    return f"“{contents(claim)}”" if claim.quote == "direct" else contents(claim)


def size(figure: Figure) -> str:
    """What a figure is worth: "1,500", "about 3,000", "up to 6,000", "24 or more", "10 to 20"."""
    about = "about " if figure.approximate else ""
    low, high = figure.low, figure.high
    if figure.value is not None and (low is None or low == figure.value) and (high is None or high == figure.value):
        return about + number(figure.value)
    if low is not None and high is not None:
        return f"{about}{number(low)} to {number(high)}"
    if high is not None:
        return f"up to {number(high)}"
    if low is not None:
        return f"{number(low)} or more"
    return about + number(figure.value) if figure.value is not None else "–"


def worth(figure: Figure) -> str:
    """The size of a figure with its unit, unless the thing counted names that: "+40", "up to 6,000 per brigade"."""
    sign = "+" if figure.role == "increment" and figure.value is not None and not figure.approximate else ""
    unit, per = figure.unit or "", f" per {figure.per}" if figure.per else ""
    if unit == "percent":
        unit = "%"
    elif unit:
        unit = "" if unit[:4].casefold() in (figure.counted or "").casefold() else f" {unit}"
    return f"{sign}{size(figure)}{unit}{per}"


def due(figure: Figure) -> str:
    """When a figure holds: "as of 2025-06-04", "before 2025-09-01", or both."""
    parts = [f"as of {interval(figure.as_of)}"] if figure.as_of else []
    if figure.by:
        parts.append(interval(figure.by) if figure.by.from_ is None else f"by {interval(figure.by)}")
    return ", ".join(parts)


def number(value: float) -> str:
    """A number for people: thousands in groups, no trailing zeros, round millions and more in words."""
    for power, word in POWERS:
        if power <= abs(value) < 1000 * power and value * 1000 % power == 0:
            return f"{number(value / power)} {word}"
    if isinstance(value, int) or value.is_integer():
        return f"{int(value):,}"
    return f"{value:,.6f}".rstrip("0")


def interval(date: Date) -> str:
    """A date as its days, the last one included, with an open end said in words."""
    if date.from_ is None and date.to is None:
        return "open"
    if date.from_ is None:
        return f"before {date.to}"
    if date.to is None:
        return f"from {date.from_}"
    last = _last_of(date.to)
    return date.from_ if last == date.from_ else f"{date.from_} to {last}".replace("T", " ")


def _last_of(end: str) -> str:
    """The last day before a half-open end; an end with a clock time stays."""
    return end if "T" in end else (day.fromisoformat(end) - timedelta(days=1)).isoformat()


def moment(stamp: str) -> str:
    """An ISO 8601 day or minute as people write it: "2024-10-23 16:47"."""
    return stamp.replace("T", " ", 1)


def clip(text: str, length: int) -> str:
    """The text, cut at a word before `length` characters with an ellipsis where it is longer."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    cut = head.rfind(" ", length * 2 // 3)
    return head[: cut if cut > 0 else len(head)] + "…"


def _number_claims(claims: tuple[Claim, ...]) -> Iterator[tuple[str, Claim]]:
    known = {claim.id for claim in claims}
    inside: dict[str | None, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=_place):
        inside[claim.parent if claim.parent in known else None].append(claim)
    waiting = [(str(place), claim) for place, claim in enumerate(inside[None], 1)][::-1]
    while waiting:
        label, claim = waiting.pop()
        yield label, claim
        waiting += [(f"{label}.{place}", inner) for place, inner in enumerate(inside.get(claim.id, ()), 1)][::-1]


def _place(claim: Claim) -> tuple[int, int]:
    spans = [*claim.contents, *(span for span in (claim.source, claim.cue) if span)]
    return min((span.start for span in spans), default=0), -max((span.end for span in spans), default=0)
