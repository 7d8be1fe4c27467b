"""Settings that every test of sign-in shares."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """Hash passwords in an instant; the real cost is tested where it matters."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}


@pytest.fixture
def demo(settings) -> None:
    """A demo on its own database."""
    settings.DEMO, settings.EMBEDDED = True, True


@pytest.fixture
def fresh_limits(db: None) -> None:
    """No failures counted yet."""
    cache.clear()
