"""Packed bytes unpacked as they are read, ended when they grow beyond all measure (RFC 1952 gzip, RFC 1950 zlib)."""

from __future__ import annotations

import io
import zlib
from typing import BinaryIO

from onrecord.errors import NotText, TooLarge
from onrecord.reading.limits import Limits

CHUNK = 65_536
GZIP = b"\x1f\x8b"


class CutOffError(Exception):
    """Packed data that end too early or are not sound, with the place in the packed file."""

    def __init__(self, place: int, reason: str) -> None:
        super().__init__(f"{reason} at byte {place:,}")
        self.place = place


class Unpacker(io.RawIOBase):
    """The unpacked bytes of a gzip file of any number of members, never more than a chunk of them at a time."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._packed = b""
        self._member = zlib.decompressobj(31)
        self._started = False
        self.taken = 0
        self.junk = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fills the buffer with unpacked bytes and gives their number; raises CutOffError where they are not sound."""
        data = self._unpack(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _unpack(self, most: int) -> bytes:
        while True:
            if not self._packed:
                if self._started and not self._member.eof and (held := self._member.decompress(b"", most)):
                    return held
                self._packed = self._file.read(CHUNK)
                self.taken += len(self._packed)
                if not self._packed:
                    return self._end()
            if self._member.eof and not self._begin_member():
                return b""
            try:
                data = self._member.decompress(self._packed, most)
            except zlib.error as error:
                raise CutOffError(self.taken - len(self._packed), f"packed data are not sound ({error})") from None
            self._started = True
            self._packed = self._member.unconsumed_tail or self._member.unused_data
            if data:
                return data

    def _begin_member(self) -> bool:
        """Whether another member begins; zero bytes and what follows the last member are no part of the data."""
        self._packed = self._packed.lstrip(b"\x00")
        if not self._packed:
            return True
        if not self._packed.startswith(GZIP[: len(self._packed)]):
            self.junk = len(self._packed)
            self._packed = b""
            self._file = io.BytesIO()
            return False
        self._member = zlib.decompressobj(31)
        return True

    def _end(self) -> bytes:
        if self._started and not self._member.eof:
            raise CutOffError(self.taken, "packed data end too early")
        return b""


def unpack(data: bytes, name: str, limits: Limits, wbits: int = 31) -> tuple[bytes, int]:
    """The bytes that one layer of gzip, zlib or deflate holds, and how many bytes follow its end.

    Raises TooLarge with the code bomb above the limits, and NotText with the code cut for what is not sound.
    """
    unpacker, unpacked = zlib.decompressobj(wbits), bytearray()
    rest = data
    while True:
        try:
            piece = unpacker.decompress(rest, CHUNK)
        except zlib.error as error:
            raise NotText(name, f"its packed data are not sound ({error})", "Pack it anew.", "cut") from None
        unpacked += piece
        _check_growth(len(unpacked), len(data), name, limits)
        rest = unpacker.unconsumed_tail
        if unpacker.eof:
            rest = unpacker.unused_data.lstrip(b"\x00")
            if not rest.startswith(GZIP) or wbits != 31:
                return bytes(unpacked), len(rest)
            unpacker = zlib.decompressobj(wbits)
        elif not rest and not piece:
            raise NotText(name, "its packed data end too early", "Fetch it again.", "cut")


def _check_growth(size: int, packed: int, name: str, limits: Limits) -> None:
    if size > limits.raw_bytes or (size > limits.growth_from and size > limits.growth * packed):
        reason = (
            f"unpacked it holds more than {limits.raw_bytes:,} bytes (limit `raw_bytes`) "
            f"or grows more than {limits.growth:,} times (limit `growth`)"
        )
        raise TooLarge(name, reason, "Unpack it yourself if you trust it.", "bomb")
