"""A line of totals in a list, no larger than a word. Its numbers stand beside it, so it is hidden from who listens."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.safestring import SafeString

WIDTH, HEIGHT, EDGE = 96, 28, 3
MOST = 12


def spark(totals: Sequence[tuple[float, Decimal]], lowest: int, highest: int) -> SafeString:
    """The last twelve totals over time on the instrument's whole range; nothing where there are fewer than two."""
    shown = totals[-MOST:]
    if len(shown) < 2:
        return SafeString("")
    first, last = shown[0][0], shown[-1][0]
    span, reach = (last - first) or 1, (highest - lowest) or 1
    places = [
        (
            round(EDGE + (at - first) / span * (WIDTH - 2 * EDGE), 1),
            round(EDGE + float(highest - total) / reach * (HEIGHT - 2 * EDGE), 1),
        )
        for at, total in shown
    ]
    joined = " ".join(f"{x:g},{y:g}" for x, y in places)
    x, y = places[-1]
    return SafeString(  # numbers alone
        f'<svg class="sc-spark" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true" focusable="false">'
        f'<polyline class="sc-line-fine" points="{joined}"/>'
        f'<circle class="sc-last" cx="{x:g}" cy="{y:g}" r="2.6"/></svg>'
    )


def share_bar(number: int, whole: int) -> SafeString:
    """A part of a whole as a bar; the numbers stand beside it."""
    wide = round(100 * number / whole, 1) if whole else 0
    return SafeString(
        '<svg class="sc-share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="sc-share-ground" width="100" height="8"/>'
        f'<rect class="sc-share-part" width="{wide:g}" height="8"/></svg>'
    )
