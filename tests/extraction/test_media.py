"""Material that reports describe: pairs of text and exhibits."""

from __future__ import annotations

import pytest

from onrecord.extraction.media import find_exhibits
from onrecord.words import read_table
from tests.pages import page_of


def read_exhibits(text: str) -> list[tuple[str | None, str | None, str, str | None, str | None]]:
    return [
        (
            exhibit.publisher.text if exhibit.publisher else None,
            exhibit.platform,
            exhibit.medium.text,
            exhibit.shows.text if exhibit.shows else None,
            exhibit.hedge.text if exhibit.hedge else None,
        )
        for exhibit in find_exhibits(page_of(text))
    ]


@pytest.mark.parametrize("row", read_table("media_verbs"), ids=lambda row: row["verb"])
def test_each_verb_of_the_table_is_read_in_its_example(row: dict[str, str]) -> None:
    assert [(found[0] or "", found[2]) for found in read_exhibits(row["example"])] == [
        (row["publisher"], row["medium"])
    ]


@pytest.mark.parametrize("row", read_table("platforms"), ids=lambda row: row["name"])
def test_each_platform_of_the_table_is_read_in_its_example(row: dict[str, str]) -> None:
    assert [found[1] for found in read_exhibits(row["example"])] == [row["name"]]


@pytest.mark.parametrize(
    "row", [row for row in read_table("media_qualities") if row["example"]], ids=lambda row: row["word"]
)
def test_each_adjective_that_tells_the_kind_stays_in_the_name(row: dict[str, str]) -> None:
    assert [found[2] for found in read_exhibits(row["example"])] == [row["medium"]]


@pytest.mark.parametrize(
    ("text", "exhibits"),
    [
        ("The channel Baltika released a video purportedly showing a burning depot.",
         [("The channel Baltika", None, "video", "a burning depot", "purportedly")]),
        ("Satellite images released by Nordvue, a Bergen company, appear to show two sunken barges.",
         [("Nordvue", None, "Satellite images", "two sunken barges", "appear to")]),
        ("A clip posted on Facebook by the volunteer group Valle Rescate allegedly shows a locked gate.",
         [("the volunteer group Valle Rescate", "Facebook", "clip", "a locked gate", "allegedly")]),
        ("A recording of the hearing, leaked to the news site Ferdig, allegedly captures a judge laughing.",
         [("the news site Ferdig", None, "recording", "a judge laughing", "allegedly")]),
        ("Police confirmed that a phone recording, which the broadcaster Kanal 4 put on its website, was genuine. "
         "The recording appears to show sparks.",
         [("the broadcaster Kanal 4", None, "phone recording", "sparks", "appears to")]),
        ("A leaked memo published by the Daily Ledger suggests that inspectors knew of the leak.",
         [("the Daily Ledger", None, "memo", "that inspectors knew of the leak", None)]),
        ("In a video released on Sunday, the commander said the camp was his.",
         [("the commander", None, "video", None, None)]),
        ("In a post on Bluesky, the tram company said that line 4 was closed.",
         [("the tram company", "Bluesky", "post", "that line 4 was closed", None)]),
        ("In footage aired by Kanal 4, the mayor is seen handing over a key.",
         [("Kanal 4", None, "footage", "the mayor is seen handing over a key", None)]),
        ("The militia released a video purporting to show a captured boat.",
         [("The militia", None, "video", "a captured boat", "purporting to")]),
        ("The guild released a clip which it said showed a burning shed.",
         [("The guild", None, "clip", "a burning shed", "it said")]),
        ("Unverified footage showed smoke above the mill.", [(None, None, "footage", "smoke above the mill", "Unverified")]),
        ("A livestream by the runner was removed from Twitch.", [("the runner", "Twitch", "livestream", None, None)]),
        ("The hackers published a photograph that allegedly shows a locked screen.",
         [("The hackers", None, "photograph", "a locked screen", "allegedly")]),
        ("She was taking pictures of birds when the tree fell.", []),
        ("The ministry published a report on the harvest.", []),
        ("The minister said in a statement that the film festival would open.", []),
        ("She said she had seen no such document.", []),
        ("He sent her a letter in March.", []),
        ("The clerk took secret documents with him.", []),
        ("See photos of the flood below.", []),
    ],
)  # fmt: skip
def test_material_with_its_publisher_and_what_it_shows(text: str, exhibits: list[tuple[str | None, ...]]) -> None:
    assert read_exhibits(text) == exhibits


def test_the_footage_is_no_second_exhibit() -> None:
    text = (
        "Footage aired by Radio Sol shows a flooded square. The mayor said the footage was old. "
        "The footage was widely shared."
    )
    assert len(read_exhibits(text)) == 1
