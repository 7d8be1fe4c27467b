"""The table twin: every event of the timeline in one table, newest first, in the same words as the drawing."""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString

from plait.coordination.people.timeline_types import Event, Strand, Timeline
from plait.coordination.people.timeline_words import gettext

STRANDS: tuple[Strand, ...] = ("medication", "therapy", "person", "contact")
CSS: dict[Strand, str] = {"medication": "med", "therapy": "ther", "person": "pers", "contact": "contact"}


def strand_words(strand: Strand, called: str) -> str:
    """The name of a strand."""
    return {
        "medication": gettext("Medication"),
        "therapy": gettext("Therapy"),
        "person": called or gettext("The person"),
        "contact": gettext("Contact"),
    }[strand]


def render_rows(timeline: Timeline) -> SafeString:
    """The rows of the table's body. Each can be led to from the drawing."""
    names = {strand: strand_words(strand, timeline.called) for strand in STRANDS}
    return SafeString("".join(_row(event, names[event.strand]) for event in timeline.events))


def _row(event: Event, strand: str) -> str:
    """Date, strand, what, why, who."""
    state = (" ahead" if event.ahead else "") + (" alert" if event.alert else "")
    return (
        f'<tr id="{event.anchor}" class="tl-{CSS[event.strand]}{state}" tabindex="-1" role="row">'
        f'<th scope="row" role="rowheader">{escape(event.date)}</th>'
        f'<td role="cell" class="tl-strand">{escape(strand)}</td>'
        f'<td role="cell" class="tl-what-cell">{escape(event.what)}</td>'
        f'<td role="cell" class="tl-why-cell">{escape(event.why)}</td>'
        f'<td role="cell" class="tl-who-cell">{escape(event.who)}</td></tr>'
    )
