"""WACZ (Web Archive Collection Zipped): the WARC files in its folder `archive`, each read in a stream.

Nothing is written to disk, and names inside are labels. Every other ZIP archive is refused.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, cast

from onrecord.errors import NotText, TooLarge
from onrecord.reading.source import Item, Source
from onrecord.reading.warc import read_warc

SIGN, END_SIGN = b"PK\x03\x04", b"PK\x05\x06"
SIGNS = (b"datapackage.json", b"archive/", b"pages/", b"indexes/", b"fuzzy.json")
LONGEST_END = 65_557  # the end of a directory with its longest remark
BROKEN = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, KeyError)


def looks_like_wacz(data: bytes) -> bool:
    """Whether the bytes are a ZIP archive whose first entry is one that WACZ has."""
    length = int.from_bytes(data[26:28], "little")
    return data.startswith(SIGN) and data[30 : 30 + length].startswith(SIGNS)


def read_wacz(source: Source) -> Iterator[Item]:
    """The reports in the WARC files of a WACZ archive."""
    file: BinaryIO = source.file or io.BytesIO(source.data)
    if not file.seekable():
        raise NotText(source.name, "it cannot be read from a pipe", "Give the file itself.", "not_a_file")
    _check_entries(file, source)
    try:
        archive = zipfile.ZipFile(file)
        names = [info for info in archive.infolist() if _is_warc(info.filename)]
    except BROKEN as error:
        raise NotText(
            source.name, f"its directory cannot be read ({error})", "Fetch it again.", "bad_archive"
        ) from None
    if not names:
        raise NotText(source.name, "there is no WARC file in this archive", "Give a WACZ archive.", "empty")
    for info in names:
        yield from _read_entry(source, archive, info)


def _is_warc(name: str) -> bool:
    return name.startswith("archive/") and name.endswith((".warc", ".warc.gz"))


def _read_entry(source: Source, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[Item]:
    name = f"{source.name}, {info.filename[:200]}"
    try:
        with archive.open(info) as entry:
            yield from read_warc(replace(source, name=name, file=cast(BinaryIO, entry)))
    except BROKEN as error:
        yield NotText(name, f"this entry cannot be read ({error})", "Fetch the archive again.", "bad_archive")


def _check_entries(file: BinaryIO, source: Source) -> None:
    """Raise TooLarge when the directory lists more entries than the limit, before it is loaded."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - LONGEST_END))
    tail = file.read(LONGEST_END)
    file.seek(0)
    place = tail.rfind(END_SIGN)
    length = int.from_bytes(tail[place + 12 : place + 16], "little") if place >= 0 else 0
    count = int.from_bytes(tail[place + 10 : place + 12], "little") if place >= 0 else 0
    limit = source.limits.archive_entries
    if count > limit or length > limit * 100 or count == 0xFFFF:
        reason = f"its directory lists more than {min(limit, 65_534):,} entries (limit `archive_entries`)"
        raise TooLarge(source.name, reason, "Give its WARC files one by one.", "too_many_entries")
