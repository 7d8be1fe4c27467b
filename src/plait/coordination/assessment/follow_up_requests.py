"""The practice itself looks after requests: who did not answer for a week becomes a task; unsent answers are forgotten.

Safe to run again at any time: a request makes one task, whoever runs this and how often.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from plait.clinical.assessment.schedule import HUMAN
from plait.clinical.moment import Instant
from plait.coordination import door
from plait.coordination.consequences.measure_follow_up import open_task
from plait.foundation.actor import Actor
from plait.records.assessment import request_actions, requests

ACTION = "assessment.follow-up"


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """How many tasks were opened, and of how many requests unsent answers were forgotten."""

    tasks: int
    forgotten: int


def run(*, actor: Actor, at: Instant) -> FollowedUp:
    """Open what is due, person by person, each in a transaction of its own."""
    opened = 0
    with door.write(ACTION, actor=actor, at=at):
        forgotten = request_actions.forget_unsent(at)
        waiting = requests.waiting_since(at.plus(days=-HUMAN).day("UTC"))
    for request_id in waiting:
        with door.write(ACTION, actor=actor, at=at, patient=partial(requests.patient_of_request, request_id)) as visit:
            now = requests.request(request_id, at)
            if now is not None and now.open and open_task(visit, now.patient_id, request_id) is not None:
                request_actions.note(visit.stamp, request_id, "task-opened")
                opened += 1
    return FollowedUp(opened, forgotten)
