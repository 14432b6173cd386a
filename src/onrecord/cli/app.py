"""The command line as a whole: its name, its help, and how it ends.

Exit status: 0 when every report was read, 1 when one or more could not be, 2 for wrong usage, 130 when
interrupted. What went wrong stands on standard error, a line each; standard output holds results alone.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated, Any, cast

import typer

from onrecord.cli.output import complain, describe_bug
from onrecord.errors import OnRecordError

EPILOG = "Exit status: 0 every report read, 1 one or more not, 2 wrong usage."

app = typer.Typer(
    name="onrecord", rich_markup_mode="rich", pretty_exceptions_enable=False, epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip


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
