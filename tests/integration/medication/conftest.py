"""What every test of the medication screens shares: a prescriber at their desk, and medicines by name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from plait.clinical.medication.dose_change import Terms
from plait.clinical.medication.timing import Timing
from plait.clinical.quantity import Dose
from plait.coordination.consequences.medication import Shown
from plait.coordination.medication import change_order, read_medication, start_medication
from plait.foundation.clock import now
from plait.foundation.facts import Stamp
from plait.foundation.idempotency import Once
from plait.knowledge.formulary import formulary
from plait.records.medication import actions, queries
from tests.integration.conftest import Practice
from tests.signed_in import sign_in

ZONE = "America/New_York"
SERTRALINE, BUPROPION, LITHIUM, LAMOTRIGINE = "36437", "42347", "6448", "28439"
TABLET, XL = "oral tablet", "24-hour extended-release oral tablet"
MORNING = Timing("daily", when=("morning",))
HIDDEN = re.compile(r'name="(once|seal|shown_at|medicine_code|medicine_name)"[^>]*?value="([^"]*)"')
NEW = {"reason_code": "new-problem"}


def once() -> Once:
    """A request of its own."""
    return Once(uuid4(), "x")


def day(offset: int = 0) -> str:
    """A day from today, as a date field reads it, on the practice's clock."""
    return now().plus(days=offset).day(ZONE).isoformat()


def taking(
    dose: str, *, unit: str = "mg", kind: str = "daily", when: tuple[str, ...] = ("morning",), **more: Any
) -> dict[str, Any]:
    """The fields that say what is taken."""
    return {"dose": dose, "unit": unit, "kind": kind, "when": list(when), **more}


@dataclass
class Desk:
    """Somebody signed in, with the form they have open: what was shown last is what they send."""

    client: Client
    practice: Practice
    patient: UUID
    path: str = ""
    hidden: dict[str, str] = field(default_factory=dict)

    def open(self, path: str) -> Any:
        """Open a page and remember its form's key."""
        response = self.client.get(path)
        self.path = path.split("?", maxsplit=1)[0]
        self.hidden = {}
        self._remember(response)
        return response

    def look(self, **fields: Any) -> Any:
        """Show what will change."""
        return self._send(fields, "preview")

    def confirm(self, **fields: Any) -> Any:
        """Confirm what was shown."""
        return self._send(fields, "commit")

    def do(self, **fields: Any) -> Any:
        """Look, then confirm; fails where it was refused."""
        shown = self.look(**fields)
        assert shown.status_code == 200, said(shown)
        done = self.confirm(**fields)
        assert done.status_code == 302, said(done)
        return done

    def _send(self, fields: dict[str, Any], step: str) -> Any:
        response = self.client.post(self.path, {**self.hidden, "effective_at": day(), **fields, "step": step})
        self._remember(response)
        return response

    def _remember(self, response: Any) -> None:
        self.hidden |= dict(HIDDEN.findall(response.content.decode()))

    def start_page(self, code: str) -> Any:
        """The page on which a medicine is ordered."""
        return self.open(reverse("medication:start", args=[self.patient]) + f"?medicine={code}")

    def step_page(self, step: str, order: UUID) -> Any:
        """The page of a step in an order."""
        return self.open(reverse(f"medication:{step}", args=[order]))

    def page(self) -> str:
        """The medication page, in words."""
        return text(self.client.get(reverse("medication:list", args=[self.patient])))

    def lines(self, order: UUID) -> list[tuple[str, str]]:
        """What the order's history says: action and dose."""
        return [(line.action, str(line.dose)) for line in queries.order(order)]


def text(response: Any) -> str:
    """What a page says, without its tags."""
    page = re.sub(r"<(script|style|head).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    page = re.sub(r"<[^>]+>", " ", page).replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&")
    return re.sub(r"\s+", " ", page)


def said(response: Any) -> str:
    """What a page says of what is wrong."""
    return (
        " | ".join(re.findall(r'class="error">(?:<span[^>]*>[^<]*</span>)?([^<]*)', response.content.decode()))
        or text(response)[:500]
    )


@pytest.fixture(scope="session", autouse=True)
def formulary_read() -> None:
    """Read the formulary and build its index before a transaction is open, as a web process does when it starts."""
    formulary().search("sertraline")


@pytest.fixture(autouse=True)
def quick(settings: Any) -> None:
    """Hash passwords in an instant; static files without a manifest."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def reyes(practice: Practice) -> Desk:
    """The prescriber who treats Mara."""
    return Desk(sign_in(Client(), practice.staff["reyes"].id), practice, practice.people["mara"])


@pytest.fixture
def ortiz(practice: Practice) -> Desk:
    """The therapist who treats Mara."""
    return Desk(sign_in(Client(), practice.staff["ortiz"].id), practice, practice.people["mara"])


@dataclass
class Chart:
    """Mara's chart as the decisions see it, with times of one's own."""

    practice: Practice

    @property
    def mara(self) -> UUID:
        """Mara."""
        return self.practice.people["mara"]

    @property
    def actor(self) -> Any:
        """Her prescriber, where the days of the practice begin."""
        return replace(self.practice.staff["reyes"], zone=ZONE)

    def start(
        self, code: str, dose: str, *, days: int = 0, timing: Timing = MORNING, form: str = TABLET, beside: Any = None
    ) -> UUID:
        """Start a medicine so many days from now."""
        at = now()
        effective = at.plus(days=days) if days else at
        terms = Terms(replace(formulary().medicine(code), form=form), Dose(Decimal(dose), "mg"), timing, "oral")
        command = start_medication.Command(self.mara, terms, effective, "new-problem", "", beside)
        seen = start_medication.preview(command, actor=self.actor, at=at)
        done = start_medication.commit(command, actor=self.actor, at=at, shown=Shown(seen.seal, at), once=once())
        assert isinstance(done, start_medication.Started), done
        return done.order_id

    def step(self, order: UUID, action: Any, *, days: int = 0, dose: str = "", timing: Timing | None = None) -> Any:
        """Take a step in an order so many days from now."""
        at = now()
        last = queries.order(order)[-1]
        terms = replace(Terms.of(last), dose=Dose(Decimal(dose), "mg"), timing=timing or last.timing) if dose else None
        command = change_order.Command(order, action, at.plus(days=days) if days else at, "person-prefers", "", terms)
        seen = change_order.preview(command, actor=self.actor, at=at)
        return change_order.commit(command, actor=self.actor, at=at, shown=Shown(seen.seal, at), once=once())

    def import_order(self, code: str, dose: str, *, days: int = -100, form: str = TABLET) -> UUID:
        """An order that came from elsewhere and waits for reconciliation."""
        at = now().plus(days=-1)
        return actions.start(
            Stamp(self.practice.staff["cole"], at),
            patient_id=self.mara,
            medicine=replace(formulary().medicine(code), form=form),
            dose=Dose(Decimal(dose), "mg"),
            timing=MORNING,
            effective_at=at.plus(days=days),
            prescriber_id=None,
            prescriber_name="Dr. Elsewhere",
            confirmed=False,
        )

    def read(self, *, days: int = 0) -> read_medication.Medicines:
        """The medication page as of now or another day."""
        at = now()
        return read_medication.read(self.mara, actor=self.actor, at=at.plus(days=days) if days else at)

    def total(self, name: str, *, days: int = 0) -> str:
        """What a day comes to of an ingredient."""
        found = [t for t in self.read(days=days).totals if t.ingredient.name == name]
        return str(found[0].regular) if found else "none"


@pytest.fixture
def chart(practice: Practice) -> Chart:
    """Mara's chart."""
    return Chart(practice)
