"""A form as the sender's system kept it. Only a finished one is read: a form in progress is not an answer yet.

Source: FHIR R4 QuestionnaireResponse; LHNCBC lforms writes a question's LOINC code into ``linkId`` ("/44250-9").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from plait.clinical.coding import CodeableConcept
from plait.coordination.interchange.reading.element import LONGEST_NOTE, Element
from plait.coordination.interchange.reading.measured import READERS, Value
from plait.coordination.interchange.reading.parts import Quantity, read_coding
from plait.coordination.interchange.reading.resource import Resource
from plait.coordination.interchange.reading.response import Answer, ReceivedResponse, map_answers
from plait.coordination.interchange.reading.words import Malformed

STATUSES = frozenset({"in-progress", "completed", "amended", "entered-in-error", "stopped"})
UNFINISHED = frozenset({"in-progress", "stopped"})
WORDS_ONLY = frozenset({"valueDate", "valueTime", "valueUri"})
_LOINC_CODE = re.compile(r"(?:\A|[/#|])([0-9]{1,7}-[0-9])\Z")


def read_response(resource: Resource) -> ReceivedResponse:
    """Read a QuestionnaireResponse."""
    element = resource.element
    status = element.needed("status", element.code("status", STATUSES))
    if status in UNFINISHED:
        raise Malformed("not-finished", element.at("status"), value=status)
    taken = resource.when(element, "authored")
    if taken is None:
        raise Malformed("no-date", element.at("authored"))
    questionnaire = element.text("questionnaire")
    form = resource.form(questionnaire)
    answers = tuple(_answers(resource, element, form.codes if form else {}))
    if not any(answer.values for answer in answers):
        raise Malformed("no-answers", element.at("item"))
    panel = form.panel if form else frozenset()
    named = resource.knowledge.instruments.by_panel(_panel_codes(questionnaire, element) | panel)
    return ReceivedResponse(
        origin=resource.origin,
        status=status,
        questionnaire=form.title if form and form.title else questionnaire,
        taken=taken,
        mapped=map_answers(resource, answers, named),
        answers=answers,
        author=resource.link(element.part("author") or element.part("source")),
        encounter=resource.link(element.part("encounter")),
    )


def loinc_in(text: str) -> str:
    """The LOINC code at the end of a linkId or address, or ""."""
    found = _LOINC_CODE.search(text)
    return found[1] if found is not None else ""


def _panel_codes(questionnaire: str, element: Element) -> frozenset[str]:
    """The codes by which the form may call itself: in its canonical address, or as the group around its questions."""
    names = [questionnaire.partition("|")[0], *(one.text("linkId") for one in element.parts("item"))]
    return frozenset(code for code in (loinc_in(name) for name in names) if code)


def _answers(resource: Resource, holder: Element, codes: Mapping[str, str]) -> Iterator[Answer]:
    for item in holder.parts("item"):
        link_id = item.text("linkId")
        given = item.parts("answer")
        values = (_value(resource, one) for one in given)
        yield Answer(
            link_id=link_id,
            code=codes.get(link_id) or loinc_in(link_id),
            text=item.text("text", most=LONGEST_NOTE),
            values=tuple(value for value in values if value is not None),
        )
        yield from _answers(resource, item, codes)
        for one in given:
            yield from _answers(resource, one, codes)


def _value(resource: Resource, answer: Element) -> Value | None:
    chosen = answer.choice("value")
    if not chosen:
        return None
    if chosen == "valueCoding":
        return _coded(answer.part(chosen))
    if chosen == "valueDecimal":
        number = answer.number(chosen)
        return Quantity(number, "", "", "") if number is not None else None
    reader = READERS.get(chosen, _in_words)
    return reader(resource, answer, chosen)


def _coded(part: Element | None) -> Value | None:
    coding = read_coding(part) if part is not None else None
    words = (coding.display or coding.code) if coding is not None else ""
    return CodeableConcept(words, (coding,)) if coding is not None and words else None


def _in_words(resource: Resource, answer: Element, chosen: str) -> Value | None:
    """Dates, times and addresses as they came; of an attachment or a reference only what it is called."""
    resource.warn("value-in-words", answer.at(chosen))
    if chosen in WORDS_ONLY:
        return answer.text(chosen) or None
    part = answer.part(chosen)
    words = (part.text("title") or part.text("display") or part.text("reference")) if part is not None else ""
    return words or chosen.removeprefix("value").casefold()
