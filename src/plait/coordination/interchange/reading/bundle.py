"""Reading a FHIR R4 Bundle about one person: everything in it is accounted for, nothing in it is guessed.

``read_bundle`` is pure: bytes in, ``Received`` or ``Rejected`` out; it opens no connection, fetches no address and
raises nothing for any bytes. Errors: ``zoneinfo.ZoneInfoNotFoundError`` for a zone that does not exist.
Source: FHIR R4 Bundle.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from plait.clinical.assessment.instrument import Instrument
from plait.clinical.coding import Coding
from plait.coordination.interchange.reading.allergy import ReceivedAllergy, read_allergy
from plait.coordination.interchange.reading.appointment import ReceivedAppointment, read_appointment
from plait.coordination.interchange.reading.care_plan import ReceivedCarePlan, read_care_plan
from plait.coordination.interchange.reading.care_team import ReceivedCareTeam, read_care_team
from plait.coordination.interchange.reading.condition import ReceivedCondition, read_condition
from plait.coordination.interchange.reading.document import MOST_BYTES, read_document
from plait.coordination.interchange.reading.document_reference import ReceivedDocument, read_document_reference
from plait.coordination.interchange.reading.encounter import ReceivedEncounter, read_encounter
from plait.coordination.interchange.reading.entries import Contents, Gathered, gather, read_entries
from plait.coordination.interchange.reading.goal import ReceivedGoal, read_goal
from plait.coordination.interchange.reading.instruments import Instruments
from plait.coordination.interchange.reading.medication_dispense import ReceivedDispense, read_dispense
from plait.coordination.interchange.reading.medication_request import ReceivedOrder, read_order
from plait.coordination.interchange.reading.medication_statement import ReceivedStatement, read_statement
from plait.coordination.interchange.reading.observation import ReceivedResult, ReceivedScore, read_observation
from plait.coordination.interchange.reading.origin import content_hash
from plait.coordination.interchange.reading.patient import ReceivedPatient, read_patient
from plait.coordination.interchange.reading.practitioner import ReceivedPractitioner, read_practitioner
from plait.coordination.interchange.reading.questionnaire import ReceivedQuestionnaire, read_questionnaire
from plait.coordination.interchange.reading.questionnaire_response import read_response
from plait.coordination.interchange.reading.received import Received, Thing
from plait.coordination.interchange.reading.references import Entry, References
from plait.coordination.interchange.reading.related_person import ReceivedRelation, read_relation
from plait.coordination.interchange.reading.report import KeptResource, Line, Outcome, Rejected
from plait.coordination.interchange.reading.resource import (
    DefinitionLookup,
    Knowledge,
    MedicineLookup,
    Resource,
    no_definition,
    refuse_changed_meaning,
)
from plait.coordination.interchange.reading.response import ReceivedResponse
from plait.coordination.interchange.reading.subject import (
    NEEDED,
    NOT_ABOUT_ANYONE,
    about_somebody_else,
    says_whom,
)
from plait.coordination.interchange.reading.words import Malformed, Note, note

READERS: dict[str, Callable[[Resource], Thing]] = {
    "Practitioner": read_practitioner,
    "Condition": read_condition,
    "AllergyIntolerance": read_allergy,
    "MedicationRequest": read_order,
    "MedicationDispense": read_dispense,
    "Observation": read_observation,
    "QuestionnaireResponse": read_response,
    "Encounter": read_encounter,
    "MedicationStatement": read_statement,
    "Appointment": read_appointment,
    "CarePlan": read_care_plan,
    "Goal": read_goal,
    "CareTeam": read_care_team,
    "RelatedPerson": read_relation,
    "DocumentReference": read_document_reference,
    "Questionnaire": read_questionnaire,
}
# What is kept as received for another reason than that it is of no concern yet.
UNREAD = {
    "Medication": "medication-read",
    "MedicationAdministration": "medicine-not-read",
    "Binary": "binary-read",
}
CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
SENSITIVITY = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
RESTRICTED = frozenset({"R", "V"})


def read_bundle(
    raw: bytes,
    *,
    zone: str,
    lookup: MedicineLookup,
    instruments: Iterable[Instrument] = (),
    definitions: DefinitionLookup = no_definition,
    most_bytes: int = MOST_BYTES,
) -> Received | Rejected:
    """Read a file that should be a FHIR R4 Bundle about one person.

    ``zone`` is the practice's IANA zone; ``lookup`` gives the medicine of an RxNorm code or None;
    ``instruments`` are those of the knowledge release; ``most_bytes`` is the size cap in bytes.
    """
    ZoneInfo(zone)
    knowledge = Knowledge(zone, lookup, Instruments.of(instruments), definitions)
    try:
        gathered = gather(read_document(raw, most_bytes=most_bytes))
    except Malformed as error:
        return Rejected(error.note.path, error.note)
    return read_gathered(gathered, knowledge, hashlib.sha256(raw).hexdigest())


def read_gathered(gathered: Gathered, knowledge: Knowledge, file_hash: str) -> Received | Rejected:
    """Read what was gathered about one person, from one file or from several."""
    try:
        contents = read_entries(gathered)
        account = _Account(contents, knowledge)
        patient = account.read_person()
    except Malformed as error:
        return Rejected(error.note.path, error.note)
    for entry in contents.entries:
        account.take(entry)
    return account.close(file_hash, patient)


@dataclass(slots=True)
class _Account:
    """The book that is kept while the entries are read one after the other."""

    contents: Contents
    knowledge: Knowledge
    references: References = field(init=False)
    hashes: dict[str, set[str]] = field(init=False)
    patient: ReceivedPatient = field(init=False)
    person: Resource = field(init=False)
    seen: set[str] = field(default_factory=set)
    things: list[Thing] = field(default_factory=list)
    kept: list[KeptResource] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Index the entries, so that references and repetitions are known before the first is read."""
        entries = tuple(one for one in self.contents.entries if isinstance(one, Entry))
        self.references = References(entries)
        self.hashes = {}
        for entry in entries:
            self.hashes.setdefault(entry.origin.key, set()).add(entry.origin.content_hash)

    def read_person(self) -> ReceivedPatient:
        """The Patient, before all others. Raises ``Malformed``: without a person there is no import."""
        entry = self.contents.patient
        if entry.trouble is not None:
            raise Malformed(entry.trouble.code, entry.trouble.path, **dict(entry.trouble.values))
        refuse_changed_meaning(entry.resource, entry.origin.path)
        self.person = Resource(entry, self.references, self.knowledge)
        self.patient = read_patient(self.person)
        return self.patient

    def take(self, entry: Entry | Line) -> None:
        """Read one entry and write its line."""
        if isinstance(entry, Line):
            self.lines.append(entry)
            return
        key = entry.origin.key
        if key in self.seen:
            conflict = len(self.hashes[key]) > 1
            self._write(entry, "refused" if conflict else "skipped-duplicate", _again(entry, conflict=conflict))
            return
        self.seen.add(key)
        if entry is self.contents.patient:
            self.things.append(self.patient)
            self._write(entry, "mapped", None, self.person.notes)
            return
        other = None if entry.origin.resource_type in NOT_ABOUT_ANYONE else self._other_person(entry)
        if other is not None:
            self._write(entry, "refused", other)
        elif len(self.hashes[key]) > 1:
            self._keep(entry, note("conflict-first", entry.origin.path))
        else:
            self._read(entry)

    def close(self, file_hash: str, patient: ReceivedPatient) -> Received:
        """The whole account."""
        things = self.things
        return Received(
            bundle_id=self.contents.bundle_id,
            bundle_type=self.contents.bundle_type,
            content_hash=file_hash,
            zone=self.knowledge.zone,
            patient=patient,
            practitioners=tuple(one for one in things if isinstance(one, ReceivedPractitioner)),
            conditions=tuple(one for one in things if isinstance(one, ReceivedCondition)),
            allergies=tuple(one for one in things if isinstance(one, ReceivedAllergy)),
            medication_requests=tuple(one for one in things if isinstance(one, ReceivedOrder)),
            dispenses=tuple(one for one in things if isinstance(one, ReceivedDispense)),
            scores=tuple(one for one in things if isinstance(one, ReceivedScore)),
            results=tuple(one for one in things if isinstance(one, ReceivedResult)),
            responses=tuple(one for one in things if isinstance(one, ReceivedResponse)),
            encounters=tuple(one for one in things if isinstance(one, ReceivedEncounter)),
            statements=tuple(one for one in things if isinstance(one, ReceivedStatement)),
            appointments=tuple(one for one in things if isinstance(one, ReceivedAppointment)),
            goals=tuple(one for one in things if isinstance(one, ReceivedGoal)),
            care_plans=tuple(one for one in things if isinstance(one, ReceivedCarePlan)),
            care_teams=tuple(one for one in things if isinstance(one, ReceivedCareTeam)),
            relations=tuple(one for one in things if isinstance(one, ReceivedRelation)),
            documents=tuple(one for one in things if isinstance(one, ReceivedDocument)),
            questionnaires=tuple(one for one in things if isinstance(one, ReceivedQuestionnaire)),
            kept=tuple(self.kept),
            lines=tuple(self.lines),
            notes=self.contents.notes,
        )

    def _read(self, entry: Entry) -> None:
        kind, path = entry.origin.resource_type, entry.origin.path
        reader = READERS.get(kind)
        if reader is None:
            self._keep(entry, note(UNREAD.get(kind, "other-type"), path, value=kind))
            return
        if entry.trouble is not None:
            self._keep(entry, entry.trouble)
            return
        resource = Resource(entry, self.references, self.knowledge)
        try:
            refuse_changed_meaning(entry.resource, path)
            self._refuse_unsaid_subject(resource)
            thing = reader(resource)
        except Malformed as error:
            self._keep(entry, error.note)
            return
        if resource.drawn_on:
            whole = content_hash(entry.resource, *resource.drawn_on)
            thing = replace(thing, origin=replace(thing.origin, content_hash=whole))
        self.things.append(thing)
        self._write(entry, "mapped", None, resource.notes)

    def _refuse_unsaid_subject(self, resource: Resource) -> None:
        kind = resource.origin.resource_type
        if kind in NOT_ABOUT_ANYONE or says_whom(resource.entry):
            return
        if kind in NEEDED:
            raise Malformed("no-subject", resource.origin.path)
        resource.warn("subject-assumed")

    def _other_person(self, entry: Entry) -> Note | None:
        return about_somebody_else(
            entry,
            self.references,
            self.patient.origin,
            self.patient.identifiers,
            is_read=entry.origin.resource_type in READERS,
        )

    def _keep(self, entry: Entry, reason: Note) -> None:
        self.kept.append(KeptResource(entry.origin, reason))
        self._write(entry, "kept", reason)

    def _write(self, entry: Entry, outcome: Outcome, detail: Note | None, warnings: Iterable[Note] = ()) -> None:
        origin = entry.origin
        stored = outcome in {"mapped", "kept"}
        self.lines.append(
            Line(
                resource_type=origin.resource_type,
                resource_id=origin.resource_id,
                path=origin.path,
                outcome=outcome,
                detail=detail,
                warnings=(*warnings, *(self._warnings(entry) if stored else ())),
                key=origin.key,
            )
        )

    def _warnings(self, entry: Entry) -> Iterable[Note]:
        """What should be said of every stored resource."""
        path = entry.origin.path
        for where, text in self.references.nowhere(entry):
            yield note("reference-nowhere", where, value=text)
        if not entry.named:
            yield note("no-id", path)
        labels = [label.display or label.code for label in entry.origin.labels if _is_sensitive(label)]
        if labels:
            yield note("labelled", path, value=", ".join(labels))


def _again(entry: Entry, *, conflict: bool) -> Note:
    return note("conflict-second" if conflict else "same-twice", entry.origin.path)


def _is_sensitive(label: Coding) -> bool:
    return label.system == SENSITIVITY or (label.system == CONFIDENTIALITY and label.code in RESTRICTED)
