"""One question as it is asked, and what was sent to it as codes of the aid. Nothing is preselected."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from plait.clinical.assessment.instrument import Instrument
from plait.clinical.intake.decision_aid import CERTAINTY, WEIGHTS, Page, values_of
from plait.web.assessment.questions import said
from plait.web.intake.steps import Step
from plait.web.intake.within import Visit

ANSWER = "answer"
OF_MANY = "part-"  # the name of a field of a page with several questions: of an item, a value or a check
TEMPLATES = {
    "one": "question",
    "many": "question",
    "instrument": "instrument",
    "values": "values",
    "certainty": "certainty",
}


def shown(visit: Visit, step: Step, sent: tuple[str, ...] | None = None) -> tuple[str, dict[str, Any]]:
    """The template of a question and what it needs; ``sent``: what was chosen and refused stays chosen."""
    page = step.page
    chosen = visit.carried.answers.get(page.id, ()) if sent is None else sent
    context: dict[str, Any] = {
        "page": page,
        "asks": visit.say(page.asks),
        "help": visit.say(page.help),
        "first_control": first_control(visit, page),
        "optional": page.optional,
    }
    if page.kind in {"one", "many"}:
        context |= {"choices": _choices(visit, page, chosen), "kind": "radio" if page.kind == "one" else "checkbox"}
    elif page.kind == "instrument":
        context |= _instrument(visit, page, chosen)
    else:
        context["parts"] = _values(visit, chosen) if page.kind == "values" else _checks(visit, chosen)
    return f"intake/{TEMPLATES[page.kind]}.html", context


def read(visit: Visit, page: Page, sent: QueryDict) -> tuple[str, ...]:
    """What was sent, as codes; whether the page takes them is asked of the core."""
    if page.kind in {"one", "many"}:
        return tuple(sent.getlist(ANSWER))
    if page.kind == "instrument":
        items = visit.aid.instruments[page.instrument].items
        return tuple(sent.get(OF_MANY + item.id, "") for item in items)
    names = [value.id for value in visit.aid.values] if page.kind == "values" else [c.id for c in visit.aid.certainty]
    return tuple(f"{name}:{code}" for name in names if (code := sent.get(OF_MANY + name, "")))


def first_control(visit: Visit, page: Page) -> str:
    """The id of the first control of a page: where an error leads to."""
    if page.kind in {"one", "many"}:
        return f"{ANSWER}-0"
    if page.kind == "instrument":
        return f"{OF_MANY}{visit.aid.instruments[page.instrument].items[0].id}-0"
    return f"{OF_MANY}{(visit.aid.values if page.kind == 'values' else visit.aid.certainty)[0].id}-0"


def _choices(visit: Visit, page: Page, chosen: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{ANSWER}-{place}",
            "code": choice.code,
            "words": visit.say(choice.words),
            "help": visit.say(choice.help),
            "checked": choice.code in chosen,
        }
        for place, choice in enumerate(page.choices)
    ]


def _instrument(visit: Visit, page: Page, chosen: tuple[str, ...]) -> dict[str, Any]:
    instrument = visit.aid.instruments[page.instrument]
    spoken = visit.language if visit.language in instrument.languages else "en"
    answers = chosen if len(chosen) == len(instrument.items) else ("",) * len(instrument.items)
    return {
        "recall": said(instrument.recall, spoken),
        "title": said(instrument.title, spoken),
        "wording": "" if spoken == visit.language else spoken,
        "parts": [_item(instrument, place, spoken, answers[place]) for place in range(len(instrument.items))],
    }


def _item(instrument: Instrument, place: int, language: str, answer: str) -> dict[str, Any]:
    item = instrument.items[place]
    options = [(str(one.value), said(one.text, language)) for one in item.options]
    return _part(item.id, f"{place + 1}. {said(item.text, language)}", options, answer)


def _values(visit: Visit, chosen: tuple[str, ...]) -> list[dict[str, Any]]:
    weights = [(code, visit.say(visit.aid.weights[code])) for code in WEIGHTS]
    given = values_of(visit.aid, {one.id: chosen for one in visit.aid.pages if one.kind == "values"})
    return [_part(one.id, visit.say(one.asks), weights, given.get(one.id, "")) for one in visit.aid.values]


def _checks(visit: Visit, chosen: tuple[str, ...]) -> list[dict[str, Any]]:
    words = [(code, visit.say(visit.aid.certainty_answers[code])) for code in CERTAINTY]
    given = dict(code.split(":", 1) for code in chosen if ":" in code)
    return [_part(one.id, visit.say(one.asks), words, given.get(one.id, "")) for one in visit.aid.certainty]


def _part(part_id: str, asks: str, options: list[tuple[str, str]], answer: str) -> dict[str, Any]:
    name = OF_MANY + part_id
    return {
        "name": name,
        "asks": asks,
        "choices": [
            {"id": f"{name}-{place}", "code": code, "words": words, "checked": code == answer}
            for place, (code, words) in enumerate(options)
        ],
    }
