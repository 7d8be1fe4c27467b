"""Reading the content files: what stands in content/, as plain tables with the place each came from.

Numbers are read as ``Decimal``, dates as dates. Nothing is judged here: see validate.py.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"
CASES = ".cases.toml"

Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Document:
    """One content file: its path below content/ and its parsed table."""

    path: str
    table: Table

    @property
    def kind(self) -> str:
        """The noun it belongs to: the folder it stands in ("medications", "instruments", "sources")."""
        return self.path.partition("/")[0]

    @property
    def holds_cases(self) -> bool:
        """Whether it holds worked cases for the file beside it."""
        return self.path.endswith(CASES)


@dataclass(frozen=True, slots=True)
class Content:
    """All content files, in order of path, with a hash over every byte that can change advice."""

    documents: tuple[Document, ...]
    digest: str

    def of(self, kind: str, *, cases: bool = False) -> tuple[Document, ...]:
        """The files of one noun: the content itself, or the worked cases beside it."""
        return tuple(doc for doc in self.documents if doc.kind == kind and doc.holds_cases is cases)


class BadContent(ValueError):
    """A content file cannot be read: the message names the file and the place."""


def read(root: Path = CONTENT) -> Content:
    """Read every TOML file below ``root``. Raises ``BadContent`` for a file that is not TOML."""
    digest = hashlib.sha256()
    documents = []
    for path in sorted(root.rglob("*")):
        if path.suffix not in {".toml", ".csv"}:
            continue
        name = path.relative_to(root).as_posix()
        raw = path.read_bytes()
        digest.update(f"{name}\n{len(raw)}\n".encode())
        digest.update(raw)
        if path.suffix == ".toml":
            documents.append(Document(name, _parse(name, raw)))
    return Content(tuple(documents), digest.hexdigest())


def parsed(path: Path) -> Table:
    """One content file alone, for what must not wait for all the others. Raises ``BadContent`` or ``OSError``."""
    return _parse(path.name, path.read_bytes())


def _parse(name: str, raw: bytes) -> Table:
    try:
        return tomllib.loads(raw.decode("utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadContent(f"{name}: {error}") from error


def newest(documents: tuple[Document, ...]) -> date:
    """The latest ``effective_from`` among the files, which dates the release."""
    dates = [doc.table["effective_from"] for doc in documents if isinstance(doc.table.get("effective_from"), date)]
    return max(dates, default=date.min)
