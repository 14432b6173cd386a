"""Any number of reports as JSON Lines, one object of the contract a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

from onrecord.exports.screen import Screen
from onrecord.model import Reading

# JSON allows these inside strings, yet many tools that split lines take them for line ends.
LINE_ENDS = str.maketrans({"\u0085": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def write(readings: Iterable[Reading], out: TextIO, screen: Screen) -> None:
    """Write each reading on a line of its own as soon as it comes."""
    for reading in readings:
        line = json.dumps(reading.to_dict(), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        out.write(line.translate(LINE_ENDS) + "\n")
        out.flush()
