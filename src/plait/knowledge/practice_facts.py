"""What a practice says of itself and no table holds: how to reach it, when it answers, what it costs, who pays.

One file ``practice.toml`` in the site's folder. Words stand in both languages, ``{ en = "…", es = "…" }``; prices are
exact. What is left out is not shown, and never made up: ``lacking`` names it. A file with a mistake counts as not
there, and ``problems`` says where.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from plait.knowledge.site_pages import LANGUAGES, PageProblem
from plait.knowledge.site_pages_read import AT_LINE

FILE = "practice.toml"
Words = Mapping[str, str]
TEXTS = ("telephone", "email", "emergency_line")
WORDS = ("paying", "insurance_words")
KEYS = frozenset({*TEXTS, *WORDS, "answer_within_working_days", "insurance", "fees", "currency"})
FEE_KEYS = frozenset({"what", "price", "note"})
MOST_WORKING_DAYS = 30


@dataclass(frozen=True, slots=True)
class Fee:
    """What one thing costs; ``price`` in the practice's currency."""

    what: Words
    price: Decimal
    note: Words | None = None


@dataclass(frozen=True, slots=True)
class PracticeFacts:
    """All of it; an empty one says nothing."""

    telephone: str = ""
    email: str = ""
    emergency_line: str = ""
    answer_within_working_days: int | None = None
    fees: tuple[Fee, ...] = ()
    currency: str = "USD"
    insurance: tuple[str, ...] = ()
    insurance_words: Words | None = None
    paying: Words | None = None
    problems: tuple[PageProblem, ...] = ()

    @property
    def lacking(self) -> tuple[str, ...]:
        """What a practice still has to fill in, by the names of its keys."""
        has = {
            "telephone": self.telephone,
            "email": self.email,
            "answer_within_working_days": self.answer_within_working_days,
            "fees": self.fees,
            "insurance": self.insurance or self.insurance_words,
        }
        return tuple(key for key, value in has.items() if not value)


def facts(path: Path) -> PracticeFacts:
    """What the file says now; a missing one says nothing."""
    try:
        state = path.stat()
    except OSError:
        return PracticeFacts()
    return _read(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=8)
def _read(path: Path, _written: int, _size: int) -> PracticeFacts:
    text = path.read_bytes().decode("utf-8", "replace")
    try:
        table = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        at = AT_LINE.search(str(error))
        line = int(at[1]) if at else 1
        return PracticeFacts(problems=(PageProblem(str(path), line, f"not TOML: {error}"),))
    wrong = tuple(PageProblem(str(path), _line_of(key, text), why) for key, why in _wrong(table))
    if wrong:
        return PracticeFacts(problems=wrong)
    return PracticeFacts(
        telephone=table.get("telephone", ""),
        email=table.get("email", ""),
        emergency_line=table.get("emergency_line", ""),
        insurance_words=table.get("insurance_words"),
        paying=table.get("paying"),
        answer_within_working_days=table.get("answer_within_working_days"),
        fees=tuple(Fee(one["what"], Decimal(one["price"]), one.get("note")) for one in table.get("fees", ())),
        currency=table.get("currency", "USD"),
        insurance=tuple(table.get("insurance", ())),
    )


def _wrong(table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(key, why) for everything that is not as it should be."""
    for key in table.keys() - KEYS:
        yield key, f"{key} is not known here"
    for key in (*TEXTS, "currency"):
        if not isinstance(table.get(key, ""), str):
            yield key, f"{key} is to be text"
    for key in WORDS:
        if key in table and not _in_both(table[key]):
            yield key, f"{key} is to stand in both languages"
    days = table.get("answer_within_working_days", 1)
    if type(days) is not int or not 1 <= days <= MOST_WORKING_DAYS:
        yield "answer_within_working_days", f"a whole number from 1 to {MOST_WORKING_DAYS}"
    taken = table.get("insurance", [])
    if not isinstance(taken, list) or not all(isinstance(one, str) and one for one in taken):
        yield "insurance", "insurance is to be a list of names"
    yield from _wrong_fees(table)


def _wrong_fees(table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    fees = table.get("fees", [])
    if not isinstance(fees, list) or not all(isinstance(one, dict) for one in fees):
        yield "fees", "write each fee under its own [[fees]]"
        return
    for number, fee in enumerate(fees, 1):
        for why in _wrong_fee(fee):
            yield "fees", f"fee {number}: {why}"


def _wrong_fee(fee: dict[str, Any]) -> Iterator[str]:
    for key in fee.keys() - FEE_KEYS:
        yield f"{key} is not known here"
    if not _in_both(fee.get("what")):
        yield "what is to stand in both languages"
    if "note" in fee and not _in_both(fee["note"]):
        yield "note is to stand in both languages"
    price = fee.get("price")
    if type(price) not in {int, Decimal} or price < 0:  # type: ignore[operator]
        yield "price is to be a number"


def _in_both(words: Any) -> bool:
    return (
        isinstance(words, dict)
        and words.keys() == set(LANGUAGES)
        and all(isinstance(one, str) and one.strip() for one in words.values())
    )


def _line_of(key: str, text: str) -> int:
    return next((n for n, line in enumerate(text.splitlines(), 1) if line.lstrip("[ ").startswith(key)), 1)
