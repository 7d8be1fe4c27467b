"""Who is new at a site, and who has nobody yet: what a coordinator looks at in the morning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from plait.clinical.moment import Instant
from plait.foundation.actor import CLINICAL, Actor
from plait.records.people.models import CurrentCareTeam, PatientIndex
from plait.records.people.queries import active_at, line, people_visible_to
from plait.records.people.types import PatientLine


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody of the site, with when they were registered."""

    person: PatientLine
    registered_at: Instant


def without_clinician(actor: Actor, at: Instant, most: int) -> tuple[Arrival, ...]:
    """People of a coordinator's site whom no clinician treats now; who was registered last first."""
    treated = CurrentCareTeam.objects.filter(active_at(at), patient_id=OuterRef("patient_id"), role__in=CLINICAL)
    return _arrivals(people_visible_to(actor, at).filter(~Exists(treated)), most)


def registered_since(actor: Actor, at: Instant, since: Instant, most: int) -> tuple[Arrival, ...]:
    """Who was registered at a coordinator's site since a moment, newest first.

    Ids carry the time at which they were made, so the newest are found by the primary key alone.
    """
    newest = _arrivals(people_visible_to(actor, at), most)
    return tuple(arrival for arrival in newest if arrival.registered_at >= since)


def _arrivals(rows: QuerySet[PatientIndex], most: int) -> tuple[Arrival, ...]:
    ordered = rows.annotate(registered=F("patient__recorded_at")).order_by("-patient_id")
    found: list[Any] = list(ordered[:most])
    return tuple(Arrival(line(row), Instant(row.registered)) for row in found)
