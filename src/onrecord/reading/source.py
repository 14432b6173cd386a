"""What a reader is given and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from onrecord.errors import InputError
from onrecord.model import Doubt, Notice, Report
from onrecord.reading.limits import LIMITS, Limits


@dataclass(frozen=True, slots=True)
class Told:
    """What the user, or the server that sent it, says about a report besides its bytes.

    `columns` says for a corpus which column holds what: (("text", "body"), ("date", "pubdate")).
    """

    date: str | None = None
    outlet: str | None = None
    url: str | None = None
    format: str | None = None
    charset: str | None = None
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReadResult:
    """One report as read, what the user should know about the reading, and the places that are not sound."""

    report: Report
    notices: tuple[Notice, ...] = ()
    doubts: tuple[Doubt, ...] = ()


Item = ReadResult | InputError | Notice  # a report, a part that was refused, or a word about the input as a whole


@dataclass(frozen=True, slots=True)
class Source:
    """One input as received: its name in messages, its bytes, what is told about it, and the limits it must keep.

    A container of many reports also has the file, to be read in a stream, and the function that reads a part of it
    in whatever format that is; its `data` are then only the first bytes.
    """

    name: str
    data: bytes
    told: Told = field(default_factory=Told)
    limits: Limits = LIMITS
    file: BinaryIO | None = None
    read_part: Callable[[Source], Iterator[Item]] | None = None
    received: bytes | None = None  # where the data were packed, the bytes as they came

    def part(self, name: str, data: bytes) -> Source:
        """One part of this input, with what is told and allowed for the whole."""
        return replace(self, name=f"{self.name}, {name}" if name else self.name, data=data, file=None, received=None)
