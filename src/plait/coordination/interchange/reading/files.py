"""The files of one import, as bytes that are read piece by piece: what is held in memory, and what lies on disk.

A file is a document (one JSON object over many lines) or has one JSON object a line (NDJSON). Which, its content
says; its name only where it ends in .ndjson. Nothing larger than a limit is ever held at once.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from plait.coordination.interchange.reading.document import MOST_BYTES
from plait.coordination.interchange.reading.words import Malformed

BLOCK = 1 << 20
LINES_BY_NAME = (".ndjson", ".jsonl")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is let in: bytes of a document, of one line, and of everything together."""

    document: int = MOST_BYTES
    line: int = MOST_BYTES
    whole: int = MOST_BYTES


class File(Protocol):
    """Bytes with a name. ``name`` is shown, and never used as a path."""

    @property
    def name(self) -> str:
        """What the file is called."""

    @property
    def size(self) -> int:
        """How many bytes it has."""

    def read(self, offset: int, length: int) -> bytes:
        """Bytes from a place on; fewer at the end."""


@dataclass(frozen=True, slots=True)
class InMemory:
    """A file that is held whole."""

    name: str
    content: bytes = field(repr=False)

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.content)

    def read(self, offset: int, length: int) -> bytes:
        """Bytes from a place on; fewer at the end."""
        return self.content[offset : offset + length]


@dataclass(slots=True)
class OnDisk:
    """A file on this machine, read by several processes at once without disturbing each other."""

    name: str
    path: Path
    size: int = field(init=False)
    _handle: int = field(init=False, default=-1)

    def __post_init__(self) -> None:
        """Look how large it is."""
        self.size = self.path.stat().st_size

    def read(self, offset: int, length: int) -> bytes:
        """Bytes from a place on; fewer at the end."""
        if self._handle < 0:
            self._handle = os.open(self.path, os.O_RDONLY)
        return os.pread(self._handle, length, offset)

    def close(self) -> None:
        """Let go of the file."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def has_lines(file: File) -> bool:
    """Whether a file has one JSON object a line."""
    if file.name.casefold().endswith(LINES_BY_NAME):
        return True
    first = next(lines(file, most=MOST_BYTES), None)
    if first is None or first[0] is None:
        return False
    text, end = first[0].strip(), first[1] + len(first[0]) + 1
    return text.startswith(b"{") and text.endswith(b"}") and bool(file.read(end, BLOCK).strip())


def lines(file: File, *, most: int) -> Iterator[tuple[bytes | None, int, int]]:
    """Every line that is not blank, with its place and number (from 1); None for one that is longer than allowed."""
    number, position, rest, given_up = 1, 0, b"", -1
    while block := file.read(position, BLOCK):
        begin = position - len(rest)
        position += len(block)
        *whole, rest = (rest + block).split(b"\n")
        for piece in whole:
            if given_up >= 0 or len(piece) > most:
                yield None, max(begin, given_up), number
            elif piece.removeprefix(_BOM).strip():
                yield piece, begin, number
            begin, given_up, number = begin + len(piece) + 1, -1, number + 1
        if len(rest) > most:
            given_up, rest = begin, b""
    if given_up >= 0:
        yield None, given_up, number
    elif rest.removeprefix(_BOM).strip():
        yield rest, position - len(rest), number


def document_of(file: File, limits: Limits) -> bytes:
    """The whole of a file. Raises ``Malformed`` where it is larger than a document may be."""
    if file.size > limits.document:
        raise Malformed("too-big", "$", most=limits.document)
    return file.read(0, file.size)
