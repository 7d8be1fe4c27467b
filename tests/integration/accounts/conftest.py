"""What every test of sign-in shares: quick hashes, no failures counted yet, and somebody to be."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from tests.signed_in import sign_in

PASSWORD = "correct horse staple"


@pytest.fixture(autouse=True)
def quick(settings: Any) -> None:
    """Hash passwords in an instant; the real cost is tested where it matters. Static files without a manifest."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}


@pytest.fixture
def demo(settings: Any) -> None:
    """A demo on its own database."""
    settings.DEMO, settings.EMBEDDED = True, True


@pytest.fixture
def no_failures(db: None) -> None:
    """No failures counted yet."""
    cache.clear()


@pytest.fixture
def admin(practice: Any, client: Client) -> Client:
    """The administrator of the small practice, signed in with a second factor."""
    return sign_in(client, practice.staff["admin"].id)


@pytest.fixture
def new_account(practice: Any) -> dict[str, Any]:
    """What somebody typed into the form of a new account."""
    return {
        "once": str(uuid4()),
        "name": "Dr. N. Quist",
        "sign_in_name": "n.quist",
        "profession": "psychiatrist",
        "site_id": str(practice.sites["main"]),
        "roles": ["prescriber", "therapist"],
    }
