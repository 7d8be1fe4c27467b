"""The embedded PostgreSQL: safe settings, its own roles, and a way back from whatever happened."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from plait.foundation import postgres, postgres_programs
from plait.foundation.postgres import EmbeddedServer
from plait.foundation.postgres_leftovers import processes_on
from plait.foundation.postgres_state import InUse, State, StateLost, holder_of
from tests.integration.setup.conftest import HERE, eventually, kill_all

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as another user")


@pytest.fixture(scope="module")
def running():
    """One server for the tests that only ask."""
    with postgres.temporary_server(may_create_databases=False) as server:
        yield server


def ask(server, question, role="postgres", database="postgres"):
    """The first column of the first row."""
    with psycopg.connect(server.url(role, database), autocommit=True) as connection:
        return connection.execute(question).fetchone()[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),
        ("data_checksums", "on"),
        ("server_encoding", "UTF8"),
        ("password_encryption", "scram-sha-256"),
        ("listen_addresses", "127.0.0.1"),
        ("unix_socket_directories", ""),
        ("server_version_num", "18"),
    ],
)
def test_its_settings_lose_nothing_and_open_nothing(running, name, value):
    """What was acknowledged is on disk; nobody else comes in."""
    found = ask(running, f"SELECT current_setting('{name}')")
    assert found.startswith(value) if name == "server_version_num" else found == value


def test_every_way_in_asks_for_a_password(running):
    """SCRAM for every role, the superuser too."""
    with psycopg.connect(running.url("postgres", "postgres")) as connection:
        methods = connection.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules").fetchall()
    assert methods == [("scram-sha-256",)]
    for role in ("postgres", "plait_owner", "plait_app"):
        wrong = running.url(role, "postgres").replace(running.url(role).split(":")[2].split("@")[0], "guess")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(wrong)


def test_the_folder_keeps_its_secrets(running):
    """Passwords and data are for their owner alone."""
    assert (running.folder / "server.json").stat().st_mode & 0o777 == 0o600
    assert running.data.stat().st_mode & 0o777 == 0o700
    assert not list(running.folder.glob("*password*"))
    assert "passwords" not in repr(State.load(running.folder))


def test_the_practices_own_role_changes_no_table_and_takes_the_notes_role_only_when_it_asks(running):
    """plait_owner owns, plait_app uses, plait_notes is taken on inside a transaction."""
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(running, "CREATE TABLE mine (a int)", "plait_app", "plait")
    with psycopg.connect(running.url("plait_owner")) as owner:
        owner.execute("CREATE TABLE of_the_owner (a int)")
    with psycopg.connect(running.url()) as app:
        assert app.execute("SELECT pg_has_role('plait_notes', 'USAGE')").fetchone() == (False,)
        app.execute("SET LOCAL ROLE plait_notes")
        assert app.execute("SELECT current_user").fetchone() == ("plait_notes",)
        app.rollback()
        assert app.execute("SELECT current_user").fetchone() == ("plait_app",)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("SELECT * FROM of_the_owner")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(running, "CREATE DATABASE other", "plait_owner", "plait")


def test_a_second_start_keeps_data_and_port(ground):
    """The folder is the database."""
    with EmbeddedServer(ground / "server") as server:
        first = server.url("plait_owner")
        with psycopg.connect(first) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    assert not processes_on(server.data)
    with EmbeddedServer(ground / "server") as server:
        assert server.url("plait_owner") == first
        assert ask(server, "SELECT answer FROM kept", "plait_owner", "plait") == 42


def test_a_port_taken_by_another_program_is_left_to_it(ground):
    """The server moves; nobody has to know."""
    with EmbeddedServer(ground / "server"):
        port = State.load(ground / "server").port
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        with EmbeddedServer(ground / "server") as server:
            assert State.load(ground / "server").port != port
            assert ask(server, "SELECT 1") == 1


def test_a_folder_in_use_is_refused_by_name(ground):
    """And the running server is not disturbed."""
    with EmbeddedServer(ground / "server", purpose="demo", address="http://localhost:8123") as server:
        holder = holder_of(ground / "server")
        assert (holder.process, holder.address) == (os.getpid(), "http://localhost:8123")
        with pytest.raises(InUse, match="Already running at http://localhost:8123"):
            EmbeddedServer(ground / "server").start()
        assert ask(server, "SELECT 1") == 1
    assert holder_of(ground / "server") is None


@pytest.mark.hazard("H-032")
def test_kill_9_loses_nothing_acknowledged(ground):
    """Every process of the server at once; then a start that recovers."""
    with EmbeddedServer(ground / "server") as server:
        with psycopg.connect(server.url("plait_owner"), autocommit=True) as connection:
            connection.execute("CREATE TABLE kept (n int)")
            for number in range(50):
                connection.execute("INSERT INTO kept VALUES (%s)", [number])
            kill_all(processes_on(server.data))
        assert eventually(lambda: not server.alive())
        assert (server.data / "postmaster.pid").exists()
    with EmbeddedServer(ground / "server") as server:
        assert ask(server, "SELECT count(*) FROM kept", "plait_owner", "plait") == 50


def test_a_pid_file_that_names_a_stranger_does_not_keep_it_from_starting(ground):
    """After a container was started anew the number belongs to another process, often of the same user."""
    with EmbeddedServer(ground / "server") as server:
        kill_all(processes_on(server.data))
        assert eventually(lambda: not server.alive())
    runner = postgres_programs.account()
    stranger = subprocess.Popen(
        ["sleep", "60"], user=runner.user if runner else None, group=runner.group if runner else None
    )
    try:
        pid_file = server.data / "postmaster.pid"
        lines = pid_file.read_text().splitlines(keepends=True)
        pid_file.write_text(f"{stranger.pid}\n" + "".join(lines[1:]))
        with EmbeddedServer(ground / "server") as again:
            assert ask(again, "SELECT 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_server_that_was_left_running_is_stopped_first(ground):
    """Where the kernel cannot tell the children, the next start does it."""
    program = (
        "import signal, subprocess, sys, time\nfrom pathlib import Path\n"
        "from plait.foundation import children\nfrom plait.foundation.postgres import EmbeddedServer\n"
        "children.die_with_parent = lambda *_: None\n"
        "EmbeddedServer(Path(sys.argv[1])).start(); print('up', flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(ground / "server")], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout.readline() == "up\n"
    parent.kill()
    parent.wait()
    parent.stdout.close()
    time.sleep(0.5)
    left = processes_on(ground / "server" / "data")
    assert left
    with EmbeddedServer(ground / "server") as server:
        assert ask(server, "SELECT 1") == 1
        assert not left & processes_on(server.data)


def test_an_initdb_that_was_interrupted_is_begun_anew(ground):
    """What it left is ours to remove."""
    folder = ground / "server"
    (folder / "data.new").mkdir(parents=True)
    folder.chmod(0o755)
    (folder / "data.new" / "PG_VERSION").write_text("18\n")
    with EmbeddedServer(folder) as server:
        assert ask(server, "SELECT 1") == 1


def test_lost_passwords_are_said_and_the_data_is_left_alone(ground):
    """Never a silent new database beside the old one."""
    with EmbeddedServer(ground / "server") as server:
        pass
    (ground / "server" / "server.json").unlink()
    with pytest.raises(StateLost, match=r"restore that file, or make clean"):
        EmbeddedServer(ground / "server").start()
    assert (server.data / "PG_VERSION").exists()


def test_a_temporary_server_leaves_no_folder():
    """For tests."""
    with postgres.temporary_server() as server:
        folder = server.folder
        with psycopg.connect(server.url("plait_owner"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE another")
    assert not folder.exists()


def test_programs_that_cannot_be_read_are_copied_and_that_is_said(ground, monkeypatch):
    """A copy of Plait in a private home: the other user may not look in, and no permission is changed there."""
    private = ground / "private"
    private.mkdir(mode=0o700)
    real = postgres_programs.shipped()
    shipped = private / real.parent.name / real.name
    shutil.copytree(real, shipped, ignore=shutil.ignore_patterns("include", "*.a"))
    shutil.copytree(real.parents[1] / f"{real.parent.name}.libs", private / f"{real.parent.name}.libs")
    if os.geteuid() != 0:
        (shipped / "bin" / "postgres").chmod(0o600)
    monkeypatch.setattr(postgres_programs, "shipped", lambda: shipped)
    said: list[str] = []
    server = EmbeddedServer(ground / "server", programs=ground / "programs", say=said.append)
    if os.geteuid() != 0:
        with pytest.raises(postgres_programs.ProgramsMissing):
            server.start()
        return
    with server:
        assert ask(server, "SELECT 1") == 1
    assert len(said) == 1
    assert "copying its programs" in said[0]
    assert private.stat().st_mode & 0o777 == 0o700
    with server:
        assert len(said) == 1, "the copy is made once"


@as_root
def test_as_root_it_runs_as_another_user(running):
    """PostgreSQL refuses root, with reason."""
    for pid in processes_on(running.data):
        assert Path(f"/proc/{pid}").stat().st_uid == postgres_programs.account().user != 0


@as_root
def test_a_folder_that_the_other_user_cannot_reach_is_refused_and_unchanged(ground):
    """Named in a sentence, with the way out."""
    private = ground / "private"
    private.mkdir(mode=0o700)
    with pytest.raises(postgres.ServerFailed, match="Set PLAIT_HOME to a folder below one that everyone may pass"):
        EmbeddedServer(private / "server").start()
    assert private.stat().st_mode & 0o777 == 0o700


@as_root
def test_it_works_as_a_plain_user_too(ground):
    """The same program, started without any right of root."""
    code = (
        "import os, sys, psycopg\nfrom pathlib import Path\nfrom plait.foundation.postgres import EmbeddedServer\n"
        "with EmbeddedServer(Path(sys.argv[1]) / 'server') as server:\n"
        "    print(os.geteuid(), psycopg.connect(server.url()).execute('SELECT current_user').fetchone()[0])"
    )
    home = ground / "of nobody"
    home.mkdir()
    os.chown(home, 65534, 65534)
    packages = [path for path in sys.path if path.endswith("site-packages")]
    environment = {"PATH": os.defpath, "PYTHONPATH": os.pathsep.join([*packages, str(HERE.parents[2] / "src")])}
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    as_nobody = {"cwd": "/", "user": 65534, "group": 65534, "extra_groups": [], "text": True}
    for python in (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        try:
            known = subprocess.run([python, "-c", "import plait, psycopg"], check=False, env=environment, **as_nobody)
        except OSError:
            continue
        if known.returncode == 0:
            done = subprocess.run(
                [python, "-c", code, str(home)], check=False, env=environment, capture_output=True, **as_nobody
            )
            assert done.stdout == "65534 plait_app\n", done.stderr
            return
    pytest.skip("no Python of this version that another user may run with these packages")
