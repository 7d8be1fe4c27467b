"""Lines of our own extension, held to what the product itself would let anybody record.

A screen trusts what stands in the record: a state that no screen knows, a dose that is none or a score that hides an
answer about harm must never get there by a file. ``hold`` raises ``WrongColumn`` with what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, get_args
from zoneinfo import ZoneInfo

from plait.clinical.assessment.scoring import score, score_total
from plait.clinical.medication.order import Action
from plait.clinical.medication.timing import Timing
from plait.clinical.moment import PartialDate
from plait.clinical.quantity import Dose
from plait.clinical.refusal import Refused
from plait.clinical.release import Release
from plait.clinical.safety.safety_plan import PARTS
from plait.clinical.therapy.course import ATTENDANCES, FORMATS, PLACES
from plait.clinical.visits.appointment import MODES, SERVICES, Status
from plait.coordination.interchange.reading import allergy, condition
from plait.foundation.whole import WrongColumn

Columns = dict[str, Any]
MOST_JSON = 200_000
EARLIEST, LATEST = datetime(1850, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
PARTIAL = frozenset({"onset", "abated", "on", "started", "ended", "starts", "ends", "birth_date"})
ACTIONS = frozenset({*get_args(Action), "mark-error"})
# Columns whose words the screens know one by one.
KNOWN: dict[str, dict[str, frozenset[str]]] = {
    "Condition": {"clinical_status": condition.CLINICAL, "verification_status": condition.VERIFICATION | {""}},
    "AllergyIntolerance": {
        "kind": frozenset({"allergy", "intolerance", "none-known"}),
        "clinical_status": allergy.CLINICAL,
        "severity": allergy.SEVERITIES | {""},
    },
    "PregnancyStatus": {"state": frozenset({"none", "planning", "pregnant", "postpartum", "unknown"})},
    "MedicationRequest": {"action": ACTIONS},
    "MedicationStatement": {
        "kind": frozenset({"other-prescriber", "over-the-counter", "herbal"}),
        "status": frozenset({"active", "stopped"}),
    },
    "TherapyCourse": {"format": frozenset(FORMATS)},
    "TherapySession": {"attendance": frozenset(ATTENDANCES), "place": frozenset(PLACES)},
    "SafetyPlan": {"what": frozenset({"made", "revised", "reviewed", "declined"})},
    "SafetyPlanProposal": {
        "part": frozenset({"", *PARTS}),
        "status": frozenset({"proposed", "taken", "answered"}),
    },
    "DocumentReference": {"status": frozenset({"current", "superseded", "entered-in-error"})},
    "Appointment": {
        "service": frozenset(SERVICES),
        "mode": frozenset(MODES),
        "status": frozenset(get_args(Status)),
    },
    "PatientDetails": {"sex_for_clinical_use": frozenset({"male", "female", "other", "unknown"})},
}
LISTS_OF_TEXT = frozenset({"languages", "phones", "emails"})
ROWS_OF_TEXT = {"codings": 3, "ingredients": 2, **dict.fromkeys(PARTS, 2)}
OBJECTS_OF_TEXT = frozenset({"targets", "activities", "components"})


def decoded(line: Mapping[str, Any], json_columns: frozenset[str]) -> Columns:
    """The columns of a line with JSON texts as what they say."""
    return {name: _json(name, value) if name in json_columns else value for name, value in line.items()}


def hold(kind: str, columns: Columns, release: Release) -> None:
    """Refuse what nobody could have recorded here."""
    for name, value in columns.items():
        if isinstance(value, datetime) and not EARLIEST <= value < LATEST:
            raise WrongColumn(name, "it is not in a lifetime")
        if (
            isinstance(value, date)
            and not isinstance(value, datetime)
            and not EARLIEST.year <= value.year < LATEST.year
        ):
            raise WrongColumn(name, "it is not in a lifetime")
        if name in PARTIAL and value:
            _parsed(name, PartialDate.parse, value)
        _shaped(name, value)
    for name, known in KNOWN.get(kind, {}).items():
        if columns.get(name) not in known:
            raise WrongColumn(name, f"{str(columns.get(name))[:60]!r} is not known")
    also = ALSO.get(kind)
    if also is not None:
        also(columns, release)


def _json(name: str, text: Any) -> Any:
    if not isinstance(text, str) or len(text) > MOST_JSON:
        raise WrongColumn(name, "it is no JSON text of a lawful length")
    try:
        return json.loads(text, parse_float=_no_number, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise WrongColumn(name, "it is no JSON of texts and whole numbers") from error


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _parsed(name: str, parse: Callable[[str], object], value: Any) -> None:
    try:
        parse(value)
    except (ValueError, TypeError, AttributeError) as error:
        raise WrongColumn(name, str(error)) from error


def _shaped(name: str, value: Any) -> None:
    """Lists and objects of texts, in the shapes that screens walk through."""
    lawful = True
    if name in LISTS_OF_TEXT or name in {"addresses", "goals", "scope"}:
        lawful = isinstance(value, list) and all(isinstance(one, str) for one in value)
    elif name in ROWS_OF_TEXT:
        lawful = isinstance(value, list) and all(_is_row(one, ROWS_OF_TEXT[name]) for one in value)
    elif name in OBJECTS_OF_TEXT:
        lawful = isinstance(value, list) and all(isinstance(one, dict) and _is_told(one) for one in value)
    elif isinstance(value, dict) and name == "address":
        lawful = all(isinstance(one, str) for one in value.values())
    if not lawful:
        raise WrongColumn(name, "it has another shape")


def _is_row(value: Any, size: int) -> bool:
    return isinstance(value, list) and len(value) == size and all(isinstance(one, str) for one in value)


def _is_told(value: Mapping[str, Any]) -> bool:
    return all(
        all(_is_row(row, ROWS_OF_TEXT["codings"]) for row in one) if name == "codings" else isinstance(one, str)
        for name, one in value.items()
        if name != "codings" or isinstance(one, list)
    )


def _taken(columns: Columns, _release: Release) -> None:
    """A dose is a dose, a rhythm is a rhythm."""
    if columns.get("dose_value") is not None:
        _parsed("dose_value", lambda unit: Dose(columns["dose_value"], unit), columns.get("dose_unit"))
    timing = columns.get("timing")
    if timing is not None:
        _parsed("timing", _timing, timing)


def _timing(told: Any) -> Timing:
    if not isinstance(told, dict) or set(told) != {"kind", "count", "every", "when"}:
        raise ValueError("it has another shape")
    if any(not isinstance(told[name], int) or isinstance(told[name], bool) for name in ("count", "every")):
        raise ValueError("it has another shape")
    return Timing(told["kind"], told["count"], told["every"], tuple(told["when"]))


def _scored(columns: Columns, release: Release) -> None:
    """A score says what its answers say: no total, and no silence about harm, that the answers contradict."""
    answers, total = columns.get("answers") or {}, columns.get("total")
    instrument = release.instruments.get(columns["instrument"])
    if instrument is None:
        raise WrongColumn("instrument", "it is not known here")
    if not isinstance(answers, dict) or not all(_is_number(one) for one in answers.values()):
        raise WrongColumn("answers", "they are no answers to this instrument")
    if total is not None and total != total.to_integral_value():
        raise WrongColumn("total", "it is no whole number")
    typed = total is not None and (not answers or columns.get("typed_total") is True)
    scored = score_total(instrument, int(total or 0), answers) if typed else score(instrument, answers)
    if isinstance(scored, Refused):
        raise WrongColumn("answers", scored.message)
    if [list(one) for one in scored.risk] != (columns.get("risk") or []):
        raise WrongColumn("risk", "the answers about harm are others")
    if columns.get("version") == instrument.version and scored.total != total:
        raise WrongColumn("total", "the answers have another total")
    if columns.get("version") == instrument.version and (scored.level or "") != (columns.get("level") or ""):
        raise WrongColumn("level", "the answers are to be looked at sooner or later than that")


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _agreed(columns: Columns, _release: Release) -> None:
    """An appointment stands on a wall clock that exists, and ends after it began."""
    _parsed("zone", ZoneInfo, columns.get("zone"))
    _parsed("local_start", datetime.fromisoformat, columns.get("local_start"))
    if not columns["starts_at"] < columns["ends_at"]:
        raise WrongColumn("ends_at", "it ends before it begins")


def _dated(columns: Columns, _release: Release) -> None:
    if not columns.get("on"):
        raise WrongColumn("on", "it has no date")


ALSO: dict[str, Callable[[Columns, Release], None]] = {
    "MedicationRequest": _taken,
    "MedicationStatement": _taken,
    "QuestionnaireResponse": _scored,
    "Appointment": _agreed,
    "LifeEvent": _dated,
}
