"""Who was killed and injured by one report: its figures, and the people it tells of without a number."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from onrecord.extraction.counted import is_person, read_fate
from onrecord.extraction.figures import find_figures
from onrecord.extraction.page import Page, lay_out
from onrecord.model import Figure, Report, Span
from onrecord.words import read_table

if TYPE_CHECKING:
    from spacy.tokens import Token

COUNTED = {"killed", "injured", "casualties", "body"}
FATES = {"body": "killed"}  # bodies found are dead
REFLEXIVE = {"himself", "herself", "self", "themselves", "itself"}
NOT_A_VICTIM = {
    "who", "that", "which", "it", "this", "blast", "explosion", "attack", "they", "he", "she", "someone", "anyone",
    "him", "her", "them",
    "people", "shooting", "fire", "gun", "shot", "shots", "bullet", "you", "we", "i", "me", "us",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Victim:
    """Somebody, or a group, to whom something happened: `count` is None for a plural without a number.

    `group` is the place of the word that tells the fate: victims of one word belong together.
    """

    state: str
    start: int
    group: int
    count: int | None
    name: str
    figure: Figure | None = None
    cue: str = ""
    named: bool = False

    @property
    def shot_only(self) -> bool:
        """Whether no more is told than a shot or stab, which the victim may have died of."""
        words = (self.figure.counted or "") if self.figure else self.cue
        return re.search(r"\b(?:shot|shoot\w*|stab\w*|burn\w*)\b", words, re.IGNORECASE) is not None


def read_report(text: str, title: str, date: str | None) -> Page:
    """The page of a report with a title as its headline."""
    whole = f"{title}\n\n{text}" if title else text
    digest = hashlib.sha256(whole.encode()).hexdigest()
    headline = Span(0, len(title), title) if title else None
    blank: dict[str, Any] = dict.fromkeys(("language", "url", "byline", "outlet", "place", "updated"))
    report = Report(
        **{**blank, "language": "en"}, id="r" + digest[:12], sha256=digest, raw_sha256=digest, format="text",
        headline=headline, crossheads=(), credits=(), dateline=date, published=date, text=whole,
    )  # fmt: skip
    return lay_out(report)


def find_victims(page: Page, strict: bool = True) -> tuple[Victim, ...]:
    """All victims of a page in text order: every figure of killed and injured, and those told without a number."""
    figures = [
        figure for figure in find_figures(page, ()) if figure.unit in {"killed", "injured", "casualties", "body"}
    ]
    numbered = [Victim(FATES.get(f.unit or "", f.unit or ""), f.start, f.start, size_of(f), "", f) for f in figures]
    named = [
        victim for victim in _find_named(page, strict) if not any(f.start - 3 <= victim.start < f.end for f in figures)
    ]
    return tuple(sorted([*numbered, *named], key=lambda victim: victim.start))


def size_of(figure: Figure) -> int:
    """The number of a figure, or the bound that it names."""
    stated = figure.value if figure.value is not None else figure.low or figure.high or 0
    return int(stated)


def _may_suffer(head: Token, strict: bool) -> bool:
    """Whether a noun may be a victim: a person, or (in capitals, where names are not told) anything that is none."""
    if head.pos_ not in {"NOUN", "PROPN"} or head.lower_ in NOT_A_VICTIM:
        return False
    if not strict and head.pos_ == "PROPN":
        return True
    return is_person(head.text, head.lemma_) if head.pos_ == "NOUN" else _is_named(head)


def _is_named(head: Token) -> bool:
    """Whether a name is one of a person: a given name opens it."""
    first = next((child for child in head.lefts if child.dep_ == "compound"), head)
    return first.text in _given_names()


@cache
def _given_names() -> frozenset[str]:
    return frozenset(row["name"] for row in read_table("given_names"))


def _find_named(page: Page, strict: bool) -> Iterator[Victim]:
    for token in page.doc:
        fate = read_fate(token)
        if fate is None or fate[0] not in {"killed", "injured"} or page.is_furniture(token.idx):
            continue
        if token.dep_ in {"amod", "compound"} or not _is_told_as_done(token):
            continue
        fate = ("killed" if _is_deadly(token) else fate[0], fate[1])
        for head in _those_of(token, fate[1]):
            if _may_suffer(head, strict) and not _is_numbered(head):
                count = None if head.tag_ in {"NNS", "NNPS"} else 1
                yield Victim(
                    fate[0], head.idx, token.idx, count, _name(head), cue=token.text, named=head.pos_ == "PROPN"
                )
            elif head.lower_ in REFLEXIVE and token.lemma_ in {"kill", "shoot"}:
                yield Victim(fate[0], head.idx, token.idx, 1, "self")


def _is_told_as_done(token: Token) -> bool:
    """Whether a deed is told as done: not denied, planned, tried or asked for."""
    if any(child.dep_ == "neg" or child.tag_ in {"TO", "MD"} for child in token.children):
        return False
    governing = (
        {token.head.lemma_.lower(), *(parent.lemma_.lower() for parent in token.head.ancestors)}
        if token.pos_ == "NOUN"
        else set()
    )
    return not governing & {"plan", "attempt", "try", "threaten", "order", "mission"} and token.tag_ != "VB"


def _is_deadly(token: Token) -> bool:
    """Whether a shot or stab is told as deadly ("fatally shot", "shot dead", "stabbed to death", "shot and killed")."""
    near = {child.lower_ for child in token.children} | {
        token.nbor(k).lower_ for k in (1, 2) if token.i + k < len(token.doc)
    }
    joined = any(other.lemma_.lower() in {"kill", "die"} for other in token.conjuncts)
    return joined or bool(near & {"fatally", "dead", "death", "mortally"})


def _those_of(token: Token, use: str) -> Iterator[Token]:
    """Whom a word of fate befalls: owner or "of" of a noun, subject or object of a verb, who stands before "who"."""
    if use == "noun":
        of = [child for prep in token.children if prep.lower_ == "of" for child in prep.children]
        heads = [child for child in of if child.dep_ == "pobj"] + [c for c in token.children if c.dep_ == "poss"]
    elif use == "subject":
        heads = [child for child in token.children if child.dep_ == "nsubj"]
    else:
        passive = [child for child in token.children if child.dep_ == "nsubjpass"]
        heads = passive or [child for child in token.children if child.dep_ == "dobj"]
        if not heads and token.dep_ == "acl" and token.tag_ == "VBN":
            heads = [token.head]
    for head in heads:
        if head.lower_ in {"who", "whom", "that"} and token.dep_ == "relcl":
            yield token.head
        else:
            yield head
            yield from head.conjuncts


def _is_numbered(head: Token) -> bool:
    return any(child.dep_ == "nummod" for child in head.children)


def _name(head: Token) -> str:
    return head.text if head.pos_ == "PROPN" else head.lemma_.lower()
