"""What is repaired before the text of a report is fixed; nothing is changed afterwards.

Line ends become a newline; control characters, stray marks and invisible letters go; UTF-8 that was
decoded twice is put right by one rule; telex copy is unwrapped, so that a newline always ends a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from onrecord.model import Notice
from onrecord.reading.decoding import WESTERN, decode_western

LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
CONTROL = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
C1 = re.compile("[\x80-\x9f]")
BROKEN = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")
INVISIBLE = re.compile(
    "[\u200b\u2060\u180e\u00ad]|(?<=[A-Za-z])[\u200c\u200d](?=[A-Za-z])|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0020-\U000e007f]+"
)
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
FOLLOWING = decode_western(bytes(range(0x80, 0xC0)))  # what the second and third byte of a letter in UTF-8 turn into
TWICE = re.compile(f"[ÂÃ][{re.escape(FOLLOWING)}]|â[€„‚…†][{re.escape(FOLLOWING)}]|ï»¿")
WRAP_WIDTH = range(50, 101)
HYPHEN_END = re.compile(r"([^\W\d_]+)-\Z")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The text that spans will point into, and what was repaired in it."""

    text: str
    notices: tuple[Notice, ...] = ()


def clean_text(text: str) -> Cleaned:
    """The text without what was never meant to be read, line ends as newlines, telex copy unwrapped."""
    characters = clean_characters(text)
    return Cleaned(unwrap(characters.text.strip("\n")), characters.notices)


def clean_characters(text: str) -> Cleaned:
    """The text with line ends as newlines and with broken, doubled and invisible characters repaired."""
    text, doubled = TWICE.subn(_decode_once, text)
    text, turned = C1.subn(_read_western, LINE_END.sub("\n", text))
    text, broken = BROKEN.subn("\ufffd", text)
    text, controls = CONTROL.subn(" ", text)
    text, hidden = INVISIBLE.subn("", text.replace("\ufeff", ""))
    counts = (
        ("double_encoding", doubled, "characters were encoded twice and were repaired"),
        ("control_letters", turned, "characters of windows-1252 stood as control characters and were repaired"),
        ("broken_characters", broken, "characters that no text may hold were replaced by U+FFFD"),
        ("control_characters", controls, "control characters were replaced by spaces"),
        ("invisible_characters", hidden, "invisible characters were taken out"),
        ("turning_characters", len(TURNING.findall(text)), "characters turn the direction of writing; they were kept"),
    )
    return Cleaned(text, tuple(Notice(code, f"{count:,} {what}") for code, count, what in counts if count))


def _decode_once(found: re.Match[str]) -> str:
    codes = bytes(FOLLOWING.index(letter) + 0x80 if letter in FOLLOWING else ord(letter) for letter in found.group())
    try:
        return codes.decode("utf-8")
    except UnicodeDecodeError:
        return found.group()


def _read_western(found: re.Match[str]) -> str:
    letter = found.group().translate(WESTERN)
    return letter if letter > "\x9f" else "\ufffd"


def unwrap(text: str) -> str:
    """The text with lines that were cut at a column width joined again; other texts as they are."""
    lines = text.split("\n")
    width = find_width(lines)
    if width is None:
        return text
    words = set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", text))
    return "\n".join(_join(block, words) for block in _group(lines, width))


def mask_wrapping(text: str) -> str:
    """The text with a space for each newline that only wraps a line: as long as the text, for finding places in it."""
    lines = text.split("\n")
    width = find_width(lines)
    if width is None:
        return text
    cuts = [" " if _is_cut(before.rstrip(), line, width) else "\n" for before, line in pairwise(lines)]
    return "".join(piece for pair in zip(lines, [*cuts, ""], strict=True) for piece in pair)


def find_width(lines: Iterable[str]) -> int | None:
    """The column width that the lines are cut at, or None where they are not cut."""
    lengths = sorted(len(line.rstrip()) for line, after in pairwise(lines) if line.strip() and after.strip())
    if len(lengths) < 3 or sum(length in WRAP_WIDTH for length in lengths) < 0.7 * len(lengths):
        return None
    return lengths[int(0.9 * (len(lengths) - 1))]


def _group(lines: list[str], width: int) -> Iterator[list[str]]:
    block = lines[:1]
    for before, line in pairwise(lines):
        if _is_cut(before.rstrip(), line, width):
            block.append(line)
        else:
            yield block
            block = [line]
    yield block


def _is_cut(before: str, line: str, width: int) -> bool:
    """Whether the line goes on with the one before: its first word had no room left there."""
    first = line.split(None, 1)
    indented = len(line) - len(line.lstrip()) > len(before) - len(before.lstrip())
    if not before or not first or indented:
        return False
    if len(before) > 0.7 * width and HYPHEN_END.search(before[-60:]) and first[0][0].islower():
        return True
    return len(before) + 1 + len(first[0]) > width - 2


def _join(block: list[str], words: set[str]) -> str:
    joined = block[0].rstrip() if len(block) > 1 else block[0]
    for line in block[1:]:
        joined = _append(joined, line.strip(), words)
    return joined


def _append(before: str, line: str, words: set[str]) -> str:
    """The two joined by a space, or without one at a hyphen, which goes only where the whole word is met elsewhere."""
    stem = HYPHEN_END.search(before[-60:])
    rest = re.match(r"[^\W\d_]+", line)
    if not stem or not rest:
        return f"{before} {line}"
    whole = stem.group(1) + rest.group()
    return before[:-1] + line if whole in words and f"{stem.group(1)}-{rest.group()}" not in words else before + line
