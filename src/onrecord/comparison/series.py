"""A series for each thing counted: the counts of all reports that count the same, in order of time."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.comparison.counts import Count, index_values, is_taking_back
from onrecord.comparison.folding import Folding
from onrecord.model import Date, Point, Role, Series, make_id

Size = tuple[float | None, float | None, float | None]

PAIR = ("new", "old")
PEOPLE, PART = "people", "part"
DOZEN, NEAR, BOTH_TOLD = 12, 400, 2
WITHIN = 3.0  # how many times smaller or larger than a kind's counts a number of that kind may be
LEAST_UNKNOWN = 12  # a count of a kind that no table knows, told by one text alone, has at least that size


@dataclass(frozen=True, slots=True)
class Strand:
    """The counts of one series, with what they count."""

    id: str
    kind: str
    narrowed: tuple[str, ...]
    dimension: str
    counts: tuple[Count, ...]

    @property
    def counted(self) -> str:
        """What is counted, in words."""
        return f"{self.kind} ({', '.join(self.narrowed)})" if self.narrowed else self.kind


def join_counts(counts: Sequence[Count], folding: Folding) -> tuple[Strand, ...]:
    """The counts grouped by what they count."""
    body = _follow_copies(_drop_headlines(counts), folding)
    values = index_values(body)
    settled = _settle_people(_settle_revisions(_settle_additions([_settle(count, values) for count in body])))
    settled = _settle_currencies(settled)
    dated = _date_events([_take_in(count, settled) for count in settled])
    groups: dict[tuple[str, str, tuple[str, ...]], list[Count]] = defaultdict(list)
    for count in dated:
        if count.kind is not None:
            groups[(count.dimension, count.kind, _narrowing(count))].append(count)
    strands = [_make_strand(key, found) for key, found in sorted(groups.items()) if _is_worth(found, folding)]
    return tuple(sorted(strands, key=lambda strand: (-len(strand.counts), strand.counted, strand.id)))


def write_series(strand: Strand) -> Series:
    """A strand in the words of the contract."""
    return Series(
        id=strand.id,
        counted=strand.counted,
        unit=next((count.figure.unit for count in strand.counts if count.figure.unit), None),
        points=tuple(_point(count) for count in strand.counts),
    )


def _point(count: Count) -> Point:
    figure = count.figure
    return Point(
        report=count.reading.report.id, figure=figure.id, start=figure.start, end=figure.end, text=figure.text,
        value=figure.value, low=figure.low, high=figure.high, role=count.role, as_of=count.as_of, by=figure.by,
        stated=_stated(count), source=count.root.name,
    )  # fmt: skip


def _stated(count: Count) -> Date | None:
    return next((claim.said for claim in count.reading.claims if claim.id == count.figure.claim), None)


def _drop_headlines(counts: Sequence[Count]) -> list[Count]:
    """The counts without those that only repeat in a headline what the body says."""
    body = {(count.reading.report.id, count.figure.value or count.figure.low) for count in counts if not count.headline}
    return [
        count
        for count in counts
        if not count.headline or (count.reading.report.id, count.figure.value or count.figure.low) not in body
    ]


def _follow_copies(counts: Sequence[Count], folding: Folding) -> list[Count]:
    """Counts in copied words have the source, and the day where they tell none, of the text they come from."""
    firsts = {(count.place[0], count.size): count for count in reversed(counts)}
    return [_follow_copy(count, firsts, folding) for count in counts]


def _follow_copy(count: Count, firsts: Mapping[tuple[str, Size], Count], folding: Folding) -> Count:
    text = folding.text_of(count.place[0], count.figure.start, count.figure.end)
    first = firsts.get((text, count.size)) if text != count.place[0] else None
    return replace(count, root=first.root, day=count.day or first.day) if first else count


def _settle(count: Count, values: Mapping[tuple[str, float], list[Count]]) -> Count:
    """A count of no known kind takes the kind that the same telling number has elsewhere in the story."""
    value = count.figure.value
    if value is None or (count.known and not count.bare):
        return count
    others = [other for other in values.get((count.dimension, value), ()) if other.place != count.place]
    if count.known or not count.bare:
        others = [other for other in others if not other.bare and (count.bare or other.known)]
    if not others:
        return count
    kinds = Counter((other.kind, other.when) for other in others)
    (kind, when), _ = max(kinds.items(), key=lambda item: (item[1], item[0][0] or ""))
    like = next(other for other in others if other.kind == kind)
    return replace(count, kind=kind, when=when, known=True, places=count.places or like.places)


def _take_in(count: Count, counts: Sequence[Count]) -> Count:
    """A bare number that nothing tells of joins the kind that the story counts most, if it is of its size."""
    size = _largest([count])
    if count.kind is not None or size < LEAST_UNKNOWN or not count.bare:
        return count
    known = Counter(other.kind for other in counts if other.known and other.dimension == count.dimension)
    for kind, _ in known.most_common():
        like = [other for other in counts if other.known and other.kind == kind]
        sizes = sorted(_largest([other]) for other in like)
        if sizes and sizes[0] / WITHIN <= size <= sizes[-1] * WITHIN:
            return replace(count, kind=kind, when=like[0].when, known=True)
    return count


def _settle_currencies(counts: Sequence[Count]) -> list[Count]:
    """The same sum for the same thing in two currencies is one, in two house styles ("$4 million", "C$4 million")."""
    sums: dict[tuple[str | None, float | None], Counter[str]] = defaultdict(Counter)
    for count in counts:
        if count.dimension.startswith("money"):
            sums[(count.kind, count.figure.value)][count.dimension] += 1
    mixed = {known for found in sums.values() if len(found) > 1 for known in found}
    spread = Counter(count.dimension for count in counts if count.dimension in mixed)
    usual = max(sorted(spread), key=lambda known: spread[known], default="")
    return [replace(count, dimension=usual) if count.dimension in mixed else count for count in counts]


def _settle_revisions(counts: Sequence[Count]) -> list[Count]:
    """Two bare numbers in a sentence that takes one back count the same: what the better known one counts."""
    by_sentence: dict[tuple[str, str], list[Count]] = defaultdict(list)
    for count in counts:
        if count.bare and count.dimension == "count" and is_taking_back(count.sentence):
            by_sentence[(count.place[0], count.sentence)].append(count)
    spread = Counter(count.kind for count in counts)
    usual = {
        count.place: max(found, key=lambda other: (spread[other.kind], other.kind or ""))
        for found in by_sentence.values()
        if len(found) == len(PAIR)
        for count in found
    }
    return [
        replace(count, kind=usual[count.place].kind, when=usual[count.place].when, known=usual[count.place].known)
        if count.place in usual
        else count
        for count in counts
    ]


def _settle_people(counts: Sequence[Count]) -> list[Count]:
    """People of whom reports tell different things are the same people where the numbers meet.

    The same number (beyond a dozen, not round) ties two counts of people; so do two numbers that two reports
    set side by side.
    """
    people = [count for count in counts if not count.known and (count.kind or "").startswith(PEOPLE)]
    groups = {
        value: {count.kind or "" for count in people if count.figure.value == value} for value in _odd_values(people)
    }
    home = {value: min(kinds) for value, kinds in groups.items()}
    for one in sorted(home):
        for two in sorted(home):
            if one < two and _side_by_side(one, two, counts) >= BOTH_TOLD:
                old, new = sorted((home[one], home[two]))[::-1]
                home = {value: new if kind == old else kind for value, kind in home.items()}
    return [
        replace(count, kind=home[count.figure.value], places=frozenset())
        if count in people and count.figure.value in home
        else count
        for count in counts
    ]


def _odd_values(people: Sequence[Count]) -> set[float]:
    values = {count.figure.value for count in people if count.figure.value is not None}
    return {value for value in values if value > DOZEN and value % 10}


def _side_by_side(one: float, two: float, counts: Sequence[Count]) -> int:
    """In how many reports the two numbers stand near each other."""
    firsts = [count for count in counts if count.figure.value == one]
    seconds = [count for count in counts if count.figure.value == two]
    near = {
        first.place[0]
        for first in firsts
        for second in seconds
        if first.place[0] == second.place[0] and abs(first.figure.start - second.figure.start) < NEAR
    }
    return len(near)


def _settle_additions(counts: Sequence[Count]) -> list[Count]:
    """An addition of no known kind adds to the total that its sentence names, else to the one told before it."""
    done: list[Count] = []
    for count in counts:
        if count.role == "increment" and not count.known:
            told = [
                other
                for other in counts
                if other.known and other.dimension == count.dimension and _is_told(other, count)
            ]
            near = [other for other in done if other.known and other.place[0] == count.place[0]]
            best = told or [other for other in near if other.dimension == count.dimension][-1:]
            if best:
                count = replace(count, kind=best[0].kind, when=best[0].when, known=True, places=best[0].places)
        done.append(count)
    return done


def _is_told(total: Count, addition: Count) -> bool:
    """Whether the sentence of an addition gives that total in figures."""
    value = total.figure.value
    return value is not None and value >= LEAST_UNKNOWN and bool(re.search(rf"\b{value:,}\b", addition.sentence))


def _date_events(counts: Sequence[Count]) -> list[Count]:
    """Counts of an event get the event's day, where they name none beside them."""
    days: dict[str, Counter[str]] = defaultdict(Counter)
    for count in counts:
        if count.when == "event" and count.day and count.kind and count.role not in {"projection", "target"}:
            days[count.kind][count.day] += 1
    return [_date_event(count, days.get(count.kind or "", Counter())) for count in counts]


def _date_event(count: Count, days: Counter[str]) -> Count:
    if count.when != "event" or not days or count.role in {"projection", "target"}:
        return count
    day = min(days, key=lambda known: (-days[known], known))
    if count.day == day or _is_beside(count):
        return count
    same = next((date for date in count.reading.dates if (date.from_ or "")[:10] == day), None)
    return replace(count, day=day, as_of=same)


def _is_beside(count: Count) -> bool:
    return count.as_of is not None and count.as_of.text in count.clause


def _narrowing(count: Count) -> tuple[str, ...]:
    """What makes a count another than that of the whole: places, another day to come, being a part."""
    narrowed = sorted(count.places)
    if count.when == "event" and count.role in {"projection", "target"}:
        narrowed.append("to come")
    if count.part and not count.places and count.dimension != "percent":
        narrowed.append(PART)
    return tuple(narrowed)


def _is_worth(counts: Sequence[Count], folding: Folding) -> bool:
    """Whether a group is more than one desk's small number of things."""
    own = {folding.text_of(count.place[0], count.figure.start, count.figure.end) for count in counts}
    return any(count.known for count in counts) or len(own) > 1 or _largest(counts) >= LEAST_UNKNOWN


def _largest(counts: Iterable[Count]) -> float:
    return max((size or 0 for count in counts for size in count.size), default=0)


def _make_strand(key: tuple[str, str, tuple[str, ...]], counts: Sequence[Count]) -> Strand:
    dimension, kind, narrowed = key
    ordered = sorted(
        _settle_roles(counts), key=lambda count: (count.day or "9999", count.reading.report.date or "", count.place)
    )
    return Strand(make_id("s", "story", *key[:2], *narrowed), kind, narrowed, dimension, tuple(ordered))


def _settle_roles(counts: Sequence[Count]) -> list[Count]:
    """Totals of a plan are projections; a narrowed count told beside the whole by one source is a part."""
    planned = any(count.when == "plan" and count.role in {"projection", "target"} for count in counts)
    role: Role = "projection"
    return [replace(count, role=role) if planned and count.role in {"total", "target"} else count for count in counts]
