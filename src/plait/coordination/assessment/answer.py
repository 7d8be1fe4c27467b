"""Somebody holds a link and answers: opened, begun with the birth date, saved page by page, sent once.

Whatever is wrong with a link raises ``Denied``; its holder is told the same each time. Nothing is spent by looking. A
page whose answers speak of harm is kept at once as a response, and the path of harm opens in that same transaction;
what is sent later completes that response.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plait.clinical.assessment.asking import without_contradictions
from plait.clinical.assessment.instrument import Instrument, is_sooner
from plait.clinical.assessment.scoring import score
from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences import assessment as consequences
from plait.coordination.consequences.assessment import Answered, Before
from plait.coordination.consequences.measure_follow_up import close_tasks
from plait.coordination.consequences.measure_requests import LINK, NOBODY_LOOKS, PURPOSE, chosen, is_watched
from plait.coordination.door import Visit
from plait.foundation.actor import ANONYMOUS, link_holder
from plait.foundation.facts import Stamp
from plait.foundation.signed_links import digest_of, is_same_day
from plait.records.assessment import queries, request_actions, requests
from plait.records.assessment.requests import Held
from plait.records.people import queries as people

ACTION = "assessment.answer"
RESULT_SECONDS = 30 * 60  # how long somebody reads their own result
NAMES = {"link": "The person, by link", "tablet": "The person, on the tablet"}


@dataclass(frozen=True, slots=True)
class Questions:
    """What the holder of a link is asked. ``asks_birth_date``: before the first question, where it is known.

    ``heard``: whether somebody is known to read what comes in; False only where something asked can speak of harm.
    """

    link_id: UUID
    channel: str
    instruments: tuple[Instrument, ...]
    language: str
    so_far: Mapping[str, Mapping[str, int]]
    asks_birth_date: bool
    heard: bool


@dataclass(frozen=True, slots=True)
class Saved:
    """What was answered so far, and whether what was just said speaks of harm and had not been said before."""

    so_far: Mapping[str, Mapping[str, int]]
    spoke: bool


@dataclass(frozen=True, slots=True)
class Own:
    """One result as the person reads it: the total, and the one before it."""

    instrument: Instrument
    total: int | None
    before: int | None
    before_at: Instant | None


@dataclass(frozen=True, slots=True)
class Results:
    """What was sent, for the person who sent it. ``spoke``: something in it speaks of harm."""

    link_id: UUID
    channel: str
    language: str
    zone: str
    own: tuple[Own, ...]
    spoke: bool


def opened(token: str, *, at: Instant) -> Questions:
    """Look at what is asked; spends nothing. Raises Denied for a link that does not stand."""
    with _passage(token, at) as (visit, held):
        visit.detail = "link opened"
        return _questions(visit, held)


def begin(token: str, birth_date: date | None, language: str, *, at: Instant) -> Questions | Refused:
    """Begin, in the language chosen. Another birth date is counted; five end the link. Raises Denied.

    The roster is asked again: it may have gone since the link was made (docs/decisions/0022-answering-by-link.md).
    """
    with _passage(token, at, writes=True) as (visit, held):
        asked = _questions(visit, held)
        if not asked.heard:
            return visit.refuse(Refused(NOBODY_LOOKS, _("Nobody is known to read your answers now.")))
        if asked.asks_birth_date and (birth_date is None or not is_same_day(birth_date, _born(held))):
            request_actions.count_wrong_birth_date(visit.stamp, held.link_id, held.wrong_birth_dates)
            return visit.refuse(Refused("birth-date", _("This is not the birth date that we have."), "birth_date"))
        if any(language not in instrument.languages for instrument in asked.instruments):
            language = asked.language
        request_actions.begin(visit.stamp, held.request.request_id, language)
        visit.detail = "begun"
        return _questions(visit, held)


def save(token: str, instrument: str, page: Mapping[str, int | None], *, at: Instant) -> Saved | Refused:
    """Keep the answers of one page; None takes an answer back. An impossible one is refused. Raises Denied."""
    with _passage(token, at, writes=True) as (visit, held):
        known = next((one for one in chosen(held.request.instruments) if one.id == instrument), None)
        if known is None:
            raise door.Denied(ACTION)
        before = _so_far(held)
        merged: dict[str, int | None] = {**before.get(instrument, {}), **page}
        answers = without_contradictions(known, {item: value for item, value in merged.items() if value is not None})
        scored = score(known, answers)
        if isinstance(scored, Refused):
            return visit.refuse(scored)
        so_far = {**before, instrument: answers}
        request_actions.save(visit.stamp, held.request.request_id, so_far)
        visit.detail = f"{instrument}: saved"
        spoke = scored.level is not None and is_sooner(scored.level, _level(held, instrument))
        if spoke:
            _keep_early(visit, held, known, answers)
        return Saved(so_far, spoke)


def send(token: str, *, at: Instant) -> Results | Refused:
    """Send everything: each instrument becomes a response, and the link is spent. Raises Denied."""
    with _passage(token, at, writes=True) as (visit, held):
        so_far = _so_far(held)
        answered = [one for one in chosen(held.request.instruments) if so_far.get(one.id)]
        if not answered:
            return visit.refuse(Refused("blank", _("Nothing is answered yet.")))
        kept = dict(held.request.kept)
        for one in answered:
            done = _keep(visit, held, one, so_far[one.id])
            if isinstance(done, Refused):
                return visit.refuse(done)
            kept[one.id] = done.response_id
        request_actions.complete(visit.stamp, held.request.request_id, held.link_id, kept)
        close_tasks(visit, held.request.request_id)
        visit.detail = f"sent: {', '.join(kept)}"
        return _results(visit, held, kept)


def results(token: str, *, at: Instant) -> Results:
    """The person's own results, for half an hour after they were sent. Raises Denied."""
    with _passage(token, at, sent=True) as (visit, held):
        visit.detail = "own result read"
        return _results(visit, held, held.request.kept)


def _lookup(token: str, at: Instant, *, sent: bool) -> Held | None:
    digest = digest_of(token, PURPOSE)
    held = requests.held(digest, at) if digest else None
    if held is None:
        return None
    if sent:
        fresh = held.spent_at is not None and held.spent_at.plus(seconds=RESULT_SECONDS) > at
        return held if fresh else None
    return held if held.stands(at) else None


@contextmanager
def _passage(token: str, at: Instant, *, writes: bool = False, sent: bool = False) -> Iterator[tuple[Visit, Held]]:
    """Through the door as the holder of the link; the link is read again once the person is locked."""
    found = _lookup(token, at, sent=sent)
    if found is None:
        with door.read(ACTION, actor=ANONYMOUS, at=at):
            raise door.Denied(ACTION)
    actor = link_holder(found.link_id, found.person, NAMES[found.channel])
    way = door.write if writes else door.read
    with way(ACTION, actor=actor, at=at, patient=found.person) as visit:
        held = _lookup(token, at, sent=sent)
        if held is None:
            raise door.Denied(ACTION)
        zone = people.zone_of(people.site_of(held.person))
        visit.stamp = Stamp(link_holder(held.link_id, held.person, NAMES[held.channel], zone or "UTC"), at)
        yield visit, held


def _questions(visit: Visit, held: Held) -> Questions:
    request = held.request
    instruments = chosen(request.instruments)
    speaks = held.channel == LINK and any(one.can_speak_of_harm for one in instruments)
    return Questions(
        link_id=held.link_id,
        channel=held.channel,
        instruments=instruments,
        language=request.language,
        so_far=_so_far(held),
        asks_birth_date=held.channel == LINK and bool(_born(held)),
        heard=not speaks or is_watched(visit.patient, visit),
    )


def _born(held: Held) -> str:
    """The birth date to the day, or nothing."""
    patient = people.patient(held.person)
    known = patient.birth_date if patient else None
    return str(known) if known is not None and known.day is not None else ""


def _so_far(held: Held) -> dict[str, Mapping[str, int]]:
    """What was answered: as saved, or, where that is forgotten, as it was kept because it spoke of harm."""
    kept = {name: queries.kept_so_far(response)[0] for name, response in held.request.kept.items()}
    return {**kept, **held.request.so_far}


def _level(held: Held, instrument: str) -> str:
    """How loud what was kept of these answers already is; nothing where none was."""
    return queries.kept_so_far(held.request.kept[instrument])[1] if instrument in held.request.kept else ""


def _keep(
    visit: Visit, held: Held, instrument: Instrument, answers: Mapping[str, int]
) -> consequences.Submitted | Refused:
    before = held.request.kept.get(instrument.id)
    mode: consequences.Mode = "tablet" if held.channel == "tablet" else "link"
    answered = Answered(answers, visit.stamp.at, mode=mode, language=held.request.language)
    prior = Before(before, _level(held, instrument.id)) if before is not None else None
    return consequences.keep(visit, visit.patient, instrument, answered, before=prior)


def _keep_early(visit: Visit, held: Held, instrument: Instrument, answers: Mapping[str, int]) -> None:
    """What speaks of harm does not wait until everything is sent: many people close such a page."""
    done = _keep(visit, held, instrument, answers)
    if isinstance(done, Refused):
        raise TypeError(f"{instrument.id}: scored before, refused now")
    kept = {**held.request.kept, instrument.id: done.response_id}
    request_actions.keep_early(visit.stamp, held.request.request_id, kept, instrument.id)


def _results(visit: Visit, held: Held, kept: Mapping[str, UUID]) -> Results:
    every = queries.responses(held.person)
    sent = {response.response_id: response for response in every if response.response_id in set(kept.values())}
    own = []
    for instrument in chosen(held.request.instruments):
        response = sent.get(kept[instrument.id]) if instrument.id in kept else None
        if response is None:
            continue
        earlier = [
            one
            for one in every
            if one.instrument == instrument.id and one.version == response.version and one.total is not None
            if one.taken_at < response.taken_at and one.response_id != response.response_id
        ]
        last = earlier[-1] if earlier else None
        total = int(response.total) if response.total is not None else None
        before = int(last.total) if last is not None and last.total is not None else None
        own.append(Own(instrument, total, before, last.taken_at if last else None))
    spoke = any(response.level or response.risk for response in sent.values())
    return Results(held.link_id, held.channel, held.request.language, visit.stamp.actor.zone, tuple(own), spoke)
