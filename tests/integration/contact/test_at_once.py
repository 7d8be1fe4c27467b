"""The same form sent several times at the same moment: one request, one task, one flag."""

from __future__ import annotations

from uuid import uuid4

import pytest

from plait.foundation.clock import now
from plait.foundation.idempotency import Once
from plait.records.intake.models import ContactRequest
from plait.records.safety.models import Flag
from plait.records.tasks.models import Task
from tests.crash.test_races import all_at_once
from tests.integration.contact.conftest import aid, ask


@pytest.mark.hazard("H-150")
def test_a_form_that_comes_four_times_at_once_is_one_request_with_one_flag(fresh_database: str) -> None:
    at, once = now(), Once(uuid4(), "asked")
    handed = {"aid": aid(at, harm=True), "aid_agreed": True}
    sent = all_at_once(*[lambda: ask(at, once=once, **handed)] * 4)
    assert sent == [sent[0]] * 4
    assert ContactRequest.objects.count() == 1
    assert (Flag.objects.count(), Task.objects.filter(kind="answer-contact-request").count()) == (1, 1)
