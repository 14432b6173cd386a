"""HTML to a tree, refused where a parser would go wrong without a word.

libxml2 stops at a depth of about 2,000 elements and drops what follows, and its time grows with the square of the
attributes on one tag: both are looked at before anything is read from the tree.
"""

from __future__ import annotations

import re
from typing import Any

from onrecord.errors import NotText, TooLarge
from onrecord.reading.limits import Limits

TAG = re.compile(r"<(?:!--(?:.*?-->|.*\Z)|([A-Za-z][^\s/>]*+))", re.S)
ATTRIBUTE = re.compile(r"""[\s/]*+([^\s>/][^\s>/=]*+(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>]*+))?)""")
CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
REFERENCE = re.compile(r"&#(?:([0-9]++)|[xX]([0-9a-fA-F]++));?")
RAW = ("script", "style", "textarea", "title", "xmp", "noembed", "noframes", "iframe")
CLOSINGS = {name: re.compile(f"</{name}\\b", re.I) for name in RAW}
SIGNS = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|link|script|div|span|p|br|a|article|section|table|td|h[1-6]|ul|ol|li|font|center|img)\b[^<>]{0,400}>",
    re.I,
)


def looks_like_html(data: bytes) -> bool:
    """Whether the bytes are a web page: a doctype or root element at the beginning, or many tags of HTML."""
    head = data[:20_000].replace(b"\x00", b"").decode("latin-1")
    start = head.lstrip("\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith(("<!doctype html", "<html", "<head", "<body")):
        return True
    if start.startswith(("<?xml", "<!--")):
        return "<html" in start
    tags = len(SIGNS.findall(head))
    return (tags >= 3 and start.startswith("<")) or tags >= 8


def parse_html(text: str, name: str, limits: Limits) -> Any:
    """The tree of a page.

    Raises TooLarge with the code too_deep or too_many_attributes, and NotText where there is no element at all.
    """
    from lxml import etree, html

    count_attributes(text, name, limits)
    text = REFERENCE.sub(_check_reference, CONTROL.sub(" ", text.replace("\x00", "\ufffd")))
    parser = html.HTMLParser(huge_tree=True, encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise NotText(name, "there is no element in this page", "Give a saved web page.", "empty") from None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise _too_deep(name, "more than 2,000", limits)
    depth = measure_depth(tree)
    if depth > limits.element_depth:
        raise _too_deep(name, f"{depth:,}", limits)
    return tree


def _check_reference(found: re.Match[str]) -> str:
    """A numeric reference as it is, or what the HTML standard puts for one to no character that a tree may hold."""
    digits = (found[1] or found[2]).lstrip("0")
    number = int(digits or "0", 10 if found[1] else 16) if len(digits) < 9 else 0
    if number == 0 or 0xD800 <= number <= 0xDFFF or number > 0x10FFFF:
        return "\ufffd"
    return " " if CONTROL.match(chr(number)) else found.group()


def _too_deep(name: str, depth: str, limits: Limits) -> TooLarge:
    reason = f"its elements are nested {depth} deep, the limit `element_depth` is {limits.element_depth:,}"
    return TooLarge(name, reason, "Save the page as plain text and read that.", "too_deep")


def measure_depth(tree: Any) -> int:
    """How deep the elements of a tree are nested."""
    deepest = depth = 0
    element = tree
    while element is not None:
        if len(element):
            element, depth = element[0], depth + 1
            deepest = max(deepest, depth)
            continue
        while element is not None and element is not tree and element.getnext() is None:
            element, depth = element.getparent(), depth - 1
        element = None if element is tree or element is None else element.getnext()
    return deepest + 1


def count_attributes(text: str, name: str, limits: Limits, raw: tuple[str, ...] = RAW) -> int:
    """How many attributes the tags of a page have in all, counted in one pass without building a tree.

    `raw` names the elements whose inside holds no tags.

    Raises TooLarge when one tag or all tags together have more than the limits allow.
    """
    total = tags = place = 0
    while found := TAG.search(text, place):
        place = found.end()
        tag = (found.group(1) or "").lower()
        if not tag:
            continue
        tags += 1
        if tags > limits.tags:
            raise TooLarge(
                name,
                f"it has more than {limits.tags:,} tags (limit `tags`)",
                "Save the page as plain text.",
                "too_many_tags",
            )
        count = 0
        while attribute := ATTRIBUTE.match(text, place):
            place = attribute.end()
            count += 1
            if count > limits.attributes_of_a_tag:
                raise _too_many(
                    name, f"a tag has more than {limits.attributes_of_a_tag:,} attributes", "attributes_of_a_tag"
                )
        total += count
        if total > limits.attributes:
            raise _too_many(name, f"its tags have more than {limits.attributes:,} attributes", "attributes")
        if tag in raw:
            closing = CLOSINGS[tag].search(text, place)
            place = closing.end() if closing else len(text)
    return total


def _too_many(name: str, reason: str, limit: str) -> TooLarge:
    return TooLarge(
        name, f"{reason} (limit `{limit}`)", "Save the page as plain text and read that.", "too_many_attributes"
    )
