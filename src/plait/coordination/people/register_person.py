"""A new person comes to the practice and is registered, once: whoever may be here already is shown before anything
is written.

Everybody in the practice is compared, whichever site. Of somebody whom the actor may not see only this is said: there
is somebody alike, and where to ask. "Really another person" needs a reason, and is kept with both records.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.fingerprint import fingerprint
from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door, policy
from plait.coordination.consequences import contact
from plait.coordination.consequences.people import stands_beside
from plait.coordination.people.registration import Beside, Details, refusal_of
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.foundation.locks import lock_patients
from plait.records.people import actions, linking, queries, staff
from plait.records.people.likeness import Likely, likely_duplicates
from plait.records.people.types import PatientRecord, PractitionerLine

ACTION = "people.register"
TEAM_ROLES = ("prescriber", "therapist", "coordinator")
# One registration at a time: two desks that register the same person at one moment do not both find nobody.
REGISTERING = UUID("5e9157e2-0000-4000-8000-000000000001")


@dataclass(frozen=True, slots=True)
class Command:
    """Who comes, who stands beside them, who will treat them (practitioner and role).

    ``another`` says why this is none of those who were shown; ``seen`` is the seal of what was shown. ``asked``: the
    request of somebody who asked for contact and is registered now.
    """

    details: Details
    beside: Beside | None = None
    treating: tuple[tuple[UUID, str], ...] = ()
    another: str = ""
    seen: str = ""
    asked: UUID | None = None


@dataclass(frozen=True, slots=True)
class Alike:
    """Those who may be this person: ``shown`` whom the actor may see, with what is known of them; ``elsewhere`` the
    sites of others, of whom nothing more is said. ``seal`` stands for exactly these.
    """

    shown: tuple[tuple[Likely, PatientRecord], ...]
    elsewhere: tuple[str, ...]
    seal: str


@dataclass(frozen=True, slots=True)
class Registered:
    """The new person."""

    patient_id: UUID
    number: str


def offer(*, actor: Actor, at: Instant) -> tuple[str, tuple[PractitionerLine, ...]]:
    """The site where somebody is registered, and for a coordinator who there may treat them."""
    with door.read(ACTION, actor=actor, at=at):
        site = next((name for site_id, name in staff.sites() if site_id == actor.site_id), "")
        if actor.acting_role != "coordinator":
            return site, ()
        members = queries.staff(at.day(actor.zone), site_id=actor.site_id)
        return site, tuple(member for member in members if set(member.roles) & set(TEAM_ROLES))


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> Registered | Alike | Refused:
    """Register, unless somebody may be here already and nobody said yet that this is another person."""
    with door.write(ACTION, actor=actor, at=at, once=once) as visit:
        if visit.replayed is not None:
            visit.saw([UUID(visit.replayed["patient"])])
            return Registered(UUID(visit.replayed["patient"]), visit.replayed["number"])
        refused = refusal_of(command.details, command.beside, at.day(actor.zone)) or _refusal(command, actor, at)
        if refused is not None:
            return visit.refuse(refused)
        lock_patients([REGISTERING])
        likely = _likely(command.details)
        visit.saw(one.patient_id for one in likely)
        if likely and (command.seen != _seal(likely) or not command.another.strip()):
            visit.refuse(Refused("alike", ""))
            return _alike(likely, actor, at)
        registered = _register(visit, command)
        for one in likely:
            linking.keep_apart(
                visit.stamp, patient_id=registered.patient_id, person_id=one.patient_id, reason=command.another.strip()
            )
        if command.asked is not None:
            contact.becomes(visit, command.asked, registered.patient_id)
        visit.detail = "another person, said to be" if likely else ""
        door.keep_outcome(visit, once, {"patient": str(registered.patient_id), "number": registered.number})
        return registered


def _refusal(command: Command, actor: Actor, at: Instant) -> Refused | None:
    if actor.site_id is None:
        return Refused("site", _("You belong to no site. The administrator can say to which one."))
    if command.asked is not None:
        if not policy.permits(contact.ANSWERS, actor, "enquirer"):
            return Refused("asked", _("A coordinator registers whoever asked for contact."))
        if not contact.waits(command.asked):
            return Refused("asked", _("This request is closed, or the person is registered already."))
    if actor.clinical:
        return None
    for practitioner_id, role in command.treating:
        member = queries.practitioner(practitioner_id, at.day(actor.zone))
        if member is None or member.site_id != actor.site_id or role not in member.roles or role not in TEAM_ROLES:
            return Refused("treating", _("Choose from the staff of this site."), "treating")
    return None


def _likely(details: Details) -> tuple[Likely, ...]:
    return likely_duplicates(
        given=details.given,
        family=details.family,
        preferred_name=details.preferred_name,
        birth_date=details.birth_date,
        phones=details.phones,
        emails=details.emails,
    )


def _seal(likely: tuple[Likely, ...]) -> str:
    return fingerprint(sorted(str(one.patient_id) for one in likely))


def _alike(likely: tuple[Likely, ...], actor: Actor, at: Instant) -> Alike:
    visible = queries.visible_lines(actor, at, [one.patient_id for one in likely])
    records = {one.patient_id: queries.patient(one.patient_id) for one in likely}
    names = dict(staff.sites())
    hidden = [record for patient_id, record in records.items() if patient_id not in visible and record is not None]
    return Alike(
        shown=tuple((o, r) for o in likely if o.patient_id in visible and (r := records[o.patient_id]) is not None),
        elsewhere=tuple(sorted({names.get(record.site_id, "") for record in hidden})),
        seal=_seal(likely),
    )


def _register(visit: door.Visit, command: Command) -> Registered:
    actor = visit.stamp.actor
    assert actor.site_id is not None  # noqa: S101 - asked in _refusal
    patient_id = actions.register_patient(visit.stamp, site_id=actor.site_id, details=command.details.columns())
    visit.saw([patient_id])
    if command.beside is not None:
        stands_beside(visit, patient_id, command.beside)
    treating = command.treating
    if actor.clinical and actor.practitioner_id is not None:
        treating = ((actor.practitioner_id, actor.acting_role),)
    for practitioner_id, role in treating:
        actions.join_care_team(
            visit.stamp, patient_id=patient_id, practitioner_id=practitioner_id, role=role, starts_at=visit.stamp.at
        )
    record = queries.patient(patient_id)
    return Registered(patient_id, record.number if record else "")
