"""Names of agencies, papers and writers, as heads and tails of dispatches give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from onrecord.reading.stamps import find_day, read_stamps
from onrecord.words import read_table

CONNECTIVES = frozenset(
    {
        "of",
        "the",
        "and",
        "de",
        "del",
        "della",
        "di",
        "do",
        "da",
        "la",
        "le",
        "les",
        "el",
        "al",
        "du",
        "des",
        "van",
        "von",
    }
    | {"der", "den", "y", "e", "et", "&", "for", "in", "on"}
)
PARTICLES = frozenset(
    {"de", "del", "della", "di", "da", "dos", "du", "la", "le", "van", "von", "der", "den", "ter", "ten", "al", "el"}
    | {"bin", "bint", "ibn", "ben", "abu", "af", "zu", "y", "e", "st", "st."}
)
CREDIT_BREAK = re.compile(r"\s*/\s*|\s+[-–—|]\s+|\s*;\s*|\s*,\s*(?:via\s+)?|\s+(?:via|and|with|und|&)\s+")
NAME_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|[.'’`-])*\Z")
PLACED = re.compile(r"([^\W\d_a-z][\w.'’-]*(?:\s+[\w.'’-]+){0,4}?)\s+in\s+[^\W\d_a-z][\w .'’-]{1,40}\Z")
LEADING_BY = re.compile(r"\A\s*[Bb][Yy](?::\s*|\s+)(?=\S)")
JOB = re.compile(
    r"\b(?:writer|reporter|correspondent|editor|staff|bureau|journalist|contributor|columnist|analyst|producer|chief|desk|intern|fellow)s?\b",
    re.I,
)


def fold_name(name: str) -> str:
    """A name in the form in which two spellings of it are compared: lower case, no article, no full stops."""
    return re.sub(r"\Athe\s+", "", name.casefold().replace(".", "").strip())


@cache
def read_agencies() -> dict[str, str]:
    """Every known name of every known agency, folded, with the name that the table lists first."""
    names: dict[str, str] = {}
    for row in read_table("agencies"):
        for name in (row["name"], *filter(None, row["aliases"].split(", "))):
            names.setdefault(fold_name(name), row["name"])
    return names


@cache
def read_spellings() -> tuple[frozenset[str], frozenset[str]]:
    """The names of agencies as written, and, folded, those that are initials ("PA" is one, "Pa." is a state)."""
    names = {name for row in read_table("agencies") for name in (row["name"], *row["aliases"].split(", ")) if name}
    return frozenset(names), frozenset(fold_name(name) for name in names if name.isupper() and len(name) <= 5)


@cache
def read_outlet_words() -> tuple[frozenset[str], frozenset[str]]:
    """The words of which names of papers and stations are made, and those that name an agency, in lower case."""
    rows = read_table("outlets")
    return frozenset(row["word"].lower() for row in rows), frozenset(
        row["word"].lower() for row in rows if row["agency"]
    )


@dataclass(frozen=True, slots=True)
class Pattern:
    """Lines of one kind, in lower case: whole lines, beginnings, words anywhere in a line, words near its end."""

    whole: frozenset[str]
    starts: tuple[str, ...]
    within: tuple[str, ...]
    closing: tuple[str, ...]


@cache
def read_lines(kind: str) -> Pattern:
    """The lines of one kind that are no reporting, as the table lists them."""
    rows = [row for row in read_table("wire_lines") if row["kind"] == kind]
    words = {
        how: [row["words"].lower() for row in rows if row["how"] == how]
        for how in ("whole", "start", "within", "closing")
    }
    return Pattern(frozenset(words["whole"]), tuple(words["start"]), tuple(words["within"]), tuple(words["closing"]))


def is_agency(name: str) -> bool:
    """Whether the name is that of a known agency, or is made like one ("Maghreb Press Agency", "North Sea Wire")."""
    folded = fold_name(name)
    if folded in read_agencies():
        spellings, initials = read_spellings()
        return folded not in initials or name in spellings
    words = folded.split()
    if not 1 < len(words) <= 6 or "," in name or not is_name_like(name):
        return False
    return words[-1] in read_outlet_words()[1] or " ".join(words[-2:]) in (
        "news service",
        "press service",
        "news agency",
    )


def has_agency_code(name: str) -> bool:
    """Whether the name looks like the short code of an agency ("AP-N", "dpa", "NPN")."""
    return bool(re.fullmatch(r"[A-Z]{2,5}(?:-[A-Z]{1,4})?", name)) or is_agency(name)


def is_known_credit(name: str) -> bool:
    """Whether the name is an agency's by the table or by its form."""
    return has_agency_code(name) or is_agency(name)


def is_name_like(name: str) -> bool:
    """Whether all words are written as in a name: capitals, figures, or small connectives between them."""
    words = name.replace("/", " ").split()
    big = [word for word in words if not word[0].islower()]
    small = [word for word in words if word[0].islower()]
    return bool(big) and all(word.strip(",.") in CONNECTIVES for word in small)


def has_outlet_word(name: str) -> bool:
    """Whether a word of the name is one that papers and stations are called by."""
    words = [word.strip(".,'’").lower() for word in name.split()]
    return any(word in read_outlet_words()[0] for word in words)


def is_writer_name(text: str) -> bool:
    """Whether the text reads like the name of one person: two to four capitalised words, none of them a paper's."""
    tokens = text.split()
    if not 2 <= len(tokens) <= 5 or has_outlet_word(text) or (text.endswith(".") and not text.endswith(("Jr.", "Sr."))):
        return False
    named = [token for token in tokens if token.lower() not in PARTICLES]
    return len(named) >= 2 and all(token[0].isupper() and NAME_TOKEN.match(token) for token in named)


def split_credits(text: str) -> tuple[str, ...]:
    """The names in a credit ("BSS/AFP", "Reuters, via The Star"), nearest first, without words that name nobody."""
    if is_agency(text):
        return (text.strip(),)
    nobody = read_lines("credit").whole
    parts = (part.strip(" .()[]") for part in CREDIT_BREAK.split(text))
    return tuple(
        part
        for part in parts
        if len(part) > 1
        and not part.isdigit()
        and fold_name(part) not in nobody
        and not find_day(part)
        and not read_stamps(part)
    )


def is_credit(text: str) -> bool:
    """Whether words in brackets after a dateline can name those who are credited."""
    names = split_credits(text)
    return bool(names) and len(text) <= 80 and all(has_agency_code(name) or is_name_like(name) for name in names)


def join_credits(groups: Iterable[Iterable[str]], outlet: str | None) -> tuple[str, ...]:
    """All credits in order, each once; the outlet itself only if it is an agency, or where the dateline names it.

    The first group is that of the dateline.
    """
    kept: dict[str, str] = {}
    known = read_agencies()
    for number, name in ((number, name) for number, group in enumerate(groups) for name in group):
        if number and outlet and fold_name(name) == fold_name(outlet) and not is_agency(name):
            continue
        kept.setdefault(known.get(fold_name(name), fold_name(name)), name)
    return tuple(kept.values())


def read_byline(text: str) -> tuple[str | None, str | None, tuple[str, ...]]:
    """The writers, the place, the agencies that a byline names ("Jane Roe, Nairobi": Jane Roe, Nairobi, none)."""
    text = re.split(r"\s+\S+@\S+|\s+@\w+|\s+[|•·]\s+(?=@)", LEADING_BY.sub("", text))[0].strip(" \t:|,-–—")
    text, outside = _cut_agency(*_cut_bracket(text))
    if len(writers := _split_places(text)) > 1:
        return ", ".join(writers[:-1]) + " and " + writers[-1], None, tuple(filter(is_agency, split_credits(outside)))
    parts = [part.strip() for part in re.split(r",|\s[|•·●–—-]\s|/", text) if part.strip()]
    named = [*parts, outside, *(JOB.split(part)[0].strip().split(" ")[0] for part in parts if JOB.search(part))]
    agencies = tuple(dict.fromkeys(name for part in named for name in split_credits(part) if is_agency(name)))
    rest = [part for part in parts if not any(is_agency(name) for name in split_credits(part)) and not JOB.search(part)]
    rest = [part for part in rest if not re.match(r"(?:for|of)\s+(?:the\s+)?[A-Z]", part) and not has_outlet_word(part)]
    place = rest.pop() if len(rest) > 1 and _is_place(rest[-1], alone=len(rest) == 2) else None
    byline = ", ".join(_without_place(rest)) or None
    if byline and place is None and len(rest) == 1 and (found := re.search(r"\s+in\s+([A-Z][^,]{1,40})\Z", rest[0])):
        place = found.group(1) if " and " not in rest[0] else None
    return byline, place, agencies


def _cut_bracket(text: str) -> tuple[str, str]:
    """A byline without the paper or agency in brackets behind it, and that name."""
    found = re.search(r"\s*\(([^()]{2,40})\)\Z", text)
    return (text[: found.start()], found.group(1)) if found else (text, "")


def _cut_agency(text: str, outside: str) -> tuple[str, str]:
    """A byline without an agency's name that follows the writer's without a comma ("JANE ROE Associated Press")."""
    words = [] if "," in text else text.split()
    for count in (3, 2, 1):
        if len(words) >= count + 2 and is_agency(name := " ".join(words[-count:])):
            return " ".join(words[:-count]), outside or name
    return text, outside


def _split_places(text: str) -> list[str]:
    """The writers of a byline in which each has a place ("Jo Lund in London and Ana Ruiz in Quito"); else none."""
    parts = re.split(r",\s+(?:and\s+)?|\s+and\s+", text)
    found = [PLACED.match(part) for part in parts]
    return [match.group(1) for match in found if match] if len(found) > 1 and all(found) else []


def _is_place(text: str, *, alone: bool) -> bool:
    """Whether the last part of a byline is a place: one word, or behind one writer several that name no person."""
    words = text.split()
    if re.search(r"\band\b|&", text):
        return False
    return len(words) == 1 or (alone and words[0] not in read_given_names())


@cache
def read_given_names() -> frozenset[str]:
    """Given names of people."""
    return frozenset(row["name"] for row in read_table("given_names"))


def _without_place(parts: list[str]) -> Iterator[str]:
    """The writers, without the place of a single one ("Jane Roe in Nairobi")."""
    for part in parts:
        single = len(parts) == 1 and " and " not in part
        yield re.sub(r"\s+in\s+[A-Z][^,]{1,40}\Z", "", part) if single else part
