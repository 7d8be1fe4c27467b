"""Telling one story: every event goes through the decision that staff would use, at its own time.

What has no decision of its own yet (a visit, a problem, an episode of care) is written by the records' actions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from plait.clinical.medication.dose_change import Terms
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination.assessment import submit_response
from plait.coordination.consequences.medication import Shown
from plait.coordination.demo.story import Calendar, StoryError, dose, spread, timing
from plait.coordination.door import NOBODY
from plait.coordination.medication import change_order, report_medication, start_medication
from plait.coordination.problems import record_allergy, record_life_event, record_pregnancy
from plait.coordination.therapy import end_course, record_session, start_course
from plait.foundation.actor import SYSTEM, Actor
from plait.foundation.facts import Stamp
from plait.foundation.idempotency import Once
from plait.foundation.ids import new_id
from plait.knowledge.formulary import formulary
from plait.knowledge.loader import release
from plait.records.medication import queries as medication
from plait.records.people import actions as people
from plait.records.problems import actions as problems
from plait.records.tasks import actions as tasks
from plait.records.visits import actions as visits


@dataclass
class Teller:
    """Tells a story about one person; ``staff`` are actors by short name."""

    name: str
    calendar: Calendar
    staff: dict[str, Actor]
    site: UUID
    patient: UUID = NOBODY
    orders: dict[str, UUID] = field(default_factory=dict)
    courses: dict[str, UUID] = field(default_factory=dict)
    episode: UUID | None = None
    told: int = 0

    def tell(self, story: dict[str, Any]) -> int:
        """The whole story; returns how many events it had."""
        self._arrive(story["person"], story.get("team", []))
        for event in sorted(self._events(story), key=lambda e: (e["day"], e.get("at", "10:00"))):
            act = getattr(self, "_" + event["do"].replace("-", "_"), None)
            if act is None:
                raise StoryError(f"{self.name}: there is no event {event['do']!r}")
            try:
                outcome = act(event)
            except (KeyError, ValueError, StopIteration) as error:
                raise StoryError(f"{self.name}, day {event['day']}, {event['do']}: {error!r}") from error
            if isinstance(outcome, Refused):
                raise StoryError(f"{self.name}, day {event['day']}, {event['do']}: {outcome}")
            self.told += 1
        return self.told

    def _events(self, story: dict[str, Any]) -> list[dict[str, Any]]:
        events = list(story.get("event", []))
        for run in story.get("sessions", []):
            events += _sessions(run)
        for run in story.get("scores", []):
            events += [_score(run, point) for point in run["points"]]
        return [event for event in events if event["day"] < 0 or event.get("planned")]

    def _arrive(self, person: dict[str, Any], team: list[dict[str, Any]]) -> None:
        person = dict(person)
        first = min(member["day"] for member in team)
        years, month, day = person.pop("age"), person.pop("month"), person.pop("day")
        at = self.calendar.moment(first - 1, "09:00")
        guardians = person.pop("guardians", [])
        self.patient = people.register_patient(
            Stamp(SYSTEM, at),
            site_id=self.site,
            details={**person, "birth_date": self.calendar.born(years, month, day)},
        )
        for one in guardians:
            people.add_relation(
                Stamp(SYSTEM, at), self.patient, kind="guardian", starts_on=self.calendar.day(first - 1), **one
            )
        for member in team:
            who = self.staff[member["who"]]
            starts = self.calendar.moment(member["day"], "08:00")
            membership = people.join_care_team(
                Stamp(self.staff["cole"], starts),
                patient_id=self.patient,
                practitioner_id=who.practitioner_id or NOBODY,
                role=member.get("role", who.roles[0]),
                starts_at=starts,
            )
            if "until" in member:
                people.leave_care_team(
                    Stamp(self.staff["cole"], starts), membership, self.calendar.moment(member["until"], "18:00")
                )

    def _who(self, event: dict[str, Any]) -> Actor:
        actor = self.staff[event["by"]]
        role = event.get("as", actor.roles[0])
        return Actor(
            actor.kind, actor.id, actor.name, role, actor.roles, actor.practitioner_id, actor.site_id, actor.zone
        )

    def _when(self, event: dict[str, Any]) -> Instant:
        return self.calendar.moment(event["day"], event.get("at", "10:00"))

    def _effective(self, event: dict[str, Any]) -> Instant:
        return self.calendar.moment(event["from"], "08:00") if "from" in event else self._when(event)

    def _start(self, event: dict[str, Any]) -> object:
        at, actor = self._when(event), self._who(event)
        medicine = formulary().medicine(str(event["rxcui"]))
        if medicine is None:
            raise StoryError(f"no medicine {event['rxcui']}")
        terms = Terms(
            medicine,
            dose(event["dose"]) if "dose" in event else None,
            timing(event["timing"]) if "timing" in event else None,
            route=event.get("route", "oral"),
            indication=event.get("indication", ""),
            target_symptom=event.get("target", ""),
        )
        command = start_medication.Command(
            self.patient, terms, self._effective(event), event["reason"], event.get("why", ""), event.get("beside")
        )
        seen = start_medication.preview(command, actor=actor, at=at)
        outcome = start_medication.commit(command, actor=actor, at=at, shown=Shown(seen.seal, at), once=_once())
        if not isinstance(outcome, Refused):
            self.orders[event.get("key", medicine.name)] = outcome.order_id
        return outcome

    def _change(self, event: dict[str, Any], action: Any = "change") -> object:
        at, actor, order = self._when(event), self._who(event), self.orders[event["key"]]
        last = medication.order(order)[-1]
        terms = None
        if action == "change":
            terms = Terms(
                last.medicine,
                dose(event["dose"]) if "dose" in event else last.dose,
                timing(event["timing"]) if "timing" in event else last.timing,
                last.route,
                last.indication,
                last.target_symptom,
            )
        command = change_order.Command(
            order, action, self._effective(event), event["reason"], event.get("why", ""), terms
        )
        seen = change_order.preview(command, actor=actor, at=at)
        return change_order.commit(command, actor=actor, at=at, shown=Shown(seen.seal, at), once=_once())

    def _hold(self, event: dict[str, Any]) -> object:
        return self._change(event, "hold")

    def _resume(self, event: dict[str, Any]) -> object:
        return self._change(event, "resume")

    def _stop(self, event: dict[str, Any]) -> object:
        return self._change(event, "stop")

    def _report(self, event: dict[str, Any]) -> object:
        medicine = formulary().medicine(str(event["rxcui"]))
        if medicine is None:
            raise StoryError(f"no medicine {event['rxcui']}")
        started = self.calendar.partial(event["since"], event.get("precision", "month")) if "since" in event else None
        command = report_medication.Command(
            self.patient,
            event["kind"],
            medicine,
            dose(event["dose"]) if "dose" in event else None,
            timing(event["timing"]) if "timing" in event else None,
            started,
            event.get("informant", "the person"),
            event.get("indication", ""),
        )
        return report_medication.commit(command, actor=self._who(event), at=self._when(event), once=_once())

    def _course(self, event: dict[str, Any]) -> object:
        command = start_course.Command(
            self.patient,
            event["modality"],
            event.get("format", "individual"),
            event.get("planned"),
            event.get("rhythm"),
            event["target"],
            self.calendar.day(event["day"]),
        )
        outcome = start_course.commit(command, actor=self._who(event), at=self._when(event), once=_once())
        if not isinstance(outcome, Refused):
            self.courses[event["key"]] = outcome.course_id
        return outcome

    def _session(self, event: dict[str, Any]) -> object:
        attendance = event.get("attendance", "attended")
        held = self._when(event)
        command = record_session.Command(
            self.courses[event["key"]],
            held,
            event.get("minutes", 50) if attendance == "attended" else None,
            attendance,
            event.get("place", "in-person"),
            event.get("focus", ""),
            event.get("homework", ""),
            event.get("line", ""),
        )
        return record_session.commit(command, actor=self._who(event), at=held.plus(seconds=3600), once=_once())

    def _end_course(self, event: dict[str, Any]) -> object:
        command = end_course.Command(self.courses[event["key"]], self.calendar.day(event["day"]), event["why"])
        return end_course.commit(command, actor=self._who(event), at=self._when(event), once=_once())

    def _score(self, event: dict[str, Any]) -> object:
        instrument = release().instruments[event["instrument"]]
        items = [item.id for item in instrument.items if item.scored]
        risk = next((item.id for item in instrument.items if item.risk_from is not None), None)
        harm = (risk, event.get("harm", 0)) if risk is not None else None
        at = self._when(event)
        command = submit_response.Command(self.patient, instrument.id, spread(event["total"], items, harm), at)
        return submit_response.commit(command, actor=self._who(event), at=at, once=_once())

    def _allergy(self, event: dict[str, Any]) -> object:
        command = record_allergy.Command(
            self.patient,
            event.get("kind", "allergy"),
            event.get("substance", ""),
            str(event.get("rxcui", "")),
            event.get("reaction", ""),
            event.get("severity", ""),
        )
        return record_allergy.commit(command, actor=self._who(event), at=self._when(event), once=_once())

    def _pregnancy(self, event: dict[str, Any]) -> object:
        command = record_pregnancy.Command(self.patient, event["state"], event.get("weeks"), event.get("breastfeeding"))
        return record_pregnancy.commit(command, actor=self._who(event), at=self._when(event), once=_once())

    def _life(self, event: dict[str, Any]) -> object:
        on = self.calendar.partial(event.get("on", event["day"]), event.get("precision", "day"))
        command = record_life_event.Command(self.patient, event["text"], on)
        return record_life_event.commit(command, actor=self._who(event), at=self._when(event), once=_once())

    def _condition(self, event: dict[str, Any]) -> object:
        system = "http://hl7.org/fhir/sid/icd-10-cm"
        codings = [[system, event["icd"], event["text"]]] if "icd" in event else []
        return problems.record_condition(
            Stamp(self._who(event), self._when(event)),
            patient_id=self.patient,
            effective_at=self._when(event),
            text=event["text"],
            codings=codings,
            clinical_status=event.get("status", "active"),
            onset=str(self.calendar.partial(event["since"], "year")) if "since" in event else "",
        )

    def _visit(self, event: dict[str, Any]) -> object:
        actor, at = self._who(event), self._when(event)
        return visits.record_encounter(
            Stamp(actor, at),
            patient_id=self.patient,
            started_at=at,
            ended_at=at.plus(seconds=60 * event.get("minutes", 30)).utc,
            kind=event.get("kind", "medication-visit"),
            text=event.get("text", ""),
            practitioner_id=actor.practitioner_id,
            practitioner_name=actor.name,
        )

    def _episode(self, event: dict[str, Any]) -> object:
        stamp = Stamp(self._who(event), self._when(event))
        self.episode = problems.start_episode(
            stamp, patient_id=self.patient, effective_at=self._when(event), title=event["title"]
        )
        return self.episode

    def _step(self, event: dict[str, Any]) -> object:
        if self.episode is None:
            raise StoryError(f"{self.name}: a step needs its episode")
        return problems.start_step(
            Stamp(self._who(event), self._when(event)),
            patient_id=self.patient,
            episode_id=self.episode,
            effective_at=self._when(event),
            title=event["title"],
        )

    def _task(self, event: dict[str, Any]) -> object:
        return tasks.open_task(
            Stamp(SYSTEM, self._when(event)),
            kind=event["kind"],
            cause_kind="story",
            cause_id=self.patient,
            title=event["title"],
            detail=event.get("detail", ""),
            patient_id=self.patient,
            owner_role=event["role"],
            due_at=self.calendar.moment(event["due"], "17:00").utc,
        )


def _once() -> Once:
    return Once(new_id(), "")


def _sessions(run: dict[str, Any]) -> list[dict[str, Any]]:
    """A run of sessions at one rhythm; ``but`` tells by number what was different."""
    common = {name: run[name] for name in ("key", "by", "as", "at", "place", "minutes") if name in run}
    different = {one["number"]: one for one in run.get("but", [])}
    found = []
    for number in range(1, run["count"] + 1):
        own = {name: value for name, value in different.get(number, {}).items() if name != "number"}
        found.append({"do": "session", "day": run["day"] + (number - 1) * run["every"], **common, **own})
    return found


def _score(run: dict[str, Any], point: list[int]) -> dict[str, Any]:
    """A point of a series: [day, total] or [day, total, answer about harm]."""
    return {
        "do": "score",
        "instrument": run["instrument"],
        "by": run["by"],
        "at": run.get("at", "09:45"),
        "day": point[0],
        "total": point[1],
        "harm": point[2] if len(point) > 2 else 0,
        **({"as": run["as"]} if "as" in run else {}),
    }
