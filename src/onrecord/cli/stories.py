"""The commands that see many reports together: the events they tell of, and one event as a story."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.options import ColorOption, DebugOption, ExtractorOption, OutputOption, WidthOption
from onrecord.cli.output import Output, choose_colour, choose_width, complain, open_output
from onrecord.cli.reading import Run
from onrecord.exports.screen import Screen
from onrecord.exports.visible import show_line
from onrecord.model import STORIES_SCHEMA

if TYPE_CHECKING:
    from onrecord.comparison import Given

FORMATS = ("text", "json", "html")
SUFFIXES = {".txt", ".html", ".htm", ".xml", ".json", ".eml", ".pdf"}

PathsArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATH…", help="Files, folders of files, or addresses.", show_default=False),
]
IdOrPathsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH…|ID", help="Files, folders of files, or addresses; with --ledger the id of a story.",
        show_default=False,
    ),
]  # fmt: skip
KeptOption = Annotated[
    str | None,
    typer.Option("--ledger", "-l", metavar="FILE|URL", help="Take the reports of a ledger instead of paths."),
]


def check_story_format(name: str | None) -> str | None:
    """The name of a format of stories, or wrong usage."""
    if name is not None and name not in FORMATS:
        raise typer.BadParameter(f"{show_line(name)!r} is not one of {', '.join(FORMATS)}.")
    return name


def check_policy(words: str | None) -> str | None:
    """A policy for figures that differ, or wrong usage."""
    from onrecord.comparison.policies import POLICIES

    name = (words or "").partition("=")[0]
    if words is not None and (name not in POLICIES or ("=" in words) != (name == "preferred")):
        raise typer.BadParameter(f"{show_line(words)!r} is not one of {', '.join(POLICIES)} (preferred=PARTY).")
    return words


StoryFormat = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", metavar="|".join(FORMATS), callback=check_story_format,
        help="How to show it. Default: as the name of the output file says, else text.",
    ),
]  # fmt: skip


def stories(
    paths: PathsArgument = None,
    ledger: KeptOption = None,
    format: Annotated[
        str | None,
        typer.Option("--format", "-f", metavar="text|json", callback=check_story_format, help="How to show them."),
    ] = None,
    extractor: ExtractorOption = "auto",
    output: OutputOption = None,
    debug: DebugOption = False,
) -> None:
    """Join reports to the events that they tell of.

    [bold]Examples[/bold]

    onrecord stories reports/

    onrecord stories reports/*.txt --format json --output stories.json
    """
    from onrecord.comparison import join_events, list_once

    if format == "html":
        raise typer.BadParameter("events are shown as text or json; `onrecord story` has html.", param_hint="--format")
    check_sources(paths, ledger)
    run = make_run(paths or (), extractor, debug)
    given = list_once(read_kept(ledger) if ledger else read_given(run))
    events = join_events(given)
    places = {item.reading.report.id: item for item in given}
    with open_output(output) as out:
        if choose_story_format(format, output) == "json":
            found = [
                {"id": event.id, "name": event.name, "reports": list(event.reports), "why": event.why}
                for event in events
            ]
            reports = [
                {"id": key, "path": item.path, "outlet": item.reading.report.outlet} for key, item in places.items()
            ]
            plain = {"schema": STORIES_SCHEMA, "stories": found, "reports": reports}
            out.write(json.dumps(plain, ensure_ascii=False, indent=2) + "\n")
        else:
            for event in events:
                many = "1 report" if len(event.reports) == 1 else f"{len(event.reports)} reports"
                out.write(f"{show_line(event.name)} ({event.id})\n  {many}: {show_line(event.why)}\n")
                for key in event.reports:
                    item = places[key]
                    out.write(f"  - {show_line(item.path or key)} ({show_line(item.reading.report.outlet or '?')})\n")
    leave(run)


def story(
    paths: IdOrPathsArgument = None,
    ledger: KeptOption = None,
    format: StoryFormat = None,
    policy: Annotated[
        str | None,
        typer.Option(
            "--policy", metavar="range|conservative|latest|preferred=PARTY", callback=check_policy,
            help="What to give for each series whose figures differ; named with the result.",
        ),
    ] = None,
    extractor: ExtractorOption = "auto",
    output: OutputOption = None,
    width: WidthOption = None,
    color: ColorOption = "auto",
    debug: DebugOption = False,
) -> None:  # fmt: skip
    """Show the largest event among the reports as one story: copies, origins, figures, conflicts, positions.

    [bold]Examples[/bold]

    onrecord story reports/

    onrecord story reports/*.txt --output story.html

    onrecord story reports/ --policy conservative --format json

    onrecord story story1f0c2ab9d3e4 --ledger desk.db
    """
    from onrecord.comparison import make_story
    from onrecord.exports.stories import STORY_EXPORTERS

    check_sources(paths, ledger, ids=True)
    run = make_run(() if ledger else paths or (), extractor, debug)
    given = tuple(read_kept(ledger) if ledger else read_given(run))
    if not given:
        leave(run)
        complain("no report could be read, so there is no story.")
        raise typer.Exit(1)
    wanted = paths[0] if ledger and paths else None
    told = make_story(given, policy, wanted)
    if not told.reports:
        complain(
            f"{show_line(wanted or '')}: no story of the ledger has that id. `onrecord stories --ledger` lists them."
        )
        raise typer.Exit(1)
    readings = {item.reading.report.id: item.reading for item in given}
    name = choose_story_format(format, output)
    with open_output(output) as out:
        shown = Output(name, output, width, color)
        screen = Screen(choose_width(shown, out), choose_colour(shown, out))
        STORY_EXPORTERS[name].write(told, readings, out, screen)
    leave(run)


def check_sources(paths: Sequence[str] | None, ledger: str | None, ids: bool = False) -> None:
    """Wrong usage where neither paths nor a ledger are given, or both."""
    if not paths and not ledger:
        raise typer.BadParameter("name files or folders, or a --ledger.", param_hint="PATH…")
    if ledger and len(paths or ()) > (1 if ids else 0):
        raise typer.BadParameter("give paths or a ledger, not both.", param_hint="--ledger")


def read_kept(ledger: str) -> Iterator[Given]:
    """The readings that a ledger keeps, as corrected."""
    from onrecord.comparison import Given
    from onrecord.ledger import open_ledger

    with open_ledger(ledger, read_only=True) as book:
        yield from (Given(reading, reading.report.url) for reading in book.readings())


def make_run(paths: Sequence[str], extractor: str, debug: bool) -> Run:
    """The run that reads all files that the paths name, folders opened."""
    from onrecord.extraction.stages import Method
    from onrecord.reading import Told

    return Run(tuple(list_sources(paths)), Told(), Method(extractor, 1), debug)


def list_sources(paths: Sequence[str]) -> Iterator[str]:
    """Files and addresses as given; of a folder the files that look like reports, in order of their names."""
    for path in paths:
        folder = Path(path)
        if not path.startswith(("http://", "https://")) and folder.is_dir():
            yield from (str(file) for file in sorted(folder.iterdir()) if file.suffix.lower() in SUFFIXES)
        else:
            yield path


def read_given(run: Run) -> Iterator[Given]:
    """The readings of a run with the path that each came from."""
    from onrecord.comparison import Given

    for source in run.sources:
        single = replace(run, sources=(source,), given=0, failed=False)
        yield from (Given(reading, source) for reading in single.read_all())
        run.given += single.given
        run.failed |= single.failed


def choose_story_format(name: str | None, file: Path | None) -> str:
    """The format asked for, else the one that the name of the output file ends in, else text."""
    suffix = file.suffix.removeprefix(".").lower() if file else ""
    return name or (suffix if suffix in FORMATS else "text")


def leave(run: Run) -> None:
    """Leave with status 1 where a source could not be read."""
    if run.failed:
        raise typer.Exit(1)
