"""One input into readings: the only place where the rooms meet."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from onrecord.errors import MissingInput, TooLarge
from onrecord.extraction.stages import Method, extract
from onrecord.model import Reading
from onrecord.reading import LIMITS, ReadResult, Told, read_bytes

CHUNK = 1 << 20


def read_source(source: str, told: Told | None = None, method: Method | None = None) -> Iterator[Reading]:
    """The readings of one file, address, or "-" for standard input.

    `told` says what a bare report does not, and names its format where that should not be found by content.

    Raises InputError, of the kind that names what is wrong, when the source cannot be read.
    """
    told = told or Told()
    name = "standard input" if source == "-" else source
    if source.startswith(("http://", "https://")):
        data, told = _fetch(source, told)
    else:
        data = _drain_stdin(name) if source == "-" else load_file(source)
    for result in read_bytes(data, name, told):
        yield _complete(extract(result.report, method), result)


def load_file(name: str) -> bytes:
    """The bytes of a regular file, never more than the limit.

    Raises MissingInput for what is no file or may not be read, TooLarge above the limit.
    """
    path = Path(name)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise MissingInput(name, "is a directory", "Name the files in it, as in dir/*.txt.")
        if not stat.S_ISREG(mode):
            raise MissingInput(
                name, "is a device or pipe, not a file", "Hand such data to standard input and read '-'."
            )
        with path.open("rb") as file:
            data = file.read(LIMITS.raw_bytes + 1)
    except FileNotFoundError:
        raise MissingInput(name, "does not exist", "Check the spelling and the folder.") from None
    except PermissionError:
        raise MissingInput(name, "may not be read", "Ask for the right to read it.", "not_allowed") from None
    except (OSError, ValueError) as error:
        raise MissingInput(name, f"cannot be opened ({error})", "Check the name.") from None
    return _within_limit(data, name)


def _drain_stdin(name: str) -> bytes:
    return _within_limit(sys.stdin.buffer.read(LIMITS.raw_bytes + 1), name)


def _within_limit(data: bytes, name: str) -> bytes:
    if len(data) > LIMITS.raw_bytes:
        reason = f"it holds more than {LIMITS.raw_bytes:,} bytes, the limit `raw_bytes` of one report"
        raise TooLarge(name, reason, "Split it into reports.")
    return data


def _fetch(address: str, told: Told) -> tuple[bytes, Told]:
    from onrecord.fetching import fetch

    page = fetch(address)
    return page.data, replace(told, url=page.url, charset=page.charset)


def _complete(reading: Reading, result: ReadResult) -> Reading:
    """The reading with what the reader of the format noticed and could not make out."""
    doubts = sorted((*result.doubts, *reading.not_understood), key=lambda doubt: (doubt.start, doubt.end))
    return replace(reading, notices=(*result.notices, *reading.notices), not_understood=tuple(doubts))
