"""The rows that were not taken in, as a table again: the same columns, and one more that says why.

A spreadsheet reads a cell that begins with =, +, - or @ as a formula. Such a cell gets an apostrophe in front, which is
how spreadsheets mark text; it is taken off again when the mended file comes back. Source: OWASP, CSV injection.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

REASON = "why it was not taken in"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell


def unsafe(cell: str) -> str:
    """The cell as it was before ``safe``."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(DANGEROUS) else cell


def write(
    heads: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], why: Mapping[int, str], *, separator: str
) -> bytes:
    """The table of the refused rows, in UTF-8 with the mark by which spreadsheets know it."""
    kept = [place for place, head in enumerate(heads) if head != REASON]
    text = io.StringIO(newline="")
    table = csv.writer(text, delimiter=separator)
    table.writerow([*(safe(heads[place]) for place in kept), REASON])
    for number, cells in rows:
        if number in why:
            table.writerow([*(safe(cells[place]) for place in kept), safe(why[number])])
    return text.getvalue().encode("utf-8-sig")
