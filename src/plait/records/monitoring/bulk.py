"""Writing many invented results at once."""

from __future__ import annotations

from collections.abc import Iterable

from plait.foundation.copying import Row, copy_in
from plait.records.monitoring.models import Observation


def write(*, observations: Iterable[Row]) -> None:
    """Measured results."""
    copy_in(Observation, observations)
