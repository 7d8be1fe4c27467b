"""What an RxNorm product name says: how much of what, and in which form.

RxNorm writes generic products by one pattern: an optional quantity ("24 HR", "1.5 ML"), ingredients each with its
strength, joined by " / ", then the dose form; a brand stands in brackets at the end. The quantity in hours, the
release and the route all belong to the form: two products are the same form only if the whole form is the same.
A strength in MG/ML is a concentration. Source: RxNorm technical documentation, NLM.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from plait.clinical.quantity import plain

BRAND = re.compile(r" \[([^\[\]]+)\]$")
KINDS = (
    r"Sensor|Sprinkle|Osmotic|Modified|Biphasic|Matrix Delivery|Smoking Cessation|Abuse-Deterrent|BX Rating|"
    r"Evening Dosing|\d+/\d+ Release|\d+-Bead"
)
LEAD = re.compile(rf"^(?:(?P<kind>{KINDS})|(?P<amount>\d[\d.]*) (?P<of>ML|HR|ACTUAT|DAY)) ")
STRENGTH = re.compile(
    r"^(?P<name>.+) (?P<value>\d[\d.]*) (?P<unit>[A-Za-z%]+(?:-[A-Z]+)?(?:/[A-Za-z]+)?)(?: (?P<form>.+))?$"
)
UNITS = {
    "MG": "mg",
    "MG/ML": "mg/mL",
    "MG/HR": "mg/h",
    "MG/ACTUAT": "mg/actuation",
    "MG/MG": "mg/mg",
    "MEQ": "mEq",
    "MEQ/ML": "mEq/mL",
    "UNT": "units",
    "UNT/ML": "units/mL",
}
RELEASES = {"extended release": "extended-release", "delayed release": "delayed-release"}


@dataclass(frozen=True, slots=True)
class Component:
    """One ingredient of a product as the name writes it, with its strength (``mg``, ``mg/mL``, ``mg/h``)."""

    name: str
    value: Decimal
    unit: str

    def __str__(self) -> str:
        """As written on a chart: "50 mg"."""
        return f"{plain(self.value)} {self.unit}"


@dataclass(frozen=True, slots=True)
class ProductName:
    """A product name taken apart; ``components`` is empty where the name does not follow the pattern."""

    components: tuple[Component, ...]
    form: str  # "oral tablet", "24-hour extended-release oral capsule"
    brand: str = ""
    volume: Decimal | None = None  # mL in one unit of the product, where the name says it

    @property
    def strength(self) -> str:
        """In words: "50 mg", "20 mg/mL", "234 mg (1.5 mL of 156 mg/mL)", "37.5 mg / 3 mg"."""
        if not self.components:
            return ""
        total = self._amphetamine_total()
        if total is not None:
            return total
        if self.volume is not None and len(self.components) == 1 and self.components[0].unit == "mg/mL":
            only = self.components[0]
            return f"{plain(only.value * self.volume)} mg ({plain(self.volume)} mL of {only})"
        return " / ".join(str(component) for component in self.components)

    @property
    def size(self) -> Decimal:
        """A number to sort products of one form by; it has no clinical meaning."""
        return sum((component.value for component in self.components), Decimal(0)) * (self.volume or 1)

    def _amphetamine_total(self) -> str | None:
        """Mixed amphetamine salts are four salts of one moiety, labelled and ordered by their sum."""
        if len(self.components) < 2 or any("amphetamine " not in c.name or c.unit != "mg" for c in self.components):
            return None
        return f"{plain(self.size)} mg"


def parse(name: str) -> ProductName:
    """Take a product name apart. A name that does not follow the pattern comes back whole as the form."""
    brand = BRAND.search(name)
    rest = BRAND.sub("", name)
    lead, volume = [], None
    while found := LEAD.match(rest):
        rest = rest[found.end() :]
        if found["of"] == "ML":
            volume = Decimal(found["amount"])
        elif found["of"] in {"HR", "DAY"}:
            lead.append(f"{found['amount']}-{'hour' if found['of'] == 'HR' else 'day'}")
        elif found["of"] is None:
            lead.append(found["kind"].lower().replace(" ", "-"))
    components, form = _components(rest)
    return ProductName(
        components=components,
        form=" ".join([*lead, _form(form)]),
        brand=brand[1] if brand else "",
        volume=volume,
    )


def _components(text: str) -> tuple[tuple[Component, ...], str]:
    made = []
    form = ""
    for part in text.split(" / "):
        found = STRENGTH.match(part)
        if not found:
            return (), text
        made.append(Component(found["name"], Decimal(found["value"]), UNITS.get(found["unit"], found["unit"])))
        form = found["form"] or ""
    return (tuple(made), form) if form else ((), text)


def _form(text: str) -> str:
    lowered = text.lower()
    for spoken, written in RELEASES.items():
        lowered = lowered.replace(spoken, written)
    return lowered
