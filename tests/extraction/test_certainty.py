"""How surely something is put: pairs of content and FactBank value, hedges, and the tables' own examples."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extraction.certainty import Grade, grade, grade_hop
from onrecord.words import read_table
from tests.pages import page_of

WISHES = {"intention", "directive", "commitment"}


def grade_text(text: str, cue: str | None = None) -> Grade:
    """The grade of a text, or of what follows the cue in it."""
    page = page_of(text)
    if cue is None:
        return grade(page, (page.span(0, len(text)),), None)
    start = text.index(cue)
    return grade(page, (page.span(start + len(cue) + 1, len(text)),), page.span(start, start + len(cue)))


@pytest.mark.parametrize("row", read_table("hedges"), ids=lambda row: row["words"])
def test_each_hedge_of_the_table_is_found_in_its_example(row: dict[str, str]) -> None:
    graded = grade_text(row["example"])
    assert (row["found"], row["words"], row["strength"]) in {(h.text, h.rule, h.strength) for h in graded.hedges}
    if row["value"]:
        assert graded.factuality == {"U": "Uu"}.get(row["value"], row["value"])


@pytest.mark.parametrize("row", read_table("governors"), ids=lambda row: row["lemma"])
def test_each_governor_of_the_table_grades_its_example(row: dict[str, str]) -> None:
    page = page_of(row["example"])
    cue = next((word.text for word in page.doc if word.lemma_ == row["lemma"]), None)
    assert grade_text(row["example"], cue if row["kind"] in WISHES else None).factuality == row["found"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The dam burst on Friday.", "CT+"),
        ("The dam did not burst.", "CT-"),
        ("Not one bus ran on Friday.", "CT-"),
        ("Nobody reached the summit.", "CT-"),
        ("Two of the climbers have not been found.", "CT-"),
        ("There is no evidence that the vote was rigged.", "CT-"),
        ("No sign of the trawler", "CT-"),
        ("The dam may burst.", "PS+"),
        ("The dam may not hold.", "PS-"),
        ("The dam will probably burst.", "PR+"),
        ("The dam is not expected to burst.", "PR-"),
        ("The trawler is believed to have sunk off Bergen.", "PR+"),
        ("The guards are said to have slept.", "PS+"),
        ("There are indications that the guards slept.", "PS+"),
        ("Rumours were spreading in the camp that the guards had fled.", "PS+"),
        ("If the rain lasts, the dam could burst.", "PS+"),
        ("If the rain lasts, the dam will burst.", "Uu"),
        ("It is unclear whether the dam burst.", "Uu"),
        ("Did the dam burst?", "Uu"),
        ("The crew failed to close the valve.", "CT-"),
        ("The crew did not fail to close the valve.", "CT+"),
        ("The crew did not know that the valve was open.", "CT+"),
        ("The bank had informed him that two accounts were closed.", "CT+"),
        ("The minister believes the inquiry will probably take a year.", "PR+"),
        ("I doubt that the dam will hold.", "PR-"),
        ("The risk of waiting is greater than the cost of the pumps.", "CT+"),
        ("About 300 homes were lost.", "CT+"),
        ("A cable fault is suspected.", "PR+"),
        ("Not all of the claims were upheld.", "CT+"),
        ("Do not touch the fence.", "Uu"),
        ("It is unlikely that the vote will be delayed.", "PR-"),
        ("Whether the talks will resume is unclear.", "Uu"),
        ("The minister could resign on Friday, two aides said.", "PS+"),
        ("A strike would have consequences.", "CT+"),
    ],
)
def test_the_main_event_is_graded_as_it_is_put(text: str, value: str) -> None:
    assert grade_text(text).factuality == value


@pytest.mark.parametrize(
    ("text", "cue", "value"),
    [
        ("The mill said the dam burst.", "said", "CT+"),
        ("The mill denied that the dam burst.", "denied", "CT-"),
        ("The mill denied knowing of the leak.", "denied", "CT-"),
        ("The mill denied that the dam did not hold.", "denied", "CT+"),
        ("The mill claimed that the dam burst.", "claimed", "CT+"),
        ("The mill believes the dam burst.", "believes", "PR+"),
        ("The mill believes the dam may burst.", "believes", "PS+"),
        ("The mill aims to close the dam.", "aims", "Uu"),
        ("The mayor urged owners to leave the valley.", "urged", "Uu"),
        ("The mill has not confirmed that the dam burst.", "has not confirmed", "Uu"),
        ("The mill has not yet confirmed that the dam burst.", "has not yet confirmed", "Uu"),
        ("The mill has yet to confirm that the dam burst.", "has yet to confirm", "Uu"),
        ("The mill declined to say whether the dam burst.", "declined to say", "Uu"),
        ("The mill ruled out that the dam burst.", "ruled out", "CT-"),
    ],
)
def test_the_cue_counts(text: str, cue: str, value: str) -> None:
    assert grade_text(text, cue).factuality == value


def test_hedges_keep_words_strength_and_rule() -> None:
    graded = grade_text("About 40 villagers are believed to have fled, and some may be hurt.")
    assert [(hedge.text, hedge.strength) for hedge in graded.hedges] == [
        ("About", "approximate"),
        ("are believed to", "probable"),
        ("may", "possible"),
    ]


def test_the_month_of_may_is_no_hedge() -> None:
    assert grade_text("The mill closed in May.").hedges == ()


def test_the_hedge_of_a_cue_is_listed() -> None:
    assert [hedge.text for hedge in grade_text("Brokers expect a loss.", "expect").hedges] == ["expect"]


@pytest.mark.parametrize(
    "text", ["The dam burst on Friday.", "Two divers were hurt in the harbour.", "The vote was rigged."]
)
@pytest.mark.parametrize("hedge", ["reportedly", "probably", "possibly", "allegedly"])
def test_a_hedge_never_makes_surer(text: str, hedge: str) -> None:
    verb = next(word for word in text.rstrip(".").split() if word in {"burst", "hurt", "rigged"})
    hedged = grade_text(text.replace(verb, f"{hedge} {verb}"))
    assert hedged.factuality in {"PR+", "PS+"}
    assert hedge in {h.text for h in hedged.hedges}


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet="ab .,?'\"“”may not if 09", max_size=60))
def test_any_text_is_graded_and_hedges_cut_the_text(text: str) -> None:
    page = page_of(text)
    for hedge in grade(page, (page.span(0, len(text)),), None).hedges:
        assert page.text[hedge.start : hedge.end] == hedge.text


@pytest.mark.parametrize(
    ("text", "cue", "value"),
    [
        ("Rumours were spreading that the guards had fled.", "Rumours were spreading", "PS+"),
        ("Speculation is growing that the king will go.", "Speculation is growing", "PS+"),
        ("The army denied that its men had fled.", "denied", "CT-"),
        ("The police believe that the driver fled.", "believe", "PR+"),
        ("The clerk reportedly told the board that it would close.", "reportedly told", "PS+"),
        ("The board said in a report that it would close.", "said in a report", "CT+"),
        ("The chairman admitted that it would close.", "admitted", "CT+"),
    ],
)
def test_a_hop_leaves_what_it_passes_on_as_sure_as_its_words_are(text: str, cue: str, value: str) -> None:
    page = page_of(text)
    start = text.index(cue)
    assert grade_hop(page, page.span(start, start + len(cue))) == value
