"""Whichever way a sign of harm comes in, it opens the path exactly once: also sent twice, and with no worker running.

Two at once stand in ``test_risk_path.py`` (one cause) and ``tests/integration/assessment/test_at_once.py`` (one link);
older answers of a file, which wait to be gone through, in ``tests/integration/interchange/test_risk_answers.py``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path as Folder
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from plait.coordination.accounts import backend
from plait.coordination.consequences.harm_waiting import any_late
from plait.coordination.interchange import import_bundle
from plait.coordination.safety import read_flags
from plait.foundation.clock import now
from plait.foundation.facts import Stamp
from plait.knowledge.loader import release
from plait.records.people import actions as people
from plait.records.safety.models import Flag
from tests.integration.assessment.asking import Phone, ask, open_hours
from tests.integration.assessment.weather import made_up_content
from tests.integration.conftest import Practice
from tests.signed_in import sign_in
from tests.unit.interchange.bundles import bundle, observation

ABOUT = {"taken_on": "2026-11-20", "mode": "staff", "answered_by": "person"}
Way = Callable[[Practice], Callable[[], None]]


@pytest.fixture(autouse=True)
def alone(settings) -> None:
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture(scope="module", autouse=True)
def made_up(tmp_path_factory: pytest.TempPathFactory):
    root: Folder = tmp_path_factory.mktemp("made-up") / "content"
    with made_up_content(root) as instrument:
        yield instrument


def form(page: str, instrument: str, item: str, **about: str) -> Way:
    """Staff send a form, with the same key each time."""

    def begin(practice: Practice) -> Callable[[], None]:
        client = sign_in(Client(), practice.staff["reyes"].id)
        address = reverse(f"assessment:{page}", args=[practice.people["mara"], instrument])
        fields = {"once": str(uuid4()), f"item-{item}": "1", **about}

        def send() -> None:
            assert client.post(address, fields)["Location"].endswith("#risk")

        return send

    return begin


def alone_with_it(instrument: str, item: str, channel: str) -> Way:
    """The person answers on every page, and sends; each of it again, as somebody who pressed twice."""

    def begin(practice: Practice) -> Callable[[], None]:
        open_hours(practice)
        phone = Phone(ask(practice, instrument, channel=channel).token or "")
        phone.begin()
        page = 2 if instrument == "phq-9" else 1

        def send() -> None:
            phone.post("answer-page", page, **{f"item-{item}": "1"})
            phone.post("answer-send")

        return send

    return begin


def file(practice: Practice) -> Callable[[], None]:
    """The same file, twice."""
    item = next(one for one in release().instruments["phq-9"].items if one.risk)
    taken = now().plus(days=-13).iso()
    raw = json.dumps(bundle(observation(item.code, valueInteger=1, effectiveDateTime=taken))).encode()

    def send() -> None:
        report = import_bundle.import_file(raw, "a file.json", actor=practice.staff["reyes"], at=now())
        if not Flag.objects.filter(patient_id=report.patient_id).exists():
            return
        practice.people["mara"] = report.patient_id
        stamp, ortiz = Stamp(practice.staff["cole"], now()), practice.staff["ortiz"]
        who = {"practitioner_id": ortiz.practitioner_id, "role": "therapist", "starts_at": stamp.at}
        people.join_care_team(stamp, patient_id=report.patient_id, **who)

    return send


WAYS: dict[str, tuple[Way, str, str]] = {
    "clinician": (form("submit", "phq-9", "9", **ABOUT), "clinician", "phq-9"),
    "phone": (form("submit", "phq-9", "9", **{**ABOUT, "mode": "phone"}), "phone", "phq-9"),
    "paper": (form("paper", "phq-9", "9", taken_on="2026-11-20", answered_by="person"), "clinician", "phq-9"),
    "link": (alone_with_it("phq-9", "9", "link"), "link", "phq-9"),
    "tablet": (alone_with_it("phq-9", "9", "tablet"), "tablet", "phq-9"),
    "made-up diary, by staff": (form("submit", "rain-diary", "went", **ABOUT), "clinician", "rain-diary"),
    "made-up diary, by link": (alone_with_it("rain-diary", "went", "link"), "link", "rain-diary"),
    "import": (file, "import", "phq-9"),
}


@pytest.mark.hazard("H-130")
@pytest.mark.parametrize("way", WAYS)
def test_it_opens_the_path_once_however_often_it_is_sent_and_nobody_runs_a_job(practice: Practice, way: str) -> None:
    """No worker runs in a test: what stands here stands in the transaction of the answer, and is late when read."""
    begin, source, instrument = WAYS[way]
    send = begin(practice)
    for _ in range(2):
        send()
    flag = Flag.objects.get()
    assert (flag.source, flag.instrument, flag.patient_id) == (source, instrument, practice.people["mara"])
    found = read_flags.read(actor=practice.staff["ortiz"], at=now())
    assert [one.line.flag_id for one in found.mine] == [flag.pk], "the therapist is told, whoever took it in"
    later = now().plus(days=3)
    assert any_late(backend._SIGNED_IN(practice.staff["far"].id), later), "all staff are told that something waits"
