"""Options of the aid that are like another one, made whole: what is not said about them is as in the other."""

from __future__ import annotations

from collections.abc import Iterable

from plait.knowledge.content import Table


def whole(options: Iterable[Table]) -> list[Table]:
    """All options with everything that is said of them. Raises ``ValueError`` for one that is like none before it."""
    made: dict[str, Table] = {}
    for option in options:
        like = option.get("like")
        if like is not None and like not in made:
            raise ValueError(f"option {option.get('id')!r} is like {like!r}, which does not stand before it")
        before = made.get(like, {}) if like else {}
        own = {key: value for key, value in option.items() if key != "like"}
        rows = {**before.get("rows", {}), **own.get("rows", {})}
        fits = {**before.get("fits", {}), **own.get("fits", {})}
        made[own.get("id", "")] = {**before, **own, "rows": rows, "fits": fits}
    return list(made.values())
