"""The door: sign-in name and password or a passkey; in the demo one click on a member of its staff."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.utils import get_login_redirect_url
from allauth.account.views import LoginView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from plait.coordination.accounts import demo_staff
from plait.foundation import clock
from plait.foundation.actor import ROLES
from plait.web.accounts.header import role_word
from plait.web.site.access import public

WHAT_THEY_SEE = {
    "prescriber": gettext_lazy("Their people with the whole chart; starts, changes and stops medicines."),
    "therapist": gettext_lazy("Their people with the whole chart; records therapy sessions, orders nothing."),
    "coordinator": gettext_lazy("Everybody of the site by name and phone, tasks and imports; no clinical content."),
    "administrator": gettext_lazy("Accounts, roles and licences; no person and no clinical content."),
}
BOTH_IN_TURN = gettext_lazy("Acts in one role at a time; the menu under the name changes it.")
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


def is_demo(request: HttpRequest) -> bool:
    """Whether the demo's one click is open to this request: demo, own database, this machine, no proxy between."""
    here = request.META.get("REMOTE_ADDR") in settings.LOOPBACK and settings.HOST in settings.LOOPBACK
    return demo_staff.possible() and here and not any(name in request.META for name in FORWARDED)


class SignInView(LoginView):
    """The sign-in page; after it the page that was asked for."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the demo's staff where there is a demo."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["page_title"] = gettext("Sign in")
        if is_demo(self.request):
            context["demo_groups"] = _groups(demo_staff.members(at=clock.now()))
        return context


def _groups(members: tuple[demo_staff.DemoMember, ...]) -> list[dict[str, Any]]:
    """The demo's staff by what they do, clinicians first: a heading, what they will see, and who they are."""
    by_roles: dict[tuple[str, ...], list[demo_staff.DemoMember]] = {}
    for member in members:
        by_roles.setdefault(tuple(sorted(member.roles, key=ROLES.index)), []).append(member)
    in_order = sorted(by_roles.items(), key=lambda group: ([ROLES.index(role) for role in group[0]]))
    return [
        {
            "roles": capfirst(gettext(" and ").join(role_word(role) for role in roles)),
            "sees": [WHAT_THEY_SEE[role] for role in roles] if len(roles) == 1 else [BOTH_IN_TURN],
            "members": found,
        }
        for roles, found in in_order
    ]


sign_in = public(SignInView.as_view())


@public
@never_cache
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as a member of the demo's staff; elsewhere there is no such page."""
    if not is_demo(request):
        raise Http404
    try:
        user = demo_staff.user(UUID(request.POST.get("user", "")), at=clock.now())
    except ValueError:
        user = None
    if user is None:
        raise Http404
    request.signing_in_by = "demo"  # type: ignore[attr-defined]
    get_adapter(request).login(request, user)
    return HttpResponseRedirect(get_login_redirect_url(request))
