"""What all ways of taking a position share: the entries of the table `positions`, and who can hold one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from onrecord.extraction.attributions import Attribution
from onrecord.extraction.clauses import SUBJECTS, find_antecedent, find_child, is_verbal, noun_phrase
from onrecord.extraction.page import Page
from onrecord.model import Span, Stance
from onrecord.words import read_table

if TYPE_CHECKING:
    from spacy.tokens import Token

FIRST_PERSONS = frozenset({"i", "we"})
ABSTRACT = ("ance", "ence", "ness", "ment", "tion", "sion", "ity", "ing", "ism", "ship")
LISTED = frozenset({"JJ", "CD", "NN", "DT", "JJS", "JJR"})  # tags of "a third", "two", "others", "several"


@dataclass(frozen=True, slots=True)
class Stand:
    """A position as the text gives it: whose, which, where, on what; nobody's where the outlet is meant."""

    party: Span | None
    position: Stance
    span: Span
    about_text: Span | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the table `positions`."""

    word: str
    frame: str
    stance: str
    negated: str
    objects: str
    who: str


def entries_for(word: Token) -> tuple[Entry, ...]:
    """The entries that a word can be, by lemma and by form."""
    entries, lemma = _read_entries(), word.lemma_.lower()
    found = entries.get(lemma, ()) + (entries.get(word.lower_, ()) if word.lower_ != lemma else ())
    if word.tag_ == "JJ" and lemma.endswith("ed"):  # "has concerned nurses" with the participle taken for an adjective
        stems = entries.get(lemma[:-2], ()) + entries.get(lemma[:-1], ())
        found += tuple(entry for entry in stems if entry.frame == "strike")
    return found


def object_of(word: Token, *prepositions: str) -> Token | None:
    """What follows one of the prepositions that hang on the word, the first named that is there."""
    for preposition in prepositions:
        for child in word.children:
            if child.dep_ in {"prep", "dative", "agent"} and child.lower_ == preposition:
                found = find_child(child, "pobj", "pcomp")
                if found is not None:
                    return found
    return None


def agent_of(verb: Token) -> Token | None:
    """Whoever does it, after "by" in a passive; no day and no deadline."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            agent = find_child(child, "pobj")
            if agent is not None and not is_time(agent) and not is_of_class(agent, "means"):
                return agent
    for child in verb.children:
        words = find_child(child, "pobj") if child.dep_ == "prep" and child.i > verb.i else None
        if words is not None and is_of_class(words, "utterance"):  # "confirmed in a statement by the board"
            return object_of(words, "by")
    return None


def is_time(noun: Token) -> bool:
    """Whether the noun is a day, an hour, a deadline or a count of votes."""
    return is_of_class(noun, "circumstance") or (noun.tag_ == "CD" and noun.text[0].isdigit())


def is_passive(verb: Token) -> bool:
    """Whether the verb is in the passive, or a participle that stands for a passive clause."""
    if verb.tag_ not in {"VBN", "VBD"} or _is_lone_participle(verb):
        return False
    if any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children) or agent_of(verb) is not None:
        return True
    bare = not any(child.dep_ in {"nsubj", "aux"} for child in verb.children)
    if verb.dep_ == "conj" and is_verbal(verb.head) and bare:
        return find_child(verb, "dobj", "ccomp", "xcomp") is None and is_passive(verb.head)
    return verb.dep_ == "acl"


def find_relative(verb: Token) -> Token | None:
    """The noun that a verb taken for a participle is relative to: "the scheme, which the coach condemned, lasted"."""
    noun = verb.head
    opened = noun.left_edge.i > 0 and noun.left_edge.nbor(-1).lower_ in {"which", "whom"}
    if verb.dep_ != "acl" or noun.dep_ != "nsubj" or not opened or agent_of(verb) is not None:
        return None
    return noun.head.head if noun.head.dep_ == "relcl" else None


def _is_lone_participle(verb: Token) -> bool:
    """Whether the only verb of a sentence was taken for a participle of its subject ("Two nurses alleged that …")."""
    noun = verb.head
    if find_relative(verb) is not None:
        return True
    return (
        verb.dep_ == "acl"
        and noun.dep_ == "ROOT"
        and not is_verbal(noun)
        and (_has_full_clause(verb) or any(word.lower_ == "that" for word in verb.subtree))
        and agent_of(verb) is None
    )


def _has_full_clause(verb: Token) -> bool:
    """Whether the verb has an object, or a clause with a subject of its own."""
    clause = find_child(verb, "ccomp")
    return find_child(verb, "dobj") is not None or (clause is not None and find_child(clause, *SUBJECTS) is not None)


def is_of_class(word: Token, wanted: str) -> bool:
    """Whether the noun, or one joined to it, is of a class of the table `objects`, a party or a person."""
    if wanted == "party":
        return is_party(word)
    if wanted == "person":
        return is_person(word)
    nouns = read_objects().get(wanted, frozenset())
    return any(noun.lemma_.lower() in nouns or noun.lower_ in nouns for noun in _joined_nouns(word))


def is_person(word: Token) -> bool:
    """Whether the word means people by name, pronoun or noun."""
    if word.pos_ == "PROPN" and word.left_edge.i < word.i:
        return any(child.text in _read_name_openers() for child in word.children if child.dep_ == "compound")
    return word.lower_ in {"him", "her"} or word.lemma_ in read_parties()["person"]


def is_abstract(noun: Token) -> bool:
    """Whether the noun, no party by the tables, ends as words for deeds and qualities do: "performance", "weakness"."""
    document = noun.lemma_.lower() in _read_documents()
    return noun.pos_ == "NOUN" and noun.lower_.endswith(ABSTRACT) and not document and not is_party(noun)


def is_party(party: Token) -> bool:
    """Whether the word can stand for somebody who takes a position."""
    if party.pos_ in {"PROPN", "PRON"}:
        return party.lower_ not in {"there", "this", "that", "what", "which", "it"} or party.lower_ == "it"
    lemma = party.lemma_.lower()
    if any(lemma in nouns or party.lower_ in nouns for nouns in read_parties().values()) or is_of_class(party, "actor"):
        return True
    if party.tag_ in LISTED and lemma in read_objects()["some"]:
        return True
    return lemma.endswith(("er", "or", "ist", "man", "woman", "ian", "ite")) and party.pos_ == "NOUN"


def _joined_nouns(token: Token) -> Iterator[Token]:
    yield token
    for child in token.children:
        if child.dep_ == "conj" and not is_verbal(child):
            yield from _joined_nouns(child)


def find_holders(holder: Token) -> Iterator[Token]:
    """The chief words of all who hold a position together, those of "lenders and rating agencies" too."""
    for child in holder.children:
        if child.dep_ == "nmod" and child.i < holder.i and find_child(child, "cc") is not None:
            yield child  # its own conjunct only describes the holder: "ratings"
    waiting = [*_further_agents(holder), *_further_subjects(holder), holder]
    while waiting:
        word = waiting.pop()
        yield word
        joined = [child for child in word.children if child.dep_ == "conj" and not is_verbal(child)]
        if _renames(word, joined):
            continue
        waiting.extend(reversed(joined))


def _further_agents(holder: Token) -> list[Token]:
    """Those after the second "by" of "by the union and by the guild"."""
    joined = (child for child in holder.head.children if child.dep_ == "conj" and child.lower_ == holder.head.lower_)
    found = (find_child(child, "pobj") for child in joined if holder.dep_ == "pobj")
    return [agent for agent in found if agent is not None]


def _further_subjects(holder: Token) -> list[Token]:
    """Those after "nor" where the parser gave the verb a second subject: "neither the family, …, nor the clinic"."""
    if holder.dep_ != "nsubj" or find_child(holder, "cc") is None or find_child(holder, "conj") is not None:
        return []
    return [child for child in holder.head.children if child.dep_ == "nsubj" and child.i > holder.i]


def _renames(word: Token, joined: list[Token]) -> bool:
    """Whether what was taken for the next of a list is a name set beside a description ("the receiver, Orm & Dahl")."""
    return (
        len(joined) == 1
        and joined[0].pos_ == "PROPN"
        and word.pos_ == "NOUN"
        and find_child(word, "cc") is None
        and joined[0].left_edge.nbor(-1).text == ","
    )


def name_party(page: Page, party: Token, attributions: tuple[Attribution, ...]) -> Span | None:
    """The party's words; whose "we" and "I" in a quotation are is told by the attribution around them."""
    party = find_antecedent(party)
    if party.dep_ == "nmod":
        return page.span(party.left_edge.idx, party.idx + len(party))
    if party.lower_ in FIRST_PERSONS:
        return _find_speaker(party, attributions) or page.span(party.idx, party.idx + len(party))
    return _behind_negation(page, party)


def _behind_negation(page: Page, party: Token) -> Span:
    """Those of whom "no officials", "nobody at the ministry", "none of the firms" says something."""
    if party.lower_ in {"nobody", "none", "one", "neither", "anyone"}:
        members = object_of(party, "at", "of", "in", "from")
        return noun_phrase(page, members if members is not None else party)
    name = _name_beside(party)
    if name is not None:
        return page.span(name[0].idx, name[1].idx + len(name[1]))
    if any(child.lower_ == "whose" for child in party.children):
        return page.span(party.idx, party.idx + len(party))
    place = _with_doubled_name(page, party, _without_topic(page, party, noun_phrase(page, party)))
    shared = find_child(party, "nmod")
    joint = find_child(shared, "cc") if shared is not None and shared.i < party.i else None
    if joint is not None:
        place = page.span(joint.nbor().idx, place.end)
    last = page.words(place.start, place.end)[-1]
    if last.lower_ in {"both", "all", "each", "himself", "herself", "itself", "themselves"} and last.i > party.i:
        place = page.trimmed(place.start, last.idx) or place
    for word in page.words(place.start, party.idx):
        alone = word.lower_ == "neither" and find_child(party, "conj", "cc") is None
        if word.lower_ in {"no", "neither"} and word.head.i == party.i and not alone:
            return page.span(word.nbor().idx, place.end)
    return place


def _without_topic(page: Page, party: Token, place: Span) -> Span:
    """The words without what the position is about, where the parser hung that on the party: "nurses over the leak"."""
    for child in party.children:
        charged = party.head.lower_ == "by" and party.head.head.lemma_ == "accuse" and child.lower_ == "of"
        topic = child.lower_ in {"over", "about", "as"} or charged
        if child.dep_ == "prep" and topic and place.start < child.idx < place.end:
            return page.trimmed(place.start, child.idx) or place
    return _without_deed(page, party, place)


def _without_deed(page: Page, party: Token, place: Span) -> Span:
    """The words without what the party is doing: "lawyers acting for the widows", "records reviewed on Monday"."""
    for child in party.children:
        deed = (child.dep_ == "acl" and child.tag_ in {"VBG", "VBN", "VBD"}) or child.dep_ == "amod"
        if deed and party.i < child.left_edge.i and place.start < child.left_edge.idx < place.end:
            return page.trimmed(place.start, child.left_edge.idx) or place
    return place


def _name_beside(party: Token) -> tuple[Token, Token] | None:
    """The first and last word of the name set beside a description: "the shipyard, Orlov Marine,"."""
    if party.pos_ != "NOUN" or party.tag_ == "NNS":
        return None
    joined = [child for child in party.children if child.dep_ == "conj" and not is_verbal(child)]
    if _renames(party, joined):
        return joined[0].left_edge, joined[0].right_edge
    for child in party.children:
        after = child.left_edge.i > 0 and child.left_edge.nbor(-1).text == ","
        if child.dep_ == "appos" and child.pos_ == "PROPN" and after and not is_time(child):
            return child.left_edge, max(
                (word for word in child.subtree if word.i == child.i or _in_name(word, child)), key=lambda word: word.i
            )
    return None


def _in_name(word: Token, name: Token) -> bool:
    return word.pos_ == "PROPN" and all(between.text not in {",", "("} for between in name.doc[name.i : word.i])


def _with_doubled_name(page: Page, party: Token, place: Span) -> Span:
    """The words with the name right after them that was taken for a second subject ("the opposition Dawn Party")."""
    following = [child for child in party.head.children if child.dep_ == party.dep_ and child.i > party.i]
    if following and following[0].pos_ == "PROPN" and following[0].left_edge.i == party.i + 1:
        return page.span(place.start, following[0].idx + len(following[0]))
    return place


def _find_speaker(word: Token, attributions: tuple[Attribution, ...]) -> Span | None:
    around = [
        (span.end - span.start, number)
        for number, attribution in enumerate(attributions)
        for span in attribution.contents
        if span.start <= word.idx < span.end
    ]
    if not around:
        return None
    attribution = attributions[min(around)[1]]
    if attribution.source is None and attribution.heir_of is not None:
        attribution = attributions[attribution.heir_of]
    return attribution.source


@cache
def _read_entries() -> dict[str, tuple[Entry, ...]]:
    entries: dict[str, tuple[Entry, ...]] = {}
    for row in read_table("positions"):
        entry = Entry(*(row[name] for name in ("word", "frame", "stance", "negated", "objects", "who")))
        key = entry.word.split()[0]
        entries[key] = (*entries.get(key, ()), entry)
    return entries


@cache
def _read_documents() -> frozenset[str]:
    return frozenset(row["noun"] for row in read_table("document_nouns"))


@cache
def _read_name_openers() -> frozenset[str]:
    """Given names, titles and offices as they stand before a surname."""
    openers = {row["name"] for row in read_table("given_names")} | {row["title"] for row in read_table("titles")}
    return frozenset(openers | {noun.capitalize() for noun in read_parties()["person"]})


@cache
def read_objects() -> dict[str, frozenset[str]]:
    """The nouns of each class of the table `objects`."""
    classes: dict[str, set[str]] = {}
    for row in read_table("objects"):
        classes.setdefault(row["class"], set()).add(row["noun"])
    return {name: frozenset(nouns) for name, nouns in classes.items()}


@cache
def read_verbs() -> dict[str, frozenset[str]]:
    """The verbs of each role of the table `stance_verbs`."""
    roles: dict[str, set[str]] = {}
    for row in read_table("stance_verbs"):
        roles.setdefault(row["role"], set()).add(row["verb"])
    return {name: frozenset(verbs) for name, verbs in roles.items()}


@cache
def read_parties() -> dict[str, frozenset[str]]:
    """The nouns for people, groups, bodies and media."""
    tables = {"person": "person_nouns", "group": "group_nouns", "body": "body_nouns", "media": "media_nouns"}
    rows = {kind: read_table(name) for kind, name in tables.items()}
    return {
        kind: frozenset(row["noun"].lower() for row in found if row.get("family") != "rumour")
        for kind, found in rows.items()
    }
