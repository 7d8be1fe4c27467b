"""Resources into files, one a type, one resource a line (FHIR Bulk Data): written as they come, counted and hashed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Self

from plait.coordination.interchange.writing.bundle import WrittenEntry
from plait.coordination.interchange.writing.elements import Json
from plait.coordination.interchange.writing.json_text import json_text
from plait.coordination.interchange.writing.lines import KEPT

ONCE = frozenset({"Practitioner", "Questionnaire", "Location"})


@dataclass(slots=True)
class _Lines:
    file: BinaryIO
    name: str
    count: int = 0
    size: int = 0
    digest: Any = field(default_factory=hashlib.sha256)


@dataclass(slots=True)
class Folder:
    """A folder of NDJSON files that only its owner can read. Use as a context."""

    path: Path
    lines: dict[str, _Lines] = field(default_factory=dict)
    seen: set[tuple[str, str]] = field(default_factory=set)
    stack: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        """Make the folder. Raises ``OSError`` where it is there already."""
        self.path.mkdir(mode=0o700)
        return self

    def __exit__(self, *_error: object) -> None:
        """Close every file."""
        self.stack.close()

    def add(self, resource: Json) -> None:
        """One line; what belongs to nobody is written once."""
        kind = str(resource["resourceType"])
        if kind in ONCE:
            name = (kind, str(resource["id"]))
            if name in self.seen:
                return
            self.seen.add(name)
        text = json_text(resource).encode() + b"\n"
        lines = self.lines.get(kind) or self._open(kind)
        lines.file.write(text)
        lines.digest.update(text)
        lines.count += 1
        lines.size += len(text)

    def manifest(self) -> list[Json]:
        """Every file with what is in it."""
        for one in self.lines.values():
            one.file.flush()
        return [
            {"type": kind, "url": one.name, "count": one.count, "bytes": one.size, "sha256": one.digest.hexdigest()}
            for kind, one in sorted(self.lines.items())
        ]

    def write(self, name: str, text: str) -> None:
        """A file beside them."""
        with self._file(name) as file:
            file.write(text.encode())

    def _open(self, kind: str) -> _Lines:
        name = f"{kind}.ndjson"
        self.lines[kind] = _Lines(self.stack.enter_context(self._file(name)), name)
        return self.lines[kind]

    def _file(self, name: str) -> BinaryIO:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        return os.fdopen(os.open(self.path / name, flags, 0o600), "wb", buffering=1 << 16)


def standing_alone(entries: Iterable[WrittenEntry]) -> list[Json]:
    """The resources of one person without a Bundle around them: references by type and id."""
    told = list(entries)
    names = {one.address: f"{one.resource['resourceType']}/{one.resource.get('id', '')}" for one in told}
    return [_led(one.resource, names) for one in told]


def _led(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        kept = value.get("url") == KEPT
        return {
            name: names.get(one, one)
            if isinstance(one, str) and (name == "reference" or (kept and name == "valueUri"))
            else _led(one, names)
            for name, one in value.items()
        }
    return [_led(one, names) for one in value] if isinstance(value, list) else value
