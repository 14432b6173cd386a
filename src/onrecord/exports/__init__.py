"""Readings for someone else: one exporter a file, all in one list.

An exporter is a file with `write(readings, out, screen)`. It takes readings one after the other and
writes text; those that make one document of many say so in their own docstring.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TextIO

from onrecord.exports import html, json, jsonl, text
from onrecord.exports.screen import Screen
from onrecord.model import Reading

__all__ = ["EXPORTERS", "Exporter", "Screen"]

Write = Callable[[Iterable[Reading], TextIO, Screen], None]


@dataclass(frozen=True, slots=True)
class Exporter:
    """An exporter: its name, what it gives, and the function that writes it."""

    name: str
    about: str
    write: Write


EXPORTERS: dict[str, Exporter] = {
    exporter.name: exporter
    for exporter in (
        Exporter("text", "the annotated report and its tables, for the terminal", text.write),
        Exporter("json", "one JSON object for one report, by the contract onrecord/1", json.write),
        Exporter("jsonl", "one such object a line, for any number of reports", jsonl.write),
        Exporter("html", "one self-contained page to open in a browser, to print or to send", html.write),
    )
}
