"""Casualties of MUC-4 reports: our figures of killed and injured, and the people told of without a number.

The task asks for victims of terrorism only, so fighters are left out; texts in capitals are read in
small letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from benchmarks.casualties import Victim, find_victims, read_report, size_of
from benchmarks.event_words import join_words, read_words
from onrecord.extraction.page import Page
from onrecord.model import Figure
from onrecord.words import read_table

EFFECTS = {"killed": "DEATH", "injured": "INJURY"}
FIGHTERS = re.compile(rf"\b(?:{join_words('muc', 'fighter')})\b", re.IGNORECASE)
COMBAT = re.compile(rf"\b(?:{join_words('muc', 'combat')})\b", re.IGNORECASE)
MISHAP = re.compile(rf"\b(?:{join_words('muc', 'mishap')})\b", re.IGNORECASE)
INCIDENT = re.compile(rf"\b(?:{join_words('muc', 'incident')})\b", re.IGNORECASE)
PAST = re.compile(rf"\b(?:{join_words('muc', 'past')})\b", re.IGNORECASE)
MANY_WHO_FELL = 100  # a toll as large is one of a war, not of an incident
LINE_END = re.compile(r"(?<=\S)\n(?=\S)")


def predict(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each report the casualties that it tells."""
    for record in records:
        yield {"doc_id": record["doc_id"], "casualties": casualties_of(record["text"]), "perps": []}


def casualties_of(text: str) -> list[dict[str, str]]:
    """The casualties that a report tells, each number and each name once."""
    page = read_report(raise_names(LINE_END.sub(" ", text.lower())), "", None)
    found: dict[tuple[str, str, str], dict[str, str]] = {}
    if not INCIDENT.search(page.text):
        return []
    told = (victim for victim in find_victims(page, strict=False) if _is_of_incident(page, victim))
    victims = list(_drop_fighters(page, told))
    for victim in victims:
        effect, number = EFFECTS.get(victim.state), write_number(victim)
        if effect is not None and number != "0" and not _is_told_better(victim, victims):
            found.setdefault((effect, number, victim.name), {"effect": effect, "number": number})
    return list(found.values())


@cache
def _name_pattern() -> re.Pattern[str]:
    """A given name with the words after it that may go on with it, up to one that never does."""
    others = {row["word"].lower() for row in read_table("common_words")} | set(read_words("muc", "no_name"))
    names = sorted({row["name"].lower() for row in read_table("given_names")} - set(read_words("muc", "no_given")))
    closing = "|".join(sorted(others))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b(?:\s(?!(?:{closing})\b)[a-z]{{3,}}){{1,3}}")


def raise_names(text: str) -> str:
    """A text in small letters with the names of people written with capitals, as far as given names open them."""
    return _name_pattern().sub(lambda match: match.group().title(), text)


def _is_of_incident(page: Page, victim: Victim) -> bool:
    """Whether a victim is told as one of a recent incident: not of a war, an accident or years long gone."""
    sentence = page.sentence_at(victim.start)
    words = page.text[sentence.start : sentence.end] if sentence is not None else ""
    if PAST.search(words) or MISHAP.search(words):
        return False
    large = victim.figure is not None and size_of(victim.figure) >= MANY_WHO_FELL
    return not large and (COMBAT.search(words) is None or INCIDENT.search(words) is not None)


def _drop_fighters(page: Page, victims: Iterable[Victim]) -> Iterator[Victim]:
    """The victims who are no fighters; "three others" are of the kind named before them."""
    fighting = False
    for victim in victims:
        words = victim.name
        if victim.figure is not None:
            figure = victim.figure
            words = f"{figure.text} {figure.counted or ''} {page.text[figure.end : figure.end + 14]}"
        others = victim.figure is not None and re.search(r"\b(?:others?|more)\b", words) is not None
        fighting = fighting if others else FIGHTERS.search(words) is not None
        if not fighting:
            yield victim


def _is_told_better(victim: Victim, victims: list[Victim]) -> bool:
    """Whether a victim without number or name is one of those that a number or a name tells of elsewhere."""
    same = [other for other in victims if other.state == victim.state and other is not victim]
    if write_number(victim) == "PLURAL":
        return any(other.figure is not None and size_of(other.figure) > 1 for other in same)
    if victim.figure is not None:
        return size_of(victim.figure) >= 1000
    return not victim.named and victim.name in read_words("muc", "title") and any(other.named for other in same)


def write_number(victim: Victim) -> str:
    """A count in the notation of the answer keys."""
    figure = victim.figure
    if figure is None:
        return "1" if victim.count == 1 else "PLURAL"
    if figure.value is not None:
        return ("~" if figure.approximate else "") + str(int(figure.value))
    return _write_bounds(figure)


def _write_bounds(figure: Figure) -> str:
    if figure.low is not None and figure.high is not None:
        return f"{int(figure.low)}-{int(figure.high)}"
    if figure.low is not None:
        vague = re.search(r"\b(?:several|dozens|hundreds|thousands|scores)\b", figure.text)
        return "PLURAL" if vague else f"{int(figure.low)}-"
    return f"-{int(figure.high or 0)}"
