"""Corpora of reports, a row each: JSON Lines and CSV, read in a stream of lines that have a limit."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

from onrecord.errors import InputError, NotText, TooLarge
from onrecord.reading.columns import check_columns, choose_columns, read_names, read_row
from onrecord.reading.decoding import decode, find_codec
from onrecord.reading.jsontext import Numeral, parse_json, text_in
from onrecord.reading.ninjs import is_ninjs, read_object
from onrecord.reading.source import Item, Source

HEAD = 65_536
OBJECT = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"')
DELIMITERS = ",;\t|"


def looks_like_jsonl(data: bytes) -> bool:
    """Whether the first line is a JSON object that ends in it, and most of the next ones begin like one."""
    lines = [line.strip() for line in data[:HEAD].split(b"\n") if line.strip()]
    if not lines or not OBJECT.match(lines[0]):
        return False
    if len(lines) == 1:
        return len(data) >= HEAD or lines[0].endswith(b"}")
    begun = sum(line.startswith(b"{") for line in lines[:6])
    return lines[0].endswith(b"}") and 2 * begun > len(lines[:6])


def looks_like_csv(data: bytes) -> bool:
    """Whether the first line names columns, one of them that of a text."""
    first = data[:HEAD].split(b"\n", 1)
    if len(first) < 2 or not first[1].strip():
        return False
    line = first[0].decode("utf-8", "replace").lstrip("\ufeff").strip()
    delimiter = find_delimiter(line)
    names = [name.strip().strip('"').lower() for name in line.split(delimiter)] if delimiter else []
    known = {
        name for role in ("headline", "date", "outlet", "url", "byline", "id", "language") for name in read_names(role)
    }
    return len(names) > 1 and bool(set(names) & set(read_names("text"))) and bool(set(names) & known or len(names) == 2)


def find_delimiter(line: str) -> str | None:
    """The sign that stands oftenest between the names of a first line, or None."""
    best = max(DELIMITERS, key=line.count)
    return best if line.count(best) else None


def read_jsonl(source: Source) -> Iterator[Item]:
    """The reports in JSON Lines, one for each object; a line that is none is refused and the next one read."""
    check_columns(source.told.columns, source.name)
    count = 0
    for number, line in read_lines(source):
        if line.strip(b" \t\r\n\xef\xbb\xbf"):
            count += 1
            part = source.part(f"line {number}", line)
            yield _too_long(part) if len(line) > source.limits.raw_bytes else _read_line(part)
    if not count:
        raise NotText(source.name, "there is no line in it", "Give one JSON object a line.", "empty")


def _read_line(source: Source) -> Item:
    try:
        text = decode(source.data, source.name, source.told.charset or "utf-8").text
        value, _ = parse_json(text, source.name, source.limits)
        if not isinstance(value, dict):
            raise NotText(source.name, "this line holds no JSON object", "Give one object a line.", "bad_json")
        if is_ninjs(value):
            return read_object(source, value)
        row = {key: _write_cell(cell) for key, cell in value.items()}
        return read_row(source, "jsonl", row, choose_columns(row, source.told.columns))
    except InputError as error:
        return error


def _write_cell(value: Any) -> str:
    """A cell as text: strings as they are, lists of strings joined, numbers as written, all else empty."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(text_in, value[:20])))
    return str(value) if isinstance(value, Numeral) else text_in(value)


def read_csv(source: Source) -> Iterator[Item]:
    """The reports in a CSV file whose first line names its columns, one for each row."""
    check_columns(source.told.columns, source.name)
    csv.field_size_limit(source.limits.raw_bytes)
    lines = (text for text, _ in decode_lines(source))
    names, delimiter = _read_names(next(lines, ""), source)
    columns = choose_columns(names, source.told.columns)
    if "text" not in columns or columns["text"] not in names:
        reason = f"none of its columns is one of text: {', '.join(names[:12])}"
        raise NotText(source.name, reason, "Say which one it is: --columns text=NAME.", "no_text_column")
    rows = _read_rows(source, csv.reader(lines, delimiter=delimiter), names, columns)
    first = next(rows, None)
    if first is None:
        raise NotText(source.name, "there is no row in it", "Give rows under the names.", "empty")
    yield first
    yield from rows


def _read_names(first: str, source: Source) -> tuple[list[str], str]:
    """The names of the columns in a first line, and the sign between them; raises NotText where it names none."""
    first = first.lstrip("\ufeff").rstrip("\r\n")
    delimiter = find_delimiter(first)
    try:
        names = [name.strip() for name in next(csv.reader([first], delimiter=delimiter or ","), [])]
    except csv.Error:
        names = []
    if delimiter is None or not names:
        reason = "its first line names no columns"
        raise NotText(source.name, reason, "Give a first line of names with commas between them.", "bad_csv")
    return names, delimiter


def _read_rows(source: Source, rows: Any, names: list[str], columns: dict[str, str]) -> Iterator[Item]:
    """The reports in the rows that have something in them, and refusals of rows that cannot be told apart."""
    number = 0
    while True:
        number += 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield NotText(
                f"{source.name}, row {number}", f"this row cannot be read: {error}", "Check its marks.", "bad_csv"
            )
            continue
        if any(cell.strip() for cell in cells):
            part = source.part(f"row {number}", "\x1f".join(cells).encode("utf-8", "surrogatepass"))
            yield read_row(part, "csv", dict(zip(names, cells, strict=False)), columns)


def decode_lines(source: Source) -> Iterator[tuple[str, int]]:
    """The lines of a file as text, in the encoding that its first bytes show, with their numbers.

    Raises TooLarge for a line above the limit, since a table is lost with a line.
    """
    head = source.data[:HEAD].rpartition(b"\n")[0] or source.data[:HEAD]
    encoding = find_codec(source.told.charset) or decode(head, source.name).encoding
    for number, line in read_lines(source):
        if len(line) > source.limits.raw_bytes:
            raise _too_long(source.part(f"line {number}", line))
        yield line.decode(encoding, "replace").replace("\x00", "\ufffd"), number


def read_lines(source: Source) -> Iterator[tuple[int, bytes]]:
    """The lines of a file with their numbers; of one above the limit only its beginning, one byte over the limit."""
    file: BinaryIO = source.file or BytesIO(source.data)
    number = 0
    while line := file.readline(source.limits.raw_bytes + 1):
        number += 1
        yield number, line
        rest = line if len(line) > source.limits.raw_bytes else b"\n"
        while rest and not rest.endswith(b"\n"):
            rest = file.readline(HEAD)


def _too_long(source: Source) -> TooLarge:
    limit = source.limits.raw_bytes
    return TooLarge(source.name, f"it is longer than {limit:,} bytes (limit `raw_bytes`)", "Split it.")
