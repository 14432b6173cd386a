"""Casualties of MUC-4 reports: our figures of killed and injured, and the people told of without a number.

The task asks for victims of terrorism only, so fighters are left out; texts in capitals are read in
small letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from benchmarks.casualties import Victim, find_victims, read_report
from onrecord.model import Figure

EFFECTS = {"killed": "DEATH", "injured": "INJURY"}
FIGHTERS = re.compile(
    r"\b(?:guerrilla\w*|rebel\w*|terrorist\w*|subversive\w*|extremist\w*|insurgent\w*|soldier\w*|troops?|combatant\w*|enem\w+|"
    r"hit m[ae]n|gunm[ae]n|attacker\w*|assailant\w*|drug traffickers?|delinquents?|criminals?|casualt\w+|contras?)\b",
    re.IGNORECASE,
)


def predict(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each report the casualties that it tells."""
    for record in records:
        yield {"doc_id": record["doc_id"], "casualties": casualties_of(record["text"]), "perps": []}


def casualties_of(text: str) -> list[dict[str, str]]:
    """The casualties that a report tells, each number and each name once."""
    page = read_report(text.lower(), "", None)
    found: dict[tuple[str, str, str], dict[str, str]] = {}
    for victim in find_victims(page, strict=False):
        effect = EFFECTS.get(victim.state)
        around = page.text[victim.start : victim.start + 60] if victim.figure is None else victim.figure.text
        if effect is None or FIGHTERS.search(f"{victim.name} {around}" if victim.figure else victim.name):
            continue
        number = write_number(victim)
        if number != "0":
            found.setdefault((effect, number, victim.name), {"effect": effect, "number": number})
    return list(found.values())


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
        return (
            "PLURAL"
            if re.search(r"\b(?:several|dozens|hundreds|thousands|scores)\b", figure.text)
            else f"{int(figure.low)}-"
        )
    return f"-{int(figure.high or 0)}"
