"""Where a result goes, the screen or a file written whole or not at all; and what goes wrong, in a line."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from onrecord.errors import describe_error
from onrecord.exports import EXPORTERS
from onrecord.exports.visible import show_line

NARROWEST, WIDEST = 40, 400


@dataclass(frozen=True, slots=True)
class Output:
    """Where a result goes and how it looks."""

    format: str
    file: Path | None
    width: int | None
    color: str


@contextmanager
def open_output(path: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that takes its name only when all is written; an existing one stays until then."""
    if path is None:
        if sys.stdout is None:
            raise OSError("it is closed")
        yield sys.stdout
        sys.stdout.flush()
        return
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", newline="\n") as out:  # a device or pipe; a folder refuses
            yield out
        return
    target = path.resolve()  # through links: the file behind is replaced, the link stays
    part = target.with_name(f".onrecord-{os.getpid()}.part")
    try:
        with part.open("x", encoding="utf-8", newline="\n") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        if target.exists():
            part.chmod(stat.S_IMODE(target.stat().st_mode))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def choose_format(name: str | None, file: Path | None) -> str:
    """The format asked for, else the one that the name of the output file ends in, else text."""
    suffix = file.suffix.removeprefix(".").lower() if file else ""
    return name or (suffix if suffix in EXPORTERS else "text")


def choose_width(output: Output, out: TextIO) -> int:
    """The columns asked for, else those of the terminal, else 80."""
    if output.width:
        return output.width
    columns = shutil.get_terminal_size((80, 24)).columns if out.isatty() else 80
    return min(max(columns, NARROWEST), WIDEST)


def choose_colour(output: Output, out: TextIO) -> bool:
    """Whether to use colour: as asked, else on a terminal where neither NO_COLOR nor TERM=dumb forbids it."""
    if output.color != "auto":
        return output.color == "always"
    return out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def describe_bug(name: str, error: BaseException) -> str:
    """A sentence about an error that should not have happened."""
    return f"{name}: {describe_error(error)}. Please report it with the input; --debug shows more."


def complain(message: str) -> None:
    """One line on standard error, in which nothing can act on a terminal."""
    if sys.stderr is not None:
        print(f"onrecord: {show_line(message)}", file=sys.stderr)
