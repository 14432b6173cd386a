"""Copies made from our own invented reports by six degrees of editing, and accounts that are nobody's copy.

The originals are the invented reports of `tests/stories`; independent accounts are the pairs of reports of one story
that its editor holds to be independent, and reports of different stories.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from random import Random

from onrecord.comparison.copies import find_copies
from onrecord.model import Report
from onrecord.reading import Told, read_bytes
from onrecord.words import read_table

STORIES = Path(__file__).resolve().parent.parent / "tests" / "stories"
Edit = Callable[[list[str], Random], list[str]]
OWN = (
    "People on the market square talked of little else on the morning after.",
    "Our reporter saw two officers carry a box into the town hall and come out without it.",
    "The baker said that nobody had asked her anything and that she would not have answered.",
    "A meeting has been called for the end of the month in the old cinema, with coffee.",
)
SWAPS = {
    "said": "told reporters", "killed": "dead", "about": "around", "also": "too", "after": "once", "people": "persons",
    "could": "might", "according to": "as told by", "because": "since", "more than": "over",
}  # fmt: skip


def _cut_tail(paragraphs: list[str], random: Random) -> list[str]:
    return paragraphs[: max(2, len(paragraphs) * 2 // 3)]


def _reorder(paragraphs: list[str], random: Random) -> list[str]:
    return [paragraphs[0], *random.sample(paragraphs[1:], len(paragraphs) - 1)]


def _respell(paragraphs: list[str], random: Random) -> list[str]:
    """British spellings in American style and the other way, straight quotation marks, first names as initials."""
    text = "\n\n".join(paragraphs).replace("“", '"').replace("”", '"')
    for row in read_table("spellings"):
        if row["from"].startswith("-"):
            text = re.sub(rf"(\w{{3,}}){re.escape(row['from'][1:])}\b", rf"\g<1>{row['to']}", text)
    return re.sub(r"\b([A-Z])[a-z]+ ([A-Z][a-z]+) (said|told)", r"\1. \2 \3", text).split("\n\n")


def _add_own(paragraphs: list[str], random: Random) -> list[str]:
    return [OWN[0], *paragraphs[: len(paragraphs) * 3 // 4], *random.sample(OWN[1:], 2)]


def _swap_words(paragraphs: list[str], random: Random) -> list[str]:
    found = []
    for paragraph in paragraphs:
        for old, new in SWAPS.items():
            paragraph = re.sub(rf"\b{old}\b", new, paragraph)
        found.append(paragraph)
    return found


def _condense(paragraphs: list[str], random: Random) -> list[str]:
    """One sentence in three left out, words swapped, order changed, a paragraph of one's own."""
    kept = []
    for paragraph in _swap_words(paragraphs, random):
        sentences = re.split(r"(?<=[.!?])\s+", paragraph)
        kept.append(" ".join(sentence for place, sentence in enumerate(sentences) if place % 3 != 2))
    return [*_reorder(kept, random), OWN[3]]


DEGREES: tuple[Edit, ...] = (_cut_tail, _reorder, _respell, _add_own, _swap_words, _condense)


def read_originals() -> list[Report]:
    """The invented reports of all stories that no other report of their story is derived from."""
    found = []
    for folder in sorted(path.parent for path in STORIES.glob("*/expected.json")):
        answers = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        derived = {copy["copy"] for copy in answers["copies"]}
        for file in sorted((folder / "reports").iterdir()):
            if file.name not in derived:
                found += [result.report for result in read_bytes(file.read_bytes(), file.name, Told())]
    return found


def make_copy(original: Report, degree: int) -> Report:
    """A copy of one degree: other outlet, a later hour, a credit in every other one."""
    random = Random(f"{original.id}{degree}")
    body = original.text
    for span in sorted(
        (*original.furniture, *([original.headline] if original.headline else [])), key=lambda s: -s.start
    ):
        body = body[: span.start] + body[span.end :]
    paragraphs = [part.strip() for part in body.split("\n\n") if part.strip()]
    text = "\n\n".join(DEGREES[degree](paragraphs, random))
    credit = (original.outlet,) if original.outlet and degree % 2 else ()
    return replace(
        original, id=f"{original.id}-{degree}", text=text, headline=None, crossheads=(), furniture=(), byline=None,
        outlet=f"Copyist {degree}", credits=credit, published=f"{(original.date or '2024-01-01')}T23:5{degree}",
    )  # fmt: skip


def score_copies() -> str:
    """How many copies are found by degree, with direction; how many accounts of their own are taken for copies."""
    originals = read_originals()
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for original in originals:
        for degree in range(len(DEGREES)):
            copy = make_copy(original, degree)
            found = find_copies([original, copy])
            name = f"degree {degree + 1} ({DEGREES[degree].__name__.strip('_').replace('_', ' ')})"
            wanted[name] += 1
            right[name] += bool(found)
            if found:
                wanted["direction"] += 1
                right["direction"] += found[0].copy == copy.id
    pairs = list(_independent_pairs())
    wrong = sum(bool(find_copies(pair)) for pair in pairs)
    hits = sum(right[name] for name in right if name.startswith("degree"))
    all_copies = sum(wanted[name] for name in wanted if name.startswith("degree"))
    precision, recall = hits / (hits + wrong), hits / all_copies
    lines = [f"{name} {right[name]}/{wanted[name]}" for name in wanted]
    lines.append(f"independent accounts taken for copies {wrong}/{len(pairs)}")
    lines.append(f"copies F1 {200 * precision * recall / (precision + recall):.1f} ({len(originals)} originals)")
    return "\n".join(lines)


def _independent_pairs() -> Iterator[tuple[Report, Report]]:
    """Reports of one story that no copy ties together."""
    for folder in sorted(path.parent for path in STORIES.glob("*/expected.json")):
        answers = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        tied = [frozenset((copy["copy"], copy["original"])) for copy in answers["copies"]]
        family = {name for pair in tied for name in pair}
        reports = {
            file.name: result.report
            for file in sorted((folder / "reports").iterdir())
            for result in read_bytes(file.read_bytes(), file.name, Told())
        }
        for one, two in combinations(sorted(reports), 2):
            if not (one in family and two in family):
                yield reports[one], reports[two]
