"""Ways to look at a timeline as it is drawn."""

from __future__ import annotations

import re
from functools import cache
from xml.etree import ElementTree as ET

from plait.coordination.people.timeline import History, Timeline, build
from plait.knowledge.loader import release
from plait.web.components.timeline import render_phone, render_rows, render_wide
from tests.unit.timeline.stories import NOW, STORIES, ZONE

_PARSED: dict[int, tuple[Timeline, dict[str, ET.Element]]] = {}


def told(history: History, period="12", now=NOW) -> Timeline:
    return build(history, period=period, now=now, zone=ZONE, release=release())


@cache
def story(name: str) -> Timeline:
    make, period = STORIES[name]
    return told(make(), period)


def drawings(timeline: Timeline) -> dict[str, ET.Element]:
    """The three drawings, parsed: they are well-formed XML. Each is parsed once."""
    if id(timeline) not in _PARSED:
        _PARSED[id(timeline)] = (timeline, _parsed(timeline))
    return _PARSED[id(timeline)][1]


def _parsed(timeline: Timeline) -> dict[str, ET.Element]:
    return {
        "desk": ET.fromstring(render_wide(timeline)),  # noqa: S314 - our own drawing
        "tablet": ET.fromstring(render_wide(timeline, width=760)),  # noqa: S314
        "phone": ET.fromstring(render_phone(timeline)),  # noqa: S314
    }


def classes(element: ET.Element) -> list[str]:
    return element.get("class", "").split()


def of_class(root: ET.Element, name: str) -> list[ET.Element]:
    return [element for element in root.iter() if name in classes(element)]


def links(root: ET.Element) -> set[str]:
    return {element.get("href", "")[1:] for element in root.iter("a")}


def row_ids(timeline: Timeline) -> list[str]:
    return re.findall(r'<tr id="([^"]+)"', render_rows(timeline))


def words(root: ET.Element) -> str:
    return " ".join(element.text or "" for element in root.iter("text"))
