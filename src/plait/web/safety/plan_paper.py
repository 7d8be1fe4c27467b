"""A safety plan as a PDF: as large as one page allows, so that it is read without glasses and with shaking hands."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext

from plait.web.people.paper import pdf

SIZES = ("letter", "a4")
STEPS = (12, 11, 10, 9, 8)  # points of the words; numbers are half as large again


def plan_pdf(told: dict[str, Any], size: str) -> bytes:
    """The largest of a few sizes that fits one page; a plan longer than that takes two. Raises PaperUnavailable."""
    html = render_to_string("safety/plan_pdf.html", {"paper": told, "language": get_language()})
    title = gettext("Safety plan")
    return pdf(html, title=title, head="", sheets=[_sheet(size, points) for points in STEPS])


def _sheet(size: str, points: int) -> str:
    """The style of the paper at one size of letters."""
    return f"{_style()} @page {{ size: {size}; margin: 14mm 15mm 16mm; }} body {{ font-size: {points}pt; }}"


@cache
def _style() -> str:
    return Path(__file__).with_name("plan_paper.css").read_text(encoding="utf-8")
