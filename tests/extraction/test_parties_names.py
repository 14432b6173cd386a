"""Names of many peoples kept whole, and names that are nobody's: ships, storms, places; what takes a long report."""

from __future__ import annotations

import re
import time

import pytest

import onrecord
from onrecord.extraction.attributions import Attribution
from onrecord.extraction.chains import find_chain
from onrecord.extraction.parties import Cast, find_parties
from onrecord.model import Party, Reading, Span
from tests.pages import page_of
from tests.relations.pairs import MEN, WOMEN

PARAGRAPH = (
    "Pilot {name} said the harbour master had told her that the outer berths were shut, according to the Port News, "
    "citing two clerks. She added that the ministry knew. The ministry denied that anybody was warned."
)
SAYING = "The quay was sound, according to harbour engineer {name}. {called} added that ice was likely."


def read(text: str) -> Reading:
    """The reading of a short report."""
    return onrecord.read_text(text, dateline="2025-03-05")


def cast_of(text: str, *words: str) -> Cast:
    """The cast of a text whose speaking places are the first occurrences of the words."""
    page = page_of(text)
    return find_parties(page, tuple(page.span(text.index(word), text.index(word) + len(word)) for word in words))


def party_at(cast: Cast, text: str, words: str) -> Party:
    """The party of the first occurrence of the words."""
    start = text.index(words)
    number = cast.party_of(Span(start, start + len(words), words))
    return next(party for party in cast.parties if party.id == number)


@pytest.mark.parametrize("names", [WOMEN, MEN], ids=["women", "men"])
def test_names_are_whole_and_joined_to_their_short_form(names: tuple[tuple[str, str], ...]) -> None:
    wrong = []
    for name, called in names:
        text = SAYING.format(name=name, called=called)
        cast = cast_of(text, f"harbour engineer {name}", called + " added")
        people = [party.name for party in cast.parties if party.kind == "person"]
        if people != [name]:
            wrong.append((name, people))
    assert not wrong


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        ("The ferry Saimaa ran aground. A pilot said so.", "Saimaa"),
        ("HMS Linnet sank near Suva. The navy said so.", "HMS Linnet"),
        ("The MV Santa Perpetua burned. Police said so.", "MV Santa Perpetua"),
        ("It was a 22-year-old Falcon Metro, the airline said.", "Falcon Metro"),
        ("Hurricane Odile reached Lake Tanu. Forecasters said so.", "Hurricane Odile"),
        ("Flights over Mount Kerai were stopped, pilots said.", "Mount Kerai"),
    ],
)
def test_ships_storms_models_and_places_are_no_persons(text: str, nobody: str) -> None:
    assert nobody not in [party.name for party in cast_of(text, text.split(". ")[-1].split()[-2]).parties]


def test_the_speaker_of_a_quotation_is_not_the_one_it_tells_of() -> None:
    text = '"She took nothing that was banned," doctor Imre Halasz said. He said the tests went on.'
    cast = cast_of(text, "doctor Imre Halasz", "He")
    assert party_at(cast, text, "He").name == "Imre Halasz"
    assert party_at(cast, text, "He").mentions[0].text == "doctor Imre Halasz"


def test_a_namesake_is_told_by_the_pronoun_that_follows() -> None:
    text = "Sergeant Paul Voss and Helen Voss gave evidence. Voss said he had locked the door."
    assert party_at(cast_of(text, "Voss said"[:4]), text, "Voss said he"[:4]).name in {"Paul Voss", "Helen Voss"}
    start = text.index("Voss said")
    cast = find_parties(page_of(text), (Span(start, start + 4, "Voss"),))
    assert {party.id: party.name for party in cast.parties}[cast.party_of(Span(start, start + 4, "Voss")) or ""] == (
        "Paul Voss"
    )


def test_a_palace_keeps_its_name_and_belongs_to_its_state() -> None:
    text = "Russia was silent. The Kremlin said talks went on. Moscow said no."
    cast = cast_of(text, "The Kremlin", "Moscow")
    palace, capital = party_at(cast, text, "The Kremlin"), party_at(cast, text, "Moscow")
    assert (palace.name, palace.kind, capital.name) == ("Kremlin", "organization", "Russia")
    assert palace.affiliation == capital.id


@pytest.mark.parametrize(
    ("text", "source", "wanted"),
    [
        ("A study by Ana Ruiz found that eels slept.", "A study by Ana Ruiz", "Ana Ruiz"),
        ("A note from the envoy said no.", "A note from the envoy", "envoy"),
        ("The commission's findings show rust.", "The commission's findings", "commission"),
        ("A study of 900 eels found rust.", "A study of 900 eels", "study of 900 eels"),
    ],
)
def test_a_paper_speaks_for_its_author(text: str, source: str, wanted: str) -> None:
    assert party_at(cast_of(text, source), text, source).name == wanted


@pytest.mark.parametrize(
    ("text", "source", "kind"),
    [
        ("The pair said they had walked.", "The pair", "group"),
        ("The Pentagon said the drone was lost.", "The Pentagon", "organization"),
        ("A clerk told the Lagos Sentinel of it.", "the Lagos Sentinel", "media"),
        ("The Gulf of Guinea Maritime Forum said no.", "The Gulf of Guinea Maritime Forum", "organization"),
        ("The shipowner, Meridian Lines, said no.", "The shipowner, Meridian Lines", "organization"),
        ("The Norwegian said her ski broke.", "The Norwegian", "person"),
        ("The town of Arlo said it was broke.", "The town of Arlo", "organization"),
    ],
)
def test_kinds_of_speakers_without_a_plain_sign(text: str, source: str, kind: str) -> None:
    assert party_at(cast_of(text, source), text, source).kind == kind


def test_terms_and_number_are_kept() -> None:
    reading = read(
        "A source said the deal was done. Two officials, speaking on condition of anonymity because the talks were "
        "private, said it was not."
    )
    first, second = (claim for claim in reading.claims if claim.parent is None and claim.voice == "attributed")
    assert [reading.party(claim.speaker).kind for claim in (first, second)] == ["person", "group"]  # type: ignore[union-attr]
    assert first.terms is None
    assert second.terms is not None
    assert "because the talks were private" in second.terms.text


def measure(paragraphs: int) -> float:
    """The CPU seconds that parties and chains of a report of so many paragraphs take."""
    page = page_of("\n\n".join(PARAGRAPH.format(name=name) for name, _ in ([*WOMEN, *MEN] * paragraphs)[:paragraphs]))
    attributions = tuple(
        Attribution(page.span(*match.span(1)), page.span(*match.span(2)), (page.span(*match.span(3)),))
        for match in re.finditer(r"(Pilot [^,]*?|She|The ministry) (said|added|denied) ((?:that|the) [^.]*)", page.text)
    )
    assert len(attributions) > 2 * paragraphs
    start = time.process_time()
    cast = find_parties(page, tuple(one.source for one in attributions if one.source))
    for index in range(len(attributions)):
        find_chain(page, index, attributions, cast)
    return time.process_time() - start


def test_a_report_of_twenty_thousand_words_takes_time_in_proportion() -> None:
    short, long = measure(130), measure(530)
    assert long < 8
    assert long < 8 * max(short, 0.1)


@pytest.mark.parametrize(
    ("text", "source", "wanted"),
    [
        ("One, who gave her name as Lucrecia, said no.", "One, who gave her name as Lucrecia", "Lucrecia"),
        ('Governor Hugo "Tito" Marengo left. Marengo said no.', "Marengo said", 'Hugo "Tito" Marengo'),
        ("Opposition leader Bea Tembo sued. The president said no.", "The president", "president"),
        ("The Antonov, operated by Kafue Freight, fell. The firm said no.", "The firm", "Kafue Freight"),
        (
            "The Bank of Ghana's governor, Esi Mensah, said no.",
            "The Bank of Ghana's governor, Esi Mensah",
            "Esi Mensah",
        ),
        ("General Motors sued GM Europe. GM said no.", "GM said", "General Motors"),
        ("Passenger Lena Ohm wept. The neighbour said no.", "The neighbour", "neighbour"),
        ("The official Lumen agency said no.", "The official Lumen agency", "Lumen"),
        ("People fled, the Herald of Accra said.", "the Herald of Accra", "Herald of Accra"),
        ("The general is thought by envoys to have fled.", "envoys to have fled", "envoys"),
    ],
)
def test_more_speakers_by_their_names(text: str, source: str, wanted: str) -> None:
    start = text.index(source)
    words = source.removesuffix(" said")
    cast = find_parties(page_of(text), (Span(start, start + len(words), words),))
    number = cast.party_of(Span(start, start + len(words), words))
    assert next(party.name for party in cast.parties if party.id == number) == wanted


def test_the_agency_that_is_told_is_the_medium() -> None:
    text = "The aviation agency fined Delta Wire. A farmer told the agency that a wing fell off."
    cast = cast_of(text, "The aviation agency", "A farmer")
    assert party_at(cast, text, "The aviation agency").mentions[-1].text == "The aviation agency"
