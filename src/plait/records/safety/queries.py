"""Reading flags: those that are open, with what clock and people need; one with everything that was done about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from plait.clinical.moment import Instant
from plait.clinical.safety.harm import Sign
from plait.clinical.safety.harm_clock import Happened, Opened, Running, running
from plait.clinical.safety.harm_duty import Clinician, Roster
from plait.foundation.enquirer import Enquirer
from plait.records.people.models import CurrentCareTeam
from plait.records.people.one_person import of_people, person_column
from plait.records.safety import clock_settings, subject
from plait.records.safety.models import Flag, FlagEvent, OpenFlag
from plait.records.safety.types import Concern, Done, FlagRecord, Member, OpenLine
from plait.records.tasks.roster import covers_at, covers_column, hours_column, roster_from

MOST = 100  # of the flags of one person, the newest first


def open_flags(at: Instant, patient_ids: Iterable[UUID]) -> tuple[OpenLine, ...]:
    """The open flags of some people, with the roster of a moment; the first opened first."""
    return _lines(OpenFlag.objects.filter(of_people(patient_ids)), at)


def open_flags_of_enquirer(at: Instant, enquirer: Enquirer) -> tuple[OpenLine, ...]:
    """The open flags of somebody who only asked for contact."""
    return _lines(OpenFlag.objects.filter(contact_request=enquirer.request_id, patient__isnull=True), at)


def open_flags_of(concern: Concern, at: Instant) -> tuple[OpenLine, ...]:
    """The open flags of the practice that somebody has to do with. None is cut off: one that waits must be seen."""
    wanted = Q(pk__in=())
    if concern.clinician is not None:
        wanted |= _of_clinician(concern.clinician, at)
    if concern.everywhere or concern.site is not None:
        waits = Q(waiting_since__isnull=False)
        site = Q(patient__index__site_id=concern.site) | Q(patient__isnull=True)
        wanted |= waits if concern.everywhere else waits & site
    if concern.late is not None:
        waiting, acknowledged = concern.late
        wanted |= Q(waiting_since__lte=waiting.utc) | Q(acknowledged_at__lte=acknowledged.utc)
    return _lines(OpenFlag.objects.annotate(person=person_column()).filter(wanted), at)


def _of_clinician(practitioner_id: UUID, at: Instant) -> Q:
    covers = covers_at(at)
    away = covers.filter(Exists(covers.filter(covered_by_id=practitioner_id))).values("away_id")
    treated = CurrentCareTeam.objects.filter(
        Q(practitioner_id=practitioner_id) | Q(practitioner_id__in=away),
        Q(ends_at__isnull=True) | Q(ends_at__gt=at.utc),
    )
    sites = covers.filter(covered_by_id=practitioner_id).exclude(site_id=None).values("site_id")
    return (
        Q(person__in=treated.values("patient_id"))
        | Q(patient__index__site_id__in=sites)
        | Q(patient__isnull=True)  # nobody treats them: whoever covers, which the caller finds out
        | Q(named__contains=[str(practitioner_id)])
    )


def _lines(rows: QuerySet[OpenFlag], at: Instant) -> tuple[OpenLine, ...]:
    team = CurrentCareTeam.objects.filter(patient_id=OuterRef("person")).order_by("starts_at", "thread")
    columns = JSONObject(
        id="practitioner_id", name="practitioner__name", role="role", starts="starts_at", ends="ends_at"
    )
    found = (
        rows.select_related("flag", "patient__index__site")
        .annotate(person=person_column(), clock_rows=clock_settings.column())
        .annotate(hours=hours_column("patient__index__site_id"), covers=covers_column(at))
        .annotate(team=ArraySubquery(team.values_list(columns)))
        .order_by("opened_at", "flag_id")
    )
    return tuple(map(_line, found))


def open_counts(patient_ids: Iterable[UUID]) -> Counter[UUID]:
    """How many open flags each of these people has."""
    rows = OpenFlag.objects.filter(of_people(patient_ids)).annotate(person=person_column())
    return Counter(rows.values_list("person", flat=True))


def of_patient(patient_id: UUID) -> tuple[FlagRecord, ...]:
    """Every flag of a person, the newest first."""
    rows = _with_done(Flag.objects.filter(subject.of_patient(patient_id))).order_by("-recorded_at", "-id")
    return tuple(map(_record, rows[:MOST]))


def one(flag_id: UUID) -> FlagRecord | None:
    """One flag, or None."""
    return next(map(_record, _with_done(Flag.objects.filter(pk=flag_id))), None)


def whose(flag_id: UUID) -> UUID | Enquirer | None:
    """Whose flag it is, or None: to be asked by the door."""
    return subject.whose(flag_id)


def of_enquirer(enquirer: Enquirer) -> tuple[FlagRecord, ...]:
    """Every flag of somebody who asked for contact, the newest first."""
    rows = _with_done(Flag.objects.filter(contact_request=enquirer.request_id)).order_by("-recorded_at", "-id")
    return tuple(map(_record, rows))


def open_of_cause(cause_kind: str, cause_id: UUID) -> UUID | None:
    """The open flag of a cause, or None."""
    rows = OpenFlag.objects.filter(flag__cause_kind=cause_kind, flag__cause_id=cause_id)
    return rows.values_list("pk", flat=True).first()


def waiting_column() -> ArraySubquery:
    """The longest waits of the practice, as a column of the one query that finds out who is signed in.

    Of flags with the same level and threshold the one that waits longest is late first, and so is the one that was
    acknowledged first: however many are open, a few rows say whether any is late.
    """
    longest = OpenFlag.objects.order_by().values("level", "usual_until")
    columns = JSONObject(
        level="level",
        until="usual_until",
        opened=Min("opened_at"),
        since=Min("waiting_since"),
        acknowledged=Min("acknowledged_at"),
    )
    return ArraySubquery(longest.annotate(told=columns).values_list("told"))


def running_from(rows: Iterable[dict[str, Any]]) -> tuple[Running, ...]:
    """The states that ``waiting_column`` told of: of each row the longest wait, and what was acknowledged first."""
    return tuple(
        Running(
            Opened(row["level"], Instant.parse(row["opened"]), _instant(row["until"])),
            waiting_since=_instant(row["since"]) if name == "since" else None,
            acknowledged_at=_instant(row["acknowledged"]) if name == "acknowledged" else None,
        )
        for row in rows
        for name in ("since", "acknowledged")
        if row[name]
    )


def _instant(text: str | None) -> Instant | None:
    return Instant.parse(text) if text else None


def _with_done(rows: QuerySet[Flag]) -> QuerySet[Flag]:
    """The person under whom it is read, and everything that was done, in the same query."""
    columns = JSONObject(
        what="what",
        by="recorded_by_name",
        role="recorded_as",
        to="to__name",
        detail="detail",
        note="note",
        at="recorded_at",
    )
    events = FlagEvent.objects.filter(flag_id=OuterRef("pk")).order_by("recorded_at", "id")
    return subject.with_person(rows).annotate(done=ArraySubquery(events.values_list(columns)))


def _line(row: Any) -> OpenLine:
    index = row.patient.index if row.patient_id else None
    roster = roster_from(index.site_id, index.site.time_zone, row.hours, row.covers) if index else Roster("UTC")
    return OpenLine(
        flag_id=row.pk,
        patient_id=row.person,
        contact_request=row.contact_request,
        name=(index.preferred_name or index.name) if index else "",
        phone=index.phone if index else "",
        site_id=index.site_id if index else None,
        sign=_sign(row.flag),
        running=_running(row),
        acknowledged_by=row.acknowledged_by,
        named=frozenset(UUID(one) for one in row.named),
        team=tuple(
            Member(Clinician(UUID(m["id"]), m["name"]), m["role"], Instant.parse(m["starts"]), _instant(m["ends"]))
            for m in row.team
        ),
        roster=roster,
        clock_rows=tuple(row.clock_rows),
    )


def _running(row: OpenFlag) -> Running:
    until = Instant(row.usual_until) if row.usual_until else None
    return Running(
        Opened(row.level, Instant(row.opened_at), until),  # type: ignore[arg-type] - a level by construction
        waiting_since=Instant(row.waiting_since) if row.waiting_since else None,
        acknowledged_at=Instant(row.acknowledged_at) if row.acknowledged_at else None,
        waited=tuple((Instant.parse(since), Instant.parse(to)) for since, to in row.waited),
    )


def _sign(row: Flag) -> Sign:
    items = tuple((item, value) for item, value in row.items)
    return Sign(row.level, row.whom, row.source, row.instrument, items, Instant(row.said_at), row.words)  # type: ignore[arg-type]


def _record(row: Any) -> FlagRecord:
    done = tuple(_done(event) for event in row.done)
    until = Instant(row.usual_until) if row.usual_until else None
    opened = Opened(row.level, Instant(row.recorded_at), until)
    return FlagRecord(
        flag_id=row.pk,
        patient_id=row.person,
        contact_request=row.contact_request,
        sign=_sign(row),
        cause_kind=row.cause_kind,
        opened_by=row.recorded_by_name,
        running=running(opened, [Happened(one.what, one.at) for one in done]),  # type: ignore[arg-type]
        done=done,
    )


def _done(event: dict[str, Any]) -> Done:
    at = Instant.parse(event["at"])
    to = event["to"] or ""
    return Done(event["what"], event["by"], event["role"], to, event["detail"], event["note"], at)
