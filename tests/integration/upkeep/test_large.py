"""A practice of some size, with documents as large as an upload may be: the same, and in little memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import psycopg
import pytest

from plait.coordination.demo import large
from plait.foundation import restore
from plait.foundation.actor import SYSTEM
from plait.foundation.archive_contents import check
from tests.integration.conftest import NOW
from tests.integration.upkeep.conftest import Safe, Source, connected_to, hashes, later

PEOPLE = 600
DOCUMENTS = 8
UPLOAD_BYTES = 25 * 1024 * 1024
# A row is held whole, as hexadecimal text and once more on its way; what counts is that it is not all rows.
MOST_MB = 450
DOCUMENT = """
INSERT INTO inbox_importrun (id, created_at, changed_at, file_name, content, sha256, size, uploaded_by_name,
                             acting_role, site_id, assign_to, status, report, identity)
SELECT gen_random_uuid(), now(), now(), 'large.json', %s, '', 1, '', '', id, '[]', 'done', '{}', '{}'
  FROM people_site LIMIT 1
"""
TAKE = """
import sys
from pathlib import Path
from plait.clinical.moment import Instant
from plait.foundation import backup, backup_keys
keys = Path(sys.argv[3])
backup.take(sys.argv[1], Path(sys.argv[2]), recipients=[backup_keys.recipient(backup_keys.newest(keys))],
            identities=backup_keys.identities(folder=keys), at=Instant.parse("2026-11-24T15:00:01Z"))
# Not getrusage: its maximum is inherited from whoever started the process, and would be that of the tests.
status = Path("/proc/self/status").read_text().splitlines()
print(int(next(line.split()[1] for line in status if line.startswith("VmHWM"))) // 1024)
"""


@pytest.mark.wide
def test_a_larger_practice_with_large_documents_comes_back_whole_in_little_memory(
    source: Source, fresh_database: str, empty_database: str, safe: Safe, django_at: Callable[[str], None]
) -> None:
    with connected_to(fresh_database):
        large.seed(large.Command(PEOPLE), actor=SYSTEM, at=NOW)
    with psycopg.connect(fresh_database) as working:
        for _ in range(DOCUMENTS):
            working.execute(DOCUMENT, [os.urandom(UPLOAD_BYTES)])
    arguments = [fresh_database, str(safe.archives), str(safe.keys)]
    taken = subprocess.run([sys.executable, "-c", TAKE, *arguments], capture_output=True, text=True, check=True)
    assert int(taken.stdout) < MOST_MB
    (path,) = safe.archives.iterdir()
    manifest = check(path, safe.identities).manifest
    assert manifest.hashes["inbox_importrun"].size > 2 * DOCUMENTS * UPLOAD_BYTES
    assert manifest.hashes == hashes(fresh_database)
    django_at(empty_database)
    restore.run(path, safe.identities, at=later(60))
    assert hashes(empty_database) == manifest.hashes
