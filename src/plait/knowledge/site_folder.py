"""The site as its files say now: read again when a file changes, so that a practice sees its edit at once."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from plait.knowledge.site_pages import SITE, SitePages
from plait.knowledge.site_pages_read import load

LOG = logging.getLogger("plait.site")
Stamps = tuple[tuple[str, int, int], ...]


def current(own: Path | None) -> SitePages:
    """The pages that ship with Plait under the practice's own folder, if it has one."""
    folders = (SITE,) if own is None else (SITE, own)
    return _read(folders, tuple(_stamps(folders)))


def _stamps(folders: tuple[Path, ...]) -> Iterator[tuple[str, int, int]]:
    for folder in folders:
        for path in sorted(folder.rglob("*.md")):
            state = path.stat()
            yield str(path), state.st_mtime_ns, state.st_size


@lru_cache(maxsize=4)
def _read(folders: tuple[Path, ...], _stamps: Stamps) -> SitePages:
    found = load(*folders)
    for problem in found.problems:
        LOG.warning("This page of the site is not served: %s", problem)
    return found
