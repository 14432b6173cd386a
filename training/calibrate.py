"""What confidence means: a logistic curve and thresholds, fitted on articles kept from training."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from onrecord.extraction.tagger import MEASURES, Calibration, Decoding, find_candidates, take_measures
from training.evaluate import Tally, Viewed, as_item, judge

Numbers = NDArray[np.float64]
OUTSIDE_TRIED = (0.0, -0.4, -0.8, -1.2)
MORE_TRIED = (0.4, 0.5, 0.6)
NONE_TRIED = (0.8, 1.0, 1.25)
LEAST_TRIED = tuple(step / 100 for step in range(0, 61, 2))


@dataclass(frozen=True)
class Judged:
    """The candidates of some articles: their measures, which are right, which are not to be counted.

    `gold` and `unnamed_gold` count, for each article, all attributions and those without a source.
    """

    measures: Numbers
    right: NDArray[np.bool_]
    ignored: NDArray[np.bool_]
    article: NDArray[np.int64]
    gold: NDArray[np.int64]
    unnamed_gold: NDArray[np.int64]

    @property
    def unnamed(self) -> NDArray[np.bool_]:
        """Which candidates have no source."""
        return self.measures[:, MEASURES.index("no source")] > 0

    def of_articles(self, chosen: NDArray[np.bool_]) -> "Judged":
        """The candidates of the chosen articles only."""
        rows = chosen[self.article]
        return Judged(
            self.measures[rows],
            self.right[rows],
            self.ignored[rows],
            self.article[rows],
            np.where(chosen, self.gold, 0),
            np.where(chosen, self.unnamed_gold, 0),
        )


def judge_candidates(all_viewed: list[Viewed], decoding: Decoding) -> Judged:
    """All candidates of the viewed articles, compared with the gold."""
    measures, right, ignored, article = [], [], [], []
    for number, viewed in enumerate(all_viewed):
        found = find_candidates(viewed.pieces, viewed.views, decoding)
        hits, left_out = judge(viewed.article, [as_item(one, viewed) for one in found])
        measures += [take_measures(one) for one in found]
        right += hits
        ignored += left_out
        article += [number] * len(found)
    return Judged(
        np.array(measures, dtype=np.float64).reshape(-1, len(MEASURES)),
        np.array(right, dtype=np.bool_),
        np.array(ignored, dtype=np.bool_),
        np.array(article, dtype=np.int64),
        np.array([len(viewed.article.attributions) for viewed in all_viewed]),
        np.array([sum(not one.source for one in viewed.article.attributions) for viewed in all_viewed]),
    )


def fit(judged: Judged, decay: float = 1.0, rounds: int = 30) -> Calibration:
    """The logistic curve that gives the right candidates the highest probability (Newton's method)."""
    counted = ~judged.ignored
    rows = np.column_stack([judged.measures[counted], np.ones(counted.sum())])
    truth = judged.right[counted].astype(np.float64)
    weights = np.zeros(rows.shape[1])
    penalty = np.diag([decay] * (rows.shape[1] - 1) + [1e-6])
    for _ in range(rounds):
        guess = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (guess - truth) + penalty @ weights
        bend = (rows * (guess * (1 - guess))[:, None]).T @ rows + penalty
        weights = weights - np.linalg.solve(bend, slope)
    return Calibration(tuple(float(one) for one in weights[:-1]), float(weights[-1]))


def find_confidences(judged: Judged, calibration: Calibration) -> Numbers:
    """The confidence of each candidate."""
    return np.array([calibration.judge(one) for one in judged.measures.astype(np.float32)])


def count(judged: Judged, kept: NDArray[np.bool_]) -> Tally:
    """The tally of the kept candidates."""
    counted = kept & ~judged.ignored
    return Tally(int((judged.right & kept).sum()), int(counted.sum()), int(judged.gold.sum()))


def count_unnamed(judged: Judged, kept: NDArray[np.bool_]) -> Tally:
    """The tally of the kept candidates without a source."""
    tally = count(judged, kept & judged.unnamed)
    return Tally(tally.right, tally.predicted, int(judged.unnamed_gold.sum()))


def set_thresholds(judged: Judged, calibration: Calibration, decoding: Decoding) -> Decoding:
    """The decoding with the confidences below which leaving candidates out helps most."""
    sure = find_confidences(judged, calibration)
    return replace(
        decoding,
        least_confidence=max(LEAST_TRIED, key=lambda least: count(judged, sure >= least).f1),
        least_unnamed=max(LEAST_TRIED, key=lambda least: count_unnamed(judged, sure >= least).f1),
    )


def choose_kept(judged: Judged, confidences: Numbers, decoding: Decoding) -> NDArray[np.bool_]:
    """Which candidates are sure enough."""
    return confidences >= np.where(judged.unnamed, decoding.least_unnamed, decoding.least_confidence)


def split_in_halves(articles: int) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Which articles to fit on and which to measure on, twice."""
    even = np.arange(articles) % 2 == 0
    yield even, ~even
    yield ~even, even


@dataclass(frozen=True)
class Trial:
    """How a decoding does on the half of the articles that its calibration was not fitted on."""

    decoding: Decoding
    tally: Tally
    confidences: Numbers
    right: NDArray[np.bool_]


def try_decoding(judged: Judged, decoding: Decoding) -> Trial:
    """Fit on each half and measure on the other."""
    tally, confidences, right = Tally(), [], []
    for fitted, measured in split_in_halves(len(judged.gold)):
        known, fresh = judged.of_articles(fitted), judged.of_articles(measured)
        calibration = fit(known)
        sure = find_confidences(fresh, calibration)
        kept = choose_kept(fresh, sure, set_thresholds(known, calibration, decoding))
        tally += count(fresh, kept)
        shown = kept & ~fresh.ignored
        confidences.append(sure[shown])
        right.append(fresh.right[shown])
    return Trial(decoding, tally, np.concatenate(confidences), np.concatenate(right))


@dataclass(frozen=True)
class Tuning:
    """The decoding and calibration to ship, and the trial that speaks for them."""

    decoding: Decoding
    calibration: Calibration
    trial: Trial


def tune(all_viewed: list[Viewed]) -> Tuning:
    """The best decoding on halves, its calibration fitted on all articles."""
    best = max(try_all(all_viewed), key=lambda trial: trial.tally.f1)
    judged = judge_candidates(all_viewed, best.decoding)
    calibration = fit(judged)
    return Tuning(set_thresholds(judged, calibration, best.decoding), calibration, best)


def try_all(all_viewed: list[Viewed]) -> Iterator[Trial]:
    """Trials of all decodings."""
    for outside in OUTSIDE_TRIED:
        for least_more in MORE_TRIED:
            for none_weight in NONE_TRIED:
                decoding = Decoding(outside=outside, least_more=least_more, none_weight=none_weight)
                yield try_decoding(judge_candidates(all_viewed, decoding), decoding)


@dataclass(frozen=True)
class Bin:
    """Candidates of like confidence: how many, how sure, how often right."""

    count: int
    confidence: float
    right: float


def draw_table(confidences: Numbers, right: NDArray[np.bool_], bins: int = 10) -> list[Bin]:
    """The reliability table over even steps of confidence."""
    rows = np.minimum((confidences * bins).astype(int), bins - 1)
    groups = (rows == number for number in range(bins))
    return [
        Bin(int(group.sum()), float(confidences[group].mean()), float(right[group].mean()))
        for group in groups
        if group.any()
    ]


def find_calibration_error(table: Iterable[Bin]) -> float:
    """The mean gap between confidence and being right, weighted by count."""
    rows = list(table)
    total = sum(row.count for row in rows)
    return sum(row.count * abs(row.confidence - row.right) for row in rows) / max(1, total)
