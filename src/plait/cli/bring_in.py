"""plait import FILE: a person's FHIR file, taken in as a member of staff, with its account on the screen."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from plait.foundation.installation import SetupRefused

if TYPE_CHECKING:
    from plait.coordination.interchange.reports import Report
    from plait.foundation.actor import Actor

MOST_LINES = 40
HAPPENED = {
    "new": "taken in",
    "changed": "changed",
    "here": "already here",
    "kept": "kept as received",
    "older": "older than what is here",
    "left-alone": "changed here since",
    "twice": "twice in the file",
    "refused": "refused",
}


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """The file, and who brings it in."""
    parser.add_argument("file", type=Path, help="the Bundle, as a JSON file")
    parser.add_argument("--as", dest="name", default="", metavar="NAME", help="whose sign-in name (or name) imports it")
    parser.add_argument("--role", default="", choices=("", "prescriber", "therapist"), help="in which of their roles")


def run(arguments: argparse.Namespace) -> int:
    """Take it in; exit code 1 where nothing was. Needs a loaded Django."""
    from plait.clinical.refusal import Refused
    from plait.coordination.interchange import import_bundle
    from plait.foundation.clock import now

    actor = _importer(arguments.name, arguments.role)
    content = arguments.file.read_bytes()
    report = import_bundle.import_file(content, arguments.file.name, actor=actor, at=now())
    if isinstance(report, Refused):
        raise SetupRefused(report.message)
    _show(report, actor)
    return 0 if report.status == "done" else 1


def _importer(name: str, role: str) -> "Actor":
    from plait.coordination.accounts import importer
    from plait.foundation.clock import now

    at = now()
    possible = [member for member in importer.possible(at=at) if not role or role in member.roles_on(at.day("UTC"))]
    if not name and possible and (len(possible) == 1 or os.environ.get("PLAIT_DEMO") == "1"):
        name = possible[0].sign_in_name
    chosen = importer.named(name, role, at=at) if name else None
    if chosen is not None and chosen.clinical:
        return chosen
    listed = ", ".join(sorted(member.sign_in_name for member in possible)) or "nobody yet"
    raise SetupRefused(
        "Say which clinician imports the file and will treat the person: --as NAME, and --role prescriber or "
        f"therapist for somebody with both. Possible: {listed}. A coordinator imports on the screen."
    )


def _show(report: "Report", actor: "Actor") -> None:
    print(f"Imported as {actor.name}, {actor.acting_role}.")
    if report.reason is not None:
        where = f" ({report.reason.path})" if report.reason.path else ""
        print(f"Nothing was taken in: {report.reason}{where}")
        return
    counts = report.counts()
    for kind in sorted({kind for kind, _ in counts}):
        fates = ", ".join(f"{counts[kind, fate]} {words}" for fate, words in HAPPENED.items() if counts[kind, fate])
        print(f"  {kind:<24} {fates}")
    print(f"  {'in all':<24} {len(report.lines)} entries")
    for note in report.notes:
        print(f"Note: {note}")
    looks = report.lines_to_look_at()
    for line in looks[:MOST_LINES]:
        for one in (*((line.detail,) if line.detail else ()), *line.warnings):
            print(f"Look: {line.resource_type} {line.path}: {one}")
    if len(looks) > MOST_LINES:
        print(f"Look: {len(looks) - MOST_LINES} more entries; all of them stand in the report on the screen (Imports).")
    if report.waiting:
        what = "1 imported medicine waits" if report.waiting == 1 else f"{report.waiting} imported medicines wait"
        print(f"{what} to be reconciled; until then no total counts what is not confirmed.")
    print("The person is new." if report.new_person else "The person was here already.")
