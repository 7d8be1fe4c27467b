"""A new member of staff, or one who lost the password, follows the administrator's link and chooses a password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from plait.clinical.refusal import Refused
from plait.coordination.accounts import choose_password
from plait.foundation.clock import now
from plait.web.site.access import public

PASSWORD = {"autocomplete": "new-password"}


class PasswordForm(forms.Form):
    """A password, twice."""

    password = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        max_length=500,
        help_text=gettext_lazy("At least 12 characters. A few words in a row are good; your name is not."),
        widget=forms.PasswordInput(attrs=PASSWORD),
    )
    again = forms.CharField(
        label=gettext_lazy("New password once more"),
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs=PASSWORD),
    )

    def clean(self) -> dict[str, Any]:
        """The same twice."""
        asked: dict[str, Any] = super().clean() or {}
        if asked.get("password") and asked.get("again") and asked["password"] != asked["again"]:
            self.add_error("again", gettext("This is not the same password."))
        return asked


@public
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest, secret: str) -> HttpResponse:
    """Choose a password; then sign in with it. A link that is not good answers like an address that is none."""
    at = now()
    holder = choose_password.holder(secret, at=at)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        outcome = choose_password.commit(secret, form.cleaned_data["password"], at=at)
        if not isinstance(outcome, Refused):
            messages.success(request, gettext("Your password is set. Sign in with it now."))
            return redirect("account_login")
        form.add_error("password", outcome.message)
    context = {"page_title": gettext("Choose your password"), "form": form, "holder": holder}
    # 200 also for a wrong entry: Django writes the address of a 4xx answer into the log, and this one is a secret.
    return render(request, "accounts/set_up.html", context)
