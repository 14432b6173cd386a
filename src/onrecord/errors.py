"""What can go wrong, each kind something that a caller can act on.

OnRecordError           those about an input or a ledger are NamedErrors, with name, code, reason and remedy
├── InputError          one input could not be read; the others go on
│   ├── MissingInput    no such file, or no file at all
│   ├── NotText         empty, binary, or bytes in no encoding that we know
│   ├── TooLarge        a limit was met; the message names limit and value
│   ├── UnknownFormat   a format name that is not in the list
│   └── FetchError      an address that may not or cannot be fetched
├── LedgerError         the ledger cannot do what was asked; `code` tells the kinds apart
│   ├── NoLedger        there is none, it is another program's file, or a newer version's
│   ├── LedgerBusy      another process holds it
│   ├── LedgerReadOnly  it may be read and not be written
│   ├── DiskFull        there is no room to write; nothing was changed
│   ├── LedgerDamaged   what is stored does not hold together
│   ├── NotInLedger     nothing in it has that id
│   └── NotCorrectable  a correction that cannot stand: outside the text, of an unknown field, or on an older state
└── SetupError          the installation lacks something that it needs
"""

from __future__ import annotations


class OnRecordError(Exception):
    """Anything that onrecord itself reports."""


class NamedError(OnRecordError):
    """An error about something with a name: a stable code, the reason, and what the user can do."""

    code = "error"

    def __init__(self, name: str, reason: str, remedy: str, code: str | None = None) -> None:
        self.name = name
        self.reason = reason
        self.remedy = remedy
        if code is not None:
            self.code = code
        super().__init__(f"{name}: {reason}. {remedy}")

    def __reduce__(self) -> tuple[type[NamedError], tuple[str, str, str, str]]:
        return type(self), (self.name, self.reason, self.remedy, self.code)


class InputError(NamedError):
    """One input that could not be read."""

    code = "refused"


class MissingInput(InputError):
    """There is no such file, or what is there is no file."""

    code = "not_a_file"


class NotText(InputError):
    """The bytes are empty, binary, or in no encoding that we know."""

    code = "not_text"


class TooLarge(InputError):
    """The input exceeds a limit, which the reason names beside the value met."""

    code = "too_large"


class UnknownFormat(InputError):
    """The format asked for is not one that we read."""

    code = "unknown_format"


class FetchError(InputError):
    """The address may not or cannot be fetched."""

    code = "not_fetched"


class SetupError(OnRecordError):
    """The installation lacks something that it needs; the message says how to mend it."""


class LedgerError(NamedError):
    """Something about a ledger."""

    code = "ledger"


class NoLedger(LedgerError):
    """There is no ledger there, or it is another program's, or one of a newer version."""

    code = "no_ledger"


class LedgerBusy(LedgerError):
    """Another process holds the ledger."""

    code = "busy"


class LedgerReadOnly(LedgerError):
    """The ledger may be read and not be written."""

    code = "read_only"


class DiskFull(LedgerError):
    """There is no room to write; nothing was changed."""

    code = "disk_full"


class LedgerDamaged(LedgerError):
    """What is stored does not hold together."""

    code = "damaged"


class NotInLedger(LedgerError):
    """Nothing in the ledger has that id."""

    code = "not_found"


class NotCorrectable(LedgerError):
    """A correction that cannot stand."""

    code = "not_correctable"


def describe_error(error: BaseException) -> str:
    """What an error that should not have happened did, with its kind and message."""
    what = f"{type(error).__name__}: {error}".rstrip(": .")[:300]
    return f"stopped by an error in onrecord itself ({what})"
