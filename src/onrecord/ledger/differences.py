"""Two reports claim by claim: what was added, dropped, reworded, hedged, re-sourced, and which figure changed.

Claims are the same where their words are; of the rest those are taken for one that share most of their words, each with
one other at most. What both have then differs in named ways, each with the old and the new.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from onrecord.ledger.folding import fold
from onrecord.model import Claim, Figure, Position, Reading

Kind = Literal[
    "added", "dropped", "reworded", "hedged", "unhedged", "reversed", "re-sourced", "figure", "act", "position",
]  # fmt: skip
ALIKE = 0.5  # of their words that two claims share, to be taken for one
HELP = 0.15  # what the same speaker counts beside that
COMMON = 0.2  # words in more of the claims than this say nothing of which belong together
FEW = 40  # claims up to which every word says something
STRONG = {"approximate", "future"}  # of a number, or of time: no doubt about what is said
CERTAINTY = {"CT": 3, "PR": 2, "PS": 1, "U": 0}
WORD = re.compile(r"\w+(?:[.,]\d+)*", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Change:
    """One way in which two claims, or two reports, differ: of which kind, the old and the new, in words."""

    kind: Kind
    old: str | None
    new: str | None

    def __str__(self) -> str:
        if self.kind in {"added", "dropped"}:
            return f"{self.kind}: {self.new or self.old}"
        return f"{self.kind}: {self.old or 'nothing'} → {self.new or 'nothing'}"


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim before and after, either None where the other side has none like it, and how they differ."""

    before: Claim | None
    after: Claim | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two readings, their claims in pairs in text order, and what else changed."""

    before: Reading
    after: Reading
    pairs: tuple[Pair, ...]
    positions: tuple[Change, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes in text order."""
        return (*(change for pair in self.pairs for change in pair.changes), *self.positions)


def find_differences(before: Reading, after: Reading) -> Difference:
    """What differs between two readings, claim by claim."""
    matched = match_claims(before, after)
    taken = set(matched.values())
    pairs = []
    for place, claim in enumerate(before.claims):
        if place in matched:
            other = after.claims[matched[place]]
            pairs.append(Pair(claim, other, tuple(compare_claims(before, claim, after, other))))
        else:
            pairs.append(Pair(claim, None, (Change("dropped", describe(before, claim), None),)))
    added = [
        Pair(None, claim, (Change("added", None, describe(after, claim)),))
        for place, claim in enumerate(after.claims)
        if place not in taken
    ]
    return Difference(before, after, tuple(merge_in_order(pairs, added)), tuple(compare_positions(before, after)))


def merge_in_order(pairs: Sequence[Pair], added: Sequence[Pair]) -> Iterator[Pair]:
    """All pairs, what was added standing where it does in the newer text."""
    waiting = list(added)
    for pair in pairs:
        while waiting and pair.after and _start(waiting[0].after) < _start(pair.after):
            yield waiting.pop(0)
        yield pair
    yield from waiting


def _start(claim: Claim | None) -> int:
    return claim.contents[0].start if claim else -1


def describe(reading: Reading, claim: Claim) -> str:
    """A claim in words: whose it is, and what."""
    speaker = reading.name_of(claim.speaker) or ("own voice" if claim.voice == "own" else "nobody named")
    return f"{speaker}: {join_contents(claim)}"


def join_contents(claim: Claim) -> str:
    """The words of a claim."""
    return " … ".join(part.text for part in claim.contents)


def match_claims(before: Reading, after: Reading) -> dict[int, int]:
    """Which claim of the one, by its place, is which of the other."""
    matched: dict[int, int] = {}
    places: dict[str, list[int]] = defaultdict(list)
    for place, claim in enumerate(after.claims):
        places[fold(join_contents(claim))].append(place)
    for place, claim in enumerate(before.claims):
        same = places.get(fold(join_contents(claim)))
        if same:
            matched[place] = same.pop(0)
    taken = set(matched.values())
    left = [place for place in range(len(before.claims)) if place not in matched]
    right = [place for place in range(len(after.claims)) if place not in taken]
    for _, one, other in sorted(score_pairs(before, left, after, right), key=lambda found: (-found[0], found[1:])):
        if one not in matched and other not in taken:
            matched[one] = other
            taken.add(other)
    return matched


def score_pairs(
    before: Reading, left: Sequence[int], after: Reading, right: Sequence[int]
) -> Iterator[tuple[float, int, int]]:
    """Pairs of claims that share enough of their words, with how much; each pair shares a telling word."""
    words = {place: Counter(split_words(join_contents(before.claims[place]))) for place in left}
    others = {place: Counter(split_words(join_contents(after.claims[place]))) for place in right}
    holding: dict[str, list[int]] = defaultdict(list)
    for place, counted in others.items():
        for word in counted:
            holding[word].append(place)
    most = max(FEW, int(COMMON * len(others)))
    for place, counted in words.items():
        near = {other for word in counted if len(holding[word]) <= most for other in holding[word]}
        for other in sorted(near):
            shared = (counted & others[other]).total()
            share = 2 * shared / (counted.total() + others[other].total())
            extra = HELP if same_speaker(before, before.claims[place], after, after.claims[other]) else 0.0
            if share + extra >= ALIKE and share > HELP:
                yield share + extra, place, other


def split_words(text: str) -> list[str]:
    """The words and numbers of a text, folded."""
    return WORD.findall(fold(text))


def same_speaker(before: Reading, one: Claim, after: Reading, other: Claim) -> bool:
    """Whether both are said by one party, as far as names tell: "Dahl" and "Runa Dahl" are one."""
    names = [
        set(split_words(reading.name_of(claim.speaker) or "")) for reading, claim in ((before, one), (after, other))
    ]
    if not names[0] or not names[1]:
        return not names[0] and not names[1] and one.voice == other.voice
    return names[0] <= names[1] or names[1] <= names[0]


def compare_claims(before: Reading, one: Claim, after: Reading, other: Claim) -> Iterator[Change]:
    """How two claims that are taken for one differ."""
    figures = list(compare_figures(find_figures(before, one), find_figures(after, other)))
    old, new = join_contents(one), join_contents(other)
    if is_reworded(before, one, after, other):
        yield Change("reworded", old, new)
    yield from compare_certainty(one, other)
    if one.speech_act != other.speech_act:
        yield Change("act", f"{one.speech_act} ({_cue(one)})", f"{other.speech_act} ({_cue(other)})")
    if not same_speaker(before, one, after, other) or one.voice != other.voice:
        yield Change("re-sourced", name_source(before, one), name_source(after, other))
    yield from figures


def _cue(claim: Claim) -> str:
    return claim.cue.text if claim.cue else "no cue"


def name_source(reading: Reading, claim: Claim) -> str:
    """The chain of whose word a claim rests on, in names."""
    names = [reading.name_of(link.party) or "?" for link in claim.chain]
    return (
        " > ".join(names) or reading.name_of(claim.speaker) or ("own voice" if claim.voice == "own" else "nobody named")
    )


def is_reworded(before: Reading, one: Claim, after: Reading, other: Claim) -> bool:
    """Whether words other than those of figures changed."""
    old, new = split_words(join_contents(one)), split_words(join_contents(other))
    if old == new:
        return False
    free = {word for reading, claim in ((before, one), (after, other)) for figure in find_figures(reading, claim)
            for word in split_words(figure.text)}  # fmt: skip
    return [word for word in old if word not in free] != [word for word in new if word not in free]


def compare_certainty(one: Claim, other: Claim) -> Iterator[Change]:
    """Hedged where it is surer before, unhedged where it is surer after, reversed where "not" came or went."""
    old, new = measure_certainty(one), measure_certainty(other)
    if one.factuality[-1] != other.factuality[-1] and "u" not in one.factuality[-1] + other.factuality[-1]:
        yield Change("reversed", one.factuality, other.factuality)
    elif old != new:
        yield Change("hedged" if new < old else "unhedged", name_certainty(one), name_certainty(other))


def name_certainty(claim: Claim) -> str:
    """How sure a claim is, with the words that weaken it."""
    words = ", ".join(hedge.text for hedge in claim.hedges if hedge.strength not in STRONG)
    return f"{claim.factuality} ({words})" if words else claim.factuality


def measure_certainty(claim: Claim) -> tuple[int, int]:
    """How sure a claim is: by its FactBank value, then by how few words weaken it."""
    weak = sum(hedge.strength not in STRONG for hedge in claim.hedges)
    return CERTAINTY[claim.factuality.rstrip("+-u")], -weak


def find_figures(reading: Reading, claim: Claim) -> list[Figure]:
    """The figures of a claim."""
    return [figure for figure in reading.figures if figure.claim == claim.id]


def compare_figures(old: Sequence[Figure], new: Sequence[Figure]) -> Iterator[Change]:
    """Which figure changed from what to what; figures are one where they count the same, else where few are left."""
    left, right = list(old), list(new)
    for same in (_same_words, _same_kind, _both_left):
        for one in list(left):
            other = next((figure for figure in right if same(one, figure, len(left), len(right))), None)
            if other is None:
                continue
            left.remove(one)
            right.remove(other)
            if measure(one) != measure(other):
                yield Change("figure", name_figure(one), name_figure(other))
    yield from (Change("figure", name_figure(figure), None) for figure in left)
    yield from (Change("figure", None, name_figure(figure)) for figure in right)


def measure(figure: Figure) -> tuple[object, ...]:
    """What makes two figures equal."""
    return figure.value, figure.low, figure.high, figure.approximate


def _same_words(one: Figure, other: Figure, _: int, __: int) -> bool:
    return measure(one) == measure(other) and one.unit == other.unit


def _same_kind(one: Figure, other: Figure, _: int, __: int) -> bool:
    counted = fold(one.counted or "") == fold(other.counted or "")
    return counted and one.unit == other.unit


def _both_left(one: Figure, other: Figure, left: int, right: int) -> bool:
    return one.unit == other.unit or (left == 1 and right == 1)


def name_figure(figure: Figure) -> str:
    """A figure in its own words, with what it counts where these do not say it."""
    counted = figure.counted
    said = not counted or fold(counted) in fold(figure.text) or fold(figure.text) in fold(counted)
    return figure.text if said else f"{figure.text} ({counted})"


def compare_positions(before: Reading, after: Reading) -> Iterator[Change]:
    """Who takes another position, or one for the first time, or none any more."""
    old, new = group_positions(before), group_positions(after)
    for key in [*old, *(key for key in new if key not in old)]:
        was, now = old.get(key, []), new.get(key, [])
        for position in was:
            if position.position not in {other.position for other in now}:
                rest = [other for other in now if other.position not in {one.position for one in was}]
                yield _position_change(before, position, after, rest[0] if rest else None)
        if not was:
            yield from (_position_change(before, None, after, position) for position in now)


def group_positions(reading: Reading) -> dict[str, list[Position]]:
    """The positions of each party by its name."""
    grouped: dict[str, list[Position]] = defaultdict(list)
    for position in reading.positions:
        grouped[fold(reading.name_of(position.party) or "")].append(position)
    return grouped


def _position_change(before: Reading, old: Position | None, after: Reading, new: Position | None) -> Change:
    def say(reading: Reading, position: Position | None) -> str | None:
        if position is None:
            return None
        return f"{reading.name_of(position.party)} {position.position.replace('_', ' ')}: {position.text!r}"

    return Change("position", say(before, old), say(after, new))


def show_words(old: str, new: str) -> str:
    """Two wordings in one line: [-what went-], {+what came+}."""
    one, other = old.split(), new.split()
    parts = []
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(" ".join(one[a:b]))
            continue
        if a < b:
            parts.append("[-" + " ".join(one[a:b]) + "-]")
        if c < d:
            parts.append("{+" + " ".join(other[c:d]) + "+}")
    return " ".join(parts)


def count_kinds(changes: Iterable[Change]) -> dict[str, int]:
    """How many changes there are of each kind."""
    return dict(Counter(change.kind for change in changes))
