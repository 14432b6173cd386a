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

from onrecord.comparison.stamps import day_of
from onrecord.comparison.wording import WORD, normalize, quoted_runs
from onrecord.model import Report
from onrecord.words import read_table

NAME = re.compile(r"(?<=[^\W\d_A-Z,;:] )[A-Z][^\W\d_]{2,}|(?<=[,;:] )[A-Z][^\W\d_]{2,}")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])|\n\s*\n")
SHORTEST_WORD = 3
TELLING_DIGITS = 3
HEAD = 300  # characters within which a head stands
OTHER_REPORTS = (
    400  # as if that many reports of other events stood beside: keeps words of one story from weighing nothing
)
NAME_WEIGHT = 3.0  # a capitalised word or a number tells events apart better than a common word
NAMES_PART = 0.4  # of the likeness, what proper names alone make
QUOTATION_BONUS = 0.1
PROPOSING_WORDS = 30  # the weightiest words of a report, by which it meets others; more among few reports
PROPOSALS = 60_000  # that all reports together can afford
COMMONEST = 100  # a word that proposes in more reports than that proposes nothing
SHARED_WORDS = 2  # proposing words that a pair must share
JOIN_ABOVE = 0.09  # mean likeness between the reports of two groups whose days are known
JOIN_ABOVE_UNDATED = 0.25  # and where a day is not known
TAKE_IN = 1.25  # how strongly a larger group must draw a report to take it in: times the likeness that is enough
STRAY, HOST = 3, 4  # reports of a group at most that may be taken in, and at least of one that takes in
NEAREST = 3  # the reports of the group that draw
CENTRAL = 0.55  # a name in that share of a group's reports is at its centre
CENTRAL_NAMES, CENTRAL_PULL = 2, 0.3
CENTRAL_PLACE = 0.5  # what the place of a dateline counts beside the name of somebody who acts
SHORTEST_CENTRAL = 4  # letters; shorter ones are parts of many names
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
    places: frozenset[str]  # where the reports of the collection say that they were written
    quotations: frozenset[tuple[str, ...]]
    day: date | None


def join_reports(reports: Sequence[Report]) -> tuple[tuple[int, ...], ...]:
    """The indexes of the reports of each event, each group and the groups themselves in ascending order."""
    ranks = sorted(range(len(reports)), key=lambda number: (reports[number].id, number))
    profiles = describe_reports([reports[number] for number in ranks])
    likenesses = tuple(compare_profiles(profiles))
    groups = _take_in(list(_merge_groups(len(reports), likenesses)), likenesses, profiles)
    return tuple(sorted(tuple(sorted(ranks[member] for member in group)) for group in groups))


def compare_profiles(profiles: Sequence[Profile]) -> Iterator[Likeness]:
    """The likeness of each pair of reports that share weighty words and lie near in time."""
    for first, second in _candidates(profiles):
        one, two = profiles[first], profiles[second]
        value = (1 - NAMES_PART) * _cosine(one.words, two.words) + NAMES_PART * _cosine(one.names, two.names)
        if one.quotations & two.quotations:
            value += QUOTATION_BONUS
        dated = one.day is not None and two.day is not None
        yield Likeness(first, second, value, JOIN_ABOVE if dated else JOIN_ABOVE_UNDATED)


def describe_reports(reports: Sequence[Report]) -> list[Profile]:
    """The profile of each report, its words weighed by how rare they are among all."""
    texts = [_reporting(report) for report in reports]
    known = {name for text in texts for name in find_names(text)}
    written = frozenset(name for report in reports for name in _capitalized((report.place or "").title()))
    places = [{name for name in _capitalized(_head(report, written)) if name in known} for report in reports]
    words = _weigh([Counter(_counted_words(text)) for text in texts])
    names = _weigh(
        [
            Counter((*(name for name in _capitalized(text) if name in known), *place))
            for text, place in zip(texts, places, strict=True)
        ]
    )
    return [
        Profile(word, name, written, quoted_runs(report.text), day_of(report))
        for report, word, name in zip(reports, words, names, strict=True)
    ]


def find_names(text: str) -> Iterator[str]:
    """The proper names inside sentences, without days and months, as they are compared."""
    for match in NAME.finditer(text):
        name = stem_word(normalize(match.group()))
        if name not in _telling_nothing():
            yield name


def _capitalized(text: str) -> Iterator[str]:
    """All capitalised words, as names are compared: those that begin a sentence too."""
    for match in WORD.finditer(text):
        word = match.group()
        if word[0].isupper() and len(word) >= SHORTEST_WORD:
            yield stem_word(normalize(word))


def _counted_words(text: str) -> Iterator[str]:
    """The words of a text as they are compared, capitalised ones and numbers with a mark before them."""
    for match in WORD.finditer(text):
        word = match.group()
        plain = stem_word(normalize(word))
        if (len(word) >= SHORTEST_WORD or word[0].isdigit()) and plain not in _telling_nothing():
            yield "^" + plain if word[0].isupper() or (word[0].isdigit() and len(plain) >= TELLING_DIGITS) else plain


def _head(report: Report, written: frozenset[str]) -> str:
    """What the lines of the head say beside the reporting: the place above all."""
    lines = (span.text for span in report.furniture if span.start < HEAD)
    text = " ".join((*lines, report.place or ""))
    for name in filter(None, (*report.credits, report.outlet)):
        if not written & set(_capitalized(name.title())):
            text = text.replace(name, " ")
    return text.title()


def _reporting(report: Report) -> str:
    """The text without what is no reporting, and without sentences that set another event beside."""
    pieces, end = [], 0
    for span in sorted(report.furniture, key=lambda span: span.start):
        pieces.append(report.text[end : span.start])
        end = max(end, span.end)
    sentences = SENTENCE_END.split(" ".join((*pieces, report.text[end:])))
    return " ".join(sentence for sentence in sentences if not _other_event().search(sentence))


@cache
def _other_event() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(row["pattern"] for row in read_table("other_events")) + r")\b")


@cache
def _telling_nothing() -> frozenset[str]:
    """Function words, days and months."""
    tables = ("function_words", "date_weekdays", "date_months")
    return frozenset(stem_word(normalize(row["word"])) for table in tables for row in read_table(table) if row["word"])


def stem_word(word: str) -> str:
    """A word without its commonest endings."""
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
    days = [profile.day for profile in profiles]
    shared = Counter(
        first * len(profiles) + second
        for numbers in holders.values()
        if len(numbers) <= COMMONEST
        for first, second in _pairs(numbers)
        if _near(days[first], days[second])
    )
    return sorted(divmod(pair, len(profiles)) for pair, count in shared.items() if count >= SHARED_WORDS)


def _weightiest(vector: Vector, most: int) -> list[str]:
    return heapq.nsmallest(most, vector, key=lambda word: (-vector[word], word))


def _pairs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    for place, first in enumerate(numbers):
        for second in numbers[place + 1 :]:
            if first != second:
                yield first, second


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


def _take_in(
    groups: list[tuple[int, ...]], likenesses: Iterable[Likeness], profiles: Sequence[Profile]
) -> list[tuple[int, ...]]:
    """The groups with reports of small ones taken in by a larger one whose nearest reports they are like enough.

    A local or late report shares little with most of a story, yet much with a few of its reports, or the
    names that nearly all of them tell.
    """
    near: dict[int, dict[int, Likeness]] = defaultdict(dict)
    for pair in likenesses:
        near[pair.first][pair.second] = near[pair.second][pair.first] = pair
    spread = Counter(name for profile in profiles for name in profile.names)
    home = {member: number for number, group in enumerate(groups) for member in group}
    members = {number: set(group) for number, group in enumerate(groups)}
    central = {number: _central_names(group, profiles, spread) for number, group in members.items()}
    for report in sorted(home, key=lambda report: (len(members[home[report]]), report)):
        if len(members[home[report]]) > STRAY or profiles[report].day is None:
            continue
        larger = {home[other] for other in near[report] if len(members[home[other]]) >= HOST}
        pulls = {other: _pull(near[report], members[other], profiles[report], central[other]) for other in larger}
        best = max(sorted(pulls), key=lambda other: pulls[other], default=None)
        if best is not None and pulls[best] >= TAKE_IN:
            members[home[report]].discard(report)
            members[best].add(report)
            home[report] = best
    return [tuple(sorted(group)) for group in members.values() if group]


def _central_names(group: Iterable[int], profiles: Sequence[Profile], spread: Mapping[str, int]) -> frozenset[str]:
    """The names that most reports of a group tell and hardly any other report."""
    members = list(group)
    counts = Counter(name for member in members for name in profiles[member].names)
    least, most = max(2, CENTRAL * len(members)), 2 * len(members)
    return frozenset(
        name
        for name, count in counts.items()
        if count >= least and spread[name] <= most and len(name) >= SHORTEST_CENTRAL
    )


def _pull(near: Mapping[int, Likeness], group: Iterable[int], profile: Profile, central: frozenset[str]) -> float:
    """How strongly a group draws a report: by its nearest reports there, and by the names at its centre."""
    pairs = sorted((near[other] for other in group if other in near), key=lambda pair: -pair.value)[:NEAREST]
    told = central & profile.names.keys()
    weight = sum(CENTRAL_PLACE if name in profile.places else 1.0 for name in told)
    return sum(pair.value / pair.enough for pair in pairs) / NEAREST + CENTRAL_PULL * min(CENTRAL_NAMES, weight)


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
