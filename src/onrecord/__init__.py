"""onrecord reads news reports the way a verification desk does.

>>> import onrecord
>>> reading = onrecord.read_text("The dam held, the water board said on Tuesday.", dateline="2024-10-23")
>>> reading.claims[0].contents[0].text
'The dam held'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from os import PathLike, fspath
from typing import TYPE_CHECKING

from onrecord.errors import InputError, OnRecordError
from onrecord.extraction.stages import Method, extract
from onrecord.intake import Hear, read_source
from onrecord.model import (
    Claim,
    Date,
    Derived,
    Doubt,
    Figure,
    Hedge,
    Link,
    Media,
    Notice,
    Party,
    Position,
    Reading,
    Report,
    Span,
)
from onrecord.reading import Told, report_from_text

if TYPE_CHECKING:
    from onrecord.ledger import Ledger

__all__ = [
    "Claim", "Date", "Derived", "Doubt", "Figure", "Hedge", "InputError", "Link", "Media", "Method", "Notice",
    "OnRecordError", "Party", "Position", "Reading", "Report", "Span", "extract", "open_ledger", "read", "read_all",
    "read_text",
]  # fmt: skip

__version__ = "0.1.0"


def read(
    source: str | PathLike[str],
    *,
    date: str | None = None,
    outlet: str | None = None,
    format: str | None = None,
    method: Method | None = None,
) -> Reading:
    """The reading of one file, address (http, https), or "-" for standard input; of several reports in it the first.

    `date` ("2024-10-23") and `outlet` say what a bare text does not; what the report itself states wins.
    `format` names the input format where it should not be found by content; `method` chooses the extractor.

    Raises InputError, of the kind that names what is wrong, when the source cannot be read.
    """
    return next(read_source(fspath(source), Told(date=date, outlet=outlet, format=format), method))


def read_all(
    source: str | PathLike[str],
    *,
    date: str | None = None,
    outlet: str | None = None,
    format: str | None = None,
    columns: Mapping[str, str] | None = None,
    method: Method | None = None,
    hear: Hear | None = None,
) -> Iterator[Reading]:
    """The readings of all reports that a source holds: of a feed, an archive, a corpus, or a single file.

    `columns` says which column of a corpus holds what ({"text": "body"}); `hear` is called with each part that was
    refused and each notice about the source as a whole. Without it the first refusal is raised after the last reading.
    """
    told = Told(date=date, outlet=outlet, format=format, columns=tuple((columns or {}).items()))
    return read_source(fspath(source), told, method, hear)


def read_text(
    text: str, *, dateline: str | None = None, outlet: str | None = None, method: Method | None = None
) -> Reading:
    """The reading of a text at hand, with the day that its relative dates count from ("2024-10-23").

    Raises InputError when the text is empty or too long.
    """
    return extract(report_from_text(text, dateline=dateline, outlet=outlet), method)


def open_ledger(where: str | PathLike[str], *, create: bool = False, read_only: bool = False) -> Ledger:
    """The ledger in a file, or at a postgresql:// address (`?ledger=NAME` names its schema); use it as a context.

    `create` makes one where there is none; a file that may not be written is opened for reading.

    Raises NoLedger where there is none, or what is there is another program's.
    """
    from onrecord.ledger import open_ledger as open_it

    return open_it(fspath(where), create=create, read_only=read_only)
