"""The walk through what was not understood and what was read with little confidence, one question after the other."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.correcting import WhoOption, describe_correction, name_reviewer, read_value
from onrecord.cli.ledger import DEFAULT_LEDGER, LedgerOption, use_ledger
from onrecord.cli.options import DebugOption
from onrecord.cli.output import complain
from onrecord.cli.tables import show_card
from onrecord.errors import LedgerError
from onrecord.exports.visible import show_line

if TYPE_CHECKING:
    from onrecord.ledger import Ledger
    from onrecord.ledger.reviewing import Task

ANSWERS = "a accept · r reject · c FIELD=VALUE change · n WORDS note · u undo · s skip · q quit"
WIDTH = 78


def review(
    below: Annotated[
        float, typer.Option("--below", min=0, max=1, help="Claims read with less confidence than this are shown.")
    ] = 0.6,
    report: Annotated[str | None, typer.Option("--report", metavar="ID", help="Only this report.")] = None,
    outlet: Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="Only reports of this outlet.")] = None,
    who: WhoOption = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    debug: DebugOption = False,
) -> None:
    """Walk through what was not understood and claims read with little confidence, and answer for each.

    Every answer is a correction with your name, kept at once; quit whenever you like, the walk goes on from there.

    [bold]Examples[/bold]

    onrecord review

    onrecord review --below 0.8 --outlet BSS --who "A. Moe"
    """
    from onrecord.ledger.reviewing import find_tasks

    person = name_reviewer(who)
    filters = {name: value for name, value in (("report", report), ("outlet", outlet)) if value}
    with use_ledger(ledger, write=True) as book:
        done = 0
        for task in find_tasks(book, below, **filters):
            show_task(task)
            answer = ask_about(book, task, person)
            if answer == "q":
                break
            done += answer != "s"
    print(f"{done} looked at")


def show_task(task: Task) -> None:
    """Print what is asked: the report, why it is asked, the words in their paragraph."""
    what = "claim" if task.kind == "claims" else task.part["kind"]
    print(f"\n{show_card(task.report)}\n{task.part['id']}  {what}: {show_line(task.why)}")
    words = f"{show_line(task.before)} >>{show_line(task.words)}<< {show_line(task.after)}"
    print("\n".join(wrap(words.strip(), WIDTH, initial_indent="    ", subsequent_indent="    ")))
    if task.kind == "claims":
        source = task.part["source"]["text"] if task.part["source"] else "nobody"
        print(show_line(f"    read as: {source}, {task.part['factuality']}, {task.part['speech_act']}"))


def ask_about(book: Ledger, task: Task, person: str) -> str:
    """Ask until an answer can be kept; gives "s" where it was passed over, "q" to leave."""
    while True:
        try:
            words = input(f"{ANSWERS}\n> ").strip()
        except EOFError:
            return "q"
        key, _, rest = words.partition(" ")
        if key in {"s", "q", ""}:
            return key or "s"
        try:
            if keep_answer(book, task, person, key, rest.strip()):
                return key
        except LedgerError as error:
            complain(f"{error.reason}. {error.remedy}")


def keep_answer(book: Ledger, task: Task, person: str, key: str, rest: str) -> bool:
    """Keep one answer; gives whether the next thing may be asked."""
    target = task.part["id"]
    if key == "a":
        made = book.correct("accept", target, who=person)
    elif key == "r":
        made = book.correct("reject", target, who=person, why=rest or None)
    elif key == "c" and "=" in rest:
        field, _, value = rest.partition("=")
        made = book.correct("change", target, who=person, field=field.strip(), value=read_value(value.strip()))
    elif key == "n" and rest:
        made = book.correct("note", target, who=person, value=rest)
    elif key == "u":
        made = book.undo(who=person)
    else:
        print("one of these, please:")
        return False
    print(show_line(describe_correction(made)))
    return key in {"a", "r", "c"}
