"""What was not understood: places that a careful reader would want to look at, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from onrecord.extraction.acts import find_speech, has_clause
from onrecord.extraction.clauses import is_verbal
from onrecord.extraction.page import Page
from onrecord.extraction.quantities import is_two_ways
from onrecord.extraction.subjects import FINITE
from onrecord.model import Claim, Date, Doubt, Figure, Span

FIRST_PERSONS = frozenset({"i", "we", "my", "our"})
NOBODY = frozenset({"no one", "nobody", "anyone", "you", "one"})
NAMING_WORDS = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})
LONGEST_NAME = 5  # words without a finite verb that quotation marks may only hold at a distance
UNSURE = 0.45  # a claim below this confidence is more often none than one
COUNTING_ROLES = {"total", "increment", "part", "projection", "target"}


def find_doubts(
    page: Page,
    claims: Sequence[Claim],
    figures: Iterable[Figure],
    dates: Iterable[Date],
    orphans: Iterable[Span],
    homeless: Iterable[Span],
) -> tuple[Doubt, ...]:
    """All doubts of a page in text order.

    `orphans` are quotations without a speaker, `homeless` are positions whose party was not found.
    """
    doubts = [
        *_doubt_claims(page, claims),
        *_doubt_figures(figures),
        *_doubt_dates(page, dates),
        *(
            _doubt(span, "quotation_without_speaker", "nobody is named as its speaker")
            for span in orphans
            if not _only_names(page, span)
        ),
        *(_doubt(span, "position_without_party", "whose position this is was not found") for span in homeless),
    ]
    return tuple(sorted(doubts, key=lambda doubt: (doubt.start, doubt.end, doubt.kind)))


def _doubt(span: Span, kind: str, reason: str) -> Doubt:
    return Doubt(span.start, span.end, span.text, kind, reason)


def _doubt_claims(page: Page, claims: Iterable[Claim]) -> Iterator[Doubt]:
    for claim in claims:
        if claim.voice == "own" or claim.cue is None or _is_author(page, claim):
            continue
        if claim.source is None and not claim.chain:
            if _reports_speech(page, claim):
                reason = "the words report a statement, but nobody is named for it"
                yield _doubt(claim.cue, "cue_without_source", reason)
        elif claim.speaker is None:
            yield _doubt(claim.cue, "source_unresolved", "who the source is was not found in the report")
        elif claim.confidence < UNSURE:
            yield _doubt(claim.cue, "unsure_claim", f"read as a claim with confidence {claim.confidence:.2f} only")


def _is_author(page: Page, claim: Claim) -> bool:
    """Whether the writer speaks, or nobody: "I", "we" and "no one" outside quotation marks; "I think" inside them."""
    source = claim.source.text.lower() if claim.source else ""
    if source not in FIRST_PERSONS and source not in NOBODY:
        return False
    inside = claim.source is not None and page.quotation_at(claim.source.start) is not None
    return not inside or (source in FIRST_PERSONS and claim.confidence < UNSURE)


def _reports_speech(page: Page, claim: Claim) -> bool:
    """Whether the cue is a word of saying that has what is said in a clause or in quotation marks."""
    assert claim.cue is not None
    spoken = find_speech(page.words(claim.cue.start, claim.cue.end))
    return spoken is not None and any(has_clause(page, content) for content in claim.contents)


def _only_names(page: Page, span: Span) -> bool:
    """Whether quotation marks hold a title, or a word or two that are only held at a distance."""
    words = [word for word in page.words(span.start, span.end) if word.is_alpha]
    if any(is_verbal(word) and word.tag_ in FINITE and not word.text[0].isupper() for word in words):
        return False
    telling = [word for word in words if word.pos_ in NAMING_WORDS]
    return len(words) <= LONGEST_NAME or all(word.text[0].isupper() for word in telling)


def _doubt_figures(figures: Iterable[Figure]) -> Iterator[Doubt]:
    for figure in figures:
        if figure.value is None and is_two_ways(figure.text):
            yield _doubt(figure, "ambiguous_figure", "the digits allow another reading")
        if figure.counted is None and figure.unit is None and figure.role in COUNTING_ROLES:
            yield _doubt(figure, "figure_without_thing_counted", "what it counts was not found")


def _doubt_dates(page: Page, dates: Iterable[Date]) -> Iterator[Doubt]:
    """Dates that stay open; where the report tells no day of its own, one doubt stands for all that count from it."""
    found = sorted(dates, key=lambda date: date.start)
    open_dates = [date for date in found if _is_open(date)]
    if page.report.date is None and len(open_dates) > 1:
        rest = f"{len(open_dates) - 1:,} more that count from it"
        yield _doubt(open_dates[0], "open_date", f"the report tells no day of its own: this and {rest} stay open")
        open_dates = []
    yield from (_doubt(date, "open_date", "nothing in the report fixes this date") for date in open_dates)
    for date in found:
        if date.basis == "ambiguous":
            yield _doubt(date, "ambiguous_date", "the words allow another reading")


def _is_open(date: Date) -> bool:
    return date.basis == "open" and date.type in {"date", "time"} and not (date.timex or "").endswith("_REF")
