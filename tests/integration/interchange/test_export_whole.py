"""Nothing is left out: every model about a person and every column of it is in the export, or said why not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models
from fhir.resources.R4B.bundle import Bundle

from plait.coordination.interchange.normal_form import normal_form
from plait.coordination.interchange.writing import lines
from plait.coordination.interchange.writing.gather import KINDS
from plait.records.documents.models import DocumentContent
from tests.integration.conftest import NOW, Practice, build_practice
from tests.integration.interchange.conftest import Bring, named
from tests.integration.interchange.two_practices import differences, exported, for_a_while, in_an_empty_practice
from tests.integration.interchange.whole_person import WRITTEN, build

THREAD = "urn:plait:fhir:thread"
# Models that lead to a person and are not part of their exported record, and why.
NOT_IN_IT = {
    "MeasureSeries": "a projection",
    "OpenFlag": "a projection",
    "HarmThreshold": "how soon this practice looks at an answer: each practice sets its own",
    "Patient": "the Patient resource itself: number and id",
    "ReceivedResource": "exported as it came, beside what it became",
    "ImportRun": "a file that staff uploaded: what came of it is the record itself",
    "ReceivedDefinition": "a form, about nobody",
    "PatientIndex": "a projection",
    "PatientSearchKey": "a projection",
    "CurrentCareTeam": "a projection",
    "MergedRecord": "a projection",
    "RecordLink": "how this practice joined two of its records: both are exported as one",
    "EmergencyAccess": "who opened the chart in an emergency: accountability of this practice, in its audit trail",
    "EmergencyReview": "what was found about it: the same",
    "MeasureRequest": "what this practice still asks of the person: what was answered is exported",
    "MeasureRequestEvent": "how it was asked: the same",
    "MeasureLink": "a link opens only here",
    "MailPermission": "given to this practice alone: another one asks for its own",
    "MessageOut": "that this practice wrote, and when: what came of it is exported",
    "MessageOutEvent": "what the mail server said to it: the same",
    "SafetyPlanLink": "a link opens only here",
    "SafetyPlanLinkEvent": "what happened to it: the same",
    "Draft": "nobody but its author ever reads it",
}


def leads_to_patient(model: type[models.Model], seen: frozenset[str] = frozenset()) -> bool:
    for field in model._meta.concrete_fields:
        target = field.related_model if field.is_relation else None
        unseen = isinstance(target, type) and target.__name__ not in seen
        if unseen and (target.__name__ == "Patient" or leads_to_patient(target, seen | {model.__name__})):
            return True
        if field.name in {"patient", "patients"}:
            return True
    return False


def test_every_model_about_a_person_is_exported_or_said_why_not():
    own = [m for m in apps.get_models() if m.__module__.startswith("plait.records") and m.__name__ != "AuditEvent"]
    about = {model.__name__ for model in own if leads_to_patient(model)}
    exported_kinds = {kind.name for kind in KINDS}
    assert about - exported_kinds - set(NOT_IN_IT) == set()
    assert not exported_kinds & set(NOT_IN_IT)
    assert exported_kinds <= {model.__name__ for model in own}


def stated(bundle: bytes) -> set[tuple[str, str, Any]]:
    """Every column that the file states, by kind, name and value."""
    found = set()
    for entry in json.loads(bundle, parse_float=Decimal)["entry"]:
        for one in entry["resource"].get("extension", []):
            if one["url"] == THREAD:
                kind = one["extension"][0]["valueCode"]
                for line in one["extension"][1:]:
                    for part in line["extension"]:
                        value = next(v for k, v in part.items() if k.startswith("value"))
                        found.add((kind, part["url"], plain(value)))
    return found


def plain(value: Any) -> Any:
    """A value as text that does not turn on how it is written."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return f"urn:uuid:{value}"
    if isinstance(value, bool):
        return value
    if isinstance(value, int | Decimal):
        return str(Decimal(value).normalize())
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return value


def recorded(patient_id: UUID) -> Iterator[tuple[str, str, Any]]:
    """Every column that the tables hold of a person and that is not empty, by kind, name and value."""
    for kind in KINDS:
        for row in kind.model._default_manager.filter(**{kind.owner: patient_id}):
            for field in row._meta.concrete_fields:
                value = getattr(row, field.attname)
                beside = field.name in {kind.owner, "id", "thread", "sequence", "content"}
                if beside and field.attname != "content_id":
                    continue
                if value is None or value in ("", [], {}):
                    continue
                if field.attname == "corrects_id":
                    value = kind.model._default_manager.get(pk=value).sequence
                yield kind.name, field.attname, plain(value)


def missing(patient_id: UUID) -> set[tuple[str, str]]:
    told = stated(exported(patient_id))
    return {(kind, name) for kind, name, value in recorded(patient_id) if (kind, name, value) not in told}


def test_every_column_of_every_row_is_in_the_file(practice: Practice):
    mara = build(practice)
    assert missing(mara) == set()
    held = {(kind, name) for kind, name, _value in recorded(mara)}
    never_filled = {
        (kind.name, field.attname)
        for kind in KINDS
        for field in kind.fields()
        if (kind.name, field.attname) not in held and field.attname not in {"origin_key", "error_reason"}
    }
    by_the_system = {
        ("CareTeamMember", "ends_at"),
        ("CareTeamMember", "recorded_as"),
        ("CareTeamMember", "recorded_by"),
    }
    assert never_filled == by_the_system, "the whole person must fill every column"


def test_a_writer_that_drops_a_column_is_found(practice: Practice, monkeypatch: pytest.MonkeyPatch):
    """The proof that the test above can fail, once for each model."""
    mara = build(practice)
    held, told = set(recorded(mara)), lines.extension_of
    dropped: dict[str, str] = {}

    def forgetful(thread: Any) -> Any:
        extension = told(thread)
        for line in extension["extension"][1:]:
            line["extension"] = [part for part in line["extension"] if part["url"] != dropped.get(thread.kind)]
        return extension

    monkeypatch.setattr(lines, "extension_of", forgetful)
    for kind in KINDS:
        columns = {name for of, name, _value in held if of == kind.name} - {"recorded_at", "recorded_by"}
        dropped[kind.name] = min(columns)
    assert missing(mara) == set(dropped.items())


def whole() -> bytes:
    """The export of the whole person, whose practice is gone afterwards."""
    with for_a_while():
        return exported(build(build_practice(NOW)))


def test_the_whole_person_comes_back_as_they_were(db: None):
    first = whole()
    report, second = in_an_empty_practice(first)
    assert [str(line.detail) for line in report.lines_to_look_at()] == []
    assert normal_form(first) == normal_form(second), differences(normal_form(first), normal_form(second))


def test_the_normal_form_sees_a_lost_column(practice: Practice):
    first = exported(build(practice))
    for word in ("She sleeps better.", "half a tablet more", "brother", "she called", "below 5"):
        assert word.encode() in first
        assert normal_form(first) != normal_form(first.replace(word.encode(), b"?")), word


def test_bytes_of_documents_come_back_as_they_were(db: None):
    report, _second = in_an_empty_practice(whole())
    assert [bytes(one.content) for one in DocumentContent.objects.filter(patient_id=report.patient_id)] == [WRITTEN]


def test_it_is_fhir(practice: Practice):
    """By the structure definitions that fhir.resources carries (R4B; the resources used here are those of R4)."""
    Bundle.model_validate_json(exported(build(practice)))


def test_what_was_received_is_fhir_too(bring: Bring):
    report = bring(named("cms136-cb044844"))
    Bundle.model_validate_json(exported(report.patient_id))
