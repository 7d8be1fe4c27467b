"""Words of the pages about tables: kinds, columns, what a row says, what is wrong with it."""

from __future__ import annotations

from django.utils.translation import gettext

from plait.clinical.medication.words import dose_in_words
from plait.clinical.moment import PartialDate
from plait.clinical.quantity import plain
from plait.coordination.interchange.csv_import.rows import Medication, Person, Read, Score, Trouble
from plait.coordination.interchange.csv_import.rows import Visit as Agreed
from plait.coordination.people.timeline_words import said
from plait.web.words import partial_day, short_name


def kind_words(kind: str) -> str:
    """What a table is about."""
    return {
        "people": gettext("People"),
        "medicines": gettext("Medicines"),
        "appointments": gettext("Appointments"),
        "scores": gettext("Scores"),
    }[kind]


def encoding_words(encoding: str) -> str:
    """How the letters are written."""
    return {"cp1252": gettext("Windows Western European (cp1252)"), "utf-8-sig": gettext("UTF-8 with its mark")}.get(
        encoding, encoding.upper()
    )


def separator_words(separator: str) -> str:
    """What stands between two cells."""
    return {",": gettext("comma"), ";": gettext("semicolon"), "\t": gettext("tab")}[separator]


def written_words(written: str) -> str:
    """How days are written, with an example."""
    return {
        "YYYY-MM-DD": gettext("year first: 2026-03-04"),
        "DD/MM/YYYY": gettext("day first: 04/03/2026 is 4 March"),
        "MM/DD/YYYY": gettext("month first: 03/04/2026 is 4 March"),
        "DD.MM.YYYY": gettext("day first with points: 04.03.2026 is 4 March"),
    }[written]


def trouble_words(trouble: Trouble) -> str:
    """What is wrong with a row, with the head of the column."""
    words = gettext(trouble.template) % {name: said(value) for name, value in trouble.values.items()}
    return f"{said(trouble.head)}: {words}" if trouble.head else words


def row_words(read: Read | None) -> str:
    """A row as it would come in."""
    if isinstance(read, Person):
        return _person(read)
    if isinstance(read, Medication):
        return _medication(read)
    if isinstance(read, Agreed):
        columns = read.columns
        parts = (f"{columns['local_start']}".replace("T", " "), columns["service"], columns["practitioner_name"])
        minutes = gettext("%(n)s minutes") % {"n": columns["minutes"]}
        return " · ".join(part for part in (*parts, minutes, columns["status"]) if part)
    if isinstance(read, Score):
        total = plain(read.scored.total) if read.scored.total is not None else gettext("no total")
        day = partial_day(PartialDate(read.day.year, read.day.month, read.day.day))
        answers = gettext("with its answers") if read.answers else gettext("the total alone")
        return f"{short_name(read.instrument.id)} {total} · {day} · {answers}"
    return ""


def _person(one: Person) -> str:
    details = one.details
    born = partial_day(one.birth_date)
    parts = [f"{details['given']} {details['family']}", gettext("born %(day)s") % {"day": born} if born else ""]
    parts += [*details["phones"], *details["emails"]]
    return " · ".join(said(part) for part in parts if part)


def _medication(one: Medication) -> str:
    name = one.medicine.product_name or one.medicine.name
    since = gettext("since %(day)s") % {"day": partial_day(one.start)}
    until = gettext("until %(day)s") % {"day": partial_day(one.stop)} if one.stop else ""
    dose = dose_in_words(one.dose, one.timing, gettext)
    words = gettext("in words: “%(words)s”") % {"words": said(one.words)} if one.words else ""
    return " · ".join(part for part in (said(name), dose, since, until, words) if part)
