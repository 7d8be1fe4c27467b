"""What is said of a person at registration and when it is revised, and what of it cannot be true.

Sex for clinical use and gender identity are two answers; neither is ever derived from the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import PartialDate
from plait.clinical.refusal import Refused
from plait.records.people.types import PatientRecord

SEXES = ("female", "male", "other", "unknown")
KINDS = ("guardian", "helper")
OF_AGE = 18
OLDEST = 130


@dataclass(frozen=True, slots=True)
class Details:
    """Who somebody is and how to reach them. ``address``: line, city, state, postal_code."""

    given: str
    family: str
    preferred_name: str = ""
    pronouns: str = ""
    birth_date: PartialDate | None = None
    sex_for_clinical_use: str = "unknown"
    gender_identity: str = ""
    languages: tuple[str, ...] = ()
    interpreter: bool = False
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    address: dict[str, str] = field(default_factory=dict)
    state_now: str = ""
    deceased: str = ""

    def columns(self) -> dict[str, Any]:
        """As the record keeps it."""
        return {
            "given": self.given,
            "family": self.family,
            "preferred_name": self.preferred_name,
            "pronouns": self.pronouns,
            "birth_date": str(self.birth_date or ""),
            "sex_for_clinical_use": self.sex_for_clinical_use,
            "gender_identity": self.gender_identity,
            "languages": list(self.languages),
            "interpreter": self.interpreter,
            "phones": list(self.phones),
            "emails": list(self.emails),
            "address": self.address,
            "state_now": self.state_now,
            "deceased": self.deceased,
        }


@dataclass(frozen=True, slots=True)
class Beside:
    """Somebody who stands beside the person: ``guardian`` or ``helper``."""

    kind: str
    name: str
    relationship: str = ""
    phone: str = ""


def details_of(record: PatientRecord) -> Details:
    """What a record says now."""
    names = ("given", "family", "preferred_name", "pronouns", "birth_date", "sex_for_clinical_use", "gender_identity")
    more = ("languages", "interpreter", "phones", "emails", "address", "state_now", "deceased")
    return Details(**{name: getattr(record, name) for name in (*names, *more)})


def refusal_of(details: Details, beside: Beside | None, today: date) -> Refused | None:
    """What cannot be true, or is missing."""
    if not details.given.strip() and not details.family.strip():
        return Refused("name", _("Write at least one name."), "given")
    born = details.birth_date
    if born is not None and born.earliest() > today:
        return Refused("born", _("The birth date is in the future."), "birth_date")
    if born is not None and born.latest().year < today.year - OLDEST:
        return Refused("born", _("Nobody is that old. Check the year."), "birth_date")
    if details.sex_for_clinical_use not in SEXES:
        return Refused("sex", _("Choose from the list."), "sex_for_clinical_use")
    if beside is not None and beside.kind not in KINDS:
        return Refused("beside", _("Say whether this is a guardian or a helper."), "beside_kind")
    if beside is not None and not beside.name.strip():
        return Refused("beside", _("Write the name of who stands beside the person."), "beside_name")
    return None


def may_be_a_minor(born: PartialDate | None, today: date) -> bool:
    """Whether the person may be under age by the birth date. A hint only: who decides is a matter of law and papers."""
    if born is None:
        return False
    last = born.latest()
    return (last.year + OF_AGE, last.month, last.day) > (today.year, today.month, today.day)
