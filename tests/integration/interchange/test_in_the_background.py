"""The whole path through a real worker, and through a worker that is killed in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from plait.coordination.interchange import import_bundle, read_runs
from plait.coordination.interchange.import_bundle import Opened, Upload
from plait.foundation.actor import SYSTEM
from plait.foundation.clock import now
from plait.foundation.facts import Stamp
from plait.foundation.idempotency import KeyReused, Once
from tests.integration.conftest import Practice, build_practice
from tests.integration.interchange.conftest import differences, named, row_counts

FILE = "cms2-82134291"


@pytest.fixture
def committed(fresh_database: str) -> Practice:
    """The small practice, really written to a database of this test's own."""
    return build_practice(now())


def upload(practice: Practice, content: bytes, once: Once | None = None, by: str = "reyes") -> UUID:
    command = Upload("brought in.json", content)
    opened = import_bundle.receive(
        command, actor=practice.staff[by], at=now(), once=once or Once(uuid4(), "the same form")
    )
    assert isinstance(opened, Opened), opened
    return opened.run_id


def work() -> None:
    """Let a real worker do everything that waits."""
    from procrastinate.contrib.django import app

    worker = app.connector.get_worker_connector()
    with app.replace_connector(worker):
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, queues=["imports"])


def jobs() -> list[tuple[str, int]]:
    from procrastinate.contrib.django.models import ProcrastinateJob

    rows = ProcrastinateJob.objects.filter(task_name=import_bundle.JOB).order_by("id")
    return list(rows.values_list("status", "attempts"))


def report_of(practice: Practice, run_id: UUID):
    return read_runs.read(run_id, actor=practice.staff["reyes"], at=now())


def test_a_file_is_taken_in_by_the_worker(committed: Practice):
    run_id = upload(committed, named(FILE))
    waiting = report_of(committed, run_id)
    assert (waiting.run.status, waiting.report) == ("waiting", None)
    assert jobs() == [("todo", 0)]
    work()
    done = report_of(committed, run_id)
    assert (done.run.status, len(done.report.lines)) == ("done", 8)
    assert done.patient.name
    assert jobs() == [("succeeded", 1)]


def test_the_same_form_sent_twice_is_one_run_and_one_job(committed: Practice):
    once = Once(uuid4(), "the same form")
    assert upload(committed, named(FILE), once) == upload(committed, named(FILE), once)
    assert len(jobs()) == 1
    with pytest.raises(KeyReused):
        upload(committed, named(FILE), Once(once.key, "another form"))


def test_a_job_done_again_changes_nothing(committed: Practice):
    run_id = upload(committed, named(FILE))
    work()
    before = row_counts()
    report = import_bundle.run(run_id, actor=committed.staff["reyes"], at=now())
    assert report.status == "done"
    assert differences(before, row_counts()) == {}


def test_somebody_switched_off_in_between_imports_nothing(committed: Practice):
    from plait.records.accounts import actions as accounts

    run_id = upload(committed, named(FILE))
    accounts.set_active(Stamp(SYSTEM, now()), committed.staff["reyes"].id, active=False)
    before = row_counts()
    work()
    one = report_of(committed, run_id)
    assert (one.run.status, one.report.reason.code) == ("failed", "not-yours")
    assert differences(before, row_counts()) == {}


KILLED = """
import sys, time, django
django.setup()
from pathlib import Path
from plait.coordination.interchange import taking_in
def wait(*_):
    print("in the middle", flush=True)
    time.sleep(60)
taking_in.TakingIn._keep_resources = wait
from procrastinate.contrib.django import app
with app.replace_connector(app.connector.get_worker_connector()):
    app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, queues=["imports"])
"""


def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_job_is_done_again(committed: Practice, fresh_database):
    run_id = upload(committed, named(FILE))
    before = row_counts()
    environment = {**os.environ, "DATABASE_URL": fresh_database, "DJANGO_SETTINGS_MODULE": "plait.config.settings"}
    with subprocess.Popen(
        [sys.executable, "-c", KILLED], env=environment, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent
    ) as worker:
        assert worker.stdout.readline() == "in the middle\n"
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert differences(before, row_counts()) == {}
    assert jobs() == [("doing", 0)]
    assert report_of(committed, run_id).run.status == "running"
    retry_those_left_behind()
    assert jobs() == [("todo", 1)]
    eventually_unlocked(run_id)
    work()
    assert report_of(committed, run_id).run.status == "done"


def retry_those_left_behind() -> None:
    """What the worker's own clock does once the heartbeat of the killed one is silent."""
    from django.db import connection
    from procrastinate.contrib.django import app
    from procrastinate.exceptions import AlreadyEnqueued

    from plait.worker import jobs as own

    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    with suppress(AlreadyEnqueued):  # the killed one's clock may have asked for it
        own.retry_stalled.defer(timestamp=0)
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, queues=["default"])


def eventually_unlocked(run_id: UUID) -> None:
    """PostgreSQL notices within moments that the killed worker is gone."""
    from django.db import transaction

    from plait.records.inbox import actions

    until = time.monotonic() + 20
    while time.monotonic() < until:
        with transaction.atomic():
            if actions.hold_run(run_id) is not None:
                return
        time.sleep(0.2)
    raise AssertionError("the run is still held")


def test_an_import_on_which_nobody_works_any_more_is_given_up(committed: Practice):
    from plait.records.inbox import actions

    run_id = upload(committed, named(FILE))
    actions.move_run(now().plus(seconds=-7200), run_id, status="running")
    assert import_bundle.give_up_left_behind(actor=SYSTEM, at=now()) == 1
    one = report_of(committed, run_id)
    assert (one.run.status, one.report.reason.code) == ("failed", "interrupted")
    assert import_bundle.give_up_left_behind(actor=SYSTEM, at=now()) == 0


def test_two_workers_on_one_run_take_it_in_once(committed: Practice):
    run_id = upload(committed, named(FILE))
    code = (
        "import django, sys; django.setup()\n"
        "from uuid import UUID\n"
        "from plait.coordination.accounts import importer\n"
        "from plait.coordination.interchange import import_bundle\n"
        "from plait.foundation.clock import now\n"
        "run = UUID(sys.argv[1])\n"
        "import_bundle.run(run, actor=importer.of_run(run, at=now()), at=now())\n"
    )
    environment = {**os.environ, "DATABASE_URL": committed_url(), "DJANGO_SETTINGS_MODULE": "plait.config.settings"}
    both = [subprocess.Popen([sys.executable, "-c", code, str(run_id)], env=environment) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    one = report_of(committed, run_id)
    assert one.run.status == "done"
    from plait.records.inbox.models import ReceivedResource

    assert ReceivedResource.objects.count() == len(json.loads(named(FILE))["entry"])


def committed_url() -> str:
    from django.conf import settings

    found = settings.DATABASES["default"]
    return f"postgresql://{found['USER']}:{found['PASSWORD']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"
