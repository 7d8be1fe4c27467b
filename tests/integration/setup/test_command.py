"""The plait command: quick, and a sentence instead of a traceback for everything that set-up refuses."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time

import pytest

from plait.cli import address, main
from plait.foundation.installation import SetupRefused
from tests.integration.setup.conftest import HERE

EVERYWHERE = "0.0.0.0"  # noqa: S104 — the address that has to be refused


@pytest.fixture
def refused(capsys, monkeypatch, ground):
    """Run a command that has to be refused; give the sentence."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "HOST", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PLAIT_HOME", str(ground / "home"))

    def run(*arguments, **environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        assert main(list(arguments)) == 1
        said = capsys.readouterr().err
        assert said.startswith("plait: ")
        assert said.count("\n") == 1
        assert not (ground / "home").exists(), "a refusal leaves no trace"
        return said

    return run


@pytest.mark.hazard("H-031")
def test_demo_refuses_a_database_of_others(refused):
    """And says both ways out."""
    assert "make serve" in refused("demo", DATABASE_URL="postgresql://me@db.example/practice")


@pytest.mark.hazard("H-031")
def test_demo_refuses_an_address_that_others_can_reach(refused):
    """Everybody can sign in to a demo."""
    for host in (EVERYWHERE, "192.168.1.5", "practice.example", "::"):
        assert "HOST=localhost" in refused("demo", HOST=host)


def test_a_port_that_is_none_is_refused(refused):
    """With what it has to be."""
    for port in ("http", "0", "65536", "-1", "80.5", "٨٠٠٠"):
        assert "from 1 to 65535" in refused("demo", PORT=port)


def test_a_port_in_use_is_refused_with_the_next_one(refused):
    """Before anything is started."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"make demo PORT={port + 1}" in refused("demo", PORT=str(port))


def test_serve_without_a_database_says_what_to_name(refused):
    """And where to look around without one."""
    assert "make demo" in refused("serve")


def test_serve_never_runs_in_demo_mode(refused):
    """Its variables belong to the demo alone."""
    assert "PLAIT_DEMO" in refused("serve", DATABASE_URL="postgresql://a@b/c", PLAIT_DEMO="1")


def test_commands_that_need_a_practice_say_that_there_is_none(refused):
    """Nothing is made in passing."""
    assert "make demo" in refused("migrate")
    assert "make demo" in refused("rebuild")


def test_migrate_asks_for_the_owner(refused):
    """The practice's own role may not change tables."""
    assert "DATABASE_OWNER_URL" in refused("migrate", DATABASE_URL="postgresql://a@b/c")


def test_import_of_a_missing_file_is_refused(refused):
    """Before any database is looked for."""
    assert "There is no file" in refused("import", "nowhere.json")


@pytest.mark.parametrize(
    ("host", "bind", "url", "loopback"),
    [
        ("", "127.0.0.1", "http://localhost:8123", True),
        ("localhost", "127.0.0.1", "http://localhost:8123", True),
        ("127.0.0.2", "127.0.0.2", "http://localhost:8123", True),
        ("::1", "::1", "http://localhost:8123", True),
        ("[::1]", "::1", "http://localhost:8123", True),
        (EVERYWHERE, EVERYWHERE, "http://0.0.0.0:8123", False),
        ("10.0.0.7", "10.0.0.7", "http://10.0.0.7:8123", False),
        ("localhost.example", "localhost.example", "http://localhost.example:8123", False),
    ],
)
def test_the_address_shown_is_the_one_to_open(host, bind, url, loopback):
    """A passkey works on localhost, not on 127.0.0.1."""
    found = address.read({"PORT": "8123", "HOST": host})
    assert (found.bind, found.url, found.is_loopback) == (bind, url, loopback)


def test_the_command_line_wins_over_the_environment():
    """As everywhere."""
    assert address.read({"PORT": "1", "HOST": "a"}, "b", "2") == address.Address("b", 2)
    with pytest.raises(SetupRefused):
        address.read({"PORT": "8000"}, None, "x")


def test_help_needs_neither_django_nor_a_second():
    """Everybody's first command; measured without the start of Python itself."""
    code = (
        "import sys, time; began = time.perf_counter(); from plait.cli import parser; text = parser().format_help();"
        "took = time.perf_counter() - began; assert 'demo' in text and 'import' in text;"
        "heavy = [name for name in ('django', 'psycopg', 'granian') if name in sys.modules]; print(heavy, took)"
    )
    found = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.rsplit(" ", 1)
        for _ in range(2)
    ]
    assert {modules for modules, _ in found} == {"[]"}
    assert min(float(took) for _, took in found) < 1.0


def test_clean_needs_nothing_but_python(ground):
    """make clean works before anything is installed, and while .venv is broken."""
    began = time.monotonic()
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            "import sys; sys.path.insert(0, sys.argv.pop(1)); from plait.cli import main; sys.exit(main(['clean']))",
            str(HERE.parents[2] / "src"),
        ],
        env={"PLAIT_HOME": str(ground / "home"), "PATH": os.defpath},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "nothing to remove" in done.stdout
    assert time.monotonic() - began < 20
