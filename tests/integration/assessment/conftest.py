"""A made-up instrument for the tests that ask for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from plait.clinical.assessment.instrument import Instrument
from tests.integration.assessment.weather import made_up_content


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instrument]:
    """The instrument, in the release that everybody is given."""
    with made_up_content(tmp_path_factory.mktemp("made-up") / "content") as instrument:
        yield instrument
