"""What changed since the last visit, and what is missing before this one, in the few words that a line has room for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from plait.clinical.assessment.baseline import between
from plait.clinical.assessment.item_change import item_change
from plait.clinical.assessment.response import Response
from plait.clinical.medication.order import OrderRevision
from plait.clinical.medication.words import amount_in_words, timing_in_words
from plait.clinical.quantity import plain
from plait.clinical.visits.before_visit import Missing
from plait.clinical.visits.since import (
    AllergyNoted,
    LifeChanged,
    MedicineChanged,
    MedicineReported,
    News,
    ResultsCame,
    ScoreMoved,
    SessionsHeld,
    TakesNow,
)
from plait.coordination.medication import reasons
from plait.knowledge.loader import release
from plait.web.assessment.meaning import item_words, status_words
from plait.web.visits.words import short_day
from plait.web.words import partial_day, short_name, unit_words

MOST_RESULTS = 3
MOST_ROSE = 2
LONGEST_WORDS = 90
WEEK = 7
TOLD_REASONS = frozenset({"side-effect", "side-effect-of-other", "no-benefit", "person-stopped", "pregnancy", "level"})


@dataclass(frozen=True, slots=True)
class Bit:
    """One thing in few words; ``tone``: med, ther, pers or alert; ``quiet``: by whom and when."""

    tone: str
    text: str
    quiet: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: their name (what they did is told as theirs), the day it is for them, their zone."""

    name: str
    today: date
    zone: str
    therapist: bool


def news_bits(news: Iterable[News], reader: Reader) -> list[Bit]:
    """All news of one person; what is taken now is told in one bit."""
    told = list(news)
    bits = [bit for one in told if not isinstance(one, TakesNow) for bit in _bits(one, reader)]
    taken = [one for one in told if isinstance(one, TakesNow)]
    if taken:
        names = ", ".join(f"{one.order.medicine.name} {_amount(one.order.terms)}".strip() for one in taken)
        bits.insert(0, Bit("med", gettext("Takes %(names)s") % {"names": names}))
    return bits


def missing_words(missing: Missing, today: date, zone: str) -> str:
    """What is not there, with its reason."""
    if missing.what == "score" and missing.since is not None:
        weeks = (today - missing.since.day(zone)).days // WEEK
        words = {"name": short_name(missing.about), "weeks": weeks}
        return ngettext("no %(name)s for %(weeks)s week", "no %(name)s for %(weeks)s weeks", weeks) % words
    if missing.what == "to-reconcile":
        words = {"number": missing.count}
        return (
            ngettext("%(number)s imported order to compare", "%(number)s imported orders to compare", missing.count)
            % words
        )
    if missing.what == "outcome" and missing.since is not None:
        return gettext("the visit of %(day)s has no outcome") % {"day": short_day(missing.since.day(zone), today)}
    return {
        "dose": gettext("dose not stated: %(names)s") % {"names": missing.about},
        "allergies": gettext("allergies never asked"),
        "course": gettext("no running course of therapy"),
    }.get(missing.what, "")


def _bits(one: News, reader: Reader) -> list[Bit]:
    match one:
        case MedicineChanged():
            return [Bit("med", _medicine(one), _by(one.line, reader))]
        case ScoreMoved():
            moved = Bit("pers", _score(one), short_day(one.now.taken_at.day(reader.zone), reader.today))
            rose = _rose(one)
            return [moved, Bit("pers", rose)] if rose else [moved]
        case ResultsCame():
            return [Bit("med", _results(one))]
        case SessionsHeld():
            return _sessions(one, reader)
        case AllergyNoted():
            gone, new = gettext("No longer an allergy: %(what)s"), gettext("New allergy: %(what)s")
            return [Bit("alert", (gone if one.allergy.gone else new) % {"what": one.allergy.text})]
        case MedicineReported():
            gone, new = gettext("No longer takes %(what)s"), gettext("Also takes %(what)s")
            return [Bit("med", (gone if one.medicine.gone else new) % {"what": one.medicine.text})]
        case LifeChanged():
            return [Bit("pers", _cut(one.event.text), partial_day(one.event.on))]
    return []


def _medicine(one: MedicineChanged) -> str:
    """An order's way since the last visit: "Sertraline 50 → 100 mg"."""
    name = one.line.medicine.name
    name = name[:1].upper() + name[1:]
    words = {"name": name, "now": _amount(one.terms)}
    if one.line.action == "stop":
        stopped = gettext("%(name)s started and stopped") if one.before is None else gettext("%(name)s stopped")
        return _with_reason(stopped % words, one.line)
    if one.line.action == "hold":
        return _with_reason(gettext("%(name)s held") % words, one.line)
    if one.before is None:
        begun = gettext("%(name)s started, %(now)s") if one.line.confirmed else gettext("%(name)s imported, %(now)s")
        return begun % words
    before, after = one.before, one.terms
    if before.dose != after.dose and before.dose is not None and after.dose is not None:
        old = plain(before.dose.value) if before.dose.unit == after.dose.unit else amount_in_words(before.dose, gettext)
        return _with_reason(gettext("%(name)s %(old)s → %(now)s") % {**words, "old": old}, one.line)
    if before.timing != after.timing:
        often = timing_in_words(after.timing, gettext)
        return gettext("%(name)s %(now)s, now %(often)s") % {**words, "often": often}
    resumed, goes_on = gettext("%(name)s resumed, %(now)s"), gettext("%(name)s goes on, %(now)s")
    return (resumed if one.line.action == "resume" else goes_on) % words


def _with_reason(text: str, line: OrderRevision) -> str:
    """The reason, where it tells how it went."""
    if line.reason_code not in TOLD_REASONS:
        return text
    return f"{text}, {reasons.in_words(line.reason_code).lower()}"


def _amount(line: OrderRevision) -> str:
    return amount_in_words(line.dose, gettext)


def _by(line: OrderRevision, reader: Reader) -> str:
    """By whom and from when."""
    day = short_day(line.effective_at.day(reader.zone), reader.today)
    if not line.prescriber:
        return day
    who = gettext("you") if line.prescriber == reader.name else line.prescriber
    return f"{who}, {day}"


def _score(one: ScoreMoved) -> str:
    """The change, and what a checked rule says of it: "PHQ-9 14 → 9, response"."""
    name, now = short_name(one.instrument), _total(one.now)
    if one.before is None:
        return f"{name} {now}"
    instrument = release().instruments.get(one.instrument)
    comparable = instrument is not None and one.before.version == one.now.version
    status = status_words(between(instrument, one.before, one.now)) if instrument is not None and comparable else ""
    moved = f"{name} {_total(one.before)} → {now}"
    return f"{moved}, {status}" if status else moved


def _rose(one: ScoreMoved) -> str:
    """Which answers rose since the last visit, the most first: "Rose: Trouble falling asleep 1 → 3"."""
    instrument = release().instruments.get(one.instrument)
    if instrument is None or one.before is None:
        return ""
    rose = item_change(instrument, one.before, one.now).rose
    told = [f"{_cut(item_words(instrument, item.item), 40)} {item.before} → {item.now}" for item in rose[:MOST_ROSE]]
    more = len(rose) - len(told)
    if more:
        told.append(ngettext("%(n)s more", "%(n)s more", more) % {"n": more})
    return gettext("Rose: %(items)s") % {"items": ", ".join(told)} if told else ""


def _total(response: Response) -> str:
    return plain(response.total) if response.total is not None else ""


def _results(one: ResultsCame) -> str:
    """The newest results with their values; the rest counted."""
    told = []
    for result in one.results[:MOST_RESULTS]:
        value = f"{plain(result.value)} {unit_words(result.unit)}".strip() if result.value is not None else ""
        told.append(f"{_cut(result.text, 40)} {value or _cut(result.value_text, 40)}".strip())
    more = len(one.results) - len(told)
    text = ", ".join(told)
    return (
        ngettext("%(text)s, %(more)s more", "%(text)s, %(more)s more", more) % {"text": text, "more": more}
        if more
        else text
    )


def _sessions(one: SessionsHeld, reader: Reader) -> list[Bit]:
    """How many sessions there were, and the line that the last one left for the team."""
    parts = []
    if one.attended:
        parts.append(ngettext("%(n)s session", "%(n)s sessions", one.attended) % {"n": one.attended})
    if one.missed:
        parts.append(ngettext("%(n)s missed", "%(n)s missed", one.missed) % {"n": one.missed})
    bits = [
        Bit("ther", ", ".join(parts), short_day(one.last.held_at.day(reader.zone), reader.today) if one.last else "")
    ]
    if one.last and one.last.team_line and not reader.therapist:
        bits.append(Bit("ther", gettext("“%(line)s”") % {"line": _cut(one.last.team_line)}))
    return bits


def _cut(text: str, most: int = LONGEST_WORDS) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()}…"
