"""The decision aid's files turned into an ``Aid``, and whether it may be offered.

``offer(on)`` gives the aid with every reason for which it is kept offline: a problem of its files (IPDAS C1 to C6 among
them, see validate_decision_aid.py), or a review date that has passed on the day asked. Screens show help and contact
instead of an aid that is offline. The files are read once per process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from plait.clinical.assessment.instrument import Instrument
from plait.clinical.citation import Citation, Source
from plait.clinical.intake import aid as parts
from plait.clinical.intake.aid import Aid, Words
from plait.knowledge.aid_conditions import when
from plait.knowledge.aid_options import whole
from plait.knowledge.content import CONTENT, Document, Table, read
from plait.knowledge.problem import Problem
from plait.knowledge.validate_decision_aid import check_aid

FOLDER = "aid"


@dataclass(frozen=True, slots=True)
class Offer:
    """The aid, and why it is offline: nothing where it may be offered. ``aid`` is None where it cannot be read."""

    aid: Aid | None
    reasons: tuple[str, ...] = ()

    @property
    def online(self) -> bool:
        """Whether it may be offered."""
        return self.aid is not None and not self.reasons


def offer(on: date) -> Offer:
    """The aid that ships with Plait, as it stands on a day."""
    made, problems = _shipped()
    return judge(made, problems, on)


@cache
def _shipped() -> tuple[Aid | None, tuple[Problem, ...]]:
    from plait.knowledge.loader import release

    return load(read_folder(CONTENT / FOLDER), release().sources, release().instruments)


def read_folder(folder: Path) -> tuple[Document, ...]:
    """The files of an aid."""
    return tuple(Document(f"{FOLDER}/{doc.path}", doc.table) for doc in read(folder).documents)


def load(
    documents: Iterable[Document], sources: Mapping[str, Source], instruments: Mapping[str, Instrument]
) -> tuple[Aid | None, tuple[Problem, ...]]:
    """The aid made of its files, with every problem of theirs; None where they cannot be put together at all."""
    docs = tuple(documents)
    problems = tuple(_problems(docs, sources, instruments))
    try:
        return build_aid(merged(docs), sources, instruments), problems
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        why = Problem(f"{FOLDER}/", "", f"cannot be read: {type(error).__name__} {error}")
        return None, (*problems, why)


def _problems(
    docs: tuple[Document, ...], sources: Mapping[str, Source], instruments: Mapping[str, Instrument]
) -> Iterator[Problem]:
    """The checks, which may themselves stumble over a file that is not shaped like one: then that is the problem."""
    worded = {one.id: one.languages if one.wording_embedded else () for one in instruments.values()}
    try:
        yield from check_aid(docs, sources, worded)
    except (KeyError, TypeError, AttributeError) as error:
        yield Problem(f"{FOLDER}/", "", f"cannot be checked: {type(error).__name__} {error}")


def judge(aid: Aid | None, problems: Iterable[Problem], on: date) -> Offer:
    """Whether an aid may be offered on a day."""
    reasons = [str(problem) for problem in problems]
    if aid is not None and on > aid.review_by:
        reasons.append(f"{FOLDER}/aid.toml: review_due: the review was due by {aid.review_by.isoformat()}")
    return Offer(aid, tuple(reasons))


def merged(documents: Iterable[Document]) -> Table:
    """One table of all files. The part files hold lists and tables under names of their own."""
    whole: Table = {}
    for doc in documents:
        whole |= doc.table
    return whole


def build_aid(table: Table, sources: Mapping[str, Source], instruments: Mapping[str, Instrument]) -> Aid:
    """The aid. Raises ``KeyError`` for a missing key."""
    pages = tuple(_page(one) for one in table["pages"])
    return Aid(
        id=table["id"],
        version=table["version"],
        title=table["title"],
        decision=table["decision"],
        no_diagnosis=table["no_diagnosis"],
        published=table["effective_from"],
        updated=table["updated"],
        review_by=table["review_due"],
        funding=table["funding"],
        update_policy=table["update_policy"],
        how_chosen=table["how_chosen"],
        authors=tuple(table["authors"]),
        reading=table["reading"],
        pages=pages,
        facts=tuple(parts.Fact(one["id"], one["code"], when(one["when"])) for one in table["facts"]),
        flags=_by_id(_flag(one) for one in table["flags"]),
        comparisons=tuple(_comparison(one) for one in table["comparisons"]),
        options=_by_id(_option(one, table) for one in whole(table["options"])),
        rows=tuple(parts.RowAsked(one["id"], one["asks"]) for one in table["rows"]),
        numbers=_by_id(_number(one) for one in table["numbers"]),
        values=tuple(parts.Value(one["id"], one["asks"], one["said"]) for one in table["values"]),
        weights=MappingProxyType(table["weights"]),
        certainty=tuple(parts.Check(one["id"], one["asks"]) for one in table["certainty"]),
        certainty_answers=MappingProxyType(table["certainty_answers"]),
        talk=table["talk"],
        no_wait=table["no_wait"],
        questions=tuple(table["questions"]),
        refusals=MappingProxyType(table["refusals"]),
        criteria=tuple(_criterion(one) for one in table["criteria"]),
        sources=MappingProxyType({key: sources[key] for key in sorted(cited_sources(table)) if key in sources}),
        instruments=MappingProxyType({p.instrument: instruments[p.instrument] for p in pages if p.instrument}),
    )


def cited_sources(table: Any) -> set[str]:
    """Every source that is named anywhere in the aid."""
    if isinstance(table, dict):
        own = {table["source"]} if isinstance(table.get("source"), str) else set(table.get("sources", ()))
        return own.union(*(cited_sources(one) for one in table.values())) if table else own
    if isinstance(table, list):
        return set().union(*(cited_sources(one) for one in table)) if table else set()
    return set()


def _by_id(made: Iterable[Any]) -> Mapping[str, Any]:
    return MappingProxyType({one.id: one for one in made})


def _page(one: Table) -> parts.Page:
    return parts.Page(
        id=one["id"],
        kind=one["kind"],
        asks=one["asks"],
        group=one["group"],
        help=one.get("help"),
        choices=tuple(_choice(choice) for choice in one.get("choices", ())),
        instrument=one.get("instrument", ""),
        optional=one.get("optional", False),
        said=one.get("said"),
        only_if=when(one.get("only_if", ())),
    )


def _choice(one: Table) -> parts.Choice:
    return parts.Choice(
        code=one["code"],
        words=one["words"],
        harm=one["harm"],
        help=one.get("help"),
        flag=one.get("flag"),
        alone=one.get("alone", False),
        only_if=when(one.get("only_if", ())),
    )


def _flag(one: Table) -> parts.RedFlag:
    return parts.RedFlag(one["id"], one["level"], one["title"], one["why"], one["do"], one.get("whom", ""))


def _citation(one: Table) -> Citation:
    return Citation(one["source"], one.get("locator", ""))


def _number(one: Table) -> parts.Number:
    bars = (parts.Bar(b["label"], b["per_100"], b.get("low"), b.get("high")) for b in one.get("bars", ()))
    return parts.Number(
        id=one["id"],
        asks=one["asks"],
        says=one["says"],
        bars=tuple(bars),
        population=one["population"],
        period=one["period"],
        uncertainty=one["uncertainty"],
        mark=one["mark"],
        citation=_citation(one),
        computed=one.get("computed", False),
        denominator=100 if one.get("bars") else None,
    )


def _point(one: Table) -> parts.Point:
    words: Words = {language: one[language] for language in parts.LANGUAGES if language in one}
    return parts.Point(words, one.get("mark", "unverified"), _citation(one))


def _option(one: Table, table: Table) -> parts.Option:
    """An option; what it says about a value is its own, or else that of its arm."""
    fits = table["fits"][one["arm"]] | one.get("fits", {})
    return parts.Option(
        id=one["id"],
        arm=one["arm"],
        name=one["name"],
        short=one["short"],
        rows=MappingProxyType({row: _point(said) for row, said in one["rows"].items()}),
        pros=tuple(_point(point) for point in one["pros"]),
        cons=tuple(_point(point) for point in one["cons"]),
        fits=MappingProxyType({value: parts.Fit(fit["direction"], fit["why"]) for value, fit in fits.items()}),
    )


def _comparison(one: Table) -> parts.Comparison:
    return parts.Comparison(
        id=one["id"],
        title=one["title"],
        about=one["about"],
        course=one["course"],
        reasons=tuple(parts.Reason(r["words"], when(r.get("when", ()))) for r in one["reasons"]),
        line=one["line"],
        mark=one["mark"],
        citations=tuple(Citation(source, one.get("locator", "")) for source in one["sources"]),
        offers=tuple(
            parts.Offered(o["option"], tuple(o.get("numbers", ())), o.get("no_number")) for o in one["offers"]
        ),
        left_out=tuple(parts.NotOffered(out["arm"], out["name"], out["why"]) for out in one.get("left_out", ())),
        when=when(one.get("when", ())),
        numbers_for_adults=one.get("numbers_for_adults", True),
    )


def _criterion(one: Table) -> parts.Criterion:
    return parts.Criterion(one["id"], one["kind"], one["asks"], one["met"], one["why"])
