"""Draft the table from what the routes answer now: ``pytest tests/contract/draft.py``. Review every changed line."""

from __future__ import annotations

import csv

from tests.contract.test_matrix import COLUMNS, METHODS, TABLE, run, world

__all__ = ["world"]


def test_draft(world):
    """Ask every route as everybody and write the answers."""
    answers = {column: run(world, column) for column in COLUMNS}
    names = sorted({name for name, _method in answers["anonymous"]})
    with TABLE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["route", "method", *COLUMNS])
        for name in names:
            for method in METHODS:
                writer.writerow([name, method, *(answers[column][name, method] for column in COLUMNS)])
    assert TABLE.stat().st_size > 0
