"""A FHIR element while it is read: every access says what is expected and, when it is not there, where.

Absent and null are the same. A value of another type is ``Malformed`` with its JSON path; nothing is converted,
except that surrounding white space goes. Numbers are ``Decimal``, never binary.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import TypeVar

from plait.coordination.interchange.reading.document import path_of
from plait.coordination.interchange.reading.words import Malformed

LONGEST_TEXT = 2_000
LONGEST_NOTE = 50_000
MOST_PARTS = 5_000
Found = TypeVar("Found")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Element:
    """A JSON object with its path."""

    __slots__ = ("path", "value")

    def __init__(self, value: Mapping[str, object], path: str) -> None:
        """Take an object that ``read_document`` has let through."""
        self.value = value
        self.path = path

    def at(self, name: str) -> str:
        """The path of a member."""
        return path_of(self.path, name)

    def has(self, name: str) -> bool:
        """Whether a member is there and not null."""
        return self.value.get(name) is not None

    def text(self, name: str, *, most: int = LONGEST_TEXT) -> str:
        """A text, or "" where there is none."""
        return _text(self.value.get(name), self.at(name), most)

    def code(self, name: str, known: Collection[str]) -> str:
        """A code out of a closed set, or "" where there is none."""
        found = self.text(name)
        if found and found not in known:
            raise Malformed("unknown-code", self.at(name), value=found)
        return found

    def needed(self, name: str, found: Found | None) -> Found:
        """What was found of a member that must be there; where there is none it is ``Malformed``."""
        if not found:
            raise Malformed("missing", self.at(name), name=name)
        return found

    def flag(self, name: str) -> bool | None:
        """A boolean, or None."""
        found = self.value.get(name)
        if found is None or isinstance(found, bool):
            return found
        raise Malformed("wrong-type", self.at(name), expected="true or false")

    def number(self, name: str) -> Decimal | None:
        """A number, exact, or None."""
        found = self.value.get(name)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, int | Decimal):
            raise Malformed("wrong-type", self.at(name), expected="a number")
        return Decimal(found)

    def whole(self, name: str) -> int | None:
        """A whole number, or None."""
        found = self.number(name)
        if found is not None and found != found.to_integral_value():
            raise Malformed("wrong-type", self.at(name), expected="a whole number")
        return None if found is None else int(found)

    def part(self, name: str) -> Element | None:
        """An object, or None."""
        found = self.value.get(name)
        return None if found is None else _element(found, self.at(name))

    def parts(self, name: str) -> list[Element]:
        """A list of objects; empty where there is none."""
        where = self.at(name)
        return [_element(found, path_of(where, index)) for index, found in enumerate(self._list(name))]

    def part_in_list(self, name: str) -> list[Element]:
        """An object as the only one of a list, empty where there is none: to be read on with others."""
        found = self.part(name)
        return [] if found is None else [found]

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, without the nulls that FHIR allows beside extensions."""
        where = self.at(name)
        found = [_text(one, path_of(where, index), LONGEST_TEXT) for index, one in enumerate(self._list(name))]
        return tuple(one for one in found if one)

    def choice(self, name: str) -> str:
        """Which of FHIR's ``name[x]`` members is there: its full name, or "". Two are ``Malformed``."""
        size = len(name)
        found = [
            key
            for key, one in self.value.items()
            if one is not None and key.startswith(name) and key[size : size + 1].isupper()
        ]
        if len(found) > 1:
            raise Malformed("two-values", self.path, names=", ".join(sorted(found)))
        return found[0] if found else ""

    def _list(self, name: str) -> list[object]:
        found = self.value.get(name)
        if found is None:
            return []
        if not isinstance(found, list):
            raise Malformed("wrong-type", self.at(name), expected="a list")
        if len(found) > MOST_PARTS:
            raise Malformed("wrong-type", self.at(name), expected=f"a list of at most {MOST_PARTS}")
        return found


def _element(found: object, path: str) -> Element:
    if not isinstance(found, dict):
        raise Malformed("wrong-type", path, expected="an object")
    return Element(found, path)


def _text(found: object, path: str, most: int) -> str:
    if found is None:
        return ""
    if not isinstance(found, str):
        raise Malformed("wrong-type", path, expected="text")
    if len(found) > most:
        raise Malformed("too-long", path, most=most)
    if _CONTROL.search(found):
        raise Malformed("control-character", path)
    return found.strip()
