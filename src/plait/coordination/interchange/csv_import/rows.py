"""A row of a table read as what its kind is: a person, a medicine, an appointment or a score; or why it cannot be.

Pure: what it needs to know of the practice (its staff, its medicines, its instruments) is handed in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, TypeVar
from uuid import UUID

from plait.clinical.assessment.instrument import Instrument
from plait.clinical.assessment.scoring import Scored, score, score_total
from plait.clinical.language import gettext_noop as _
from plait.clinical.medication.order import Medicine
from plait.clinical.medication.timing import MOST_TIMES_A_DAY, Timing
from plait.clinical.moment import LocalDate, PartialDate
from plait.clinical.quantity import Dose
from plait.clinical.refusal import Refused
from plait.clinical.release import Release
from plait.clinical.visits.agreed_time import agreed
from plait.clinical.visits.appointment import MODES, SERVICES
from plait.coordination.interchange.csv_import import values
from plait.coordination.interchange.csv_import.columns import DATES, ITEM
from plait.coordination.interchange.csv_import.values import Unreadable
from plait.knowledge.formulary import Formulary
from plait.records.people.types import PractitionerLine

ValueT = TypeVar("ValueT")
BECAME = ("booked", "fulfilled", "noshow", "cancelled")
MOST_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a row: under which head, and a sentence with what to fill in."""

    head: str
    template: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """In English, with the head."""
        words = self.template % dict(self.values)
        return f"{self.head}: {words}" if self.head else words


@dataclass(frozen=True)
class Here:
    """What a row is read against."""

    today: date
    zone: str
    written: str  # how days are written
    staff: tuple[PractitionerLine, ...]
    sign_in_names: Mapping[str, UUID]
    formulary: Formulary
    release: Release


@dataclass(frozen=True, slots=True)
class Person:
    """A person of a row: columns of PatientDetails, and who treats them."""

    details: Mapping[str, Any]
    birth_date: PartialDate | None
    team: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class Medication:
    """A medicine of a row. No dose where none stands in its own columns."""

    medicine: Medicine
    dose: Dose | None
    timing: Timing | None
    words: str
    start: PartialDate
    stop: PartialDate | None
    indication: str
    by: str


@dataclass(frozen=True, slots=True)
class Visit:
    """An agreed visit of a row, as the columns of Appointment."""

    columns: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """A filled-in instrument of a row, scored."""

    instrument: Instrument
    day: date
    answers: Mapping[str, int]
    scored: Scored


Read = Person | Medication | Visit | Score


class Cells:
    """The mapped cells of one row, and what is wrong with them."""

    def __init__(self, kind: str, cells: Mapping[str, str], heads: Mapping[str, str]) -> None:
        """``cells`` by our column; ``heads`` the table's heads of them."""
        self.kind, self.cells, self.heads = kind, cells, heads
        self.troubles: list[Trouble] = []

    def text(self, name: str, most: int) -> str:
        """Words."""
        return self.take(name, lambda cell: values.short(cell, most)) or ""

    def take(self, name: str, reader: Callable[[str], ValueT | None]) -> ValueT | None:
        """What a cell says; None where it is empty or cannot be read, which is noted."""
        try:
            return reader(self.cells.get(name, ""))
        except Unreadable as error:
            self.wrong(name, error.template, **error.values)
            return None

    def wrong(self, name: str, template: str, **more: str) -> None:
        """Note what is wrong."""
        self.troubles.append(Trouble(self.heads.get(name, ""), template, more))

    def needs(self, *names: str) -> None:
        """Note which of these are empty."""
        for name in names:
            if not self.cells.get(name):
                self.wrong(name, _("This is empty."))


def key_of(kind: str, cells: Mapping[str, str]) -> str:
    """The stable name of a row: the other system's number of the entry, else all that it says."""
    told = {name: cell for name, cell in cells.items() if cell}
    names = ("number", "identifier", "row") if told.get("row") else tuple(sorted(told))
    return f"csv:{kind}:{_hash({name: told.get(name, '') for name in names})}"


def content_hash(cells: Mapping[str, str]) -> str:
    """All that a row says."""
    return _hash({name: cell for name, cell in cells.items() if cell})


def days_to_ask_about(cells: Mapping[str, str]) -> bool:
    """Whether a day in the row is not written as 2026-03-31, so that somebody must say how."""
    return any(cell and not values.ISO.match(cell) for name, cell in cells.items() if name in DATES)


def read_row(cells: Cells, here: Here) -> Read | None:
    """The row as its kind; None where something is wrong with it (``cells.troubles``)."""
    read = READERS[cells.kind](cells, here)
    return None if cells.troubles else read


def _person(cells: Cells, here: Here) -> Person:
    cells.needs("given", "family", "birth_date")
    born = cells.take("birth_date", lambda cell: values.partial_date(cell, here.written))
    if born is not None and born.earliest() > here.today:
        cells.wrong("birth_date", _("This is in the future."))
    phone, email = cells.text("phone", 60), cells.text("email", 200)
    address = {name: cells.text(name, most) for name, most in ADDRESS.items()}
    details = {
        "given": cells.text("given", 200),
        "family": cells.text("family", 200),
        "preferred_name": cells.text("preferred_name", 200),
        "pronouns": cells.text("pronouns", 60),
        "birth_date": str(born or ""),
        "sex_for_clinical_use": cells.take("sex", values.sex) or "unknown",
        "phones": [phone] if phone else [],
        "emails": [email] if email else [],
        "address": {name: words for name, words in address.items() if words},
    }
    team = [(found, role) for role in ("prescriber", "therapist") if (found := _member(cells, role, role, here))]
    return Person(details, born, tuple(team))


ADDRESS = {"line": 300, "city": 100, "state": 60, "postal_code": 20}


def _member(cells: Cells, name: str, role: str, here: Here) -> UUID | None:
    """A member of staff by name or sign-in name; ``role`` "" for any role."""
    told = cells.cells.get(name, "").casefold()
    if not told:
        return None
    by_sign_in = here.sign_in_names.get(told)
    alike = [one for one in here.staff if one.name.casefold() == told or one.practitioner_id == by_sign_in]
    if len(alike) != 1 or (role and role not in alike[0].roles):
        cells.wrong(name, _("“%(value)s” is nobody here who has this role."), value=cells.cells[name][:60])
        return None
    return alike[0].practitioner_id


def _medication(cells: Cells, here: Here) -> Medication | None:
    cells.needs("start")
    medicine = _medicine(cells, here)
    dose = None
    try:
        dose = values.dose(cells.cells.get("dose", ""), cells.cells.get("unit", ""))
    except Unreadable as error:
        cells.wrong("dose", error.template, **error.values)
    times = cells.take("times", lambda cell: values.whole(cell, least=1, most=MOST_TIMES_A_DAY))
    start = cells.take("start", lambda cell: values.partial_date(cell, here.written))
    stop = cells.take("stop", lambda cell: values.partial_date(cell, here.written))
    if start is not None and stop is not None and stop.latest() < start.earliest():
        cells.wrong("stop", _("This is before the start."))
    words, aim, by = cells.text("words", 500), cells.text("indication", 300), cells.text("by", 200)
    if medicine is None or start is None:
        return None
    return Medication(medicine, dose, Timing("daily", count=times) if times else None, words, start, stop, aim, by)


def _medicine(cells: Cells, here: Here) -> Medicine | None:
    """By its RxNorm code, or by its exact name in the table of medicines; never by a name that is nearly the same."""
    code, name = cells.cells.get("rxnorm", ""), cells.cells.get("medicine", "")
    if code:
        found = here.formulary.medicine(code)
        if found is None:
            cells.wrong("rxnorm", _("“%(value)s” is no RxNorm code that Plait knows."), value=code[:60])
        return found
    if not name:
        cells.wrong("medicine", _("A medicine needs its RxNorm code or its name."))
        return None
    hits = {hit.rxcui: hit.medicine for hit in here.formulary.search(name) if hit.name.casefold() == name.casefold()}
    if len(hits) != 1:
        cells.wrong("medicine", _("“%(value)s” is no exact name in the table of medicines."), value=name[:60])
        return None
    return next(iter(hits.values()))


def _visit(cells: Cells, here: Here) -> Visit | None:
    cells.needs("day", "time", "minutes")
    day = cells.take("day", lambda cell: values.whole_day(cell, here.written))
    clock = cells.take("time", values.clock)
    minutes = cells.take("minutes", lambda cell: values.whole(cell, least=1, most=MOST_MINUTES))
    service = cells.take("service", lambda cell: values.one_of(cell, SERVICES, "other")) or "other"
    mode = cells.take("mode", lambda cell: values.one_of(cell, MODES, "in-person")) or "in-person"
    status = cells.take("status", lambda cell: values.one_of(cell, BECAME, "")) or ""
    member, text = _member(cells, "with", "", here), cells.text("text", 300)
    if day is not None and day < here.today and not cells.cells.get("status"):
        cells.wrong("day", _("This day has passed: say in a column what became of the visit."))
    if day is None or clock is None or minutes is None:
        return None
    when = agreed(f"{day}T{_hours(clock)}", here.zone, minutes)
    return Visit(
        {
            "local_start": when.local_start,
            "zone": when.zone,
            "minutes": when.minutes,
            "starts_at": when.starts_at.utc,
            "ends_at": when.ends_at.utc,
            "service": service,
            "mode": mode,
            "status": status or "booked",
            "practitioner_id": member,
            "practitioner_name": next((one.name for one in here.staff if one.practitioner_id == member), ""),
            "text": text,
        }
    )


def _hours(clock: time) -> str:
    return f"{clock:%H:%M}"


def _score(cells: Cells, here: Here) -> Score | None:
    cells.needs("instrument", "day")
    told = cells.cells.get("instrument", "")
    instrument = here.release.instruments.get("-".join(told.casefold().replace("-", " ").split()))
    if instrument is None and told:
        cells.wrong("instrument", _("“%(value)s” is no instrument that Plait knows."), value=told[:60])
    day = cells.take("day", lambda cell: values.whole_day(cell, here.written))
    if day is not None and LocalDate(day, here.zone).day > here.today:
        cells.wrong("day", _("This is in the future."))
    answers = _answers(cells, instrument)
    total = cells.take("total", lambda cell: values.whole(cell, least=0, most=10_000))
    if not answers and total is None and not cells.troubles:
        cells.wrong("total", _("There is neither a total nor an answer."))
    if instrument is None or day is None or cells.troubles:
        return None
    scored = score(instrument, answers) if answers else score_total(instrument, total or 0)
    if isinstance(scored, Refused):
        cells.wrong("total", scored.message)
        return None
    if answers and total is not None and scored.total != total:
        cells.wrong("total", _("The total is not the sum of the answers."))
    return Score(instrument, day, answers, scored)


def _answers(cells: Cells, instrument: Instrument | None) -> dict[str, int]:
    """The answers of a row, by item. An answer that the instrument does not offer is refused by the scoring."""
    known = {item.id for item in instrument.items} if instrument else set()
    found: dict[str, int] = {}
    for name in cells.cells:
        if not name.startswith(ITEM) or not cells.cells[name]:
            continue
        value = cells.take(name, lambda cell: values.whole(cell, least=0, most=1000))
        if name.removeprefix(ITEM) not in known:
            cells.wrong(name, _("This instrument has no such question."))
        elif value is not None:
            found[name.removeprefix(ITEM)] = value
    return found


def _hash(told: Any) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


READERS: dict[str, Callable[[Cells, Here], Read | None]] = {
    "people": _person,
    "medicines": _medication,
    "appointments": _visit,
    "scores": _score,
}
