"""What the practice's site says of its people and places: one's own profile, and what the administrator writes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from plait.coordination.door import Denied
from plait.coordination.site import publish_place, publish_profile
from plait.foundation.clock import now
from plait.web.site.people_words import day_words, hours_lines
from plait.web.site.publish_forms import PlaceForm, ProfileForm


@require_http_methods(["GET", "HEAD", "POST"])
def own_profile(request: HttpRequest) -> HttpResponse:
    """One's own profile."""
    practitioner_id = request.actor.practitioner_id  # type: ignore[attr-defined]
    if practitioner_id is None:
        raise Denied("site.publish-own")
    return _profile(request, practitioner_id, reverse("own-profile"))


@require_http_methods(["GET", "HEAD", "POST"])
def profile_of(request: HttpRequest, practitioner_id: UUID) -> HttpResponse:
    """Somebody's profile, for the administrator."""
    return _profile(request, practitioner_id, reverse("profile-of", args=[practitioner_id]))


def _profile(request: HttpRequest, practitioner_id: UUID, back: str) -> HttpResponse:
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    page = publish_profile.read(practitioner_id, actor=actor, at=at)
    form = ProfileForm.opened(request, page.conditions, start=lambda: ProfileForm.of(page.said))
    if request.method == "POST" and form.is_valid():
        command = publish_profile.Command(practitioner_id, form.said())
        if form.attempt(lambda once: publish_profile.commit(command, actor=actor, at=at, once=once)) is not None:
            shown = gettext("The practice's site shows it now.")
            messages.success(request, shown if command.said.published else gettext("Kept. The site does not show it."))
            return redirect(back)
    own = actor.practitioner_id == practitioner_id
    context = {
        "page_title": gettext("Public profile") if own else gettext("Public profile: %(name)s") % {"name": page.name},
        "form": form,
        "own": own,
        "shown": page.said.published,
        "public_href": reverse("team-member", args=[page.slug]) if page.slug else "",
        "account_href": "" if own else reverse("accounts:account", args=[practitioner_id]),
    }
    return render(request, "site/publish_profile.html", context, status=422 if form.errors else 200)


@require_safe
def list_places(request: HttpRequest) -> HttpResponse:
    """Every place of the practice, and whether the site shows it."""
    found = publish_place.read(actor=request.actor, at=now())  # type: ignore[attr-defined]
    context = {
        "page_title": gettext("Places on the practice's site"),
        "places": [_line(place) for place in found],
        "public_href": reverse("places"),
    }
    return render(request, "site/publish_places.html", context)


def _line(place: publish_place.Place) -> dict[str, Any]:
    return {
        "name": place.name,
        "href": reverse("publish-place", args=[place.site_id]),
        "shown": place.public.published,
        "address": place.public.address,
        "hours": hours_lines(place.public.hours),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """What the site says of a place."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    known = publish_place.one(site_id, actor=actor, at=at)
    form = PlaceForm.opened(request, start=lambda: PlaceForm.of(known.public))
    if request.method == "POST" and form.is_valid():
        command = publish_place.Command(site_id, form.said())
        if form.attempt(lambda once: publish_place.commit(command, actor=actor, at=at, once=once)) is not None:
            shown = gettext("The practice's site shows it now.")
            messages.success(request, shown if command.said.published else gettext("Kept. The site does not show it."))
            return redirect("publish-places")
    context = {
        "page_title": gettext("%(place)s on the practice's site") % {"place": known.name},
        "form": form,
        "days": [form[f"day_{number}"] for number in range(len(day_words()))],
        "list_href": reverse("publish-places"),
    }
    return render(request, "site/publish_place.html", context, status=422 if form.errors else 200)
