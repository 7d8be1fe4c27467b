"""The team and the places: what is published of them, read through the door. Without the database they say so."""

from __future__ import annotations

from typing import Any, TypeVar

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from plait.coordination.site import folder, published
from plait.coordination.site.published import Member, Place
from plait.foundation.actor import ANONYMOUS
from plait.foundation.clock import now
from plait.web.site import schema
from plait.web.site.access import needs_no_database
from plait.web.site.answering import answer, unavailable
from plait.web.site.languages import in_language, language_of
from plait.web.site.pages import links
from plait.web.site.people_words import hours_lines, language_word, licence_words, profession_word
from plait.web.words import modality_words

NO_ANSWER = (DatabaseError, InterfaceError)
Read = TypeVar("Read")


@needs_no_database
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """Everybody who is published."""
    title = gettext("Team")
    context = {
        **_frame(title, gettext("Who works here, how they work, and who has room for new people.")),
        "links": links(request, "contact"),
    }
    try:
        found = published.team(settings.TIME_ZONE, actor=ANONYMOUS, at=now())
    except NO_ANSWER:
        return unavailable(request, "site/team.html", context)
    context["members"] = [_line(one, request) for one in found]
    home, here = _home(request), _here(request)
    return answer(request, "site/team.html", context, schema=[schema.trail(home, (title, here))])


@needs_no_database
@require_safe
def member(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them."""
    context: dict[str, Any] = {
        **_frame(gettext("Team"), ""),
        "links": links(request, "contact", "team", "places"),
    }
    try:
        found = published.team(settings.TIME_ZONE, actor=ANONYMOUS, at=now())
    except NO_ANSWER:
        return unavailable(request, "site/member.html", context)
    one = next((each for each in found if each.slug == slug), None)
    if one is None:
        raise Http404
    shown = _member(one, request)
    context |= {"member": shown, "page_title": one.name, "description": f"{one.name}, {shown['profession']}"}
    team_at = gettext("Team"), request.build_absolute_uri(context["links"]["team"])
    told = [
        schema.practitioner(one.name, shown["profession"], one.profession, _here(request), shown["languages"]),
        schema.trail(_home(request), team_at, (one.name, _here(request))),
    ]
    return answer(request, "site/member.html", context, schema=told)


@needs_no_database
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Every place that is published."""
    title = gettext("Places and hours")
    context = {
        **_frame(title, gettext("Where we are, when we are open, and how to get in.")),
        "links": links(request, "contact"),
    }
    try:
        found = published.places(actor=ANONYMOUS)
    except NO_ANSWER:
        return unavailable(request, "site/places.html", context)
    context["places"] = [_place(one, language_of(request.path)) for one in found]
    told = [schema.place(one.name, one.public, settings.PRACTICE_NAME) for one in found]
    return answer(request, "site/places.html", context, schema=told)


def _frame(title: str, description: str) -> dict[str, Any]:
    return {"page_title": title, "description": description, "phone": folder.practice_facts().telephone}


def _home(request: HttpRequest) -> tuple[str, str]:
    return gettext("Home"), request.build_absolute_uri(in_language("/", language_of(request.path)))


def _here(request: HttpRequest) -> str:
    return request.build_absolute_uri(request.path)


def _line(one: Member, request: HttpRequest) -> dict[str, Any]:
    """A member in the list."""
    said = one.profile
    strands = {"prescriber": "med", "therapist": "ther"}
    held = [strands[role] for role in one.roles if role in strands]
    return {
        "href": in_language(f"/team/{one.slug}", language_of(request.path)),
        "name": one.name,
        "pronouns": said.pronouns,
        "profession": profession_word(one.profession),
        "approaches": [modality_words(code) for code in said.approaches],
        "languages": [language_word(code) for code in said.languages],
        "place": one.place,
        "accepts_new": said.accepts_new,
        "strand": held[0] if len(held) == 1 else "both",
    }


def _member(one: Member, request: HttpRequest) -> dict[str, Any]:
    """A member on their own page."""
    language, said = language_of(request.path), one.profile
    pages = {page.slug: page.title for page in folder.pages().of(language, "condition")}
    conditions = [
        {"title": pages[slug], "href": in_language(f"/conditions/{slug}", language)}
        for slug in said.conditions
        if slug in pages
    ]
    return {
        **_line(one, request),
        "licences": [licence_words(line) for line in one.licences],
        "conditions": conditions,
        "first_visit": said.first_visit_es if language == "es" else said.first_visit_en,
    }


def _place(one: Place, language: str) -> dict[str, Any]:
    said = one.public
    return {
        "name": one.name,
        "address": said.address,
        "telephone": said.telephone,
        "hours": hours_lines(said.hours),
        "access": said.access_es if language == "es" else said.access_en,
    }
