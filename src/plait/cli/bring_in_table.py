"""plait import-csv KIND FILE: a table taken in as a member of staff, by the same steps as on the screen."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from plait.foundation.installation import SetupRefused

if TYPE_CHECKING:
    from uuid import UUID

    from plait.coordination.interchange.csv_import.account import Account
    from plait.coordination.interchange.csv_import.settings import Settings
    from plait.foundation.actor import Actor

KINDS = ("people", "medicines", "appointments", "scores")
DAYS = ("YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY", "DD.MM.YYYY")
MOST_LINES = 20


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """The table, which column is which, and who brings it in."""
    parser.description = (
        "Take in a table (CSV). Without --yes it shows which column is which and the first rows as they would come "
        "in, and takes nothing in. Exit code 0: every row came in or was here; 1: some did not, or nothing was done."
    )
    parser.add_argument("kind", choices=KINDS, help="what the table is about; people first")
    parser.add_argument("file", type=Path, help="the table, its first row the heads of the columns")
    parser.add_argument("--as", dest="name", default="", metavar="NAME", help="whose sign-in name (or name) imports it")
    parser.add_argument(
        "--role", default="", choices=("", "prescriber", "therapist", "coordinator"), help="in which of their roles"
    )
    parser.add_argument(
        "--map", action="append", default=[], metavar="COLUMN=HEAD", help="ours=theirs; may be repeated"
    )
    parser.add_argument("--days", default="", choices=("", *DAYS), help="how days are written (only year-month-day)")
    parser.add_argument("--system", default="", help="what the number in the other system is called, like MRN")
    parser.add_argument("--refused", type=Path, metavar="FILE", help="where to write the rows that did not come in")
    parser.add_argument("--yes", action="store_true", help="take it in")


def run(arguments: argparse.Namespace) -> int:
    """Take it in, or show how it would come in. Needs a loaded Django."""
    from plait.clinical.refusal import Refused
    from plait.coordination.interchange.csv_import import import_table
    from plait.coordination.interchange.csv_import.import_table import Upload
    from plait.foundation.clock import now

    if not arguments.file.is_file():
        raise SetupRefused(f"There is no file {arguments.file}.")
    actor = _importer(arguments.name, arguments.role)
    upload = Upload(arguments.kind, arguments.file.name, arguments.file.read_bytes())
    kept = import_table.receive(upload, actor=actor, at=now())
    if isinstance(kept, Refused):
        raise SetupRefused(kept.message)
    settings = _confirm(kept, arguments, actor)
    if not arguments.yes:
        _show_columns(kept, settings, actor)
        return 1
    account = import_table.run(kept, actor=actor, at=now(), clock=now)
    if account is None:
        raise SetupRefused("Somebody else is working on this table already.")
    return _show_account(kept, account, arguments, actor)


def _importer(name: str, role: str) -> "Actor":
    from plait.coordination.accounts import importer
    from plait.foundation.clock import now

    chosen = importer.named(name, role, at=now()) if name else None
    if chosen is not None:
        return chosen
    listed = ", ".join(sorted(member.sign_in_name for member in importer.possible(at=now()))) or "nobody yet"
    raise SetupRefused(f"Say who brings the table in: --as NAME (and --role). Possible: {listed}.")


def _confirm(run_id: "UUID", arguments: argparse.Namespace, actor: "Actor") -> "Settings":
    from plait.clinical.refusal import Refused
    from plait.coordination.interchange.csv_import import import_table, read_table
    from plait.coordination.interchange.csv_import.import_table import Chosen
    from plait.foundation.clock import now

    guessed = read_table.read(run_id, actor=actor, at=now()).settings
    said = dict(one.partition("=")[::2] for one in arguments.map)
    unknown = [head for head in said.values() if head and head not in guessed.heads]
    if unknown:
        raise SetupRefused(f"The table has no column {', '.join(unknown)}. It has: {', '.join(guessed.heads)}.")
    mapping = {name: head for name, head in {**guessed.mapping, **said}.items() if head}
    chosen = Chosen(mapping, arguments.days or guessed.written, arguments.system or guessed.system, start=arguments.yes)
    settings = import_table.confirm(run_id, chosen, actor=actor, at=now(), defer=False)
    if isinstance(settings, Refused):
        column = settings.field.removeprefix("column-")
        how = f" (--map {column}=HEAD)" if settings.field.startswith("column-") else " (--days)"
        raise SetupRefused(settings.message + (f" Our column: {column}." if "column-" in settings.field else "") + how)
    return settings


def _show_columns(run_id: "UUID", settings: "Settings", actor: "Actor") -> None:
    from plait.coordination.interchange.csv_import import read_table
    from plait.foundation.clock import now

    print(f"Letters: {settings.encoding}. Separator: {settings.separator!r}.")
    table = read_table.read(run_id, actor=actor, at=now())
    for column in table.columns:
        if column.name in settings.mapping or not column.name.startswith("item-"):
            print(f"  {column.name:<16} {settings.mapping.get(column.name, '-')}")
    for row in table.preview:
        said = " ".join(str(one) for one in row.troubles) or "would come in"
        print(f"Row {row.number}: {said}")
    print("Nothing was taken in. Run it again with --yes.")


def _show_account(run_id: "UUID", account: "Account", arguments: argparse.Namespace, actor: "Actor") -> int:
    from plait.coordination.interchange.csv_import import read_table
    from plait.foundation.clock import now

    print(f"{account.new} rows taken in, {account.here} here already, {len(account.refused)} not taken in.")
    for number, troubles in sorted(account.refused.items())[:MOST_LINES]:
        print(f"Row {number}: {' '.join(str(one) for one in troubles)}")
    if account.failed:
        print("It broke off. What is here stays; the same command goes on.")
    if account.refused and arguments.refused:
        arguments.refused.write_bytes(read_table.refused(run_id, actor=actor, at=now())[1])
        print(f"The rows that did not come in: {arguments.refused}")
    return 1 if account.refused or account.failed else 0
