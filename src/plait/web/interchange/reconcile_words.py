"""What the page of imported lines calls things: the parts laid side by side, the decisions, where a line came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext

from plait.clinical.moment import Instant, PartialDate
from plait.coordination.interchange.reconcile_lines import Beside, Entry, Told
from plait.coordination.interchange.reconcile_page import Decided, Line
from plait.coordination.people.timeline_words import first_upper, said
from plait.web.medication.words import status_words
from plait.web.people.chart_context import severity_words
from plait.web.words import day_of, partial_day, short_name, time_of

PARTS = ("dose", "form", "status", "reaction", "severity", "since", "until", "who", "codes")


def name_of(entry: Entry) -> str:
    """What a line is called."""
    if entry.kind == "response":
        return gettext("%(instrument)s: an answer to the self-harm question") % {
            "instrument": short_name(entry.told.name)
        }
    if entry.kind == "allergy" and entry.told.form == "none-known":
        return gettext("No allergy known")
    return first_upper(said(entry.told.name)) or gettext("without a name")


def day_words(when: Instant | PartialDate | None, zone: str) -> str:
    """A date as exactly as it is known."""
    if when is None:
        return ""
    return day_of(when, zone) if isinstance(when, Instant) else partial_day(when)


def part_words(part: str, kind: str) -> str:
    """What a part is called."""
    if part == "dose" and kind == "response":
        return gettext("Answer")
    if part == "form" and kind == "allergy":
        return gettext("Kind")
    if part == "form" and kind == "condition":
        return gettext("How certain")
    if part == "who" and kind == "order":
        return gettext("Prescribed by")
    return {
        "dose": gettext("Dose"),
        "form": gettext("Form"),
        "status": gettext("State"),
        "reaction": gettext("Reaction"),
        "severity": gettext("How bad"),
        "since": gettext("Given on") if kind == "response" else gettext("Since"),
        "until": gettext("Until"),
        "who": gettext("Noted by"),
        "codes": gettext("Codes"),
    }[part]


def value_words(entry: Entry, part: str, zone: str) -> str:
    """What an entry says in one part; empty where it says nothing."""
    told = entry.told
    if part in {"since", "until"}:
        return day_words(getattr(told, part), zone)
    if part == "status":
        return state_words(told, entry.kind)
    if part == "severity":
        return severity_words(told.severity)
    if part == "form" and entry.kind in {"allergy", "condition"}:
        return _certainty(told.form)
    return said(getattr(told, part))


def state_words(told: Told, kind: str) -> str:
    """How an entry stands."""
    known = {
        "entered-in-error": gettext("entered in error"),
        "inactive": gettext("inactive"),
        "resolved": gettext("resolved"),
        "remission": gettext("in remission"),
        "recurrence": gettext("come back"),
        "relapse": gettext("relapsed"),
    }
    if kind == "response":
        return ""
    return known.get(told.status) or status_words(told.status)


def _certainty(form: str) -> str:
    return {
        "allergy": gettext("allergy"),
        "intolerance": gettext("intolerance"),
        "none-known": gettext("none known"),
        "confirmed": gettext("confirmed"),
        "provisional": gettext("provisional"),
        "differential": gettext("one of several possible"),
        "unconfirmed": gettext("not confirmed"),
        "refuted": gettext("refuted"),
    }.get(form, said(form))


def source_words(line: Line, zone: str) -> str:
    """From which file, when, and who brought it in."""
    if line.source is None:
        return gettext("imported")
    words = {
        "file": said(line.source.file_name) or gettext("a file without a name"),
        "day": day_of(line.source.received_at, zone),
        "name": line.source.brought_by,
    }
    if not words["name"]:
        return gettext("from %(file)s, %(day)s") % words
    return gettext("from %(file)s, %(day)s, brought in by %(name)s") % words


def here_words(beside: Beside) -> str:
    """How the head of a column calls what is known here."""
    if beside.entry.waits:
        return gettext("Also imported, still open")
    if not beside.entry.standing:
        return gettext("Known here, over")
    return gettext("Reported here") if beside.entry.kind == "statement" else gettext("Known here")


def same_words(beside: Beside) -> str:
    """The choice that two are the same."""
    words = " ".join(part for part in (said(beside.entry.told.name), said(beside.entry.told.dose)) if part)
    if beside.entry.waits:
        return gettext("The same as the other imported %(name)s") % {"name": words}
    return gettext("The same as %(name)s here") % {"name": words}


def compared(line: Line, zone: str) -> dict[str, Any]:
    """The table of a line: a column for what was imported and for each that could be the same, a row for each part."""
    sides: Sequence[tuple[Entry, frozenset[str]]] = [
        (line.entry, frozenset()),
        *((one.entry, one.differs) for one in line.besides),
    ]
    rows = []
    for part in PARTS:
        cells = [(value_words(entry, part, zone), part in differs) for entry, differs in sides]
        if any(text for text, _differs in cells):
            rows.append(
                {
                    "label": part_words(part, line.entry.kind),
                    "cells": [
                        {"text": text or gettext("not stated"), "differs": differs, "head": head}
                        for (text, differs), head in zip(cells, heads(line), strict=True)
                    ],
                }
            )
    return {"heads": heads(line), "rows": rows}


def heads(line: Line) -> list[str]:
    """The heads of the columns."""
    return [gettext("Imported"), *(here_words(one) for one in line.besides)]


def decision_words(one: Decided) -> str:
    """A decision in words."""
    decision = one.decision.decision
    if decision == "same-as":
        return (
            gettext("the same as %(name)s here") % {"name": said(one.same_as)} if one.same_as else gettext("the same")
        )
    return {
        "accept": gettext("still true"),
        "not-current": gettext("no longer true"),
        "not-true": gettext("never was true"),
        "discussed": gettext("looked at and discussed"),
    }.get(decision, decision)


def decided_line(one: Decided, zone: str) -> dict[str, Any]:
    """A decided line as the list below shows it."""
    return {
        "id": one.decision.target,
        "name": name_of(one.entry) if one.entry is not None else first_upper(said(one.name)),
        "what": decision_words(one),
        "why": said(one.decision.reason),
        "who": one.decision.decided_by,
        "when": time_of(one.decision.decided_at, zone),
        "again": one.again,
    }
