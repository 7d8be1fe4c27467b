"""Addresses of sign-in, lock, second factors and the administrator's accounts.

django-allauth's views are named one by one: no sign-up, no change of e-mail, no reset by mail.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path

from plait.web.accounts import acting_role, administration, duties, lock, own_account, set_up, sign_in
from plait.web.accounts.access import View, before_second_factor, keeps_no_draft
from plait.web.site.access import public


def own(view: View) -> View:
    """A page about one's own factors and password: open before there is a second factor, its form is secret."""
    return before_second_factor(keeps_no_draft(view))


rooms = (
    [
        path("lock/", lock.lock, name="lock"),
        path("lock/now/", lock.lock_now, name="lock_now"),
        path("stay/", lock.stay, name="stay"),
        path("set-up/<str:secret>/", set_up.set_up, name="set_up"),
        path("accounts/", administration.list_accounts, name="list"),
        path("duties/", duties.duties, name="duties"),
        path("duties/name/", duties.name_holder, name="name-holder"),
        path("accounts/new/", administration.new_account, name="new"),
        path("accounts/<uuid:practitioner_id>/", administration.account, name="account"),
        path("accounts/<uuid:practitioner_id>/roles/give/", administration.give_role, name="give_role"),
        path("accounts/<uuid:practitioner_id>/roles/end/", administration.end_role, name="end_role"),
        path("accounts/<uuid:practitioner_id>/licences/add/", administration.licence, name="add_licence"),
        path("accounts/<uuid:practitioner_id>/switch-off/", administration.switch_off, name="switch_off"),
        path("accounts/<uuid:practitioner_id>/switch-on/", administration.switch_on, name="switch_on"),
        path("accounts/<uuid:practitioner_id>/set-up-link/", administration.set_up_link, name="set_up_link"),
    ],
    "accounts",
)
two_factor = [
    path("", own(mfa.index), name="mfa_index"),
    path("code/", public(mfa.authenticate), name="mfa_authenticate"),
    path("confirm/", own(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("app/", own(totp.activate_totp), name="mfa_activate_totp"),
    path("app/remove/", own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("recovery-codes/", own(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", own(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("recovery-codes/download/", own(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("passkeys/", own(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("passkeys/new/", own(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("passkeys/confirm/", own(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("passkeys/sign-in/", public(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("passkeys/<int:pk>/remove/", own(own_account.remove_passkey), name="mfa_remove_webauthn"),
    path("passkeys/<int:pk>/name/", own(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
]
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("demo-sign-in/", sign_in.demo_sign_in, name="demo_sign_in"),
    path("sign-out/", public(account.logout), name="account_logout"),
    path("confirm/", own(account.reauthenticate), name="account_reauthenticate"),
    path("password/", own(own_account.change_password), name="account_change_password"),
    path("acting-role/", acting_role.switch_role, name="switch_role"),
    path("two-factor/", include(two_factor)),
    path("", include(rooms)),
]
