"""Every entry of the tables of cues, audiences, terms and bases finds what its example says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

from onrecord.extraction.attributions import Attribution, find_attributions
from onrecord.extraction.circumstances import find_bases, find_terms
from onrecord.extraction.cues import act_of, read_cues
from onrecord.words import read_table
from tests.pages import page_of


@cache
def read_examples(table: str) -> Mapping[str, tuple[Attribution, ...]]:
    """The attributions of each example of a table, all examples read as the paragraphs of one page."""
    examples = [row["example"] for row in read_table(table) if row["example"]]
    page = page_of("\n\n".join(examples))
    found = find_attributions(page)
    starts = {}
    offset = 0
    for example in examples:
        starts[example] = offset
        offset += len(example) + 2
    return {
        example: tuple(a for a in found if start <= a.contents[0].start < start + len(example))
        for example, start in starts.items()
    }


@pytest.mark.parametrize("row", read_table("cues"), ids=lambda row: f"{row['lemma']} {row['pos']}")
def test_each_cue_reports_what_its_example_says(row: Mapping[str, str]) -> None:
    found = [
        (attribution.source.text if attribution.source else "", " ".join(span.text for span in attribution.contents))
        for attribution in read_examples("cues")[row["example"]]
    ]
    assert (row["source"], row["content"]) in [(source, content.rstrip(",")) for source, content in found]


@pytest.mark.parametrize("row", read_table("audiences"), ids=lambda row: row["noun"])
def test_each_audience_is_found(row: Mapping[str, str]) -> None:
    assert row["found"] in [a.audience.text for a in read_examples("audiences")[row["example"]] if a.audience]


@pytest.mark.parametrize("row", read_table("terms"), ids=lambda row: row["phrase"])
def test_all_terms_are_found_with_their_reason(row: Mapping[str, str]) -> None:
    page = page_of(row["example"])
    assert row["found"] in [page.text[start:end] for start, end in find_terms(page, 0, len(page.text))]


@pytest.mark.parametrize("row", read_table("bases"), ids=lambda row: row["phrase"])
def test_each_basis_is_found(row: Mapping[str, str]) -> None:
    page = page_of(row["example"])
    assert row["found"] in [page.text[start:end] for start, end in find_bases(page, 0, len(page.text))]


def test_the_table_of_cues_has_known_classes_acts_and_shades() -> None:
    entries = [entry for words in read_cues().values() for entry in words]
    assert len(entries) > 300
    assert {entry.pos for entry in entries} == {"verb", "noun", "adj"}
    assert {entry.kind for entry in entries} == {"speech", "belief", "wish", "plan", "perception", "decree", "feeling"}
    assert {entry.shade for entry in entries} == {"neutral", "distanced", "strong", "conceding"}


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("The coast guard denied that the barge had sunk.", "deny"),
        ("The coast guard warned that the barge would sink.", "warn"),
        ("The coast guard said that the barge had sunk.", "state"),
        ("The coast guard promised to raise the barge.", "promise"),
        ("The coast guard believes that the barge has sunk.", "believe"),
        ("The coast guard has confirmed that the barge sank.", "confirm"),
        ("The barge sank, according to the coast guard.", "state"),
        ("The coast guard declined to name the captain.", "decline"),
    ],
)
def test_a_cue_has_the_act_of_its_word(text: str, act: str) -> None:
    page = page_of(text)
    found = find_attributions(page)
    assert found[0].cue is not None
    assert act_of(page, found[0].cue) == act
