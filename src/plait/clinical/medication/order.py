"""An order and its revisions: started, changed, held, resumed, stopped; never edited.

The history of one order (FHIR MedicationRequest) is a list of ``OrderRevision``. Two times stand on each: when it
is true for the person (``effective_at``) and when it was written down (``recorded_at``). Among the revisions known
at a moment and not entered in error, the one with the latest ``effective_at`` not after the asked moment holds; of
two with the same, the later recorded (the higher ``sequence``). So a late entry fills its place without undoing
what came after it, and a future change takes effect by query.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from plait.clinical.medication.timing import Timing
from plait.clinical.moment import Instant
from plait.clinical.quantity import Dose

Action = Literal["start", "change", "hold", "resume", "stop"]
Status = Literal["active", "on-hold", "stopped"]
STATUS_AFTER: dict[Action, Status] = {
    "start": "active",
    "change": "active",
    "hold": "on-hold",
    "resume": "active",
    "stop": "stopped",
}


@dataclass(frozen=True, slots=True)
class Ingredient:
    """An RxNorm ingredient."""

    rxcui: str
    name: str


@dataclass(frozen=True, slots=True)
class Medicine:
    """What is ordered: a product where one was chosen, always its ingredients (empty: unknown medicine)."""

    name: str  # "sertraline"
    ingredients: tuple[Ingredient, ...]
    product: str | None = None  # RxNorm product code
    product_name: str = ""
    form: str = ""  # "oral tablet", "extended-release oral capsule"
    strength: str = ""  # "50 mg"

    @property
    def key(self) -> tuple[str, ...]:
        """The regimen it belongs to: its ingredients in order, or its name where none is known."""
        return tuple(sorted(i.rxcui for i in self.ingredients)) or (self.name.casefold(),)


@dataclass(frozen=True, slots=True)
class OrderRevision:
    """One line in the history of an order."""

    order_id: UUID
    revision_id: UUID
    sequence: int  # 1, 2, 3 ... in order of recording
    action: Action
    effective_at: Instant
    recorded_at: Instant
    medicine: Medicine
    dose: Dose | None  # None: dose not stated
    timing: Timing | None
    route: str = ""
    indication: str = ""
    target_symptom: str = ""
    prescriber: str = ""  # name as it stands on the chart
    reason_code: str = ""
    reason_text: str = ""
    confirmed: bool = True  # False: imported, waits for reconciliation; leaves totals alone
    entered_in_error_at: Instant | None = None  # when this line was marked as an error
    dose_text: str = ""  # the words that came with an import; never read as a dose

    @property
    def status(self) -> Status:
        """What the order is once this line takes effect."""
        return STATUS_AFTER[self.action]
