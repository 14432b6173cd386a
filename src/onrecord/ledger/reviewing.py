"""What reviewers have before them and leave behind: places to look at, corrections to train with, agreement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from onrecord.errors import NotInLedger
from onrecord.ledger.corrections import GROUPS, Correction, Standing
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.results import ReportCard

Plain = dict[str, Any]
SURE_ENOUGH = 0.6  # confidence below which a claim is looked at
SEEN = {"accepted", "changed", "added", "merged", "rejected"}


@dataclass(frozen=True, slots=True)
class Task:
    """Something for a reviewer to look at: what it is, why, and the words around it."""

    report: ReportCard
    kind: str
    part: Plain
    why: str
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two reviewers who looked at the same field of the same thing left it the same."""

    field: str
    agreed: int
    both: int


def find_tasks(ledger: Ledger, below: float = SURE_ENOUGH, **filters: Any) -> Iterator[Task]:
    """What was not understood, and claims read with little confidence, that nobody has looked at yet."""
    unseen = set(ledger.find_open(below))
    for card in ledger.reports(**filters):
        if card.id in unseen:
            with suppress(NotInLedger):  # removed meanwhile
                yield from _list_tasks(card, ledger.standing(card.id), below)


def _list_tasks(card: ReportCard, standing: Standing, below: float) -> Iterator[Task]:
    reading = standing.reading
    open_doubts = [doubt for doubt in reading["not_understood"] if standing.review.get(doubt["id"]) not in SEEN]
    tasks = [(doubt["start"], "not_understood", doubt, doubt["reason"]) for doubt in open_doubts]
    for claim in reading["claims"]:
        if claim["confidence"] < below and standing.review.get(claim["id"]) not in SEEN:
            why = f"read with confidence {claim['confidence']:.2f}"
            tasks.append((claim["contents"][0]["start"], "claims", claim, why))
    for start, kind, part, why in sorted(tasks, key=lambda task: task[0]):
        end = part["end"] if kind == "not_understood" else part["contents"][-1]["end"]
        yield Task(card, kind, part, why, *cut_context(standing.text, start, end))


def cut_context(text: str, start: int, end: int, reach: int = 160) -> tuple[str, str, str]:
    """The words before, at and after a place, in its own paragraph."""
    first = max(text.rfind("\n", 0, start) + 1, start - reach)
    stop = text.find("\n", end)
    last = min(len(text) if stop < 0 else stop, end + reach)
    return text[first:start], text[start:end], text[end:last]


def write_examples(ledger: Ledger, report_id: str | None = None) -> Iterator[Plain]:
    """Each correction with the machine's own value beside it: to train and to measure with."""
    machines: dict[str, Plain] = {}
    for correction in ledger.corrections(report_id):
        try:
            if correction.report not in machines:
                machines[correction.report] = ledger.machine(correction.report)
        except NotInLedger:
            machines[correction.report] = {}
        yield correction.to_dict() | _compare_values(machines[correction.report], correction)


def _compare_values(machine: Plain, correction: Correction) -> Plain:
    """The machine's own value of what was corrected, and the digest of the text that its places are counted in."""
    if not machine:
        return {"text_sha256": None, "machine": None}
    parts = {part["id"]: part for group in GROUPS for part in machine[group]} | {
        machine["report"]["id"]: machine["report"]
    }
    found = [parts[target] for target in correction.targets if target in parts]
    value: Any = found
    if correction.field and len(found) == 1 and correction.field in found[0]:
        value = found[0][correction.field]
    elif len(found) == 1:
        value = found[0]
    return {"text_sha256": machine["report"]["sha256"], "machine": value or None}


def measure_agreement(ledger: Ledger) -> list[Agreement]:
    """How far reviewers agree on each field that at least two of them have judged."""
    judged: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    machines: dict[str, Plain] = {}
    for correction in ledger.corrections():
        if not correction.live or correction.action not in {"accept", "reject", "change", "grade"}:
            continue
        try:
            if correction.report not in machines:
                machines[correction.report] = ledger.machine(correction.report)
        except NotInLedger:
            continue
        for name, value in _list_judgements(machines[correction.report], correction):
            for target in correction.targets:
                judged[target, name][correction.who] = repr(value)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for (_, name), verdicts in judged.items():
        values = list(verdicts.values())
        pairs = [(one, other) for place, one in enumerate(values) for other in values[place + 1 :]]
        counts[name][0] += sum(one == other for one, other in pairs)
        counts[name][1] += len(pairs)
    return [Agreement(name, agreed, both) for name, (agreed, both) in sorted(counts.items()) if both]


def _list_judgements(machine: Plain, correction: Correction) -> Iterator[tuple[str, Any]]:
    """What a correction says of which field: an acceptance says of each that the machine's value is right."""
    if correction.action in {"accept", "reject"}:
        yield "kept", correction.action == "accept"
    if correction.action == "accept":
        parts = [part for group in GROUPS for part in machine[group] if part["id"] in correction.targets]
        for part in parts:
            yield from ((name, value) for name, value in part.items() if name not in {"id", "start", "end", "text"})
    elif correction.action in {"change", "grade"}:
        yield correction.field or "", correction.value
