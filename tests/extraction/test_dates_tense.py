"""The tense of the clause decides which Tuesday, which June; all in a report of Wednesday 23 October 2024."""

from __future__ import annotations

import pytest

from onrecord.extraction.dates import find_dates
from tests.pages import page_of

SENTENCES = [
    ("The union met its lawyers on Monday.", "2024-10-21"),
    ("The union will meet its lawyers on Monday.", "2024-10-28"),
    ("The union is meeting its lawyers on Monday.", "2024-10-28"),
    ("The union meets its lawyers on Monday.", "2024-10-28"),
    ("The union had met its lawyers on Monday.", "2024-10-21"),
    ("The union would have met its lawyers on Monday.", "2024-10-21"),
    ("The union plans to meet its lawyers on Monday.", "2024-10-28"),
    ("The union was to meet its lawyers on Monday.", "2024-10-28"),
    ("A hearing is scheduled for Monday.", "2024-10-28"),
    ("Rain is forecast for Monday.", "2024-10-28"),
    ("The union called a strike for Monday.", "2024-10-28"),
    ("The union said Monday it would strike.", "2024-10-21"),
    ("The union said on Monday the ministry would have to pay.", "2024-10-21"),
    ("A ferry sunk on Monday is to be raised.", "2024-10-21"),
    ("Divers managed to reach the wreck on Monday.", "2024-10-21"),
    ("The crew was the first to reach the wreck on Monday.", "2024-10-21"),
    ("The children were getting ready to go to sleep Tuesday night.", "2024-10-22"),
    ("As of Monday, the road is open.", "2024-10-21"),
    ("The mine closed in March.", "2024-03-01"),
    ("The mine will close in March.", "2025-03-01"),
    ("The mine is expected to close in March.", "2025-03-01"),
    ("The mine closed in November.", "2023-11-01"),
    ("The mine will close in November.", "2024-11-01"),
    ("The mayor spoke about the November election.", "2024-11-01"),
    ("The mayor spoke about the September flood.", "2024-09-01"),
    ("The court set a November 4 deadline.", "2024-11-04"),
    ("The mine closed on December 4.", "2023-12-04"),
    ("The mine will close on December 4.", "2024-12-04"),
    ("The firm lost money in the third quarter.", "2024-07-01"),
    ("The firm will cut jobs in the fourth quarter.", "2024-10-01"),
]


@pytest.mark.parametrize(("text", "from_"), SENTENCES)
def test_the_tense_of_the_clause_chooses_the_date(text: str, from_: str) -> None:
    assert from_ in [date.from_ for date in find_dates(page_of(text))]


def test_the_present_of_a_headline_tells_what_has_happened() -> None:
    text = "Police arrest five on Monday\n\nThe five were held at the port."
    page = page_of(text)
    page = page_of(text, headline=page.span(0, text.index("\n")))
    assert [date.from_ for date in find_dates(page)] == ["2024-10-21"]


def test_since_in_the_pluperfect_names_the_beginning_alone() -> None:
    (date,) = find_dates(page_of("The fault had been quiet since 1942."))
    assert (date.from_, date.to) == ("1942-01-01", "1943-01-01")


def test_an_endless_chain_of_infinitives_is_read() -> None:
    assert find_dates(page_of("He wanted " + "to want " * 400 + "it on Monday."))
