"""Eight clinicians at work in a practice of 50,000 people: how long today, search and chart take, click by click.

The real server (granian, two workers, as ``plait serve`` starts it) answers eight signed-in clinicians for a minute.
A clinician reads what came before the next click: between one and two seconds, drawn evenly. Beside each page stand its
own database queries, replayed bare by one more connection in the same minute, so that a slow machine shows in both.

Printed, never asserted. ``make bench``; PLAIT_BENCH_PEOPLE (50000), PLAIT_BENCH_SECONDS (60), and PLAIT_BENCH_DATABASE:
the address of a practice that ``plait demo seed --people`` wrote already, as the app's role.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import threading
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from plait.cli.address import Address
from plait.cli.processes import PLAIT, web
from plait.foundation import children
from plait.foundation.postgres_state import free_port

PEOPLE = int(os.environ.get("PLAIT_BENCH_PEOPLE", "50000"))
SECONDS = float(os.environ.get("PLAIT_BENCH_SECONDS", "60"))
CLINICIANS = 8
THINKS_SECONDS = (1.0, 2.0)
WARM_SECONDS = 10.0
READY_SECONDS = 90.0
CLICKS = ("today", "search", "chart", "chart", "search", "chart")
TYPED = ("gu", "mar", "sok", "1985", "ana h", "ro", "0142", "dan", "li", "fer")


@dataclass
class Clinician:
    """Somebody signed in: their cookie, and the people they treat."""

    cookie: str
    people: list[str]


@dataclass
class Watch:
    """What was measured, in milliseconds."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    sizes: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, name: str, began: float) -> None:
        """One more."""
        with self.lock:
            self.taken[name].append((time.perf_counter() - began) * 1000)

    def part(self, name: str, share: float) -> float:
        """The time below which that share of the answers stayed."""
        found = sorted(self.taken[name]) or [0.0]
        return found[min(len(found) - 1, int(len(found) * share))]


def address_of(page: str, who: Clinician, draw: Random) -> str:
    """A click."""
    if page == "today":
        return "/today/"
    if page == "search":
        return f"/people/?q={draw.choice(TYPED).replace(' ', '+')}"
    return f"/people/{draw.choice(who.people)}/"


def work(who: Clinician, port: int, watch: Watch, seed: int, times: tuple[float, float]) -> None:
    """Click, read, click, until the minute is over. What was clicked while all was cold is not counted."""
    draw, (warm, until) = Random(seed), times
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    for number in range(10_000):
        page = CLICKS[number % len(CLICKS)]
        time.sleep(draw.uniform(*THINKS_SECONDS))
        if time.monotonic() > until:
            return
        began = time.perf_counter()
        address = address_of(page, who, draw)
        connection.request("GET", address, headers={"Cookie": who.cookie, "Host": f"localhost:{port}"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            watch.wrong.append(f"{answer.status} {address} {answer.headers.get('Location', '')}")
        elif time.monotonic() > warm:
            watch.note(page, began)
            watch.sizes[page] = max(watch.sizes.get(page, 0), len(body))


def bare(url: str, queries: dict[str, list[str]], watch: Watch, until: float) -> None:
    """The queries of each page, one page a second, on a connection of their own."""
    with psycopg.connect(url, autocommit=True) as connection:
        while time.monotonic() < until:
            for page, statements in queries.items():
                began = time.perf_counter()
                for statement in statements:
                    connection.execute(statement).fetchall()  # type: ignore[call-overload]
                watch.note(f"{page}, bare", began)
            time.sleep(1)


def prepare() -> None:
    """Sign eight clinicians in and see what each page asks; printed as JSON. Runs with the server's own settings."""
    from django.conf import settings
    from django.test import Client

    from plait.records.accounts.models import User
    from plait.records.people.models import CurrentCareTeam
    from tests.signed_in import sign_in

    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}
    found, asked = [], {}
    for number in range(CLINICIANS):
        role = ("prescriber", "therapist")[number % 2]
        user = User.objects.filter(sign_in_name__startswith=role).order_by("sign_in_name")[number]
        client = sign_in(Client(SERVER_NAME="localhost"), user.pk)
        treated = CurrentCareTeam.objects.filter(practitioner__user=user, ends_at=None).order_by("thread")
        name = settings.SESSION_COOKIE_NAME
        who = Clinician(
            f"{name}={client.cookies[name].value}",
            [str(one) for one in treated[:200].values_list("patient", flat=True)],
        )
        found.append({"cookie": who.cookie, "people": who.people})
        if number == 0:
            asked = {page: _asked(page, who, client) for page in dict.fromkeys(CLICKS)}
    print(json.dumps({"clinicians": found, "queries": asked}))


def _asked(page: str, who: Clinician, client: Any) -> list[str]:
    """What a page asks the database, as text."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = address_of(page, who, Random(1))
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return [q["sql"] for q in captured.captured_queries if not re.match(r"BEGIN|COMMIT|SAVEP|RELEASE", q["sql"])]


def surroundings_of(url: str, folder: Path, port: int) -> dict[str, str]:
    """What a process of the practice is given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "DATABASE_"))}
    return {
        **kept,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "plait.config.settings",
        "PLAIT_STATIC": str(folder / "static"),
        "HOST": "localhost",
        "PORT": str(port),
    }


def told_by(code: str, surroundings: dict[str, str]) -> str:
    """What a piece of code says in a process of its own."""
    command = [sys.executable, "-c", f"import django; django.setup(); {code}"]
    return subprocess.run(command, env=surroundings, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextlib.contextmanager
def serving(surroundings: dict[str, str], folder: Path) -> Iterator[None]:
    """The real web server."""
    port = surroundings["PORT"]
    child = web(Address("localhost", int(port)), surroundings, None)
    with (folder / "web.log").open("wb") as log:
        process = children.start(list(child.command), output=log, environment=surroundings)
    try:
        end = time.monotonic() + READY_SECONDS
        while not _answers(f"http://127.0.0.1:{port}/healthz"):
            if time.monotonic() > end or process.poll() is not None:
                raise RuntimeError((folder / "web.log").read_text(errors="replace")[-2000:])
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        children.kill_session(process.pid)
        process.wait()


def _answers(address: str) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own server
        return True
    return False


def _written(url: str) -> str:
    """The practice, written into a database of this test's own unless there is one already."""
    ready = os.environ.get("PLAIT_BENCH_DATABASE")
    if ready:
        return ready
    name = urlsplit(url).path
    owner = urlsplit(os.environ["PLAIT_TEST_SUPERUSER"])._replace(path=name).geturl()
    surroundings = {**os.environ, "DATABASE_URL": url, "DATABASE_OWNER_URL": owner}
    began = time.monotonic()
    subprocess.run([*PLAIT, "demo", "seed", "--people", str(PEOPLE)], env=surroundings, check=True)
    print(f"\n{PEOPLE} people written in {time.monotonic() - began:.0f} s")
    return url


@pytest.mark.bench
def test_a_minute_in_a_large_practice(fresh_database: str, tmp_path: Path) -> None:
    """Print p50, p95 and p99 of each page beside its bare queries."""
    url, port = _written(fresh_database), free_port()
    surroundings, watch = surroundings_of(url, tmp_path, port), Watch()
    told_by("from plait.cli.practice import gather_static; gather_static()", surroundings)
    told = json.loads(told_by("from tests.bench.practice_bench import prepare; prepare()", surroundings))
    asked: dict[str, list[str]] = told["queries"]
    reads = {page: [one for one in queries if not one.startswith("INSERT")] for page, queries in asked.items()}
    with serving(surroundings, tmp_path):
        warm = time.monotonic() + WARM_SECONDS
        until = warm + SECONDS
        jobs: list[tuple[Callable[..., None], tuple[Any, ...]]] = [
            (work, (Clinician(**who), port, watch, number, (warm, until)))
            for number, who in enumerate(told["clinicians"])
        ]
        jobs.append((bare, (url, reads, watch, until)))
        threads = [threading.Thread(target=act, args=given) for act, given in jobs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    show(asked, watch)
    assert not watch.wrong, watch.wrong[:5]
    assert all(watch.taken[page] for page in asked)


def show(asked: dict[str, list[str]], watch: Watch) -> None:
    """One line for each page, and one for its bare queries."""
    clicks = sum(len(watch.taken[page]) for page in asked)
    load = os.getloadavg()[0]
    print(f"\n{CLINICIANS} clinicians, {clicks} clicks in {SECONDS:.0f} s, {os.cpu_count()} cores, load {load:.1f}; ms")
    print(f"{'':14}{'clicks':>8}{'p50':>8}{'p95':>8}{'p99':>8}{'queries':>9}{'KB':>6}")
    for page, queries in asked.items():
        for name in (page, f"{page}, bare"):
            parts = "".join(f"{watch.part(name, share):8.0f}" for share in (0.5, 0.95, 0.99))
            more = f"{len(queries):9}{watch.sizes.get(page, 0) // 1024:6}" if name == page else ""
            print(f"{name:14}{len(watch.taken[name]):8}{parts}{more}")
