"""Reports in languages without tables: digits and quotations, marked partial, nobody named."""

from __future__ import annotations

import pytest

from onrecord.extraction.partial import read_number
from onrecord.extraction.stages import extract
from onrecord.model import Reading
from onrecord.reading import read_bytes

GERMAN = (
    "Hafen von Elmora bleibt geschlossen\n\nELMORA, 03.05.2024 (dpa) - Die Hafenbehörde von Elmora teilte am 3.5.2024 mit, "
    "dass der Kai bis zum 30.06.2024 geschlossen bleibt. „Niemand weiß, wann der Kran kommt“, sagte die Vorsitzende Ana Brik "
    "vor Journalisten. Rund 1.250.000 Euro und 3,5 % der Einnahmen seien verloren, weil ein „Frachter“ gegen die Mauer "
    "gefahren war. Um 14:30 Uhr wurden 40 Arbeiter nach Hause geschickt und 1.200 Kisten verladen."
)
SPANISH = (
    "El puerto de Elmora seguirá cerrado hasta junio, informó el viernes la junta del puerto. «Nadie sabe cuándo llegará la "
    "grúa nueva», dijo a los periodistas su presidenta. El 05/03/2024 un carguero chocó contra el muelle y 40 trabajadores "
    "fueron enviados a casa, según la misma fuente, que pidió paciencia a los vecinos de la ciudad y a las empresas."
)
JAPANESE = (
    "エルモラ港は6月まで閉鎖されたままになると港湾局が発表した。2024年5月3日に貨物船が岸壁に衝突し、40人の作業員が帰宅させられた。"
    "議長は記者団に「新しいクレーンがいつ届くかは誰にも分からない」と語った。町の住民と企業には忍耐を求めている。"
)


def read(text: str) -> Reading:
    return extract(read_bytes(text.encode(), "story")[0].report)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        (GERMAN, "Niemand weiß, wann der Kran kommt"),
        (SPANISH, "Nadie sabe cuándo llegará la grúa nueva"),
        (JAPANESE, "新しいクレーンがいつ届くかは誰にも分からない"),
    ],
)
def test_quotations_are_kept_and_nobody_is_guessed(text: str, quoted: str) -> None:
    reading = read(text)
    (claim,) = reading.claims
    assert [part.text for part in claim.contents] == [quoted]
    assert (claim.source, claim.cue, claim.speaker, claim.attribution, claim.quote) == (
        None,
        None,
        None,
        "none",
        "direct",
    )
    assert [notice.code for notice in reading.notices if notice.incomplete] == ["partial"]
    assert "quotation_without_speaker" in {doubt.kind for doubt in reading.not_understood}
    assert (reading.parties, reading.positions) == ((), ())


def test_figures_and_days_in_digits_are_read() -> None:
    reading = read(GERMAN)
    assert [(day.text, day.from_) for day in reading.dates] == [
        ("3.5.2024", "2024-05-03"),
        ("30.06.2024", "2024-06-30"),
    ]
    found = {(figure.value, figure.low, figure.high, figure.unit) for figure in reading.figures}
    assert {(1250000, None, None, None), (3.5, None, None, "percent"), (40, None, None, None)} <= found
    assert (None, 1.2, 1200, None) in found
    assert not any(figure.text.startswith("14") for figure in reading.figures)
    text = reading.report.text
    assert all(text[figure.start : figure.end] == figure.text for figure in reading.figures)


def test_digits_beside_signs_without_spaces_are_read() -> None:
    reading = read(JAPANESE)
    assert [(day.text, day.from_) for day in reading.dates] == [("2024年5月3日", "2024-05-03")]
    assert [(figure.text, figure.value) for figure in reading.figures] == [("6", 6), ("40", 40)]


def test_a_day_that_can_be_two_is_marked() -> None:
    (day,) = read(SPANISH).dates
    assert (day.from_, day.alternative, day.basis) == ("2024-03-05", ("2024-05-03", "2024-05-04"), "ambiguous")


@pytest.mark.parametrize(
    ("digits", "value"),
    [
        ("40", (40, None, None)), ("1.250.000", (1250000, None, None)), ("1\u00a0500", (1500, None, None)),
        ("1.500", (None, 1.5, 1500)), ("3,5", (3.5, None, None)), ("1.234,56", (1234.56, None, None)),
        ("12.34.56", (None, None, None)), ("9" * 15, (int("9" * 15), None, None)),
    ],
)  # fmt: skip
def test_numbers_in_digits(digits: str, value: tuple[object, ...]) -> None:
    assert read_number(digits) == value
