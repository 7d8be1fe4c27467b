"""An allergy or intolerance to something that a medicine contains.

An allergy is compared by its RxNorm ingredient, else by its words where they are exactly the name or brand of a
medicine. An allergy to what no code or name tells is listed as not compared: silence would look like safety.
Source: the person's own record (comparison of codes by plait).
"""

from __future__ import annotations

from collections.abc import Iterator

from plait.clinical.coding import RXNORM
from plait.clinical.finding import NotChecked
from plait.clinical.safety.scene import TAKEN, Said, Scene
from plait.clinical.situation import Allergy


def allergies(scene: Scene) -> Iterator[Said]:
    """One finding for each allergy that meets a medicine, one NotChecked for each that could not be compared."""
    for allergy in sorted(scene.situation.allergies, key=lambda a: (a.substance.text.casefold(), a.kind, a.reaction)):
        code = allergy.ingredient or allergy.substance.code(RXNORM)
        words = allergy.substance.text.strip().casefold()
        substances = {scene.substance(code)} if code else _named(scene, words)
        for substance in sorted(substances):
            yield from _met(scene, allergy, substance)
        if not substances and scene.medications:
            yield NotChecked(
                what=scene.gettext("Allergy: {text}").format(text=allergy.substance.text),
                why=scene.gettext("It has no ingredient code, so no medicine could be compared with it."),
                needs=scene.gettext("the substance chosen from the list of medicines"),
            )


def _met(scene: Scene, allergy: Allergy, substance: str) -> Iterator[Said]:
    """The finding where a medicine contains the substance."""
    gettext = scene.gettext
    holders = scene.holders.get(substance, ())
    if not holders:
        return
    name = scene.names[substance]
    certain = any(medication.status in TAKEN for medication in holders)
    allergic = allergy.kind == "allergy"
    what = {
        (True, True): gettext("Allergy to {name}, which is in a medicine of this person."),
        (True, False): gettext("Allergy to {name}, which this person possibly takes."),
        (False, True): gettext("Intolerance of {name}, which is in a medicine of this person."),
        (False, False): gettext("Intolerance of {name}, which this person possibly takes."),
    }[(allergic, certain)]
    recorded = ", ".join(word for word in (allergy.substance.text, allergy.reaction, allergy.severity) if word)
    medicines = "; ".join(scene.described(medication) for medication in holders)
    yield scene.finding(
        "allergy" if allergic else "intolerance",
        "contraindicated" if allergic else "moderate",
        (name,),
        what=what.format(name=name),
        why=gettext("Recorded: {recorded}. Medicines: {medicines}.").format(recorded=recorded, medicines=medicines),
        do=gettext("Ask what happened then; choose another medicine, or record why this one is right."),
    )


def _named(scene: Scene, words: str) -> frozenset[str]:
    """What is contained in a medicine that is called exactly this, by the release or by the person's chart."""
    for known in scene.release.medications.values():
        if known.rxcuis and words in {known.name.casefold(), *map(str.casefold, known.brands)}:
            return frozenset({known.rxcuis[0]})
    for medication in scene.medications:
        if medication.ingredients and words == medication.name.casefold():
            return frozenset(scene.substance(code) for code in medication.ingredients)
    return frozenset()
