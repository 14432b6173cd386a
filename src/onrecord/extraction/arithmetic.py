"""Arithmetic between the figures of one report, each step shown, never between things counted differently."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from onrecord.extraction.counted import is_person
from onrecord.extraction.page import Page
from onrecord.model import Arithmetic, Derived, Figure

WITHIN = 12  # figures before and after one that are reckoned with it
NEIGHBOURING = 1  # sentences between figures that are reckoned with each other
FROM = re.compile(r"\bfrom\s+(?:about\s+|around\s+|an?\s+[\w-]+\s+(?:\w+\s+)?of\s+)?\Z", re.IGNORECASE)
TO = re.compile(r"\s+(?:[\w%-]+\s+){0,4}?to\s+(?:[a-z]+\s+){0,2}", re.IGNORECASE)
EARLIER = re.compile(
    r"(?:\b(?:up|down|rise|fall|increase|decrease|revised)\s+from|\b(?:earlier|previous|initial|preliminary)\s+(?:\w+\s+)?of|"
    r"\bfrom(?:\s+an?\s+[\w-]+\s+(?:\w+\s+)?of)?|\bcompared\s+(?:with|to)|\bagainst|"
    r"\b(?:missing|beating|topping|exceeding|short\s+of|ahead\s+of)(?:\s+(?:the|an?\s+\w+\s+of))?)\s+\Z",
    re.IGNORECASE,
)
OF_WHOLE = re.compile(
    r"\s+(?:\w+\s+)?of\s+(?:the\s+|its\s+|their\s+|his\s+|her\s+|our\s+|those\s+|all\s+|some\s+|about\s+|a\s+total\s+of\s+)*",
    re.IGNORECASE,
)
TOGETHER = re.compile(
    r"\s*(?:people\s+|members?\s+)?(?:on\s?board|aboard|inside|in\s+all|in\s+total|altogether)\b", re.IGNORECASE
)
OF_WHOM = re.compile(r"\bof\s+(?:whom|which|them)\b", re.IGNORECASE)
CREW_AND = re.compile(r"\s+and\s+(?:an?\s+(?:[a-z-]+\s+)?of\s+)?", re.IGNORECASE)
CHANGED_TO = re.compile(r"\s+(?:[a-z]+\s+){0,2}to\s+(?:about\s+|some\s+|nearly\s+)?", re.IGNORECASE)
CHANGED_BY = re.compile(
    r"(?:\s+[\w%]+){0,4},\s+(?:or\s+)?(?:(?:up|down|a\s+(?:rise|fall|drop|gain)\s+of)\s+)?(?:by\s+)?", re.IGNORECASE
)
LESS_THAN = re.compile(r"\s+(?:less|fewer|lower|below|down)\b", re.IGNORECASE)
APPOSITION = re.compile(r"\s*(?:,|--|—|–|\()\s*(?:or\s+|equivalent\s+to\s+|which\s+is\s+)?", re.IGNORECASE)
DOWNWARD = re.compile(
    r"\b(?:fell|falls?|fallen|falling|drop\w*|cut\w*|reduc\w+|declin\w+|lower\w*|decreas\w+|down|slash\w*|shr[aiu]nk\w*|shed\w*|lost|lose\w*|trim\w*)\b",
    re.IGNORECASE,
)
UPWARD = re.compile(
    r"\b(?:r[io]se|rises|risen|rising|raise\w*|increas\w+|climb\w*|jump\w*|grow\w*|grew|gain\w*|up|add\w*|more)\b",
    re.IGNORECASE,
)
LISTED = re.compile(r"\band\b")
OPENING_OF = re.compile(r"(?:^|[.”\"'\n]\s?|,\s)of\s+(?:the\s+|its\s+|those\s+)?\Z", re.IGNORECASE)
WHOLE_OF = re.compile(r"\s+of\s+(its|the|their|his|her)\s+([a-z]+(?:\s[a-z]+)?)", re.IGNORECASE)
SUFFIX_EACH = re.compile(r"\b(?:each|apiece)\Z", re.IGNORECASE)
POINTS = {"basis point": Fraction(1, 100), "percentage point": Fraction(1)}
NEVER_ADDED = {"percent", "percentage point", "year", "month", "week", "day", "hour", "minute", "second"}
DEAD = {"killed", "body"}  # bodies found are reckoned with a toll
STATES = {"body", "killed", "injured", "missing", "rescued", "arrested", "displaced", "survived"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure with the number of its sentence."""

    figure: Figure
    sentence: int


def derive(page: Page, figures: tuple[Figure, ...]) -> tuple[Derived, ...]:
    """What the figures of a report say about each other: consistent, inconsistent, or implying another number."""
    placed = list(_place(page, figures))
    rules: tuple[Callable[[str, Sequence[Placed]], Iterator[Derived]], ...] = (
        _before_increments, _groups_by_size, _movements, _rest_of_wholes, _shares_of_wholes, _wholes_of_shares,
        _companies, _shared_fates, _before_percentages,
        _sums, _rest_of_those, _above_capacity, _short_of_targets, _parts_against_wholes,
    )  # fmt: skip
    found = [derived for rule in rules for derived in rule(page.text, placed)]
    return tuple(_drop_repeats(found))


def _place(page: Page, figures: tuple[Figure, ...]) -> Iterator[Placed]:
    numbers = {sentence.start: number for number, sentence in enumerate(page.sentences)}
    for figure in figures:
        sentence = page.sentence_at(figure.start)
        if sentence is not None:
            yield Placed(figure, numbers[sentence.start])


def _drop_repeats(found: Sequence[Derived]) -> Iterator[Derived]:
    seen = set()
    for derived in found:
        key = (derived.kind, derived.value, derived.steps)
        if key not in seen:
            seen.add(key)
            yield derived


def _say(number: float) -> str:
    return f"{number:,}"


def _reckon(number: Fraction) -> int | float:
    return number.numerator if number.denominator == 1 else round(float(number), 10)


def _exact(number: float) -> Fraction:
    return Fraction(str(number))


def _derived(kind: Arithmetic, figures: Sequence[Figure], value: Fraction | None, steps: str) -> Derived:
    return Derived(kind, tuple(figure.id for figure in figures), None if value is None else _reckon(value), steps)


def _same_thing(left: Figure, right: Figure) -> bool:
    """Whether two figures count the same: the same normalised unit, and where only money says it, the same words."""
    return left.unit is not None and (left.unit == right.unit or {left.unit, right.unit} == DEAD)


# --------------------------------------------------------------------------------- each rule of reckoning


def _before_increments(text: str, placed: Sequence[Placed]) -> Iterator[Derived]:
    """ "1,500 more … to 3,000": the total less the increment is what there was before."""
    for at, more in enumerate(placed):
        if more.figure.role != "increment" or more.figure.value is None:
            continue
        total = next((later for later in placed[at + 1 : at + WITHIN] if _completes(more, later)), None)
        if total is None or total.figure.value is None:
            continue
        amount = _exact(more.figure.value) * POINTS.get(more.figure.unit or "", Fraction(1))
        down = _goes_down(text[max(0, more.figure.start - 60) : more.figure.start])
        before = _exact(total.figure.value) + (amount if down else -amount)
        if before < 0:
            continue
        about = "about " if more.figure.approximate or total.figure.approximate else ""
        word = "plus the cut of" if down else "in all less"
        steps = f"{_say(total.figure.value)} {word} {_say(_reckon(amount))}{'' if down else ' more'}"
        yield _derived(
            "implies", (more.figure, total.figure), before, f"{steps} implies {about}{_say(_reckon(before))} before"
        )


def _goes_down(before: str) -> bool:
    """Whether the last word of change before a figure tells of a fall."""
    fall = [match.start() for match in DOWNWARD.finditer(before)]
    rise = [match.start() for match in UPWARD.finditer(before)]
    return bool(fall) and (not rise or fall[-1] > rise[-1])


def _completes(more: Placed, total: Placed) -> bool:
    if total.sentence - more.sentence > NEIGHBOURING or total.figure.role not in {"total", "rate"}:
        return False
    if total.figure.value is None or more.figure.value is None or total.figure.per != more.figure.per:
        return False
    points = more.figure.unit in POINTS and total.figure.unit == "percent" and total.sentence == more.sentence
    if total.figure.unit in {"percent", "year", "day", "hour", "month"}:
        return points
    return points or (_same_thing(more.figure, total.figure) and total.figure.value > more.figure.value)


def _groups_by_size(text: str, placed: Sequence[Placed]) -> Iterator[Derived]:
    """ "two brigades of up to 6,000 each": the number of groups times the size of one."""
    for at, size in enumerate(placed):
        if not size.figure.per or not SUFFIX_EACH.search(size.figure.text):
            continue
        groups = next(
            (
                one
                for one in reversed(placed[max(0, at - WITHIN) : at])
                if one.sentence == size.sentence and one.figure.unit == size.figure.per
            ),
            None,
        )
        if groups is None or groups.figure.value is None or size.figure.unit in NEVER_ADDED:
            continue
        for bound, words in (("value", ""), ("high", "up to "), ("low", "at least ")):
            number = getattr(size.figure, bound)
            if number is not None:
                product = _exact(groups.figure.value) * _exact(number)
                steps = (
                    f"{_say(groups.figure.value)} × {words}{_say(number)} each implies {words}{_say(_reckon(product))}"
                )
                yield _derived("implies", (groups.figure, size.figure), product, steps)


def _movements(text: str, placed: Sequence[Placed]) -> Iterator[Derived]:
    """ "from 18 to 22", "3,200, up from 1,600": the difference of the two ends."""
    for at, (left, right) in enumerate(pairwise(placed)):
        if at and _is_whole(text, placed[at - 1], left):
            left = placed[at - 1]
        if left.sentence != right.sentence or left.figure.value is None or right.figure.value is None:
            continue
        if not _same_thing(left.figure, right.figure) and not (
            left.figure.unit and right.figure.counted == left.figure.counted
        ):
            continue
        between = text[left.figure.end : right.figure.start]
        if FROM.search(text, max(0, left.figure.start - 30), left.figure.start) and TO.fullmatch(between):
            first, last = left.figure, right.figure
        elif EARLIER.search(between) and left.figure.role != "increment":
            first, last = right.figure, left.figure
        else:
            continue
        yield from _difference(first, last)


def _is_whole(text: str, part: Placed, whole: Placed) -> bool:
    """Whether the second number is the whole that the first is a part of ("112 of the 200 seats")."""
    if part.figure.role != "part" or part.sentence != whole.sentence:
        return False
    between = text[part.figure.end : whole.figure.start]
    return part.figure.end > whole.figure.start or OF_WHOLE.fullmatch(between) is not None


def _difference(first: Figure, last: Figure) -> Iterator[Derived]:
    if first.value is None or last.value is None or first.value == last.value:
        return
    change = abs(_exact(last.value) - _exact(first.value))
    steps = f"{_say(last.value)} against {_say(first.value)} implies a change of {_say(_reckon(change))}"
    yield _derived("implies", (first, last), change, steps)


def _rest_of_wholes(text: str, placed: Sequence[Placed]) -> Iterator[Derived]:
    """ "22 of its 90 patients": what is left of the whole; a part larger than its whole is inconsistent."""
    for first, second in pairwise(placed):
        opens = OPENING_OF.search(text, max(0, first.figure.start - 10), first.figure.start)
        part, whole = (second, first) if opens else (first, second)
        if part.figure.role != "part" or part.figure.value is None or whole.figure.value is None:
            continue
        if not (opens and part.sentence == whole.sentence) and not _is_whole(text, part, whole):
            continue
        if part.figure.value < 1:
            continue
        if part.figure.value > whole.figure.value:
            steps = f"{_say(part.figure.value)} cannot be part of {_say(whole.figure.value)}"
            yield _derived("inconsistent", (part.figure, whole.figure), None, steps)
        elif part.figure.value < whole.figure.value:
            rest = _exact(whole.figure.value) - _exact(part.figure.value)
            left = "left" if (whole.figure.unit or "").isupper() else "other" if rest == 1 else "others"
            steps = f"{_say(whole.figure.value)} less {_say(part.figure.value)} implies {_say(_reckon(rest))} {left}"
            yield _derived("implies", (part.figure, whole.figure), rest, steps)


def _rest_of_those(text: str, placed: Sequence[Placed]) -> Iterator[Derived]:
    """ "70 guests were inside, of whom 52 got out": how many did not."""
    for whole, part in pairwise(placed):
        if part.figure.role != "part" or part.sentence != whole.sentence or whole.figure.role == "part":
            continue
        if not OF_WHOM.search(text, max(whole.figure.end, part.figure.start - 20), part.figure.end):
            continue
        if whole.figure.value and part.figure.value and 1 <= part.figure.value < whole.figure.value:
            yield _rest(whole.figure, part.figure, "others")


def _above_capacity(text: str, placed: Sequence[Placed]) -> Iterator[Derived]:
    """ "was built for 300 and holds 420": how many there are above what there is room for."""
    for room, held in pairwise(placed):
        same = room.sentence == held.sentence and _same_thing(room.figure, held.figure)
        if not same or room.figure.role != "capacity" or held.figure.role != "total":
            continue
        if room.figure.value and held.figure.value and room.figure.value < held.figure.value:
            yield _rest(held.figure, room.figure, "above capacity")


def _short_of_targets(text: str, placed: Sequence[Placed]) -> Iterator[Derived]:
    """ "was promised ten buses. Four came": what is missing of what was promised."""
    for goal, come in pairwise(placed):
        told = goal.figure.role == "target" and come.figure.role == "total" and goal.figure.by is None
        near = come.sentence - goal.sentence <= NEIGHBOURING and goal.figure.per == come.figure.per
        if (
            not told
            or not near
            or not _same_thing(goal.figure, come.figure)
            or "promised" not in text[max(0, goal.figure.start - 40) : goal.figure.start]
        ):
            continue
        if goal.figure.value and come.figure.value and come.figure.value < goal.figure.value:
            yield _rest(goal.figure, come.figure, "short of what was promised")


def _rest(whole: Figure, part: Figure, left: str) -> Derived:
    assert whole.value is not None
    assert part.value is not None
    rest = _exact(whole.value) - _exact(part.value)
    steps = f"{_say(whole.value)} less {_say(part.value)} implies {_say(_reckon(rest))} {left}"
    return _derived("implies", (whole, part), rest, steps)


def _shares_of_wholes(text: str, placed: Sequence[Placed]) -> Iterator[Derived]:
    """ "40 percent of its 3,000 workers": the share reckoned out."""
    for share, whole in pairwise(placed):
        fraction = _fraction_of(share.figure)
        if (
            fraction is None
            or whole.figure.value is None
            or whole.figure.unit == "percent"
            or share.sentence != whole.sentence
        ):
            continue
        if OF_WHOLE.fullmatch(text, share.figure.end, whole.figure.start):
            amount = fraction * _exact(whole.figure.value)
            steps = f"{share.figure.text} of {_say(whole.figure.value)} implies {_say(_reckon(amount))}"
            yield _derived("implies", (share.figure, whole.figure), amount, steps)


def _wholes_of_shares(text: str, placed: Sequence[Placed]) -> Iterator[Derived]:
    """ "1,900 jobs, a fifth of its workforce": the whole that the two imply."""
    for amount, share in pairwise(placed):
        fraction = _fraction_of(share.figure)
        if (
            fraction is None
            or not amount.figure.value
            or amount.sentence != share.sentence
            or amount.figure.unit == "percent"
        ):
            continue
        of_whole = WHOLE_OF.match(text, share.figure.end)
        if of_whole and APPOSITION.fullmatch(text, amount.figure.end, share.figure.start) and fraction > 0:
            whole = Fraction(round(_exact(amount.figure.value) / fraction))
            steps = f"{_say(amount.figure.value)} being {share.figure.text} implies about {_say(_reckon(whole))} in all"
            yield _derived("implies", (amount.figure, share.figure), whole, steps)


def _fraction_of(figure: Figure) -> Fraction | None:
    if figure.value is None:
        return None
    if figure.unit == "percent" and 0 < figure.value <= 100:
        return _exact(figure.value) / 100
    if figure.role == "part" and 0 < figure.value < 1:
        return Fraction(figure.value).limit_denominator(1000)
    return None


def _companies(text: str, placed: Sequence[Placed]) -> Iterator[Derived]:
    """ "60 guests and three guides in the hut": people of two kinds in one place, taken together."""
    for left, right in pairwise(placed):
        if left.figure.value is None or right.figure.value is None or left.sentence != right.sentence:
            continue
        joined = CREW_AND.fullmatch(text, left.figure.end, right.figure.start) is not None
        people = all(is_person(figure.unit or "", figure.unit or "") for figure in (left.figure, right.figure))
        whole = TOGETHER.match(text, right.figure.end) or _follows_sum(placed, left, right)
        if joined and people and left.figure.unit != right.figure.unit and whole:
            both = _exact(left.figure.value) + _exact(right.figure.value)
            steps = f"{left.figure.text} and {right.figure.text} implies {_say(_reckon(both))} together"
            yield _derived("implies", (left.figure, right.figure), both, steps)


def _shared_fates(text: str, placed: Sequence[Placed]) -> Iterator[Derived]:
    """ "killed six priests and two cooks": people of two kinds to whom one thing happened, taken together."""
    for left, right in pairwise(placed):
        one, other = left.figure, right.figure
        if (
            left.sentence != right.sentence
            or one.unit not in STATES
            or one.unit != other.unit
            or one.counted == other.counted
        ):
            continue
        if (
            one.value is None
            or other.value is None
            or "part" in {one.role, other.role}
            or _follows_sum(placed, left, right)
        ):
            continue
        if CREW_AND.fullmatch(text, one.end, other.start):
            both = _exact(one.value) + _exact(other.value)
            steps = f"{one.text} and {other.text} implies {_say(_reckon(both))} {one.unit} together"
            yield _derived("implies", (one, other), both, steps)


def _before_percentages(text: str, placed: Sequence[Placed]) -> Iterator[Derived]:
    """ "fell 18 percent to 412 million", "1,200 tonnes, up 20 percent on the year": the level before the change."""
    for left, right in pairwise(placed):
        if left.sentence != right.sentence:
            continue
        between = text[left.figure.end : right.figure.start]
        if left.figure.unit == "percent" and CHANGED_TO.fullmatch(between):
            change, level = left.figure, right.figure
        elif right.figure.unit == "percent" and CHANGED_BY.fullmatch(between) and not _is_level_of(right.figure):
            change, level = right.figure, left.figure
        else:
            continue
        if change.role != "increment" or not change.value or not level.value or level.unit in NEVER_ADDED:
            continue
        yield from _undo_change(text, change, level)


def _is_level_of(figure: Figure) -> bool:
    return figure.role != "increment"


def _undo_change(text: str, change: Figure, level: Figure) -> Iterator[Derived]:
    assert change.value is not None
    assert level.value is not None
    around = f"{text[max(0, change.start - 30) : change.start]} {text[change.end : change.end + 12]}"
    down = _goes_down(around) or LESS_THAN.match(text, change.end) is not None
    share = 1 + (-1 if down else 1) * _exact(change.value) / 100
    if share <= 0:
        return
    before = _round(_exact(level.value) / share)
    steps = f"{_say(level.value)} after a {'fall' if down else 'rise'} of {_say(change.value)} percent implies about "
    yield _derived("implies", (change, level), before, f"{steps}{_say(_reckon(before))} before")


def _round(number: Fraction) -> Fraction:
    """The number to three significant figures, as far as a percentage of a rounded level can tell."""
    return Fraction(f"{float(number):.3g}")


def _follows_sum(placed: Sequence[Placed], left: Placed, right: Placed) -> bool:
    """Whether the sentence tells the sum before its two terms ("43: 39 passengers and four crew")."""
    both = (left.figure.value or 0) + (right.figure.value or 0)
    return any(one.sentence == left.sentence and one.figure.value == both for one in placed)


def _sums(text: str, placed: Sequence[Placed]) -> Iterator[Derived]:
    """ "Of 80 climbers, two fell, 71 came down and seven are lost": fates or parts that add up to their whole."""
    by_sentence: dict[int, list[Figure]] = {}
    for one in placed:
        if one.figure.value is not None and one.figure.value >= 1:
            by_sentence.setdefault(one.sentence, []).append(one.figure)
    for number, figures in by_sentence.items():
        fates = [figure for figure in figures if figure.unit in STATES or figure.role == "part"]
        if len(fates) < 2 or len({(figure.unit, figure.counted) for figure in fates}) < 2:
            continue
        total = sum((_exact(figure.value) for figure in fates if figure.value is not None), Fraction(0))
        near = [
            f for back in range(3) for f in by_sentence.get(number - back, []) if f not in fates and f.role == "total"
        ]
        whole = next((figure for figure in near if figure.value is not None and _exact(figure.value) == total), None)
        if whole is not None and len(fates) >= 2 and total >= 4:
            terms = " + ".join(_say(figure.value) for figure in fates if figure.value is not None)
            yield _derived("consistent", (*fates, whole), total, f"{terms} = {_say(_reckon(total))}")


def _is_joined(text: str, first: Placed, second: Placed) -> bool:
    return first.sentence == second.sentence and LISTED.search(text, first.figure.start, second.figure.end) is not None


def _parts_against_wholes(text: str, placed: Sequence[Placed]) -> Iterator[Derived]:
    """ "22 bodies, of them 30 children": a part larger than the whole told just before it.

    The last of a list ("39 passengers and 4 crew, 6 of them") is not the whole: the list is.
    """
    listed = {id(second) for first, second in pairwise(placed) if _is_joined(text, first, second)}
    for whole, part in pairwise(placed):
        if id(whole) in listed:
            continue
        if part.figure.role != "part" or part.sentence != whole.sentence or whole.figure.role == "part":
            continue
        if part.figure.value is None or whole.figure.value is None or not _same_thing(whole.figure, part.figure):
            continue
        if part.figure.value > whole.figure.value:
            steps = f"{_say(part.figure.value)} cannot be part of {_say(whole.figure.value)}"
            yield _derived("inconsistent", (whole.figure, part.figure), None, steps)
