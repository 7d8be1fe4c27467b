"""Received forms and totals as the columns of QuestionnaireResponse, scored by the pure core.

A total alone is a typed total: banded, and silent about every single answer. A single answer about harm that came on
its own is kept as a form with that one answer, so that it stands on the chart like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plait.clinical.assessment.instrument import Instrument
from plait.clinical.assessment.scoring import Scored, score, score_total
from plait.clinical.refusal import Refused
from plait.clinical.release import Release
from plait.coordination.consequences.assessment import scored_columns
from plait.coordination.interchange.columns.problems import TAKEN_BACK
from plait.coordination.interchange.columns.texts import key_of
from plait.coordination.interchange.reading.observation import ReceivedResult, ReceivedScore
from plait.coordination.interchange.reading.response import ReceivedResponse

BY_IMPORT = "import"


def typed_total(one: ReceivedScore, release: Release) -> dict[str, Any] | None:
    """A total without its answers; None where the instrument has no such total."""
    instrument = release.instruments[one.instrument]
    scored = score_total(instrument, one.total)
    return _columns(one, instrument, release, {}, scored)


def form(one: ReceivedResponse, release: Release) -> dict[str, Any] | None:
    """A form of a known instrument; None where it is none, or does not fit it."""
    if one.mapped is None:
        return None
    instrument = release.instruments[one.mapped.instrument]
    answers = dict(one.mapped.answers)
    scored = score(instrument, answers)
    return _columns(one, instrument, release, answers, scored)


def single_answer(one: ReceivedResult, release: Release) -> dict[str, Any] | None:
    """A single answer to a question about harm; None for any other result."""
    if one.answer is None:
        return None
    name, item_id, value = one.answer
    instrument = release.instruments[name]
    if not any(item.id == item_id and item.risk_from is not None for item in instrument.items):
        return None
    answers = {item_id: value}
    scored = score(instrument, answers)
    return _columns(one, instrument, release, answers, scored)


def _columns(
    one: ReceivedScore | ReceivedResponse | ReceivedResult,
    instrument: Instrument,
    release: Release,
    answers: Mapping[str, int],
    scored: Scored | Refused,
) -> dict[str, Any] | None:
    if isinstance(scored, Refused):
        return None
    return {
        "origin_key": key_of(one.origin),
        "effective_at": one.taken.earliest().utc,
        "instrument": instrument.id,
        "version": instrument.version,
        "release": release.version,
        "answers": dict(answers),
        **scored_columns(scored),
        "typed_total": isinstance(one, ReceivedScore),
        "mode": BY_IMPORT,
        "entered_in_error": one.in_error,
        "error_reason": TAKEN_BACK if one.in_error else "",
    }
