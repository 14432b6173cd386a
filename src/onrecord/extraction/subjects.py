"""Who does what a verb tells: its subject on the parse, shared, inherited or relative."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.extraction.cues import find_cue

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
RELATIVE_TAGS = frozenset({"WP", "WDT"})
FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP"})
FINITE = FINITE_TAGS | {"MD"}  # the tags of a clause of its own, modals included
VERBAL = frozenset({"VERB", "AUX"})
SUBJECT_CONTROL = frozenset({"promise", "use", "take"})
ISSUING = frozenset(
    {"issue", "release", "send", "publish", "post", "write", "file", "give", "deliver", "make", "email"}
)
PAPERS = frozenset(
    {"statement", "letter", "report", "email", "tweet", "memo", "message", "note", "post", "speech", "op-ed"}
)
MAX_CLIMB = 12
EXPLETIVE = frozenset({"it", "there"})


@dataclass(frozen=True, slots=True)
class Subject:
    """The word at the head of a source, how it was reached, and its antecedent where it is a relative pronoun."""

    noun: Token
    way: str
    antecedent: Token | None = None


def find_subject(verb: Token) -> Subject | None:
    """The subject of a verb: its own, or that of the verb whose subject it shares."""
    way = "own"
    for _ in range(MAX_CLIMB):
        own = next((child for child in verb.children if child.dep_ in SUBJECTS and child.text[0].isalnum()), None)
        if own is not None:
            return _with_antecedent(own, verb, way)
        above = verb.head
        if above.i == verb.i:
            return None
        found = _modified(verb) or _controlled(verb)
        if found is not None:
            return found
        step = _step_up(verb)
        if step is None:
            return None
        verb, way = step[0], step[1] or way
    return None


def _modified(verb: Token) -> Subject | None:
    """The noun that a participle or an infinitive describes ("a man shouting that")."""
    if verb.dep_ == "acl" or (verb.dep_ == "relcl" and verb.head.pos_ not in VERBAL):
        return _issuer(verb.head) or Subject(verb.head, "modified")
    return None


def _issuer(paper: Token) -> Subject | None:
    """Who gives out the paper that says something ("the firm issued a statement saying that")."""
    verb = paper.head
    if paper.dep_ != "dobj" or verb.lemma_ not in ISSUING or paper.lemma_ not in PAPERS:
        return None
    subject = find_subject(verb)
    return Subject(subject.noun, "issuer", subject.antecedent) if subject is not None else None


def _controlled(verb: Token) -> Subject | None:
    """The object of a verb that makes somebody do something ("urged the mayor to say")."""
    if verb.dep_ != "xcomp" or verb.head.lemma_ in SUBJECT_CONTROL:
        return None
    for child in verb.head.children:
        if child.dep_ in {"dobj", "dative"} and child.i < verb.i:
            return Subject(child, "controlled")
    return None


def _step_up(verb: Token) -> tuple[Token, str] | None:
    """The verb above whose subject this one shares, and how it shares it; None where it shares none."""
    above, label = verb.head, verb.dep_
    if label == "pcomp":
        above = above.head
        way = "adjunct"
    elif label == "xcomp":
        way = "raised"
    elif label == "advcl" or (label in {"ccomp", "dep", "prep"} and verb.tag_ == "VBG"):
        way = "adjunct"
    elif label == "conj":
        above = joined_to(verb)
        way = "adjunct" if verb.tag_ == "VBG" and above.tag_ != "VBG" else ""
    elif label == "dep" and verb.tag_ in FINITE_TAGS and above.i < verb.i:
        way = ""
    else:
        return None
    return (above, way) if above.pos_ in VERBAL else None


def joined_to(verb: Token) -> Token:
    """The verb that a joined one goes on with: past the nearest where only the one above has its form.

    In "The bank forecasts it will slow, and sees it fall" the bank sees; in "The bank said it had sold its
    ships and warned of losses" the bank warned.
    """
    near = verb.head
    above = near.head
    if near.dep_ != "ccomp" or verb.tag_ not in FINITE_TAGS or above.tag_ != verb.tag_ or near.tag_ == verb.tag_:
        return near
    entry = find_cue(verb)
    speaks = entry is not None and entry.kind == "speech"
    helped = any(child.dep_ in {"aux", "auxpass"} and child.tag_ == verb.tag_ for child in near.children)
    return near if helped and not speaks else above


def _with_antecedent(noun: Token, verb: Token, way: str) -> Subject:
    if noun.tag_ not in RELATIVE_TAGS:
        return Subject(noun, way)
    clause = verb
    while clause.dep_ in {"conj", "xcomp", "ccomp"} and clause.head.i != clause.i:
        clause = clause.head
    if clause.dep_ == "relcl":
        return Subject(noun, "relative", clause.head)
    return Subject(noun, "question")
