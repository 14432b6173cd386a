"""One report as one JSON object, in the words of the contract."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import islice
from typing import TextIO

from onrecord.errors import OnRecordError
from onrecord.exports.screen import Screen
from onrecord.model import Reading


class TooManyReports(OnRecordError):
    """More than one report for an output that holds one."""


def write(readings: Iterable[Reading], out: TextIO, screen: Screen) -> None:
    """Write the one reading as an indented JSON object; nothing is written when there is none.

    Raises TooManyReports, before anything is written, when there is more than one.
    """
    found = list(islice(readings, 2))
    if len(found) > 1:
        raise TooManyReports("json holds one report and there are several. Use --format jsonl for one object a line.")
    for reading in found:
        json.dump(reading.to_dict(), out, ensure_ascii=False, indent=2, allow_nan=False)
        out.write("\n")
