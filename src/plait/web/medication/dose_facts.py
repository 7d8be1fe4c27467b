"""What sources say about the dose of a medicine, each with its mark: to read, never to fill in by itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext

from plait.clinical.medication.order import Medicine
from plait.clinical.release import Fact
from plait.knowledge.formulary import formulary
from plait.knowledge.loader import release

TOPICS = ("start", "usual", "max")


def dose_facts(medicine: Medicine) -> dict[str, Any]:
    """The sentences about starting, usual and largest dose: those that were checked, and those that were not."""
    known = formulary().knowledge(medicine)
    if known is None:
        return {"known": False, "checked": [], "unchecked": []}
    facts = [
        fact
        for topic in TOPICS
        for fact in known.about(topic)
        if not medicine.form or not fact.form or known.speaks_of(fact, medicine.form)
    ]
    return {
        "known": True,
        "name": known.name,
        "checked": _by_source(fact for fact in facts if fact.checked),
        "unchecked": _by_source(fact for fact in facts if not fact.checked),
    }


def _by_source(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    """The sentences of one source and one mark together, so that both are said once."""
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        source = fact.citations[0].source if fact.citations else ""
        groups.setdefault((source, fact.mark), []).append(fact)
    return [
        {"mark": mark, "source": _title(source), "lines": [_line(fact) for fact in found]}
        for (source, mark), found in groups.items()
    ]


def _title(source: str) -> str:
    known = release().sources.get(source)
    return known.title if known else source


def _line(fact: Fact) -> dict[str, str]:
    whom = [part for part in (fact.form, fact.indication, fact.population) if part and part != "adults"]
    return {
        "topic": {"start": gettext("Start"), "usual": gettext("Usual"), "max": gettext("Most")}[fact.topic],
        "says": fact.says,
        "whom": ", ".join(whom),
    }
