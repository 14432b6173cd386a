"""What the newsroom says itself: sentences without a source, and whole clauses that a sentence adds of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.extraction.attributions import Attribution
from onrecord.extraction.clauses import is_verbal
from onrecord.extraction.page import Page, Sentence
from onrecord.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

ADDED = frozenset({"advcl", "relcl", "acl", "conj", "parataxis", "ccomp", "dep"})
LEAST_WORDS = 3
QUOTED_SHARE = 0.8  # of the words of a sentence without a source: then it is a quotation that nobody is named for
SOURCING = frozenset({"cite", "quote", "accord", "say", "add", "tell"})
TERMS = frozenset({"anonymity", "anonymous", "anonymously", "identified", "named", "unnamed", "publicly"})
UNSOURCED = "no source is given for this sentence"
ADDED_CLAUSE = "the newsroom adds this clause to what it reports"
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
EDGES = " \t\r\n\u00a0,;:.–—-\"“”‘’'"


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Words that the newsroom says itself, and why they are taken for its own."""

    contents: tuple[Span, ...]
    reason: str


def find_own_voice(page: Page, attributions: tuple[Attribution, ...]) -> tuple[OwnWords, ...]:
    """What the newsroom says itself on a page, in text order; a headline only where nobody is named in it."""
    taken = _find_taken(attributions)
    sources = [span for a in attributions for span in (a.source, a.basis) if span]
    own: list[OwnWords] = []
    place = 0
    for sentence in page.sentences:
        while place < len(taken) and taken[place].end <= sentence.start:
            place += 1
        inside = [span for span in taken[place:] if span.start < sentence.end and span.end > sentence.start]
        if not inside:
            own.extend(_take_whole(page, sentence))
        elif not sentence.headline:
            speakers = {
                w.i
                for s in sources
                if s.start < sentence.end and s.end > sentence.start
                for w in page.words(s.start, s.end)
            }
            own.extend(_take_added(page, sentence, inside, speakers))
    return tuple(own)


def _find_taken(attributions: Iterable[Attribution]) -> list[Span]:
    """All words that belong to attributions, joined where they overlap, in text order."""
    spans = sorted(
        (span for a in attributions for span in (a.source, a.cue, a.audience, a.terms, a.basis, *a.contents) if span),
        key=lambda span: (span.start, -span.end),
    )
    joined: list[Span] = []
    for span in spans:
        if not joined or span.end > joined[-1].end:
            joined.append(span)
    return joined


def _take_whole(page: Page, sentence: Sentence) -> Iterator[OwnWords]:
    words = [word for word in page.words(sentence.start, sentence.end) if word.is_alpha]
    quoted = sum(page.quotation_at(word.idx) is not None for word in words)
    enough = len(words) >= LEAST_WORDS or (len(words) > 1 and any(is_verbal(word) for word in words))
    if enough and quoted < QUOTED_SHARE * len(words):
        yield OwnWords((page.span(sentence.start, sentence.end),), UNSOURCED)


def _take_added(page: Page, sentence: Sentence, taken: list[Span], speakers: set[int]) -> Iterator[OwnWords]:
    words = list(page.words(sentence.start, sentence.end))
    free = {
        word.i for word in words if not any(span.start < word.idx + len(word) and word.idx < span.end for span in taken)
    }
    cues = {word.i for word in words if word.i not in free}
    last = -1
    for word in words:
        if word.i <= last or word.i not in free or not _is_added(word, cues) or word.head.i in speakers:
            continue
        part = [token for token in word.subtree if token.i in free]
        run = _run_around(part, word)
        if len([token for token in run if token.is_alpha]) < LEAST_WORDS or any(token.lower_ in TERMS for token in run):
            continue
        span = page.trimmed(run[0].idx, run[-1].idx + len(run[-1]), EDGES)
        if span is not None:
            last = run[-1].i
            yield OwnWords((span,), ADDED_CLAUSE)


def _is_added(word: Token, taken: set[int]) -> bool:
    """Whether a clause of its own hangs here on words of the attribution, and does not carry the cue."""
    if word.dep_ == "conj" and not is_verbal(word):
        return _is_clipped_clause(word) and not _holds_cue(word, taken)
    if not is_verbal(word) or word.dep_ not in ADDED or word.dep_ in {"aux", "auxpass"}:
        return False
    if word.head.i == word.i or word.lemma_ in SOURCING or _holds_cue(word, taken):
        return False
    if word.dep_ == "acl":
        return word.tag_ == "VBG" and _after_comma(word)
    if word.dep_ == "advcl":
        return _is_clause(word)
    if word.dep_ == "conj":
        return any(child.dep_.startswith("nsubj") for child in word.children) or word.tag_ in FINITE
    if word.dep_ == "relcl":
        return _after_comma(word)
    return any(child.dep_.startswith("nsubj") for child in word.children)


def _is_clipped_clause(word: Token) -> bool:
    """Whether a noun joined by "but" is the subject of a clause that the parser took for its modifier."""
    opposed = any(child.dep_ == "cc" and child.lower_ in {"but", "while", "though"} for child in word.head.children)
    return opposed and any(child.dep_ in {"acl", "relcl"} and is_verbal(child) for child in word.children)


def _holds_cue(word: Token, taken: set[int]) -> bool:
    """Whether most of what hangs on the word belongs to the attribution."""
    whole = [token.i for token in word.subtree if not token.is_punct]
    return 2 * sum(place in taken for place in whole) >= len(whole)


def _is_clause(word: Token) -> bool:
    subject = any(child.dep_.startswith(("nsubj", "mark")) for child in word.children)
    return subject or word.tag_ == "VBG"


def _after_comma(word: Token) -> bool:
    first = word.left_edge
    return first.i > 0 and first.nbor(-1).text in {",", "–", "—", "--", "-"}


def _run_around(part: list[Token], word: Token) -> list[Token]:
    """The unbroken run of free words around the head of the clause."""
    places = [token.i for token in part]
    here = places.index(word.i)
    first = last = here
    while first > 0 and places[first - 1] == places[first] - 1:
        first -= 1
    while last + 1 < len(places) and places[last + 1] == places[last] + 1:
        last += 1
    return part[first : last + 1]
