"""`plait demo` whose web server and worker are trivial: everything else is the real thing.

TRIVIAL_CHILDREN: calm (end on TERM), deaf (ignore TERM), short (the worker ends after a moment), forking (the web
server has a child of its own).
"""

import os
import socket
import sys
from pathlib import Path

from plait import cli
from plait.cli import demo
from plait.foundation.supervisor import Child

KIND = os.environ["TRIVIAL_CHILDREN"]
PROGRAMS = {
    "calm": "import time, sys; print('up', flush=True); time.sleep(600)",
    "deaf": (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);print('up', flush=True); time.sleep(600)"
    ),
    "short": "import time; print('up', flush=True); time.sleep(0.5); print('my last words'); raise SystemExit(3)",
    "forking": (
        "import subprocess, sys; print('up', flush=True);"
        "subprocess.run([sys.executable, '-c', 'import time; time.sleep(600)'])"
    ),
}


def child(name: str, kind: str, logs: Path, environment: dict[str, str]) -> Child:
    """A trivial child that is ready once it has said so. Its command names the folder, so that a test finds it."""
    log = logs / f"{name}.log"
    return Child(
        name=f"The {name}",
        what=f"Starting the {name}",
        command=[sys.executable, "-c", PROGRAMS[kind], str(logs)],
        environment=environment,
        ready=lambda: log.exists() and "up" in log.read_text().rpartition("--- started")[2],
        log=log,
        stop_within=2.0,
    )


COUNT = (
    "import os, psycopg; c = psycopg.connect(os.environ['TRIVIAL_OWNER'], autocommit=True);"
    "c.execute('create table if not exists starts (at timestamptz default clock_timestamp())');"
    "c.execute('insert into starts default values');"
    "print('start number', c.execute('select count(*) from starts').fetchone()[0])"
)


def bring_up(supervisor, installation, address, environment, owner_url) -> None:
    """In place of migrations, demo people, web and worker."""
    assert "plait_owner" in owner_url
    log = installation.logs / "migrate.log"
    owner = {**environment, "TRIVIAL_OWNER": owner_url}
    supervisor.run("Counting the starts", [sys.executable, "-c", COUNT], owner, log)
    sys.stdout.write(log.read_text().splitlines()[-1] + "\n")
    sys.stdout.flush()
    supervisor.start(child("web server", "calm" if KIND == "short" else KIND, installation.logs, environment))
    supervisor.start(child("worker", "calm" if KIND == "forking" else KIND, installation.logs, environment))


if os.environ["PORT"] == "0":
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        os.environ["PORT"] = str(probe.getsockname()[1])
demo._bring_up = bring_up
sys.exit(cli.main(["demo"]))
