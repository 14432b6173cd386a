"""Annotated articles: read, cut into windows, laid out as training examples."""

import gzip
import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from onrecord.extraction.tagger import (
    TAGS,
    Batch,
    Pieces,
    Places,
    Window,
    cut_pieces,
    pack_windows,
)

Pairs = tuple[tuple[int, int], ...]
ROLES = ("source", "cue", "content")
UNSCORED = -100


@dataclass(frozen=True)
class Attribution:
    """Who says what in an article, each role in characters of its text."""

    source: Pairs
    cue: Pairs
    content: Pairs

    def role(self, name: str) -> Pairs:
        """The pairs of one of ROLES."""
        return {"source": self.source, "cue": self.cue, "content": self.content}[name]


@dataclass(frozen=True)
class Article:
    """An annotated text; what is discarded carries no annotation."""

    id: str
    publisher: str
    text: str
    attributions: tuple[Attribution, ...]
    discard: Pairs = ()


def read_articles(path: Path) -> list[Article]:
    """The articles of a JSON Lines file, plain or gzipped."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [read_article(json.loads(line)) for line in lines if line.strip()]


def read_article(item: dict[str, Any]) -> Article:
    """An article from its JSON object."""
    attributions = tuple(Attribution(*(read_pairs(one.get(role)) for role in ROLES)) for one in item["attributions"])
    return Article(
        id=str(item["id"]),
        publisher=item.get("publisher", ""),
        text=item["text"],
        attributions=attributions,
        discard=read_pairs(item.get("discard")),
    )


def read_pairs(pairs: list[list[int]] | None) -> Pairs:
    """Pairs of offsets as a tuple."""
    return tuple((start, end) for start, end in pairs or [])


@dataclass(frozen=True)
class Example:
    """An article in pieces with what the network should say of each.

    `links` holds, for each piece, the stretch it should point at: columns 0 and
    1 from content to cue, columns 2 and 3 from cue to source. An empty stretch
    means that it should point at none, as all that is no content does for its
    cue, and -1 that it is not asked.
    """

    pieces: Pieces
    tags: Places
    links: Places


def lay_out(article: Article, tokenizer: Tokenizer) -> Example:
    """An article as a training example."""
    pieces = cut_pieces(article.text, tokenizer)
    tags = np.zeros(len(pieces), dtype=np.int64)
    links = np.full((len(pieces), 4), -1, dtype=np.int64)
    links[:, :2] = 0
    for attribution in article.attributions:
        for role in ROLES:
            for pair in attribution.role(role):
                write_tags(tags, find_stretch(pieces, pair), role)
        cue = find_first_stretch(pieces, attribution.cue)
        source = find_first_stretch(pieces, attribution.source)
        for pair in attribution.content:
            links[slice(*find_stretch(pieces, pair)), :2] = cue
        links[slice(*cue), 2:] = source
    for pair in article.discard:
        start, end = find_stretch(pieces, pair)
        tags[start:end] = UNSCORED
        links[start:end] = -1
    tags[~pieces.opens_word] = UNSCORED
    return Example(pieces, tags, links)


def find_stretch(pieces: Pieces, pair: tuple[int, int]) -> tuple[int, int]:
    """The pieces that a pair of character offsets covers."""
    start = int(np.searchsorted(pieces.ends, pair[0], side="right"))
    end = int(np.searchsorted(pieces.starts, pair[1], side="left"))
    return start, max(start, end)


def find_first_stretch(pieces: Pieces, pairs: Pairs) -> tuple[int, int]:
    """The pieces of the first pair, or an empty stretch."""
    return find_stretch(pieces, pairs[0]) if pairs else (0, 0)


def write_tags(tags: Places, stretch: tuple[int, int], role: str) -> None:
    """Mark a stretch with its role."""
    start, end = stretch
    tags[start:end] = TAGS.index("I-" + role)
    tags[start : start + 1] = TAGS.index("B-" + role)


@dataclass(frozen=True)
class Cut:
    """A window of an example."""

    example: Example
    window: Window


def cut_paragraphs(example: Example, length: int, chance: random.Random) -> Iterator[Cut]:
    """The example in its paragraphs, as the tagger reads them; a long one in even windows, begun anywhere."""
    for start, end in pairwise((*example.pieces.paragraphs, len(example.pieces))):
        yield from (Cut(example, window) for window in cut_at_random(start, end, length, chance))


def cut_at_random(start: int, end: int, length: int, chance: random.Random) -> Iterator[Window]:
    """Even windows over some pieces that begin at another place each time, none overlapping."""
    if end - start > length:
        first = start + chance.randint(length // 4, length)
        yield Window(start, min(first, end))
        start = min(first, end)
    parts = max(1, -(-(end - start) // length))
    bounds = [start + round(part * (end - start) / parts) for part in range(parts + 1)]
    for first, last in pairwise(bounds):
        if last > first:
            yield Window(first, last)


def group_cuts(cuts: Iterable[Cut], budget: int, chance: random.Random) -> list[list[Cut]]:
    """Cuts of like length together, each group about so many pieces, in random order."""
    waiting = sorted(cuts, key=lambda cut: (len(cut.window), chance.random()))
    groups: list[list[Cut]] = []
    for cut in waiting:
        if groups and (len(groups[-1]) + 1) * (len(cut.window) + 2) <= budget:
            groups[-1].append(cut)
        else:
            groups.append([cut])
    chance.shuffle(groups)
    return groups


@dataclass(frozen=True)
class Lesson:
    """A batch of windows with the answers."""

    ids: Tensor
    features: Tensor
    mask: Tensor
    tags: Tensor
    links: Tensor


def stack_cuts(cuts: list[Cut]) -> Lesson:
    """A group of cuts as tensors, padded to the longest."""
    batches = [pack_windows(cut.example.pieces, [cut.window]) for cut in cuts]
    longest = max(batch.ids.shape[1] for batch in batches)
    tags = np.full((len(cuts), longest), UNSCORED, dtype=np.int64)
    links = np.full((len(cuts), longest, 4), -1, dtype=np.int64)
    for row, cut in enumerate(cuts):
        inner = slice(1, len(cut.window) + 1)
        tags[row, inner] = cut.example.tags[cut.window.start : cut.window.end]
        links[row, inner] = shift_links(cut)
    ids, features, mask = (
        np.concatenate([pad(getattr(batch, name), longest) for batch in batches])
        for name in ("ids", "features", "mask")
    )
    return Lesson(*map(torch.from_numpy, (ids, features, mask, tags, links)))


def pad(array: Places, longest: int) -> Places:
    """An array with zeros behind its second axis."""
    behind = [(0, 0)] * array.ndim
    behind[1] = (0, longest - array.shape[1])
    return np.pad(array, behind)


def shift_links(cut: Cut) -> Places:
    """The links of a window, counted from its own front mark; none where it does not see the target."""
    links = cut.example.links[cut.window.start : cut.window.end].copy()
    asked = links >= 0
    seen = np.clip(links - cut.window.start, 0, len(cut.window)) + 1
    for first in (0, 2):
        unseen = seen[:, first] >= seen[:, first + 1]
        seen[unseen, first], seen[unseen, first + 1] = 0, 1
    return np.where(asked, seen, -1)


def as_lesson_input(batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    """A packed batch as tensors."""
    return (
        torch.from_numpy(batch.ids),
        torch.from_numpy(batch.features),
        torch.from_numpy(batch.mask),
    )
