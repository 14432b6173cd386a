"""The network: a small BERT encoder with one tag head and two pointer heads."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from onrecord.extraction.tagger import FEATURE_SIZES, TAGS

LONGEST_WINDOW = 512


@dataclass(frozen=True)
class Shape:
    """The sizes of the network."""

    vocabulary: int = 30522
    hidden: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    positions: int = LONGEST_WINDOW
    pointer: int = 96
    norm_epsilon: float = 1e-12
    dropout: float = 0.1

    @classmethod
    def read(cls, config: Path) -> "Shape":
        """The shape that a BERT configuration file names."""
        named = json.loads(config.read_text(encoding="utf-8"))
        return cls(
            vocabulary=named["vocab_size"],
            hidden=named["hidden_size"],
            layers=named["num_hidden_layers"],
            heads=named["num_attention_heads"],
            inner=named["intermediate_size"],
            positions=named["max_position_embeddings"],
            norm_epsilon=named["layer_norm_eps"],
        )

    def as_dict(self) -> dict[str, float]:
        """The sizes by name."""
        return asdict(self)


class Dropout(nn.Module):
    """Sets a share of the values to nothing while training.

    The chance comes from numpy's bytes: torch's own draws one value at a time
    on a CPU and takes a fifth of each step.
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        self.below = round(share * 256)

    def forward(self, values: Tensor) -> Tensor:
        if not self.training or not self.below:
            return values
        drawn = np.frombuffer(bytearray(np.random.bytes(values.numel())), dtype=np.uint8)
        kept = torch.from_numpy(drawn).view(values.shape) >= self.below
        return values * (kept.to(values.dtype) * (256 / (256 - self.below)))


class Embedding(nn.Module):
    """Pieces, their places and their features as vectors."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.word_embeddings = nn.Embedding(shape.vocabulary, shape.hidden)
        self.position_embeddings = nn.Embedding(shape.positions, shape.hidden)
        self.token_type_embeddings = nn.Embedding(2, shape.hidden)
        self.features = nn.ModuleList(nn.Embedding(size, shape.hidden) for size in FEATURE_SIZES)
        self.LayerNorm = nn.LayerNorm(shape.hidden, eps=shape.norm_epsilon)
        self.dropout = Dropout(shape.dropout)
        for table in self.features.parameters():
            nn.init.normal_(table, std=0.005)

    def forward(self, ids: Tensor, features: Tensor) -> Tensor:
        places = torch.arange(ids.shape[1], device=ids.device)
        vectors = self.word_embeddings(ids) + self.position_embeddings(places)
        vectors = vectors + self.token_type_embeddings.weight[0]
        for index, table in enumerate(self.features):
            vectors = vectors + table(features[:, :, index])
        dropped: Tensor = self.dropout(self.LayerNorm(vectors))
        return dropped


class Layer(nn.Module):
    """One transformer layer, normalised after each sum as in BERT."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.scale = (shape.hidden // shape.heads) ** -0.5
        self.query = nn.Linear(shape.hidden, shape.hidden)
        self.key = nn.Linear(shape.hidden, shape.hidden)
        self.value = nn.Linear(shape.hidden, shape.hidden)
        self.mixed = nn.Linear(shape.hidden, shape.hidden)
        self.mixed_norm = nn.LayerNorm(shape.hidden, eps=shape.norm_epsilon)
        self.widen = nn.Linear(shape.hidden, shape.inner)
        self.narrow = nn.Linear(shape.inner, shape.hidden)
        self.narrow_norm = nn.LayerNorm(shape.hidden, eps=shape.norm_epsilon)
        self.dropout = Dropout(shape.dropout)

    def forward(self, vectors: Tensor, mask: Tensor) -> Tensor:
        attended = self.dropout(self.mixed(self.attend(vectors, mask)))
        vectors = self.mixed_norm(vectors + attended)
        widened = self.narrow(functional.gelu(self.widen(vectors)))
        normalised: Tensor = self.narrow_norm(vectors + self.dropout(widened))
        return normalised

    def attend(self, vectors: Tensor, mask: Tensor) -> Tensor:
        """What each piece gathers from the others."""
        query = self.split(self.query(vectors)) * self.scale
        scores = query @ self.split(self.key(vectors)).transpose(2, 3)
        weights = torch.softmax(scores + mask.to(scores.dtype), -1, dtype=scores.dtype)
        return (weights @ self.split(self.value(vectors))).transpose(1, 2).flatten(2)

    def split(self, vectors: Tensor) -> Tensor:
        """The same vectors with the heads as the second axis."""
        return vectors.view(*vectors.shape[:2], self.heads, -1).transpose(1, 2)


class Pointer(nn.Module):
    """For each piece, a score for each piece that it may point at (0: none)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.origin = nn.Linear(shape.hidden, shape.pointer)
        self.target = nn.Linear(shape.hidden, shape.pointer)
        self.distance = nn.Parameter(torch.zeros(2 * DISTANCE_BUCKETS + 1))
        self.scale = shape.pointer**-0.5

    def forward(self, vectors: Tensor) -> Tensor:
        scores = self.origin(vectors) @ self.target(vectors).transpose(1, 2)
        places = torch.arange(vectors.shape[1], device=vectors.device)
        near = self.distance[bucket(places[None, :] - places[:, None])]
        nearness: Tensor = scores * self.scale + near
        return nearness


DISTANCE_BUCKETS = 16


def bucket(offset: Tensor) -> Tensor:
    """The class of a signed distance: exact when near, coarse when far."""
    far = (torch.log2(offset.abs().clamp(min=1).float()) * 2).long()
    return offset.sign() * far.clamp(max=DISTANCE_BUCKETS) + DISTANCE_BUCKETS


class Network(nn.Module):
    """Tags for each piece, and pointers from content to cue and from cue to source."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embeddings = Embedding(shape)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.blend = nn.Parameter(torch.tensor([0.0] * (shape.layers - 1) + [2.0]))
        self.dropout = Dropout(shape.dropout)
        self.tags = nn.Linear(shape.hidden, len(TAGS))
        self.content_cue = Pointer(shape)
        self.cue_source = Pointer(shape)

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of tags, of content-to-cue and of cue-to-source pointers."""
        vectors = self.encode(ids, features, mask)
        closed = (1.0 - mask.float())[:, None, :] * -1e4
        return (
            self.tags(vectors),
            self.content_cue(vectors) + closed,
            self.cue_source(vectors) + closed,
        )

    def encode(self, ids: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        """A blend of all layers' vectors for each piece."""
        vectors = self.embeddings(ids, features)
        closed = ((1.0 - mask.float()) * -1e4)[:, None, None, :]
        weights = torch.softmax(self.blend, 0)
        blended = torch.zeros_like(vectors)
        for weight, layer in zip(weights, self.layers, strict=True):
            vectors = layer(vectors, closed)
            blended = blended + weight * vectors
        dropped: Tensor = self.dropout(blended)
        return dropped


RENAMED = (
    ("encoder.layer.", "layers."),
    ("attention.self.", ""),
    ("attention.output.dense", "mixed"),
    ("attention.output.LayerNorm", "mixed_norm"),
    ("intermediate.dense", "widen"),
    ("output.dense", "narrow"),
    ("output.LayerNorm", "narrow_norm"),
)


def rename(name: str) -> str:
    """Our name for a weight of a published BERT."""
    name = name.removeprefix("bert.")
    for theirs, ours in RENAMED:
        name = name.replace(theirs, ours)
    return name


def load_encoder(folder: Path) -> Network:
    """A network whose encoder has the published weights and whose heads are fresh."""
    network = Network(Shape.read(folder / "config.json"))
    published = {rename(k): v for k, v in load_file(folder / "model.safetensors").items()}
    known = network.state_dict()
    published = {name: weight for name, weight in published.items() if name in known}
    missing = [n for n in known if n.startswith("layers.") and n not in published]
    if missing:
        raise ValueError(f"{folder} lacks {missing[0]}: expected a BERT encoder")
    network.load_state_dict(published, strict=False)
    return network
