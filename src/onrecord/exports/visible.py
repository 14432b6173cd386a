"""Characters that would act instead of being seen, written as marks.

Escape sequences, control characters, characters that turn the direction of writing, invisible ones, and
combining marks by the hundred: a report may hold them all, a screen must only ever show them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

BIDI = {
    "\u061c": "ALM", "\u200e": "LRM", "\u200f": "RLM", "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF",
    "\u202d": "LRO", "\u202e": "RLO", "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI",
}  # fmt: skip
UNSEEN = {
    "\u00ad": "SHY", "\u034f": "CGJ", "\u180e": "MVS", "\u200b": "ZWSP", "\u200c": "ZWNJ", "\u2060": "WJ",
    "\u2028": "LSEP", "\u2029": "PSEP", "\ufeff": "BOM", "\ufff9": "IAA", "\ufffa": "IAS", "\ufffb": "IAT",
}  # fmt: skip
TAGS = 0xE0000  # tag characters repeat ASCII from here on, unseen
MARKS_SHOWN = 8  # combining marks on one letter; no language of the world needs more

ACTING = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\ufffb\ud800-\udfff]"
    r"|(?P<tags>[\U000e0000-\U000e007f]+)"
    r"|(?P<pile>[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{9,})"
)


def show(text: str) -> str:
    """The text with every acting or invisible character replaced by a mark; tabs and line ends stay."""
    return ACTING.sub(_mark, text)


def show_line(text: str) -> str:
    """The same on one line, with white space of all kinds as single spaces."""
    return " ".join(show(text).split())


def split_acting(text: str) -> Iterator[tuple[str, str | None]]:
    """The text in pieces: (plain words, None) and (what acts, the mark that shows it), in order."""
    end = 0
    for match in ACTING.finditer(text):
        if match.start() > end:
            yield text[end : match.start()], None
        yield match.group(), _mark(match)
        end = match.end()
    if end < len(text):
        yield text[end:], None


def _mark(match: re.Match[str]) -> str:
    found = match.group()
    if match["tags"]:
        letters = "".join(chr(ord(sign) - TAGS) for sign in found if ord(sign) >= TAGS + 0x20)
        return f"⟨hidden: {letters}⟩"
    if match["pile"]:
        return f"{found[:MARKS_SHOWN]}⟨{len(found) - MARKS_SHOWN:,} more marks⟩"
    code = ord(found)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return f"⟨{BIDI.get(found) or UNSEEN.get(found) or f'U+{code:04X}'}⟩"
