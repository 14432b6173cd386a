"""Bytes to characters, by one written order of precedence.

1. a byte order mark;
2. the charset of the HTTP header, unless it is a Latin one and the bytes are valid UTF-8 beyond ASCII
   (servers send a Latin default unasked; text that only happens to be valid UTF-8 is not met in practice);
3. valid UTF-8, or UTF-16 and UTF-32 without a mark, known by where their zero bytes stand;
4. the charset that the document declares;
5. UTF-8 with a few broken places, each replaced by U+FFFD;
6. a guess, in which windows-1252 goes before every other Latin code page.

Labels mean what the WHATWG Encoding Standard says: iso-8859-1 and us-ascii are windows-1252. UTF-7 is never decoded.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from onrecord.errors import NotText
from onrecord.model import Notice

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SIGNATURES = (
    (b"\xff\xd8\xff", "a JPEG picture"), (b"\x89PNG\r\n", "a PNG picture"), (b"GIF8", "a GIF picture"),
    (b"RIFF", "a WebP picture, sound or film"), (b"BM", "a bitmap picture"), (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"), (b"%PDF-", "a PDF document"), (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript document"), (b"\x7fELF", "a program (ELF)"), (b"MZ", "a program (Windows)"),
    (b"\xcf\xfa\xed\xfe", "a program (Mach-O)"), (b"\xca\xfe\xba\xbe", "a program (Java or Mach-O)"),
    (b"\x00asm", "a program (WebAssembly)"), (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"PK\x05\x06", "a ZIP archive"), (b"\x1f\x8b", "gzip-compressed data"), (b"BZh", "bzip2-compressed data"),
    (b"\xfd7zXZ\x00", "xz-compressed data"), (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"), (b"\x28\xb5\x2f\xfd", "zstd-compressed data"),
    (b"SQLite format 3\x00", "an SQLite database"), (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"OggS", "an Ogg recording"), (b"ID3", "an MP3 recording"), (b"fLaC", "a FLAC recording"),
    (b"PAR1", "a Parquet table"), (b"\x80\x04\x95", "a Python pickle"),
)  # fmt: skip
PLAIN_STARTS = (b"BM", b"MZ", b"RIFF", b"GIF8", b"ID3", b"BZh", b"PAR1", b"OggS", b"fLaC")
LATIN = frozenset(
    {"cp1250", "cp1252", "cp1254", "cp1257", "cp1258", "mac-roman", "mac-latin2", "cp437", "cp850", "cp852"}
    | {f"iso8859-{part}" for part in (1, 2, 3, 4, 9, 10, 13, 14, 15, 16)}
)
NEVER = frozenset({"utf-7", "idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"})
EBCDIC = ("cp037", "cp1140", "cp273", "cp424", "cp500", "cp875", "cp1026")
DECLARED = re.compile(rb"""<meta\b[^>]{0,300}?charset\s{0,20}=\s{0,20}["']?\s{0,20}([A-Za-z0-9_:.-]{1,40})""", re.I)
XML_DECLARED = re.compile(rb"""\A\s{0,20}<\?xml[^>]{0,200}?encoding\s{0,20}=\s{0,20}["']([A-Za-z0-9_.-]{1,40})""")
IMITATION = re.compile(
    rb"[\xc0\xc1][\x80-\xbf]|\xed[\xa0-\xbf][\x80-\xbf]|[\xf4-\xf7][\x80-\xbf]{3}|[\xe0\xf0][\x80-\x8f]"
)
ESCAPES = re.compile(rb"\x1b[$(]|\x0e[^\x0f]{1,400}\x0f")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
WHATWG = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "shift_jis": "cp932", "gb2312": "gb18030",
    "gbk": "gb18030", "euc_kr": "cp949", "utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le",
}  # fmt: skip
WESTERN = {
    byte: bytes([byte]).decode("cp1252", "replace")
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
BROKEN_SHARE = 0.05  # of all characters; with more of them, letters that imitate others do not speak for UTF-8
NUL_SHARE = 0.01  # of all characters; above it a text is refused, below it each NUL becomes U+FFFD


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of an input, the encoding they were read in, and what the user should know about that."""

    text: str
    encoding: str
    notices: tuple[Notice, ...] = ()


def decode(data: bytes, name: str, header: str | None = None) -> Decoded:
    """The characters of an input.

    Raises NotText with the code empty, not_text or bad_encoding.
    """
    if not data.strip(b" \t\r\n\x0b\x0c\x00"):
        raise NotText(name, "there is nothing in it", "Give a file that holds a report.", "empty")
    refuse_binary(data, name)
    decoded = (
        _decode_marked(data) or _decode_told(data, header) or _decode_known(data) or _decode_declared(data, header)
    )
    decoded = decoded or _decode_broken(data) or _guess(data, name)
    if not decoded.text.strip("\ufeff\x00 \t\r\n\x0b\x0c\u0085\u00a0"):
        raise NotText(name, "there is nothing in it but white space", "Give a file that holds a report.", "empty")
    _refuse_controls(decoded.text, name)
    return decoded


def name_signature(data: bytes) -> str | None:
    """What the first bytes say that this is ("a JPEG picture"), or None."""
    for start, kind in SIGNATURES:
        if data.startswith(start) and (start not in PLAIN_STARTS or not _is_clean(data[:2000])):
            return kind
    if data[4:8] == b"ftyp":
        return "a film or picture (MPEG-4)"
    return None


def refuse_binary(data: bytes, name: str) -> None:
    """Raise NotText when the bytes are known not to be text, saying what they look like."""
    kind = name_signature(data)
    if kind:
        raise NotText(name, f"this is no text: it looks like {kind}", "Give plain text or a saved web page.")


def _is_clean(data: bytes) -> bool:
    return not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", data)


def _decode_marked(data: bytes) -> Decoded | None:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            return Decoded(text, encoding)
    return None


def _decode_told(data: bytes, header: str | None) -> Decoded | None:
    encoding = find_codec(header)
    if encoding is None or (encoding in LATIN and not data.isascii() and _decode_strictly(data, "utf-8") is not None):
        return None
    text = _decode_strictly(data, encoding)
    return None if text is None else Decoded(text, encoding, _note_conflict(data, encoding))


def _decode_known(data: bytes) -> Decoded | None:
    wide = _find_wide(data)
    if wide and (text := _decode_strictly(data, wide)) is not None:
        return Decoded(text, wide, (Notice("encoding_guessed", f"no encoding is declared; read as {wide.upper()}"),))
    text = _decode_strictly(data, "utf-8")
    if text is None or (data.isascii() and ESCAPES.search(data)):
        return None
    return Decoded(text, "utf-8", _note_conflict(data, "utf-8"))


def _decode_declared(data: bytes, header: str | None) -> Decoded | None:
    declared = find_codec(_find_declaration(data)) or find_codec(header)
    if declared is None:
        return None
    if declared == "utf-8":
        return _decode_broken(data, always=True)
    text = _decode_strictly(data, declared)
    if text is None:
        return None
    return Decoded(text, declared)


def _decode_broken(data: bytes, always: bool = False) -> Decoded | None:
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(character > "\x7f" for character in text) - broken
    imitated = broken < BROKEN_SHARE * len(text) and IMITATION.search(data)
    if not always and broken > sound and not imitated:
        return None
    return Decoded(text, "utf-8")


def _guess(data: bytes, name: str) -> Decoded:
    from resiliparse.parse.encoding import detect_encoding

    if ESCAPES.search(data):
        raise _bad_encoding(name, "it switches character sets in the text, and none is declared")
    guess = find_codec(detect_encoding(data[:100_000])) or "cp1252"
    western = decode_western(data)
    if guess not in LATIN and not _has_western_look(western):
        text = _decode_strictly(data, guess)
        if text is not None and _has_letters(text):
            return Decoded(text, guess, (_note_guess(guess),))
    if not _has_western_look(western):
        raise _bad_encoding(name, "its characters make sense in no encoding that we know")
    return Decoded(western, "cp1252", (_note_guess("windows-1252"),))


def _note_guess(encoding: str) -> Notice:
    return Notice("encoding_guessed", f"no encoding is declared and it is not UTF-8; read as {encoding}")


def _bad_encoding(name: str, reason: str) -> NotText:
    return NotText(name, reason, "Save it as UTF-8 and try again.", "bad_encoding")


def _note_conflict(data: bytes, encoding: str) -> tuple[Notice, ...]:
    label = _find_declaration(data)
    declared = find_codec(label)
    if label is None or declared == encoding or data.isascii():
        return ()
    return (Notice("encoding_conflict", f"the page declares {label}, but was read as {encoding}"),)


def _find_declaration(data: bytes) -> str | None:
    found = XML_DECLARED.search(data[:1024]) or DECLARED.search(data[:4096])
    return found.group(1).decode("ascii") if found else None


def find_codec(label: str | None) -> str | None:
    """The Python codec for a charset label, as browsers understand labels; None if there is none we trust."""
    if not label:
        return None
    try:
        name = codecs.lookup(label.strip(" \"'")).name
        b"".decode(name)
    except (LookupError, ValueError):
        return None
    name = WHATWG.get(name, name)
    return None if name in NEVER or name in EBCDIC else name


def _decode_strictly(data: bytes, encoding: str) -> str | None:
    if encoding == "cp1252":
        return decode_western(data)
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def decode_western(data: bytes) -> str:
    """The bytes as windows-1252, its five unassigned bytes as the control characters that browsers read there."""
    return data.decode("latin-1").translate(WESTERN)


def _find_wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, by the share of zero bytes at each place of a character."""
    head = data[:4000]
    if len(head) < 8 or b"\x00" not in head:
        return None
    zeros = [head[place::4].count(0) / max(1, len(head[place::4])) for place in range(4)]
    shapes = {
        "utf-32-le": (0, 1, 1, 1),
        "utf-32-be": (1, 1, 1, 0),
        "utf-16-le": (0, 1, 0, 1),
        "utf-16-be": (1, 0, 1, 0),
    }
    for encoding, shape in shapes.items():
        if all((share > 0.6) if zero else (share < 0.2) for share, zero in zip(zeros, shape, strict=True)):
            return encoding
    return None


def _has_western_look(text: str) -> bool:
    head = text[:100_000]
    letters = [character for character in head if character.isalpha()]
    plain = sum(character.isascii() for character in letters)
    controls = sum(
        (character < " " and character not in "\t\n\r\x0b\x0c\x1b") or "\x7f" <= character < "\xa0"
        for character in head
    )
    return bool(letters) and plain >= 0.7 * len(letters) and controls <= 0.01 * len(head)


def _has_letters(text: str) -> bool:
    head = text[:100_000]
    return sum(character.isalpha() for character in head) > 0.5 * sum(not character.isspace() for character in head)


def _refuse_controls(text: str, name: str) -> None:
    zeros, controls = text.count("\x00"), sum(1 for _ in CONTROLS.finditer(text[:200_000]))
    if zeros > NUL_SHARE * len(text) and zeros > 1:
        raise NotText(
            name,
            f"this is no text: {zeros:,} of {len(text):,} characters are NUL",
            "Give plain text or a saved web page.",
        )
    if controls > 0.05 * min(len(text), 200_000) and controls > 3:
        raise NotText(name, f"this is no text: {controls:,} control characters", "Give plain text or a saved web page.")
