"""Lines of our own extension: a state that no screen knows never gets into the record by a file."""

from __future__ import annotations

import pytest

from plait.coordination.interchange.taking_back_checks import hold
from plait.foundation.whole import WrongColumn
from plait.knowledge.loader import release

CONDITION = {"clinical_status": "relapse", "verification_status": ""}
ALLERGY = {"kind": "allergy", "clinical_status": "active", "severity": ""}


@pytest.mark.parametrize(("kind", "line"), [("Condition", CONDITION), ("AllergyIntolerance", ALLERGY)])
def test_what_the_product_records_is_taken(kind, line):
    hold(kind, line, release())


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("Condition", {**CONDITION, "clinical_status": "Active"}),
        ("Condition", {**CONDITION, "verification_status": "sure"}),
        ("AllergyIntolerance", {**ALLERGY, "clinical_status": "Active"}),  # no check would look at it
        ("AllergyIntolerance", {**ALLERGY, "clinical_status": "relapse"}),
        ("AllergyIntolerance", {**ALLERGY, "severity": "terrible"}),
    ],
)
def test_a_state_that_is_none_is_refused(kind, line):
    with pytest.raises(WrongColumn):
        hold(kind, line, release())
