"""The clause on the parse: its subject, its objects, what negates it, and which words belong to it.

Dependency labels are those of spaCy's English pipelines (ClearNLP style).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from onrecord.extraction.page import Page
from onrecord.model import Span
from onrecord.words import read_table

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
INHERITING = frozenset({"conj", "xcomp", "advcl", "acl", "dep", "pcomp", "prep", "acomp", "attr", "oprd"})
BOUNDARIES = frozenset({"relcl", "appos", "conj", "cc", "punct", "preconj", "parataxis"})
PARTIAL = frozenset({"all", "every", "everyone", "everything", "only", "just", "merely", "simply", "necessarily"})
LONGEST = 4_000  # characters of a sentence; longer ones are lists or no prose, and their parse means nothing
MAX_CLIMB = 40  # steps up a parse tree; deeper ones come from lists read as sentences


def is_verbal(token: Token) -> bool:
    """Whether the word can head a clause."""
    return token.pos_ in {"VERB", "AUX"}


def find_child(token: Token, *labels: str) -> Token | None:
    """The first word that hangs on `token` with one of the labels, or None."""
    return next((child for child in token.children if child.dep_ in labels), None)


def find_subject_word(verb: Token) -> Token | None:
    """The head of what the verb is said of, its own subject or the one that it shares or inherits."""
    for _ in range(MAX_CLIMB):
        own = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
        if own is not None:
            return own
        misplaced = next(
            (c for a in verb.children if a.dep_.startswith("aux") for c in a.children if c.dep_ in SUBJECTS), None
        )
        if misplaced is not None:
            return misplaced
        above = verb.head
        if verb.dep_ in {"acl", "relcl"} and not is_verbal(above):
            return above
        if above.i == verb.i or verb.dep_ not in INHERITING:
            return None
        verb = above
    return None


def find_antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for; the word itself where it is none."""
    if token.lower_ not in RELATIVES:
        return token
    clause = token
    for _ in range(MAX_CLIMB):
        if clause.dep_ == "relcl" and clause.head.i != clause.i:
            return clause.head
        if clause.head.i == clause.i:
            return token
        clause = clause.head
    return token


def has_negator(token: Token) -> bool:
    """Whether the verb is negated, by its own "not" or subject or by those of a verb joined to it by "nor" or "or"."""
    if _has_own_negator(token):
        return True
    above = token.head
    joined = token.dep_ == "conj" and is_verbal(above) and not any(child.dep_ in SUBJECTS for child in token.children)
    return (
        joined
        and any(child.dep_ == "cc" and child.lower_ in {"or", "nor"} for child in above.children)
        and (_has_own_negator(above))
    )


def _has_own_negator(token: Token) -> bool:
    for child in token.children:
        if (child.dep_ == "neg" and not _is_partial(child)) or child.lower_ in {"never", "neither", "nor"}:
            return True
        if child.dep_ in {"nsubj", "nsubjpass", "attr", "dobj", "expl"} and is_negative_phrase(child):
            return True
        if child.dep_ == "advmod" and child.lower_ in {"hardly", "nowhere"}:
            return True
    return False


def _is_partial(negator: Token) -> bool:
    """Whether "not" takes back only a part: "not all", "not only"."""
    return negator.i + 1 < len(negator.doc) and negator.nbor().lower_ in PARTIAL


def is_negative_phrase(noun: Token) -> bool:
    """Whether a noun phrase denies that there is such a thing: "no deaths", "nobody", "not one tent"."""
    if noun.lower_ in {"none", "nobody", "nothing", "neither"}:
        return True
    return any(_denies(child, noun) for child in noun.children)


def _denies(word: Token, noun: Token) -> bool:
    if word.lower_ in {"no", "neither"}:
        return True
    if word.lower_ == "one":
        return any(child.dep_ == "neg" for child in word.children)
    return word.dep_ == "neg" and word.i < noun.i and not _is_partial(word)


def noun_phrase(page: Page, noun: Token) -> Span:
    """The noun with what belongs to it, but no relative clause, conjunct or apposition set off by a comma."""
    first = last = noun
    for child in noun.children:
        if child.dep_ == "appos" and child.left_edge.i == last.i + 1:
            last = _reach(child)
            continue
        if (
            is_dated(child)
            or child.dep_ in BOUNDARIES
            or (child.dep_ in {"advcl", "acl"} and child.i > noun.i and _after_comma(child))
        ):
            continue
        if child.i < noun.i:
            if child.tag_ == "WRB":
                continue
            left = child.left_edge
            first = left if left.i < first.i else first
        elif child.dep_ in {"prep", "acl", "advmod", "nummod", "compound", "amod"} or _closes_name(child):
            right = _reach(child)
            last = right if right.i > last.i else last
    last = _add_name(noun, last)
    while first.i < noun.i and first.is_punct:
        first = first.nbor()
    return page.span(first.idx, last.idx + len(last))


def _add_name(noun: Token, last: Token) -> Token:
    """The last word of a name that follows "by the group" at once, where the parser gave it to the next clause."""
    if noun.pos_ != "NOUN" or noun.dep_ != "pobj" or last.i != noun.i:
        return last
    while last.i + 1 < len(noun.doc) and last.nbor().pos_ == "PROPN":
        last = last.nbor()
    return last


def is_dated(word: Token) -> bool:
    """Whether a preposition only tells the day ("on Sunday"), which belongs to the verb."""
    day = find_child(word, "pobj") if word.dep_ == "prep" else None
    return day is not None and day.lower_ in _read_days() and word.lower_ in {"on", "in", "at", "since", "by"}


@cache
def _read_days() -> frozenset[str]:
    """Names of days and months, and "night", "year": what a preposition of time goes with."""
    named = {row["word"].lower() for name in ("date_weekdays", "date_months") for row in read_table(name)}
    return frozenset(named | {row["noun"] for row in read_table("objects") if row["class"] == "circumstance"})


def _closes_name(mark: Token) -> bool:
    """Whether a genitive mark is part of the name ("Halloran's contractor"), not what makes it an owner."""
    return mark.dep_ == "case" and mark.head.dep_ != "poss"


def _after_comma(token: Token) -> bool:
    first = token.left_edge
    return first.i > 0 and first.nbor(-1).text in {",", "–", "—", "--"}


def _reach(token: Token) -> Token:
    """The last word of a modifier, cut before relative clauses and appositions set off by a comma."""
    last = token
    for word in token.subtree:
        if word.i > last.i + 1 or word.text in {",", ";", ":", "–", "—", "--"}:
            break
        last = word if word.i > last.i else last
    return last


def clause_span(page: Page, verb: Token) -> Span:
    """The verb with its whole subtree, without a joined clause that has a subject of its own and end marks."""
    cut = [child for child in verb.children if child.dep_ in {"conj", "parataxis"} and is_verbal(child)]
    words = list(verb.subtree)
    end = min((child.left_edge.i for child in cut if child.i > verb.i), default=words[-1].i + 1)
    kept = [word for word in words if word.i < end]
    while len(kept) > 1 and (kept[-1].is_punct or kept[-1].dep_ == "cc" or kept[-1].is_space):
        kept.pop()
    while len(kept) > 1 and (kept[0].is_punct or kept[0].dep_ == "cc" or kept[0].is_space):
        kept.pop(0)
    return page.span(kept[0].idx, kept[-1].idx + len(kept[-1]))


def subtree_span(page: Page, token: Token) -> Span:
    """The word with everything that hangs on it, without white space and marks at the ends."""
    first, last = token.left_edge, token.right_edge
    while first.i < token.i and (first.is_punct or first.is_space):
        first = first.nbor()
    while last.i > token.i and (last.is_space or last.text in {",", ".", ";", ":"}):
        last = last.nbor(-1)
    return page.span(first.idx, last.idx + len(last))
