"""The demo practice itself, with its real web server, worker and people: from nothing to running, twice."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import psycopg
import pytest

from plait.foundation.postgres_state import State
from tests.integration.setup.conftest import Demo, eventually


def get(port: int, path: str) -> tuple[int, str]:
    """Status and body, without following a redirect elsewhere."""
    try:
        with urllib.request.urlopen(f"http://localhost:{port}{path}", timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.read().decode()


@pytest.fixture
def real(ground: Path):
    """Start `plait demo` for real on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PLAIT_", "DATABASE_", "HOST"))}
    environment = {**kept, "PLAIT_HOME": str(ground / "home"), "PORT": str(port)}
    started = []

    def start() -> Demo:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "plait.cli", "demo"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(Demo(ground / "home", process))
        return started[-1]

    start.port = port
    start.environment = environment
    yield start
    for each in started:
        if each.process.poll() is None:
            each.process.terminate()
            each.process.wait(60)
        each.process.stdout.close()


def people(home: Path) -> int:
    """How many patients the database holds."""
    state = State.load(home / "demo" / "postgres")
    with psycopg.connect(state.url("plait_app")) as connection:
        return connection.execute("SELECT count(*) FROM people_patient").fetchone()[0]


def test_the_demo_practice_starts_survives_kill_9_and_stops(real):
    """Migrations, people, web and worker; then everything dies at once; then it is all there again."""
    first = real()
    first.until("Plait is running")
    assert f"http://localhost:{real.port}" in first.text
    assert get(real.port, "/healthz")[0] == 200
    assert get(real.port, "/readyz")[0] == 200
    assert get(real.port, "/help-now")[0] == 200
    assert get(real.port, "/sign-in/")[0] == 200
    known = people(first.home)
    assert known >= 12
    first.process.kill()
    assert first.leaves_nothing()

    second = real()
    second.until("Plait is running")
    assert "Writing the demo practice" not in second.text
    assert get(real.port, "/readyz")[0] == 200
    assert people(second.home) == known

    command = [sys.executable, "-P", "-m", "plait.cli", "rebuild"]
    joined = subprocess.run(command, env=real.environment, capture_output=True, text=True, check=False)
    assert joined.returncode == 0, joined.stderr

    os.killpg(second.process.pid, signal.SIGINT)
    assert second.ending() == 0
    assert second.leaves_nothing()
    assert not eventually(lambda: _listens(real.port), within=0.2)

    alone = subprocess.run(command, env=real.environment, capture_output=True, text=True, check=False)
    assert alone.returncode == 0, alone.stderr
    assert second.leaves_nothing()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
