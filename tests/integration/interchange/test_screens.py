"""The import screens: upload, progress, report."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from plait.coordination.accounts import importer
from plait.coordination.interchange import import_bundle, read_runs
from plait.foundation.clock import now
from tests.integration.conftest import Practice
from tests.integration.interchange.conftest import named
from tests.signed_in import sign_in

FILE = "cms2-82134291"


@pytest.fixture
def reyes(practice: Practice) -> Client:
    return sign_in(Client(), practice.staff["reyes"].id)


@pytest.fixture
def cole(practice: Practice) -> Client:
    return sign_in(Client(), practice.staff["cole"].id)


def send(client: Client, content: bytes = b"", name: str = "their file.json", **more):
    form = {"once": str(uuid4()), **more}
    if content:
        form["file"] = SimpleUploadedFile(name, content, content_type="image/png")
    return client.post("/imports/", form)


def take_in(practice: Practice, name: str = "reyes"):
    (line, *_) = read_runs.mine(actor=practice.staff[name], at=now()).runs
    run_id = line.run.run_id
    return run_id, import_bundle.run(run_id, actor=importer.of_run(run_id, at=now()), at=now())


def test_a_clinician_uploads_waits_and_reads_the_report(reyes: Client, practice: Practice):
    sent = send(reyes, named(FILE))
    assert sent.status_code == 302
    waiting = reyes.get(sent.url)
    assert b"their file.json" in waiting.content
    assert b"data-poll" in waiting.content
    assert b"?poll=1" in waiting.content
    run_id, report = take_in(practice)
    page = reyes.get(sent.url).content.decode()
    assert f"/people/{report.patient_id}/" in page
    assert "data-poll" not in page
    assert "5 of 8 entries were taken in" in page
    assert "A reference leads nowhere in this file: Practitioner/123456." in page
    assert "1 medicine waits to be reconciled" in page
    assert str(run_id) in reyes.get("/imports/").content.decode()


def test_a_page_that_asks_by_itself_gets_a_fragment_and_keeps_nobody_signed_in(reyes: Client, practice: Practice):
    sent = send(reyes, named(FILE))
    session = reyes.session
    session["plait.seen"] = seen = now().utc.timestamp() - 600
    session.save()
    fragment = reyes.get(f"{sent.url}?poll=1", headers={"HX-Request": "true"})
    assert b"<html" not in fragment.content
    assert b"data-poll" in fragment.content
    take_in(practice)
    done = reyes.get(f"{sent.url}?poll=1", headers={"HX-Request": "true"}).content
    assert b"<html" not in done
    assert b'id="report"' in done
    assert b"data-poll" not in done
    assert reyes.session["plait.seen"] == seen


def test_a_coordinator_chooses_and_keeps_the_choice_when_something_is_wrong(cole: Client, practice: Practice):
    ortiz = str(practice.staff["ortiz"].practitioner_id)
    page = cole.get("/imports/").content.decode()
    assert "Dr. A. Reyes" in page
    assert "Dr. F. Away" not in page
    wrong = send(cole, b"<Bundle/>", therapist=ortiz)
    assert wrong.status_code == 422
    shown = wrong.content.decode()
    assert "This is not a FHIR file in JSON" in shown
    assert f'value="{ortiz}" selected' in shown
    nobody = send(cole, named(FILE))
    assert nobody.status_code == 422
    assert "Choose who will treat this person." in nobody.content.decode()
    assert "Choose the file again" in nobody.content.decode()
    right = send(cole, named(FILE), therapist=ortiz)
    assert right.status_code == 302
    _, report = take_in(practice, "cole")
    page = cole.get(right.url).content.decode()
    assert f"/people/{report.patient_id}/contact/" in page
    assert "doxepin" not in page, "a coordinator reads nothing clinical"
    assert "have remarks for those who treat" in page or "has a remark for those who treat" in page


@pytest.mark.parametrize("content", [b"", b"   "])
def test_no_file_and_an_empty_one_are_said_beside_the_field(reyes: Client, content: bytes):
    answer = send(reyes, content)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


def test_a_file_beyond_the_cap_is_said_to_be_too_large(reyes: Client, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = settings.UPLOAD_MOST_BYTES = 2000
    answer = send(reyes, b"{" + b" " * 3000 + b"}")
    assert answer.status_code == 422
    assert "The file is larger than 25 MB." in answer.content.decode()


def test_the_same_form_twice_is_one_run(reyes: Client, practice: Practice):
    once = str(uuid4())
    first, second = (send(reyes, named(FILE), once=once) for _ in range(2))
    assert first.url == second.url
    assert len(read_runs.mine(actor=practice.staff["reyes"], at=now()).runs) == 1


@pytest.mark.parametrize("name", ["../../etc/passwd", "<script>alert(1)</script>.json", "\u202egnp.nosj", "x" * 5000])
def test_a_name_is_only_ever_shown(reyes: Client, practice: Practice, name: str):
    sent = send(reyes, named(FILE), name=name)
    assert sent.status_code == 302
    take_in(practice)
    for address in ("/imports/", sent.url):
        page = reyes.get(address).content.decode()
        assert "<script>alert" not in page
        assert "\u202e" not in page


def test_a_file_that_is_broken_says_where(reyes: Client, practice: Practice):
    sent = send(reyes, b'{"resourceType": "Bundle", "type": "collection", "entry": [{"resource": {}}]}')
    take_in(practice)
    page = reyes.get(sent.url).content.decode()
    assert "The file was not taken in" in page
    assert "$.entry[0].resource" in page
    assert "Nothing of it is stored" in page


def test_others_do_not_find_the_run(reyes: Client, practice: Practice):
    sent = send(reyes, named(FILE))
    for name in ("ortiz", "far", "admin"):
        other = sign_in(Client(), practice.staff[name].id)
        assert other.get(sent.url).status_code == 404
        assert other.get(f"{sent.url}?poll=1", headers={"HX-Request": "true"}).status_code == 404
