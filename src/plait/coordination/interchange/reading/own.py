"""Our own extension, read back: everything that another copy of Plait recorded of a thing, line by line.

Pure, and no more trusted than any other file: what is read here is checked column by column before it is written, and
can do nothing that an ordinary import cannot. What is broken is kept as received, with its path.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from plait.coordination.interchange.reading.element import Element
from plait.coordination.interchange.reading.origin import Origin
from plait.coordination.interchange.reading.own_thing import OwnLine, OwnThing, OwnThread
from plait.coordination.interchange.reading.received import Received
from plait.coordination.interchange.reading.report import KeptResource, Line
from plait.coordination.interchange.reading.words import Malformed, Note, note

THREAD = "urn:plait:fhir:thread"
KEPT = "urn:plait:fhir:kept"
# What is given back as what it was. Everything else of ours (tasks, decisions) is kept as received.
GIVEN_BACK = frozenset(
    {
        "PatientRelation",
        "OutsideCareMember",
        "Condition",
        "AllergyIntolerance",
        "PregnancyStatus",
        "LifeEvent",
        "EpisodeOfCare",
        "TreatmentStep",
        "MedicationRequest",
        "MedicationStatement",
        "MedicationDispense",
        "TherapyCourse",
        "TherapySession",
        "QuestionnaireResponse",
        "Encounter",
        "Appointment",
        "AppointmentEvent",
        "Observation",
        "SafetyPlan",
        "SafetyPlanProposal",
        "Goal",
        "CarePlan",
        "DocumentReference",
        "DocumentContent",
    }
)
# What is read by its FHIR like anybody's: who treats a person elsewhere opens no chart here.
BY_ITS_FHIR = frozenset({"CareTeamMember"})
SEVERAL = frozenset({"AppointmentEvent", "CareTeamMember", "ContactEvent", "DocumentContent", "FlagEvent", "TaskEvent"})
OF_THE_PERSON = frozenset({"PatientDetails", "PatientIdentifier"})
MOST_LINES = 2_000
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_URN = "urn:uuid:"


def claim(found: Received) -> Received:
    """What was read, with the resources that carry our extension set apart from those that are read by their FHIR."""
    patient = _resource(found.patient.origin)
    as_it_came = frozenset(_kept_names(patient))
    own: list[OwnThing] = []
    kept: dict[str, KeptResource] = {}
    for origin in (thing.origin for thing in (*_things(found), *found.kept)):
        if _names_of(origin) & as_it_came:
            kept[origin.key] = KeptResource(origin, note("kept-before", origin.path))
        elif f'"{THREAD}"' in origin.raw:
            _claim_one(origin, own, kept)
    gone = {one.origin.key for one in own} | set(kept)
    if not gone:
        return found
    rest: dict[str, Any] = {
        field.name: tuple(one for one in value if one.origin.key not in gone)
        for field in fields(found)
        if isinstance(value := getattr(found, field.name), tuple) and value and hasattr(value[0], "origin")
    }
    rest["kept"] = (*rest.get("kept", ()), *kept.values())
    lines = tuple(_line(line, {one.origin.key for one in own}, kept) for line in found.lines)
    return replace(found, **{**rest, "lines": lines, "own": tuple(own)})


def of_the_person(origin: Origin) -> tuple[OwnThread, ...]:
    """What was recorded of who a person is; empty where the Patient carries nothing of ours. Raises ``Malformed``."""
    if f'"{THREAD}"' not in origin.raw:
        return ()
    return tuple(one for one in _threads(Element(_resource(origin), origin.path)) if one.kind in OF_THE_PERSON)


def _claim_one(origin: Origin, own: list[OwnThing], kept: dict[str, KeptResource]) -> None:
    element = Element(_resource(origin), origin.path)
    try:
        threads = tuple(_threads(element))
        kinds = _kinds(threads, origin.path)
        if any(one.kind in BY_ITS_FHIR for one in threads):
            return
        if kinds and GIVEN_BACK.issuperset(kinds):
            own.append(OwnThing(origin, threads, _label(element), _attachments(element)))
        else:
            kept[origin.key] = KeptResource(origin, note("kept-before", origin.path))
    except Malformed as error:
        kept[origin.key] = KeptResource(origin, error.note)


def _kinds(threads: tuple[OwnThread, ...], path: str) -> list[str]:
    """The kinds of what a resource carries, each once but for those of which it may hold several."""
    kinds = [one.kind for one in threads if one.kind not in SEVERAL]
    if len(set(kinds)) != len(kinds):
        raise Malformed("own-broken", path, why="one kind of thing stands there twice")
    return kinds


def _things(found: Received) -> Iterator[Any]:
    """Everything that was mapped but the person and the practitioners."""
    known = {found.patient.origin.key, *(one.origin.key for one in found.practitioners)}
    return (thing for thing in found.things() if thing.origin.key not in known)


def _resource(origin: Origin) -> dict[str, Any]:
    read = json.loads(origin.raw, parse_float=Decimal)
    return read if isinstance(read, dict) else {}


def _threads(element: Element) -> Iterator[OwnThread]:
    """The threads that a resource carries."""
    for one in element.parts("extension"):
        if one.text("url") != THREAD:
            continue
        kind, lines = "", []
        for part in one.parts("extension"):
            if part.text("url") == "kind":
                kind = part.text("valueCode")
            elif part.text("url") == "line":
                lines.append(OwnLine(dict(_columns(part)), part.path))
        if not lines or len(lines) > MOST_LINES:
            raise Malformed("own-broken", one.path, why=f"between one and {MOST_LINES} lines are expected")
        yield OwnThread(kind, tuple(lines), one.path)


def _columns(line: Element) -> Iterator[tuple[str, Any]]:
    seen = set()
    for part in line.parts("extension"):
        name, chosen = part.text("url"), part.choice("value")
        if not name or name in seen or not chosen:
            raise Malformed("own-broken", part.path, why="a column stands there without a name or value, or twice")
        seen.add(name)
        yield name, _value(part, chosen)


def _value(part: Element, chosen: str) -> Any:
    if chosen == "valueBoolean":
        return part.flag(chosen)
    if chosen == "valueInteger":
        return part.whole(chosen)
    if chosen == "valueDecimal":
        return part.number(chosen)
    text = part.value.get(chosen)
    if not isinstance(text, str):
        raise Malformed("wrong-type", part.at(chosen), expected="text")
    if _CONTROL.search(text):
        raise Malformed("control-character", part.at(chosen))
    try:
        return _of_text(chosen, text)
    except ValueError as error:
        raise Malformed("own-broken", part.at(chosen), why=str(error)) from error


def _of_text(chosen: str, text: str) -> Any:
    if chosen == "valueString":
        return text
    if chosen == "valueInstant":
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError("a moment needs an offset")
        return moment
    if chosen == "valueDate":
        return date.fromisoformat(text)
    if chosen == "valueUri":
        return UUID(text.removeprefix(_URN))
    raise ValueError(f"{chosen} is no type of a column")


def _kept_names(patient: Mapping[str, Any]) -> Iterator[str]:
    listed = patient.get("extension")
    for one in listed if isinstance(listed, list) else []:
        if isinstance(one, dict) and one.get("url") == KEPT and isinstance(one.get("valueUri"), str):
            yield one["valueUri"]


def _names_of(origin: Origin) -> frozenset[str]:
    name = f"{origin.resource_type}/{origin.resource_id}"
    return frozenset({name, f"{origin.system}/{name}", f"{_URN}{origin.resource_id}"})


def _attachments(element: Element) -> dict[str, str]:
    """The base64 texts of a document by the id of its content."""
    found = {}
    for one in element.parts("content"):
        attachment = one.part("attachment")
        data = attachment.value.get("data") if attachment is not None else None
        if attachment is not None and isinstance(data, str):
            found[attachment.text("url").removeprefix(_URN)] = data
    return found


def _label(element: Element) -> str:
    """A few words that tell it from others of its type."""
    for name in ("code", "medicationCodeableConcept", "description", "type"):
        holder = element.value.get(name)
        one = holder[0] if isinstance(holder, list) and holder else holder
        words = one.get("text") if isinstance(one, dict) else one
        if isinstance(words, str) and words:
            return words[:200]
    return ""


def _line(line: Line, own: set[str], kept: Mapping[str, KeptResource]) -> Line:
    if line.outcome not in {"mapped", "kept"}:
        return line
    if line.key in own:
        return replace(line, outcome="mapped", detail=None, warnings=())
    reason: Note | None = kept[line.key].reason if line.key in kept else None
    return replace(line, outcome="kept", detail=reason) if reason is not None else line
