"""Where sources, cues and contents begin and end."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING

from onrecord.extraction.page import Page
from onrecord.extraction.subjects import FINITE, joined_to
from onrecord.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

Range = tuple[int, int]

EDGE = " \t\n\r\u00a0,;:–—-"
DAY = re.compile(r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today)\s+(?=[\w“\"‘'])")
LONGEST_CUE = 12  # characters of a verb: a "that" further on is no object of it
THAT = re.compile(r"that,?\s+", re.IGNORECASE)
QUOTED_EDGE = " \t\n\r\u00a0,–—"
TAIL = re.compile(r",\s+(\w+)")
ABBREVIATION = re.compile(r"\b(?:[A-Za-z]\.)+[A-Za-z]\.$")
ATTRIBUTES = frozenset({"det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet"})
AUXILIARIES = frozenset({"aux", "auxpass", "neg"})


class Ranges:
    """Ranges of characters, to ask whether one of them meets or holds another."""

    def __init__(self, ranges: Iterable[Range]) -> None:
        self._ranges = sorted(ranges)
        self._longest = max((end - start for start, end in self._ranges), default=0)

    def meets(self, place: Range) -> bool:
        """Whether one shares a character with the place."""
        return any(start < place[1] and place[0] < end for start, end in self._near(place))

    def holds(self, place: Range) -> bool:
        """Whether the place lies wholly inside one."""
        return any(start <= place[0] and place[1] <= end for start, end in self._near(place))

    def _near(self, place: Range) -> list[Range]:
        first = bisect_right(self._ranges, (place[0] - self._longest, 0))
        return self._ranges[first : bisect_right(self._ranges, (place[1], 0))]


def subtree_range(token: Token) -> Range:
    """The characters from the first to the last word that hang on the token."""
    last = token.right_edge
    return token.left_edge.idx, last.idx + len(last)


def clause_range(clause: Token) -> Range:
    """The clause with all that hangs on it, without a verb joined to it that belongs to the verb above."""
    start, end = subtree_range(clause)
    for child in clause.children:
        if child.dep_ == "conj" and child.i > clause.i and joined_to(child).i != clause.i:
            end = min(end, child.left_edge.idx)
            before = clause.doc[child.left_edge.i - 1]
            end = before.idx if before.dep_ == "cc" else end
    return start, end


def cut_tail(page: Page, start: int, end: int) -> Range:
    """The content without what the newsroom adds after quoted words: ", which comes after …", ", cementing …"."""
    quotations = [q for q in page.quotations_in(start, end) if start < q.outer_start and q.outer_end < end]
    if not quotations:
        return start, end
    for tail in TAIL.finditer(page.text, quotations[-1].outer_end, end):
        word = page.word_at(tail.start(1))
        if word is not None and (word.tag_ in {"VBG", "WDT", "WP", "WP$"}):
            return start, tail.start()
    return start, end


def trim_content(page: Page, start: int, end: int, cue: int) -> Span | None:
    """The content without a leading "that", outer commas and, where it is exactly one quotation, its marks.

    `cue` is where the cue begins: inside a quotation nothing is stretched to the quotation's own bounds.
    """
    start, end = _close_quotations(page, start, end, cue)
    trimmed = page.trimmed(start, end, EDGE)
    if trimmed is None:
        return None
    start, end = _drop_opening(page, trimmed.start, trimmed.end, cue), trimmed.end
    quotation = next(iter(page.quotations_in(start, end)), None)
    if quotation is not None and quotation.outer_start == start and quotation.outer_end >= end:
        return page.trimmed(quotation.start, min(quotation.end, end), QUOTED_EDGE)
    return page.trimmed(start, _drop_stop(page, start, end), EDGE)


def _drop_opening(page: Page, start: int, end: int, cue: int) -> int:
    """Where the content begins after a day of saying and a conjunction "that".

    The pronoun stays where the content stands before its cue ("That target is in doubt, she said").
    """
    day = DAY.match(page.text, start, end) if start > cue else None
    start = day.end() if day is not None and day.end() < end else start
    opening = THAT.match(page.text, start, end)
    if opening is None or opening.end() == end:
        return start
    word = page.word_at(start)
    conjunction = word is None or word.tag_ == "IN" or word.dep_ == "mark" or start > cue + LONGEST_CUE
    if word is not None and word.dep_ == "det" and start > cue:
        conjunction = any(
            later.tag_ in FINITE for later in page.words(opening.end(), end)
        )  # "denied that snow had cut"
    return opening.end() if conjunction else start


def _drop_stop(page: Page, start: int, end: int) -> int:
    """The end without the stop of its sentence; the dots of "U.S." and "..." stay."""
    if page.text[end - 1] != "." or page.text[max(start, end - 3) : end].startswith(".."):
        return end
    return end if ABBREVIATION.search(page.text[max(start, end - 12) : end]) else end - 1


def _close_quotations(page: Page, start: int, end: int, cue: int) -> Range:
    """The range stretched so that it cuts no quotation in two, unless its cue lies inside that one."""
    for quotation in page.quotations_in(start - 2, end + 2):
        if quotation.start <= cue < quotation.end:
            continue
        if start <= quotation.end and quotation.outer_start < end:
            start = min(start, quotation.outer_start) if start > quotation.outer_start else start
            end = max(end, quotation.outer_end) if quotation.outer_start < end < quotation.outer_end else end
    return start, end


def noun_phrase_range(noun: Token, first: int, last: int) -> Range:
    """The noun with all that hangs on it between the words `first` and `last` (exclusive), in characters."""
    doc = noun.doc
    left = max(noun.left_edge.i, first)
    right = min(noun.right_edge.i, last - 1)
    while left < noun.i and (doc[left].is_punct or doc[left].is_space or doc[left].dep_ == "cc"):
        left += 1
    if _starts_elsewhere(doc[left : noun.i]):
        left = max(_own_left(noun), first)
    while right > noun.i and (doc[right].is_punct or doc[right].is_space) and doc[right].text not in {")", "”", '"'}:
        right -= 1
    return doc[left].idx, doc[right].idx + len(doc[right])


def _starts_elsewhere(words: Words) -> bool:
    """Whether the words before a noun begin with another phrase: with a preposition, or with a quotation's end."""
    if len(words) and words[0].pos_ == "ADP" and words[0].dep_ == "prep":
        return True
    return any(word.text == "," and words[place].is_quote for place, word in enumerate(words[:-1], 1))


def _own_left(noun: Token) -> int:
    """The first word of the noun's own determiners and attributes."""
    return min((child.left_edge.i for child in noun.lefts if child.dep_ in ATTRIBUTES), default=noun.i)


def verb_group_range(verb: Token) -> Range:
    """The verb with the auxiliaries, negations and adverbs directly before it and its particle."""
    doc = verb.doc
    left = verb.i
    while left > 0 and doc[left - 1].head.i == verb.i and doc[left - 1].dep_ in {*AUXILIARIES, "advmod"}:
        left -= 1
    while left < verb.i and doc[left].dep_ == "advmod":
        left += 1
    right = verb.i
    while right + 1 < len(doc) and doc[right + 1].head.i == verb.i and doc[right + 1].dep_ == "prt":
        right += 1
    return doc[left].idx, doc[right].idx + len(doc[right])
