"""The administrator's screens: who has an account, a new one, and what may be changed about one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plait.clinical.refusal import Refused
from plait.coordination.accounts import add_licence, change_roles, open_account, read_staff, renew_link, switch_account
from plait.coordination.upkeep import read_backups
from plait.foundation.clock import now
from plait.foundation.idempotency import Once
from plait.web.accounts.administration_forms import EndRoleForm, GiveRoleForm, LicenceForm, LinkForm, NewAccountForm
from plait.web.accounts.administration_words import account_context, list_context
from plait.web.accounts.backup_notice import backup_notice
from plait.web.accounts.duties_words import gaps_context
from plait.web.documents import restore
from plait.web.forms import DecisionForm


@require_safe
def list_accounts(request: HttpRequest) -> HttpResponse:
    """All staff with an account; above them, whether the practice is backed up."""
    actor = request.actor  # type: ignore[attr-defined]
    read = read_staff.everybody(actor=actor, at=now())
    backups = backup_notice(read_backups.read(actor=actor, at=now()), actor.zone)
    context = list_context(read.lines, actor.zone) | gaps_context(read.gaps) | {"backups": backups}
    return render(request, "accounts/list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_account(request: HttpRequest) -> HttpResponse:
    """Open an account; its link is shown on the answer, once."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    form = NewAccountForm.opened(request, read_staff.sites(actor=actor, at=at))
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        command = open_account.Command(
            asked["name"], asked["sign_in_name"], asked["profession"], UUID(asked["site_id"]), tuple(asked["roles"])
        )
        outcome = form.send(lambda once: open_account.commit(command, actor=actor, at=at, once=once))
        if not isinstance(outcome, Refused):
            return _link_page(request, outcome.practitioner_id, command.name, outcome.link)
        form.refuse(outcome)
    context = {"page_title": gettext("New account"), "form": form}
    return render(request, "accounts/new.html", context, status=422 if form.errors else 200)


@require_safe
def account(request: HttpRequest, practitioner_id: UUID) -> HttpResponse:
    """One account."""
    return _page(request, practitioner_id)


@require_POST
def give_role(request: HttpRequest, practitioner_id: UUID) -> HttpResponse:
    """Give a role from a day on."""
    form = GiveRoleForm(request, request.POST)
    if form.is_valid():
        command = change_roles.Give(practitioner_id, form.cleaned_data["role"], form.cleaned_data["starts_on"])
        if _done(form, form.send(lambda once: change_roles.give(command, **_asked(request, once)))):
            return _back(request, practitioner_id, gettext("The role is given."))
    return _page(request, practitioner_id, give=form)


@require_POST
def end_role(request: HttpRequest, practitioner_id: UUID) -> HttpResponse:
    """End a role on a day."""
    form = EndRoleForm(request, request.POST)
    if form.is_valid():
        command = change_roles.End(practitioner_id, form.cleaned_data["role"], form.cleaned_data["ends_on"])
        if _done(form, form.send(lambda once: change_roles.end(command, **_asked(request, once)))):
            return _back(request, practitioner_id, gettext("The end of the role is on record."))
    return _page(request, practitioner_id, end=form)


@require_POST
def licence(request: HttpRequest, practitioner_id: UUID) -> HttpResponse:
    """Add a licence."""
    form = LicenceForm(request, request.POST)
    if form.is_valid():
        asked = form.cleaned_data
        command = add_licence.Command(
            practitioner_id, asked["state"], asked["profession"], asked["number"], asked["starts_on"], asked["ends_on"]
        )
        if _done(form, form.send(lambda once: add_licence.commit(command, **_asked(request, once)))):
            return _back(request, practitioner_id, gettext("The licence is on record."))
    return _page(request, practitioner_id, licence=form)


@require_POST
def switch_off(request: HttpRequest, practitioner_id: UUID) -> HttpResponse:
    """Switch an account off: whoever is signed in with it is out at once."""
    return _switch(request, practitioner_id, on=False, said=gettext("The account is off. Nobody is signed in with it."))


@require_POST
def switch_on(request: HttpRequest, practitioner_id: UUID) -> HttpResponse:
    """Switch an account on again."""
    return _switch(request, practitioner_id, on=True, said=gettext("The account is on."))


@never_cache
@require_POST
def set_up_link(request: HttpRequest, practitioner_id: UUID) -> HttpResponse:
    """Make a new set-up link; it is shown on the answer, once."""
    form = LinkForm(request, request.POST)
    if form.is_valid():
        command = renew_link.Command(practitioner_id, form.cleaned_data["factors_lost"])
        outcome = form.send(lambda once: renew_link.commit(command, **_asked(request, once)))
        if not isinstance(outcome, Refused):
            return _link_page(request, practitioner_id, "", outcome)
        form.refuse(outcome)
    return _page(request, practitioner_id, link=form)


def _switch(request: HttpRequest, practitioner_id: UUID, *, on: bool, said: str) -> HttpResponse:
    form = DecisionForm(request, request.POST)
    if form.is_valid():
        command = switch_account.Command(practitioner_id, on)
        if _done(form, form.send(lambda once: switch_account.commit(command, **_asked(request, once)))):
            return _back(request, practitioner_id, said)
    return _page(request, practitioner_id, switch=form)


def _asked(request: HttpRequest, once: Once) -> dict[str, Any]:
    return {"actor": request.actor, "at": now(), "once": once}  # type: ignore[attr-defined]


def _done(form: DecisionForm, outcome: object) -> bool:
    if isinstance(outcome, Refused):
        form.refuse(outcome)
        return False
    return True


def _back(request: HttpRequest, practitioner_id: UUID, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("accounts:account", practitioner_id)


def _page(request: HttpRequest, practitioner_id: UUID, **sent: DecisionForm) -> HttpResponse:
    """The page of an account, with the form that was sent and refused in its place."""
    actor = request.actor  # type: ignore[attr-defined]
    read = read_staff.one(practitioner_id, actor=actor, at=now())
    fresh = {"starts_on": read.today}
    forms = {
        "give": sent.get("give") or GiveRoleForm(request, initial=fresh),
        "licence": sent.get("licence") or LicenceForm(request),
        "link": sent.get("link") or LinkForm(request),
        "switch": sent.get("switch") or DecisionForm(request),
    }
    ends = {
        line.role: _end_form(request, line.role, read.today, sent.get("end"))
        for line in read.member.roles
        if line.ends_on is None or line.ends_on > read.today
    }
    wrong = [form for form in sent.values() if form.errors]
    context = account_context(read, actor) | {
        "forms": forms,
        "ends": list(ends.items()),
        "wrong": wrong[0] if wrong else None,
        "has_errors": bool(wrong),
        "list_href": reverse("accounts:list"),
    }
    return render(request, "accounts/account.html", context, status=422 if wrong else 200)


def _end_form(request: HttpRequest, role: str, today: Any, sent: DecisionForm | None) -> DecisionForm:
    """Each role has its own form; the one that was refused keeps what was typed."""
    if sent is not None and sent.data.get("role") == role:
        return sent
    form = EndRoleForm(request, initial={"role": role, "ends_on": today})
    form.auto_id = f"id_{role}_%s"
    return form


def _link_page(request: HttpRequest, practitioner_id: UUID, name: str, link: Any) -> HttpResponse:
    restore.used(request)
    context = {
        "page_title": gettext("Set-up link"),
        "name": name or read_staff.one(practitioner_id, actor=request.actor, at=now()).member.name,  # type: ignore[attr-defined]
        "link": request.build_absolute_uri(link.path) if link else "",
        "account_href": reverse("accounts:account", args=[practitioner_id]),
    }
    return render(request, "accounts/link.html", context)
