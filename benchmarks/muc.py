"""Casualties of MUC-4 reports: our figures of killed and injured, and the people told of without a number.

The task asks for victims of terrorism only, so fighters are left out; texts in capitals are read in
small letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from benchmarks.casualties import Victim, find_victims, read_report, size_of
from onrecord.extraction.page import Page
from onrecord.model import Figure

EFFECTS = {"killed": "DEATH", "injured": "INJURY"}
FIGHTERS = re.compile(
    r"\b(?:guerrilla\w*|rebel\w*|terrorist\w*|subversive\w*|extremist\w*|insurgent\w*|soldier\w*|troops?|combatant\w*|enem\w+|"
    r"hit m[ae]n|gunm[ae]n|attacker\w*|assailant\w*|drug traffickers?|delinquents?|criminals?|casualt\w+|contras?)\b",
    re.IGNORECASE,
)

LINE_END = re.compile(r"(?<=\S)\n(?=\S)")
TITLES = {
    "president", "minister", "general", "officer", "person", "leader", "senator", "bishop", "archbishop",
    "attorney", "judge", "mayor", "colonel", "candidate", "official", "politician", "man", "woman", "priest",
    "member", "victim", "citizen", "individual", "lawyer", "journalist", "businessman", "governor", "deputy",
}  # fmt: skip


def predict(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each report the casualties that it tells."""
    for record in records:
        yield {"doc_id": record["doc_id"], "casualties": casualties_of(record["text"]), "perps": []}


def casualties_of(text: str) -> list[dict[str, str]]:
    """The casualties that a report tells, each number and each name once."""
    page = read_report(LINE_END.sub(" ", text.lower()), "", None)
    found: dict[tuple[str, str, str], dict[str, str]] = {}
    victims = list(_drop_fighters(page, find_victims(page, strict=False)))
    for victim in victims:
        effect, number = EFFECTS.get(victim.state), write_number(victim)
        if effect is not None and number != "0" and not _is_told_better(victim, victims):
            found.setdefault((effect, number, victim.name), {"effect": effect, "number": number})
    return list(found.values())


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
    return not victim.named and victim.name in TITLES and any(other.named for other in same)


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
