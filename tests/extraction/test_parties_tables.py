"""Every word of the tables of names and nouns brings its own proof: a sentence made of it is read as the table says."""

from __future__ import annotations

import pytest

from onrecord.extraction.names import (
    find_land,
    fold_words,
    gender_of,
    read_fields,
    read_lands,
    read_name_parts,
    read_nouns,
    read_titles,
)
from onrecord.extraction.relays import find_relays
from onrecord.words import read_table
from tests.pages import page_of

TABLES = [
    "body_nouns", "classing_adjectives", "countries", "document_nouns", "given_names", "group_nouns", "media_nouns",
    "name_parts", "person_nouns", "pronouns", "relay_words", "titles",
]  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_no_entry_is_given_twice(table: str) -> None:
    rows = read_table(table)
    keys = [tuple(row.values())[:3] for row in rows]
    assert len(keys) == len(set(keys))
    assert all(row[next(iter(row))].strip() == row[next(iter(row))] != "" for row in rows)


@pytest.mark.parametrize("row", read_table("countries"), ids=lambda row: row["name"])
def test_every_word_for_a_state_leads_to_it(row: dict[str, str]) -> None:
    for column in ("name", "names", "adjectives", "people", "capital", "metonyms", "houses"):
        for words in filter(None, row[column].split(",")):
            land = find_land(words[0].upper() + words[1:])
            assert land is not None, words
            assert land.state == row["name"] or read_lands()[fold_words(words)].state != row["name"]
    assert find_land(row["name"]) is not None


def test_small_letters_are_no_state() -> None:
    assert find_land("us") is None
    assert find_land("turkey") is None
    assert find_land("US") is not None


@pytest.mark.parametrize(
    "row", [row for row in read_table("relay_words") if row["example"]], ids=lambda row: row["word"]
)
def test_every_relay_word_finds_its_voice(row: dict[str, str]) -> None:
    page = page_of(row["example"])
    assert row["voice"] in [relay.party.text for relay in find_relays(page, 0, len(page.text))]


def test_nouns_know_their_kinds_and_genders() -> None:
    nouns = read_nouns()
    assert nouns["spokeswoman"].gender == "f"
    assert nouns["senator"].families == nouns["lawmaker"].families
    assert nouns["agency"].kinds == ("organization",)
    assert nouns["bulletin"].kinds == ("document",)
    assert nouns["rival"].kinds == ("person", "organization")


def test_names_tell_gender_only_where_they_are_known() -> None:
    assert gender_of(["Fatima", "Zahra"]) == "f"
    assert gender_of(["Belmarin", "Ofori"]) is None
    assert read_titles()["mrs"] == "f"


def test_fields_stand_for_each_other_both_ways() -> None:
    fields = read_fields()
    assert all(word in fields[other] for word, others in fields.items() for other in others)


def test_name_parts_name_known_kinds() -> None:
    assert {kind for kind, _ in read_name_parts("ending").values()} == {"organization", "media"}
    assert {kind for kind, _ in read_name_parts("particle").values()} == {"person"}
