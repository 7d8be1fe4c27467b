"""plait export PERSON and plait export-practice: what a practice holds, given out as FHIR files."""

import argparse
import os
import sys
from pathlib import Path

from plait.foundation.installation import SetupRefused


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add both."""
    one = commands.add_parser("export", help="give out everything of one person as a FHIR file")
    one.add_argument("person", help="their number (48-2210-7) or id")
    one.add_argument("--to", type=Path, metavar="FILE", help="where to; without it the file goes to the screen")
    one.set_defaults(run=_person)
    everything = commands.add_parser("export-practice", help="give out everything of the practice as NDJSON files")
    everything.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="a folder that does not exist yet")
    everything.set_defaults(run=_practice)


def _person(arguments: argparse.Namespace) -> int:
    from plait.cli.practice import database

    with database():
        from plait.clinical.refusal import Refused
        from plait.coordination.interchange import export_person
        from plait.foundation.actor import SYSTEM
        from plait.foundation.clock import now

        patient_id = export_person.named(arguments.person, actor=SYSTEM, at=now())
        if patient_id is None:
            raise SetupRefused(f"There is nobody with the number or id {arguments.person!r}.")
        done = export_person.commit(export_person.Command(patient_id, "machine"), actor=SYSTEM, at=now())
        if isinstance(done, Refused):
            raise SetupRefused(done.message)
        if arguments.to is None:
            for part in done.content:
                sys.stdout.buffer.write(part)
            return 0
        _save(arguments.to, done.content)
        print(f"Wrote {arguments.to}. It can be read by whoever has it: keep it safe.")
    return 0


def _save(path: Path, parts: tuple[bytes, ...]) -> None:
    """A new file that nobody else on this machine can read; an existing one is never written over."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise SetupRefused(f"{path} exists already: name another file.") from error
    except OSError as error:
        raise SetupRefused(f"{path} cannot be written: {error.strerror}.") from error
    with os.fdopen(descriptor, "wb") as file:
        for part in parts:
            file.write(part)


def _practice(arguments: argparse.Namespace) -> int:
    from plait.cli.practice import database

    with database():
        from plait.clinical.refusal import Refused
        from plait.coordination.interchange import export_practice
        from plait.foundation.actor import SYSTEM
        from plait.foundation.clock import now

        done = export_practice.commit(export_practice.Command(arguments.to), actor=SYSTEM, at=now())
        if isinstance(done, Refused):
            raise SetupRefused(done.message)
        print(f"Wrote {done.resources:,} resources of {done.people:,} people in {done.files} files to {arguments.to}.")
        print("The folder can be read by whoever has it: keep it safe.")
    return 0
