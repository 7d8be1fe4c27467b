"""Nobody stands on the site before somebody says so; and who may say so of whom."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from plait.cli import main
from plait.coordination.site import publish_place, publish_profile
from plait.foundation.actor import SYSTEM
from plait.foundation.clock import now
from plait.foundation.facts import Stamp
from plait.records.accounts import actions as accounts
from plait.records.audit.models import AuditEvent
from plait.records.people import actions as people
from plait.records.people.models import PractitionerProfile
from tests.signed_in import sign_in

SHOWN = {
    "published": "on",
    "accepts_new": "on",
    "shows_licence": "on",
    "pronouns": "he/him",
    "languages": ["en", "es"],
    "approaches": ["cbt", "erp"],
    "conditions": ["ocd", "panic"],
    "first_visit_en": "We talk for an hour.",
    "first_visit_es": "Hablamos una hora.",
}
PLACE = {
    "published": "on",
    "address": "1 Main Street\nNew York",
    "telephone": "+1 212 555 0100",
    "day_0": "09:00-17:00",
}


def sent(client: Client, address: str, form: dict[str, Any]) -> Any:
    return client.post(address, {**form, "once": str(uuid4())})


@pytest.fixture
def ortiz(practice: Any) -> Client:
    return sign_in(Client(), practice.staff["ortiz"].id)


@pytest.fixture
def admin(practice: Any) -> Client:
    return sign_in(Client(), practice.staff["admin"].id)


def everywhere(client: Client) -> str:
    """All that the site says of people."""
    pages = (
        "/team",
        "/es/team",
        "/team/j-ortiz",
        "/es/team/j-ortiz",
        "/sitemap.xml",
        "/",
        "/conditions/ocd",
        "/places",
    )
    return "".join(client.get(one).content.decode() for one in pages)


def test_a_profile_is_nowhere_until_it_is_published_and_again_after(client: Client, practice: Any, ortiz: Client):
    people.add_licence(
        Stamp(SYSTEM, now()),
        practice.staff["ortiz"].practitioner_id,
        state="NY",
        profession="psychologist",
        number="invented-77",
    )
    hidden = {name: value for name, value in SHOWN.items() if name != "published"}
    assert sent(ortiz, "/public-profile/", hidden).status_code == 302
    assert "Ortiz" not in everywhere(client)
    assert client.get("/team/j-ortiz").status_code == 404
    assert sent(ortiz, "/public-profile/", SHOWN).status_code == 302
    page = client.get("/team/j-ortiz").content.decode()
    for told in (
        "J. Ortiz",
        "he/him",
        "Psychologist in NY, number invented-77",
        "CBT",
        "Spanish",
        "We talk for an hour.",
    ):
        assert told in page
    assert 'href="/conditions/ocd"' in page
    assert "Hablamos una hora." in client.get("/es/team/j-ortiz").content.decode()
    without = {name: value for name, value in SHOWN.items() if name != "shows_licence"}
    assert sent(ortiz, "/public-profile/", without).status_code == 302
    assert "invented-77" not in everywhere(client)
    assert sent(ortiz, "/public-profile/", hidden).status_code == 302
    assert "Ortiz" not in everywhere(client)
    assert PractitionerProfile.objects.count() == 4


def test_whoever_works_here_no_more_is_not_shown(client: Client, practice: Any, ortiz: Client):
    sent(ortiz, "/public-profile/", SHOWN)
    assert client.get("/team/j-ortiz").status_code == 200
    accounts.set_active(Stamp(SYSTEM, now()), practice.staff["ortiz"].id, active=False)
    assert "Ortiz" not in everywhere(client)


def test_reading_the_site_fills_no_audit_trail_and_publishing_is_noted(client: Client, practice: Any, ortiz: Client):
    before = AuditEvent.objects.count()
    everywhere(client)
    assert AuditEvent.objects.count() == before
    sent(ortiz, "/public-profile/", SHOWN)
    assert AuditEvent.objects.filter(action="site.publish-own", detail="public profile of ortiz: shown").count() == 1


def test_each_writes_of_themselves_and_the_administrator_of_all(practice: Any, ortiz: Client, admin: Client):
    whose = {name: practice.staff[name].practitioner_id for name in ("ortiz", "reyes", "cole")}
    theirs = reverse("profile-of", args=[whose["reyes"]])
    missing = reverse("profile-of", args=[uuid4()])
    assert ortiz.get(theirs).status_code == ortiz.post(theirs).status_code == 404
    assert ortiz.get(theirs).content == ortiz.get(missing).content
    assert ortiz.get("/public-places/").status_code == 404
    assert admin.get(missing).status_code == 404
    assert sent(admin, theirs, {**SHOWN, "approaches": []}).status_code == 302
    assert "Dr. A. Reyes" in Client().get("/team").content.decode()
    assert sign_in(Client(), practice.staff["cole"].id).get("/public-profile/").status_code == 404
    assert b'href="/public-profile/"' in ortiz.get("/today/").content
    assert b'href="/public-profile/"' not in sign_in(Client(), practice.staff["cole"].id).get("/today/").content


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"first_visit_es": ""}, "Say it in English and in Spanish, or leave both empty."),
        ({"languages": []}, "Choose at least one language."),
        ({"conditions": ["made-up"]}, "made-up"),
    ],
)
def test_a_profile_that_cannot_be_shown_is_refused_and_kept_as_typed(ortiz: Client, wrong: dict[str, Any], words: str):
    answer = sent(ortiz, "/public-profile/", {**SHOWN, **wrong})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "We talk for an hour." in answer.content.decode()
    assert Client().get("/team/j-ortiz").status_code == 404


def test_a_place_is_shown_with_its_hours(client: Client, practice: Any, admin: Client):
    address = reverse("publish-place", args=[practice.sites["main"]])
    wrong = sent(admin, address, {**PLACE, "day_1": "9-5"})
    assert wrong.status_code == 422
    assert "Write hours like" in wrong.content.decode()
    assert sent(admin, address, {**PLACE, "address": ""}).status_code == 422
    assert "Main" not in client.get("/places").content.decode()
    assert sent(admin, address, PLACE).status_code == 302
    page = client.get("/places").content.decode()
    assert "1 Main Street<br>New York" in page
    assert "09:00 to 17:00" in page
    assert "Far" not in page


def test_decisions_refuse_what_no_form_offers(practice: Any):
    ortiz, admin = practice.staff["ortiz"], practice.staff["admin"]
    said = publish_profile.Profile(published=True, approaches=("magic",))
    from plait.coordination.demo.medication_events import once

    refused = publish_profile.commit(
        publish_profile.Command(ortiz.practitioner_id, said), actor=ortiz, at=now(), once=once()
    )
    assert refused.field == "approaches"
    hours = publish_place.PublicPlace(hours=("17:00-09:00",) + ("",) * 6)
    refused = publish_place.commit(
        publish_place.Command(practice.sites["main"], hours), actor=admin, at=now(), once=once()
    )
    assert refused.field == "day_0"


def test_the_check_says_what_is_not_served_what_is_old_and_what_is_lacking(tmp_path: Any, settings: Any, capsys: Any):
    assert main(["site", "check", "--on", "2026-12-01"]) == 0
    assert "Not written down in practice.toml: telephone, email" in capsys.readouterr().out
    assert main(["site", "check", "--on", "2031-01-01"]) == 1
    assert "depression.md:1: should have been looked at again by" in capsys.readouterr().err
    settings.SITE_FOLDER = str(tmp_path)
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "hours.md").write_text("No facts.", encoding="utf-8")
    (tmp_path / "practice.toml").write_text("telephone = 1", encoding="utf-8")
    assert main(["site", "check", "--on", "2026-12-01"]) == 1
    told = capsys.readouterr().err
    assert f"{tmp_path}/en/hours.md:1: begin with" in told
    assert f"{tmp_path}/practice.toml:1: telephone is to be text" in told
    settings.SITE_FOLDER = str(tmp_path / "nowhere")
    assert main(["site", "check", "--on", "2026-12-01"]) == 1
