"""Which page comes next: the pages that somebody meets, and what counts as an answer to one."""

from __future__ import annotations

from plait.clinical.intake.aid import Aid, Answers, Page
from plait.clinical.intake.danger import red_flags
from plait.clinical.intake.reading import WITHOUT_ANSWER, Reading, lawful, offered_codes
from plait.clinical.intake.shown import arms_offered


class AnswerRefused(ValueError):
    """An answer that the page does not take. ``why``: a stable code, in words in ``Aid.refusals``."""

    def __init__(self, page: str, why: str) -> None:
        """Name the page and the reason."""
        super().__init__(f"{page}: {why}")
        self.page = page
        self.why = why


def read(aid: Aid, answers: Answers) -> Reading:
    """The answers that count, with everything drawn from them."""
    return Reading(
        aid,
        answers,
        {
            "flag": lambda: tuple(one.flag.id for one in red_flags(aid, answers)),
            "offered": lambda: arms_offered(aid, answers),
        },
    )


def path(aid: Aid, answers: Answers, language: str = "en") -> tuple[Page, ...]:
    """The pages this person meets, as far as is known by now, each with the choices that are offered to them.

    An instrument is asked in the languages in which its published wording may stand, and in no other.
    """
    return tuple(page for page in read(aid, answers).pages if _worded(aid, page, language))


def on_path(aid: Aid, answers: Answers) -> dict[str, tuple[str, ...]]:
    """The answers that still count: what is kept after somebody went back and answered otherwise."""
    return read(aid, answers).answers


def page_after(aid: Aid, answers: Answers, page_id: str, language: str = "en") -> Page | None:
    """The page after this one; None after the last, and for a page that is not met."""
    return _beside(path(aid, answers, language), page_id, 1)


def page_before(aid: Aid, answers: Answers, page_id: str, language: str = "en") -> Page | None:
    """The page before this one; None before the first, and for a page that is not met."""
    return _beside(path(aid, answers, language), page_id, -1)


def first_open(aid: Aid, answers: Answers) -> Page:
    """The first page on the way that needs an answer and has none; the sheet, where all are answered."""
    reading = read(aid, answers)
    for page in reading.pages:
        if page.kind not in WITHOUT_ANSWER and not page.optional and page.id not in reading.answers:
            return page
    return reading.pages[-1]


def checked(aid: Aid, page_id: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """The answer to a page in the page's own order. Raises ``AnswerRefused``.

    Of an instrument: one code for each item in the order of the items, "" for one left out; nothing at all skips it.
    """
    page = aid.page(page_id)
    if page is None:
        raise AnswerRefused(page_id, "unknown-page")
    found = lawful(aid, page, codes)
    if page.kind == "instrument":
        if any(codes) and found != codes:
            raise AnswerRefused(page_id, "unknown-choice")
        return found
    if set(codes) - set(offered_codes(aid, page)):
        raise AnswerRefused(page_id, "unknown-choice")
    if page.kind in {"values", "certainty"} and len(found) != len(set(codes)):
        raise AnswerRefused(page_id, "choose-one")
    if page.kind == "one" and len(set(codes)) > 1:
        raise AnswerRefused(page_id, "choose-one")
    if not found and not page.optional and page.kind not in WITHOUT_ANSWER:
        raise AnswerRefused(page_id, "choose-one" if page.kind == "one" else "choose-some")
    if len(found) > 1 and any(choice.alone for choice in page.choices if choice.code in found):
        raise AnswerRefused(page_id, "stands-alone")
    return found


def _beside(pages: tuple[Page, ...], page_id: str, step: int) -> Page | None:
    place = next((place for place, page in enumerate(pages) if page.id == page_id), None)
    if place is None or not 0 <= place + step < len(pages):
        return None
    return pages[place + step]


def _worded(aid: Aid, page: Page, language: str) -> bool:
    return page.kind != "instrument" or language in aid.instruments[page.instrument].languages
