"""What stands in several people's files and is about nobody: clinicians and forms, read once for all of them."""

from __future__ import annotations

from plait.coordination.interchange.reading.document import read_document
from plait.coordination.interchange.reading.element import Element
from plait.coordination.interchange.reading.entries import entry_of, gather, read_entries
from plait.coordination.interchange.reading.gathering import Gathering
from plait.coordination.interchange.reading.instruments import Instruments
from plait.coordination.interchange.reading.origin import UNSTATED
from plait.coordination.interchange.reading.patient import ReceivedPatient, read_patient
from plait.coordination.interchange.reading.practitioner import ReceivedPractitioner, read_practitioner
from plait.coordination.interchange.reading.questionnaire import ReceivedQuestionnaire, read_questionnaire
from plait.coordination.interchange.reading.references import References
from plait.coordination.interchange.reading.report import Line
from plait.coordination.interchange.reading.resource import Knowledge, Resource, refuse_changed_meaning
from plait.coordination.interchange.reading.words import Malformed

KINDS = frozenset({"Practitioner", "Questionnaire"})
NOBODY = UNSTATED + "shared"


def read_shared(
    gathering: Gathering, knowledge: Knowledge
) -> tuple[list[ReceivedPractitioner], list[ReceivedQuestionnaire], list[Line]]:
    """The clinicians and the forms among what is about nobody, and a line for each that cannot be read."""
    practitioners: list[ReceivedPractitioner] = []
    forms: dict[str, ReceivedQuestionnaire] = {}
    lines: list[Line] = []
    for record in gathering.survey.shared:
        if record.kind not in KINDS:
            continue
        part = gathering.part(record.place)
        if isinstance(part, Line):
            lines.append(part)
            continue
        try:
            resource = _resource(part, gathering.source or NOBODY, knowledge)
            if record.kind == "Practitioner":
                practitioners.append(read_practitioner(resource))
            else:
                form = read_questionnaire(resource)
                forms.setdefault(form.origin.key, form)
        except Malformed as error:
            if record.kind != "Practitioner":  # a clinician is kept as received with each person who needs them
                lines.append(Line(record.kind, "", part.at("resource"), "refused", error.note))
    return practitioners, list(forms.values()), lines


def _resource(part: Element, system: str, knowledge: Knowledge) -> Resource:
    entry = entry_of(part, system)
    refuse_changed_meaning(entry.resource, entry.origin.path)
    if entry.trouble is not None:
        raise Malformed(entry.trouble.code, entry.trouble.path, **dict(entry.trouble.values))
    return Resource(entry, References((entry,)), knowledge)


def read_who(raw: bytes, zone: str) -> ReceivedPatient | None:
    """Who a file about one person is about, and nothing else of it; None where it cannot be read."""
    try:
        contents = read_entries(gather(read_document(raw, most_bytes=max(len(raw), 1))))
        knowledge = Knowledge(zone, lambda _code: None, Instruments())
        return read_patient(Resource(contents.patient, References(()), knowledge))
    except Malformed:
        return None
