"""The questions of a form and the LOINC codes they carry: what is needed to understand answers that name the form.

Source: FHIR R4 Questionnaire.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plait.clinical.coding import LOINC
from plait.coordination.interchange.reading.element import Element
from plait.coordination.interchange.reading.parts import read_codings

DEEPEST_ITEMS = 12


@dataclass(frozen=True, slots=True)
class Form:
    """What answers need of the form that they name."""

    title: str
    codes: Mapping[str, str]
    panel: frozenset[str]


def form_of(element: Element) -> Form:
    """The form's questions by linkId. One that stands twice under another code is left out: it is not certain."""
    codes: dict[str, str] = {}
    doubtful: set[str] = set()
    for link_id, code in _items(element, DEEPEST_ITEMS):
        if codes.setdefault(link_id, code) != code:
            doubtful.add(link_id)
    panel = frozenset(one.code for one in read_codings(element.parts("code")) if one.system == LOINC and one.code)
    title = element.text("title") or element.text("name") or element.text("url")
    return Form(title, {name: code for name, code in codes.items() if name not in doubtful}, panel)


def _items(holder: Element, depth: int) -> Iterator[tuple[str, str]]:
    for item in holder.parts("item"):
        link_id = item.text("linkId")
        loinc = [one.code for one in read_codings(item.parts("code")) if one.system == LOINC and one.code]
        if link_id and len(set(loinc)) == 1:
            yield link_id, loinc[0]
        if depth:
            yield from _items(item, depth - 1)
