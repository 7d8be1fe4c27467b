"""What another copy of Plait recorded, taken in with its whole history: it becomes threads of ours, recorded now.

It can do what an import can and no more. Orders wait to be reconciled whatever they were there, nobody gets access, a
score is scored again, who recorded what is said by the resource as received. Every line is checked column by column;
one that could not have been recorded here leaves its whole resource as received, with the path of what is wrong.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.clinical.release import Release
from plait.coordination.door import Visit
from plait.coordination.interchange.columns.texts import key_of
from plait.coordination.interchange.reading.own import of_the_person
from plait.coordination.interchange.reading.own_thing import OwnLine, OwnThing, OwnThread
from plait.coordination.interchange.reading.patient import ReceivedPatient
from plait.coordination.interchange.reading.words import Malformed
from plait.coordination.interchange.reports import Remark, remark
from plait.coordination.interchange.taking_back_checks import decoded, hold
from plait.foundation.whole import RECORDED, WrongColumn
from plait.foundation.whole_back import Given, Keeper
from plait.records.assessment import whole_back as assessment
from plait.records.careplan import whole_back as careplan
from plait.records.documents import whole_back as documents
from plait.records.medication import whole_back as medication
from plait.records.monitoring import whole_back as monitoring
from plait.records.people import whole_back as people
from plait.records.problems import whole_back as problems
from plait.records.safety import whole_back as safety
from plait.records.therapy import whole_back as therapy
from plait.records.visits import whole_back as visits

# In this order: what is named comes before what names it.
KEEPERS: dict[str, Keeper] = {
    **people.KEEPERS,
    **problems.KEEPERS,
    **medication.KEEPERS,
    **therapy.KEEPERS,
    **assessment.KEEPERS,
    **visits.KEEPERS,
    **monitoring.KEEPERS,
    **safety.KEEPERS,
    **careplan.KEEPERS,
    **documents.KEEPERS,
}
PRACTITIONERS = frozenset({"practitioner_id", "prescriber_id", "therapist_id"})
THREADS = frozenset({"episode_id", "course_id", "content_id"})
LISTED = frozenset({"addresses", "goals"})
NAMED = ("Condition", "EpisodeOfCare", "TherapyCourse", "Goal")  # kinds that others name
NEEDED = {"TherapySession": "course_id", "TreatmentStep": "episode_id"}
TOLD = frozenset({"before", "after"})
GONE = object()
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
INNER = "corrects_id"
# What a practice decides for itself, whatever a file says: access, what is confirmed, where it came from.
DECIDED_HERE: dict[str, Mapping[str, Any]] = {
    "MedicationRequest": {"confirmed": False},
    "QuestionnaireResponse": {"mode": "import"},
    "PatientRelation": {"scope": []},
}
NOT_TAKEN = RECORDED | {"origin_key", "site_id", "appointment_id"}
OURS = frozenset({"origin_key"})
POSSIBLY_TAKEN = frozenset({"start", "change", "hold", "resume"})


class Broken(Exception):
    """A thread that could not have been recorded here: where and why."""

    def __init__(self, path: str, why: str) -> None:
        """Keep both."""
        super().__init__(why)
        self.path, self.why = path, why


@dataclass(slots=True)
class TakingBack:
    """The things of ours in one file on their way in. ``apart``: what is kept as received instead, and why."""

    visit: Visit
    patient_id: UUID
    site_id: UUID
    release: Release
    practitioners: Mapping[str, UUID]  # by stored key
    taken_in_at: Mapping[str, Instant | None]
    threads: dict[str, UUID] = field(default_factory=dict)  # by the id that the file gives
    apart: dict[str, Remark] = field(default_factory=dict)
    waiting: int = 0

    def take(self, things: Sequence[OwnThing], here: Sequence[OwnThing] = ()) -> None:
        """Write them, kind by kind. ``here`` came in before, unchanged: what is new may belong to it."""
        self._find(here)
        by_id = {key.rpartition("|")[2]: found for key, found in self.practitioners.items()}
        for kind, keeper in KEEPERS.items():
            given: list[Given] = []
            origins: dict[str, str] = {}
            for one in things:
                for thread in one.threads:
                    if thread.kind == kind and key_of(one.origin) not in self.apart:
                        self._add(given, origins, one, thread, by_id)
            if given:
                self._keep(keeper, given, origins)

    def _find(self, here: Sequence[OwnThing]) -> None:
        for kind in NAMED:
            ids = {key_of(o.origin): o.origin.resource_id for o in here for one in o.threads if one.kind == kind}
            found = KEEPERS[kind].here(self.patient_id, list(ids))
            self.threads |= {ids[key]: thread for key, thread in found.items()}

    def _add(
        self, given: list[Given], origins: dict[str, str], one: OwnThing, thread: OwnThread, by_id: Mapping[str, UUID]
    ) -> None:
        key = key_of(one.origin)
        try:
            lines = tuple(self._line(thread.kind, number, line, by_id) for number, line in enumerate(thread.lines, 1))
            if thread.kind == "MedicationRequest":
                _history(thread, lines)
            if thread.kind == "DocumentContent":
                lines = tuple(_with_bytes(line, one, thread) for line in lines)
        except (Broken, WrongColumn) as error:
            path = error.path if isinstance(error, Broken) else thread.path
            self.apart[key] = remark("own-broken", path, why=str(error))
            return
        given.append(Given(key, lines, self.taken_in_at.get(key), INNER if thread.kind == "MedicationRequest" else ""))
        origins[key] = one.origin.resource_id

    def _keep(self, keeper: Keeper, given: list[Given], origins: Mapping[str, str]) -> None:
        done = keeper.keep(self.visit.stamp, self.patient_id, given, self.site_id)
        for key, thread in done.threads.items():
            self.threads[origins[key]] = thread
        self.threads |= done.inner
        self.apart |= {key: remark("left-alone") for key in done.left_alone}
        self.waiting += sum(
            one.origin_key not in done.left_alone and _possibly_taken(one) for one in given if _is_order(one)
        )

    def _line(self, kind: str, number: int, line: OwnLine, by_id: Mapping[str, UUID]) -> dict[str, Any]:
        """A line as columns of the record here."""
        try:
            stated = {name: value for name, value in line.columns.items() if name not in NOT_TAKEN}
            links = {name: stated.pop(name) for name in (*PRACTITIONERS, *THREADS, INNER) if name in stated}
            _insist(kind, links)
            keeper = KEEPERS[kind]
            columns = {**keeper.check(decoded(stated, keeper.json_columns)), **DECIDED_HERE.get(kind, {})}
            hold(kind, columns, self.release)
            for name in LISTED & columns.keys():
                columns[name] = [str(self.threads[one]) for one in columns[name] if one in self.threads]
            for name in TOLD & columns.keys():
                columns[name] = {key: one for key, value in columns[name].items() if (one := self._told(value)) != GONE}
            told = {name: value for name, value in columns.items() if name not in OURS}
            return told | dict(self._links(links, number, by_id))
        except WrongColumn as error:
            raise Broken(line.path, str(error)) from error

    def _told(self, value: Any) -> Any:
        """What an event tells: an id in it names a thread of this file, or nothing here."""
        if not isinstance(value, str) or not _UUID.match(value):
            return value
        return str(self.threads[value]) if value in self.threads else GONE

    def _links(self, links: Mapping[str, Any], number: int, by_id: Mapping[str, UUID]) -> Iterable[tuple[str, Any]]:
        for name, value in links.items():
            if name in PRACTITIONERS:
                yield name, by_id.get(str(value))
            elif name == INNER:
                if not isinstance(value, int) or not 1 <= value < number:
                    raise WrongColumn(name, "it names no earlier line")
                yield name, value
            elif str(value) not in self.threads:
                raise WrongColumn(name, "what it belongs to is not here")
            else:
                yield name, self.threads[str(value)]


def _insist(kind: str, links: Mapping[str, Any]) -> None:
    if NEEDED.get(kind) not in {None, *links}:
        raise WrongColumn(NEEDED[kind], "it is not stated")


def details_of(person: ReceivedPatient, face: Mapping[str, Any], release: Release) -> tuple[dict[str, Any], ...]:
    """Everything that was recorded of who a person is, oldest first; what the Patient itself says where that is broken.

    The last of it must name the person whom the Patient names: nobody is recognised as one and recorded as another.
    """
    try:
        threads = [one for one in of_the_person(person.origin) if one.kind == "PatientDetails"]
        lines = [_details(line, release) for line in threads[0].lines] if threads else []
    except (Malformed, WrongColumn):
        return (dict(face),)
    same = lines and all(lines[-1].get(name, "") == face[name] for name in ("given", "family", "birth_date"))
    return tuple(lines) if same else (dict(face),)


def _details(line: OwnLine, release: Release) -> dict[str, Any]:
    stated = {name: value for name, value in line.columns.items() if name not in NOT_TAKEN}
    columns = people.DETAILS.check(decoded(stated, people.DETAILS.json_columns))
    hold("PatientDetails", columns, release)
    return {name: value for name, value in columns.items() if name not in OURS}


def _history(thread: OwnThread, lines: Sequence[Mapping[str, Any]]) -> None:
    """An order begins with its start, and only a mark of an error names another line."""
    for number, (line, told) in enumerate(zip(thread.lines, lines, strict=True), 1):
        if (number == 1) != (told["action"] == "start"):
            raise Broken(line.path, "an order begins once, with its start")
        if (told["action"] == "mark-error") != (told.get(INNER) is not None):
            raise Broken(line.path, "a mark of an error names the line that it is about")


def _with_bytes(line: Mapping[str, Any], one: OwnThing, thread: OwnThread) -> dict[str, Any]:
    """The bytes of a document, measured here."""
    name = str(line.get("sha256", ""))
    texts = one.attachments or {}
    for content_id, text in texts.items():
        try:
            content = b64decode(text, validate=True)
        except (NotBase64, ValueError) as error:
            raise Broken(thread.path, "its bytes are no base64") from error
        found = documents.measured(content)
        if found["sha256"] == name:
            return {**line, **found, "content": content, "given_id": content_id}
    raise Broken(thread.path, "its bytes are not in the file")


def _is_order(one: Given) -> bool:
    return bool(one.inner)


def _possibly_taken(one: Given) -> bool:
    told = [line["action"] for line in one.lines if line["action"] != "mark-error"]
    return bool(told) and told[-1] in POSSIBLY_TAKEN
