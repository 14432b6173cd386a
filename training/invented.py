"""Invented wire items, annotated as they are written: forms that campaign news lacks."""

import json
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

from training.data import Article, Attribution

FORMS = Path(__file__).with_name("invented.json")
PART = re.compile(r"\[(?P<role>[SQC])(?P<number>\d?) (?P<words>[^\]]*)\]")
SLOT = re.compile(r"<(\w+)>")
ROLE_OF = {"S": "source", "Q": "cue", "C": "content"}


@dataclass(frozen=True)
class Forms:
    """Headlines and sentences with their roles marked, and the words that fill them."""

    headlines: list[str]
    sentences: list[str]
    slots: dict[str, list[str]]

    @classmethod
    def read(cls) -> "Forms":
        """The forms in the file beside this one."""
        return cls(**json.loads(FORMS.read_text(encoding="utf-8")))


@dataclass
class Draft:
    """An article being written, with the roles of each attribution so far."""

    text: str = ""
    roles: list[dict[str, list[tuple[int, int]]]] = field(default_factory=list)

    def add(self, marked: str) -> None:
        """Append a marked form, its roles as new attributions."""
        numbered: dict[str, dict[str, list[tuple[int, int]]]] = {}
        place = 0
        for part in PART.finditer(marked):
            self.text += marked[place : part.start()]
            start = len(self.text)
            self.text += part["words"]
            roles = numbered.setdefault(part["number"], {role: [] for role in ROLE_OF.values()})
            roles[ROLE_OF[part["role"]]].append((start, len(self.text)))
            place = part.end()
        self.text += marked[place:]
        self.roles += numbered.values()

    def finish(self, name: str) -> Article:
        """The draft as an article."""
        attributions = tuple(Attribution(**{role: tuple(pairs) for role, pairs in one.items()}) for one in self.roles)
        return Article(name, "invented", self.text, attributions)


def invent_articles(count: int, chance: random.Random) -> list[Article]:
    """So many invented articles, each of a headline and a few paragraphs."""
    forms = Forms.read()
    return [invent_article(forms, f"invented {number}", chance) for number in range(count)]


def invent_article(forms: Forms, name: str, chance: random.Random) -> Article:
    """One invented article."""
    draft = Draft()
    if chance.random() < 0.7:
        draft.add(fill(chance.choice(forms.headlines), forms, chance) + chance.choice(["\n", "\n\n", ".\n\n"]))
        draft.add(fill(chance.choice(forms.slots["datelines"]), forms, chance))
    gap = chance.choice(["\n\n", "\n"])
    paragraphs = chance.randint(1, 7)
    for number in range(paragraphs):
        for _ in range(chance.choice([1, 1, 2])):
            draft.add(fill(chance.choice(forms.sentences), forms, chance) + " ")
        draft.text = draft.text[:-1] + (gap if number < paragraphs - 1 else "")
    return draft.finish(name)


def fill(form: str, forms: Forms, chance: random.Random) -> str:
    """A form with words for its slots, written as its names are: <name>, <Name> or <NAME>."""

    def choose(slot: re.Match[str]) -> str:
        name = slot[1]
        words = fill(chance.choice(forms.slots[name.lower()]), forms, chance)
        if name.isupper():
            return words.upper()
        return words[:1].upper() + words[1:] if name[0].isupper() else words

    return SLOT.sub(choose, form)
