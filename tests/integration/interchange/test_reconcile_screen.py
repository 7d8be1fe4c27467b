"""The page of imported lines: reached from the chart, decided in one form; refused lines come back as typed."""

from __future__ import annotations

import json
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from plait.coordination.interchange import import_bundle
from plait.coordination.interchange.reports import Report
from plait.foundation.clock import now
from plait.records.inbox import reconciliation_queries
from plait.records.medication import queries as medicines
from tests.integration.conftest import Practice
from tests.integration.interchange.test_orders_and_scores import DOSE, SERTRALINE_ALLERGY
from tests.integration.interchange.test_reconcile import DEPRESSION
from tests.signed_in import sign_in
from tests.unit.interchange.bundles import bundle, order


@pytest.fixture
def patient(practice: Practice) -> UUID:
    raw = json.dumps(bundle(order(**DOSE), SERTRALINE_ALLERGY, DEPRESSION)).encode()
    report = import_bundle.import_file(raw, "a file.json", actor=practice.staff["reyes"], at=now().plus(seconds=-9))
    assert isinstance(report, Report)
    assert report.patient_id is not None
    return report.patient_id


@pytest.fixture
def reyes(practice: Practice) -> Client:
    return sign_in(Client(), practice.staff["reyes"].id)


def filled_in(page, **decisions: str) -> dict[str, str]:
    """The form of a page as a browser would send it, with decisions by kind: ``allergy="accept"``."""
    form = page.context["form"]
    data = {"once": str(uuid4())}
    for key, line in form.lines.items():
        data |= {f"seen-{key}": line.seen, f"kind-{key}": line.entry.kind, f"decision-{key}": ""}
        chosen, _bar, reason = decisions.get(line.entry.kind, "").partition("|")
        data |= {f"decision-{key}": chosen, f"reason-{key}": reason}
    return data


def test_the_chart_counts_what_waits_and_leads_to_it(reyes: Client, patient: UUID):
    chart = reyes.get(reverse("people:chart", args=[patient])).content.decode()
    address = reverse("interchange:reconcile", args=[patient])
    assert "3 imported lines to go through" in chart
    assert f'href="{address}"' in chart
    page = reyes.get(address).content.decode()
    assert "from a file.json" in page
    assert "Still true: take it over as it stands" in page
    assert "brought in by Dr. A. Reyes" in page


def test_decisions_are_sent_together_and_a_refused_one_comes_back(reyes: Client, patient: UUID):
    address = reverse("interchange:reconcile", args=[patient])
    sent = reyes.post(address, filled_in(reyes.get(address), allergy="not-current", condition="accept"))
    page = sent.content.decode()
    assert sent.status_code == 422
    assert "Sertraline: Say why." in page
    assert "1 line is decided. 2 are still open." in page
    assert "still true" in page
    last = reyes.post(address, filled_in(sent, allergy="not-current|outgrown", order="accept|tolerated"))
    assert last.status_code == 302
    assert last.url == reverse("people:chart", args=[patient])
    assert medicines.orders(patient)[0][-1].confirmed
    assert len(reconciliation_queries.decisions(patient)) == 3
    chart = reyes.get(last.url).content.decode()
    assert "to go through" not in chart
    empty = reyes.get(address).content.decode()
    assert "Nothing waits" in empty
    assert "no longer true" in empty
    assert "outgrown" in empty


def test_what_a_colleague_decided_meanwhile_is_told_by_name(reyes: Client, patient: UUID):
    address = reverse("interchange:reconcile", args=[patient])
    first, second = reyes.get(address), reyes.get(address)
    reyes.post(address, filled_in(first, allergy="accept"))
    late = reyes.post(address, filled_in(second, allergy="not-true|a mix-up", condition="accept"))
    assert late.status_code == 422
    page = late.content.decode()
    assert "Sertraline: Dr. A. Reyes decided about this meanwhile. Look at it again." in page
    assert "1 line is decided." in page


def test_nothing_decided_and_a_broken_date_change_nothing(reyes: Client, patient: UUID):
    address = reverse("interchange:reconcile", args=[patient])
    page = reyes.get(address)
    assert reyes.post(address, filled_in(page)).status_code == 422
    data = filled_in(page, condition="not-current|over")
    key = next(key for key, line in page.context["form"].lines.items() if line.entry.kind == "condition")
    wrong = reyes.post(address, {**data, f"since-{key}": "31/12/2025"})
    assert wrong.status_code == 422
    assert "Use a date like 2026-03-31." in wrong.content.decode()
    for name in ("decision-zz", f"decision-{'0' * 32}", "decision-" + "é" * 32):
        assert reyes.post(address, {"once": str(uuid4()), name: "accept"}).status_code == 422
    assert reconciliation_queries.decisions(patient) == ()


def test_others_find_nobody(patient: UUID, practice: Practice):
    for name in ("ortiz", "cole", "admin", "far"):
        other = sign_in(Client(), practice.staff[name].id)
        nobody = other.get(reverse("interchange:reconcile", args=[uuid4()]))
        found = other.get(reverse("interchange:reconcile", args=[patient]))
        assert (found.status_code, found.content) == (404, nobody.content)
        assert other.post(reverse("interchange:reconcile", args=[patient])).status_code == 404
