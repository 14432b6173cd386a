"""What was not understood: places that a careful reader would want to look at, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from onrecord.extraction.page import Page
from onrecord.model import Claim, Date, Doubt, Figure, Span

UNSURE = 0.35  # a claim below this confidence is worth a look
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
        *_doubt_claims(claims),
        *_doubt_figures(figures),
        *_doubt_dates(dates),
        *(_doubt(span, "quotation_without_speaker", "nobody is named as its speaker") for span in orphans),
        *(_doubt(span, "position_without_party", "whose position this is was not found") for span in homeless),
    ]
    return tuple(sorted(doubts, key=lambda doubt: (doubt.start, doubt.end, doubt.kind)))


def _doubt(span: Span, kind: str, reason: str) -> Doubt:
    return Doubt(span.start, span.end, span.text, kind, reason)


def _doubt_claims(claims: Iterable[Claim]) -> Iterator[Doubt]:
    for claim in claims:
        if claim.voice == "own" or claim.cue is None:
            continue
        if claim.source is None and not claim.chain:
            yield _doubt(claim.cue, "cue_without_source", "the words report a statement, but nobody is named for it")
        elif claim.speaker is None:
            yield _doubt(claim.cue, "source_unresolved", "who the source is was not found in the report")
        elif claim.confidence < UNSURE:
            yield _doubt(claim.cue, "unsure_claim", f"read as a claim with confidence {claim.confidence:.2f} only")


def _doubt_figures(figures: Iterable[Figure]) -> Iterator[Doubt]:
    for figure in figures:
        if figure.counted is None and figure.unit is None and figure.role in COUNTING_ROLES:
            yield _doubt(figure, "figure_without_thing_counted", "what it counts was not found")


def _doubt_dates(dates: Iterable[Date]) -> Iterator[Doubt]:
    for date in dates:
        if date.basis == "open" and date.type in {"date", "time"} and not (date.timex or "").endswith("_REF"):
            yield _doubt(date, "open_date", "nothing in the report fixes this date")
        elif date.basis == "ambiguous":
            yield _doubt(date, "ambiguous_date", "the words allow another reading")
