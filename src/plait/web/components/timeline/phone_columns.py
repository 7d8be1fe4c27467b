"""Where the strands stand in the narrow drawing, and what has been drawn on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from plait.clinical.moment import Instant
from plait.coordination.people.timeline_types import CourseLane, Lane, Panel, Timeline
from plait.web.components.timeline.drawing import Scale

WIDTH = 360.0
DATES, EDGE, BETWEEN = 34.0, 4.0, 9.0
ENOUGH_WORDS = 132.0
TRACK_WIDEST, TRACK_NARROWEST = 26.0, 11.0
COURSE_TRACK, MAIN_SCORE, FINE_SCORE = 20.0, 58.0, 26.0
Stretch = TypeVar("Stretch")


@dataclass(slots=True)
class Columns:
    """Where each strand stands, in units from the left; ``scale`` runs downward, newest first."""

    scale: Scale
    lanes: list[list[Lane]]
    courses: list[list[CourseLane]]
    panels: tuple[Panel, ...]  # those that have room
    track: float
    at_courses: float
    at_scores: float
    at_words: float
    hold: str = "tl-hold-phone"
    parts: list[str] = field(default_factory=list)

    @property
    def end(self) -> float:
        """The right edge."""
        return WIDTH - EDGE

    def score_edges(self, index: int) -> tuple[float, float]:
        """From where to where the scores of one instrument stand."""
        if index == 0:
            return self.at_scores, self.at_scores + MAIN_SCORE
        left = self.at_scores + MAIN_SCORE + BETWEEN + (index - 1) * (FINE_SCORE + BETWEEN)
        return left, left + FINE_SCORE


def lay_out(timeline: Timeline, scale: Scale) -> Columns:
    """Share the width: words keep what they need, then medicines get theirs, then further instruments."""
    lanes = tracks([lane for lane in timeline.lanes if lane.segments], _of_lane)
    courses = tracks(timeline.courses, _of_course)
    room = WIDTH - EDGE - DATES - ENOUGH_WORDS - BETWEEN
    room -= len(courses) * COURSE_TRACK + (BETWEEN if courses else 0)
    room -= MAIN_SCORE + BETWEEN if timeline.panels else 0
    track = min(TRACK_WIDEST, max(TRACK_NARROWEST, (room - BETWEEN) / len(lanes))) if lanes else 0.0
    room -= len(lanes) * track + (BETWEEN if lanes else 0)
    more = max(0, min(len(timeline.panels) - 1, int(room // (FINE_SCORE + BETWEEN))))
    at_courses = DATES + len(lanes) * track + (BETWEEN if lanes else 0)
    at_scores = at_courses + len(courses) * COURSE_TRACK + (BETWEEN if courses else 0)
    columns = Columns(scale, lanes, courses, timeline.panels[: 1 + more], track, at_courses, at_scores, at_scores)
    if columns.panels:
        columns.at_words = columns.score_edges(len(columns.panels) - 1)[1] + BETWEEN
    return columns


def tracks(items: Sequence[Stretch], span: Callable[[Stretch], tuple[Instant, Instant]]) -> list[list[Stretch]]:
    """What never overlaps in time shares a column."""
    found: list[list[Stretch]] = []
    for item in items:
        start, end = span(item)
        free = next((t for t in found if all(end <= span(o)[0] or span(o)[1] <= start for o in t)), None)
        if free is None:
            found.append([item])
        else:
            free.append(item)
    return found


def _of_lane(lane: Lane) -> tuple[Instant, Instant]:
    """From the first band to the end of the last."""
    return lane.segments[0].start, lane.segments[-1].end


def _of_course(course: CourseLane) -> tuple[Instant, Instant]:
    """From its start to the last session that is expected."""
    return course.start, max([course.end, *(event.at for event in course.ahead)])
