"""Commands that work on a practice's records: migrate, import, rebuild, administrator, worker.

They find the database by themselves: DATABASE_URL, else the practice of this copy (place.py), which is started for
the time it takes when it does not run. Every read and write passes coordination, like a click on a screen.
"""

import argparse
import contextlib
import os
from collections.abc import Iterator

from plait.cli import backup, bring_in, bring_in_table
from plait.cli.place import joined
from plait.foundation.installation import SetupRefused

_FINISH_JOBS_SECONDS = 8


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands."""
    migrate = commands.add_parser(
        "migrate",
        help="bring the database up to date, with its roles' rights",
        description="Bring the tables up to date and set the rights of every database role. With a server of your own: "
        "DATABASE_OWNER_URL names the role that owns the tables; the practice itself never gets it. A practice that "
        "is in use is backed up first (plait backup --help).",
    )
    migrate.add_argument("--static", action="store_true", help="also gather the static files (PLAIT_STATIC)")
    migrate.add_argument(
        "--without-backup", action="store_true", help="do not back up first (you have just done so by other means)"
    )
    migrate.set_defaults(run=_migrate)
    bring = commands.add_parser("import", help="take in FHIR R4: a file, or a folder of them")
    bring_in.arguments_of(bring)
    bring.set_defaults(run=_import)
    table = commands.add_parser("import-csv", help="take in a table of people, medicines, appointments or scores")
    bring_in_table.arguments_of(table)
    table.set_defaults(run=_import_table)
    rebuild = commands.add_parser("rebuild", help="make the projections anew from the facts")
    rebuild.set_defaults(run=_rebuild)
    administrator = commands.add_parser(
        "administrator",
        help="open the first administrator's account, or a way back in",
        description="Make the set-up link of the practice's first administrator, or a new one for an administrator "
        "who lost password and second factor.",
    )
    administrator.add_argument("name", help="full name of the first one, or the sign-in name of one there is")
    administrator.set_defaults(run=_administrator)
    alarm = commands.add_parser(
        "alarm",
        help="say whether a sign of harm has waited too long: exit code 1 where one has",
        description="For cron, every few minutes. It names colleagues to call and nobody in care. Exit code 0: "
        "none waits too long; 1: one does. It needs no worker.",
    )
    alarm.add_argument(
        "--run",
        default="",
        metavar="COMMAND",
        help="what to run where one waits too long, with the message on its standard input",
    )
    alarm.add_argument(
        "--mail",
        default="",
        metavar="ADDRESS",
        help="whom to write to where one waits too long, by the practice's mail server (PLAIT_MAIL_URL); several with "
        "commas between. Without it: PLAIT_ALARM_MAIL",
    )
    alarm.set_defaults(run=_alarm)
    worker = commands.add_parser("worker", help="run background jobs (plait demo and plait serve start one)")
    worker.set_defaults(run=_worker)


def django_ready() -> None:
    """Load Django with the settings of the environment as it is now."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plait.config.settings")
    # A command or a job may ask more of the database than the answer to a click.
    os.environ.setdefault("PLAIT_STATEMENT_TIMEOUT", "60s")
    import django

    django.setup()


@contextlib.contextmanager
def database(*, as_owner: bool = False) -> Iterator[None]:
    """Django, connected to the practice: by DATABASE_URL, else to this copy's own or demo practice.

    as_owner: as the role that owns the tables, for migrations only.
    """
    if os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_OWNER_URL"):
        if as_owner:
            owner = os.environ.get("DATABASE_OWNER_URL")
            if not owner:
                raise SetupRefused(
                    "Migrations run as the role that owns the tables: name it in DATABASE_OWNER_URL "
                    "(DATABASE_URL is the practice's own role, which may not change tables)."
                )
            os.environ["DATABASE_URL"] = owner
        elif not os.environ.get("DATABASE_URL"):
            raise SetupRefused("DATABASE_URL is not set: it names the role that the practice itself connects as.")
        django_ready()
        yield
        return
    from plait.foundation.postgres_state import APP, OWNER

    with joined(OWNER if as_owner else APP):
        django_ready()
        yield
        from django.db import connections

        connections.close_all()


def _migrate(arguments: argparse.Namespace) -> int:
    # A migration may take longer than the answer to a click.
    os.environ.setdefault("PLAIT_STATEMENT_TIMEOUT", "10min")
    with database(as_owner=True):
        from plait.foundation.migrate import migrate, pending

        waiting = pending()
        taken = None
        if waiting and not arguments.without_backup and os.environ.get("PLAIT_DEMO") != "1":
            print(f"Migrations pending: {waiting}. A backup is made before them.", flush=True)
            taken = backup.take(backup.folder_in_use())
        migrate(verbosity=1)
        if taken is not None:
            backup.note(taken)
        if arguments.static:
            gather_static()
    print("The database is up to date.")
    return 0


def gather_static() -> None:
    """Copy, hash and compress the static files into PLAIT_STATIC."""
    from django.conf import settings
    from django.core.management import call_command

    if not settings.STATIC_ROOT:
        raise SetupRefused("PLAIT_STATIC is not set: it names the folder that the static files are gathered in.")
    call_command("collectstatic", interactive=False, verbosity=0)


def _worker(_arguments: argparse.Namespace) -> int:
    from plait.foundation.children import end_after_parent

    if not os.environ.get("DATABASE_URL"):
        raise SetupRefused("The worker needs DATABASE_URL; plait demo and plait serve start one by themselves.")
    # Jobs under way are finished when we are asked to stop; without a supervisor the database may be gone as well.
    end_after_parent(_FINISH_JOBS_SECONDS + 1)
    django_ready()
    from django.core.management import call_command

    graceful = ("--shutdown-graceful-timeout", str(_FINISH_JOBS_SECONDS))
    call_command("procrastinate", "worker", "--concurrency", "2", *graceful)
    return 0


def _import(arguments: argparse.Namespace) -> int:
    if not arguments.file.exists():
        raise SetupRefused(f"There is no file {arguments.file}.")
    with database():
        return bring_in.run(arguments)


def _import_table(arguments: argparse.Namespace) -> int:
    with database():
        return bring_in_table.run(arguments)


def _rebuild(_arguments: argparse.Namespace) -> int:
    with database():
        from plait.coordination.people import rebuild_projections
        from plait.foundation.actor import SYSTEM
        from plait.foundation.clock import now

        rebuild_projections.rebuild(actor=SYSTEM, at=now())
    print("The projections are made anew from the facts.")
    return 0


def _alarm(arguments: argparse.Namespace) -> int:
    with database():
        from django.conf import settings

        from plait.cli import alarm

        return alarm.run(arguments.run, arguments.mail or settings.ALARM_MAIL)


def _administrator(arguments: argparse.Namespace) -> int:
    with database():
        from plait.cli.address import read
        from plait.clinical.refusal import Refused
        from plait.coordination.accounts import first_administrator
        from plait.foundation.clock import now

        opened = first_administrator.commit(arguments.name, at=now())
        if isinstance(opened, Refused):
            raise SetupRefused(str(opened.message))
        sign_in_name, link = opened
        print(f"Sign-in name:  {sign_in_name}\nSet-up link:   {read(os.environ).url}{link.path}")
        print("Whoever opens the link first chooses the password: hand it on in person. It works once.")
    return 0
