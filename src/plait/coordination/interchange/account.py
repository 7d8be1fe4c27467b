"""The lines of an import's report: what became of every entry, from how it was read and how it was written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from plait.coordination.interchange.columns.labels import date_of, label
from plait.coordination.interchange.reading import Received
from plait.coordination.interchange.reports import Happened, Remark, ReportLine, remark, remark_of
from plait.coordination.interchange.versions import Incoming


def lines_of(found: Received, incoming: Mapping[str, Incoming], apart: Mapping[str, Remark]) -> Iterable[ReportLine]:
    """One line for each entry. ``apart``: what was read and yet only kept as received, and why, by stored key."""
    named = {thing.origin.key: (label(thing), date_of(thing)) for thing in found.things()}
    for line in found.lines:
        words, on = named.get(line.key, ("", ""))
        one = ReportLine(
            resource_type=line.resource_type,
            resource_id=line.resource_id,
            path=line.path,
            happened="refused",
            detail=remark_of(line.detail) if line.detail else None,
            warnings=tuple(remark_of(warning) for warning in line.warnings),
            label=words,
            on=on,
        )
        if line.outcome == "skipped-duplicate":
            yield replace(one, happened="twice")
        elif line.outcome == "refused":
            yield one
        else:
            happened, detail = _fate(incoming[line.key], apart, mapped=line.outcome == "mapped")
            yield replace(one, happened=happened, detail=detail or one.detail)


def stored_as(one: Incoming, apart: Mapping[str, Remark], *, kept: bool) -> str:
    """Under which outcome a resource is kept."""
    if one.change == "older":
        return "older"
    why = apart.get(one.key)
    if why is not None and why.code == "left-alone":
        return "left-alone"
    return "kept" if kept or why is not None else "mapped"


def _fate(one: Incoming, apart: Mapping[str, Remark], *, mapped: bool) -> tuple[Happened, Remark | None]:
    if one.change == "here":
        return "here", None
    if one.change == "older":
        return "older", remark("older", one.origin.path)
    why = apart.get(one.key)
    if why is not None:
        return ("left-alone" if why.code == "left-alone" else "kept"), replace(why, path=one.origin.path)
    return (one.change, None) if mapped and one.change in {"new", "changed"} else ("kept", None)
