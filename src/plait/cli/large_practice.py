"""plait demo seed --people: a practice of tens of thousands of invented people, for trying out size.

Into the demo practice of this copy where nobody is yet, or into the database that DATABASE_URL names. A database with
anybody in it is refused.
"""

import argparse
import os
import time

from plait.cli import processes
from plait.cli.address import read
from plait.foundation.installation import SetupRefused, locate
from plait.foundation.supervisor import Supervisor

FEWEST, MOST = 10, 200_000


def run(arguments: argparse.Namespace) -> int:
    """Write it, and let PostgreSQL count what there is now, so that it plans for this size at once."""
    if not FEWEST <= arguments.people <= MOST:
        raise SetupRefused(f"--people is a number from {FEWEST} to {MOST}.")
    if os.environ.get("DATABASE_URL"):
        _write(arguments)
        _analyze(os.environ.get("DATABASE_OWNER_URL"))
        return 0
    return _into_the_demo(arguments)


def _into_the_demo(arguments: argparse.Namespace) -> int:
    """Make the demo practice of this copy with these people instead of the small one."""
    from plait.cli.demo import demo_environment
    from plait.foundation.postgres import EmbeddedServer

    installation = locate(os.environ)
    if (installation.demo / "seeded").exists():
        raise SetupRefused("The demo practice of this copy has its people already. plait clean removes it.")
    installation.prepare()
    server = EmbeddedServer(
        installation.database, programs=installation.home / "programs", purpose="seed", address="", say=print
    )
    supervisor = Supervisor()
    with server:
        environment = demo_environment(installation, read(os.environ), server.url())
        owner = server.url("plait_owner")
        migrate = {**environment, "DATABASE_OWNER_URL": owner}
        command = [*processes.PLAIT, "migrate", "--static"]
        supervisor.run("Bringing the database up to date", command, migrate, installation.logs / "migrate.log")
        os.environ.update(environment)
        _write(arguments)
        _analyze(owner)
        (installation.demo / "seeded").touch()
    return 0


def _write(arguments: argparse.Namespace) -> None:
    from plait.cli.practice import django_ready

    django_ready()
    from plait.coordination.demo import large
    from plait.foundation.actor import SYSTEM
    from plait.foundation.clock import now

    began = time.monotonic()

    def say(people: int, facts: int) -> None:
        if people % 1000 == 0:
            print(f"{people:>8} people, {facts:>9} facts, {time.monotonic() - began:5.0f} s", flush=True)

    command = large.Command(arguments.people, arguments.seed)
    written = large.seed(command, actor=SYSTEM, at=now(), say=say)
    if isinstance(written, large.Refused):
        raise SetupRefused(str(written.message))
    print(f"{written.people} people, {written.staff} members of staff, {written.facts} facts.")


def _analyze(owner_url: str | None) -> None:
    """Only the owner may; else PostgreSQL does it by itself within minutes."""
    if owner_url:
        import psycopg

        with psycopg.connect(owner_url, autocommit=True) as connection:
            connection.execute("ANALYZE")
    else:
        print("DATABASE_OWNER_URL is not set: PostgreSQL counts the rows by itself within some minutes.")
