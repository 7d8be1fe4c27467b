"""The archive: a gzipped tar inside an age file, written and read as a stream.

    age -d -i KEY plait-20261124T020000Z.tar.gz.age | tar xz        # opens it without Plait

    about.json                        what it is, before anything else: version, migrations, columns of each table
    tables/<table>/000001.copy ...    the rows as PostgreSQL's COPY text, in pieces of at most 8 MiB
    manifest.json                     last: rows and hash of each table, and where each sequence stood

age (https://age-encryption.org/v1) encrypts in chunks of 64 KiB, each authenticated with its place and the last one
marked: a changed, missing, doubled or exchanged byte anywhere is found out. Nothing here needs more memory than a few
pieces. Decision record 0012.
"""

from __future__ import annotations

import io
import json
import re
import tarfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import pyrage

from plait.foundation.installation import SetupRefused

FORMAT = 1
ABOUT, MANIFEST = "about.json", "manifest.json"
PIECE_BYTES = 8 * 1024 * 1024
_MOST_JSON_BYTES = 16 * 1024 * 1024
_BLOCK = 512
_GZIP = 16 + zlib.MAX_WBITS
_LEVEL = 1  # stronger ones save a tenth of the space and take three times as long
_PART = re.compile(r"tables/([^/]+)/(\d{6,})\.copy")


class Damaged(SetupRefused):
    """The archive is not whole; nothing of it may be used."""

    def __init__(self, why: str) -> None:
        """Say it in a sentence."""
        super().__init__(f"The archive is damaged and cannot be used: {why}. Nothing was changed. Take another one.")


class WrongKey(SetupRefused):
    """No key at hand opens the archive."""

    def __init__(self) -> None:
        """Say it in a sentence."""
        super().__init__(
            "None of the keys at hand opens this archive, or its first bytes are damaged. Nothing was changed. Name "
            "the key that it was made with: --key FILE (plait backup key printed it)."
        )


@dataclass(frozen=True)
class Member:
    """One file in the archive."""

    name: str
    content: bytes


class Reader(Protocol):
    """Whoever is told what is in an archive, in its order. What it raises ends the reading."""

    def about(self, said: dict[str, Any]) -> None:
        """First: what this archive is."""

    def rows(self, table: str, text: bytes) -> None:
        """The next piece of a table."""

    def manifest(self, said: dict[str, Any]) -> None:
        """Last: what it has to come to."""


def write(members: Iterable[Member], target: BinaryIO, recipients: Sequence[Any], at: int) -> None:
    """Write members as an archive. at: seconds since 1970, for the dates inside. What a member raises is raised."""
    source = _Pulled(_zipped(members, at))
    out = _Poured(target)
    try:
        pyrage.encrypt_io(source, out, list(recipients))
    except (pyrage.EncryptError, OSError) as problem:
        # What was raised inside of the library comes out of it as its own text.
        raise (source.failed or out.failed or problem) from None


def read(path: Path, identities: Sequence[Any], reader: Reader, tick: Callable[[], None] = lambda: None) -> None:
    """Tell `reader` all that is in the archive at `path`. Raises Damaged, WrongKey, or what `reader` raises.

    What was told may be used only when this returns: the end of the file decides whether it was whole.
    """
    opening = _Opened(reader, tick)
    try:
        with path.open("rb") as file:
            pyrage.decrypt_io(file, opening, list(identities))
        opening.end()
    except pyrage.DecryptError as problem:
        if opening.failed is not None:
            raise opening.failed from None
        if "No matching keys" in str(problem):
            raise WrongKey from None
        raise Damaged("its beginning is not that of a backup of Plait") from problem
    except OSError as problem:
        if opening.failed is not None:
            raise opening.failed from None
        if problem.errno is not None:
            raise SetupRefused(f"The archive {path} cannot be read: {problem.strerror}.") from problem
        raise Damaged("a part of it is missing, changed or out of its place") from problem


def json_of(name: str, said: dict[str, Any]) -> Member:
    """A member that holds JSON."""
    return Member(name, json.dumps(said, indent=1, ensure_ascii=False).encode() + b"\n")


def part_name(table: str, number: int) -> str:
    """Where the piece of a table stands; number from 1."""
    return f"tables/{table}/{number:06}.copy"


def _zipped(members: Iterable[Member], at: int) -> Iterator[bytes]:
    zipping = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    for member in members:
        entry = tarfile.TarInfo(member.name)
        entry.size, entry.mtime, entry.mode = len(member.content), at, 0o600
        yield zipping.compress(entry.tobuf(tarfile.USTAR_FORMAT))
        yield zipping.compress(member.content)
        yield zipping.compress(bytes(-len(member.content) % _BLOCK))
    yield zipping.compress(bytes(2 * _BLOCK))
    yield zipping.flush()


class _Pulled(io.RawIOBase):
    """Lets the library pull what we push; keeps what was raised meanwhile."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = memoryview(b"")
        self.failed: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._left:
                self._left = memoryview(next(self._pieces))
        except StopIteration:
            return b""
        except BaseException as problem:
            self.failed = problem
            raise
        taken, self._left = self._left[:size], self._left[size:]
        return bytes(taken)


class _Poured:
    """Lets the library write; keeps what was raised meanwhile, such as a full disk."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self.failed: BaseException | None = None

    def write(self, text: bytes) -> int:
        try:
            return self._target.write(text)
        except BaseException as problem:
            self.failed = problem
            raise

    def flush(self) -> None:
        self._target.flush()


@dataclass
class _Opened:
    """Takes in what the library decrypts: unzips it, finds the members, tells the reader."""

    reader: Reader
    tick: Callable[[], None]
    failed: BaseException | None = None
    _unzip: Any = field(default_factory=lambda: zlib.decompressobj(_GZIP))
    _held: bytearray = field(default_factory=bytearray)
    _entry: tarfile.TarInfo | None = None
    _needed: int = _BLOCK
    _told: str = ""
    _next_part: tuple[str, int] = ("", 1)
    _over: bool = False

    def write(self, text: bytes) -> int:
        try:
            self._take(text)
        except BaseException as problem:
            self.failed = problem
            raise
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""

    def end(self) -> None:
        """The library saw the last chunk: then all of ours must be there as well."""
        if self._told != MANIFEST or not self._over or not self._unzip.eof:
            raise Damaged("it ends too early")

    def _take(self, text: bytes) -> None:
        try:
            self._held += self._unzip.decompress(text)
        except zlib.error as problem:
            raise Damaged("it holds no gzipped tar") from problem
        if self._unzip.unused_data:
            raise Damaged("something follows its end")
        while not self._over and len(self._held) >= self._needed:
            taken = bytes(memoryview(self._held)[: self._needed])
            del self._held[: self._needed]
            if self._entry is None:
                self._begin(taken)
            else:
                entry, self._entry, self._needed = self._entry, None, _BLOCK
                self._tell(entry.name, taken[: entry.size])
                self.tick()

    def _begin(self, block: bytes) -> None:
        """The next member begins, or the tar ends."""
        if not any(block):
            self._over = True
            return
        try:
            self._entry = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        except tarfile.HeaderError as problem:
            raise Damaged("it holds no tar") from problem
        size = self._entry.size
        most = PIECE_BYTES if _PART.fullmatch(self._entry.name) else _MOST_JSON_BYTES
        if not self._entry.isreg() or not 0 <= size <= most:
            raise Damaged(f"it holds something that does not belong there ({self._entry.name[:60]})")
        self._needed = size + -size % _BLOCK
        if self._needed == 0:
            raise Damaged(f"it holds an empty part ({self._entry.name[:60]})")

    def _tell(self, name: str, content: bytes) -> None:
        part = _PART.fullmatch(name)
        if name == ABOUT and not self._told:
            self.reader.about(_object(content))
        elif name == MANIFEST and self._told not in {"", MANIFEST}:
            self.reader.manifest(_object(content))
        elif part and self._told not in {"", MANIFEST}:
            table, number = part[1], int(part[2])
            if number != (self._next_part[1] if self._next_part[0] == table else 1):
                raise Damaged(f"the parts of {table} are not in their order")
            self._next_part = (table, number + 1)
            self.reader.rows(table, content)
        else:
            raise Damaged(f"it holds something that does not belong there ({name[:60]})")
        self._told = name


def _object(content: bytes) -> dict[str, Any]:
    try:
        said = json.loads(content)
    except ValueError as problem:
        raise Damaged("what it says about itself cannot be read") from problem
    if not isinstance(said, dict):
        raise Damaged("what it says about itself cannot be read")
    return said
