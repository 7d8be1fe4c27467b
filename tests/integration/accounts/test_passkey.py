"""A practice outside its demo, in a real browser: set-up link, password, and a passkey that then opens every door."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect, sync_playwright

from plait.foundation import children
from tests.browser import looks_right
from tests.browser.conftest import FLAGS, chromium  # noqa: F401 - a fixture
from tests.browser.guard import Guard
from tests.browser.practice import Practice, environment, prepared

pytestmark = pytest.mark.browser
CHOSEN = "seventeen quiet herons"


class RealPractice(Practice):
    """The same people, but no demo: nobody comes in by one click."""

    def surroundings(self) -> dict[str, str]:
        """What its processes are given."""
        own = environment(self.database, self.static, self.port)
        return {name: value for name, value in own.items() if name not in {"PLAIT_DEMO", "PLAIT_EMBEDDED"}}

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return children.start(command, output=log, environment=self.surroundings())

    def link_for(self, sign_in_name: str) -> str:
        """A set-up link of an administrator, made on the machine."""
        code = (
            "import django; django.setup()\n"
            "from plait.coordination.accounts import first_administrator\n"
            "from plait.foundation.clock import now\n"
            f"print(first_administrator.commit({sign_in_name!r}, at=now())[1].path)"
        )
        made = subprocess.run(
            [sys.executable, "-c", code], env=self.surroundings(), check=True, capture_output=True, text=True
        )
        return made.stdout.strip()


@pytest.fixture
def real_practice(tmp_path_factory: pytest.TempPathFactory, worker_id: str, tmp_path: Path) -> Iterator[RealPractice]:
    """Running, with the administrator of the invented staff."""
    own = tmp_path_factory.getbasetemp()
    static = prepared(own if worker_id == "master" else own.parent)
    running = RealPractice(f"plait_passkey_{worker_id}", static, tmp_path / "practice.log")
    try:
        running.open()
        yield running
    finally:
        running.close()


def virtual_key(page: Page) -> CDPSession:
    """A device with a finger sensor, inside the browser."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def press(page: Page, name: str) -> None:
    """Press a button."""
    page.get_by_role("button", name=name, exact=True).click()


def test_a_new_administrator_sets_up_a_passkey_and_needs_no_password_any_more(
    real_practice: RealPractice,
    chromium: str,  # noqa: F811
) -> None:
    name = str(real_practice.query("SELECT sign_in_name FROM accounts_user WHERE name = 'Pat Adeyemi'")[0][0])
    link = real_practice.link_for(name)
    guard = Guard(real_practice.address)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        context = browser.new_context(base_url=real_practice.address)
        guard.watch(context)
        page = context.new_page()
        key = virtual_key(page)
        _choose_password(page, link)
        _sign_in(page, name)
        _set_up_passkey(page)
        _use_it_everywhere(page, name)
        _replace_key(key)
        press(page, "Sign in with a passkey")
        expect(page.locator("[data-passkey-failed]")).to_be_visible()
        browser.close()
    guard.check()
    done = "SELECT detail FROM audit_auditevent WHERE action = 'accounts.sign-in' ORDER BY recorded_at"
    assert real_practice.query(done) == [("password",), ("mfa",), ("password and mfa",)]


def _choose_password(page: Page, link: str) -> None:
    page.goto(link)
    looks_right.accessible(page)
    page.get_by_label("New password", exact=True).fill(CHOSEN)
    page.get_by_label("New password once more").fill(CHOSEN)
    press(page, "Keep this password")
    looks_right.accessible(page)


def _sign_in(page: Page, name: str) -> None:
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("Password").fill(CHOSEN)
    press(page, "Sign in")


def _set_up_passkey(page: Page) -> None:
    expect(page).to_have_url(re.compile("/two-factor/$"))
    looks_right.accessible(page)
    page.goto("/accounts/")
    expect(page).to_have_url(re.compile("/two-factor/$"))
    page.get_by_role("link", name="Set up a passkey").click()
    looks_right.accessible(page)
    press(page, "Set it up")
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    looks_right.accessible(page)
    page.goto("/two-factor/passkeys/")
    looks_right.accessible(page)
    page.get_by_role("link", name="Remove").click()
    expect(page.get_by_role("button", name="Remove it")).to_have_count(0)


def _use_it_everywhere(page: Page, name: str) -> None:
    title = page.get_by_role("heading", level=1)
    page.goto("/accounts/")
    expect(title).to_have_text("Accounts")
    _sign_out(page)
    press(page, "Sign in with a passkey")
    expect(title).to_have_text("Accounts")
    _lock(page)
    looks_right.accessible(page)
    press(page, "Open with a passkey")
    expect(title).to_have_text("Accounts")
    _sign_out(page)
    _sign_in(page, name)
    expect(title).to_have_text("Second step")
    looks_right.accessible(page)
    press(page, "Use a passkey or security key")
    expect(title).to_have_text("Accounts")
    _sign_out(page)


def _sign_out(page: Page) -> None:
    page.locator("details.account summary").click()
    press(page, "Sign out")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def _lock(page: Page) -> None:
    """As the page does by itself when nobody is there."""
    page.locator("#idle form").evaluate("form => form.submit()")
    expect(page.get_by_role("heading", level=1)).to_have_text("This screen is locked")


def _replace_key(key: CDPSession) -> None:
    """Another device, which knows no passkey of ours."""
    key.send("WebAuthn.disable")
    key.send("WebAuthn.enable")
    options: dict[str, Any] = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    key.send("WebAuthn.addVirtualAuthenticator", {"options": options})
