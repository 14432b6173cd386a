"""A saved web page to a report: the article found, its paragraphs as readers see them."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from onrecord.errors import InputError
from onrecord.model import Notice
from onrecord.reading.assembling import Stated, build_result, check_filled, lay_out, note_broken
from onrecord.reading.cleaning import clean_characters
from onrecord.reading.decoding import WESTERN, decode
from onrecord.reading.markup import parse_html
from onrecord.reading.metadata import find_printed_stamp, read_linked_day, read_metadata
from onrecord.reading.source import Item, Source
from onrecord.reading.wire import read_head

BLOCKS = frozenset({"p", "head", "item", "quote", "row", "cell", "list", "table", "code", "body", "fw", "ab", "div"})
HTML_BLOCKS = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "tr", "td", "th", "blockquote", "pre"}
    | {
        "article",
        "section",
        "header",
        "footer",
        "main",
        "aside",
        "nav",
        "figure",
        "figcaption",
        "address",
        "hr",
        "form",
    }
    | {"fieldset", "center", "option", "caption"}
)
UNSHOWN = frozenset(
    {"script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "select", "textarea"}
    | {"datalist"}
)
UNSHOWN_CLASSES = frozenset(
    {"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only", "element-invisible"}
)
HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])|(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.I,
)
NO_LETTER = re.compile(r"\W+")
SPACES = re.compile(r"[ \t\n\r\f]+")
ENOUGH_WORDS, FEWEST_WORDS = 25, 8
WHOLE_SHARE = 0.5
MOST_COPIES = 20  # places where a copy is looked for
SHORTEST_PARAGRAPH, LINKED_SHARE, FEWEST_LIKES = 80, 0.3, 3
MOST_GUESSED = 2_000_000  # characters of a page in which a day is searched
LATEST_DAY = "2099-12-31"


for library in ("trafilatura", "htmldate"):  # what goes wrong is told in refusals and notices, not on standard error
    logging.getLogger(library).addHandler(logging.NullHandler())


def read_page(source: Source) -> Iterator[Item]:
    """The one report in a web page."""
    decoded = decode(source.data, source.name, source.told.charset)
    tree = parse_html(decoded.text, source.name, source.limits)
    stated, noted = read_metadata(tree, source.limits)
    address = source.told.url or stated.url
    day, basis = find_stated_day(tree, stated, address)
    stated = replace(stated, published=day, published_by=basis)
    drop_unshown(tree)
    paragraphs, missing = find_article(tree, source)
    paragraphs, doubled = drop_copy(paragraphs)
    title = clean_characters(stated.headline or "").text.strip() or None
    cleaned = lay_out(title, paragraphs, source)
    check_filled(source, cleaned.text)
    head = read_head(cleaned.text, headline=title, told_date=stated.published or source.told.date)
    guessed: tuple[Notice, ...] = ()
    if not (head.dateline or head.published or stated.published or source.told.date):
        guess, guessed = guess_day(decoded.text, address)
        stated = replace(stated, published=guess, published_by="guess")
        head = read_head(cleaned.text, headline=title, told_date=guess)
    notices = (*decoded.notices, *cleaned.notices, *noted, *guessed, *missing, *doubled, *note_broken(cleaned.text))
    yield build_result(source, "html", cleaned.text, head, stated, notices)


def find_stated_day(tree: Any, stated: Stated, address: str | None) -> tuple[str | None, str | None]:
    """When the page says that it was published, and where: in its metadata, its address, or under its headline."""
    if stated.published:
        return stated.published, stated.published_by
    if linked := read_linked_day(address):
        return linked, "address"
    printed = find_printed_stamp(tree)
    return printed, "stamp" if printed else None


def guess_day(page: Any, address: str | None) -> tuple[str | None, tuple[Notice, ...]]:
    """The likeliest day of publication of those that a page prints, with a notice that it is a guess."""
    from htmldate import find_date

    if isinstance(page, str) and len(page) > MOST_GUESSED:
        return None, ()
    try:
        # the latest day is fixed because the library would otherwise ask the clock
        found = find_date(page, original_date=True, url=address, max_date=LATEST_DAY)
    except (ValueError, TypeError, AttributeError):
        return None, ()
    # a year alone comes back as its first day
    if found is None or str(found).endswith("-01-01"):
        return None, ()
    reason = f"the page states no day of publication; {found} is the likeliest of those it prints"
    return str(found), (Notice("date_guessed", reason),)


def drop_unshown(tree: Any) -> None:
    """Takes out of the tree what readers are not shown, and puts the marks of q elements in words."""
    whole = len(tree.text_content())
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        if element.tag in UNSHOWN or (_is_hidden(element) and len(element.text_content()) < WHOLE_SHARE * whole):
            _remove(element)
        elif element.tag == "q":
            _put_marks(element)


def _is_hidden(element: Any) -> bool:
    if element.get("hidden") is not None or (element.get("aria-hidden") or "").lower() == "true":
        return True
    if not UNSHOWN_CLASSES.isdisjoint((element.get("class") or "").split()):
        return True
    return bool(HIDING.search(element.get("style") or ""))


def _remove(element: Any) -> None:
    """Takes an element out and leaves the text behind it."""
    parent, before, tail = element.getparent(), element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _put_marks(element: Any) -> None:
    words = element.text_content().strip()
    element.tag = "span"
    if not words or words[0] in "\"“‘'«„":
        return
    element.text = "“" + (element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + "”"
    else:
        element.text += "”"


def find_article(tree: Any, source: Source) -> tuple[list[str], tuple[Notice, ...]]:
    """The paragraphs of the article of a page, and a notice where the article could not be told from the rest.

    Raises InputError with the code no_article.
    """
    printed = list(read_printed(tree))
    paragraphs = complete_article(extract_paragraphs(tree), printed)
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    if words >= ENOUGH_WORDS:
        return paragraphs, ()
    rest = [text for text in read_blocks(tree) if len(text.split()) >= 8]
    if sum(len(text.split()) for text in rest) >= 4 * ENOUGH_WORDS:
        return rest, (
            Notice(
                "article_guessed",
                "no article could be found; all long paragraphs of the page were taken",
                incomplete=True,
            ),
        )
    if words >= FEWEST_WORDS:
        return paragraphs, (Notice("short_article", f"the article that was found has only {words} words"),)
    raise InputError(
        source.name, "no article was found in this page", "Save the article's own page, or its text.", "no_article"
    )


def drop_copy(paragraphs: list[str]) -> tuple[list[str], tuple[Notice, ...]]:
    """The article without a second copy of itself, such as a version for printing in the page, and a notice of it."""
    folded = [_fold(text) for text in paragraphs]
    for first in (0, 1):  # with or without the headline
        starts = [at for at in range(first + FEWEST_LIKES, len(folded)) if folded[at] == folded[first]]
        for start in starts[:MOST_COPIES]:
            length = min(start - first, len(folded) - start)
            copied = folded[start : start + length]
            if length >= FEWEST_LIKES and copied == folded[first : first + length] and len(set(copied)) > 1:
                reason = f"the page holds its article twice; the second copy, {length} paragraphs, was left out"
                return paragraphs[:start] + paragraphs[start + length :], (Notice("repeated_article", reason),)
    return paragraphs, ()


def extract_paragraphs(tree: Any) -> list[str]:
    """The paragraphs of the article as trafilatura finds it, one string each."""
    from trafilatura import bare_extraction

    document: Any = bare_extraction(tree, include_comments=False, favor_precision=True, with_metadata=False)
    if document is None or document.body is None:
        return []
    return [text for text in read_blocks(document.body) if text]


@dataclass(frozen=True, slots=True)
class Printed:
    """A paragraph of a page: its text, and what the elements are that hold it."""

    text: str
    holder: tuple[str, ...]


def read_printed(tree: Any) -> Iterator[Printed]:
    """The p elements of a page that read like prose: not short, not mostly links, and holding no other p."""
    for element in tree.iter("p"):
        if next(islice(element.iter("p"), 1, 2), None) is not None:
            continue
        text = " ".join(read_blocks(element))
        linked = sum(len(link.text_content()) for link in element.iter("a"))
        if len(text) >= SHORTEST_PARAGRAPH and linked < LINKED_SHARE * len(text):
            yield Printed(text, tuple(_name_holders(element)))


def _name_holders(element: Any) -> Iterator[str]:
    """Tag and class of the two elements around a paragraph; a quotation block counts as no holder."""
    holder = element.getparent()
    while holder is not None and holder.tag == "blockquote":
        holder = holder.getparent()
    for _ in range(2):
        if holder is None:
            return
        yield f"{holder.tag} {holder.get('class') or ''}"
        holder = holder.getparent()


def complete_article(paragraphs: list[str], printed: list[Printed]) -> list[str]:
    """The article with the paragraphs that the extractor dropped although their likes, in equal elements, are in it."""
    places = {_fold(text): place for place, text in enumerate(paragraphs)}
    holders = Counter(paragraph.holder for paragraph in printed if _fold(paragraph.text) in places)
    sure = {holder for holder, count in holders.items() if count >= FEWEST_LIKES}
    found = "".join(places)
    missing: dict[int, list[str]] = {}
    place = -1
    for paragraph in printed:
        folded = _fold(paragraph.text)
        if folded in places:
            place = places[folded]
        elif paragraph.holder in sure and place >= 0 and folded not in found:
            missing.setdefault(place, []).append(paragraph.text)
    return [text for place, kept in enumerate(paragraphs) for text in (kept, *missing.get(place, ()))]


def _fold(text: str) -> str:
    """The letters and figures of a text, in which two ways of taking it from a page agree."""
    return NO_LETTER.sub("", text)


def read_blocks(body: Any) -> Iterator[str]:
    """The text of each block in reading order, white space as a browser shows it."""
    pieces: list[str] = []
    for kind, text in _walk(body):
        if kind == "text":
            pieces.append(text)
        elif kind == "break" and not _ends_line("".join(pieces)):
            pieces.append(" ")
        else:
            yield from _close(pieces)
    yield from _close(pieces)


def _close(pieces: list[str]) -> Iterator[str]:
    text = SPACES.sub(" ", "".join(pieces)).strip()
    pieces.clear()
    if text:
        yield text.translate(WESTERN)


def _ends_line(text: str) -> bool:
    """Whether a single line break here ends a paragraph: after a full stop, or where nothing stands before it."""
    return text.rstrip()[-1:] in '.!?"”’…:' or not text.strip()


def _walk(body: Any) -> Iterator[tuple[str, str]]:
    """The tree as a stream of text, line breaks and block borders."""
    from lxml import etree

    for event, element in etree.iterwalk(body, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.lower()
        block = tag in BLOCKS or tag in HTML_BLOCKS
        if event == "start":
            if block:
                yield "block", ""
            elif tag in ("lb", "br"):
                yield "break", ""
            if element.text:
                yield "text", element.text
        else:
            if block:
                yield "block", ""
            if element.tail and element is not body:
                yield "text", element.tail
