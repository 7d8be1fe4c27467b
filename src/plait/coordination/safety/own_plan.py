"""The person opens their own safety plan by a link, after their birth date, and says what they would write differently.

A link that is unknown, too old, taken back or closed looks like none. Every few wrong birth dates in a row there is a
wait, and after many the link closes and those who treat the person see it; a right one counts anew, because whoever
mistypes in need must not be locked out of their own plan. The numbers to call stand on every page before any of this.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.clinical.safety.safety_plan import PARTS
from plait.coordination import door
from plait.coordination.consequences import safety_plan as consequences
from plait.foundation.actor import ANONYMOUS, Actor, link_holder
from plait.foundation.idempotency import Once
from plait.foundation.signed_links import digest_of, is_same_day
from plait.records.people import queries as people
from plait.records.people.one_person import person_of
from plait.records.safety import plan_actions, plan_queries
from plait.records.safety.plan_queries import LinkLine, Proposal, Version

ACTION = "safety.own-plan"
TRIES = 5
WAIT_SECONDS = 15 * 60
MOST_WRONG = 15
MOST_WAITING = 10
LONGEST = 2000
HOLDER = "holder of a safety plan link"


@dataclass(frozen=True, slots=True)
class Own:
    """The plan as the person reads it, and what they said about it."""

    link_id: UUID
    called: str
    now: Version
    zone: str
    proposals: tuple[Proposal, ...]
    expires_at: Instant


@dataclass(frozen=True, slots=True)
class Words:
    """What the person would write differently. ``part``: of the plan, "" for all of it."""

    part: str
    text: str


def knock(token: str, *, at: Instant, actor: Actor = ANONYMOUS) -> UUID:
    """Whether a link opens anything: its id, and nothing about anybody. Raises Denied."""
    with door.read(ACTION, actor=_holder(token, at, actor), at=at, patient=partial(_whose, token)) as visit:
        visit.detail = "link followed"
        return _standing(token, at, actor).link_id


def enter(token: str, born: date, *, at: Instant, actor: Actor = ANONYMOUS) -> UUID | Refused:
    """Take a birth date: the link's id, from now on open to whoever typed it. Raises Denied."""
    with door.write(ACTION, actor=_holder(token, at, actor), at=at, patient=partial(_whose, token)) as visit:
        link = _standing(token, at, actor)
        until = link.waits_until(TRIES, WAIT_SECONDS)
        if until is not None and at < until:
            return visit.refuse(
                Refused("wait", _("That was not right several times. Wait a quarter of an hour, or call."), "born")
            )
        patient = people.patient(visit.patient)
        known = str(patient.birth_date) if patient is not None and patient.birth_date is not None else ""
        if not is_same_day(born, known):
            return _wrong(visit, link)
        plan_actions.count_birth_date(visit.stamp, link.link_id, wrong=0)
        plan_actions.note_link(visit.stamp, link.link_id, "opened")
        visit.detail = "opened by birth date"
        return link.link_id


def _wrong(visit: door.Visit, link: LinkLine) -> Refused:
    """Count it; after many the link closes, for good."""
    wrong = link.wrong_birth_dates + 1
    plan_actions.count_birth_date(visit.stamp, link.link_id, wrong=wrong)
    plan_actions.note_link(visit.stamp, link.link_id, "wrong-birth-date")
    if wrong >= MOST_WRONG:
        plan_actions.end_link(visit.stamp, link.link_id, "closed")
    visit.outcome, visit.detail = "denied", "wrong birth date"
    return Refused("wrong", _("This is not the birth date that the practice has. Try again."), "born")


def read(token: str, link_id: UUID, *, at: Instant, actor: Actor = ANONYMOUS, detail: str = "") -> Own:
    """The plan, for whoever entered by this very link before. Raises Denied."""
    with door.read(ACTION, actor=_holder(token, at, actor), at=at, patient=partial(_whose, token)) as visit:
        link = _entered(token, link_id, at, actor)
        visit.detail = detail or "read"
        return _own(visit, link)


def propose(
    words: Words, token: str, link_id: UUID, *, at: Instant, once: Once, actor: Actor = ANONYMOUS
) -> UUID | Refused:
    """Keep what the person would write differently, and ask those who treat them to read it. Raises Denied."""
    with door.write(ACTION, actor=_holder(token, at, actor), at=at, patient=partial(_whose, token), once=once) as visit:
        _entered(token, link_id, at, actor)
        if visit.replayed is not None:
            return UUID(visit.replayed["proposal"])
        text = words.text.strip()
        if words.part not in ("", *PARTS):
            return visit.refuse(Refused("choice", _("Choose from the list."), "part"))
        if not text:
            return visit.refuse(Refused("words", _("Write what you would change."), "text"))
        if len(text) > LONGEST:
            return visit.refuse(Refused("long", _("This is too long. Keep it to 2000 letters."), "text"))
        if plan_queries.waiting(visit.patient) >= MOST_WAITING:
            return visit.refuse(Refused("many", _("Your clinicians have not read the last ones yet. Call them.")))
        proposal = plan_actions.propose(visit.stamp, visit.patient, part=words.part, text=text)
        plan_actions.note_link(visit.stamp, link_id, "proposed")
        consequences.ask_to_read(visit, proposal)
        visit.detail = "wrote about the plan"
        door.keep_outcome(visit, once, {"proposal": str(proposal)})
        return proposal


def _own(visit: door.Visit, link: LinkLine) -> Own:
    patient, now = people.patient(visit.patient), plan_queries.current(visit.patient)
    if patient is None or now is None or now.plan.empty:
        raise door.Denied(ACTION)
    return Own(
        link_id=link.link_id,
        called=patient.called,
        now=now,
        zone=people.zone_of(patient.site_id) or "UTC",
        proposals=plan_queries.proposals(visit.patient),
        expires_at=link.expires_at,
    )


def _holder(token: str, at: Instant, actor: Actor) -> Actor:
    """Who acts by a link that stands."""
    link = _standing(token, at, actor)
    return link_holder(link.link_id, person_of(link.patient_id), HOLDER)


def _whose(token: str) -> UUID | None:
    """Whose plan a token opens."""
    digest = digest_of(token, consequences.PURPOSE)
    link = plan_queries.link(digest) if digest is not None else None
    return person_of(link.patient_id) if link is not None else None


def _entered(token: str, link_id: UUID, at: Instant, actor: Actor) -> LinkLine:
    """The link, for whoever entered by this very one."""
    link = _standing(token, at, actor)
    if link.link_id != link_id:
        raise door.Denied(ACTION)
    return link


def _standing(token: str, at: Instant, actor: Actor) -> LinkLine:
    """The link of a token while it is good. A made-up one asks no record; each no is audited and looks alike."""
    digest = digest_of(token, consequences.PURPOSE)
    link = plan_queries.link(digest) if digest is not None else None
    if link is None or not link.good(at):
        with door.read(ACTION, actor=actor, at=at):
            raise door.Denied(ACTION)
    return link
