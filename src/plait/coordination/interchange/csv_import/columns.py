"""Which columns each kind of table may have, what they are called elsewhere, and which one is which, as a guess.

A guess is only ever shown: a person confirms it. A head that fits two of ours is left open.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plait.clinical.language import gettext_noop as _
from plait.coordination.interchange.csv_import.refused_rows import REASON

KINDS = ("people", "medicines", "appointments", "scores")


@dataclass(frozen=True, slots=True)
class Column:
    """One of our columns. ``also``: heads under which other systems export it, folded."""

    name: str
    label: str
    also: tuple[str, ...] = ()
    required: bool = False


NUMBER = Column("number", _("Person number here"), ("plait number", "plait no", "person number"))
IDENTIFIER = Column(
    "identifier", _("Number in the other system"), ("mrn", "patient id", "patientid", "chart number", "id", "client id")
)
ROW = Column("row", _("Number of this entry in the other system"), ("entry id", "row id", "record id"))
PEOPLE = (
    NUMBER,
    IDENTIFIER,
    Column("given", _("Given names"), ("first name", "firstname", "given name", "forename"), required=True),
    Column("family", _("Family name"), ("last name", "lastname", "surname", "family"), required=True),
    Column("preferred_name", _("Preferred name"), ("preferred", "known as", "nickname")),
    Column("pronouns", _("Pronouns")),
    Column("birth_date", _("Birth date"), ("dob", "date of birth", "birthdate", "born"), required=True),
    Column("sex", _("Sex for clinical use"), ("gender", "sex at birth")),
    Column("phone", _("Phone"), ("mobile", "telephone", "cell", "phone number", "tel")),
    Column("email", _("E-mail"), ("e mail", "email address", "mail")),
    Column("line", _("Street"), ("address", "street address", "address line 1")),
    Column("city", _("City"), ("town",)),
    Column("state", _("State"), ("province", "region")),
    Column("postal_code", _("Postal code"), ("zip", "zip code", "postcode")),
    Column("prescriber", _("Prescriber here (name or sign-in name)"), ("prescriber",)),
    Column("therapist", _("Therapist here (name or sign-in name)"), ("therapist",)),
)
MEDICINES = (
    NUMBER,
    IDENTIFIER,
    ROW,
    Column("rxnorm", _("RxNorm code"), ("rxcui", "rxnorm", "rx norm")),
    Column("medicine", _("Medicine (exact name)"), ("drug", "medication", "medication name", "drug name", "medicine")),
    Column("dose", _("Dose each time (number)"), ("dose", "dose value", "amount")),
    Column("unit", _("Unit of the dose"), ("dose unit", "units", "uom", "unit")),
    Column("times", _("Times a day (number)"), ("times a day", "frequency per day", "times per day")),
    Column("words", _("Directions in words (kept, never read)"), ("sig", "directions", "instructions")),
    Column("start", _("Start"), ("start date", "started", "date started", "start"), required=True),
    Column("stop", _("Stop"), ("stop date", "end date", "stopped", "end")),
    Column("indication", _("For which problem"), ("reason", "diagnosis")),
    Column("by", _("Prescribed by"), ("ordered by", "prescriber name", "provider")),
)
APPOINTMENTS = (
    NUMBER,
    IDENTIFIER,
    ROW,
    Column("day", _("Day"), ("date", "appointment date", "visit date"), required=True),
    Column("time", _("Time (24 hours)"), ("start time", "appointment time", "time"), required=True),
    Column("minutes", _("Minutes"), ("duration", "length", "duration minutes"), required=True),
    Column("with", _("With (name or sign-in name)"), ("provider", "clinician", "practitioner")),
    Column("service", _("Service"), ("type", "appointment type", "visit type")),
    Column("status", _("What became of it (booked, fulfilled, noshow, cancelled)"), ("appointment status",)),
    Column("mode", _("Mode"), ("location type", "telehealth")),
    Column("text", _("Remark"), ("note", "comment", "notes")),
)
SCORES = (
    NUMBER,
    IDENTIFIER,
    ROW,
    Column("instrument", _("Instrument"), ("scale", "questionnaire", "measure", "form"), required=True),
    Column("day", _("Day"), ("date", "date taken", "completed", "date completed"), required=True),
    Column("total", _("Total"), ("score", "total score", "result")),
)
ITEM = "item-"  # a column of one answer: "item-9"
OF: Mapping[str, tuple[Column, ...]] = {
    "people": PEOPLE,
    "medicines": MEDICINES,
    "appointments": APPOINTMENTS,
    "scores": SCORES,
}
DATES = ("birth_date", "start", "stop", "day")
WORDS = re.compile(r"[^a-z0-9]+")


def columns_of(kind: str, items: Sequence[str] = ()) -> tuple[Column, ...]:
    """Our columns for a kind; ``items`` are the items of instruments that may each have a column of answers."""
    answers = tuple(Column(f"{ITEM}{item}", item, (f"item {item}", f"q{item}", f"question {item}")) for item in items)
    return (*OF[kind], *(answers if kind == "scores" else ()))


def fold(head: str) -> str:
    """A head without capitals, accents and signs."""
    plain = unicodedata.normalize("NFKD", head).encode("ascii", "ignore").decode()
    return WORDS.sub(" ", plain.casefold()).strip()


def guess(kind: str, heads: Sequence[str], items: Sequence[str] = ()) -> dict[str, str]:
    """Which head is which of our columns, where the head says so; each head once."""
    by_fold = {fold(head): head for head in heads if head}
    found: dict[str, str] = {}
    for column in columns_of(kind, items):
        # A bare "number" may be anybody's.
        own = () if column is NUMBER else (fold(column.name),)
        for name in (*own, fold(column.label), *column.also):
            head = by_fold.get(name)
            if head is not None and head not in found.values():
                found[column.name] = head
                break
    return found


def header_key(kind: str, heads: Sequence[str]) -> str:
    """By what a mapping is remembered: the kind and the heads, in their order, without the one that says why not."""
    return "|".join((kind, *(fold(head) for head in heads if head != REASON)))
