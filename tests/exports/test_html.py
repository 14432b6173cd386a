"""The page: complete, inert, and with every claim in it."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.exports import EXPORTERS, Screen
from onrecord.exports.html import mark_up
from onrecord.exports.visible import show
from onrecord.model import Claim, Reading, Span
from tests.pages import report_of
from tests.readings import make_hostile_reading, make_reading

VOID = {"meta", "br", "img", "link", "path"}


class Page(HTMLParser):
    """The tags of a page with their attributes, its text, and whether they nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"style", "script"}:
            self.words.append(data)

    def values(self, name: str) -> list[str]:
        return [value for _, attributes in self.tags if (value := attributes.get(name))]


def page_of(*readings: Reading) -> str:
    out = StringIO()
    EXPORTERS["html"].write(iter(readings), out, Screen())
    return out.getvalue()


@pytest.mark.parametrize("reading", [make_reading(), make_hostile_reading()], ids=["plain", "hostile"])
def test_tags_nest_and_ids_are_unique(reading: Reading) -> None:
    page = Page(page_of(reading, reading))
    assert page.open == []
    assert len(page.values("id")) == len(set(page.values("id")))


def test_every_claim_has_a_card_and_a_place_in_the_text() -> None:
    page = Page(page_of(make_reading()))
    assert {claim.id for claim in make_reading().claims} == set(page.values("data-id"))
    targets = {href[1:] for href in page.values("href")}
    assert targets <= set(page.values("id"))
    assert {f"r1-c{number}" for number in ("1", "2", "3", "4", "4.1", "5", "6")} <= targets


@pytest.mark.parametrize("reading", [make_reading(), make_hostile_reading()], ids=["plain", "hostile"])
def test_the_page_asks_no_other_address(reading: Reading) -> None:
    page = Page(page_of(reading))
    assert not {"img", "link", "iframe", "object", "embed", "base", "form", "audio", "video"} & {
        tag for tag, _ in page.tags
    }
    assert not page.values("src") + page.values("srcset") + page.values("style") + page.values("action")
    assert all(href.startswith("#") for href in page.values("href"))
    style = page_of(reading).split("<style>")[1].split("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style


def test_the_policy_allows_the_style_and_the_script_of_the_page_alone() -> None:
    text = page_of(make_hostile_reading())
    policy = Page(text).tags[3][1]["content"] or ""
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        inside = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.S)
        assert len(inside) == 1
        digest = base64.b64encode(hashlib.sha256(inside[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_a_hostile_report_stands_there_as_text() -> None:
    text = page_of(make_hostile_reading())
    page = Page(text)
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert "<script>alert(1)</script>" in "".join(page.words)
    assert not set(text) & set(map(chr, [*range(9), *range(11, 32), *range(127, 160), 0x202E]))


def test_a_turning_character_is_isolated_marked_and_kept() -> None:
    assert mark_up("a\u202eb") == 'a<bdi class="act" data-mark="RLO">&#x202E;</bdi>b'
    assert mark_up("\x1b[0m") == '<span class="act">␛</span>[0m'


def test_crossing_spans_are_each_shown_whole() -> None:
    text = "Alpha beta gamma delta."
    first, second = Span(0, 16, text[:16]), Span(6, 22, text[6:22])
    blank = make_reading().claims[0]
    claims = [_replaced(blank, f"c{place}", span) for place, span in enumerate((first, second))]
    page = Page(page_of(Reading(report=report_of(text), claims=tuple(claims))))
    keys = [attributes["data-k"] for tag, attributes in page.tags if "data-k" in attributes]
    assert keys == ["r1-c1", "r1-c1 r1-c2", "r1-c2"]
    assert "Alpha 2beta gamma delta." in "".join(page.words)


def test_several_reports_have_an_index() -> None:
    page = Page(page_of(make_reading(), make_hostile_reading()))
    assert ("nav", {"class": "index", "aria-label": "Reports"}) in page.tags
    assert {"#r1", "#r2"} <= set(page.values("href"))
    assert [tag for tag, _ in page.tags].count("h1") == 1


def _replaced(claim: Claim, claim_id: str, content: Span) -> Claim:
    return replace(claim, id=claim_id, contents=(content,), source=None, cue=None, chain=(), figures=(), audience=None)


@pytest.mark.parametrize(
    "words",
    [
        "the 🏴 flag 👩‍👩‍👧 of Z̸̲a̶l",
        "האגם לא התרוקן",
        "line one\nline two",
        "İstanbul ǅ ﬁ",
        "</span><img src=x onerror=alert(1)>\"'`",
        "<!-- <![CDATA[ {{7*7}} ${x} &lt;b&gt;",
        "javascript:alert(1)//<svg/onload=x>",
    ],
)
def test_what_is_marked_is_what_is_quoted_letter_by_letter(words: str) -> None:
    text = f"😀 Dahl said {words} on Monday 👍."
    start = text.index(words)
    claim = _replaced(make_reading().claims[0], "c1", Span(start, start + len(words), words))
    page = Marked(page_of(Reading(report=report_of(text), claims=(claim,))))
    assert "".join(page.marked) == words
    assert "".join(page.all) == text[:start] + "1" + text[start:]


class Marked(HTMLParser):
    """The words of the annotated text, and those of them that stand in the claim r1-c1."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.marked: list[str] = []
        self.all: list[str] = []
        self.stack: list[str] = []
        self.feed(text[text.index('id="r1-text"') - 20 : text.index("<aside")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.stack.append("claim" if dict(attrs).get("data-k") == "r1-c1" else dict(attrs).get("class") or tag)

    def handle_endtag(self, tag: str) -> None:
        if self.stack:
            self.stack.pop()

    def handle_data(self, data: str) -> None:
        if "p" in self.stack:
            self.all.append(data)
        if "claim" in self.stack:
            self.marked.append(data)


@given(st.text())
@settings(max_examples=100)
def test_marked_up_text_is_text_again_in_a_browser(text: str) -> None:
    stripped = unescape(re.sub(r"<[^>]*>", "", mark_up(text)))
    assert re.sub(r"[⟨⟩]", "", show(stripped)) == re.sub(r"[⟨⟩]", "", show(text))
    assert not re.search(r"<(?!/?(bdi|span)\b)", mark_up(text))


def test_what_the_headline_leaves_out_is_told_and_marked_in_both_places() -> None:
    page = page_of(make_reading())
    assert "Headline against body" in page
    assert "hedge dropped" in page
    assert page.count("the body weakens this by “may”") >= 3
