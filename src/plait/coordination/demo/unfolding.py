"""Unfolding an arc into one person's own story: their days, doses, scores and words, drawn but never impossible.

A story that was unfolded has the form of a hand-written one (docs/reference/demo.md), so that whatever tells stories
tells it. Beside it stand the visits that were agreed, and when the next ones are due.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from plait.coordination.demo import plan_events, unfolding_therapy, unfolding_visits
from plait.coordination.demo.arcs import Arc, roles
from plait.coordination.demo.diary import Agreed, Diary, Due, later
from plait.coordination.demo.persona import Registry, pools

Told = dict[str, Any]
WEEK = 7
NEW_LIFE_EVENTS = (0, 0, 1, 1, 2)
ASKED_ABOUT_PREGNANCY = range(14, 50)


@dataclass
class Unfolding:
    """One person's story in the making. ``crew`` says who acts in which role, by short name."""

    arc: Arc
    draw: Random
    diary: Diary
    crew: dict[str, str]
    begins: int = 0  # the first day of care, counted from today
    events: list[Told] = field(default_factory=list)
    agreed: list[Agreed] = field(default_factory=list)
    due: list[Due] = field(default_factory=list)

    def story(self, registry: Registry) -> Told:
        """The whole story."""
        person = registry.person(self.arc)
        self.begins = self.diary.open_day(-self.draw.randint(*self.arc["days"]))
        lead = roles(self.arc)[0]
        visits = unfolding_visits.visits(self) if lead == "prescriber" else []
        if "therapy" in self.arc:
            unfolding_therapy.therapy(self, lead=lead == "therapist")
        first = next((e for e in self.events if e["do"] == "visit"), None)
        if first is not None:
            self._evaluated(first, person)
        self._life_events(person["age"])
        if visits:
            unfolding_visits.results(self, visits)
        self._tasks()
        self._safety_plan(person)
        return {
            "person": person,
            "relation": registry.beside(self.arc, person),
            "team": self._team(),
            "event": self.events,
        }

    def tell(self, do: str, role: str, day: int, at: str, **told: Any) -> None:
        """One more event, by whoever acts in a role."""
        self.events.append({"do": do, "by": self.crew[role], "as": role, "day": day, "at": at, **told})

    def words(self, choices: list[str]) -> str:
        """One way to say it."""
        return self.draw.choice(choices)

    def happens(self, percent: int) -> bool:
        """Whether something that happens to so many of a hundred happens here."""
        return self.draw.randrange(100) < percent

    def _team(self) -> list[Told]:
        """Everybody from the day that the person came; a therapist from a few days before the course."""
        by = self.crew["coordinator"]
        team = [{"who": by, "role": "coordinator", "day": self.begins, "by": by}]
        for role in roles(self.arc):
            own = [event["day"] for event in self.events if event.get("by") == self.crew[role] and event["as"] == role]
            day = min(own, default=self.begins)
            team.append({"who": self.crew[role], "role": role, "day": day, "by": by})
        return team

    def _evaluated(self, first: Told, person: Told) -> None:
        """What is asked and written down at the first visit."""
        role, day, at = first["as"], first["day"], first["at"]
        arc, end = self.arc, later(at, 45)
        self.tell("episode", role, day, at, title=self.words(arc["episodes"]))
        named = arc["conditions"] if arc.get("both_conditions") else [self.draw.choice(arc["conditions"])]
        for text, code in [*named, *(one for one in arc.get("also", ()) if self.happens(55))]:
            since = -self.draw.randint(60, 1400) + self.begins
            self.tell("condition", role, day, later(at, 40), text=text, icd=code, since=since)
        known = pools()["allergies"]
        if self.happens(known["none_share"]):
            self.tell("allergy", role, day, end, kind="none-known")
        else:
            self.tell("allergy", role, day, end, **self.draw.choice(known["known"]))
        for report in arc.get("report", ()):
            if self.happens(report["share"]):
                one = {**self.draw.choice(report["choose"]), "since": self.begins - self.draw.randint(200, 2000)}
                self.tell("report", role, day, later(at, 46), kind=report["kind"], informant="the person", **one)
        if "pregnancy" not in arc and person["sex_for_clinical_use"] == "female" and self._asked(person["age"]):
            self.tell("pregnancy", role, day, later(at, 48), state="none")

    def _asked(self, age: int) -> bool:
        return age in ASKED_ABOUT_PREGNANCY

    def _life_events(self, age: int) -> None:
        """What happened in this life meanwhile, told at a visit some days after."""
        told = [event for event in self.events if event["do"] in {"visit", "session"} and event["day"] > self.begins]
        fitting = [pool for pool in pools()["life"] if age >= pool["from"]]
        count = min(self.draw.choice(NEW_LIFE_EVENTS), len(told), len(fitting))
        for pool, event in zip(self.draw.sample(fitting, count), self.draw.sample(told, count), strict=True):
            if event.get("attendance", "attended") != "attended":
                continue
            precision = "month" if self.happens(25) else "day"
            on = max(self.begins, event["day"] - self.draw.randint(2, 20))
            minutes = event.get("minutes", 25)
            self.tell(
                "life",
                event["as"],
                event["day"],
                later(event["at"], minutes),
                text=self.words(pool["texts"]),
                on=on,
                precision=precision,
            )

    def _tasks(self) -> None:
        for task in self.arc.get("task", ()):
            if self.happens(task.get("chance", 100)):
                told = {name: task[name] for name in ("kind", "role", "title", "detail", "due")}
                self.events.append({"do": "task", "day": self.diary.open_day(-3) if self._weekend() else -1, **told})

    def _safety_plan(self, person: Told) -> None:
        """Whoever spoke of harm has a plan since that day. Drawn apart: the rest of the story stays as it is."""
        spoke = [event for event in self.events if event["do"] == "score" and event.get("harm")]
        if spoke:
            first = min(spoke, key=lambda event: (event["day"], event["at"]))
            draw = Random(f"{person['given']} {person['family']} {self.begins}")  # noqa: S311 - invented, no secret
            at = later(first["at"], plan_events.MINUTES_AFTER)
            self.tell(plan_events.DO, first["as"], first["day"], at, **plan_events.drawn(draw))

    def _weekend(self) -> bool:
        return self.diary.open_day(-1) != -1
