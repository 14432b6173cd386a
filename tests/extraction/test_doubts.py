"""What is not understood: pairs of text and the kinds of doubt, and what is not worth a look."""

from __future__ import annotations

import pytest

from onrecord.extraction.learned import Method
from onrecord.extraction.stages import extract
from onrecord.model import Doubt
from tests.pages import report_of


def doubt(text: str, dateline: str | None = "2024-10-23") -> tuple[Doubt, ...]:
    return extract(report_of(text, dateline), Method("model")).not_understood


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ('The vote was held in Suva. "We were robbed of two ballots and nobody counted them again."',
         "quotation_without_speaker", "We were robbed"),
        ('The harbour was closed at dusk, after saying "the ice will not hold until Friday".', "cue_without_source", "saying"),
        ("By noon it was 44.", "figure_without_thing_counted", "44"),
    ],
)  # fmt: skip
def test_what_a_careful_reader_would_look_at_is_told(text: str, kind: str, place: str) -> None:
    found = [one for one in doubt(text) if one.kind == kind]
    assert len(found) == 1
    assert place in found[0].text
    assert found[0].reason


@pytest.mark.parametrize(
    "text",
    [
        'The concert ended with "A Song for the Harbour" at midnight.',
        "The council held what it called a “listening day” in May.",
        "It is unclear whether the pump will be mended.",
        "It is hard to imagine a colder winter.",
        "We know that the harbour froze twice in that decade.",
        "No one could have known that the ice would hold.",
        "After devoting a year to the wreck, the divers gave up.",
    ],
)
def test_titles_the_writer_and_plain_judgement_are_no_doubts(text: str) -> None:
    assert doubt(text) == ()


def test_without_a_day_of_its_own_a_report_has_one_doubt_for_all_its_dates() -> None:
    text = "The mill burned on Tuesday. It was rebuilt last year. The fair opens tomorrow."
    (found,) = [one for one in doubt(text, None) if one.kind == "open_date"]
    assert found.text == "Tuesday"
    assert "2 more" in found.reason
    assert not [one for one in doubt(text) if one.kind == "open_date"]
