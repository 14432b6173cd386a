"""The tagger's reading of a text, with the weights that ship."""

from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

from onrecord.extraction.tagger import (
    CASES,
    PARAGRAPH,
    QUOTED,
    AttributionTagger,
    cut_pieces,
    find_paragraphs,
    name_case,
    plan_paragraphs,
    plan_windows,
    split_text,
    trim,
)

WEIGHTS = Path(str(files("onrecord.extraction") / "weights"))


@pytest.fixture(scope="module")
def tagger() -> AttributionTagger:
    return AttributionTagger(WEIGHTS)


def words(text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The dam held, police said.", ["police"], ["said"], ["The dam held"]),
        ("Toll rises to 40, police say", ["police"], ["say"], ["Toll rises to 40"]),
        ("According to the ministry, two boats sank.", ["the ministry"], ["According to"], ["two boats sank"]),
        ("\u201cWe won,\u201d said the coach.", ["the coach"], ["said"], ["\u201cWe won,\u201d"]),
        ("The army denied that it had fired.", ["The army"], ["denied"], ["that it had fired"]),
    ],
)
def test_reads_a_sentence(
    tagger: AttributionTagger, text: str, source: list[str], cue: list[str], content: list[str]
) -> None:
    [found] = tagger.tag(text)
    assert (words(text, found.source), words(text, found.cue), words(text, found.content)) == (source, cue, content)
    assert 0 < found.confidence < 1


def test_joins_a_quotation_broken_by_its_cue(tagger: AttributionTagger) -> None:
    text = "\u201cWe are leaving,\u201d the captain said. \u201cThe boats are full.\u201d"
    [found] = tagger.tag(text)
    assert words(text, found.content) == ["\u201cWe are leaving,\u201d", "\u201cThe boats are full.\u201d"]


def test_finds_nothing_where_nobody_speaks(tagger: AttributionTagger) -> None:
    assert tagger.tag("") == tagger.tag("  \n ") == []
    assert tagger.tag("The river burst its banks on Monday.") == []


@pytest.mark.parametrize("text", ["\ud800 he said it rained.", "\x00", "[SEP] [CLS]", "a" * 5000, "\u201c" * 400])
def test_takes_any_text(tagger: AttributionTagger, text: str) -> None:
    for found in tagger.tag(text):
        assert all(0 <= start < end <= len(text) for start, end in found.source + found.cue + found.content)


def test_reads_a_long_text_in_parts(tagger: AttributionTagger) -> None:
    text = "The dam held, police said.\n" * 3000
    found = tagger.tag(text)
    assert len(found) > 1500
    assert {text[start:end] for one in found for start, end in one.source} == {"police"}


def test_parts_make_up_the_text() -> None:
    text = "x" * 130_000 + "\n" + "y" * 10
    parts = list(split_text(text))
    assert "".join(part for _, part in parts) == text
    assert all(text.startswith(part, start) for start, part in parts)


def test_features_of_pieces(tagger: AttributionTagger) -> None:
    text = "NATO said \u201cno\u201d.\nIt rained."
    pieces = cut_pieces(text, tagger._tokenizer)
    seen = {
        text[start:end]: (CASES[case], QUOTED[quoted], PARAGRAPH[place])
        for start, end, (case, quoted, place) in zip(pieces.starts, pieces.ends, pieces.features, strict=True)
    }
    assert seen["NATO"] == ("upper", "outside", "start")
    assert seen["no"] == ("lower", "inside", "within")
    assert seen["It"] == ("title", "outside", "start")


def test_a_quotation_by_itself_is_read_from_inside(tagger: AttributionTagger) -> None:
    quoted = cut_pieces("\u201cHe said no.\u201d", tagger._tokenizer).features[:, 1]
    assert set(quoted) == {QUOTED.index("outside")}


def test_windows_cover_the_text() -> None:
    for count in (1, 254, 255, 1000):
        windows = plan_windows(count, 254, 190)
        assert windows[0].start == 0
        assert windows[-1].end == count
        assert all(second.start < first.end for first, second in pairwise(windows))


@pytest.mark.parametrize(
    ("word", "case"),
    [("he", "lower"), ("He", "title"), ("A", "title"), ("UN", "upper"), ("iOS", "mixed"), ("7", "digit")],
)
def test_names_a_case(word: str, case: str) -> None:
    assert name_case(word) == case


def test_trims_what_hangs_on() -> None:
    text = "said Mr Ode, who leads."
    assert text[slice(*trim(text, 5, 12))] == "Mr Ode"
    assert text[slice(*trim(text, 5, 23))] == "Mr Ode, who leads"
    assert trim(":", 0, 1) == (0, 1)


def test_a_paragraph_is_a_window_of_its_own(tagger: AttributionTagger) -> None:
    text = "The dam held, police said.\n\nIt rained\non Monday. " + "Rain fell. " * 200 + "\nThe end."
    pieces = cut_pieces(text, tagger._tokenizer)
    assert [text[pieces.starts[first] :][:4] for first in pieces.paragraphs] == ["The ", "It r", "The "]
    windows = plan_paragraphs(pieces, 254, 190)
    assert [window.start for window in windows][:2] == list(pieces.paragraphs)[:2]
    assert windows[-1].end == len(pieces)
    assert max(map(len, windows)) == 254


def test_a_line_end_inside_a_sentence_opens_no_paragraph(tagger: AttributionTagger) -> None:
    text = "POLICE SAID THE BRIDGE\nWAS SHUT."
    assert find_paragraphs(text, cut_pieces(text, tagger._tokenizer).starts) == (0,)


def test_a_paragraph_reads_the_same_wherever_it_stands(tagger: AttributionTagger) -> None:
    lead, said = "Heavy rain fell for days.\n\n", "The dam held, the water board said on Tuesday."
    [alone], [behind] = tagger.tag(said), tagger.tag(lead + said)
    shift = len(lead)
    assert behind.content == tuple((start + shift, end + shift) for start, end in alone.content)
    assert behind.confidence == pytest.approx(alone.confidence, abs=1e-4)
