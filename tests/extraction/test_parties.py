"""Speakers joined inside a report: names, titles, pronouns, descriptions, metonyms; namesakes kept apart."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extraction.parties import Cast, find_parties
from onrecord.model import Party, Span
from tests.pages import page_of

# Each report with its speaking places: the words, which of their occurrences, and the name of the party (several: any).
REPORTS: list[tuple[str, list[tuple[str, int, str]]]] = [
    (
        "The Norwegian fisheries ministry said on Monday that quotas would fall. Minister Kari Ødegård told "
        "parliament that cod stocks were weak. “We have no choice,” Ødegård said. The minister added that talks "
        "with London would go on. London said it was disappointed.",
        [
            ("The Norwegian fisheries ministry", 0, "Norwegian fisheries ministry"),
            ("Minister Kari Ødegård", 0, "Kari Ødegård"),
            ("Ødegård", 1, "Kari Ødegård"),
            ("The minister", 0, "Kari Ødegård"),
            ("London", 1, "London|United Kingdom|Britain"),
            ("it", -1, "London|Britain"),
        ],
    ),
    (
        "Vietnamese carmaker Sao Mai Motors will build a plant in Ohio, the company said. Chief executive Nguyen "
        "Van Thanh told reporters the plant would open in 2027. Thanh declined to give a figure. “They will hire "
        "900 people,” said union leader Darnell Price. He added that wages were not settled.",
        [
            ("the company", 0, "Sao Mai Motors"),
            ("Chief executive Nguyen Van Thanh", 0, "Nguyen Van Thanh"),
            ("Thanh", 1, "Nguyen Van Thanh"),
            ("union leader Darnell Price", 0, "Darnell Price"),
            ("He", 0, "Darnell Price"),
        ],
    ),
    (
        "A Sudanese aid worker said the camp had been shelled. The worker, who asked not to be named, said 12 "
        "tents burned. The Sudanese army denied it. The army said it had not fired on the camp. Khartoum has "
        "accused the rebels. Rebel spokesman al-Hadi Idris rejected this.",
        [
            ("A Sudanese aid worker", 0, "Sudanese aid worker"),
            ("The worker", 0, "Sudanese aid worker"),
            ("The Sudanese army", 0, "Sudanese army"),
            ("The army", 0, "Sudanese army"),
            ("it", -1, "Sudanese army"),
            ("Khartoum", 0, "Sudan|Khartoum"),
            ("Rebel spokesman al-Hadi Idris", 0, "al-Hadi Idris"),
        ],
    ),
    (
        "Two judges resigned on Friday, the Supreme Court said. Justice Amara Okonkwo cited her health. Justice "
        "Daniel Okonkwo, her brother, gave no reason. “I leave with regret,” Ms Okonkwo wrote. Mr Okonkwo told the "
        "Lagos Herald he would teach. The court said it would name successors by June.",
        [
            ("the Supreme Court", 0, "Supreme Court"),
            ("Ms Okonkwo", 0, "Amara Okonkwo"),
            ("Mr Okonkwo", 0, "Daniel Okonkwo"),
            ("he", -1, "Daniel Okonkwo"),
            ("The court", 0, "Supreme Court"),
            ("it", -1, "Supreme Court"),
        ],
    ),
    (
        "The World Chess Organisation (WCO) said on Sunday that the final would be replayed. WCO president Ilmari "
        "Heikkinen said a clock had failed. The body's arbiter, Teodora Balan, disagreed. Balan said the clock was "
        "sound. Heikkinen said she was mistaken.",
        [
            ("The World Chess Organisation", 0, "World Chess Organisation"),
            ("WCO president Ilmari Heikkinen", 0, "Ilmari Heikkinen"),
            ("The body's arbiter, Teodora Balan", 0, "Teodora Balan"),
            ("Balan", 1, "Teodora Balan"),
            ("Heikkinen", 1, "Ilmari Heikkinen"),
        ],
    ),
    (
        "Seoul's finance ministry said exports fell. The ministry said chips were to blame. Tokyo's finance "
        "ministry had said the same last week. Kim Min-ji, an economist at Hanul Securities, said worse was "
        'coming. Kim said she expected a cut in rates. "It will be a long winter," Kim said.',
        [
            ("Seoul's finance ministry", 0, "finance ministry"),
            ("The ministry", 0, "Seoul's finance ministry|finance ministry"),
            ("Tokyo's finance ministry", 0, "Tokyo's finance ministry"),
            ("Kim Min-ji, an economist at Hanul Securities", 0, "Kim Min-ji"),
            ("Kim", 1, "Kim Min-ji"),
            ("she", 0, "Kim Min-ji"),
            ("Kim", 2, "Kim Min-ji"),
        ],
    ),
    (
        "The mayor of Łódź, Hanna Zdanowicz-Król, said trams would run again on Tuesday. Zdanowicz-Król told Radio "
        "Lodz that the strike was over. The city council had approved the deal, she said. Drivers said they had "
        'won. "We are tired," one driver, Marek W., said.',
        [
            ("The mayor of Łódź, Hanna Zdanowicz-Król", 0, "Hanna Zdanowicz-Król"),
            ("Zdanowicz-Król", 1, "Hanna Zdanowicz-Król"),
            ("she", 0, "Hanna Zdanowicz-Król"),
            ("Drivers", 0, "Drivers"),
            ("one driver, Marek W.", 0, "Marek W"),
        ],
    ),
    (
        "Officials said the dam was safe. Local residents said they had seen cracks. An official at the water "
        "board said inspectors would come. Sources close to the board said the cracks were known. Experts "
        'disagreed. "It is old," said one expert, hydrologist Petra van den Berg of Delft. Van den Berg said it '
        "should be drained.",
        [
            ("Officials", 0, "Officials"),
            ("Local residents", 0, "Local residents"),
            ("they", 0, "Local residents"),
            ("An official at the water board", 0, "official at the water board"),
            ("Sources close to the board", 0, "Sources close to the board"),
            ("one expert, hydrologist Petra van den Berg of Delft", 0, "Petra van den Berg"),
            ("Van den Berg", 0, "Petra van den Berg"),
        ],
    ),
    (
        "Ethiopian runner Tigist Assefa Bekele won in 2:17, organisers said. Tigist said the wind had helped her. "
        'Her coach, Gemedu, said she could run faster. The 26-year-old was born in Addis Ababa. "I was calm," '
        "Tigist said.",
        [
            ("Tigist", 1, "Tigist Assefa Bekele"),
            ("Her coach, Gemedu", 0, "Gemedu"),
            ("Tigist", 2, "Tigist Assefa Bekele"),
        ],
    ),
    (
        "Germany's Foreign Office summoned the Danish ambassador on Monday. The Danes said they had done nothing "
        'wrong. "We regret this," Foreign Minister Lars Holm told broadcaster TV Midt. Berlin said it wanted '
        "answers. The Foreign Office said it expected a letter. The Kremlin said it was watching.",
        [
            ("The Danes", 0, "Denmark|Danes"),
            ("Foreign Minister Lars Holm", 0, "Lars Holm"),
            ("Berlin", 0, "Germany|Berlin"),
            ("The Foreign Office", 0, "Foreign Office"),
            ("The Kremlin", 0, "Russia|Kremlin"),
        ],
    ),
    (
        "The study, published in the journal Marine Letters, found that 40 percent of reefs had bleached. Its lead "
        "author, Dr. Sunita Rao of the University of Kochi, said the figure was low. The researchers said more "
        'dives were planned. "The sea is warm," Rao wrote. The university said it had funded the work. The report '
        "said nothing of costs.",
        [
            ("The study, published in the journal Marine Letters", 0, "study"),
            ("Its lead author, Dr. Sunita Rao of the University of Kochi", 0, "Sunita Rao"),
            ("Rao", 1, "Sunita Rao"),
            ("The university", 0, "University of Kochi"),
            ("The researchers", 0, "researchers"),
        ],
    ),
    (
        "Pope Celestine VI said on Sunday that he would visit Juba. The pontiff asked for peace. The Vatican said "
        "the trip would last two days. Archbishop Stephen Ameyu said crowds were expected. Ameyu asked for calm.",
        [
            ("The pontiff", 0, "Celestine VI"),
            ("The Vatican", 0, "Vatican"),
            ("Ameyu", 1, "Stephen Ameyu"),
        ],
    ),
    (
        "Police in Leeds said a man had been arrested. A police spokesman said he was 34. The suspect's lawyer, "
        "Imogen Clarke, said he denied the charge. West Yorkshire Police said there was no threat. The force said "
        "patrols would go on.",
        [
            ("Police in Leeds", 0, "Police"),
            ("A police spokesman", 0, "police spokesman"),
            ("The suspect's lawyer, Imogen Clarke", 0, "Imogen Clarke"),
            ("West Yorkshire Police", 0, "West Yorkshire Police"),
            ("The force", 0, "West Yorkshire Police"),
        ],
    ),
    (
        "Senator Rosa Lindqvist (D-Minnesota) said the bill was dead. The senator said she had told the White "
        "House. White House press secretary Tom Beckett denied that. Beckett said President Alan Moreno would sign "
        "it. Moreno has said he likes it.",
        [
            ("Senator Rosa Lindqvist (D-Minnesota)", 0, "Rosa Lindqvist"),
            ("The senator", 0, "Rosa Lindqvist"),
            ("White House press secretary Tom Beckett", 0, "Tom Beckett"),
            ("Beckett", 1, "Tom Beckett"),
            ("Moreno", 1, "Alan Moreno"),
        ],
    ),
    (
        "Apple growers in Tyrol fear frost, their association said. Association head Josef Pichler said losses "
        "could reach 60 million euros. According to Pichler, half the blossoms froze. The Tyrol government said it "
        'would help. The insurer Alpina said claims were up. "It is a hard year," its spokeswoman said.',
        [
            ("Association head Josef Pichler", 0, "Josef Pichler"),
            ("Pichler", 1, "Josef Pichler"),
            ("The Tyrol government", 0, "Tyrol government"),
            ("The insurer Alpina", 0, "Alpina"),
            ("its spokeswoman", 0, "spokeswoman"),
        ],
    ),
    (
        "Ana Sofía Ruiz Cárdenas, Chile's mining minister, said on Tuesday that lithium output would double. Ruiz "
        "said two firms had applied. One of them, Litio Austral, said it would invest $400 million. Its rival "
        "Salar Norte declined to comment. The minister said the law was ready. Santiago expects bids by May.",
        [
            ("Ana Sofía Ruiz Cárdenas, Chile's mining minister", 0, "Ana Sofía Ruiz Cárdenas"),
            ("Ruiz", 1, "Ana Sofía Ruiz Cárdenas"),
            ("One of them, Litio Austral", 0, "Litio Austral"),
            ("Its rival Salar Norte", 0, "Salar Norte"),
            ("The minister", 0, "Ana Sofía Ruiz Cárdenas"),
            ("Santiago", 0, "Chile|Santiago"),
        ],
    ),
    (
        "The U.N. human rights office said on Friday that 31 people had been killed. Spokesperson Ravina Mendis "
        "told a briefing in Geneva that the figure was a minimum. The office has asked for access. “We have been "
        "refused,” she said. A U.N. official said staff had left. The rebels' leader, who goes by the name "
        "Commander Zed, said the UN was lying.",
        [
            ("The U.N. human rights office", 0, "U.N. human rights office"),
            ("Spokesperson Ravina Mendis", 0, "Ravina Mendis"),
            ("she", 0, "Ravina Mendis"),
            ("A U.N. official", 0, "U.N. official"),
            ("The office", 0, "U.N. human rights office"),
        ],
    ),
]


def place(text: str, words: str, occurrence: int = 0) -> Span:
    """The place of one occurrence of the words."""
    found = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)][occurrence]
    return Span(*found, words)


def cast_of(text: str, *words: str, **fields: object) -> Cast:
    """The cast of a text in which the first occurrence of each of the words speaks."""
    return find_parties(page_of(text, **fields), tuple(place(text, each) for each in words))


def party_of(cast: Cast, text: str, words: str, occurrence: int = 0) -> Party:
    """The party that an occurrence of the words names."""
    found = cast.party_of(place(text, words, occurrence))
    return next(party for party in cast.parties if party.id == found)


@pytest.mark.parametrize(("text", "speakers"), REPORTS)
def test_speakers_are_joined_under_their_fullest_name(text: str, speakers: list[tuple[str, int, str]]) -> None:
    places = [place(text, words, occurrence) for words, occurrence, _ in speakers]
    cast = find_parties(page_of(text), tuple(places))
    names = {party.id: party.name for party in cast.parties}
    for span, (words, _, wanted) in zip(places, speakers, strict=True):
        name = names.get(cast.party_of(span) or "", "nobody")
        assert any(one in name or name in one for one in wanted.split("|")), (words, name)


def test_kind_role_and_affiliation() -> None:
    text = (
        "Roads were shut, fire chief Olu Adebayo said. A spokeswoman for Delta Freight said ships would wait. "
        "Sources said fuel was short. Two former pilots said fog was to blame. The audit found gaps. "
        "The newspaper Evening Argus said it had seen the log."
    )
    cast = cast_of(
        text, "fire chief Olu Adebayo", "A spokeswoman for Delta Freight", "Sources", "Two former pilots", "The audit",
        "The newspaper Evening Argus",
    )  # fmt: skip
    table = {party.name: (party.kind, party.naming, party.role) for party in cast.parties}
    assert table["Olu Adebayo"] == ("person", "named", "fire chief")
    assert table["spokeswoman for Delta Freight"] == ("person", "described", None)
    assert table["Sources"] == ("group", "bare", None)
    assert table["Two former pilots"] == ("group", "collective", None)
    assert table["audit"] == ("document", "document", None)
    assert table["Evening Argus"] == ("media", "named", None)
    freight = next(party for party in cast.parties if party.name == "Delta Freight")
    assert next(p for p in cast.parties if p.name.startswith("spokeswoman")).affiliation == freight.id


def test_a_person_named_later_is_joined_unless_told_to_be_unnamed() -> None:
    text = (
        'Another senator said the bridge would stay shut. "It is a ruin," senator Ida Brandt told reporters. '
        "A third senator, who asked not to be named, said it would cost millions."
    )
    cast = cast_of(text, "Another senator", "senator Ida Brandt", "A third senator")
    assert party_of(cast, text, "Another senator").name == "Ida Brandt"
    assert party_of(cast, text, "A third senator").name == "third senator"


def test_relative_pronoun_stands_for_what_its_clause_hangs_on() -> None:
    text = "Transport minister Ana Paz opened the line, but engineers, who said the track was unsafe, stayed away."
    page = page_of(text)
    who = place(text, "who")
    cast = find_parties(page, (who,))
    assert {party.id: party.name for party in cast.parties}[cast.party_of(who) or ""] == "engineers"


def test_groups_are_neither_split_nor_merged_without_ground() -> None:
    text = "Officials said roads were open. Health officials said wards were full. Officials said more rain was due."
    cast = find_parties(
        page_of(text), (place(text, "Officials"), place(text, "Health officials"), place(text, "Officials", 1))
    )
    assert [(party.name, len(party.mentions)) for party in cast.parties] == [("Officials", 2), ("Health officials", 1)]


def test_headline_is_read_with_the_body_known() -> None:
    text = "Carrier cuts routes, pilots' union says\n\nMoor Air will cut nine routes, the Union of Line Pilots said."
    headline = Span(0, text.index("\n"), text[: text.index("\n")])
    spans = (place(text, "pilots' union"), place(text, "the Union of Line Pilots"))
    cast = find_parties(page_of(text, headline=headline), spans)
    assert cast.party_of(spans[0]) == cast.party_of(spans[1])


def test_ids_are_stable_and_unique() -> None:
    text = REPORTS[3][0]
    first, second = (find_parties(page_of(text), (place(text, "Ms Okonkwo"), place(text, "he"))) for _ in range(2))
    assert first == second
    assert len({party.id for party in first.parties}) == len(first.parties)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "The minister",
                "she",
                "said",
                "Ana",
                "Paz",
                ",",
                ".",
                "“",
                "”",
                "of",
                "U.S.",
                "who",
                "7",
                "-",
                "it",
                "\n\n",
            ]
        ),
        max_size=20,
    ),
    st.data(),
)
def test_any_places_may_speak(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words) or "x"
    page = page_of(text)
    spans = []
    for _ in range(3):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        spans.append(page.span(start, end))
    cast = find_parties(page, tuple(spans))
    for party in cast.parties:
        assert party.mentions
        assert all(text[span.start : span.end] == span.text for span in party.mentions)
    assert all(cast.party_of(span) in {None, *(party.id for party in cast.parties)} for span in spans)


@pytest.mark.parametrize("unit", ["a", "A", "Ana ", "the ministry said ", "9.", "Ana Paz, the mayor, ", "he said "])
def test_time_grows_with_length_only(unit: str) -> None:
    text = unit * (6000 // len(unit))
    page = page_of(text)
    spans = tuple(page.span(m.start(), m.end()) for m in re.finditer(r"he |Ana|ministry", text))
    assert find_parties(page, spans) is not None


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        ("Ida Holm won in Oslo. \"Ask me in March,\" the 31-year-old said.", "the 31-year-old", "Ida Holm"),
        ("Finland's Anna Kallio fell. \"I am fine,\" the Finn said.", "the Finn", "Anna Kallio"),
        ("Its owner, Chile's Salar Norte, said work had stopped.", "Its owner, Chile's Salar Norte", "Salar Norte"),
        ("The Namibian, a daily newspaper, reported that a nurse was ill.", "The Namibian", "Namibian"),
        ("Dr Lukas !Naruseb runs the clinic. Naruseb said it was full.", "Naruseb said", "Lukas !Naruseb"),
        ("Abdul-Rahman al-Masri runs the port. Al-Masri said it was shut.", "Al-Masri said", "Abdul-Rahman al-Masri"),
        ("Doctors Without Borders (MSF) left. The charity said no.", "The charity", "Doctors Without Borders"),
        ("The Ski Federation, known by its French acronym FIS, met. FIS said no.", "FIS said", "Ski Federation"),
        ("One survivor, a nurse named Fatu, wept. \"It fell,\" Fatu said.", "Fatu said", "Fatu"),
        ("Kolar Mining closed. The Leeds-based firm said it was broke.", "The Leeds-based firm", "Kolar Mining"),
    ],
)  # fmt: skip
def test_speaker_is_called_by_the_name_told_elsewhere(text: str, words: str, wanted: str) -> None:
    start = text.index(words)
    page = page_of(text)
    span = page.span(start, start + len(words.removesuffix(" said")))
    cast = find_parties(page, (span,))
    assert {party.id: party.name for party in cast.parties}[cast.party_of(span) or ""] == wanted


def test_nobody_is_no_party() -> None:
    text = "Nobody told the crew that the tide had turned."
    assert find_parties(page_of(text), (place(text, "Nobody"),)).parties == ()


@pytest.mark.parametrize("name", ["Maria Okafor", "José da Silva", "Li Keying", "Ngozi Adichie-Eze", "Jan Sun", "Anh"])
def test_a_given_name_leans_but_never_rules(name: str) -> None:
    for pronoun in ("he", "she"):
        text = f'Lawmaker {name} said the dam was safe. "It has held since May," {pronoun} added.'
        cast = find_parties(page_of(text), (place(text, f"Lawmaker {name}"), place(text, pronoun)))
        assert party_of(cast, text, pronoun).name == name
