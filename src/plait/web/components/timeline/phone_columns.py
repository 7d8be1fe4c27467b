"""Where the strands stand in the narrow drawing, and what has been drawn on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from plait.web.components.timeline.drawing import Scale


@dataclass(slots=True)
class Columns:
    """Where each strand stands, in units from the left; ``scale`` runs downward, newest first."""

    scale: Scale
    medicines: float
    track: float
    tracks: int
    courses: float
    scores: float
    scores_wide: float
    words: float
    hold: str = "tl-hold-phone"
    parts: list[str] = field(default_factory=list)
