"""The commands by which people correct what was read: one correction, undo and redo, all of them."""

from __future__ import annotations

import getpass
import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli.ledger import DEFAULT_LEDGER, LedgerOption, use_ledger
from onrecord.cli.options import DebugOption
from onrecord.cli.showing import describe_value
from onrecord.exports.visible import show_line

if TYPE_CHECKING:
    from onrecord.ledger import Correction

ACTIONS = ("accept", "reject", "change", "add", "merge", "split", "grade", "note")
WhoOption = Annotated[
    str | None,
    typer.Option(
        "--who", envvar="ONRECORD_REVIEWER", show_envvar=True, help="Who corrects. Default: your account's name."
    ),
]
WhyOption = Annotated[str | None, typer.Option("--why", help="The reason, kept with the correction.")]


def name_reviewer(who: str | None) -> str:
    """The name given, else that of the account."""
    if who:
        return who
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise typer.BadParameter("who are you? Name yourself.", param_hint="--who") from None


def correct(
    action: Annotated[str, typer.Argument(metavar="|".join(ACTIONS), help="What to do.")],
    words: Annotated[
        list[str],
        typer.Argument(metavar="ID... [FIELD=VALUE|WORDS]...", help="What to correct, and what it should be."),
    ],
    who: WhoOption = None,
    why: WhyOption = None,
    seen: Annotated[
        int | None,
        typer.Option("--seen", help="The last entry that you saw of it; a later one is told, not overwritten."),
    ] = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    debug: DebugOption = False,
) -> None:
    """Correct what was read. The machine's reading stays, and every correction can be undone.

    Values are JSON, or plain words. A place in the text is START:END, counted in characters of the report's text.

    [bold]Examples[/bold]

    onrecord correct accept c9f4eaaa2a513

    onrecord correct change c9f4eaaa2a513 factuality=PS+ --why '"may", two words on'

    onrecord correct change c9f4eaaa2a513 contents=120:164 speaker=p8db721dc096d

    onrecord correct add r39d45c89c589 claim contents=10:40 speaker=p8db721dc096d

    onrecord correct merge p8db721dc096d p1c2d3e4f5a6b --why "one person, two spellings"

    onrecord correct split p8db721dc096d mentions=310:322 name="Ministry of Water"

    onrecord correct grade c9f4eaaa2a513 airwars=fair

    onrecord correct note c9f4eaaa2a513 "Ask the ministry again on Monday."
    """
    if action not in ACTIONS:
        raise typer.BadParameter(f"{show_line(action)!r} is not one of {', '.join(ACTIONS)}.", param_hint="ACTION")
    person = name_reviewer(who)
    with use_ledger(ledger, write=True) as book:
        if action == "add":
            made = [book.add_part(words[0], *read_addition(words), who=person, why=why)]
        else:
            made = [
                book.correct(action, *ids, who=person, why=why, field=field, value=value, seen=seen)
                for ids, field, value in read_steps(action, words)
            ]
    for correction in made:
        print(show_line(describe_correction(correction)))


def read_steps(action: str, words: list[str]) -> list[tuple[list[str], str | None, Any]]:
    """The corrections that a line asks for: one, or for change and grade one a field."""
    ids = [word for word in words if "=" not in word]
    given = [word.partition("=") for word in words if "=" in word]
    if action == "note":
        if len(words) < 2:
            raise typer.BadParameter("a note needs an id and words.", param_hint="WORDS")
        return [([words[0]], None, " ".join(words[1:]))]
    if action in {"change", "grade"}:
        if not given or not ids:
            raise typer.BadParameter(f"{action} needs an id, and FIELD=VALUE.", param_hint="FIELD=VALUE")
        read = read_field if action == "change" else read_words
        return [(ids, name, read(name, value)) for name, _, value in given]
    if action == "split":
        return [(ids, None, {name: read_field(name, value) for name, _, value in given})]
    return [(words, None, None)]


def read_addition(words: list[str]) -> tuple[str, dict[str, Any]]:
    """The group and the fields of a part to be added."""
    if len(words) < 3 or "=" in words[1]:
        raise typer.BadParameter(
            "add needs a report's id, claim|figure|position|party, and FIELD=VALUE.", param_hint="WORDS"
        )
    value: dict[str, Any] = {}
    for word in words[2:]:
        name, sign, given = word.partition("=")
        if not sign:
            raise typer.BadParameter(f"{show_line(word)!r} is no FIELD=VALUE.", param_hint="FIELD=VALUE")
        if name == "place":
            value |= read_value(given)
        else:
            value[name] = read_field(name, given)
    return words[1], value


PLURAL = {"contents", "mentions"}


def read_field(name: str, text: str) -> Any:
    """The value of a field as it was typed; some fields hold several places."""
    return read_places(text) if name in PLURAL else read_value(text)


def read_words(name: str, text: str) -> str:
    """A grade as it was typed."""
    return text


def read_places(text: str) -> Any:
    """Several places, "10:40,52:60"."""
    found = [read_value(part) for part in text.split(",")] if ":" in text and text[0] != "[" else read_value(text)
    return found if isinstance(found, list) else [found]


def read_value(text: str) -> Any:
    """A value as it was typed: JSON, a place START:END, or plain words."""
    start, sign, end = text.partition(":")
    if sign and start.isdecimal() and end.isdecimal() and len(text) < 20:
        return {"start": int(start), "end": int(end)}
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def describe_correction(correction: Correction) -> str:
    """A correction in a line."""
    value = "" if correction.value is None else f" = {describe_value(correction.value)}"
    field = f" {correction.field}" if correction.field else ""
    state = "" if correction.live else " (undone)"
    why = f" ({correction.why})" if correction.why else ""
    what = f"{correction.action} {' '.join(correction.targets)}{field}{value}"
    return f"{correction.seq}: {correction.who}: {what}{why}{state}"


SeqArgument = Annotated[int | None, typer.Argument(metavar="[ENTRY]", help="Its number. Default: your last one.")]


def undo(
    seq: SeqArgument = None, who: WhoOption = None, why: WhyOption = None, ledger: LedgerOption = DEFAULT_LEDGER,
    debug: DebugOption = False,
) -> None:  # fmt: skip
    """Take back a correction: your last one, or one by its number. It stays in the log, and can be redone.

    A correction on which later ones stand is not undone before these are.

    [bold]Examples[/bold]

    onrecord undo

    onrecord undo 412 --why "The ministry has confirmed."
    """
    with use_ledger(ledger, write=True) as book:
        print(show_line(describe_correction(book.undo(seq, who=name_reviewer(who), why=why))))


def redo(
    seq: SeqArgument = None, who: WhoOption = None, why: WhyOption = None, ledger: LedgerOption = DEFAULT_LEDGER,
    debug: DebugOption = False,
) -> None:  # fmt: skip
    """Put a correction back that was undone: the one that you undid last, or one by its number.

    [bold]Example[/bold]

    onrecord redo
    """
    with use_ledger(ledger, write=True) as book:
        print(show_line(describe_correction(book.redo(seq, who=name_reviewer(who), why=why))))


def carry(
    older: Annotated[str, typer.Argument(metavar="OLDER", help="The report with corrections.")],
    newer: Annotated[str, typer.Argument(metavar="NEWER", help="Another version of it.")],
    who: WhoOption = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    debug: DebugOption = False,
) -> None:
    """Carry corrections of one version to another, where the newer text proves that they belong there.

    A part must have the same words in both, and no other part them; a place moves where its words stand in the newer
    text exactly once. What stays behind is listed with the reason, and the exit status is 1.

    [bold]Example[/bold]

    onrecord carry r39d45c89c589 re3df799540af
    """
    from onrecord.ledger.carrying import carry_corrections

    with use_ledger(ledger, write=True) as book:
        carried = carry_corrections(book, older, newer, who=name_reviewer(who))
    for item in carried:
        moved = describe_correction(item.new) if item.new else f"stays behind: {item.why}"
        print(show_line(f"{item.old.seq} → {moved}"))
    if any(item.new is None for item in carried):
        raise typer.Exit(1)


def corrections(
    report: Annotated[str | None, typer.Option("--report", metavar="ID", help="Those of one report.")] = None,
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="text|jsonl", help="Lines to read, or JSON Lines to train with.")
    ] = "text",
    agreement: Annotated[bool, typer.Option("--agreement", help="How far reviewers agree, field by field.")] = False,
    ledger: LedgerOption = DEFAULT_LEDGER,
    debug: DebugOption = False,
) -> None:
    """List corrections, undone ones too; as JSON Lines with the machine's reading beside what people made of it.

    [bold]Examples[/bold]

    onrecord corrections --format jsonl > corrections.jsonl

    onrecord corrections --agreement
    """
    from onrecord.ledger.reviewing import measure_agreement, write_examples

    with use_ledger(ledger) as book:
        if agreement:
            for row in measure_agreement(book):
                print(f"{row.field:<14} {row.agreed:>5} of {row.both:<5} {row.agreed / row.both:.0%}")
        elif format == "jsonl":
            for example in write_examples(book, report):
                print(json.dumps(example, ensure_ascii=False, allow_nan=False))
        else:
            for correction in book.corrections(report):
                print(show_line(describe_correction(correction)))
