"""Heads whose stamp stands among other words: the day with its year is still when the report was published."""

from __future__ import annotations

import pytest

from onrecord.reading import report_from_text

BODY = "Bridge at Osby reopens after repairs\n\nOSBY (NW) - The bridge at Osby reopened after repairs, the county said, and the first lorries crossed it."


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("NORDWIRE\nMon Jul 13, 2020 07:45 ET | newsroom, Osby", "2020-07-13T07:45"),
        ("NORDWIRE - OSBY\nNW0114 / 11 SEP 2018 0730 CEST / URGENT", "2018-09-11T07:30+02:00"),
        ("NORDWIRE\nOsby * English wire * 14 July 2011, 19:30 GMT", "2011-07-14T19:30+00:00"),
        ("TANK GAZETTE\n(English summary) 13.03.2014 kl. 15.30", "2014-03-13"),
    ],
)
def test_a_day_among_other_words_is_when_it_was_published(head: str, published: str) -> None:
    assert report_from_text(f"{head}\n\n{BODY}").published == published


def test_a_day_of_the_story_itself_is_no_stamp() -> None:
    assert report_from_text(BODY.replace("repairs, the", "repairs of 3 May 2020, the")).published is None
