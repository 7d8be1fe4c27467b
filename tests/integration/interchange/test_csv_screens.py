"""The pages about tables: upload, columns and first rows, what came of it, the file of what did not come in."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from plait.coordination.accounts import importer
from plait.coordination.interchange.csv_import import import_table
from plait.foundation.clock import now
from tests.integration.conftest import Practice
from tests.integration.interchange.test_csv_import import PEOPLE
from tests.signed_in import sign_in


@pytest.fixture
def cole(practice: Practice) -> Client:
    return sign_in(Client(), practice.staff["cole"].id)


def send(client: Client, text: str = PEOPLE, kind: str = "people"):
    file = SimpleUploadedFile("old system.csv", text.encode("utf-8-sig"), content_type="text/csv")
    return client.post(reverse("interchange:tables"), {"once": str(uuid4()), "kind": kind, "file": file})


def chosen(page, **more: str) -> dict[str, str]:
    form = page.context["form"]
    initial = {name: form.initial.get(name, "") for name in form.fields if name != "once"}
    return {**initial, "once": str(uuid4()), **more}


def test_a_table_is_looked_at_confirmed_taken_in_and_its_refused_rows_come_back(cole: Client):
    assert reverse("interchange:tables") in cole.get("/imports/").content.decode()
    sent = send(cole)
    assert sent.status_code == 302
    page = cole.get(sent.url)
    text = page.content.decode()
    assert "UTF-8 with its mark" in text
    assert "Adaeze Okafor · born 11 Feb 1984" in text
    assert "First name: This is empty." in text
    asked = cole.post(sent.url, chosen(page, step="start"))
    assert asked.status_code == 422
    assert "Say how days are written" in asked.content.decode()
    looked = cole.post(sent.url, chosen(page, step="look", written="DD/MM/YYYY"))
    assert looked.status_code == 302
    assert "is no day" not in cole.get(sent.url).content.decode()
    begun = cole.post(sent.url, chosen(page, step="start", written="DD/MM/YYYY", system="MRN"))
    assert begun.status_code == 302
    assert b"data-poll" in cole.get(sent.url).content
    run_id = UUID(sent.url.rstrip("/").rpartition("/")[2])
    import_table.run(run_id, actor=importer.of_run(run_id, at=now()), at=now(), clock=now)
    done = cole.get(sent.url).content.decode()
    assert "3 of 6 rows were taken in." in done
    assert "3 rows were not taken in" in done
    file = cole.get(reverse("interchange:table-refused", args=[run_id]))
    assert file["Content-Type"].startswith("text/csv")
    assert 'filename="old system - not taken in.csv"' in file["Content-Disposition"]
    assert "why it was not taken in" in file.content.decode("utf-8-sig")
    assert cole.get(reverse("interchange:run", args=[run_id])).url == sent.url
    assert sent.url in cole.get("/imports/").content.decode()


@pytest.mark.parametrize(
    ("text", "said"), [("a,a\n1,2", "Two columns have the same head."), ("\x00", "This is no text")]
)
def test_what_is_no_table_is_said_beside_the_file(cole: Client, text: str, said: str):
    answer = send(cole, text)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_table_is_its_bringers_alone(cole: Client, practice: Practice):
    sent = send(cole)
    run_id = UUID(sent.url.rstrip("/").rpartition("/")[2])
    refused = reverse("interchange:table-refused", args=[run_id])
    for name in ("reyes", "ortiz", "far", "admin"):
        other = sign_in(Client(), practice.staff[name].id)
        nobody = other.get(reverse("interchange:table", args=[uuid4()]))
        assert (other.get(sent.url).status_code, other.get(sent.url).content) == (404, nobody.content)
        assert other.post(sent.url, {}).status_code == 404
        assert other.get(refused).status_code == 404
