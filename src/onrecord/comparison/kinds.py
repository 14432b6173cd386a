"""What a figure counts, in words that reports share: its kind, what narrows it, and how its words say so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from onrecord.comparison.wording import normalize, words_in
from onrecord.model import Figure
from onrecord.words import read_table

NUMBER = re.compile(r"\d")
PLACE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Aa]cross|[Ff]rom|[Ww]ithin|[Oo]utside)\s(?:the\s)?(?P<place>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*)"
)
GROUP = re.compile(
    r"\b(?P<group>(?:two|three|four|five|six|seven|eight|nine|ten|\d+|several|all|both)\s(?:other\s)?(?:cities|towns|countries|provinces|regions|districts|states|sites|villages|schools|hospitals|ports))\b"
)
WHOLE = re.compile(r"\b(?:worldwide|globally|nationwide|overall|in all|altogether|in total)\b", re.IGNORECASE)
UNITS_OF_MEASURE = frozenset(
    {"percent", "year", "minute", "hour", "day", "week", "month", "second", "degree", "o'clock"}
)
CLAUSE_BREAK = re.compile(r"[;:“”\"]|,\s(?:and|while|but|which|who|whose|where|as|after|since)\b|\b(?:while|whereas)\b")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of count and as of when such a count holds."""

    name: str
    when: str


def find_kind(figure: Figure, before: str, after: str) -> Kind | None:
    """The kind by the words of the figure itself, then those after it and before it in its clause."""
    state = _states().get(figure.unit or "")
    near = f"{before} # {after}"
    for phrase, kind in _phrases():
        if phrase in f" {' '.join(words_in(near))} ":
            return kind
    if state:
        return state
    own = [*words_in(figure.text), *words_in(figure.counted or "")]
    words = (*own, *words_in(after), *reversed(words_in(before)))
    return next((_words()[word] for word in words if word in _words()), None)


def is_measure(figure: Figure) -> bool:
    """Whether the figure is a time, an age, a rate or a share, which tells no count."""
    if figure.role in {"rate", "rank"} or figure.unit in UNITS_OF_MEASURE:
        return True
    return figure.value is not None and isinstance(figure.value, float) and 0 < figure.value < 1


def is_bare(figure: Figure) -> bool:
    """Whether the figure's own words name nothing counted."""
    return not any(word[0].isalpha() and word not in _number_words() for word in words_in(figure.text))


def find_places(words: str) -> frozenset[str]:
    """Places and groups of places that narrow a count."""
    if WHOLE.search(words):
        return frozenset()
    found = {normalize(match["place"].split()[-1]) for match in PLACE.finditer(words)}
    return frozenset(found | {match["group"].casefold() for match in GROUP.finditer(words)})


def cut_clause(text: str, start: int, end: int, borders: tuple[int, int]) -> tuple[str, str]:
    """The words before and after a figure in its clause, which ends at other figures and at clause breaks."""
    before, after = text[borders[0] : start], text[end : borders[1]]
    breaks = [match.end() for match in CLAUSE_BREAK.finditer(before)]
    cut = CLAUSE_BREAK.search(after)
    return before[breaks[-1] :] if breaks else before, after[: cut.start()] if cut else after


def name_stem(figure: Figure) -> str | None:
    """A kind of its own for a noun that no table knows: the noun right after the number, or the unit."""
    nouns = [word for word in words_in(figure.text) if word[0].isalpha() and word not in _number_words()]
    word = nouns[-1] if nouns else figure.unit
    if not word and figure.counted:
        word = words_in(figure.counted)[0] if words_in(figure.counted) else None
    return word.rstrip("s") if word else None


@cache
def _rows() -> tuple[tuple[str, Kind], ...]:
    return tuple((row["words"], Kind(row["kind"], row["when"])) for row in read_table("counted_kinds"))


@cache
def _words() -> Mapping[str, Kind]:
    return {normalize(words): kind for words, kind in _rows() if " " not in words}


@cache
def _phrases() -> tuple[tuple[str, Kind], ...]:
    return tuple((f" {' '.join(words_in(words))} ", kind) for words, kind in _rows() if " " in words)


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
