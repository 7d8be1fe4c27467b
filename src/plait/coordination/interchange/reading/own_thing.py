"""What another copy of Plait recorded of a thing, as it was read and not checked yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plait.coordination.interchange.reading.origin import Origin


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One recorded line: its columns by name, each of the type in which it was stated."""

    columns: Mapping[str, Any]
    path: str


@dataclass(frozen=True, slots=True)
class OwnThread:
    """One thing with everything that was recorded of it."""

    kind: str
    lines: tuple[OwnLine, ...]
    path: str


@dataclass(frozen=True, slots=True)
class OwnThing:
    """A resource that carries what Plait recorded; ``attachments`` are the texts of its bytes by the id of each."""

    origin: Origin
    threads: tuple[OwnThread, ...]
    label: str = ""
    attachments: Mapping[str, str] | None = None
