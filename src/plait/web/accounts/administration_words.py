"""What the administrator's screens say about an account: roles with their dates, licences, factors, history."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from plait.coordination.accounts.read_staff import Account, StaffLine
from plait.coordination.people.timeline_words import day_words
from plait.foundation.actor import Actor
from plait.foundation.clock import now
from plait.web.accounts.header import role_word
from plait.web.words import time_of

FACTOR_WORDS = {"totp": gettext_lazy("authenticator app"), "webauthn": gettext_lazy("passkey")}
EVENT_WORDS = {
    "opened": gettext_lazy("Account opened"),
    "switched-off": gettext_lazy("Switched off"),
    "switched-on": gettext_lazy("Switched on"),
    "password-changed": gettext_lazy("Password changed"),
    "link-given": gettext_lazy("Set-up link made"),
    "link-used": gettext_lazy("Set-up link used"),
    "app-added": gettext_lazy("Authenticator app set up"),
    "app-removed": gettext_lazy("Authenticator app removed"),
    "passkey-added": gettext_lazy("Passkey set up"),
    "passkey-removed": gettext_lazy("Passkey removed"),
    "codes-made": gettext_lazy("New recovery codes made"),
    "factors-removed": gettext_lazy("Second factors removed"),
    "role-given": gettext_lazy("Role given"),
    "role-ended": gettext_lazy("End of a role"),
    "licence-added": gettext_lazy("Licence added"),
    "duty-named": gettext_lazy("Named for a duty"),
}


def list_context(lines: tuple[StaffLine, ...], zone: str) -> dict[str, Any]:
    """The list of accounts as a table."""
    today = now().day(zone)
    labels = (
        gettext("Name"),
        gettext("Profession"),
        gettext("Site"),
        gettext("Roles"),
        gettext("Licences"),
        gettext("Second factor"),
        gettext("Last sign-in"),
        gettext("Account"),
    )
    return {
        "page_title": gettext("Accounts"),
        "columns": [{"label": label} for label in labels],
        "rows": [_row(line, today, zone) for line in lines],
    }


def account_context(read: Account, actor: Actor) -> dict[str, Any]:
    """One account in words."""
    member = read.member
    return {
        "page_title": member.name,
        "member": member,
        "own": member.user_id == actor.id,
        "facts": [
            {"term": gettext("Sign-in name"), "detail": member.sign_in_name},
            {"term": gettext("Profession"), "detail": member.profession or "–"},
            {"term": gettext("Site"), "detail": member.site or "–"},
            {"term": gettext("Account"), "detail": gettext("on") if member.active else gettext("switched off")},
            {"term": gettext("Second factor"), "detail": factor_words(read.factors)},
            {"term": gettext("Last sign-in"), "detail": _last_sign_in(member.last_sign_in, actor.zone)},
        ],
        "roles": [
            {"name": role_word(line.role), "dates": _dates(line.starts_on, line.ends_on), "holds": line.on(read.today)}
            for line in member.roles
        ],
        "licences": [
            f"{line.state}, {line.profession}, {line.number} ({_dates(line.starts_on, line.ends_on)})"
            for line in member.licences
        ],
        "events": [
            {
                "at": time_of(event.at, actor.zone),
                "what": EVENT_WORDS.get(event.what, event.what),
                "detail": event.detail,
                "by": event.by,
            }
            for event in read.events
        ],
    }


def factor_words(factors: tuple[str, ...]) -> str:
    """The second factors of an account."""
    if not factors:
        return gettext("not set up")
    return ", ".join(str(FACTOR_WORDS[kind]) for kind in sorted(set(factors)))


def _row(line: StaffLine, today: date, zone: str) -> list[Any]:
    member = line.member
    return [
        {"text": member.name, "href": reverse("accounts:account", args=[member.practitioner_id])},
        member.profession or "–",
        member.site or "–",
        ", ".join(
            f"{role_word(r.role)} ({_dates(r.starts_on, r.ends_on)})" for r in member.roles if _not_over(r, today)
        )
        or gettext("none"),
        ", ".join(f"{licence.state} {licence.number}" for licence in member.licences) or gettext("none"),
        factor_words(line.factors),
        _last_sign_in(member.last_sign_in, zone),
        gettext("on") if member.active else gettext("off"),
    ]


def _not_over(line: Any, today: date) -> bool:
    return line.ends_on is None or line.ends_on > today


def _last_sign_in(when: Any, zone: str) -> str:
    return time_of(when, zone) if when else gettext("never")


def _dates(starts_on: date | None, ends_on: date | None) -> str:
    if starts_on and ends_on:
        return gettext("%(from)s until %(until)s") % {"from": day_words(starts_on), "until": day_words(ends_on)}
    if ends_on:
        return gettext("until %(until)s") % {"until": day_words(ends_on)}
    return gettext("since %(from)s") % {"from": day_words(starts_on)} if starts_on else gettext("no dates")
