"""What could harm this person: one answer about a situation, from one knowledge release.

Looks for the same ingredient twice, an allergy to an ingredient, a daily total above the largest checked dose, boxed
warnings to discuss, and medicines of which nothing is known. Interactions between medicines are NOT looked at here
yet, and the answer says so whenever there is a medicine: an empty answer never means safe.

The same situation and release give the same answer in the same order: the graver first. Only what is contraindicated
interrupts. Errors: none. Source: each finding names its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from plait.clinical.finding import SEVERITIES, Answer, Finding, NotChecked
from plait.clinical.language import Translate, untranslated
from plait.clinical.release import Release
from plait.clinical.safety.allergy import allergies
from plait.clinical.safety.dose_range import dose_ranges
from plait.clinical.safety.duplicate import duplicates
from plait.clinical.safety.scene import Said, Scene
from plait.clinical.safety.warning import boxed_warnings, unknown_medicines
from plait.clinical.situation import Situation

CHECKS = (duplicates, allergies, dose_ranges, boxed_warnings, unknown_medicines)


def check(situation: Situation, release: Release, *, gettext: Translate = untranslated) -> Answer:
    """Every finding about the medicines that are taken, possibly taken or proposed, and what was not checked."""
    scene = Scene.of(situation, release, gettext)
    said = [one for check_one in (*CHECKS, _always) for one in check_one(scene)]
    findings = dict.fromkeys(one for one in said if isinstance(one, Finding))
    not_checked = dict.fromkeys(one for one in said if isinstance(one, NotChecked))
    return Answer(
        tuple(sorted(findings, key=lambda f: (SEVERITIES.index(f.severity), f.kind, f.medications, f.rule, f.why))),
        tuple(sorted(not_checked, key=lambda n: (n.what, n.why))),
    )


def _always(scene: Scene) -> Iterator[Said]:
    """What this release cannot look at, whatever the medicine."""
    if not scene.medications:
        return
    gettext = scene.gettext
    yield NotChecked(
        gettext("Interactions"),
        gettext("Interactions between medicines, and with alcohol and food, were not checked."),
        gettext("rules about interactions, which this release does not hold"),
    )
    yield NotChecked(
        gettext("Conditions"),
        gettext("Conditions, pregnancy, kidneys, liver and genes were not compared with the medicines."),
        gettext("rules about contraindications, which this release does not hold"),
    )
    if scene.situation.person.birth_date is None:
        yield NotChecked(
            gettext("Age"),
            gettext("The birth date is not known: doses were compared with the ranges for adults."),
            gettext("the birth date"),
        )
