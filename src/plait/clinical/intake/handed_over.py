"""What somebody hands over of a decision aid: each line as they saw it, their answers, and the signs of harm in them.

What is shown before it is handed over, what is kept and what a clinician reads are these same lines, in the language of
the person, so that a later version of the aid changes nothing in them. ``answers`` and ``values`` are the codes beneath
(page id to chosen codes, value id to answer). ``answered_at`` is when the last of it was answered, before it was sent.
Source: plait (docs/decisions/0025-asking-for-contact.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from plait.clinical.moment import Instant
from plait.clinical.safety.harm import Sign

LINES = ("situation", "scores", "matters", "lean", "words", "questions", "red_flags")


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The aid of one person. ``signs``: what in it speaks of harm; empty where nothing does."""

    aid: str
    version: str
    language: str
    answered_at: Instant
    situation: tuple[str, ...] = ()
    scores: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    lean: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    red_flags: tuple[str, ...] = ()
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    signs: tuple[Sign, ...] = ()

    @property
    def parts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each part that says something, with its lines, in the order in which it is read."""
        return tuple((name, lines) for name in LINES if (lines := getattr(self, name)))

    def as_json(self) -> dict[str, Any]:
        """As it is kept. The signs become a flag of their own and are not kept twice."""
        return {
            "aid": self.aid,
            "version": self.version,
            "language": self.language,
            "answered_at": self.answered_at.iso(),
            **{name: list(getattr(self, name)) for name in LINES},
            "answers": {page: list(codes) for page, codes in self.answers.items()},
            "values": dict(self.values),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> HandedOver:
        """As it was kept."""
        return cls(
            aid=kept["aid"],
            version=kept["version"],
            language=kept["language"],
            answered_at=Instant.parse(kept["answered_at"]),
            **{name: tuple(kept.get(name, ())) for name in LINES},
            answers={page: tuple(codes) for page, codes in kept.get("answers", {}).items()},
            values=dict(kept.get("values", {})),
        )
