"""The aid that ships, its files as tables to plant faults in, and answers for short."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from plait.clinical.intake.decision_aid import Aid, Answers, Page, comparison, path
from plait.knowledge.content import CONTENT, Document
from plait.knowledge.decision_aid import Offer, judge, load, offer, read_folder
from plait.knowledge.loader import release

TODAY = date(2026, 11, 25)


def shipped() -> Aid:
    aid = offer(TODAY).aid
    assert aid is not None
    return aid


@cache
def _files() -> tuple[Document, ...]:
    return read_folder(CONTENT / "aid")


def files() -> dict[str, dict[str, Any]]:
    """Name of each file -> its table, to be changed freely."""
    return {doc.path.partition("/")[2].removesuffix(".toml"): copy.deepcopy(doc.table) for doc in _files()}


def offered(tables: Mapping[str, dict[str, Any]], on: date = TODAY, sources: Mapping[str, Any] | None = None) -> Offer:
    """What is made of changed files."""
    docs = tuple(Document(f"aid/{name}.toml", table) for name, table in tables.items())
    known = release()
    return judge(*load(docs, known.sources if sources is None else sources, known.instruments), on)


def said(aid: Aid, answers: Answers) -> str:
    """The id of the comparison that fits."""
    return comparison(aid, answers).comparison.id


def usual(aid: Aid, page: Page) -> tuple[str, ...]:
    """An answer that speaks of no danger: the first such choice; of the other pages, what is quickest."""
    if page.kind in {"one", "many"}:
        return next(((one.code,) for one in page.choices if one.harm == "none"), ())
    if page.kind == "certainty":
        return tuple(f"{check.id}:yes" for check in aid.certainty)
    return ()


def walked(aid: Aid, wanted: Answers, language: str = "en") -> tuple[tuple[Page, ...], dict[str, tuple[str, ...]]]:
    """All pages met from the first to the last, answering as wanted and else as usual; and the answers given."""
    answers: dict[str, tuple[str, ...]] = {}
    for _ in range(len(aid.pages) + 1):
        pages = path(aid, answers, language)
        page = next((one for one in pages if one.id not in answers), None)
        if page is None:
            return pages, answers
        offered_here = {choice.code for choice in page.choices}
        mine = wanted.get(page.id, ())
        lawful = mine and (page.kind not in {"one", "many"} or set(mine) <= offered_here)
        answers[page.id] = mine if lawful else usual(aid, page)
    raise AssertionError("the pages have no end")
