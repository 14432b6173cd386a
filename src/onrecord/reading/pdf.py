"""A PDF with a layer of text, as wires and papers print: the lines of its pages, no page numbers and running heads."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from onrecord.errors import InputError, NotText, TooLarge
from onrecord.model import Notice
from onrecord.reading.assembling import Stated
from onrecord.reading.source import Item, Source
from onrecord.reading.text import read_plain_text

SIGN = b"%PDF-"
PAGE_NUMBER = re.compile(r"\s*(?:page\s+)?[-–—]?\s*\d{1,4}\s*(?:(?:of|/)\s*\d{1,4})?\s*[-–—]?\s*\Z", re.I)
SENTENCE_END = re.compile(r"[.!?:…][\"”’')\]]*\Z")
FULL_LINE = 0.97  # of the longest lines; where nothing parts paragraphs, a shorter one that ends a sentence ends one
LONG_LINE = 40
MOST_SEARCHED = 300  # objects that are looked for in a file whose table is broken, each by a search of all bytes
GAP = re.compile(r"\S {4,}\S")
COLUMN_SHARE = 0.3  # of the lines of a page that have wide gaps; with more of them it is set in columns
SPACED_SHARE = 0.08  # of all lines that are empty; with fewer of them paragraphs are not parted by empty lines
LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}


def looks_like_pdf(data: bytes) -> bool:
    """Whether the bytes begin like a PDF document."""
    return SIGN in data[:1024] and data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x00").startswith(SIGN)


def read_pdf(source: Source) -> Iterator[Item]:
    """The one report in a PDF document.

    Raises NotText with the codes locked, no_text or bad_pdf, and TooLarge with the code too_many_pages.
    """
    pages, notices = extract_pages(source)
    text = join_lines(drop_running(pages))
    if not text.strip():
        reason = "there is no text in this PDF: its pages are pictures"
        raise NotText(source.name, reason, "Run a text recognition on it first.", "no_text")
    yield read_plain_text(source, "pdf", text, Stated(), notices)


def extract_pages(source: Source) -> tuple[list[list[str]], tuple[Notice, ...]]:
    """The lines of each page, and a notice for pages that could not be read."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(source.data), root_object_recovery_limit=MOST_SEARCHED)
        if reader.is_encrypted and not reader.decrypt(""):
            raise NotText(source.name, "this PDF is locked by a password", "Save it without one.", "locked")
        count = len(reader.pages)
        if count > source.limits.pdf_pages:
            reason = f"it has {count:,} pages, the limit `pdf_pages` is {source.limits.pdf_pages:,}"
            raise TooLarge(source.name, reason, "Give the pages of the report alone.", "too_many_pages")
        return _read_pages(reader, source)
    except InputError:
        raise
    except Exception as error:  # the library promises no kind of exception for what is no PDF
        reason = f"this PDF cannot be read ({type(error).__name__})"
        raise NotText(source.name, reason, "Print it to PDF anew, or give its text.", "bad_pdf") from None


def _read_pages(reader: Any, source: Source) -> tuple[list[list[str]], tuple[Notice, ...]]:
    pages: list[list[str]] = []
    lost: list[int] = []
    size = 0
    for number in range(len(reader.pages)):
        try:
            lines = _read_lines(reader.pages[number])
        except Exception:  # one page that is not sound does not take the others with it
            lost.append(number + 1)
            continue
        size += sum(map(len, lines))
        if size > 2 * source.limits.characters:
            reason = f"its text has more than {source.limits.characters:,} characters (limit `characters`)"
            raise TooLarge(source.name, reason, "Split it.")
        pages.append(lines)
    told = ", ".join(map(str, lost[:10]))
    return pages, (Notice("pages_lost", f"pages that could not be read: {told}", incomplete=True),) if lost else ()


def _read_lines(page: Any) -> list[str]:
    """The lines of a page as they are laid out, empty ones between paragraphs; in columns, as they are written."""
    lines = page.extract_text(extraction_mode="layout").split("\n")
    filled = [line for line in lines if line.strip()]
    if sum(bool(GAP.search(line.strip())) for line in filled) > COLUMN_SHARE * len(filled):
        lines = page.extract_text().split("\n")
    return [" ".join(line.replace("\x00", "\ufffd").translate(LIGATURES).split()) for line in lines]


def drop_running(pages: list[list[str]]) -> list[list[str]]:
    """The pages without page numbers, and without first and last lines that stand on most of them."""
    ends = Counter(key for page in pages for key in {_key(page[place]) for place in _end_places(page)})
    running = {key for key, count in ends.items() if count > 1 and count >= 0.6 * len(pages)}
    kept = []
    for page in pages:
        gone = {place for place in _end_places(page) if _key(page[place]) in running or PAGE_NUMBER.match(page[place])}
        kept.append([line for place, line in enumerate(page) if place not in gone])
    return kept


def _end_places(page: list[str]) -> list[int]:
    """Where the first and the last line of a page stand that have something on them."""
    filled = [place for place, line in enumerate(page) if line]
    return [filled[0], filled[-1]] if len(filled) > 2 else []


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def join_lines(pages: list[list[str]]) -> str:
    """The paragraphs of printed lines: a line that fills the column goes on in the next one."""
    long = sorted(len(line) for page in pages for line in page if len(line) >= LONG_LINE)
    width = long[int(0.8 * (len(long) - 1))] if long else 0
    spaced = sum(line == "" for page in pages for line in page) >= SPACED_SHARE * sum(map(len, pages))
    pieces: list[str] = []
    before, gap = "", False
    for line, begins_page in ((line, not place) for page in pages for place, line in enumerate(_trim(page))):
        if not line:
            gap = True
            continue
        if before and not gap and _goes_on(before, line, width, spaced and not begins_page):
            pieces[-1] = _append(pieces[-1], line)
        else:
            pieces.append(("" if not before else "\n" if not gap and spaced else "\n\n") + line)
        before, gap = line, False
    return "".join(pieces)


def _trim(page: list[str]) -> list[str]:
    """The lines of a page without empty ones at its ends, so that a paragraph can go on over the edge."""
    filled = [place for place, line in enumerate(page) if line]
    return page[filled[0] : filled[-1] + 1] if filled else []


def _goes_on(before: str, line: str, width: int, spaced: bool) -> bool:
    """Whether a printed line goes on in the next: it is full, and where no empty lines part them, ends no sentence."""
    if len(before) < 0.6 * width:
        return False
    ends = bool(SENTENCE_END.search(before))
    if spaced:
        return not ends or len(before) >= 0.75 * width
    return not ends or line[:1].islower() or len(before) >= FULL_LINE * width


def _append(before: str, line: str) -> str:
    return before[:-1] + line if re.search(r"[a-z]-\Z", before) and line[:1].islower() else f"{before} {line}"
