"""What a figure counts, in words that reports share: its kind, what narrows it, and how its words say so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from onrecord.comparison.wording import normalize, words_in
from onrecord.model import Figure
from onrecord.words import read_table

CURRENCY = re.compile(r"[A-Z]{3}$|krona|krone|dollar|euro|pound|yen|yuan|rupee|rouble|ruble|leva|peso|real|franc")
PLACE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Aa]cross|[Ww]ithin|[Oo]utside)\s(?:the\s)?(?P<place>[A-Z][\w-]+(?:\s[A-Z][\w-]+)*)(?!['’\w])"
)
GROUP = re.compile(
    r"\b(?P<group>(?:two|three|four|five|six|seven|eight|nine|ten|\d+|several|all|both)\s(?:other\s)?(?:cities|towns|countries|provinces|regions|districts|states|sites|villages|schools|hospitals|ports))\b"
)
WHOLE = re.compile(r"\b(?:worldwide|globally|nationwide|overall|in all|altogether|in total)\b", re.IGNORECASE)
UNITS_OF_MEASURE = frozenset({"year", "minute", "hour", "day", "week", "month", "second", "degree"})
COMBINED = re.compile(r"\b(?:or|and)\b")
HOURS = 24
CLAUSE_BREAK = re.compile(r"[;:“”\"]|,\s(?:and|while|but|which|who|whose|where|as|after|since)\b|\b(?:while|whereas)\b")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of count and as of when such a count holds."""

    name: str
    when: str
    money: bool = False


def find_kind(figure: Figure, before: str, after: str, wide: str = "") -> Kind | None:
    """What a figure counts: a thing by its own noun, people by what befalls them, told in their clause or beyond.

    `before` and `after` are the words of the clause up to the next figures, `wide` those after it beyond the next one.
    """
    own = own_noun(figure)
    if own and (kind := _kind_of(own, figure)):
        return kind
    if own and not is_person(own):
        return None
    near = f" {' '.join(words_in(before))} # {' '.join(words_in(after))} "
    phrase = next((kind for phrase, kind in _phrases() if phrase in near), None)
    state = _states().get(figure.unit or "")
    if phrase and (state is None or COMBINED.search(phrase.name)):
        return phrase
    if state:
        return state
    told = (*words_in(figure.counted or ""), *words_in(after), *reversed(words_in(before)), *words_in(wide))
    return next((kind for word in told if (kind := _kind_of(word, figure))), None)


def _kind_of(word: str, figure: Figure) -> Kind | None:
    """The kind that a word tells; kinds of money only for sums of it."""
    kind = _words().get(word) or _words().get(f"{word}s")
    return kind if kind and (not kind.money or is_money(figure)) else None


def is_money(figure: Figure) -> bool:
    """Whether the figure is a sum of money."""
    return bool(CURRENCY.match(figure.unit or ""))


def own_noun(figure: Figure) -> str | None:
    """The noun right after the number, or the thing that is its unit."""
    if is_money(figure) or figure.unit == "percent":
        return None
    nouns = [word for word in words_in(figure.text) if word[0].isalpha() and word not in _number_words()]
    nouns = [word for word in nouns if word not in _no_places() or word in _people()]
    if nouns:
        return nouns[-1]
    unit = figure.unit or ""
    return unit if unit and unit not in _states() and unit.islower() and not is_person(unit) else None


def is_person(noun: str) -> bool:
    """Whether a noun is for people."""
    return noun in _people() or noun.rstrip("s") in _people()


def is_measure(figure: Figure) -> bool:
    """Whether the figure is a time, an age, a rate, a change or nothing, which tells no count."""
    if figure.unit == "o'clock":
        return (figure.value or 0) <= HOURS
    if figure.role == "rank" or figure.unit in UNITS_OF_MEASURE:
        return True
    if figure.unit == "percent":
        return figure.role == "increment"
    return figure.value is not None and 0 <= figure.value < 1


def is_bare(figure: Figure) -> bool:
    """Whether the figure's own words name nothing counted."""
    return not any(word[0].isalpha() and word not in _number_words() for word in words_in(figure.text))


def find_places(words: str) -> frozenset[str]:
    """Places and groups of places that narrow a count."""
    if WHOLE.search(words):
        return frozenset()
    places = (match["place"].split()[-1] for match in PLACE.finditer(words))
    found = {normalize(place) for place in places} - _no_places()
    return frozenset(found | {match["group"].casefold() for match in GROUP.finditer(words)})


def find_peoples(words: str) -> frozenset[str]:
    """Adjectives of nations and towns in a figure's own words: "three Chilean drillers"."""
    return (
        frozenset(normalize(word) for word in words.split()[1:] if word[0].isupper() and word.isalpha()) - _no_places()
    )


def cut_clause(text: str, start: int, end: int, borders: tuple[int, int]) -> tuple[str, str]:
    """The words before and after a figure in its clause, which ends at other figures and at clause breaks."""
    before, after = text[borders[0] : start], text[end : borders[1]]
    breaks = [match.end() for match in CLAUSE_BREAK.finditer(before)]
    cut = CLAUSE_BREAK.search(after)
    return before[breaks[-1] :] if breaks else before, after[: cut.start()] if cut else after


@cache
def _rows() -> tuple[tuple[str, Kind], ...]:
    return tuple(
        (row["words"], Kind(row["kind"], row["when"], row["of"] == "money")) for row in read_table("counted_kinds")
    )


@cache
def _words() -> Mapping[str, Kind]:
    return {normalize(words): kind for words, kind in _rows() if " " not in words}


@cache
def _phrases() -> tuple[tuple[str, Kind], ...]:
    return tuple((f" {' '.join(words_in(words))} ", kind) for words, kind in _rows() if " " in words)


@cache
def _no_places() -> frozenset[str]:
    """Words after "in" and "at" that are days, months and bodies."""
    days = {row["word"] for table in ("date_weekdays", "date_months") for row in read_table(table)}
    bodies = {row["noun"] for row in read_table("body_nouns")}
    return frozenset(normalize(word) for word in days | bodies)


@cache
def _people() -> frozenset[str]:
    nouns = {row["noun"] for row in read_table("count_units") if row["kind"] == "person"}
    nouns |= {row["noun"] for row in read_table("person_nouns")} | {row["noun"] for row in read_table("group_nouns")}
    return frozenset(noun.casefold() for noun in nouns) | {"people", "person", "persons", "children", "men", "women"}


@cache
def _states() -> Mapping[str, Kind]:
    """The kinds of the states that readings give as units."""
    kinds = {kind.name: kind for _, kind in _rows()}
    return {**kinds, "arrested": kinds["detained"], "wounded": kinds["injured"]}


@cache
def _number_words() -> frozenset[str]:
    columns = {
        "numbers": "word",
        "magnitudes": "sign",
        "approximations": "word",
        "bounds": "word",
        "function_words": "word",
    }
    found = {part for name, column in columns.items() for row in read_table(name) for part in words_in(row[column])}
    return frozenset(found | {"more", "another", "extra", "million", "billion", "thousand", "hundred"})
