"""What an export says, with everything set aside that must differ between two practices: equal records, equal text.

Ids are renamed by what they name: each resource gets a name made from its content and from the content of what it
refers to, so that two files of one history give one text however their ids fell. Set aside, each with its reason, is
what ``ASIDE`` and ``LEFT_OUT`` list. Pure.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from plait.coordination.interchange.reading.origin import canonical
from plait.coordination.interchange.writing.lines import AS_RECEIVED, KEPT, THREAD
from plait.foundation.whole import RECORDED

ROUNDS = 4
_UUID = re.compile(r"(?:urn:uuid:)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# Columns of our extension that are left out of the comparison, and why.
ASIDE: dict[str, str] = {
    **dict.fromkeys(RECORDED, "who recorded it, and when: the other practice records it as brought in"),
    "origin_key": "the name under which a received resource is known again is an id",
    "confirmed": "an imported order waits to be reconciled again",
    "mode": "how a score was entered: the other practice imported it",
    "scope": "what somebody may see is access, which each practice gives for itself",
    "site_id": "a place of this practice",
    "practitioner_id": "compared by the name of the practitioner",
}
# Resources that are left out of the comparison, and why.
LEFT_OUT: dict[str, str] = {
    "Flag": "who must act is each practice's own; a fresh answer about harm opens its flag anew where it comes in",
    "CareTeam": "who may open the chart is access; the names come back as care elsewhere",
    "Practitioner": "compared by the names that references give",
    "Provenance": "what was decided on imported lines is the state of a reconciliation",
}
# Causes of tasks that an import makes; a fresh answer about harm opens its flag anew wherever it comes in.
RECONCILIATION = frozenset({"import-run", "questionnaire-response", "flag"})
# Members of FHIR resources that say when something was recorded or what it is called here.
RENEWED = frozenset({"id", "meta", "text", "recordedDate", "recorded", "lastModified", "dateAsserted"})
OWN_SYSTEMS = ("urn:plait:person-number:", "urn:plait:source-unstated:", "urn:ietf:rfc:3986")


def normal_form(bundle: bytes) -> str:
    """The normal form of a Bundle that Plait exported, as indented JSON, so that a difference can be read."""
    document = json.loads(bundle, parse_float=Decimal)
    entries = {entry["fullUrl"]: entry["resource"] for entry in document["entry"]}
    people = {url: _called(one) for url, one in entries.items() if one["resourceType"] == "Practitioner"}
    told = {url: _set_aside(one, people) for url, one in entries.items() if not _is_left_out(one)}
    names = _names(told)
    ordered = sorted(canonical(_named(one, names)) for one in told.values())
    return json.dumps([json.loads(one) for one in ordered], indent=1, ensure_ascii=False, sort_keys=True)


def _called(practitioner: Mapping[str, Any]) -> str:
    """The name of a practitioner, as written here or as it came."""
    name: Mapping[str, Any] = next(iter(practitioner.get("name", [])), {})
    return str(name.get("text") or " ".join([*name.get("given", []), name.get("family", "")]).strip())


def _is_left_out(resource: Mapping[str, Any]) -> bool:
    if resource["resourceType"] in LEFT_OUT:
        return True
    causes = {cause for thread in _threads(resource) for line in thread for cause in [line.get("cause_kind")] if cause}
    return bool(causes & RECONCILIATION)


def _threads(resource: Mapping[str, Any]) -> Iterator[list[dict[str, Any]]]:
    for one in resource.get("extension", []):
        if one.get("url") == THREAD:
            yield [
                {part["url"]: next((v for k, v in part.items() if k != "url"), None) for part in line["extension"]}
                for line in one["extension"]
                if line["url"] == "line"
            ]


def _set_aside(resource: Mapping[str, Any], people: Mapping[str, str]) -> dict[str, Any]:
    """A resource without what must differ."""
    found = {name: value for name, value in resource.items() if name not in RENEWED}
    if "identifier" in found and resource["resourceType"] == "Patient":
        numbers = [one for one in found["identifier"] if not str(one.get("system", "")).startswith(OWN_SYSTEMS)]
        found["identifier"] = sorted(numbers, key=canonical)
    if "extension" in found:
        told = [one for raw in found["extension"] if (one := _extension(raw)) is not None]
        found["extension"] = sorted(told, key=canonical)
    return dict(_by_name(found, people))


def _extension(raw: Mapping[str, Any]) -> Any:
    """An extension of ours without the columns that are set aside; None where nothing of it is compared."""
    if raw.get("url") == KEPT:
        return None  # compared by the entries themselves
    if raw.get("url") == AS_RECEIVED:
        # The text is the sender's own; it is hashed so that no id in it is taken for one of ours.
        return {"url": AS_RECEIVED, "sha256": hashlib.sha256(canonical(raw).encode()).hexdigest()}
    if raw.get("url") != THREAD:
        return raw
    kind = next(one["valueCode"] for one in raw["extension"] if one["url"] == "kind")
    if kind == "PatientIdentifier":
        return None  # compared as the identifiers of the Patient
    lines = [
        [part for part in line["extension"] if part["url"] not in ASIDE]
        for line in raw["extension"]
        if line["url"] == "line"
    ]
    return {"url": THREAD, "kind": kind, "lines": lines}


def _by_name(value: Any, people: Mapping[str, str]) -> Any:
    """Practitioners by their names, wherever they are named."""
    if isinstance(value, dict):
        return {name: _by_name(one, people) for name, one in value.items()}
    if isinstance(value, list):
        return [_by_name(one, people) for one in value]
    return f"practitioner {people[value]}" if isinstance(value, str) and value in people else value


def _names(told: Mapping[str, Any]) -> dict[str, str]:
    """A name for each resource, made from its content and, round by round, from what it refers to."""
    names = dict.fromkeys(told, "…")
    for _round in range(ROUNDS):
        names = {
            url: hashlib.sha256(canonical(_named(one, names)).encode()).hexdigest()[:16] for url, one in told.items()
        }
    return names


def _named(value: Any, names: Mapping[str, str]) -> Any:
    """A value whose ids are names; an id that names nothing in the file is only known to be one."""
    if isinstance(value, dict):
        return {name: _named(one, names) for name, one in value.items()}
    if isinstance(value, list):
        return [_named(one, names) for one in value]
    if not isinstance(value, str):
        return value
    if value in names:
        return names[value]
    return _UUID.sub(lambda found: names.get(f"urn:uuid:{found[0].removeprefix('urn:uuid:')}", "?"), value)
