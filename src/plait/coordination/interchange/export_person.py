"""Everything of one person, given out as a FHIR R4 Bundle: for whom and why is asked, kept and audited.

Staff who treat the person confirm who they are first, and give the same person out at most once an hour. The command on
the machine acts as the system and is bound by neither. Process notes are never part of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door, situation
from plait.coordination.interchange.writing.bundle import bundle_text
from plait.coordination.interchange.writing.gather import sheets
from plait.coordination.people.chart_header import Header, header
from plait.foundation.actor import Actor
from plait.foundation.ids import new_id, read_person_number
from plait.foundation.patience import allow_seconds
from plait.knowledge.loader import release
from plait.records.audit import disclosures
from plait.records.people import whole as people

ACTION = "interchange.export-person"
REASONS = ("person-asked", "other-clinician", "moving-away", "legal", "other")
CONFIRMED_SECONDS = 300
EVERY_SECONDS = 3600
LONGEST_WORDS = 230
MOST_SECONDS = 60
LOOKED = "looked at the page"


@dataclass(frozen=True, slots=True)
class Command:
    """What is asked: whose record, why (one of REASONS and words), and when the actor last confirmed who they are."""

    patient_id: UUID
    reason: str
    words: str = ""
    confirmed_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """A Bundle as bytes in parts, with a name for the file. It was read before the first part is given."""

    file_name: str
    content: tuple[bytes, ...]


def preview(patient_id: UUID, *, actor: Actor, at: Instant) -> Header:
    """The head of the chart for the page that asks for the reason."""
    with door.read(ACTION, actor=actor, at=at, patient=patient_id) as visit:
        visit.detail = LOOKED
        return header(situation.gather(patient_id), visit, actor=actor, at=at)


def commit(command: Command, *, actor: Actor, at: Instant) -> Export | Refused:
    """The whole record. The person is locked meanwhile, so that what is read is of one moment."""
    with door.write(ACTION, actor=actor, at=at, patient=command.patient_id) as visit:
        refused = _refusal(command, actor, at)
        if refused is not None:
            return visit.refuse(refused)
        allow_seconds(MOST_SECONDS)
        found = next(sheets([command.patient_id], at=at, release=release()), None)
        if found is None:
            raise door.Denied(ACTION)
        visit.saw(found.person.merged)
        visit.detail = ": ".join(part for part in (command.reason, command.words.strip()) if part)
        name = f"plait-{found.person.number}-{at.utc:%Y%m%d-%H%M}.json"
        return Export(name, tuple(bundle_text(found, new_id())))


def named(text: str, *, actor: Actor, at: Instant) -> UUID | None:
    """The person whose number or id somebody typed at the machine; None where there is none."""
    with door.read(ACTION, actor=actor, at=at) as visit:
        visit.detail = LOOKED
        number = read_person_number(text)
        if number is not None:
            return people.by_number(number)
        try:
            asked = UUID(text)
        except ValueError:
            return None
        return asked if people.persons([asked]) else None


def _refusal(command: Command, actor: Actor, at: Instant) -> Refused | None:
    if actor.kind == "system":
        return None
    if command.reason not in REASONS:
        return Refused("reason", _("Choose why the record is given out."), "reason")
    if len(command.words) > LONGEST_WORDS:
        return Refused("long", _("Use at most 230 characters."), "words")
    if command.reason == "other" and not command.words.strip():
        return Refused("words", _("Say in a few words why."), "words")
    confirmed = command.confirmed_at
    if confirmed is None or not confirmed <= at <= confirmed.plus(seconds=CONFIRMED_SECONDS):
        return Refused("confirm", _("Confirm first that it is you."))
    last = disclosures.last_done(
        ACTION, actor.id, command.patient_id, since=at.plus(seconds=-EVERY_SECONDS), beside=LOOKED
    )
    if last is not None:
        return Refused("too-often", _("You exported this record within the last hour. Use that file, or wait."))
    return None
