"""IPTC NewsML-G2: news items, packages, and news messages that carry them.

The text is taken from the content set by order of precedence: NITF or XHTML inside, then inline data. Elements are
judged by their local names inside the namespaces of NewsML-G2, NITF and XHTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from onrecord.errors import InputError, NotText
from onrecord.model import Notice
from onrecord.reading.assembling import Stated, build_article
from onrecord.reading.credits import read_byline, split_credits
from onrecord.reading.fragments import split_lines, split_markup
from onrecord.reading.html import HTML_BLOCKS, UNSHOWN
from onrecord.reading.metadata import clip, read_time
from onrecord.reading.source import Item, Source
from onrecord.reading.statuses import note_sending
from onrecord.reading.xml import find_root, name_of, parse_xml, text_of

SPACES = ("http://iptc.org/std/nar/2006-10-01/", "")
ROOTS = frozenset({"newsItem", "newsMessage", "packageItem", "nitf"})
AS_HTML = {"hl1": "h1", "hl2": "h2", "block": "div", "bq": "blockquote", "inlinexml": "div"}
KEPT = UNSHOWN | HTML_BLOCKS | {"p", "div", "br", "q", "a", "b", "i", "em", "strong"}
QCODE = re.compile(r"\A[\w.-]{1,40}:")
PROVIDER_KEYS = ("literal", "uri", "qcode")


def looks_like_newsml(data: bytes) -> bool:
    """Whether the root element is a news item, package or message of NewsML-G2, or NITF."""
    return find_root(data) in ROOTS


def read_newsml(source: Source) -> Iterator[Item]:
    """The reports in a NewsML-G2 document, one for each news item with text; others are refused by name."""
    root, notices = parse_xml(source)
    yield from notices
    items = [element for element in root.iter() if name_of(element)[1] == "newsItem" and name_of(element)[0] in SPACES]
    items = items or [element for element in root.iter() if name_of(element)[1] == "nitf"][:1]
    if not items:
        kind = name_of(root)[1]
        reason = f"there is no news item in it: it is a {kind}, which only refers to items"
        raise NotText(source.name, reason, "Give the items themselves.", "empty")
    for number, item in enumerate(islice(items, source.limits.feed_items), start=1):
        yield _read_item(source, item, number if len(items) > 1 else 0)
    if len(items) > source.limits.feed_items:
        reason = f"it has {len(items):,} items, the limit `feed_items` is {source.limits.feed_items:,}"
        yield Notice("too_many_items", reason, incomplete=True)


def _read_item(source: Source, item: Any, number: int) -> Item:
    """The report in one item, or why there is none."""
    part = source.part(f"item {number}", _serialize(item)) if number else source
    try:
        stated = _state_item(item)
        paragraphs, notices = _find_body(part, item)
        if not paragraphs and not stated.headline:
            kind = _find_code(item, "itemClass") or "of a kind that is not told"
            raise NotText(part.name, f"there is no text in this item ({kind})", "Give a text item.", "empty")
        sent = note_sending(stated, _find_codes(item, "signal"))
        return build_article(part, "newsml", paragraphs, sent.stated, (*notices, *sent.notices))
    except InputError as error:
        return error


def _serialize(item: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(item, encoding="utf-8", with_tail=False))


def _find_body(source: Source, item: Any) -> tuple[list[str], tuple[Notice, ...]]:
    """The paragraphs of the first rendition that has words, and a notice where another differs from it."""
    found = [paragraphs for part in _list_renditions(item) if (paragraphs := _split(part, source))]
    if not found:
        told = next((element for element in item.iter() if name_of(element)[1] == "description"), None)
        paragraphs = split_lines(text_of(told)) if told is not None else []
        only = Notice("no_text", "the item carries no text of its own, only a headline or description", incomplete=True)
        return paragraphs, (only,)
    if len({re.sub(r"\W+", "", "".join(paragraphs)).casefold() for paragraphs in found}) == 1:
        return found[0], ()
    return found[0], (
        Notice("bodies_differ", f"it gives {len(found)} forms of its text that differ; the first was taken"),
    )


def _list_renditions(item: Any) -> list[Any]:
    """The elements that hold the text, those with paragraphs before bare data."""
    if name_of(item)[1] == "nitf":
        return [item]
    sets = [element for element in item if name_of(element)[1] == "contentSet"]
    parts = [part for content in sets for part in content if name_of(part)[1] in ("inlineXML", "inlineData")]
    return sorted(parts, key=lambda part: name_of(part)[1] != "inlineXML")[:50]


def _split(part: Any, source: Source) -> list[str]:
    """The paragraphs of a rendition: of NITF the body content, of XHTML the body, of data its markup or lines."""
    if name_of(part)[1] == "inlineData":
        text, kind = text_of(part), (part.get("contenttype") or "").lower()
        return split_markup(text, source.name, source.limits) if "html" in kind or "xml" in kind else split_lines(text)
    body = _find_first(part, "body.content")
    body = body if body is not None else _find_first(part, "body")
    return split_markup(_write_html(part if body is None else body), source.name, source.limits)


def _write_html(element: Any) -> str:
    """The inside of an element as HTML, its elements without namespace; NITF's media and tables of data left out."""
    from lxml import etree

    pieces: list[str] = []
    skipped = 0
    for event, child in etree.iterwalk(element, events=("start", "end")):
        local = name_of(child)[1].lower()
        if local in ("media", "head", "body.head", "body.end"):
            skipped += 1 if event == "start" else -1
            if event == "start":
                continue
        elif not skipped and child is not element and local:
            pieces.append(
                f"<{'' if event == 'start' else '/'}{AS_HTML.get(local, local if local in KEPT else 'span')}>"
            )
        if skipped or child is None:
            continue
        text = child.text if event == "start" else (child.tail if child is not element else "")
        pieces.append((text or "").replace("&", "&amp;").replace("<", "&lt;"))
    return "".join(pieces)


def _state_item(item: Any) -> Stated:
    """What an item says of its story besides the text."""
    first, later = _find_time(item, "firstCreated"), _find_time(item, "versionCreated")
    created = _find_time(item, "contentCreated") or _find_norm(item, "date.issue") or _find_norm(item, "date.release")
    published = first or created or later
    byline, _, agencies = read_byline(re.sub(r"\A\s*by\s+", "", _find(item, "by") or _find(item, "byline"), flags=re.I))
    sources = [_name(element) for element in _all(item, "infoSource")]
    credited = [
        name for text in (*filter(None, sources), _find(item, "creditline"), *agencies) for name in split_credits(text)
    ]
    provider = next((name for element in _all(item, "provider") if (name := _name(element))), None)
    return Stated(
        headline=_find(item, "headline") or _find(item, "hl1") or None,
        outlet=provider or _find_mark(item, "doc.copyright", "holder"),
        byline=byline,
        credits=tuple(dict.fromkeys(credited)),
        published=published,
        updated=later if later != published else None,
        language=_find_language(item),
        place=next((name for element in _all(item, "located") if (name := _name(element))), None),
        published_by="newsml",
        updated_by="newsml",
        item=clip(item.get("guid")) or _find_mark(item, "doc-id", "id-string"),
        version=clip(item.get("version")) or None,
        status=(_find_code(item, "pubStatus") or _find_mark(item, "docdata", "management-status") or "usable").lower(),
        embargo=_find_time(item, "embargoed"),
        note=_find(item, "edNote") or _find_mark(item, "ed-msg", "info"),
    )


def _all(item: Any, local: str) -> Iterator[Any]:
    """The elements of that name outside the content, so that no text can pose as a statement about itself."""
    for part in item:
        if name_of(part)[1] in ("contentSet", "groupSet"):
            continue
        if name_of(part)[1] == local:
            yield part
        yield from (element for element in part.iter() if element is not part and name_of(element)[1] == local)


def _find(item: Any, local: str) -> str:
    return clip(next((text for element in _all(item, local) if (text := text_of(element).strip())), ""))


def _find_first(part: Any, local: str) -> Any:
    return next((element for element in part.iter() if name_of(element)[1].lower() == local), None)


def _find_time(item: Any, local: str) -> str | None:
    return next(filter(None, (read_time(text_of(element).strip()) for element in _all(item, local))), None)


def _find_mark(item: Any, local: str, attribute: str) -> str | None:
    """An attribute of the first element of that name, as NITF states most things."""
    stated = (clip(element.get(attribute)) for element in _all(item, local))
    return next(filter(None, stated), None)


def _find_norm(item: Any, local: str) -> str | None:
    return read_time(_find_mark(item, local, "norm") or "")


def _find_codes(item: Any, local: str) -> list[str]:
    """The codes of the elements of that name, without the alias of their scheme."""
    codes = (
        clip(element.get("qcode") or element.get("uri") or element.get("literal")) for element in _all(item, local)
    )
    return [re.split(r"[:/]", code)[-1] for code in codes if code][:20]


def _find_code(item: Any, local: str) -> str | None:
    return next(iter(_find_codes(item, local)), None)


def _name(element: Any) -> str | None:
    """The name that an element carries, or else its literal or the last part of its code."""
    name = next(
        (clip(text_of(child)) for child in element if name_of(child)[1] == "name" and text_of(child).strip()), ""
    )
    if name:
        return name
    code = next((element.get(key) for key in PROVIDER_KEYS if element.get(key)), "") or text_of(element).strip()
    return clip(QCODE.sub("", code).rstrip("/").rsplit("/", 1)[-1]) or None


def _find_language(item: Any) -> str | None:
    tagged = next((element.get("tag") for element in _all(item, "language") if element.get("tag")), None)
    stated = tagged or item.get("{http://www.w3.org/XML/1998/namespace}lang")
    return str(stated) if stated else None
