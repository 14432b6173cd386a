"""Reports joined to the events that they tell of.

Two reports are as alike as the words and the proper names that they share, rare ones weighing more
(tf-idf, Spärck Jones 1972); a quotation in both draws them closer. Reports a few days apart are joined
by average linkage. Pairs are proposed by an index of each report's weightiest words, never all with all,
and the order in which reports are given does not change the outcome.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from onrecord.comparison.wording import WORD, normalize, quoted_runs
from onrecord.model import Report
from onrecord.words import read_table

NAME = re.compile(r"(?<=[^\W\d_A-Z,;:] )[A-Z][^\W\d_]{2,}|(?<=[,;:] )[A-Z][^\W\d_]{2,}")
SHORTEST_WORD = 3
OTHER_REPORTS = (
    400  # as if that many reports of other events stood beside: keeps words of one story from weighing nothing
)
NAME_WEIGHT = 3.0  # a capitalised word or a number tells events apart better than a common word
NAMES_PART = 0.4  # of the likeness, what proper names alone make
QUOTATION_BONUS = 0.1
PROPOSING_WORDS = 30  # the weightiest words of a report, by which it meets others; more among few reports
PROPOSALS = 60_000  # that all reports together can afford
COMMONEST = 250  # a word that proposes in more reports than that proposes nothing
SHARED_WORDS = 2  # proposing words that a pair must share
JOIN_ABOVE = 0.09  # mean likeness between the reports of two groups whose days are known
JOIN_ABOVE_UNDATED = 0.25  # and where a day is not known
DAYS_APART = 14
ENDINGS = ("ing", "ers", "ed", "es", "er", "s")
STEM = 4

Vector = dict[str, float]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two reports are, 0 to 1 and a little more where they share a quotation."""

    first: int
    second: int
    value: float
    enough: float  # the mean from which such reports are joined


@dataclass(frozen=True, slots=True)
class Profile:
    """What a report is known by: its weighted words, its weighted names, its quotations, its day."""

    words: Vector
    names: Vector
    quotations: frozenset[tuple[str, ...]]
    day: date | None


def join_reports(reports: Sequence[Report]) -> tuple[tuple[int, ...], ...]:
    """The indexes of the reports of each event, each group and the groups themselves in ascending order."""
    ranks = sorted(range(len(reports)), key=lambda number: (reports[number].id, number))
    likenesses = tuple(compare_reports([reports[number] for number in ranks]))
    groups = _merge_groups(len(reports), likenesses)
    return tuple(sorted(tuple(sorted(ranks[member] for member in group)) for group in groups))


def compare_reports(reports: Sequence[Report]) -> Iterator[Likeness]:
    """The likeness of each pair of reports that share weighty words and lie near in time."""
    profiles = describe_reports(reports)
    for first, second in _candidates(profiles):
        one, two = profiles[first], profiles[second]
        if not _near(one.day, two.day):
            continue
        value = (1 - NAMES_PART) * _cosine(one.words, two.words) + NAMES_PART * _cosine(one.names, two.names)
        if one.quotations & two.quotations:
            value += QUOTATION_BONUS
        dated = one.day is not None and two.day is not None
        yield Likeness(first, second, value, JOIN_ABOVE if dated else JOIN_ABOVE_UNDATED)


def describe_reports(reports: Sequence[Report]) -> list[Profile]:
    """The profile of each report, its words weighed by how rare they are among all."""
    texts = [_reporting(report) for report in reports]
    words = _weigh([Counter(_counted_words(text)) for text in texts])
    names = _weigh(
        [
            Counter((*find_names(text), *find_names(f"in {(report.place or '').title()}")))
            for text, report in zip(texts, reports, strict=True)
        ]
    )
    return [
        Profile(word, name, quoted_runs(report.text), _day(report))
        for report, word, name in zip(reports, words, names, strict=True)
    ]


def find_names(text: str) -> Iterator[str]:
    """The proper names inside sentences, without days and months, as they are compared."""
    for match in NAME.finditer(text):
        name = _stem(normalize(match.group()))
        if name not in _telling_nothing():
            yield name


def _counted_words(text: str) -> Iterator[str]:
    """The words of a text as they are compared, capitalised ones and numbers with a mark before them."""
    for match in WORD.finditer(text):
        word = match.group()
        plain = _stem(normalize(word))
        if (len(word) >= SHORTEST_WORD or word[0].isdigit()) and plain not in _telling_nothing():
            yield plain if word[0].islower() else "^" + plain


def _reporting(report: Report) -> str:
    """The text with what is no reporting taken out."""
    pieces, end = [], 0
    for span in sorted(report.furniture, key=lambda span: span.start):
        pieces.append(report.text[end : span.start])
        end = max(end, span.end)
    return " ".join((*pieces, report.text[end:]))


@cache
def _telling_nothing() -> frozenset[str]:
    """Function words, days and months."""
    tables = ("function_words", "date_weekdays", "date_months")
    return frozenset(_stem(normalize(row["word"])) for table in tables for row in read_table(table) if row["word"])


def _stem(word: str) -> str:
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= STEM:
            return word[: -len(ending)]
    return word


def _weigh(counts: Sequence[Counter[str]]) -> list[Vector]:
    """A vector of unit length for each count of words."""
    spread = Counter(word for count in counts for word in {word.lstrip("^"): None for word in count})
    total = len(counts) + OTHER_REPORTS
    return [_unit(_vector(count, spread, total)) for count in counts]


def _vector(count: Counter[str], spread: Mapping[str, int], total: int) -> Vector:
    vector: Vector = defaultdict(float)
    for word, times in sorted(count.items()):
        plain = word.lstrip("^")
        rarity = math.log(total / (spread[plain] + 0.5))
        vector[plain] += (1 + math.log(times)) * rarity * (NAME_WEIGHT if word != plain else 1.0)
    return dict(vector)


def _unit(vector: Vector) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {word: weight / length for word, weight in vector.items()}


def _candidates(profiles: Sequence[Profile]) -> list[tuple[int, int]]:
    """Pairs that share some of their weightiest words, or a quotation."""
    holders: dict[object, list[int]] = defaultdict(list)
    most = max(PROPOSING_WORDS, PROPOSALS // max(1, len(profiles)))
    for number, profile in enumerate(profiles):
        for key in (*_weightiest(profile.words, most), *(("", name) for name in _weightiest(profile.names, most))):
            holders[key].append(number)
        for run in profile.quotations:
            holders[run].extend((number,) * SHARED_WORDS)
    shared = Counter(pair for numbers in holders.values() if len(numbers) <= COMMONEST for pair in _pairs(numbers))
    return sorted(pair for pair, count in shared.items() if count >= SHARED_WORDS)


def _weightiest(vector: Vector, most: int) -> list[str]:
    return heapq.nsmallest(most, vector, key=lambda word: (-vector[word], word))


def _pairs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    for place, first in enumerate(numbers):
        for second in numbers[place + 1 :]:
            if first != second:
                yield first, second


def _day(report: Report) -> date | None:
    try:
        return date.fromisoformat(report.date) if report.date else None
    except ValueError:
        return None


def _near(first: date | None, second: date | None) -> bool:
    return first is None or second is None or abs((first - second).days) <= DAYS_APART


def _cosine(first: Vector, second: Vector) -> float:
    if len(first) > len(second):
        first, second = second, first
    return sum(weight * second[word] for word, weight in first.items() if word in second)


def _merge_groups(total: int, likenesses: Iterable[Likeness]) -> Iterable[tuple[int, ...]]:
    """Average linkage: the two most alike groups become one until none are alike enough."""
    members: dict[int, tuple[int, ...]] = {number: (number,) for number in range(total)}
    sums: dict[int, dict[int, tuple[float, float]]] = defaultdict(dict)
    for pair in likenesses:
        sums[pair.first][pair.second] = sums[pair.second][pair.first] = (pair.value, pair.enough)
    heap = [_offer(first, second, members, sums) for first, row in sums.items() for second in row if first < second]
    heapq.heapify(heap)
    fresh = total
    while heap:
        _, above, first, second = heapq.heappop(heap)
        if above < 0 or first not in members or second not in members:
            continue
        _join(first, second, fresh, members, sums)
        for other in sums[fresh]:
            heapq.heappush(heap, _offer(fresh, other, members, sums))
        fresh += 1
    return members.values()


def _offer(
    first: int, second: int, members: Mapping[int, tuple[int, ...]], sums: Mapping[int, dict[int, tuple[float, float]]]
) -> tuple[float, float, int, int]:
    """What a join of two groups offers: mean likeness (negative: the best comes first), how far above enough it is."""
    value, enough = sums[first][second]
    mean = value / (len(members[first]) * len(members[second]))
    return -mean, mean - enough, min(first, second), max(first, second)


def _join(
    first: int, second: int, fresh: int, members: dict[int, tuple[int, ...]],
    sums: dict[int, dict[int, tuple[float, float]]],
) -> None:  # fmt: skip
    members[fresh] = tuple(sorted(members.pop(first) + members.pop(second)))
    rows = [sums.pop(first), sums.pop(second)]
    for row in rows:
        for other, (value, enough) in row.items():
            if other in (first, second):
                continue
            known, least = sums[fresh].get(other, (0.0, 0.0))
            sums[fresh][other] = (known + value, max(least, enough))
    for other, offer in sums[fresh].items():
        sums[other].pop(first, None)
        sums[other].pop(second, None)
        sums[other][fresh] = offer
