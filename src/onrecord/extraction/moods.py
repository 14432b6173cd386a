"""The mood in which a party does something: it did, it did not, it would not, or it is only thought to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.extraction.clauses import (
    MAX_CLIMB,
    find_child,
    find_subject_word,
    has_negator,
    is_negative_phrase,
    is_verbal,
)
from onrecord.extraction.stances import FIRST_PERSONS, is_passive, read_verbs

if TYPE_CHECKING:
    from spacy.tokens import Token

WILLING = frozenset({"would", "will", "'ll", "’ll", "wo", "'d", "’d"})
OPEN_MARKS = frozenset({"if", "unless", "until", "whether", "before", "till"})
PLEDGED = frozenset({"supports", "disputes", "accepts"})  # stances that "will" already takes


def find_mood(verb: Token, negated: bool, stance: str) -> str:
    """Affirmed, negated, withheld or unreal, for a verb whose own clause is negated or not."""
    governor = _find_control(verb, stance)
    if governor is not None:
        return (
            governor if governor != "affirmed" else ("negated" if negated else _mood_of_modals(verb, negated, stance))
        )
    if any(child.dep_ == "mark" and child.lower_ in OPEN_MARKS for child in verb.children):
        return "unreal"
    return _mood_of_modals(verb, negated, stance)


def _mood_of_modals(verb: Token, negated: bool, stance: str) -> str:
    modals = {child.lower_ for child in find_lead(verb).children if child.tag_ == "MD" and child.dep_ in {"aux", "dep"}}
    if not modals:
        return "negated" if negated else "affirmed"
    if negated and not modals & {"may", "might", "should", "must"}:
        return "withheld" if modals & WILLING else "negated"
    if stance in PLEDGED and modals <= WILLING and not _has_condition(verb):
        said = verb.dep_ == "ccomp" and verb.head.lemma_ in read_verbs()["pledging"]
        return "affirmed" if said or modals & {"will", "'ll", "’ll"} else "unreal"
    return "affirmed" if modals == {"can"} and is_first_person(verb) else "unreal"


def _has_condition(verb: Token) -> bool:
    return any(
        child.dep_ == "advcl" and any(mark.dep_ == "mark" and mark.lower_ in OPEN_MARKS for mark in child.children)
        for child in verb.children
    )


def find_lead(verb: Token) -> Token:
    """The first of several joined verbs, whose auxiliaries the others share."""
    for _ in range(MAX_CLIMB):
        own = any(child.dep_ in {"aux", "nsubj"} for child in verb.children)
        finite = verb.tag_ in {"VBD", "VBZ", "VBP"} and verb.head.tag_ == "VBG"
        if verb.dep_ != "conj" or not is_verbal(verb.head) or own or finite:
            return verb
        verb = verb.head
    return verb


def _find_control(verb: Token, stance: str) -> str | None:
    """The mood that a governing word leaves ("declined to", "has yet to", "without"); None where nothing governs."""
    first = find_lead(verb)
    infinitive = any(child.dep_ == "aux" and child.lower_ == "to" for child in first.children)
    if first.dep_ == "pcomp":
        return _mood_after_preposition(first.head)
    if not infinitive and (first.dep_ != "xcomp" or first.tag_ in {"VBD", "VBZ", "VBP"}):
        return "unreal" if first.dep_ in {"csubj", "amod", "compound"} else None
    return _mood_under(first.head, first, stance)


def _mood_after_preposition(preposition: Token) -> str:
    """The mood of "without commenting", "stopped short of confirming", "after denying"."""
    if preposition.lower_ == "without":
        return "shunned"
    above = preposition.head if preposition.lower_ in {"of", "from", "in"} else preposition
    if above.lemma_ == "way" and is_negative_phrase(above):
        return "negated"
    if above.lemma_ in read_verbs()["failing"]:
        return "negated"
    if preposition.lower_ == "as":
        below = {word.lemma_ for child in above.head.children for word in (child, *child.children)}
        return "affirmed" if above.head.lemma_ in {"quote", "cite"} or "record" in below else "unreal"
    return "affirmed" if preposition.lower_ in {"after", "while", "despite", "in", "by"} else "unreal"


def _mood_under(above: Token, verb: Token, stance: str) -> str:
    roles = read_verbs()
    if above.lemma_ in roles["withholding"]:
        return "affirmed" if has_negator(above) else "withheld"
    yet = any(child.lower_ in {"yet", "still"} for child in above.children)
    if above.lemma_ in roles["failing"] or (above.lemma_ in {"have", "be"} and yet):
        return "affirmed" if above.pos_ == "VERB" and has_negator(above) and above.lemma_ == "fail" else "negated"
    possible = find_possibility(verb)
    if possible is not None:
        negated = possible.lemma_ == "impossible" or has_negator(possible.head) or has_negator(possible)
        return "negated" if negated else "unreal"
    if above.lemma_ == "way" and is_negative_phrase(above):
        return "negated"
    if above.lemma_ in {"able", "willing", "position"} and above.dep_ in {"acomp", "conj", "pobj"}:
        be = above.head if above.dep_ != "pobj" else above.head.head
        return "negated" if has_negator(be) or has_negator(above) else "affirmed"
    if above.lemma_ in roles["going on"] and verb.dep_ in {"xcomp", "advcl"} and not yet:
        return "negated" if has_negator(above) else "affirmed"
    if above.lemma_ in roles["moving"] and (has_negator(above) or has_negator(above.head)):
        return "withheld"
    if above.lemma_ in roles["resolving"] and stance in PLEDGED and not has_negator(above):
        return "affirmed"
    told = above.lemma_ in roles["pledging"] and is_passive(above)
    return "affirmed" if told and verb.dep_ in {"xcomp", "ccomp"} else "unreal"


def find_possibility(verb: Token) -> Token | None:
    """The "possible" or "impossible" that an infinitive hangs on, directly or by its verb."""
    if verb.dep_ not in {"xcomp", "ccomp", "advcl", "acl", "relcl"}:
        return None
    near = (verb.head, *(child for child in verb.head.children if child.dep_ in {"acomp", "oprd", "attr"}))
    found = next((word for word in near if word.lemma_ in {"possible", "impossible"}), None)
    if found is None and verb.head.lemma_ == "way" and has_negator(verb.head.head):
        return verb.head
    return found


def is_impossible(verb: Token) -> bool:
    """Whether "it was not possible to" or "there was no way to" do it, for nobody in particular."""
    possible = find_possibility(verb)
    return possible is not None and (possible.lemma_ != "way" or find_child(possible.head, "expl") is not None)


def is_unable(verb: Token) -> bool:
    """Whether something could not be done, by the outlet where nobody is named."""
    return any(child.dep_ == "aux" and child.lower_ in {"could", "can"} for child in find_lead(verb).children)


def is_first_person(verb: Token) -> bool:
    """Whether "I" or "we" do it."""
    subject = find_subject_word(verb)
    return subject is not None and subject.lower_ in FIRST_PERSONS
