"""What the checks look at: the medicines that are or may be taken, with what is known of each ingredient.

A stopped medicine is not looked at. An order and its proposed next form (same ``key``) are one medicine: the proposed
form. What is unconfirmed or on hold is possibly taken: every finding about it says so, totals leave it apart.
Salts that the knowledge release knows as one medicine (lithium carbonate, lithium citrate) count as one ingredient.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plait.clinical.finding import CHECKED, Finding, Mark, NotChecked, Severity
from plait.clinical.language import Translate
from plait.clinical.medication.words import dose_in_words
from plait.clinical.release import Fact, MedicationKnowledge, Release
from plait.clinical.safety.population import age_range
from plait.clinical.situation import Medication, Situation

PLAIT = "plait"  # the source of a rule of arithmetic or comparison
TAKEN = frozenset({"active", "proposed"})
Said = Finding | NotChecked


@dataclass(frozen=True, slots=True)
class Scene:
    """A situation prepared for the checks. A *substance* is the code that an ingredient counts as."""

    situation: Situation
    release: Release
    medications: tuple[Medication, ...]
    known: Mapping[str, MedicationKnowledge]  # by RxNorm ingredient code
    holders: Mapping[str, tuple[Medication, ...]]  # by substance, in order of name: the medicines that contain it
    names: Mapping[str, str]  # by substance
    age: tuple[int, int] | None  # youngest and oldest possible; None: birth date unknown
    gettext: Translate

    @classmethod
    def of(cls, situation: Situation, release: Release, gettext: Translate) -> Scene:
        """Prepare a situation; the order in which medicines are listed does not matter."""
        medications = _looked_at(situation.medications)
        codes = {code for medication in medications for code in medication.ingredients}
        codes |= {allergy.ingredient for allergy in situation.allergies if allergy.ingredient}
        known = {
            code: medicine
            for medicine in release.medications.values()
            if not codes.isdisjoint(medicine.rxcuis)
            for code in medicine.rxcuis
        }
        holders: dict[str, list[Medication]] = {}
        for medication in medications:
            for substance in {_counts_as(code, known) for code in medication.ingredients}:
                holders.setdefault(substance, []).append(medication)
        names = {substance: _name(substance, known, holding) for substance, holding in holders.items()}
        order = sorted(names, key=lambda substance: (names[substance].casefold(), substance))
        age = age_range(situation.person.birth_date, situation.as_of)
        by_name = {substance: tuple(holders[substance]) for substance in order}
        return cls(situation, release, medications, known, by_name, names, age, gettext)

    def substance(self, code: str) -> str:
        """The code that an ingredient counts as: salts of one medicine are one substance."""
        return _counts_as(code, self.known)

    def combination(self, medication: Medication) -> MedicationKnowledge | None:
        """What the release knows of the fixed combination that a medicine is."""
        several = len(medication.ingredients) > 1
        return self.release.medication_of(medication.ingredients) if several else None

    def finding(
        self,
        kind: str,
        severity: Severity,
        medications: tuple[str, ...],
        *,
        what: str,
        why: str,
        do: str,
        rule: str = "",
        fact: Fact | None = None,
    ) -> Finding:
        """A finding of this release. A fact brings its source and mark; without one it is a rule of comparison."""
        source = fact.citations[0].source if fact is not None and fact.citations else PLAIT
        mark: Mark = fact.mark if fact is not None else "verified"
        return Finding(
            kind=kind,
            severity=severity,
            medications=tuple(sorted(medications)),
            what=what,
            why=why if mark in CHECKED else f"{why} {self.gettext('Not yet checked against a source.')}",
            do=do,
            rule=rule or f"plait.{kind}",
            source=source,
            mark=mark,
            version=self.release.version,
            interrupts=severity == "contraindicated",
        )

    def described(self, medication: Medication) -> str:
        """A medicine with its dose in words, and whether it is taken for certain."""
        gettext = self.gettext
        how = dose_in_words(medication.dose, medication.timing, gettext)
        doubt = {
            "unconfirmed": gettext("not confirmed, possibly taken"),
            "on-hold": gettext("on hold"),
            "proposed": gettext("proposed"),
        }.get(medication.status)
        return f"{medication.name} {how}" + (f" ({doubt})" if doubt else "")


def _looked_at(medications: tuple[Medication, ...]) -> tuple[Medication, ...]:
    """All but the stopped, an order once, in an order that does not depend on how they were listed."""
    by_key: dict[str, Medication] = {}
    single: list[Medication] = []
    for medication in medications:
        if medication.status == "stopped":
            continue
        if not medication.key:
            single.append(medication)
        elif medication.key not in by_key or medication.status == "proposed":
            by_key[medication.key] = medication
    return tuple(sorted([*by_key.values(), *single], key=_place))


def _place(medication: Medication) -> tuple[str, ...]:
    """Where a medicine stands among the others."""
    return (
        medication.name.casefold(),
        medication.key,
        medication.status,
        medication.form,
        dose_in_words(medication.dose, medication.timing),
    )


def _counts_as(code: str, known: Mapping[str, MedicationKnowledge]) -> str:
    """The first code of the medicine that the release knows by this one, else the code itself."""
    medicine = known.get(code)
    return medicine.rxcuis[0] if medicine is not None else code


def _name(substance: str, known: Mapping[str, MedicationKnowledge], holders: list[Medication]) -> str:
    """What a substance is called: by the release, else as the chart calls the medicine that is only that."""
    medicine = known.get(substance)
    if medicine is not None:
        return medicine.name
    alone = [medication.name for medication in holders if len(medication.ingredients) == 1]
    return min(alone or [medication.name for medication in holders], key=str.casefold)
