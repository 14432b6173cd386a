"""Who says what with which word: pairs of a sentence and what should be found in it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extraction.attributions import Attribution, find_attributions
from onrecord.model import Span
from tests.pages import page_of, report_of

Expected = tuple[str | None, str | None, tuple[str, ...]]


def read(text: str) -> tuple[Attribution, ...]:
    return find_attributions(page_of(text))


def plain(attribution: Attribution) -> Expected:
    return (
        attribution.source.text if attribution.source else None,
        attribution.cue.text if attribution.cue else None,
        tuple(span.text for span in attribution.contents),
    )


def outer(text: str) -> list[Expected]:
    return [plain(attribution) for attribution in read(text) if attribution.parent is None]


CLAUSES = [
    ("The coroner said that the brakes had failed.", "The coroner", "said", "the brakes had failed"),
    ("The coroner said the brakes had failed.", "The coroner", "said", "the brakes had failed"),
    ("The brakes had failed, the coroner said.", "the coroner", "said", "The brakes had failed"),
    ("The brakes had failed, said the coroner.", "the coroner", "said", "The brakes had failed"),
    (
        "Glaciers could vanish by 2080, warned the polar institute.",
        "the polar institute",
        "warned",
        "Glaciers could vanish by 2080",
    ),
    (
        "The minister told reporters that two dams were leaking.",
        "The minister",
        "told",
        "two dams were leaking",
    ),
    (
        "The ministry on Friday said it had recalled its envoy.",
        "The ministry",
        "said",
        "it had recalled its envoy",
    ),
    (
        "The club's physiotherapist, Mirela Danciu, said the knee had healed.",
        "The club's physiotherapist, Mirela Danciu",
        "said",
        "the knee had healed",
    ),
    (
        "Two clerks, who spoke on condition of anonymity because they feared for their jobs, said the safe was empty.",
        "Two clerks, who spoke on condition of anonymity because they feared for their jobs",
        "said",
        "the safe was empty",
    ),
    (
        "The union accused the railway of hiding the report.",
        "The union",
        "accused",
        "the railway of hiding the report",
    ),
    ("The mayor urged residents to leave the valley.", "The mayor", "urged", "residents to leave the valley"),
    ("The airline denied knowing of the crack.", "The airline", "denied", "knowing of the crack"),
    ("The airline plans to buy twelve turboprops.", "The airline", "plans", "to buy twelve turboprops"),
    ("The federation condemned the attack on the referee.", "The federation", "condemned", "the attack on the referee"),
    (
        "The coach called the verdict a disgrace.",
        "The coach",
        "called",
        "the verdict a disgrace",
    ),
    ("The bank puts the loss at 3 million francs.", "The bank", "puts", "the loss at 3 million francs"),
    ("Nurses warned of a shortage of blood.", "Nurses", "warned of", "a shortage of blood"),
    (
        "The bishops called for the two armies to withdraw.",
        "The bishops",
        "called for",
        "the two armies to withdraw",
    ),
    (
        "As the skipper told the inquiry, the mast was cracked.",
        "the skipper",
        "told",
        "the mast was cracked",
    ),
    ("The mast was cracked, as the skipper noted.", "the skipper", "noted", "The mast was cracked"),
    (
        "The brewery issued a statement saying that no beer was tainted.",
        "The brewery",
        "saying",
        "no beer was tainted",
    ),
    (
        "The orchestra was told “to play on,” which few did, the cellist said.",
        "the cellist",
        "said",
        "The orchestra was told “to play on,” which few did",
    ),
    (
        "The navy said it had sent a “small” convoy to the strait, straining ties with its neighbours.",
        "The navy",
        "said",
        "it had sent a “small” convoy to the strait",
    ),
    (
        "The orchard was sprayed twice, according to the growers' association.",
        "the growers' association",
        "according to",
        "The orchard was sprayed twice",
    ),
    (
        "According to the growers' association, the orchard was sprayed twice.",
        "the growers' association",
        "According to",
        "the orchard was sprayed twice",
    ),
    (
        "The auditor’s conclusion that the fund was empty is disputed.",
        "The auditor",
        "conclusion",
        "the fund was empty",
    ),
    (
        "The skipper was confident that the mast would hold.",
        "The skipper",
        "was confident",
        "the mast would hold",
    ),
]


@pytest.mark.parametrize(("text", "source", "cue", "content"), CLAUSES, ids=[row[0] for row in CLAUSES])
def test_a_source_a_cue_and_what_is_said(text: str, source: str, cue: str, content: str) -> None:
    assert (source, cue, (content,)) in outer(text)


QUOTATIONS = [
    (
        "“We lost the anchor at noon,” Captain Ozols told the inquiry.",
        "Captain Ozols",
        "told",
        ("We lost the anchor at noon",),
    ),
    (
        '"We lost the anchor at noon," said Captain Ozols, who has sailed for 30 years.',
        "Captain Ozols, who has sailed for 30 years",
        "said",
        ("We lost the anchor at noon",),
    ),
    (
        '"We lost the anchor," Captain Ozols said, "and then the engine stopped."',
        "Captain Ozols",
        "said",
        ("We lost the anchor", "and then the engine stopped."),
    ),
    (
        'Captain Ozols added: "Nobody heard the alarm."',
        "Captain Ozols",
        "added",
        ("Nobody heard the alarm.",),
    ),
    (
        "''We lost the anchor,'' Captain Ozols said.",
        "Captain Ozols",
        "said",
        ("We lost the anchor",),
    ),
    (
        "‘We lost the anchor at noon,’ said Captain Ozols.",
        "Captain Ozols",
        "said",
        ("We lost the anchor at noon",),
    ),
    (
        'The engineer said the weld was "a disaster waiting to happen."',
        "The engineer",
        "said",
        ('the weld was "a disaster waiting to happen."',),
    ),
    (
        'The weld was "a disaster waiting to happen," the engineer said.',
        "the engineer",
        "said",
        ('The weld was "a disaster waiting to happen,"',),
    ),
    (
        'Pia Lindqvist, a hydrologist, was blunt: "The dyke is rotten."',
        "Pia Lindqvist, a hydrologist",
        ":",
        ("The dyke is rotten.",),
    ),
]


@pytest.mark.parametrize(("text", "source", "cue", "contents"), QUOTATIONS, ids=[row[0] for row in QUOTATIONS])
def test_quotations_with_their_tags(text: str, source: str, cue: str, contents: tuple[str, ...]) -> None:
    assert (source, cue, contents) in outer(text)


def test_a_paragraph_that_ends_in_a_colon_leads_to_the_quotation_after_it() -> None:
    found = outer("The archivist wrote in the log:\n\n“Box nine was empty when we opened it.”")
    assert found == [("The archivist", "wrote", ("Box nine was empty when we opened it.",))]


def test_the_title_of_a_programme_is_nobody_s_words() -> None:
    found = outer("On the programme “Harbour Light,” the pilot said that the buoy was missing.")
    assert [contents for _, _, contents in found] == [("the buoy was missing",)]


def test_what_is_said_goes_on_around_the_tag() -> None:
    assert outer("The harvest, the ministry said, was the worst in ten years.") == [
        ("the ministry", "said", ("The harvest", "was the worst in ten years"))
    ]


def test_what_with_adds_after_the_tag_is_said_by_the_same_source() -> None:
    found = outer("The river has burst its banks, the governor told senators Monday, with 40 villages still cut off.")
    assert found == [
        ("the governor", "told", ("The river has burst its banks",)),
        ("the governor", "told", ("with 40 villages still cut off",)),
    ]


def test_what_the_newsroom_adds_after_the_tag_stays_out() -> None:
    (found,) = outer("Eleven miners were rescued, the company said on Monday, and another six were being treated.")
    assert found == ("the company", "said", ("Eleven miners were rescued",))


def test_one_source_with_two_verbs_gives_two_attributions() -> None:
    found = outer("The ministry said it had recalled its envoy and warned the island against holding the vote.")
    assert [source for source, _, _ in found] == ["The ministry", "The ministry"]


def test_a_joined_verb_goes_on_with_the_subject_whose_form_it_has() -> None:
    found = outer("The bank now forecasts that growth will slow this year, and sees it falling to zero in 2031.")
    assert found[0] == ("The bank", "now forecasts", ("growth will slow this year",)) or found[0][2] == (
        "growth will slow this year",
    )


def test_participles_have_the_source_of_their_clause() -> None:
    found = outer("The striker apologised on Sunday, saying that he had misread the rule.")
    assert ("The striker", "saying", ("he had misread the rule",)) in found


def test_passives_name_nobody() -> None:
    found = read("The pilot is believed to have ejected.")
    assert plain(found[0]) == (None, "is believed", ("The pilot", "to have ejected"))
    told = read("The crew was told that the port was closed.")
    assert (told[0].source, told[0].audience and told[0].audience.text) == (None, "The crew")


def test_a_relative_pronoun_comes_with_its_antecedent() -> None:
    found = outer("The plan angered Councillor Abena Osei, who said the park would be lost.")
    assert ("Councillor Abena Osei, who", "said", ("the park would be lost",)) in found


def test_to_whom_on_what_terms_and_on_what_ground() -> None:
    (found,) = read("The pump is broken, a guard told lawmakers on condition of anonymity, citing the log.")
    assert (found.audience and found.audience.text) == "lawmakers"
    assert (found.terms and found.terms.text) == "on condition of anonymity"
    (found,) = read("The rebels have left, deputy Oyelaran said, after a briefing by the army.")
    assert (found.basis and found.basis.text) == "after a briefing by the army"


def headline(text: str) -> list[Expected]:
    body = "\n\nThe weather stayed mild."
    page = page_of(text + body, headline=Span(0, len(text), text))
    return [plain(attribution) for attribution in find_attributions(page)]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Toll from Fiji cyclone rises to 12, officials say", "officials", "say", "Toll from Fiji cyclone rises to 12"),
        ("Coast guard: barge was overloaded", "Coast guard", ":", "barge was overloaded"),
        ("Barge was overloaded -- investigators", "investigators", "--", "Barge was overloaded"),
    ],
)
def test_headlines_name_their_source_in_short_forms(text: str, source: str, cue: str, content: str) -> None:
    assert (source, cue, (content,)) in headline(text)


def test_a_topic_before_a_colon_is_no_source() -> None:
    assert headline("Warehouse blaze: three killed") == []


@pytest.mark.parametrize(
    "text",
    [
        "The frost came on Sunday, when most of the vines were in bloom.",
        "Last year's fires destroyed 189 structures.",
        "The plans were ready by noon.",
        "The bridge has the support of six pillars.",
        "Iceland sits on a ridge between two plates.",
        "The report runs to 300 pages.",
        "A trawler sank off Vardo in 1994.",
    ],
)
def test_the_newsroom_s_own_words_are_nobody_s_claim(text: str) -> None:
    assert read(text) == ()


def test_furniture_and_crossheads_say_nothing() -> None:
    text = "The mayor resigned.\n\n- 'We said no' -\n\nThe vote is in May."
    start = text.index("-")
    crosshead = Span(start, text.index("\n\nThe vote"), text[start : text.index("\n\nThe vote")])
    assert find_attributions(page_of(text, crossheads=(crosshead,))) == ()


def test_attributions_come_in_text_order_and_do_not_change_from_reading_to_reading() -> None:
    text = (
        'The navy said two boats sank. "Three," a fisherman said. "I counted." The navy denied it. Experts fear more.'
    )
    found = read(text)
    assert found == read(text)
    firsts = [min(span.start for span in (a.source, a.cue, *a.contents) if span) for a in found]
    assert firsts == sorted(firsts)


WORDS = st.sampled_from(
    [
        "said",
        '"',
        "“",
        "”",
        "that",
        "The",
        "mayor",
        ",",
        ".",
        "told",
        "\n\n",
        ":",
        "warned",
        "of",
        "“No,”",
        "who",
        "(",
        "--",
    ]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, max_size=40))
def test_every_span_cuts_the_text_and_every_link_leads_somewhere(words: list[str]) -> None:
    text = " ".join(words)
    report = report_of(text)
    found = find_attributions(page_of(text))
    for index, attribution in enumerate(found):
        spans = [attribution.source, attribution.cue, attribution.audience, attribution.terms, attribution.basis]
        for span in (*attribution.contents, *filter(None, spans)):
            assert report.text[span.start : span.end] == span.text
        assert attribution.contents
        assert attribution.parent is None or (attribution.parent != index and attribution.parent < len(found))
        assert attribution.heir_of is None or found[attribution.heir_of].heir_of is None
        assert 0 < attribution.confidence <= 1


def test_hostile_runs_end_quickly() -> None:
    for text in ('" ' * 2_000, "said " * 2_000, "“" * 2_000, ", he said" * 500, "“No,” she said. " * 300):
        find_attributions(page_of(text))


@pytest.mark.parametrize("text", ["The mayor denied it.", "The coach praised her.", "The footage shows two boats."])
def test_pronouns_and_pictures_say_nothing(text: str) -> None:
    assert read(text) == ()


def test_a_carried_noun_is_reported_once() -> None:
    assert outer("The island voiced fears that the reef would die.") == [
        ("The island", "voiced fears", ("the reef would die",))
    ]


def test_what_somebody_would_not_say_is_the_content() -> None:
    assert outer("The bank declined to say whether the vault was empty.") == [
        ("The bank", "declined to say", ("whether the vault was empty",))
    ]
    assert outer("The two armies have yet to confirm the truce.") == [
        ("The two armies", "have yet to confirm", ("the truce",))
    ]
