"""Invented reports as parts that can be put together in more than one way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FORMS = {
    "split": "“{first},” {source} {cue}, “and {second}.”",
    "after": "“{first} and {second},” {source} {cue}.",
    "inverted": "“{first} and {second},” {cue} {source}.",
    "before": "{source} {cue}: “{first} and {second}.”",
    "comma": "{source} {cue}, “{first} and {second}.”",
}
CHOICE = re.compile(r"<([^/<>]+)/([^<>]+)>")
SLOT = re.compile(r"\{([A-Z])(?:(-)|:(\w+))?\}")


@dataclass(frozen=True)
class Person:
    """A person of a report: name, whether a woman or a man, and office."""

    name: str
    sex: str
    office: str
    called: str = ""

    @property
    def short(self) -> str:
        """The name that a later mention has: the one told, else the last one with its particles."""
        if self.called:
            return self.called
        return re.sub(r"^\S+ (?=van )", "", self.name) if " van " in self.name else self.name.split()[-1]

    def show(self, way: str) -> str:
        """The person as a slot asks: short, with the office, as a pronoun, or by the full name."""
        pronouns = {"he": ("he", "she"), "his": ("his", "her")}
        if way in pronouns:
            return pronouns[way][self.sex == "f"]
        return {"-": self.short, "t": f"{self.office} {self.name}"}.get(way, self.name)


@dataclass(frozen=True)
class Line:
    """A paragraph: its kind, and its parts with slots for those who speak."""

    kind: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Seed:
    """A report before it is put together."""

    topic: str
    day: str
    people: Mapping[str, Person]
    bodies: Mapping[str, str]
    lines: tuple[Line, ...]

    def of_kind(self, kind: str) -> tuple[Line, ...]:
        """The paragraphs of a kind."""
        return tuple(line for line in self.lines if line.kind == kind)


@dataclass(frozen=True)
class Wording:
    """How the variable places of a report are worded."""

    form: str = "after"
    cue: str = "said"
    saying: str = "{source} {cue} {clause}."
    quoting: str = "said"
    again: str = "{A:he} said"
    choice: int = 0
    titled: bool = True
    people: Mapping[str, Person] = field(default_factory=dict)
    bodies: Mapping[str, str] = field(default_factory=dict)


@cache
def read_seeds() -> tuple[Seed, ...]:
    """All reports of the data file beside this one."""
    text = (Path(__file__).parent / "reports.txt").read_text(encoding="utf-8")
    blocks = [block for block in text.split("\n\n") if block.startswith("# ")]
    return tuple(_read_seed(block.strip().split("\n")) for block in blocks)


def _read_seed(rows: list[str]) -> Seed:
    _, topic, day = rows[0].split()
    people: dict[str, Person] = {}
    bodies: dict[str, str] = {}
    lines = []
    for row in rows[1:]:
        key, rest = row.split(" ", 1)
        if key == "A":
            sex, named = rest.split(" ", 1)
            name, office = named.split(" = ")
            people[key] = Person(name, sex, office)
        elif key == "B":
            bodies[key] = rest.removeprefix("body ")
        else:
            lines.append(Line(key, tuple(rest.split(" | "))))
    return Seed(topic, day, people, bodies, tuple(lines))


def word_report(seed: Seed, wording: Wording, lines: Iterable[Line] | None = None) -> str:
    """The text of a report in a wording, with other paragraphs where those are given."""
    return "\n\n".join(word_line(seed, line, wording) for line in (lines or seed.lines))


def word_line(seed: Seed, line: Line, wording: Wording) -> str:
    """The text of one paragraph."""
    return upper_first(_fill(seed, wording, CHOICE.sub(_choose(wording), _frame(line, wording))))


def _choose(wording: Wording) -> str:
    return rf"\{wording.choice + 1}"


def _frame(line: Line, wording: Wording) -> str:
    if line.kind == "S":
        source, clause = line.parts
        return wording.saying.format(source=source, cue=wording.cue, clause=clause)
    if line.kind == "Q":
        source, first, second = line.parts
        parts = {"source": source, "cue": wording.quoting, "first": upper_first(first), "second": second}
        return FORMS[wording.form].format(**parts).replace("“", '"').replace("”", '"')
    if line.kind == "R":
        return f"{wording.again} {line.parts[0]}."
    return line.parts[0]


def _fill(seed: Seed, wording: Wording, text: str) -> str:
    people = {**seed.people, **wording.people}
    bodies = {**seed.bodies, **wording.bodies}

    def show(slot: re.Match[str]) -> str:
        key, short, way = slot.groups()
        if key in bodies:
            return bodies[key]
        return people[key].show(short or (way if wording.titled or way != "t" else "") or "")

    return SLOT.sub(show, text)


def upper_first(text: str) -> str:
    """The text with a capital at its start, behind any quotation mark."""
    place = next((index for index, sign in enumerate(text) if sign.isalnum()), 0)
    return text[:place] + text[place].upper() + text[place + 1 :]


def free_lines(seed: Seed) -> Iterator[Line]:
    """The paragraphs that lean on no other: no pronoun, nothing that compares."""
    leaning = re.compile(r"\b(he|she|his|her|they|their|them|it|its|us|who|also)\b|\{A", re.IGNORECASE)
    return (line for line in seed.of_kind("F") if not leaning.search(line.parts[0]))
