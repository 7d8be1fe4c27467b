"""plait demo: set up the demo practice on this machine, and run it until Ctrl-C.

It exists only on the embedded database and an address that only this machine can reach.
"""

import argparse
import os
import tomllib
from collections.abc import Mapping
from importlib import resources

from plait.cli import address as addresses
from plait.cli import large_practice, processes
from plait.cli.address import Address
from plait.foundation.installation import Installation, SetupRefused, locate
from plait.foundation.progress import step
from plait.foundation.supervisor import Interrupted, Supervisor


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `demo` and `demo seed`."""
    demo = commands.add_parser(
        "demo",
        help="set up and run the demo practice until Ctrl-C",
        description="Set up and run the demo practice: embedded PostgreSQL, invented people, sign-in by one click. "
        "Only this machine can reach it. A second start keeps the data; plait clean removes it.",
    )
    demo.add_argument("--host", help="address to listen on, loopback only (HOST; default localhost)")
    demo.add_argument("--port", help="port to listen on (PORT; default 8000)")
    demo.set_defaults(run=run)
    inner = demo.add_subparsers(metavar="[seed]")
    seed = inner.add_parser(
        "seed",
        help="write the invented people into a demo database that is empty",
        description="Write the invented people into a demo database that is empty. With --people, a large practice for "
        "trying out size: into the demo of this copy, or into the empty database that DATABASE_URL names.",
    )
    seed.add_argument("--people", type=int, help="how many; left out: the demo practice with its written stories")
    seed.add_argument("--seed", type=int, default=1, help="the same number gives the same people (default 1)")
    seed.set_defaults(run=_seed)


def run(arguments: argparse.Namespace) -> int:
    """Everything from nothing to a running practice, and back to nothing on Ctrl-C."""
    address = addresses.read(os.environ, arguments.host, arguments.port)
    refuse(os.environ, address)
    installation = locate(os.environ)
    from plait.foundation.postgres_state import InUse, holder_of

    holder = holder_of(installation.database)
    if holder is not None:
        raise InUse(holder)
    address.insist_on_free(f"make demo PORT={address.port + 1 if address.port < 65535 else 8001}")
    installation.prepare()
    return _run_prepared(installation, address)


def refuse(environment: Mapping[str, str], address: Address) -> None:
    """Demo mode never meets a database or a network of others."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        if environment.get(name):
            raise SetupRefused(
                f"The demo practice runs only on its own database, and {name} is set. "
                f"Unset it (env -u {name} make demo), or run your own practice with make serve."
            )
    if not address.is_loopback:
        raise SetupRefused(
            f"The demo practice lets anybody in, so it listens only to this machine: HOST is {address.host}. "
            "Use HOST=localhost, or run your own practice with make serve."
        )


def _run_prepared(installation: Installation, address: Address) -> int:
    from plait.foundation.postgres import EmbeddedServer

    supervisor = Supervisor()
    first = not (installation.database / "data").exists()
    if installation.keys_stand_in_the_copy:
        print(f"No folder outside this copy can be written: data and keys go to {installation.home}.")
    server = EmbeddedServer(
        installation.database, programs=installation.home / "programs", purpose="demo", address=address.url, say=print
    )
    with supervisor.listening():
        try:
            with step("Making the database" if first else "Starting PostgreSQL") as shown:
                server.tick = supervisor.ticking(shown)
                server.start()
            environment = demo_environment(installation, address, server.url())
            _bring_up(supervisor, installation, address, environment, server.url("plait_owner"))
            _welcome(installation, address)
            supervisor.watch(server.alive)
        except Interrupted:
            pass
        finally:
            with step("Stopping"):
                supervisor.stop()
                server.stop()
    return 0


def _bring_up(
    supervisor: Supervisor, installation: Installation, address: Address, environment: Mapping[str, str], owner_url: str
) -> None:
    logs = installation.logs
    supervisor.run(
        "Bringing the database up to date",
        [*processes.PLAIT, "migrate", "--static"],
        {**environment, "DATABASE_OWNER_URL": owner_url},
        logs / "migrate.log",
    )
    seeded = installation.demo / "seeded"
    if not seeded.exists():
        supervisor.run("Writing the demo practice", [*processes.PLAIT, "demo", "seed"], environment, logs / "seed.log")
        seeded.touch()
    supervisor.start(processes.web(address, environment, logs / "web.log"))
    supervisor.start(processes.worker(address, environment, logs / "worker.log"))


def demo_environment(installation: Installation, address: Address, database_url: str) -> dict[str, str]:
    """The contract with the settings, for a child of the demo practice."""
    return processes.clean_environment(
        os.environ,
        DATABASE_URL=database_url,
        PLAIT_DEMO="1",
        PLAIT_EMBEDDED="1",
        PLAIT_INSTALLATION=installation.name,
        PLAIT_KEYS=str(installation.keys),
        PLAIT_STATIC=str(installation.demo / "static"),
        HOST=address.host,
        PORT=str(address.port),
    )


def _welcome(installation: Installation, address: Address) -> None:
    print(
        f"\nPlait is running:  {address.url}\n"
        f"  Sign in:         choose somebody on the first page; the demo asks for no password\n{_staff()}"
        f"  Data:            {installation.demo} (invented; make clean removes it)\n"
        f"  Logs:            {installation.logs}\n"
        "  Stop:            Ctrl-C\n",
        flush=True,
    )


def _staff() -> str:
    """Who can be chosen: one line each, with name and roles."""
    listed = resources.files("plait.coordination.demo").joinpath("staff.toml").read_text(encoding="utf-8")
    staff = tomllib.loads(listed)["staff"].values()
    return "".join(f"    {one['name']:<24} {', '.join(one['roles'])}\n" for one in staff)


def _seed(arguments: argparse.Namespace) -> int:
    if arguments.people is not None:
        return large_practice.run(arguments)
    from plait.cli.practice import django_ready

    django_ready()
    if os.environ.get("PLAIT_DEMO") != "1" or os.environ.get("PLAIT_EMBEDDED") != "1":
        raise SetupRefused("Invented people belong into the demo practice only: plait demo writes them by itself.")
    from plait.coordination.demo import seed

    print(seed.run())
    return 0
