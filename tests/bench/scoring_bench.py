"""How many filled-in instruments the pure function scores in a minute on one core, beside the bare sum of the answers.

The aim is 100,000 a minute. The bare sum is what any scoring must do at least: read the ratio, which holds on a slow
day too. Run: python -m tests.bench.scoring_bench (or make bench).
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from plait.clinical.assessment.instrument import Instrument
from plait.clinical.assessment.scoring import Scored, score
from plait.knowledge.loader import release

AIM = 100_000
ROUNDS, TIMES = 5, 2_000


def a_minute(work: Callable[[], object]) -> int:
    """How often it can be done in a minute of processor time; the best of some rounds."""
    best = 0.0
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(TIMES):
            work()
        best = max(best, TIMES / max(time.process_time() - start, 1e-9))
    return int(best * 60)


def sheet_of(instrument: Instrument) -> dict[str, int]:
    """Every item with its highest answer: what speaks of harm does, and what is asked after others is asked."""
    return {item.id: item.highest for item in instrument.items}


def measured() -> dict[str, tuple[int, int]]:
    """Of each instrument: scorings a minute, and bare sums of the same answers a minute."""
    found = {}
    for instrument in release().instruments.values():
        answers = sheet_of(instrument)
        assert isinstance(score(instrument, answers), Scored)
        found[instrument.id] = (
            a_minute(lambda i=instrument, a=answers: score(i, a)),
            a_minute(lambda a=answers: sum(a.values())),
        )
    return found


def main() -> dict[str, tuple[int, int]]:
    """Print one line for each instrument, the slowest first."""
    found = measured()
    for name, (scored, bare) in sorted(found.items(), key=lambda one: one[1][0]):
        print(f"{name:30} {scored:>12,} a minute = {scored / AIM:5.1f} x the aim; a bare sum is {bare / scored:5.0f} x")
    return found


@pytest.mark.bench
def test_a_hundred_thousand_responses_a_minute_on_one_core() -> None:
    found = main()
    assert min(scored for scored, _bare in found.values()) >= AIM, found


if __name__ == "__main__":
    main()
