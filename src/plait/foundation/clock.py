"""The only clock of the house: everything else is told the time."""

from __future__ import annotations

from datetime import UTC, datetime

from plait.clinical.moment import Instant


def now() -> Instant:
    """This moment."""
    return Instant(datetime.now(UTC))
