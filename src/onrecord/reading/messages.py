"""An HTTP answer kept in an archive (RFC 9112): its status, its kind, its body with one layer of packing taken off."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.errors import NotText
from onrecord.model import Notice
from onrecord.reading.limits import Limits
from onrecord.reading.packed import GZIP, unpack

STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})\b[^\r\n]*\r?\n")
END = re.compile(rb"\r?\n\r?\n")
CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
CHARSET = re.compile(r"charset\s{0,5}=\s{0,5}[\"']?([\w.:-]{1,40})", re.I)
LONGEST_HEAD = 200_000


@dataclass(frozen=True, slots=True)
class HttpMessage:
    """An answer: its status, the kind and charset that it states, its payload as sent, and its body unpacked."""

    status: int
    kind: str
    charset: str | None
    payload: bytes
    body: bytes
    notices: tuple[Notice, ...] = ()


def read_message(data: bytes, name: str, limits: Limits) -> HttpMessage:
    """The answer in the block of a record.

    Raises NotText with the codes bad_message, cut or encoding, and TooLarge with the code bomb.
    """
    status = STATUS.match(data)
    end = END.search(data, 0, LONGEST_HEAD)
    if status is None or end is None:
        raise NotText(name, "it does not begin like an answer of HTTP", "The next record is read.", "bad_message")
    fields = _read_fields(data[status.end() : end.start()])
    kind, _, parameters = fields.get("content-type", "").partition(";")
    charset = CHARSET.search(parameters)
    payload = data[end.end() :]
    number = int(status.group(1))
    if number != 200:
        return HttpMessage(number, kind.strip().lower(), None, payload, payload)
    body, chunked = _join_chunks(payload, fields, name)
    body, unpacked = _unpack(body, fields, name, limits)
    stated = charset.group(1) if charset else None
    return HttpMessage(number, kind.strip().lower(), stated, payload, body, (*chunked, *unpacked))


def _read_fields(head: bytes) -> dict[str, str]:
    """The fields of a head; of one that stands twice all values, with commas between them."""
    fields: dict[str, str] = {}
    for line in re.split(r"\r?\n(?![ \t])", head.decode("latin-1"))[:500]:
        key, colon, value = line.partition(":")
        if colon:
            label, words = key.strip().lower(), " ".join(value.split())
            fields[label] = f"{fields[label]}, {words}" if label in fields else words
    return fields


def _join_chunks(payload: bytes, fields: dict[str, str], name: str) -> tuple[bytes, tuple[Notice, ...]]:
    """The body without the sizes of its chunks; as it is where it has none, whatever its head says."""
    if "chunked" not in fields.get("transfer-encoding", "").lower():
        return payload, ()
    pieces: list[bytes] = []
    place = 0
    while size := CHUNK_SIZE.match(payload, place):
        length = int(size.group(1), 16)
        if length == 0:
            return b"".join(pieces), ()
        piece = payload[size.end() : size.end() + length]
        pieces.append(piece)
        place = size.end() + length
        if len(piece) < length:
            break
        place += 2 if payload.startswith(b"\r\n", place) else payload.startswith(b"\n", place)
    if not pieces:
        return payload, (Notice("not_chunked", "its head says that it comes in chunks, but it does not"),)
    raise NotText(name, f"its chunks end too early, at byte {place:,}", "Fetch the page again.", "cut")


def _unpack(body: bytes, fields: dict[str, str], name: str, limits: Limits) -> tuple[bytes, tuple[Notice, ...]]:
    """The body with one layer of packing taken off, as its bytes show; refused where that cannot be done."""
    stated = fields.get("content-encoding", "").lower().strip()
    stated = "" if stated in ("identity", "none", "utf-8") else stated
    if body.startswith(GZIP):
        noted = (
            ()
            if stated in ("gzip", "x-gzip")
            else (Notice("encoding_wrong", f"it is packed by gzip and says {stated or 'nothing'}"),)
        )
        return unpack(body, name, limits)[0], noted
    if stated in ("", "gzip", "x-gzip"):
        noted = (Notice("encoding_wrong", "it says that it is packed by gzip and is not"),) if stated else ()
        return body, noted
    if stated == "deflate":
        wrapped = body[:1] == b"\x78" and int.from_bytes(body[:2], "big") % 31 == 0
        return unpack(body, name, limits, 15 if wrapped else -15)[0], ()
    raise NotText(
        name, f"it is packed by {stated[:40]!r}, which is not read", "Fetch it unpacked or as gzip.", "encoding"
    )
