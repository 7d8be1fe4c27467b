"""One daily total of an ingredient over all its orders."""

from __future__ import annotations

from decimal import Decimal

import pytest

from plait.clinical.medication.daily_total import Part, add_up, daily_totals
from plait.clinical.medication.order import Ingredient, Medicine
from plait.clinical.medication.regimen import current_orders
from plait.clinical.medication.timing import Timing
from plait.clinical.quantity import Dose

from .histories import BUPROPION, BUPROPION_XL, DAILY, TWICE, line, mg, moment, order_id

X = Ingredient("1", "x")


def total(*parts: tuple[Dose | None, Timing | None]):
    return add_up(X, [Part(str(n), dose, timing) for n, (dose, timing) in enumerate(parts)])


def test_immediate_beside_extended_release_is_one_total() -> None:
    lines = (
        line(1, "start", "2026-01-01", order="a", medicine=BUPROPION_XL, dose=mg(300)),
        line(1, "start", "2026-01-01", order="b", medicine=BUPROPION, dose=mg(75), timing=TWICE),
        line(1, "start", "2026-01-01", order="c", medicine=BUPROPION, dose=mg(75), confirmed=False),
        line(1, "start", "2026-01-01", order="d", medicine=BUPROPION, dose=mg(10)),
        line(2, "hold", "2026-02-01", order="d", medicine=BUPROPION, dose=mg(10)),
    )
    (found,) = daily_totals(current_orders(lines, at=moment("2026-03-01")))
    assert found.regular == mg(450)
    assert set(found.counted) == {str(order_id("a")), str(order_id("b"))}
    assert set(found.left_out) == {str(order_id("c")), str(order_id("d"))}


@pytest.mark.hazard("H-012")
def test_only_unconfirmed_orders_have_nothing_counted() -> None:
    lines = (line(1, "start", "2026-01-01", dose=mg(75), confirmed=False),)
    (found,) = daily_totals(current_orders(lines, at=moment("2026-03-01")))
    assert (found.regular, found.unknown, found.counted) == (None, "", ())


def test_one_ingredient_however_the_chart_spells_it() -> None:
    other = Medicine("Bupropion", (Ingredient("42347", "Bupropion"),))
    lines = (
        line(1, "start", "2026-01-01", order="a", medicine=BUPROPION, dose=mg(100)),
        line(1, "start", "2026-01-01", order="b", medicine=other, dose=mg(50)),
    )
    (found,) = daily_totals(current_orders(lines, at=moment("2026-03-01")))
    assert found.regular == mg(150)


@pytest.mark.parametrize(
    ("parts", "regular", "as_needed", "averaged"),
    [
        ([(mg(150), DAILY)], mg(150), None, False),
        ([(mg(150), DAILY), (mg(25), Timing("as-needed", 2))], mg(150), mg(50), False),
        ([(mg(20), Timing("interval-days", 1, 2))], mg(10), None, True),
        ([(mg(10), Timing("interval-days", 1, 3))] * 3, mg(10), None, True),
        ([(mg(7), Timing("interval-weeks", 1, 2))], mg("0.5"), None, True),
        ([(Dose(Decimal(1), "g"), DAILY), (mg(500), DAILY)], mg(1500), None, False),
        ([(Dose(Decimal(25), "ug"), DAILY)], Dose(Decimal(25), "ug"), None, False),
        (
            [(Dose(Decimal("0.1"), "mg/(24.h)"), Timing("interval-weeks"))],
            Dose(Decimal("0.1"), "mg/(24.h)"),
            None,
            False,
        ),
        ([(mg(1), Timing("interval-days", 1, 400))] * 1, mg("0.0025"), None, True),
        ([(mg("0.0001"), Timing("interval-weeks", 1, 400))], mg("0.0001"), None, True),
        ([(mg(5), Timing("once")), (mg(3), DAILY)], mg(3), None, False),
    ],
)
def test_totals(parts: list, regular: Dose, as_needed: Dose | None, averaged: bool) -> None:  # noqa: FBT001
    found = total(*parts)
    assert (found.regular, found.as_needed, found.averaged, found.unknown) == (regular, as_needed, averaged, "")


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ([Part("a", None, DAILY), Part("b", mg(5), DAILY)], "dose-not-stated"),
        ([Part("a", mg(5), None)], "timing-not-stated"),
        ([Part("a", mg(5), DAILY), Part("b", Dose(Decimal(1), "{tablet}"), DAILY)], "units-differ"),
        ([Part("a", mg(5), DAILY), Part("b", Dose(Decimal(6), "mg/(24.h)"), DAILY)], "units-differ"),
        ([Part("a", mg(5), DAILY, ingredients=2)], "combination"),
        ([Part("a", mg(100_000), TWICE)], "beyond-any-dose"),
    ],
)
def test_no_total_where_it_would_mislead(parts: list[Part], why: str) -> None:
    found = add_up(X, parts)
    assert (found.unknown, found.regular, found.as_needed, found.most) == (why, None, None, None)


def test_the_most_on_a_day_is_regular_and_as_needed() -> None:
    assert total((mg(150), DAILY), (mg(25), Timing("as-needed", 2))).most == mg(200)
    assert total().most is None
