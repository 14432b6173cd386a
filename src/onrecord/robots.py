"""What a site asks of robots (RFC 9309): rules by path, of the group that names us, else of the one for all.

Of the rules that fit a path the longest decides, and allow goes before disallow where two are as long. Patterns are
matched piece by piece, never as regular expressions, so that no rule can take long.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

AGENT = "onrecord"
MOST_CHARACTERS = 512_000  # of a robots.txt that are looked at
MOST_RULES = 5_000


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a site that bind us: whether a pattern allows or forbids, and the pattern."""

    patterns: tuple[tuple[bool, str], ...] = ()

    def allows(self, path: str) -> bool:
        """Whether the path, with its query, may be asked for."""
        plain = unquote(path)
        fitting = [(len(pattern), allowed) for allowed, pattern in self.patterns if fits(pattern, plain)]
        return max(fitting)[1] if fitting else True


def read_rules(text: str) -> Rules:
    """The rules of a robots.txt that bind us."""
    ours: list[tuple[bool, str]] = []
    others: list[tuple[bool, str]] = []
    named = False
    for agents, rules in _split_groups(text[:MOST_CHARACTERS]):
        if any(agent == AGENT for agent in agents):
            named = True
            ours += rules
        if "*" in agents:
            others += rules
    return Rules(tuple((ours if named else others)[:MOST_RULES]))


def _split_groups(text: str) -> Iterator[tuple[list[str], list[tuple[bool, str]]]]:
    """The groups of a robots.txt: the agents that each names, and its rules."""
    agents: list[str] = []
    rules: list[tuple[bool, str]] = []
    for line in text.lstrip("\ufeff").splitlines():
        key, _, value = line.split("#", 1)[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if key == "user-agent":
            if rules:
                yield agents, rules
                agents, rules = [], []
            agents.append(value.lower().split("/")[0])
        elif key in ("allow", "disallow") and agents and value:
            rules.append((key == "allow", unquote(value)))
    if agents:
        yield agents, rules


def fits(pattern: str, path: str) -> bool:
    """Whether a path begins as the pattern says, in which * stands for anything and $ for the end."""
    ends = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    place = len(first)
    for piece in others[:-1] if ends else others:
        found = path.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    if not ends:
        return True
    last = others[-1] if others else ""
    return len(path) - len(last) >= place and path.endswith(last) if others else place == len(path)
