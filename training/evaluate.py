"""Reading articles with a network in training, and a quick measure of how well it reads."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer

from onrecord.extraction.tagger import (
    Batch,
    Candidate,
    Decoding,
    Pieces,
    Scores,
    View,
    cut_pieces,
    find_candidates,
    find_spans,
    pack_windows,
    plan_paragraphs,
    read_view,
)
from training.data import Article, Pairs, as_lesson_input
from training.model import Network

Reader = Callable[[Batch], tuple[Scores, Scores, Scores]]
WINDOW, STRIDE = 254, 190


@dataclass(frozen=True)
class Viewed:
    """An article with all that a network says of it."""

    article: Article
    pieces: Pieces
    views: list[View]


@torch.inference_mode()
def view_articles(network: Network, articles: Iterable[Article], tokenizer: Tokenizer) -> list[Viewed]:
    """What a network says of each article."""
    network.eval()

    def read(batch: Batch) -> tuple[Scores, Scores, Scores]:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            tags, content_cue, cue_source = network(*as_lesson_input(batch))
        return tags.float().numpy(), content_cue.float().numpy(), cue_source.float().numpy()

    return [view_article(read, article, tokenizer) for article in articles]


def view_article(read: Reader, article: Article, tokenizer: Tokenizer) -> Viewed:
    """What a reader of batches says of an article."""
    pieces = cut_pieces(article.text, tokenizer)
    windows = plan_paragraphs(pieces, WINDOW, STRIDE)
    views = []
    for window in windows:
        tags, content_cue, cue_source = read(pack_windows(pieces, [window]))
        views.append(read_view(window, tags[0], content_cue[0], cue_source[0]))
    return Viewed(article, pieces, views)


def predict(viewed: Viewed, decoding: Decoding) -> list[dict[str, Pairs]]:
    """The attributions of a viewed article in characters, as the scorer takes them."""
    found = find_candidates(viewed.pieces, viewed.views, decoding)
    return [as_item(one, viewed) for one in found]


def as_item(candidate: Candidate, viewed: Viewed) -> dict[str, Pairs]:
    """A candidate's roles in characters."""
    return {
        "source": find_spans((candidate.source,) if candidate.source else (), viewed.pieces, viewed.article.text),
        "cue": find_spans((candidate.cue,), viewed.pieces, viewed.article.text),
        "content": find_spans(candidate.contents, viewed.pieces, viewed.article.text),
    }


def write_predictions(path: Path, all_viewed: Iterable[Viewed], decoding: Decoding) -> None:
    """Predictions as JSON Lines, an article a line."""
    with path.open("w", encoding="utf-8") as out:
        for viewed in all_viewed:
            item = {"id": viewed.article.id, "attributions": predict(viewed, decoding)}
            out.write(json.dumps(item, ensure_ascii=False) + "\n")


@dataclass(frozen=True)
class Tally:
    """How many attributions are right, predicted and in the gold."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.right + other.right, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / max(1, self.predicted + self.gold)


def measure(all_viewed: Iterable[Viewed], decoding: Decoding) -> Tally:
    """How many attributions of the viewed articles are found."""
    total = Tally()
    for viewed in all_viewed:
        right, ignored = judge(viewed.article, predict(viewed, decoding))
        kept = len(right) - sum(ignored)
        total += Tally(sum(right), kept, len(viewed.article.attributions))
    return total


def judge(article: Article, predicted: list[dict[str, Pairs]]) -> tuple[list[bool], list[bool]]:
    """For each prediction, whether it is right, and whether it is to be left out of the count.

    Right: content half shared and a character of the source shared, one to one.
    Left out: wrong, but its cue or content lies where nothing was annotated.
    """
    gold = [(letters(article.text, one.source), letters(article.text, one.content)) for one in article.attributions]
    discard = letters(article.text, article.discard)
    free = set(range(len(gold)))
    right, ignored = [], []
    for item in predicted:
        source, content = (letters(article.text, item[role]) for role in ("source", "content"))
        match = next((g for g in free if agrees((source, content), gold[g])), None)
        free.discard(-1 if match is None else match)
        cue = letters(article.text, item["cue"])
        nested = any(cue and cue <= truth for _, truth in gold) or content <= discard
        right.append(match is not None)
        ignored.append(match is None and nested)
    return right, ignored


Letters = frozenset[int]


def letters(text: str, pairs: Pairs) -> Letters:
    """The places of letters and digits in some pairs of offsets."""
    return frozenset(i for start, end in pairs for i in range(start, end) if text[i].isalnum())


def agrees(guess: tuple[Letters, Letters], truth: tuple[Letters, Letters]) -> bool:
    """Do two pairs of source and content mean the same attribution?"""
    both, either = len(guess[1] & truth[1]), len(guess[1] | truth[1])
    same_source = bool(guess[0] & truth[0]) or not (guess[0] or truth[0])
    return same_source and both >= 0.5 * max(1, either)
