"""Which questions of an instrument are put, given what was answered so far.

Some questions are asked only after certain answers ("if yes to question 2, ask 3 to 5"). Such a question is put once
its condition holds for certain; an answer to one whose condition does not hold contradicts the form and is named, never
dropped in silence. Answers are item id to value. Source: ``only_if`` of each instrument in the release.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plait.clinical.assessment.criteria import holds
from plait.clinical.assessment.instrument import Instrument, Item

Answers = Mapping[str, int]
PER_PAGE = 5  # of short questions on a telephone


def asked(instrument: Instrument, answers: Answers) -> tuple[Item, ...]:
    """The questions to put, in the order of the form."""
    return tuple(item for item in instrument.items if item.only_if is None or holds(item.only_if, answers) is True)


def contradicted(instrument: Instrument, answers: Answers) -> str | None:
    """The first item that was answered although it is not asked after the other answers; None where there is none."""
    for item in instrument.items:
        if item.id in answers and item.only_if is not None and holds(item.only_if, answers) is False:
            return item.id
    return None


def without_contradictions(instrument: Instrument, answers: Answers) -> dict[str, int]:
    """The answers of somebody who went back and changed one: those to questions that are not put any more fall away."""
    kept = dict(answers)
    while (item := contradicted(instrument, kept)) is not None:
        del kept[item]
    return kept


def pages(instrument: Instrument, answers: Answers, per_page: int = PER_PAGE) -> tuple[tuple[Item, ...], ...]:
    """The questions to put in pages. A question that others hang on ends its page, so that the next page knows."""
    return tuple(_paged(asked(instrument, answers), _deciding(instrument), per_page))


def _deciding(instrument: Instrument) -> frozenset[str]:
    """The items that decide whether others are asked."""
    return frozenset(one for item in instrument.items if item.only_if for one in item.only_if.items)


def _paged(items: tuple[Item, ...], deciding: frozenset[str], per_page: int) -> Iterator[tuple[Item, ...]]:
    page: list[Item] = []
    for item in items:
        page.append(item)
        if len(page) == per_page or item.id in deciding:
            yield tuple(page)
            page = []
    if page:
        yield tuple(page)
