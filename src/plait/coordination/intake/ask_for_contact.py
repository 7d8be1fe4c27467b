"""Somebody without an account asks the practice to call back, and may hand over their decision aid with it.

One request, one task for the coordinators, due when the practice said that it answers. What in the answers speaks of
harm opens one flag on the request in the same transaction, with the time at which it was answered. What the person did
not agree to is not kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from plait.clinical.intake.answer_time import answer_by
from plait.clinical.intake.handed_over import HandedOver
from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant, PartialDate
from plait.clinical.refusal import Refused
from plait.clinical.safety.harm import Sign, Whom, together
from plait.clinical.safety.harm_duty import Hours
from plait.coordination import door
from plait.coordination.consequences import contact, harm
from plait.foundation import idempotency
from plait.foundation.actor import ANONYMOUS, Actor
from plait.foundation.enquirer import Enquirer
from plait.foundation.idempotency import Once
from plait.foundation.locks import lock_patients
from plait.records.intake import actions
from plait.records.intake.types import Asked
from plait.records.tasks import roster

__all__ = ["ACTION", "DANGER", "LANGUAGES", "LONGEST_WORDS", "SEEKS", "WHOM", "Command", "HandedOver", "Sent", "commit"]
ACTION = "intake.ask-for-contact"
CAUSE = "contact-request"
LANGUAGES = ("en", "es")
SEEKS = ("medication", "therapy", "both", "not-sure")
WHOM = ("me", "somebody-else")
# "Are you or is somebody else in danger now?" Every answer but the first speaks of harm, and must be looked at at once.
DANGER = ("no", "me", "somebody-else", "both")
IN_DANGER: dict[str, Whom] = {"me": "self", "somebody-else": "others", "both": "both"}
DIGITS_OF_A_PHONE = 7
LONGEST_WORDS = 1500


@dataclass(frozen=True, slots=True)
class Command:
    """What is sent. ``consent``: the sentences that were agreed to, as shown; ``aid_agreed``: the aid may be kept.

    ``days`` and ``zone``: after how many working days the practice answers, and by whose clock.
    """

    name: str
    phone: str = ""
    email: str = ""
    text_ok: bool = False
    message_ok: bool = False
    good_times: str = ""
    language: str = "en"
    seeks: str = ""
    words: str = ""
    whom: str = ""
    about_name: str = ""
    relationship: str = ""
    birth_date: str = ""
    danger: str = ""
    consent: tuple[str, ...] = ()
    aid: HandedOver | None = None
    aid_agreed: bool = False
    days: int = 2
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Sent:
    """It is with the coordinators. ``harm``: something in it speaks of harm, so help is shown first."""

    request_id: UUID
    answer_by: Instant
    harm: bool


def commit(command: Command, *, at: Instant, once: Once, actor: Actor = ANONYMOUS) -> Sent | Refused:
    """Send it."""
    with door.write(ACTION, actor=actor, at=at, once=once) as visit:
        lock_patients([once.key])  # two that come at one moment: the second waits, and finds what the first did
        kept = idempotency.replay(once, ACTION, actor.id)
        if kept is not None:
            return Sent(UUID(kept["request"]), Instant.parse(kept["answer_by"]), kept["harm"])
        refused = next(_refusals(command), None)
        if refused is not None:
            return visit.refuse(refused)
        hours = [Hours(one.weekday, one.opens, one.closes) for one in roster.hours_listed()]
        due = answer_by(at, command.days, hours, command.zone)
        request_id = actions.keep_request(visit.stamp, _asked(command), answer_by=due)
        contact.ask_to_answer(visit, request_id, name=command.name.strip(), due=due)
        sign = sign_of(command, at)
        if sign is not None:
            harm.receive(visit, Enquirer(request_id), sign, cause_kind=CAUSE, cause_id=request_id)
        visit.detail = f"contact request {request_id}"
        sent = Sent(request_id, due, sign is not None)
        door.keep_outcome(visit, once, {"request": str(request_id), "answer_by": due.iso(), "harm": sent.harm})
        return sent


def sign_of(command: Command, at: Instant) -> Sign | None:
    """What speaks of harm in what is sent: in the one question of the form, and in the aid that is handed over."""
    said = list(command.aid.signs) if command.aid is not None and command.aid_agreed else []
    whom = IN_DANGER.get(command.danger)
    if whom is not None:
        said.append(Sign("high", whom, "front-door", "", (), at, DANGER_WORDS[command.danger]))
    sign = together(said)
    return replace(sign, source="front-door") if sign is not None else None


DANGER_WORDS = {
    "me": _("Asked whether somebody is in danger now: yes, I am."),
    "somebody-else": _("Asked whether somebody is in danger now: yes, somebody else is."),
    "both": _("Asked whether somebody is in danger now: yes, I am and somebody else is."),
}


def _refusals(command: Command) -> Iterator[Refused]:
    yield from _wrong_reach(command)
    yield from _wrong_answers(command)


def _wrong_reach(command: Command) -> Iterator[Refused]:
    if not command.name.strip():
        yield Refused("name", _("Write the name that we should ask for."), "name")
    digits = sum(c.isdigit() for c in command.phone)
    if not command.phone.strip() and not command.email.strip():
        yield Refused("reach", _("Give a phone number or an e-mail address, so that we can reach you."), "phone")
    elif command.phone.strip() and digits < DIGITS_OF_A_PHONE:
        yield Refused("phone", _("A phone number has at least seven digits."), "phone")
    if command.email.strip() and not _is_email(command.email.strip()):
        yield Refused("email", _("Write an e-mail address like name@example.org."), "email")


def _wrong_answers(command: Command) -> Iterator[Refused]:
    if command.seeks not in SEEKS:
        yield Refused("seeks", _("Choose what you look for. “Not sure” is fine."), "seeks")
    if command.whom not in WHOM:
        yield Refused("whom", _("Choose who it is for."), "whom")
    if command.danger not in DANGER:
        yield Refused("danger", _("Please answer this question. It helps us to help in time."), "danger")
    if len(command.words) > LONGEST_WORDS:
        yield Refused("long", _("This is too long. Say the rest when we talk."), "words")
    if not _is_date(command.birth_date):
        yield Refused("birth-date", _("Write the birth date like 1990-04-23, or leave it open."), "birth_date")
    if command.language not in LANGUAGES:
        yield Refused("language", _("Choose the language in which we should talk."), "language")
    if not command.consent:
        yield Refused("consent", _("Without your consent we may not keep this, and cannot call you back."), "consent")


def _is_email(text: str) -> bool:
    name, _sign, host = text.rpartition("@")
    return bool(name) and "." in host and " " not in text


def _is_date(text: str) -> bool:
    if not text.strip():
        return True
    try:
        PartialDate.parse(text.strip())
    except ValueError:
        return False
    return True


def _asked(command: Command) -> Asked:
    """As it is kept: what was not agreed to is left out."""
    somebody_else = command.whom == "somebody-else"
    return Asked(
        name=command.name.strip(),
        phone=command.phone.strip(),
        email=command.email.strip(),
        text_ok=command.text_ok,
        message_ok=command.message_ok,
        good_times=command.good_times.strip(),
        language=command.language,
        seeks=command.seeks,
        words=command.words.strip(),
        whom=command.whom,
        about_name=command.about_name.strip() if somebody_else else "",
        relationship=command.relationship.strip() if somebody_else else "",
        birth_date=command.birth_date.strip(),
        danger=command.danger,
        consent=command.consent,
        aid=command.aid if command.aid_agreed else None,
    )
