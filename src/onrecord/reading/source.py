"""What a reader is given and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.model import Doubt, Notice, Report
from onrecord.reading.limits import LIMITS, Limits


@dataclass(frozen=True, slots=True)
class Told:
    """What the user, or the server that sent it, says about a report besides its bytes."""

    date: str | None = None
    outlet: str | None = None
    url: str | None = None
    format: str | None = None
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One input as received: its name in messages, its bytes, what is told about it, and the limits it must keep."""

    name: str
    data: bytes
    told: Told = field(default_factory=Told)
    limits: Limits = LIMITS


@dataclass(frozen=True, slots=True)
class ReadResult:
    """One report as read, what the user should know about the reading, and the places that are not sound."""

    report: Report
    notices: tuple[Notice, ...] = ()
    doubts: tuple[Doubt, ...] = ()
