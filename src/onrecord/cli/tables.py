"""What a ledger finds, written for the terminal, for programs and for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any, TextIO

from onrecord.cli.output import Output, choose_width, complain, open_output
from onrecord.exports.visible import show, show_line
from onrecord.model import to_plain

if TYPE_CHECKING:
    from onrecord.ledger import Found, ReportCard

import typer

SCHEMA = "onrecord-ledger/1"
TABLE_FORMATS = ("text", "json", "jsonl", "csv", "parquet")
COMPUTES = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # what a spreadsheet takes for a formula
LAYOUT: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # what stands in a head line, and below it
    "reports": (("id", "day", "outlet"), ("headline", "incomplete")),
    "claims": (("id", "day", "outlet", "factuality", "chain"), ("content",)),
    "figures": (("id", "day", "outlet", "role", "speaker_name"), ("text", "counted")),
    "positions": (("id", "day", "outlet", "position", "party_name"), ("text",)),
    "parties": (("id", "day", "outlet", "kind", "name"), ("role",)),
}
INDENT = "    "


def write_found(found: Found[Any], kind: str, output: Output) -> int:
    """Write what was found in the wanted format; gives how many there were."""
    if output.format == "parquet":
        return write_parquet(found, output)
    write = {"text": write_text, "json": write_json, "jsonl": write_jsonl, "csv": write_csv}[output.format]
    try:
        with open_output(output.file) as out:
            return write(found, kind, out, choose_width(output, out))
    except OSError as error:
        if output.file is None or isinstance(error, BrokenPipeError):
            raise
        complain(f"{output.file}: cannot be written ({error.strerror or error}). Choose another --output.")
        raise typer.Exit(1) from None


def write_text(found: Found[Any], kind: str, out: TextIO, width: int) -> int:
    """For the eye: a line with what it is and whose, and below it the words."""
    count = 0
    for row in found.rows():
        for line in lay_out_row(kind, row, width):
            out.write(line + "\n")
        count += 1
    if not count:
        out.write("nothing found\n")
    return count


def lay_out_row(kind: str, row: dict[str, Any], width: int) -> Iterator[str]:
    """The lines of one row, wrapped to the width."""
    head, below = LAYOUT[kind]
    yield "  ".join(show_line(str(row[name])) for name in head if row[name])
    words = " — ".join(show_line(str(row[name])) for name in below if row[name])
    if kind == "reports":
        words = f"{words or row['name']} ({row['claims'] or 0} claims, {row['figures'] or 0} figures)"
        words = "text removed" if row["removed"] else words
    yield from wrap(words, width, initial_indent=INDENT, subsequent_indent=INDENT)


def list_items(found: Found[Any], kind: str) -> Iterator[dict[str, Any]]:
    """The objects of the contract, each with the report that it stands in and the names that its ids stand for."""
    for kept in found:
        if kind == "reports":
            yield to_plain(kept)
            continue
        item = {
            "id": kept.id,
            "report": kept.report.id,
            "outlet": kept.report.outlet,
            "day": kept.report.day,
        } | to_plain(kept.value)
        if kind == "claims":
            item |= {"speaker_name": kept.speaker, "chain_names": list(kept.chain)}
        elif kind == "figures":
            item["speaker_name"] = kept.speaker
        elif kind == "positions":
            item["party_name"] = kept.speaker
        yield item | {"review": kept.review}


def write_json(found: Found[Any], kind: str, out: TextIO, width: int) -> int:
    """One object with all that was found."""
    items = list(list_items(found, kind))
    json.dump({"schema": SCHEMA, "kind": kind, "items": items}, out, ensure_ascii=False, indent=2, allow_nan=False)
    out.write("\n")
    return len(items)


def write_jsonl(found: Found[Any], kind: str, out: TextIO, width: int) -> int:
    """One object a line, as they come."""
    count = 0
    for item in list_items(found, kind):
        line = json.dumps(item, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        out.write(line.translate(LINE_ENDS) + "\n")
        count += 1
    return count


LINE_ENDS = str.maketrans({"\u0085": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def write_csv(found: Found[Any], kind: str, out: TextIO, width: int) -> int:
    """A row a thing; words that a spreadsheet would compute stand behind an apostrophe."""
    names = found.columns()
    out.write(make_line(names))
    count = 0
    for row in found.rows():
        line = make_line([make_cell(row[name]) for name in names])
        out.write(show(line) if out.isatty() else line)
        count += 1
    return count


def make_line(cells: Sequence[Any]) -> str:
    """A line of CSV in which every cell with a line end of any kind is quoted."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().removesuffix("\r\n") + "\n"


def make_cell(value: Any) -> Any:
    """A value for a spreadsheet; an apostrophe stands before words that it would compute, or that begin with one."""
    if isinstance(value, str):
        plain = value.replace("\0", "␀")
        return f"'{plain}" if plain.startswith((*COMPUTES, "'")) else plain
    return value


def write_parquet(found: Found[Any], output: Output) -> int:
    """The rows as a Parquet file, which takes its name when it is whole."""
    if output.file is None:
        raise typer.BadParameter("parquet goes to a file: name one with --output.", param_hint="--format")
    table = found.to_arrow()
    from pyarrow import parquet

    part = output.file.with_name(f".{output.file.name}.part")
    try:
        parquet.write_table(table, part)
        part.replace(output.file)
    except OSError as error:
        complain(f"{output.file}: cannot be written ({error.strerror or error}). Choose another --output.")
        raise typer.Exit(1) from None
    finally:
        part.unlink(missing_ok=True)
    return int(table.num_rows)


def show_card(card: ReportCard) -> str:
    """A report in a line."""
    parts = (card.outlet, card.day, card.headline or card.name)
    return show_line(" · ".join(part for part in parts if part))
