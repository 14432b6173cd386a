"""What the newsroom says itself: pairs of text with its attributions, and the words left to the newsroom."""

from __future__ import annotations

import pytest

from onrecord.extraction.attributions import Attribution
from onrecord.extraction.page import Page
from onrecord.extraction.voice import find_own_voice
from onrecord.model import Span
from tests.pages import page_of


def cut(page: Page, words: str) -> Span:
    start = page.text.index(words)
    return page.span(start, start + len(words))


def read_own(text: str, source: str, cue: str, *contents: str) -> list[str]:
    """The own words of a text with one attribution."""
    page = page_of(text)
    said = Attribution(cut(page, source), cut(page, cue), tuple(cut(page, content) for content in contents))
    return [span.text for own in find_own_voice(page, (said,)) for span in own.contents]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "own"),
    [
        ("The river rose on Friday. The mayor said the bridge was safe.", "The mayor", "said", "the bridge was safe",
         ["The river rose on Friday."]),
        ("The bridge was safe, the mayor said, as engineers searched the far bank.", "the mayor", "said",
         "The bridge was safe", ["as engineers searched the far bank"]),
        ("The mayor said the bridge was safe, contradicting the findings of a state inquiry.", "The mayor", "said",
         "the bridge was safe", ["contradicting the findings of a state inquiry"]),
        ("The club gained 300 members, its chair said Tuesday, but nearly half left within weeks.", "its chair", "said",
         "The club gained 300 members", ["but nearly half left within weeks"]),
        ("The bridge was safe, the mayor said on Friday after a meeting in Lima.", "the mayor", "said",
         "The bridge was safe", []),
        ("Ana Duarte, who leads the inquiry, said it was safe.", "Ana Duarte", "said", "it was safe", []),
    ],
)  # fmt: skip
def test_what_is_left_to_the_newsroom(text: str, source: str, cue: str, content: str, own: list[str]) -> None:
    found = read_own(text, source, cue, content)
    assert [words.removeprefix("but ") for words in found] == [words.removeprefix("but ") for words in own]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "own"),
    [
        ("The tower reopened on Monday, although critics say it is unsafe.", "critics", "say", "it is unsafe",
         ["The tower reopened on Monday"]),
        ("The vote was delayed again, and the mayor said the lists were wrong.", "the mayor", "said",
         "the lists were wrong", ["The vote was delayed again"]),
        ("The mayor said it would close if the rain lasted.", "The mayor", "said", "it would close", []),
    ],
)  # fmt: skip
def test_a_main_clause_beside_a_source_is_own(text: str, source: str, cue: str, content: str, own: list[str]) -> None:
    assert [words.rstrip(".") for words in read_own(text, source, cue, *content.split(" … "))] == own


def test_a_sentence_without_source_is_own_with_a_reason() -> None:
    (own,) = find_own_voice(page_of("Chess is played on 64 squares."), ())
    assert own.contents[0].text == "Chess is played on 64 squares."
    assert own.reason


def test_a_quotation_without_speaker_is_not_own() -> None:
    assert find_own_voice(page_of("“We will not leave this valley before the winter.”"), ()) == ()


def test_a_headline_is_own_only_without_attribution() -> None:
    text = "Bridge is safe, mayor says\n\nThe river rose on Friday."
    headline = Span(0, 26, text[:26])
    page = page_of(text, headline=headline)
    said = Attribution(cut(page, "mayor"), cut(page, "says"), (cut(page, "Bridge is safe"),))
    assert [own.contents[0].text for own in find_own_voice(page, (said,))] == ["The river rose on Friday."]
    assert len(find_own_voice(page, ())) == 2
