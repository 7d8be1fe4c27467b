"""plait import FILE or FOLDER: people's FHIR files, taken in as a member of staff, with the account on the screen.

A file about one person is handed over as it is. Everything else (several people, lines, a folder, what is large) is
read where it lies, piece by piece, by as many processes as asked for; interrupted, the same command goes on.
"""

import argparse
import hashlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plait.cli import import_processes
from plait.foundation.installation import SetupRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plait.coordination.interchange.batches import BatchReport
    from plait.coordination.interchange.reading.files import File
    from plait.coordination.interchange.reports import Report, ReportLine
    from plait.foundation.actor import Actor

MOST_LINES = 40
SMALL = 25 * 1024 * 1024
BLOCK = 1 << 20
SUFFIXES = (".json", ".ndjson", ".jsonl")
HELD = 2
HAPPENED = {
    "new": "taken in",
    "changed": "changed",
    "here": "already here",
    "kept": "kept as received",
    "older": "older than what is here",
    "left-alone": "changed here since",
    "twice": "twice in the file",
    "unused": "about nobody and not needed",
    "refused": "refused",
}


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """The files, and who brings them in."""
    parser.description = (
        "Take in FHIR R4: a Bundle about one person or several, NDJSON (a resource or a Bundle a line), a ZIP of "
        "these, or a folder of them. Exit code 0: all taken in; 2: some wait for somebody to decide who they are; "
        "1: something was refused."
    )
    parser.add_argument("file", type=Path, help="a file (.json, .ndjson, .zip), or a folder of them")
    parser.add_argument("--as", dest="name", default="", metavar="NAME", help="whose sign-in name (or name) imports it")
    parser.add_argument("--role", default="", choices=("", "prescriber", "therapist"), help="in which of their roles")
    parser.add_argument(
        "--from",
        dest="source",
        default="",
        metavar="ADDRESS",
        help="the address of the system that lines come from, so that people are known again (https://ehr.example/r4)",
    )
    parser.add_argument(
        "--workers", type=int, default=min(2, os.cpu_count() or 1), metavar="N", help="how many processes (2)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Take it in. Needs a loaded Django."""
    actor = _importer(arguments.name, arguments.role)
    print(f"Imported as {actor.name}, {actor.acting_role}.")
    path: Path = arguments.file
    if path.is_file() and path.stat().st_size <= SMALL and not _has_many(path):
        return _small(path, arguments.source, actor)
    return _large(path, arguments.source, max(1, arguments.workers), actor)


def _small(path: Path, source: str, actor: "Actor") -> int:
    """One document, or an archive: kept in the practice like an upload."""
    from plait.clinical.refusal import Refused
    from plait.coordination.interchange import import_bundle
    from plait.coordination.interchange.batches import BatchReport
    from plait.foundation.clock import now

    report = import_bundle.import_file(path.read_bytes(), path.name, actor=actor, at=now(), source=source)
    if isinstance(report, Refused):
        raise SetupRefused(report.message)
    if isinstance(report, BatchReport):
        return _show_people(report)
    _show(report)
    if report.status == "held":
        return HELD
    return 1 if report.status != "done" or any(line.happened == "refused" for line in report.lines) else 0


def _large(path: Path, source: str, workers: int, actor: "Actor") -> int:
    """Files that are read where they lie."""
    from plait.clinical.refusal import Refused
    from plait.coordination.interchange import import_bundle
    from plait.foundation.clock import now

    files = _files(path)
    size = sum(file.size for file in files)
    found = import_bundle.open_files(path.resolve().name, size, _hash(files), actor=actor, at=now())
    if isinstance(found, Refused):
        raise SetupRefused(found.message)
    work = import_bundle.go_on(found, files, actor=actor, at=now(), source=source, clock=now)
    survey = work.survey
    _say(f"{len(survey.people)} people, {survey.resources} resources in {len(files)} files.")
    work.begin()
    import_processes.work(work, min(workers, max(1, len(survey.people))), _say)
    return _show_people(work.finish())


def _has_many(path: Path) -> bool:
    """Whether a file has a JSON object a line."""
    from plait.coordination.interchange.reading.files import OnDisk, has_lines

    file = OnDisk(path.name, path)
    try:
        return has_lines(file)
    finally:
        file.close()


def _files(path: Path) -> "tuple[File, ...]":
    """The file, or the JSON files in the folder, by name. Links and hidden files are left out."""
    from plait.coordination.interchange.reading.files import OnDisk

    if path.is_file():
        return (OnDisk(path.name, path),)
    found = sorted(
        one
        for one in path.rglob("*")
        if one.suffix.casefold() in SUFFIXES and one.is_file() and not one.is_symlink() and not one.name.startswith(".")
    )
    if not found:
        raise SetupRefused(f"There are no FHIR files in {path}: .json or .ndjson.")
    return tuple(OnDisk(str(one.relative_to(path)), one) for one in found)


def _hash(files: "tuple[File, ...]") -> str:
    """SHA-256 of names and contents: the same files are the same import."""
    found = hashlib.sha256()
    for file in files:
        found.update(f"{file.name}\0{file.size}\0".encode())
        position = 0
        while block := file.read(position, BLOCK):
            found.update(block)
            position += len(block)
    return found.hexdigest()


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


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _show(report: "Report") -> None:
    if report.reason is not None:
        where = f" ({report.reason.path})" if report.reason.path else ""
        print(f"Nothing was taken in: {report.reason}{where}")
        if report.status == "held":
            print("Decide on the screen (Imports) who it is.")
        return
    _show_counts(dict(report.counts()))
    print(f"  {'in all':<24} {len(report.lines)} entries")
    for note in report.notes:
        print(f"Note: {note}")
    _show_lines(report.lines_to_look_at())
    _show_waiting(report.waiting)
    print("The person is new." if report.new_person else "The person was here already.")


def _show_people(report: "BatchReport") -> int:
    """The account of several people; the exit code."""
    fates = report.progress.by_fate
    if report.reason is not None:
        print(f"Nothing was taken in: {report.reason}")
    _show_counts(dict(report.counts))
    print(f"{report.progress.people} people: {fates.get('done', 0)} taken in, {report.new_people} of them new.")
    if fates.get("held"):
        print(f"{fates['held']} wait for somebody to decide who they are: on the screen, Imports.")
    if fates.get("refused") or fates.get("failed"):
        print(f"{fates.get('refused', 0) + fates.get('failed', 0)} were refused; why, says the screen, Imports.")
    if report.left_count:
        print(f"{report.left_count} entries belong to nobody in these files or could not be read:")
        _show_lines(report.left, total=report.left_count)
    if report.looks:
        print(f"Look: {report.looks} entries have remarks; they stand in the reports on the screen (Imports).")
    _show_waiting(report.waiting)
    return 1 if report.refused or report.status != "done" else HELD if fates.get("held") else 0


def _show_counts(counts: "Mapping[Any, int]") -> None:
    for kind in sorted({kind for kind, _ in counts}):
        fates = [f"{counts[kind, fate]} {words}" for fate, words in HAPPENED.items() if counts.get((kind, fate))]
        print(f"  {kind or 'without a type':<24} {', '.join(fates)}")


def _show_lines(looks: "tuple[ReportLine, ...]", total: int = 0) -> None:
    for line in looks[:MOST_LINES]:
        for one in (*((line.detail,) if line.detail else ()), *line.warnings):
            print(f"Look: {line.resource_type or 'entry'} {line.path}: {one}")
    more = (total or len(looks)) - min(len(looks), MOST_LINES)
    if more > 0:
        print(f"Look: {more} more entries; all of them stand in the report on the screen (Imports).")


def _show_waiting(waiting: int) -> None:
    if waiting:
        what = "1 imported medicine waits" if waiting == 1 else f"{waiting} imported medicines wait"
        print(f"{what} to be reconciled; until then no total counts what is not confirmed.")
