"""A small practice on the embedded database, from the command line: brought back, run, backed up, stopped."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from plait.foundation import backup_keys
from plait.foundation.archive_contents import check
from tests.integration.setup.conftest import Demo, ground  # noqa: F401 — a fixture
from tests.integration.upkeep.conftest import Safe, Source, as_role, connected_to

PLAIT = [sys.executable, "-P", "-m", "plait.cli"]


@pytest.fixture
def environment(ground: Path) -> dict[str, str]:  # noqa: F811
    """A machine on which nothing was done yet."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PLAIT_", "DATABASE_", "HOST"))}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    return {**kept, "PLAIT_HOME": str(ground / "home"), "PORT": port, "PLAIT_WEB_WORKERS": "1"}


def plait(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run([*PLAIT, *map(str, arguments)], env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def served(environment: dict[str, str], ground: Path) -> Iterator[Demo]:  # noqa: F811
    """`plait serve` on the embedded database."""
    process = subprocess.Popen(
        [*PLAIT, "serve"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    yield Demo(ground / "home", process)
    if process.poll() is None:
        process.terminate()
        process.wait(60)
    process.stdout.close()


@pytest.mark.wide
def test_a_practice_is_brought_back_onto_an_empty_machine_and_runs(
    source: Source,
    safe: Safe,
    environment: dict[str, str],
    ground: Path,  # noqa: F811
    request: pytest.FixtureRequest,
) -> None:
    """Restore, back up again, serve, stop: the second backup holds row by row what the first one held."""
    home = ground / "home"
    taken = safe.take(source.url)
    key = ground / "key.txt"
    key.write_text(f"# the key\n{safe.key.secret}\n", encoding="ascii")
    restored = plait("restore", taken.path, "--key", key, **environment)
    assert restored.returncode == 0, restored.stderr
    assert "Every table is what was backed up" in restored.stdout
    assert not (home / "practice.restoring").exists()

    second = plait("backup", **environment)
    assert second.returncode == 0, second.stderr
    assert "That key was made just now" in second.stdout
    (archive,) = (home / "backups").iterdir()
    own = backup_keys.identities(folder=home / "keys")
    assert check(archive, own).manifest == check(taken.path, safe.identities).manifest

    practice = request.getfixturevalue("served")
    practice.until("Plait is running at")
    with urllib.request.urlopen(f"http://localhost:{environment['PORT']}/readyz", timeout=20) as answer:
        assert answer.status == 200
    with urllib.request.urlopen(f"http://localhost:{environment['PORT']}/sign-in/", timeout=20) as answer:
        assert "demo" not in answer.read().decode().lower()
    practice.process.terminate()
    assert practice.ending() == 0, practice.text
    assert practice.leaves_nothing()


@pytest.mark.wide
def test_a_practice_is_made_from_nothing_and_a_copy_with_a_demo_asks_which_one_is_meant(
    environment: dict[str, str],
    ground: Path,  # noqa: F811
    request: pytest.FixtureRequest,
) -> None:
    home = ground / "home"
    early = plait("serve", **environment)
    assert early.returncode == 1
    assert "plait set-up makes a small one" in early.stderr
    assert not home.exists()
    made = plait("set-up", **environment)
    assert made.returncode == 0, made.stdout + made.stderr
    assert "plait administrator" in made.stdout
    assert "There is a practice already" in plait("set-up", **environment).stderr
    opened = plait("administrator", "Jordan Example", **environment)
    assert re.search(r"/set-up/[\w-]+/", opened.stdout), opened.stderr
    assert plait("check", **environment).returncode == 0
    assert "/practice" in plait("where", **environment).stdout

    practice = request.getfixturevalue("served")
    practice.until("Plait is running at")
    assert "Already running" in plait("serve", **environment).stderr
    assert plait("backup", "--to", ground / "elsewhere", **environment).returncode == 0
    (archive,) = (ground / "elsewhere").iterdir()
    again = plait("restore", archive, **environment)
    assert again.returncode == 1
    assert "a restore replaces nothing" in again.stderr
    listed = plait("restore", "--check", archive, **environment)
    assert len(re.findall(r"^ +[0-9a-f]{64} +[\d,]+ +\w+$", listed.stdout, re.MULTILINE)) > 50
    practice.process.terminate()
    assert practice.ending() == 0, practice.text

    state = home / "practice" / "postgres" / "server.json"
    kept = state.read_text()
    state.unlink()
    assert "restore the last backup" in plait("backup", **environment).stderr
    state.write_text(kept)

    (home / "demo" / "postgres" / "data").mkdir(parents=True)
    unsure = plait("backup", **environment)
    assert unsure.returncode == 1
    assert "PLAIT_DEMO=0" in unsure.stderr
    assert plait("backup", **environment, PLAIT_DEMO="0").returncode == 0
    assert plait("clean", **environment).returncode == 1  # no mark of ours on that demo
    assert (home / "practice" / "postgres" / "data").exists()


@pytest.mark.wide
def test_an_upgrade_backs_up_before_its_migrations(environment: dict[str, str], fresh_database: str) -> None:
    """plait migrate on a practice that is in use: the archive shows it as it was before."""
    owner = as_role(fresh_database, "postgres")
    with connected_to(owner):
        from django.core.management import call_command

        call_command("migrate", "foundation", "0001", verbosity=0)
    urls = {"DATABASE_URL": fresh_database, "DATABASE_OWNER_URL": owner}
    done = plait("migrate", **environment, **urls)
    assert done.returncode == 0, done.stderr
    assert "Migrations pending: 1. A backup is made before them." in done.stdout
    home = Path(environment["PLAIT_HOME"])
    (archive,) = (home / "backups").iterdir()
    about = check(archive, backup_keys.identities(folder=home / "keys")).about
    assert ["foundation", "0002_backup_run"] not in about.migrations
    with psycopg.connect(fresh_database) as known:
        assert known.execute("SELECT kind, outcome FROM foundation_backuprun").fetchall() == [("backup", "good")]
    calm = plait("migrate", **environment, **urls)
    assert "backup" not in calm.stdout.lower()
