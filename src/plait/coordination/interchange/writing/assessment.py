"""Filled-in instruments with the forms that they answer, question by question under its LOINC code."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from plait.clinical.assessment.instrument import MINUTES_OF_DAY, Instrument, Item, Option
from plait.clinical.coding import LOINC
from plait.coordination.interchange.writing.elements import Json, filled, instant, resource
from plait.coordination.interchange.writing.sheet import Sheet, Written, status_of
from plait.foundation.whole import Thread

FORM = "urn:plait:instrument:"
TOTAL = "total"
EXTENSIONS = "http://hl7.org/fhir/StructureDefinition/"


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
    """An instrument as a Questionnaire: its questions by code, in words where its licence lets them be given.

    Where every option has a LOINC answer code a question is a choice of these, each with its score (ordinalValue); else
    it is a number or a time. What is asked only after another answer says so, and the total stands last, read only.
    """
    questions = [_question(instrument, item) for item in instrument.items]
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
            copyright=instrument.licence,
            code=[{"system": LOINC, "code": instrument.panel_code}] if instrument.panel_code else [],
            item=[*questions, *_total_of(instrument)],
        ),
    }


def _question(instrument: Instrument, item: Item) -> Json:
    kind = _kind(item)
    return filled(
        linkId=_link(item.id, item.code),
        code=[{"system": LOINC, "code": item.code}] if item.code else [],
        text=item.text.get("en") if instrument.wording_embedded else None,
        type=kind,
        required=True if item.required and item.only_if is None else None,
        enableWhen=_asked_after(instrument, item),
        enableBehavior="any" if len(_asked_after(instrument, item)) > 1 else None,
        answerOption=[{"valueCoding": _answer(option)} for option in item.options] if kind == "choice" else [],
        extension=[
            {"url": f"{EXTENSIONS}{end}Value", "valueInteger": bound}
            for end, bound in (("min", item.lowest), ("max", item.highest))
            if kind == "integer"
        ],
    )


def _kind(item: Item) -> str:
    if item.answer == "clock":
        return "time"
    codes = {option.code for option in item.options if option.code}
    return "choice" if item.options and len(codes) == len(item.options) else "integer"


def _answer(option: Option) -> Json:
    """An answer by its LOINC code, with its score."""
    return filled(
        extension=[{"url": f"{EXTENSIONS}ordinalValue", "valueDecimal": Decimal(option.value)}],
        system=LOINC,
        code=option.code,
        display=option.text.get("en"),
    )


def _asked_after(instrument: Instrument, item: Item) -> list[Json]:
    """After which answers it is asked; nothing where FHIR cannot say it, so that it is always asked."""
    condition = item.only_if
    if condition is None or condition.count > 1:
        return []
    found: list[Json] = []
    for name in condition.items:
        other = instrument.item(name)
        if other is None:
            continue
        question = _link(other.id, other.code)
        if _kind(other) == "choice":
            reached = [option for option in other.options if option.value >= condition.at_least]
            found += [{"question": question, "operator": "=", "answerCoding": _code_of(one)} for one in reached]
        else:
            found.append({"question": question, "operator": ">=", "answerInteger": condition.at_least})
    return found


def _code_of(option: Option) -> Json:
    return {"system": LOINC, "code": option.code}


def _total_of(instrument: Instrument) -> list[Json]:
    """The place of the total in the form."""
    if not instrument.has_total:
        return []
    code = [{"system": LOINC, "code": instrument.total_code}] if instrument.total_code else []
    return [filled(linkId=_link(TOTAL, instrument.total_code), code=code, text="Total", type="decimal", readOnly=True)]


def _response(sheet: Sheet, thread: Thread) -> Json:
    told = thread.last
    known = sheet.release.instruments.get(told["instrument"])
    asked = {item.id: item for item in known.items} if known is not None else {}
    items = [
        {
            "linkId": _link(name, asked[name].code if name in asked else ""),
            "answer": [answer_in(asked.get(name), value)],
        }
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


def answer_in(item: Item | None, value: int) -> Json:
    """An answer as the form asks for it; a number where the present form has no such answer."""
    kind = _kind(item) if item is not None else "integer"
    if item is not None and kind == "choice":
        chosen = next((option for option in item.options if option.value == value), None)
        return {"valueInteger": value} if chosen is None else {"valueCoding": _answer(chosen)}
    if kind == "time" and 0 <= value < MINUTES_OF_DAY:
        return {"valueTime": f"{value // 60:02}:{value % 60:02}:00"}
    return {"valueInteger": value}


def _link(name: str, code: str) -> str:
    """A question's place in the form: its LOINC code behind a slash, as senders write it, else its own name."""
    return f"/{code}" if code else name
