"""How django-allauth behaves in this house: accounts are opened by the administrator, never by themselves.

Signing in is noted in the audit trail before it happens, failures too; the last second factor of staff stays, and the
secrets of second factors are stored encrypted.
"""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from plait.coordination.accounts import change_password, second_factor
from plait.coordination.accounts import login_session as noted
from plait.coordination.accounts.backend import acting_as
from plait.coordination.documents import drafts
from plait.foundation import clock, sealing
from plait.web.accounts import login_session
from plait.web.documents import restore

FACTOR_EVENTS = {
    "mfa/email/totp_activated": "app-added",
    "mfa/email/totp_deactivated": "app-removed",
    "mfa/email/webauthn_added": "passkey-added",
    "mfa/email/webauthn_removed": "passkey-removed",
    "mfa/email/recovery_codes_generated": "codes-made",
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in for staff."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy("The sign-in name or the password is not right."),
        "too_many_login_attempts": gettext_lazy("Too many tries. Wait ten minutes, or ask your administrator."),
        "incorrect_password": gettext_lazy("The password is not right."),
        "incorrect_code": gettext_lazy("The code is not right. Use the newest one; each works once."),
        "enter_current_password": gettext_lazy("The password you have now is not right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Nobody opens an account for themselves."""
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        """Begin a login session: noted first, so that none begins unseen."""
        at = clock.now()
        actor = acting_as(user, "", at=at)
        if actor.kind != "staff":
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))
        noted.signed_in(self._how(request, user), actor=actor, at=at)
        super().login(request, user)
        login_session.begin(request, at)
        request.session.set_expiry(0)
        if drafts.any_open(actor=actor, at=at):
            request.session[login_session.DRAFTS] = True
            restore.tell_after_return(request)

    def logout(self, request: HttpRequest) -> None:
        """End a login session on the server; the cookie is worth nothing afterwards."""
        at = clock.now()
        noted.signed_out("asked", actor=acting_as(request.user, "", at=at), at=at)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong password, at the door or at a locked screen."""
        at = clock.now()
        if request.user.is_authenticated:
            noted.unlock_failed(actor=acting_as(request.user, "", at=at), at=at)
        else:
            noted.sign_in_failed(credentials.get("username", ""), at=at)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:  # noqa: ARG002 - allauth's
        """An account that is switched off looks like none."""
        return HttpResponseRedirect(reverse("account_login"))

    def set_password(self, user: Any, password: str) -> None:
        """Change somebody's own password, with its event."""
        at = clock.now()
        change_password.commit(user, password, actor=acting_as(user, "", at=at), at=at)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: Any = None,  # noqa: ARG002 - allauth's signature
        email: str | None = None,  # noqa: ARG002 - allauth's signature
    ) -> None:
        """Where allauth would write a mail about a changed factor, the change is kept in the account's history."""
        at = clock.now()
        if template_prefix in FACTOR_EVENTS:
            second_factor.changed(FACTOR_EVENTS[template_prefix], actor=acting_as(user, "", at=at), at=at)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signed in a moment ago need not say again who they are."""
        began = float(self.request.session.get(login_session.BEGAN, 0))
        if login_session.seconds(clock.now()) - began < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ARG002 - allauth's
        """Failures are counted for the account, by whatever address it was tried."""
        return str(credentials.get("username", "")).strip().casefold()

    @staticmethod
    def _how(request: HttpRequest, user: Any) -> str:
        how = getattr(request, "signing_in_by", "")
        methods = [record["method"] for record in get_authentication_records(request, user)]
        return str(how or " and ".join(dict.fromkeys(methods)) or "password")


class MFAAdapter(DefaultMFAAdapter):
    """Second factors of staff."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("The code is not right. Use the newest one; each works once."),
        "cannot_delete_authenticator": gettext_lazy("This is your only second factor. Set up another one first."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is stored."""
        return sealing.seal(text, sealing.SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a stored secret."""
        return sealing.open_sealed(encrypted_text, sealing.SECOND_FACTOR)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """The last factor of staff stays, except in the demo, which asks for none."""
        return settings.DEMO or not second_factor.is_the_last(authenticator.user_id)

    def _get_site_name(self) -> str:
        return str(settings.PRACTICE_NAME)
