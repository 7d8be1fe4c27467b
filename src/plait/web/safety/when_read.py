"""When answers are read, in plain words for whoever has just answered. No time is promised."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext

from plait.clinical.safety.harm_duty import Hours
from plait.coordination.safety import when_read
from plait.foundation.clock import now


def when_read_lines(request: HttpRequest) -> list[str]:
    """What safety/when_read.html says, a sentence each; in the language that is active."""
    sites = when_read.read(actor=request.actor, at=now())  # type: ignore[attr-defined]
    known = [one for one in sites if one.hours]
    if not known:
        return [gettext("Nobody reads this at once. If you need help now, call or text 988.")]
    lines = [gettext("Somebody reads this in clinic hours, not at once and not at night.")]
    for one in known:
        words = {"site": one.site, "hours": ", ".join(map(_words, one.hours))}
        alone = len(known) == 1
        lines.append((gettext("Clinic hours: %(hours)s.") if alone else gettext("%(site)s: %(hours)s.")) % words)
    return lines


def _words(hours: Hours) -> str:
    return f"{WEEKDAYS[hours.weekday]} {hours.opens:%H:%M}–{hours.closes:%H:%M}"
