"""A table as text: its encoding and separator found out and said, its rows read one by one, quoted lines included.

Row numbers count as a spreadsheet does: the head is row 1. Errors: ``NotATable`` says in words why it is none.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from plait.clinical.language import gettext_noop as _

BOM = b"\xef\xbb\xbf"
SEPARATORS = (",", ";", "\t")
MOST_COLUMNS = 200
LONGEST_CELL = 20_000
SAMPLE_ROWS = 20
UNDEFINED_IN_CP1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")


class NotATable(Exception):
    """The file is no table that can be read; the message is a sentence for the catalogs."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: ``encoding`` ("utf-8", "utf-8-sig", "cp1252"), ``separator``, its heads, and its bytes."""

    content: bytes
    encoding: str
    separator: str
    heads: tuple[str, ...]

    def rows(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Every row below the head that says anything, with its number. A short row is filled up with nothing."""
        for number, cells in _numbered(self.content, self.encoding, self.separator):
            if number == 1 or not any(cells):
                continue
            yield number, (*cells[: len(self.heads)], *("",) * (len(self.heads) - len(cells)))

    def too_long(self) -> Iterator[int]:
        """The rows that have more cells than the head: a separator that was not quoted."""
        for number, cells in _numbered(self.content, self.encoding, self.separator):
            if any(cells[len(self.heads) :]):
                yield number


def read_sheet(content: bytes) -> Sheet:
    """Find out how a file is written. Raises ``NotATable``."""
    if not content.strip():
        raise NotATable(_("The file is empty."))
    if b"\x00" in content[:4096]:
        raise NotATable(_("This is no text: save the table as CSV first."))
    encoding = _encoding(content)
    separator = _separator(content, encoding)
    head = next((cells for _number, cells in _numbered(content, encoding, separator)), ())
    heads = tuple(head)
    while heads and not heads[-1]:
        heads = heads[:-1]
    if not heads:
        raise NotATable(_("The first row has no column heads."))
    if len(heads) > MOST_COLUMNS:
        raise NotATable(_("The table has more than 200 columns."))
    twice = [name for name, times in Counter(name.casefold() for name in heads if name).items() if times > 1]
    if twice:
        raise NotATable(_("Two columns have the same head."))
    return Sheet(content, encoding, separator, heads)


def _encoding(content: bytes) -> str:
    """UTF-8 where all of it is UTF-8, else Windows' Western European; what is neither is refused."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        if UNDEFINED_IN_CP1252 & set(content):
            raise NotATable(_("The letters could not be read: save the table as CSV in UTF-8.")) from None
        return "cp1252"
    return "utf-8-sig" if content.startswith(BOM) else "utf-8"


def _separator(content: bytes, encoding: str) -> str:
    """The separator that gives the first rows the same number of columns, the more the better."""

    def fit(separator: str) -> tuple[bool, int]:
        widths = []
        try:
            for number, cells in _numbered(content, encoding, separator):
                widths.append(len(cells))
                if number > SAMPLE_ROWS:
                    break
        except NotATable:
            return False, 0
        return len(set(widths)) == 1 and widths[0] > 1, widths[0] if widths else 0

    return max(SEPARATORS, key=fit)


def _numbered(content: bytes, encoding: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    number = 0
    try:
        for cells in csv.reader(text, delimiter=separator, strict=True):
            number += 1
            yield number, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise NotATable(_("A quotation mark is not closed, or a cell is too long.")) from error
