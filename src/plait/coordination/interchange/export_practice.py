"""Everything of a practice as NDJSON: one file a resource type, of one moment, in constant memory, with a manifest.

Only the system itself does it, by a command on the machine. It can be imported again, people and clinical content;
accounts and the audit trail come along to be read, not to be imported. Process notes are never part of it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.interchange.writing.bundle import entries
from plait.coordination.interchange.writing.gather import sheets
from plait.coordination.interchange.writing.ndjson import Folder, standing_alone
from plait.coordination.interchange.writing.practice import write_practice
from plait.foundation.actor import Actor
from plait.foundation.patience import allow_seconds
from plait.foundation.snapshot import hold_one_moment
from plait.knowledge.loader import release
from plait.records.people import whole as people

ACTION = "interchange.export-practice"
PAGE = 100  # people whose records are read together
MOST_SECONDS = 6 * 3600


@dataclass(frozen=True, slots=True)
class Command:
    """Where to: a folder that is not there yet."""

    folder: Path


@dataclass(frozen=True, slots=True)
class Done:
    """How much was written."""

    people: int
    resources: int
    files: int


def commit(command: Command, *, actor: Actor, at: Instant) -> Done | Refused:
    """Write everything. What is written to the practice meanwhile is not in it."""
    with door.read(ACTION, actor=actor, at=at) as visit:
        hold_one_moment()
        allow_seconds(MOST_SECONDS)
        try:
            done = _write(command.folder, at)
        except OSError as error:
            refused = Refused("folder", _("The folder cannot be written, or is there already: name another."), "folder")
            visit.detail = type(error).__name__
            return visit.refuse(refused)
        visit.detail = f"{done.people} people, {done.resources} resources"
        return done


def _write(path: Path, at: Instant) -> Done:
    count = 0
    with Folder(path) as folder:
        for page in people.everybody(PAGE):
            for sheet in sheets(page, at=at, release=release()):
                count += 1
                for resource in standing_alone(entries(sheet)):
                    folder.add(resource)
        for resource in write_practice():
            folder.add(resource)
        output = folder.manifest()
        told = {"transactionTime": at.iso(), "request": "plait export-practice", "requiresAccessToken": False}
        folder.write("manifest.json", json.dumps({**told, "people": count, "output": output, "error": []}, indent=2))
    return Done(count, sum(one["count"] for one in output), len(output))
