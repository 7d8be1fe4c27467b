"""The way in by a link to questions: two hours after the birth date, and on where one was when it is followed again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from plait.coordination.assessment.answer import Questions
from plait.coordination.consequences.measure_requests import PURPOSE
from plait.web.link_entry import LinkEntry

ENTRY = LinkEntry(
    name="answering",
    purpose=PURPOSE,
    path="/answer/",
    seconds=2 * 60 * 60,
    dead_page="assessment/answer_dead.html",
    samesite="Lax",
)


def entered(request: HttpRequest, asked: Questions) -> bool:
    """Whether this browser may see the questions: on the tablet, and after the birth date."""
    return not asked.asks_birth_date or ENTRY.entered_by(request) == asked.link_id


def page(
    request: HttpRequest, template: str, language: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of a link, in the language of its questions."""
    with translation.override(language):
        response = render(request, template, {"language": language, **context}, status=status)
    response["Content-Language"] = language
    return response
