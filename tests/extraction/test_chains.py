"""Chains from the party nearest to the reader to the one nearest to the fact, for attributions given by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.extraction.attributions import Attribution
from onrecord.extraction.chains import find_chain
from onrecord.extraction.page import Page
from onrecord.extraction.parties import find_parties
from onrecord.model import Link, Span
from tests.pages import page_of


def find(page: Page, words: str) -> Span:
    """The place of the only or first occurrence of the words."""
    start = page.text.index(words)
    return page.span(start, start + len(words))


def say(page: Page, source: str | None, cue: str | None, content: str, **fields: object) -> Attribution:
    """An attribution whose parts are given by their words."""
    whole = Attribution(
        find(page, source) if source else None, find(page, cue) if cue else None, (find(page, content),)
    )
    return replace(whole, **fields)  # type: ignore[arg-type]


def read_chain(page: Page, attributions: tuple[Attribution, ...], index: int = 0) -> tuple[list[str], tuple[Link, ...]]:
    """The names along the chain of one attribution, and its links."""
    speaking = [span for each in attributions for span in (each.source, each.basis) if span]
    cast = find_parties(page, tuple(speaking))
    links = find_chain(page, index, attributions, cast)
    names = {party.id: party.name for party in cast.parties}
    return [names[link.party] for link in links], links


def test_one_speaker_is_a_chain_of_one() -> None:
    page = page_of("The mayor said the bridge was closed.")
    names, links = read_chain(page, (say(page, "The mayor", "said", "the bridge was closed"),))
    assert names == ["mayor"]
    assert links[0].cue == find(page, "said")


def test_a_content_that_is_in_the_main_an_attribution_extends_the_chain() -> None:
    page = page_of("Captain Ole Dahl said the coast guard had told him that the pier was gone.")
    outer = say(page, "Captain Ole Dahl", "said", "the coast guard had told him that the pier was gone")
    inner = say(page, "the coast guard", "told", "the pier was gone", parent=0)
    assert read_chain(page, (outer, inner))[0] == ["Ole Dahl", "coast guard"]
    assert read_chain(page, (outer, inner), 1)[0] == ["Ole Dahl", "coast guard"]


def test_an_attribution_inside_that_is_not_the_gist_does_not() -> None:
    page = page_of(
        "Captain Ole Dahl said the pier, which engineers called weak, had been shut since the storms of last "
        "winter and would be rebuilt with money from the regional council by spring."
    )
    outer = say(page, "Captain Ole Dahl", "said", page.text[22:-1])
    inner = say(page, "engineers", "called", "weak", parent=0)
    assert read_chain(page, (outer, inner))[0] == ["Ole Dahl"]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "names"),
    [
        ("The dam is safe, minister Lea Roth said, citing a study by Aqualab.", "minister Lea Roth", "said",
         "The dam is safe", ["Lea Roth", "Aqualab"]),
        ("The harbour is shut, mayor Jan Pohl said, quoting the coast guard.", "mayor Jan Pohl", "said",
         "The harbour is shut", ["Jan Pohl", "coast guard"]),
        ("According to the Evening Argus, citing unnamed officials, the tax will rise.", "the Evening Argus",
         "According to", "the tax will rise", ["Evening Argus", "unnamed officials"]),
        ("Fishermen were quoted by Radio Delta as saying that the quay had sunk.", "Fishermen", "saying",
         "the quay had sunk", ["Radio Delta", "Fishermen"]),
        ("State media quoted the general as saying that the pass was open.", "the general", "saying",
         "the pass was open", ["State media", "general"]),
        ("Adeyo Wanga told the Evening Argus, which first reported the raid, that he would resign.", "Adeyo Wanga",
         "told", "he would resign", ["Evening Argus", "Adeyo Wanga"]),
        ("A nurse said rumours were spreading that the ward would close.", "A nurse", "said",
         "rumours were spreading that the ward would close", ["nurse", "rumours"]),
        ("\"There are reports that two trains collided,\" said lawmaker Pia Holt.", "lawmaker Pia Holt", "said",
         "There are reports that two trains collided", ["Pia Holt", "reports"]),
    ],
)  # fmt: skip
def test_relays_are_hops(text: str, source: str, cue: str, content: str, names: list[str]) -> None:
    page = page_of(text)
    assert read_chain(page, (say(page, source, cue, content),))[0] == names


def test_a_basis_is_a_hop_with_its_words() -> None:
    page = page_of("Forty villages are cut off, senator Eva Lind said after a briefing by the Civil Defence Agency.")
    basis = find(page, "after a briefing by the Civil Defence Agency")
    attribution = say(page, "senator Eva Lind", "said", "Forty villages are cut off", basis=basis)
    names, links = read_chain(page, (attribution,))
    assert names == ["Eva Lind", "Civil Defence Agency"]
    assert links[1].basis == basis


def test_a_basis_without_a_speaker_stays_with_the_hop() -> None:
    page = page_of("Sales fell, Orbit Foods said in a filing.")
    basis = find(page, "in a filing")
    names, links = read_chain(page, (say(page, "Orbit Foods", "said", "Sales fell", basis=basis),))
    assert names == ["Orbit Foods"]
    assert links[0].basis == basis


def test_an_inherited_quotation_has_the_chain_of_the_one_before_without_its_inner_hops() -> None:
    page = page_of('"The army says the road is open," Ada Bello said. "I do not believe it."')
    first = say(page, "Ada Bello", "said", "The army says the road is open")
    inner = say(page, "The army", "says", "the road is open", parent=0)
    heir = say(page, None, None, "I do not believe it", heir_of=0)
    attributions = (first, inner, heir)
    assert read_chain(page, attributions)[0] == ["Ada Bello", "army"]
    assert read_chain(page, attributions, 2)[0] == ["Ada Bello"]


def test_nobody_is_named_twice_in_a_chain() -> None:
    page = page_of("Rui Prado said he believed that the club would be sold.")
    outer = say(page, "Rui Prado", "said", "he believed that the club would be sold")
    inner = say(page, "he", "believed", "the club would be sold", parent=0)
    assert read_chain(page, (outer, inner))[0] == ["Rui Prado"]


def test_without_source_there_is_no_chain() -> None:
    page = page_of('"We will rebuild."')
    assert read_chain(page, (say(page, None, None, "We will rebuild."),))[0] == []


@pytest.mark.parametrize(
    ("text", "content", "wanted"),
    [
        ("An engineer who was briefed by the owners said the valve failed.", "the valve failed", ["engineer", "owners"]),
        ("Emerging from a briefing by the army, Ada Bello said no.", "no", ["Ada Bello", "army"]),
        ("The king was ill, he said through a spokesman.", "The king was ill", ["spokesman", "king"]),
        ("Ada Bello told Radio Delta, which broke the story, that it sank.", "it sank", ["Radio Delta", "Ada Bello"]),
        ("The audit, which draws on interviews with clerks, says files burned.", "files burned", ["audit", "clerks"]),
        ("Ada Bello said two foremen had confided to her that it leaked.", "two foremen had confided to her that it leaked",
         ["Ada Bello", "two foremen"]),
        ("Ada Bello said the firm would order 30 jets.", "the firm would order 30 jets", ["Ada Bello"]),
    ],
)  # fmt: skip
def test_voices_between_are_links(text: str, content: str, wanted: list[str]) -> None:
    page = page_of(text)
    sources = ["An engineer who was briefed by the owners", "The audit, which draws on interviews with clerks",
               "Ada Bello", "he"]  # fmt: skip
    source = next(one for one in sources if one in text)
    cue = next(word for word in ("told", "says", "said") if word in text)
    assert read_chain(page, (say(page, source, cue, content),))[0] == wanted


def test_who_saw_a_paper_is_a_link_only_where_another_outlet_tells_of_it() -> None:
    text = "The safe was empty, according to invoices seen by the Harbour Post."
    told: list[list[str]] = []
    for outlet in (None, "Delta Courier", "Harbour Post"):
        page = page_of(text, outlet=outlet)
        one = say(page, "invoices seen by the Harbour Post", "according to", "The safe was empty")
        one = replace(one, basis=find(page, "invoices seen by the Harbour Post"))
        told.append(read_chain(page, (one,))[0])
    assert told == [["invoices"], ["Harbour Post", "invoices"], ["invoices"]]
