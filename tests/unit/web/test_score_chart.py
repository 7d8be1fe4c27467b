"""Charts of scores: a missing total is below the chart and never a zero, what is unchecked is not shaded as a fact."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from xml.etree import ElementTree as ET

import pytest

from plait.coordination.people.timeline import History, build
from plait.knowledge.loader import release
from plait.web.components.score_chart.small import FOOT, render_small
from plait.web.components.score_chart.spark import share_bar, spark
from plait.web.components.score_chart.trend import Ring, render_trend
from tests.unit.timeline.drawn import of_class, words
from tests.unit.timeline.stories import NOW, ZONE, Pen

FORMS = ("desk", "tablet", "phone")


def timeline_of(history: History, known=None):
    return build(history, period="12", now=NOW, zone=ZONE, release=known or release())


def parsed(drawing: str) -> ET.Element:
    return ET.fromstring(drawing)  # noqa: S314 - our own drawing


def treated() -> History:
    pen = Pen()
    responses = pen.scores("phq-9", (300, 19), (200, None), (100, 12), (10, 6))
    left_out = replace(responses[1], answers=MappingProxyType({str(n): 1 for n in range(1, 10) if n != 4}))
    order = pen.order("sertraline", (290, "start", 50, "new"), (150, "change", 100, "partial"))
    return History(orders=(order,), responses=(responses[0], left_out, *responses[2:]), called="Mara")


@pytest.mark.hazard("H-027")
@pytest.mark.parametrize("form", FORMS)
def test_a_form_without_a_total_is_a_square_below_the_chart_and_says_what_was_left_out(form):
    timeline = timeline_of(treated())
    drawing = parsed(render_trend(timeline, [], form))
    assert len(of_class(drawing, "tl-point")) == 3
    (square,) = of_class(drawing, "tl-untotalled")
    assert float(square.get("y")) > max(float(point.get("cy")) for point in of_class(drawing, "tl-point"))
    assert "item 4 left out" in words(drawing)
    assert "no total: item 4 left out" in " ".join(event.what for event in timeline.events)


def test_every_change_of_treatment_drops_a_line_through_the_scores():
    drawing = parsed(render_trend(timeline_of(treated()), [], "desk"))
    assert len(of_class(drawing, "sc-drop")) == 2


def test_the_two_baselines_are_ringed_and_named():
    history = treated()
    rings = [Ring(history.responses[0].response_id, "episode"), Ring(history.responses[2].response_id, "step")]
    drawing = parsed(render_trend(timeline_of(history), rings, "desk"))
    assert len(of_class(drawing, "sc-ring")) == 2
    assert {one.text for one in of_class(drawing, "sc-ring-name")} == {"episode", "step"}


def test_unchecked_bands_are_outlined_and_labelled_never_shaded():
    known = release()
    phq = known.instruments["phq-9"]
    doubted = replace(phq, bands=tuple(replace(band, mark="quoted") for band in phq.bands))
    unsure = replace(known, instruments=MappingProxyType({**known.instruments, "phq-9": doubted}))
    drawing = parsed(render_trend(timeline_of(treated(), unsure), [], "desk"))
    assert not [one for one in drawing.iter() if one.get("class", "").startswith("tl-shade")]
    assert of_class(drawing, "tl-unchecked")
    assert "not checked" in words(drawing)


@pytest.mark.hazard("H-027")
def test_the_small_one_puts_a_missing_total_below_its_foot():
    timeline = timeline_of(treated())
    drawing = parsed(render_small(timeline.panels[0], timeline.frame))
    (square,) = of_class(drawing, "tl-untotalled")
    assert float(square.get("y")) > FOOT
    assert all(float(point.get("cy")) < FOOT for point in of_class(drawing, "tl-point"))
    assert drawing.get("aria-label", "").startswith("PHQ-9: 6")


def test_a_line_of_a_list_needs_two_totals_and_keeps_the_last_twelve():
    assert spark([(1, Decimal(3))], 0, 27) == ""
    many = parsed(spark([(number, Decimal(number)) for number in range(20)], 0, 27))
    assert len(many[0].get("points", "").split()) == 12


def test_a_share_of_nobody_is_nothing():
    assert 'width="0"' in share_bar(0, 0)
