"""Names and nouns for those who speak: what the tables of a language know about a word."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from onrecord.model import PartyKind
from onrecord.words import read_table


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun for somebody: what it may stand for (likeliest first), its families, and its gender."""

    kinds: tuple[PartyKind, ...]
    families: frozenset[str] = frozenset()
    gender: str | None = None


@dataclass(frozen=True, slots=True)
class Land:
    """A word that points at a state: which one, and whether as name, adjective, people, capital, metonym or house."""

    state: str
    how: str


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """A word without case, accents, full stops, quotation and click marks and possessive ending, for comparing."""
    plain = unicodedata.normalize("NFKD", word.replace("’", "'").removesuffix("'s"))
    return "".join(sign for sign in plain if sign not in ".'!\"“”‘" and not unicodedata.combining(sign)).lower()


def fold_words(text: str) -> tuple[str, ...]:
    """The folded words of a name, hyphens counting as spaces."""
    return tuple(filter(None, map(fold, text.replace("-", " ").replace("‑", " ").split())))


@cache
def read_nouns() -> dict[str, Noun]:
    """All nouns for those who speak, from the tables of persons, bodies, media and documents."""
    kinds: dict[str, list[PartyKind]] = {}
    families: dict[str, set[str]] = {}
    genders: dict[str, str] = {}
    for table, kind in _NOUN_TABLES:
        for row in read_table(table):
            kinds.setdefault(row["noun"], []).append(kind)
            named = row.get("families") or row.get("family") or kind
            families.setdefault(row["noun"], set()).update(named.split(","))
            if row.get("gender"):
                genders[row["noun"]] = row["gender"]
    return {noun: Noun(tuple(kinds[noun]), frozenset(families[noun]), genders.get(noun)) for noun in kinds}


_NOUN_TABLES: tuple[tuple[str, PartyKind], ...] = (
    ("media_nouns", "media"),
    ("person_nouns", "person"),
    ("body_nouns", "organization"),
    ("document_nouns", "document"),
)


@cache
def read_group_nouns() -> dict[str, str]:
    """Plural nouns for people who speak as one voice, each with its family."""
    return {row["noun"]: row["family"] for row in read_table("group_nouns")}


@cache
def read_titles() -> dict[str, str | None]:
    """Folded words that stand before a person's name, each with the gender it tells or None."""
    return {fold(row["title"]): row["gender"] or None for row in read_table("titles")}


@cache
def read_given_names() -> dict[str, str]:
    """Folded given names, each with the gender it commonly tells."""
    return {fold(row["name"]): row["gender"] for row in read_table("given_names")}


@cache
def read_name_parts(part: str) -> dict[str, tuple[PartyKind, frozenset[str]]]:
    """Folded words of one sort of name part, with kind and families of a name that has them."""
    found: dict[str, tuple[PartyKind, frozenset[str]]] = {}
    for row in read_table("name_parts"):
        if row["part"] == part:
            kind: PartyKind = "media" if row["kind"] == "media" else "organization"
            kind = "person" if row["kind"] == "person" else kind
            families = frozenset(filter(None, row["families"].split(",")))
            found[row["word"]] = (kind, families or frozenset({"media"} if kind == "media" else ()))
    return found


@cache
def read_places() -> frozenset[str]:
    """Nouns for places and things, which tell that the name beside them is of one."""
    return frozenset(row["noun"] for row in read_table("place_nouns"))


@cache
def read_agencies() -> frozenset[str]:
    """The names of news agencies, as written."""
    rows = read_table("agencies")
    return frozenset(name.strip() for row in rows for name in (row["name"], *row["aliases"].split(",")) if name.strip())


@cache
def read_fields() -> dict[str, frozenset[str]]:
    """Words for one field of work that stand for each other in the names of bodies (spy, intelligence)."""
    found: dict[str, set[str]] = {}
    for row in read_table("body_fields"):
        found.setdefault(row["field"], set()).add(row["other"])
        found.setdefault(row["other"], set()).add(row["field"])
    return {word: frozenset(others) for word, others in found.items()}


@cache
def read_date_words() -> dict[str, bool]:
    """The words of months and days, each with whether it is always one (May and Sun are names too)."""
    rows = (row for table in ("date_months", "date_weekdays") for row in read_table(table))
    return {row["word"]: row["sure"] == "always" for row in rows}


@cache
def read_classing() -> frozenset[str]:
    """Adjectives that tell one body or office from another of its kind."""
    return frozenset(row["adjective"] for row in read_table("classing_adjectives"))


@cache
def read_pronouns() -> dict[str, tuple[str | None, bool]]:
    """Personal pronouns with the gender they tell ("n" for things, "speaker") and whether they stand for several."""
    return {row["pronoun"]: (row["gender"] or None, row["number"] == "many") for row in read_table("pronouns")}


@cache
def read_relay_words(sort: str) -> frozenset[str]:
    """The words of one sort that put one more voice between a fact and its reader."""
    return frozenset(row["word"] for row in read_table("relay_words") if row["sort"] == sort)


@cache
def read_lands() -> dict[tuple[str, ...], Land]:
    """Folded words that point at states; where two states share one, the earlier in the table has it."""
    found: dict[tuple[str, ...], Land] = {}
    for row in read_table("countries"):
        for how, cell in _land_cells(row):
            for words in filter(None, cell.split(",")):
                found.setdefault(fold_words(words), Land(row["name"], how))
    return found


def _land_cells(row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for how, column in (("name", "name"), ("name", "names"), ("adjective", "adjectives"), ("people", "people"),
                        ("capital", "capital"), ("metonym", "metonyms"), ("house", "houses")):  # fmt: skip
        yield how, row[column]


def find_land(text: str) -> Land | None:
    """The state that these words as a whole point at, or None; "us" in small letters is no state."""
    if text.islower():
        return None
    return read_lands().get(fold_words(text))


def find_native(text: str) -> str | None:
    """The state of one person, by a word for its people: "the Finn", "the Norwegian"; None for whole peoples."""
    words = fold_words(text)
    land = read_lands().get(words) or read_lands().get((*words[:-1], words[-1] + "s")) if words else None
    peoples = read_lands().get(("the", *words))
    return land.state if land and land.how in {"adjective", "people"} and peoples is None else None


def gender_of(name: Sequence[str]) -> str | None:
    """The gender that a person's given names commonly tell, or None."""
    given = read_given_names()
    for word in name[:-1] if len(name) > 1 else name:
        if fold(word) in given:
            return given[fold(word)]
    return None


def initials_of(words: Sequence[str]) -> str:
    """The first letters of the words of a name that begin with a capital ("World Health Organization": who)."""
    return "".join(word[0] for word in words if word[:1].isupper()).lower()
