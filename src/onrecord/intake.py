"""One input into readings: where reading and extraction meet."""

from __future__ import annotations

import io
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import InputError, MissingInput
from onrecord.extraction.stages import Method, extract
from onrecord.model import Notice, Reading
from onrecord.reading import Item, ReadResult, Told, read_file

Hear = Callable[[InputError | Notice], None]


def read_source(
    source: str, told: Told | None = None, method: Method | None = None, hear: Hear | None = None
) -> Iterator[Reading]:
    """The readings of one file, address, or "-" for standard input, one for each report in it.

    `told` says what a bare report does not, and names its format where that should not be found by content. `hear`
    is called with each part that was refused and each notice about the input as a whole, as they are met; without
    it the first refusal is raised when all sound parts have been given.

    Raises InputError, of the kind that names what is wrong, when the source cannot be read.
    """
    refused: list[InputError] = []
    for item in read_reports(source, told):
        if isinstance(item, ReadResult):
            yield complete(extract(item.report, method), item)
        elif hear is not None:
            hear(item)
        elif isinstance(item, InputError):
            refused.append(item)
    if refused:
        raise refused[0]


def read_reports(source: str, told: Told | None = None) -> Iterator[Item]:
    """The reports in one file, address, or "-" for standard input, before anything is claimed from them.

    Raises InputError when the source cannot be read.
    """
    told = told or Told()
    if source.startswith(("http://", "https://")):
        data, told = fetch_page(source, told)
        yield from read_file(io.BytesIO(data), source, told)
    elif source == "-":
        yield from read_file(sys.stdin.buffer, "standard input", told)
    else:
        with open_file(source) as file:
            yield from read_file(file, source, told)


@contextmanager
def open_file(name: str) -> Iterator[BinaryIO]:
    """A regular file, open for reading its bytes.

    Raises MissingInput for what is no file or may not be read.
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
        file = path.open("rb")
    except FileNotFoundError:
        raise MissingInput(name, "does not exist", "Check the spelling and the folder.") from None
    except PermissionError:
        raise MissingInput(name, "may not be read", "Ask for the right to read it.", "not_allowed") from None
    except (OSError, ValueError) as error:
        raise MissingInput(name, f"cannot be opened ({error})", "Check the name.") from None
    with file:
        yield file


def fetch_page(address: str, told: Told) -> tuple[bytes, Told]:
    """The bytes at an address, and what its server says of them beside what was told; raises FetchError."""
    from onrecord.fetching import fetch

    page = fetch(address)
    return page.data, replace(told, url=page.url, charset=page.charset)


def complete(reading: Reading, result: ReadResult) -> Reading:
    """The reading with what the reader of the format noticed and could not make out."""
    doubts = sorted((*result.doubts, *reading.not_understood), key=lambda doubt: (doubt.start, doubt.end))
    return replace(reading, notices=(*result.notices, *reading.notices), not_understood=tuple(doubts))
