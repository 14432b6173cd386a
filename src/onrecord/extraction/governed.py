"""Contents that the parse shows: clauses, infinitives, objects and phrases that a cue governs.

Dependency labels are those of spaCy's English pipelines (ClearNLP style).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from onrecord.extraction.boundaries import (
    Range,
    clause_range,
    noun_phrase_range,
    subtree_range,
    verb_group_range,
)
from onrecord.extraction.cues import CueWord, find_cue
from onrecord.extraction.drafts import Draft, child_of, children_of
from onrecord.extraction.subjects import EXPLETIVE, FINITE, VERBAL, Subject, find_subject
from onrecord.words import read_table

if TYPE_CHECKING:
    from spacy.tokens import Token


PARTING = re.compile(r"[,\"”“'’?!—–-]+|``|--")
SPEAKING_FRAMES = frozenset({"that", "quote", "obj-that"})
LEADING_WORDS = 3  # between a verb that leads to a cue and the cue
PAIR_FRAMES = frozenset({"small", "np-as", "np-for", "np-at", "np-of", "np-with", "np-to", "np-on"})
CARRIERS = frozenset(
    {"express", "voice", "issue", "make", "have", "give", "raise", "offer", "release", "deliver", "reiterate",
     "announce", "publish", "share", "hold", "air", "file", "send", "reject", "repeat", "post", "lodge", "harbor",
     "harbour", "show", "level", "take", "put", "pose", "launch", "deny", "abandon", "drop", "unveil", "outline"}
)  # fmt: skip
TIME_NOUNS = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "tomorrow",
     "week", "month", "year", "night", "morning", "afternoon", "evening", "day", "time"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """What a cue governs: the frame that fitted, its contents, and a preposition that belongs to the cue."""

    frame: str
    contents: tuple[Range, ...]
    prep: Token | None = None


def read_governed(word: Token, entry: CueWord) -> Draft | None:
    """The draft that a cue gives through the words that it governs, or None."""
    reader = {"verb": _read_verb, "noun": _read_noun, "adj": _read_adjective}[entry.pos]
    return reader(word, entry)


def _read_verb(verb: Token, entry: CueWord) -> Draft | None:
    if is_passive(verb):
        return _read_passive(verb, entry)
    if _is_declined(verb):
        return None
    found = next((found for frame in FRAMES if (found := frame(verb, entry))), None)
    if found is None or not found.contents:
        return None
    subject = find_subject(verb) or _inverted_subject(verb, found.frame)
    if subject is not None and entry.kind == "perception" and subject.noun.lemma_.lower() in _material():
        return None
    draft = Draft(verb, entry, f"verb {found.frame}", cue_range(verb, found.prep), list(found.contents))
    if subject is not None:
        set_source(draft, subject)
    return draft


def _is_declined(verb: Token) -> bool:
    """Whether the verb is part of the cue above it ("declined to say whether")."""
    above = find_cue(verb.head) if verb.dep_ == "xcomp" and has_to(verb) else None
    return above is not None and above.act == "decline" and _unsaid(verb) is not None


@cache
def _material() -> frozenset[str]:
    """Nouns for pictures and sound, which are evidence of what they show and no speakers."""
    return frozenset(row["noun"] for row in read_table("media_words") if row["kind"] in {"visual", "audio"})


def is_passive(verb: Token) -> bool:
    """Whether the verb is in the passive, or a participle that stands for a passive clause."""
    if verb.tag_ != "VBN":
        return False
    labels = {child.dep_ for child in verb.children}
    if "auxpass" in labels or "nsubjpass" in labels:
        return True
    if "aux" in labels:
        return False
    reduced = verb.dep_ in {"acl", "advcl", "xcomp", "oprd"}
    return reduced or (verb.dep_ == "conj" and "nsubj" not in labels and is_passive(verb.head))


def cue_range(verb: Token, prep: Token | None = None) -> Range:
    """The verb with its auxiliaries and particle, and a preposition that follows it directly.

    An infinitive takes the verb with it that only leads to it ("has yet to confirm", "went on to say").
    """
    start, end = verb_group_range(verb)
    above = verb.head
    if verb.dep_ == "xcomp" and has_to(verb) and 0 < verb.i - above.i <= LEADING_WORDS and _only_leads(above):
        start = verb_group_range(above)[0]
    return _with_prep((start, end), prep)


def _only_leads(verb: Token) -> bool:
    """Whether the verb reports nothing by its infinitive ("go on to say", "have yet to confirm")."""
    entry = find_cue(verb)
    return verb.pos_ in VERBAL and (entry is None or "to" not in entry.frames)


def _with_prep(cue: Range, prep: Token | None) -> Range:
    """The cue stretched over a word that follows it, or over an infinitive with its "to"."""
    if prep is None:
        return cue
    first = next((child for child in prep.children if child.lower_ == "to" and child.dep_ == "aux"), prep)
    return (cue[0], prep.idx + len(prep)) if 0 <= first.idx - cue[1] <= 1 else cue


def set_source(draft: Draft, subject: Subject) -> None:
    """Write the source of a draft: the subject's noun phrase, with the antecedent of a relative pronoun."""
    noun = subject.noun
    if noun.lower_ == "there" or subject.way == "question":
        return
    draft.way = subject.way
    sentence = noun.sent
    if noun.i < draft.word.i:
        start, end = noun_phrase_range(noun, sentence.start, draft.word.i)
    else:
        start, end = noun_phrase_range(noun, draft.word.i + 1, sentence.end)
    if subject.antecedent is not None:
        start = noun_phrase_range(subject.antecedent, sentence.start, noun.i + 1)[0]
    if start < draft.cue[0] < end:
        end = draft.cue[0]
    draft.source = start, end


def _inverted_subject(verb: Token, frame: str) -> Subject | None:
    """The noun right after a verb whose clause stands before it ("C, warned the institute")."""
    if frame != "that-before":
        return None
    noun = child_of(verb, "dobj", "attr", "oprd")
    return Subject(noun, "inverted") if noun is not None and noun.i > verb.i else None


def _take_clause_before(verb: Token, entry: CueWord) -> Found | None:
    """ "C, X said": a clause before its verb. Where it cannot be one, nothing else is looked for."""
    clause = _clause_of(verb)
    if clause is None or clause.i > verb.i:
        return None
    content = _before_tag(clause, verb) if entry.frames & SPEAKING_FRAMES else None
    return Found("that-before", (content,) if content is not None else ())


def _take_told_to(verb: Token, entry: CueWord) -> Found | None:
    """ "X urged Y to do it": the object and the infinitive."""
    dobj, infinitive = child_of(verb, "dobj", "dative"), child_of(verb, "xcomp")
    if "obj-to" not in entry.frames or dobj is None or infinitive is None:
        return None
    if not dobj.i < infinitive.i or not has_to(infinitive):
        return None
    return Found("obj-to", ((subtree_range(dobj)[0], subtree_range(infinitive)[1]),))


def _take_clause(verb: Token, entry: CueWord) -> Found | None:
    """ "X said that C"; also the small clauses of "X called Y a fraud" and "X reported Y saying C"."""
    clause = _clause_of(verb)
    if clause is None:
        return None
    if not _is_small(clause):
        return Found("that", (clause_range(clause),)) if entry.frames & SPEAKING_FRAMES else None
    if entry.frames & {"obj-to", "small", "that", "np-as"}:
        return Found("small", (subtree_range(clause),))
    return None


def _take_infinitive(verb: Token, entry: CueWord) -> Found | None:
    """ "X plans to do it"."""
    if "to" not in entry.frames:
        return None
    infinitive = next((child for child in children_of(verb, "xcomp") if has_to(child) and child.i > verb.i), None)
    dobj = child_of(verb, "dobj", "dative")
    if infinitive is None or (dobj is not None and dobj.i < infinitive.i):
        return None
    inner = _unsaid(infinitive) if entry.act == "decline" else None
    return inner or Found("to", (subtree_range(infinitive),))


def _unsaid(verb: Token) -> Found | None:
    """What is not said in "declined to confirm that C": the clause, the infinitive being part of the cue."""
    entry = find_cue(verb)
    found = _take_clause(verb, entry) if entry is not None else None
    return Found(found.frame, found.contents, verb) if found is not None else None


def _take_pair(verb: Token, entry: CueWord) -> Found | None:
    """ "X accused Y of Z", "X described Y as Z", "X put Y at Z": both together."""
    dobj = child_of(verb, "dobj", "dative")
    if dobj is None or dobj.i < verb.i or not entry.frames & PAIR_FRAMES:
        return None
    beside = (child for child in (*verb.children, *dobj.children) if child.i > dobj.i)
    other = next((child for child in beside if _is_second(child, entry.frames)), None)
    if other is None:
        return None
    return Found("pair", ((subtree_range(dobj)[0], subtree_range(other)[1]),))


def _is_second(child: Token, frames: frozenset[str]) -> bool:
    if child.dep_ in {"oprd", "acomp", "attr"}:
        return "small" in frames
    named = child.dep_ == "prep" and "np-" + child.lower_ in frames
    return named and child_of(child, "pobj", "pcomp", "amod") is not None


def _take_gerund(verb: Token, entry: CueWord) -> Found | None:
    """ "X denied doing it"."""
    if "ing" not in entry.frames:
        return None
    gerund = next((c for c in children_of(verb, "xcomp", "pcomp") if c.tag_ == "VBG" and c.i > verb.i), None)
    return Found("ing", (subtree_range(gerund),)) if gerund is not None else None


def _take_called_on(verb: Token, entry: CueWord) -> Found | None:
    """ "X called on Y to do it"."""
    if "on-to" not in entry.frames:
        return None
    prep = next((child for child in children_of(verb, "prep") if child.lower_ == "on"), None)
    inner = child_of(prep, "pobj") if prep is not None else None
    if prep is None or inner is None:
        return None
    infinitive = child_of(verb, "xcomp", "advcl")
    last = infinitive if infinitive is not None and infinitive.i > inner.i else inner
    return Found("obj-to", ((subtree_range(inner)[0], subtree_range(last)[1]),), prep)


def _take_called_for(verb: Token, entry: CueWord) -> Found | None:
    """ "X called for Y to do it"."""
    if "for" not in entry.frames:
        return None
    for clause in children_of(verb, "advcl", "ccomp", "xcomp"):
        mark = child_of(clause, "mark")
        if mark is not None and mark.lower_ == "for" and mark.i == verb.i + 1 and has_to(clause):
            return Found("to", ((verb.doc[mark.i + 1].idx, subtree_range(clause)[1]),), mark)
    return None


def _take_phrase(verb: Token, entry: CueWord) -> Found | None:
    """ "X warned of Y", "X told Z about Y": the object of a preposition."""
    dobj = child_of(verb, "dobj", "dative")
    for prep in children_of(verb, "prep", "agent"):
        beside = "obj-" + prep.lower_ in entry.frames
        if prep.i < verb.i or not (beside or (prep.lower_ in entry.frames and dobj is None)):
            continue
        inner = child_of(prep, "pobj", "pcomp")
        if inner is not None and not _is_time(inner):
            return Found("prep", (subtree_range(inner),), None if beside and dobj is not None else prep)
    return None


def _take_object(verb: Token, entry: CueWord) -> Found | None:
    """ "X condemned Y"; for verbs of saying also quoted words ("X found 'no sign' of Y")."""
    dobj = child_of(verb, "dobj", "dative")
    if dobj is None or dobj.i < verb.i or _is_time(dobj):
        return None
    if "np" in entry.frames or (entry.frames & {"that", "quote"} and _is_quoted(dobj)):
        return Found("np", (subtree_range(dobj),))
    return None


FRAMES: tuple[Callable[[Token, CueWord], Found | None], ...] = (
    _take_clause_before,
    _take_told_to,
    _take_clause,
    _take_infinitive,
    _take_pair,
    _take_gerund,
    _take_called_on,
    _take_called_for,
    _take_phrase,
    _take_object,
)


def _clause_of(verb: Token) -> Token | None:
    """The clause that the verb governs: a complement, not an adverbial "as he said"."""
    for child in children_of(verb, "ccomp"):
        mark = child_of(child, "mark")
        if mark is None or mark.lower_ in {"that", "if", "whether"}:
            return child
        if mark.lower_ in {"while", "although", "though", "because", "since", "when", "as"} and child.i > verb.i:
            return child
    return None


def _is_small(clause: Token) -> bool:
    """Whether the clause has no finite verb ("reported him saying", "called it a fraud", "wants them to go")."""
    if clause.tag_ in FINITE:
        return False
    helpers = (child for child in clause.children if child.dep_ in {"aux", "auxpass", "cop", "mark"})
    return not any(child.dep_ == "mark" or child.tag_ in FINITE for child in helpers)


def _before_tag(clause: Token, verb: Token) -> Range | None:
    """The clause before a tag; none where a colon, a semicolon or nothing parts the two."""
    start, end = subtree_range(clause)
    if verb.dep_ == "ROOT":
        start = verb.sent[0].idx
    subject = child_of(verb, "nsubj")
    tag = subject.left_edge if subject is not None and subject.i < verb.i else verb
    before = verb.doc[tag.i - 1] if tag.i else None
    if before is None or not PARTING.fullmatch(before.text):
        return None
    return start, min(end, tag.idx)


def has_to(verb: Token) -> bool:
    """Whether the verb is an infinitive with "to"."""
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)


def _is_time(token: Token) -> bool:
    return token.lemma_.lower() in TIME_NOUNS and token.dep_ in {"npadvmod", "tmod", "dobj"}


def _is_quoted(noun: Token) -> bool:
    """Whether the noun phrase begins with a quotation mark ("found 'no sign' of")."""
    first = noun.left_edge
    return first.is_quote or (first.i > 0 and first.nbor(-1).is_quote)


def _read_passive(verb: Token, entry: CueWord) -> Draft | None:
    """What a passive reports: by an agent, or by nobody named ("is believed to", "was told that")."""
    subject = next(children_of(verb, "nsubjpass", "nsubj", "csubjpass"), None)
    agent = child_of(verb, "agent")
    actor = child_of(agent, "pobj") if agent is not None else None
    actor = None if actor is not None and _is_time(actor) else actor
    found = (
        _passive_clause(verb, entry)
        or _passive_infinitive(verb, entry, subject)
        or _passive_as(verb, entry, subject)
        or (_passive_by(verb, entry, subject) if actor is not None else None)
    )
    if found is None:
        return None
    draft = Draft(verb, entry, f"passive {found.frame}", cue_range(verb, agent), list(found.contents))
    if actor is not None:
        set_source(draft, Subject(actor, "agent"))
    if found.frame == "that" and subject is not None and subject.i < verb.i and subject.lower_ not in EXPLETIVE:
        draft.audience = noun_phrase_range(subject, verb.sent.start, verb.i)
    return draft


def _passive_clause(verb: Token, entry: CueWord) -> Found | None:
    clause = _clause_of(verb)
    if clause is None or clause.i < verb.i or _is_small(clause) or not entry.frames & {"that", "obj-that"}:
        return None
    return Found("that", (clause_range(clause),))


def _passive_infinitive(verb: Token, entry: CueWord, subject: Token | None) -> Found | None:
    infinitive = next((child for child in children_of(verb, "xcomp") if has_to(child) and child.i > verb.i), None)
    if infinitive is None or not entry.frames & {"passive-to", "obj-to"}:
        return None
    return Found("to", (*_left_of(verb, subject), subtree_range(infinitive)))


def _passive_as(verb: Token, entry: CueWord, subject: Token | None) -> Found | None:
    if not entry.frames & {"np-as", "small"}:
        return None
    for child in verb.children:
        as_phrase = child.dep_ == "prep" and child.lower_ == "as"
        if child.i > verb.i and (as_phrase or child.dep_ in {"oprd", "attr", "acomp"}):
            return Found("as", (*_left_of(verb, subject), subtree_range(child)))
    return None


def _passive_by(verb: Token, entry: CueWord, subject: Token | None) -> Found | None:
    noun = subject or (verb.head if verb.dep_ == "acl" else None)
    if not entry.frames & {"np", "np-as"} or noun is None or noun.i > verb.i:
        return None
    return Found("by", _left_of(verb, noun))


def _left_of(verb: Token, noun: Token | None) -> tuple[Range, ...]:
    """The noun phrase before the verb, if there is one."""
    if noun is None or noun.i > verb.i:
        return ()
    return (noun_phrase_range(noun, verb.sent.start, verb.i),)


def _read_noun(noun: Token, entry: CueWord) -> Draft | None:
    """What a noun reports ("the claim that", "her plan to", "a warning from the coast guard of")."""
    found = _noun_clause(noun, entry) or _noun_predicate(noun, entry) or _noun_phrase(noun, entry)
    if found is None:
        return None
    cue = _with_prep((noun.idx, noun.idx + len(noun)), found.prep)
    draft = Draft(noun, entry, f"noun {found.frame}", cue, list(found.contents))
    owner, giver = _owner(noun), _giver(noun, found.prep)
    if owner is not None:
        draft.source, draft.way = owner, "owner"
    elif giver is not None:
        draft.source, draft.way = subtree_range(giver), "giver"
    else:
        _take_carrier(draft, noun)
    return draft


def _noun_clause(noun: Token, entry: CueWord) -> Found | None:
    """The clause or infinitive of a noun: "the claim that C", "a plan to do it"."""
    for child in noun.children:
        if child.i < noun.i or child.dep_ not in {"acl", "ccomp", "relcl"}:
            continue
        mark = child_of(child, "mark")
        if "that" in entry.frames and mark is not None and mark.lower_ in {"that", "whether"}:
            return Found("that", (subtree_range(child),))
        if "to" in entry.frames and child.dep_ == "acl" and has_to(child):
            return Found("to", (subtree_range(child),))
    return None


def _noun_predicate(noun: Token, entry: CueWord) -> Found | None:
    """The clause that a noun is said to be: "the message was that C"."""
    verb = noun.head
    if "that" not in entry.frames or noun.dep_ != "nsubj" or verb.lemma_ != "be" or noun.i > verb.i:
        return None
    clause = child_of(verb, "ccomp")
    if clause is None or clause.i < verb.i or child_of(clause, "mark") is None:
        return None
    return Found("is-that", (subtree_range(clause),))


def _noun_phrase(noun: Token, entry: CueWord) -> Found | None:
    """The object of a noun's preposition: "fears of C", "her support for C"."""
    for prep in children_of(noun, "prep"):
        if prep.lower_ in entry.frames and prep.i > noun.i:
            inner = child_of(prep, "pobj", "pcomp")
            if inner is not None:
                return Found("prep", (subtree_range(inner),), prep)
    return None


def _owner(noun: Token) -> Range | None:
    """Whose the noun is: its possessive, also where the parser lost the noun before the apostrophe."""
    owner = child_of(noun, "poss")
    if owner is not None:
        start, end = subtree_range(owner)
        case = child_of(owner, "case")
        return (start, min(end, case.idx)) if case is not None and case.i > owner.i else (start, end)
    mark = noun.doc[noun.i - 1] if noun.i > 1 else None
    if mark is None or mark.tag_ != "POS" or mark.nbor(-1).pos_ not in {"NOUN", "PROPN"}:
        return None
    owner = mark.nbor(-1)
    return owner.left_edge.idx, owner.idx + len(owner)


def _giver(noun: Token, used: Token | None) -> Token | None:
    for prep in children_of(noun, "prep"):
        if prep.lower_ in {"from", "by", "of", "among"} and (used is None or prep.i != used.i):
            return child_of(prep, "pobj")
    return None


def _take_carrier(draft: Draft, noun: Token) -> None:
    """The subject of the verb that the noun is the object of ("the minister expressed fears that")."""
    verb = noun.head
    if noun.dep_ != "dobj" or verb.lemma_ not in CARRIERS or noun.i < verb.i:
        return
    subject = find_subject(verb)
    if subject is not None:
        draft.word = verb
        draft.cue = verb_group_range(verb)[0], draft.cue[1]
        set_source(draft, subject)
        draft.way = "carrier"


def _read_adjective(word: Token, entry: CueWord) -> Draft | None:
    """What an adjective reports of its subject ("is confident that", "worried about")."""
    verb = word if word.pos_ == "VERB" else word.head
    if (
        verb.pos_ not in VERBAL
        or (verb is word and not is_passive(word))
        or (verb is not word and word.dep_ != "acomp")
    ):
        return None
    found = _adjective_clause(word, entry)
    subject = find_subject(verb)
    if found is None or subject is None or subject.noun.lower_ in EXPLETIVE:
        return None
    start = verb_group_range(verb)[0] if 0 <= word.i - verb.i <= 3 else word.idx
    cue = _with_prep((start, word.idx + len(word)), found.prep)
    draft = Draft(verb, entry, f"adj {found.frame}", cue, list(found.contents))
    set_source(draft, subject)
    return draft


def _adjective_clause(word: Token, entry: CueWord) -> Found | None:
    for child in word.children:
        if child.i < word.i:
            continue
        if child.dep_ == "ccomp" and "that" in entry.frames and not _is_small(child):
            return Found("that", (subtree_range(child),))
        if child.dep_ == "xcomp" and "to" in entry.frames and has_to(child):
            return Found("to", (subtree_range(child),))
        if child.dep_ == "prep" and child.lower_ in entry.frames:
            inner = child_of(child, "pobj", "pcomp")
            if inner is not None:
                return Found("prep", (subtree_range(inner),), child)
    return None
