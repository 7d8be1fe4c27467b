"""plait serve: run a practice on a PostgreSQL server of one's own; refuse, in sentences, what would not be safe."""

import argparse
import os

from plait.cli import address as addresses
from plait.cli import processes
from plait.foundation.installation import SetupRefused, locate
from plait.foundation.supervisor import Interrupted, Supervisor


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `serve` and the check that it begins with."""
    serve = commands.add_parser(
        "serve",
        help="run a practice on your own PostgreSQL (DATABASE_URL)",
        description="Run web server and worker on your own PostgreSQL 15 or newer, named by DATABASE_URL. "
        "Bring it up to date with plait migrate first. What is not safe is refused with a sentence.",
    )
    serve.add_argument("--host", help="address to listen on (HOST; default localhost)")
    serve.add_argument("--port", help="port to listen on (PORT; default 8000)")
    serve.set_defaults(run=run)
    check = commands.add_parser("check", help="say what keeps plait serve from starting safely")
    check.set_defaults(run=_check)


def run(arguments: argparse.Namespace) -> int:
    """Check, then web and worker until Ctrl-C or TERM. Logs go to our own output."""
    address = addresses.read(os.environ, arguments.host, arguments.port)
    if not os.environ.get("DATABASE_URL"):
        raise SetupRefused(
            "DATABASE_URL is not set: name your PostgreSQL 15 or newer, for example "
            "DATABASE_URL=postgresql://plait_app:password@host/plait. To look around without one: make demo."
        )
    for name in ("PLAIT_DEMO", "PLAIT_EMBEDDED"):
        if os.environ.get(name) == "1":
            raise SetupRefused(f"{name} belongs to the demo practice and is set: unset it.")
    address.insist_on_free(f"plait serve --port {address.port + 1 if address.port < 65535 else 8001}")
    installation = locate(os.environ)
    environment = processes.clean_environment(
        os.environ,
        PLAIT_INSTALLATION=installation.name,
        PLAIT_KEYS=os.environ.get("PLAIT_KEYS") or str(installation.keys),
        PLAIT_STATIC=os.environ.get("PLAIT_STATIC") or str(installation.home / "static"),
        HOST=address.host,
        PORT=str(address.port),
    )
    supervisor = Supervisor()
    with supervisor.listening():
        try:
            supervisor.run("Checking that it is safe to start", [*processes.PLAIT, "check"], environment, None)
            supervisor.start(processes.web(address, environment, None))
            supervisor.start(processes.worker(address, environment, None))
            print(f"Plait is running at {address.url}. Stop it with Ctrl-C or TERM.", flush=True)
            supervisor.watch()
        except Interrupted:
            pass
        finally:
            supervisor.stop()
    return 0


def _check(_arguments: argparse.Namespace) -> int:
    """Exit code 1 and one sentence for each reason not to start."""
    if not os.environ.get("DATABASE_URL"):
        raise SetupRefused("DATABASE_URL is not set: this check is for a practice on a database of its own.")
    from plait.cli.practice import django_ready, gather_static

    django_ready()
    from plait.foundation import startup

    refusals = startup.refusals()
    for sentence in refusals:
        print(f"Not safe to start: {sentence}", flush=True)
    if not refusals and os.environ.get("PLAIT_STATIC"):
        gather_static()
    return 1 if refusals else 0
