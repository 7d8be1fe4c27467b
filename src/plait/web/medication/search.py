"""Finding a medicine among those that exist: no person's record is read for it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plait.knowledge.formulary import Hit, formulary
from plait.web.medication.words import first_upper

LONGEST = 80


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The lines under a search field; each leads to ``?medicine=CODE`` of the page it stands on."""
    return render(request, "medication/found.html", found(request.GET.get("q", "")))


def found(text: str) -> dict[str, Any]:
    """What was typed, and what it found: medicines first, then their products."""
    text = text.strip()[:LONGEST]
    hits = formulary().search(text) if text else ()
    return {
        "q": text,
        "medicines": [_line(hit) for hit in hits if hit.product is None],
        "products": [_line(hit) for hit in hits if hit.product is not None],
        "count": len(hits),
    }


def _line(hit: Hit) -> dict[str, Any]:
    medicine = hit.medicine
    product = [part for part in (medicine.strength, medicine.form) if part]
    return {
        "code": hit.rxcui,
        "name": first_upper(medicine.name if hit.product is None or medicine.ingredients else hit.name),
        "more": ", ".join(product if hit.product else ()),
        "brands": ", ".join(hit.brands),
        "known": hit.known,
    }
