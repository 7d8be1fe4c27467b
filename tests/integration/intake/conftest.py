"""The aid needs no database: a test here that does not ask for one fails at the first query."""

from __future__ import annotations

import pytest
from django.conf import LazySettings


@pytest.fixture(autouse=True)
def plain_static(settings: LazySettings) -> None:
    """Static files under their own names."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}
