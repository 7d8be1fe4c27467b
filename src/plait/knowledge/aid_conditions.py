"""Conditions on answers as they are written in the files of the decision aid, turned into clauses.

"bothers=low-mood|worry & not age=under-18": all parts of a line hold, and a list of lines is a list of alternatives.
``page=*``: answered at all. ``page==code``: this and no other. ``page>=2``: so many chosen (an instrument: its total).
"""

from __future__ import annotations

from collections.abc import Iterable

from plait.clinical.intake.aid import Clause, When


def when(lines: Iterable[str]) -> When:
    """The clauses of all lines. Raises ``ValueError`` for what is no condition."""
    return tuple(tuple(_clause(part.strip()) for part in line.split("&")) for line in lines)


def _clause(text: str) -> Clause:
    negated = text.startswith("not ")
    plain = text.removeprefix("not ").strip()
    for sign in (">=", "==", "="):
        page, found, right = (side.strip() for side in plain.partition(sign))
        if not found:
            continue
        if sign == ">=":
            return Clause(page, at_least=int(right), negated=negated)
        codes = () if right == "*" else tuple(right.split("|"))
        return Clause(page, codes, exactly=sign == "==", negated=negated)
    raise ValueError(f"{text!r} is no condition")
