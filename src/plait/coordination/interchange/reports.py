"""The account of one import, as it is kept with its run: one line for every entry of the file.

What happened to an entry: ``new`` or ``changed`` (taken in), ``here`` (already here, unchanged), ``kept`` (as
received, not read), ``older`` and ``left-alone`` (kept as received, changes nothing), ``twice`` (stands twice in the
file), ``unused`` (about nobody, and nothing refers to it), ``refused`` (not stored). The number of lines is the number
of entries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.coordination.interchange.reading.report import EXPECTED
from plait.coordination.interchange.reading.words import WORDS as READING
from plait.coordination.interchange.reading.words import Note, shown

Happened = Literal["new", "changed", "here", "kept", "older", "left-alone", "twice", "unused", "refused"]
HAPPENED: tuple[Happened, ...] = (
    "new",
    "changed",
    "here",
    "kept",
    "older",
    "left-alone",
    "twice",
    "unused",
    "refused",
)
Status = Literal["done", "refused", "failed", "held"]
# Kept for a reason that nobody need look at.
ORDINARY = EXPECTED | {"total-of-form", "form-in-words"}

WORDS: dict[str, str] = {
    **READING,
    # The whole file is not taken in.
    "not-yours": _(
        "You cannot take this file in: ask the coordinator of your site to put you on the care team of the person "
        "it is about, or to import it."
    ),
    "held": _("Somebody here may be this person. Nothing is taken in until a human has decided who it is."),
    "discarded": _("It was decided to discard it, so nothing was taken in: %(value)s"),
    "nobody": _("There is nobody in these files: no Patient that could be read."),
    "too-many-people": _("There are %(count)s people in these files; at most %(most)s are imported at a time."),
    "file-gone": _("The file of this import is not kept any more. Import it again."),
    "failed": _("Something went wrong on our side. Nothing was taken in, and the failure was noted."),
    "interrupted-between": _(
        "It was interrupted. Those who are listed here are taken in whole; the others are not. Import the same files "
        "again: who is here already is not taken in twice."
    ),
    "interrupted": _("It was interrupted before it was done, so nothing was taken in. Import the file again."),
    # About the person.
    "identifier-elsewhere": _(
        "The number %(value)s (%(system)s) belongs here to somebody whose name or birth date is another. "
        "The two are not merged, and the number is not taken over."
    ),
    "decided": _("%(name)s decided who this is: %(value)s"),
    "blanks-filled": _("The person is known here. Only what was blank is taken from this file."),
    # Why somebody here may be the person.
    "several-people": _("the numbers in the file belong to %(count)s different people here"),
    "unstated-known": _("of this name and birth date, from a file that did not say where it comes from either"),
    # About one resource.
    "unused": _("It is about nobody in these files, and nothing refers to it. It is not stored."),
    "older": _("A newer version came before. This one is kept as received and changes nothing."),
    "left-alone": _("It was changed here after the last import. The new version is kept as received: look at it."),
    "draft-order": _("It is a draft, not an order yet. It is kept as received."),
    "appointment-here": _("A visit at this very time is agreed here already. It is kept as received."),
    "form-in-words": _("It is no form that Plait knows. It is kept as received."),
    "total-of-form": _("Its form stands in the file too, so the total is not taken in a second time."),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence of the report: a stable code, where in the file, and what to fill in. Values come from the file."""

    code: str
    path: str = ""
    values: Mapping[str, str] | None = None

    @property
    def template(self) -> str:
        """The English sentence with named places, ready for translation."""
        return WORDS[self.code]

    def __str__(self) -> str:
        """The sentence in English."""
        return self.template % dict(self.values or {})


@dataclass(frozen=True, slots=True)
class ReportLine:
    """What happened to one entry. ``detail`` is why, where that is not plain; ``warnings`` are to be looked at.

    ``label`` says in the sender's words which one it is, ``on`` its date (a PartialDate as text); both "" where it
    was not read.
    """

    resource_type: str
    resource_id: str
    path: str
    happened: Happened
    detail: Remark | None = None
    warnings: tuple[Remark, ...] = ()
    label: str = ""
    on: str = ""

    @property
    def needs_a_look(self) -> bool:
        """Whether somebody should look: something could not be read, was refused, or is doubtful."""
        if self.happened == "here":
            return False
        return bool(self.warnings) or (self.detail is not None and self.detail.code not in ORDINARY)


@dataclass(frozen=True, slots=True)
class Report:
    """The whole account. ``reason`` says why a file was not taken in; ``waiting`` counts orders to reconcile."""

    status: Status
    lines: tuple[ReportLine, ...] = ()
    notes: tuple[Remark, ...] = ()
    reason: Remark | None = None
    patient_id: UUID | None = None
    new_person: bool = False
    waiting: int = 0

    def counts(self) -> Counter[tuple[str, Happened]]:
        """How many entries of each type met each fate; they sum up to the number of entries."""
        return Counter((line.resource_type, line.happened) for line in self.lines)

    def lines_to_look_at(self) -> tuple[ReportLine, ...]:
        """The lines that a person should look at."""
        return tuple(line for line in self.lines if line.needs_a_look)

    def as_json(self) -> dict[str, Any]:
        """As kept with the run."""
        return {
            "lines": [line_json(one) for one in self.lines],
            "notes": _list(self.notes),
            "reason": remark_json(self.reason),
            "patient": str(self.patient_id) if self.patient_id else None,
            "new_person": self.new_person,
            "waiting": self.waiting,
            "looks": len(self.lines_to_look_at()),
            "counts": [[kind, happened, number] for (kind, happened), number in self.counts().items()],
        }


def report_from(status: str, kept: Mapping[str, Any]) -> Report | None:
    """The report as kept, or None while the run is not over."""
    if status not in {"done", "refused", "failed", "held"}:
        return None
    return Report(
        status=status,  # type: ignore[arg-type]
        lines=tuple(line_from(one) for one in kept.get("lines", [])),
        notes=_remarks(kept.get("notes", [])),
        reason=remark_from(kept.get("reason")),
        patient_id=UUID(kept["patient"]) if kept.get("patient") else None,
        new_person=bool(kept.get("new_person")),
        waiting=int(kept.get("waiting", 0)),
    )


def remark(code: str, path: str = "", **values: object) -> Remark:
    """Make a remark. Raises ``KeyError`` for a code without words: that is a mistake in the program."""
    WORDS[code]
    return Remark(code, path, {name: shown(value) for name, value in values.items()})


def remark_of(note: Note) -> Remark:
    """What the reading had to say."""
    return Remark(note.code, note.path, dict(note.values))


def line_json(one: ReportLine) -> dict[str, Any]:
    """What is empty is left out: a file may have very many lines."""
    whole = {
        "type": one.resource_type,
        "id": one.resource_id,
        "path": one.path,
        "happened": one.happened,
        "detail": remark_json(one.detail),
        "warnings": _list(one.warnings),
        "label": one.label,
        "on": one.on,
    }
    return {name: value for name, value in whole.items() if value}


def line_from(kept: Mapping[str, Any]) -> ReportLine:
    """A line as kept."""
    return ReportLine(
        resource_type=kept.get("type", ""),
        resource_id=kept.get("id", ""),
        path=kept.get("path", ""),
        happened=kept["happened"],
        detail=remark_from(kept.get("detail")),
        warnings=_remarks(kept.get("warnings", [])),
        label=kept.get("label", ""),
        on=kept.get("on", ""),
    )


def remark_json(one: Remark | None) -> list[Any] | None:
    """A remark as kept."""
    return None if one is None else [one.code, one.path, dict(one.values or {})]


def _list(remarks: tuple[Remark, ...]) -> list[list[Any] | None]:
    return [remark_json(one) for one in remarks]


def remark_from(kept: Any) -> Remark | None:
    """A remark that was kept."""
    return None if kept is None else Remark(kept[0], kept[1], kept[2])


def _remarks(kept: Any) -> tuple[Remark, ...]:
    return tuple(one for one in map(remark_from, kept) if one is not None)
