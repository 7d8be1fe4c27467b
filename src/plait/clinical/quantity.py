"""How much: a dose with its unit, exact, never a binary float.

A ``Dose`` is an amount per administration. What is not a dose (zero, negative, not a number, an unknown unit,
beyond any amount a person takes) is refused with ``NotADose``; a dose that is merely high is a finding elsewhere.
Units are UCUM codes; only units of the same kind are ever added. Source: UCUM (ucum.org).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

LARGEST = Decimal(100_000)
MOST_PLACES = 4

# UCUM code -> (kind, factor to the kind's base unit)
UNITS: dict[str, tuple[str, Decimal]] = {
    "ug": ("mass", Decimal("0.001")),
    "mg": ("mass", Decimal(1)),
    "g": ("mass", Decimal(1000)),
    "mL": ("volume", Decimal(1)),
    "meq": ("equivalent", Decimal(1)),
    "[iU]": ("international unit", Decimal(1)),
    "mg/(24.h)": ("mass a day by patch", Decimal(1)),
    "ug/h": ("mass an hour by patch", Decimal(1)),
    "{tablet}": ("tablet", Decimal(1)),
    "{capsule}": ("capsule", Decimal(1)),
    "{spray}": ("spray", Decimal(1)),
}
SPOKEN = {"ug": "mcg", "[iU]": "units", "mg/(24.h)": "mg/24 h", "ug/h": "mcg/h", "meq": "mEq"}
RATES = frozenset({"mass a day by patch", "mass an hour by patch"})  # a patch gives this all the time it is worn
WRITTEN = {
    "mcg": "ug",
    "µg": "ug",
    "μg": "ug",
    "ml": "mL",
    "mEq": "meq",
    "MG": "mg",
    "IU": "[iU]",
    "mg/24h": "mg/(24.h)",
    "tablet": "{tablet}",
    "capsule": "{capsule}",
    "spray": "{spray}",
}


class NotADose(ValueError):
    """What was given is no dose: the message says why, in words for the person who typed it."""


@dataclass(frozen=True, slots=True)
class Dose:
    """An amount of medicine per administration: ``Dose(Decimal("150"), "mg")``."""

    value: Decimal
    unit: str

    def __post_init__(self) -> None:
        """Refuse what is not a dose."""
        if self.unit not in UNITS:
            raise NotADose(f"{self.unit!r} is not a unit of dose")
        if not self.value.is_finite() or self.value <= 0:
            raise NotADose("a dose is more than zero")
        if self.value > LARGEST:
            raise NotADose(f"{self.value} is beyond any dose")
        exponent = self.value.normalize().as_tuple().exponent
        if isinstance(exponent, int) and exponent < -MOST_PLACES:
            raise NotADose(f"a dose has at most {MOST_PLACES} decimal places")

    @classmethod
    def parse(cls, value: str, unit: str) -> Dose:
        """Read what was typed: "12.5" and "mg". A comma is refused, since it means two things in two countries."""
        unit = WRITTEN.get(unit.strip(), unit.strip())
        if "," in value:
            raise NotADose("write the decimal with a point: 12.5")
        try:
            return cls(Decimal(value.strip()), unit)
        except InvalidOperation as error:
            raise NotADose(f"{value!r} is not a number") from error

    @property
    def kind(self) -> str:
        """What is measured; only doses of one kind can be added."""
        return UNITS[self.unit][0]

    def in_unit(self, unit: str) -> Dose:
        """The same amount in another unit of the same kind. Raises ``NotADose`` across kinds."""
        kind, factor = UNITS[unit]
        if kind != self.kind:
            raise NotADose(f"{SPOKEN.get(self.unit, self.unit)} cannot be turned into {SPOKEN.get(unit, unit)}")
        return Dose(self.value * UNITS[self.unit][1] / factor, unit)

    def times(self, number: Decimal | int) -> Dose:
        """The dose taken that many times."""
        return Dose(self.value * number, self.unit)

    def same_amount(self, other: Dose) -> bool:
        """Whether both are the same amount, in whatever unit: 1 g and 1000 mg are."""
        return self.kind == other.kind and self.value * UNITS[self.unit][1] == other.value * UNITS[other.unit][1]

    def __str__(self) -> str:
        """As written on a chart: "150 mg", "12.5 mg", "2 tablets"; never a trailing zero (ISMP)."""
        unit = SPOKEN.get(self.unit, self.unit)
        if unit.startswith("{"):
            unit = unit.strip("{}") + ("s" if self.value > 1 else "")
        return f"{plain(self.value)} {unit}"


def base_unit(kind: str) -> str:
    """The unit in which amounts of a kind are added: mg for mass."""
    return next(unit for unit, (of_kind, factor) in UNITS.items() if of_kind == kind and factor == 1)


def plain(value: Decimal) -> str:
    """A number as the clinic writes it: no exponent, no trailing zero ("5", "0.5")."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
