"""The terminal view."""

from __future__ import annotations

import re
from dataclasses import replace
from io import StringIO

import pytest
from rich.cells import cell_len

from onrecord.exports import EXPORTERS, Screen
from onrecord.exports.text import draw, summarize
from onrecord.exports.view import View
from onrecord.model import Reading
from tests.readings import make_hostile_reading, make_reading

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("width", [40, 80, 110, 140, 200])
@pytest.mark.parametrize("reading", [make_reading(), make_hostile_reading()], ids=["plain", "hostile"])
def test_no_line_is_wider_than_the_screen(reading: Reading, width: int) -> None:
    assert max(map(cell_len, draw(reading, Screen(width)).split("\n"))) <= width


def test_marks_tell_sources_cues_and_contents_apart_without_colour() -> None:
    page = draw(make_reading(), Screen(200))
    assert "‹county geologist Runa Dahl› «told reporters»" in page
    assert '"[3: Roughly 120 families are believed to be out],"' in page
    assert '[4: ‹the water directorate› «confirmed» that [4.1: the lake "rose' in " ".join(page.split())
    assert "{5: The lake has no natural outlet}" in page
    assert "\x1b" not in page


def test_colour_adds_nothing_but_colour() -> None:
    plain, coloured = draw(make_reading(), Screen(100)), draw(make_reading(), Screen(100, colour=True))
    assert "\x1b[" in coloured
    assert [line.rstrip() for line in ESCAPES.sub("", coloured).split("\n")] == plain.split("\n")


@pytest.mark.parametrize("colour", [False, True])
def test_a_hostile_report_cannot_act_on_the_terminal(colour: bool) -> None:
    page = ESCAPES.sub("", draw(make_hostile_reading(), Screen(80, colour)))
    assert not set(page) & set(map(chr, [*range(9), *range(11, 32), *range(127, 160), 0x202E, 0x2066]))
    assert "␛" in page
    assert "⟨RLO⟩" in page


@pytest.mark.parametrize("width", [80, 140])
def test_every_group_is_there(width: int) -> None:
    page = draw(make_reading(), Screen(width))
    for title in (
        "Claims",
        "Positions",
        "Figures",
        "Media described",
        "Arithmetic",
        "Headline against body",
        "Parties",
        "Dates",
        "Not understood",
    ):
        assert f"\n{title} ─" in page
    for words in ("no comment", "up to 300", "+40", "implies 80 before", "no speaker is named", "--date was not used"):
        assert words in page


def test_the_chain_is_named() -> None:
    assert "via Runa Dahl" in draw(make_reading(), Screen(80))
    page = " ".join(draw(make_reading(), Screen(240)).split())
    assert "Runa Dahl «said» ← water directorate «confirmed»" in page


def test_a_report_without_findings_says_so_and_shows_its_text() -> None:
    reading = make_reading()
    empty = Reading(report=replace(reading.report, headline=None, crossheads=()))
    page = draw(empty, Screen(80))
    assert summarize(View(empty)) == "nothing found"
    assert "The lake has no natural outlet." in page
    assert "Claims ─" not in page


def test_several_reports_are_set_apart() -> None:
    out = StringIO()
    EXPORTERS["text"].write([make_reading(), make_reading()], out, Screen(60))
    assert out.getvalue().count("━" * 60) == 1
