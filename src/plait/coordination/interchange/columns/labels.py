"""What an entry of a file is called in the report, so that a person knows which one is meant."""

from __future__ import annotations

from plait.clinical.coding import CodeableConcept
from plait.coordination.interchange.columns.results import in_words
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
from plait.coordination.interchange.reading.own_thing import OwnThing
from plait.coordination.interchange.reading.patient import ReceivedPatient
from plait.coordination.interchange.reading.practitioner import ReceivedPractitioner
from plait.coordination.interchange.reading.questionnaire import ReceivedQuestionnaire
from plait.coordination.interchange.reading.received import Thing
from plait.coordination.interchange.reading.related_person import ReceivedRelation
from plait.coordination.interchange.reading.response import ReceivedResponse
from plait.coordination.interchange.reading.when import When
from plait.coordination.interchange.reading.words import shown


def label(thing: Thing) -> str:
    """A few words, those of the sender."""
    return shown(_words(thing))


def _words(thing: Thing) -> str:
    if isinstance(thing, ReceivedPatient):
        return str(thing.legal_name or "")
    if isinstance(thing, ReceivedScore):
        return f"{thing.concept.text}: {thing.total}"
    if isinstance(thing, ReceivedResult):
        value = in_words(thing.value)
        return f"{thing.concept.text}: {value}" if value else thing.concept.text
    if isinstance(thing, ReceivedResponse):
        return thing.questionnaire
    if isinstance(thing, OwnThing):
        return thing.label
    if isinstance(thing, ReceivedAllergy):
        return thing.substance.text
    return _name(thing)


def _name(thing: Thing) -> str:
    if isinstance(thing, ReceivedPractitioner | ReceivedRelation):
        return thing.name
    if isinstance(thing, ReceivedCarePlan | ReceivedDocument | ReceivedQuestionnaire):
        return thing.title
    if isinstance(thing, ReceivedEncounter | ReceivedAppointment):
        return thing.text
    if isinstance(thing, ReceivedCareTeam):
        return thing.name or ", ".join(one.name for one in thing.members)
    concept = getattr(thing, "concept", None)
    return concept.text if isinstance(concept, CodeableConcept) else ""


def date_of(thing: Thing) -> str:
    """The date that tells it from others of its name, as text of a PartialDate; "" where there is none."""
    when: When | None = None
    if isinstance(thing, ReceivedEncounter | ReceivedOrder | ReceivedStatement | ReceivedGoal | ReceivedCarePlan):
        when = thing.start
    elif isinstance(thing, ReceivedAppointment):
        return str(thing.start.day(thing.zone))
    elif isinstance(thing, ReceivedDocument):
        when = thing.dated
    elif isinstance(thing, ReceivedDispense):
        when = thing.handed_over or thing.prepared
    elif isinstance(thing, ReceivedScore | ReceivedResult | ReceivedResponse):
        when = thing.taken
    elif isinstance(thing, ReceivedCondition | ReceivedAllergy):
        when = thing.onset or thing.recorded
    return str(when.date()) if when is not None else ""
