"""What somebody takes along: what they said, in the words they chose, and whether a short talk would help first."""

from __future__ import annotations

from collections.abc import Collection

from plait.clinical.intake.aid import Aid, Answers, Page, Words
from plait.clinical.intake.reading import scored_page
from plait.clinical.intake.route import read
from plait.clinical.intake.weighing import values_of
from plait.clinical.quantity import plain


def summary(aid: Aid, answers: Answers, language: str, only: Collection[str] | None = None) -> tuple[str, ...]:
    """One line for each page that was answered: what was asked in short, and the words chosen. No conclusions.

    ``only``: of the pages with these ids.
    """
    reading = read(aid, answers)
    lines = []
    for page in reading.pages:
        codes = reading.answers.get(page.id, ())
        if not codes or page.said is None or (only is not None and page.id not in only):
            continue
        said = _words(aid, page, codes, language)
        if said:
            lines.append(f"{page.said[language]}: {said}")
    return tuple(lines)


def talk_instead(aid: Aid, answers: Answers) -> Words | None:
    """The offer of a short talk, where any of the four questions about certainty is answered by no or not sure."""
    page = next((one.id for one in aid.pages if one.kind == "certainty"), "")
    unsure = any(code.rpartition(":")[2] in {"no", "unsure"} for code in answers.get(page, ()))
    return aid.talk if unsure else None


def _words(aid: Aid, page: Page, codes: tuple[str, ...], language: str) -> str:
    if page.kind == "instrument":
        scored = scored_page(aid, page, codes)
        highest = aid.instruments[page.instrument].highest
        return f"{plain(scored.total)} / {highest}" if scored is not None and scored.total is not None else ""
    if page.kind == "values":
        chosen = values_of(aid, {page.id: codes})
        return "; ".join(value.said[language] for value in aid.values if chosen.get(value.id) == "a-lot")
    if page.kind == "certainty":
        pairs = (code.partition(":") for code in codes)
        answered = {check: aid.certainty_answers[answer][language] for check, _colon, answer in pairs}
        return "; ".join(f"{one.asks[language]} {answered[one.id]}" for one in aid.certainty if one.id in answered)
    return "; ".join(choice.words[language] for choice in page.choices if choice.code in codes)
