"""What would act on a screen is shown instead."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.exports.visible import ACTING, show, show_line, split_acting


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[2J", "␛[2J"),
        ("\x1b]52;c;eA==\x07", "␛]52;c;eA==␇"),
        ("ab\b\bcd\r", "ab␈␈cd␍"),
        ("\x9b31m", "⟨U+009B⟩31m"),
        ("\u202eexe.gnp\u2069", "⟨RLO⟩exe.gnp⟨PDI⟩"),
        ("zero\u200bwidth\ufeff", "zero⟨ZWSP⟩width⟨BOM⟩"),
        ("\U000e0068\U000e0069", "⟨hidden: hi⟩"),
        ("\udcff", "⟨U+DCFF⟩"),
        ("é e\u0301 \U0001f468\u200d\U0001f33e क्ष", "é e\u0301 \U0001f468\u200d\U0001f33e क्ष"),
        ("line\n\ttab", "line\n\ttab"),
    ],
)
def test_acting_characters_become_marks_and_writing_stays(raw: str, shown: str) -> None:
    assert show(raw) == shown


def test_a_pile_of_combining_marks_is_clipped_and_counted() -> None:
    assert show("a" + "\u0301" * 100_000) == "a" + "\u0301" * 8 + "⟨99,992 more marks⟩"


@given(st.text())
@settings(max_examples=100)
def test_nothing_shown_acts(text: str) -> None:
    assert all(len(found.group()) == 1 or "⟨" not in found.group() for found in ACTING.finditer(show(text)))
    assert not any(sign in show_line(text) for sign in "\x1b\x9b\r\n\x00\u202e")
    assert "".join(piece for piece, _ in split_acting(text)) == text
