"""Everything of a practice as NDJSON: whole, hashed, for its owner only, and importable again."""

from __future__ import annotations

import hashlib
import json
import stat
from pathlib import Path

import pytest

from plait.clinical.refusal import Refused
from plait.coordination.door import Denied
from plait.coordination.interchange import export_practice, import_bundle
from plait.coordination.interchange.export_practice import Command, Done
from plait.coordination.interchange.normal_form import normal_form
from plait.coordination.interchange.reading.files import InMemory
from plait.foundation.actor import SYSTEM
from plait.records.people.models import Patient, PatientDetails
from tests.integration.conftest import NOW, Practice, build_practice
from tests.integration.interchange.two_practices import LATER, differences, empty_practice, exported, for_a_while
from tests.integration.interchange.whole_person import build


def written(folder: Path) -> Done:
    done = export_practice.commit(Command(folder), actor=SYSTEM, at=LATER)
    assert isinstance(done, Done), done
    return done


def test_every_file_is_counted_and_hashed_and_only_its_owner_reads_it(practice: Practice, tmp_path: Path):
    build(practice)
    done = written(tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert (done.people, manifest["people"]) == (3, 3)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    for one in manifest["output"]:
        path = tmp_path / "out" / one["url"]
        content = path.read_bytes()
        lines = [json.loads(line) for line in content.splitlines()]
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert {line["resourceType"] for line in lines} == {one["type"]}
        told = (len(lines), len(content), hashlib.sha256(content).hexdigest())
        assert told == (one["count"], one["bytes"], one["sha256"])
    files = {path.name for path in (tmp_path / "out").iterdir()} - {"manifest.json"}
    assert files == {one["url"] for one in manifest["output"]}
    assert {"AuditEvent.ndjson", "PractitionerRole.ndjson", "Location.ndjson"} <= files
    whole = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir())
    for secret in (b"pbkdf2", b"md5$", b"argon2", b"password"):
        assert secret not in whole


def test_nobody_but_the_system_does_it_and_nothing_is_written_over(practice: Practice, tmp_path: Path):
    with pytest.raises(Denied):
        export_practice.commit(Command(tmp_path / "out"), actor=practice.staff["admin"], at=NOW)
    assert not (tmp_path / "out").exists()
    (tmp_path / "there").mkdir()
    assert isinstance(export_practice.commit(Command(tmp_path / "there"), actor=SYSTEM, at=NOW), Refused)


def test_what_was_written_is_the_practice_again_elsewhere(db: None, tmp_path: Path):
    with for_a_while():
        practice = build_practice(NOW)
        before = normal_form(exported(build(practice)))
        written(tmp_path / "out")
    held = tuple(InMemory(p.name, p.read_bytes()) for p in sorted((tmp_path / "out").glob("*.ndjson")))
    actor = empty_practice().staff["reyes"]
    run = import_bundle.open_files("out", sum(one.size for one in held), "a" * 64, actor=actor, at=LATER)
    work = import_bundle.go_on(run, held, actor=actor, at=LATER, clock=lambda: LATER)
    work.begin()
    work.work()
    work.finish()
    assert Patient.objects.count() == 3
    mara = PatientDetails.objects.filter(given="Mara").values_list("patient_id", flat=True)[0]
    after = normal_form(exported(mara))
    assert before == after, differences(before, after)
