"""The site as everybody sees it: no session, static files without their manifest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.urls import get_resolver

from plait.coordination.demo import public


@pytest.fixture(autouse=True)
def plain_static_files(settings: Any) -> None:
    assert get_resolver().url_patterns  # every screen is imported before a transaction waits for it
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def facts_of_the_demo(tmp_path: Path, settings: Any) -> Path:
    """A practice with a folder of its own, in which the demo's facts stand."""
    own = tmp_path / "site"
    own.mkdir()
    (own / "practice.toml").write_bytes((Path(public.__file__).parent / "practice.toml").read_bytes())
    settings.SITE_FOLDER = str(own)
    return own
