"""Asking and answering as the tests do it: a link for Mara, and a browser of her own that follows it."""

from __future__ import annotations

from datetime import time, timedelta
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from plait.clinical.moment import Instant
from plait.coordination.assessment import request_measures
from plait.coordination.consequences.measure_requests import Asked
from plait.foundation.actor import SYSTEM
from plait.foundation.clock import now
from plait.foundation.facts import Stamp, record
from plait.foundation.idempotency import Once
from plait.records.tasks.models import ClinicHours
from tests.integration.conftest import Practice

BORN = {"month": "5", "day": "2", "year": "1992"}


def once() -> Once:
    return Once(uuid4(), "x")


def open_hours(practice: Practice) -> None:
    """The practice says when it is open: somebody is known to read what comes in."""
    hours = {"weekday": 0, "opens": time(9), "closes": time(17)}
    record(ClinicHours, Stamp(SYSTEM, practice.at), site_id=practice.sites["main"], **hours)


def ask(practice: Practice, *instruments: str, channel: str = "link", at: Instant | None = None, **more: str) -> Asked:
    """Dr. Reyes asks Mara."""
    at = at or now()
    command = request_measures.Command(
        practice.people["mara"],
        instruments or ("gad-7",),
        more.get("why", "course"),
        channel,
        more.get("language", "en"),
        at.day("UTC") + timedelta(days=2),
    )
    asked = request_measures.commit(command, actor=practice.staff["reyes"], at=at, once=once())
    assert isinstance(asked, Asked), asked
    return asked


class Phone:
    """A browser that holds a link."""

    def __init__(self, token: str) -> None:
        self.client, self.token = Client(), token

    def get(self, name: str = "answer", *more: object):
        return self.client.get(reverse(f"assessment:{name}", args=[self.token, *more]))

    def post(self, name: str = "answer", *more: object, **fields: str):
        return self.client.post(reverse(f"assessment:{name}", args=[self.token, *more]), fields)

    def begin(self):
        return self.post(**BORN)

    def answer(self, values: list[int]) -> str:
        """Answer in order, five to a page; returns where the last page leads."""
        where = ""
        for page in range(0, len(values), 5):
            told = {f"item-{page + n + 1}": str(value) for n, value in enumerate(values[page : page + 5])}
            sent = self.post("answer-page", page // 5 + 1, **told)
            assert sent.status_code == 302, sent.content.decode()
            where = sent["Location"]
        return where
