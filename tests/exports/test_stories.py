"""A story as text, JSON and one page: all of it shown, nothing that could act, every link with its end."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from onrecord.comparison import make_story
from onrecord.exports.screen import Screen
from onrecord.exports.stories import STORY_EXPORTERS
from onrecord.exports.story_view import StoryView
from onrecord.model import Reading, Story
from tests.comparison.reports import ALL, given, read

READINGS: dict[str, Reading] = {}


@pytest.fixture(scope="module")
def story() -> Story:
    READINGS.update({read(text).report.id: read(text) for text in ALL})
    return make_story(given(*ALL), "range")


def show(story: Story, name: str, readings: Mapping[str, Reading] | None = None) -> str:
    out = io.StringIO()
    STORY_EXPORTERS[name].write(story, READINGS if readings is None else readings, out, Screen(100, False))
    return out.getvalue()


def test_json_is_the_contract(story: Story) -> None:
    assert json.loads(show(story, "json")) == story.to_dict()


def test_text_shows_every_side(story: Story) -> None:
    text = show(story, "text")
    for word in (
        "Reports",
        "Copies",
        "Claims of several reports",
        "Figures",
        "Conflicts",
        "Positions",
        "Citing",
        "Time line",
        "Left out",
    ):
        assert word in text
    assert all(len(line) <= 100 for line in text.split("\n"))


def test_every_link_of_the_page_has_its_end(story: Story) -> None:
    page = show(story, "html")
    ends = set(re.findall(r'\bid="([^"]+)"', page))
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert len(links) > 30
    assert links <= ends


def test_the_page_asks_nothing_of_anybody(story: Story) -> None:
    page = show(story, "html")
    assert "default-src 'none'" in page
    assert not re.search(r"<script|https?://|url\(|@import|\son\w+=|style=", page)


def test_charts_are_told_in_words_too(story: Story) -> None:
    page = show(story, "html")
    charts = re.findall(r'<svg class="(?:chart|graph)".*?</svg>', page)
    assert charts
    for chart in charts:
        assert 'role="img"' in chart
        assert re.search(r"<title id=[^>]+>[^<]+</title><desc id=[^>]+>[^<]+</desc>", chart)


def test_every_sentence_of_the_summary_rests_on_places(story: Story) -> None:
    view = StoryView(story)
    assert 3 <= len(view.summary) <= 5
    texts = {read(text).report.id: read(text).report.text for text in ALL}
    for sentence in view.summary:
        assert sentence.places, sentence.text
        for place in sentence.places:
            assert texts[place.report][place.start : place.end] == place.text


def test_what_a_report_holds_cannot_act(story: Story) -> None:
    hostile = "<script>alert(1)</script>\x1b[2J\u202e"
    evil = replace(story, name=hostile, reports=tuple(replace(report, outlet=hostile) for report in story.reports))
    assert "<script" not in show(evil, "html")
    assert "\x1b" not in show(evil, "text") + show(evil, "html")


def test_an_empty_story_is_a_page_too() -> None:
    empty = make_story(())
    assert "</html>" in show(empty, "html", {})
    assert show(empty, "text", {})
