"""Attributions: who says what with which word, by rules on the parse."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from onrecord.extraction.boundaries import Range, cut_tail, trim_content
from onrecord.extraction.circumstances import find_audience, find_bases, find_terms
from onrecord.extraction.cues import CueWord, find_cues
from onrecord.extraction.drafts import Draft
from onrecord.extraction.edges import mend_content
from onrecord.extraction.governed import read_governed
from onrecord.extraction.headings import read_according, read_closing, read_colon, read_dash
from onrecord.extraction.inheritance import extent, find_heirs, find_orphans
from onrecord.extraction.learned import draft_tagged, merge_drafts
from onrecord.extraction.nesting import find_parents
from onrecord.extraction.page import Page, Sentence
from onrecord.extraction.parentheses import read_as, read_parenthesis
from onrecord.extraction.relays import find_given, is_given
from onrecord.extraction.tags import read_quotations
from onrecord.extraction.tails import cut_added
from onrecord.model import Span
from onrecord.words import read_table

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.extraction.tagger import AttributionTagger

__all__ = ["Attribution", "find_attributions", "find_orphans"]

PRONOUNS = frozenset(
    {"it", "this", "that", "them", "him", "her", "me", "us", "you", "himself", "herself", "itself", "themselves", "so"}
)
MOST_CIRCUMSTANCES = 8  # phrases of one kind looked at in a sentence
LEAST_CONFIDENCE = 0.33  # constructions that are right more seldom are not read


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source, the cue that reports its speaking, and what it says.

    `parent` is the index, in the tuple of all attributions, of the one inside whose contents this
    stands. An inherited attribution has neither source nor cue: it goes on with that of `heir_of`.
    """

    source: Span | None
    cue: Span | None
    contents: tuple[Span, ...]
    audience: Span | None = None
    terms: Span | None = None
    basis: Span | None = None
    parent: int | None = None
    heir_of: int | None = None
    confidence: float = 0.5


def find_attributions(page: Page, tagger: AttributionTagger | None = None) -> tuple[Attribution, ...]:
    """All attributions of a page in text order, nested and inherited ones among them.

    With a tagger the network finds the outermost ones; without, rules on the parse alone find all.
    """
    surroundings = Surroundings(page)
    drafts = surroundings.without_circumstances(find_drafts(page, tagger))
    found = [(draft, contents) for draft in drafts if (contents := _trim_contents(page, draft))]
    found.sort(key=lambda pair: (*extent(pair[0]), pair[0].word.i))
    places = {id(draft): index for index, (draft, _) in enumerate(found)}
    heirs = [places.get(id(draft.heir_of)) if draft.heir_of else None for draft, _ in found]
    parents = find_parents(
        [contents[0].start if draft.heir_of else draft.cue[0] for draft, contents in found],
        [(contents[0].start, contents[-1].end) for _, contents in found],
        [[(span.start, span.end) for span in contents] for _, contents in found],
    )
    return tuple(
        _make_attribution(surroundings, draft, contents, parent, heir)
        for (draft, contents), parent, heir in zip(found, parents, heirs, strict=True)
    )


def find_drafts(page: Page, tagger: AttributionTagger | None = None) -> tuple[Draft, ...]:
    """A draft for each cue of the page that reports something, then the quotations that inherit."""
    quoted = {draft.word.i: draft for draft in read_quotations(page)}
    drafts: list[Draft] = []
    for sentence in page.sentences:
        drafts.extend(_read_sentence(page, sentence, quoted))
    for draft in drafts:
        draft.confidence = confidence_of(draft)
        _give_word(page, draft)
    sure = (draft for draft in _without_doubles(drafts) if confidence_of(draft) >= LEAST_CONFIDENCE)
    kept = [draft for draft in sure if _says_something(page, draft)]
    if tagger is not None:
        kept = list(merge_drafts(page, list(draft_tagged(page, tagger)), kept))
    return (*kept, *find_heirs(page, kept))


def _give_word(page: Page, draft: Draft) -> None:
    """Write who is quoted as the source of what somebody "quoted her as saying"."""
    sentence = page.sentence_at(draft.cue[0])
    if sentence is not None and is_given(draft.word):
        given = find_given(page, draft.word, (sentence.start, sentence.end))
        draft.source = (given.start, given.end) if given is not None else draft.source


def _says_something(page: Page, draft: Draft) -> bool:
    """Whether the contents are more than one pronoun ("denied it", "praised her")."""
    start, end = draft.contents[0]
    return len(draft.contents) > 1 or page.text[start:end].strip(" .,").lower() not in PRONOUNS


def _without_doubles(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """The drafts without the verb alone where it only carries a noun ("voiced" in "voiced fears that")."""
    carried = {draft.word.i for draft in drafts if draft.way == "carrier" and confidence_of(draft) >= LEAST_CONFIDENCE}
    return (draft for draft in drafts if draft.rule != "verb np" or draft.word.i not in carried)


def _read_sentence(page: Page, sentence: Sentence, quoted: dict[int, Draft]) -> Iterator[Draft]:
    place = sentence.start, sentence.end
    words = page.words(*place)
    headed = read_colon(page, place, sentence.headline)
    if headed is None and sentence.headline:
        headed = read_dash(page, place) or read_closing(page, place)
    if headed is not None:
        yield headed
    for word in words:
        if word.lower_ == "according":
            draft = read_according(page, word, place)
            if draft is not None:
                yield draft
        if word.i in quoted and quoted[word.i].entry is None:
            yield quoted.pop(word.i)
    for word, entry in find_cues(iter(words)):
        if headed is not None and word.i == headed.word.i:
            continue
        draft = quoted.pop(word.i, None)
        if draft is not None:
            yield _widen(draft, read_governed(word, entry))
            continue
        yield from _read_cue(page, word, entry, _bounds(page, word, place))


def _widen(draft: Draft, governed: Draft | None) -> Draft:
    """A quotation after its cue, with the words of the clause that it ends ("said the weld was 'a disaster.'")."""
    start, end = draft.contents[0]
    if governed is None or governed.rule != "verb that" or start < draft.cue[1]:
        return draft
    first, last = governed.contents[0]
    if draft.cue[1] <= first < start < last:
        draft.contents[0] = first, end
    return draft


def _read_cue(page: Page, word: Token, entry: CueWord, place: Range) -> Iterator[Draft]:
    """What a cue reports by the words that it governs or, as a parenthesis, by those around it."""
    aside = read_as(page, word, entry, place) if entry.pos == "verb" else None
    if aside is not None:
        yield aside
        return
    governed = read_governed(word, entry)
    if entry.pos == "verb" and (governed is None or governed.rule in {"verb that", "verb that-before"}):
        asides = read_parenthesis(page, word, entry, place)
        if asides and (governed is None or asides[0].rule == "around" or len(asides) > 1):
            yield from asides
            return
    if governed is not None:
        yield governed


def _bounds(page: Page, word: Token, sentence: Range) -> Range:
    """The stretch that a cue may report from: its sentence, or the part of it inside the same quotation."""
    quotation = page.quotation_at(word.idx)
    if quotation is None:
        return sentence
    return max(sentence[0], quotation.start), min(sentence[1], quotation.end)


def _trim_contents(page: Page, draft: Draft) -> list[Span]:
    """The contents of a draft as they are shown, in text order."""
    places = sorted(draft.contents) if draft.quoted else _clip(page, draft)
    if draft.rule == "verb that":
        places = [mend_content(page, cut_tail(page, *place), draft.cue, draft.word, []) for place in places]
    places = cut_added(page, draft.cue, places)
    spans = (trim_content(page, start, end, draft.cue[0]) for start, end in places)
    return [span for span in spans if span is not None]


def _clip(page: Page, draft: Draft) -> list[Range]:
    """The contents cut to the sentence of the cue, and to its quotation: the parser may run on across borders."""
    sentence = page.sentence_at(draft.cue[0])
    if sentence is None:
        return sorted(draft.contents)
    first, last = _bounds(page, draft.word, (sentence.start, sentence.end))
    places = ((max(start, first), min(end, last)) for start, end in sorted(draft.contents))
    return [(start, end) for start, end in places if start < end]


def _make_attribution(
    surroundings: Surroundings, draft: Draft, contents: list[Span], parent: int | None, heir: int | None
) -> Attribution:
    page = surroundings.page
    if draft.heir_of is not None:
        return Attribution(None, None, tuple(contents), parent=parent, heir_of=heir, confidence=confidence_of(draft))
    audience = find_audience(draft)
    return Attribution(
        source=page.trimmed(*draft.source, " \t\n\r\u00a0,;:—–") if draft.source else None,
        cue=page.trimmed(*draft.cue),
        contents=tuple(contents),
        audience=page.trimmed(*audience) if audience else None,
        terms=surroundings.terms_of(draft, contents),
        basis=surroundings.basis_of(draft, contents),
        parent=parent,
        confidence=confidence_of(draft),
    )


class Surroundings:
    """The terms and bases of a page, read once for each sentence."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._terms = [place for s in page.sentences for place in find_terms(page, s.start, s.end)]
        self._bases = [place for s in page.sentences for place in find_bases(page, s.start, s.end)]

    def without_circumstances(self, drafts: Iterable[Draft]) -> Iterator[Draft]:
        """The drafts but those that only tell on what terms or ground somebody speaks ("asked not to be named")."""
        bases = {start for start, _ in self._bases}
        for draft in drafts:
            if draft.heir_of or not (self._is_term(draft.cue) or draft.cue[0] in bases):
                yield draft

    def _is_term(self, cue: Range) -> bool:
        place = bisect_left(self._terms, (cue[1], 0)) - 1
        return place >= 0 and self._terms[place][1] > cue[0]

    def terms_of(self, draft: Draft, contents: Sequence[Span]) -> Span | None:
        """The terms in the sentence of the cue, outside what is said."""
        return self._in_sentence(self._terms, draft, contents)

    def basis_of(self, draft: Draft, contents: Sequence[Span]) -> Span | None:
        """The basis in the sentence of the cue, outside what is said."""
        return self._in_sentence(self._bases, draft, contents)

    def _in_sentence(self, places: list[Range], draft: Draft, contents: Sequence[Span]) -> Span | None:
        sentence = self.page.sentence_at(draft.cue[0])
        if sentence is None:
            return None
        first = bisect_left(places, (sentence.start, 0))
        for start, end in places[first : first + MOST_CIRCUMSTANCES]:
            inside = any(span.start <= start < span.end for span in contents)
            if start < sentence.end and not inside and start != draft.cue[0]:
                return self.page.span(start, end)
        return None


def confidence_of(draft: Draft) -> float:
    """How often a reading of this construction is right, measured on annotated news."""
    if draft.confidence is not None:
        return draft.confidence
    kind = draft.entry.kind if draft.entry else ""
    priors = _read_priors()
    for key in ((draft.rule, kind, draft.way), (draft.rule, kind, ""), (draft.rule, "", "")):
        if key in priors:
            return priors[key]
    return 0.5


@cache
def _read_priors() -> Mapping[tuple[str, str, str], float]:
    return {(row["rule"], row["class"], row["way"]): float(row["right"]) for row in read_table("constructions")}
