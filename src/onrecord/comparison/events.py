"""Reports joined to the events that they tell of.

A first method: reports that share rare words, names above all, and lie a few days apart, joined by
average linkage. The order in which reports are given does not change the outcome.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.model import Report

WORD = re.compile(r"[^\W\d_]{3,}|\d+")
NAME_WEIGHT = 2.0  # a capitalised word or a number tells events apart better than a common word
COMMONEST = 0.2  # words in a larger share of reports propose no pair
JOIN_ABOVE = 0.16  # mean cosine between the reports of two groups
DAYS_APART = 14

Vector = dict[str, float]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two reports are: cosine of their weighted words, 0 to 1."""

    first: int
    second: int
    value: float


def join_reports(reports: Sequence[Report]) -> tuple[tuple[int, ...], ...]:
    """The indexes of the reports of each event, each group and the groups themselves in ascending order."""
    likenesses = {(pair.first, pair.second): pair.value for pair in _compare(reports)}
    return _merge_groups(len(reports), likenesses)


def _compare(reports: Sequence[Report]) -> Iterator[Likeness]:
    vectors = _weigh_words([report.text for report in reports])
    days = [_day(report) for report in reports]
    for first, second in _candidates(vectors):
        if _near(days[first], days[second]):
            yield Likeness(first, second, _cosine(vectors[first], vectors[second]))


def _weigh_words(texts: Iterable[str]) -> list[Vector]:
    """A vector of unit length for each text: tf-idf (Spärck Jones 1972) with names weighing more."""
    counts = [Counter(WORD.findall(text)) for text in texts]
    spread = Counter(word.lower() for count in counts for word in {w.lower(): w for w in count})
    return [_unit(_weigh(count, spread, len(counts))) for count in counts]


def _weigh(count: Counter[str], spread: Counter[str], total: int) -> Vector:
    vector: Vector = defaultdict(float)
    for word, times in count.items():
        rarity = math.log((1 + total) / spread[word.lower()])
        vector[word.lower()] += (1 + math.log(times)) * rarity * (1 if word[0].islower() else NAME_WEIGHT)
    return vector


def _unit(vector: Vector) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {word: weight / length for word, weight in vector.items()}


def _candidates(vectors: Sequence[Vector]) -> list[tuple[int, int]]:
    """Pairs that share a word which is not common."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, vector in enumerate(vectors):
        for word in vector:
            holders[word].append(number)
    most = max(3, COMMONEST * len(vectors))
    pairs = {
        (first, second)
        for numbers in holders.values()
        if len(numbers) <= most
        for place, first in enumerate(numbers)
        for second in numbers[place + 1 :]
    }
    return sorted(pairs)


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


def _merge_groups(total: int, likenesses: dict[tuple[int, int], float]) -> tuple[tuple[int, ...], ...]:
    """Average linkage: the two most alike groups become one until none are alike enough."""
    members: dict[int, tuple[int, ...]] = {number: (number,) for number in range(total)}
    sums: dict[int, dict[int, float]] = defaultdict(dict)
    for (first, second), value in likenesses.items():
        sums[first][second] = sums[second][first] = value
    while best := _most_alike(members, sums):
        _join(best[0], best[1], members, sums)
    return tuple(sorted(members.values()))


def _most_alike(members: dict[int, tuple[int, ...]], sums: dict[int, dict[int, float]]) -> tuple[int, int] | None:
    best = max(
        (
            (total / (len(members[first]) * len(members[second])), -first, -second)
            for first, row in sums.items()
            for second, total in row.items()
            if first < second
        ),
        default=None,
    )
    return (-best[1], -best[2]) if best and best[0] >= JOIN_ABOVE else None


def _join(kept: int, gone: int, members: dict[int, tuple[int, ...]], sums: dict[int, dict[int, float]]) -> None:
    members[kept] = tuple(sorted(members[kept] + members.pop(gone)))
    for other, total in sums.pop(gone).items():
        del sums[other][gone]
        if other != kept:
            sums[kept][other] = sums[other][kept] = sums[kept].get(other, 0.0) + total
