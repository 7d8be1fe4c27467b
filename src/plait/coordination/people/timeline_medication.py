"""The medication strand: one lane for each medicine, its bands, and the reason behind every change.

Orders of the same ingredients stack in one lane with one daily total. What was imported and waits for reconciliation,
and what is only reported, has a lane of its own, so that it leaves totals alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from plait.clinical.medication.order import Medicine, OrderRevision
from plait.clinical.medication.regimen import state, steps
from plait.clinical.moment import Instant, LocalDate
from plait.clinical.release import Release
from plait.clinical.situation import DoseStep
from plait.coordination.people.timeline_bands import segments_of, usual_range
from plait.coordination.people.timeline_ledger import Ledger
from plait.coordination.people.timeline_medication_words import brief_words, change_words, detail_words, reason_words
from plait.coordination.people.timeline_types import Event, Frame, History, Lane, Segment, Standing, Statement
from plait.coordination.people.timeline_words import dose_words, first_upper, gettext, partial_words, said

ORDER_OF_STANDING: tuple[Standing, ...] = ("confirmed", "unconfirmed", "reported")


@dataclass(frozen=True, slots=True)
class Taken:
    """One order or statement, replayed: its stretches, and the line that made each of them."""

    taken_id: UUID
    medicine: Medicine
    standing: Standing
    steps: tuple[DoseStep, ...]
    lines: tuple[OrderRevision, ...] = ()  # those that hold, oldest first
    statement: Statement | None = None
    sure_from: Instant | None = None  # where a partial start becomes certain


def medication_lanes(history: History, ledger: Ledger, release: Release) -> tuple[tuple[Lane, ...], tuple[str, ...]]:
    """The lanes inside the frame, current ones first, and the names of medicines that lie outside it."""
    frame = ledger.frame
    groups: dict[tuple[tuple[str, ...], Standing], list[Taken]] = {}
    for taken in _all_taken(history, frame):
        groups.setdefault((taken.medicine.key, taken.standing), []).append(taken)
    lanes: list[Lane] = []
    outside: list[str] = []
    for _key, group in sorted(groups.items(), key=lambda item: _rank(item[0], groups, frame)):
        lane = _lane(group, ledger, release)
        if lane is None:
            outside.append(first_upper(said(group[0].medicine.name)))
        else:
            lanes.append(lane)
    return tuple(lanes), tuple(dict.fromkeys(outside))


def _all_taken(history: History, frame: Frame) -> Iterator[Taken]:
    """Every order and statement that says anything. What was entered in error says nothing."""
    for order in history.orders:
        found = steps(order)
        if not found:
            continue
        lines = tuple(_holding_lines(order))
        standing: Standing = "confirmed" if lines[-1].confirmed else "unconfirmed"
        yield Taken(lines[0].order_id, lines[-1].medicine, standing, found, lines)
    for statement in history.statements:
        yield _reported(statement, frame)


def _holding_lines(order: tuple[OrderRevision, ...]) -> Iterator[OrderRevision]:
    """The lines that take effect, one for each moment, until the order stops."""
    for moment in sorted({line.effective_at for line in order}):
        then = state(order, at=moment)
        if then is not None and then.since == moment:
            yield then.line


def _reported(statement: Statement, frame: Frame) -> Taken:
    """A statement as one stretch, from the first day that it can mean to the last."""
    zone = frame.zone
    start = sure = statement.noted_at
    if statement.started is not None:
        start = LocalDate(statement.started.earliest(), zone).start()
        sure = max(start, LocalDate(statement.started.latest(), zone).start())
    end = LocalDate(statement.ended.latest(), zone).end() if statement.ended else None
    end = statement.stopped_at or end
    if end is not None:
        start = min(start, end)
        sure = min(sure, end)
    step = DoseStep(start, end, statement.dose, statement.timing)
    return Taken(statement.statement_id, statement.medicine, "reported", (step,), (), statement, sure)


def _rank(
    key: tuple[tuple[str, ...], Standing],
    groups: dict[tuple[tuple[str, ...], Standing], list[Taken]],
    frame: Frame,
) -> tuple[bool, float, str, int]:
    """Current medicines first, by start; ended ones after them, the last ended first; one medicine stays together."""
    same = [taken for standing in ORDER_OF_STANDING for taken in groups.get((key[0], standing), [])]
    current = any(_current(taken, frame.now) for taken in same)
    first = min(taken.steps[0].start for taken in same).utc.timestamp()
    last = max((taken.steps[-1].end or frame.end) for taken in same).utc.timestamp()
    return (not current, first if current else -last, "\0".join(key[0]), ORDER_OF_STANDING.index(key[1]))


def _current(taken: Taken, now: Instant) -> bool:
    """Whether it is taken, held or still to start."""
    end = taken.steps[-1].end
    return end is None or end > now


def _lane(group: list[Taken], ledger: Ledger, release: Release) -> Lane | None:
    """The lane of one medicine, or None where nothing of it lies inside the frame."""
    frame = ledger.frame
    if not any(frame.covers(step.start, step.end or frame.end) for taken in group for step in taken.steps):
        return None
    several = len(group) > 1
    told = [event for taken in group for event in _tell(taken, ledger, several=several)]
    told.sort(key=lambda event: event.at.utc)
    stretches = {taken.taken_id: _cut_once(taken.steps) for taken in group}
    segments, highest = segments_of(stretches, told)
    sure_from = group[0].sure_from
    shown = tuple(_clip(segments, frame, sure_from))
    first = group[0]
    return Lane(
        name=first_upper(said(first.medicine.name)),
        detail=detail_words([(t.steps, t.lines) for t in group], first.standing, first.statement, frame),
        standing=first.standing,
        segments=shown,
        marks=tuple(event for event in told if frame.covers(event.at)),
        highest=highest,
        usual=usual_range(first.medicine, {line.indication for t in group for line in t.lines}, highest, release)
        if first.standing == "confirmed"
        else None,
        current=any(_current(taken, frame.now) for taken in group),
    )


def _cut_once(found: tuple[DoseStep, ...]) -> tuple[DoseStep, ...]:
    """A single administration lasts a day in the drawing, however long its order stays open."""
    return tuple(
        DoseStep(s.start, min(s.end or s.start.plus(days=1), s.start.plus(days=1)), s.dose, s.timing, s.on_hold)
        if s.timing is not None and s.timing.kind == "once"
        else s
        for s in found
    )


def _clip(segments: Iterable[Segment], frame: Frame, sure_from: Instant | None) -> Iterator[Segment]:
    """Segments cut to the frame; the part that a partial start leaves open is told apart."""
    for segment in segments:
        parts = [(segment.start, segment.end, False)]
        if sure_from is not None and segment.start < sure_from < segment.end:
            parts = [(segment.start, sure_from, True), (sure_from, segment.end, False)]
        for start, end, uncertain in parts:
            left, right = max(start, frame.start), min(end, frame.end)
            if left < right:
                yield Segment(left, right, segment.layers, segment.label, segment.event, segment.daily, uncertain)


def _tell(taken: Taken, ledger: Ledger, *, several: bool) -> Iterator[Event]:
    """The changes inside the frame, and the one before it that still holds when it begins."""
    frame = ledger.frame
    if taken.statement is not None:
        yield from _tell_statement(taken, taken.statement, ledger)
        return
    for index, line in enumerate(taken.lines):
        following = taken.lines[index + 1].effective_at if index + 1 < len(taken.lines) else None
        if line.effective_at >= frame.end:
            break
        if line.effective_at < frame.start and (
            (following is not None and following <= frame.start) or line.action == "stop"
        ):
            continue
        what = change_words(taken.lines[: index + 1], several=several)
        if line.effective_at > frame.now:
            what = gettext("Planned: %(what)s") % {"what": what}
        yield ledger.tell(
            "medication",
            line.action,
            line.revision_id,
            line.effective_at,
            what,
            why=reason_words(line),
            who=said(line.prescriber),
            brief=brief_words(line),
        )


def _tell_statement(taken: Taken, statement: Statement, ledger: Ledger) -> Iterator[Event]:
    """The start of a medicine that is only reported, as exactly dated as known, and its end."""
    what = gettext("%(medicine)s reported: %(dose)s") % {
        "medicine": first_upper(said(statement.medicine.name)),
        "dose": dose_words(statement.dose, statement.timing),
    }
    if statement.dose is None and statement.dose_text:
        what += gettext(" (noted as “%(words)s”)") % {"words": said(statement.dose_text)}
    if statement.ended:
        what += gettext(", until %(date)s") % {"date": partial_words(statement.ended)}
    start = taken.steps[0].start
    span = taken.sure_from if taken.sure_from and taken.sure_from.utc - start.utc > timedelta(days=1) else None
    yield ledger.tell(
        "medication",
        "reported",
        statement.statement_id,
        start,
        what,
        why=gettext("For %(aim)s") % {"aim": said(statement.indication)} if statement.indication else "",
        who=said(statement.informant),
        date=partial_words(statement.started) if statement.started else "",
        until=span,
        brief=(first_upper(said(statement.medicine.name)), gettext("reported")),
    )
    if statement.stopped_at is not None and ledger.frame.covers(statement.stopped_at):
        name = first_upper(said(statement.medicine.name))
        yield ledger.tell(
            "medication",
            "stop",
            statement.statement_id,
            statement.stopped_at,
            gettext("%(medicine)s no longer taken") % {"medicine": name},
            why=first_upper(said(statement.reason_text)) or gettext("No reason was written"),
            who=said(statement.informant),
            brief=(name, gettext("stopped")),
        )
