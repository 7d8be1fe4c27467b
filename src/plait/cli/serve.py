"""plait serve: run a practice; refuse, in sentences, what would not be safe. plait set-up makes a small one.

With DATABASE_URL it runs on a PostgreSQL server of one's own. Without, on the embedded database of this copy, which
plait set-up has made or plait restore brought back; a start brings its tables up to date, after a backup.
"""

import argparse
import os

from plait.cli import address as addresses
from plait.cli import processes
from plait.cli.address import Address
from plait.cli.place import Place
from plait.foundation.installation import SetupRefused, locate
from plait.foundation.progress import step
from plait.foundation.supervisor import Interrupted, Supervisor


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `set-up`, `serve` and the check that it begins with."""
    set_up = commands.add_parser(
        "set-up",
        help="make a small practice of your own on the embedded database",
        description="Make an empty practice on the embedded PostgreSQL of this copy: for real people, not for trying "
        "out (make demo). Nothing is started and nobody has an account yet. Not needed with a server of your own.",
    )
    set_up.set_defaults(run=_set_up)
    serve = commands.add_parser(
        "serve",
        help="run your practice, on its own PostgreSQL (DATABASE_URL) or on the embedded one",
        description="Run web server and worker of your practice until Ctrl-C or TERM: on your own PostgreSQL 15 or "
        "newer, named by DATABASE_URL (bring it up to date with plait migrate first), else on the embedded one that "
        "plait set-up made. What is not safe is refused with a sentence.",
    )
    serve.add_argument("--host", help="address to listen on (HOST; default localhost)")
    serve.add_argument("--port", help="port to listen on (PORT; default 8000)")
    serve.set_defaults(run=run)
    check = commands.add_parser("check", help="say what keeps plait serve from starting safely")
    check.set_defaults(run=_check)


def run(arguments: argparse.Namespace) -> int:
    """Check, then web and worker until Ctrl-C or TERM. Logs go to our own output."""
    address = addresses.read(os.environ, arguments.host, arguments.port)
    for name in ("PLAIT_DEMO", "PLAIT_EMBEDDED"):
        if os.environ.get(name) == "1":
            raise SetupRefused(f"{name} belongs to the demo practice and is set: unset it.")
    again = f"plait serve --port {address.port + 1 if address.port < 65535 else 8001}"
    if not os.environ.get("DATABASE_URL"):
        return _on_the_embedded_database(address, again)
    address.insist_on_free(again)
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
            _bring_up(supervisor, address, environment)
            supervisor.keep()
        except Interrupted:
            pass
        finally:
            supervisor.stop()
    return 0


def _bring_up(supervisor: Supervisor, address: Address, environment: dict[str, str]) -> None:
    supervisor.run("Checking that it is safe to start", [*processes.PLAIT, "check"], environment, None)
    supervisor.start(processes.web(address, environment, None))
    supervisor.start(processes.worker(address, environment, None))
    print(f"Plait is running at {address.url}. Stop it with Ctrl-C or TERM.", flush=True)


def _on_the_embedded_database(address: Address, again: str) -> int:
    """PostgreSQL, migrations, then as on a server of one's own."""
    place = Place(locate(os.environ), demo=False)
    _refuse_owner_alone()
    if not place.exists:
        raise SetupRefused(
            "There is no practice here yet. plait set-up makes a small one on the embedded database, and plait restore "
            "brings one back from a backup. For a PostgreSQL of your own name it in DATABASE_URL. To look around: "
            "make demo."
        )
    _insist_on_nobody_there(place)
    address.insist_on_free(again)
    supervisor, server = Supervisor(), place.server("serve", address.url)
    with supervisor.listening():
        try:
            with step("Starting PostgreSQL") as shown:
                server.tick = supervisor.ticking(shown)
                server.start()
            server.tick = supervisor.check
            environment = place.environment(address, server.url())
            _migrate(supervisor, environment, server.url("plait_owner"))
            _bring_up(supervisor, address, environment)
            supervisor.keep(server)
        except Interrupted:
            pass
        finally:
            supervisor.stop()
            server.stop()
    return 0


def _set_up(_arguments: argparse.Namespace) -> int:
    """Make the database and its tables, and say how to go on."""
    address = addresses.read(os.environ)
    place = Place(locate(os.environ), demo=False)
    _refuse_owner_alone()
    if os.environ.get("DATABASE_URL"):
        raise SetupRefused("DATABASE_URL names a server of your own: make its tables with plait migrate.")
    if place.exists:
        raise SetupRefused(f"There is a practice already, in {place.installation.practice}. Start it: plait serve.")
    place.installation.prepare_practice(place.installation.practice)
    _insist_on_nobody_there(place)
    supervisor, server = Supervisor(), place.server("set-up")
    with supervisor.listening():
        try:
            with step("Making the database") as shown:
                server.tick = supervisor.ticking(shown)
                server.start()
            _migrate(supervisor, place.environment(address, server.url()), server.url("plait_owner"))
        except Interrupted:
            print("Stopped. plait serve goes on from here.")
            return 1
        finally:
            server.stop()
    print(
        f"\nYour practice is made, empty, in {place.installation.practice}\n"
        f"  Keys:     {place.installation.keys if not os.environ.get('PLAIT_KEYS') else os.environ['PLAIT_KEYS']}\n"
        '  Next:     plait administrator "Your Name", then plait serve\n'
        "  Then:     plait backup, and a timer for it (docs/how-to/back-up-and-restore.md)\n"
    )
    return 0


def _migrate(supervisor: Supervisor, environment: dict[str, str], owner_url: str) -> None:
    supervisor.run(
        "Bringing the database up to date",
        [*processes.PLAIT, "migrate", "--static"],
        {**environment, "DATABASE_OWNER_URL": owner_url},
        None,
    )


def _insist_on_nobody_there(place: Place) -> None:
    from plait.foundation.postgres_state import InUse, holder_of

    holder = holder_of(place.folder)
    if holder is not None:
        raise InUse(holder)


def _refuse_owner_alone() -> None:
    """A forgotten DATABASE_URL must not open another, empty practice."""
    if os.environ.get("DATABASE_OWNER_URL"):
        raise SetupRefused("DATABASE_OWNER_URL is set, but not DATABASE_URL, which the practice connects by.")


def _check(_arguments: argparse.Namespace) -> int:
    """Exit code 1 and one sentence for each reason not to start."""
    from plait.cli.practice import database, gather_static

    with database():
        from plait.foundation import startup

        refusals = startup.refusals()
    for sentence in refusals:
        print(f"Not safe to start: {sentence}", flush=True)
    if not refusals and os.environ.get("PLAIT_STATIC"):
        gather_static()
    return 1 if refusals else 0
