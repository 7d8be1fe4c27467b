"""What an export of Plait gives back of filled-in instruments."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from plait.foundation.facts import Stamp
from plait.foundation.whole_back import Given, GivenBack, Keeper, give_back
from plait.records.assessment import series
from plait.records.assessment.models import QuestionnaireResponse


def _keep(stamp: Stamp, patient_id: UUID, given: Sequence[Given], _site_id: UUID) -> GivenBack:
    """Write the answers, and bring the view of them up to date."""
    done = give_back(QuestionnaireResponse, stamp, patient_id, given)
    series.refresh([patient_id])
    return done


KEEPERS = {"QuestionnaireResponse": Keeper(QuestionnaireResponse, writes=_keep)}
