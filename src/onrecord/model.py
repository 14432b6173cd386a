"""The words of the domain: what one report yields, as frozen values.

Field names are the keys of the JSON that `to_dict()` gives, with one exception: a date's `from` is
called `from_` here, because `from` is a keyword of Python. Spans are half-open and count Unicode code
points of `report.text`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from html import escape
from typing import Any, Literal

SCHEMA = "onrecord/1"

PartyKind = Literal["person", "organization", "state", "media", "group", "document", "unknown"]
Naming = Literal["named", "office", "described", "bare", "collective", "document"]
Voice = Literal["attributed", "own"]
Basis = Literal["stated", "inherited", "none"]
Quote = Literal["direct", "mixed", "indirect"]
SpeechAct = Literal[
    "state", "confirm", "deny", "decline", "warn", "predict", "ask", "order",
    "promise", "allege", "believe", "intend", "feel", "other",
]  # fmt: skip
Factuality = Literal["CT+", "CT-", "PR+", "PR-", "PS+", "PS-", "CTu", "Uu"]
Shade = Literal["neutral", "distanced", "strong", "conceding"]
Strength = Literal["probable", "possible", "rumour", "approximate", "conditional", "future"]
Role = Literal["total", "increment", "projection", "target", "capacity", "rate", "part", "rank", "other"]
Stance = Literal[
    "confirms", "denies", "disputes", "alleges", "accepts", "no_comment", "not_confirmed",
    "not_verified", "not_reached", "condemns", "supports", "alarmed",
]  # fmt: skip
Arithmetic = Literal["consistent", "inconsistent", "implies"]
HeadlineKind = Literal["source_dropped", "hedge_dropped", "hedge_sharpened", "figure_changed", "figure_sharpened"]


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the report's text: `text[start:end]` is `self.text`."""

    start: int
    end: int
    text: str

    def __repr__(self) -> str:
        return f"<{self.text!r} {self.start}:{self.end}>"

    def overlaps(self, other: Place) -> bool:
        """Whether the two places share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Place) -> bool:
        """Whether the other place lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Date(Span):
    """A time expression as a half-open interval with a precision.

    `from_` and `to` are ISO 8601 days ("2024-10-23") or minutes ("2024-10-23T16:47"), None where the
    text leaves that end open. `basis` tells how the interval was found: from the words alone
    (absolute), counted from the report's date (relative), by a choice between two readings
    (ambiguous), or not at all (open). `timex` is the TIMEX3 value where one exists.
    """

    from_: str | None
    to: str | None
    precision: str
    type: Literal["date", "time", "duration", "set"] = "date"
    timex: str | None = None
    basis: Literal["absolute", "relative", "ambiguous", "open"] = "absolute"
    alternative: tuple[str | None, str | None] | None = None  # the other reading of an ambiguous one

    def __repr__(self) -> str:
        return f"<Date {self.text!r} {self.from_}..{self.to} {self.precision}>"


@dataclass(frozen=True, slots=True)
class Hedge(Span):
    """Words that weaken a claim, how strongly, and the rule that read them."""

    strength: Strength
    rule: str = ""


@dataclass(frozen=True, slots=True)
class DateBasis:
    """What decided each day of a report: its dateline or a stamp, a mark of its page or file, an address, a guess."""

    dateline: str | None = None
    published: str | None = None
    updated: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One report as read: the text that every span points into, and what its head and tail say.

    `furniture` lists the parts of `text` that are no reporting (stamps, credits, datelines, end
    marks): they are kept, and nothing is claimed from them. `item`, `version`, `status` (usable, withheld,
    canceled), `embargo` and `note` are what its sender says of this copy; the item's id is only a label.
    """

    id: str
    sha256: str
    raw_sha256: str
    format: str
    language: str | None
    url: str | None
    headline: Span | None
    crossheads: tuple[Span, ...]
    byline: str | None
    outlet: str | None
    credits: tuple[str, ...]
    place: str | None
    dateline: str | None
    published: str | None
    updated: str | None
    text: str
    furniture: tuple[Span, ...] = ()
    date_basis: DateBasis = DateBasis()
    item: str | None = None
    version: str | None = None
    status: str | None = None
    embargo: str | None = None
    note: str | None = None

    def __repr__(self) -> str:
        title = self.headline.text if self.headline else self.text[:60]
        return f"<Report {self.id} {self.outlet or 'no outlet'}: {title!r}>"

    @property
    def date(self) -> str | None:
        """The day that relative dates count from ("2024-10-23"), or None where the report tells none."""
        stated = self.dateline or self.published or self.updated
        return stated[:10] if stated else None


@dataclass(frozen=True, slots=True)
class Party:
    """Who speaks or is spoken of: a person, body, state, medium, group or document."""

    id: str
    name: str
    kind: PartyKind
    naming: Naming
    role: str | None
    affiliation: str | None
    mentions: tuple[Span, ...]

    def __repr__(self) -> str:
        return f"<Party {self.name!r} {self.kind}, {self.naming}, {len(self.mentions)} mentions>"


@dataclass(frozen=True, slots=True)
class Link:
    """One hop of a chain: the party, the words that report its speaking, what it rests on, how sure it leaves that."""

    party: str
    cue: Span | None
    basis: Span | None
    factuality: Factuality = "CT+"


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that somebody, or the newsroom itself, says in a report.

    `confidence` (0 to 1) is how sure the reader is of this reading, not of the fact; `reason` says why
    words were taken for the newsroom's own; `shade` is what the word of saying lends to the claim.
    """

    id: str
    voice: Voice
    attribution: Basis
    source: Span | None
    cue: Span | None
    contents: tuple[Span, ...]
    quote: Quote
    speaker: str | None
    chain: tuple[Link, ...]
    parent: str | None
    speech_act: SpeechAct
    audience: Span | None
    said: Date | None
    terms: Span | None
    factuality: Factuality
    hedges: tuple[Hedge, ...]
    figures: tuple[str, ...]
    dates: tuple[Date, ...]
    confidence: float
    reason: str | None = None
    shade: Shade = "neutral"

    def __repr__(self) -> str:
        words = " … ".join(part.text for part in self.contents)
        who = self.source.text if self.source else self.voice if self.voice == "own" else self.attribution
        return f"<Claim {self.id} {who!r}: {words[:70]!r} {self.factuality}>"


@dataclass(frozen=True, slots=True)
class Converted:
    """A measured number in the SI unit of its kind, beside the unit that the text uses."""

    value: float | int | None
    low: float | int | None
    high: float | int | None
    unit: str


@dataclass(frozen=True, slots=True)
class Figure(Span):
    """A number with what it counts, its bounds and its role; money and units in `unit`."""

    id: str
    value: float | int | None
    low: float | int | None
    high: float | int | None
    unit: str | None
    counted: str | None
    role: Role
    approximate: bool
    per: str | None
    as_of: Date | None
    by: Date | None
    claim: str | None = None
    converted: Converted | None = None

    def __repr__(self) -> str:
        size = self.value if self.value is not None else f"{self.low}..{self.high}"
        return f"<Figure {self.text!r} {size} {self.counted or self.unit or ''} {self.role}>"


@dataclass(frozen=True, slots=True)
class Position(Span):
    """Where a party stands towards something reported; silence is a position too."""

    party: str
    position: Stance
    about: str | None
    about_text: Span | None
    date: Date | None


@dataclass(frozen=True, slots=True)
class Media:
    """Material that the report describes: a clip, a picture, a recording, a document."""

    publisher: str | None
    platform: str | None
    medium: Span
    shows: Span | None
    hedge: Span | None
    released: Date | None


@dataclass(frozen=True, slots=True)
class Derived:
    """Arithmetic between figures of one report, with its steps in words."""

    kind: Arithmetic
    figures: tuple[str, ...]
    value: float | int | None
    steps: str


@dataclass(frozen=True, slots=True)
class HeadlineCheck:
    """Something that the headline drops or sharpens against the body: where in each, and why it is told."""

    kind: HeadlineKind
    headline: Span
    body: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Doubt(Span):
    """A place that a careful reader would want to look at, and why."""

    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about the reading as a whole that the user should know; `incomplete` where a part is missing."""

    code: str
    text: str
    incomplete: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that one report yields."""

    report: Report
    parties: tuple[Party, ...] = ()
    claims: tuple[Claim, ...] = ()
    figures: tuple[Figure, ...] = ()
    positions: tuple[Position, ...] = ()
    media: tuple[Media, ...] = ()
    dates: tuple[Date, ...] = ()
    derived: tuple[Derived, ...] = ()
    headline_check: tuple[HeadlineCheck, ...] = ()
    not_understood: tuple[Doubt, ...] = ()
    notices: tuple[Notice, ...] = ()
    schema: str = field(default=SCHEMA)

    def __repr__(self) -> str:
        own = sum(claim.voice == "own" for claim in self.claims)
        title = self.report.headline.text if self.report.headline else self.report.text[:60]
        return (
            f"<Reading of {title!r}: {len(self.claims) - own} claims, {own} in own voice, "
            f"{len(self.parties)} parties, {len(self.figures)} figures, {len(self.positions)} positions>"
        )

    def _repr_html_(self) -> str:
        """The claims as a table, for notebooks."""
        head = "<tr><th>speaker<th>cue<th>content<th>certainty</tr>"
        rows = "".join(
            f"<tr><td>{escape(self.name_of(claim.speaker) or '–')}<td>{escape(claim.cue.text if claim.cue else '')}"
            f"<td>{escape(' … '.join(part.text for part in claim.contents))}<td>{claim.factuality}</tr>"
            for claim in self.claims
        )
        return f"<p>{escape(repr(self))}</p><table>{head}{rows}</table>"

    def party(self, party_id: str | None) -> Party | None:
        """The party with that id, or None."""
        return next((party for party in self.parties if party.id == party_id), None)

    def name_of(self, party_id: str | None) -> str | None:
        """The name of the party with that id, or None."""
        party = self.party(party_id)
        return party.name if party else None

    def figure(self, figure_id: str) -> Figure | None:
        """The figure with that id, or None."""
        return next((figure for figure in self.figures if figure.id == figure_id), None)

    def to_dict(self) -> dict[str, Any]:
        """The reading in the shape of the JSON contract, plain dicts, lists, strings and numbers."""
        plain = {"schema": self.schema}
        plain.update((key, value) for key, value in to_plain(self).items() if key != "schema")
        return plain


STORY_SCHEMA = "onrecord-story/1"
STORIES_SCHEMA = "onrecord-stories/1"

Derivation = Literal["wholly", "partly"]
Clash = Literal["real", "revision", "as_of", "counted", "boundary"]
Clock = Literal["event", "statement", "publication"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A span with the report that it is in: what the contract calls a place."""

    report: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class StoryReport:
    """One report of a story in short: where it came from and what its head says."""

    id: str
    path: str | None
    outlet: str | None
    credits: tuple[str, ...]
    published: str | None
    updated: str | None
    headline: str | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A report that was given and is no part of the story, and why."""

    report: str
    path: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that two reports share, on both sides."""

    copy: Spot
    original: Spot


@dataclass(frozen=True, slots=True)
class Copy:
    """A report whose words come from another: how much of it (0 to 1), and why that way round."""

    copy: str
    original: str | None
    derived: Derivation
    share: float
    why: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A claim of one report as part of a claim of the story; `claim` is None for a figure that stands in no claim."""

    report: str
    claim: str | None
    contents: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a claim comes from in the end, and the reports that rest on it."""

    name: str
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoryClaim:
    """The same claim in several reports, with its origins after copies are folded."""

    id: str
    summary: str
    mentions: tuple[Mention, ...]
    origins: tuple[Origin, ...]
    origin_count: int
    report_count: int
    text_count: int
    single_origin: bool
    why: str


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a series: its size, its role, as of when, by whom."""

    report: str
    figure: str
    start: int
    end: int
    text: str
    value: float | int | None
    low: float | int | None
    high: float | int | None
    role: Role
    as_of: Date | None
    by: Date | None
    stated: Date | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Settled:
    """What a series comes to by a policy that the user chose, with the figures that it rests on."""

    policy: str
    value: float | int | None
    low: float | int | None
    high: float | int | None
    figures: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Series:
    """What several reports count as the same thing, over time; `settled` where a policy was asked for."""

    id: str
    counted: str
    unit: str | None
    points: tuple[Point, ...]
    settled: Settled | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two figures that differ, and whether they truly contradict each other."""

    series: str | None
    between: tuple[Spot, Spot]
    type: Clash
    why: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a party says to something at one time; silence included."""

    date: Date | None
    position: Stance
    report: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a party stands towards one thing, its history in order of time, the latest last."""

    party: str
    about: str
    claim: str | None
    history: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Citing:
    """A report that names another outlet for what it says; `cites` is that outlet's report where it is at hand."""

    report: str
    cites: str | None
    outlet: str
    place: Spot


@dataclass(frozen=True, slots=True)
class Moment:
    """Something on the time line, by one of three clocks."""

    from_: str | None
    to: str | None
    clock: Clock
    text: str
    places: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """One event as many reports tell it: copies, claims with their origins, figures, conflicts, positions."""

    id: str
    name: str
    reports: tuple[StoryReport, ...]
    left_out: tuple[LeftOut, ...] = ()
    copies: tuple[Copy, ...] = ()
    claims: tuple[StoryClaim, ...] = ()
    series: tuple[Series, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    positions: tuple[Cell, ...] = ()
    citing: tuple[Citing, ...] = ()
    timeline: tuple[Moment, ...] = ()
    schema: str = field(default=STORY_SCHEMA)

    def __repr__(self) -> str:
        return (
            f"<Story {self.name!r}: {len(self.reports)} reports, {len(self.copies)} copies, {len(self.claims)} claims>"
        )

    def to_dict(self) -> dict[str, Any]:
        """The story in the shape of the JSON contract."""
        plain = to_plain(self)
        return {"schema": plain.pop("schema"), **plain}


@dataclass(frozen=True, slots=True)
class Event:
    """Reports of one event, named from their own words, with the reason why they stand together."""

    id: str
    name: str
    reports: tuple[str, ...]
    why: str


Place = Span | Date | Figure | Position | Doubt | Hedge


def to_plain(value: Any) -> Any:
    """A frozen value as dicts, lists, strings and numbers, with the key names of the contract."""
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name.rstrip("_"): to_plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, (list, tuple)):
        return [to_plain(item) for item in value]
    return value


def make_id(prefix: str, report_sha256: str, *parts: str | int) -> str:
    """An id that the same text always gives: a digest of the report's digest and the given parts."""
    joined = "\x1f".join([report_sha256, *map(str, parts)])
    return prefix + hashlib.sha256(joined.encode()).hexdigest()[:12]


def outermost(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans that lie in no other of them, in text order."""
    end = -1
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.end > end:
            end = span.end
            yield span
