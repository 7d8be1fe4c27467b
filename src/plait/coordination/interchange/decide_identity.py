"""A human says who an imported person is: somebody here, a new person, or nobody whose data should come in.

What is shown to decide by is who somebody is (name, birth date, phones, numbers, address), never why they are in care.
Somebody of another site is not shown, and still holds the import: the coordinator there is asked. The decision stands
with the run, with its reason; then the import goes on as whoever decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from procrastinate.contrib.django import app as jobs

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant, PartialDate
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences import import_identity
from plait.coordination.interchange.columns import people as columns
from plait.coordination.interchange.identity import NEW, Candidate, Recognised, candidates_from
from plait.coordination.interchange.import_bundle import JOB, QUEUE
from plait.coordination.interchange.import_person import OwnRun
from plait.coordination.interchange.reading.patient import ReceivedPatient
from plait.coordination.interchange.reading.shared_parts import read_who
from plait.coordination.interchange.reports import Report, remark
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.inbox import actions, queries
from plait.records.inbox.queries import Run
from plait.records.people import queries as people
from plait.records.people.received import identifiers_of, site_name_of
from plait.records.people.types import PatientRecord

ACTION = "interchange.decide-identity"
LONGEST_REASON = 500
Decision = Literal["same", "new", "discard"]


@dataclass(frozen=True, slots=True)
class Described:
    """Who somebody is, to be compared: nothing clinical."""

    name: str
    preferred_name: str
    birth_date: PartialDate | None
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    identifiers: tuple[str, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Somebody here who may be the person; ``described`` None: of another site, whose coordinator knows more."""

    patient_id: UUID | None
    number: str
    described: Described | None
    why: tuple[str, ...]
    sure: bool
    site: str


@dataclass(frozen=True, slots=True)
class Held:
    """What is to be decided."""

    run: Run
    person: Described
    beside: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class Command:
    """Who it is, and why one thinks so. ``patient_id`` is somebody among those shown, for ``same``."""

    run_id: UUID
    decision: Decision
    reason: str
    patient_id: UUID | None = None


def waiting(*, actor: Actor, at: Instant) -> tuple[Run, ...]:
    """The imports that wait for somebody like the actor to say who it is, the oldest first."""
    with door.read(ACTION, actor=actor, at=at):
        return tuple(run for run in queries.held() if _may_decide(run, actor, at))


def read(run_id: UUID, *, actor: Actor, at: Instant) -> Held:
    """What is to be decided. Raises Denied where there is nothing, or it is not the actor's to decide."""
    with door.read(ACTION, actor=actor, at=at) as visit:
        run = _held(run_id, actor, at)
        candidates = candidates_from(run.identity)
        seen = people.visible_lines(actor, at, [one.patient_id for one in candidates])
        visit.saw(seen)
        visit.detail = f"run {run_id}"
        person = read_who(queries.content_of(run_id), people.zone_of(run.site_id) or actor.zone)
        return Held(
            run=run,
            person=_received(person),
            beside=tuple(_beside(one, shown=one.patient_id in seen) for one in candidates),
        )


def commit(command: Command, *, actor: Actor, at: Instant, once: Once | None = None) -> UUID | Refused:
    """Decide. The run goes on in the background; what is discarded is over."""
    with door.write(ACTION, actor=actor, at=at, patient=_whom(command), once=once) as visit:
        if visit.replayed is not None:
            return command.run_id
        run = _held(command.run_id, actor, at)
        refused = _refusal(command, run)
        if refused is not None:
            return visit.refuse(refused)
        whom, reason = _whom(command), command.reason.strip()[:LONGEST_REASON]
        decided = {
            "as": str(whom) if whom is not None else NEW if command.decision == "new" else "",
            "decision": command.decision,
            "reason": reason,
            "by": str(actor.id),
            "by_name": actor.name,
            "role": actor.acting_role,
            "at": at.utc.isoformat(),
        }
        actions.move_run(at, run.run_id, identity={**run.identity, "decided": decided}, status="waiting")
        import_identity.answered(visit, run, reason)
        if command.decision == "discard":
            OwnRun(run).close(visit, Report(status="refused", reason=remark("discarded", value=reason)), Recognised())
        else:
            jobs.configure_task(JOB, queue=QUEUE, queueing_lock=f"import-{run.run_id}").defer(run_id=str(run.run_id))
        visit.detail = f"run {run.run_id}: {command.decision}"
        door.keep_outcome(visit, once, {"run": str(run.run_id)})
        return command.run_id


def _whom(command: Command) -> UUID | None:
    return command.patient_id if command.decision == "same" else None


def _held(run_id: UUID, actor: Actor, at: Instant) -> Run:
    run = queries.run(run_id)
    if run is None or run.status != "held" or not _may_decide(run, actor, at):
        raise door.Denied(ACTION)
    return run


def _may_decide(run: Run, actor: Actor, at: Instant) -> bool:
    """Whoever brought it in, a coordinator of the site, or one of the site of somebody who may be the person."""
    if actor.id is not None and run.uploaded_by == actor.id:
        return True
    if actor.acting_role != "coordinator" or actor.site_id is None:
        return False
    candidates = [one.patient_id for one in candidates_from(run.identity)]
    return run.site_id == actor.site_id or bool(people.visible_lines(actor, at, candidates))


def _refusal(command: Command, run: Run) -> Refused | None:
    if not command.reason.strip():
        return Refused("reason", _("Say in a few words how you know."), "reason")
    among = {one.patient_id for one in candidates_from(run.identity)}
    if command.decision == "same" and command.patient_id not in among:
        return Refused("who", _("Choose who it is."), "who")
    return None


def _beside(one: Candidate, *, shown: bool) -> Beside:
    record = people.patient(one.patient_id)
    site = site_name_of(one.patient_id)
    if record is None or not shown:
        return Beside(None, "", None, (), one.sure, site)
    return Beside(one.patient_id, record.number, _known(record), one.why, one.sure, site)


def _known(record: PatientRecord) -> Described:
    return Described(
        name=record.name,
        preferred_name=record.preferred_name,
        birth_date=record.birth_date,
        phones=record.phones,
        emails=record.emails,
        identifiers=identifiers_of(record.patient_id),
        address=", ".join(record.address.values()),
    )


def _received(person: ReceivedPatient | None) -> Described:
    if person is None:
        return Described("", "", None, (), (), (), "")
    details = columns.details(person)
    return Described(
        name=f"{details['given']} {details['family']}".strip(),
        preferred_name=details["preferred_name"],
        birth_date=person.birth_date,
        phones=tuple(details["phones"]),
        emails=tuple(details["emails"]),
        identifiers=tuple(one.value for one in columns.identifiers(person)),
        address=", ".join(details["address"].values()),
    )
