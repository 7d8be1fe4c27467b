"""The arcs: how care usually goes for one kind of trouble, from which a draw unfolds one person's own story.

An arc is TOML (arcs/*.toml; what its keys mean stands in docs/reference/demo.md). Ladders are medicines with the doses
that arcs step through.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from plait.coordination.demo.story import ROOT, StoryError, read

LADDERS = "ladders.toml"
KEYS = frozenset(
    {
        "name",
        "weight",
        "ages",
        "sex",
        "days",
        "team",
        "guardian",
        "partner",
        "helper",
        "conditions",
        "also",
        "both_conditions",
        "episodes",
        "indication",
        "rhythm",
        "visits",
        "missed",
        "evaluation",
        "notes",
        "pregnancy",
        "score",
        "medicine",
        "therapy",
        "report",
        "result",
        "task",
    }
)
Arc = dict[str, Any]


@cache
def ladders() -> dict[str, Any]:
    """Medicines by short name: rxcui, timing and doses from the lowest up."""
    return read(f"arcs/{LADDERS}")


@cache
def arcs() -> tuple[Arc, ...]:
    """Every arc, in the order of the files. ``StoryError`` names a key that nobody reads."""
    names = sorted(entry.name for entry in ROOT.joinpath("arcs").iterdir() if entry.name.endswith(".toml"))
    found = [arc for name in names if name != LADDERS for arc in read(f"arcs/{name}")["arc"]]
    for arc in found:
        unknown = sorted(set(arc) - KEYS)
        if unknown:
            raise StoryError(f"{arc['name']}: an arc has no {', '.join(unknown)}")
    return tuple(found)


def roles(arc: Arc) -> tuple[str, ...]:
    """Who treats: those that the arc names, else a prescriber, and a therapist where there is therapy."""
    return tuple(arc.get("team", ("prescriber", "therapist") if "therapy" in arc else ("prescriber",)))
