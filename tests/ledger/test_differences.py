"""Two versions claim by claim: given a change in the text, this change is told."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest

import onrecord
from onrecord.ledger.differences import Difference, find_differences, show_words
from onrecord.ledger.side_by_side import draw_page
from onrecord.model import Reading
from tests.readings import make_hostile_reading, make_reading

BASE = (
    "The harbour board said the lower quay will reopen on Friday.",
    "Nine boats were lost in the storm, harbour master Ines Falk told reporters.",
    '"We have no fuel for the pumps," Falk said.',
    "The insurer Norrland has not commented on the losses.",
)


def read(*sentences: str) -> Reading:
    return onrecord.read_text("\n\n".join(sentences), dateline="2025-03-12", method=onrecord.Method("rules"))


def compare(old: str, new: str) -> Difference:
    """The difference that one changed sentence makes."""
    before = list(BASE)
    place = before.index(old)
    after = [*before[:place], *([new] if new else []), *before[place + 1 :]]
    return find_differences(read(*before), read(*after))


@pytest.fixture(scope="module")
def base() -> Reading:
    return read(*BASE)


def test_the_same_text_has_no_difference(base: Reading) -> None:
    assert find_differences(base, base).changes == ()
    assert find_differences(make_reading(), make_reading()).changes == ()


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (BASE[0], "The harbour board said the lower quay may reopen on Friday.", "hedged"),
        (BASE[1], "Seven boats were lost in the storm, harbour master Ines Falk told reporters.", "figure"),
        (BASE[1], "Nine boats were lost in the storm, the coast guard said.", "re-sourced"),
        (BASE[2], "", "dropped"),
        (BASE[2], '"We have no fuel and no men for the pumps," Falk said.', "reworded"),
        (BASE[1], "Nine boats were not lost in the storm, harbour master Ines Falk told reporters.", "reversed"),
    ],
)  # fmt: skip
def test_a_change_is_told_by_its_kind(old: str, new: str, kind: str) -> None:
    kinds = {change.kind for change in compare(old, new).changes}
    assert kind in kinds
    assert kinds <= {kind, "reworded", "figure", "act"}


def test_a_figure_is_told_from_what_to_what() -> None:
    difference = compare(BASE[1], "Seven boats were lost in the storm, harbour master Ines Falk told reporters.")
    (change,) = difference.changes
    assert [str(words).split(" (")[0] for words in (change.old, change.new)] == ["Nine boats", "Seven boats"]


def test_what_was_dropped_in_one_direction_was_added_in_the_other(base: Reading) -> None:
    shorter = read(*BASE[:2])
    forth = [change.kind for change in find_differences(base, shorter).changes]
    back = [change.kind for change in find_differences(shorter, base).changes]
    assert "dropped" in forth
    assert sorted(kind.replace("dropped", "added") for kind in forth) == sorted(back)


def test_a_new_position_is_told(base: Reading) -> None:
    changes = compare(BASE[3], "The insurer Norrland denied that it had delayed payment.").changes
    told = [str(change) for change in changes if change.kind == "position"]
    assert any("no comment" in words and "denies" in words for words in told) or len(told) == 2


def test_words_in_a_line() -> None:
    assert show_words("the dam will hold", "the old dam may hold") == "the {+old+} dam [-will-] {+may+} hold"


class Page(HTMLParser):
    """The tags and words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_page_holds_both_texts_side_by_side() -> None:
    difference = compare(BASE[0], "The harbour board said the lower quay may reopen on Friday.")
    page = Page(draw_page(difference))
    for reading in (difference.before, difference.after):
        for line in reading.report.text.split("\n"):
            assert line in page.words
    assert page.tags.count("mark") >= 2


def test_a_hostile_report_is_inert_on_the_page() -> None:
    text = draw_page(find_differences(make_hostile_reading(), make_reading()))
    assert not {"script", "img", "iframe", "link", "svg", "b"} & set(Page(text).tags)
    assert "default-src 'none'" in text


def test_long_reports_are_compared_in_little_time() -> None:
    one = read(*(f"Boat {number} was lost near pier {number * 7}, the harbour board said." for number in range(150)))
    other = read(*(f"Boat {number} was found near pier {number * 7}, the harbour board said." for number in range(150)))
    difference = find_differences(one, other)
    assert sum(pair.before is not None and pair.after is not None for pair in difference.pairs) >= 140
    assert json.dumps([str(change) for change in difference.changes])
