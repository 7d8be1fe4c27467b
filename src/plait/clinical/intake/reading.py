"""What somebody's answers come to: the pages they meet, and whether a condition holds.

Pages are walked in the order of the aid. An answer counts where its page is met and it is offered there; whatever else
is in the answers (another version's code, a page that is no longer met) is left aside and never an error. Built-in
facts besides those of the aid: ``flag`` (ids of the signs of danger that are up) and ``offered`` (arms that the
comparison shows).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from plait.clinical.assessment.scoring import Scored, score
from plait.clinical.intake.aid import CERTAINTY, WEIGHTS, Aid, Answers, Clause, Page, When

WITHOUT_ANSWER = ("comparison", "sheet")


class Reading:
    """The answers that count, with the facts drawn from them. ``known``: facts that are worked out elsewhere."""

    def __init__(self, aid: Aid, answers: Answers, known: Mapping[str, Callable[[], tuple[str, ...]]]) -> None:
        """Walk the pages once."""
        self.aid = aid
        self.answers: dict[str, tuple[str, ...]] = {}
        self.pages: tuple[Page, ...] = ()
        self._known = known
        self._drawn: dict[str, tuple[str, ...]] = {}  # facts, as far as was answered
        self._given: dict[str, tuple[str, ...]] = {}  # facts that are worked out elsewhere
        for page in aid.pages:
            if not self.holds(page.only_if):
                continue
            offered = tuple(one for one in page.choices if self.holds(one.only_if))
            met = page if len(offered) == len(page.choices) else replace(page, choices=offered)
            self.pages = (*self.pages, met)
            if page.id in answers:
                codes = lawful(aid, met, answers[page.id])
                if codes or page.optional:
                    self.answers[page.id] = codes
                    self._drawn.clear()

    def holds(self, when: When) -> bool:
        """Whether all conditions of at least one line hold; where there is no line, always."""
        return not when or any(all(self._true(clause) for clause in line) for line in when)

    def codes(self, name: str) -> tuple[str, ...]:
        """What was chosen on a page, or what a fact comes to."""
        if name in self.answers:
            return self.answers[name]
        if name in self._known:
            if name not in self._given:
                self._given[name] = self._known[name]()
            return self._given[name]
        if name not in self._drawn:
            facts = (fact for fact in self.aid.facts if fact.id == name)
            self._drawn[name] = tuple(fact.code for fact in facts if self.holds(fact.when))
        return self._drawn[name]

    def _true(self, clause: Clause) -> bool:
        return self._plainly(clause) is not clause.negated

    def _plainly(self, clause: Clause) -> bool:
        chosen = self.codes(clause.page)
        if clause.at_least is not None:
            page = self.aid.page(clause.page)
            if page is not None and page.kind == "instrument":
                scored = scored_page(self.aid, page, chosen)
                return scored is not None and scored.total is not None and scored.total >= clause.at_least
            return len(chosen) >= clause.at_least
        if clause.exactly:
            return set(chosen) == set(clause.codes)
        return bool(chosen) if not clause.codes else bool(set(chosen) & set(clause.codes))


def lawful(aid: Aid, page: Page, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the codes that the page offers, in its order, each once; of an instrument, one for each item.

    Of a page that takes one answer only the first offered is kept.
    """
    if page.kind in WITHOUT_ANSWER:
        return ()
    if page.kind == "instrument":
        items = aid.instruments[page.instrument].items
        if len(codes) != len(items) or not any(codes):
            return ()
        pairs = zip(items, codes, strict=True)
        return tuple(
            code if code.isascii() and code.isdigit() and item.offers(int(code)) else "" for item, code in pairs
        )
    possible = offered_codes(aid, page)
    found = tuple(code for code in possible if code in codes)
    if page.kind in {"values", "certainty"}:
        return tuple({code.partition(":")[0]: code for code in reversed(found)}.values())[::-1]
    return found[:1] if page.kind == "one" else found


def offered_codes(aid: Aid, page: Page) -> tuple[str, ...]:
    """Every code that may stand in the page's answer, in its order; none for an instrument (its items say)."""
    if page.kind == "values":
        return tuple(f"{value.id}:{weight}" for value in aid.values for weight in WEIGHTS)
    if page.kind == "certainty":
        return tuple(f"{check.id}:{answer}" for check in aid.certainty for answer in CERTAINTY)
    return tuple(one.code for one in page.choices)


def scored_page(aid: Aid, page: Page, codes: tuple[str, ...]) -> Scored | None:
    """The score of an instrument's page; None where nothing was answered."""
    instrument = aid.instruments[page.instrument]
    if len(codes) != len(instrument.items):
        return None
    answers = {
        item.id: int(code)
        for item, code in zip(instrument.items, codes, strict=True)
        if code.isascii() and code.isdigit() and item.offers(int(code))
    }
    scored = score(instrument, answers) if answers else None
    return scored if isinstance(scored, Scored) else None
