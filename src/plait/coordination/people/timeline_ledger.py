"""The list of everything told on one timeline, filled while its strands are assembled."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from plait.clinical.moment import Instant
from plait.coordination.people.timeline_types import Event, Frame, Strand
from plait.coordination.people.timeline_words import day_words, sentence


@dataclass(slots=True)
class Ledger:
    """Gives every event its anchor and its words; an event is told once, however often it is drawn."""

    frame: Frame
    events: list[Event] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def tell(
        self,
        strand: Strand,
        kind: str,
        subject: UUID,
        at: Instant,
        what: str,
        *,
        why: str = "",
        who: str = "",
        date: str = "",
        until: Instant | None = None,
        alert: bool = False,
        brief: tuple[str, str] = ("", ""),
    ) -> Event:
        """Write an event down. Without ``date`` the calendar day of ``at`` is told."""
        self.counts[strand] += 1
        date = date or day_words(at.day(self.frame.zone))
        event = Event(
            anchor=f"tl-{strand[0]}{self.counts[strand]}",
            strand=strand,
            kind=kind,
            subject=subject,
            at=at,
            date=date,
            what=what,
            why=why,
            who=who,
            until=until,
            ahead=at > self.frame.now,
            alert=alert,
            sentence=sentence(date, what, why, who),
            brief=brief if any(brief) else (what, ""),
        )
        self.events.append(event)
        return event

    def newest_first(self) -> tuple[Event, ...]:
        """All events for the table twin; of two at the same moment the later told stands first."""
        told = sorted(enumerate(self.events), key=lambda item: (item[1].at.utc, item[0]), reverse=True)
        return tuple(event for _, event in told)
