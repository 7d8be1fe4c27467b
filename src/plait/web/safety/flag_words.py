"""Signs of harm in words: what was answered or said, how long it waits, who must act, what was done."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from plait.clinical.moment import Instant
from plait.clinical.safety.harm import Sign
from plait.clinical.safety.harm_duty import AFTER_HOURS, FRONT_DOOR, Acting
from plait.coordination.consequences.harm_waiting import Waiting
from plait.coordination.safety.read_flag import Done, FlagRecord
from plait.web.words import day_of, role_words, short_name, time_of


def more_words(count: int) -> str:
    """How many more there are than a page shows, the most pressing first; "" where it shows all."""
    words = ngettext(
        "%(n)s more waits: those shown are the most pressing",
        "%(n)s more wait: those shown are the most pressing",
        count,
    )
    return words % {"n": count} if count else ""


def level_words(level: str) -> str:
    """How soon somebody must look."""
    return {
        "high": gettext("look at once"),
        "moderate": gettext("look today"),
        "low": gettext("look at the next contact"),
        "usual": gettext("usual for the person"),
    }[level]


def whom_words(whom: str) -> str:
    """Who may come to harm."""
    return {
        "self": gettext("harm to self"),
        "others": gettext("harm to others"),
        "both": gettext("harm to self or others"),
    }[whom]


def source_words(source: str) -> str:
    """Which way it came in."""
    return {
        "link": gettext("answered by link"),
        "tablet": gettext("answered on a tablet"),
        "phone": gettext("asked by phone"),
        "clinician": gettext("filled in by a clinician"),
        "import": gettext("imported"),
        "hand": gettext("set by hand"),
        "front-door": gettext("sent from the public page"),
    }[source]


def contact_words(how: str) -> str:
    """How a try to reach the person ended."""
    return {
        "reached": gettext("reached the person"),
        "no-answer": gettext("no answer"),
        "message-left": gettext("left a message to call back"),
        "wrong-number": gettext("the number is wrong"),
    }[how]


def disposition_words(disposition: str) -> str:
    """What came of it."""
    return {
        "safe": gettext("spoke with the person: safe for now"),
        "plan-reviewed": gettext("spoke with the person, safety plan reviewed"),
        "emergency-care": gettext("sent to emergency care"),
        "other-care": gettext("somebody else looks after the person now"),
        "not-reached": gettext("could not be reached: the next step is written down"),
        "by-mistake": gettext("answered by mistake, asked and cleared up"),
        "sender-corrected": gettext("the sender corrected the answer"),
    }[disposition]


def said_words(sign: Sign, zone: str) -> str:
    """What was answered, in one line; of a flag set by hand that it was."""
    words = {
        "values": ", ".join(str(value) for _item, value in sign.items),
        "instrument": short_name(sign.instrument) if sign.instrument else "",
        "day": day_of(sign.said_at, zone),
    }
    if sign.items:
        return gettext("answered %(values)s to a question about harm, %(instrument)s, %(day)s") % words
    if sign.instrument:
        return gettext("answers speak of harm, %(instrument)s, %(day)s") % words
    if sign.source == "front-door":
        return gettext("answers from the public page speak of harm, %(day)s") % words
    return gettext("set by hand, %(day)s") % words


def waited_words(since: Instant, at: Instant) -> str:
    """How long ago, in minutes, hours or days."""
    minutes = max(0, int((at.utc - since.utc).total_seconds()) // 60)
    if minutes < 120:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if minutes < 60 * 48:
        return ngettext("%(n)s hour", "%(n)s hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)s day", "%(n)s days", minutes // 1440) % {"n": minutes // 1440}


def acting_words(one: Acting) -> str:
    """Who must act, and for whom."""
    name = one.clinician.name
    if one.covers == AFTER_HOURS:
        return gettext("%(name)s, covers after hours") % {"name": name}
    if one.covers == FRONT_DOOR:
        return name
    if one.covers:
        return gettext("%(name)s, covers for %(whom)s") % {"name": name, "whom": one.covers}
    return gettext("%(name)s, away") % {"name": name} if one.away else name


def call_words(waiting: Waiting) -> str:
    """Whom to call now."""
    return ", ".join(acting_words(one) for one in waiting.duty.to_call()) or gettext("nobody treats this person yet")


def state_words(waiting: Waiting, at: Instant) -> str:
    """How it stands, in one line."""
    state = waiting.line.running
    if state.waiting_since is not None:
        return gettext("nobody has acknowledged it, for %(time)s") % {"time": waited_words(state.waiting_since, at)}
    return gettext("acknowledged by %(name)s, not closed yet") % {"name": waiting.line.acknowledged_by}


def mine_line(waiting: Waiting, at: Instant, zone: str) -> dict[str, Any]:
    """A flag for somebody who acts on it."""
    return {
        "id": waiting.line.flag_id,
        "href": reverse("safety:flag", args=[waiting.line.flag_id]),
        "name": waiting.line.name,
        "what": said_words(waiting.line.sign, zone),
        "level": level_words(waiting.line.sign.level),
        "state": state_words(waiting, at),
        "waiting": waiting.reading.waiting,
        "late": waiting.reading.late,
    }


def reach_line(waiting: Waiting) -> dict[str, Any]:
    """A flag for whoever is told whom to call: never what was answered."""
    return {
        "id": waiting.line.flag_id,
        "href": reverse("safety:hand-over", args=[waiting.line.flag_id]),
        "name": waiting.line.name,
        "phone": waiting.line.phone,
        "call": call_words(waiting),
        "late": waiting.reading.late,
    }


def record_line(flag: FlagRecord, zone: str) -> dict[str, Any]:
    """A flag of a person in a list."""
    closed = next((one for one in reversed(flag.done) if one.what == "closed"), None)
    state = gettext("open") if flag.open else disposition_words(closed.detail if closed else "safe")
    return {
        "href": reverse("safety:flag", args=[flag.flag_id]),
        "what": said_words(flag.sign, zone),
        "when": time_of(flag.opened_at, zone),
        "state": state,
        "open": flag.open,
    }


def done_line(one: Done, zone: str) -> dict[str, str]:
    """What was done, by whom, when."""
    what = {
        "acknowledged": gettext("acknowledged"),
        "handed-over": gettext("handed to %(name)s") % {"name": one.to},
        "contact": contact_words(one.detail) if one.what == "contact" else "",
        "closed": gettext("closed: %(what)s") % {"what": disposition_words(one.detail) if one.what == "closed" else ""},
        "addendum": gettext("added"),
    }[one.what]
    who = f"{one.by}, {role_words(one.role)}" if one.role else one.by
    return {"what": what, "note": one.note, "who": who, "when": time_of(one.at, zone)}
