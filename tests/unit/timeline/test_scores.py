"""Scores: bands and lines only where checked, a missing total never as zero, harm always told."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

import pytest

from plait.coordination.people.timeline import History, build
from plait.knowledge.loader import release
from tests.unit.timeline.drawn import drawings, of_class, story, told, words
from tests.unit.timeline.stories import NOW, ZONE, Pen


def scored(*pairs, harm=None, instrument="phq-9", **more):
    return told(History(responses=Pen().scores(instrument, *pairs, harm=harm), **more))


def test_checked_bands_have_names_and_touch_each_other():
    panel = scored((100, 19), (10, 6)).panels[0]
    assert panel.bands[0].name
    assert all(band.checked for band in panel.bands)
    assert [band.high for band in panel.bands[:-1]] == [band.low for band in panel.bands[1:]]


def test_unchecked_bands_have_no_name_and_are_labelled():
    known = release()
    phq = known.instruments["phq-9"]
    doubted = replace(
        phq,
        bands=tuple(replace(band, mark="quoted") for band in phq.bands),
        change=replace(phq.change, marks=MappingProxyType({"remission": "partial", "response": "unverified"})),
    )
    unsure = replace(known, instruments=MappingProxyType({**known.instruments, "phq-9": doubted}))
    history = History(responses=Pen().scores("phq-9", (100, 19), (10, 6)))
    timeline = build(history, period="12", now=NOW, zone=ZONE, release=unsure)
    panel = timeline.panels[0]
    assert not any(band.name for band in panel.bands)
    assert panel.targets == ()
    assert "not checked" in panel.unchecked
    assert "not checked" in words(drawings(timeline)["desk"])
    assert ": response" not in panel.detail


def test_response_is_half_of_the_episodes_baseline():
    timeline = scored((300, 24), (200, 20), (10, 9), episode_started_at=NOW.plus(days=-250))
    response = next(t for t in timeline.panels[0].targets if t.kind == "response")
    assert response.value == Decimal(10)
    assert timeline.panels[0].detail.endswith("response")


def test_no_response_line_below_remission():
    assert [t.kind for t in scored((100, 6), (10, 3)).panels[0].targets] == ["remission"]


@pytest.mark.hazard("H-027")
@pytest.mark.parametrize("form", ["desk", "tablet", "phone"])
def test_a_missing_total_is_never_drawn_as_zero(form):
    timeline = scored((100, 12), (50, None), (10, 8))
    panel = timeline.panels[0]
    assert [point.total for point in panel.points] == [12, 8]
    assert len(panel.untotalled) == 1
    drawing = drawings(timeline)[form]
    assert len(of_class(drawing, "tl-point")) == 2
    assert len(of_class(drawing, "tl-untotalled")) == 1
    assert "no total" in timeline.events[1].what
    assert " 0" not in timeline.events[1].what


@pytest.mark.hazard("H-005")
@pytest.mark.parametrize("form", ["desk", "tablet", "phone"])
def test_harm_is_drawn_and_said_even_without_a_total(form):
    drawing = drawings(scored((100, 12), (50, None), harm={50: 2}))[form]
    assert of_class(drawing, "tl-harm")
    assert ("item 9: 2" if form != "phone" else "Self-harm: 2") in words(drawing)


def test_a_harm_answer_of_zero_is_no_alarm():
    timeline = scored((100, 12), harm={100: 0})
    assert not any(event.alert for event in timeline.events)


def test_other_instruments_stand_on_their_own_range():
    timeline = story("partial-response")
    assert [panel.instrument for panel in timeline.panels] == ["phq-9", "gad-7"]
    assert timeline.panels[1].highest == 21
    assert timeline.panels[1].bands == ()
    assert of_class(drawings(timeline)["desk"], "tl-line-fine")


def test_an_unknown_instrument_is_drawn_without_bands_and_says_so():
    panel = story("not-stated").panels[0]
    assert (panel.bands, panel.targets, panel.range_known) == ((), (), False)
    assert panel.unchecked


def test_one_score_alone_is_a_point_without_a_line():
    desk = drawings(scored((10, 12)))["desk"]
    assert len(of_class(desk, "tl-point")) == 1
    assert not of_class(desk, "tl-line")
