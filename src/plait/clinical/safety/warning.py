"""What the label warns of in its box, to discuss before deciding, and medicines of which nothing is known.

A warning is shown whether or not it was checked against its source: the finding's mark says so.
Source: each fact's own.
"""

from __future__ import annotations

from collections.abc import Iterator

from plait.clinical.finding import NotChecked
from plait.clinical.release import MedicationKnowledge
from plait.clinical.safety.scene import Said, Scene
from plait.clinical.situation import Medication


def boxed_warnings(scene: Scene) -> Iterator[Said]:
    """One finding for each boxed warning of each medicine, to inform."""
    for known in sorted(_medicines(scene), key=lambda medicine: medicine.id):
        for number, fact in enumerate(known.about("boxed"), start=1):
            yield scene.finding(
                "boxed-warning",
                "info",
                (known.name,),
                what=scene.gettext("Boxed warning of {name}.").format(name=known.name),
                why=fact.says,
                do=scene.gettext("Discuss it with the person."),
                rule=f"{known.id}.boxed.{number}",
                fact=fact,
            )


def unknown_medicines(scene: Scene) -> Iterator[Said]:
    """A finding and a NotChecked for each medicine without ingredients, or with one that the release does not know."""
    for medication in scene.medications:
        if not medication.ingredients:
            yield from _unknown(scene, medication)
    for substance, name in sorted(scene.names.items(), key=lambda pair: (pair[1].casefold(), pair[0])):
        if substance not in scene.known and not _in_known_combination(scene, substance):
            yield from _without_facts(scene, name)


def _unknown(scene: Scene, medication: Medication) -> Iterator[Said]:
    """A medicine whose ingredients nobody named."""
    gettext = scene.gettext
    why = gettext("{name} has no known ingredient: nothing about it could be compared.").format(name=medication.name)
    needs = gettext("its ingredients, chosen from the list of medicines")
    yield scene.finding(
        "unknown-medicine",
        "moderate",
        (medication.name,),
        what=gettext("{name} is not a known medicine.").format(name=medication.name),
        why=why,
        do=gettext("Find out what it contains."),
    )
    yield NotChecked(gettext("All checks of {name}").format(name=medication.name), why, needs)


def _without_facts(scene: Scene, name: str) -> Iterator[Said]:
    """An ingredient that is named, but of which the release says nothing."""
    gettext = scene.gettext
    why = gettext("This release holds no facts about {name}: neither its dose nor its warnings.").format(name=name)
    yield scene.finding(
        "unknown-facts",
        "info",
        (name,),
        what=gettext("Nothing is known here about {name}.").format(name=name),
        why=why,
        do=gettext("Read its label."),
    )
    yield NotChecked(
        gettext("Dose and warnings of {name}").format(name=name), why, gettext("facts about it, with their sources")
    )


def _medicines(scene: Scene) -> list[MedicationKnowledge]:
    """What is known of each single ingredient and of each fixed combination that is taken."""
    found = {known.id: known for substance in scene.holders if (known := scene.known.get(substance))}
    for medication in scene.medications:
        combined = scene.combination(medication)
        if combined is not None:
            found[combined.id] = combined
    return list(found.values())


def _in_known_combination(scene: Scene, substance: str) -> bool:
    """Whether every medicine with the substance is a fixed combination that the release knows."""
    return all(scene.combination(medication) is not None for medication in scene.holders[substance])
