"""The counts of a story: each figure of its reports with kind, day, source and what narrows it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from onrecord.comparison.cast import Cast
from onrecord.comparison.kinds import (
    Kind,
    cut_clause,
    find_kind,
    find_peoples,
    find_places,
    is_bare,
    is_measure,
    is_money,
    is_person,
    own_noun,
)
from onrecord.comparison.names import content_words
from onrecord.comparison.origins import Root, Sources
from onrecord.comparison.outlets import are_same_outlet, outlet_of
from onrecord.comparison.wording import WORD, normalize, words_in
from onrecord.model import Date, Figure, Reading, Role, Span
from onrecord.words import read_table

PART_OF = re.compile(r"\s+of\s+(?:the|its|their|these|those|them|which|whom|all|\d)")
LONG = {"year", "decade", "century", "quarter", "season"}
CLOCKS = {"hour", "minute", "part_of_day"}
DAY_WORD = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|tonight|tomorrow|this|jan|feb|mar|apr|may|jun|jul|aug|"
    r"sept?|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
ANAPHORIC = re.compile(r"^that\s", re.IGNORECASE)
COMMON_PLACE = 0.4  # a place in that share of the reports is where the story is, and narrows nothing
CLOCK = re.compile(r"\b(?:o['’]clock|a\.m\.|p\.m\.|noon|midnight|midday|evening|morning|afternoon|night)|\d[:.]\d\d\b")
COORDINATED = re.compile(r"\b(?:and|but|while)\s+(?:\w+\s)?$")
OF_NUMBER = re.compile(
    r"\d\s+of\s+(?:its|the|their|all|some|about)?\s*$|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty(?:-\w+)?)\sof\s(?:its|the|their)?\s*$"
)
OF_REACH = 24
TWICE = re.compile(
    r"\W*(?:\w+\s){0,2}(?:were|was|been)\s(?:counted|entered|listed|logged|registered|recorded)\s(?:twice|double)\b"
)
FROM_TO = re.compile(r"^\s*(?:[\w-]+\s){0,2}to\s*$")
AT_TIME = re.compile(r"\b(?:at|by|until|till|before|after|around|since|past)\s$")
TALLY = re.compile(r"\b(?:toll|total|number|count|figure|tally|dead|estimate|sum)\b[^.;]*$")
TALLY_REACH = 40
COUNTING_ON = re.compile(r"\s(?:of|were|was|are|had|have|more|others|people)\b")
HOURS = 24
NOUN_REACH = 30  # characters after a number in which its noun stands
LAST_SENTENCE = 160  # characters of what was said before a sentence
BORROWING = 220  # characters around a bare number in which the noun of another may have been taken for its own
ELLIPSIS = 400  # characters back in which a bare number may take up what was counted
PERSON_WORDS = frozenset({"person", "people", "individual"})


@dataclass(frozen=True, slots=True)
class Count:
    """One figure as the story counts it."""

    reading: Reading
    figure: Figure
    dimension: str
    kind: str | None
    when: str
    known: bool  # the kind is one that the tables know
    places: frozenset[str]
    part: bool
    role: Role
    as_of: Date | None
    day: str | None
    beside: bool  # the day is told in the sentence of the figure
    clock: bool  # a time of day is told beside it
    clause: str
    lead: str  # the sentence up to the figure, since the last count before it
    sentence: str
    root: Root
    headline: bool
    bare: bool  # its own words name nothing counted
    denied: bool  # its source says that it is not so

    @property
    def place(self) -> tuple[str, int]:
        """Where it stands: report and offset."""
        return self.reading.report.id, self.figure.start

    @property
    def size(self) -> tuple[float | None, float | None, float | None]:
        """Value and bounds."""
        return self.figure.value, self.figure.low, self.figure.high


def list_counts(readings: Sequence[Reading], cast: Cast) -> tuple[Count, ...]:
    """All counts of a story in order of report and place; what is no count is left out."""
    common = _common_places(readings)
    counts = [count for reading in readings for count in _read_counts(reading, cast, common)]
    return tuple(sorted(_follow_media(counts), key=lambda count: count.place))


def _follow_media(counts: Sequence[Count]) -> Iterator[Count]:
    """The counts with a root that is an outlet replaced by what that outlet's own report rests on."""
    for count in counts:
        medium, seen = count.root.medium, {count.reading.report.id}
        while medium and (other := _count_in(counts, count, medium, seen)):
            count = replace(count, root=other.root)
            seen.add(other.reading.report.id)
            medium = other.root.medium
        yield count


def _count_in(counts: Sequence[Count], count: Count, medium: str, seen: set[str]) -> Count | None:
    """The same figure in the body of a report by that outlet."""
    return next(
        (
            other
            for other in counts
            if other.size == count.size and other.reading.report.id not in seen and not other.headline
            and are_same_outlet(outlet_of(other.reading.report), medium)
        ),
        None,
    )  # fmt: skip


def _read_counts(reading: Reading, cast: Cast, common: frozenset[str]) -> Iterator[Count]:
    sources = Sources(reading, cast)
    figures = sorted((f for f in reading.figures if not is_measure(f)), key=lambda figure: figure.start)
    before: dict[str, Count] = {}
    for place, figure in enumerate(figures):
        start = figures[place - 1].end if place else 0
        end = figures[place + 1].start if place + 1 < len(figures) else len(reading.report.text)
        count = _read_count(reading, figure, sources, (start, end), common, before.get(_dimension(figure)))
        if count:
            yield count
            if not count.headline:
                before[count.dimension] = count


def _read_count(
    reading: Reading, figure: Figure, sources: Sources, neighbours: tuple[int, int], common: frozenset[str],
    before: Count | None,
) -> Count | None:  # fmt: skip
    text, sentence = reading.report.text, sources.sentence(figure.start)
    borders = max(neighbours[0], sentence.start), min(neighbours[1], sentence.end)
    if _is_clock(figure, text):
        return None
    if is_bare(figure) and (figure.unit == "o'clock" or _is_borrowed(figure, reading) or _is_far(figure, text)):
        figure = replace(figure, unit=None, counted=None)
    front, back = cut_clause(text, figure.start, figure.end, borders)
    if COORDINATED.search(front):
        front = ""
    wide = cut_clause(text, figure.start, figure.end, (sentence.start, sentence.end))[1]
    kind = find_kind(figure, front, back, wide)
    name, when, known = (kind.name, kind.when, True) if kind else (None, "state", False)
    if kind is None and is_bare(figure) and own_noun(figure) is None:
        guess = _take_up(figure, before, sentence, text)
        name, when, known = (guess.name, guess.when, True) if guess else (None, "state", False)
    if before and _goes_on(before, figure, sentence, text, kind):
        name, when, known = before.kind, before.when, before.known
    if name is None:
        name = _own_kind(figure, back)
    root = sources.of_figure(figure.start, figure.claim)
    if root.key[0] == "outlet" and known and when == "state":
        root = sources.of_speaker_before(sentence.start) or root
    as_of = _settle_bound(_find_as_of(reading, figure, sentence.start, sentence.end, borders, root), figure.role)
    places = (find_places(f"{front} {figure.text} {back}") | find_peoples(figure.text)) - common
    part = figure.role == "part" or bool(PART_OF.match(text, figure.end))
    claim = sources.claims.get(figure.claim or "")
    denied = claim is not None and (claim.speech_act == "deny" or claim.factuality == "CT-")
    taken_back = bool(TWICE.match(back)) or denied
    whole = bool(OF_NUMBER.search(text[max(0, figure.start - OF_REACH) : figure.start]))
    role: Role = "other" if taken_back or whole else figure.role
    headline = bool(reading.report.headline and reading.report.headline.contains(figure))
    return Count(
        reading, figure, _dimension(figure), name, when, known, places, part, role, as_of, _day(as_of, figure.role),
        bool(as_of and sentence.start <= as_of.start < sentence.end), bool(CLOCK.search(f"{front} {back}")),
        f"{front} {figure.text} {back}", _lead(text, figure, borders[0], sentence.start), sentence.text, root, headline,
        is_bare(figure), denied,
    )  # fmt: skip


def _lead(text: str, figure: Figure, border: int, start: int) -> str:
    """The sentence up to a figure since the last count before it, or from its start in "from 389 to 371"."""
    between = text[border : figure.start]
    return text[start : figure.start] if FROM_TO.match(between) else between


def _take_up(figure: Figure, before: Count | None, sentence: Span, text: str) -> Kind | None:
    """What a bare number counts by what was told before it: an addition that it sums up, the last sentence or count."""
    told = before is not None and before.kind is not None and (before.known or figure.role == "increment")
    last = Kind(before.kind, before.when) if told and before and before.kind else None
    if last and figure.role == "increment":
        return last
    if last and before and (before.figure.start >= sentence.start or _is_fraction(figure)):
        return last if _is_fraction(figure) == _is_fraction(before.figure) else None
    earlier = find_kind(figure, text[max(0, sentence.start - LAST_SENTENCE) : sentence.start], "")
    near = before is not None and _is_near(before, sentence)
    return earlier or (last if near else None)


def _is_fraction(figure: Figure) -> bool:
    return isinstance(figure.value, float) and not figure.value.is_integer()


def _is_far(figure: Figure, text: str) -> bool:
    """Whether the noun that is a bare number's unit stands nowhere near after it."""
    noun = own_noun(figure)
    if noun is None or PART_OF.match(text, figure.end):
        return False
    return noun.rstrip("sy") not in text[figure.end : figure.end + NOUN_REACH].casefold()


def _is_borrowed(figure: Figure, reading: Reading) -> bool:
    """Whether the unit of a bare number is the noun of another number near it."""
    unit = figure.unit or figure.counted or ""
    if PART_OF.match(reading.report.text, figure.end):
        return False
    return any(
        other.id != figure.id and abs(other.start - figure.start) < BORROWING and unit and own_noun(other) is not None
        and (own_noun(other) or "").startswith(unit.split()[0].rstrip("sy"))
        for other in reading.figures
    )  # fmt: skip


def _goes_on(before: Count, figure: Figure, sentence: Span, text: str, kind: Kind | None) -> bool:
    """Whether a bare figure goes on with what the one before it counts: "from 389 to 371", "31 percent, 78 percent"."""
    if not is_bare(figure) and figure.unit != "percent":
        return False
    between = text[before.figure.end : figure.start]
    if FROM_TO.match(between):
        return True
    return kind is None and figure.unit == "percent" and before.figure.end > sentence.start


def _is_near(before: Count, sentence: Span) -> bool:
    return sentence.start - before.figure.end < ELLIPSIS


def _is_clock(figure: Figure, text: str) -> bool:
    """Whether a bare small number is a time of day: "by Tuesday evening at six"."""
    if not is_bare(figure) or figure.value is None or not 1 <= figure.value <= HOURS:
        return False
    if TALLY.search(text[max(0, figure.start - TALLY_REACH) : figure.start]):
        return False
    after = text[figure.end : figure.end + 12]
    return bool(AT_TIME.search(text[max(0, figure.start - 12) : figure.start])) and not COUNTING_ON.match(after)


def _own_kind(figure: Figure, back: str) -> str | None:
    """A kind of its own: people by the first word that tells something of them, a thing by its noun."""
    noun = own_noun(figure)
    if is_money(figure) or figure.unit == "percent":
        words = [word for word in words_in(figure.counted or "") if word in content_words(figure.counted or "")]
        return f"{'money' if is_money(figure) else 'share'} {words[0]}" if words else None
    if noun and not is_person(noun):
        return noun.rstrip("s")
    if noun is None and figure.unit is None and is_bare(figure):
        return None
    telling = content_words(back) - PERSON_WORDS
    words = [word for word in words_in(back) if word in telling and word[0].isalpha()]
    return f"people {words[0]}" if words else "people"


def _dimension(figure: Figure) -> str:
    unit = figure.unit or ""
    return f"money {unit}" if is_money(figure) else "percent" if unit == "percent" else "count"


def _find_as_of(
    reading: Reading, figure: Figure, start: int, end: int, borders: tuple[int, int], root: Root
) -> Date | None:
    """As of when a figure holds: its own date, one beside it, that of its document, or the one told last before it."""
    dates = [date for date in reading.dates if date.type in {"date", "time"} and _is_past(date, reading.report.date)]
    beside = [date for date in dates if start <= date.start < end]
    inside = [date for date in beside if borders[0] <= date.start < borders[1]]
    told = figure.as_of if figure.as_of and figure.as_of.precision not in LONG else None
    follows = borders[0] > start  # another figure stands before it, to which a date between may belong
    later = follows and any(date.start > figure.start for date in inside)
    if told and (not inside or (borders[0] <= told.start < borders[1] and not (later and told.start < figure.start))):
        return _resolve(told, dates, reading.report.published)
    near = inside or beside
    if near:
        best = min(near, key=lambda date: (follows and date.start < figure.start, abs(date.start - figure.start)))
        return _resolve(best, dates, reading.report.published)
    if root.document:
        dated = [date for date in dates if reading.report.text[max(0, date.start - 7) : date.start].strip() == "dated"]
        if dated:
            return dated[0]
    if figure.role in {"projection", "target"} and not figure.by:
        return None
    earlier = [
        date
        for date in dates
        if date.start < figure.start and date.precision in {"day", "part_of_day", "hour", "minute"}
    ]
    return _resolve(earlier[-1], dates, reading.report.published) if earlier else None


def _settle_bound(found: Date | None, role: Role) -> Date | None:
    """As of "by noon", a count that has been reached holds at noon: the bound is the moment itself."""
    if found is None or found.from_ or not found.to or role in {"projection", "target"}:
        return found
    if "T" in found.to and not found.to.endswith("00:00"):
        return replace(found, from_=found.to)
    last = (date.fromisoformat(found.to[:10]) - timedelta(days=1)).isoformat()
    return replace(found, from_=last)


def _resolve(found: Date, dates: Sequence[Date], published: str | None) -> Date:
    """A date that only points back ("that evening"), or an hour to come at publication, has the day told before it."""
    back, hour = bool(ANAPHORIC.match(found.text)), found.precision in CLOCKS and not DAY_WORD.search(found.text)
    earlier = [date for date in dates if date.start < found.start and date.from_ and DAY_WORD.search(date.text)]
    if not earlier or not (back or hour):
        return found
    day = ((earlier[0] if back else earlier[-1]).from_ or "")[:10]
    moment = found.from_ or found.to or ""
    if back:
        return replace(found, from_=day, to=_next_day(day))
    if "T" not in moment or not published or "T" not in published or moment[:16] <= published[:16]:
        return found
    return replace(found, from_=day + moment[10:], to=day + (found.to or moment)[10:])


def _is_past(found: Date, today: str | None) -> bool:
    if found.from_:
        return found.precision in {"day", "part_of_day", "hour", "minute", "week"} and (
            not today or found.from_[:10] <= today
        )
    return bool(found.to) and (not today or (found.to or "")[:10] <= _next_day(today))


def _next_day(day: str) -> str:
    return (date.fromisoformat(day[:10]) + timedelta(days=1)).isoformat()


def _day(as_of: Date | None, role: Role) -> str | None:
    if as_of is None:
        return None
    if as_of.from_:
        return as_of.from_[:10]
    to = as_of.to or ""
    if not to:
        return None
    return (
        to[:10]
        if "T" in to and not to.endswith("00:00")
        else (date.fromisoformat(to[:10]) - timedelta(days=1)).isoformat()
    )


def _common_places(readings: Sequence[Reading]) -> frozenset[str]:
    spread: Counter[str] = Counter()
    for reading in readings:
        spread.update({normalize(word) for word in WORD.findall(reading.report.text) if word[0].isupper()})
    return frozenset(word for word, count in spread.items() if count >= max(2, COMMON_PLACE * len(readings)))


def index_values(counts: Sequence[Count]) -> Mapping[tuple[str, float], list[Count]]:
    """The counts that name what they count by a value that tells: not round, or large."""
    found: dict[tuple[str, float], list[Count]] = {}
    for count in counts:
        value = count.figure.value
        if value is not None and (count.known or not count.bare) and count.kind and is_telling(value):
            found.setdefault((count.dimension, value), []).append(count)
    return found


def is_telling(value: float) -> bool:
    """Whether two reports that give this number most likely give the same count."""
    digits = f"{value:.0f}".rstrip("0")
    return value >= 1000 or (value >= 100 and len(digits) >= 3) or (value > 20 and len(digits) == 2)


def is_taking_back(words: str) -> bool:
    """Whether some words say that a source corrects itself."""
    return _revision_words().search(words) is not None


@cache
def _revision_words() -> re.Pattern[str]:
    words = sorted(
        (re.escape(row["words"]) for row in read_table("revision_words")), key=lambda word: (-len(word), word)
    )
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)
