"""Words about visits: what for, how one meets, what became of it, when."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext

from plait.clinical.moment import Instant
from plait.clinical.visits.appointment import Appointment, AppointmentEvent
from plait.clinical.visits.concerns import Concern
from plait.coordination.people.timeline_words import day_words, month_name
from plait.coordination.visits.note_attendance import CANCEL_REASONS
from plait.web.words import place_words, time_of


def service_words(service: str) -> str:
    """What a visit is for."""
    return {
        "evaluation": gettext("Evaluation"),
        "follow-up": gettext("Follow-up"),
        "session": gettext("Session"),
        "couple": gettext("Couple session"),
        "family": gettext("Family session"),
        "group": gettext("Group session"),
        "other": gettext("Other visit"),
    }.get(service, service)


def what_words(appointment: Appointment) -> str:
    """What for, and how where it is not in person: "Follow-up, video"."""
    service = service_words(appointment.service)
    return service if appointment.mode == "in-person" else f"{service}, {place_words(appointment.mode)}"


def kind_words(kind: str) -> str:
    """What kind of visit took place."""
    return {
        "medication-visit": gettext("Medication visit"),
        "evaluation": gettext("Evaluation"),
        "other": gettext("Other visit"),
    }.get(kind, kind)


def status_words(status: str) -> str:
    """What became of a visit."""
    return {
        "booked": gettext("Booked"),
        "arrived": gettext("Here"),
        "fulfilled": gettext("Took place"),
        "noshow": gettext("Did not come"),
        "cancelled": gettext("Called off"),
    }.get(status, status)


def cancel_words(reason: str) -> str:
    """Why a visit was called off."""
    return {
        "person-asked": gettext("The person asked for it"),
        "clinician-away": gettext("The clinician cannot"),
        "practice-closed": gettext("The practice is closed"),
        "mistake": gettext("Booked by mistake"),
        "other": gettext("Other"),
    }[reason]


def told_reason(note: str) -> str:
    """A reason with its code in words: "The person asked for it: on holiday"."""
    code, _colon, more = note.partition(":")
    if code not in CANCEL_REASONS:
        return note
    if code == "other":
        return more.strip() or cancel_words(code)
    return f"{cancel_words(code)}: {more.strip()}" if more.strip() else cancel_words(code)


def weekday(day: date) -> str:
    """The name of a day of the week."""
    return (
        gettext("Monday"),
        gettext("Tuesday"),
        gettext("Wednesday"),
        gettext("Thursday"),
        gettext("Friday"),
        gettext("Saturday"),
        gettext("Sunday"),
    )[day.weekday()]


def long_day(day: date) -> str:
    """A day with its name, "Tuesday, 24 Nov 2026"."""
    return gettext("%(weekday)s, %(day)s") % {"weekday": weekday(day), "day": day_words(day)}


def short_day(day: date, today: date) -> str:
    """A day in few signs: "12 Nov", with the year where it is another one."""
    if day.year != today.year:
        return day_words(day)
    return gettext("%(day)s %(month)s") % {"day": day.day, "month": month_name(day.month)}


def clock_of(appointment: Appointment) -> str:
    """When it begins, as agreed: "09:00"."""
    return appointment.local_start[11:]


def span_of(appointment: Appointment) -> str:
    """From when until when: "09:00 to 09:30"."""
    ends = f"{appointment.ends_at.local(appointment.zone):%H:%M}"
    return gettext("%(start)s to %(end)s") % {"start": clock_of(appointment), "end": ends}


def day_of_visit(appointment: Appointment) -> date:
    """The day it was agreed for."""
    return date.fromisoformat(appointment.local_start[:10])


def whole_time(appointment: Appointment) -> str:
    """Day and time: "Tuesday, 24 Nov 2026, 09:00 to 09:30"."""
    return f"{long_day(day_of_visit(appointment))}, {span_of(appointment)}"


def next_visit_words(starts_at: Instant, practitioner: str, zone: str) -> str:
    """The next visit in passing: "24 Nov 2026, 09:00, Dr. A. Reyes"."""
    return ", ".join(part for part in (time_of(starts_at, zone), practitioner) if part)


def concern_words(concern: Concern, zone: str) -> str:
    """What should be known before a visit is booked at this time."""
    if concern.clash and concern.starts_at is not None and concern.ends_at is not None:
        words = {
            "who": concern.who,
            "start": f"{concern.starts_at.local(zone):%H:%M}",
            "end": f"{concern.ends_at.local(zone):%H:%M}",
        }
        if concern.kind == "clinician-busy":
            return gettext("%(who)s has another visit then, %(start)s to %(end)s.") % words
        return gettext("This person has another visit then, %(start)s to %(end)s, with %(who)s.") % words
    return {
        "past": gettext("This time is over already."),
        "not-on-team": gettext(
            "%(who)s is not on this person's care team: until that changes, they see a taken time without a name, and "
            "cannot open the chart."
        )
        % {"who": concern.who},
        "comes-twice": gettext(
            "This time comes twice that night, because the clock is put back. The visit is at the first of the two."
        ),
    }[concern.kind]


def event_words(event: AppointmentEvent) -> str:
    """What happened to an appointment, with what it changed."""
    what = {
        "booked": gettext("Booked"),
        "moved": gettext("Moved"),
        "arrived": gettext("Arrived"),
        "missed": gettext("Did not come"),
        "reopened": gettext("Taken back: booked again"),
        "cancelled": gettext("Called off"),
        "fulfilled": gettext("Took place"),
    }.get(event.what, event.what)
    if event.what != "moved":
        return what
    before, after = event.before, event.after
    parts = []
    if (before.get("local_start"), before.get("minutes")) != (after.get("local_start"), after.get("minutes")):
        parts.append(gettext("%(old)s became %(new)s") % {"old": _moment(before), "new": _moment(after)})
    if before.get("practitioner") != after.get("practitioner"):
        parts.append(gettext("from %(old)s to %(new)s") % {"old": before["practitioner"], "new": after["practitioner"]})
    if before.get("mode") != after.get("mode"):
        parts.append(place_words(after.get("mode", "")))
    return f"{what}: {'; '.join(parts)}" if parts else what


def _moment(told: object) -> str:
    """A time as an event keeps it."""
    columns = dict(told)  # type: ignore[call-overload]
    start = columns.get("local_start", "")
    if not start:
        return ""
    day, clock = day_words(date.fromisoformat(start[:10])), start[11:]
    return gettext("%(day)s, %(clock)s, %(minutes)s min") % {
        "day": day,
        "clock": clock,
        "minutes": columns.get("minutes", ""),
    }
