"""The same claim in several reports: joined by figure, by quotation or by words, each join with its reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import log

from onrecord.comparison.cast import Cast
from onrecord.comparison.conflicts import spot
from onrecord.comparison.counts import Count
from onrecord.comparison.events import stem_word
from onrecord.comparison.folding import Folding
from onrecord.comparison.names import content_words
from onrecord.comparison.origins import Root, Sources
from onrecord.comparison.outlets import are_same_outlet, outlet_of
from onrecord.comparison.series import PART, Strand
from onrecord.comparison.stamps import order_of
from onrecord.comparison.wording import quoted_runs
from onrecord.model import Claim, Conflict, Mention, Origin, Reading, Spot, StoryClaim, make_id
from onrecord.words import read_table

ALIKE = 0.45  # cosine of the weighted words of two claims that say the same
HELD = 0.65  # or the part of the shorter that the longer holds
STANCE_HELD, STANCE_HELD_MANY = 0.5, 0.38  # enough where both are somebody's stance on one thing, by one word or more
LEAST_SHARED = 2
MOST_QUOTING = 0.6  # the part of the mentions that give the same words, from which all come from who said them
COMMON_WORD = 40  # a word in more claims than that proposes no pair


MARKS = 2  # characters around a content in which its quotation marks stand

Size = tuple[float | None, float | None, float | None]


@dataclass(frozen=True)
class Said:
    """One claim of one report, or the sentence around a figure that stands in none."""

    reading: Reading
    claim: Claim | None
    contents: tuple[Spot, ...]
    root: Root
    text: str  # the report whose text it belongs to

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of its content words."""
        return frozenset(stem_word(word) for place in self.contents for word in content_words(place.text))

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """The runs of words of a direct quotation."""
        text = self.reading.report.text
        around = (text[max(0, place.start - MARKS) : place.end + MARKS] for place in self.contents)
        return frozenset(run for words in around for run in quoted_runs(words))

    @property
    def stance(self) -> bool:
        """Whether somebody confirms, denies or leaves something open here."""
        return self.claim is not None and self.claim.speech_act in {"confirm", "deny", "decline"}

    @property
    def key(self) -> tuple[str, int, int]:
        """Where it stands."""
        return self.reading.report.id, self.contents[0].start, self.contents[-1].end


@dataclass(frozen=True, slots=True)
class Joined:
    """Claims taken for one, with the reason."""

    said: tuple[Said, ...]
    why: str
    summary: str | None = None


def join_claims(
    readings: Sequence[Reading], cast: Cast, strands: Sequence[Strand], conflicts: Sequence[Conflict], folding: Folding
) -> tuple[StoryClaim, ...]:
    """All claims of a story, those of several reports first."""
    everything = {reading.report.id: Sources(reading, cast) for reading in readings}
    joined = list(_join_figures(strands, conflicts, everything, folding))
    taken = {(said.reading.report.id, said.claim.id) for group in joined for said in group.said if said.claim}
    rest = [
        _say(reading, claim, everything[reading.report.id], folding)
        for reading in readings
        for claim in reading.claims
        if not _is_aside(reading, claim) and ((reading.report.id, claim.id) not in taken or claim.quote == "direct")
    ]
    joined += _join_words(rest)
    outlets = {reading.report.id: outlet_of(reading.report) for reading in readings}
    claims = [_write(group, outlets) for group in joined]
    return tuple(sorted(claims, key=lambda claim: (-claim.report_count, -len(claim.mentions), claim.summary, claim.id)))


def _is_aside(reading: Reading, claim: Claim) -> bool:
    """Whether a claim stands in the headline or inside another that is kept."""
    headline = reading.report.headline
    return bool(headline and headline.overlaps(claim.contents[0]))


def _say(reading: Reading, claim: Claim, sources: Sources, folding: Folding) -> Said:
    contents = tuple(Spot(reading.report.id, part.start, part.end, part.text) for part in claim.contents)
    text = folding.text_of(reading.report.id, contents[0].start, contents[-1].end)
    return Said(reading, claim, contents, sources.of_claim(claim), text)


def _whole(strands: Sequence[Strand]) -> Iterator[Strand]:
    """Strands of one thing counted together, whether a report tells it as a part or not."""
    same: dict[tuple[str, str, tuple[str, ...]], list[Strand]] = defaultdict(list)
    for strand in strands:
        same[(strand.dimension, strand.kind, tuple(name for name in strand.narrowed if name != PART))].append(strand)
    for found in same.values():
        counts = tuple(count for strand in found for count in strand.counts)
        yield replace(found[0], counts=counts)


def _join_figures(
    strands: Sequence[Strand], conflicts: Sequence[Conflict], everything: Mapping[str, Sources], folding: Folding
) -> Iterator[Joined]:
    """Claims with the same figure of the same series; a source's revision stays with what it revises."""
    for strand in _whole(strands):
        revised = {
            _place(a): _place(b)
            for c in conflicts
            if c.type == "revision" and c.series == strand.id
            for a, b in [c.between]
        }
        groups: dict[object, list[Count]] = defaultdict(list)
        sizes = {count.place: count.size for count in strand.counts}
        later = {place: sizes[follow] for place, follow in revised.items() if place in sizes and follow in sizes}
        merged = {sizes[place]: size for place, size in later.items()}
        for count in strand.counts:
            if not count.denied:
                groups[_last(count.size, merged)].append(count)
        for counts in groups.values():
            said = tuple(_say_count(count, everything[count.place[0]], folding) for count in counts)
            values = " and ".join(dict.fromkeys(_shown(count) for count in counts))
            clause = " ".join(min(counts, key=_first).clause.split()).strip(" ,;–-")
            yield Joined(_once(said), f"they give {values} for the same thing counted: {strand.counted}", clause)


def _first(count: Count) -> tuple[str, str, int]:
    return (order_of(count.reading.report), *count.place)


def _last(size: Size, merged: Mapping[Size, Size]) -> Size:
    seen = {size}
    while (follow := merged.get(size)) is not None and follow not in seen:
        size = follow
        seen.add(size)
    return size


def _place(place: Spot) -> tuple[str, int]:
    return place.report, place.start


def _shown(count: Count) -> str:
    return " ".join(count.figure.text.split())


def _say_count(count: Count, sources: Sources, folding: Folding) -> Said:
    reading, report = count.reading, count.reading.report
    claim = sources.claims.get(count.figure.claim or "")
    while (
        claim
        and claim.parent in sources.claims
        and len(claim.contents[0].text) < len(sources.claims[claim.parent or ""].contents[0].text)
    ):
        claim = sources.claims[claim.parent or ""]
    if claim:
        contents = tuple(Spot(report.id, part.start, part.end, part.text) for part in claim.contents)
    else:
        sentence = sources.sentence(count.figure.start)
        trimmed = sentence.text.rstrip()
        contents = (Spot(report.id, sentence.start, sentence.start + len(trimmed), trimmed),)
    place = spot(count)
    return Said(reading, claim, contents, count.root, folding.text_of(report.id, place.start, place.end))


def _once(said: Iterable[Said]) -> tuple[Said, ...]:
    return tuple({item.key: item for item in sorted(said, key=lambda item: (_when(item), item.key))}.values())


def _when(said: Said) -> str:
    return order_of(said.reading.report)


def _join_words(said: Sequence[Said]) -> Iterator[Joined]:
    """Claims joined by a shared quotation or by their words, in groups of all that hang together."""
    weights = _weigh(said)
    parent = list(range(len(said)))
    reasons: dict[int, str] = {}
    for first, second in _propose(said):
        why = _same(said[first], said[second], weights)
        if why:
            one, two = _find(parent, first), _find(parent, second)
            parent[max(one, two)] = min(one, two)
            reasons.setdefault(min(one, two), why)
    groups: dict[int, list[Said]] = defaultdict(list)
    for number, item in enumerate(said):
        groups[_find(parent, number)].append(item)
    for number, items in groups.items():
        yield Joined(_once(items), reasons.get(number, "one report alone says this"))


def _find(parent: list[int], number: int) -> int:
    while parent[number] != number:
        number = parent[number]
    return number


def _weigh(said: Sequence[Said]) -> Mapping[str, float]:
    """How much a word tells: rarer in the claims of the story, more."""
    spread = Counter(word for item in said for word in item.words)
    return {word: log((len(said) + 1) / count) for word, count in spread.items()}


def _propose(said: Sequence[Said]) -> list[tuple[int, int]]:
    holders: dict[object, list[int]] = defaultdict(list)
    for number, item in enumerate(said):
        for key in (*item.words, *item.runs):
            holders[key].append(number)
    pairs = {
        (first, second)
        for numbers in holders.values()
        if len(numbers) <= COMMON_WORD
        for place, first in enumerate(numbers)
        for second in numbers[place + 1 :]
    }
    return sorted(pairs)


def _same(first: Said, second: Said, weights: Mapping[str, float]) -> str | None:
    """Why two claims of different reports are one, or None."""
    if first.reading is second.reading:
        return None
    if first.runs & second.runs:
        return "they share a quotation word for word"
    shared = first.words & second.words
    if not shared:
        return None
    common = sum(weights[word] for word in shared)
    one, two = (sum(weights[word] for word in item.words) or 1.0 for item in (first, second))
    told = ", ".join(sorted(shared)[:4])
    if len(shared) > LEAST_SHARED and (common / (one * two) ** 0.5 >= ALIKE or common / min(one, two) >= HELD):
        return f"they say it in much the same words ({told})"
    held = STANCE_HELD if len(shared) < LEAST_SHARED else STANCE_HELD_MANY
    if first.stance and second.stance and common / min(one, two) >= held:
        return f"they take a stance on the same thing ({told})"
    return None


def _write(group: Joined, outlets: Mapping[str, str | None]) -> StoryClaim:
    mentions = tuple(
        Mention(said.reading.report.id, said.claim.id if said.claim else None, said.contents) for said in group.said
    )
    origins = find_origins(group.said, outlets)
    reports = sorted({mention.report for mention in mentions})
    return StoryClaim(
        id=make_id("k", "claim", *(part for key in sorted(said.key for said in group.said) for part in key)),
        summary=group.summary or " ".join(" … ".join(place.text for place in group.said[0].contents).split()),
        mentions=mentions,
        origins=origins,
        origin_count=len(origins),
        report_count=len(reports),
        text_count=len({said.text for said in group.said}),
        single_origin=len(origins) == 1 and len(reports) > 1,
        why=group.why,
    )  # fmt: skip


def find_origins(said: Sequence[Said], outlets: Mapping[str, str | None]) -> tuple[Origin, ...]:
    """The roots of the chains of a claim: copies, media and newsrooms' own words are folded into what they rest on."""
    roots: dict[tuple[str, str, str], tuple[Root, list[str]]] = {}
    folded: list[str] = []
    quoted = _one_quotation(said)
    for item in said:
        if item.text != item.reading.report.id or (_is_passed_on(item, said, outlets)):
            folded.append(item.reading.report.id)
            continue
        root = quoted or item.root
        roots.setdefault(root.key, (root, []))[1].append(item.reading.report.id)
    firm = {key: found for key, found in roots.items() if not _is_weak(found[0])} or roots
    if len(firm) < len(roots):
        folded += [report for key, (_, reports) in roots.items() if key not in firm for report in reports]
    if not firm and said:
        firm = {said[0].root.key: (said[0].root, [])}
    named = [(root.name, list(dict.fromkeys(reports))) for root, reports in firm.values()]
    if len(named) == 1:
        named[0][1].extend(report for report in dict.fromkeys(folded) if report not in named[0][1])
    return tuple(Origin(name, tuple(sorted(set(reports)))) for name, reports in named)


def _is_passed_on(item: Said, said: Sequence[Said], outlets: Mapping[str, str | None]) -> bool:
    """Whether the root is an outlet whose own report of this claim is at hand and knows more."""
    medium = item.root.medium
    if medium is None:
        return False
    return any(
        other.reading is not item.reading and are_same_outlet(outlets.get(other.reading.report.id), medium)
        and other.root.key != item.root.key
        for other in said
    )  # fmt: skip


def _is_weak(root: Root) -> bool:
    """Whether a root tells of nobody in particular: the newsroom itself, or media in general."""
    vague = bool(content_words(root.name) & _vague_media())
    return root.key[0] == "outlet" or root.medium is not None or vague


def _one_quotation(said: Sequence[Said]) -> Root | None:
    """The speaker of a quotation that all give word for word: the first report that names one."""
    runs = Counter(run for item in said for run in item.runs)
    if len(said) < 2 or max(runs.values(), default=0) < max(2, MOST_QUOTING * len(said)):
        return None
    return next((item.root for item in said if item.root.key[0] != "outlet" and item.root.medium is None), None)


def _vague_media() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("vague_media"))
