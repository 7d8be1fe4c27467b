"""What is a dose, and how it is written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from plait.clinical.quantity import UNITS, Dose, NotADose, base_unit, plain


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        ("150", "mg", "150 mg"),
        ("12.50", "mg", "12.5 mg"),
        (" 0.5 ", "MG", "0.5 mg"),
        ("25", "mcg", "25 mcg"),
        ("1", "tablet", "1 tablet"),
        ("2", "tablet", "2 tablets"),
        ("0.5", "tablet", "0.5 tablet"),
        ("1E+2", "mg", "100 mg"),
        ("6", "mg/24h", "6 mg/24 h"),
        ("400", "IU", "400 units"),
        ("100000", "mg", "100000 mg"),
        ("0.0001", "mg", "0.0001 mg"),
    ],
)
def test_what_is_a_dose(value: str, unit: str, written: str) -> None:
    assert str(Dose.parse(value, unit)) == written


@pytest.mark.hazard("H-026")
@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("0", "mg"),
        ("-5", "mg"),
        ("", "mg"),
        ("a lot", "mg"),
        ("12,5", "mg"),
        ("1,000", "mg"),
        ("NaN", "mg"),
        ("Infinity", "mg"),
        ("sNaN", "mg"),
        ("100000.1", "mg"),
        ("0.00001", "mg"),
        ("5", "drops"),
        ("5", ""),
    ],
)
def test_what_is_no_dose_is_refused(value: str, unit: str) -> None:
    with pytest.raises(NotADose):
        Dose.parse(value, unit)


def test_only_one_kind_is_compared_and_converted() -> None:
    assert Dose(Decimal(1), "g").in_unit("mg") == Dose(Decimal(1000), "mg")
    assert Dose(Decimal(1), "g").same_amount(Dose(Decimal("1000.0"), "mg"))
    assert not Dose(Decimal(1), "mg").same_amount(Dose(Decimal(1), "mL"))
    with pytest.raises(NotADose):
        Dose(Decimal(1), "{tablet}").in_unit("mg")


def test_every_kind_has_one_base_unit() -> None:
    for kind in {kind for kind, _factor in UNITS.values()}:
        assert UNITS[base_unit(kind)] == (kind, Decimal(1))


def test_numbers_are_plain() -> None:
    assert [plain(Decimal(text)) for text in ("5.00", "1E+3", "0.50", "100")] == ["5", "1000", "0.5", "100"]
