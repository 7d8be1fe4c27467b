"""A chart on paper in words: the words of the screens, laid out for somebody who has nothing but the paper."""

from __future__ import annotations

import re
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from plait.clinical.moment import Instant
from plait.clinical.quantity import plain
from plait.coordination.people.print_chart import Printed
from plait.coordination.people.timeline import visit_words
from plait.coordination.people.timeline_words import day_words, first_upper, said
from plait.web.assessment.scores import series_view
from plait.web.components.timeline import render_wide
from plait.web.components.timeline.wide import TABLET
from plait.web.medication.medicines import Page
from plait.web.people.chart import change_words
from plait.web.people.chart_context import allergy_words, pregnancy_words
from plait.web.problems.problems import problem_words
from plait.web.therapy.therapy import course_view
from plait.web.words import day_of, partial_day, role_words, short_name, time_of, unit_words

_LEADS = re.compile(r' href="#[^"]*"')


def paper(printed: Printed, *, zone: str, at: Instant, by: str) -> dict[str, Any]:
    """Everything that stands on the paper."""
    page = Page(printed.medicines, zone)
    orders = [page.order(one) for one in printed.medicines.orders]
    by_id = {one.order_id: one for one in printed.medicines.orders}
    now = [one for one in orders if one["status"] in {"active", "on-hold"} and not by_id[one["order_id"]].waits]
    return {
        "name": printed.header.name,
        "number": printed.header.number,
        "born": partial_day(printed.header.birth_date),
        "who": _who(printed),
        "allergies": [allergy_words(one) for one in printed.header.allergies],
        "allergy_state": printed.header.allergy_state,
        "risk": _risk(printed, zone),
        "pregnancy": pregnancy_words(printed.header.pregnancy, zone) if printed.header.pregnancy_relevant else "",
        "problems": [problem_words(one) for one in printed.conditions if one.current],
        "past_problems": [problem_words(one) for one in printed.conditions if not one.current],
        "medicines": now,
        "waiting": [one for one in orders if by_id[one["order_id"]].waits],
        "totals": [total for regimen in page.regimens() for total in regimen["totals"]],
        "reported": [page.statement(one) for one in printed.medicines.statements if one.status == "active"],
        "no_longer": [page.statement(one) for one in printed.medicines.statements if one.status != "active"],
        "histories": orders,
        "courses": [course_view(one, zone) for one in printed.courses],
        "scores": [_series(one, zone) for one in printed.scores],
        "visits": [
            (time_of(one.started_at, zone), visit_words(one.kind), first_upper(said(one.text)), said(one.practitioner))
            for one in printed.encounters
        ],
        "life_events": [(partial_day(one.on), said(one.text)) for one in printed.life_events],
        "results": [_result(one, zone) for one in printed.results],
        "more_results": printed.more_results,
        "team": [_member(one, zone, at) for one in printed.team],
        "relations": [_relation(one) for one in printed.relations],
        "release": printed.release,
        "printed": gettext("Printed %(when)s by %(who)s") % {"when": time_of(at, zone), "who": by},
    }


def drawing(printed: Printed) -> SafeString:
    """The timeline for tablet and paper. It leads nowhere: the table twin, to which its marks lead, is not here."""
    return SafeString(_LEADS.sub("", render_wide(printed.timeline, width=TABLET)))


def _who(printed: Printed) -> list[tuple[str, str]]:
    """Who the person is, as far as it is known."""
    person, top = printed.person, printed.header
    age = ngettext("%(years)s year", "%(years)s years", top.age or 0) % {"years": top.age} if top.age else ""
    born = ", ".join(part for part in (partial_day(top.birth_date), age) if part)
    sexes = {"female": gettext("female"), "male": gettext("male"), "other": gettext("other")}
    address = person.address
    lines = [address.get(part, "") for part in ("line", "city", "state", "postal_code", "country")]
    told = [
        (gettext("Number"), top.number),
        (gettext("Born"), born),
        (gettext("Died"), said(person.deceased)),
        (gettext("Called"), said(person.preferred_name)),
        (gettext("Pronouns"), said(person.pronouns)),
        (gettext("Sex for clinical use"), sexes.get(person.sex_for_clinical_use, gettext("not known"))),
        (gettext("Gender"), said(person.gender_identity)),
        (gettext("Languages"), ", ".join(map(said, person.languages))),
        (gettext("Phone"), ", ".join(map(said, person.phones))),
        (gettext("E-mail"), ", ".join(map(said, person.emails))),
        (gettext("Address"), ", ".join(said(line) for line in lines if line)),
    ]
    return [(label, value) for label, value in told if value]


def _risk(printed: Printed, zone: str) -> str:
    risk = printed.header.risk
    if risk is None:
        return ""
    words = {
        "values": ", ".join(str(value) for _item, value in risk.items),
        "instrument": short_name(risk.instrument),
        "day": day_of(risk.taken_at, zone),
    }
    return gettext("Answered %(values)s to the self-harm question, %(instrument)s, %(day)s") % words


def _series(series: Any, zone: str) -> dict[str, Any]:
    """The totals of an instrument, newest first, and what the change means."""
    view = series_view(series, zone)
    lowest = series.instrument.lowest if series.instrument else ""
    return {**view, "change": change_words(series), "lowest": lowest}


def _result(line: Any, zone: str) -> tuple[str, str, str]:
    value = f"{plain(line.value)} {unit_words(line.unit)}".strip() if line.value is not None else said(line.value_text)
    taken = time_of(line.taken_at, zone) if line.taken_at else gettext("day not stated")
    return (said(line.text) or line.code, value or gettext("not stated"), taken)


def _member(member: Any, zone: str, at: Instant) -> tuple[str, str, str]:
    since = day_of(member.starts_at, zone)
    if member.at(at):
        when = gettext("since %(day)s") % {"day": since}
    else:
        when = f"{since} – {day_of(member.ends_at, zone)}" if member.ends_at else since
    name = f"{member.name}, {member.profession}" if member.profession else member.name
    return (role_words(member.role), name, when)


def _relation(relation: Any) -> tuple[str, str, str]:
    name = said(relation.name)
    until = gettext("until %(day)s") % {"day": day_words(relation.ends_on)} if relation.ends_on else ""
    return (
        said(relation.relationship or relation.kind),
        name,
        ", ".join(x for x in (said(relation.phone), until) if x),
    )
