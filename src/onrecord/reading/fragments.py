"""The paragraphs of an article that a format has already told apart from all else: markup, or plain lines."""

from __future__ import annotations

import re

from onrecord.reading.cleaning import unwrap
from onrecord.reading.html import drop_unshown, read_blocks
from onrecord.reading.limits import Limits
from onrecord.reading.markup import parse_html

TAGS = (
    "p|br|div|span|a|b|i|em|strong|ul|ol|li|h[1-6]|img|blockquote|article|section|table|q|html|body|script|style|center"
    "|font|u|hr|figure"
)
MARKUP = re.compile(rf"<(?:/?(?:{TAGS})\b[^<>]{{0,2000}}/?>|!--)", re.I)
REFERENCE = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")


def has_markup(text: str) -> bool:
    """Whether the text holds a tag or a character reference of HTML."""
    return bool(MARKUP.search(text) or REFERENCE.search(text))


def split_markup(markup: str, name: str, limits: Limits) -> list[str]:
    """The paragraphs of a piece of HTML, none where it holds no words.

    Raises TooLarge where a parser would lose a part without a word.
    """
    if not markup.strip():
        return []
    tree = parse_html(f"<div>{markup}</div>", name, limits)
    drop_unshown(tree)
    return [text for text in read_blocks(tree) if text]


def split_lines(text: str) -> list[str]:
    """The paragraphs of a plain text: its lines, with those that were cut at a column width joined again."""
    text = re.sub("\r\n|[\r\x0b\x0c\x85\u2028\u2029]", "\n", text)
    return [line.strip() for line in unwrap(text).split("\n") if line.strip()]


def split_text(text: str, name: str, limits: Limits) -> list[str]:
    """The paragraphs of a text of which nobody says whether it is markup."""
    return split_markup(text, name, limits) if has_markup(text) else split_lines(text)
