"""Filled-in instruments with the forms that they answer, question by question under its LOINC code."""

from __future__ import annotations

from collections.abc import Iterator

from plait.clinical.assessment.instrument import Instrument, Item
from plait.clinical.coding import LOINC
from plait.coordination.interchange.writing.elements import Json, filled, instant, resource
from plait.coordination.interchange.writing.sheet import Sheet, Written, status_of
from plait.foundation.whole import Thread

FORM = "urn:plait:instrument:"
TOTAL = "total"


def write_responses(sheet: Sheet) -> Iterator[Written]:
    """Every response, after the form of each instrument that was used."""
    used = dict.fromkeys(str(one.last["instrument"]) for one in sheet.of("QuestionnaireResponse"))
    for name in used:
        known = sheet.release.instruments.get(name)
        if known is not None:
            yield form(known), []
    for thread in sheet.of("QuestionnaireResponse"):
        yield _response(sheet, thread), [thread]


def form(instrument: Instrument) -> Json:
    """An instrument as a Questionnaire: its questions by code, in words where its licence lets them be given."""
    return {
        "resourceType": "Questionnaire",
        "id": f"{instrument.id}-{instrument.version}".replace("_", "-"),
        **filled(
            url=f"{FORM}{instrument.id}",
            version=instrument.version,
            name=instrument.id.replace("-", "_").upper(),
            title=instrument.title.get("en"),
            status="active",
            subjectType=["Patient"],
            code=[{"system": LOINC, "code": instrument.panel_code}] if instrument.panel_code else [],
            item=[_question(instrument, item) for item in instrument.items],
        ),
    }


def _question(instrument: Instrument, item: Item) -> Json:
    return filled(
        linkId=_link(item.id, item.code),
        code=[{"system": LOINC, "code": item.code}] if item.code else [],
        text=item.text.get("en") if instrument.wording_embedded else None,
        type="integer",
    )


def _response(sheet: Sheet, thread: Thread) -> Json:
    told = thread.last
    known = sheet.release.instruments.get(told["instrument"])
    codes = {item.id: item.code for item in known.items} if known is not None else {}
    items = [
        {"linkId": _link(name, codes.get(name, "")), "answer": [{"valueInteger": value}]}
        for name, value in told["answers"].items()
        if isinstance(value, int)
    ]
    if told["total"] is not None:
        code = known.total_code if known is not None else ""
        items.append({"linkId": _link(TOTAL, code), "answer": [{"valueDecimal": told["total"].normalize()}]})
    return resource(
        "QuestionnaireResponse",
        thread.id,
        questionnaire=f"{FORM}{told['instrument']}|{told['version']}",
        status=status_of(thread, "completed"),
        subject=sheet.me,
        authored=instant(told["effective_at"]),
        item=items,
    )


def _link(name: str, code: str) -> str:
    """A question's place in the form: its LOINC code behind a slash, as senders write it, else its own name."""
    return f"/{code}" if code else name
