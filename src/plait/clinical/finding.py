"""What the core has to say: a finding informs, it never decides.

A finding's identity is its rule and its medicines (``identity``); the rest may be reworded.
Only *contraindicated* findings and rules marked interruptive interrupt. Silence is never safety: what could not
be checked is listed in ``Answer.not_checked``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["contraindicated", "major", "moderate", "info"]
Mark = Literal["verified", "corroborated", "quoted", "partial", "unverified"]
SEVERITIES: tuple[Severity, ...] = ("contraindicated", "major", "moderate", "info")
CHECKED: frozenset[str] = frozenset({"verified", "corroborated"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a clinician should know before deciding."""

    kind: str  # "duplicate", "allergy", "dose-above-range", "unknown-medicine", ...
    severity: Severity
    medications: tuple[str, ...]  # ingredient names, sorted
    what: str  # one sentence: what was found
    why: str  # the reason, with the numbers used
    do: str  # what a clinician might do about it
    rule: str  # id of the rule
    source: str  # id in sources.toml, or "plait" for a rule of arithmetic
    mark: Mark
    version: str  # of the knowledge release
    interrupts: bool = False

    @property
    def identity(self) -> tuple[str, tuple[str, ...]]:
        """Rule and medicines: two findings with the same identity are the same finding."""
        return (self.rule, self.medications)


@dataclass(frozen=True, slots=True)
class NotChecked:
    """Something the core could not look at, and what it would need."""

    what: str
    why: str
    needs: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything the core says about a situation; ``complete`` is true only when nothing was left unchecked."""

    findings: tuple[Finding, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every check could run."""
        return not self.not_checked
