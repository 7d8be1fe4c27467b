"""Before something grave it is asked again who is there: password or second factor, within the last five minutes."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from plait.web.documents import restore
from plait.web.forms import DecisionForm


@reauthentication_required
def _insist(_request: HttpRequest) -> None:
    """Raise unless the person signed in or confirmed within the last five minutes."""


def confirmed(request: HttpRequest) -> bool:
    """Whether it is sure enough who is there; a person who has neither password nor factor (demo) cannot be asked."""
    try:
        _insist(request)
    except ReauthenticationRequired:
        return False
    return True


def confirm_href(request: HttpRequest) -> str:
    """To the page that asks for password or second factor, and back."""
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}"


def keep_until_confirmed(request: HttpRequest, form: DecisionForm) -> None:
    """Keep what was sent as a draft, and say on the form that it waits for the confirmation."""
    restore.keep(request, "unconfirmed")
    form.add_error(None, gettext("Confirm first that it is you. What you typed is kept."))
