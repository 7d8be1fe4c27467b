"""A ZIP of FHIR files, unpacked into memory within limits: a small archive may unpack to more than any machine holds.

Names inside are shown and never used as paths. Refused as a whole with ``Malformed``: what is encrypted, damaged,
holds another archive, too many files, or more bytes than ``MOST_UNPACKED``, however little it claims to hold.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from plait.coordination.interchange.reading.files import File, InMemory
from plait.coordination.interchange.reading.words import Malformed, shown

BEGINS = b"PK\x03\x04"
MOST_FILES = 5_000
MOST_UNPACKED = 100_000_000
MOST_RATIO = 200
ENCRYPTED = 0x1
READ = (".json", ".ndjson", ".jsonl")
_BLOCK = 1 << 18


def is_archive(content: bytes) -> bool:
    """Whether these bytes begin as a ZIP does."""
    return content.startswith(BEGINS)


def unpack(content: bytes) -> tuple[File, ...]:
    """The JSON files in an archive, by name. Raises ``Malformed``."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _unpacked(archive, most=min(MOST_UNPACKED, MOST_RATIO * len(content)))
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError) as error:
        raise Malformed("bad-archive", "$", why=type(error).__name__) from error


def _unpacked(archive: zipfile.ZipFile, *, most: int) -> tuple[File, ...]:
    found: list[File] = []
    left = most
    listed = [one for one in archive.infolist() if not one.is_dir()]
    if len(listed) > MOST_FILES:
        raise Malformed("archive-too-many", "$", most=MOST_FILES)
    for one in listed:
        if one.flag_bits & ENCRYPTED:
            raise Malformed("archive-encrypted", shown(one.filename))
        if not one.filename.casefold().endswith(READ):
            continue
        pieces = []
        with archive.open(one) as member:
            while piece := member.read(_BLOCK):
                left -= len(piece)
                if left < 0:
                    raise Malformed("archive-too-big", shown(one.filename), most=most)
                pieces.append(piece)
        found.append(InMemory(shown(one.filename), b"".join(pieces)))
    if not found:
        raise Malformed("archive-nothing", "$")
    return tuple(sorted(found, key=lambda file: file.name))
