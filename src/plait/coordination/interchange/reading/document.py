"""From bytes to a tree that is safe to walk: JSON only, of bounded size and depth, with no value in doubt.

Refused with ``Malformed``: too large, XML, not UTF-8, not JSON, nested deeper than ``DEEPEST``, a name twice in one
object, NaN and Infinity, numbers beyond any measurement, NUL characters and lone surrogates. Decimals stay exact.
The depth is counted before the parser sees the text, since parsers of health records have been crashed by depth
(CVE-2026-62295). Source: RFC 8259, FHIR R4 JSON format.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal

from plait.coordination.interchange.reading.words import Malformed, shown

MOST_BYTES = 25_000_000
DEEPEST = 40
LONGEST_NUMBER = 28  # digits that decimal arithmetic keeps; FHIR asks for 18
LARGEST_EXPONENT = 20

# Everything up to the next bracket outside a string. Possessive, and the end of the text always matches, so that a
# hostile text costs one pass. An unterminated string runs to the end; the parser then says what is wrong.
_TO_BRACKET = re.compile(rb'(?:[^"\[\]{}]++|"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z))*+(?:[\[\]{}]|\Z)', re.DOTALL)
_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}\Z")
_BROKEN = re.compile("[\x00\ud800-\udfff]")
_ESCAPED = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


@dataclass(frozen=True, slots=True)
class _Flaw:
    """Stands in the tree where a value is in doubt, until the walk finds it and knows its path."""

    code: str
    name: str
    value: str


def read_document(raw: bytes, *, most_bytes: int = MOST_BYTES) -> dict[str, object]:
    """The JSON object in these bytes. Raises ``Malformed`` with the path of what is wrong."""
    if len(raw) > most_bytes:
        raise Malformed("too-big", "$", most=most_bytes)
    start = raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if not start:
        raise Malformed("empty", "$")
    if start == b"<":
        raise Malformed("xml", "$")
    _refuse_depth(raw)
    tree = _parse(_decode(raw))
    if not isinstance(tree, dict):
        raise Malformed("not-an-object", "$")
    return tree


def path_of(parent: str, name: str | int) -> str:
    """The JSON path of a member or an element. Names that are not plain are shortened and quoted."""
    if isinstance(name, int):
        return f"{parent}[{name}]"
    return f"{parent}.{name}" if _PLAIN_NAME.match(name) else f"{parent}[{shown(name[:40])!r}]"


def _refuse_depth(raw: bytes) -> None:
    if raw.count(b"[") + raw.count(b"{") <= DEEPEST:  # few brackets are never deep
        return
    depth = 0
    for piece in _TO_BRACKET.finditer(raw):
        bracket = raw[piece.end() - 1 : piece.end()]
        if bracket in {b"[", b"{"}:
            depth += 1
            if depth > DEEPEST:
                raise Malformed("too-deep", "$", most=DEEPEST, byte=piece.end())
        elif bracket in {b"]", b"}"}:
            depth -= 1


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Malformed("not-utf-8", "$", byte=error.start) from error


def _parse(text: str) -> object:
    found = _Numbers()
    try:
        tree: object = json.loads(
            text,
            object_pairs_hook=found.members,
            parse_float=found.decimal,
            parse_int=found.whole,
            parse_constant=found.constant,
        )
    except json.JSONDecodeError as error:
        raise Malformed("not-json", "$", why=error.msg, line=error.lineno, column=error.colno) from error
    # Only where something is in doubt, or a letter was written as a number, is every value looked at again.
    if found.doubtful or _ESCAPED.search(text):
        _refuse_flaws(tree)
    return tree


@dataclass(slots=True)
class _Numbers:
    """Numbers and objects while they are parsed; ``doubtful`` once a flaw stands in the tree."""

    doubtful: bool = False

    def flaw(self, code: str, name: str, value: str) -> _Flaw:
        self.doubtful = True
        return _Flaw(code, name, value)

    def members(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) != len(pairs):
            names: set[str] = set()
            for name, _ in pairs:
                if name in names:
                    found[name] = self.flaw("duplicate-key", "key", name)
                names.add(name)
        return found

    def decimal(self, text: str) -> object:
        if len(text) > LONGEST_NUMBER:
            return self.flaw("huge-number", "value", text)
        number = Decimal(text)
        return number if abs(number.adjusted()) <= LARGEST_EXPONENT else self.flaw("huge-number", "value", text)

    def whole(self, text: str) -> object:
        return int(text) if len(text) <= LARGEST_EXPONENT + 1 else self.flaw("huge-number", "value", text)

    def constant(self, text: str) -> object:
        return self.flaw("not-a-number", "value", text)


def _refuse_flaws(tree: object) -> None:
    found = _find_flaw(tree)
    if found is not None:
        flaw, names = found
        path = "$"
        for name in reversed(names):
            path = path_of(path, name)
        raise Malformed(flaw.code, path, **{flaw.name: flaw.value} if flaw.name else {})


def _find_flaw(value: object) -> tuple[_Flaw, list[str | int]] | None:
    """The first value in doubt with its path from the inside out. Depth is bounded before this runs."""
    if isinstance(value, str):
        return (_Flaw("broken-text", "", ""), []) if _BROKEN.search(value) else None
    if isinstance(value, _Flaw):
        return value, []
    members: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        members = list(value.items())
    elif isinstance(value, list):
        members = list(enumerate(value))
    for name, member in members:
        found = _find_flaw(member) or (_find_flaw(name) if isinstance(name, str) else None)
        if found is not None:
            found[1].append(name)
            return found
    return None
