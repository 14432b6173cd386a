"""Killed and injured per incident, taken from our figures over the incident's reports by a plain rule."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from benchmarks.casualties import Victim, find_victims, read_report
from benchmarks.event_words import join_words
from onrecord.extraction.page import Page

OPENING = 1500  # characters in which a report tells its own event, before it turns to others
DEATH = re.compile(
    rf"\b(?:{join_words('counts', 'death')})\b(?!\s+(?:{join_words('counts', 'not_death')}))", re.IGNORECASE
)
NO_DEATH = re.compile(rf"\b(?:{join_words('counts', 'unreal')})\s+\w*\s?\Z", re.IGNORECASE)
SEVERAL = re.compile(r"\b(double|triple)[- ](?:homicide|murder|fatal\w*|slaying|killing)", re.IGNORECASE)
KILLING = re.compile(r"\b(?:killed|kills|slain|murdered|shot)\b", re.IGNORECASE)
MURDER_SUICIDE = re.compile(r"\bmurder[-/ ](?:and )?suicide", re.IGNORECASE)
WOUND = re.compile(rf"\b(?:{join_words('counts', 'wound')})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Toll:
    """How many a report says were killed and injured; None where it does not say."""

    killed: int | None
    injured: int | None


def predict(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each incident the counts that its reports tell."""
    for record in records:
        reports = sorted(record["reports"], key=lambda report: report["dct"] or "")
        tolls = [toll_of(read_report(report["text"], report["title"], report["dct"])) for report in reports]
        killed = _settle([toll.killed for toll in tolls])
        yield {"incident_id": record["incident_id"], "killed": killed, "injured": _injured(tolls, killed)}


def toll_of(page: Page) -> Toll:
    """The toll of a report: the largest group in its opening; one for a death or wound told without a victim."""
    victims = [victim for victim in find_victims(page) if victim.start < OPENING]
    killed = _largest(page, victims, "killed")
    if MURDER_SUICIDE.search(page.text, 0, OPENING):
        killed = max(killed or 0, 2, _with_the_killer(page, victims))
    if several := SEVERAL.search(page.text, 0, OPENING):
        killed = max(killed or 0, 2 if several.group(1).lower() == "double" else 3)
    if killed is None and any(
        not NO_DEATH.search(page.text, 0, d.start()) for d in DEATH.finditer(page.text, 0, OPENING)
    ):
        killed = 1
    hurt = [victim for victim in victims if not (killed and (victim.shot_only or victim.figure is None))]
    injured = _largest(page, hurt, "injured")
    if injured is None and not killed and WOUND.search(page.text, 0, OPENING):
        injured = 1
    return Toll(killed, injured)


def _with_the_killer(page: Page, victims: list[Victim]) -> int:
    """Those whom somebody killed before he took his own life, and he: numbered victims of a verb, and one."""
    sizes = [
        victim.count or 0 for victim in victims
        if victim.state == "killed" and victim.figure is not None and KILLING.search(victim.figure.counted or "")
    ]  # fmt: skip
    return max(sizes) + 1 if sizes else 0


def _largest(page: Page, victims: list[Victim], state: str) -> int | None:
    sizes = [size for size in _groups(page, victims, state) if size]
    return max(sizes) if sizes else None


def _groups(page: Page, victims: list[Victim], state: str) -> Iterator[int]:
    """The sizes of groups with one fate: victims of one word, and numbers joined by "and", are added."""
    size, last = 0, None
    for victim in victims:
        if victim.state != state or (victim.figure and victim.figure.role not in {"total", "part", "increment"}):
            continue
        if last is not None and not _joined(page, last, victim):
            yield size
            size = 0
        size += victim.count or (2 if victim.count is None else 0)
        last = victim
    yield size


def _joined(page: Page, left: Victim, right: Victim) -> bool:
    if left.figure is None and right.figure is None and left.group == right.group:
        return True
    end = left.figure.end if left.figure else left.start + len(left.name)
    between = re.sub(
        r"\b(?:then|before|killing|shooting|turning the gun on|his|her|their|a|the)\b", "", page.text[end : right.start]
    )
    return between.strip(" ,").lower() in {"and", ""} and page.sentence_at(left.start) == page.sentence_at(right.start)


def _settle(told: list[int | None]) -> int:
    """The commonest count; of several equally common the smallest, which fewest mistakes make."""
    counts = [count for count in told if count is not None]
    ranking = Counter(counts)
    return max(counts, key=lambda count: (ranking[count], -count)) if counts else 0


def _injured(tolls: list[Toll], killed: int) -> int:
    """The injured by the reports that agree on the dead: who died later was among the injured before."""
    return _settle([toll.injured or 0 for toll in tolls if (toll.killed or 0) == killed])
