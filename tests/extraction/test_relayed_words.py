"""Words that somebody passes on: who is quoted is the source, who quotes stands before in the chain."""

from __future__ import annotations

import pytest

from onrecord.extraction.attributions import find_attributions
from onrecord.extraction.learned import Method, load_extractor
from tests.pages import page_of

PASSED_ON = (
    ("Passengers were quoted by Ray FM as saying that the driver had slept.", "Passengers", "the driver had slept"),
    ("Peruvian radio quoted port chief Elmer Quispe as saying on Monday that two barges had sunk.",
     "port chief Elmer Quispe", "two barges had sunk"),
    ("A ministry official was quoted by the Delta Post on Sunday as saying that the dyke was old.",
     "A ministry official", "the dyke was old"),
)  # fmt: skip


@pytest.mark.parametrize("extractor", ["auto", "rules"])
@pytest.mark.parametrize(("text", "source", "content"), PASSED_ON)
def test_who_is_quoted_is_the_source(extractor: str, text: str, source: str, content: str) -> None:
    found = find_attributions(page_of(text), load_extractor(Method(extractor)).tagger)
    assert [(each.source.text, each.contents[0].text) for each in found if each.source] == [(source, content)]


@pytest.mark.parametrize("day", ["last week", "on Tuesday", "late Monday"])
def test_the_day_of_saying_is_no_part_of_the_source(day: str) -> None:
    page = page_of(f"The inspectorate {day} said the weld had cracked.")
    found = find_attributions(page, load_extractor(Method()).tagger)
    assert [each.source.text for each in found if each.source] == ["The inspectorate"]
