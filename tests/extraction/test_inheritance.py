"""Quotations that go on with the speaker before them, and those that nobody is given for."""

from __future__ import annotations

from onrecord.extraction.attributions import Attribution, find_attributions, find_orphans
from tests.pages import page_of


def heirs(text: str) -> list[tuple[str | None, str]]:
    """The speaker and the words of each inherited quotation."""
    found = find_attributions(page_of(text))
    return [
        (source_of(found[attribution.heir_of]), attribution.contents[0].text)
        for attribution in found
        if attribution.heir_of is not None
    ]


def source_of(attribution: Attribution) -> str | None:
    return attribution.source.text if attribution.source else None


def orphans(text: str) -> list[str]:
    page = page_of(text)
    return [span.text for span in find_orphans(page, find_attributions(page))]


def test_the_next_quotation_of_the_paragraph_is_the_same_speaker_s() -> None:
    text = '"The reactor is off," Marta Koller said. "It will stay off until the valve is replaced."'
    assert heirs(text) == [("Marta Koller", "It will stay off until the valve is replaced.")]


def test_a_quotation_after_a_sentence_of_indirect_speech() -> None:
    text = 'Baker Olga Ruud said flour had gone up again. "I cannot raise my price a third time."'
    assert heirs(text) == [("Baker Olga Ruud", "I cannot raise my price a third time.")]


def test_a_paragraph_that_is_all_quotation() -> None:
    text = '"The reactor is off," Marta Koller told reporters.\n\n"It will stay off until the valve is replaced."'
    assert heirs(text) == [("Marta Koller", "It will stay off until the valve is replaced.")]


def test_heirs_of_heirs_go_back_to_the_one_who_is_named() -> None:
    text = '"One valve is broken," Marta Koller said. "Two are rusty."\n\n"The fourth is lost in the post."'
    assert [source for source, _ in heirs(text)] == ["Marta Koller", "Marta Koller"]


def test_an_open_quotation_is_one_content_in_pieces() -> None:
    text = '"We sleep in the square.\n\n"The old will not last another night," the mayor said.'
    (found, *_) = find_attributions(page_of(text))
    assert [span.text for span in found.contents] == [
        "We sleep in the square.",
        "The old will not last another night",
    ]
    assert heirs(text) == []


def test_a_quotation_with_a_speaker_of_its_own_inherits_nothing() -> None:
    text = '"The reactor is off," Marta Koller said. "It was never on," said Jan Brandl.'
    assert heirs(text) == []


def test_a_quotation_after_a_sentence_without_a_speaker_is_an_orphan() -> None:
    text = "The square was empty by noon. The shops had closed. “Nobody comes here any more.”"
    assert heirs(text) == []
    assert orphans(text) == ["Nobody comes here any more."]


def test_scare_quotes_are_no_orphans() -> None:
    assert orphans("The so-called “ghost fleet” left port. It carried “special” cargo.") == []


def test_an_attributed_quotation_is_no_orphan() -> None:
    assert orphans('"The reactor is off," Marta Koller said. She called it "a very small leak in a pipe".') == []
