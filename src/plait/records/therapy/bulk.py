"""Writing many invented courses and sessions at once."""

from __future__ import annotations

from collections.abc import Iterable

from plait.foundation.copying import Row, copy_in
from plait.records.therapy.models import TherapyCourse, TherapySession


def write(*, courses: Iterable[Row], sessions: Iterable[Row]) -> None:
    """Courses and their sessions."""
    copy_in(TherapyCourse, courses)
    copy_in(TherapySession, sessions)
