"""The account of an import: one line for every entry of the file, and what became of it.

``mapped``: read into Plait's own types. ``kept``: stored as received, not read, with the reason. ``skipped-duplicate``:
it stands twice in the file. ``refused``: not stored, with the reason. The number of lines is the number of entries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from plait.coordination.interchange.reading.origin import Origin
from plait.coordination.interchange.reading.words import Note

Outcome = Literal["mapped", "kept", "skipped-duplicate", "refused"]
OUTCOMES: tuple[Outcome, ...] = ("mapped", "kept", "skipped-duplicate", "refused")
EXPECTED = frozenset({"other-type", "medication-read", "binary-read", "same-twice", "kept-before"})


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one entry. ``detail`` is None only for what is mapped; its path says where the trouble is."""

    resource_type: str
    resource_id: str
    path: str
    outcome: Outcome
    detail: Note | None = None
    warnings: tuple[Note, ...] = ()
    key: str = ""

    @property
    def needs_a_look(self) -> bool:
        """Whether a person should look: something could not be read, was refused, or is doubtful."""
        return bool(self.warnings) or (self.detail is not None and self.detail.code not in EXPECTED)


@dataclass(frozen=True, slots=True)
class KeptResource:
    """A resource that is stored as received and not read."""

    origin: Origin
    reason: Note


@dataclass(frozen=True, slots=True)
class Rejected:
    """The whole file is refused: where and why. Nothing of it is stored."""

    path: str
    reason: Note
