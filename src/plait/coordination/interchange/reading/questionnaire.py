"""A form as such: its questions, and the LOINC codes they carry. It is about nobody.

It is used to understand answers that name it and give no codes themselves. Source: FHIR R4 Questionnaire.
"""

from __future__ import annotations

from dataclasses import dataclass

from plait.coordination.interchange.reading.origin import Origin
from plait.coordination.interchange.reading.questionnaire_form import form_of
from plait.coordination.interchange.reading.resource import Resource


@dataclass(frozen=True, slots=True)
class ReceivedQuestionnaire:
    """A Questionnaire. ``codes`` maps a linkId to the question's LOINC code; ``panel`` are the form's own codes."""

    origin: Origin
    url: str
    version: str
    title: str
    status: str
    codes: tuple[tuple[str, str], ...]
    panel: frozenset[str]


def read_questionnaire(resource: Resource) -> ReceivedQuestionnaire:
    """Read a Questionnaire."""
    element = resource.element
    status = element.needed("status", element.text("status"))
    form = form_of(element)
    return ReceivedQuestionnaire(
        origin=resource.origin,
        url=element.text("url"),
        version=element.text("version"),
        title=form.title,
        status=status,
        codes=tuple(form.codes.items()),
        panel=form.panel,
    )
