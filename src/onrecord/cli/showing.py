"""One thing of a ledger shown: a report as its exporters show it, a part with its report, an entry in a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from onrecord.cli.output import Output, choose_colour, choose_width
from onrecord.cli.tables import show_card
from onrecord.exports import EXPORTERS, Screen
from onrecord.exports.visible import show_line

if TYPE_CHECKING:
    from onrecord.ledger import Entry, Shown
    from onrecord.model import Reading

KINDS = {
    "claims": "claim", "figures": "figure", "positions": "position", "parties": "party",
    "not_understood": "not understood",
}  # fmt: skip
NOBODY: Mapping[str, str] = {}
SKIPPED = {"id", "text", "start", "end"}


def show_report(reading: Reading, format: str, width: int | None) -> None:
    """Print a report as `onrecord read` does."""
    output = Output(format, None, width, "auto")
    screen = Screen(choose_width(output, sys.stdout), choose_colour(output, sys.stdout))
    EXPORTERS[format].write(iter([reading]), sys.stdout, screen)


def show_part(shown: Shown, format: str, width: int) -> None:
    """Print a part of a report with what reviewers made of it."""
    if format == "json":
        extra = {"report": shown.report.id, "review": shown.review, "grades": shown.grades, "notes": list(shown.notes)}
        print(json.dumps(shown.value | extra, ensure_ascii=False, indent=2, allow_nan=False))
        return
    print(f"{KINDS.get(shown.kind, shown.kind)} {shown.value['id']}")
    print(f"  in {shown.report.id}: {show_card(shown.report)}")
    for name, value in shown.value.items():
        words = describe_value(value, shown.names)
        if name not in SKIPPED and words:
            print(f"  {name.replace('_', ' '):<12} {show_line(words)}")
    for name, stated in (("words", shown.value.get("text")), ("review", shown.review)):
        if stated:
            print(f"  {name:<12} {show_line(stated)}")
    for scale, grade in shown.grades.items():
        print(f"  {'grade':<12} {scale}: {show_line(grade)}")
    for note in shown.notes:
        print(f"  {'note':<12} {show_line(note)}")


def describe_value(value: Any, names: Mapping[str, str] = NOBODY) -> str:
    """A plain value in words: spans by their text and place, parties by name, nothing for what is not stated."""
    if isinstance(value, dict):
        if "start" in value and "text" in value:
            ends = f", {value['from'] or '…'} to {value['to'] or '…'}" if "precision" in value else ""
            return f"{value['text']!r} [{value['start']}:{value['end']}{ends}]"
        return ", ".join(f"{key} {describe_value(item, names)}" for key, item in value.items() if item is not None)
    if isinstance(value, list):
        return "; ".join(describe_value(item, names) for item in value)
    if isinstance(value, str) and value in names:
        return f"{names[value]} ({value})"
    return "" if value is None else str(value)


def describe_entry(entry: Entry) -> str:
    """An entry of the log in a line."""
    body = entry.body
    head = f"{entry.seq:>6}  {entry.at}  "
    why = f" ({body['why']})" if body.get("why") else ""
    if entry.kind == "correction":
        value = "" if body["value"] is None else f" = {json.dumps(body['value'], ensure_ascii=False)}"
        what = " ".join([body["action"], *body["targets"], *([body["field"]] if body["field"] else [])])
        return f"{head}{body['who']}: {what}{value}{why}"
    if entry.kind in {"undo", "redo"}:
        return f"{head}{body['who']}: {entry.kind} of {body['of']}{why}"
    if entry.kind == "removal":
        return f"{head}{body['who']}: text removed{why}"
    if entry.kind == "report":
        line = f", a version of {body['line']}: {body['line_why']}" if body["line_why"] else ""
        return f"{head}added from {body['name']} by {body['engine']}{line}"
    if entry.kind == "appearance":
        place = body["url"] or body["outlet"] or body["name"]
        return f"{head}the same text also from {place}"
    return f"{head}{entry.kind}"
