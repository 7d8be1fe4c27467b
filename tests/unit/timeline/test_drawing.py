"""What is drawn stays on the sheet, leads to the table, and carries no style of its own."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from django.template.loader import render_to_string

from plait.web.components.timeline import present, render_phone, render_rows, render_wide
from plait.web.components.timeline.drawing import Room, shorten, shorten_pair, width_of, wrap
from plait.web.components.timeline.phone_words import spread
from tests.unit.timeline.drawn import classes, drawings, links, of_class, row_ids, story, told, words
from tests.unit.timeline.stories import HOSTILE, NOW, STORIES, partial_response

DRAWN = sorted(set(STORIES) - {"nothing"})


@pytest.mark.parametrize("name", DRAWN)
def test_every_mark_leads_to_a_row_of_the_table(name):
    timeline = story(name)
    rows = row_ids(timeline)
    assert len(rows) == len(set(rows)) == len(timeline.events)
    for form, drawing in drawings(timeline).items():
        assert links(drawing) <= set(rows), form


@pytest.mark.parametrize("name", DRAWN)
def test_every_event_is_drawn_wide(name):
    timeline = story(name)
    missing = {event.anchor for event in timeline.events} - links(drawings(timeline)["desk"])
    assert not missing


@pytest.mark.parametrize("name", DRAWN)
def test_every_event_of_medication_harm_and_life_has_words_on_the_phone(name):
    timeline = story(name)
    told_there = {a.get("href")[1:] for a in of_class(drawings(timeline)["phone"], "tl-words")}
    wanted = {e.anchor for e in timeline.events if e.strand == "medication" or e.alert or e.kind == "life"}
    assert wanted <= told_there


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("form", ["desk", "tablet", "phone"])
def test_shapes_stay_on_the_sheet(name, form):
    drawing = drawings(story(name))[form]
    _, _, wide, high = (float(n) for n in drawing.get("viewBox").split())
    for element in drawing.iter():
        if element.tag == "rect" and "tl-hatch" not in element.get("class", ""):
            x, y, w, h = (float(element.get(k)) for k in ("x", "y", "width", "height"))
            assert w > 0
            assert h > 0
            assert x >= -1
            assert x + w <= wide + 1
            assert y >= 0
            assert y + h <= high + 1
        if element.tag == "circle":
            assert 0 <= float(element.get("cx")) <= wide
            assert 0 <= float(element.get("cy")) <= high
        if element.tag == "text" and element.get("x"):
            assert 0 <= float(element.get("x")) <= wide
            assert 0 <= float(element.get("y")) <= high


@pytest.mark.parametrize("name", sorted(STORIES))
def test_the_page_needs_neither_inline_style_nor_script(name):
    page = render_to_string("components/timeline.html", {"timeline": present(story(name))})
    assert not re.search(r"<[^>]*\sstyle=", page)
    assert not re.search(r"<[^>]*\son\w+=", page)
    assert "<script" not in page
    assert "<style" not in page


def test_a_drawing_with_links_is_a_group_with_a_name_not_an_image():
    for form, drawing in drawings(story("partial-response")).items():
        assert drawing.get("role") == "group"
        assert drawing.get("aria-labelledby") == f"tl-{form}-t"
        assert "PHQ-9: 6, from 19" in drawing.find("desc").text


def test_ids_are_used_once_on_a_page():
    page = render_to_string("components/timeline.html", {"timeline": present(story("twelve"))})
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_title_of_a_mark_says_date_what_why_and_who():
    desk = drawings(story("partial-response"))["desk"]
    titles = [a.find("title").text for a in desk.iter("a")]
    raised = (
        "15 Jun 2026: Sertraline raised from 100 mg to 150 mg every morning. Why: PHQ-9 11, well tolerated. A. Reyes."
    )
    assert raised in titles


@pytest.mark.hazard("H-021")
def test_texts_of_records_are_escaped_and_cannot_turn_the_text_around_them():
    timeline = story("hostile")
    page = render_to_string("components/timeline.html", {"timeline": present(timeline)})
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "\u202e" not in page
    assert "&amp;amp;" in page
    assert "😀" in page
    assert "\u2068قلق شديد\u2069" in page
    assert HOSTILE not in page
    drawings(timeline)  # well-formed all the same


def test_attendance_and_place_are_told_apart():
    desk = drawings(story("partial-response"))["desk"]
    sessions = [child for a in of_class(desk, "tl-session") for child in a]
    assert {child.tag for child in sessions if "tl-attended" in classes(child)} == {"circle", "rect", "path"}
    assert len([child for child in sessions if "tl-late" in classes(child)]) == 1
    assert len([child for child in sessions if "tl-noshow" in classes(child)]) == 1
    assert len([child for child in sessions if "tl-next" in classes(child)]) == 1


def test_the_table_says_what_the_drawing_says_newest_first():
    timeline = story("partial-response")
    rows = re.findall(r"<tr .*?</tr>", render_rows(timeline))
    assert [event.at for event in timeline.events] == sorted((e.at for e in timeline.events), reverse=True)
    for event, row in zip(timeline.events, rows, strict=True):
        for said in (event.date, event.what, event.why, event.who):
            assert said.replace("'", "&#x27;") in row


def test_a_partial_date_is_a_span():
    event = next(e for e in story("partial-response").life_events if e.date == "summer 2026")
    assert (event.until.utc - event.at.utc).days == 92
    assert of_class(drawings(story("partial-response"))["desk"], "tl-life-span")


def test_an_empty_chart_says_what_will_stand_there_and_draws_no_frame():
    timeline = story("nothing")
    assert timeline.empty
    assert render_wide(timeline) == render_phone(timeline) == ""
    page = render_to_string("components/timeline.html", {"timeline": present(timeline)})
    assert "No medicine is on record yet" in page
    assert "No course of therapy is on record yet" in page
    assert "No score is on record yet" in page
    assert "<svg" not in page


def test_what_lies_outside_the_period_is_named():
    timeline = told(partial_response(), "3", NOW.plus(days=800))
    assert "Escitalopram" in timeline.quiet["medication"]
    assert "Outside this period" in timeline.quiet["person"]


def test_words_fit_or_are_shortened():
    assert shorten("Lamotrigine", 12, 200) == "Lamotrigine"
    short = shorten("Lamotrigine, extended release", 12, 80)
    assert short.endswith("…")
    assert width_of(short, 12) <= 84
    assert shorten_pair("Hydroxyzine", "75 mg", 12, 80).endswith("75 mg")
    assert len(wrap("one two three four five six seven", 12, 60, 2)) == 2
    assert shorten("\u2068قلق شديد جدا\u2069", 12, 40).count("\u2069") == 1


def test_words_never_lie_on_words():
    room = Room()
    assert room.claim(0, 0, 10, 10)
    assert not room.claim(5, 5, 10, 10)
    assert room.claim(10, 0, 10, 10)


def test_words_beside_the_narrow_drawing_keep_their_order_and_distance():
    wanted = [10, 11, 12, 200, 201, 400]
    placed = spread(wanted, [1.0] * 6, 30, 0)
    assert all(b - a >= 29.9 for a, b in pairwise(placed))
    assert abs(placed[-1] - 400) < 1
    fixed = spread([95, 100, 101], [1.0, 1e6, 1.0], 30, 0)
    assert abs(fixed[1] - 100) < 0.2


def test_the_words_of_today_are_free_on_the_phone():
    phone = drawings(story("lithium"))["phone"]
    today = float(next(e for e in of_class(phone, "tl-today")).get("y1"))
    for a in of_class(phone, "tl-words"):
        ys = [float(t.get("y")) for t in a.iter("text")]
        assert max(ys) < today or min(ys) - 9 > today


def test_the_axis_names_years_even_where_it_is_crowded():
    assert {"Jan 2024", "Jan 2025", "Jan 2026"} <= {
        t.text for t in of_class(drawings(story("twelve"))["tablet"], "tl-axis")
    }
    assert "PHQ-9" in words(drawings(story("twelve"))["phone"])
