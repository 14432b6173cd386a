"""Small readings by the dozen, made without the engine: a short invented dispatch with its party, claim and figure."""

from __future__ import annotations

from typing import Any

from onrecord.model import Claim, Date, Doubt, Figure, Link, Notice, Party, Position, Reading, Span, make_id
from tests.pages import report_of

PLACES = ("Skarvik", "Tarma", "Ouadda", "Pinsk", "Lomé", "Harlan", "Feni", "Zürich", "Sayan", "Volta")


def make_note(number: int, words: str = "", **fields: Any) -> Reading:
    """A reading of one claim: "Water board 7 of Tarma said on Tuesday that 70 families had left. …"."""
    place = PLACES[number % len(PLACES)]
    text = (
        f"Water board {number} of {place} said on Tuesday that {number * 10} families had left. {words}"
        f"The mine of {place} has not commented on notice {number}."
    )
    report = report_of(text, **({"outlet": f"{place} Post", "dateline": "2025-03-12"} | fields))

    def span(part: str) -> Span:
        start = text.index(part)
        return Span(start, start + len(part), part)

    source, cue = span(f"Water board {number} of {place}"), span("said")
    content = span(f"{number * 10} families had left")
    party, mine = make_id("p", report.sha256, "board"), make_id("p", report.sha256, "mine")
    claim, figure = make_id("c", report.sha256, content.start), make_id("f", report.sha256, content.start)
    counted = span(f"{number * 10} families")
    said = Date(*_cut(span("on Tuesday")), "2025-03-11", "2025-03-12", "day", basis="relative")
    size = number * 10
    return Reading(
        report=report,
        parties=(
            Party(party, source.text, "organization", "named", "regulator", None, (source,)),
            Party(mine, f"mine of {place}", "organization", "described", None, None, (span(f"mine of {place}"),)),
        ),
        claims=(
            Claim(
                claim, "attributed", "stated", source, cue, (content,), "indirect", party, (Link(party, cue, None),), None,
                "state", None, said, None, "CT+" if number % 3 else "PR+", (), (figure,), (), 0.4 if number % 5 == 0 else 0.9,
            ),
        ),
        figures=(
            Figure(
                *_cut(counted), figure, size, size, size, "family", "families", "total", False, None, None, None, claim
            ),
        ),
        positions=(
            Position(
                *_cut(span(f"The mine of {place} has not commented")), mine, "no_comment", claim,
                span(f"notice {number}"), None,
            ),
        ),
        dates=(said,),
        not_understood=(Doubt(*_cut(span(f"notice {number}")), "number", "what it counts is not said"),),
        notices=(Notice("sample", "made for a test"),),
    )  # fmt: skip


def _cut(span: Span) -> tuple[int, int, str]:
    return span.start, span.end, span.text
