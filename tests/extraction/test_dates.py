"""Time expressions: pairs of words and the interval that they name, in a report of Wednesday 23 October 2024."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extraction.dates import find_dates, find_dates_in
from onrecord.words import list_tables, read_table
from tests.pages import page_of

REPORT_DAY = "2024-10-23"

PLACED = [
    ("The dam burst on Wednesday.", "2024-10-23", "2024-10-24", "day"),
    ("The dam burst on Tuesday.", "2024-10-22", "2024-10-23", "day"),
    ("The dam burst on Thursday.", "2024-10-17", "2024-10-18", "day"),
    ("The council will meet on Thursday.", "2024-10-24", "2024-10-25", "day"),
    ("The mayor said Tuesday the council would meet soon.", "2024-10-22", "2024-10-23", "day"),
    ("The strike ended last week.", "2024-10-14", "2024-10-21", "week"),
    ("The strike will end next month.", "2024-11-01", "2024-12-01", "month"),
    ("The strike began in June.", "2024-06-01", "2024-07-01", "month"),
    ("The strike began in December.", "2023-12-01", "2024-01-01", "month"),
    ("The strike began earlier this year.", "2024-01-01", "2024-10-23", "year"),
    ("The lease runs out in late October.", "2024-10-21", "2024-11-01", "month"),
    ("The lease ran out in mid-2011.", "2011-05-01", "2011-09-01", "year"),
    ("The crew left three days ago.", "2024-10-20", "2024-10-21", "day"),
    ("The crew left three years ago.", "2021-01-01", "2022-01-01", "year"),
    ("The port reopened in the third quarter.", "2024-07-01", "2024-10-01", "quarter"),
    ("Profit fell in the first quarter of last year.", "2023-01-01", "2023-04-01", "quarter"),
    ("Profit fell in Q2 2022.", "2022-04-01", "2022-07-01", "quarter"),
    ("Profit fell in the second half of 2022.", "2022-07-01", "2023-01-01", "half_year"),
    ("Rain failed in the summer of 2019.", "2019-06-01", "2019-09-01", "season"),
    ("Rain failed in the 1990s.", "1990-01-01", "2000-01-01", "decade"),
    ("The abbey dates from the 15th century.", "1400-01-01", "1500-01-01", "century"),
    ("The line was built in 1942.", "1942-01-01", "1943-01-01", "year"),
    ("The firm survived the 2008 crisis.", "2008-01-01", "2009-01-01", "year"),
    ("The truce began on 23 October 2024.", "2024-10-23", "2024-10-24", "day"),
    ("The truce began on Oct. 23, 2024.", "2024-10-23", "2024-10-24", "day"),
    ("The truce began on 2024-10-23.", "2024-10-23", "2024-10-24", "day"),
    ("The truce began on the 23rd of October, 2024.", "2024-10-23", "2024-10-24", "day"),
    ("The truce began on Christmas Eve 2010.", "2010-12-24", "2010-12-25", "day"),
    ("The truce began last Christmas.", "2023-12-25", "2023-12-26", "day"),
    ("The truce began on Good Friday.", "2024-03-29", "2024-03-30", "day"),
    ("Talks ran from 3 to 5 May.", "2024-05-03", "2024-05-06", "day"),
    ("Talks ran on November 18-19, 2022.", "2022-11-18", "2022-11-20", "day"),
    ("Talks ran between Monday and Wednesday.", "2024-10-21", "2024-10-24", "day"),
    ("He led the union in 2019-2021.", "2019-01-01", "2022-01-01", "year"),
    ("He led the union from May to October 2020.", "2020-05-01", "2020-11-01", "month"),
    ("The siren sounded at 16:47 on 4 May 2021.", "2021-05-04T16:47", "2021-05-04T16:48", "minute"),
    ("The siren sounded at 6.30 p.m. on Tuesday.", "2024-10-22T18:30", "2024-10-22T18:31", "minute"),
    ("Shells fell overnight.", "2024-10-22", "2024-10-24", "part_of_day"),
    ("Shells fell on Tuesday night.", "2024-10-22", "2024-10-23", "part_of_day"),
    ("Shells fell in the early hours of Thursday.", "2024-10-17", "2024-10-18", "part_of_day"),
    ("The toll rose in the past 24 hours.", "2024-10-22", "2024-10-24", "day"),
    ("Prices fell in the last week of March.", "2024-03-25", "2024-04-01", "week"),
    ("Voting begins on the first Monday of next month.", "2024-11-04", "2024-11-05", "day"),
    ("Voting begins in October of next year.", "2025-10-01", "2025-11-01", "month"),
]

BOUNDED = [
    ("The troops will arrive by December.", None, "2025-01-01"),
    ("The troops will arrive by the end of April.", None, "2025-05-01"),
    ("The troops will arrive by Friday.", None, "2024-10-26"),
    ("The troops will arrive before Friday.", None, "2024-10-25"),
    ("The road stays shut until Monday.", None, "2024-10-29"),
    ("The road has been shut since January.", "2024-01-01", None),
    ("The road has been shut since 2019.", "2019-01-01", None),
    ("The road reopens after 4 November.", "2024-11-05", None),
]


@pytest.mark.parametrize(("text", "from_", "to", "precision"), PLACED)
def test_words_name_an_interval(text: str, from_: str, to: str, precision: str) -> None:
    found = find_dates_in(text, REPORT_DAY)
    assert (from_, to, precision) in [(date.from_, date.to, date.precision) for date in found]


@pytest.mark.parametrize(("text", "from_", "to", "precision"), PLACED)
def test_a_parsed_page_reads_the_same(text: str, from_: str, to: str, precision: str) -> None:
    found = find_dates(page_of(text))
    assert (from_, to, precision) in [(date.from_, date.to, date.precision) for date in found]


@pytest.mark.parametrize(("text", "from_", "to"), BOUNDED)
def test_a_bound_leaves_one_end_open(text: str, from_: str | None, to: str | None) -> None:
    (date,) = find_dates_in(text, REPORT_DAY)
    assert (date.from_, date.to) == (from_, to)


def test_a_bound_keeps_its_word_in_the_span() -> None:
    (date,) = find_dates_in("The troops will arrive by December.", REPORT_DAY)
    assert date.text == "by December"


@pytest.mark.parametrize(
    "text",
    [
        "He may resign.",
        "May I ask why?",
        "The protesters march to the palace.",
        "The second man was freed.",
        "The Sun is a star.",
        "2000 soldiers crossed the bridge.",
        "The survey asked 2,310 adults.",
        "The 43-year-old driver was freed.",
        "The team won 3-1.",
        "Call 138-2010-2015.",
        "Three people in the car were hurt.",
        "The Daily Lantern reported the theft.",
    ],
)
def test_other_words_are_no_dates(text: str) -> None:
    assert find_dates_in(text, REPORT_DAY) == ()


@pytest.mark.parametrize("text", ["April Stone sold her shares.", "May Castle won the seat."])
def test_names_and_verbs_are_no_dates_on_a_page(text: str) -> None:
    assert [date.text for date in find_dates(page_of(text)) if date.from_] == []


@pytest.mark.parametrize(
    "text",
    ["30 February 2024", "31 April 2024", "the 32nd of March", "2024-13-01", "00/00/0000", "31.11.2024", "99999"],
)
def test_what_the_calendar_lacks_has_no_interval(text: str) -> None:
    assert all(date.from_ is None and date.to is None for date in find_dates_in(f"It began on {text}.", REPORT_DAY))


@pytest.mark.parametrize(
    "text", ["on Tuesday", "last week", "in June", "two days ago", "yesterday", "by December", "tonight"]
)
def test_without_a_report_date_relative_dates_stay_open(text: str) -> None:
    (date,) = find_dates_in(f"The bridge was closed {text}.", None)
    assert (date.from_, date.to, date.basis) == (None, None, "open")


def test_absolute_dates_need_no_report_date() -> None:
    (date,) = find_dates_in("The bridge was closed on 4 May 2011.", None)
    assert (date.from_, date.basis) == ("2011-05-04", "absolute")


@pytest.mark.parametrize(("habit", "from_"), [("british", "2024-04-03"), ("american", "2024-03-04")])
def test_the_habit_of_the_outlet_orders_a_numeric_date(habit: str, from_: str) -> None:
    (date,) = find_dates_in("Filed on 03/04/2024.", None, habit=habit)  # type: ignore[arg-type]
    assert (date.from_, date.basis, date.alternative) == (from_, "absolute", None)


@pytest.mark.parametrize(
    ("fields", "text", "from_"),
    [
        ({"outlet": "The Guardian"}, "Filed on 03/04/2024.", "2024-04-03"),
        ({"outlet": "Associated Press"}, "Filed on 03/04/2024.", "2024-03-04"),
        ({"url": "https://news.example.co.uk/a"}, "Filed on 03/04/2024.", "2024-04-03"),
        ({}, "Filed on 03/04/2024, heard on 12 June 2024.", "2024-04-03"),
        ({}, "Filed on 03/04/2024, heard on June 12, 2024.", "2024-03-04"),
    ],
)
def test_outlet_site_and_the_report_itself_tell_the_habit(fields: dict[str, str], text: str, from_: str) -> None:
    assert find_dates(page_of(text, **fields))[0].from_ == from_


def test_without_habit_both_readings_are_kept() -> None:
    (date,) = find_dates_in("Filed on 03/04/2024.", None)
    assert date.basis == "ambiguous"
    assert {date.from_, date.alternative and date.alternative[0]} == {"2024-03-04", "2024-04-03"}


@pytest.mark.parametrize(
    ("reference", "text", "from_"),
    [
        ("2023-12-31", "tomorrow", "2024-01-01"),
        ("2024-03-01", "yesterday", "2024-02-29"),
        ("2023-03-01", "yesterday", "2023-02-28"),
        ("2024-10-20", "on Sunday", "2024-10-20"),
        ("2024-10-20", "last Sunday", "2024-10-13"),
        ("2024-10-20", "next Sunday", "2024-10-27"),
    ],
)
def test_the_edges_of_months_and_weeks(reference: str, text: str, from_: str) -> None:
    (date,) = find_dates_in(f"The bridge closed {text}.", reference)
    assert date.from_ == from_


@pytest.mark.parametrize("reference", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize(
    "text", ["last week", "next month", "tomorrow", "two years ago", "on 31 December 9999", "overnight", "next Friday"]
)
def test_the_ends_of_the_calendar_raise_nothing(reference: str, text: str) -> None:
    assert find_dates_in(f"It will happen {text}.", reference)


@pytest.mark.parametrize(
    "text", ["at 10:20:30", "in the next hour", "in the past minute", "in the last 0 weeks", "since July to November"]
)
@pytest.mark.parametrize("reference", [REPORT_DAY, "0001-01-01", "9999-12-31", "2024-10-23T23:59"])
def test_no_interval_is_empty_or_runs_backwards(text: str, reference: str) -> None:
    dates = find_dates_in(f"It happened {text}.", reference)
    assert all(date.from_ is None or date.to is None or date.from_ < date.to for date in dates)


def test_days_later_count_from_the_date_before() -> None:
    dates = find_dates_in("The ship sank on 4 May. Two days later divers found it.", REPORT_DAY)
    assert [date.from_ for date in dates] == ["2024-05-04", "2024-05-06"]


def test_a_range_gives_one_date_with_both_ends() -> None:
    (date,) = find_dates_in("The ministry froze pay from January 2012 to March 2013.", REPORT_DAY)
    assert (date.from_, date.to, date.text) == ("2012-01-01", "2013-04-01", "from January 2012 to March 2013")


def test_dates_in_quotations_and_headlines_are_read_and_furniture_is_not() -> None:
    text = "Quay reopens Monday\n\n“We fixed it on Tuesday,” she said.\n\nUpdated 3 May 2020"
    furniture = text.index("Updated")
    page = page_of(text)
    page = page_of(text, headline=page.span(0, 19), furniture=(page.span(furniture, len(text)),))
    assert [date.text for date in find_dates(page)] == ["Monday", "Tuesday"]


def test_moving_the_report_by_a_week_moves_relative_dates_alone() -> None:
    text = "He left on Tuesday, or yesterday, or two days ago, or last week, or on 4 May 2011."
    before, after = find_dates_in(text, "2024-10-16"), find_dates_in(text, "2024-10-23")
    moved = [one.from_ != two.from_ for one, two in zip(before, after, strict=True)]
    assert moved == [True, True, True, True, False]


WORDS = st.sampled_from(
    [
        "on",
        "in",
        "the",
        "last",
        "Monday",
        "May",
        "3",
        "31",
        "2024",
        "1st",
        ",",
        "-",
        "/",
        ":",
        "week",
        "two",
        "years",
        "ago",
        "from",
        "to",
        "end",
        "of",
        "early",
        "Q3",
        "a.m.",
        "GMT",
        "by",
        "since",
        "1990s",
        "half",
        "past",
        "quarter",
        "noon",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=14).map(" ".join), st.sampled_from([None, "0001-01-01", "2024-02-29", "9999-12-31"]))
def test_any_words_give_spans_that_cut_the_text_and_never_overlap(text: str, reference: str | None) -> None:
    dates = find_dates_in(text, reference)
    assert all(text[date.start : date.end] == date.text for date in dates)
    assert all(one.end <= two.start for one, two in pairwise(dates))
    assert all(date.from_ is None or date.to is None or date.from_ < date.to for date in dates)


@pytest.mark.parametrize(
    "piece", ["on Monday ", "a", "1", "1.", "(", "said ", "12/", "in May ", "two ", "the last of the "]
)
def test_long_repetition_is_read_in_step_with_its_length(piece: str) -> None:
    find_dates_in(piece * (20_000 // len(piece)), REPORT_DAY)


@pytest.mark.parametrize("table", [name for name in list_tables() if name.startswith("date_")])
def test_every_entry_of_the_tables_proves_itself(table: str) -> None:
    for row in read_table(table):
        if row.get("example") and row.get("found"):
            found = [date.timex for date in find_dates_in(row["example"], "2011-03-09")]
            assert row["found"] in found, (row, found)
