"""The same ingredient twice: in two orders, or in an order and what a person reports or another record says.

Immediate beside extended release is normal, so different forms only inform. Source: plait (comparison of codes).
"""

from __future__ import annotations

from collections.abc import Iterator

from plait.clinical.finding import Severity
from plait.clinical.safety.scene import TAKEN, Said, Scene


def duplicates(scene: Scene) -> Iterator[Said]:
    """One finding for each ingredient that stands in more than one medicine."""
    gettext = scene.gettext
    for substance, holders in scene.holders.items():
        if len(holders) < 2:
            continue
        certain = all(medication.status in TAKEN for medication in holders)
        forms_differ = len({medication.form for medication in holders}) == len(holders)
        severity: Severity = "info" if certain and forms_differ else "moderate"
        what = gettext("{name} stands in {number} medicines.") if certain else gettext("{name} may be taken twice.")
        yield scene.finding(
            "duplicate",
            severity,
            (scene.names[substance],),
            what=what.format(name=scene.names[substance], number=len(holders)),
            why="; ".join(scene.described(medication) for medication in holders) + ".",
            do=gettext("Ask what is really taken; keep them as one regimen, or stop one."),
        )
