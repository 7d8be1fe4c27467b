"""Finding a medicine by the beginning of its words: a small in-memory index with a fixed order.

A query's words must each begin a word of the entry (numbers must be equal: "50" does not find 500). Entries that Plait
has knowledge about come first, and ingredients before products; then those whose own name begins with the query, those
whose brand does, and the index's own order. The same query always gives the same answer.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

WORD = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+")
SHORTEST = 2  # one letter finds half the formulary
LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found: its code, the names it may begin with, and every word that finds it."""

    rxcui: str
    names: tuple[str, ...]  # generic name and brands, lower case
    words: frozenset[str]
    known: bool
    product: bool = False


def words(text: str) -> list[str]:
    """The words and numbers of a text, lower case."""
    return WORD.findall(text.casefold())


class Index:
    """Entries in their order, reachable by the beginnings of their words. Known entries stand first."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Index the entries; their order is the order of equal hits."""
        self._entries = tuple(sorted(entries, key=lambda entry: not entry.known))
        self._known = sum(entry.known for entry in self._entries)
        places: dict[str, set[int]] = {}
        for place, entry in enumerate(self._entries):
            for word in entry.words:
                places.setdefault(word, set()).add(place)
        self._places = places
        self._words = sorted(places)

    def find(self, text: str, limit: int) -> tuple[Entry, ...]:
        """The best ``limit`` entries for what was typed; none for less than two characters."""
        typed = words(text)
        if not typed or len("".join(typed)) < SHORTEST:
            return ()
        found = reduce(set.__and__, (self._beginning(word) for word in typed))
        start = text.casefold().strip()
        known = self._ranked((place for place in found if place < self._known), start, typed[0])
        if len(known) < limit:  # what Plait does not know is looked at only when there is room for it
            known += self._ranked((place for place in found if place >= self._known), start, typed[0])
        return tuple(known[:limit])

    def _ranked(self, places: Iterable[int], start: str, first: str) -> list[Entry]:
        ranked = sorted(
            (e.product, self._rank(e, start, first), place) for place in places for e in [self._entries[place]]
        )
        return [self._entries[place] for _, _, place in ranked]

    def _beginning(self, word: str) -> set[int]:
        if word[0].isdigit():
            return self._places.get(word, set())
        first, last = bisect_left(self._words, word), bisect_left(self._words, word + LAST)
        return set().union(*(self._places[found] for found in self._words[first:last]))

    @staticmethod
    def _rank(entry: Entry, start: str, first: str) -> int:
        if start in entry.names:
            return 0
        begins = [name.startswith(first) for name in entry.names]
        if not any(begins):
            return 3
        return 1 if begins[0] else 2
