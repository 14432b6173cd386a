"""One canonical form for everything that is digested, and the packed form in which it is kept.

Canonical JSON here: keys in order, no spaces, no escapes beyond those that JSON needs, only finite numbers. Two
different values never have one form, since types, lengths and ends are marked by JSON itself; nothing is normalised.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import Any

LEVEL = 6


def write_canonical(value: Any) -> str:
    """The one form of a plain value that digests are taken of."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def digest_text(text: str) -> str:
    """The SHA-256 of a text's UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def digest_bytes(data: bytes) -> str:
    """The SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def pack(data: bytes) -> bytes:
    """Bytes made smaller for keeping."""
    return zlib.compress(data, LEVEL)


def unpack(packed: bytes) -> bytes:
    """The bytes that were packed.

    Raises ValueError where the packed form was cut, changed or added to.
    """
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(packed)
    except zlib.error as error:
        raise ValueError(f"cannot be unpacked ({error})") from None
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("was cut or added to")
    return data
