"""What stands beside a day for every role: tasks, and imports that wait."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from plait.clinical.moment import Instant
from plait.coordination.visits.read_day import TaskLine, Waiting
from plait.web.safety.harm_lines import is_told_above
from plait.web.tasks.tasks import elsewhere
from plait.web.visits.words import short_day

PRESSING = frozenset({"stat", "asap", "urgent"})


def task_lines(tasks: Iterable[TaskLine], at: Instant, zone: str, *, route: str) -> list[dict[str, Any]]:
    """Tasks as short lines, each leading to the person or to the list of tasks."""
    today = at.day(zone)
    return [
        {
            "title": task.title,
            "name": task.patient_name,
            "href": reverse(route, args=[task.patient_id])
            if task.patient_id
            else elsewhere(task) or reverse("tasks:list"),
            "due": gettext("due %(day)s") % {"day": short_day(task.due_at.day(zone), today)} if task.due_at else "",
            "late": task.due_at is not None and task.due_at < at,
            "pressing": task.priority in PRESSING,
        }
        for task in tasks
        if not is_told_above(task.kind)
    ]


def import_lines(waiting: Waiting) -> list[str]:
    """What happened to imports that nobody has settled."""
    held, refused, failed = waiting.held, waiting.refused, waiting.failed
    told = [
        (held, ngettext("%(n)s import waits for a decision", "%(n)s imports wait for a decision", held)),
        (refused, ngettext("%(n)s import was refused", "%(n)s imports were refused", refused)),
        (failed, ngettext("%(n)s import failed", "%(n)s imports failed", failed)),
    ]
    return [words % {"n": number} for number, words in told if number]
