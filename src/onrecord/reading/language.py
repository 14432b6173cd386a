"""The language of a text, told by the text and not by its label."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from onrecord.words import LANGUAGES, read_table

ENOUGH_WORDS = 20
ENOUGH_LETTERS = 40
SCRIPTS = {
    "ja": re.compile("[\u3040-\u30ff]"), "ko": re.compile("[\uac00-\ud7af]"), "th": re.compile("[\u0e00-\u0e7f]"),
    "zh": re.compile("[\u3400-\u9fff]"),
}  # fmt: skip
SAMPLE = 20_000
SURE_SHARE, LEAST_SHARE = 0.15, 0.05  # of a text, in the commonest words of its language
MORE_THAN_OURS = 2  # times the share of our own commonest words
SURE_DISTANCE = 1200  # resiliparse's distance from its model of a language; above it the language is not known


def tell_language(text: str, label: str | None = None) -> str | None:
    """The language of the text as a two-letter code; None where it is too short or like no language we know.

    Our own languages are told by their commonest words, others by their letters. The label of a page decides only
    between languages that the text is about equally near to.
    """
    if script := _tell_script(text[:SAMPLE]):
        return script
    words = re.findall(r"[^\W\d_]+", text[:SAMPLE].lower())
    if len(words) < ENOUGH_WORDS:
        return None
    shares = {code: sum(word in read_common(code) for word in words) / len(words) for code in LANGUAGES}
    best = max(shares, key=lambda code: shares[code])
    if shares[best] >= SURE_SHARE:
        return best
    other, share = _tell_by_words(words)
    if other and share >= max(SURE_SHARE, MORE_THAN_OURS * shares[best]):
        return other
    other = _tell_other(text[:SAMPLE], label)
    return None if other not in LANGUAGES and shares[best] >= LEAST_SHARE else other


def _tell_by_words(words: list[str]) -> tuple[str | None, float]:
    """The language whose commonest words make up the largest share of the words, and that share; none in a tie."""
    shares = {code: sum(word in known for word in words) / len(words) for code, known in read_others().items()}
    first, second = sorted(shares, key=lambda code: (-shares[code], code))[:2]
    return first if shares[first] > shares[second] else None, shares[first]


@cache
def read_others() -> dict[str, frozenset[str]]:
    """The commonest words of each language that we only tell from the others."""
    return {row["code"]: frozenset(row["words"].split()) for row in read_table("other_languages")}


def _tell_script(sample: str) -> str | None:
    """The language of a text in a script that puts no space between words and that only one language uses."""
    letters = sum(map(str.isalpha, sample))
    found = {code: len(pattern.findall(sample)) for code, pattern in SCRIPTS.items()}
    if letters < ENOUGH_LETTERS or sum(found.values()) < 0.5 * letters:
        return None
    return next((code for code in ("ja", "ko", "th") if found[code] >= 0.1 * letters), "zh")


@cache
def read_common(language: str) -> frozenset[str]:
    """The commonest words of a language."""
    return frozenset(row["word"] for row in read_table("common_words", language))


def _tell_other(sample: str, label: str | None) -> str | None:
    from resiliparse.parse.lang import detect_fast

    nearest: Any = detect_fast(sample.lower() if sample.isupper() else sample, n_results=3)
    if not nearest or nearest[0][1] > SURE_DISTANCE:
        return None
    code, distance = nearest[0]
    labelled = (label or "").lower()[:2]
    if labelled in {other for other, far in nearest if far <= 1.05 * distance}:
        return labelled
    return str(code)
