"""XML to a tree, by the one parser that all readers of XML use: nothing is expanded, fetched or dropped in silence.

A document type that declares entities or points to another file is refused before anything is parsed; what is not
well-formed is read as far as it is sound, and the place is told. Elements are judged by namespace, never by prefix.
"""

from __future__ import annotations

import re
from html import escape
from html.entities import html5
from typing import Any

from onrecord.errors import NotText, TooLarge
from onrecord.model import Notice
from onrecord.reading.decoding import decode
from onrecord.reading.markup import CONTROL, count_attributes, measure_depth
from onrecord.reading.source import Source

HEAD = re.compile(
    r"\A\ufeff?\s{0,100}(?:<\?xml\b[^<>]{0,500}\?>)?(?:\s++|<!--(?:(?!-->).)*+-->|<\?[^<>]{0,2000}\?>)*+", re.S
)
DOCTYPE = re.compile(r"<!DOCTYPE\b[^<>\[]{0,2000}(?P<inside>\[)?[^<>]{0,2000}>?", re.I)
PROLOG = re.compile(r"\A\ufeff?\s{0,100}<\?xml\b[^<>]{0,500}\?>")
NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31});")
BARE = re.compile(r"&(?![A-Za-z#][A-Za-z0-9]{1,31};)")
REFERENCE = re.compile(r"&#(?:([0-9]++)|[xX]([0-9a-fA-F]++));?")
ROOT = re.compile(r"<([A-Za-z_][\w.-]{0,60}:)?([A-Za-z_][\w.-]{0,60})(?=[\s/>])")
SECTION = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))", re.S)
HARMLESS = frozenset({"NS_ERR_UNDEFINED_NAMESPACE", "WAR_NS_URI_RELATIVE", "WAR_NS_URI", "NS_ERR_EMPTY"})


def find_root(data: bytes) -> str | None:
    """The local name of the root element of what begins like XML, or None."""
    head = data[:20_000].replace(b"\x00", b"").decode("latin-1").lstrip("\xef\xbb\xbf\xff\xfe")
    start = HEAD.match(head)
    place = start.end() if start else 0
    if doctype := DOCTYPE.match(head, place):
        inside = head.find("]", doctype.end()) if doctype["inside"] else -1
        place = head.find("<", inside if inside >= 0 else doctype.end())
    root = ROOT.match(head, place) if place >= 0 else None
    return root.group(2) if root else None


def parse_xml(source: Source) -> tuple[Any, tuple[Notice, ...]]:
    """The tree of an XML document, and what the user should know about how it was read.

    Raises NotText with the code dtd or empty, and TooLarge with the code too_deep, too_many_tags or
    too_many_attributes.
    """
    from lxml import etree

    decoded = decode(source.data, source.name, source.told.charset)
    text = _drop_doctype(PROLOG.sub("", decoded.text.replace("\x00", "\ufffd")), source.name)
    count_attributes(SECTION.sub("", text), source.name, source.limits, raw=())
    text, named = _resolve_names(text)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, attribute_defaults=False,
        recover=True, huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise NotText(source.name, "there is no element in it that can be read", "Give a whole XML file.", "bad_xml")
    _check_depth(root, parser, source)
    return root, (*decoded.notices, *named, *_note_faults(parser))


def _drop_doctype(text: str, name: str) -> str:
    """The text without a harmless document type; raises NotText for one that declares or fetches anything."""
    start = HEAD.match(text)
    doctype = DOCTYPE.match(text, start.end() if start else 0)
    if doctype is None:
        if re.search(r"<!(?:ENTITY|DOCTYPE)\b", SECTION.sub("", text), re.I):
            raise _refuse_dtd(name)
        return text
    if doctype["inside"] or re.search(r"<!(?:ENTITY|DOCTYPE)\b", SECTION.sub("", text[doctype.end() :]), re.I):
        raise _refuse_dtd(name)
    return text[: doctype.start()] + text[doctype.end() :]


def _refuse_dtd(name: str) -> NotText:
    reason = "it declares entities in a document type, which news formats never do and attacks often"
    return NotText(name, reason, "Save it without the DOCTYPE.", "dtd")


def _resolve_names(text: str) -> tuple[str, tuple[Notice, ...]]:
    """The text with the named references of HTML as characters, bare ampersands as themselves, nothing forbidden."""
    named = bare = 0
    pieces: list[str] = []
    # a comment or section may be none to the parser, so that references to no character go everywhere
    for number, piece in enumerate(SECTION.split(REFERENCE.sub(_check_number, CONTROL.sub(" ", text)))):
        if number % 2 == 0 and "&" in piece:
            piece, many = NAMED.subn(_read_name, piece)
            piece, more = BARE.subn("&amp;", piece)
            named, bare = named + many, bare + more
        pieces.append(piece)
    counts = (
        ("html_entities", named, "named references of HTML were used without being declared"),
        ("bare_ampersands", bare, "ampersands stood alone and were taken for themselves"),
    )
    return "".join(pieces), tuple(Notice(code, f"{count:,} {what}") for code, count, what in counts if count)


def _read_name(found: re.Match[str]) -> str:
    known = html5.get(f"{found[1]};")
    return f"&amp;{found[1]};" if known is None else known if known not in "<>&" else escape(known)


def _check_number(found: re.Match[str]) -> str:
    """A numeric reference, or the replacement character for one that no XML may hold."""
    digits = (found[1] or found[2]).lstrip("0")
    number = int(digits or "0", 10 if found[1] else 16) if len(digits) < 9 else 0
    if number == 0 or 0xD800 <= number <= 0xDFFF or number > 0x10FFFF or CONTROL.match(chr(number)):
        return "\ufffd"
    return found.group()


def _check_depth(root: Any, parser: Any, source: Source) -> None:
    """Raise TooLarge where elements are nested deeper than the limit, or so deep that the parser gave up."""
    depth = 0 if _gave_up(parser) else measure_depth(root)
    if 0 < depth <= source.limits.xml_depth:
        return
    met = f"{depth:,}" if depth else "more than 2,000"
    reason = f"its elements are nested {met} deep, the limit `xml_depth` is {source.limits.xml_depth:,}"
    raise TooLarge(source.name, reason, "Give the articles as text.", "too_deep")


def _gave_up(parser: Any) -> bool:
    return any(entry.type_name in ("ERR_RESOURCE_LIMIT", "ERR_NAME_TOO_LONG") for entry in parser.error_log)


def _note_faults(parser: Any) -> tuple[Notice, ...]:
    """A notice that names the first place where the document is not well-formed."""
    faults = [entry for entry in parser.error_log if entry.type_name not in HARMLESS]
    if not faults:
        return ()
    first = faults[0]
    reason = f"it is not well-formed XML from line {first.line}, column {first.column} on; what is sound was read"
    return (Notice("not_well_formed", reason, incomplete=True),)


def name_of(element: Any) -> tuple[str, str]:
    """The namespace and the local name of an element; empty strings for what is no element."""
    if not isinstance(element.tag, str):
        return "", ""
    space, _, local = element.tag.rpartition("}")
    return space.lstrip("{"), local


def text_of(element: Any) -> str:
    """All text inside an element, white space as it stands."""
    return "" if element is None else "".join(element.itertext())
