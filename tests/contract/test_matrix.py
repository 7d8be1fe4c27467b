"""Who may open what: every route, as everybody, about a person in every relation, against one reviewed table.

``matrix.csv`` has a line for each route and method and a column for each actor and relation. A cell is the answer:
a status, or "sign-in" for the way to the sign-in page. POST is sent empty: 422 (or 302) means "permitted, but nothing
was filled in". A route without a line fails; so does a line without a route.
After a change run ``pytest tests/contract/draft.py`` and review the difference line by line.
"""

from __future__ import annotations

import csv
from http.cookies import SimpleCookie
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from plait.records.audit.models import AuditEvent
from tests.contract.routes import routes
from tests.contract.world import LEAD, RELATIONS, World, build
from tests.signed_in import sign_in

TABLE = Path(__file__).parent / "matrix.csv"
ACTORS = {
    "prescriber": "reyes",
    "therapist": "ortiz",
    "coordinator": "cole",
    "administrator": "admin",
    "privacy-lead": LEAD,
}
COLUMNS = ("anonymous", *(f"{actor}:{relation}" for actor in ACTORS for relation in RELATIONS))
METHODS = ("GET", "POST")
ABOUT = (
    "patient_id",
    "order_id",
    "line_id",
    "revision_id",
    "statement_id",
    "course_id",
    "session_id",
    "allergy_id",
    "run_id",
    "access_id",
    "task_id",
    "appointment_id",
    "request_id",
    "flag_id",
    "proposal_id",
    "link_id",
    "membership",
)


@pytest.fixture
def world(db, settings) -> World:
    """The three people; static files without their manifest."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return build()


def table() -> dict[tuple[str, str], dict[str, str]]:
    with TABLE.open(newline="", encoding="utf-8") as file:
        return {(row["route"], row["method"]): row for row in csv.DictReader(file)}


def client_for(world: World, column: str) -> Client:
    client = Client(raise_request_exception=False)
    if column != "anonymous":
        sign_in(client, world.practice.staff[ACTORS[column.split(":", maxsplit=1)[0]]].id)
    return client


def answer(client: Client, method: str, address: str) -> str:
    response = client.get(address) if method == "GET" else client.post(address, {"once": str(uuid4())})
    if response.status_code == 302 and response.headers["Location"].startswith("/sign-in/"):
        return "sign-in"
    return str(response.status_code)


def run(world: World, column: str) -> dict[tuple[str, str], str]:
    """The answers of every route for one column. Each request is undone, so that none disturbs the next."""
    from django.db import transaction

    relation = column.split(":")[1] if ":" in column else "mine"
    client, found = client_for(world, column), {}
    signed_in = client.cookies.output(header="")
    for name, parameters, _pattern in routes():
        if relation != "mine" and not set(parameters) & set(ABOUT):
            for method in METHODS:
                found[name, method] = "-"
            continue
        for method in METHODS:
            with transaction.atomic():
                client.cookies = SimpleCookie(signed_in)
                found[name, method] = answer(
                    client, method, reverse(name, kwargs=world.arguments(name, parameters, relation))
                )
                transaction.set_rollback(True)
    return found


def test_every_route_has_its_line_and_every_line_its_route():
    known = {(name, method) for name, _parameters, _pattern in routes() for method in METHODS}
    assert known == set(table())


# Who treats, who does not, and nobody: every time. The other columns are asked in the wide tier.
EVERY_TIME = (
    "anonymous",
    "prescriber:mine",
    "prescriber:site",
    "therapist:mine",
    "coordinator:site",
    "administrator:mine",
)


@pytest.mark.hazard("H-006")
@pytest.mark.parametrize(
    "column", [pytest.param(c, marks=() if c in EVERY_TIME else pytest.mark.wide) for c in COLUMNS]
)
def test_every_route_answers_as_the_table_says(column, world):
    expected = {key: row[column] for key, row in table().items()}
    assert run(world, column) == expected


def test_no_cell_is_a_failure():
    """Only /readyz says 503: no worker beats while this table is run."""
    failing = {route for (route, _method), row in table().items() if any(cell.startswith("5") for cell in row.values())}
    assert failing == {"readyz"}


@pytest.mark.hazard("H-007")
@pytest.mark.parametrize(
    "actor", [pytest.param(a, marks=() if a in {"prescriber", "coordinator"} else pytest.mark.wide) for a in ACTORS]
)
@pytest.mark.parametrize("relation", ["site", "other"])
def test_not_yours_and_does_not_exist_are_the_same_bytes(actor, relation, world):
    client, compared = client_for(world, f"{actor}:{relation}"), 0
    rows = table()
    for name, parameters, _pattern in routes():
        if not set(parameters) & set(ABOUT) or rows[name, "GET"][f"{actor}:{relation}"] != "404":
            continue
        theirs = client.get(reverse(name, kwargs=world.arguments(name, parameters, relation)))
        nobody = client.get(reverse(name, kwargs=world.arguments(name, parameters, "nowhere")))
        assert (theirs.status_code, theirs.content, headers(theirs)) == (404, nobody.content, headers(nobody)), name
        compared += 1
    assert compared > 5


def headers(response) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name != "Set-Cookie"}


def shown(world: World, route: str) -> list[UUID]:
    """Whom the event of an answer about a person names: every record of theirs, or whom a list showed."""
    person, merged = (world.ids["mine"][name] for name in ("patient_id", "merged"))
    return {
        "interchange:decide": [person],
        "interchange:table": [person],
        "interchange:table-refused": [],  # only what its reader brought in, rows that were never taken for anybody's
    }.get(route, [person, merged])


@pytest.mark.hazard("H-008")
@pytest.mark.parametrize("actor", ["prescriber", "therapist"])
def test_every_answer_about_a_person_leaves_exactly_one_event(actor, world):
    client, checked = client_for(world, f"{actor}:mine"), 0
    for name, parameters, _pattern in routes():
        if not set(parameters) & set(ABOUT):
            continue
        before = AuditEvent.objects.count()
        response = client.get(reverse(name, kwargs=world.arguments(name, parameters, "mine")))
        new = list(AuditEvent.objects.order_by("-id")[: AuditEvent.objects.count() - before])
        if response.status_code == 200:
            assert len(new) == 1, (name, [event.action for event in new])
            assert new[0].patients == shown(world, name), name
            assert (new[0].outcome, new[0].recorded_as) == ("done", actor)
            checked += 1
    assert checked > 8


def test_a_denial_is_written_down_too(world):
    client = client_for(world, "prescriber:other")
    person = world.ids["other"]["patient_id"]
    before = AuditEvent.objects.filter(outcome="denied").count()
    assert client.get(reverse("people:chart", args=[person])).status_code == 404
    event = AuditEvent.objects.filter(outcome="denied").order_by("-id")[0]
    assert AuditEvent.objects.filter(outcome="denied").count() == before + 1
    assert (event.action, event.recorded_as) == ("people.open-chart", "prescriber")
    assert event.patients == [person, world.ids["other"]["merged"]]
