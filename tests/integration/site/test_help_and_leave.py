"""The help page and the way out: nothing of the practice's own breaks the one, nothing is left by the other."""

from __future__ import annotations

import logging
from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from plait.cli import site
from plait.foundation.startup import _settings
from plait.web.intake import carriage

OWN = """
[[near]]
name = "County crisis team"
purpose = "They come to you."
call = "+1 212 555 0111"
checked_on = 2026-11-20
checked_by = "Sam Cole"

[[near]]
name = "Wrong"
purpose = "No number."
call = "call us"
"""


@pytest.fixture(autouse=True)
def plain_static_files(settings: Any) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def own_numbers(tmp_path: Path, settings: Any) -> Path:
    path = tmp_path / "local-help.toml"
    path.write_text(OWN, encoding="utf-8")
    settings.LOCAL_HELP = str(path)
    return path


@pytest.mark.hazard("H-033")
def test_own_numbers_come_first_and_a_wrong_one_only_hides_itself(client: Client, own_numbers: Path) -> None:
    """Without the database: this test does not ask for it."""
    page = client.get("/help-now").content.decode()
    assert page.index("Near us") < page.index("County crisis team") < page.index("Veterans Crisis Line")
    assert 'href="tel:+1 212 555 0111"' not in page
    assert 'href="tel:+12125550111"' in page
    assert "Checked on 20 November 2026 by Sam Cole." in page
    assert "No number." not in page
    assert "Checked on 20 November 2026" not in client.get("/help-now?lang=es").content.decode()
    assert "20 de noviembre de 2026" in client.get("/help-now?lang=es").content.decode()


def test_what_is_wrong_with_own_numbers_is_logged_at_start(own_numbers: Path, caplog: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(logging.getLogger("plait"), "propagate", True)
    apps.get_app_config("web").ready()
    assert "near 2 is not shown: call: no phone number" in caplog.text


def test_readyz_says_it_and_stays_as_ready_as_before(client: Client, db: None, own_numbers: Path) -> None:
    told = client.get("/readyz").json()
    assert told["help_page"] == ["local-help.toml: near 2 is not shown: call: no phone number"]
    own_numbers.unlink()
    assert client.get("/readyz").json()["ready"] is told["ready"]


def test_the_check_of_the_site_says_it_too(own_numbers: Path, capsys: Any) -> None:
    assert site._check(Namespace(on=date(2026, 11, 25))) == 1
    assert "near 2 is not shown: call: no phone number" in capsys.readouterr().err
    assert site._check(Namespace(on=date(2027, 2, 25))) == 1
    assert "crisis/us.toml: should have been read again by 2027-02-24" in capsys.readouterr().err


def test_each_line_says_how_far_it_was_checked_and_every_source_is_listed(client: Client) -> None:
    page = client.get("/help-now?lang=en").content.decode()
    assert page.count("Not fully checked. Read on 24 November 2026.") >= 6
    assert page.count("Checked on 24 November 2026.") >= 12
    assert 'href="https://mchb.hrsa.gov/national-maternal-mental-health-hotline/faq"' in page


def test_the_page_is_light(client: Client) -> None:
    """What a phone with a poor connection loads before it can call: the page itself."""
    answer = client.get("/help-now", headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 14_000  # the first round trip of a connection


@pytest.mark.hazard("H-139")
def test_leaving_forgets_the_aid_and_tells_nobody(client: Client) -> None:
    answer = client.get("/leave")
    assert (answer.status_code, answer["Location"]) == (302, "https://www.weather.gov/")
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "no-referrer")
    gone = {(name, one["path"], one["max-age"]) for name, one in answer.cookies.items()}
    wanted = {(carriage._named(name), path, 0) for name, path in carriage.PLACES.items()}
    assert wanted <= gone
    assert client.post("/leave").status_code == 405


def test_leaving_leaves_staff_signed_in(client: Client, settings: Any) -> None:
    assert settings.CSRF_COOKIE_NAME in Client().get("/leave").cookies
    client.cookies[settings.SESSION_COOKIE_NAME] = "a-session-of-theirs"
    cookies = client.get("/leave").cookies
    assert settings.SESSION_COOKIE_NAME not in cookies
    assert settings.CSRF_COOKIE_NAME not in cookies


def test_the_practice_decides_where_leaving_leads(client: Client, settings: Any) -> None:
    settings.LEAVE_TO = "https://www.example.org/"
    assert client.get("/leave")["Location"] == "https://www.example.org/"


@pytest.mark.hazard("H-138")
def test_it_does_not_start_with_the_numbers_of_another_country(settings: Any) -> None:
    assert not [one for one in _settings() if "PLAIT_COUNTRY" in one or "PLAIT_LEAVE_TO" in one]
    settings.COUNTRY, settings.LEAVE_TO = "zz", "javascript:alert(1)"
    told = " ".join(_settings())
    assert "PLAIT_COUNTRY=zz" in told
    assert "PLAIT_LEAVE_TO" in told
