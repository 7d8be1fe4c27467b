"""The sheet in sentences: what is printed, downloaded and, if the person wants, handed over, in the same lines.

Everything stands in the person's own choice of words. The questions to ask are made from what is still open: what they
do not know yet, where they are not sure, which option has no good number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from plait.clinical.intake.decision_aid import Aid, comparison, signs, summary, talk_instead, values_of
from plait.clinical.intake.handed_over import HandedOver
from plait.web.intake.within import Visit

OPEN = ("no", "unsure")


@dataclass(frozen=True, slots=True)
class Told:
    """The sheet. Each part is a tuple of lines; ``talk``: the offer of a short talk, "" where all is clear."""

    situation: tuple[str, ...]
    scores: tuple[str, ...]
    matters: tuple[str, ...]
    lean: tuple[str, ...]
    questions: tuple[str, ...]
    red_flags: tuple[str, ...]
    talk: str = ""


def told(visit: Visit) -> Told:
    """The sheet of what is carried."""
    aid, answers = visit.aid, visit.carried.answers
    before = [page for page in aid.pages if page.id not in after_comparison(aid)]
    lean = [page.id for page in aid.pages if page.id in after_comparison(aid) and page.kind in {"one", "many"}]

    def lines(only: list[str]) -> tuple[str, ...]:
        return summary(aid, answers, visit.language, only)

    return Told(
        situation=lines([page.id for page in before if page.kind != "instrument"]),
        scores=lines([page.id for page in before if page.kind == "instrument"]),
        matters=tuple(_matters(visit)),
        lean=(*(lines(lean) or (gettext("I have not said yet."),)), *_checks(visit)),
        questions=tuple(_questions(visit)),
        red_flags=tuple(visit.say(one.flag.title) for one in visit.raised),
        talk=visit.say(talk_instead(aid, answers)),
    )


def after_comparison(aid: Aid) -> tuple[str, ...]:
    """The pages that come after the options were shown."""
    ids, kinds = [page.id for page in aid.pages], [page.kind for page in aid.pages]
    return tuple(ids[kinds.index("comparison") + 1 :]) if "comparison" in kinds else ()


def handed_over(visit: Visit) -> HandedOver:
    """The same lines as they are handed over, with the codes beneath and the signs of harm in them."""
    sheet = told(visit)
    return HandedOver(
        aid=visit.aid.id,
        version=visit.aid.version,
        language=visit.language,
        answered_at=visit.carried.at,
        situation=sheet.situation,
        scores=sheet.scores,
        matters=sheet.matters,
        lean=sheet.lean,
        questions=sheet.questions,
        red_flags=sheet.red_flags,
        answers=visit.carried.answers,
        values=values_of(visit.aid, visit.carried.answers),
        signs=signs(visit.aid, visit.carried.answers, visit.carried.at),
    )


def _matters(visit: Visit) -> Iterator[str]:
    given = values_of(visit.aid, visit.carried.answers)
    for weight in ("a-lot", "a-little", "not"):
        for value in visit.aid.values:
            if given.get(value.id) == weight:
                yield f"{visit.say(value.asks)}: {visit.say(visit.aid.weights[weight]).lower()}"


def _checked(visit: Visit) -> dict[str, str]:
    page = next((one for one in visit.aid.pages if one.kind == "certainty"), None)
    codes = visit.carried.answers.get(page.id, ()) if page is not None else ()
    return dict(code.split(":", 1) for code in codes if ":" in code)


def _checks(visit: Visit) -> Iterator[str]:
    given = _checked(visit)
    for one in visit.aid.certainty:
        if one.id in given:
            yield f"{visit.say(one.asks)} {visit.say(visit.aid.certainty_answers[given[one.id]])}"


def _questions(visit: Visit) -> Iterator[str]:
    for raised in visit.raised:
        yield gettext("Can we first talk about this: %(sign)s?") % {"sign": visit.say(raised.flag.title)}
    given = values_of(visit.aid, visit.carried.answers)
    for value in visit.aid.values:
        if given.get(value.id) == "dont-know":
            yield gettext("I do not know yet how much this counts: %(value)s. Can you help me see it?") % {
                "value": visit.say(value.said)
            }
    for one in comparison(visit.aid, visit.carried.answers).options:
        if not one.numbers:
            yield gettext("I saw no good number for this: %(option)s. What do you know about it?") % {
                "option": visit.say(one.option.name)
            }
    given = _checked(visit)
    for check in visit.aid.certainty:
        if given.get(check.id) in OPEN:
            yield gettext("I could not say yes to this: %(check)s Can we talk about it?") % {
                "check": visit.say(check.asks)
            }
    yield from (visit.say(words) for words in visit.aid.questions)
