"""Headline against body: a source, a hedge or a figure that the headline drops or sharpens, with both places.

A headline is cut into its statements. Each is matched with what the body says by the words and figures that both
share, short words of headlines being joined to those that reports use (table `headline_words`). It drops a source
where everything in the body that says the same rests on somebody's word and the headline names nobody, a hedge where
the body puts it less surely than the headline, and sharpens a figure whose bounds or "about" it leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from onrecord.extraction.certainty import RANKS, grade
from onrecord.extraction.cues import find_cues
from onrecord.extraction.hedging import match_hedges
from onrecord.extraction.page import Page
from onrecord.model import Claim, Figure, HeadlineCheck, HeadlineKind, Hedge, Party, Span
from onrecord.words import read_table

if TYPE_CHECKING:
    from spacy.tokens import Token

CUTS = re.compile(r"\s*;\s+|\s+[|]\s+")
ENOUGH = 0.5  # of a statement's words that the body must share
NEAR = 0.8  # of the best match: what shares so much says the same, too
FEWEST = 2  # words that must be shared
MOST_CLAIMS = 60  # of the body that are looked at; what a headline tells of stands near the top
MOST_STATEMENTS = 8  # of a headline; more are no headline
MOST_FIGURES = 6  # of the body that are looked at where no claim says what the headline says
ENDINGS = ("ing", "ied", "ies", "ed", "es", "s", "e", "y")
SHORTEST = 3  # letters of a stem
HEADED = re.compile(r"^[^:]{2,60}:\s|\s[-–—]+\s[^-–—]{2,60}$|\?\s*$")
WEAK = frozenset({"probable", "possible", "rumour"})
PEOPLE = frozenset({"people", "person", "man", "men", "woman", "women", "child"})  # stems that a bare figure may count
TOLERANCE = 0.1  # of a figure that "nearly" and "about" cover
RANK_NAMES = {"Uu": 0, "CTu": 0, **{name + sign: rank for name, rank in RANKS.items() for sign in "+-"}}


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of the headline: its place, what it tells in stems and figures, and how surely."""

    span: Span
    words: frozenset[str]
    rank: int
    sourced: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A claim of the body that says the same, and how much is shared (0 to 1)."""

    claim: Claim
    share: float


def check_headline(
    page: Page, claims: Sequence[Claim], figures: Sequence[Figure], parties: Iterable[Party]
) -> tuple[HeadlineCheck, ...]:
    """What the headline drops or sharpens, in text order; nothing where there is no headline."""
    headline = page.report.headline
    if headline is None:
        return ()
    named = {party.id for party in parties if any(headline.contains(mention) for mention in party.mentions)}
    body = [claim for claim in claims if claim.contents and claim.contents[0].start >= headline.end][:MOST_CLAIMS]
    told = [(claim, frozenset(_list_stems(page, claim.contents, figures))) for claim in body]
    found: list[HeadlineCheck] = []
    for statement in islice(_cut_statements(page, headline, claims, figures), MOST_STATEMENTS):
        matches = list(_match(statement, told))
        found.extend(_check_source(statement, matches, named))
        found.extend(_check_hedge(statement, matches))
        found.extend(_check_figures(statement, matches, figures))
    return tuple(sorted(found, key=lambda one: (one.headline.start, one.body.start, one.kind)))


def _cut_statements(
    page: Page, headline: Span, claims: Iterable[Claim], figures: Sequence[Figure]
) -> Iterator[Statement]:
    sources = [claim for claim in claims if claim.cue is not None and headline.contains(claim.cue)]
    start = headline.start
    for end, after in [*((cut.start(), cut.end()) for cut in CUTS.finditer(page.text, start, headline.end)),
                       (headline.end, headline.end)]:  # fmt: skip
        span = page.trimmed(start, end)
        start = after
        if span is not None:
            yield _make_statement(page, span, sources, figures)


def _make_statement(page: Page, span: Span, sources: Iterable[Claim], figures: Sequence[Figure]) -> Statement:
    words = list(page.words(span.start, span.end))
    weak = [match.phrase.value for match in match_hedges(words) if match.phrase.strength in WEAK]
    graded = RANK_NAMES[grade(page, (span,), None).factuality]
    asked = span.text.rstrip().endswith("?")
    rank = 0 if asked else min([graded, *(RANKS[value.rstrip("+-")] if value else RANKS["PR"] for value in weak)])
    sourced = any(claim.cue is not None and span.contains(claim.cue) for claim in sources) or _names_source(page, span)
    return Statement(span, frozenset(_list_stems(page, (span,), figures)), rank, sourced)


def _names_source(page: Page, span: Span) -> bool:
    """Whether a headline names who says it, or holds it at a distance: a word of saying, a colon, marks, a question."""
    words = page.words(span.start, span.end)
    quoted = next(iter(page.quotations_in(span.start, span.end)), None) is not None or "'" in span.text.replace(
        "'s", ""
    )
    return quoted or HEADED.search(span.text) is not None or any(True for _ in find_cues(iter(words)))


def _match(statement: Statement, body: Iterable[tuple[Claim, frozenset[str]]]) -> Iterator[Match]:
    """The claims that say what the statement says, best first."""
    scored = []
    for claim, words in body:
        shared = statement.words & words
        share = len(shared) / max(len(statement.words), 1)
        if len(shared) >= min(FEWEST, len(statement.words)) and share >= ENOUGH:
            scored.append(Match(claim, share))
    best = max((match.share for match in scored), default=0.0)
    yield from sorted(
        (match for match in scored if match.share >= NEAR * best),
        key=lambda match: (-match.share, match.claim.contents[0].start),
    )


def _check_source(statement: Statement, matches: Sequence[Match], named: Iterable[str]) -> Iterator[HeadlineCheck]:
    if statement.sourced or not matches or any(match.claim.voice == "own" for match in matches):
        return
    first = matches[0].claim
    speakers = {link.party for match in matches for link in match.claim.chain}
    if first.source is None or not speakers.isdisjoint(named) or statement.words & set(_stem_text(first.source.text)):
        return
    reason = f"the body gives this on the word of “{first.source.text}”, the headline names nobody"
    yield _make_check("source_dropped", statement.span, first.source, reason)


def _check_hedge(statement: Statement, matches: Sequence[Match]) -> Iterator[HeadlineCheck]:
    if not matches:
        return
    surest = max(matches, key=lambda match: RANK_NAMES[match.claim.factuality]).claim
    if RANK_NAMES[surest.factuality] >= statement.rank:
        return
    hedge = _find_hedge(surest)
    if RANK_NAMES[surest.factuality] == 0 and hedge is None:
        return
    kind: HeadlineKind = "hedge_dropped" if statement.rank == RANKS["CT"] else "hedge_sharpened"
    place: Span = Span(hedge.start, hedge.end, hedge.text) if hedge else surest.contents[0]
    told = f"by “{hedge.text}”" if hedge else "by how it is put"
    sharper = "leaves that out" if kind == "hedge_dropped" else "puts it more surely"
    yield _make_check(kind, statement.span, place, f"the body weakens this {told}, the headline {sharper}")


def _find_hedge(claim: Claim) -> Hedge | None:
    return next((hedge for hedge in claim.hedges if hedge.strength in WEAK), None)


def _check_figures(
    statement: Statement, matches: Sequence[Match], figures: Sequence[Figure]
) -> Iterator[HeadlineCheck]:
    contents = [span for match in matches for span in match.claim.contents]
    body = [figure for figure in figures if figure.start >= statement.span.end]
    told = [figure for figure in body if any(place.contains(figure) for place in contents)] or body[:MOST_FIGURES]
    for figure in figures:
        if statement.span.contains(figure) and figure.role != "rank":
            yield from _check_figure(figure, told, body)


def _check_figure(figure: Figure, told: Sequence[Figure], body: Sequence[Figure]) -> Iterator[HeadlineCheck]:
    """What became of a figure that the body gives where it says the same, or else nowhere."""
    fitting = [other for other in told if _may_count_same(figure, other) and _covers(figure, other)]
    if any(_is_as_sharp(figure, other) for other in fitting):
        return
    if fitting:
        reason = f"the body has “{fitting[0].text}”, the headline leaves out that it is {_tell_looseness(fitting[0])}"
        yield _make_check("figure_sharpened", figure, fitting[0], reason)
        return
    other = next((other for other in told if _counts_same(figure, other)), None)
    if other is not None and figure.value is not None and not any(_covers(figure, one) for one in body):
        reason = f"the body has “{other.text}” of the same, the headline “{figure.text}”"
        yield _make_check("figure_changed", figure, other, reason)


def _may_count_same(one: Figure, other: Figure) -> bool:
    """Whether two figures are of one unit, or of none that is a measure."""
    if _is_part(one) != _is_part(other) or _size(other) is None:
        return False
    return one.unit == other.unit if _is_measure(one) or _is_measure(other) else True


def _counts_same(one: Figure, other: Figure) -> bool:
    """Whether two figures count the same: in the same measure, or with a word in common; a bare one counts people."""
    if not _may_count_same(one, other) or other.value is None:
        return False
    first, second = (set(_stem_text(figure.counted or figure.unit or "")) for figure in (one, other))
    bare = not first or one.text.strip(" .,").replace(",", "").isdigit()
    return _is_measure(one) or bool(first & second) or (bare and bool(second & PEOPLE))


def _is_part(figure: Figure) -> bool:
    return figure.role in {"rate", "part"} or figure.unit == "percent"


def _is_measure(figure: Figure) -> bool:
    unit = figure.unit or ""
    return unit == "percent" or (len(unit) == 3 and unit.isupper())


def _size(figure: Figure) -> float | int | None:
    return next((size for size in (figure.value, figure.low, figure.high) if size is not None), None)


def _covers(figure: Figure, body: Figure) -> bool:
    """Whether the body's figure lies where the headline's says: equal, within its bounds, or near what it rounds."""
    size, told = _size(figure), _size(body)
    assert told is not None
    if size is None or size == told:
        return True
    if figure.value is None and (figure.low or 0) <= told and (figure.high is None or told <= figure.high):
        return True
    loose = figure.approximate or figure.value is None
    return loose and abs(size - told) <= TOLERANCE * max(abs(size), abs(told))


def _is_as_sharp(figure: Figure, body: Figure) -> bool:
    """Whether the headline's figure claims no more than the body's."""
    if figure.approximate or figure.value is None:
        return True
    bounded = body.value is None or body.low not in {None, body.value} or body.high not in {None, body.value}
    return not (bounded or body.approximate)


def _tell_looseness(figure: Figure) -> str:
    if figure.approximate:
        return "only about that"
    if figure.low is not None and figure.high is None:
        return "a least number"
    if figure.high is not None and figure.low is None:
        return "a most"
    return "between two bounds"


def _make_check(kind: HeadlineKind, headline: Span, body: Span, reason: str) -> HeadlineCheck:
    above, below = (Span(span.start, span.end, span.text) for span in (headline, body))
    return HeadlineCheck(kind, above, below, reason)


def _list_stems(page: Page, spans: Iterable[Span], figures: Sequence[Figure]) -> Iterator[str]:
    """The stems of what words say, without the closed classes, and the sizes of figures."""
    for span in spans:
        for word in page.words(span.start, span.end):
            yield from _stems_of(word)
        yield from (f"#{_size(figure)}" for figure in figures if span.contains(figure) and _size(figure) is not None)


def _stems_of(word: Token) -> Iterator[str]:
    if not word.is_alpha or word.lower_ in _read_function_words() or word.like_num:
        return
    stems = {_stem(word.lower_), _stem(word.lemma_.lower())}
    families = {_read_families()[stem] for stem in stems if stem in _read_families()}
    yield from sorted(families or {_stem(word.lemma_.lower())})


def _stem_text(text: str) -> Iterator[str]:
    for piece in text.lower().split():
        if piece.isalpha() and piece not in _read_function_words():
            stem = _stem(piece)
            yield _read_families().get(stem, stem)


def _stem(word: str) -> str:
    """The word without a common ending: "plunged", "plunges" and "plunge" are one."""
    ending = next((end for end in ENDINGS if word.endswith(end) and len(word) - len(end) >= SHORTEST), "")
    return word.removesuffix(ending)


@cache
def _read_families() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row in read_table("headline_words"):
        words = row["words"].split()
        for word in words:
            found.setdefault(_stem(word), words[0])
    return found


@cache
def _read_function_words() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("function_words"))
