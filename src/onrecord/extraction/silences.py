"""Silence told in other words than "declined to comment": calls that ring out, questions that get no answer.

What may be said of calls and questions, and what people do in place of an answer, is the table `silences`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from onrecord.extraction.attributions import Attribution
from onrecord.extraction.clauses import (
    clause_span,
    find_antecedent,
    find_child,
    find_subject_word,
    has_negator,
    is_negative_phrase,
    is_verbal,
    subtree_span,
)
from onrecord.extraction.page import Page
from onrecord.extraction.stances import (
    Stand,
    find_holders,
    is_of_class,
    is_party,
    is_passive,
    is_time,
    name_party,
    read_verbs,
)
from onrecord.extraction.topics import find_asked
from onrecord.model import Span, Stance
from onrecord.words import read_table

if TYPE_CHECKING:
    from spacy.tokens import Token

TRYING = frozenset({"reach", "contact"})  # words that tell by themselves that nobody was reached
ADDRESSING = ("to", "with", "for", "at")
Told = tuple["Token", "Token", Stance]  # the noun for the question or call, what is said of it, what follows


def find_silences(page: Page, word: Token, attributions: tuple[Attribution, ...]) -> Iterator[Stand]:
    """The silences that a word tells of."""
    table, lemma = _read_silences(), word.lemma_.lower()
    if word.lower_ not in table and lemma not in table and lemma != "comment":
        return
    told = _find_unanswered(word) or _find_dead_line(word)
    if told is not None:
        yield from _of_those_addressed(page, told)
    elif word.lemma_ == "comment" and word.pos_ in {"NOUN", "VERB"}:
        yield from _read_no_comment(page, word, attributions)
    elif is_verbal(word) and _evades(word):
        yield from _read_evasion(page, word, attributions)


def _find_unanswered(word: Token) -> Told | None:
    """A question or call, and the word that it had no answer."""
    kinds = _read_silences().get(word.lower_, {}) | _read_silences().get(word.lemma_.lower(), {})
    if "unanswered" in kinds:
        noun = _noun_before(word)
        return (noun, word, _stance_of(noun, kinds["unanswered"])) if noun is not None else None
    if not is_verbal(word):
        return None
    noun = find_child(word, "nsubj", "nsubjpass")
    if noun is None or not is_of_class(noun, "asking"):
        return None
    if "answered" in kinds and is_passive(word) and (has_negator(word) or is_negative_phrase(noun)):
        return noun, word, _stance_of(noun, kinds["answered"])
    if "ignored" in kinds and is_passive(word) and not has_negator(word):
        return noun, word, "no_comment"
    thing = find_child(word, "dobj") or _after(word, "with")
    answer = thing is not None and is_of_class(thing, "answer")
    if (
        "yielding" in kinds
        and thing is not None
        and (thing.lemma_ == "silence" or (answer and _is_denied(word, thing)))
    ):
        return noun, word, "no_comment"
    return None


def _is_denied(verb: Token, thing: Token) -> bool:
    return has_negator(verb) or is_negative_phrase(thing)


def _after(verb: Token, preposition: str) -> Token | None:
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ == preposition:
            return find_child(child, "pobj")
    return None


def _stance_of(noun: Token, stance: str) -> Stance:
    """Calls that nobody took did not reach anybody; messages did."""
    if stance == "by call":
        return "not_reached" if is_of_class(noun, "line") else "no_comment"
    return "not_reached" if stance == "not_reached" else "no_comment"


def _noun_before(word: Token) -> Token | None:
    """The question or call that went unanswered: the first one before the word in its part of the sentence."""
    found = None
    for earlier in reversed(list(word.sent)):
        if earlier.i >= word.i:
            continue
        if earlier.text in {";", ":"} or earlier.lower_ in {"but", "while"}:
            break
        if (
            (earlier.pos_ in {"NOUN", "PROPN"} or earlier.tag_ == "VBZ")
            and is_of_class(earlier, "asking")
            and not _is_inside(earlier)
        ):
            found = earlier
    return found


def _is_inside(noun: Token) -> bool:
    """Whether the noun only tells by which way: "by email", "for comment", "her telephone number"."""
    return noun.dep_ in {"compound", "pobj"} and noun.head.lower_ not in {"of", "several"}


def _find_dead_line(word: Token) -> Told | None:
    """A telephone, number or call that led nowhere, and the word that says so."""
    silences = _read_silences()
    kinds = silences.get(word.lower_, {}) | silences.get(word.lemma_.lower(), {})
    if not {"dead", "through"} & kinds.keys() or any(
        other.lemma_ in TRYING for other in word.sent if other.i != word.i
    ):
        return None
    verb = word if is_verbal(word) and word.dep_ != "pobj" else word.head
    for _ in range(2):
        verb = verb if is_verbal(verb) else verb.head
    noun = find_child(verb, "nsubj", "nsubjpass")
    if noun is None or not is_of_class(noun, "line") or noun.i > word.i:
        return None
    particle = kinds.get("dead", "")
    if particle and not any(child.lower_ == particle for child in verb.children):
        return None
    fits = has_negator(verb) if "through" in kinds else not has_negator(verb)
    return (noun, word, "not_reached") if fits else None


def _of_those_addressed(page: Page, told: Told) -> Iterator[Stand]:
    noun, word, stance = told
    verb = word if is_verbal(word) else word.head
    about = _asked_about(page, noun)
    for party in _find_addressed(page, noun, word):
        span = page.span(noun.left_edge.idx, max(word.idx + len(word), clause_span(page, verb).end))
        yield Stand(party, stance, span, about)


def _find_addressed(page: Page, noun: Token, word: Token) -> Iterator[Span]:
    """Those to whom the question went: after "to", "with", "for" in its phrase, else its owner."""
    for preposition in ADDRESSING:
        for below in noun.subtree:
            if below.lower_ != preposition or below.dep_ not in {"prep", "dative"} or below.i > word.i:
                continue
            holder = find_child(below, "pobj")
            if holder is not None and not is_of_class(holder, "means"):
                yield from _name_addressed(page, holder, word)
                return
    owner = find_child(noun, "poss")
    if owner is not None and owner.lower_ == "whose":
        name = name_party(page, _before_relative(owner), ())
        yield from (name,) if name is not None else ()
    elif owner is not None and is_of_class(noun, "line"):
        yield page.span(owner.left_edge.idx, owner.idx + len(owner))


def _before_relative(owner: Token) -> Token:
    """Whoever "whose" is."""
    clause = owner.head
    while clause.dep_ != "relcl" and clause.head is not clause:
        clause = clause.head
    return clause.head if clause.dep_ == "relcl" else owner


def _name_addressed(page: Page, holder: Token, word: Token) -> Iterator[Span]:
    for party in find_holders(holder):
        owner = find_child(party, "poss")
        if owner is not None and owner.pos_ == "PRON" and is_of_class(party, "line"):
            yield page.span(owner.idx, owner.idx + len(owner))
            continue
        name = name_party(page, party, ())
        if name is not None and name.end > word.idx:
            last = next((one for one in page.words(name.start, word.idx) if one.lower_ in {"rang", "went"}), word)
            name = page.trimmed(name.start, last.idx)
        if name is not None:
            yield name


def _asked_about(page: Page, noun: Token) -> Span | None:
    for below in noun.subtree:
        if below.lower_ in {"about", "on", "over", "regarding"} and below.dep_ == "prep":
            thing = find_child(below, "pobj")
            if thing is not None and not is_time(thing):
                return subtree_span(page, thing)
    return None


def _read_no_comment(page: Page, word: Token, attributions: tuple[Attribution, ...]) -> Iterator[Stand]:
    """The speaker of the two words "No comment"."""
    if word.i == 0 or word.nbor(-1).lower_ not in {"no", "further"} or page.quotation_at(word.idx) is None:
        return
    quotation = page.quotation_at(word.idx)
    if quotation is None or len(page.text[quotation.start : quotation.end].split()) > 4:
        return
    span = page.span(word.nbor(-1).idx, word.idx + len(word))
    for attribution in attributions:
        if attribution.source and any(part.start <= word.idx < part.end for part in attribution.contents):
            yield Stand(attribution.source, "no_comment", span, None)
            return
    speaker = find_child(word.head, "nsubj") if is_verbal(word.head) else None
    party = name_party(page, speaker, attributions) if speaker is not None and is_party(speaker) else None
    if party is not None:
        yield Stand(party, "no_comment", span, None)


def _evades(verb: Token) -> bool:
    """Whether somebody who was asked does something in place of an answer."""
    kinds = _read_silences().get(verb.lemma_.lower(), {}) | _read_silences().get(verb.lower_, {})
    if "evading" not in kinds or has_negator(verb):
        return False
    asked = any(
        child.dep_ == "advcl" and child.tag_ == "VBN" and child.lemma_ in read_verbs()["asking"]
        for child in verb.children
    )
    particles = kinds["evading"].split()
    beside = {child.lower_ for child in verb.children} | {grand.lower_ for c in verb.children for grand in c.children}
    return asked and (not particles or bool(beside & set(particles)))


def _read_evasion(page: Page, verb: Token, attributions: tuple[Attribution, ...]) -> Iterator[Stand]:
    subject = find_subject_word(verb)
    if subject is None or subject.i > verb.i:
        return
    for holder in find_holders(find_antecedent(subject)):
        party = name_party(page, holder, attributions)
        if party is not None:
            yield Stand(party, "no_comment", clause_span(page, verb), find_asked(page, verb))


@cache
def _read_silences() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = {}
    for row in read_table("silences"):
        table.setdefault(row["word"], {})[row["kind"]] = row["with"]
    return table
