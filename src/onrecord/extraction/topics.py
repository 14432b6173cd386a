"""What a position is about: the words that its verb or noun governs, or those that it points back to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.extraction.clauses import (
    SUBJECTS,
    clause_span,
    find_antecedent,
    find_child,
    find_subject_word,
    is_verbal,
    noun_phrase,
    subtree_span,
)
from onrecord.extraction.page import Page
from onrecord.extraction.stances import (
    Entry,
    agent_of,
    find_relative,
    is_of_class,
    is_passive,
    is_time,
    object_of,
    read_verbs,
)
from onrecord.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

NOMINAL = frozenset({"noun", "express", "there", "draw"})
PREPOSITIONS = (
    "on",
    "off",
    "about",
    "over",
    "of",
    "for",
    "to",
    "with",
    "at",
    "against",
    "by",
    "behind",
    "towards",
    "toward",
)
LOOSE = frozenset({"on", "in", "of", "for", "against", "over", "about", "with", "from", "near", "to"})
QUESTIONING = frozenset({"whether", "if", "how", "when", "where", "why"})
CONTESTING = frozenset({"confirms", "not_confirmed", "not_verified", "denies", "disputes", "accepts"})


def find_topic(page: Page, word: Token, verb: Token, entry: Entry) -> Span | None:
    """The words for what the position is about."""
    if entry.frame in NOMINAL:
        return _topic_of_noun(page, word, verb, entry)
    if is_passive(verb) and entry.frame not in {"reach", "adjective", "withhold", "strike"}:
        return _topic_of_passive(page, verb, entry)
    if entry.frame == "strike":
        subject = find_subject_word(verb)
        return noun_phrase(page, find_antecedent(subject)) if subject is not None else None
    return _topic_of_active(page, word, verb, entry)


def _topic_of_noun(page: Page, word: Token, verb: Token, entry: Entry) -> Span | None:
    clause = find_child(word, "ccomp", "acl")
    if clause is not None and any(child.dep_ in {"mark", "aux"} for child in clause.children):
        return subtree_span(page, clause)
    if entry.frame == "draw" and word.dep_ in {"dobj", "pobj"}:
        subject = find_subject_word(verb)
        if subject is not None and subject.i < verb.i:
            return _spell_out(page, find_antecedent(subject))
    among = [found for found in (object_of(word, "among"), object_of(verb, "among")) if found is not None]
    return _after_preposition(page, (word, verb, *among))


def _topic_of_passive(page: Page, verb: Token, entry: Entry) -> Span | None:
    clause = _find_clause(verb) or _find_clause_of_agent(verb)
    if clause is not None and (find_child(verb, "expl") or _says_it(verb)):
        return subtree_span(page, clause)
    charge = object_of(verb, "of") or object_of(agent_of(verb) or verb, "of")
    if entry.word == "accuse" and charge is not None:
        return subtree_span(page, charge)
    subject = verb.head if verb.dep_ == "acl" else find_subject_word(verb)
    return _spell_out(page, find_antecedent(subject)) if subject is not None else None


def _find_clause_of_agent(verb: Token) -> Token | None:
    """The clause that was hung on whoever said it: "it was alleged by two guards that keys had been sold"."""
    agent = agent_of(verb)
    clause = find_child(agent, "relcl", "acl") if agent is not None else None
    return clause if clause is not None and find_child(clause, "mark") is not None else None


def _spell_out(page: Page, noun: Token) -> Span:
    """The noun phrase; where a clause tells what it says ("the claim that …"), to the end of that."""
    phrase = noun_phrase(page, noun)
    clause = find_child(noun, "acl", "ccomp")
    if clause is not None and not is_passive(clause) and clause.i > noun.i:
        told = subtree_span(page, clause)
        return page.span(phrase.start, max(told.end, phrase.end))
    be = noun.head
    told_by = find_child(be, "ccomp") if be.lemma_ == "be" and noun.dep_ in SUBJECTS else None
    return subtree_span(page, told_by) if told_by is not None and told_by.i > be.i else phrase


def _says_it(verb: Token) -> bool:
    """Whether "it" stands for a clause that follows or surrounds: "it was alleged by …"."""
    return any(child.dep_ in {"nsubjpass", "nsubj"} and child.lower_ == "it" for child in verb.children)


def _topic_of_active(page: Page, word: Token, verb: Token, entry: Entry) -> Span | None:
    relative = find_relative(verb)
    if relative is not None:
        return noun_phrase(page, relative)
    thing, clause = _shared_object(verb), _find_clause(verb)
    if entry.frame == "call" and thing is None:
        return _called(page, word)
    if entry.frame == "adjective" and clause is None:
        clause = find_child(word, "ccomp")
    asking = entry.objects in {"asking", "asking!"}
    if thing is not None and thing.lower_ == "which" and find_antecedent(thing) is thing and verb.dep_ == "advcl":
        return page.trimmed(verb.head.left_edge.idx, verb.left_edge.idx, " ,")
    if thing is None and clause is None and verb.dep_ == "parataxis" and is_verbal(verb.head):
        return page.trimmed(verb.head.left_edge.idx, subtree_span(page, verb.head).end)
    subject = find_child(verb, "nsubj", "nsubjpass")
    told_of = subject is None or find_antecedent(subject) is subject
    if thing is None and clause is None and verb.dep_ == "relcl" and not asking and told_of:
        return _before_relative(page, verb, entry)
    if thing is not None and _is_relative(thing) and entry.stance in CONTESTING:
        return _before_relative(page, _clause_of(thing), entry)
    if thing is not None and entry.frame == "verb" and entry.word in {"accuse", "blame"}:
        return _from_to(page, thing, verb)
    named = thing is not None and {thing.lower_, thing.lemma_} & set(entry.word.split())
    if thing is not None and entry.frame not in {"reach", "asked"} and not asking and not named:
        return _span_of_thing(page, thing, verb)
    if clause is not None and entry.frame != "reach":
        asked = find_asked(page, verb) if _is_elliptical(clause) else None
        return asked or subtree_span(page, clause)
    further = (
        () if entry.frame != "phrase" else tuple(one for one in verb.subtree if one.lower_ in entry.word.split()[1:])
    )
    by = entry.frame == "adjective"
    return _after_preposition(page, (word, verb, thing or verb, *further), by) or find_asked(page, verb)


def _called(page: Page, word: Token) -> Span | None:
    """What is given a name, where the parser made it a part of the name ("called the attack barbaric")."""
    subject = find_child(word, "nsubj") or find_child(word.head, "nsubj") if word.dep_ != "oprd" else None
    if subject is not None and subject.i < word.i and not is_verbal(word.head):
        return noun_phrase(page, subject)
    first = word.left_edge
    if word.dep_ in {"amod", "acomp"} and word.head.pos_ in {"NOUN", "PROPN"} and word.head.i < word.i:
        return noun_phrase(page, word.head)
    return page.trimmed(first.idx, word.idx) if first.i < word.i else None


def _is_relative(thing: Token) -> bool:
    return thing.lower_ in {"which", "that"} and find_antecedent(thing) is not thing


def _clause_of(pronoun: Token) -> Token:
    """The verb of the relative clause that the pronoun opens."""
    verb = pronoun.head
    while verb.dep_ != "relcl" and verb.head is not verb:
        verb = verb.head
    return verb


def _before_relative(page: Page, verb: Token, entry: Entry) -> Span:
    """What "which" stands for: the noun before it, or the whole of what somebody said before the comma."""
    noun = verb.head
    told = _find_told(noun)
    first = verb.left_edge
    if told is None or entry.stance not in CONTESTING or first.i == 0 or first.nbor(-1).text != ",":
        return _spell_out(page, noun)
    start = told.left_edge if told.left_edge.dep_ != "mark" else told.left_edge.nbor()
    last = first.nbor(-2)
    return page.span(start.idx, last.idx + len(last))


def _find_told(noun: Token) -> Token | None:
    """The verb of what was said, where the noun closes it ("said it had shot down a helicopter, which …")."""
    verb = noun.head
    while verb.dep_ in {"pobj", "prep", "dobj", "xcomp", "pcomp", "attr"} and verb.head is not verb:
        verb = verb.head
    told = verb.dep_ == "ccomp" and verb.head.lemma_ in read_verbs()["pledging"]
    return verb if told and noun.dep_ not in SUBJECTS and noun.i > verb.i else None


def _find_clause(verb: Token) -> Token | None:
    """The clause that the verb governs, with "when" and "how" clauses, or that of the verb joined to it."""
    for child in verb.children:
        if child.dep_ in {"ccomp", "xcomp"} or (child.dep_ in {"advcl", "pcomp"} and child.i > verb.i and asks(child)):
            return child
        if child.dep_ == "advcl" and child.tag_ == "VBG" and child.i == verb.i + 1:
            return child
    for child in verb.children:
        if child.dep_ == "prep" and child.i > verb.i:
            time = find_child(child, "pobj")
            aside = time is not None and (is_time(time) or is_of_class(time, "utterance"))
            late = find_child(time, "relcl", "acl", "ccomp") if time is not None and aside else None
            if late is not None and any(one.dep_ == "mark" or one.lower_ == "that" for one in late.children):
                return late  # "acknowledged for the first time that …"
            asked = next((grand for grand in child.children if grand.dep_ in {"pcomp", "pobj"} and asks(grand)), None)
            if asked is not None and is_verbal(asked):
                return asked
        if child.dep_ == "conj" and is_verbal(child) and not any(grand.dep_ in SUBJECTS for grand in child.children):
            return find_child(child, "ccomp", "xcomp") if find_child(verb, "dobj", "prep") is None else None
    return None


def asks(clause: Token) -> bool:
    """Whether the clause is an indirect question: "when the mine will close"."""
    first = clause.left_edge
    return (first.tag_.startswith("W") and first.lower_ != "while") or first.lower_ in QUESTIONING


def _is_elliptical(clause: Token) -> bool:
    """Whether the clause only takes up another one: "that he had"."""
    full = {"ccomp", "xcomp", "acomp", "attr", "dobj", "prep", "advmod"}
    return (clause.lemma_ in {"have", "be", "do"} or clause.tag_ == "MD") and not any(
        child.dep_ in full for child in clause.children
    )


def find_asked(page: Page, verb: Token) -> Span | None:
    """What somebody was asked before taking the position: "Asked about the funds, …", "asked whether …"."""
    for child in (*verb.children, *verb.head.children):
        if child.dep_ in {"advcl", "acl"} and child.tag_ == "VBN" and child.lemma_ in read_verbs()["asking"]:
            clause = find_child(child, "ccomp") or next((one for one in child.children if _is_asked(one)), None)
            if clause is not None:
                return subtree_span(page, clause)
            noun = object_of(child, "about", "on", "over", "for")
            noun = noun or object_of(agent_of(child) or child, "about", "on", "over")
            if noun is not None:
                return subtree_span(page, noun)
    return None


def _is_asked(clause: Token) -> bool:
    return clause.dep_ == "advcl" and asks(clause)


def _after_preposition(page: Page, bases: tuple[Token, ...], by: bool = False) -> Span | None:
    for base in bases:
        for preposition in PREPOSITIONS:
            noun = object_of(base, preposition)
            if noun is None or is_time(noun) or (preposition in {"in", "by"} and not by):
                continue
            if is_of_class(noun, "asking") or noun.lemma_ in {"comment", "contact"}:
                inner = _after_preposition(page, (noun,))
                if inner is not None:
                    return inner
            elif noun.lemma_ not in {"support", "favour", "favor"}:
                return subtree_span(page, noun)
    return None


def _shared_object(verb: Token) -> Token | None:
    """The verb's object, or that of the next verb joined to it ("neither confirm nor deny the arrests")."""
    thing = find_child(verb, "dobj")
    joined = next((child for child in verb.children if child.dep_ == "conj" and is_verbal(child)), None)
    if thing is None and joined is not None and not any(child.dep_ in SUBJECTS for child in joined.children):
        return find_child(joined, "dobj") if find_child(verb, "ccomp", "xcomp", "prep", "advcl") is None else None
    return thing


def _span_of_thing(page: Page, thing: Token, verb: Token) -> Span:
    """The object with what belongs to it, also where the parser hung "in Alto Verde" on the verb."""
    antecedent = find_antecedent(thing)
    if antecedent is not thing:
        return _spell_out(page, antecedent)
    span = _before_next_subject(page, thing, subtree_span(page, thing))
    for child in verb.children:
        noun = find_child(child, "pobj") if child.dep_ == "prep" else None
        if noun is None or child.i < verb.i or page.text[span.end : child.idx] != " " or child.lower_ not in LOOSE:
            continue
        if not is_time(noun) and not is_of_class(noun, "utterance"):
            span = page.span(span.start, subtree_span(page, child).end)
    return span


def _before_next_subject(page: Page, thing: Token, span: Span) -> Span:
    """The object without "and the Clarion" where the next verb has that for its subject."""
    for child in thing.children:
        following = child.right_edge.i + 1
        if child.dep_ == "conj" and following < len(child.doc) and child.doc[following].tag_ in {"MD", "VBD", "VBZ"}:
            cut = next((word for word in thing.children if word.dep_ == "cc"), child)
            return page.span(span.start, cut.nbor(-1).idx + len(cut.nbor(-1)))
    return span


def _from_to(page: Page, thing: Token, verb: Token) -> Span:
    """From the accused to the end of the charge."""
    whole, last = subtree_span(page, thing), clause_span(page, verb)
    return page.span(whole.start, max(whole.end, last.end))


def object_word(verb: Token) -> Token | None:
    """What the verb is done to: its object, passive subject, antecedent, or the noun after "to"."""
    if is_passive(verb):
        subject = object_of(verb, "on") or (verb.head if verb.dep_ == "acl" else find_subject_word(verb))
        return find_antecedent(subject) if subject is not None else None
    thing = find_child(verb, "dobj") or object_of(verb, "to", "with", "of", "off")
    held = object_of(thing, "of") if thing is not None and is_of_class(thing, "container") else None
    if held is not None and is_of_class(held, "asking"):
        thing = held
    if thing is not None and thing.tag_ == "CD":  # "nine of the twelve recommendations"
        thing = object_of(thing, "of") or thing
    if thing is None and verb.dep_ == "conj":
        return None
    subject = find_child(verb, "nsubj")
    before = subject is not None and find_antecedent(subject) is subject
    if thing is None and verb.dep_ == "relcl" and before and agent_of(verb) is None:
        return verb.head
    return find_antecedent(thing) if thing is not None else None
