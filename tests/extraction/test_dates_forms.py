"""Forms of finance, telexes and timetables; all in a report of Wednesday 23 October 2024."""

from __future__ import annotations

import pytest

from onrecord.extraction.dates import find_dates_in

REPORT_DAY = "2024-10-23"

FORMS = [
    ("Output fell in the three months to June.", "the three months to June", "2024-04-01", "2024-07-01"),
    ("Output fell in the year ended 31 March 2023.", "the year ended 31 March 2023", "2022-04-01", "2023-04-01"),
    ("Output fell in the first nine months of 2023.", "the first nine months of 2023", "2023-01-01", "2023-10-01"),
    ("Output fell in the last two quarters.", "the last two quarters", "2024-04-01", "2024-10-01"),
    ("Output is up in the year to date.", "the year to date", "2024-01-01", "2024-10-23"),
    ("Output will recover by year-end.", "by year-end", None, "2025-01-01"),
    ("Output will recover by end-March.", "by end-March", None, "2025-04-01"),
    ("Output fell in fiscal 2023.", "fiscal 2023", "2023-01-01", "2024-01-01"),
    ("Output fell in the second half of July.", "the second half of July", "2024-07-16", "2024-08-01"),
    ("This year's first quarter was weak.", "This year's first quarter", "2024-01-01", "2024-04-01"),
    ("Fares rose over the weekend.", "the weekend", "2024-10-19", "2024-10-21"),
    ("Fares will rise at the weekend.", "the weekend", "2024-10-26", "2024-10-28"),
    ("The museum will shut for two weeks from 4 November.", "two weeks from 4 November", "2024-11-04", "2024-11-18"),
    ("The fair opens in the week starting 4 November.", "the week starting 4 November", "2024-11-04", "2024-11-11"),
    ("The yard closed two or three years ago.", "two or three years ago", "2021-01-01", "2023-01-01"),
    ("The yard closed in the early 1990s.", "early 1990s", "1990-01-01", "1993-05-01"),
    ("BRASOV, 3 JAN 87 (TELEX)", "3 JAN 87", "1987-01-03", "1987-01-04"),
    (
        "The office opens from 9.30 to 10.30am on Monday.",
        "from 9.30 to 10.30am on Monday",
        "2024-10-28T09:30",
        "2024-10-28T10:30",
    ),
    (
        "The hall will open on Monday from 10 a.m. to noon.",
        "Monday from 10 a.m. to noon",
        "2024-10-28T10:00",
        "2024-10-28T12:00",
    ),
    (
        "The train left at half past seven in the evening.",
        "half past seven in the evening",
        "2024-10-23T19:30",
        "2024-10-23T19:31",
    ),
    ("The siren sounded at 1630 GMT.", "1630 GMT", "2024-10-23T16:30", "2024-10-23T16:31"),
    ("Rents fell in the sixties.", "the sixties", "1960-01-01", "1970-01-01"),
    (
        "Talks ran from the ninth to the twelfth of April.",
        "from the ninth to the twelfth of April",
        "2024-04-09",
        "2024-04-13",
    ),
    ("Talks ran from 29 February to 2 March 2024.", "from 29 February to 2 March 2024", "2024-02-29", "2024-03-03"),
    ("The last storm came this past Saturday.", "this past Saturday", "2024-10-19", "2024-10-20"),
]  # fmt: skip

VALUES = [
    ("She served two and a half years.", "two and a half years", "P2.5Y"),
    ("The wait is 60 to 90 days.", "60 to 90 days", "P60D/P90D"),
    ("He has three working days to appeal.", "three working days", "P3D"),
    ("The flight took an hour and ten minutes.", "an hour and ten minutes", "PT1H10M"),
    ("The pump makes 20 tonnes a day.", "a day", "P1D"),
    ("The clinic opens on weekends.", "weekends", "XXXX-WXX-WE"),
    ("The clinic opens on Monday mornings.", "Monday mornings", "XXXX-WXX-1"),
    ("The clinic opens every Monday at 4 p.m.", "every Monday at 4 p.m.", "XXXX-WXX-1T16:00"),
    ("A 27-year lease was signed.", "27-year", "P27Y"),
    ("It is the largest fire of recent years.", "recent years", "PXY"),
]


@pytest.mark.parametrize(("text", "words", "from_", "to"), FORMS)
def test_a_form_names_its_interval(text: str, words: str, from_: str | None, to: str | None) -> None:
    assert (words, from_, to) in [(date.text, date.from_, date.to) for date in find_dates_in(text, REPORT_DAY)]


@pytest.mark.parametrize(("text", "words", "timex"), VALUES)
def test_lengths_and_repetitions_have_a_value_and_no_interval(text: str, words: str, timex: str) -> None:
    found = [date for date in find_dates_in(text, REPORT_DAY) if date.text == words]
    assert [(date.timex, date.from_, date.to) for date in found] == [(timex, None, None)]


@pytest.mark.parametrize(
    "text",
    [
        "The store is in the 1600 block of Harbour Road.",
        "Some 1900 people fled.",
        "The day of “Black Monday” is remembered.",
        "She hosts “This Week”.",
        "The Mar-a-Rio hotel burned.",
        "He paid $2019 for it.",
        "The score was 21-19.",
        "About a quarter of them fled.",
    ],
)
def test_figures_and_names_that_look_like_dates_are_none(text: str) -> None:
    assert [date.text for date in find_dates_in(text, REPORT_DAY) if date.from_] == []


def test_that_day_counts_from_a_day_and_not_from_a_year() -> None:
    dates = find_dates_in("It is the worst flood since 2002. The gauge fell the previous day.", REPORT_DAY)
    assert dates[-1].from_ == "2024-10-22"


def test_the_same_period_takes_up_the_stretch_before() -> None:
    dates = find_dates_in("Sales rose in the third quarter from the same period last year.", REPORT_DAY)
    assert (dates[-1].from_, dates[-1].to) == ("2023-07-01", "2023-10-01")
