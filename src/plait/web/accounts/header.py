"""What the frame of every signed-in page shows: who acts in which role, where one may go, when the screen locks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from plait.coordination.consequences.harm_waiting import any_late
from plait.foundation import clock
from plait.foundation.actor import Actor
from plait.web.accounts import login_session

ROLE_WORDS: dict[str, Promise] = {
    "prescriber": gettext_lazy("prescriber"),
    "therapist": gettext_lazy("therapist"),
    "coordinator": gettext_lazy("coordinator"),
    "administrator": gettext_lazy("administrator"),
}
CARE = ("prescriber", "therapist", "coordinator")
# label, name of the address, key of the shortcut "g" and a letter, roles (or duties)
PLACES: tuple[tuple[Promise, str, str, tuple[str, ...]], ...] = (
    (gettext_lazy("Today"), "visits:today", "d", CARE),
    (gettext_lazy("People"), "people:find", "p", CARE),
    (gettext_lazy("Caseload"), "assessment:caseload", "c", ("prescriber", "therapist")),
    (gettext_lazy("Tasks"), "tasks:list", "t", CARE),
    (gettext_lazy("Imports"), "interchange:list", "i", CARE),
    (gettext_lazy("Accounts"), "accounts:list", "a", ("administrator",)),
    (gettext_lazy("Tasks"), "tasks:list", "t", ("administrator",)),
    (gettext_lazy("Messages out"), "messages:list", "m", ("administrator",)),
    (gettext_lazy("Emergency"), "people:emergency", "e", ("prescriber", "therapist")),
    (gettext_lazy("Emergency accesses"), "people:emergency-reviews", "r", ("privacy-lead",)),
)


def role_word(role: str) -> str:
    """What a role is called on screen; a word of its own for staff without a role today."""
    return str(ROLE_WORDS.get(role, gettext_lazy("no role today")))


def places(actor: Actor, path: str) -> list[dict[str, Any]]:
    """Where somebody may go in the role they act in, and by their duties; ``current`` where they are."""
    found = []
    for label, name, key, roles in PLACES:
        if not {actor.acting_role, *actor.duties} & set(roles):
            continue
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        found.append({"label": label, "href": href, "key": key, "current": path.startswith(href)})
    return found


def header(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``actor``, ``nav``, ``search_href`` and ``idle`` for base.html; nothing when nobody is in."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.kind != "staff" or not getattr(request, "signed_in", False):
        return {"actor": None, "nav": [], "search_href": "", "idle": None, "harm_late_href": ""}
    roles = [{"code": role, "label": role_word(role), "current": role == actor.acting_role} for role in actor.roles]
    nav: list[dict[str, Any]] = request.nav  # type: ignore[attr-defined]
    return {
        "actor": {
            "name": actor.name,
            "acting_role": role_word(actor.acting_role),
            "roles": roles,
            "publishes": actor.clinical,
        },
        "nav": nav,
        "harm_late_href": reverse("safety:list") if any_late(request.user, clock.now()) else "",
        "search_href": next((place["href"] for place in nav if place["key"] == "p"), ""),
        "idle": {
            "seconds": login_session.idle_seconds_left(request, clock.now()),
            "stay_href": reverse("accounts:stay"),
            "lock_href": reverse("accounts:lock_now"),
            "draft_href": reverse("documents:keep"),
        },
    }
