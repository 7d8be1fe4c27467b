"""Who in the practice may be the person just described: asked before anybody is registered, imported or merged.

Candidates come from the search keys (an index), then each is compared (``comparison.compare``). Everybody in the
practice is compared, whichever site: whoever asks must not show more of them than the policy permits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Q

from plait.clinical.moment import PartialDate
from plait.records.people.comparison import Description, Resemblance, Sure, compare, near_dates
from plait.records.people.models import PatientDetails, PatientIdentifier
from plait.records.people.nicknames import forms_of
from plait.records.people.one_person import of_people, person_of
from plait.records.people.search_keys import email_key, fold, phone_key, year_key

MOST_COMPARED = 80
# How much a key in common counts. Enough is: birth date, phone or e-mail; the whole name and the year; a name and a
# birth date that is almost the same. One name alone never is.
CERTAIN, NEARLY, NAME, YEAR = 5, 3, 2, 1
ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Likely:
    """Somebody here who may be the person described, with the reasons in words (English, to be translated).

    A record that is read under another one since a merge stands here under the surviving id and number.
    """

    patient_id: UUID
    number: str
    name: str
    birth_date: PartialDate | None
    why: tuple[str, ...]
    sure: Sure


def likely_duplicates(
    *,
    given: str,
    family: str,
    preferred_name: str = "",
    birth_date: PartialDate | None,
    phones: Iterable[str] = (),
    emails: Iterable[str] = (),
    identifiers: Iterable[tuple[str, str]] = (),
    exclude: UUID | None = None,
    limit: int = 5,
) -> tuple[Likely, ...]:
    """Those who may be this person, the surest first; never ``exclude`` nor a record that is read under it."""
    described = Description(
        given, family, preferred_name, birth_date, tuple(phones), tuple(emails), tuple(dict.fromkeys(identifiers))
    )
    named = _named(described.identifiers)
    left_out = {person_of(exclude)} if exclude is not None else set()
    found: dict[UUID, Likely] = {}
    for row in _details({*named, *_candidates(described)}):
        person = row.person or row.patient_id
        if person in left_out:
            continue
        alike = compare(described, _description(row, named.get(row.patient_id, ())))
        if alike is None or (person in found and _rank(found[person]) <= _rank(alike)):
            continue
        name = f"{row.given} {row.family}".strip()
        birth = PartialDate.parse(row.birth_date) if row.birth_date else None
        found[person] = Likely(person, row.person_number or row.number, name, birth, alike.why, alike.sure)
    return tuple(sorted(found.values(), key=lambda one: (*_rank(one), one.number))[:limit])


def likely_duplicates_of(details: Mapping[str, Any], birth_date: PartialDate | None) -> tuple[Likely, ...]:
    """Those who may be the person whom columns of ``PatientDetails`` describe, before they are written."""
    names = ("given", "family", "preferred_name", "phones", "emails")
    return likely_duplicates(**{name: details[name] for name in names}, birth_date=birth_date)


def _rank(one: Likely | Resemblance) -> tuple[bool, int]:
    return one.sure != "strong", -len(one.why)


def _named(identifiers: Iterable[tuple[str, str]]) -> dict[UUID, tuple[tuple[str, str], ...]]:
    """Whose identifiers these are."""
    condition = Q(pk__in=[])
    for system, value in identifiers:
        condition |= Q(system=system, value=value)
    found: dict[UUID, tuple[tuple[str, str], ...]] = {}
    for row in PatientIdentifier.objects.filter(condition):
        found[row.patient_id] = (*found.get(row.patient_id, ()), (row.system, row.value))
    return found


CANDIDATES = """
SELECT kept.patient_id FROM unnest(%s::varchar[], %s::int[]) AS asked (key, weight)
JOIN people_patientsearchkey AS kept ON kept.key = asked.key
GROUP BY kept.patient_id HAVING sum(asked.weight) >= %s ORDER BY sum(asked.weight) DESC, kept.patient_id LIMIT %s
"""


def _candidates(described: Description) -> list[UUID]:
    """Those with enough keys in common, at most eighty: one query, by the index of keys.

    Written by hand: weighing each row with CASE costs PostgreSQL more than finding it.
    """
    weights = _weights(described)
    if not weights:
        return []
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES, [list(weights), list(weights.values()), ENOUGH, MOST_COMPARED])
        return [patient_id for (patient_id,) in cursor.fetchall()]


def _weights(described: Description) -> dict[str, int]:
    found: dict[str, int] = {}
    names = {word for text in (described.given, described.family, described.preferred_name) for word in fold(text)}
    for word in fold(described.given):
        names |= forms_of(word)
    found.update(dict.fromkeys(names, NAME))
    birth = described.birth_date
    if birth is not None:
        found[year_key(birth.year)] = YEAR
        if birth.day is not None:
            found.update(dict.fromkeys(near_dates(birth.earliest()), NEARLY))
            found[f"{birth.earliest():%Y%m%d}"] = CERTAIN
    certain = {*(phone_key(p) for p in described.phones), *(email_key(e) for e in described.emails)} - {""}
    return found | dict.fromkeys(certain, CERTAIN)


def _details(patient_ids: set[UUID]) -> Iterable[Any]:
    """What these people are called now, with number, and the record under which each is read since a merge."""
    rows = PatientDetails.objects.filter(of_people(patient_ids)).annotate(
        number=F("patient__number"),
        person=F("patient__merged__person_id"),
        person_number=F("patient__merged__person__number"),
    )
    return rows.order_by("patient_id", "-sequence").distinct("patient_id") if patient_ids else ()


def _description(row: Any, identifiers: tuple[tuple[str, str], ...]) -> Description:
    birth = PartialDate.parse(row.birth_date) if row.birth_date else None
    return Description(
        row.given, row.family, row.preferred_name, birth, tuple(row.phones), tuple(row.emails), identifiers
    )
