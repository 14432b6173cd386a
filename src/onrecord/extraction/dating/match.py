"""What a rule of the grammar has matched, and its neighbours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from onrecord.extraction.dating.lexer import Node

NUMERIC = ("n0", "n12", "n24", "n31", "n59", "number", "y4", "decimal")
ORDINALS = ("ordinal", "second")


@dataclass(frozen=True, slots=True)
class Context:
    """What the report says about its dates beyond the words themselves."""

    is_date_word: Callable[[int, int], bool | None]
    habit: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """The nodes `first:last` that a rule matched, among all nodes of the passage."""

    items: list[Node]
    first: int
    last: int
    text: str
    context: Context

    @property
    def nodes(self) -> list[Node]:
        """The matched nodes."""
        return self.items[self.first : self.last]

    def one(self, *kinds: str) -> Node | None:
        """The first matched node of one of the kinds."""
        return next((node for node in self.nodes if node.kind in kinds), None)

    def every(self, *kinds: str) -> list[Node]:
        """All matched nodes of the kinds."""
        return [node for node in self.nodes if node.kind in kinds]

    def has(self, *kinds: str) -> bool:
        """Whether a matched node is of one of the kinds."""
        return self.one(*kinds) is not None

    def before(self, count: int = 1) -> Node:
        """The node so many places before the match."""
        return self.items[self.first - count] if self.first >= count else Node("stop", 0, 0)

    def after(self, count: int = 1) -> Node:
        """The node so many places after the match."""
        place = self.last + count - 1
        return self.items[place] if place < len(self.items) else Node("stop", 0, 0)

    def written(self, node: Node) -> str:
        """The words of a node."""
        return self.text[node.start : node.end]

    def is_tight(self) -> bool:
        """Whether no space stands between the matched nodes."""
        nodes = self.nodes
        return all(one.end == two.start for one, two in pairwise(nodes))

    def between(self, first: Node, last: Node, kind: str, meaning: object) -> Node:
        """A node from one matched node to another."""
        return Node(kind, first.start, last.end, meaning)


Builder = Callable[[Match], Any]
