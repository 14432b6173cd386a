"""IPTC ninjs, versions 1 to 3: one item, a list of them, or a package with its items.

Version 1 writes keys in lower case with a suffix (body_xhtml), versions 2 and 3 as lists of values with roles. Keys are
compared in lower case. Of several forms of the body, XHTML goes first, then plain text; that they differ is noted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from onrecord.errors import InputError, NotText
from onrecord.model import Notice
from onrecord.reading.addresses import keep_address
from onrecord.reading.assembling import Stated, build_article
from onrecord.reading.credits import read_byline, split_credits
from onrecord.reading.decoding import decode
from onrecord.reading.fragments import split_lines, split_markup
from onrecord.reading.jsontext import Numeral, parse_json, text_in
from onrecord.reading.metadata import clip, read_time
from onrecord.reading.source import Item, Source
from onrecord.reading.statuses import note_sending

KEYS = re.compile(
    rb'"(?:body_text|body_xhtml|body_\w{1,20}|bodies|headlines|versioncreated|pubstatus|copyrightholder)"\s*:', re.I
)
STRINGS = (
    "headline", "byline", "by", "language", "located", "uri", "guid", "versioncreated", "firstcreated",
    "contentcreated", "embargoed", "pubstatus", "ednote", "copyrightholder", "slugline", "type", "version",
)  # fmt: skip
NEXT_OBJECT = re.compile(rb"\}[ \t]*\r?\n\{")
MOST_ITEMS = 10_000
MOST_DROPPED = 5


def looks_like_ninjs(data: bytes) -> bool:
    """Whether the bytes are a JSON object, or a list of objects, with the keys of ninjs."""
    start = data[:100].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not re.match(rb"(?:\[\s*)?\{", start):
        return False
    return not NEXT_OBJECT.search(data) and len({found.lower() for found in KEYS.findall(data)}) >= 2


def is_ninjs(value: Any) -> bool:
    """Whether a JSON value is an object with a body as ninjs writes it."""
    return isinstance(value, dict) and ("bodies" in value or "body_text" in value or "body_xhtml" in value)


def read_object(source: Source, item: dict[str, Any]) -> Item:
    """The report in one ninjs item, or why there is none."""
    return _read_item(source, item, 0, ())


def read_ninjs(source: Source) -> Iterator[Item]:
    """The reports in ninjs items, packages opened one level deep; an item that holds no text is refused by name."""
    decoded = decode(source.data, source.name, source.told.charset)
    value, notices = parse_json(decoded.text, source.name, source.limits)
    items = list(_list_items(value))
    if not items:
        raise NotText(source.name, "there is no ninjs item in it", "Give a ninjs object or a list of them.", "empty")
    yield from decoded.notices
    for number, item in enumerate(items[:MOST_ITEMS], start=1):
        yield _read_item(source, item, number if len(items) > 1 else 0, notices)
    if len(items) > MOST_ITEMS:
        yield Notice("too_many_items", f"it has {len(items):,} items; {MOST_ITEMS:,} were read", incomplete=True)


def _list_items(value: Any) -> Iterator[dict[str, Any]]:
    """The items in a JSON value: itself, those of a list, and those of a package that have a body of their own."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            folded = _fold(item)
            parts = [part for part in _list_parts(folded) if _has_body(_fold(part))]
            if _has_body(folded) or not parts:
                yield item
            yield from parts


def _fold(item: dict[str, Any]) -> dict[str, Any]:
    return {key.lower(): value for key, value in item.items()}


def _list_parts(item: dict[str, Any]) -> list[dict[str, Any]]:
    found = item.get("associations") or item.get("items") or []
    parts = list(found.values()) if isinstance(found, dict) else found if isinstance(found, list) else []
    return [part for part in parts if isinstance(part, dict)]


def _has_body(item: dict[str, Any]) -> bool:
    return any(key == "bodies" or key.startswith("body") for key in item)


def _read_item(source: Source, item: dict[str, Any], number: int, notices: tuple[Notice, ...]) -> Item:
    """The report in one item, or why there is none."""
    data = json.dumps(item, ensure_ascii=True, sort_keys=True).encode()
    part, folded = source.part(f"item {number}", data) if number else source, _fold(item)
    try:
        stated, paragraphs = _state_item(folded), _find_body(part, folded)
        if not paragraphs.text and not stated.headline:
            raise NotText(
                part.name, f"there is no text in this item (type {_show(folded.get('type'))})", "Give a story.", "empty"
            )
        sent = note_sending(stated, signals=_texts(folded.get("signals"), "name", "value"))
        dropped = tuple(_note_dropped(folded))
        return build_article(
            part, "ninjs", paragraphs.text, sent.stated, (*notices, *dropped, *paragraphs.notices, *sent.notices)
        )
    except InputError as error:
        return error


def _show(value: Any) -> str:
    return repr(text_in(value)[:40]) if text_in(value) else "not told"


class _Body:
    """The paragraphs of an item, and what is to be said of them."""

    def __init__(self, text: list[str], notices: tuple[Notice, ...] = ()) -> None:
        self.text = text
        self.notices = notices


def _find_body(source: Source, item: dict[str, Any]) -> _Body:
    """The body by order of precedence: XHTML or HTML, plain text, others; else the description, marked incomplete."""
    bodies = sorted(_list_bodies(item), key=lambda body: ("html" not in body[0], "text" not in body[0]))
    read = [
        split_markup(text, source.name, source.limits) if "html" in kind else split_lines(text) for kind, text in bodies
    ]
    full = [paragraphs for paragraphs in read if paragraphs]
    if full:
        differ = len({_fold_words(paragraphs) for paragraphs in full}) > 1
        note = Notice("bodies_differ", f"it gives {len(full)} forms of its text that differ; the first was taken")
        return _Body(full[0], (note,) if differ else ())
    told = next((text for text in _texts(item.get("descriptions"), "value") if text), "")
    told = told or next(
        (text_in(value) for key, value in item.items() if key.startswith("description") and text_in(value)), ""
    )
    if not told:
        return _Body([])
    return _Body(
        split_markup(told, source.name, source.limits),
        (Notice("summary_only", "the item gives only a description", incomplete=True),),
    )


def _fold_words(paragraphs: list[str]) -> str:
    return re.sub(r"\W+", "", " ".join(paragraphs)).casefold()


def _list_bodies(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each form of the body with what kind of text it is."""
    for key, value in item.items():
        if key.startswith("body_") and text_in(value).strip():
            yield key, text_in(value)
    bodies = item.get("bodies")
    for body in bodies[:20] if isinstance(bodies, list) else []:
        folded = _fold(body) if isinstance(body, dict) else {}
        if text := text_in(folded.get("value")):
            kind = (text_in(folded.get("contenttype")) or text_in(folded.get("role")) or "text").lower()
            yield ("html" if "html" in kind or "xml" in kind else kind if "text" in kind else f"text {kind}"), text


def _state_item(item: dict[str, Any]) -> Stated:
    """What an item says of its story besides the text."""
    headlines = item.get("headlines")
    titles = [headline for headline in headlines if isinstance(headline, dict)] if isinstance(headlines, list) else []
    titles.sort(key=lambda title: text_in(_fold(title).get("role")).lower() not in ("main", ""))
    headline = text_in(item.get("headline")) or next(
        (text for title in titles if (text := text_in(_fold(title).get("value")))), ""
    )
    byline, _, agencies = read_byline(re.sub(r"\A\s*(?:by|von|por|par)\s+", "", _byline(item), flags=re.I))
    first, later = read_time(text_in(item.get("firstcreated"))), read_time(text_in(item.get("versioncreated")))
    published = first or read_time(text_in(item.get("contentcreated"))) or later
    named = [
        text for text in (*_texts(item.get("infosources"), "name"), *_texts(item.get("infosource"), "name")) if text
    ]
    credited = [name for text in (*named, *agencies) for name in split_credits(clip(text))]
    return Stated(
        headline=clip(re.sub(r"<[^<>]{1,200}>", "", headline)) or None,
        outlet=clip(text_in(item.get("copyrightholder"))) or (clip(named[0]) if named else None),
        byline=byline,
        credits=tuple(dict.fromkeys(credited)),
        published=published,
        updated=later if later and later != published else None,
        url=_address(item),
        language=text_in(item.get("language")) or None,
        place=clip(text_in(item.get("located"))) or None,
        published_by="ninjs",
        updated_by="ninjs",
        item=clip(text_in(item.get("uri")) or text_in(item.get("guid"))) or None,
        version=clip(str(item.get("version"))) if isinstance(item.get("version"), str) else None,
        status=text_in(item.get("pubstatus")).lower() or None,
        embargo=read_time(text_in(item.get("embargoed"))),
        note=clip(text_in(item.get("ednote"))) or None,
    )  # fmt: skip


def _byline(item: dict[str, Any]) -> str:
    return clip(text_in(item.get("byline")) or text_in(item.get("by")))


def _address(item: dict[str, Any]) -> str | None:
    stated = (keep_address(text_in(item.get(key))) for key in ("uri", "webcanonical"))
    return next(filter(None, stated), None)


def _texts(value: Any, *keys: str) -> list[str]:
    """The strings that a value is or holds: itself, those of a list, or those that its objects have under the keys."""
    found: list[str] = []
    for part in value[:50] if isinstance(value, list) else [value]:
        folded = _fold(part) if isinstance(part, dict) else {}
        found += [text for text in (text_in(part), *(text_in(folded.get(key)) for key in keys)) if text]
    return found


def _note_dropped(item: dict[str, Any]) -> Iterator[Notice]:
    """A notice that names the fields whose values are of a kind that the standard does not give them."""
    wrong = [key for key in STRINGS if item.get(key) is not None and not _is_text(item[key], key)]
    if wrong:
        shown = ", ".join(wrong[:MOST_DROPPED])
        yield Notice("wrong_type", f"these fields hold no text and were left: {shown}", incomplete=True)


def _is_text(value: Any, key: str) -> bool:
    return isinstance(value, str) and (key == "version" or not isinstance(value, Numeral))
