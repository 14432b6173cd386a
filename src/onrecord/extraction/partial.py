"""A report in a language without tables: figures and days in digits, and what stands in quotation marks; nothing else.

Who says it is left open, for no cue of the language is known. The reading is marked partial, and never made as if the
report were in English.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from onrecord.extraction.quotations import find_quotations
from onrecord.model import Claim, Date, Doubt, Figure, Notice, Reading, Report, Span, make_id
from onrecord.words import LANGUAGES

PARAGRAPH = re.compile(r"[^\n]+")
CORNERS = re.compile(r"[「『]([^「」『』\n]{4,2000})[」』]")
ISO_DAY = re.compile(
    r"(?<![\d.,/-])(?P<y>(?:19|20)\d\d)[-./年]\s?(?P<m>\d{1,2})[-./月]\s?(?P<d>\d{1,2})(?:日|(?![\d/-]))"
)
DAY = re.compile(r"(?<![\d.,/-])(?P<a>\d{1,2})(?P<s>[./-])\s?(?P<b>\d{1,2})(?P=s)\s?(?P<y>(?:19|20)\d\d)(?![\d/-])")
CLOCK = re.compile(r"(?<![\d.,:])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])")
UNSPACED = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f"  # scripts that put no space between words
NUMBER = re.compile(
    rf"(?<![^\W{UNSPACED}])(?<![.,/:+-])(?P<before>[€£$¥₹₽₺₩₴]\s?)?"
    r"(?P<digits>\d{1,15}(?:[.,\u00a0\u202f'’]\d{1,15}){0,6})"
    rf"(?P<after>\s?[%٪€£$¥₹₽₺₩₴])?(?![^\W{UNSPACED}]|[/:-]|[.,]\d)"
)
GROUPS = re.compile(r"\d{1,3}(?:([.,\u00a0\u202f'’])\d{3})(?:\1\d{3})*")
DECIMAL = re.compile(r"(\d{1,12})[.,](\d{1,2}|\d{4,12})")
SIGNS = {
    "%": "percent",
    "٪": "percent",
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₽": "RUB",
    "₺": "TRY",
    "₩": "KRW",
    "₴": "UAH",
}
FEWEST_WORDS, FEWEST_LETTERS = 4, 12  # of a quotation that is more than a name or a word held at a distance
CONFIDENCE = 0.3
WEIGHTLESS = re.compile(f"[{UNSPACED}]")


def is_without_tables(report: Report) -> bool:
    """Whether the language of the report is known, and is none that we have tables of."""
    return report.language is not None and report.language not in LANGUAGES


def read_partly(report: Report) -> Reading:
    """What digits and quotation marks say in a report whose language we do not read."""
    dates = tuple(_in_body(report, find_days(report.text)))
    figures = tuple(_in_body(report, find_numbers(report, dates)))
    claims = tuple(_make_claims(report, dates, figures))
    linked = tuple(_link(figure, claims) for figure in figures)
    reason = (
        f"the report is in a language that we have no tables of ({report.language}): only figures and days in digits "
        "and direct quotations were read, and nobody is named as their source"
    )
    return Reading(
        report=report,
        claims=claims,
        figures=linked,
        dates=dates,
        not_understood=tuple(sorted(_doubt(claims, dates, linked), key=lambda doubt: (doubt.start, doubt.end))),
        notices=(Notice("partial", reason, incomplete=True),),
    )


Found = TypeVar("Found", Date, Figure)


def _in_body(report: Report, found: Iterable[Found]) -> Iterator[Found]:
    """Those that stand in no line of the head or tail."""
    ends = sorted((span.start, span.end) for span in report.furniture)
    starts = [start for start, _ in ends]
    for item in found:
        place = bisect_right(starts, item.start) - 1
        if place < 0 or item.start >= ends[place][1]:
            yield item


def find_days(text: str) -> Iterator[Date]:
    """The days that are written in digits alone; of two readings of one both are kept."""
    found = [*ISO_DAY.finditer(text), *DAY.finditer(text)]
    for match in sorted(found, key=re.Match.start):
        readings = list(dict.fromkeys(_read_day(match)))
        if readings:
            yield _make_date(match, readings)


def _read_day(found: re.Match[str]) -> Iterator[date]:
    """The days that the digits can mean, day before month first; with dots between them only that one."""
    parts = found.groupdict()
    if "m" in parts:
        orders = [(parts["m"], parts["d"])]
    else:
        orders = [(parts["b"], parts["a"])] + ([] if parts["s"] == "." else [(parts["a"], parts["b"])])
    for month, day in orders:
        try:
            yield date(int(parts["y"]), int(month), int(day))
        except ValueError:
            continue


def _make_date(found: re.Match[str], readings: list[date]) -> Date:
    first, *others = readings
    other = (others[0].isoformat(), _next_day(others[0])) if others else None
    return Date(
        found.start(), found.end(), found.group(), first.isoformat(), _next_day(first), "day",
        timex=first.isoformat(), basis="ambiguous" if others else "absolute", alternative=other,
    )  # fmt: skip


def _next_day(day: date) -> str | None:
    return (day + timedelta(days=1)).isoformat() if day < date.max else None


def find_numbers(report: Report, dates: tuple[Date, ...]) -> Iterator[Figure]:
    """The numbers in digits that are no days and no times of day."""
    text = report.text
    taken = sorted([(day.start, day.end) for day in dates] + [found.span() for found in CLOCK.finditer(text)])
    starts = [start for start, _ in taken]
    for found in NUMBER.finditer(text):
        place = bisect_right(starts, found.start("digits")) - 1
        if place >= 0 and found.start("digits") < taken[place][1]:
            continue
        value, low, high = read_number(found["digits"])
        sign = (found["after"] or found["before"] or "").strip()
        yield Figure(
            found.start(), found.end(), found.group(), make_id("f", report.sha256, found.start(), found.end()),
            value, low, high, SIGNS.get(sign, sign or None), None, "other", False, None, None, None,
        )  # fmt: skip


def read_number(digits: str) -> tuple[float | int | None, float | int | None, float | int | None]:
    """Value and bounds of a number in digits; one sign before three digits may part thousands or be the point."""
    plain = re.sub(r"\D", "", digits)
    if digits.isdigit():
        return int(plain), None, None
    if (grouped := GROUPS.fullmatch(digits)) is not None:
        number, cut = int(plain), len(digits.split(grouped[1])[0])
        if digits.count(grouped[1]) > 1 or grouped[1] not in ".,":
            return number, None, None
        return None, float(f"{plain[:cut]}.{plain[cut:]}"), number
    if (decimal := DECIMAL.fullmatch(digits)) is not None:
        return float(f"{decimal[1]}.{decimal[2]}"), None, None
    cut = max(digits.rfind("."), digits.rfind(","))
    if cut > 0 and len(digits) - cut <= 3 and GROUPS.fullmatch(digits[:cut]):
        return float(re.sub(r"\D", "", digits[:cut]) + "." + digits[cut + 1 :]), None, None
    return None, None, None


def _make_claims(report: Report, dates: tuple[Date, ...], figures: tuple[Figure, ...]) -> Iterator[Claim]:
    """A claim for each quotation that is long enough to be somebody's own words, by nobody named."""
    for start, end in _find_quoted(report):
        inside = Span(start, end, report.text[start:end])
        yield Claim(
            id=make_id("c", report.sha256, start, end), voice="attributed", attribution="none", source=None, cue=None,
            contents=(inside,), quote="direct", speaker=None, chain=(), parent=None, speech_act="other", audience=None,
            said=None, terms=None, factuality="Uu", hedges=(),
            figures=tuple(figure.id for figure in figures if inside.contains(figure)),
            dates=tuple(day for day in dates if inside.contains(day)), confidence=CONFIDENCE,
            reason="words in quotation marks, in a language that we have no tables of",
        )  # fmt: skip


def _find_quoted(report: Report) -> list[tuple[int, int]]:
    text = report.text
    paragraphs = tuple(found.span() for found in PARAGRAPH.finditer(text))
    places = {(quotation.start, quotation.end) for quotation in find_quotations(text, paragraphs) if not quotation.open}
    places |= {found.span(1) for found in CORNERS.finditer(text)}
    hidden = [(span.start, span.end) for span in report.furniture]
    return sorted(
        place
        for place in places
        if _is_long(text[slice(*place)]) and not any(start <= place[0] < end for start, end in hidden)
    )


def _is_long(words: str) -> bool:
    """Whether a quotation has the length of a statement; scripts without spaces are measured by their signs."""
    return len(words.split()) >= FEWEST_WORDS or len(WEIGHTLESS.findall(words)) >= FEWEST_LETTERS


def _link(figure: Figure, claims: tuple[Claim, ...]) -> Figure:
    """The figure with the claim that it stands in."""
    holder = next((claim for claim in claims if figure.id in claim.figures), None)
    return replace(figure, claim=holder.id) if holder else figure


def _doubt(claims: tuple[Claim, ...], dates: tuple[Date, ...], figures: tuple[Figure, ...]) -> Iterator[Doubt]:
    for claim in claims:
        (words,) = claim.contents
        yield Doubt(
            words.start, words.end, words.text, "quotation_without_speaker", "nobody could be found as its speaker"
        )
    for day in dates:
        if day.basis == "ambiguous":
            yield Doubt(day.start, day.end, day.text, "ambiguous_date", "the digits allow another reading")
    for figure in figures:
        if figure.value is None:
            yield Doubt(figure.start, figure.end, figure.text, "ambiguous_figure", "the digits allow another reading")
