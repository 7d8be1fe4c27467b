"""How much of the knowledge is checked: statements by topic and mark.

A number that is not checked never pre-fills, converts or judges; this table says how many such numbers remain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from plait.clinical.release import MedicationKnowledge, Release

MOST_NEEDED = ("start", "usual", "max", "boxed")


def by_topic(release: Release) -> Mapping[str, Counter[str]]:
    """Statements about medicines, counted by topic and then by mark."""
    counts: dict[str, Counter[str]] = {}
    for known in release.medications.values():
        for fact in known.facts:
            counts.setdefault(fact.topic, Counter())[fact.mark] += 1
    return dict(sorted(counts.items()))


def lacking(release: Release, topic: str) -> tuple[MedicationKnowledge, ...]:
    """The medicines about which no checked statement stands for a topic."""
    return tuple(
        known for known in release.medications.values() if not any(fact.checked for fact in known.about(topic))
    )


def bands_by_mark(release: Release) -> Counter[str]:
    """Cut-offs of instruments, counted by mark."""
    return Counter(band.mark for instrument in release.instruments.values() for band in instrument.bands)
