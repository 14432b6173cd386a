"""Material that a report describes: clips, pictures, recordings, documents; who put it out and what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from onrecord.extraction.clauses import (
    LONGEST,
    find_antecedent,
    find_child,
    find_subject_word,
    is_negative_phrase,
    noun_phrase,
    subtree_span,
)
from onrecord.extraction.hedging import match_hedges
from onrecord.extraction.page import Page, Sentence
from onrecord.model import Span
from onrecord.words import read_table

if TYPE_CHECKING:
    from spacy.tokens import Token

SHOWING = frozenset({"show", "depict", "capture", "feature", "reveal", "portray", "document", "contain"})
TELLING = frozenset(
    {"suggest", "indicate", "say", "state", "detail", "describe", "list", "set", "order", "name", "outline", "raise"}
)
STRONG = frozenset(
    {"memo", "memorandum", "document", "file", "dossier", "transcript", "cable", "email", "e-mail", "letter", "logbook"}
)
SECRET = frozenset(
    {"leaked", "purported", "alleged", "confidential", "internal", "secret", "draft", "classified", "unpublished"}
)
DOUBTING = frozenset({"probable", "possible", "rumour"})
REACH_BACK = 3  # sentences over which "the recording" still means the one named before
EVIDENCE = frozenset({"publisher", "holder", "recipient", "maker"})


@dataclass(frozen=True, slots=True)
class Exhibit:
    """Material: who published it, on which platform, what kind it is, what it shows and how surely."""

    publisher: Span | None
    platform: str | None
    medium: Span
    shows: Span | None
    hedge: Span | None


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where material is spoken of, with the words that tell of it."""

    noun: Token
    kind: str
    publisher: Token | None
    handled: bool
    display: Token | None


def find_exhibits(page: Page) -> tuple[Exhibit, ...]:
    """The material that a page describes, one exhibit for each piece, in text order."""
    exhibits: list[Exhibit] = []
    seen: list[tuple[int, str, str]] = []
    for number, sentence in enumerate(page.sentences):
        for mention in _find_mentions(page, sentence):
            lemma = mention.noun.lemma_.lower()
            earlier = _find_earlier(mention, number, seen)
            if earlier is not None:
                exhibits[earlier] = _complete(page, sentence, exhibits[earlier], mention)
            elif _is_exhibit(mention):
                exhibits.append(_make_exhibit(page, sentence, mention))
                seen.append((number, lemma, mention.kind))
    return tuple(exhibits)


def _find_mentions(page: Page, sentence: Sentence) -> Iterator[Mention]:
    kinds = _read_kinds()
    if sentence.end - sentence.start > LONGEST:
        return
    for word in page.words(sentence.start, sentence.end):
        kind = kinds.get(word.lemma_.lower()) or kinds.get(word.lower_)
        if kind is None or kind == "page" or word.pos_ not in {"NOUN", "PROPN"} or _is_modifier(word):
            continue
        publisher, handled = _find_publisher(word)
        yield Mention(word, kind, publisher, handled, _find_display(word, kind))


def _is_modifier(word: Token) -> bool:
    """Whether the word only describes another noun ("a video call", "the film festival")."""
    return word.dep_ in {"compound", "nmod"} and word.head.pos_ in {"NOUN", "PROPN"} and word.head.i > word.i


def _is_exhibit(mention: Mention) -> bool:
    if is_negative_phrase(mention.noun):
        return False
    if mention.kind in {"visual", "audio", "capture"}:
        return mention.handled or mention.display is not None
    secret = any(child.lower_ in SECRET for child in mention.noun.children)
    if mention.kind == "document":
        known = mention.noun.lemma_.lower() in STRONG
        return (mention.handled and (known or secret)) or (secret and mention.display is not None)
    return mention.handled and mention.display is not None


def _find_publisher(noun: Token) -> tuple[Token | None, bool]:
    """Who put the material out, and whether the report says at all that it was put out, held or made."""
    handled = False
    for verb, object_first in _find_handling(noun):
        role = _read_roles().get(verb.lemma_.lower(), "")
        if role == "maker" and _read_kinds().get(noun.lemma_.lower()) in {"document", "post"}:
            continue
        if role not in EVIDENCE or (not object_first and _is_idle(verb, role)):
            continue
        handled = True
        party = _party_of(verb, role, object_first)
        if party is not None and role != "holder":
            return party, True
    owner = find_child(noun, "poss")
    if handled and owner is not None and owner.ent_type_ in {"ORG", "PERSON"}:
        return owner, True
    return None, handled


def _is_idle(verb: Token, role: str) -> bool:
    """Whether an active verb says too little: "see photos below", "sent her a letter", "urged her to release tapes"."""
    if role in {"holder", "recipient"}:
        return verb.lemma_ != "leak"
    if any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children):
        return True
    subject = find_child(verb, "nsubj")
    return subject is not None and subject.lower_ in {"you", "we", "i", "they"}


def _find_handling(noun: Token) -> Iterator[tuple[Token, bool]]:
    """The verbs that say what is done with the material; true where the material is what is acted on as a passive."""
    for child in noun.children:
        if child.dep_ in {"acl", "relcl", "amod", "parataxis"} and child.pos_ in {"VERB", "ADJ"}:
            yield child, _is_passive(child)
            yield from ((other, _is_passive(other)) for other in child.children if other.dep_ == "conj")
        elif child.dep_ == "appos":
            yield from _find_handling_of_copy(child)
    head = noun.head
    if noun.dep_ in {"dobj", "nsubjpass"}:
        yield head, noun.dep_ == "nsubjpass"
    elif noun.dep_ == "nsubj" and find_child(head, "agent") is not None:
        yield head, True
    elif noun.dep_ == "nsubj":
        yield from ((child, True) for child in head.children if child.dep_ in {"advcl", "acl"} and child.tag_ == "VBN")
    elif noun.dep_ == "pobj" and head.dep_ == "prep" and _read_kinds().get(head.head.lemma_.lower()):
        yield from _find_handling(head.head)


def _find_handling_of_copy(copy: Token) -> Iterator[tuple[Token, bool]]:
    """The verb in "a copy of which was posted by"."""
    for child in copy.children:
        if child.dep_ in {"relcl", "acl"}:
            yield child, _is_passive(child)


def _is_passive(verb: Token) -> bool:
    return verb.tag_ == "VBN" and (
        find_child(verb, "auxpass", "nsubjpass", "agent") is not None or find_child(verb, "nsubj", "aux") is None
    )


def _party_of(verb: Token, role: str, passive: bool) -> Token | None:
    if role == "recipient":
        return _object_of(verb, "to")
    if passive:
        party = _object_of(verb, "by")
        return party if party is not None or role != "publisher" else _channel_of(verb)
    subject = find_child(verb, "nsubj") or (
        find_subject_word(verb) if verb.dep_ in {"conj", "advcl", "xcomp"} else None
    )
    return find_antecedent(subject) if subject is not None else None


def _channel_of(verb: Token) -> Token | None:
    """The channel or site where nobody else is named: "posted on the channel Dala"."""
    place = _object_of(verb, "on") or _object_of(verb, "in") or _object_of(verb, "via")
    return place if place is not None and place.lemma_ in {"channel", "page", "site", "account", "blog"} else None


def _object_of(verb: Token, preposition: str) -> Token | None:
    for child in verb.children:
        if child.lower_ == preposition and child.dep_ in {"agent", "prep", "dative"}:
            return find_child(child, "pobj")
    return None


def _find_display(noun: Token, kind: str) -> Token | None:
    """The verb that says what the material shows."""
    verbs = SHOWING if kind not in {"document", "post"} else SHOWING | TELLING
    for child in noun.children:
        if child.dep_ in {"acl", "relcl"}:
            found = _reach_display(child, verbs)
            if found is not None and not _is_passive(found):
                return found
    if noun.dep_ in {"nsubj", "dep"} or (noun.dep_ == "pobj" and noun.head.head.dep_ == "nsubj"):
        head = noun.head if noun.dep_ != "pobj" else noun.head.head.head
        return _reach_display(head, verbs)
    return None


def _reach_display(verb: Token, verbs: frozenset[str]) -> Token | None:
    """The verb itself or the infinitive under "appears to", "purports to"."""
    if verb.lemma_ in verbs and verb.pos_ in {"VERB", "AUX"}:
        return verb
    if verb.lemma_ in {"appear", "seem", "purport", "claim", "be"}:
        below = find_child(verb, "xcomp")
        return _reach_display(below, verbs) if below is not None else None
    joined = next((child for child in verb.children if child.dep_ == "conj" and child.lemma_ in verbs), None)
    return joined if joined is not None and find_child(joined, "nsubj") is None else None


def _find_earlier(mention: Mention, number: int, seen: Sequence[tuple[int, str, str]]) -> int | None:
    """The exhibit that a definite mention goes back to ("the recording", "the footage", "the document")."""
    if not any(child.lower_ in {"the", "that", "this"} and child.dep_ == "det" for child in mention.noun.children):
        return None
    for place in range(len(seen) - 1, -1, -1):
        sentence, lemma, kind = seen[place]
        if number - sentence > REACH_BACK:
            return None
        if lemma == mention.noun.lemma_.lower() or (kind == mention.kind and mention.publisher is None):
            return place
    return None


def _make_exhibit(page: Page, sentence: Sentence, mention: Mention) -> Exhibit:
    medium = _medium_span(page, mention.noun)
    return Exhibit(
        publisher=noun_phrase(page, mention.publisher) if mention.publisher is not None else None,
        platform=_find_platform(page, sentence),
        medium=medium,
        shows=_shown_by(page, mention.display),
        hedge=_find_hedge(page, mention),
    )


def _complete(page: Page, sentence: Sentence, exhibit: Exhibit, mention: Mention) -> Exhibit:
    """The exhibit with what a later mention adds."""
    later = _make_exhibit(page, sentence, mention)
    return replace(
        exhibit,
        publisher=exhibit.publisher or later.publisher,
        platform=exhibit.platform or later.platform,
        shows=exhibit.shows or later.shows,
        hedge=exhibit.hedge or (later.hedge if exhibit.shows is None else None),
    )


def _medium_span(page: Page, noun: Token) -> Span:
    """The noun with the words before it that say of which kind ("CCTV clip", "satellite images")."""
    first = noun
    while first.i > 0:
        before = first.nbor(-1)
        if before.pos_ == "VERB" and find_child(before, "nsubj") is not None:
            break
        if (
            before.dep_ in {"compound", "amod", "punct", "nmod"}
            and before.head.i <= noun.i
            and noun.is_ancestor(before)
        ):
            first = before
        else:
            break
    while first.i < noun.i and first.is_punct:
        first = first.nbor()
    return page.span(first.idx, noun.idx + len(noun))


def _shown_by(page: Page, display: Token | None) -> Span | None:
    if display is None:
        return None
    thing = find_child(display, "ccomp", "xcomp") or find_child(display, "dobj")
    if thing is None:
        return None
    shown = subtree_span(page, thing)
    for child in display.children:
        if child.dep_ == "prep" and child.i > thing.i and page.text[shown.end : child.idx] == " ":
            shown = page.span(shown.start, subtree_span(page, child).end)
    return shown


def _find_hedge(page: Page, mention: Mention) -> Span | None:
    """The words that doubt what the material is or shows."""
    shown = _shown_by(page, mention.display)
    last = mention.display if mention.display is not None and mention.display.i > mention.noun.i else mention.noun
    end = shown.start if shown else last.idx + len(last)
    start = mention.noun.left_edge.idx
    for match in match_hedges(list(page.words(start, max(end, start)))):
        if match.phrase.strength in DOUBTING:
            first, last = page.doc[match.start], page.doc[match.end - 1]
            return page.span(first.idx, last.idx + len(last))
    return None


def _find_platform(page: Page, sentence: Sentence) -> str | None:
    for name in _platform_pattern().finditer(page.text, sentence.start, sentence.end):
        needed = _read_platforms()[name.group()]
        before = page.text[sentence.start : name.start()].split()
        if not needed or (before and before[-1].lower() in needed):
            return name.group()
    return None


@cache
def _read_kinds() -> dict[str, str]:
    return {row["noun"]: row["kind"] for row in read_table("media_words")}


@cache
def _read_roles() -> dict[str, str]:
    return {row["verb"]: row["role"] for row in read_table("media_verbs")}


@cache
def _read_platforms() -> dict[str, frozenset[str]]:
    return {row["name"]: frozenset(row["needs"].split()) for row in read_table("platforms")}


@cache
def _platform_pattern() -> re.Pattern[str]:
    names = sorted(_read_platforms(), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(name) for name in names) + r")\b")
