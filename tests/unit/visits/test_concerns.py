"""What is said before a visit is booked: what clashes, what is odd, and nothing where all is well."""

from __future__ import annotations

from uuid import uuid4

from plait.clinical.moment import Instant
from plait.clinical.visits.agreed_time import agreed
from plait.clinical.visits.appointment import Appointment
from plait.clinical.visits.concerns import concerns

ZONE = "America/New_York"
WHO, OTHER = uuid4(), uuid4()
REYES = (uuid4(), "Dr. A. Reyes")
AT = Instant.parse("2026-11-24T12:00:00Z")


def booked(wall: str, minutes: int = 30, patient=OTHER, practitioner=REYES[0]) -> Appointment:
    when = agreed(wall, ZONE, minutes)
    return Appointment(
        uuid4(), patient, practitioner, "somebody", uuid4(), "follow-up", "video", "booked",
        wall, ZONE, minutes, when.starts_at, when.ends_at, "", "", AT,
    )  # fmt: skip


def said(wall: str, *standing: Appointment, treats: bool = True) -> list[str]:
    when = agreed(wall, ZONE, 30)
    return [c.kind for c in concerns(when, standing, patient_id=WHO, practitioner=REYES, treats=treats, at=AT)]


def test_one_visit_after_the_other_is_no_clash_and_a_minute_in_common_is():
    assert said("2026-11-24T09:00", booked("2026-11-24T08:30"), booked("2026-11-24T09:30")) == []
    assert said("2026-11-24T09:00", booked("2026-11-24T08:31")) == ["clinician-busy"]
    assert said("2026-11-24T09:00", booked("2026-11-24T09:29")) == ["clinician-busy"]


def test_the_persons_own_visit_clashes_with_whomever_it_is():
    own = booked("2026-11-24T09:10", patient=WHO, practitioner=uuid4())
    assert said("2026-11-24T09:00", own) == ["person-busy"]
    assert said("2026-11-24T09:00", booked("2026-11-24T09:10", practitioner=uuid4())) == []


def test_what_is_odd_is_said_and_each_concern_has_its_own_key():
    assert said("2026-11-20T09:00") == ["past"]
    assert said("2026-11-24T09:00", treats=False) == ["not-on-team"]
    assert said("2027-11-07T01:30") == ["comes-twice"]
    two = booked("2026-11-24T09:00"), booked("2026-11-24T09:10")
    found = concerns(agreed("2026-11-24T09:00", ZONE, 30), two, patient_id=WHO, practitioner=REYES, treats=True, at=AT)
    assert len({concern.key for concern in found}) == 2
