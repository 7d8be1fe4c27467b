"""Reading what was decided about imported lines, and from which file each line came."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant, PartialDate
from plait.records.inbox.models import ReceivedResource, ReconciliationDecision
from plait.records.people.one_person import of_people, of_person, person_column

# Further ingredients of one received combination carry its key with a number.
PART = re.compile(r"#[0-9]{1,3}\Z")
DATES = ("authored", "effectiveDateTime", "effectiveInstant")


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided about an imported line."""

    target: UUID
    target_kind: str
    decision: str
    same_as: UUID | None
    reason: str
    decided_at: Instant
    decided_by: str
    decided_as: str


@dataclass(frozen=True, slots=True)
class Source:
    """The file that brought a line: its name, when it came, and who brought it."""

    file_name: str
    received_at: Instant
    brought_by: str


def decisions(patient_id: UUID) -> tuple[Decision, ...]:
    """Everything that was decided about a person's imported lines, newest first."""
    rows = ReconciliationDecision.objects.filter(of_person(patient_id)).order_by("-recorded_at", "-pk")
    return tuple(
        Decision(
            row.target,
            row.target_kind,
            row.decision,
            row.same_as,
            row.reason,
            Instant(row.recorded_at),
            row.recorded_by_name,
            row.recorded_as,
        )
        for row in rows
    )


def imports(patient_id: UUID) -> frozenset[datetime]:
    """The moments at which something about a person came in."""
    rows = ReceivedResource.objects.filter(of_person(patient_id))
    return frozenset(rows.values_list("recorded_at", flat=True).distinct())


def sources(patient_id: UUID, keys: Iterable[str]) -> dict[str, Source]:
    """The file that last brought each of these resources, by the key of the line."""
    asked = {key: PART.sub("", key) for key in keys}
    rows = (
        ReceivedResource.objects.filter(of_person(patient_id), key__in={*asked.values(), *asked})
        .order_by("key", "sequence")
        .values_list("key", "run__file_name", "recorded_at", "run__uploaded_by_name")
    )
    found = {key: Source(name, Instant(at), by) for key, name, at, by in rows}
    whole = {key: found.get(key) or found.get(origin) for key, origin in asked.items()}
    return {key: source for key, source in whole.items() if source is not None}


def stated_dates(patient_id: UUID, keys: Iterable[str]) -> dict[str, PartialDate]:
    """The date of each resource, by key, where its sender stated a date and no moment."""
    return {key: date for (_person, key), date in stated_dates_of([patient_id], keys).items()}


def stated_dates_of(patient_ids: Iterable[UUID], keys: Iterable[str]) -> dict[tuple[UUID, str], PartialDate]:
    """The same of many people at once, by person and key: two senders may use the same key."""
    rows = ReceivedResource.objects.filter(of_people(patient_ids), key__in=set(keys), outcome="mapped")
    rows = rows.annotate(person=person_column()).order_by("key", "sequence")
    found: dict[tuple[UUID, str], PartialDate] = {}
    for person, key, content in rows.values_list("person", "key", "content"):
        found.pop((person, key), None)
        date = _date(content)
        if date is not None:
            found[person, key] = date
    return found


def _date(content: Any) -> PartialDate | None:
    """A time without an offset states no moment: its day counts."""
    text = next((content[name] for name in DATES if isinstance(content.get(name), str)), "")
    if not text:
        period = content.get("effectivePeriod")
        text = str(period.get("start") or period.get("end") or "") if isinstance(period, dict) else ""
    day, _t, rest = text.partition("T")
    if rest and (rest.endswith("Z") or "+" in rest or "-" in rest):
        return None
    try:
        return PartialDate.parse(day)
    except ValueError:
        return None
