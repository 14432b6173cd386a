"""Time expressions as half-open intervals, placed by the report's own date and never by a clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from onrecord.extraction.dating import intervals
from onrecord.extraction.dating.grammar import parse_dates
from onrecord.extraction.dating.habits import Habit, find_habit
from onrecord.extraction.dating.intervals import Interval
from onrecord.extraction.dating.lexer import Node
from onrecord.extraction.dating.match import Context
from onrecord.extraction.dating.meanings import Bound, Meaning, Range, Spread
from onrecord.extraction.dating.placing import Anchors, Placed, Setting, parse_reference, resolve, turn_bound
from onrecord.extraction.dating.tense import read_direction_in_parse, read_direction_in_words
from onrecord.extraction.page import Page
from onrecord.model import Date

Director = Callable[[int, int], str | None]


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression with what a date leaves out: the words alone that carry it, its ends, and its meaning."""

    start: int
    end: int
    meaning: Meaning
    placed: Placed
    parts: tuple[Expression, ...] = ()


def find_dates(page: Page, *, habit: Habit | None = None) -> tuple[Date, ...]:
    """All time expressions of the page's headline and body, in text order."""
    return tuple(make_date(one, page.text) for one in read_page(page, habit))


def find_dates_in(text: str, reference: str | None, *, habit: Habit | None = None) -> tuple[Date, ...]:
    """The time expressions of a bare text, counted from the reference day or moment."""
    return tuple(make_date(one, text) for one in read_text(text, reference, habit))


def read_page(page: Page, habit: Habit | None = None) -> Iterator[Expression]:
    """The expressions of a page, with the tense of their clause by its parse."""
    context = Context(partial(_is_date_word, page), habit or find_habit(page.report))
    direct = partial(_read_direction, page)
    anchors = Anchors()
    for start, end in page.paragraphs:
        nodes = parse_dates(page.text, start, end, context)
        for one in place_all(nodes, page.report.date, direct, page.text, anchors):
            anchors = anchors.add(one.placed, one.meaning)
            yield one


def read_text(text: str, reference: str | None, habit: Habit | None = None) -> Iterator[Expression]:
    """The expressions of a bare text, with the tense of their clause by the words beside them."""
    context = Context(lambda start, end: None, habit)
    nodes = parse_dates(text, 0, len(text), context)
    direct = partial(read_direction_in_words, text)
    yield from place_all(nodes, reference, direct, text, Anchors())


def _is_date_word(page: Page, start: int, end: int) -> bool | None:
    """Whether the parse takes a word that is also something else ("May", "March", "Sun") for a date."""
    word = page.word_at(start)
    if word is None:
        return None
    if word.tag_ in ("MD", "VB", "VBP", "VBD", "VBZ", "VBG"):
        return False
    after = page.doc[word.i + 1] if word.i + 1 < len(page.doc) else None
    if after is not None and word.tag_ == after.tag_ == "NNP" and word.dep_ == "compound" and after.is_title:
        return False  # a name: April Stone, The Sunday Courier
    return None


def _read_direction(page: Page, start: int, end: int) -> str | None:
    """The direction of the clause; the present tense of a headline tells what has happened."""
    found = read_direction_in_parse(page, start, end)
    sentence = page.sentence_at(start) if found == "present" else None
    return None if sentence and sentence.headline else found


def place_all(
    nodes: Iterator[Node], written: str | None, direct: Director, text: str, anchors: Anchors
) -> Iterator[Expression]:
    """The nodes on the calendar by the written reference, each with the dates before it as its setting."""
    reference, timed = parse_reference(written), "T" in (written or "")
    last_end, near = 0, None
    for node in nodes:
        if near and _ends_sentence(text[last_end : node.start]):
            near = None
        direction = direct(node.start, node.end)
        if direction == "past" and text[node.start : node.start + 5].lower() in {"until", "till "}:
            direction = None  # what lasts until a day has not ended, whatever the tense
        setting = Setting(reference, direction, anchors, near, timed)
        one = _place(node, setting)
        anchors = anchors.add(one.placed, one.meaning)
        if one.placed.interval and one.placed.precision == "day" and one.placed.interval.start:
            near = one.placed.interval
        last_end = node.end
        yield one


def _ends_sentence(words: str) -> bool:
    return any(mark in words for mark in (". ", ".\n", "\n\n", "! ", "? ")) or len(words) > 400


def _place(node: Node, setting: Setting) -> Expression:
    placed = resolve(node.value, setting)
    if placed.ends:
        pairs = zip(node.parts, placed.ends, strict=True)
        ends = tuple(Expression(part.start, part.end, part.value, end) for part, end in pairs)
        return Expression(node.start, node.end, node.value, placed, ends)
    if isinstance(node.value, Bound):
        setting = replace(setting, direction=turn_bound(node.value.side, setting.direction))
    parts = tuple(_place(part, setting) for part in node.parts)
    return Expression(node.start, node.end, node.value, placed, parts)


def make_date(one: Expression, text: str) -> Date:
    """The expression as a date of the contract."""
    placed = one.placed
    from_, to = _write_ends(placed.interval, placed.precision)
    basis = placed.basis if from_ or to else "open"
    alternative = _write_ends(placed.alternative, placed.precision) if placed.alternative else None
    return Date(
        one.start, one.end, text[one.start : one.end], from_, to, placed.precision, placed.type,
        placed.timex, basis, alternative,
    )  # fmt: skip


def _write_ends(interval: Interval | None, precision: str) -> tuple[str | None, str | None]:
    if interval is None:
        return None, None
    return _write_end(interval.start, precision), _write_end(interval.end, precision)


def _write_end(moment: datetime | None, precision: str) -> str | None:
    if moment is None:
        return None
    if precision not in intervals.CLOCK_UNITS:
        return moment.date().isoformat()
    return moment.isoformat(timespec="seconds" if precision == "second" else "minutes")


def list_ends(one: Expression) -> Iterator[Expression]:
    """The expressions that name a single time: both ends of a range, what a bound is set on, or the expression."""
    if isinstance(one.meaning, Range | Bound | Spread) and one.parts:
        for part in one.parts:
            yield from list_ends(part)
    else:
        yield one
