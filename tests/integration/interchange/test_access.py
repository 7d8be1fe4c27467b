"""Who sees what came in: those whom the import put on the care team, and nobody else."""

from __future__ import annotations

import pytest

from plait.clinical.refusal import Refused
from plait.coordination.door import Denied
from plait.coordination.interchange import import_bundle, read_runs
from plait.coordination.interchange.import_bundle import Assigned
from plait.coordination.people import open_chart, open_contact, who_looked
from tests.integration.conftest import NOW, Practice
from tests.integration.interchange.conftest import Bring, differences, named, row_counts
from tests.unit.interchange.bundles import bundle, order

LATER = NOW.plus(seconds=9)


def test_the_importer_reads_the_chart_and_others_find_nobody(bring: Bring, practice: Practice):
    report = bring(bundle(order()))
    chart = open_chart.read(report.patient_id, actor=practice.staff["reyes"], at=LATER)
    assert [(m.name, m.role, m.basis, m.starts_at) for m in chart.header.team] == [
        ("Dr. A. Reyes", "prescriber", "import", NOW)
    ]
    for name in ("ortiz", "both", "admin", "far", "cole"):
        with pytest.raises(Denied):
            open_chart.read(report.patient_id, actor=practice.staff[name], at=LATER)
    with pytest.raises(Denied):
        open_chart.read(report.patient_id, actor=practice.staff["reyes"], at=NOW.plus(seconds=-1))


def test_the_audit_trail_names_the_importer(bring: Bring, practice: Practice):
    report = bring(bundle(order()))
    looks = who_looked.read(report.patient_id, actor=practice.staff["reyes"], at=LATER).looks
    assert [(look.name, look.action) for look in looks] == [("Dr. A. Reyes", "interchange.import")]


def test_somebody_elses_person_cannot_be_reached_by_importing_their_file(bring: Bring, practice: Practice):
    bring(named("synthea-oralia-stark"))
    before = row_counts()
    for name in ("ortiz", "both", "far"):
        report = bring(named("synthea-oralia-stark"), by=name, later=5)
        assert (report.status, report.reason.code, report.patient_id) == ("refused", "not-yours", None)
        assert report.lines == ()
    assert differences(before, row_counts()) == {}


def coordinator_brings(practice: Practice, content: bytes, *assign_to: Assigned, by: str = "cole"):
    return import_bundle.import_file(content, "x.json", actor=practice.staff[by], at=NOW, assign_to=assign_to)


def test_a_coordinator_chooses_who_will_treat(practice: Practice):
    reyes, ortiz = (practice.staff[name].practitioner_id for name in ("reyes", "ortiz"))
    report = coordinator_brings(
        practice, named("cms2-82134291"), Assigned(reyes, "prescriber"), Assigned(ortiz, "therapist")
    )
    for name in ("reyes", "ortiz"):
        assert open_chart.read(report.patient_id, actor=practice.staff[name], at=LATER)
    assert open_contact.read(report.patient_id, actor=practice.staff["cole"], at=LATER).patient
    with pytest.raises(Denied):
        open_chart.read(report.patient_id, actor=practice.staff["cole"], at=LATER)


@pytest.mark.parametrize(
    "who", [(), (("far", "prescriber"),), (("ortiz", "prescriber"),), (("cole", "coordinator"),)], ids=str
)
def test_a_coordinator_assigns_only_staff_of_the_site_in_their_roles(practice: Practice, who):
    before = row_counts()
    chosen = [Assigned(practice.staff[name].practitioner_id, role) for name, role in who]
    assert isinstance(coordinator_brings(practice, named("cms2-82134291"), *chosen), Refused)
    assert differences(before, row_counts()) == {}


def test_a_run_is_seen_by_its_uploader_and_by_those_who_treat(bring: Bring, practice: Practice):
    reyes = practice.staff["reyes"]
    coordinator_brings(practice, named("cms2-82134291"), Assigned(reyes.practitioner_id, "prescriber"))
    (line,) = read_runs.mine(actor=practice.staff["cole"], at=LATER).runs
    own = read_runs.read(line.run.run_id, actor=practice.staff["cole"], at=LATER)
    assert own.report.lines
    assert not own.lines_shown, "a coordinator sees counts, and nothing clinical"
    assert read_runs.read(line.run.run_id, actor=reyes, at=LATER).lines_shown
    for name in ("ortiz", "both", "far", "admin"):
        with pytest.raises(Denied):
            read_runs.read(line.run.run_id, actor=practice.staff[name], at=LATER)
    assert read_runs.mine(actor=reyes, at=LATER).runs == ()


def test_a_file_that_was_not_taken_in_is_seen_by_its_uploader_alone(bring: Bring, practice: Practice):
    bring(b'{"resourceType": "Bundle"}')
    (line,) = read_runs.mine(actor=practice.staff["reyes"], at=LATER).runs
    assert read_runs.read(line.run.run_id, actor=practice.staff["reyes"], at=LATER).report.reason.code == "bundle-type"
    with pytest.raises(Denied):
        read_runs.read(line.run.run_id, actor=practice.staff["ortiz"], at=LATER)


def test_an_administrator_imports_nothing(practice: Practice):
    with pytest.raises(Denied):
        coordinator_brings(practice, named("cms2-82134291"), by="admin")
