"""How long the timeline of 3 years, 12 medicines, 150 sessions and 60 scores takes, beside the same rows told plainly.

The baseline joins date and id of the same records into one string: what any page that lists them must do. Read the
ratios, not the milliseconds: a shared machine is slow on some days. The aim, on two quiet cores, is under 20 ms for
assembling and one drawing. Run: python -m tests.bench.timeline_bench
"""

from __future__ import annotations

import gzip
import os
import time
from collections.abc import Callable

import django
from django.conf import settings

from tests.unit.timeline.stories import NOW, ZONE, twelve_medicines

ROUNDS = 30


def best(work: Callable[[], object]) -> float:
    """The best of many rounds, in milliseconds of processor time."""
    work()
    found = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found) * 1000


def main() -> None:
    """Print one line for each part."""
    if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
        settings.configure(USE_I18N=True, LANGUAGE_CODE="en-us")
        django.setup()
    from plait.coordination.people.timeline import build
    from plait.knowledge.loader import release
    from plait.web.components.timeline import present, render_phone, render_rows, render_wide

    history, known = twelve_medicines(), release()
    timeline = build(history, period="36", now=NOW, zone=ZONE, release=known)
    records = [
        *(line for order in history.orders for line in order),
        *history.sessions,
        *history.responses,
        *history.encounters,
        *history.life_events,
        *history.exchanges,
    ]
    parts: dict[str, Callable[[], object]] = {
        "baseline: the same records, one line each": lambda: "\n".join(repr(record) for record in records),
        "build": lambda: build(history, period="36", now=NOW, zone=ZONE, release=known),
        "draw wide": lambda: render_wide(timeline),
        "draw narrow": lambda: render_phone(timeline),
        "table": lambda: render_rows(timeline),
        "build and draw wide": lambda: render_wide(build(history, period="36", now=NOW, zone=ZONE, release=known)),
        "everything on the page": lambda: present(build(history, period="36", now=NOW, zone=ZONE, release=known)),
    }
    print(
        f"{len(history.orders)} medicines, {len(history.sessions)} sessions, {len(history.responses)} scores, ", end=""
    )
    print(f"{len(timeline.events)} events")
    baseline = 0.0
    for name, work in parts.items():
        took = best(work)
        baseline = baseline or took
        print(f"{name:45} {took:7.2f} ms  {took / baseline:6.1f} x")
    view = present(timeline)
    page = f"{view.wide}{view.tablet}{view.phone}{view.rows}".encode()
    print(f"{'page':45} {len(page) / 1024:7.0f} KB  {len(gzip.compress(page)) / 1024:6.0f} KB compressed")


if __name__ == "__main__":
    main()
