"""Commands about this copy itself: where it keeps things, its keys, and removing the demo data."""

import argparse
import os

from plait.cli import backup
from plait.foundation import keys
from plait.foundation.installation import SetupRefused, locate, remove_demo


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `where`, `keys rotate` and `clean`."""
    where = commands.add_parser("where", help="say where this copy keeps its data and its keys")
    where.set_defaults(run=_where)
    inner = commands.add_parser("keys", help="make a new key; the older ones keep verifying").add_subparsers(
        metavar="ACTION", required=True
    )
    rotate = inner.add_parser("rotate", help="make a new key of one purpose, used from the next start on")
    rotate.add_argument("purpose", choices=keys.PURPOSES)
    rotate.set_defaults(run=_rotate)
    clean = commands.add_parser("clean", help="remove the demo data of this copy, and nothing else")
    clean.set_defaults(run=_clean)


def _where(_arguments: argparse.Namespace) -> int:
    installation = locate(os.environ)
    lines = {
        "copy": installation.project,
        "name": installation.name,
        "demo": installation.demo,
        "practice": "on the server of DATABASE_URL" if os.environ.get("DATABASE_URL") else installation.practice,
        "backups": backup.folder_in_use(),
        "keys": keys.folder_in_use(),
    }
    for name, place in lines.items():
        print(f"{name:<10}{place}")
    return 0


def _rotate(arguments: argparse.Namespace) -> int:
    made = keys.rotate(arguments.purpose, keys.folder_in_use())
    print(f"New {arguments.purpose} key {made.id}. Restart the practice to use it.")
    return 0


def _clean(_arguments: argparse.Namespace) -> int:
    installation = locate(os.environ)
    if installation.database.is_dir() and not installation.demo.is_symlink():
        from plait.foundation.postgres_leftovers import processes_on
        from plait.foundation.postgres_state import holder_of

        holder = holder_of(installation.database)
        if holder is not None:
            raise SetupRefused(f"The demo practice is running (process {holder.process}): stop it first (Ctrl-C).")
        if processes_on(installation.database / "data"):
            raise SetupRefused("PostgreSQL is just shutting down: try again in a moment.")
    removed = remove_demo(installation)
    print(f"Removed {installation.demo}." if removed else "There is no demo data: nothing to remove.")
    return 0
