"""Signs of danger in the answers to a decision aid, looked for after every answer.

Every answer given is looked at, also one whose page is no longer met: nothing that somebody said of danger is lost by
answering more. ``signs`` makes of them what the risk path takes, when an aid is handed over.
Source: plait (docs/decisions/0021-one-risk-path.md, 0028-the-aid.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from plait.clinical.assessment.instrument import Level
from plait.clinical.intake.aid import Aid, Answers, Choice, FlagLevel, Page, RedFlag
from plait.clinical.intake.reading import lawful, scored_page
from plait.clinical.moment import Instant
from plait.clinical.safety.harm import Sign, sign_of

# How soon a human being must look at a sign that was handed over.
LEVEL_OF: Mapping[FlagLevel, Level] = MappingProxyType({"now": "high", "today": "moderate", "soon": "low"})
HASTE: tuple[FlagLevel, ...] = ("now", "today", "soon")
OF_INSTRUMENT = "thoughts-of-harm"  # the flag that an instrument's item raises


@dataclass(frozen=True, slots=True)
class Raised:
    """A sign of danger that is up, and the answer that raised it."""

    flag: RedFlag
    page: str
    code: str  # of the choice; of an instrument, the id of its item


def red_flags(aid: Aid, answers: Answers) -> tuple[Raised, ...]:
    """All signs of danger in the answers, the most urgent first, then in the order of the pages; each flag once."""
    found: dict[str, Raised] = {}
    for page in aid.pages:
        for raised in _of_page(aid, page, answers.get(page.id, ())):
            found.setdefault(raised.flag.id, raised)
    return tuple(sorted(found.values(), key=lambda one: HASTE.index(one.flag.level)))


def signs(aid: Aid, answers: Answers, said_at: Instant) -> tuple[Sign, ...]:
    """What a handed-over aid hands to the risk path: one sign for each answer that speaks of danger.

    An answer to a question of the aid carries its words ("Asked: ... Answered: ..."), in English, since staff read it;
    an answer to an instrument carries the items. A danger that nobody intends counts as danger to the person.
    """
    return tuple(sign for page in aid.pages for sign in _signs(aid, page, answers.get(page.id, ()), said_at))


def _of_page(aid: Aid, page: Page, codes: tuple[str, ...]) -> Iterator[Raised]:
    if page.kind == "instrument":
        scored = scored_page(aid, page, codes)
        for item, _value in scored.risk if scored else ():
            yield Raised(aid.flags[OF_INSTRUMENT], page.id, item)
        return
    for choice in _chosen(aid, page, codes):
        if choice.flag:
            yield Raised(aid.flags[choice.flag], page.id, choice.code)


def _chosen(aid: Aid, page: Page, codes: tuple[str, ...]) -> Iterator[Choice]:
    for code in lawful(aid, page, codes):
        choice = page.choice(code)
        if choice is not None:
            yield choice


def _signs(aid: Aid, page: Page, codes: tuple[str, ...], said_at: Instant) -> Iterator[Sign]:
    if page.kind == "instrument":
        scored = scored_page(aid, page, codes)
        sign = (
            sign_of(aid.instruments[page.instrument], scored, source="front-door", said_at=said_at) if scored else None
        )
        if sign is not None:
            yield sign
        return
    for choice in _chosen(aid, page, codes):
        if choice.harm == "none" or not choice.flag:
            continue
        flag = aid.flags[choice.flag]
        words = f"Asked: {page.asks['en']} Answered: {choice.words['en']}"
        yield Sign(LEVEL_OF[flag.level], choice.harm, "front-door", "", (), said_at, words)
