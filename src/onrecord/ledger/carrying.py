"""Corrections of one version carried to another, where the newer text proves that they belong there.

A part is the same where it has the same words and no other part of its kind has them; a place moves where its words
stand in the newer text exactly once. What cannot be proved so is not moved but listed, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from onrecord.errors import NotCorrectable, NotInLedger
from onrecord.ledger.corrections import Correction
from onrecord.ledger.ledger import Ledger

Plain = dict[str, Any]


class Unproved(ValueError):
    """Something that the newer text does not prove to be the same."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A correction of the older version, the one made of it in the newer, or why it stayed behind."""

    old: Correction
    new: Correction | None
    why: str | None = None


def carry_corrections(ledger: Ledger, older: str, newer: str, *, who: str) -> list[Carried]:
    """Carry the live corrections of one report to another, one by one; those that cannot be are told as orphaned.

    Raises NotInLedger where one of the two is not there.
    """
    move = Mover(ledger.machine(older), ledger.machine(newer))
    carried = []
    for correction in ledger.corrections(older):
        if not correction.live:
            continue
        try:
            carried.append(Carried(correction, _carry(ledger, move, correction, newer, who)))
        except (Unproved, NotCorrectable, NotInLedger) as error:
            reason = getattr(error, "reason", str(error))
            carried.append(Carried(correction, None, reason))
    return carried


def _carry(ledger: Ledger, move: Mover, correction: Correction, newer: str, who: str) -> Correction:
    why = f"carried over from {correction.report}, entry {correction.seq} by {correction.who}"
    why += f": {correction.why}" if correction.why else ""
    value = move.value(correction.value)
    if correction.action == "add":
        made = ledger.add_part(newer, correction.field or "", value, who=who, why=why)
    else:
        targets = correction.targets[:1] if correction.action == "split" else correction.targets
        made = ledger.correct(
            correction.action, *map(move.id, targets), who=who, why=why, field=correction.field, value=value
        )
    if correction.action in {"add", "split"}:
        move.known[correction.targets[-1]] = made.targets[-1]
    return made


class Mover:
    """What parts and places of an older reading are in a newer one."""

    def __init__(self, older: Plain, newer: Plain) -> None:
        self.texts = older["report"]["text"], newer["report"]["text"]
        self.known: dict[str, str] = {older["report"]["id"]: newer["report"]["id"]}
        self.named: set[str] = {older["report"]["id"]}
        for group, tell in WORDS.items():
            self._pair(older[group], newer[group], tell)

    def _pair(self, older: list[Plain], newer: list[Plain], tell: Callable[[Plain], object]) -> None:
        """Pair the parts whose words only one part has on each side."""
        sides: list[dict[object, list[str]]] = [{}, {}]
        for side, parts in zip(sides, (older, newer), strict=True):
            for part in parts:
                side.setdefault(tell(part), []).append(part["id"])
        self.named.update(part["id"] for part in older)
        for words, ids in sides[0].items():
            others = sides[1].get(words, [])
            if len(ids) == len(others) == 1:
                self.known[ids[0]] = others[0]

    def id(self, old: str) -> str:
        """The id in the newer reading; raises Unproved where no single part there has the same words."""
        if old not in self.known:
            raise Unproved(f"{old} has no single counterpart with the same words")
        return self.known[old]

    def place(self, old: Plain) -> Plain:
        """The place in the newer text; raises Unproved where the words stand there not at all or more than once."""
        words = self.texts[0][old["start"] : old["end"]]
        start = self.texts[1].find(words)
        if start < 0 or self.texts[1].find(words, start + 1) >= 0:
            raise Unproved(f"{words[:60]!r} does not stand in the newer text exactly once")
        return {"start": start, "end": start + len(words)} | ({"text": words} if "text" in old else {})

    def value(self, old: Any) -> Any:
        """A value with its places and ids moved."""
        if isinstance(old, dict):
            here = self.place(old) if "start" in old and "end" in old else {}
            rest = {key: self.value(item) for key, item in old.items() if key not in here}
            return {**rest, **{key: here[key] for key in old if key in here}}
        if isinstance(old, list):
            return [self.value(item) for item in old]
        if isinstance(old, str) and (old in self.named or old in self.known):
            return self.id(old)
        return old


WORDS: dict[str, Callable[[Plain], object]] = {
    "claims": lambda claim: tuple(part["text"] for part in claim["contents"]),
    "figures": lambda figure: (figure["text"], figure["counted"]),
    "parties": lambda party: (party["name"], party["kind"]),
    "positions": lambda position: (position["text"], position["position"]),
    "not_understood": lambda doubt: (doubt["text"], doubt["kind"]),
}  # fmt: skip
