"""The command line: a command reads its options, calls one function, prints.

Exit status: 0 when every report was read, 1 when one or more could not be, 2 for wrong usage, 130 when
interrupted. What went wrong stands on standard error, a line each; standard output holds results alone.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO, cast

import typer

from onrecord.errors import InputError, OnRecordError
from onrecord.exports import EXPORTERS, Screen
from onrecord.exports.json import TooManyReports
from onrecord.exports.visible import show_line

if TYPE_CHECKING:
    from onrecord.extraction.stages import Method
    from onrecord.model import Reading
    from onrecord.reading import Told

NARROWEST, WIDEST = 40, 400
EPILOG = "Exit status: 0 every report read, 1 one or more not, 2 wrong usage."

app = typer.Typer(
    name="onrecord", rich_markup_mode="rich", pretty_exceptions_enable=False, epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Output:
    """Where a result goes and how it looks."""

    format: str
    file: Path | None
    width: int | None
    color: str


@dataclass(slots=True)
class Run:
    """Sources being read one after the other, how many reports they gave, and whether one of them failed."""

    sources: Sequence[str]
    told: Told
    method: Method | None
    debug: bool
    given: int = 0
    failed: bool = False

    def read_all(self) -> Iterator[Reading]:
        """The readings of all sources; a source that fails is named on standard error and passed over."""
        for source in self.sources:
            yield from self._read_one(source)

    def _read_one(self, source: str) -> Iterator[Reading]:
        from onrecord.intake import read_source

        readings = read_source(source, self.told, self.method)
        while True:
            try:
                reading = next(readings)
            except StopIteration:
                return
            except InputError as error:
                self._fail(f"{error.name}: {error.reason}. {error.remedy}")
                return
            except OnRecordError:
                raise
            except Exception as error:
                self._fail(describe_bug(source, error))
                if self.debug:
                    traceback.print_exc()
                return
            self.given += 1
            yield reading

    def _fail(self, message: str) -> None:
        self.failed = True
        complain(message)


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
DebugOption = Annotated[bool, typer.Option("--debug", help="Show where in the program an unexpected error arose.")]


def show_version(wanted: bool) -> None:
    """Print the version and leave."""
    if wanted:
        from importlib.metadata import version

        typer.echo(f"onrecord {version('onrecord')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def begin(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Read news reports: who says what, on whose word, how surely, with which figures.

    Try it on the report that ships with it:  [bold]onrecord demo[/bold]
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def read(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="PATH|URL|-...", help="Files, addresses, or - for standard input.", show_default=False),
    ],
    format: FormatOption = None,
    reader: Annotated[
        str,
        typer.Option("--reader", metavar="auto|text|html", callback=check_reader, help="What kind of input it is."),
    ] = "auto",
    day: Annotated[
        str | None,
        typer.Option(
            "--date", metavar="YYYY-MM-DD", callback=check_date, help="The day of a report that states none itself."
        ),
    ] = None,
    outlet: Annotated[
        str | None, typer.Option("--outlet", metavar="NAME", help="Who published it, where the report does not say.")
    ] = None,
    extractor: Annotated[
        str,
        typer.Option(
            "--extractor",
            metavar="auto|model|rules",
            callback=check_extractor,
            help="Find attributions by the network, or by rules alone.",
        ),
    ] = "auto",
    threads: Annotated[int, typer.Option("--threads", min=1, max=64, help="Threads that the network may use.")] = 1,
    output: OutputOption = None,
    width: WidthOption = None,
    color: ColorOption = "auto",
    debug: DebugOption = False,
) -> None:
    """Read reports, plain text or saved pages, and show what they claim.

    [bold]Examples[/bold]

    onrecord read dispatch.txt

    onrecord read dispatch.txt --date 2025-03-12 --outlet "Volta News"

    onrecord read page.html --output page-read.html

    onrecord read reports/*.txt --output readings.jsonl

    pbpaste | onrecord read - --format json
    """
    from onrecord.extraction.stages import Method
    from onrecord.reading import Told

    told = Told(date=day, outlet=outlet, format=None if reader == "auto" else reader)
    run = Run(tuple(sources), told, Method(extractor, threads), debug)
    write_out(run, Output(choose_format(format, output), output, width, color))


@app.command()
def demo(
    format: FormatOption = None,
    output: OutputOption = None,
    width: WidthOption = None,
    color: ColorOption = "auto",
    debug: DebugOption = False,
) -> None:
    """Read the report that ships with onrecord: a dispatch on an invented event.

    [bold]Examples[/bold]

    onrecord demo

    onrecord demo --output demo.html
    """
    from onrecord.reading import Told

    with as_file(files("onrecord") / "samples" / "dispatch.txt") as path:
        write_out(
            Run((str(path),), Told(format="text"), None, debug),
            Output(choose_format(format, output), output, width, color),
        )
    if sys.stderr.isatty() and sys.stdout.isatty() and output is None:
        print("Next: onrecord demo --output demo.html, or onrecord read YOUR-REPORT.txt", file=sys.stderr)


@app.command()
def formats() -> None:
    """List what can be read and what can be written.

    [bold]Example[/bold]

    onrecord formats
    """
    from onrecord.reading import FORMATS

    rows = [("reads", known.name, known.description) for known in FORMATS]
    rows += [("writes", exporter.name, exporter.about) for exporter in EXPORTERS.values()]
    for way, name, about in rows:
        typer.echo(f"{way:<7} {name:<6} {about}")


@app.command()
def limits() -> None:
    """List the budgets of one report: what exceeds one is refused, named with limit and value.

    [bold]Example[/bold]

    onrecord limits
    """
    from onrecord.reading import LIMITS

    for item in fields(LIMITS):
        typer.echo(f"{item.name.replace('_', ' '):<22} {getattr(LIMITS, item.name):>12,}")


def write_out(run: Run, output: Output) -> None:
    """Read all sources of a run and write them in the wanted format; leaves with status 1 if one failed."""
    exporter = EXPORTERS[output.format]
    check_run(run, output)
    try:
        with open_output(output.file) as out:
            screen = Screen(choose_width(output, out), choose_colour(output, out))
            exporter.write(show_progress(run, out), out, screen)
            if run.failed and not run.given:
                raise typer.Exit(1)
    except TooManyReports as error:
        raise typer.BadParameter(str(error), param_hint="--format") from None
    except OSError as error:
        if output.file is None or isinstance(error, BrokenPipeError):
            raise
        complain(f"{output.file}: cannot be written ({error.strerror or error}). Choose another --output.")
        raise typer.Exit(1) from None
    if run.failed:
        raise typer.Exit(1)


def check_run(run: Run, output: Output) -> None:
    """Wrong usage where several reports are to become one object, or the output would replace a report being read."""
    if output.format == "json" and len(run.sources) > 1:
        raise typer.BadParameter("json holds one report. Use --format jsonl for several.", param_hint="--format")
    if output.file and output.file.exists():
        for source in filter(os.path.exists, run.sources):
            if output.file.samefile(source):
                raise typer.BadParameter("the output would replace a report that is being read.", param_hint="--output")


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


def show_progress(run: Run, out: TextIO) -> Iterator[Reading]:
    """The readings of a run, with a progress bar on standard error where one helps and disturbs nothing."""
    if len(run.sources) < 3 or not sys.stderr.isatty() or out.isatty():
        yield from run.read_all()
        return
    from rich.console import Console
    from rich.progress import track

    console = Console(file=sys.stderr)
    for source in track(run.sources, "Reading", console=console, transient=True):
        single = replace(run, sources=(source,), given=0, failed=False)
        yield from single.read_all()
        run.given += single.given
        run.failed |= single.failed


def describe_bug(name: str, error: BaseException) -> str:
    """A sentence about an error that should not have happened."""
    what = f"{type(error).__name__}: {error}".rstrip(": .")[:300]
    return (
        f"{name}: stopped by an error in onrecord itself ({what}). Please report it with the input; --debug shows more."
    )


def complain(message: str) -> None:
    """One line on standard error, in which nothing can act on a terminal."""
    if sys.stderr is not None:
        print(f"onrecord: {show_line(message)}", file=sys.stderr)


def main() -> None:
    """Run the command line and leave with its exit status, never with a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run_app())


def run_app(arguments: Sequence[str] | None = None) -> int:
    """The exit status of the command line with these arguments (those of the process if None)."""
    debug = "--debug" in (sys.argv if arguments is None else arguments)
    try:
        status = app(arguments, standalone_mode=False, prog_name="onrecord")
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except BrokenPipeError:
        return leave_pipe()
    except OnRecordError as error:
        complain(str(error))
        return 1
    except OSError as error:
        complain(f"standard output: cannot be written ({error.strerror or error}). Choose an --output.")
        return leave_pipe()
    except Exception as error:
        if hasattr(error, "format_message"):  # wrong usage, as the option parser tells it
            complain(explain_usage(error))
            return cast(int, getattr(error, "exit_code", 2))
        if debug:
            traceback.print_exc()
        complain(describe_bug("this command", error))
        return 1
    return status if isinstance(status, int) else 0


def explain_usage(error: Any) -> str:
    """What is wrong with the arguments and where to read on, in one line."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "onrecord"
    message = error.format_message().rstrip()
    return f"{message}{'' if message.endswith(('.', '?', '!')) else '.'} Try '{command} --help'."


def leave_pipe() -> int:
    """Status 1 for an output that takes no more, with nothing more sent to it."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1
