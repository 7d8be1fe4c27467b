"""What is said about a medicine on the timeline: each change, its reason, and how it stands today."""

from __future__ import annotations

from collections.abc import Sequence

from plait.clinical.medication.order import OrderRevision
from plait.clinical.medication.words import total_in_words
from plait.clinical.moment import Instant
from plait.clinical.situation import DoseStep
from plait.coordination.medication import reasons
from plait.coordination.people.timeline_bands import label_of, total_of
from plait.coordination.people.timeline_types import Frame, Standing, Statement
from plait.coordination.people.timeline_words import amount_words, day_words, dose_words, first_upper, gettext, said

History = tuple[tuple[DoseStep, ...], tuple[OrderRevision, ...]]


def change_words(lines: Sequence[OrderRevision], *, several: bool) -> str:
    """What the last of these lines did, seen from the one before it. ``several``: the form tells orders apart."""
    line = lines[-1]
    name = first_upper(said(line.medicine.name))
    if several and line.medicine.form:
        name = gettext("%(medicine)s, %(form)s,") % {"medicine": name, "form": said(line.medicine.form)}
    terms = [earlier for earlier in lines[:-1] if earlier.action in {"start", "change"}]
    before = dose_words(terms[-1].dose, terms[-1].timing) if terms else ""
    now = dose_words(line.dose, line.timing)
    direction = _direction(terms[-1], line) if terms and before != now else 0
    if line.dose is None and line.dose_text:
        now = gettext("%(dose)s (came as “%(words)s”)") % {"dose": now, "words": said(line.dose_text)}
    words = _pattern(line, direction, same=before in {"", now}) % {
        "medicine": name,
        "before": _amount_before(terms, line) or before or now,
        "now": now,
    }
    return words if line.confirmed else gettext("%(what)s, as imported") % {"what": words}


def brief_words(line: OrderRevision) -> tuple[str, str]:
    """The same in the few words that a narrow drawing has room for: "Sertraline", "75 mg"."""
    as_needed = line.timing is not None and line.timing.kind == "as-needed"
    step = DoseStep(line.effective_at, None, line.dose, line.timing)
    dose = amount_words(line.dose) if as_needed and line.dose is not None else label_of((step,))
    done = {
        "start": dose,
        "change": dose,
        "hold": gettext("held"),
        "resume": gettext("resumed"),
        "stop": gettext("stopped"),
    }[line.action]
    return first_upper(said(line.medicine.name)), done


def _pattern(line: OrderRevision, direction: int, *, same: bool) -> str:
    """The sentence for what was done."""
    if line.action == "start":
        return gettext("%(medicine)s started: %(now)s")
    if line.action == "hold":
        return gettext("%(medicine)s held; it was %(before)s")
    if line.action == "resume":
        return gettext("%(medicine)s resumed: %(before)s")
    if line.action == "stop":
        return gettext("%(medicine)s stopped; it was %(before)s")
    if same:
        return gettext("%(medicine)s goes on: %(now)s")
    return {
        1: gettext("%(medicine)s raised from %(before)s to %(now)s"),
        -1: gettext("%(medicine)s lowered from %(before)s to %(now)s"),
        0: gettext("%(medicine)s changed from %(before)s to %(now)s"),
    }[direction]


def _amount_before(terms: Sequence[OrderRevision], line: OrderRevision) -> str:
    """The dose before, without its rhythm where that stays: "from 100 mg to 150 mg every morning"."""
    if line.action != "change" or not terms or line.timing is None or terms[-1].timing != line.timing:
        return ""
    return amount_words(terms[-1].dose) if terms[-1].dose is not None else ""


def _direction(before: OrderRevision, after: OrderRevision) -> int:
    """1 where a day's dose went up, -1 where it went down, 0 where that cannot be said or it stayed."""
    first, second = (total_of((line.dose, line.timing)) for line in (before, after))
    for one, other in ((first.regular, second.regular), (first.as_needed, second.as_needed)):
        if one is not None and other is not None and one.kind == other.kind:
            new = other.in_unit(one.unit).value
            return (new > one.value) - (new < one.value)
    return 0


def reason_words(line: OrderRevision) -> str:
    """Why it was done: the coded reason and the free one; for a start also what it is for."""
    waits = "" if line.confirmed else gettext("waits for reconciliation")
    code = reasons.in_words(line.reason_code) if line.reason_code and line.reason_code != reasons.OTHER else ""
    parts = [part for part in (waits, said(code), said(line.reason_text)) if part]
    if line.action == "start":
        aims = dict.fromkeys(said(aim) for aim in (line.indication, line.target_symptom) if aim)
        parts += [gettext("for %(aim)s") % {"aim": aim} for aim in aims]
    return first_upper("; ".join(dict.fromkeys(parts))) or gettext("No reason was written")


def detail_words(histories: Sequence[History], standing: Standing, statement: Statement | None, frame: Frame) -> str:
    """How the medicine stands today, for the head of its lane."""
    words = _today_words([history[0] for history in histories], frame)
    if standing == "unconfirmed":
        return gettext("%(dose)s, waits for reconciliation") % {"dose": words}
    if statement is not None:
        kind = {
            "other-prescriber": gettext("reported, prescribed elsewhere"),
            "over-the-counter": gettext("reported, over the counter"),
            "herbal": gettext("reported, herbal"),
        }.get(statement.kind, gettext("reported"))
        return f"{words}, {kind}"
    return words


def _today_words(histories: Sequence[tuple[DoseStep, ...]], frame: Frame) -> str:
    """The dose today; else since when it is held, when it ended, or when it begins."""
    now = frame.now
    held = [step for found in histories for step in found if step.start <= now and (step.end is None or now < step.end)]
    taken = [step for step in held if not step.on_hold]
    if len(taken) == 1:
        return dose_words(taken[0].dose, taken[0].timing)
    if taken:
        total = total_in_words(total_of(*((step.dose, step.timing) for step in taken)), gettext)
        return gettext("%(total)s, in %(n)s orders") % {"total": total, "n": len(taken)}
    if held:
        return gettext("held since %(date)s") % {"date": _day(max(step.start for step in held), frame)}
    later = [step.start for found in histories for step in found if step.start > now]
    if later:
        return gettext("from %(date)s") % {"date": _day(min(later), frame)}
    return gettext("until %(date)s") % {"date": _day(max(found[-1].end or now for found in histories), frame)}


def _day(at: Instant, frame: Frame) -> str:
    """The calendar day of a moment."""
    return day_words(at.day(frame.zone))
