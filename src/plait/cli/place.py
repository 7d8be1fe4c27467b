"""Which practice a command means: a server of one's own, this copy's practice, or its demo.

DATABASE_URL names a server. Without it the practice on the embedded database is meant, else the demo. Where a copy has
both, a command does not guess: PLAIT_DEMO=1 means the demo, PLAIT_DEMO=0 the practice.
"""

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plait.cli import processes
from plait.cli.address import Address, read
from plait.foundation.installation import Installation, SetupRefused, locate

if TYPE_CHECKING:
    from plait.foundation.postgres import EmbeddedServer


@dataclass(frozen=True)
class Place:
    """One of the two practices that a copy can have on the embedded database."""

    installation: Installation
    demo: bool

    @property
    def folder(self) -> Path:
        """The folder of its PostgreSQL."""
        return self.installation.database if self.demo else self.installation.practice_database

    @property
    def exists(self) -> bool:
        """Whether it has been made."""
        return (self.folder / "data").exists()

    @property
    def remedy(self) -> str:
        """What to do when its database cannot be opened."""
        if self.demo:
            return "make clean, and the next start makes it anew."
        return "move its folder away and restore the last backup (docs/how-to/back-up-and-restore.md)."

    def environment(self, address: Address, database_url: str) -> dict[str, str]:
        """The contract with the settings, for a child of this practice."""
        kept = {name: value for name, value in os.environ.items() if name != "PLAIT_DEMO"}
        own = self.installation
        static = str((own.demo if self.demo else own.home) / "static")
        keys = str(own.keys)
        return processes.clean_environment(
            kept,
            DATABASE_URL=database_url,
            PLAIT_DEMO="1" if self.demo else "",
            PLAIT_EMBEDDED="1",
            PLAIT_INSTALLATION=own.name,
            PLAIT_KEYS=keys if self.demo else kept.get("PLAIT_KEYS") or keys,
            PLAIT_STATIC=static if self.demo else kept.get("PLAIT_STATIC") or static,
            HOST=address.host,
            PORT=str(address.port),
        )

    def server(self, purpose: str, address: str = "", folder: Path | None = None) -> "EmbeddedServer":
        """Its PostgreSQL, to be started. folder: elsewhere, for a practice that is just being made."""
        from plait.foundation.postgres import EmbeddedServer

        return EmbeddedServer(
            folder or self.folder,
            programs=self.installation.home / "programs",
            purpose=purpose,
            address=address,
            say=say,
            remedy=self.remedy,
        )


def say(sentence: str) -> None:
    """Where a command's own output must stay clean."""
    print(sentence, file=sys.stderr, flush=True)


def chosen(environment: Mapping[str, str]) -> Place:
    """The practice that a command means. Raises SetupRefused when there is none, or two."""
    installation = locate(environment)
    demo, own = Place(installation, demo=True), Place(installation, demo=False)
    asked = environment.get("PLAIT_DEMO")
    if asked in {"0", "1"}:
        place = demo if asked == "1" else own
        if not place.exists:
            raise SetupRefused(f"PLAIT_DEMO is {asked}, and there is no such practice in {installation.home}.")
        return place
    if demo.exists and own.exists:
        raise SetupRefused(
            "This copy has a practice of your own and a demo practice. Say which one you mean: PLAIT_DEMO=0 for your "
            "own, PLAIT_DEMO=1 for the demo."
        )
    if not demo.exists and not own.exists:
        raise SetupRefused(
            "There is no practice here yet: plait set-up makes one, plait restore brings one back, make demo makes "
            "one to try out. Or name a database of your own in DATABASE_URL."
        )
    return own if own.exists else demo


@contextlib.contextmanager
def joined(role: str) -> Iterator[str]:
    """The address of the embedded practice's database for a role: joined when it runs, else started for the time.

    The environment is then that of a child of the practice.
    """
    from plait.foundation.postgres_state import State, holder_of
    from plait.foundation.progress import step

    place = chosen(os.environ)
    with contextlib.ExitStack() as stack:
        if holder_of(place.folder) is not None:
            state = State.load(place.folder)
            if state is None:
                raise SetupRefused("The practice is just starting: try again in a moment.")
            url = state.url(role)
        else:
            server = place.server("command")
            with step("Starting PostgreSQL", sys.stderr) as shown:
                server.tick = shown.tick
                stack.enter_context(server)
            url = server.url(role)
        os.environ.pop("PLAIT_DEMO", None)
        os.environ.update(place.environment(read(os.environ), url))
        yield url
