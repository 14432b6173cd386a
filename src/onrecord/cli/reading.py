"""The commands that read reports and show what they claim."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from onrecord.cli.options import (
    ColorOption,
    ColumnsOption,
    DateOption,
    DebugOption,
    ExtractorOption,
    FormatOption,
    OutletOption,
    OutputOption,
    ReaderOption,
    WidthOption,
    make_told,
)
from onrecord.cli.output import Output, choose_colour, choose_format, choose_width, complain, describe_bug, open_output
from onrecord.errors import InputError, OnRecordError
from onrecord.exports import EXPORTERS, Screen
from onrecord.exports.json import TooManyReports

if TYPE_CHECKING:
    from onrecord.extraction.stages import Method
    from onrecord.model import Notice, Reading
    from onrecord.reading import Told
    from onrecord.worker import Worker


@dataclass(slots=True)
class Run:
    """Sources being read one after the other, how many reports they gave, and whether one of them failed."""

    sources: Sequence[str]
    told: Told
    method: Method | None
    debug: bool
    worker: Worker | None = None
    given: int = 0
    failed: bool = False

    def read_all(self) -> Iterator[Reading]:
        """The readings of all sources; a source that fails is named on standard error and passed over."""
        for source in self.sources:
            yield from self._read_one(source)

    def _read_one(self, source: str) -> Iterator[Reading]:
        from onrecord.intake import read_source

        read = self.worker.read if self.worker else read_source
        readings = read(source, self.told, self.method, lambda item: self._hear(source, item))
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

    def _hear(self, source: str, item: InputError | Notice) -> None:
        """Names a part that was refused, or tells what is to be known of an input as a whole."""
        if isinstance(item, InputError):
            self._fail(f"{item.name}: {item.reason}. {item.remedy}")
        else:
            complain(f"{source}: note: {item.text}.")

    def _fail(self, message: str) -> None:
        self.failed = True
        complain(message)


def read(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="PATH|URL|-...", help="Files, addresses, or - for standard input.", show_default=False),
    ],
    format: FormatOption = None,
    reader: ReaderOption = "auto",
    columns: ColumnsOption = None,
    day: DateOption = None,
    outlet: OutletOption = None,
    extractor: ExtractorOption = "auto",
    threads: Annotated[int, typer.Option("--threads", min=1, max=64, help="Threads that the network may use.")] = 1,
    seconds: Annotated[
        float | None,
        typer.Option(
            "--seconds",
            min=0.1,
            max=3600,
            help="Read in a process of its own, and stop a report that takes longer.",
            show_default=False,
        ),
    ] = None,
    output: OutputOption = None,
    width: WidthOption = None,
    color: ColorOption = "auto",
    debug: DebugOption = False,
) -> None:
    """Read reports, from plain text to feeds and archives, and show what they claim.

    [bold]Examples[/bold]

    onrecord read dispatch.txt

    onrecord read dispatch.txt --date 2025-03-12 --outlet "Volta News"

    onrecord read page.html --output page-read.html

    onrecord read reports/*.txt --output readings.jsonl

    onrecord read crawl.warc.gz corpus.csv --columns text=body --output readings.jsonl

    pbpaste | onrecord read - --format json
    """
    from onrecord.extraction.stages import Method

    run = Run(tuple(sources), make_told(day, outlet, reader, columns), Method(extractor, threads), debug)
    shown = Output(choose_format(format, output), output, width, color)
    if seconds is None:
        write_out(run, shown)
        return
    from onrecord.worker import Worker

    with Worker(seconds) as worker:
        write_out(replace(run, worker=worker), shown)


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
