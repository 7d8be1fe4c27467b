"""Forms of sign-in: django-allauth's, in the words of this house."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from plait.coordination.accounts import login_session as noted
from plait.foundation import clock


def _plain(field: forms.Field, label: Any, **attrs: str) -> None:
    """A label instead of a placeholder, and no help text that leads elsewhere."""
    field.label, field.help_text = label, ""
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}
CODE_LABEL = gettext_lazy("Code")


class SignInForm(account_forms.LoginForm):
    """Sign-in name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the fields."""
        super().__init__(*args, **kwargs)
        _plain(self.fields["login"], gettext_lazy("Sign-in name"), autocapitalize="none", spellcheck="false")
        _plain(self.fields["password"], gettext_lazy("Password"))


class ConfirmForm(account_forms.ReauthenticateForm):
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the field."""
        super().__init__(*args, **kwargs)
        _plain(self.fields["password"], gettext_lazy("Password"))


class UnlockForm(forms.Form):
    """The password of whoever locked the screen."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        """``user``: whose screen it is."""
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        """Wrong passwords count like those at the door."""
        password = str(self.cleaned_data["password"])
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("incorrect_password")
        return password


class PasswordChangeForm(account_forms.ChangePasswordForm):
    """The password one has, and a new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the fields."""
        super().__init__(*args, **kwargs)
        _plain(self.fields["oldpassword"], gettext_lazy("The password you have now"))
        _plain(self.fields["password1"], gettext_lazy("New password"))
        _plain(self.fields["password2"], gettext_lazy("New password once more"))
        self.fields["password1"].help_text = gettext_lazy("At least 12 characters. A few words in a row are good.")


class CodeForm(mfa_forms.AuthenticateForm):
    """The code of the authenticator app at sign-in, or a recovery code; a wrong one is noted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the field."""
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], CODE_LABEL, autocomplete="one-time-code", spellcheck="false")

    def clean_code(self) -> str:
        """A wrong code goes into the audit trail."""
        try:
            return str(super().clean_code())
        except ValidationError:
            noted.second_factor_failed(self.user.pk, at=clock.now())
            raise


class PasskeyForm(webauthn_forms.AuthenticateWebAuthnForm):
    """A passkey or security key as the second factor at sign-in; a wrong one is noted."""

    def clean_credential(self) -> Any:
        """A wrong key goes into the audit trail."""
        try:
            return super().clean_credential()
        except ValidationError:
            noted.second_factor_failed(self.user.pk, at=clock.now())
            raise


class PasskeySignInForm(webauthn_forms.LoginWebAuthnForm):
    """A passkey alone at sign-in; a wrong one is noted."""

    def clean_credential(self) -> Any:
        """A wrong key goes into the audit trail; whose it says it is proves nothing."""
        try:
            return super().clean_credential()
        except ValidationError:
            noted.passkey_failed(at=clock.now())
            raise


class ConfirmCodeForm(mfa_forms.ReauthenticateForm):
    """The code once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the field."""
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], CODE_LABEL, autocomplete="one-time-code", spellcheck="false")


class ActivateAppForm(totp_forms.ActivateTOTPForm):
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the field."""
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], gettext_lazy("Code that the app shows now"), **CODE)


class AddPasskeyForm(webauthn_forms.AddWebAuthnForm):
    """A new passkey or security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the fields."""
        super().__init__(*args, **kwargs)
        _plain(self.fields["name"], gettext_lazy("A name for it"), autocomplete="off")
        if "passwordless" in self.fields:
            self.fields["passwordless"].label = gettext_lazy("Sign in with it alone, without the password")
            self.fields["passwordless"].help_text = gettext_lazy("It then asks for your finger, face or PIN.")
            self.fields["passwordless"].initial = True


class RenamePasskeyForm(webauthn_forms.EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the field."""
        super().__init__(*args, **kwargs)
        _plain(self.fields["name"], gettext_lazy("A name for it"), autocomplete="off")
