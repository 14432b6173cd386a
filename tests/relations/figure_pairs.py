"""Pairs of sentences whose figures or dates must relate, put together from invented parts; the same ones on every run."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from onrecord.extraction.dates import find_dates
from onrecord.extraction.dating.habits import Habit
from onrecord.extraction.figures import find_figures
from onrecord.model import Date, Figure
from tests.pages import page_of

DAY = "2023-06-14"
DAYS = ("2023-06-14", "2021-11-02", "2018-02-23", "2024-08-31", "2016-12-29")
WEEK = datetime.timedelta(days=7)
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """A sentence with the day it is dated and the way its outlet writes dates."""

    text: str
    day: str = DAY
    habit: Habit | None = None


@dataclass(frozen=True)
class FigurePair:
    """Two sentences, and what must hold between what is read in them: a line for each thing that does not."""

    relation: str
    before: Told
    after: Told
    compare: Callable[[Told, Told], list[str]]


@dataclass(frozen=True)
class FigureRelation:
    """A relation by its number, whether it holds without exception, and the pairs that it is tested on."""

    id: str
    mechanical: bool
    generate: Callable[[], Iterator[FigurePair]]


@lru_cache(maxsize=4096)
def read_dates(told: Told) -> tuple[Date, ...]:
    """The dates of a sentence."""
    return find_dates(page_of(told.text, dateline=told.day), habit=told.habit)


@lru_cache(maxsize=4096)
def read_figures(told: Told) -> tuple[Figure, ...]:
    """The figures of a sentence."""
    page = page_of(told.text, dateline=told.day)
    return find_figures(page, find_dates(page))


def find_faults(pair: FigurePair) -> list[str]:
    """What does not hold between the two readings of a pair."""
    return pair.compare(pair.before, pair.after)


# ------------------------------------------------------------------------------------------------ dates

MOVING = (
    "The ferry ran aground on {}.", "The council {} approved the plan for the new bridge.", "Two mines flooded {}, officials said.",
    "The court heard the case {}.", "{} the river rose above the old wall.",
)  # fmt: skip
RELATIVE_PAST = ("yesterday", "last week", "two days ago", "last Friday", "three weeks ago", "earlier this week")
NAMED_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
AHEAD = (
    "The vote will be held {}.", "The minister is to visit the dam {}.", "Talks are to resume {}.", "The plant will close {}.",
)  # fmt: skip
RELATIVE_AHEAD = ("tomorrow", "next week", "next Tuesday", "in two weeks", "in three days")
FIXED = ("12 March 2019", "September 4, 2012", "2015-07-01", "1 June 2031", "May 2008", "1997")
FIXED_FRAMES = (
    "The mill was built in {}.",
    "The treaty of {} still holds.",
    "The ban has held since {}.",
    "The lease runs until {}.",
)


def move_week() -> Iterator[FigurePair]:
    """R19: the report dated a week later."""
    frames = [(frame, word) for frame, word in product(MOVING[1:4], RELATIVE_PAST)]
    frames += [(MOVING[0], day) for day in NAMED_DAYS[:4]] + list(product(AHEAD, RELATIVE_AHEAD))
    for (frame, word), day in product(frames, DAYS[:3]):
        yield _shift(frame.format(word), day, 7, _move_by_week)
    for frame, word in product(FIXED_FRAMES, FIXED):
        yield _shift(frame.format(word), DAYS[0], 7, _stay)


def _shift(text: str, day: str, days: int, compare: Callable[[Told, Told], list[str]]) -> FigurePair:
    later = (datetime.date.fromisoformat(day) + datetime.timedelta(days=days)).isoformat()
    return FigurePair("R19", Told(text, day), Told(text, later), compare)


def _move_by_week(before: Told, after: Told) -> list[str]:
    moved = [(_add(d.from_, WEEK), _add(d.to, WEEK)) for d in read_dates(before)]
    return _differ(moved or ["no date"], [(d.from_, d.to) for d in read_dates(after)])


def _stay(before: Told, after: Told) -> list[str]:
    return _differ([_ends(d) for d in read_dates(before)] or ["no date"], [_ends(d) for d in read_dates(after)])


def _add(day: str | None, delta: datetime.timedelta) -> str | None:
    return day and (datetime.date.fromisoformat(day) + delta).isoformat()


def _ends(date: Date) -> tuple[str | None, str | None]:
    return date.from_, date.to


def _differ(wanted: object, found: object) -> list[str]:
    return [] if wanted == found else [f"wanted {wanted}, found {found}"]


def move_day() -> Iterator[FigurePair]:
    """R20: the report dated a day later: the last Wednesday is still the last one before it."""
    for weekday, day, frame in product(NAMED_DAYS, DAYS[:3], (MOVING[0], "The pump failed {}, the mine said.")):
        yield _shift(frame.format(weekday), day, 1, _is_last_of_its_name)
    for weekday, day in product(NAMED_DAYS, DAYS[:3]):
        yield _shift(f"The dam will be emptied on {weekday}.", day, 1, _is_next_of_its_name)
    for day, word, frame in product(DAYS, ("yesterday", "two days ago"), MOVING[1:4]):
        yield _shift(frame.format(word), day, 1, _moves_by_day)
    for day, word in product(DAYS, ("tomorrow", "in three days")):
        yield _shift(f"The plant will close {word}.", day, 1, _moves_by_day)


def _is_last_of_its_name(before: Told, after: Told) -> list[str]:
    return [fault for told in (before, after) for fault in _lies(told, -6, 0)]


def _is_next_of_its_name(before: Told, after: Told) -> list[str]:
    return [fault for told in (before, after) for fault in _lies(told, 0, 7)]


def _lies(told: Told, first: int, last: int) -> list[str]:
    """Whether the weekday of a sentence is that weekday, so many days from the report's."""
    reference = datetime.date.fromisoformat(told.day)
    found = read_dates(told)
    if len(found) != 1 or found[0].from_ is None:
        return [f"{told.day}: found {found}"]
    day = datetime.date.fromisoformat(found[0].from_)
    named = next(name for name in NAMED_DAYS if name in told.text)
    good = day.strftime("%A") == named and first <= (day - reference).days <= last
    return [] if good else [f"{told.day}: {named} found on {day}"]


def _moves_by_day(before: Told, after: Told) -> list[str]:
    moved = [(_add(d.from_, ONE_DAY), _add(d.to, ONE_DAY)) for d in read_dates(before)]
    return _differ(moved or ["no date"], [_ends(d) for d in read_dates(after)])


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SHORT = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
DATED = ("The ferry sank on {}.", "The strike began on {}, the union said.", "On {} the mine was sealed.")


def write_day_otherwise() -> Iterator[FigurePair]:
    """R21: one day in the ways that houses write it."""
    numbers = (
        (23, 10, 2024),
        (1, 1, 1999),
        (30, 6, 2011),
        (9, 2, 2020),
        (12, 12, 2003),
        (5, 5, 1987),
        (31, 8, 2019),
        (17, 3, 2026),
        (4, 11, 1992),
        (28, 2, 2014),
    )
    for (day, month, year), frame in product(numbers, DATED):
        plain = frame.format(f"{day} {MONTHS[month - 1]} {year}")
        ways = dict.fromkeys((
            f"{SHORT[month - 1]} {day}, {year}", f"{year}-{month:02}-{day:02}", f"{_ordinal(day)} of {MONTHS[month - 1]}, {year}",
            f"{MONTHS[month - 1]} {day}, {year}",
        ))  # fmt: skip
        for other in ways:
            yield FigurePair("R21", Told(plain), Told(frame.format(other)), _stay)


def _ordinal(day: int) -> str:
    return f"{day}{'th' if 10 < day < 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def write_day_in_digits() -> Iterator[FigurePair]:
    """R22: the day or the month first, by the outlet's habit; both readings are kept where it is not known."""
    for first, second, year in product((3, 4, 7, 9, 11, 12), (1, 2, 5, 6, 8, 10), (2015, 2024)):
        for frame in DATED[:2]:
            text = frame.format(f"{first:02}/{second:02}/{year}")
            british, american = Told(text, habit="british"), Told(text, habit="american")
            yield FigurePair("R22", british, american, _read_by_habit)


def _read_by_habit(before: Told, after: Told) -> list[str]:
    digits = next(word.strip(".,") for word in before.text.split() if "/" in word)
    first, second, year = (int(part) for part in digits.split("/"))
    british, american = (datetime.date(year, second, first), datetime.date(year, first, second))
    faults = _differ([british.isoformat()], [d.from_ for d in read_dates(before)])
    faults += _differ([american.isoformat()], [d.from_ for d in read_dates(after)])
    open_ = read_dates(Told(before.text))
    both = {end for d in open_ for end in (d.from_, d.alternative[0] if d.alternative else None)}
    return faults + _differ(
        ({british.isoformat(), american.isoformat()}, ["ambiguous"]), (both, [d.basis for d in open_])
    )


# ---------------------------------------------------------------------------------------------- figures

COUNTING = (
    "The flood destroyed {} houses in the delta.", "About {} workers joined the strike at the port.", "The firm will hire {} welders next year.",
    "Police seized {} rifles in a barn.", "The fire killed {} sheep.", "The hall can hold {} people.", "The mine shipped {} tonnes of zinc.",
    "At least {} villagers fled across the river.", "The army sent {} more soldiers to the border.", "The fund paid {} euros to each family.",
    "The vaccine reached {} children in the province.", "The dam covers {} hectares.",
)  # fmt: skip
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ONES = (
    "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip


def write_number_otherwise() -> Iterator[FigurePair]:
    """R24: one number grouped, plain, with a no-break space, in thousands, in hundreds and in words."""
    for frame, number in product(COUNTING, (1500, 2300, 4700)):
        others = (
            str(number), f"{number // 1000}\u00a0{number % 1000}", f"{number / 1000:g} thousand", f"{_spell(number // 100)} hundred",
            f"{ONES[number // 1000]} thousand {ONES[number % 1000 // 100]} hundred",
        )  # fmt: skip
        for other in others:
            yield FigurePair("R24", Told(frame.format(f"{number:,}")), Told(frame.format(other)), _same_but_words)


def _spell(number: int) -> str:
    if number < 20:
        return ONES[number]
    return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")


def _same_but_words(before: Told, after: Told) -> list[str]:
    first, second = ([(f.value, f.low, f.high, f.unit, f.role) for f in read_figures(told)] for told in (before, after))
    return _differ(first or ["no figure"], second)


def _tell(figure: Figure, times: int = 1) -> tuple[object, ...]:
    numbers = (None if n is None else n * times for n in (figure.value, figure.low, figure.high))
    return (*numbers, figure.unit, figure.counted, figure.role, figure.approximate, figure.per)


def multiply_number() -> Iterator[FigurePair]:
    """R25: the number ten times as large."""
    for frame, number in product(COUNTING, (13, 31, 127, 340, 812, 1450, 5200, 61000, 730000)):
        before, after = Told(frame.format(f"{number:,}")), Told(frame.format(f"{10 * number:,}"))
        yield FigurePair("R25", before, after, _ten_times)


def _ten_times(before: Told, after: Told) -> list[str]:
    return _differ(
        [_tell(f, 10) for f in read_figures(before)] or ["no figure"], [_tell(f) for f in read_figures(after)]
    )


BOUNDED = (
    "The flood destroyed {} houses in the delta.", "The firm lost {} dollars last year.", "The army sent {} soldiers to the border.",
    "The mine shipped {} tonnes of zinc.", "Police seized {} rifles in a barn.", "The strike drew {} workers.", "The slide buried {} cars.",
    "The fund bought {} shares.", "The town lost {} trees in the storm.", "The school has {} pupils.", "The clinic treated {} patients in May.",
    "The state planted {} trees.",
)  # fmt: skip
BOUNDS = {
    "about": ("value", True), "more than": ("low", False), "up to": ("high", False), "exactly": ("value", False), "at least": ("low", False),
    "nearly": ("value", True), "fewer than": ("high", False), "no more than": ("high", False),
}  # fmt: skip


def change_bound() -> Iterator[FigurePair]:
    """R26: the word that bounds a number: it keeps its size, and the bound is as the word says."""
    for frame, number in product(BOUNDED, (10000, 45)):
        for word in BOUNDS:
            told = Told(frame.format(f"{word} {number:,}"))
            yield FigurePair("R26", Told(frame.format(f"{number:,}")), told, _bounded_as_said)


def _bounded_as_said(before: Told, after: Told) -> list[str]:
    plain, bounded = read_figures(before), read_figures(after)
    if len(plain) != 1 or len(bounded) != 1:
        return [f"found {plain} and {bounded}"]
    word = next(word for word in sorted(BOUNDS, key=len, reverse=True) if f" {word} " in after.text)
    name, approximate = BOUNDS[word]
    wanted = {"value": None, "low": None, "high": None, name: plain[0].value}
    found = {part: getattr(bounded[0], part) for part in ("value", "low", "high")}
    faults = _differ((wanted, approximate), (found, bounded[0].approximate))
    return faults + _differ((plain[0].unit, plain[0].counted), (bounded[0].unit, bounded[0].counted))


FATES = (
    ("The blast killed {} people in the market.", "killed", "wounded"), ("{} people were killed when the pier fell.", "killed", "injured"),
    ("{} miners are missing, the company said.", "missing", "dead"), ("The quake left {} dead.", "dead", "homeless"),
    ("Police arrested {} protesters near the port.", "arrested", "wounded"), ("Some {} villagers fled the fighting.", "villagers", "soldiers"),
    ("The state sent {} troops to the island.", "troops", "civilians"), ("{} passengers were rescued from the ferry.", "rescued", "killed"),
    ("At least {} were injured, doctors said.", "injured", "killed"), ("The ambush wounded {} soldiers.", "soldiers", "civilians"),
)  # fmt: skip


def change_fate() -> Iterator[FigurePair]:
    """R27: another fate or another kind of people beside the number: what is counted changes, the number stays."""
    for (frame, word, other), number in product(
        FATES, ("12", "31", "three", "1,400", "45", "two hundred", "88", "19", "260", "57")
    ):
        text = frame.format(number)
        text = text[0].upper() + text[1:]
        yield FigurePair("R27", Told(text), Told(text.replace(word, other)), _another_thing)


def _another_thing(before: Told, after: Told) -> list[str]:
    first, second = read_figures(before), read_figures(after)
    if len(first) != 1 or len(second) != 1:
        return [f"found {first} and {second}"]
    numbers = [(f.value, f.low, f.high, f.role, f.approximate) for f in (first[0], second[0])]
    same = (first[0].unit, first[0].counted) == (second[0].unit, second[0].counted)
    return _differ(numbers[0], numbers[1]) + (["the same thing is counted"] if same else [])


FIGURE_RELATIONS = (
    FigureRelation("R19", True, move_week), FigureRelation("R20", False, move_day), FigureRelation("R21", True, write_day_otherwise),
    FigureRelation("R22", False, write_day_in_digits), FigureRelation("R24", True, write_number_otherwise),
    FigureRelation("R25", True, multiply_number), FigureRelation("R26", False, change_bound), FigureRelation("R27", False, change_fate),
)  # fmt: skip
