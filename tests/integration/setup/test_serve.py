"""plait serve: a practice on a PostgreSQL of one's own starts when it is safe, and says why when it is not."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from plait.foundation.postgres import temporary_server
from tests.integration.setup.conftest import Demo

PLAIT = [sys.executable, "-P", "-m", "plait.cli"]


@pytest.fixture(scope="module")
def own_server():
    """A server that is not the embedded one, as far as plait serve can tell."""
    with temporary_server(may_create_databases=False) as server:
        yield server


@pytest.fixture
def environment(ground: Path, own_server):
    """What an administrator sets."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PLAIT_", "DATABASE_", "HOST"))}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    return {**kept, "PLAIT_HOME": str(ground / "home"), "PORT": port, "DATABASE_URL": own_server.url()}


def plait(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run([*PLAIT, *arguments], env=environment, capture_output=True, text=True, check=False)


def test_a_practice_on_its_own_server_is_refused_until_it_is_safe_and_then_runs(own_server, environment, ground):
    """The whole way of an administrator: refusal, migrate, start, stop; a sentence for every step that is missing."""
    early = plait("serve", **environment)
    assert early.returncode == 1
    assert "not up to date" in early.stdout + early.stderr
    assert "plait migrate" in early.stdout + early.stderr
    assert "Traceback" not in early.stdout + early.stderr

    migrated = plait("migrate", **environment, DATABASE_OWNER_URL=own_server.url("plait_owner"))
    assert migrated.returncode == 0, migrated.stderr

    for url, why in (
        (own_server.url("postgres"), "superuser"),
        (own_server.url("plait_owner"), "owner of the tables"),
    ):
        refused = plait("check", **{**environment, "DATABASE_URL": url})
        assert refused.returncode == 1
        assert why in refused.stdout
    open_wide = plait("check", **environment, HOST="0.0.0.0")  # noqa: S104 — the address that has to be refused
    assert open_wide.returncode == 1
    assert "PLAIT_BEHIND_TLS" in open_wide.stdout

    process = subprocess.Popen(
        [*PLAIT, "serve"],
        env={**environment, "DATABASE_OWNER_URL": own_server.url("plait_owner")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    practice = Demo(ground, process)
    try:
        practice.until("Plait is running at")
        address = f"http://localhost:{environment['PORT']}"
        with urllib.request.urlopen(f"{address}/readyz", timeout=20) as answer:  # noqa: S310 — our own
            assert answer.status == 200
        with urllib.request.urlopen(f"{address}/sign-in/", timeout=20) as answer:  # noqa: S310 — our own
            assert "demo" not in answer.read().decode().lower()
        assert not _owner_is_known_to_children(process.pid)
    finally:
        process.terminate()
        code = practice.ending()
        process.stdout.close()
    assert code == 0, practice.text


def _owner_is_known_to_children(supervisor: int) -> bool:
    """Whether a child's environment names the owner's role."""
    children = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split()
    assert children
    return any(b"plait_owner" in Path(f"/proc/{child}/environ").read_bytes() for child in children)
