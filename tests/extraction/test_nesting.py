"""Attributions inside the contents of others."""

from __future__ import annotations

from onrecord.extraction.attributions import Attribution, find_attributions
from onrecord.extraction.nesting import find_parents
from tests.pages import page_of


def read(text: str) -> tuple[Attribution, ...]:
    return find_attributions(page_of(text))


def chain(text: str) -> list[list[str | None]]:
    """For each attribution the sources from the outermost to its own."""
    found = read(text)
    chains = []
    for attribution in found:
        sources = [attribution.source.text if attribution.source else None]
        while attribution.parent is not None:
            attribution = found[attribution.parent]
            sources.insert(0, attribution.source.text if attribution.source else None)
        chains.append(sources)
    return chains


def test_what_one_says_that_another_says() -> None:
    found = chain("Osei said that the coast guard had confirmed that the barge was empty.")
    assert found == [["Osei"], ["Osei", "the coast guard"]]


def test_three_deep() -> None:
    found = chain("Osei said the coast guard had told her that the captain denied that the barge was full.")
    assert found[-1] == ["Osei", "the coast guard", "the captain"]


def test_a_report_of_somebody_saying_something() -> None:
    found = chain("Local media reported President Adaeze Obi saying Tuesday that two bridges were mined.")
    assert found == [["Local media"], ["Local media", "President Adaeze Obi"]]


def test_an_attribution_inside_a_quotation() -> None:
    found = chain('"Engineers believe that the dam will hold," the governor said.')
    assert ["the governor", "Engineers"] in found


def test_an_attribution_before_its_tag() -> None:
    found = chain("The lab estimates that 90 birds have died, its director, Ines Prado, told Radio Norte.")
    assert ["its director, Ines Prado", "The lab"] in found


def test_side_by_side_is_not_inside() -> None:
    assert all(len(sources) == 1 for sources in chain("The army said it had won. The rebels said they had won."))


def test_the_shortest_content_around_the_cue_is_the_parent() -> None:
    parents = find_parents([5, 25, 45], [(10, 100), (30, 90), (50, 80)], [[(10, 100)], [(30, 90)], [(50, 80)]])
    assert parents == [None, 0, 1]


def test_equal_contents_are_not_parents_of_each_other() -> None:
    assert find_parents([5, 5], [(10, 20), (10, 20)], [[(10, 20)], [(10, 20)]]) == [None, None]
