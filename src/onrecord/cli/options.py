"""Options that several commands share, each checked before anything is read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.output import NARROWEST, WIDEST
from onrecord.exports import EXPORTERS
from onrecord.exports.visible import show_line

if TYPE_CHECKING:
    from onrecord.reading import Told


def check_format(name: str | None) -> str | None:
    """The name of an exporter, or wrong usage."""
    if name is not None and name not in EXPORTERS:
        raise typer.BadParameter(f"{show_line(name)!r} is not one of {', '.join(EXPORTERS)}.")
    return name


def check_reader(name: str) -> str:
    """The name of an input format, or wrong usage."""
    if name == "auto":
        return name
    from onrecord.reading import FORMATS

    known = ["auto", *(known.name for known in FORMATS)]
    if name not in known:
        raise typer.BadParameter(f"{show_line(name)!r} is not one of {', '.join(known)}.")
    return name


def split_columns(text: str) -> tuple[tuple[str, str], ...]:
    """The pairs of role and column in "text=body,date=pubdate"."""
    pairs = (pair.partition("=") for pair in text.split(",") if pair.strip())
    return tuple((role.strip().lower(), name.strip()) for role, _, name in pairs)


def check_columns(text: str | None) -> str | None:
    """Pairs of a role and the name of a column, or wrong usage."""
    from onrecord.reading.columns import ROLES

    for role, name in split_columns(text or ""):
        if role not in ROLES or not name:
            shown = show_line(f"{role}={name}")
            raise typer.BadParameter(f"{shown!r} is no ROLE=NAME. Roles are {', '.join(ROLES)}.")
    return text


def check_extractor(name: str) -> str:
    """The name of an extractor, or wrong usage."""
    from onrecord.extraction.learned import EXTRACTORS

    if name not in EXTRACTORS:
        raise typer.BadParameter(f"{show_line(name)!r} is not one of {', '.join(EXTRACTORS)}.")
    return name


def check_date(day: str | None) -> str | None:
    """A day as YYYY-MM-DD, or wrong usage."""
    try:
        if day is not None and date.fromisoformat(day).isoformat() != day:
            raise ValueError
    except ValueError:
        raise typer.BadParameter(f"{show_line(day or '')!r} is no day. Write it as 2025-03-12.") from None
    return day


def check_color(word: str) -> str:
    """One of the three words for colour, or wrong usage."""
    if word not in {"auto", "always", "never"}:
        raise typer.BadParameter(f"{show_line(word)!r} is not one of auto, always, never.")
    return word


def complete_format(incomplete: str) -> list[str]:
    """The exporters whose names begin as typed."""
    return [name for name in EXPORTERS if name.startswith(incomplete)]


FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", metavar="|".join(EXPORTERS), callback=check_format, autocompletion=complete_format,
        help="How to show what was read. Default: as the name of the output file says, else text.",
    ),
]  # fmt: skip
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to FILE, whole or not at all, instead of the screen."),
]
WidthOption = Annotated[
    int | None,
    typer.Option(
        "--width", min=NARROWEST, max=WIDEST, help="Columns of the text format. Default: the terminal's, else 80."
    ),
]
ColorOption = Annotated[
    str,
    typer.Option(
        "--color",
        metavar="auto|always|never",
        callback=check_color,
        help="Colour in the text format. NO_COLOR is heeded.",
    ),
]
ReaderOption = Annotated[
    str,
    typer.Option(
        "--reader", metavar="auto|FORMAT", callback=check_reader,
        help="What kind of input it is; onrecord formats lists them.",
    ),
]  # fmt: skip
ColumnsOption = Annotated[
    str | None,
    typer.Option(
        "--columns", metavar="ROLE=NAME,...", callback=check_columns,
        help="Which columns of a corpus hold what, as text=body,date=pubdate.",
    ),
]  # fmt: skip
DateOption = Annotated[
    str | None,
    typer.Option("--date", metavar="YYYY-MM-DD", callback=check_date, help="The day of reports that state none."),
]
OutletOption = Annotated[
    str | None, typer.Option("--outlet", metavar="NAME", help="Who published reports that do not say.")
]
ExtractorOption = Annotated[
    str,
    typer.Option(
        "--extractor", metavar="auto|model|rules", callback=check_extractor,
        help="Find attributions by the network, or by rules alone.",
    ),
]  # fmt: skip
DebugOption = Annotated[bool, typer.Option("--debug", help="Show where in the program an unexpected error arose.")]


def make_told(day: str | None, outlet: str | None, reader: str, columns: str | None) -> Told:
    """What the options tell of reports that do not say so themselves."""
    from onrecord.reading import Told

    form = None if reader == "auto" else reader
    return Told(date=day, outlet=outlet, format=form, columns=split_columns(columns or ""))
