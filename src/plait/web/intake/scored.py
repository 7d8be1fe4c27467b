"""What a questionnaire came to, in words that inform: a number, what it is called, and that it is no diagnosis."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from plait.clinical.intake.reading import scored_page
from plait.clinical.quantity import plain
from plait.web.assessment.questions import said
from plait.web.intake.steps import Step
from plait.web.intake.within import Visit


def shown(visit: Visit, step: Step) -> tuple[str, dict[str, Any]]:
    """The page after a questionnaire."""
    instrument = visit.aid.instruments[step.page.instrument]
    score = scored_page(visit.aid, step.page, visit.carried.answers.get(step.page.id, ()))
    total = score.total if score is not None else None
    band = score.band if score is not None and score.band is not None and score.band.checked else None
    words = {
        "total": plain(total) if total is not None else "",
        "lowest": instrument.lowest,
        "highest": instrument.highest,
        "title": said(instrument.title, visit.language),
        "band": said(band.text, visit.language) if band is not None else "",
        "from": band.low if band is not None else "",
        "to": band.high if band is not None else "",
    }
    return "intake/score.html", {"score": words, "sums_up": lines(words)}


def lines(words: dict[str, Any]) -> tuple[str, ...]:
    """The score in sentences."""
    if not words["total"]:
        return (gettext("Some answers are open, so there is no score. That is fine."),)
    told = [gettext("Your score is %(total)s. It can go from %(lowest)s to %(highest)s.") % words]
    if words["band"]:
        told.append(gettext("Scores from %(from)s to %(to)s are called “%(band)s”.") % words)
    return tuple(told)
