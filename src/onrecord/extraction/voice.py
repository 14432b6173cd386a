"""What the newsroom says itself: sentences without a source, and whole clauses that a sentence adds of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.extraction.attributions import Attribution
from onrecord.extraction.clauses import LONGEST, is_verbal
from onrecord.extraction.page import Page, Sentence
from onrecord.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

ADDED = frozenset({"advcl", "relcl", "acl", "conj", "parataxis", "ccomp"})
CLAUSES = frozenset({"advcl", "relcl", "acl", "conj", "parataxis", "ccomp", "xcomp", "appos", "csubj"})
LEAST_WORDS = 3
QUOTED_SHARE = 0.8  # of the words of a sentence without a source: then it is a quotation that nobody is named for
SOURCING = frozenset({"cite", "quote", "accord", "say", "add", "tell"})
TERMS = frozenset(
    {"anonymity", "anonymous", "anonymously", "identified", "named", "unnamed", "publicly", "confidential"}
)
CONDITIONS = frozenset({"if", "unless", "whether", "than", "provided"})
UNSOURCED = "no source is given for this sentence"
ADDED_CLAUSE = "the newsroom adds this clause to what it reports"
MAIN_CLAUSE = "only a clause inside this sentence has a source"
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
LOOSE_ENDS = frozenset({"CC", "IN", "WP", "WDT", "WRB"})
DASHES = frozenset({",", "–", "—", "--", "-"})
EDGES = " \t\r\n\u00a0,;:.–—-\"“”‘’'"


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Words that the newsroom says itself, and why they are taken for its own."""

    contents: tuple[Span, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Taken:
    """The words of one sentence, by their number, that are somebody's: all, and those of sources."""

    words: frozenset[int]
    sources: frozenset[int]


def find_own_voice(page: Page, attributions: tuple[Attribution, ...]) -> tuple[OwnWords, ...]:
    """What the newsroom says itself on a page, in text order; a headline only where nobody is named in it."""
    spans = _find_taken(attributions)
    sources = [span for a in attributions for span in (a.source, a.basis) if span]
    own: list[OwnWords] = []
    place = 0
    for sentence in page.sentences:
        while place < len(spans) and spans[place].end <= sentence.start:
            place += 1
        inside = list(_within(spans, place, sentence))
        if not inside:
            own.extend(_take_whole(page, sentence))
        elif not sentence.headline and sentence.end - sentence.start <= LONGEST:
            speaking = [span for span in sources if span.start < sentence.end and span.end > sentence.start]
            taken = Taken(_number(page, inside), _number(page, speaking))
            own.extend(_take_parts(page, sentence, taken))
    return tuple(own)


def _find_taken(attributions: Iterable[Attribution]) -> list[Span]:
    """All words that belong to attributions, those inside others left out, in text order."""
    spans = sorted(
        (span for a in attributions for span in (a.source, a.cue, a.audience, a.terms, a.basis, *a.contents) if span),
        key=lambda span: (span.start, -span.end),
    )
    joined: list[Span] = []
    for span in spans:
        if not joined or span.end > joined[-1].end:
            joined.append(span)
    return joined


def _within(spans: list[Span], place: int, sentence: Sentence) -> Iterator[Span]:
    while place < len(spans) and spans[place].start < sentence.end:
        if spans[place].end > sentence.start:
            yield spans[place]
        place += 1


def _number(page: Page, spans: Iterable[Span]) -> frozenset[int]:
    return frozenset(word.i for span in spans for word in page.words(span.start, span.end))


def _take_whole(page: Page, sentence: Sentence) -> Iterator[OwnWords]:
    words = [word for word in page.words(sentence.start, sentence.end) if word.is_alpha]
    quoted = sum(page.quotation_at(word.idx) is not None for word in words)
    enough = len(words) >= LEAST_WORDS or (len(words) > 1 and any(is_verbal(word) for word in words))
    if enough and quoted < QUOTED_SHARE * len(words):
        yield OwnWords((page.span(sentence.start, sentence.end),), UNSOURCED)


def _take_parts(page: Page, sentence: Sentence, taken: Taken) -> Iterator[OwnWords]:
    """The main clause, where only a clause inside it has a source, and clauses added to what a source says."""
    words = list(page.words(sentence.start, sentence.end))
    main = _take_main(page, words, taken)
    if main:
        yield OwnWords(main, MAIN_CLAUSE)
    end = -1
    for first, last in sorted(_find_added(words, taken), key=lambda run: (run[0].i, -run[1].i)):
        if last.i <= end:
            continue
        end = last.i
        span = page.trimmed(first.idx, last.idx + len(last), EDGES)
        if span is not None and not any(span.overlaps(part) for part in main):
            yield OwnWords((span,), ADDED_CLAUSE)


def _find_added(words: list[Token], taken: Taken) -> Iterator[tuple[Token, Token]]:
    """The first and last word of each clause that the newsroom adds."""
    for word in words:
        if word.i in taken.words or word.head.i in taken.sources or not _is_added(word, taken):
            continue
        run = _run_around(word, taken)
        if sum(token.is_alpha for token in run) >= LEAST_WORDS and not any(token.lower_ in TERMS for token in run):
            yield run[0], run[-1]


def _is_added(word: Token, taken: Taken) -> bool:
    """Whether a clause of its own hangs here on words of the attribution, and does not carry the cue."""
    if word.dep_ not in ADDED or word.head.i == word.i or word.lemma_ in SOURCING or _is_mostly_taken(word, taken):
        return False
    if word.dep_ == "conj" and not is_verbal(word):
        return _is_clipped_clause(word)
    if not is_verbal(word) or any(child.dep_ == "aux" and child.lower_ == "to" for child in word.children):
        return False
    if word.dep_ in {"acl", "relcl"}:
        return _after_comma(word) and (word.dep_ == "relcl" or word.tag_ == "VBG")
    if word.dep_ == "advcl":
        return _is_adverbial(word)
    if word.dep_ == "conj":
        return _has_subject(word) or word.tag_ in FINITE
    return _has_subject(word) and _stands_apart(word)


def _is_adverbial(word: Token) -> bool:
    """Whether an adverbial clause says something: no condition, and with a subject or as a participle after a comma."""
    if any(child.dep_ == "mark" and child.lower_ in CONDITIONS for child in word.children):
        return False
    return _has_subject(word) or (word.tag_ == "VBG" and (_after_comma(word) or _opens_sentence(word)))


def _has_subject(word: Token) -> bool:
    return any(child.dep_.startswith(("nsubj", "expl")) for child in word.children)


def _stands_apart(word: Token) -> bool:
    """Whether a colon, semicolon or dash parts the clause from what hangs together with it."""
    last = word.right_edge
    after = last.nbor().text if last.i + 1 < len(last.doc) else ""
    return bool({after, last.text} & {":", ";", "–", "—", "--"})


def _is_clipped_clause(word: Token) -> bool:
    """Whether a noun joined by "but" is the subject of a clause that the parser took for its modifier."""
    opposed = any(child.dep_ == "cc" and child.lower_ in {"but", "while", "though"} for child in word.head.children)
    return opposed and any(child.dep_ in {"acl", "relcl"} and is_verbal(child) for child in word.children)


def _is_mostly_taken(word: Token, taken: Taken) -> bool:
    """Whether most of what hangs on the word belongs to the attribution."""
    whole = [token.i for token in word.subtree if not token.is_punct]
    return 2 * sum(place in taken.words for place in whole) >= len(whole)


def _after_comma(word: Token) -> bool:
    first = word.left_edge
    return first.i > 0 and first.nbor(-1).text in DASHES


def _opens_sentence(word: Token) -> bool:
    return word.left_edge.i == word.sent.start


def _run_around(word: Token, taken: Taken) -> list[Token]:
    """The unbroken run of free words around the head of the clause, without loose ends."""
    free = [token for token in word.subtree if token.i not in taken.words]
    here = next(number for number, token in enumerate(free) if token.i == word.i)
    first = last = here
    while first > 0 and free[first - 1].i == free[first].i - 1:
        first -= 1
    while last + 1 < len(free) and free[last + 1].i == free[last].i + 1:
        last += 1
    while last > here and (free[last].tag_ in LOOSE_ENDS or free[last].is_punct):
        last -= 1
    return free[first : last + 1]


def _take_main(page: Page, words: list[Token], taken: Taken) -> tuple[Span, ...]:
    """The words of the main clause, if it is the newsroom's and the attribution stands in a clause below."""
    root = next((word for word in words if word.head.i == word.i and is_verbal(word)), None)
    if root is None or root.i in taken.words or root.lemma_ in SOURCING:
        return ()
    subject = next((child for child in root.children if child.dep_.startswith("nsubj")), None)
    if subject is None or subject.i in taken.words or _governs_taken(root, taken):
        return ()
    kept = _drop_taken_clauses(root, taken)
    while len(kept) > 1 and (kept[-1].tag_ in LOOSE_ENDS or kept[-1].is_punct):
        kept.pop()
    runs = [run for run in _group(kept) if any(token.is_alpha for token in run)]
    spans = [page.trimmed(run[0].idx, run[-1].idx + len(run[-1]), EDGES) for run in runs]
    enough = sum(token.is_alpha for run in runs for token in run) > LEAST_WORDS
    return tuple(span for span in spans if span) if enough and len(runs) <= LEAST_WORDS else ()


def _governs_taken(root: Token, taken: Taken) -> bool:
    """Whether what somebody says is the object of the main verb itself, or only joined to it."""
    below = (child for child in root.children if child.dep_ in {"ccomp", "xcomp", "dobj", "attr", "prep", "agent"})
    return any(token.i in taken.words for child in below for token in _shallow(child))


def _shallow(word: Token) -> Iterator[Token]:
    """The word with what hangs on it, without relative clauses and the like."""
    waiting = [word]
    while waiting:
        token = waiting.pop()
        yield token
        waiting.extend(child for child in token.children if child.dep_ not in {"relcl", "advcl", "acl", "appos"})


def _drop_taken_clauses(root: Token, taken: Taken) -> list[Token]:
    kept: list[Token] = []
    waiting = [root]
    while waiting:
        word = waiting.pop()
        if word is not root and word.dep_ in CLAUSES and any(token.i in taken.words for token in word.subtree):
            continue
        if word.i not in taken.words:
            kept.append(word)
        waiting.extend(word.children)
    return sorted(kept, key=lambda token: token.i)


def _group(words: list[Token]) -> list[list[Token]]:
    runs: list[list[Token]] = []
    for word in words:
        if runs and runs[-1][-1].i == word.i - 1:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs
