"""What the network tags, its edges moved to where names, clauses and verbs begin and end."""

from __future__ import annotations

import pytest

import onrecord
from onrecord.extraction.cues import find_cues
from onrecord.extraction.edges import join_pieces, mend_content, narrow_cue, widen_source
from tests.pages import page_of


def place(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


@pytest.mark.parametrize(
    ("text", "tagged", "whole"),
    [
        ("Fire captain Fatima al-Sayed said the wind had turned.", "Fatima al-", "Fatima al-Sayed"),
        ("The wind had turned, said Piet van der Laan on Monday.", "Piet van", "Piet van der Laan"),
        ("Sea captain Jean-Luc Mercier said the pump failed.", "Luc Mercier", "Jean-Luc Mercier"),
        ("The report published Monday says the bridge is sound.", "The report published", "The report"),
        ("Villagers said the well was dry.", "Villagers", "Villagers"),
    ],
)
def test_a_source_holds_the_whole_name(text: str, tagged: str, whole: str) -> None:
    start, end = widen_source(page_of(text), place(text, tagged), place(text, "sa"), [])
    assert text[start:end].endswith(whole)


@pytest.mark.parametrize(
    ("text", "tagged", "verb", "narrow"),
    [
        (
            "Police said in a message sent to phones that roads were shut.",
            "said in a message sent to phones",
            "said",
            "said",
        ),
        ("A passenger wrote on social media that the train stood still.", "wrote on social media", "wrote", "wrote"),
        ("The minister told reporters the dam would hold.", "told reporters", "told", "told"),
        ("The agency warned of floods downstream.", "warned of", "warned", "warned of"),
        ("The envoy called for calm in the port.", "called for", "called", "called for"),
    ],
)
def test_a_cue_goes_without_place_and_hearers(text: str, tagged: str, verb: str, narrow: str) -> None:
    page, cue = page_of(text), place(text, tagged)
    word, entry = next(found for found in find_cues(iter(page.words(*cue))) if found[0].text == verb)
    start, end = narrow_cue(page, cue, word, entry)
    assert text[start:end] == narrow


@pytest.mark.parametrize(
    ("text", "cue", "tagged", "whole"),
    [
        ("The union added the strike cost it 11 million kroner.", "added", "cost it 11 million kroner", "the strike cost it 11 million kroner"),
        ("The museum said the seal bore the name of a steward.", "said", "the seal", "the seal bore the name of a steward"),
        ("She told reporters the trams would stop at noon.", "told", "reporters the trams would stop at noon", "the trams would stop at noon"),
        ("He said that two wells were dry.", "said", "two wells were dry", "two wells were dry"),
    ],
)  # fmt: skip
def test_a_content_is_a_whole_clause(text: str, cue: str, tagged: str, whole: str) -> None:
    page = page_of(text)
    head = page.words(*place(text, cue))[0]
    start, end = mend_content(page, place(text, tagged), place(text, cue), head, [])
    assert text[start:end].rstrip(".") == whole


def test_pieces_that_only_a_conjunction_parts_are_one() -> None:
    text = "The Greens believe that they won, officials said, and that turnout fell."
    pieces = [place(text, "The Greens believe"), place(text, "they won"), place(text, "turnout fell")]
    joined = join_pieces(page_of(text), pieces)
    assert [text[start:end] for start, end in joined] == ["The Greens believe that they won", "turnout fell"]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("Asked by reporters, the oil firm denied that the tank had sunk.", "the oil firm", "the tank had sunk"),
        ("The rail operator denied that snow had cut the power line.", "The rail operator", "snow had cut the power line"),
        ('The crews expect "a long night on the pass," Dahl added.', "Dahl", 'The crews expect "a long night on the pass,"'),
    ],
)  # fmt: skip
def test_who_answers_says_the_whole_clause(text: str, source: str, content: str) -> None:
    claims = [claim for claim in onrecord.read_text(text).claims if claim.source and claim.source.text == source]
    assert [claim.contents[0].text for claim in claims] == [content]


def test_the_paper_of_saying_is_no_part_of_a_claim_s_cue() -> None:
    reading = onrecord.read_text("A passenger wrote on social media that the train stood still for two hours.")
    claims = [claim for claim in reading.claims if claim.voice == "attributed"]
    assert [claim.cue and claim.cue.text for claim in claims] == ["wrote"]
