"""The language of a text, told by the text and not by its label."""

from __future__ import annotations

from typing import Any

ENOUGH_WORDS = 20
SURE_DISTANCE = 1200  # resiliparse's distance from its model of a language; above it the language is not known


def tell_language(text: str, label: str | None = None) -> str | None:
    """The language of the text as a two-letter code; None where it is too short or like no language we know.

    The label of a page decides only where the text itself leaves it open between that language and another.
    """
    from resiliparse.parse.lang import detect_fast

    sample = text[:20_000]
    if len(sample.split()) < ENOUGH_WORDS:
        return None
    nearest: Any = detect_fast(sample, n_results=3)
    if not nearest or nearest[0][1] > SURE_DISTANCE:
        return None
    code, distance = nearest[0]
    labelled = (label or "").lower()[:2]
    if labelled in {other for other, far in nearest if far <= 1.05 * distance}:
        return labelled
    return str(code)
