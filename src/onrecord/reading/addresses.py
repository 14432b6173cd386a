"""Addresses that reports state of themselves: kept as labels, never opened."""

from __future__ import annotations

from urllib.parse import urlsplit

LONGEST = 2048


def keep_address(text: str | None) -> str | None:
    """The address, if it is one of http or https that every reader takes apart alike; else None."""
    address = (text or "").strip()
    if len(address) > LONGEST or not address.lower().startswith(("http://", "https://")):
        return None
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - is read only to see whether it is a number
    except ValueError:
        return None
    return address if parts.hostname and address.isprintable() and " " not in address else None
