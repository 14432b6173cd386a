"""Relays: words that put one more voice between a fact and its reader.

"citing a letter from the minister", "were quoted by the station as saying", "state media quoted her as
saying", "told the Courier, which first reported it", "rumours were spreading that …".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal

from onrecord.extraction.cues import find_cue
from onrecord.extraction.names import read_group_nouns, read_name_parts, read_nouns, read_relay_words
from onrecord.extraction.page import Page
from onrecord.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

VIEWED = re.compile(
    r"\b(?:seen|obtained|reviewed|viewed|examined|read|heard|inspected|verified) by\b"
    r"|\b(?:shared with|leaked to|provided to|shown to|sent to|given to)\b"
)
AGENT = frozenset({"by", "from", "with", "of"})
CITED = frozenset({"cited", "cites", "quoted", "quotes"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
OPENING = (
    "cite",
    "quote",
    "hear",
    "base",
    "brief",
    "briefing",
    "meeting",
    "refer",
    "mouth",
    "inner",
)  # sorts of words that open a relay
MAX_CLIMB = 3
PEOPLE_ENDINGS = (
    "ist",
    "ian",
    "man",
    "woman",
    "herd",
    "keeper",
    "smith",
    "wright",
    "monger",
    "goer",
    "maker",
    "worker",
)
AFTER = frozenset({"after", "following", "from"})
AIDES = frozenset({"aide", "representative", "agent", "secretary"})
MOUTHPIECES = frozenset({"spokesperson", "lawyer"})


@dataclass(frozen=True, slots=True)
class Relay:
    """A voice between: who, by which word, on what ground, and on which side of the one who speaks.

    `side` is "before" for one nearer to the reader (a station that quotes somebody), "after" for one
    nearer to the fact (a document that somebody cites). `given` is who is quoted, where the words say so;
    `added` tells that the relay follows after a comma outside quotation marks (", citing two officers"),
    `inner` that it is what somebody is said to have told ("said the pilot had told her that …").
    """

    party: Span
    cue: Span | None
    basis: Span | None
    side: Literal["before", "after"]
    at: int
    given: Span | None = None
    added: bool = False
    inner: bool = False


def find_relays(page: Page, start: int, end: int) -> tuple[Relay, ...]:
    """The relays that begin in a stretch of the page, in text order."""
    found = (page.word_at(match.start()) for match in _compile_words().finditer(page.text, start, end))
    return tuple(relay for token in found if token is not None for relay in _read_token(page, token))


@cache
def _compile_words() -> re.Pattern[str]:
    """The words at which a relay may begin."""
    hearsay = (noun for noun, family in read_group_nouns().items() if family == "rumour")
    words = sorted({*hearsay, "which", "who", *(word for sort in OPENING for word in read_relay_words(sort))})
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


def find_viewer(page: Page, basis: Span) -> Span | None:
    """The medium that saw a document: "a memo seen by the Harbour Post"."""
    seen = VIEWED.search(basis.text)
    if seen is None:
        return None
    word = page.word_at(basis.start + seen.end() - 1)
    viewer = _find_object(word) if word is not None else None
    return _span_of(page, viewer) if viewer is not None else None


def find_agent(page: Page, basis: Span) -> Span | None:
    """Whoever a basis rests on: "after a briefing by the service" rests on the service."""
    for token in page.words(basis.start, basis.end):
        if token.lower_ in AGENT | read_relay_words("cite"):
            phrase = _find_object(token)
            if phrase is not None and basis.start <= phrase.idx < basis.end and may_speak(phrase):
                return _find_author(page, phrase) or _span_of(page, phrase)
    return None


def _read_token(page: Page, token: Token) -> Iterator[Relay]:
    word = token.lower_
    if word in read_relay_words("cite") | read_relay_words("quote") and token.pos_ in {"VERB", "ADP"}:
        yield from _read_citing(page, token)
    elif word in read_relay_words("hear"):
        yield from _read_ground(page, token, "from")
    elif word in read_relay_words("base"):
        yield from _read_ground(page, token, "on")
    elif word in read_relay_words("brief"):
        yield from _read_ground(page, token, "by")
    elif word in read_relay_words("briefing") | read_relay_words("meeting") and token.dep_ == "pobj":
        yield from _read_briefing(page, token)
    elif word in read_relay_words("refer") and token.head.lower_ == "with":
        yield from _read_ground(page, token, "to")
    elif word in read_relay_words("inner"):
        yield from _read_inner(page, token)
    elif word in read_relay_words("mouth"):
        yield from _read_mouth(page, token)
    elif word in {"which", "who"} and token.dep_ in SUBJECTS:
        yield from _read_first_told(page, token)
    elif read_group_nouns().get(word) == "rumour" and _is_hearsay(token):
        yield Relay(_span_of(page, token), _span_of(page, token, whole=False), None, "after", token.idx)


def _read_citing(page: Page, verb: Token) -> Iterator[Relay]:
    """ "citing X", "was quoted by X as saying", "X quoted Y as saying"."""
    cue = page.span(verb.idx, verb.idx + len(verb))
    by = _find_by(verb)
    quoted = next((child for child in verb.children if child.dep_ == "nsubjpass"), None)
    quoted = verb.head if quoted is None and verb.dep_ == "acl" else quoted
    if by is not None and verb.lower_ in {"quoted", "cited"}:
        medium = _find_object(by)
        if medium is not None and may_speak(medium):
            yield Relay(
                _span_of(page, medium), cue, None, "before", verb.idx, _span_of(page, quoted) if quoted else None
            )
        return
    given = _find_object(verb) or _find_subject_of_saying(verb)
    if given is None or not (may_speak(given) or _are_people(given)):
        return
    if verb.lower_ in read_relay_words("cite"):
        added = page.text[max(verb.idx - 2, 0) : verb.idx] == ", " and page.quotation_at(verb.idx) is None
        yield replace(_cite(page, verb, given, cue), added=added)
        if _has_saying(verb, given):
            yield from _pass_on(page, verb, given)
        return
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if subject is None:
        return
    if _has_saying(verb, given):
        if may_speak(subject):
            yield Relay(_span_of(page, subject), cue, None, "before", verb.idx, _span_of(page, given))
    elif verb.lower_ in CITED and subject.lower_ in {"which", "who"}:
        yield replace(_cite(page, verb, given, cue), added=True)


def _find_by(verb: Token) -> Token | None:
    """The "by" before who quotes, also behind "as saying"; the "in" or "on" before a medium."""
    said = (grand for child in verb.children if child.lower_ == "as" for grand in child.children)
    for child in (*verb.children, *(word for saying in said for word in saying.children)):
        if child.lower_ == "by" and child.dep_ in {"agent", "prep"}:
            return child
        place = _find_object(child) if child.lower_ in {"in", "on"} and child.dep_ == "prep" else None
        if place is not None and child.head is verb and _is_medium(place):
            return child
    return None


def _is_medium(word: Token) -> bool:
    """Whether a word is that of a medium: a noun for one, or the last of a medium's name."""
    parts = [read_name_parts("ending").get(word.lower_)] if word.pos_ == "PROPN" else []
    parts += [read_name_parts("opening").get(child.lower_) for child in word.lefts if child.pos_ == "PROPN"]
    return _kind_of(word) == "media" or any(part is not None and part[0] == "media" for part in parts)


def _pass_on(page: Page, verb: Token, given: Token) -> Iterator[Relay]:
    """The station in "the station reported that the dyke broke, quoting a nurse as saying that …"."""
    subject = _find_subject_above(verb) if verb.dep_ == "advcl" else None
    if subject is not None:
        cue = page.span(verb.idx, verb.idx + len(verb))
        yield Relay(_span_of(page, subject), cue, None, "before", verb.idx, _span_of(page, given))


def _find_subject_above(verb: Token) -> Token | None:
    """The nearest subject of a verb above that may be a source."""
    above = verb
    for _ in range(MAX_CLIMB):
        if above.head.i == above.i:
            return None
        above = above.head
        for child in above.children:
            if child.dep_ == "nsubj" and child.i < verb.i and may_speak(child):
                return child
    return None


def _read_ground(page: Page, verb: Token, preposition: str) -> Iterator[Relay]:
    """Whom something was heard from, who gave a briefing, or what something is based on."""
    for child in verb.children:
        ground = _find_object(child) if child.lower_ == preposition else None
        ground = _find_talker(ground) if ground is not None else None
        if ground is not None and may_speak(ground):
            basis = page.span(verb.idx, ground.idx + len(ground))
            added = verb.sent.start == verb.i or page.text[max(verb.idx - 2, 0) : verb.idx] == ", "
            yield Relay(_span_of(page, ground), None, basis, "after", verb.idx, added=added)


def _find_talker(ground: Token) -> Token | None:
    """Those whom interviews were held with, where something rests on interviews; else the ground itself."""
    if ground.lower_ not in read_relay_words("talk"):
        return ground
    objects = (_find_object(child) for child in ground.children if child.lower_ in AGENT)
    return next((talker for talker in objects if talker is not None), None)


def _read_briefing(page: Page, briefing: Token) -> Iterator[Relay]:
    """Who gave the briefing that somebody comes from: "emerging from a closed briefing by the army"."""
    way = briefing.head
    if way.lower_ not in read_relay_words("way"):
        return
    met = {"with"} if briefing.lower_ in read_relay_words("meeting") and way.lower_ in AFTER else set()
    givers = (_find_object(child) for child in briefing.children if child.lower_ in {"by", "from", *met})
    for giver in givers:
        if giver is not None and may_speak(giver):
            first = way.head if way.head.tag_ == "VBG" else way
            basis = page.span(first.idx, giver.idx + len(giver))
            yield Relay(_span_of(page, giver), None, basis, "after", way.idx, added=True)


def _read_mouth(page: Page, way: Token) -> Iterator[Relay]:
    """The one by whose mouth another speaks: "said through a spokesman"."""
    mouth = _find_object(way)
    noun = read_nouns().get(mouth.lower_) if mouth is not None else None
    if mouth is not None and noun is not None and (noun.families & MOUTHPIECES or mouth.lower_ in AIDES):
        cue = page.span(way.idx, way.idx + len(way))
        yield Relay(_span_of(page, mouth), cue, None, "before", way.idx)


def _read_inner(page: Page, verb: Token) -> Iterator[Relay]:
    """Who is said to have told something: the pilot in "she said the pilot had told her that the fuel was low"."""
    if verb.pos_ != "VERB" or any(child.tag_ == "MD" for child in verb.children):
        return
    told = verb.dep_ == "ROOT" and ", according to " in page.text[verb.idx : verb.sent.end_char]
    if verb.dep_ != "ccomp" and not told:
        return
    entry = find_cue(verb if told else verb.head)
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if entry is None or entry.kind != "speech" or subject is None or subject.pos_ not in {"NOUN", "PROPN"}:
        return
    if any(child.dep_ in {"ccomp", "xcomp", "dobj", "dative"} and child.i > verb.i for child in verb.children):
        cue = page.span(verb.idx, verb.idx + len(verb))
        yield Relay(_span_of(page, subject), cue, None, "after", verb.idx, inner=True)


def _find_subject_of_saying(verb: Token) -> Token | None:
    """The premier in "reported the premier saying", where the parse makes a clause of it."""
    clauses = (child for child in verb.children if child.lower_ in read_relay_words("saying"))
    return next((child for clause in clauses for child in clause.children if child.dep_ == "nsubj"), None)


def _cite(page: Page, verb: Token, given: Token, cue: Span) -> Relay:
    """What is cited; its author where a document has one ("a letter from the minister")."""
    author = _find_author(page, given)
    if author is not None:
        return Relay(author, cue, page.span(given.left_edge.idx, author.end), "after", verb.idx)
    return Relay(_span_of(page, given), cue, None, "after", verb.idx)


def _find_author(page: Page, document: Token) -> Span | None:
    if _kind_of(document) != "document":
        return None
    authors = (_find_object(child) for child in document.children if child.lower_ in AGENT)
    return next((_span_of(page, author) for author in authors if author is not None and may_speak(author)), None)


def _read_first_told(page: Page, pronoun: Token) -> Iterator[Relay]:
    """The medium that had a story before others: "told the Courier, which first reported it"."""
    verb = pronoun.head
    if verb.dep_ == "relcl" and may_speak(verb.head) and _is_scoop(verb):
        teller = next((child for child in verb.head.head.children if child.dep_ == "nsubj"), None)
        given = _span_of(page, teller) if teller is not None and verb.head.dep_ in {"dobj", "dative"} else None
        cue = page.span(verb.idx, verb.idx + len(verb))
        yield Relay(_span_of(page, verb.head), cue, None, "before", verb.idx, given)


def _is_scoop(verb: Token) -> bool:
    """Whether a clause tells of a story had first: "first reported", "was the first to report", "broke the story"."""
    children = list(verb.children)
    if verb.lemma_ == "be":
        first = next((child for child in children if child.lower_ == "first" and child.i > verb.i), None)
        return first is not None and any(
            child.dep_ in {"relcl", "acl", "xcomp", "advcl"} and child.lemma_ in read_relay_words("first")
            for child in (*first.children, *children)
        )
    if verb.lemma_ not in read_relay_words("first"):
        return False
    if any(child.lower_ == "first" for child in children):
        return True
    return any(child.dep_ == "dobj" and child.lower_ in read_relay_words("scoop") for child in children)


def is_given(word: Token) -> bool:
    """Whether a word is the "saying" of "quoted her as saying"."""
    if word.lower_ not in read_relay_words("saying") or not word.i:
        return False
    before = word.nbor(-1)
    return before.lower_ == "as" or (before.lower_ == "," and word.i > 1 and word.nbor(-2).lower_ == "as")


def find_given(page: Page, word: Token, sentence: tuple[int, int]) -> Span | None:
    """Who is quoted "as saying" something: whose words they are, and not who passes them on."""
    before = [
        (relay.at, relay)
        for relay in find_relays(page, sentence[0], word.idx)
        if relay.given is not None or relay.side == "after"
    ]
    if not before:
        return None
    relay = max(before, key=lambda pair: pair[0])[1]
    return relay.given or relay.party


def _has_saying(verb: Token, given: Token) -> bool:
    """Whether "saying" follows: "quoted her as saying", "reported the president saying"."""
    near = (
        *verb.children,
        *given.children,
        *(t for child in verb.children if child.lower_ == "as" for t in child.children),
    )
    return any(token.lower_ in read_relay_words("saying") for token in near)


def _is_hearsay(noun: Token) -> bool:
    """Whether a noun like "rumours" or "reports" speaks for nobody: "there are reports that", "rumours spread that"."""
    head = noun.head
    if head.lemma_ == "be" and any(child.dep_ == "expl" for child in head.children):
        return any(
            child.dep_ in {"acl", "relcl", "ccomp"} or child.lower_ in {"that", "circulating"} for child in noun.subtree
        )
    return (
        noun.dep_ == "nsubj"
        and head.lemma_ in read_relay_words("spread")
        and noun.lower_ in {"rumours", "rumors", "reports"}
    )


def may_speak(token: Token) -> bool:
    """Whether a word names or describes somebody or something that can be a source."""
    capital = not token.text.islower() and token.pos_ == "NOUN" and not token.is_sent_start
    return token.pos_ in {"PROPN", "PRON"} or capital or _kind_of(token) is not None


def _are_people(token: Token) -> bool:
    """Whether a plural that no table knows ends as words for people do and has no other sense ("citing beekeepers")."""
    return token.tag_ == "NNS" and token.lemma_.endswith(PEOPLE_ENDINGS)


def _kind_of(token: Token) -> str | None:
    if token.lower_ in read_group_nouns():
        return "group"
    noun = read_nouns().get(token.lower_) or read_nouns().get(token.lemma_)
    return noun.kinds[0] if noun else None


def _find_object(token: Token) -> Token | None:
    return next(
        (child for child in token.children if child.dep_ in {"dobj", "pobj", "obj", "nsubj"} and child.i > token.i),
        None,
    )


def _span_of(page: Page, token: Token, whole: bool = True) -> Span:
    """The noun phrase up to its chief word."""
    first = token.left_edge if whole else token
    return page.span(first.idx, token.idx + len(token))
