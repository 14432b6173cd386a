"""The command line: a command reads its options, calls one function, prints. Here is the list of commands."""

from onrecord.cli import ledger as kept
from onrecord.cli.app import app, main, run_app
from onrecord.cli.comparing import diff, versions
from onrecord.cli.correcting import carry, correct, corrections, redo, undo
from onrecord.cli.reading import demo, formats, limits, read
from onrecord.cli.reviewing import review
from onrecord.cli.stories import stories, story

__all__ = ["app", "main", "run_app"]

COMMANDS = (
    read, stories, story, demo, formats, limits,
    kept.add, kept.reports, kept.claims, kept.figures, kept.positions, kept.parties,
    kept.show, kept.history, versions, diff,
    review, correct, undo, redo, carry, corrections,
    kept.verify, kept.checkpoint, kept.remove, kept.backup, kept.doctor,
)  # fmt: skip

for command in COMMANDS:
    app.command()(command)
