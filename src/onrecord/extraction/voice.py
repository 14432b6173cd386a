"""What the newsroom says itself: sentences without a source, and whole clauses that a sentence adds of its own."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.extraction.attributions import Attribution
from onrecord.extraction.clauses import LONGEST, is_verbal
from onrecord.extraction.page import Page, Sentence
from onrecord.extraction.subjects import FINITE
from onrecord.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

CLAUSES = frozenset({"advcl", "relcl", "acl", "conj", "parataxis", "ccomp", "xcomp", "appos", "csubj"})
LEAST_WORDS = 3
QUOTED_SHARE = 0.8  # of the words of a sentence without a source: then it is a quotation that nobody is named for
SOURCING = frozenset({"cite", "quote", "accord", "say", "add", "tell", "ask"})
TERMS = frozenset(
    {"anonymity", "anonymous", "anonymously", "identified", "named", "unnamed", "publicly", "confidential"}
)
CONDITIONS = frozenset({"if", "unless", "whether", "than", "provided"})
UNSOURCED = "no source is given for this sentence"
ADDED_CLAUSE = "the newsroom adds this clause to what it reports"
MAIN_CLAUSE = "only a clause inside this sentence has a source"
LOOSE_ENDS = frozenset({"CC", "IN", "WP", "WDT", "WRB"})
CUTS = frozenset({",", ";", ":", "–", "—", "--", "-", "(", ")"})
CONCEDING = frozenset({"although", "though", "while", "whereas", "yet"})
OPENERS = frozenset({"before", "after", "while", "when", "without", "by", "despite", "not"})
APART = frozenset({"who", "which", "whose", "whom", "where"})  # words that open a clause about a source
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
    sources = sorted((span for a in attributions for span in (a.source, a.basis) if span), key=lambda span: span.start)
    own: list[OwnWords] = []
    place = 0
    for sentence in page.sentences:
        while place < len(spans) and spans[place].end <= sentence.start:
            place += 1
        inside = list(_within(spans, place, sentence))
        if not inside:
            own.extend(_take_whole(page, sentence))
        elif not sentence.headline and sentence.end - sentence.start <= LONGEST:
            first, last = (
                bisect_left(sources, end, key=lambda span: span.start) for end in (sentence.start, sentence.end)
            )
            speaking = sources[first:last]
            apart = frozenset(word.i for span in speaking for word in _find_apart(page, span))
            taken = Taken(_number(page, inside) - apart, _number(page, speaking) - apart)
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


def _find_apart(page: Page, source: Span) -> Iterator[Token]:
    """The words of a source from the comma on after which the newsroom tells something of it ("the ship, which …")."""
    words = page.words(source.start, source.end)
    for place, word in enumerate(words[1:], 1):
        opens = word.lower_ in APART or (word.tag_ in {"VBG", "VBN"} and word.dep_ == "acl")
        if opens and words[place - 1].text == ",":
            yield from words[place - 1 :]
            return


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
    free = [word for word in words if word.i not in taken.words and not any(_holds(span, word) for span in main)]
    for run in _group(free):
        for piece in _join_pieces(_cut_at_marks(run), taken):
            span = page.trimmed(piece[0].idx, piece[-1].idx + len(piece[-1]), EDGES)
            if span is not None:
                yield OwnWords((span,), ADDED_CLAUSE)


def _holds(span: Span, word: Token) -> bool:
    return span.start <= word.idx < span.end


def _cut_at_marks(run: list[Token]) -> Iterator[list[Token]]:
    """The stretches of free words between commas, semicolons, colons and dashes, without conjunctions at their ends."""
    piece: list[Token] = []
    for word in run:
        if word.text in CUTS:
            yield piece
            piece = []
        else:
            piece.append(word)
    yield piece


def _join_pieces(pieces: Iterable[list[Token]], taken: Taken) -> Iterator[list[Token]]:
    """The stretches that say something of their own, each with those after it that only go on with it."""
    joined: list[Token] = []
    for piece in map(_strip, pieces):
        if piece and _says_something(piece, taken):
            if joined and not _goes_on(joined, piece):
                yield joined
                joined = []
            joined = [*joined, *piece]
        elif piece and joined and _hangs_on(piece, joined):
            joined = [*joined, *piece]
        elif joined:
            yield joined
            joined = []
    if joined:
        yield joined


def _goes_on(before: list[Token], piece: list[Token]) -> bool:
    """Whether a clause hangs on the one before it, so that both are one statement."""
    return _hangs_on(piece, before) and piece[0].i - before[-1].i <= LEAST_WORDS


def _hangs_on(piece: list[Token], others: list[Token]) -> bool:
    inside, above = {word.i for word in piece}, {word.i for word in others}
    return any(word.head.i in above for word in piece if word.head.i not in inside)


def _strip(piece: list[Token]) -> list[Token]:
    """The words without marks, conjunctions and loose ends around them."""
    first, last = 0, len(piece)
    while first < last and ((not piece[first].is_alpha and not piece[first].like_num) or _only_joins(piece[first])):
        first += 1
    while last > first and (piece[last - 1].tag_ in LOOSE_ENDS or piece[last - 1].is_punct or piece[last - 1].is_space):
        last -= 1
    return piece[first:last]


def _only_joins(word: Token) -> bool:
    return word.tag_ == "CC" or word.lower_ in CONCEDING


def _says_something(piece: list[Token], taken: Taken) -> bool:
    """Whether a stretch of free words is a clause that the newsroom adds, and none that only names who speaks."""
    alone = piece[0].dep_ == "conj" and piece[0].tag_ in FINITE
    if sum(word.is_alpha for word in piece) < LEAST_WORDS - alone or any(word.lower_ in TERMS for word in piece):
        return False
    asked = piece[0].tag_ == "VBN" and piece[0].lemma_ in SOURCING
    if asked or piece[0].lower_ in CONDITIONS or _is_timed_after(piece) or _names_source(piece, taken):
        return False
    inside = {word.i for word in piece}
    heads = [word for word in piece if is_verbal(word) and word.dep_ not in {"aux", "auxpass"}]
    return (
        _is_opposed(piece, heads)
        or _is_absolute(piece)
        or _explains(piece, taken)
        or any(
            word.lemma_ not in SOURCING and _makes_clause(word, piece, inside) and not _needs_taken(word, taken)
            for word in heads
        )
    )


def _is_opposed(piece: list[Token], heads: list[Token]) -> bool:
    """Whether "but" or "although" opens the stretch with a clause whose verb the parser may have missed."""
    opening = piece[0].nbor(-1).lower_ if piece[0].i else ""
    if opening in CONCEDING:
        return bool(heads) or any(word.dep_ == "advcl" for word in piece)
    return opening == "but" and any(word.tag_ in {*FINITE, "VBN"} and word.lemma_ not in SOURCING for word in heads)


def _explains(piece: list[Token], taken: Taken) -> bool:
    """Whether a noun set off by a comma explains something in what is said ("the airfield, a strip of gravel")."""
    first = piece[0]
    if first.i < 2 or first.nbor(-1).text != "," or first.lower_ not in {"a", "an", "the"}:
        return False
    head, before = first.head, first.nbor(-2)
    named = head.dep_ == "appos" and head.head.i in taken.words and head.head.i not in taken.sources
    follows = before.i in taken.words and before.i not in taken.sources and before.pos_ in {"NOUN", "PROPN"}
    return named or (follows and first.lower_ != "the" and len(piece) > LEAST_WORDS)


def _needs_taken(word: Token, taken: Taken) -> bool:
    """Whether a verb is nothing without what somebody says ("The driver was, in the coroner's words, 'a risk'")."""
    return any(child.dep_ in {"attr", "acomp"} and child.i in taken.words for child in word.children)


def _is_absolute(piece: list[Token]) -> bool:
    """Whether a stretch tells how somebody looked or sounded meanwhile ("his voice breaking", "her arm in a sling")."""
    owned = piece[0].tag_ == "PRP$" and piece[0].i > 0 and piece[0].nbor(-1).text == ","
    return owned and any(word.tag_ in {"VBG", "VBN", "IN"} for word in piece[2:])


def _makes_clause(word: Token, piece: list[Token], inside: set[int]) -> bool:
    """Whether the verb has its subject here, opens the stretch as a participle, or goes on after a conjunction."""
    if any(child.dep_.startswith(("nsubj", "expl", "csubj")) and child.i in inside for child in word.children):
        return True
    before = [token for token in piece if token.i < word.i]
    opens = all(token.pos_ in {"ADV", "AUX", "PART"} or token.lower_ in OPENERS for token in before)
    participle = word.tag_ in {"VBG", "VBN"} or (before and before[0].tag_ == "VBG")
    if participle and opens:
        return _begins_apart(piece)
    return word.dep_ == "conj" and word.tag_ in FINITE and opens


def _begins_apart(piece: list[Token]) -> bool:
    """Whether a stretch is set off by a mark, opens its sentence, or begins with "before" or "after"."""
    first = piece[0]
    return first.i == first.sent.start or first.nbor(-1).text in CUTS or first.lower_ in OPENERS


def _is_timed_after(piece: list[Token]) -> bool:
    """Whether a stretch only dates what was said ("four months after the landslide cut it")."""
    if piece[0].lower_ not in {"a", "an", "just", "some"} and not piece[0].like_num:
        return False
    return any(word.lower_ in {"after", "before", "since"} for word in piece[1:5])


def _names_source(piece: list[Token], taken: Taken) -> bool:
    """Whether a relative clause in the present only says who the source is ("who farms next door")."""
    verb = next((word for word in piece if word.dep_ == "relcl"), None)
    if verb is None or piece[0].lower_ != "who" or verb.head.i not in taken.sources:
        return False
    return verb.tag_ in {"VBZ", "VBP"}


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
