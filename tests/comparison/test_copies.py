"""Which report takes its words from which, and what makes no copy."""

from __future__ import annotations

import pytest

from onrecord.comparison.copies import find_copies
from onrecord.model import Copy, Report
from tests.comparison.reports import COPY, LOCAL, MINE, WIRE, WIRE_LATER, report
from tests.pages import report_of

TEXT = (
    "The ferry company said that its oldest ship will be sold in the autumn, as repairs cost more than a new engine. "
    "Chief engineer Mara Quist told the board that the hull had lost a third of its strength since the last survey. "
    "The ship has carried cars and goats between the islands for forty-one years and was never late by more than an hour. "
    "A buyer in the south has asked for the bell, and the town council wants to keep the wheel in the school."
)
OTHER_WORDS = (
    "Islanders are saying goodbye to a vessel that most of them were born after. Mara Quist, who looks after its engines, "
    "thinks that steel gets tired like people do. Next year a catamaran takes over, faster and without room for goats. "
    "Pupils have begun to paint the wheel-house, and a museum wrote from the mainland to ask about the log books."
)


def copies_of(*reports: Report) -> tuple[Copy, ...]:
    return find_copies(reports)


def told(text: str, outlet: str, published: str | None, credits: tuple[str, ...] = ()) -> Report:
    return report_of(text, None, outlet=outlet, published=published, credits=credits)


def test_a_report_that_credits_the_agency_is_the_copy() -> None:
    (copy,) = copies_of(report(WIRE), report(COPY))
    assert (copy.copy, copy.original, copy.derived) == (report(COPY).id, report(WIRE).id, "wholly")
    assert "credits TNP" in copy.why
    assert "published first" in copy.why


def test_passages_stand_in_both_reports() -> None:
    texts = {item.id: item.text for item in map(report, MINE)}
    for copy in copies_of(*map(report, MINE)):
        for passage in copy.passages:
            for place in (passage.copy, passage.original):
                assert texts[place.report][place.start : place.end] == place.text


def test_a_common_quotation_makes_no_copy() -> None:
    assert copies_of(report(WIRE), report(LOCAL)) == ()


def test_an_account_in_other_words_is_no_copy() -> None:
    assert copies_of(told(TEXT, "Kestrel", "2023-05-02T08:00"), told(OTHER_WORDS, "Harrier", "2023-05-02T09:00")) == ()


@pytest.mark.parametrize(
    "edited",
    [
        TEXT.replace("autumn", "fall").replace("a third", "a 3rd").replace("said that", "says"),
        " ".join(reversed(TEXT.split(". "))),
        TEXT[: TEXT.index("A buyer")],
        "People on the quay were not surprised. " + TEXT + " More will be known when the council meets in June.",
        TEXT.replace("the islands", "North and South Rona").replace("Chief engineer Mara Quist", "Engineer M. Quist"),
        TEXT.replace("engine", "motor").replace("organised", "organized").upper().capitalize(),
    ],
    ids=["other words", "reordered", "cut", "framed", "names", "case"],
)
def test_editing_hides_no_copy(edited: str) -> None:
    first, second = told(TEXT, "Kestrel", "2023-05-02T08:00"), told(edited, "Harrier", "2023-05-02T11:00")
    (copy,) = copies_of(first, second)
    assert (copy.copy, copy.original) == (second.id, first.id)


def test_a_report_with_much_of_its_own_is_derived_in_part() -> None:
    first = told(TEXT, "Kestrel", "2023-05-02T08:00")
    second = told(TEXT[: TEXT.index("The ship has")] + OTHER_WORDS, "Harrier", "2023-05-02T11:00")
    (copy,) = copies_of(first, second)
    assert copy.derived == "partly"
    assert 0.2 < copy.share < 0.8


def test_a_credit_outweighs_the_clock() -> None:
    late = told(TEXT, "Rona News Agency", "2023-05-02T12:00")
    early = told(TEXT[:-60], "Harrier", "2023-05-02T09:00", credits=("Rona News Agency",))
    (copy,) = copies_of(late, early)
    assert copy.copy == early.id


def test_background_at_the_end_makes_no_copy() -> None:
    background = " The islands have had a ferry since 1878, when a fisherman was paid two crowns a week to row the mail across the sound in summer."
    filler = [
        f"On the {day}th the harbour at Rona was closed by fog and item {day} of the list was left for later."
        for day in range(4, 20)
    ]
    first = told(" ".join(filler) + background, "Kestrel", "2023-05-02T08:00")
    second = told(OTHER_WORDS + " " + OTHER_WORDS[::-1] + background, "Harrier", "2023-05-02T09:00")
    assert copies_of(first, second) == ()


def test_a_copy_of_a_copy_names_what_it_shares_most_with() -> None:
    first = told(TEXT + " " + OTHER_WORDS, "Kestrel", "2023-05-02T08:00")
    second = told(
        TEXT + " The council meets in June to hear the harbour master on the price of the new pier.",
        "Harrier",
        "2023-05-02T10:00",
    )
    third = told(second.text + " Nobody has asked the goats.", "Merlin", "2023-05-02T12:00")
    found = {copy.copy: copy.original for copy in copies_of(first, second, third)}
    assert found == {second.id: first.id, third.id: second.id}


def test_a_later_report_of_the_same_agency_is_its_own() -> None:
    assert copies_of(report(WIRE), report(WIRE_LATER)) == ()


def test_hostile_repetition_is_compared_in_linear_time() -> None:
    long = told("ja " * 20_000, "Kestrel", None)
    assert len(copies_of(long, told("ja " * 19_000 + "nein", "Harrier", None))) <= 1
