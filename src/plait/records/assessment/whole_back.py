"""What an export of Plait gives back of filled-in instruments."""

from __future__ import annotations

from plait.foundation.whole_back import Keeper
from plait.records.assessment.models import QuestionnaireResponse

KEEPERS = {"QuestionnaireResponse": Keeper(QuestionnaireResponse)}
