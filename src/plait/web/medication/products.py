"""Which forms and strengths of a medicine there are to choose from, as a list for a form."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from plait.clinical.medication.order import Medicine
from plait.knowledge.formulary import formulary
from plait.web.medication.words import first_upper, form_of

FORM_ONLY = "form:"
KEEP = "keep"  # the product as it stands


def product_choices(medicine: Medicine) -> list[Any]:
    """Forms with their strengths, "any strength" first in each; a product that was chosen already stands alone."""
    stands = form_of(medicine)
    kept = [(KEEP, stands)] if stands else []
    code = code_of(medicine)
    found = formulary().products_of(code) if code else ()
    if not found:
        return kept or [(KEEP, gettext("Not stated"))]
    groups: list[Any] = kept or [("", gettext("Choose"))]
    for group in found:
        generic = [p for p in group.products if not p.brand] or list(group.products)
        lines = [(FORM_ONLY + group.form, gettext("%(form)s, any strength") % {"form": group.form})]
        lines += [(p.rxcui, ", ".join(part for part in (group.form, p.strength, p.brand) if part)) for p in generic]
        groups.append((first_upper(group.form), lines))
    return groups


def code_of(medicine: Medicine) -> str:
    """The code of an ingredient or combination, by which its products are found; empty where there is none."""
    known = formulary().knowledge(medicine)
    if known is not None:
        return known.rxcuis[0] if known.rxcuis else known.id
    wanted = {i.rxcui for i in medicine.ingredients}
    orderable = formulary().rxnorm.orderable.items()
    return next((code for code, parts in orderable if wanted and {p.rxcui for p in parts} == wanted), "")


def flat(choices: Any) -> list[tuple[str, str]]:
    """Every choice, groups opened."""
    every: list[tuple[str, str]] = []
    for value, words in choices:
        every.extend(words if isinstance(words, (list, tuple)) else [(value, words)])
    return every
