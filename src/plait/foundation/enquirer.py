"""Somebody who only asked for contact: known by their request, and no record of theirs exists."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Enquirer:
    """Whoever asked: what stands where a patient's id stands for everybody else."""

    request_id: UUID
