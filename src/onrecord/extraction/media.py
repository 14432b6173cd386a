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
    is_verbal,
    noun_phrase,
    subtree_span,
)
from onrecord.extraction.hedging import match_hedges
from onrecord.extraction.page import Page, Sentence
from onrecord.extraction.stances import is_party
from onrecord.model import Span
from onrecord.words import read_table

if TYPE_CHECKING:
    from spacy.tokens import Token

DOUBTING = frozenset({"probable", "possible", "rumour"})
REACH_BACK = 3  # sentences over which "the recording" still means the one named before
EVIDENCE = frozenset({"publisher", "holder", "recipient", "maker"})
FILMED = frozenset({"visual", "audio", "capture"})


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
    publisher: Span | None
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
    if sentence.end - sentence.start > LONGEST:
        return
    for word in page.words(sentence.start, sentence.end):
        kind = _kind_of(word)
        if not kind or kind == "page" or word.pos_ not in {"NOUN", "PROPN"} or _is_modifier(word):
            continue
        display = _find_display(word, kind)
        publisher, handled = _find_publisher(page, word, kind, display)
        swallowed = _find_display_in(page, publisher) if publisher is not None and display is None else None
        if publisher is not None and swallowed is not None:
            publisher, display = page.trimmed(publisher.start, swallowed.idx), swallowed
        speaker = _find_speaker_in(page, word, kind)
        spoken = speaker is not None or (publisher is None and _find_scene(word) is not None)
        yield Mention(word, kind, speaker or publisher, handled or spoken, display)


def _find_display_in(page: Page, publisher: Span) -> Token | None:
    """The verb that the parser took for a part of the publisher's name: "by a drone firm show cracks"."""
    words = page.words(publisher.start, publisher.end)
    return next((word for word in words[2:-1] if word.lower_ in _read_qualities("showing")), None)


def _kind_of(word: Token) -> str:
    """The kind of material: of a "video message" that of the video."""
    kinds = _read_kinds()
    kind = kinds.get(word.lemma_.lower()) or kinds.get(word.lower_) or ""
    if kind in {"post", "document"}:
        inner = (kinds.get(child.lemma_.lower(), "") for child in word.children if child.dep_ in {"compound", "amod"})
        kind = next((one for one in inner if one in {"visual", "audio"}), kind)
    return kind


def _is_modifier(word: Token) -> bool:
    """Whether the word only describes another noun ("a video call"), or is what a picture shows ("photo of a note")."""
    modifies = word.dep_ in {"compound", "nmod"} and word.head.pos_ in {"NOUN", "PROPN"} and word.head.i > word.i
    shown = word.dep_ == "pobj" and word.head.lower_ == "of" and _kind_of(word.head.head) in FILMED
    return shown or (modifies and not _is_handled_after(word))


def _is_handled_after(word: Token) -> bool:
    """Whether the noun after it is a participle with its agent: "footage broadcast by Kanal 5"."""
    head = word.head
    told = _object_of(head, "by") or (head.lower_ in _read_roles() and find_child(head, "prep"))
    return head.i == word.i + 1 and _role_of(head) in EVIDENCE and told is not None


def _role_of(verb: Token) -> str:
    return _read_roles().get(verb.lemma_.lower(), "") or _read_roles().get(verb.lower_, "")


def _is_exhibit(mention: Mention) -> bool:
    if is_negative_phrase(mention.noun):
        return False
    if mention.kind in FILMED:
        return mention.handled or mention.display is not None
    if mention.kind == "graphic":
        return mention.handled
    secret = any(child.lower_ in _read_qualities("secret") for child in mention.noun.children)
    if mention.kind == "document":
        known = mention.noun.lemma_.lower() in _read_qualities("strong document")
        return (mention.handled and (known or secret)) or (secret and mention.display is not None)
    return mention.handled and (mention.display is not None or mention.publisher is not None)


def _find_publisher(page: Page, noun: Token, kind: str, display: Token | None) -> tuple[Span | None, bool]:
    """Who put the material out, and whether the report says at all that it was put out, held or made."""
    swallowed = _find_swallowed(page, noun)
    if swallowed is not None:
        return swallowed, True
    party, handled = _find_handler(noun, display)
    if party is None and kind in FILMED:
        party = _find_origin(noun)
        handled = handled or (party is not None and _object_of(noun, "by") is party)
    if kind == "post" and _is_on_platform(noun):
        party, handled = party or _find_author(noun), True
    return (noun_phrase(page, party) if party is not None else None), handled


def _find_swallowed(page: Page, noun: Token) -> Span | None:
    """Whoever stands before a verb that was taken for a part of the name ("state television broadcast photos")."""
    for child in noun.children:
        before = child.nbor(-1) if child.i > 0 else child
        named = child.dep_ in {"compound", "amod"} and before.head.i == child.i and before.pos_ in {"NOUN", "PROPN"}
        if named and _role_of(child) == "publisher" and child.left_edge.is_sent_start:
            return page.span(child.left_edge.idx, before.idx + len(before))
    return None


def _find_origin(noun: Token) -> Token | None:
    """Whoever made it: after "by", or a firm that satellite images come "from"."""
    maker = _object_of(noun, "by")
    if maker is not None and is_party(maker):
        return maker
    source = _object_of(noun, "from")
    if source is None or source.pos_ != "PROPN":
        return None
    firm = find_child(source, "appos")
    orbital = any(child.lower_ == "satellite" for child in noun.children)
    return source if orbital or (firm is not None and is_party(firm)) else None


def _find_author(noun: Token) -> Token | None:
    """Whose post it is: after "by" or "from", or as its owner."""
    author = _object_of(noun, "by") or _object_of(noun, "from") or find_child(noun, "poss")
    return author if author is not None and author.pos_ != "PRON" and is_party(author) else None


def _find_speaker_in(page: Page, noun: Token, kind: str) -> Span | None:
    """Who says something in it: "In a video released on Sunday, the commander called for a truce"."""
    verb = _find_main_clause(noun)
    named = kind == "post" and (noun.lemma_.lower() in _read_qualities("own post") or _is_on_platform(noun))
    if verb is None or verb.tag_ not in {"VBD", "VBZ", "VBP"} or not (kind in {"visual", "audio"} or named):
        return None
    subject = find_child(verb, "nsubj")
    said = verb.lemma_ in _read_qualities("speaking") or (named and _find_scene(noun) is None)
    return noun_phrase(page, subject) if said and subject is not None else None


def _is_on_platform(noun: Token) -> bool:
    return any(word.text in _read_platforms() for word in noun.subtree)


def _find_main_clause(noun: Token) -> Token | None:
    """The verb of the sentence that opens with "In a video …,"."""
    whole = noun.head if noun.dep_ == "compound" and _is_handled_after(noun) else noun
    opener = whole.head
    fronted = whole.dep_ == "pobj" and opener.lower_ == "in" and opener.dep_ == "prep" and opener.head.i > whole.i
    return opener.head if fronted else None


def _find_scene(noun: Token) -> Token | None:
    """The verb of what is seen in it: "In footage aired by Kanal 5, the mayor is seen handing over an envelope"."""
    verb = _find_main_clause(noun)
    seen = verb is not None and verb.lemma_ in _read_qualities("seeing") and verb.tag_ in {"VBN", "VBZ", "VBP", "VBD"}
    return verb if seen else None


def _find_handler(noun: Token, display: Token | None) -> tuple[Token | None, bool]:
    handled = False
    for verb, object_first in _find_handling(noun):
        role = _role_of(verb)
        if verb.lemma_ == "put" and not any(child.lower_ in {"out", "up", "online", "on"} for child in verb.children):
            continue
        if role == "maker" and _read_kinds().get(noun.lemma_.lower()) in {"document", "post"}:
            continue
        if (
            role not in EVIDENCE
            or verb is display
            or (not object_first and _is_idle(verb, role, display, _kind_of(noun) in FILMED))
        ):
            continue
        handled = True
        party = _party_of(verb, role, object_first)
        if party is not None and role != "holder" and party.i != noun.i:
            return party, True
    return None, handled


def _is_idle(verb: Token, role: str, display: Token | None, filmed: bool) -> bool:
    """Whether an active verb says too little: "see photos below", "sent her a letter", "urged her to release tapes"."""
    if role in {"holder", "recipient"}:
        return verb.lemma_ != "leak" and (verb.lemma_ != "send" or not filmed)
    if role == "maker" and display is None:
        return True
    if any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children):
        return True
    subject = find_child(verb, "nsubj")
    return subject is not None and subject.lower_ in {"you", "we", "i", "they"}


def _find_handling(noun: Token) -> Iterator[tuple[Token, bool]]:
    """The verbs that say what is done with the material; true where the material is what is acted on as a passive."""
    for child in noun.children:
        if child.dep_ in {"acl", "relcl", "amod", "parataxis"} and (
            child.pos_ in {"VERB", "ADJ"} or find_child(child, "agent")
        ):
            yield child, _is_passive(child)
            yield from ((other, _is_passive(other)) for other in child.children if other.dep_ == "conj")
        elif child.dep_ == "appos":
            yield from _find_handling_of_copy(child)
    head = noun.head
    if noun.dep_ == "compound" and _is_handled_after(noun):
        yield head, True
    if noun.dep_ in {"dobj", "nsubjpass"}:
        yield head, noun.dep_ == "nsubjpass"
    elif noun.dep_ == "nsubj" and find_child(head, "agent") is not None:
        yield head, True
    elif noun.dep_ == "nsubj" and _role_of(head) in EVIDENCE and find_child(head, "dobj", "ccomp") is None:
        yield head, True  # "footage shared on Facebook" with the participle taken for the verb
    elif noun.dep_ == "nsubj":
        yield from ((child, True) for child in head.children if child.dep_ in {"advcl", "acl"} and child.tag_ == "VBN")
    elif noun.dep_ == "pobj" and head.dep_ == "prep" and _read_kinds().get(head.head.lemma_.lower()):
        yield from _find_handling(head.head)


def _find_handling_of_copy(copy: Token) -> Iterator[tuple[Token, bool]]:
    """The verb in "a scan of which was sent by"."""
    for child in copy.children:
        if child.dep_ in {"relcl", "acl"}:
            yield child, _is_passive(child)


def _is_passive(verb: Token) -> bool:
    if verb.tag_ == "NN":
        return find_child(verb, "agent") is not None
    return verb.tag_ == "VBN" and (
        find_child(verb, "auxpass", "nsubjpass", "agent") is not None or find_child(verb, "nsubj", "aux") is None
    )


def _party_of(verb: Token, role: str, passive: bool) -> Token | None:
    if role == "recipient" and (passive or verb.lemma_ != "send"):
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
    verbs = _read_qualities("showing")
    verbs = verbs if kind not in {"document", "post"} else verbs | _read_qualities("telling")
    for child in noun.children:
        if child.dep_ in {"acl", "relcl"}:
            found = _reach_display(child, verbs)
            if found is not None and not _is_passive(found):
                return found
    reported = _find_reported_display(noun, verbs)
    if reported is not None:
        return reported
    if noun.dep_ in {"nsubj", "dep"} or (noun.dep_ == "pobj" and noun.head.head.dep_ == "nsubj"):
        head = noun.head if noun.dep_ != "pobj" else noun.head.head.head
        return _reach_display(head, verbs)
    return None


def _find_reported_display(noun: Token, verbs: frozenset[str]) -> Token | None:
    """The verb of "which it said showed"."""
    after = noun.nbor() if noun.i + 1 < len(noun.doc) else noun
    after = after.nbor() if after.text == "," and after.i + 1 < len(noun.doc) else after
    if after.lower_ not in {"which", "that"}:
        return None
    words = noun.doc[after.i + 1 : after.i + 9]
    told = next((word for word in words if word.lemma_ in {"say", "claim"} and is_verbal(word)), None)
    return next((word for word in words if told and word.i > told.i and word.lemma_ in verbs and is_verbal(word)), None)


def _reach_display(verb: Token, verbs: frozenset[str]) -> Token | None:
    """The verb itself or the infinitive under "appears to", "purports to", or one joined to it."""
    told_to_be = verb.lemma_ == "say" and find_child(verb, "xcomp") is not None
    acts = is_verbal(verb) or find_child(verb, "nsubj") is not None
    if verb.lemma_ in verbs and acts and not told_to_be:
        return verb
    if verb.lemma_ in _read_qualities("seeming") | {"be"}:
        below = find_child(verb, "xcomp", "advcl")
        return _reach_display(below, verbs) if below is not None else None
    for child in verb.children:
        if child.dep_ in {"conj", "dep", "parataxis"} and is_verbal(child) and child.i > verb.i:
            found = _reach_display(child, verbs)
            if found is not None and find_child(child, "nsubj") is None:
                return found
    return None


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
        publisher=mention.publisher,
        platform=_find_platform(page, sentence),
        medium=medium,
        shows=_shown_by(page, mention.display) or _shown_in(page, mention),
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
        inside = before.head.i <= noun.i and noun.is_ancestor(before)
        if not inside or before.dep_ not in {"compound", "amod", "punct", "nmod"} or _ends_medium(before, noun):
            break
        first = before
    while first.i < noun.i and first.is_punct:
        first = first.nbor()
    return page.span(first.idx, noun.idx + len(noun))


def _ends_medium(word: Token, noun: Token) -> bool:
    """Whether the word before does not tell of which kind it is ("grainy"), or is a verb taken for a part of it."""
    if is_verbal(word) and find_child(word, "nsubj") is not None:
        return True
    if word.lower_ in _read_qualities("look"):
        return True
    if word.dep_ == "amod" and word.head.i == noun.i:
        return word.lower_ not in _read_qualities("kind")
    return _role_of(word) == "publisher" and word.i > 0 and word.nbor(-1).head.i == word.i


def _shown_by(page: Page, display: Token | None) -> Span | None:
    if display is None:
        return None
    thing = find_child(display, "ccomp", "xcomp") or find_child(display, "dobj")
    if thing is None and not is_verbal(display):
        last = display.sent[-1]
        return page.trimmed(display.idx + len(display), last.idx if last.is_punct else last.idx + len(last))
    if thing is None:
        return None
    shown = subtree_span(page, thing)
    if display.lemma_ in _read_qualities("directing"):
        return page.span(display.idx, shown.end)
    for child in display.children:
        if child.dep_ == "prep" and child.i > thing.i and page.text[shown.end : child.idx] == " ":
            shown = page.span(shown.start, subtree_span(page, child).end)
    return shown


def _shown_in(page: Page, mention: Mention) -> Span | None:
    """What is seen in it, or what a post says, told by the sentence that it opens."""
    scene = _find_scene(mention.noun)
    if scene is not None and find_child(scene, "nsubj", "nsubjpass") is not None:
        subject = find_child(scene, "nsubj", "nsubjpass") or scene
        return page.span(subject.left_edge.idx, subtree_span(page, scene).end)
    verb = _find_main_clause(mention.noun) if mention.kind == "post" else None
    told = find_child(verb, "ccomp") if verb is not None else None
    return subtree_span(page, told) if told is not None else None


def _find_hedge(page: Page, mention: Mention) -> Span | None:
    """The words that doubt what the material is or shows."""
    noun, display = mention.noun, mention.display
    doubt = next((child for child in noun.children if child.lower_ in _read_qualities("doubt")), None)
    if doubt is not None:
        return page.span(doubt.idx, doubt.idx + len(doubt))
    said = _find_reported_display(noun, frozenset({display.lemma_})) if display is not None else None
    if display is not None and said is not None:
        first = next(word for word in noun.doc[noun.i : display.i] if word.lower_ in {"which", "that"}).nbor()
        return page.span(first.idx, display.nbor(-1).idx + len(display.nbor(-1)))
    words = list(page.words(noun.left_edge.idx, _end_of_doubt(page, mention)))
    for match in match_hedges(words):
        first, last = page.doc[match.start], page.doc[match.end - 1]
        modal = first.tag_ == "MD" and (display is None or first.head.i != display.i)
        if match.phrase.strength in DOUBTING and not modal:
            following = page.doc[match.end : match.end + 1]
            last = following[0] if last.lower_ == "to" and following.text == "be" else last
            return page.span(first.idx, last.idx + len(last))
    if display is not None and display.head.lemma_ in _read_qualities("seeming") and display.nbor(-1).lower_ == "to":
        return page.span(display.head.idx, display.nbor(-1).idx + 2)
    return None


def _end_of_doubt(page: Page, mention: Mention) -> int:
    """Where words that doubt the material end: before what it shows, else with all that hangs on its noun."""
    shown = _shown_by(page, mention.display)
    if shown is not None:
        return max(shown.start, mention.noun.idx + len(mention.noun))
    main = _find_main_clause(mention.noun)
    if main is not None:
        return main.idx
    last = mention.noun.right_edge
    return last.idx + len(last)


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
def _read_qualities(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("media_qualities") if row["kind"] == kind)


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
