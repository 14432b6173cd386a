from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extraction.page import Page, split_paragraphs
from onrecord.model import Span
from tests.pages import page_of, report_of


def sentences(page: Page) -> list[str]:
    return [page.text[s.start : s.end] for s in page.sentences]


def test_sentences_never_cross_a_paragraph() -> None:
    page = page_of("Dam holds, board says\n\nThe dam held\nThe board met on Tuesday. It went home.")
    assert sentences(page) == [
        "Dam holds, board says", "The dam held", "The board met on Tuesday.", "It went home.",
    ]  # fmt: skip


def test_furniture_and_crossheads_are_no_sentences() -> None:
    text = "HARBOUR GAZETTE\n\nThe quay is closed.\n\n- 'Not a soul' -\n\nThe quay opens."
    crosshead = Span(38, 54, text[38:54])
    page = page_of(text, furniture=(Span(0, 15, text[:15]),), crossheads=(crosshead,))
    assert crosshead.text == "- 'Not a soul' -"
    assert sentences(page) == ["The quay is closed.", "The quay opens."]


def test_a_dateline_is_cut_out_of_its_paragraph() -> None:
    text = "NUUK, May 3 (Polar Press) - The ferry sailed."
    page = page_of(text, furniture=(Span(0, 28, text[:28]),))
    assert sentences(page) == ["The ferry sailed."]


def test_a_closing_quotation_mark_begins_no_sentence() -> None:
    page = page_of('"We waited for the boat. It never came."\n\n"Nobody told us."')
    assert sentences(page) == ['"We waited for the boat.', 'It never came."', '"Nobody told us."']


def test_lines_of_wrapped_copy_belong_together() -> None:
    line = "THE MINISTRY OF TRANSPORT REPORTED THAT THE LINE WAS CLOSED AT NOON"
    text = f"{line}\n{line}\n{line}\n{line} AGAIN.\n\nNEXT PARAGRAPH."
    assert len(split_paragraphs(report_of(text))) == 2


def test_a_place_without_words_has_none() -> None:
    page = page_of("One word.  ")
    assert len(page.words(9, 11)) <= 1
    assert page.sentence_at(10) is None
    assert page.trimmed(9, 11) is None


@pytest.mark.parametrize("text", ["x" * 5000, "said " * 3000, "\n\n".join(["A b."] * 3000)])
def test_odd_shapes_are_laid_out(text: str) -> None:
    page = page_of(text)
    assert sum(s.end - s.start for s in page.sentences) <= len(text)


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet='ab ."“”‘’«»\n\u00a0é😀', min_size=1, max_size=80).filter(lambda text: text.strip()))
def test_every_place_cuts_the_text(text: str) -> None:
    page = page_of(text)
    for sentence in page.sentences:
        words = page.text[sentence.start : sentence.end]
        assert words == words.strip()
        assert page.sentence_at(sentence.start) == sentence
    for quotation in page.quotations:
        assert quotation.outer_start < quotation.start <= quotation.end <= quotation.outer_end
        assert page.quotation_at(quotation.start) in {quotation, None}
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in page.doc if token.is_alpha)
    assert sum(len(token.text_with_ws) for token in page.doc) == len(text)
