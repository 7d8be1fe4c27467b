"""A filled-in instrument as it is kept: the answers, not only the total (FHIR QuestionnaireResponse)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from uuid import UUID

from plait.clinical.assessment.instrument import Level
from plait.clinical.moment import Instant, PartialDate


@dataclass(frozen=True, slots=True)
class Response:
    """Answers with what the scoring said at the time; an old answer is never rescored by a new version.

    ``answers`` maps item id to value, without the items left out; empty where only a total was received.
    ``total`` is None where the instrument's own rule gives none. ``risk`` lists the items that speak of harm, with
    their values. ``prorated`` says that missing items were filled by the instrument's rule. Of an imported one with
    such items ``received_at`` says when it first came in, and ``taken_on`` the date where no moment was stated.
    """

    response_id: UUID
    instrument: str
    version: str
    taken_at: Instant
    answers: Mapping[str, int]
    total: Decimal | None
    band: str | None
    complete: bool
    risk: tuple[tuple[str, int], ...] = ()
    prorated: bool = False
    entered_by: str = ""
    source: str = "plait"  # or "import"
    received_at: Instant | None = None
    taken_on: PartialDate | None = None
    level: Level | None = None  # how soon somebody must look, where an answer speaks of harm
    mode: str = "staff"  # staff | phone | paper | link | tablet | import
    answered_by: str = ""  # person | clinician | helper; "" not known
    language: str = ""
    typed_total: bool = False
    subscales: Mapping[str, Decimal] = field(default_factory=lambda: MappingProxyType({}))
    criteria: tuple[str, ...] = ()
