"""What a page says about its article: JSON-LD, Open Graph, meta and time elements, in that order of precedence.

The vocabularies are schema.org's NewsArticle, the Open Graph protocol, Dublin Core and the names that paper's own
systems use. The canonical address is kept as a text and never followed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from email.utils import parsedate_tz
from functools import cache
from html import unescape
from itertools import islice
from typing import Any

from onrecord.model import Notice
from onrecord.reading.addresses import keep_address
from onrecord.reading.assembling import Stated
from onrecord.reading.cleaning import clean_characters
from onrecord.reading.credits import fold_name, is_agency, read_byline
from onrecord.reading.limits import Limits
from onrecord.reading.stamps import read_stamps, settle_stamps
from onrecord.words import read_table

ISO = re.compile(
    r"\s*((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])"
    r"(?:[T ]\s?([01]\d|2[0-3]):?([0-5]\d)(?::?[0-5]\d(?:[.,]\d{1,9})?)?\s?(Z|UTC|GMT|[+-](?:0\d|1[0-4]):?[0-5]\d)?)?"
)
MAIL_TIME = re.compile(
    r"\s*(?:[A-Za-z]{3},?\s+)?(?:\d{1,2}\s+[A-Za-z]{3}\s+\d{2,4}\s+\d{1,2}:\d\d(?::\d\d)?(?:\s+(?:[+-]\d{4}|[A-Z]{1,5}))?"
    r"|[A-Za-z]{3}\s+\d{1,2}\s+\d\d:\d\d:\d\d\s+\d{4})\s*\Z"
)
MAIL_ZONES = frozenset(["UT", "UTC", "GMT", "Z", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"])
LARGEST_OFFSET = 14 * 3600  # seconds; no place on earth is farther from Greenwich
LINKED_DAY = re.compile(
    r"/((?:19|20)\d\d)(?:([/-])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))(?=\D)"
)
BY = re.compile(r"\A(?:[A-Z]\w+\s+)?[Bb][Yy]:?\s+")
SOURCE_LABEL = re.compile(r"\s[-–|]\s(?=[^\W\d]+:)")
TITLE_BREAK = re.compile(r"\s+[|»·•:\u2013\u2014-]{1,2}\s+")


def read_metadata(tree: Any, limits: Limits) -> tuple[Stated, tuple[Notice, ...]]:
    """What a page says about its article, and a notice where its parts disagree about the day."""
    article = find_linked_article(tree, limits)
    metas = read_metas(tree)
    published, published_by = _find_published(tree, article, metas)
    updated, updated_by = _first_of(
        ("json-ld", [article.get("dateModified")]), ("meta", _pick(metas, read_marks("updated")))
    )
    is_later = not (updated and (published or "").startswith(updated))
    named = _find_outlets(article, metas)
    agencies = [name for name in named[:1] if is_agency(name) and _choose_outlet(named) != name]
    writers = list(_name_writers(article, metas))
    bylines = [read_byline(BY.sub("", name)) for name in writers]
    names = dict.fromkeys(byline for byline, _, _ in bylines if byline)
    stated = Stated(
        headline=_find_headline(tree, article, metas),
        outlet=_choose_outlet(named),
        byline=_join_names(tuple(names)),
        credits=tuple(dict.fromkeys([*agencies, *(name for _, _, credited in bylines for name in credited)])),
        published=published,
        updated=updated if is_later else None,
        url=_find_address(tree, metas),
        language=(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or None),
        published_by=published_by,
        updated_by=updated_by,
    )
    return stated, tuple(_note_dates(article, metas))


@cache
def read_marks(kind: str) -> tuple[str, ...]:
    """The marks of one kind that pages use, those that we trust most first."""
    return tuple(row["mark"] for row in read_table("page_marks") if row["kind"] == kind)


def _find_published(tree: Any, article: dict[str, Any], metas: dict[str, str]) -> tuple[str | None, str | None]:
    """When the page says that it was published, and by which mark.

    JSON-LD goes first, unless Open Graph names an earlier day: publication is the first one.
    """
    linked, tagged = read_time(article.get("datePublished")), _first_time(_pick(metas, read_marks("published")[:3]))
    if tagged and (linked is None or tagged[:10] < linked[:10]):
        return tagged, "meta"
    if linked:
        return linked, "json-ld"
    return _first_of(
        ("json-ld", [article.get("dateCreated")]),
        ("meta", _pick(metas, read_marks("published"))),
        ("time", _find_times(tree)),
    )


def _first_of(*marks: tuple[str, Iterable[Any]]) -> tuple[str | None, str | None]:
    """The first moment that can be read, with the name of its mark."""
    for name, texts in marks:
        if moment := _first_time(texts):
            return moment, name
    return None, None


def _join_names(names: tuple[str, ...]) -> str | None:
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else (names[0] if names else None)


def _note_dates(article: dict[str, Any], metas: dict[str, str]) -> Iterator[Notice]:
    days = {
        time[:10]
        for time in map(read_time, [article.get("datePublished"), *_pick(metas, read_marks("published")[:3])])
        if time
    }
    if len(days) > 1:
        yield Notice(
            "dates_disagree",
            f"the page gives {len(days)} days of publication ({', '.join(sorted(days))}); the earliest was taken",
        )


def find_linked_article(tree: Any, limits: Limits) -> dict[str, Any]:
    """The article that the page's JSON-LD describes, as a mapping; empty where there is none."""
    budget = limits.metadata_characters
    articles = read_marks("article")
    for script in tree.iter("script"):
        text = script.text or ""
        budget -= len(text)
        if "ld+json" not in (script.get("type") or "").lower() or budget < 0:
            continue
        for item in _walk(_load(text), 0):
            kinds = item.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and kind.rsplit("/", 1)[-1].lower() in articles for kind in names):
                return item
    return {}


def _load(text: str) -> Any:
    text = re.sub(r"\A\s*(?://)?\s*<!(?:--|\[CDATA\[)|(?://)?\s*(?:-->|\]\]>)\s*\Z", "", text).strip().rstrip(";")
    for candidate in (text, re.sub(r"[\x00-\x1f]+", " ", text)):
        try:
            return json.loads(candidate, parse_constant=str, parse_int=str, parse_float=str)
        except (ValueError, RecursionError):
            continue
    return None


def _walk(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """All objects in a JSON value, the outer before the inner, to a depth that articles do not exceed."""
    if depth > 6:
        return
    if isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "about", "hasPart"):
            yield from _walk(value.get(key), depth + 1)
    elif isinstance(value, list):
        for item in value[:200]:
            yield from _walk(item, depth + 1)


def read_metas(tree: Any) -> dict[str, str]:
    """The content of each meta element by its name in lower case; the first of several wins."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = clip(meta.get("content"))
        for key in ("property", "name", "itemprop", "http-equiv"):
            label = (meta.get(key) or "").strip().lower()
            if label and content:
                metas.setdefault(label, content)
    return metas


def _pick(metas: dict[str, str], names: Iterable[str]) -> Iterator[str]:
    return (metas[name] for name in names if name in metas)


def clip(text: Any) -> str:
    """A text in one line, cleaned and cut to the length that a label may have; empty for what is no text."""
    return " ".join(clean_characters(unescape(text)).text.split())[:500] if isinstance(text, str) else ""


def read_time(text: Any) -> str | None:
    """A moment in ISO 8601 to the minute, with its offset where one is stated; None for what is no moment."""
    if not isinstance(text, str) or len(text) > 100:
        return None
    if found := ISO.match(text):
        year, month, day, hour, minute, zone = found.groups()
        if text[found.end() : found.end() + 1].isdigit() or not _is_day(int(year), int(month), int(day)):
            return None
        if hour is None or (hour, minute, zone) == ("00", "00", None):
            return f"{year}-{month}-{day}"
        offset = "" if zone is None else "+00:00" if zone in ("Z", "UTC", "GMT") else f"{zone[:3]}:{zone[-2:]}"
        return f"{year}-{month}-{day}T{hour}:{minute}{_drop_unknown(offset)}"
    if MAIL_TIME.match(text):
        return read_mail_time(text)
    stamps = read_stamps(clip(text))
    return next(filter(None, settle_stamps(stamps)), None) if stamps else None


def read_mail_time(text: str) -> str | None:
    """A moment as mail and feeds write it (RFC 5322), whose short zone names have one meaning; None for no moment."""
    parts = parsedate_tz(text[:100])
    if parts is None:
        return None
    year, month, day, hour, minute, *_, seconds = parts
    if not _is_day(year, month, day) or not (0 <= hour < 24 and 0 <= minute < 60):
        return None
    offset, zone = "", text.split()[-1]
    is_stated = zone in MAIL_ZONES or (zone[0] in "+-" and zone != "-0000")
    if is_stated and seconds is not None and abs(seconds) <= LARGEST_OFFSET:
        offset = f"{'-' if seconds < 0 else '+'}{abs(seconds) // 3600:02d}:{abs(seconds) % 3600 // 60:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}{offset}"


def _drop_unknown(offset: str) -> str:
    """An offset, unless it is the one that says that none is known (RFC 3339: "-00:00")."""
    return "" if offset == "-00:00" else offset


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _first_time(texts: Iterable[Any]) -> str | None:
    return next(filter(None, map(read_time, texts)), None)


def _find_times(tree: Any) -> Iterator[str]:
    """The time elements that the page marks as those of its article, then a single one beside its headline."""
    elements = [
        element
        for element in tree.iter("time", "abbr", "span", "div", "p")
        if element.get("itemprop") or element.tag == "time"
    ]
    for element in elements:
        marks = " ".join(filter(None, (element.get("itemprop"), element.get("class"), element.get("id")))).lower()
        if (
            element.get("itemprop") == "datePublished"
            or element.get("pubdate") is not None
            or ("publi" in marks and element.tag == "time")
        ):
            yield from filter(None, (element.get("datetime"), element.get("content"), clip(element.text_content())))
    article = next(iter(tree.iter("article")), None)
    for element in [] if article is None else list(article.iter("time"))[:1]:
        yield from filter(None, (element.get("datetime"), clip(element.text_content())))
    times = [element for element in elements if element.tag == "time"]
    if len({element.get("datetime") for element in times}) == 1:
        yield from filter(None, (times[0].get("datetime"), clip(times[0].text_content())))


def find_printed_stamp(tree: Any) -> str | None:
    """The moment that stands alone in one of the first blocks under the headline ("22/11/2020 - 04:30"), or None."""
    heading = next(iter(tree.iter("h1")), None)
    after = [] if heading is None else islice(heading.xpath("following::*"), 40)
    for element in after:
        text = clip("".join(element.xpath("./text()")))
        stamps = read_stamps(SOURCE_LABEL.split(text)[0]) if text else None
        if stamps and (published := settle_stamps(stamps)[0]):
            return published
    return None


def read_linked_day(url: str | None) -> str | None:
    """The day that an address names in its path ("/2024/10/23/"), or None."""
    path = url.split("#")[0].split("?")[0].partition("//")[2].partition("/")[2] if url else ""
    found = LINKED_DAY.search(f"/{path}/")
    if not found:
        return None
    year, month, day = int(found[1]), int(found[3] or found[5]), int(found[4] or found[6])
    return f"{year:04d}-{month:02d}-{day:02d}" if _is_day(year, month, day) else None


def _find_headline(tree: Any, article: dict[str, Any], metas: dict[str, str]) -> str | None:
    """The headline that readers see where a statement agrees with it; else JSON-LD before Open Graph before title."""
    heads = [text for element in tree.iter("h1") if (text := clip(element.text_content())) and len(text) > 8]
    stated = [clip(article.get("headline")), *_pick(metas, read_marks("title")), clip(tree.findtext(".//title"))]
    stated = [text for text in stated if text]
    for head in heads:
        if any(head.casefold() in text.casefold() or text.casefold() in head.casefold() for text in stated) or (
            len(heads) == 1 and not stated
        ):
            return head
    if not stated:
        return heads[0] if heads else None
    return _cut_outlet(stated[0])


def _cut_outlet(title: str) -> str:
    """A title without the paper's name at its end ("Bridge closed | The Riverton Star")."""
    breaks = list(TITLE_BREAK.finditer(title))
    if breaks and len(title[breaks[-1].end() :].split()) <= 5 and len(title[: breaks[-1].start()].split()) >= 3:
        return title[: breaks[-1].start()]
    return title


def _find_outlets(article: dict[str, Any], metas: dict[str, str]) -> list[str]:
    """Who may have published the page: JSON-LD's publisher, then the names of the site."""
    site, others = read_marks("outlet")[:2], read_marks("outlet")[2:]
    named = [*_names(article.get("publisher")), *_pick(metas, site)]
    named += [*_names(article.get("sourceOrganization")), *_pick(metas, others)]
    cut = [re.split(r"\s+[|»·•]\s+", name)[0] for name in named]
    return [name for name in cut if name and not name.startswith(("http", "www.", "@")) and len(name) < 80]


def _choose_outlet(named: list[str]) -> str | None:
    """The first of them, unless that is an agency whose copy another paper's site prints."""
    printed = (name for name in named if not is_agency(name))
    return next(printed, named[0] if named else None)


def _names(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield from _names(item.get("name"))
        elif isinstance(item, str) and (text := clip(item)):
            yield text


def _name_writers(article: dict[str, Any], metas: dict[str, str]) -> Iterator[str]:
    outlet = {fold_name(name) for name in (*_names(article.get("publisher")), *_pick(metas, read_marks("outlet")[:2]))}
    named = (
        list(_names(article.get("author")))
        or list(_names(article.get("creator")))
        or list(_pick(metas, read_marks("writer")))[:1]
    )
    for name in named[:12]:
        if (
            not name.startswith(("http", "www.", "@", "/"))
            and len(name) < 160
            and (fold_name(name) not in outlet or is_agency(name))
        ):
            yield name


def _find_address(tree: Any, metas: dict[str, str]) -> str | None:
    links = (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    return next(filter(None, map(keep_address, (*links, metas.get("og:url")))), None)
