"""What the sender of an item says of its standing: withdrawn, held back, corrected, not to be printed before a time.

The words are those of IPTC's NewsCodes for publishing status and signals. Nothing is hidden for it: a withdrawn item is
read and marked, since that it was sent is part of the record.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from onrecord.model import Notice
from onrecord.reading.assembling import Stated

STANDINGS = {
    "canceled": ("canceled", "its sender has withdrawn it; it is kept, and marked"),
    "cancelled": ("canceled", "its sender has withdrawn it; it is kept, and marked"),
    "withheld": ("withheld", "its sender holds it back until further notice"),
    "usable": ("usable", ""),
}


@dataclass(frozen=True, slots=True)
class Sending:
    """What is stated of an item, its standing in the standard's words, and the notices that tell the user."""

    stated: Stated
    notices: tuple[Notice, ...]


def note_sending(stated: Stated, signals: list[str]) -> Sending:
    """The item with its standing read, and a notice for each thing that a desk must not overlook."""
    status, words = STANDINGS.get(
        stated.status or "", (stated.status, f"its publishing status is {(stated.status or '')[:40]!r}")
    )
    code = status if stated.status in STANDINGS else "other"
    notices = [Notice(f"status_{code}", words)] if stated.status and words else []
    if stated.embargo:
        notices.append(Notice("embargo", f"its sender asks that it be not published before {stated.embargo}"))
    corrected = [signal for signal in signals if "correct" in signal.lower() or "update" in signal.lower()]
    notices += [Notice("signal", f"its sender marks it: {signal[:80]}") for signal in corrected[:3]]
    if stated.note:
        notices.append(Notice("editors_note", f"note to editors: {stated.note[:300]}"))
    return Sending(replace(stated, status=status), tuple(notices))
