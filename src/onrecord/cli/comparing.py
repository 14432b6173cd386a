"""The commands that show how a report changed: its versions, and two of them, or any two reports, claim by claim."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.ledger import DEFAULT_LEDGER, LedgerOption, use_ledger
from onrecord.cli.options import DebugOption, OutputOption
from onrecord.cli.output import open_output
from onrecord.cli.tables import show_card
from onrecord.exports.visible import show, show_line
from onrecord.model import to_plain

if TYPE_CHECKING:
    from onrecord.ledger.differences import Difference
    from onrecord.model import Reading

FORMATS = ("text", "json", "html")


def versions(
    report: Annotated[str, typer.Argument(metavar="ID", help="Any one of the versions.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    debug: DebugOption = False,
) -> None:
    """List the versions of a report, oldest first: the same address or item, or one dispatch that was written on at.

    [bold]Example[/bold]

    onrecord versions r39d45c89c589
    """
    with use_ledger(ledger) as book:
        for card in book.versions(report):
            print(f"{card.id}  {card.updated or card.published or card.day or 'no date'}  {show_card(card)}")


def diff(
    reports: Annotated[
        list[str], typer.Argument(metavar="A [B]", help="Two ids or files; one id: its last two versions.")
    ],
    ledger: LedgerOption = DEFAULT_LEDGER,
    format: Annotated[
        str | None,
        typer.Option("--format", "-f", metavar="|".join(FORMATS), help="Default: by the output's name, else text."),
    ] = None,
    output: OutputOption = None,
    debug: DebugOption = False,
) -> None:
    """Tell claim by claim how two reports differ: added, dropped, reworded, hedged, re-sourced, figures changed.

    Exit status 0, whether or not they differ.

    [bold]Examples[/bold]

    onrecord diff morning.txt evening.txt

    onrecord diff r39d45c89c589 --output changes.html
    """
    from onrecord.ledger.differences import find_differences
    from onrecord.ledger.side_by_side import draw_page

    suffix = output.suffix.removeprefix(".").lower() if output else ""
    form = format or (suffix if suffix in FORMATS else "text")
    if form not in FORMATS:
        raise typer.BadParameter(f"{show_line(form)!r} is not one of {', '.join(FORMATS)}.", param_hint="--format")
    before, after = find_two(reports, ledger)
    difference = find_differences(before, after)
    with open_output(output) as out:
        if form == "html":
            out.write(draw_page(difference, show))
        elif form == "json":
            json.dump(make_object(difference), out, ensure_ascii=False, indent=2, allow_nan=False)
            out.write("\n")
        else:
            out.writelines(line + "\n" for line in describe_difference(difference))


def find_two(names: list[str], ledger: str) -> tuple[Reading, Reading]:
    """The two readings that are named: files are read, ids are looked up, one id stands for its last two versions."""
    if len(names) == 2:
        return find_one(names[0], ledger), find_one(names[1], ledger)
    if len(names) != 1:
        raise typer.BadParameter("two reports are compared, or the last two versions of one.", param_hint="A [B]")
    with use_ledger(ledger) as book:
        cards = book.versions(names[0])
        if len(cards) < 2:
            raise typer.BadParameter(f"{show_line(names[0])} has no other version here; name two.", param_hint="A [B]")
        return book.reading(cards[-2].id), book.reading(cards[-1].id)


def find_one(name: str, ledger: str) -> Reading:
    """The reading of a file, an address, or a report in the ledger."""
    if Path(name).exists() or "://" in name or not name.startswith("r") or "." in name:
        from onrecord.intake import read_source

        return next(read_source(name))
    with use_ledger(ledger) as book:
        return book.reading(name)


def describe_difference(difference: Difference) -> list[str]:
    """The changes, a line each, under what they are about."""
    from onrecord.ledger.differences import count_kinds, describe, show_words

    lines = []
    for pair in difference.pairs:
        if not pair.changes:
            continue
        if pair.before is None or pair.after is None:
            sign = "+" if pair.after else "-"
            lines.append(f"{sign} {show_line(pair.changes[0].new or pair.changes[0].old or '')}")
            continue
        lines.append(f"~ {show_line(describe(difference.after, pair.after))}")
        for change in pair.changes:
            words = show_words(change.old or "", change.new or "") if change.kind == "reworded" else None
            lines.append(f"    {show_line(f'{change.kind}: {words}' if words else str(change))}")
    lines += [f"~ {show_line(str(change))}" for change in difference.positions]
    counts = ", ".join(f"{number} {kind}" for kind, number in count_kinds(difference.changes).items())
    same = sum(not pair.changes for pair in difference.pairs)
    return [*lines, f"{counts or 'no change'}; {same} claims the same"]


def make_object(difference: Difference) -> dict[str, object]:
    """The difference as plain values."""
    return {
        "schema": "onrecord-diff/1",
        "before": difference.before.report.id,
        "after": difference.after.report.id,
        "claims": [
            {
                "before": pair.before.id if pair.before else None,
                "after": pair.after.id if pair.after else None,
                "changes": to_plain(pair.changes),
            }
            for pair in difference.pairs
        ],
        "positions": to_plain(difference.positions),
    }
