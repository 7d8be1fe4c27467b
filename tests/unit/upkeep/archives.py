"""Small archives of made-up tables, and what a reader was told."""

from __future__ import annotations

import hashlib
import io
import secrets
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import pyrage

from plait.foundation import archive
from plait.foundation.archive import Member
from plait.foundation.archive_contents import About, Manifest
from plait.foundation.table_hashes import TableHash

AT = 1_795_500_000
ROWS = {"people": b"1\tMara\n2\tTheo\n", "visits": b"", "notes": secrets.token_hex(400_000).encode() + b"\n"}
ABOUT = About(
    version="0.1.0",
    taken_at="2026-11-24T02:00:00+00:00",
    installation="7e577e57",
    server=150000,
    migrations=[["people", "0001_initial"]],
    tables={name: ["id", "name"] for name in ROWS},
)


def manifest(rows: dict[str, bytes] = ROWS) -> Manifest:
    """What these rows come to."""
    sums = {
        name: TableHash(text.count(b"\n"), len(text), hashlib.sha256(text).hexdigest()) for name, text in rows.items()
    }
    return Manifest(sums, {"people_number": 100017})


def members(about: About = ABOUT, rows: dict[str, bytes] = ROWS, told: Manifest | None = None) -> list[Member]:
    """The members of an archive in their order."""
    parts = [Member(archive.part_name(name, 1), text) for name, text in rows.items() if text]
    return [
        archive.json_of(archive.ABOUT, asdict(about)),
        *parts,
        archive.json_of(archive.MANIFEST, asdict(told or manifest(rows))),
    ]


def sealed(content: list[Member], identity: Any) -> bytes:
    """An archive of these members."""
    target = io.BytesIO()
    archive.write(iter(content), target, [identity.to_public()], AT)
    return target.getvalue()


def newer() -> About:
    """What an archive of a later format says about itself."""
    return replace(ABOUT, format=archive.FORMAT + 1, version="9.0")


@dataclass
class Told:
    """Remembers all that it was told."""

    heard: list[tuple[str, Any]] = field(default_factory=list)

    def about(self, said: dict[str, Any]) -> None:
        self.heard.append(("about", said))

    def rows(self, table: str, text: bytes) -> None:
        self.heard.append((table, text))

    def manifest(self, said: dict[str, Any]) -> None:
        self.heard.append(("manifest", said))


def key_file(folder: Path, identity: Any) -> Path:
    """A key as plait backup key prints it."""
    file = folder / "key.txt"
    file.write_text(f"# a key\n{identity}\n", encoding="ascii")
    return file


def new_identity() -> Any:
    """A key of its own."""
    return pyrage.x25519.Identity.generate()
