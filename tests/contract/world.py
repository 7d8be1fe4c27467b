"""Three people with everything that can hang on them: mine, same site but not mine, another site.

What is not about one person alone (an import that is held, a table, an emergency access) stands beside each of them,
brought in or opened by somebody of that relation.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from plait.clinical.medication.timing import Timing
from plait.clinical.quantity import Dose
from plait.foundation.actor import SYSTEM, Actor
from plait.foundation.clock import now
from plait.foundation.facts import Stamp
from tests.integration.conftest import Practice, build_practice
from tests.unit.interchange.bundles import bundle

RELATIONS = ("mine", "site", "other")
ANYTHING = {"uuid": uuid4, "int": lambda: 1, "slug": lambda: "phq-9", "str": lambda: "nothing", "path": lambda: "x"}
PEOPLE = {"mine": "mara", "site": "theo", "other": "ines"}
BROUGHT_BY = {"mine": "reyes", "site": "both", "other": "far"}
LEAD = "lead"  # of privacy; an administrator otherwise, so that the two columns differ by the duty alone


@dataclass
class World:
    """Ids for the parameters of every route, by relation. ``runs`` are those of routes that need one of their own."""

    practice: Practice
    ids: dict[str, dict[str, UUID]] = field(default_factory=dict)
    runs: dict[str, dict[str, UUID]] = field(default_factory=dict)

    def arguments(self, route: str, parameters: dict[str, str], relation: str) -> dict[str, object]:
        """What a route's parameters stand for, for a person in that relation; "nowhere" is nobody."""
        known = dict(self.ids.get(relation, {}))
        if route in self.runs.get(relation, {}):
            known |= dict.fromkeys(("run_id", "thread"), self.runs[relation][route])
        return {name: known.get(name) or ANYTHING[kind]() for name, kind in parameters.items()}


def build() -> World:
    """Record the world through the records' own actions."""
    practice = build_practice(now().plus(days=-30))
    _name_privacy_lead(practice)
    world = World(practice)
    for relation, key in PEOPLE.items():
        patient, by = practice.people[key], practice.staff[BROUGHT_BY[relation]]
        world.ids[relation] = {**_everything(practice, patient), "access_id": _in_emergency(practice, patient)}
        table = _table(by, patient)
        world.runs[relation] = {
            "interchange:decide": _held(by, patient),
            "interchange:table": table,
            "interchange:table-refused": table,
            "safety:threshold-end": _threshold(patient),
        }
    return world


def _name_privacy_lead(practice: Practice) -> None:
    from plait.records.accounts import actions as accounts
    from plait.records.people import actions as people
    from plait.records.people import duties

    stamp, name, site = Stamp(SYSTEM, practice.at), "V. Ito", practice.sites["main"]
    user = accounts.open_account(stamp, sign_in_name=LEAD, name=name, kind="staff", password="correct horse staple")
    member = people.add_practitioner(practice.at, name=name, profession="archivist", site_id=site, user_id=user)
    people.give_role(stamp, member, "administrator", date(2020, 1, 1))
    duties.name_holder(stamp, duties.PRIVACY_LEAD, member, date(2020, 1, 1))
    practice.staff[LEAD] = Actor("staff", user, name, "administrator", ("administrator",), member, site)


def _held(by: Actor, patient: UUID) -> UUID:
    """An import that waits until somebody says whether it is about this person."""
    from plait.coordination.interchange.identity import Candidate, Recognised
    from plait.records.inbox import actions as inbox
    from plait.records.people import queries as people

    alike = Recognised(likely=(Candidate(patient, ("the same name",), sure=False),))
    return inbox.open_run(
        Stamp(by, now().plus(days=-2)),
        file_name="held.json",
        content=json.dumps(bundle()).encode(),
        site_id=people.site_of(patient),
        assign_to=[],
        status="held",
        identity=alike.as_json(),
    )


def _table(by: Actor, patient: UUID) -> UUID:
    """A table with a row about this person, whose columns nobody has confirmed yet."""
    from plait.coordination.interchange.csv_import import import_table
    from plait.records.people import queries as people

    content = f"person number,instrument,date,total\n{people.patient(patient).number},phq-9,2026-01-12,9\n"
    run = import_table.receive(
        import_table.Upload("scores", "scores.csv", content.encode()), actor=by, at=now().plus(days=-2)
    )
    assert isinstance(run, UUID), run
    return run


def _in_emergency(practice: Practice, patient: UUID) -> UUID:
    """An emergency access that is over and waits for its review; none of the table's actors opened it."""
    from plait.records.people import emergency

    by, at = practice.staff["both"], now().plus(days=-1)
    return emergency.open_access(
        Stamp(by, at),
        patient_id=patient,
        practitioner_id=by.practitioner_id,
        reason="at-risk",
        note="Found on the ward.",
        ends_at=at.plus(seconds=3600),
    )


def _everything(practice: Practice, patient: UUID) -> dict[str, UUID]:
    from plait.knowledge.formulary import formulary
    from plait.records.assessment import request_actions as requests
    from plait.records.inbox import actions as inbox
    from plait.records.medication import actions as medication
    from plait.records.medication import queries
    from plait.records.people import queries as people
    from plait.records.problems import actions as problems
    from plait.records.tasks import actions as tasks
    from plait.records.therapy import actions as therapy
    from plait.records.visits import actions as visits

    at = now().plus(days=-20)
    stamp, medicine = Stamp(SYSTEM, at), formulary().medicine("312941")
    terms = {"dose": Dose.parse("50", "mg"), "timing": Timing("daily")}
    order = medication.start(
        stamp, patient_id=patient, medicine=medicine, effective_at=at, prescriber_id=None, prescriber_name="", **terms
    )
    statement = medication.report(
        stamp,
        patient_id=patient,
        medicine=formulary().medicine("5640"),
        effective_at=at,
        kind="over-the-counter",
        **terms,
    )
    course = therapy.start_course(
        stamp, patient_id=patient, effective_at=at, modality="cbt", format="individual", started_on=at.day("UTC")
    )
    session = therapy.record_session(
        stamp, patient_id=patient, course_id=course, held_at=at, minutes=50, attendance="attended", place="video"
    )
    allergy = problems.record_allergy(stamp, patient_id=patient, effective_at=at, substance="latex")
    run = inbox.open_run(stamp, file_name="x.json", content=b"{}", site_id=people.site_of(patient), assign_to=[])
    inbox.move_run(at, run, status="done", patient_id=patient)
    task = tasks.open_task(
        stamp,
        kind="reach",
        cause_kind="test",
        cause_id=patient,
        title="Call",
        patient_id=patient,
        owner_role="coordinator",
    )
    appointment = visits.book_appointment(
        stamp,
        patient_id=patient,
        practitioner_id=practice.staff["reyes"].practitioner_id,
        site_id=people.site_of(patient),
        service="follow-up",
        local_start=f"{now().plus(days=3).day('America/New_York')}T09:00",
        zone="America/New_York",
        minutes=30,
        mode="video",
    )
    proposal, link = _safety_plan(stamp, patient)
    asked = {"instruments": ("gad-7",), "why": "other", "channel": "link", "language": "en"}
    request = requests.ask(stamp, patient_id=patient, due_on=now().plus(days=3).day("UTC"), **asked)
    team = people.care_team(patient)
    return {
        "patient_id": patient,
        "order_id": order,
        "line_id": queries.order(order)[0].revision_id,
        "revision_id": queries.order(order)[0].revision_id,
        "statement_id": statement,
        "course_id": course,
        "session_id": session,
        "allergy_id": allergy,
        "run_id": run,
        "task_id": task,
        "appointment_id": appointment,
        "request_id": request,
        "asked_id": _contact_request(stamp),
        "proposal_id": proposal,
        "flag_id": _flag(stamp, patient),
        "link_id": link,
        "membership": team[0].thread if team else uuid4(),
        "user_id": practice.staff["ortiz"].id,
        **_twice(stamp, patient),
    }


def _contact_request(stamp: Stamp) -> UUID:
    """Somebody who asked for contact and of whom there is no record yet."""
    from plait.records.intake import actions
    from plait.records.intake.types import Asked

    reach = {"phone": "+1 212 555 0177", "email": "", "text_ok": False, "message_ok": True, "good_times": ""}
    said = {"seeks": "both", "words": "Please call.", "whom": "me", "about_name": "", "relationship": ""}
    asked = Asked(name="Rowan", language="en", birth_date="", danger="no", consent=("Yes",), aid=None, **reach, **said)
    return actions.keep_request(stamp, asked, answer_by=now().plus(days=2))


def _flag(stamp: Stamp, patient: UUID) -> UUID:
    """A sign of harm that nobody has acknowledged yet."""
    from plait.clinical.safety.harm import Sign
    from plait.records.safety import actions

    sign = Sign("low", "self", "hand", "", (), stamp.at, "Said so on the phone.")
    flag = actions.open_flag(stamp, patient, sign, cause_kind="test", cause_id=patient)
    assert flag is not None
    return flag


def _threshold(patient: UUID) -> UUID:
    """What somebody lives with."""
    from plait.records.safety import thresholds

    at = now().plus(days=-3)
    said = {"value": 1, "reason": "For years.", "review_on": at.plus(days=60).day("UTC")}
    return thresholds.set_threshold(Stamp(SYSTEM, at), patient_id=patient, instrument="phq-9", item="9", **said)


def _safety_plan(stamp: Stamp, patient: UUID) -> tuple[UUID, UUID]:
    """A safety plan, words of the person about it, and a link to it."""
    from plait.clinical.safety.safety_plan import Line, SafetyPlan
    from plait.records.safety import plan_actions

    plan_actions.write_plan(stamp, patient, SafetyPlan(alone=(Line("Walk"),)), what="made")
    said = plan_actions.propose(stamp, patient, part="alone", text="Not the river")
    link = plan_actions.give_link(stamp, patient, digest=uuid4().hex, expires_at=now().plus(days=7), basis="given")
    return said, link


def _twice(stamp: Stamp, patient: UUID) -> dict[str, UUID]:
    """A second record that was merged into the person's, and a third that was not."""
    from plait.records.people import actions, linking, queries

    site = queries.site_of(patient)
    merged, apart = (
        actions.register_patient(stamp, site_id=site, details={"given": name, "family": "Twice"})
        for name in ("Merged", "Apart")
    )
    link = linking.link_records(stamp, patient_id=merged, person_id=patient, reason="She showed both cards.")
    actions.refresh_people([merged, patient])
    return {"other_id": apart, "link": link, "merged": merged}
