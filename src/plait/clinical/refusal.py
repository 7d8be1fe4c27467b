"""An expected no: a value that says why, so that a screen can say it beside the field."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refused:
    """A lawful refusal. ``reason`` is a stable code, ``message`` a sentence, ``field`` what it is about."""

    reason: str
    message: str
    field: str = ""
