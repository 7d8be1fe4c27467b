"""Whether a number that holds for one form of a medicine holds for the form at hand.

Sources write "extended release" or "XL", RxNorm writes "12 HR extended release oral tablet". Words are compared after
common short forms are spelled out; how a form lets the medicine go (extended, delayed, injection, patch) must agree
exactly, so that a number for tablets is never used for extended-release tablets. Source: plait.
"""

from __future__ import annotations

import re
from functools import cache

RELEASES = frozenset({"extended", "delayed", "injection", "transdermal", "nasal", "sublingual"})
SPELLED = {
    **dict.fromkeys(("er", "xr", "xl", "sr", "cr", "la"), "extended"),
    "dr": "delayed",
    **dict.fromkeys(("injectable", "syringe", "depot", "lai"), "injection"),
    **dict.fromkeys(("patch", "system"), "transdermal"),
    "tablets": "tablet",
    "capsules": "capsule",
}
FILLING = frozenset({"immediate", "release", "oral", "form", "forms", "long", "acting", "prefilled", "and", "or"})
WORD = re.compile(r"[a-z0-9]+")


def form_matches(fact_form: str, form: str) -> bool:
    """Whether a fact's form covers a medicine's. A fact without one covers all, as does an unknown form."""
    if not fact_form or not form:
        return True
    wanted, have = _words(fact_form), _words(form)
    return wanted <= have and wanted & RELEASES == have & RELEASES


@cache
def _words(form: str) -> frozenset[str]:
    """The telling words of a form."""
    return frozenset(SPELLED.get(word, word) for word in WORD.findall(form.casefold())) - FILLING
