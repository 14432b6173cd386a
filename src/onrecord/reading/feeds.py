"""RSS 0.9 to 2.0 and Atom: each item a report. An item that only links to its article is marked incomplete.

Of what an item tells of its story, the longest form goes first: content:encoded or Atom's content, then description or
summary. Links are kept as text where they are http or https, and never followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from onrecord.errors import InputError, NotText
from onrecord.model import Notice
from onrecord.reading.addresses import keep_address
from onrecord.reading.assembling import Stated, build_article
from onrecord.reading.credits import fold_name, has_outlet_word, is_agency, read_byline, read_lines
from onrecord.reading.fragments import has_markup, split_lines, split_markup, split_text
from onrecord.reading.metadata import TITLE_BREAK, clip, read_time
from onrecord.reading.source import Item, Source
from onrecord.reading.xml import find_root, name_of, parse_xml, text_of

RSS = ("", "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/", "http://backend.userland.com/rss2")
ATOM = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
CONTENT = ("http://purl.org/rss/1.0/modules/content/",)
DUBLIN = ("http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/")
XHTML = "{http://www.w3.org/1999/xhtml}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ROOTS = frozenset({"rss", "feed", "RDF"})
TEASER_WORDS = 60  # a summary that is shorter, or that ends in dots, is taken for the beginning of an article


def looks_like_feed(data: bytes) -> bool:
    """Whether the root element is one of RSS or Atom."""
    return find_root(data) in ROOTS


def read_feed(source: Source) -> Iterator[Item]:
    """The reports in a feed, one for each item that says anything; the others are refused by name."""
    root, notices = parse_xml(source)
    yield from notices
    channel = next((child for child in root if name_of(child)[1] == "channel"), root)
    items = [child for holder in dict.fromkeys((root, channel)) for child in holder if _is_item(child)]
    if not items:
        raise NotText(source.name, "there is no item in this feed", "Give a feed with items.", "empty")
    title = _find_text(channel, "title", (*RSS, *ATOM))
    stated = Stated(outlet=_name_outlet(title) if title else None, language=_find_language(root, channel))
    for number, item in enumerate(islice(items, source.limits.feed_items), start=1):
        yield _read_item(source, item, number, stated)
    if len(items) > source.limits.feed_items:
        reason = (
            f"it has {len(items):,} items, the limit `feed_items` is {source.limits.feed_items:,}; the others were left"
        )
        yield Notice("too_many_items", reason, incomplete=True)


def _name_outlet(title: str) -> str:
    """The outlet in the title of a feed, without the section beside it ("Elmora Post - World")."""
    parts = [part for part in TITLE_BREAK.split(title) if part.strip()]
    named = [part for part in parts if fold_name(part) not in read_lines("label").whole]
    return next(filter(has_outlet_word, named), next(iter(named), title))


def _is_item(element: Any) -> bool:
    space, local = name_of(element)
    return (local == "item" and space in RSS) or (local == "entry" and space in ATOM)


def _read_item(source: Source, item: Any, number: int, feed: Stated) -> Item:
    """The report in one item, or why there is none."""
    part = source.part(f"item {number}", _serialize(item))
    try:
        stated = _state_item(item, feed)
        paragraphs, notices = _find_story(part, item)
        if not paragraphs and not stated.headline:
            raise NotText(part.name, "there is no text in this item", "Give the article itself.", "empty")
        return build_article(part, "feed", paragraphs, stated, notices)
    except InputError as error:
        return error


def _serialize(item: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(item, encoding="utf-8", with_tail=False))


def _state_item(item: Any, feed: Stated) -> Stated:
    """What an item says of its article besides the text."""
    places = (*RSS, *ATOM)
    first = [text for kind in ("pubDate", "published", "issued") for text in _find_texts(item, kind, places)]
    first += [text for kind in ("date", "created", "issued") for text in _find_texts(item, kind, DUBLIN)]
    later = [*_find_texts(item, "updated", places), *_find_texts(item, "modified", (*DUBLIN, *ATOM))]
    published, updated = (
        next(filter(None, map(read_time, first)), None),
        next(filter(None, map(read_time, later)), None),
    )
    writers = [*_find_texts(item, "creator", DUBLIN), *_find_texts(item, "author", RSS), *_name_authors(item)]
    bylines = [read_byline(clip(name)) for name in map(_name_writer, writers) if name]
    origin = next(iter(_find_texts(item, "source", RSS)), "")
    link = _find_link(item)
    return Stated(
        headline=_read_title(item),
        outlet=clip(origin) or feed.outlet,
        byline=", ".join(dict.fromkeys(byline for byline, _, _ in bylines if byline)) or None,
        credits=tuple(dict.fromkeys(agency for _, _, agencies in bylines for agency in agencies if is_agency(agency))),
        published=published or updated,
        updated=updated if updated != published and published else None,
        url=link,
        language=item.get(LANGUAGE) or feed.language,
        published_by="feed",
        updated_by="feed",
        item=clip(next(iter([*_find_texts(item, "guid", RSS), *_find_texts(item, "id", ATOM)]), "")) or link,
    )


def _name_writer(text: str) -> str:
    """The name of a writer, in brackets where an address is given too; empty where only that is."""
    if "@" not in text:
        return text.strip()
    named = re.search(r"\(([^()@]{2,80})\)", text)
    return named.group(1).strip() if named else ""


def _read_title(item: Any) -> str | None:
    """The title in one line, without markup where it is marked or looks like markup."""
    title = next((child for child in item if name_of(child)[1] == "title" and name_of(child)[0] in (*RSS, *ATOM)), None)
    if title is None:
        return None
    text = text_of(title)
    if title.get("type") != "text" and has_markup(text):
        from lxml import html

        text = html.fromstring(f"<p>{text.replace(chr(0), '')}</p>").text_content()
    return clip(text) or None


def _find_story(source: Source, item: Any) -> tuple[list[str], tuple[Notice, ...]]:
    """The paragraphs of an item, with a notice where they are only a summary or nothing at all."""
    whole = next((part for part in _name_contents(item) if text_of(part).strip() or len(part)), None)
    short = next((part for part in _name_summaries(item) if text_of(part).strip() or len(part)), None)
    told = whole if whole is not None else short
    paragraphs = _split(told, source) if told is not None else []
    if whole is not None and paragraphs:
        return paragraphs, ()
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    if not words:
        return [], (Notice("links_only", "the feed gives only a title and a link for this article", incomplete=True),)
    if words < TEASER_WORDS or paragraphs[-1].endswith(("…", "...", "[…]", "[...]")):
        return paragraphs, (Notice("summary_only", "the feed gives only a summary of this article", incomplete=True),)
    return paragraphs, ()


def _name_contents(item: Any) -> Iterator[Any]:
    for child in item:
        space, local = name_of(child)
        if (local == "encoded" and space in CONTENT) or (local == "content" and space in ATOM) or local == "body":
            yield child


def _name_summaries(item: Any) -> Iterator[Any]:
    for child in item:
        space, local = name_of(child)
        if (local == "description" and space in (*RSS, *DUBLIN)) or (local == "summary" and space in ATOM):
            yield child


def _split(element: Any, source: Source) -> list[str]:
    """The paragraphs of an element: its own XHTML, the markup or the plain text that it holds."""
    kind = (element.get("type") or "").lower()
    if len(element):
        from lxml import etree

        inside = (element.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in element)
        return split_markup(inside.replace("xmlns=", "data-xmlns="), source.name, source.limits)
    text = text_of(element)
    if kind == "text":
        return split_lines(text)
    return (
        split_markup(text, source.name, source.limits)
        if "html" in kind
        else split_text(text, source.name, source.limits)
    )


def _find_texts(item: Any, name: str, spaces: tuple[str, ...]) -> list[str]:
    found = (child for child in item if name_of(child)[1] == name and name_of(child)[0] in spaces)
    return [text for child in found if (text := text_of(child).strip())]


def _find_text(item: Any, name: str, spaces: tuple[str, ...]) -> str | None:
    return clip(next(iter(_find_texts(item, name, spaces)), "")) or None


def _name_authors(item: Any) -> Iterator[str]:
    """The names of Atom's authors."""
    for child in item:
        if name_of(child)[1] == "author" and name_of(child)[0] in ATOM:
            yield from _find_texts(child, "name", ATOM)


def _find_link(item: Any) -> str | None:
    """The first address of the article that is http or https."""
    links = (child for child in item if name_of(child)[1] == "link" and name_of(child)[0] in (*RSS, *ATOM))
    stated = (link.get("href") or link.text for link in links if link.get("rel", "alternate") == "alternate")
    return next(filter(None, map(keep_address, stated)), None)


def _find_language(root: Any, channel: Any) -> str | None:
    return _find_text(channel, "language", (*RSS, *DUBLIN)) or root.get(LANGUAGE)
