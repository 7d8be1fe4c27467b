"""Where the strands stand in the narrow drawing, and what has been drawn on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from plait.clinical.moment import Instant
from plait.coordination.people.timeline_types import CourseLane, Lane, Panel, Timeline
from plait.web.components.timeline.drawing import Scale

WIDTH = 318.0  # what is left of a screen 360 px wide, so that a unit is a pixel there
DATES, CONTACTS, EDGE, BETWEEN = 29.0, 13.0, 3.0, 8.0
ENOUGH_WORDS = 134.0
TRACK_WIDEST, TRACK_NARROWEST, MANY_TRACKS = 34.0, 10.0, 6
COURSE_TRACK, FINE_SCORE = 18.0, 26.0
MAIN_SCORE, MAIN_SCORE_CLOSE = 54.0, 42.0
Stretch = TypeVar("Stretch")


@dataclass(slots=True)
class Columns:
    """Where each strand stands, in units from the left; ``scale`` runs downward, newest first."""

    scale: Scale
    lanes: list[list[Lane]]
    courses: list[list[CourseLane]]
    panels: tuple[Panel, ...]  # those that have room
    track: float
    at_lanes: float
    at_courses: float
    at_scores: float
    at_words: float
    main_score: float
    hold: str = "tl-hold-phone"
    parts: list[str] = field(default_factory=list)

    @property
    def end(self) -> float:
        """The right edge."""
        return WIDTH - EDGE

    def score_edges(self, index: int) -> tuple[float, float]:
        """From where to where the scores of one instrument stand."""
        if index == 0:
            return self.at_scores, self.at_scores + self.main_score
        left = self.at_scores + self.main_score + BETWEEN + (index - 1) * (FINE_SCORE + BETWEEN)
        return left, left + FINE_SCORE


def lay_out(timeline: Timeline, scale: Scale) -> Columns:
    """Share the width: words keep what they need, then medicines get theirs, then further instruments."""
    lanes = tracks([lane for lane in timeline.lanes if lane.segments], _of_lane)
    courses = tracks(timeline.courses, _of_course)
    at_lanes = DATES + (CONTACTS if timeline.visits or timeline.exchanges else 0)
    room = WIDTH - EDGE - at_lanes - ENOUGH_WORDS - BETWEEN
    room -= len(courses) * COURSE_TRACK + (BETWEEN if courses else 0)
    main_score = MAIN_SCORE if len(lanes) <= MANY_TRACKS else MAIN_SCORE_CLOSE
    room -= main_score + BETWEEN if timeline.panels else 0
    track = min(TRACK_WIDEST, max(TRACK_NARROWEST, (room - BETWEEN) / len(lanes))) if lanes else 0.0
    room -= len(lanes) * track + (BETWEEN if lanes else 0)
    more = max(0, min(len(timeline.panels) - 1, int(room // (FINE_SCORE + BETWEEN))))
    at_courses = at_lanes + len(lanes) * track + (BETWEEN if lanes else 0)
    at_scores = at_courses + len(courses) * COURSE_TRACK + (BETWEEN if courses else 0)
    panels = timeline.panels[: 1 + more]
    columns = Columns(
        scale, lanes, courses, panels, track, at_lanes, at_courses, at_scores, at_words=at_scores, main_score=main_score
    )
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
