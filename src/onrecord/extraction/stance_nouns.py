"""Positions in nouns: "the firm's denial", "drew criticism from the union", "there was no word from the owners"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.extraction.clauses import find_antecedent, find_child, find_subject_word, is_negative_phrase, is_verbal
from onrecord.extraction.stances import Entry, agent_of, is_party, is_passive, is_time, object_of, read_verbs

if TYPE_CHECKING:
    from spacy.tokens import Token

NEVER_HAD = frozenset({"comment", "reaction"})  # what "had" may go with: "had no comment", but not "had concerns"
SLIGHT = frozenset({"low", "little", "less", "lower", "scant", "weak", "lowest", "least", "waning"})  # hardly any
CALLING = frozenset({"call", "brand", "label", "describe", "denounce", "dismiss", "term", "deem", "characterise"})
FROM = ("from", "among", "amongst")


def find_noun_verb(word: Token, entry: Entry) -> Token | None:
    """The verb whose mood decides for a noun, or the noun itself where it has its holder beside it."""
    noun = word.pos_ in {"NOUN", "PROPN"} or (entry.frame == "there" and word.dep_ == "attr")
    if not noun or any(child.lower_ in SLIGHT for child in word.children):
        return None
    if entry.frame == "there":
        if any(find_child(grand, "expl") for child in word.children for grand in child.children):
            return word  # "there is growing alarm", where "is" was hung on "growing"
        there = word.dep_ in {"attr", "nsubj"} and find_child(word.head, "expl") is not None
        there = there or (
            word.dep_ == "nsubj" and _find_availability(word.head) is not None and is_negative_phrase(word)
        )
        return word.head if there else None
    if entry.frame == "noun":
        return _find_owned(word, entry)
    verb = _find_governor(word)
    if verb is None:
        return None
    roles = read_verbs()
    if entry.frame == "express":
        having = verb.lemma_ == "have" and entry.word not in NEVER_HAD
        given = any(child.dep_ == "dative" and child.pos_ != "ADP" for child in verb.children)
        return (
            verb
            if _is_voiced(word, verb)
            and not (given and entry.stance != "no_comment")
            and verb.lemma_ in roles["voicing"]
            and not having
            else None
        )
    drawn = word.dep_ in {"dobj", "pobj"} and verb.lemma_ in roles["drawing"]
    comes = word.dep_ in {"nsubj", "nsubjpass"} and (verb.lemma_ in roles["coming"] or _find_availability(verb))
    return verb if drawn or comes else None


def _find_availability(verb: Token) -> Token | None:
    """The adjective of "no comment was available from"."""
    adjective = find_child(verb, "acomp")
    return adjective if adjective is not None and adjective.lower_ in {"available", "forthcoming", "possible"} else None


def _find_source(verb: Token) -> Token | None:
    """Whoever the position comes from, after the verb or its adjective; by whom a plan "was met with scepticism"."""
    drawn = verb.lemma_ in read_verbs()["drawing"] and is_passive(verb)
    return object_of(_find_availability(verb) or verb, *FROM) or (agent_of(verb) if drawn else None)


def _is_voiced(word: Token, verb: Token) -> bool:
    """Whether the noun is what somebody voices; in the passive nothing known before ("the alarm was raised by")."""
    passive = word.dep_ == "nsubjpass" and agent_of(verb) is not None
    known = any(child.lower_ == "the" for child in word.children)
    return word.dep_ in {"dobj", "xcomp", "oprd"} or (passive and not known)


def _find_owned(word: Token, entry: Entry) -> Token | None:
    owner = find_child(word, "poss")
    told = any(child.dep_ in {"acl", "ccomp"} and child.i > word.i for child in word.children)
    if owner is None or (entry.objects == "clause" and not told):
        return None
    return word if owner.pos_ != "PRON" or _find_subject_of_owner(word) is not None else None


def _find_subject_of_owner(word: Token) -> Token | None:
    """Whoever "his" is in "was scathing in his condemnation of": the subject of the same clause."""
    if word.dep_ != "pobj" or word.head.lower_ not in {"in", "with"}:
        return None
    verb = word.head.head
    for _ in range(2):
        verb = verb if is_verbal(verb) else verb.head
    subject = find_subject_word(verb) if is_verbal(verb) else None
    return subject if subject is not None and is_party(find_antecedent(subject)) else None


def _find_governor(word: Token) -> Token | None:
    """The verb that the noun is object or subject of, or hangs on after "with" or "to"."""
    for _ in range(4):
        if word.dep_ != "conj" or is_verbal(word.head):
            break
        word = word.head
    head = word.head
    if word.dep_ == "pobj" and head.dep_ == "prep" and head.lower_ in {"with", "to", "under"}:
        head = head.head
    return head if is_verbal(head) else None


def find_noun_holder(word: Token, verb: Token, entry: Entry) -> Token | None:
    """Whoever takes the position that the noun is a name for."""
    if entry.frame == "noun":
        owner = find_child(word, "poss")
        return _find_subject_of_owner(word) if owner is not None and owner.pos_ == "PRON" else owner
    holder = object_of(word, *FROM, "by") or _find_source(verb) or _find_below(word)
    if holder is None and entry.objects == "of":
        holder = object_of(word, "of") if entry.frame == "draw" and word.dep_ == "dobj" else None
    if holder is None and entry.frame == "draw" and word.dep_ == "dobj":
        owner = find_child(word, "poss")
        holder = owner if owner is not None and owner.pos_ != "PRON" else _find_place(word, verb)
    return holder


def _find_place(word: Token, verb: Token) -> Token | None:
    """A capital that stands for its government: "caused alarm in Canberra"."""
    place = object_of(word, "in") or object_of(verb, "in")
    return place if place is not None and place.pos_ == "PROPN" and not is_time(place) else None


def _find_below(word: Token) -> Token | None:
    """Whoever follows "from" where the parser hung that on what the noun is about: "criticism of the plan from"."""
    for child in word.children:
        inner = find_child(child, "pobj") if child.dep_ == "prep" else None
        holder = object_of(inner, "from", "among") if inner is not None else None
        if holder is not None:
            return holder
    return None


def find_calling(word: Token) -> Token | None:
    """The verb "call" or "describe … as" that gives something this name."""
    verb = word.head
    if verb.dep_ in {"nsubj", "attr"} and is_verbal(verb.head):
        verb = verb.head
    if verb.lemma_ == "be":
        return _find_how(verb)
    for _ in range(3):
        if verb.lemma_ in CALLING and is_verbal(verb):
            return verb
        if verb.pos_ == "ADP" and verb.lower_ not in {"as", "of"}:
            return None
        verb = verb.head
    return None


def _find_how(verb: Token) -> Token | None:
    """The verb of "…, was how the governor described it"."""
    clause = find_child(verb, "ccomp", "advcl")
    if clause is not None and clause.lemma_ in CALLING and any(child.lower_ == "how" for child in clause.children):
        return clause
    return None
