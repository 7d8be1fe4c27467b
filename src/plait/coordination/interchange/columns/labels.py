"""What an entry of a file is called in the report, so that a person knows which one is meant."""

from __future__ import annotations

from plait.coordination.interchange.columns.results import in_words
from plait.coordination.interchange.reading.allergy import ReceivedAllergy
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
    """A few words, with the date where that tells entries apart."""
    if isinstance(thing, ReceivedPatient):
        return shown(thing.legal_name or "")
    if isinstance(thing, ReceivedPractitioner):
        return shown(thing.name)
    if isinstance(thing, ReceivedEncounter):
        return _dated(thing.text, thing.start)
    if isinstance(thing, ReceivedOrder):
        return _dated(thing.concept.text, thing.start)
    if isinstance(thing, ReceivedDispense):
        return _dated(thing.concept.text, thing.handed_over or thing.prepared)
    if isinstance(thing, ReceivedScore):
        return _dated(f"{thing.concept.text}: {thing.total}", thing.taken)
    if isinstance(thing, ReceivedResult):
        value = in_words(thing.value)
        return _dated(f"{thing.concept.text}: {value}" if value else thing.concept.text, thing.taken)
    if isinstance(thing, ReceivedResponse):
        return _dated(thing.questionnaire, thing.taken)
    if isinstance(thing, ReceivedAllergy):
        return shown(thing.substance.text)
    return shown(thing.concept.text)


def _dated(words: str, when: When | None) -> str:
    return f"{shown(words)}, {when.date()}" if when is not None else shown(words)
