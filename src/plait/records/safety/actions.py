"""Writing flags: opened once per cause; everything that is done about one is another row, and moves its clock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.clinical.safety.harm import Sign
from plait.clinical.safety.harm_clock import Happened, Opened, Running, running
from plait.foundation.enquirer import Enquirer
from plait.foundation.facts import Stamp, record
from plait.foundation.ids import new_id
from plait.foundation.projections import put
from plait.records.safety.models import Flag, FlagEvent, FlagPatient, OpenFlag

NAMED = ("acknowledged", "handed-over")


def open_flag(
    stamp: Stamp,
    about: UUID | Enquirer,
    sign: Sign,
    *,
    cause_kind: str,
    cause_id: UUID,
    usual_until: Instant | None = None,
) -> UUID | None:
    """Open the flag of a cause; None if that cause has one already, also when it was opened at this very moment.

    It is about a patient, or about somebody who only asked for contact.
    """
    row = Flag(
        id=new_id(),
        **stamp.fields(),
        patient_id=None if isinstance(about, Enquirer) else about,
        contact_request=about.request_id if isinstance(about, Enquirer) else None,
        cause_kind=cause_kind,
        cause_id=cause_id,
        level=sign.level,
        whom=sign.whom,
        source=sign.source,
        instrument=sign.instrument,
        items=[list(item) for item in sign.items],
        words=sign.words,
        said_at=sign.said_at.utc,
        usual_until=usual_until.utc if usual_until else None,
    )
    Flag.objects.bulk_create([row], ignore_conflicts=True)  # of two at once, one row stands; the other finds it
    if not Flag.objects.filter(pk=row.pk).exists():
        return None
    _project(row, [])
    return row.pk


def add_event(
    stamp: Stamp, flag_id: UUID, what: str, *, to: UUID | None = None, detail: str = "", note: str = ""
) -> UUID:
    """Record what was done about a flag. Closing it ends its row among the open ones."""
    row = record(FlagEvent, stamp, flag_id=flag_id, what=what, to_id=to, detail=detail, note=note)
    flag = Flag.objects.get(pk=flag_id)
    _project(flag, list(flag.events.order_by("recorded_at", "id")))
    return row.pk


def rebuild() -> None:
    """Throw away and rebuild the open flags from the facts."""
    OpenFlag.objects.all().delete()
    closed = FlagEvent.objects.filter(what="closed").values("flag_id")
    for flag in Flag.objects.exclude(pk__in=closed).prefetch_related("events"):
        _project(flag, sorted(flag.events.all(), key=lambda event: (event.recorded_at, event.pk)))


def refresh(flag_ids: Iterable[UUID]) -> None:
    """Bring the view of these flags up to date."""
    for flag in Flag.objects.filter(pk__in=tuple(flag_ids)).prefetch_related("events"):
        _project(flag, sorted(flag.events.all(), key=lambda event: (event.recorded_at, event.pk)))


def _project(flag: Flag, events: list[FlagEvent]) -> None:
    state = running_of(flag, events)
    if state.closed_at is not None:
        OpenFlag.objects.filter(flag_id=flag.pk).delete()
        return
    by = [event.recorded_by_name for event in events if event.what == "acknowledged"]
    columns: dict[str, Any] = {
        "patient_id": flag.patient_id or _placed(flag),
        "contact_request": flag.contact_request,
        "level": flag.level,
        "opened_at": flag.recorded_at,
        "usual_until": flag.usual_until,
        "waiting_since": state.waiting_since.utc if state.waiting_since else None,
        "acknowledged_at": state.acknowledged_at.utc if state.acknowledged_at else None,
        "acknowledged_by": by[-1] if by and state.acknowledged_at else "",
        "waited": [[since.iso(), until.iso()] for since, until in state.waited],
        "named": sorted({str(event.to_id) for event in events if event.what in NAMED and event.to_id is not None}),
    }
    put([OpenFlag(flag=flag, **columns)])


def _placed(flag: Flag) -> UUID | None:
    """Who somebody turned out to be who had only asked for contact."""
    return FlagPatient.objects.filter(flag=flag).values_list("patient_id", flat=True).first()


def running_of(flag: Flag, events: list[FlagEvent]) -> Running:
    """The state of a flag from its rows."""
    until = Instant(flag.usual_until) if flag.usual_until else None
    opened = Opened(flag.level, Instant(flag.recorded_at), until)  # type: ignore[arg-type] - a level by construction
    return running(opened, [Happened(event.what, Instant(event.recorded_at)) for event in events])  # type: ignore[arg-type]
