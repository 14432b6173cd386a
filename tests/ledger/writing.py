"""A process that works on a ledger until it is killed, and says on standard output what it was told is kept.

    python -m tests.ledger.writing WHERE SEED KIND...

KIND is add, correct, undo, remove, export, backup, verify; each line is the kind and what it was about.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

from onrecord.errors import LedgerError
from onrecord.ledger import Ledger, open_ledger
from onrecord.ledger.care import back_up
from onrecord.ledger.verifying import verify
from tests.ledger.samples import make_note

MOST = 100_000


def say(*words: object) -> None:
    """One line that is out before anything else happens."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def add(ledger: Ledger, chance: random.Random) -> None:
    number = chance.randrange(MOST)
    answer = ledger.add(make_note(number, "The lower quay is closed. " * chance.randrange(40)))
    say("add", answer.report)


def correct(ledger: Ledger, chance: random.Random) -> None:
    card = pick(ledger, chance)
    if card:
        claim = ledger.machine(card)["claims"][0]["id"]
        made = ledger.correct(
            "change", claim, who="Ada", field="factuality", value=chance.choice(["CT+", "CT-", "PS+"])
        )
        say("correct", made.seq)


def undo(ledger: Ledger, chance: random.Random) -> None:
    say("undo", ledger.undo(who="Ada").seq)


def remove(ledger: Ledger, chance: random.Random) -> None:
    card = pick(ledger, chance)
    if card and chance.random() < 0.2:
        ledger.remove(card, who="Ada", why="court order")
        say("remove", card)


def export(ledger: Ledger, chance: random.Random) -> None:
    say("export", sum(1 for _ in ledger.claims().rows()))


def backup(ledger: Ledger, chance: random.Random) -> None:
    path = Path(ledger.name).with_name(f"backup-{chance.randrange(10**9)}.db")
    back_up(ledger, path)
    say("backup", path)


def check(ledger: Ledger, chance: random.Random) -> None:
    verdict = verify(ledger)
    say("verify", verdict.holds, verdict)


def pick(ledger: Ledger, chance: random.Random) -> str | None:
    """The id of some report that still has its text."""
    count = ledger.reports().count()
    rows = list(ledger.reports(limit=1, offset=chance.randrange(count)).rows()) if count else []
    return rows[0]["id"] if rows and not rows[0]["removed"] else None


KINDS: dict[str, Callable[[Ledger, random.Random], None]] = {
    "add": add, "correct": correct, "undo": undo, "remove": remove, "export": export, "backup": backup, "verify": check,
}  # fmt: skip


def main(where: str, seed: str, *kinds: str) -> None:
    """Work until killed."""
    chance = random.Random(int(seed))
    with open_ledger(where, create=True) as ledger:
        say("open")
        while True:
            try:
                KINDS[chance.choice(kinds)](ledger, chance)
            except LedgerError as error:
                if error.code not in {"later_ones", "no_change", "not_correctable", "rejected", "removed", "exists"}:
                    say("error", error.code, error)


if __name__ == "__main__":
    main(*sys.argv[1:])
