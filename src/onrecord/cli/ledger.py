"""The commands of the ledger: add reports, ask for what they say, show one thing and its history, prove, look after."""

from __future__ import annotations

import inspect
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli.options import (
    ColumnsOption,
    DateOption,
    DebugOption,
    ExtractorOption,
    OutletOption,
    OutputOption,
    ReaderOption,
    WidthOption,
    check_date,
    make_told,
)
from onrecord.cli.output import Output, choose_width, complain
from onrecord.cli.tables import TABLE_FORMATS, write_found
from onrecord.errors import OnRecordError
from onrecord.exports.visible import show_line
from onrecord.model import Notice

if TYPE_CHECKING:
    from onrecord.ledger import Answer, Ledger

DEFAULT_LEDGER = "onrecord.db"
SHOWN = 50  # rows that the text format shows where no limit is given


def check_table_format(name: str | None) -> str | None:
    """The name of a format for rows, or wrong usage."""
    if name is not None and name not in TABLE_FORMATS:
        raise typer.BadParameter(f"{show_line(name)!r} is not one of {', '.join(TABLE_FORMATS)}.")
    return name


LedgerOption = Annotated[
    str,
    typer.Option(
        "--ledger", "-l", metavar="FILE|URL", envvar="ONRECORD_LEDGER", show_envvar=True,
        help="The ledger: a file, or postgresql://… (with ?ledger=NAME for its schema).",
    ),
]  # fmt: skip
TableFormatOption = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", metavar="|".join(TABLE_FORMATS), callback=check_table_format,
        help="How to show it. Default: as the name of the output file says, else text.",
    ),
]  # fmt: skip


@contextmanager
def use_ledger(where: str, *, create: bool = False, write: bool = False) -> Iterator[Ledger]:
    """The ledger that an option names, open for reading unless it is to be written."""
    from onrecord.ledger import open_ledger

    with open_ledger(where, create=create, read_only=not (write or create)) as ledger:
        yield ledger


# -- adding


def add(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH|URL|-...",
            show_default=False,
            help="Files, folders, patterns, addresses, - for standard input.",
        ),
    ],
    ledger: LedgerOption = DEFAULT_LEDGER,
    day: DateOption = None,
    outlet: OutletOption = None,
    reader: ReaderOption = "auto",
    columns: ColumnsOption = None,
    extractor: ExtractorOption = "auto",
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, max=256, help="Processes that read. Default: one a core.")
    ] = None,
    seconds: Annotated[
        float, typer.Option("--seconds", min=0.1, max=3600, help="How long one report may take (with several inputs).")
    ] = 30.0,
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="text|jsonl", help="Show a summary, or one answer a line.")
    ] = "text",
    debug: DebugOption = False,
) -> None:
    """Read reports and keep them in a ledger, which is made if it is not there.

    Each report is one of four: added, already there, incomplete (added, with what is missing), refused (with the
    reason). The run may be stopped at any moment; the same command goes on where it was.

    [bold]Examples[/bold]

    onrecord add reports/

    onrecord add 'wire/2024-10/*.txt' --outlet "Volta News" --ledger desk.db

    curl -s https://paper.example/story | onrecord add - --ledger postgresql://desk@db/news
    """
    from onrecord.adding import Run, add_inputs, find_inputs
    from onrecord.extraction.stages import Method

    if format not in {"text", "jsonl"}:
        raise typer.BadParameter(f"{show_line(format)!r} is not one of text, jsonl.", param_hint="--format")
    run = Run(
        ledger, make_told(day, outlet, reader, columns), Method(extractor, 1), jobs or os.cpu_count() or 1, seconds
    )
    tally: Counter[str] = Counter()
    with use_ledger(ledger, create=True) as book:
        warn_of_weaknesses(book)
        answers = add_inputs(book, find_inputs(sources), run)
        try:
            for name, answer in show_adding(answers, sources, tally):
                tell_answer(name, answer, format)
        except KeyboardInterrupt:
            complain("stopped; what was added is kept, and the same command goes on.")
            print(summarise(tally), file=sys.stderr)
            raise
        except OnRecordError:
            print(summarise(tally), file=sys.stderr)
            raise
    print(summarise(tally), file=sys.stdout if format == "text" else sys.stderr)
    if tally["refused"]:
        raise typer.Exit(1)


def warn_of_weaknesses(book: Ledger) -> None:
    """Name what could lose an acknowledged report, such as a server that does not wait for its disk."""
    with book.look() as connection:
        for state, text in book.dialect.find_weaknesses(connection):
            if state == "bad":
                complain(f"{book.name}: {text}.")


def tell_answer(name: str, answer: Answer | Notice, format: str) -> None:
    """Name what was refused on standard error, and print the answer where each is asked for."""
    if isinstance(answer, Notice):
        complain(f"{name}: {answer.text} [{answer.code}]")
        return
    if answer.status in {"refused", "incomplete"}:
        word = "refused" if answer.status == "refused" else "added, incomplete"
        complain(f"{answer.name}: {word}: {answer.reason} [{answer.code}]")
    if format == "jsonl":
        line = {
            "status": answer.status, "name": answer.name, "report": answer.report, "reason": answer.reason,
            "code": answer.code,
        }  # fmt: skip
        print(json.dumps(line, ensure_ascii=False), flush=True)


def count_answer(answer: Answer | Notice, tally: Counter[str]) -> None:
    """Count one of the four answers."""
    if not isinstance(answer, Notice):
        tally[answer.status] += 1


def summarise(tally: Counter[str]) -> str:
    """The counts of the four answers, and their sum."""
    counts = [f"{tally[word]:,} {word}" for word in ("added", "already there", "incomplete", "refused")]
    return f"{tally.total():,} read: {', '.join(counts)}"


def show_adding(
    answers: Iterator[tuple[str, Answer | Notice | None]], sources: list[str], tally: Counter[str]
) -> Iterator[tuple[str, Answer | Notice]]:
    """The answers as they come, counted, with a bar on a terminal that tells counts, rate and time left."""
    if not sys.stderr.isatty():
        for name, answer in answers:
            if answer is not None:
                count_answer(answer, tally)
                yield name, answer
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from onrecord.adding import find_inputs

    columns = (
        BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[counts]}"), TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )  # fmt: skip
    total = sum(1 for _ in find_inputs(sources))
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("adding", total=total, counts="", rate="")
        for name, answer in answers:
            if answer is not None:
                count_answer(answer, tally)
                yield name, answer
                speed = bar.tasks[0].finished_speed or bar.tasks[0].speed
                counts = " · ".join(f"{number:,} {word}" for word, number in tally.items())
                bar.update(task, counts=counts, rate=f"{speed:,.1f}/s" if speed else "")
            else:
                bar.advance(task)


# -- asking

Text, Many, Number, Day = str | None, list[str] | None, float | None, str | None
FILTERS: dict[str, tuple[Any, str, str, str]] = {
    "search": (Text, "--search -s", "WORDS", 'Words that must occur; "exact phrases", OR, -without.'),
    "speaker": (Text, "--speaker", "NAME", "Part of the name of who says it."),
    "chain": (Text, "--chain", "NAME", "Part of a name anywhere in the chain of whose word it rests on."),
    "outlet": (Text, "--outlet", "NAME", "Part of the name of who published it."),
    "credit": (Text, "--credit", "NAME", "Part of the name of an agency credited."),
    "factuality": (Many, "--factuality", "CT+|PS-|…", "FactBank value; may be given several times."),
    "voice": (Text, "--voice", "attributed|own", "Said by somebody, or by the newsroom itself."),
    "quote": (Text, "--quote", "direct|mixed|indirect", "How it is quoted."),
    "speech_act": (Many, "--act", "deny|warn|…", "What the speaker does; several times for any of them."),
    "position": (Many, "--position", "denies|no_comment|…", "A position taken; several times for any of them."),
    "counted": (Text, "--counted", "WORDS", "Part of what a figure counts."),
    "unit": (Text, "--unit", "UNIT", "The unit of a figure, such as USD or percent."),
    "role": (Many, "--role", "total|increment|…", "The role of a figure; several times for any of them."),
    "least": (Number, "--least", "NUMBER", "Figures of at least this size."),
    "most": (Number, "--most", "NUMBER", "Figures of at most this size."),
    "party": (Text, "--party", "NAME", "Part of the name of a party."),
    "kind": (Many, "--kind", "person|state|…", "The kind of party; several times for any of them."),
    "said_since": (Day, "--said-since", "DAY", "Said on this day or later."),
    "said_before": (Day, "--said-before", "DAY", "Said before this day."),
    "event_since": (Day, "--event-since", "DAY", "About something on this day or later."),
    "event_before": (Day, "--event-before", "DAY", "About something before this day."),
    "published_since": (Day, "--since", "DAY", "Published on this day or later."),
    "published_before": (Day, "--before", "DAY", "Published before this day."),
    "report": (Many, "--report", "ID", "In this report; several times for any of them."),
    "below": (Number, "--below", "0..1", "Claims read with less confidence than this."),
    "review": (Many, "--review", "accepted|changed|added", "What reviewers made of it."),
}
QUESTIONS = {
    "reports": ("List reports", ("--outlet BSS --since 2024-10-01", '--search "landslide lake" --format csv')),
    "claims": (
        "List claims: who says what, how surely",
        (
            "--speaker dahl --factuality PS+",
            '--search "dam OR lake" --act deny --format jsonl',
            "--position no_comment",
        ),
    ),
    "figures": (
        "List figures with what they count",
        ("--counted families --role total", "--unit USD --least 1000000 --output prices.csv"),
    ),
    "positions": (
        "List positions: who confirms, denies, keeps silent",
        ("--position no_comment --position not_reached", "--party ministry --since 2025-01-01"),
    ),
    "parties": ("List parties: who speaks or is spoken of", ("--party dahl", "--kind state --position denies")),
}


def make_question(kind: str) -> Callable[..., None]:
    """The command that lists one kind of thing, with an option for each filter."""

    def ask(**given: Any) -> None:
        filters = {name: value for name in FILTERS if (value := given[name]) not in (None, [])}
        list_found(kind, filters, given)

    about, examples = QUESTIONS[kind]
    lines = "\n\n    ".join(f"onrecord {kind} {example}" for example in examples)
    ask.__name__ = kind
    ask.__doc__ = f"{about}, for which all filters hold.\n\n    [bold]Examples[/bold]\n\n    {lines}\n    "
    parameters = [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=None,
            annotation=Annotated[
                value, typer.Option(*flags.split(), metavar=metavar, help=text, callback=_check(name))
            ],
        )
        for name, (value, flags, metavar, text) in FILTERS.items()
    ]  # fmt: skip
    parameters += [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, annotation, default in COMMON
    ]
    ask.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    ask.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return ask


def _check(name: str) -> Callable[[Any], Any] | None:
    return check_date if name.endswith(("_since", "_before")) else None


COMMON: tuple[tuple[str, Any, Any], ...] = (
    ("ledger", LedgerOption, DEFAULT_LEDGER),
    (
        "limit",
        Annotated[int | None, typer.Option("--limit", "-n", min=1, help=f"At most so many; text {SHOWN}.")],
        None,
    ),
    ("offset", Annotated[int, typer.Option("--offset", min=0, help="Pass over so many first.")], 0),
    ("count", Annotated[bool, typer.Option("--count", help="Only tell how many there are.")], False),
    ("format", TableFormatOption, None),
    ("output", OutputOption, None),
    ("width", WidthOption, None),
    ("debug", DebugOption, False),
)


def list_found(kind: str, filters: dict[str, Any], given: dict[str, Any]) -> None:
    """Ask the ledger and write what it finds."""
    file: Path | None = given["output"]
    suffix = file.suffix.removeprefix(".").lower() if file else ""
    form = given["format"] or (suffix if suffix in TABLE_FORMATS else "text")
    limit = given["limit"] or (SHOWN if form == "text" else None)
    with use_ledger(given["ledger"]) as book:
        found = getattr(book, kind)(limit=limit, offset=given["offset"], **filters)
        if given["count"]:
            print(found.count())
            return
        output = Output(form, file, given["width"], "never")
        shown = write_found(found, kind, output)
        behind = given["offset"] + shown
        if form == "text" and shown == limit and any(getattr(book, kind)(limit=1, offset=behind, **filters).rows()):
            print(f"… more with --offset {behind}, or --limit; --count tells how many", file=sys.stderr)


reports, claims, figures, positions, parties = map(make_question, QUESTIONS)


def show(
    ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help="Ids of reports, claims, figures, positions, parties.")
    ],
    ledger: LedgerOption = DEFAULT_LEDGER,
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="text|json|html", help="How to show it; html for reports.")
    ] = "text",
    machine: Annotated[
        bool, typer.Option("--machine", help="A report as the machine read it, without corrections.")
    ] = False,
    width: WidthOption = None,
    debug: DebugOption = False,
) -> None:
    """Show a report, claim, figure, position or party by its id, as it now stands.

    [bold]Examples[/bold]

    onrecord show c9f4eaaa2a513

    onrecord show r39d45c89c589 --format html > report.html
    """
    if format not in {"text", "json", "html"}:
        raise typer.BadParameter(f"{show_line(format)!r} is not one of text, json, html.", param_hint="--format")
    from onrecord.cli.showing import show_part, show_report

    with use_ledger(ledger) as book:
        for any_id in ids:
            if any_id.startswith("r"):
                show_report(book.reading(any_id, machine=machine), format, width)
            else:
                show_part(book.show(any_id), format, choose_width(Output(format, None, width, "never"), sys.stdout))


def history(
    any_id: Annotated[str, typer.Argument(metavar="ID", help="A report, claim, figure, position or party.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    format: Annotated[str, typer.Option("--format", "-f", metavar="text|jsonl", help="How to show it.")] = "text",
    debug: DebugOption = False,
) -> None:
    """Tell what happened to something: when it came, who corrected what and why, what was undone.

    [bold]Example[/bold]

    onrecord history c9f4eaaa2a513
    """
    from onrecord.cli.showing import describe_entry

    with use_ledger(ledger) as book:
        for entry in book.history(any_id):
            if format == "jsonl":
                line = {"seq": entry.seq, "kind": entry.kind, "at": entry.at, "digest": entry.digest, **entry.body}
                print(json.dumps(line, ensure_ascii=False))
            else:
                print(show_line(describe_entry(entry)))


# -- proving and care


def verify(
    ledger: LedgerOption = DEFAULT_LEDGER,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="FILE", help="A checkpoint kept earlier (- for standard input)."),
    ] = None,
    debug: DebugOption = False,
) -> None:
    """Check that nothing in the ledger was changed, lost or put in from outside, and name the first thing that was.

    Alone it finds every change that was not computed anew through the whole log; against a checkpoint that somebody
    kept elsewhere, it also finds a log that was rewritten as a whole or cut at its end. Exit status 1 if not.

    [bold]Examples[/bold]

    onrecord verify

    onrecord checkpoint > monday.txt; onrecord verify --against monday.txt
    """
    from onrecord.ledger.verifying import verify as verify_ledger

    text = read_words(against) if against else None
    with use_ledger(ledger, write=True) as book, show_walk() as progress:
        verdict = verify_ledger(book, text, progress)
    print(show_line(f"{book.name}: {verdict}"))
    for note in verdict.notes:
        print(f"note: {note}", file=sys.stderr)
    if not verdict.holds:
        raise typer.Exit(1)


def read_words(path: Path) -> str:
    """The text of a small file, or of standard input for "-".

    Raises OnRecordError where it cannot be read.
    """
    if str(path) == "-":
        return sys.stdin.read(10_000)
    try:
        with path.open(encoding="utf-8") as file:
            return file.read(10_000)
    except (OSError, UnicodeDecodeError) as error:
        raise OnRecordError(f"{path}: cannot be read ({error}). Name a checkpoint.") from None


@contextmanager
def show_walk() -> Iterator[Callable[[int, int], None] | None]:
    """A bar for a long walk through the log, on a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("Verifying", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def checkpoint(ledger: LedgerOption = DEFAULT_LEDGER, debug: DebugOption = False) -> None:
    """Print three lines that vouch for all that the ledger holds now: keep them where nobody can change them.

    [bold]Example[/bold]

    onrecord checkpoint > 2025-03-12.checkpoint
    """
    with use_ledger(ledger) as book:
        print(book.checkpoint(), end="")


def remove(
    report_id: Annotated[str, typer.Argument(metavar="ID", help="The report whose text is to go.")],
    why: Annotated[str, typer.Option("--why", help="The reason in law, kept for ever.")],
    who: Annotated[str | None, typer.Option("--who", envvar="ONRECORD_REVIEWER", help="Who removes it.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    ledger: LedgerOption = DEFAULT_LEDGER,
    debug: DebugOption = False,
) -> None:
    """Take a report's text, and all that was read in it, out of the ledger for good. Its digest and a note stay.

    Backups made earlier still hold it.

    [bold]Example[/bold]

    onrecord remove r39d45c89c589 --why "Order of the court of Skarvik, 12 March 2025" --who "R. Dahl"
    """
    from onrecord.cli.correcting import name_reviewer

    with use_ledger(ledger, write=True) as book:
        row = book.show(report_id).report
        title = show_line(row.headline or row.name)
        if not yes:
            typer.confirm(f"Remove {report_id}, {title!r}, for good?", abort=True, err=True)
        entry = book.remove(report_id, who=name_reviewer(who), why=why)
    print(f"removed {report_id} (entry {entry.seq})")


def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="The copy, which must not be there yet.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    debug: DebugOption = False,
) -> None:
    """Make a sound copy of the ledger in a file of SQLite, at any time, whoever is writing.

    [bold]Examples[/bold]

    onrecord backup monday.db

    onrecord backup monday.db --ledger postgresql://desk@db/news
    """
    from onrecord.ledger.care import back_up

    with use_ledger(ledger) as book:
        back_up(book, target)
        print(f"{target}: {target.stat().st_size / 1e6:,.1f} MB, a copy of {show_line(book.name)}")


def doctor(ledger: LedgerOption = DEFAULT_LEDGER, debug: DebugOption = False) -> None:
    """Tell what a user should know: versions, settings, known faults, room, rights. Exit status 1 if something is bad.

    [bold]Example[/bold]

    onrecord doctor --ledger desk.db
    """
    from onrecord.ledger.care import examine

    with use_ledger(ledger, write=True) as book:
        findings = list(examine(book))
    for finding in findings:
        print(f"{finding.state:<8} {show_line(finding.text)}")
    if any(finding.state == "bad" for finding in findings):
        raise typer.Exit(1)
