"""Which step in an order is lawful, and which question is asked."""

from __future__ import annotations

from decimal import Decimal

import pytest

from plait.clinical.medication.dose_change import (
    Terms,
    check_change,
    check_entered_in_error,
    check_hold,
    check_resume,
    check_start,
    check_stop,
    same_ingredient,
)
from plait.clinical.medication.order import Ingredient, Medicine
from plait.clinical.medication.timing import Timing
from plait.clinical.medication.words import total_in_words
from plait.clinical.moment import PartialDate
from plait.clinical.quantity import Dose
from plait.clinical.refusal import Refused

from .histories import BUPROPION, BUPROPION_XL, DAILY, SERTRALINE, TWICE, UNKNOWN, line, mg, moment, order_id

NOW = moment("2026-06-01")
HISTORY = (
    line(1, "start", "2026-01-01", dose=mg(50)),
    line(2, "hold", "2026-02-01", dose=mg(50)),
    line(3, "resume", "2026-03-01", dose=mg(50)),
    line(4, "stop", "2026-05-01", dose=mg(50)),
)
GOING = HISTORY[:3]
CHECKS = {"hold": check_hold, "resume": check_resume, "stop": check_stop}


def why(refused: tuple[Refused, ...]) -> list[str]:
    return [one.reason for one in refused]


@pytest.mark.parametrize(
    ("action", "day", "reasons"),
    [
        ("hold", "2025-12-31", ["before-start"]),
        ("hold", "2026-01-01", []),
        ("hold", "2026-01-15", []),
        ("hold", "2026-02-15", ["on-hold"]),
        ("hold", "2026-03-01", []),
        ("hold", "2026-05-01", ["stopped"]),
        ("resume", "2026-01-15", ["not-on-hold"]),
        ("resume", "2026-02-01", []),
        ("resume", "2026-02-28", []),
        ("resume", "2026-03-01", ["not-on-hold"]),
        ("resume", "2026-05-02", ["stopped"]),
        ("stop", "2025-12-31", ["before-start"]),
        ("stop", "2026-01-01", []),
        ("stop", "2026-02-15", []),
        ("stop", "2026-04-30", []),
        ("stop", "2026-05-01", ["stopped"]),
        ("stop", "2027-01-01", ["stopped"]),
    ],
)
def test_hold_resume_stop(action: str, day: str, reasons: list[str]) -> None:
    assert why(CHECKS[action](HISTORY, order_id(), effective_at=moment(day), at=NOW)) == reasons


@pytest.mark.parametrize("action", ["hold", "resume", "stop"])
def test_an_order_that_is_not_there_takes_no_step(action: str) -> None:
    in_error = (line(1, "start", "2026-01-01", dose=mg(50), error="2026-02-01"),)
    for lines, order in ((HISTORY, order_id("other")), (in_error, order_id())):
        assert why(CHECKS[action](lines, order, effective_at=NOW, at=NOW)) == ["no-such-order"]


def change(dose: Dose | None, timing: Timing | None = DAILY, day: str = "2026-06-01", **more: object) -> list[str]:
    terms = Terms(more.pop("medicine", SERTRALINE), dose, timing, **more)  # type: ignore[arg-type]
    return why(check_change(GOING, order_id(), terms, effective_at=moment(day), at=NOW))


def test_a_change_changes_something() -> None:
    assert change(mg(50)) == ["nothing-changes"]
    assert change(mg("50.0")) == ["nothing-changes"]
    assert change(Dose(Decimal("0.05"), "g")) == ["nothing-changes"]
    assert change(mg(100)) == []
    assert change(mg(50), TWICE) == []
    assert change(mg(50), indication="panic disorder") == []
    assert change(None) == []


def test_a_change_needs_an_active_order_of_the_same_medicine() -> None:
    assert change(mg(100), day="2026-02-15") == ["on-hold"]
    assert change(mg(100), day="2025-12-01") == ["before-start"]
    assert change(mg(100), medicine=BUPROPION) == ["other-medicine"]
    assert why(check_change(HISTORY, order_id(), Terms(SERTRALINE, mg(75), DAILY), effective_at=NOW, at=NOW)) == [
        "stopped"
    ]


def test_an_other_form_of_the_same_medicine_is_a_change() -> None:
    lines = (line(1, "start", "2026-01-01", medicine=BUPROPION, dose=mg(150)),)
    terms = Terms(BUPROPION_XL, mg(150), DAILY)
    assert check_change(lines, order_id(), terms, effective_at=NOW, at=NOW) == ()


def test_confirming_an_imported_order_as_it_stands_is_a_change() -> None:
    lines = (line(1, "start", "2026-01-01", dose=mg(50), confirmed=False),)
    assert check_change(lines, order_id(), Terms(SERTRALINE, mg(50), DAILY), effective_at=NOW, at=NOW) == ()


@pytest.mark.parametrize(
    ("day", "born", "reasons"),
    [
        ("1990-05-02", PartialDate(1990, 5, 3), []),  # that day has begun in Kiribati
        ("1990-05-02T09:59:00Z", PartialDate(1990, 5, 3), ["before-birth"]),
        ("1990-05-03", PartialDate(1990, 5, 3), []),
        ("1989-12-31T09:00:00Z", PartialDate(1990), ["before-birth"]),
        ("1900-01-01", None, []),
        ("2028-06-01", None, []),
        ("2028-06-01T12:00:01Z", None, ["too-far-ahead"]),
    ],
)
def test_a_start_lies_between_birth_and_two_years_ahead(day: str, born: PartialDate | None, reasons: list[str]) -> None:
    assert (
        why(check_start((), Terms(SERTRALINE, mg(50), DAILY), effective_at=moment(day), at=NOW, born=born)) == reasons
    )


def test_a_high_dose_is_never_refused() -> None:
    assert check_start((), Terms(SERTRALINE, mg(5000), Timing("daily", 4)), effective_at=NOW, at=NOW) == ()


@pytest.mark.hazard("H-002")
@pytest.mark.parametrize(
    ("medicine", "dose", "timing", "reasons"),
    [
        (BUPROPION, mg(75), TWICE, ["exact-duplicate"]),
        (BUPROPION, Dose(Decimal("0.075"), "g"), TWICE, ["exact-duplicate"]),
        (BUPROPION, mg(76), TWICE, []),
        (BUPROPION, mg(75), DAILY, []),
        (BUPROPION, None, TWICE, []),
        (BUPROPION_XL, mg(75), TWICE, []),
        (SERTRALINE, mg(75), TWICE, []),
    ],
)
def test_only_an_exact_duplicate_is_refused(medicine: Medicine, dose: Dose, timing: Timing, reasons: list[str]) -> None:
    lines = (line(1, "start", "2026-01-01", medicine=BUPROPION, dose=mg(75), timing=TWICE),)
    assert why(check_start(lines, Terms(medicine, dose, timing), effective_at=NOW, at=NOW)) == reasons


def test_a_duplicate_overlaps_in_time_and_stands() -> None:
    terms = Terms(SERTRALINE, mg(50), DAILY)
    assert why(check_start(GOING, terms, effective_at=NOW, at=NOW)) == ["exact-duplicate"]
    assert check_start(HISTORY, terms, effective_at=NOW, at=NOW) == ()
    assert why(check_start(HISTORY, terms, effective_at=moment("2026-04-30"), at=NOW)) == ["exact-duplicate"]
    assert why(check_start(GOING[:2], terms, effective_at=NOW, at=NOW)) == ["duplicate-on-hold"]
    assert check_start(GOING, terms, effective_at=NOW, at=NOW, replacing=[order_id()]) == ()
    unconfirmed = (line(1, "start", "2026-01-01", dose=mg(50), confirmed=False),)
    assert check_start(unconfirmed, terms, effective_at=NOW, at=NOW) == ()
    planned = (line(1, "start", "2026-07-01", recorded="2026-05-01", dose=mg(50)),)
    assert why(check_start(planned, terms, effective_at=NOW, at=NOW)) == ["exact-duplicate"]


def test_an_unknown_medicine_is_a_duplicate_by_its_name() -> None:
    lines = (line(1, "start", "2026-01-01", medicine=UNKNOWN, dose=mg(50)),)
    same = Medicine("calm root", ())
    assert why(check_start(lines, Terms(same, mg(50), DAILY), effective_at=NOW, at=NOW)) == ["exact-duplicate"]


def test_a_change_or_resume_into_a_duplicate_is_refused() -> None:
    other = line(1, "start", "2026-01-01", order="b", dose=mg(100))
    terms = Terms(SERTRALINE, mg(100), DAILY)
    assert why(check_change((*GOING, other), order_id(), terms, effective_at=NOW, at=NOW)) == ["exact-duplicate"]
    twin = line(1, "start", "2026-02-10", order="b", dose=mg(50))
    assert why(check_resume((*GOING[:2], twin), order_id(), effective_at=NOW, at=NOW)) == ["exact-duplicate"]


def test_entered_in_error_once_and_never_back_into_a_duplicate() -> None:
    def of(lines: tuple, sequence: int) -> list[str]:
        wrong = next(one for one in lines if one.sequence == sequence and one.order_id == order_id())
        return why(check_entered_in_error(lines, wrong.revision_id, at=NOW))

    assert [of(HISTORY, n) for n in (1, 2, 3, 4)] == [[], [], [], []]
    twin = line(1, "start", "2026-05-02", order="b", dose=mg(50))
    assert of((*HISTORY, twin), 4) == ["exact-duplicate"]
    assert of((*HISTORY, twin), 2) == []
    marked = line(4, "stop", "2026-05-01", dose=mg(50), error="2026-05-10")
    assert of((*GOING, marked), 4) == ["already-in-error"]
    assert why(check_entered_in_error(HISTORY, order_id("none"), at=NOW)) == ["no-such-line"]


@pytest.mark.hazard("H-002")
def test_the_same_ingredient_is_a_question_with_one_total() -> None:
    lines = (
        line(1, "start", "2026-01-01", order="b", medicine=BUPROPION_XL, dose=mg(150)),
        line(1, "start", "2026-01-01", order="c", medicine=BUPROPION, dose=mg(75), confirmed=False),
        line(1, "start", "2026-07-01", order="d", medicine=BUPROPION, dose=mg(37), recorded="2026-05-01"),
        line(1, "start", "2026-01-01", order="e", dose=mg(50)),
    )
    asked = same_ingredient(lines, Terms(BUPROPION, mg(100), Timing("as-needed", 1)), effective_at=NOW)
    assert asked is not None
    assert {o.order_id for o in asked.existing} == {order_id("b"), order_id("c"), order_id("d")}
    assert [total_in_words(t) for t in asked.totals] == ["150 mg a day, plus up to 100 mg as needed"]


def test_nothing_is_asked_without_a_shared_ingredient() -> None:
    assert same_ingredient(HISTORY, Terms(SERTRALINE, mg(50), DAILY), effective_at=NOW) is None  # stopped
    assert same_ingredient(GOING, Terms(BUPROPION, mg(50), DAILY), effective_at=NOW) is None
    assert same_ingredient(GOING, Terms(SERTRALINE, mg(9), DAILY), effective_at=NOW, replacing={order_id()}) is None


def test_a_combination_shares_its_parts() -> None:
    both = Medicine("naltrexone-bupropion", (Ingredient("42347", "bupropion"), Ingredient("7243", "naltrexone")))
    lines = (line(1, "start", "2026-01-01", medicine=both, dose=mg(8)),)
    asked = same_ingredient(lines, Terms(BUPROPION, mg(75), DAILY), effective_at=NOW)
    assert asked is not None
    assert [t.unknown for t in asked.totals] == ["combination"]
