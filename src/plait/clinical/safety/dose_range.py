"""A daily total above the largest dose that a checked source gives.

The total is over all orders of the ingredient, what is as needed at its most. It is held against the largest checked
``max`` a day for the person's age and for the form; equal is not above. A number that is not checked judges nothing:
then the answer says that there was no checked range. Above is a finding, never a refusal. Source: each fact's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from plait.clinical.finding import Finding, NotChecked
from plait.clinical.medication.daily_total import DailyTotal, Part, add_up
from plait.clinical.medication.order import Ingredient
from plait.clinical.medication.words import amount_in_words, total_in_words
from plait.clinical.quantity import RATES, UNITS, Dose
from plait.clinical.release import Fact, MedicationKnowledge
from plait.clinical.safety.form import form_matches
from plait.clinical.safety.population import ADULT_FROM, ELDERLY_FROM, ages, some_adults
from plait.clinical.safety.scene import TAKEN, Said, Scene
from plait.clinical.situation import Medication


@dataclass(frozen=True, slots=True)
class Limit:
    """The largest checked dose a day, with the fact that says so, and an unchecked one that says more."""

    dose: Dose
    fact: Fact
    unchecked: Fact | None = None


def dose_ranges(scene: Scene) -> Iterator[Said]:
    """For each ingredient that the release knows: a finding, a reason why nothing was judged, or neither."""
    for substance, holding in scene.holders.items():
        known = scene.known.get(substance)
        holders = [m for m in holding if m.status in TAKEN or m.status == "unconfirmed"]
        if known is not None and holders:
            yield from _about(scene, substance, known, holders)


def _about(scene: Scene, substance: str, known: MedicationKnowledge, holders: list[Medication]) -> Iterator[Said]:
    """All forms together where every form has a limit, else each form that has one."""
    facts = applicable(known, scene.age)
    conditional = [fact for fact in known.about("max") if _is_limit(fact) and some_adults(fact.population)]
    forms = sorted({medication.form for medication in holders})
    limits = {form: limit_for(facts, form, conditional) for form in forms}
    found = [limit for limit in limits.values() if limit is not None]
    if len(found) < len(limits):
        yield _no_checked_range(scene, known)
    groups = [([m for m in holders if m.form == form], limit) for form, limit in limits.items() if limit is not None]
    if len(groups) > 1 and len(found) == len(limits):
        groups.insert(0, (holders, max(found, key=lambda limit: _amount(limit.fact))))
    said: list[Said] = []
    for medications, limit in groups:
        said.extend(_judged(scene, Ingredient(substance, known.name), medications, limit))
    yield from [one for one in said if isinstance(one, Finding)][:1]
    yield from dict.fromkeys(one for one in said if isinstance(one, NotChecked))


def applicable(known: MedicationKnowledge, age: tuple[int, int] | None) -> tuple[Fact, ...]:
    """The ``max`` facts for the person's age. A number for the elderly goes before one for all adults.

    An unknown age is taken as adult, which check.py says among what could not be checked; somebody who is or may be
    under 18 is never held against a number for adults.
    """
    youngest, oldest = age or (ADULT_FROM, ELDERLY_FROM - 1)
    covering = []
    for fact in known.about("max"):
        covered = ages(fact.population)
        if _is_limit(fact) and covered is not None and covered[0] <= youngest and oldest <= covered[1]:
            covering.append((covered[0], fact))
    later = [fact for since, fact in covering if since > ADULT_FROM]
    return tuple(later or [fact for _since, fact in covering])


def limit_for(facts: Sequence[Fact], form: str, under_conditions: Sequence[Fact] = ()) -> Limit | None:
    """The largest checked number for a form; one that names the form goes before one for all forms.

    ``under_conditions`` ("adults taking an enzyme inducer") may raise it, but is never the only one.
    """
    matching = [fact for fact in facts if form_matches(fact.form, form)]
    if form:
        matching = [fact for fact in matching if fact.form] or matching
    largest = max((fact for fact in matching if fact.checked), key=_amount, default=None)
    if largest is None:
        return None
    raising = [fact for fact in under_conditions if fact.checked and form_matches(fact.form, form)]
    largest = max([largest, *raising], key=_amount)
    unchecked = max((fact for fact in matching if not fact.checked), key=_amount, default=None)
    more = unchecked if unchecked is not None and _amount(unchecked) > _amount(largest) else None
    return Limit(Dose(largest.high or Decimal(0), largest.unit), largest, more)


def _is_limit(fact: Fact) -> bool:
    """Whether it is a number that a daily total can be held against; a patch's is what it gives while it is worn."""
    usable = fact.high is not None and fact.high > 0 and fact.unit in UNITS
    return usable and (fact.per == "day" or UNITS[fact.unit][0] in RATES)


def _amount(fact: Fact) -> tuple[str, Decimal]:
    """The number in its kind's base unit, for choosing the larger of two of one kind."""
    kind, factor = UNITS[fact.unit]
    return (kind, (fact.high or Decimal(0)) * factor)


def _judged(scene: Scene, ingredient: Ingredient, medications: list[Medication], limit: Limit) -> Iterator[Said]:
    """What the total says against the limit: for certain, only with what is possibly taken, or not at all."""
    certain = [medication for medication in medications if medication.status in TAKEN]
    sure = _total(ingredient, certain)
    most = sure if len(certain) == len(medications) else _total(ingredient, medications)
    if _above(sure, limit):
        yield _finding(scene, ingredient, sure, limit, certain=True)
    elif _above(most, limit):
        yield _finding(scene, ingredient, most, limit, certain=False)
    elif most.unknown or (most.most is not None and most.most.kind != limit.dose.kind):
        yield NotChecked(
            what=scene.gettext("Daily dose of {name}").format(name=ingredient.name),
            why=total_in_words(most, scene.gettext),
            needs=scene.gettext("dose and timing of every order, in the kind of unit that the source uses"),
        )
    elif most.averaged and _on_one_day(medications) > _in_base(limit.dose):
        yield NotChecked(
            what=scene.gettext("Daily dose of {name}").format(name=ingredient.name),
            why=scene.gettext("It is not taken every day: a largest dose a day says little about a single one."),
            needs=scene.gettext("a largest dose for taking it on some days only"),
        )


def _total(ingredient: Ingredient, medications: list[Medication]) -> DailyTotal:
    """The daily total of some medicines of a situation."""
    numbered = enumerate(medications)
    return add_up(ingredient, [Part(f"{n:04d}", m.dose, m.timing, len(m.ingredients)) for n, m in numbered])


def _on_one_day(medications: list[Medication]) -> Decimal:
    """All that can fall on one day, when what is taken at intervals falls together, in the kind's base unit."""
    taken = [(m.dose, m.timing) for m in medications if m.dose is not None and m.timing is not None]
    return sum((_in_base(dose) * timing.count for dose, timing in taken if timing.kind != "once"), Decimal(0))


def _above(total: DailyTotal, limit: Limit) -> bool:
    """Whether the total is known, comparable and above."""
    if total.unknown == "beyond-any-dose":
        return True
    most = total.most
    return most is not None and most.kind == limit.dose.kind and _in_base(most) > _in_base(limit.dose)


def _in_base(dose: Dose) -> Decimal:
    """The number in its kind's base unit."""
    return dose.value * UNITS[dose.unit][1]


def _finding(scene: Scene, ingredient: Ingredient, total: DailyTotal, limit: Limit, *, certain: bool) -> Finding:
    """The finding, with both numbers."""
    gettext = scene.gettext
    what = gettext("{name}: more than the largest daily dose in the source.")
    doubt = gettext("{name}: more than the largest daily dose in the source, if what is not confirmed is taken.")
    why = gettext("Total {total}; the source says {says}, for {population}: {limit} a day.")
    fact, unchecked = limit.fact, limit.unchecked
    aside = gettext(" A source that is not checked says “{words}”").format(words=unchecked.says) if unchecked else ""
    return scene.finding(
        "dose-above-range",
        "major" if certain else "moderate",
        (ingredient.name,),
        what=(what if certain else doubt).format(name=ingredient.name),
        why=why.format(
            total=total_in_words(total, gettext),
            says=gettext("“{words}”").format(words=fact.says),
            population=", ".join(word for word in (fact.population, fact.indication, fact.form) if word),
            limit=amount_in_words(limit.dose, gettext),
        )
        + aside,
        do=gettext("Check the dose; lower it, or record why this one is right for this person."),
        fact=fact,
    )


def _no_checked_range(scene: Scene, known: MedicationKnowledge) -> NotChecked:
    """Nothing to hold the dose against."""
    gettext = scene.gettext
    if scene.age is not None and scene.age[0] < ADULT_FROM:
        why = gettext("No checked paediatric range of {name} stands in this release.")
    else:
        why = gettext("No checked range of {name} stands in this release for this form and age.")
    return NotChecked(
        what=gettext("Daily dose of {name}").format(name=known.name),
        why=why.format(name=known.name),
        needs=gettext("a largest dose a day that was read in a label or guideline"),
    )
