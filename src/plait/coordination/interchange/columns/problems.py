"""Received problems and allergies as the columns of Condition and AllergyIntolerance.

What the sender ruled out is no problem of this person: it is kept as an entry that never was true here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plait.clinical.coding import CodeableConcept
from plait.clinical.moment import Instant
from plait.coordination.interchange.columns import texts
from plait.coordination.interchange.columns.texts import clip, codings, key_of, words
from plait.coordination.interchange.reading.allergy import Reaction, ReceivedAllergy
from plait.coordination.interchange.reading.condition import ReceivedCondition
from plait.coordination.interchange.reading.when import When

TAKEN_BACK = "The sender marked it as entered in error."
RULED_OUT = "The sender ruled it out."
SEVERITIES = ("", "mild", "moderate", "severe")


def condition(one: ReceivedCondition, at: Instant) -> dict[str, Any]:
    """A problem; without a date it is true from the moment it came in."""
    ended = one.abatement is not None or bool(one.abatement_text)
    return {
        "origin_key": key_of(one.origin),
        "effective_at": (_first(one.onset, one.recorded) or at).utc,
        "text": clip(one.concept.text, 500),
        "codings": codings(one.concept),
        "clinical_status": one.clinical_status or ("resolved" if ended else "active"),
        "verification_status": one.verification_status,
        "onset": str(one.onset.date()) if one.onset else "",
        "abated": str(one.abatement.date()) if one.abatement else "",
        **_never_true(in_error=one.in_error, ruled_out=one.ruled_out),
    }


def allergies(one: ReceivedAllergy, at: Instant) -> Iterator[dict[str, Any]]:
    """An allergy: one row, or one for each ingredient of a combination, so that checks compare them all."""
    kind = "none-known" if one.none_known else "intolerance" if one.kind == "intolerance" else "allergy"
    for number, ingredient in enumerate(one.ingredients or ("",)):
        yield {
            "origin_key": key_of(one.origin) if number == 0 else part_key(one, number),
            "effective_at": (_first(one.onset, one.recorded) or at).utc,
            "kind": kind,
            "substance": clip(one.substance.text, 300),
            "codings": codings(one.substance),
            "ingredient": ingredient,
            "reaction": clip(words(_manifestations(one.reactions)) or _descriptions(one.reactions), 300),
            "severity": max((reaction.severity for reaction in one.reactions), key=SEVERITIES.index, default=""),
            "clinical_status": one.clinical_status or "active",
            **_never_true(in_error=one.in_error, ruled_out=one.ruled_out),
        }


def part_key(one: ReceivedAllergy, number: int) -> str:
    """The name under which a further ingredient of a combination is found again."""
    return texts.part_key(one.origin, number)


def _first(*moments: When | None) -> Instant | None:
    return next((one.earliest() for one in moments if one is not None), None)


def _never_true(*, in_error: bool, ruled_out: bool) -> dict[str, Any]:
    return {
        "entered_in_error": in_error or ruled_out,
        "error_reason": TAKEN_BACK if in_error else RULED_OUT if ruled_out else "",
    }


def _manifestations(reactions: tuple[Reaction, ...]) -> list[CodeableConcept]:
    return [one for reaction in reactions for one in reaction.manifestations]


def _descriptions(reactions: tuple[Reaction, ...]) -> str:
    return "; ".join(reaction.description for reaction in reactions if reaction.description)
