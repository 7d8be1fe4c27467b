"""What an entry of a file is called in the report, so that a person knows which one is meant."""

from __future__ import annotations

from plait.coordination.interchange.columns.results import in_words
from plait.coordination.interchange.reading.allergy import ReceivedAllergy
from plait.coordination.interchange.reading.condition import ReceivedCondition
from plait.coordination.interchange.reading.encounter import ReceivedEncounter
from plait.coordination.interchange.reading.medication_dispense import ReceivedDispense
from plait.coordination.interchange.reading.medication_request import ReceivedOrder
from plait.coordination.interchange.reading.observation import ReceivedResult, ReceivedScore
from plait.coordination.interchange.reading.patient import ReceivedPatient
from plait.coordination.interchange.reading.practitioner import ReceivedPractitioner
from plait.coordination.interchange.reading.received import Thing
from plait.coordination.interchange.reading.response import ReceivedResponse
from plait.coordination.interchange.reading.when import When
from plait.coordination.interchange.reading.words import shown


def label(thing: Thing) -> str:
    """A few words, those of the sender."""
    if isinstance(thing, ReceivedPatient):
        return shown(thing.legal_name or "")
    if isinstance(thing, ReceivedPractitioner):
        return shown(thing.name)
    if isinstance(thing, ReceivedEncounter):
        return shown(thing.text)
    if isinstance(thing, ReceivedScore):
        return shown(f"{thing.concept.text}: {thing.total}")
    if isinstance(thing, ReceivedResult):
        value = in_words(thing.value)
        return shown(f"{thing.concept.text}: {value}" if value else thing.concept.text)
    if isinstance(thing, ReceivedResponse):
        return shown(thing.questionnaire)
    if isinstance(thing, ReceivedAllergy):
        return shown(thing.substance.text)
    return shown(thing.concept.text)


def date_of(thing: Thing) -> str:
    """The date that tells it from others of its name, as text of a PartialDate; "" where there is none."""
    when: When | None = None
    if isinstance(thing, ReceivedEncounter | ReceivedOrder):
        when = thing.start
    elif isinstance(thing, ReceivedDispense):
        when = thing.handed_over or thing.prepared
    elif isinstance(thing, ReceivedScore | ReceivedResult | ReceivedResponse):
        when = thing.taken
    elif isinstance(thing, ReceivedCondition | ReceivedAllergy):
        when = thing.onset or thing.recorded
    return str(when.date()) if when is not None else ""
