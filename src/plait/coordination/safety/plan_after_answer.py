"""Somebody whose answer just spoke of harm is led to their own safety plan, which opens after the birth date as ever.

They hold the link by which they answer; with it they get a link to the plan that is good for a day. On a tablet in the
room none is offered: somebody sits beside them.
"""

from __future__ import annotations

from functools import partial
from uuid import UUID

from plait.clinical.moment import Instant
from plait.coordination import door
from plait.coordination.consequences import safety_plan as consequences
from plait.coordination.consequences.measure_requests import PURPOSE
from plait.foundation.actor import ANONYMOUS, Actor, link_holder
from plait.foundation.signed_links import digest_of
from plait.records.assessment import requests
from plait.records.assessment.requests import Held
from plait.records.safety import plan_queries

ACTION = "safety.own-plan"
BY_LINK = "link"
READ_AFTERWARDS_SECONDS = 30 * 60  # as long as the own result is shown after it was sent
HOLDER = "The person, by link"


def offered(answer_token: str, *, at: Instant, actor: Actor = ANONYMOUS) -> bool:
    """Whether there is a plan to lead to. Raises Denied for a link that does not stand, or is the tablet's."""
    with door.read(
        ACTION, actor=_holder(answer_token, at, actor), at=at, patient=partial(_whose, answer_token, at)
    ) as visit:
        visit.detail = "asked for after an answer"
        return plan_queries.mark(visit.patient).state == "standing"


def commit(answer_token: str, *, at: Instant, actor: Actor = ANONYMOUS) -> str:
    """Make the link; returns its token. Raises Denied where there is nothing to lead to."""
    with door.write(
        ACTION, actor=_holder(answer_token, at, actor), at=at, patient=partial(_whose, answer_token, at)
    ) as visit:
        token = consequences.own_plan_after_answer(visit, visit.patient)
        if token is None:
            raise door.Denied(ACTION)
        visit.detail = "link made after an answer"
        return token


def _held(answer_token: str, at: Instant) -> Held | None:
    """The link by which somebody answers, while it stands or its result may be read."""
    digest = digest_of(answer_token, PURPOSE)
    held = requests.held(digest, at) if digest else None
    if held is None or held.channel != BY_LINK:
        return None
    fresh = held.spent_at is not None and held.spent_at.plus(seconds=READ_AFTERWARDS_SECONDS) > at
    return held if fresh or held.stands(at) else None


def _whose(answer_token: str, at: Instant) -> UUID | None:
    held = _held(answer_token, at)
    return held.person if held is not None else None


def _holder(answer_token: str, at: Instant, actor: Actor) -> Actor:
    """Who acts: the holder of a link that stands, else whoever came."""
    held = _held(answer_token, at)
    return actor if held is None else link_holder(held.link_id, held.person, HOLDER)
