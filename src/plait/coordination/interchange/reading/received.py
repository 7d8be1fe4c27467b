"""A Bundle that was read: the person, what is known of them now, what is kept as received, and the whole account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plait.coordination.interchange.reading.allergy import ReceivedAllergy
from plait.coordination.interchange.reading.appointment import ReceivedAppointment
from plait.coordination.interchange.reading.care_plan import ReceivedCarePlan
from plait.coordination.interchange.reading.care_team import ReceivedCareTeam
from plait.coordination.interchange.reading.condition import ReceivedCondition
from plait.coordination.interchange.reading.document_reference import ReceivedDocument
from plait.coordination.interchange.reading.encounter import ReceivedEncounter
from plait.coordination.interchange.reading.goal import ReceivedGoal
from plait.coordination.interchange.reading.medication_dispense import ReceivedDispense
from plait.coordination.interchange.reading.medication_request import ReceivedOrder
from plait.coordination.interchange.reading.medication_statement import ReceivedStatement
from plait.coordination.interchange.reading.observation import ReceivedResult, ReceivedScore
from plait.coordination.interchange.reading.origin import Change, Origin, change
from plait.coordination.interchange.reading.own_thing import OwnThing
from plait.coordination.interchange.reading.patient import ReceivedPatient
from plait.coordination.interchange.reading.practitioner import ReceivedPractitioner
from plait.coordination.interchange.reading.questionnaire import ReceivedQuestionnaire
from plait.coordination.interchange.reading.related_person import ReceivedRelation
from plait.coordination.interchange.reading.report import KeptResource, Line, Outcome
from plait.coordination.interchange.reading.response import ReceivedResponse
from plait.coordination.interchange.reading.words import Note

Thing = (
    ReceivedPatient
    | ReceivedPractitioner
    | ReceivedCondition
    | ReceivedAllergy
    | ReceivedOrder
    | ReceivedDispense
    | ReceivedScore
    | ReceivedResult
    | ReceivedResponse
    | ReceivedEncounter
    | ReceivedStatement
    | ReceivedAppointment
    | ReceivedGoal
    | ReceivedCarePlan
    | ReceivedCareTeam
    | ReceivedRelation
    | ReceivedDocument
    | ReceivedQuestionnaire
    | OwnThing
)


@dataclass(frozen=True, slots=True)
class Received:
    """Everything that a Bundle says, in the order in which it says it. ``lines`` has one line for every entry."""

    bundle_id: str  # "" where the Bundle has none
    bundle_type: str
    content_hash: str  # SHA-256 of the file, hex
    zone: str
    patient: ReceivedPatient
    practitioners: tuple[ReceivedPractitioner, ...]
    conditions: tuple[ReceivedCondition, ...]
    allergies: tuple[ReceivedAllergy, ...]
    medication_requests: tuple[ReceivedOrder, ...]
    dispenses: tuple[ReceivedDispense, ...]
    scores: tuple[ReceivedScore, ...]
    results: tuple[ReceivedResult, ...]
    responses: tuple[ReceivedResponse, ...]
    encounters: tuple[ReceivedEncounter, ...]
    statements: tuple[ReceivedStatement, ...]
    appointments: tuple[ReceivedAppointment, ...]
    goals: tuple[ReceivedGoal, ...]
    care_plans: tuple[ReceivedCarePlan, ...]
    care_teams: tuple[ReceivedCareTeam, ...]
    relations: tuple[ReceivedRelation, ...]
    documents: tuple[ReceivedDocument, ...]
    questionnaires: tuple[ReceivedQuestionnaire, ...]
    kept: tuple[KeptResource, ...]
    lines: tuple[Line, ...]
    notes: tuple[Note, ...] = ()  # about the file as a whole
    own: tuple[OwnThing, ...] = ()  # set apart by ``reading/own.py``: what another copy of Plait recorded

    def things(self) -> Iterator[Thing]:
        """Everything that was mapped, the person first."""
        yield self.patient
        yield from self.practitioners
        yield from self.conditions
        yield from self.allergies
        yield from self.medication_requests
        yield from self.dispenses
        yield from self.scores
        yield from self.results
        yield from self.responses
        yield from self.encounters
        yield from self.statements
        yield from self.appointments
        yield from self.goals
        yield from self.care_plans
        yield from self.care_teams
        yield from self.relations
        yield from self.documents
        yield from self.questionnaires
        yield from self.own

    def origins(self) -> Iterator[Origin]:
        """Every resource that is to be stored, mapped or kept; each key comes once."""
        yield from (thing.origin for thing in self.things())
        yield from (one.origin for one in self.kept)

    def changes(self, known: Mapping[str, str]) -> dict[str, Change]:
        """By key: new, same or changed, against the content hashes that are stored already."""
        return {origin.key: change(origin, known) for origin in self.origins()}

    def counts(self) -> Counter[tuple[str, Outcome]]:
        """How many lines there are of each resource type and outcome; they sum up to the number of entries."""
        return Counter((line.resource_type, line.outcome) for line in self.lines)

    def kept_counts(self) -> Counter[str]:
        """How many resources of each type are kept as received."""
        return Counter(one.origin.resource_type for one in self.kept)

    def lines_to_look_at(self) -> tuple[Line, ...]:
        """The lines that a person should look at."""
        return tuple(line for line in self.lines if line.needs_a_look)
