"""Which reports take their words from another, how much of them, and which way round.

Candidates come from an index of runs of words (shingles, Broder 1997), so that no report is compared
with all others. Shared passages are tiled greedily from the longest run at each place (after Wise's
string tiling, 1993) and bridged over small changes; degrees of derivation are those of METER (Clough
and others 2002). What stands inside quotation marks is everybody's: it never makes a copy.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations
from zlib import crc32

import numpy as np
import numpy.typing as npt

from onrecord.comparison.outlets import are_same_outlet, outlet_of, owns_credit
from onrecord.comparison.stamps import published_at
from onrecord.comparison.wording import Word, list_words, shingle
from onrecord.model import Copy, Passage, Report, Spot

INDEXED_RUN = 5  # words of a run that proposes a pair
SEED_RUN = 3  # words of a run that may begin a passage
COMMON_RUN = 60  # a run in more reports than that proposes nothing by itself
SHARED_RUNS = 4  # runs that a pair must share to be compared
BRIDGE = 6  # words that may differ between two runs of one passage
PASSAGE_WORDS = 7  # matched words of the shortest passage
PASSAGE_DENSITY = 0.55  # matched words in a passage to all its words
COPY_WORDS = 16  # matched words outside quotations that a copy has at least
COPY_SHARE = 0.2  # their share of the words of the copy
WHOLE_SHARE = 0.8  # the share from which a copy is wholly derived
SAMPLE_ABOVE, SAMPLE_STEP = 2_000, 4  # among more reports than that, one run in so many proposes
MIX = 0x9E3779B97F4A7C15  # an odd number near 2**64 over the golden ratio (Knuth 1973) spreads what it multiplies
KEPT = 4_096  # prepared texts kept at hand
NEARLY = 0.9  # of what a copy shares with another copy, the part that makes their common original its own
REPEATS = 6  # places of one run in one report that are looked at
TAIL = 0.7  # what is shared only after this part of both reports is background that every desk keeps


@dataclass(frozen=True)
class Text:
    """A report prepared for comparison."""

    report: Report
    words: tuple[Word, ...]

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The words as they are compared."""
        return tuple(word.form for word in self.words)

    @cached_property
    def places(self) -> Mapping[tuple[str, ...], list[int]]:
        """Where each short run of words stands."""
        found: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, run in enumerate(shingle(self.forms, SEED_RUN)):
            if len(found[run]) < REPEATS:
                found[run].append(place)
        return found

    @cached_property
    def unquoted(self) -> int:
        """How many words stand outside quotations."""
        return sum(not word.quoted for word in self.words)


@dataclass(frozen=True, slots=True)
class Tile:
    """A run of words that two texts share: where it begins in each, how long it is in each, how much matches."""

    first: int
    second: int
    first_length: int
    second_length: int
    matched: int


@dataclass(frozen=True)
class Overlap:
    """What two texts share."""

    first: Text
    second: Text
    tiles: tuple[Tile, ...]

    @cached_property
    def shared_first(self) -> frozenset[int]:
        """The words of the first text that lie in a passage."""
        return frozenset(place for tile in self.tiles for place in range(tile.first, tile.first + tile.first_length))

    @cached_property
    def shared_second(self) -> frozenset[int]:
        """The words of the second text that lie in a passage."""
        return frozenset(place for tile in self.tiles for place in range(tile.second, tile.second + tile.second_length))

    @property
    def turned(self) -> Overlap:
        """The same with first and second exchanged."""
        tiles = (Tile(t.second, t.first, t.second_length, t.first_length, t.matched) for t in self.tiles)
        return Overlap(self.second, self.first, tuple(sorted(tiles, key=lambda tile: tile.first)))

    @property
    def share(self) -> float:
        """The part of the first text that is shared."""
        return len(self.shared_first) / max(1, len(self.first.words))

    @property
    def evidence(self) -> int:
        """How many words of the first text are shared outside quotations."""
        return sum(not self.first.words[place].quoted for place in self.shared_first)


def find_copies(reports: Sequence[Report]) -> tuple[Copy, ...]:
    """For each report that takes words from another, its likely original, in the order of the reports' ids."""
    ordered = sorted(reports, key=lambda report: report.id)
    prepare = lru_cache(maxsize=KEPT)(lambda number: Text(ordered[number], list_words(ordered[number])))
    found: dict[str, dict[str, tuple[Overlap, str]]] = defaultdict(dict)
    for first, second in propose_pairs(ordered):
        overlap = compare_texts(prepare(first), prepare(second))
        if overlap and is_derived(overlap):
            directed, why = direct(overlap)
            found[directed.first.report.id][directed.second.report.id] = directed, why
    best = {copy: max(others.values(), key=_rank) for copy, others in found.items()}
    return tuple(_describe(*_trace(copy, best, found)) for copy in sorted(best))


def _trace(
    copy: str, best: Mapping[str, tuple[Overlap, str]], found: Mapping[str, Mapping[str, tuple[Overlap, str]]]
) -> tuple[Overlap, str]:
    """The likely original: where that is a copy too, what it was copied from, if nearly as much is shared with that."""
    chosen, seen = best[copy], {copy}
    while (original := chosen[0].second.report.id) in best and original not in seen:
        seen.add(original)
        further = found[copy].get(best[original][0].second.report.id)
        if further is None or further[0].evidence < NEARLY * chosen[0].evidence:
            break
        chosen = further
    return chosen


def propose_pairs(reports: Sequence[Report]) -> list[tuple[int, int]]:
    """Pairs of reports that share long runs of words outside quotations; among very many, some runs stand for all."""
    step, shared_at_least = (1, SHARED_RUNS) if len(reports) <= SAMPLE_ABOVE else (SAMPLE_STEP, 1)
    marks = [np.unique(_mark_runs(report, step)) for report in reports]
    runs = np.concatenate([*marks, np.empty(0, dtype=np.uint64)])
    owners = np.repeat(np.arange(len(reports), dtype=np.int64), [len(found) for found in marks])
    order = np.lexsort((owners, runs))
    runs, owners = runs[order], owners[order]
    borders = np.flatnonzero(np.diff(runs, prepend=runs[:1] + 1)) if len(runs) else np.empty(0, dtype=np.int64)
    shared: Counter[tuple[int, int]] = Counter()
    for start, end in zip(borders, [*borders[1:], len(runs)], strict=True):
        if 1 < end - start <= COMMON_RUN:
            shared.update(combinations(owners[start:end].tolist(), 2))
    return sorted(pair for pair, count in shared.items() if count >= shared_at_least)


def _mark_runs(report: Report, step: int) -> npt.NDArray[np.uint64]:
    """A number for each run of words outside quotations, one run in so many kept by its number."""
    words = np.array([_mark_word(word.form) for word in list_words(report) if not word.quoted], dtype=np.uint64)
    if len(words) < INDEXED_RUN:
        return words[:0]
    length = len(words) - INDEXED_RUN + 1
    marks = np.zeros(length, dtype=np.uint64)
    for place in range(INDEXED_RUN):
        marks = marks * np.uint64(MIX) + words[place : place + length]
    marks ^= marks >> np.uint64(29)
    kept: npt.NDArray[np.uint64] = marks[marks % np.uint64(step) == 0]
    return kept


@lru_cache(maxsize=1 << 16)
def _mark_word(form: str) -> int:
    return crc32(form.encode()) * MIX % (1 << 64)


def compare_texts(first: Text, second: Text) -> Overlap | None:
    """The passages that two texts share, or None where there are none."""
    tiles = tuple(tile for tile in _bridge(_tile(first, second)) if _is_passage(tile))
    return Overlap(first, second, tiles) if tiles else None


def is_derived(overlap: Overlap) -> bool:
    """Whether one of the two texts takes enough from the other for a copy."""
    turned = overlap.turned
    if _is_background(overlap):
        return False
    return any(
        side.evidence >= COPY_WORDS and side.evidence / max(1, side.first.unquoted) >= COPY_SHARE
        for side in (overlap, turned)
    )


def direct(overlap: Overlap) -> tuple[Overlap, str]:
    """The overlap turned so that the copy comes first, and the reasons for that direction."""
    reasons = tuple(_weigh(overlap))
    balance = sum(weight for weight, _ in reasons)
    if balance < 0:
        overlap, reasons = overlap.turned, tuple((-weight, why) for weight, why in reasons)
    for_it = [why for weight, why in sorted(reasons, key=lambda item: -item[0]) if weight > 0]
    return overlap, "; ".join(for_it) or "nothing tells which came first"


def _tile(first: Text, second: Text) -> Iterator[Tile]:
    place, diagonal = 0, 0
    while place <= len(first.forms) - SEED_RUN:
        run = first.forms[place : place + SEED_RUN]
        found = [(_reach(first, second, place, other), other) for other in second.places.get(run, ())]
        if not found:
            place += 1
            continue
        length, other = max(found, key=lambda item: (item[0], -abs(item[1] - place - diagonal)))
        yield Tile(place, other, length, length, length)
        diagonal = other - place
        place += length


def _reach(first: Text, second: Text, place: int, other: int) -> int:
    length, most = 0, min(len(first.forms) - place, len(second.forms) - other)
    while length < most and first.forms[place + length] == second.forms[other + length]:
        length += 1
    return length


def _bridge(tiles: Iterable[Tile]) -> Iterator[Tile]:
    """Tiles with those joined that follow each other in both texts after a small change."""
    last: Tile | None = None
    for tile in tiles:
        if last and _follows(last, tile):
            last = Tile(
                last.first, last.second, tile.first + tile.first_length - last.first,
                tile.second + tile.second_length - last.second, last.matched + tile.matched,
            )  # fmt: skip
            continue
        if last:
            yield last
        last = tile
    if last:
        yield last


def _follows(last: Tile, tile: Tile) -> bool:
    gap = tile.first - last.first - last.first_length
    other = tile.second - last.second - last.second_length
    return 0 <= gap <= BRIDGE and 0 <= other <= BRIDGE


def _is_passage(tile: Tile) -> bool:
    longest = max(tile.first_length, tile.second_length)
    return tile.matched >= PASSAGE_WORDS and tile.matched / longest >= PASSAGE_DENSITY


def _is_background(overlap: Overlap) -> bool:
    """Whether all that is shared stands at the end of both texts, where desks repeat their background."""
    begins = (
        min(overlap.shared_first) / len(overlap.first.words),
        min(overlap.shared_second) / len(overlap.second.words),
    )
    return min(begins) >= TAIL


def _weigh(overlap: Overlap) -> Iterator[tuple[float, str]]:
    """Reasons to take the first text for the copy, with weights below zero where they speak against it."""
    copy, original = overlap.first.report, overlap.second.report
    for sign, one, two in ((1, copy, original), (-1, original, copy)):
        credit = _credited(one, two)
        if credit:
            yield 4.0 * sign, f"{_name(one)} credits {credit}"
    earlier, later = published_at(original, copy), published_at(copy, original)
    if earlier and later and earlier != later:
        sign = 1 if earlier < later else -1
        first, second = (original, copy) if sign > 0 else (copy, original)
        yield 2.0 * sign, f"{_name(first)} published first ({_stamp(first)} against {_stamp(second)})"
    more = len(overlap.second.words) - len(overlap.first.words)
    if more:
        longer, shorter = (original, copy) if more > 0 else (copy, original)
        yield 0.5 * (1 if more > 0 else -1), f"{_name(longer)} has more of the text than {_name(shorter)}"


def _credited(copy: Report, original: Report) -> str | None:
    """The credit of the one report that names the other's outlet or its agency, or None."""
    if are_same_outlet(outlet_of(copy), outlet_of(original)):
        return None
    named = (*copy.credits, copy.byline or "")
    for credit in filter(None, named):
        if are_same_outlet(credit, outlet_of(original)) or owns_credit(original, credit):
            return None if owns_credit(copy, credit) else credit
    return None


def _describe(overlap: Overlap, why: str) -> Copy:
    copy, original = overlap.first.report, overlap.second.report
    share = round(overlap.share, 3)
    return Copy(
        copy=copy.id,
        original=original.id,
        derived="wholly" if share >= WHOLE_SHARE else "partly",
        share=share,
        why=f"{share:.0%} of the words of {_name(copy)} stand in {_name(original)} too; {why}",
        passages=tuple(Passage(_spot(copy, overlap.first, tile.first, tile.first_length),
                               _spot(original, overlap.second, tile.second, tile.second_length))
                       for tile in overlap.tiles),
    )  # fmt: skip


def _spot(report: Report, text: Text, place: int, length: int) -> Spot:
    start, end = text.words[place].start, text.words[place + length - 1].end
    return Spot(report.id, start, end, report.text[start:end])


def _rank(item: tuple[Overlap, str]) -> tuple[float, str]:
    overlap, _ = item
    credited = _credited(overlap.first.report, overlap.second.report) is not None
    return (overlap.evidence * (1.25 if credited else 1.0), overlap.second.report.id)


def _name(report: Report) -> str:
    return outlet_of(report) or report.id


def _stamp(report: Report) -> str:
    moment = published_at(report)
    return (report.published or (moment.isoformat(timespec="minutes")[:16] if moment else "")).replace("T", " ")
