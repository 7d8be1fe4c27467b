"""One's own account where django-allauth leaves something open: the last key stays, no password is no password."""

from __future__ import annotations

from typing import Any

from allauth.account.views import PasswordChangeView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse_lazy


class RemovePasskey(RemoveWebAuthnView):
    """Remove a passkey, unless it is the only second factor."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """``only_one``: it stays, and the page says why."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["only_one"] = not get_adapter().can_delete_authenticator(self.object)
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        """Ask again at the moment of removing."""
        if not get_adapter().can_delete_authenticator(self.object):
            form.add_error(None, get_adapter().validation_error("cannot_delete_authenticator"))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        response: HttpResponse = super().form_valid(form)
        return response


class ChangePassword(PasswordChangeView):
    """Change one's password; somebody without one (in the demo) has no such page."""

    success_url = reverse_lazy("mfa_index")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nothing to change where there is no password."""
        if not request.user.has_usable_password():
            raise Http404
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_default_success_url(self) -> str:
        """Back to the page about signing in."""
        return str(self.success_url)


remove_passkey = RemovePasskey.as_view()
change_password = ChangePassword.as_view()
