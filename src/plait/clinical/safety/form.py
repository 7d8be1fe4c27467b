"""Whether a number that holds for one form of a medicine holds for the form at hand.

Sources write "extended release" or "XL", RxNorm's names become "24-hour extended-release oral tablet". Words are
compared after common short forms are spelled out. How a form lets the medicine go (extended, delayed, injection,
patch) must agree exactly, so that a number for tablets is never used for extended-release tablets, nor one for twelve
hours for twenty-four. Source: plait.
"""

from __future__ import annotations

import re
from functools import cache

RELEASES = frozenset({"extended", "delayed", "injection", "transdermal", "nasal", "sublingual"})
SPELLED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("er", "xr", "cr", "la", "controlled"), ("extended",)),
    **dict.fromkeys(("sr", "sustained"), ("extended", "12")),
    "xl": ("extended", "24"),
    "dr": ("delayed",),
    **dict.fromkeys(("injectable", "injector", "syringe", "depot", "lai"), ("injection",)),
    **dict.fromkeys(("patch", "system"), ("transdermal",)),
    "tablets": ("tablet",),
    "capsules": ("capsule",),
}
FILLING = frozenset({"immediate", "release", "form", "forms", "hour", "hr", "prefilled", "oral"})
WORD = re.compile(r"[a-z0-9]+")
ORAL = "oral"


@cache
def form_matches(fact_form: str, form: str) -> bool:
    """Whether a fact's form covers a medicine's. A fact without one covers all, as does an unknown form.

    "Oral" covers everything that is swallowed; "capsule or concentrate" covers either.
    """
    if not fact_form or not form:
        return True
    if fact_form.strip().casefold() == ORAL:
        return ORAL in WORD.findall(form.casefold())
    have = _words(form)
    either = [_words(part) for part in fact_form.split(" or ")]
    return any(wanted <= have and wanted & RELEASES == have & RELEASES for wanted in either)


def _words(form: str) -> frozenset[str]:
    """The telling words of a form."""
    words = WORD.findall(form.casefold())
    return frozenset(spelled for word in words for spelled in SPELLED.get(word, (word,))) - FILLING
