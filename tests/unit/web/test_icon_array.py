"""A hundred people as dots: whole people, the same ones first, and the drawing says no more than the number."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string

from plait.web.components.icon_array import PEOPLE, SIDE, Array, arrays


def people(array: Array, kind: str) -> list[str]:
    """The dots of one kind, by their places."""
    return [dot for one in array.dots if one.kind == kind for dot in one.path.removeprefix("M").split("M")]


@pytest.mark.parametrize(("first", "second"), [(48, 62), (26, 5), (0, 100), (100, 0), (30, 30), (1, 0)])
def test_every_picture_has_a_hundred_people_and_the_same_ones_first(first: int, second: int) -> None:
    one, other = arrays([("without", first, None, None), ("with", second, None, None)])
    for array in (one, other):
        every = [dot for kind in ("same", "more", "spared", "rest") for dot in people(array, kind)]
        assert len(every) == len(set(every)) == PEOPLE
    assert len(people(one, "same")) == first
    assert people(other, "same") == people(one, "same")[: min(first, second)]
    assert len(people(other, "more")) == max(0, second - first)
    assert len(people(other, "spared")) == max(0, first - second)
    assert other.difference == second - first


@pytest.mark.parametrize("count", [-1, 101])
def test_what_is_no_number_of_people_is_not_drawn(count: int) -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        arrays([("with", count, None, None)])


def test_words_number_and_table_stand_beside_the_picture() -> None:
    drawn = arrays([("usual care", 48, 45, 51), ("therapy", 62, None, None)])
    html = render_to_string(
        "components/icon_array.html", {"arrays": drawn, "strand": "ther", "caption": "How many?", "side": SIDE}
    )
    assert re.findall(r'role="img" aria-label="([^"]+)"', html) == ["48 of 100: usual care", "62 of 100: therapy"]
    assert "14 more people than in the first picture" in html
    assert re.findall(r'<td class="num" data-label="[^"]+"><span>([^<]+)</span></td>', html) == [
        "48",
        "52",
        "45 to 51",
        "62",
        "38",
        "not given",
    ]
    assert "style=" not in html
    larger = max(float(number) for number in re.findall(r"[M ]([\d.]+)", html[html.index("<path") :])[:400])
    assert larger <= SIDE
