"""The timeline on the page: a wide drawing, one for tablet and paper, one for the phone, and the table twin.

A screen calls ``present`` and includes ``components/timeline.html`` with the result as ``timeline``.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from plait.coordination.people.timeline_types import PERIODS, Period, Timeline
from plait.coordination.people.timeline_words import gettext, one_language
from plait.web.components.timeline.phone import render_phone
from plait.web.components.timeline.table import CSS, STRANDS, render_rows, strand_words
from plait.web.components.timeline.wide import DESK, TABLET, render_wide

__all__ = ["Choice", "View", "present", "render_phone", "render_rows", "render_wide"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A period to choose, or a strand to filter the table by."""

    value: str
    words: str
    current: bool = False
    spoken: str = ""  # for who cannot see that it stands in a row of months


@dataclass(frozen=True, slots=True)
class View:
    """All that the template shows."""

    wide: SafeString
    tablet: SafeString
    phone: SafeString
    rows: SafeString
    periods: tuple[Choice, ...]
    strands: tuple[Choice, ...]
    empty: bool
    called: str
    quiet: tuple[str, ...]


def present(timeline: Timeline) -> View:
    """Draw a timeline in all its forms."""
    with one_language():
        return _present(timeline)


def _present(timeline: Timeline) -> View:
    """Every form, and the choices around them."""
    told = {event.strand for event in timeline.events}
    return View(
        wide=render_wide(timeline, width=DESK),
        tablet=render_wide(timeline, width=TABLET),
        phone=render_phone(timeline),
        rows=render_rows(timeline),
        periods=tuple(Choice(p, period_words(p), p == timeline.frame.period, spoken_period(p)) for p in PERIODS),
        strands=tuple(Choice(CSS[s], strand_words(s, timeline.called)) for s in STRANDS if s in told),
        empty=timeline.empty,
        called=timeline.called,
        quiet=tuple(timeline.quiet.values()),
    )


def period_words(period: Period) -> str:
    """The name of a period, in a row of them."""
    return {
        "3": gettext("3 months"),
        "12": "12",
        "36": "36",
        "all": gettext("All"),
    }[period]


def spoken_period(period: Period) -> str:
    """The name of a period where it stands alone."""
    return {
        "3": gettext("3 months"),
        "12": gettext("12 months"),
        "36": gettext("36 months"),
        "all": gettext("All, from the first entry"),
    }[period]
