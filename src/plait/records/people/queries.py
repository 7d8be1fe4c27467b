"""Reading people. ``visible_to`` is the only way to a list of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from plait.clinical.moment import Instant, PartialDate
from plait.foundation.actor import CLINICAL, Actor
from plait.foundation.facts import latest
from plait.foundation.ids import read_person_number
from plait.foundation.pinned import Pinned
from plait.records.accounts.models import User
from plait.records.people.duties import of_signed_in
from plait.records.people.models import (
    CurrentCareTeam,
    MergedRecord,
    Patient,
    PatientDetails,
    PatientIdentifier,
    PatientIndex,
    PatientRelation,
    PatientSearchKey,
    Practitioner,
    PractitionerRole,
    Site,
)
from plait.records.people.one_person import of_people, of_person, person_column
from plait.records.people.search_keys import fold
from plait.records.people.types import (
    DetailsRevision,
    PatientLine,
    PatientRecord,
    PractitionerLine,
    RelationLine,
    TeamMember,
)

PAGE = 50


def partial(text: str) -> PartialDate | None:
    """A stored partial date."""
    return PartialDate.parse(text) if text else None


def active_at(at: Instant) -> Q:
    """Memberships that hold at a moment."""
    return Q(starts_at__lte=at.utc) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at.utc))


def visible_to(actor: Actor, at: Instant) -> QuerySet[PatientIndex]:
    """The records an actor may see in a list: a clinician's own, a coordinator's whole site, nobody else any.

    Records that were merged are among them, for what hangs on them; ``people_visible_to`` has each person once.
    """
    if actor.kind != "staff" or actor.practitioner_id is None:
        return PatientIndex.objects.none()
    if actor.acting_role == "coordinator" and actor.site_id is not None:
        return PatientIndex.objects.filter(site_id=actor.site_id)
    if actor.acting_role in CLINICAL:
        own = CurrentCareTeam.objects.filter(
            active_at(at), practitioner_id=actor.practitioner_id, role=actor.acting_role
        )
        return PatientIndex.objects.filter(person_id__in=own.values("patient_id"))
    return PatientIndex.objects.none()


def people_visible_to(actor: Actor, at: Instant) -> QuerySet[PatientIndex]:
    """The same as a list of people: a record that was merged is no line of its own."""
    # Not person_id = patient_id: PostgreSQL would expect that of one row in two hundred, and plan for so few.
    merged = MergedRecord.objects.filter(patient_id=OuterRef("patient_id"))
    return visible_to(actor, at).filter(~Exists(merged))


def matching(rows: QuerySet[PatientIndex], text: str) -> QuerySet[PatientIndex]:
    """Those found by every word of ``text``: name, preferred name, birth date, phone digits or number."""
    number = read_person_number(text)
    if number is not None:
        numbers = PatientSearchKey.objects.filter(kind="number", key="".join(fold(number)))
        return rows.filter(patient_id__in=numbers.values("patient_id"))
    for word in fold(text):
        keys = PatientSearchKey.objects.filter(key__startswith=word)
        rows = rows.filter(patient_id__in=keys.values("patient_id"))
    return rows


def find(actor: Actor, at: Instant, text: str, page: int = 1) -> tuple[tuple[PatientLine, ...], bool]:
    """One page of people visible to the actor and matching ``text``, by name, and whether there are more."""
    rows = matching(people_visible_to(actor, at), text).order_by("sort_name", "patient_id")
    start = (page - 1) * PAGE
    found = list(rows[start : start + PAGE + 1])
    return tuple(line(row) for row in found[:PAGE]), len(found) > PAGE


def caseload(actor: Actor, at: Instant) -> list[UUID]:
    """Everybody whom a clinician treats in the role acted in, by name, and who is not known to have died."""
    return _caseload(actor.acting_role)(actor.practitioner_id, at.utc)


@cache
def _caseload(role: str) -> Pinned:
    return Pinned(lambda one, at: _caseload_rows(Actor("staff", practitioner_id=one, acting_role=role), Instant(at)))


def _caseload_rows(actor: Actor, at: Instant) -> QuerySet[PatientIndex, Any]:
    later = PatientDetails.objects.filter(patient_id=OuterRef("patient_id"), sequence__gt=OuterRef("sequence"))
    died = PatientDetails.objects.filter(~Exists(later), patient_id=OuterRef("patient_id")).exclude(deceased="")
    rows = people_visible_to(actor, at).filter(~Exists(died))
    return rows.order_by("sort_name", "patient_id").values_list("patient_id", flat=True)


def lines_of(patient_ids: Iterable[UUID]) -> dict[UUID, PatientLine]:
    """These people as they stand in a list: for those of a caseload that are shown."""
    return {row.patient_id: line(row) for row in _LINES(among=patient_ids)}


_LINES = Pinned(lambda one: PatientIndex.objects.filter(of_people([one])))


def line(row: PatientIndex) -> PatientLine:
    """A list line, of the person under whom the record is read."""
    return PatientLine(
        row.person_id or row.patient_id,
        row.number,
        row.name,
        row.preferred_name,
        row.pronouns,
        partial(row.birth_date),
        row.phone,
    )


def patient(patient_id: UUID) -> PatientRecord | None:
    """A person as known now, or None; after a merge as the surviving record says."""
    return next(map(_record, _DETAILS(patient_id)), None)


def details_history(patient_id: UUID) -> tuple[DetailsRevision, ...]:
    """Every revision of what a person is called and how to reach them, earliest first."""
    return tuple(
        DetailsRevision(row.sequence, _record(row), row.recorded_by_name, Instant(row.recorded_at))
        for row in _details(patient_id).order_by("sequence")
    )


def _details(patient_id: UUID) -> QuerySet[PatientDetails]:
    rows = PatientDetails.objects.filter(patient_id=patient_id)
    return rows.annotate(number=F("patient__number"), site=F("patient__site_id"))


_DETAILS = Pinned(lambda one: _details(one).order_by("-sequence")[:1])


def details_rows(patient_id: UUID) -> QuerySet[PatientDetails]:
    """What a person is called now, the newest row first: for a query that asks for something beside it."""
    return _details(patient_id).order_by("-sequence")


def patient_of(row: Any) -> PatientRecord:
    """The person that a row of ``details_rows`` tells of."""
    return _record(row)


def _record(row: Any) -> PatientRecord:
    return PatientRecord(
        patient_id=row.patient_id,
        site_id=row.site,
        number=row.number,
        given=row.given,
        family=row.family,
        preferred_name=row.preferred_name,
        pronouns=row.pronouns,
        birth_date=partial(row.birth_date),
        sex_for_clinical_use=row.sex_for_clinical_use,
        gender_identity=row.gender_identity,
        languages=tuple(row.languages),
        phones=tuple(row.phones),
        emails=tuple(row.emails),
        address=row.address,
        state_now=row.state_now,
        deceased=row.deceased,
        interpreter=row.interpreter,
    )


def site_of(patient_id: UUID) -> UUID | None:
    """The site that a person belongs to, or None if there is no such person."""
    return Patient.objects.filter(pk=patient_id).values_list("site_id", flat=True).first()


_CARE_TEAM = Pinned(
    lambda one: (
        CurrentCareTeam.objects.filter(patient_id=one).select_related("practitioner").order_by("starts_at", "thread")
    )
)


def care_team(patient_id: UUID) -> tuple[TeamMember, ...]:
    """Everybody who treats or treated a person, earliest first."""
    return tuple(
        TeamMember(
            thread=row.thread,
            patient_id=row.patient_id,
            practitioner_id=row.practitioner_id,
            name=row.practitioner.name,
            profession=row.practitioner.profession,
            role=row.role,
            basis=row.basis,
            starts_at=Instant(row.starts_at),
            ends_at=Instant(row.ends_at) if row.ends_at else None,
        )
        for row in _CARE_TEAM(patient_id)
    )


def relations(patient_id: UUID) -> tuple[RelationLine, ...]:
    """Guardians and helpers as known now."""
    return tuple(
        RelationLine(r.kind, r.name, r.relationship, r.phone, tuple(r.scope), r.starts_on, r.ends_on)
        for r in latest(PatientRelation.objects.filter(of_person(patient_id)))
        if not r.entered_in_error
    )


def signing_in(**beside: Callable[[], Any]) -> Callable[[Any], User | None]:
    """How to find the active user with an id, with practitioner, site, dated roles and duties, in one query.

    ``beside``: more columns that every page asks for, made when the first one asks.
    """
    asked = Pinned(lambda one: _signed_in(one).annotate(**{name: make() for name, make in beside.items()}))
    return lambda user_id: next(iter(asked(user_id)), None) if isinstance(user_id, UUID) else None


def _signed_in(user_id: UUID) -> QuerySet[User]:
    rows = (
        PractitionerRole.objects.filter(practitioner__user_id=OuterRef("pk"))
        .order_by("thread", "-sequence")
        .distinct("thread")
    )
    columns = JSONObject(role="role", starts="starts_on", ends="ends_on", wrong="entered_in_error")
    return (
        User.objects.filter(pk=user_id, is_active=True)
        .select_related("practitioner__site")
        .annotate(role_rows=ArraySubquery(rows.values_list(columns)), duty_rows=of_signed_in())
    )


signed_in = signing_in()


def roles_of(user: Any, day: date) -> tuple[str, ...]:
    """The roles that a signed-in user has on a day."""
    today = day.isoformat()
    rows = getattr(user, "role_rows", None)
    if rows is None:
        return roles_on([user.practitioner.pk], day).get(user.practitioner.pk, ())
    return tuple(
        sorted(
            row["role"]
            for row in rows
            if not row["wrong"] and row["starts"] <= today and (row["ends"] is None or today < row["ends"])
        )
    )


def roles_on(practitioner_ids: Iterable[UUID], day: date) -> dict[UUID, tuple[str, ...]]:
    """The roles that practitioners have on a day."""
    found: dict[UUID, list[str]] = {}
    for row in latest(PractitionerRole.objects.all(), practitioner_id__in=list(practitioner_ids)):
        if not row.entered_in_error and row.starts_on <= day and (row.ends_on is None or day < row.ends_on):
            found.setdefault(row.practitioner_id, []).append(row.role)
    return {key: tuple(sorted(roles)) for key, roles in found.items()}


def practitioner(practitioner_id: UUID, day: date) -> PractitionerLine | None:
    """One practitioner with the roles of a day."""
    return next(iter(_lines(Practitioner.objects.filter(pk=practitioner_id), day)), None)


def staff(day: date, site_id: UUID | None = None, role: str | None = None) -> tuple[PractitionerLine, ...]:
    """Members of staff with the roles of a day, by name; of a site or a role where given."""
    rows = Practitioner.objects.filter(user__isnull=False, user__is_active=True).order_by("name")
    if site_id is not None:
        rows = rows.filter(site_id=site_id)
    return tuple(member for member in _lines(rows, day) if role is None or role in member.roles)


def _lines(rows: Iterable[Any], day: date) -> list[PractitionerLine]:
    members = list(rows)
    roles = roles_on([member.pk for member in members], day)
    return [PractitionerLine(m.pk, m.name, m.profession, m.site_id, roles.get(m.pk, ())) for m in members]


def by_identifier(pairs: Iterable[tuple[str, str]]) -> UUID | None:
    """The person that one of these identifiers names, or None."""
    return next(iter(named_by(pairs).values()), None)


def named_by(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    """Whom each of these (system, value) identifiers names, where somebody has it: the surviving one of a merge."""
    condition = Q(pk__in=[])
    for system, value in pairs:
        condition |= Q(system=system, value=value)
    rows = (
        PatientIdentifier.objects.filter(condition)
        .annotate(person=person_column())
        .values_list("system", "value", "person")
    )
    return {(system, value): patient_id for system, value, patient_id in rows}


def visible_lines(actor: Actor, at: Instant, patient_ids: Iterable[UUID]) -> dict[UUID, PatientLine]:
    """Those of these people whom the actor may see in a list."""
    rows = visible_to(actor, at).filter(patient_id__in=list(patient_ids))
    return {row.patient_id: line(row) for row in rows}


def details_recorded_at(patient_id: UUID) -> Instant | None:
    """When it was last recorded what a person is called and how to reach them."""
    rows = PatientDetails.objects.filter(patient_id=patient_id).order_by("-sequence")
    moment = rows.values_list("recorded_at", flat=True).first()
    return Instant(moment) if moment else None


def zone_of(site_id: UUID | None) -> str | None:
    """The time zone of a site."""
    return Site.objects.filter(pk=site_id).values_list("time_zone", flat=True).first()


def first_site() -> UUID | None:
    """The practice's first site."""
    return Site.objects.order_by("created_at").values_list("pk", flat=True).first()


def zone_or_default(user: Any) -> str:
    """The time zone of a member of staff's site, or the practice's."""
    site = user.practitioner.site if user.practitioner.site_id else None
    return site.time_zone if site else settings.TIME_ZONE
