"""The command line: a command reads its options, calls one function, prints. Here is the list of commands."""

from onrecord.cli.app import app, main, run_app
from onrecord.cli.reading import demo, formats, limits, read

__all__ = ["app", "main", "run_app"]

COMMANDS = (read, demo, formats, limits)

for command in COMMANDS:
    app.command()(command)
