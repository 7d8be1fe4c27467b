"""The demo practice as one runs it: real web server, real worker, a database that can be made new for every journey.

The invented people are written once for the whole run, into a template; a journey gets a clone of it. The web server
stays up while its database is dropped and made anew under it: its next request connects again.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from plait.foundation import children
from plait.foundation.postgres_state import free_port

MIGRATED = "plait_template"
TEMPLATE = "plait_demo_template"
READY_SECONDS = 60.0
PYTHON = (sys.executable, "-P", "-m")


def app_url(database: str) -> str:
    """The address of a database, as the app's role."""
    return urlsplit(os.environ["PLAIT_TEST_APP"])._replace(path=f"/{database}").geturl()


def environment(database: str, static: Path, port: int = 8000) -> dict[str, str]:
    """What a process of the demo practice is given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "DATABASE_"))}
    return {
        **kept,
        "DATABASE_URL": app_url(database),
        "DJANGO_SETTINGS_MODULE": "plait.config.settings",
        "PLAIT_DEMO": "1",
        "PLAIT_EMBEDDED": "1",
        "PLAIT_STATIC": str(static),
        "PLAIT_STATEMENT_TIMEOUT": "60s",  # two cores shared by browsers and servers: slow is not what is tested
        "HOST": "localhost",
        "PORT": str(port),
    }


def prepared(shared: Path) -> Path:
    """Write the template and the static files, once for all workers; returns the folder of the static files."""
    static = shared / "static"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = shared / "demo.written"
        if not done.exists():
            _make(TEMPLATE, MIGRATED)
            surroundings = environment(TEMPLATE, static)
            _run("from plait.cli.practice import gather_static; gather_static()", surroundings)
            _run("from plait.coordination.demo import seed; print(seed.run())", surroundings)
            done.touch()
    return static


def _run(code: str, surroundings: Mapping[str, str]) -> None:
    finished = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {code}"],
        env=dict(surroundings),
        check=False,
        capture_output=True,
        text=True,
    )
    if finished.returncode:
        raise RuntimeError(f"The demo practice could not be written:\n{finished.stdout}{finished.stderr}")


@contextlib.contextmanager
def _admin() -> Iterator[psycopg.Connection]:
    with psycopg.connect(os.environ["PLAIT_TEST_SUPERUSER"], autocommit=True) as connection:
        yield connection


def _make(name: str, template: str) -> None:
    with _admin() as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")


@dataclass
class Practice:
    """A running demo practice of one test worker."""

    database: str
    static: Path
    log: Path
    port: int = field(default_factory=free_port)
    _web: subprocess.Popen[bytes] | None = None
    _worker: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://localhost:{self.port}"

    def open(self) -> None:
        """Make the database and start the web server."""
        self.make_new()
        command = [
            *(*PYTHON, "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)),
            *("--workers", "1", "--blocking-threads", "2", "--no-ws", "plait.config.wsgi:application"),
        ]
        self._web = self._start(command)
        self._wait_for("/healthz", self._web)

    def close(self) -> None:
        """Stop everything, and drop the database."""
        self.stop_worker()
        self._web = self._stop(self._web)
        self.lose_database()

    def make_new(self) -> None:
        """The practice as it is on its first day: what earlier journeys wrote is gone."""
        self.stop_worker()
        _make(self.database, TEMPLATE)

    def lose_database(self) -> None:
        """What a practice looks like while its database cannot be reached."""
        with _admin() as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {self.database} WITH (FORCE)")

    def start_worker(self) -> None:
        """Run background jobs, as a practice does; only journeys that wait for one need it."""
        self._worker = self._start([*PYTHON, "plait.cli", "worker"])
        self._wait_for("/readyz", self._worker)

    def stop_worker(self) -> None:
        """No background jobs any more."""
        self._worker = self._stop(self._worker)

    def query(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """What stands in the database: for questions that no screen answers."""
        with psycopg.connect(app_url(self.database), autocommit=True) as connection:
            return connection.execute(sql, values).fetchall()

    def last_lines(self, count: int = 30) -> str:
        """The end of what web server and worker said."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-count:])

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return children.start(command, output=log, environment=environment(self.database, self.static, self.port))

    def _stop(self, process: subprocess.Popen[bytes] | None) -> None:
        if process is None:
            return
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        children.kill_session(process.pid)
        process.wait()

    def _wait_for(self, path: str, process: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end and process.poll() is None:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.address}{path}", timeout=5):  # noqa: S310
                return
            time.sleep(0.05)
        raise RuntimeError(f"{path} did not answer:\n{self.last_lines()}")
