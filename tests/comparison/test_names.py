"""When two names mean one, and when they do not."""

from __future__ import annotations

import pytest

from onrecord.comparison.names import are_same_name, proper_words
from onrecord.comparison.outlets import are_same_outlet, owns_credit
from tests.pages import report_of


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Han Seok-kyun", "Han Seok-gyun"), ("Jørgen Kjæll", "Joergen Kjaell"), ("Jörgen Kjaell", "J. Kjæll"),
        ("Hristina Tchavdarova", "Christina Tschawdarova"), ("Becksted", "Becksted Minerals"), ("Marsk", "Ida Marsk"),
        ("Captain Nils Aaker", "Nils Aker"), ("Graciela Monte Verde", "Graciela Monteverde"),
    ],
)  # fmt: skip
def test_spellings_and_short_forms_are_one(one: str, two: str) -> None:
    assert are_same_name(proper_words(one), proper_words(two))


@pytest.mark.parametrize(
    ("one", "two"),
    [("Ida Marsk", "Ola Marsk Dahl"), ("Nils Aaker", "Tor Hagen"), ("Per Lund", "Per Lindqvist"), ("", "Ida Marsk")],
)
def test_others_are_not(one: str, two: str) -> None:
    assert not are_same_name(proper_words(one), proper_words(two))


def test_an_abbreviation_names_its_outlet() -> None:
    assert are_same_outlet("The Tarn Press", "Tarn Press")
    assert are_same_outlet("TP-N", "Tarn Press")
    assert not are_same_outlet("Tarn Press", "Tarn Post")


def test_a_credit_in_the_masthead_is_its_own() -> None:
    assert owns_credit(report_of("Tarn Press (TNP)\n\nRain fell.", outlet="Tarn Press"), "TNP")
    assert not owns_credit(report_of("Argus\n\nSkelby (TNP) - Rain fell.", outlet="Argus"), "TNP")
