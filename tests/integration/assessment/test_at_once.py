"""The same answers sent several times at the same moment: one response, one flag, one end of the link."""

from __future__ import annotations

from typing import Any

import pytest

from plait.coordination.assessment import answer
from plait.coordination.assessment.answer import Results, Saved
from plait.coordination.door import Denied
from plait.foundation.clock import now
from plait.records.assessment.models import MeasureLink, QuestionnaireResponse
from plait.records.safety.models import Flag
from tests.crash.test_races import all_at_once
from tests.integration.assessment.asking import ask
from tests.integration.conftest import Practice, build_practice


@pytest.fixture
def practice(fresh_database: str, settings: Any) -> Practice:
    """The small practice, really committed."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return build_practice(now())


@pytest.mark.hazard("H-120")
def test_two_answers_about_harm_at_once_open_the_path_once_and_are_sent_once(practice: Practice) -> None:
    token = ask(practice, "phq-9", channel="tablet").token or ""
    saved = all_at_once(*[lambda: answer.save(token, "phq-9", {"9": 2}, at=now())] * 4)
    assert [type(one) for one in saved] == [Saved] * 4
    assert [one.spoke for one in saved].count(True) == 1
    sent = all_at_once(*[lambda: answer.send(token, at=now())] * 3)
    assert sorted(type(one).__name__ for one in sent) == sorted([Results.__name__, *[Denied.__name__] * 2])
    assert QuestionnaireResponse.objects.values("thread").distinct().count() == 1
    assert (Flag.objects.count(), MeasureLink.objects.get().spent_at is not None) == (1, True)
