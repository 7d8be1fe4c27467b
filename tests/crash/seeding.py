"""Run in a process of its own: staff who are signed in, people, courses, orders. Prints who they are as JSON."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django comes first
from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import transaction  # noqa: E402

from plait.clinical.medication.timing import Timing  # noqa: E402
from plait.clinical.quantity import Dose  # noqa: E402
from plait.foundation.actor import SYSTEM  # noqa: E402
from plait.foundation.clock import now  # noqa: E402
from plait.foundation.facts import Stamp  # noqa: E402
from plait.knowledge.formulary import formulary  # noqa: E402
from plait.records.accounts import actions as accounts  # noqa: E402
from plait.records.medication import actions as medication  # noqa: E402
from plait.records.people import actions as people  # noqa: E402
from plait.records.therapy import actions as therapy  # noqa: E402

PAIRS = 3  # of a prescriber and a therapist, with people of their own
PEOPLE = 3
SERTRALINE_50 = "312941"
ZONE = "America/New_York"


def signed_in(user_id: Any) -> str:
    """A login session that began now, with a second factor; returns what the cookie holds."""
    user, moment, session = get_user_model().objects.get(pk=user_id), now().utc.timestamp(), SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.update({"plait.factor": True, "plait.began": moment, "plait.seen": moment})
    session.save()
    return str(session.session_key)


def member(key: str, role: str, site: Any) -> dict[str, Any]:
    """Somebody of the staff, signed in."""
    at = now().plus(days=-300)
    stamp = Stamp(SYSTEM, at)
    user = accounts.open_account(stamp, sign_in_name=key, name=key.title(), kind="staff")
    practitioner = people.add_practitioner(at, name=key.title(), profession="x", site_id=site, user_id=user)
    people.give_role(stamp, practitioner, role, date(2020, 1, 1))
    return {"user": str(user), "practitioner": str(practitioner), "role": role, "session": signed_in(user)}


def person(number: int, site: Any, team: list[dict[str, Any]]) -> dict[str, str]:
    """Somebody in care, with one order and one course."""
    at = now().plus(days=-200)
    stamp = Stamp(SYSTEM, at)
    details = {"given": f"Person {number}", "family": "Crash", "birth_date": f"1980-01-{number + 1:02d}"}
    patient = people.register_patient(stamp, site_id=site, details=details)
    for one in team:
        people.join_care_team(
            stamp, patient_id=patient, practitioner_id=one["practitioner"], role=one["role"], starts_at=at
        )
    order = medication.start(
        stamp,
        patient_id=patient,
        medicine=formulary().medicine(SERTRALINE_50),
        effective_at=at,
        prescriber_id=None,
        prescriber_name="",
        dose=Dose.parse("50", "mg"),
        timing=Timing("daily"),
    )
    course = therapy.start_course(
        stamp, patient_id=patient, effective_at=at, modality="cbt", format="individual", started_on=at.day(ZONE)
    )
    return {"patient": str(patient), "order": str(order), "course": str(course)}


def main() -> None:
    """Write it all, and say what there is."""
    with transaction.atomic():
        site = people.add_site(now().plus(days=-400), name="Main", state="NY", time_zone=ZONE)
        desks = []
        for pair in range(PAIRS):
            team = [member(f"{role}{pair}", role, site) for role in ("prescriber", "therapist")]
            known = [person(pair * PEOPLE + number, site, team) for number in range(PEOPLE)]
            desks += [{**one, "people": known} for one in team]
    cookies = {"session": settings.SESSION_COOKIE_NAME, "form": settings.CSRF_COOKIE_NAME}
    sys.stdout.write(json.dumps({"desks": desks, "cookies": cookies}))


main()
