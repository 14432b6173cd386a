"""Fit the weights of `benchmarks/happening.py` on sentences whose events carry a number from -3 to 3.

    python -m training.happening GOLD [--keep 4000]

GOLD is UDS-IH2 in one scale (MIT; Rudinger, White, Van Durme, NAACL 2018) as JSON Lines; only its part
`UDS_IH2 train` is used. Ridge regression by conjugate gradients, the strongest weights kept and fitted again,
then knots halfway between the mean and the median of what out-of-fold sums stand for, since the scale has two peaks.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from benchmarks.happening import list_constructions

from onrecord.extraction.page import load_pipeline

Array = npt.NDArray[np.float64]
Rows = list[list[int]]
RIDGE, LEAST, KNOTS, FOLDS, STEPS = 20.0, 3, 25, 5, 120
TABLES = Path(__file__).resolve().parent.parent / "benchmarks"


def read_events(gold: Path) -> Iterator[tuple[list[str], float]]:
    """The constructions and the number of each training event."""
    from spacy.tokens import Doc

    nlp = load_pipeline()
    with gzip.open(gold, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    for record in records:
        if (record["set"], record["split"]) != ("UDS_IH2", "train"):
            continue
        doc = nlp(Doc(nlp.vocab, words=record["tokens"]))
        for event in record["events"]:
            yield sorted(set(list_constructions(doc[slice(*event["span"])].root))), event["label"]


class Design:
    """A table of zeros and ones, kept as the places of its ones."""

    def __init__(self, rows: Rows, width: int) -> None:
        self.row = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        self.column = np.concatenate([np.array(row, dtype=np.int64) for row in rows])
        self.height, self.width = len(rows), width

    def sums(self, weights: Array) -> Array:
        return np.bincount(self.row, weights[self.column], self.height)

    def back(self, values: Array) -> Array:
        return np.bincount(self.column, values[self.row], self.width)


def fit_ridge(design: Design, labels: Array) -> Array:
    """The weights that minimise squared error plus RIDGE times their squares."""
    weights = np.zeros(design.width)
    rest = design.back(labels)
    step, size = rest.copy(), float(rest @ rest)
    for _ in range(STEPS):
        image = design.back(design.sums(step)) + RIDGE * step
        length = size / float(step @ image)
        weights += length * step
        rest -= length * image
        before, size = size, float(rest @ rest)
        if size < 1e-6:
            break
        step = rest + size / before * step
    return weights


def find_knots(rows: Rows, labels: Array, width: int) -> list[tuple[float, float]]:
    """What sums of weights stand for, from folds that the weights have not seen."""
    sums = np.zeros(len(rows))
    fold = np.arange(len(rows)) * FOLDS // len(rows)
    for number in range(FOLDS):
        seen, unseen = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        mean = float(labels[seen].mean())
        weights = fit_ridge(Design([rows[i] for i in seen], width), labels[seen] - mean)
        sums[unseen] = Design([rows[i] for i in unseen], width).sums(weights) + mean
    order = np.array_split(np.argsort(sums, kind="stable"), KNOTS)
    return [(float(sums[i].mean()), float((labels[i].mean() + np.median(labels[i])) / 2)) for i in order]


def main() -> None:
    """Fit, prune, fit again, and write the two tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--keep", type=int, default=4000)
    args = parser.parse_args()
    events = list(read_events(args.gold))
    labels = np.array([label for _, label in events])
    counts = Counter(name for names, _ in events for name in names)
    names = sorted(name for name, count in counts.items() if count >= LEAST)
    first = fit_ridge(Design(_index(events, names), len(names)), labels - labels.mean())
    strength = np.abs(first) * np.sqrt([counts[name] for name in names])
    kept = sorted(names[i] for i in np.argsort(-strength, kind="stable")[: args.keep])
    rows = _index(events, kept)
    weights = fit_ridge(Design(rows, len(kept)), labels - labels.mean())
    _write_weights(kept, weights, float(labels.mean()))
    _write_knots(find_knots(rows, labels, len(kept)))


def _index(events: list[tuple[list[str], float]], names: list[str]) -> Rows:
    place = {name: number for number, name in enumerate(names)}
    return [[place[name] for name in found if name in place] for found, _ in events]


def _write_weights(names: list[str], weights: Array, mean: float) -> None:
    lines = [
        "# Learned by training/happening.py from UDS-IH2 (MIT): what each construction adds on the scale from -3 to 3."
    ]
    lines += ["construction\tweight", f"all events\t{mean:.3f}"]
    lines += [f"{name}\t{weight:.3f}" for name, weight in zip(names, weights, strict=True)]
    (TABLES / "happening.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _write_knots(knots: list[tuple[float, float]]) -> None:
    lines = ["# Learned by training/happening.py: what a sum of weights stands for on the scale.", "sum\tvalue"]
    lines += [f"{total:.4f}\t{value:.4f}" for total, value in knots]
    (TABLES / "happening_scale.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
