"""The questions of a link, a few to a page, each page saved before the next. Without JavaScript, on any telephone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from plait.clinical.assessment.asking import pages
from plait.clinical.assessment.instrument import Instrument, Item
from plait.clinical.refusal import Refused
from plait.coordination.assessment import answer as decision
from plait.coordination.assessment.answer import Questions
from plait.foundation.clock import now
from plait.web.assessment import questions
from plait.web.assessment.answer_entry import ENTRY, entered, page

Page = tuple[Instrument, tuple[Item, ...]]


class PageForm(forms.Form):
    """The questions of one page. Each may be left open."""

    def __init__(self, instrument: Instrument, items: tuple[Item, ...], language: str, **more: Any) -> None:
        """Add them."""
        super().__init__(use_required_attribute=False, **more)
        self.items = [item.id for item in items]
        for item in items:
            field = questions.question(instrument, item, language, scores=False)
            field.help_text = ""
            self.fields[questions.name_of(item.id)] = field

    @property
    def questions(self) -> list[Any]:
        """The questions as they are shown."""
        return questions.bound(self, self.items)


def pages_of(asked: Questions) -> tuple[Page, ...]:
    """All pages of a request, as far as the answers so far tell which questions are put."""
    return tuple((one, items) for one in asked.instruments for items in pages(one, asked.so_far.get(one.id, {})))


@ENTRY.guarded
@require_http_methods(["GET", "HEAD", "POST"])
def answer_page(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """One page; saved when it is sent."""
    at = now()
    asked = decision.opened(token, at=at)
    every = pages_of(asked)
    if not entered(request, asked):
        return redirect("assessment:answer", token)
    if not 1 <= number <= len(every):
        return redirect("assessment:answer-send", token)
    instrument, items = every[number - 1]
    with translation.override(asked.language):
        form = _form(request, asked, instrument, items)
        if request.method == "POST" and form.is_valid():
            told: dict[str, int | None] = {item: form.cleaned_data[questions.name_of(item)] for item in form.items}
            saved = decision.save(token, instrument.id, told, at=at)
            if not isinstance(saved, Refused):
                return _next(token, number, spoke=saved.spoke)
            no = questions.beside(saved, form)
            form.add_error(no.field if no.field in form.fields else None, gettext(no.message))
    context = {
        "form": form,
        "recall": questions.said(instrument.recall, asked.language),
        "number": number,
        "of": len(every),
        "token": token,
        "before": number - 1,
        "wording": "" if asked.language in instrument.languages else "en",
    }
    return page(request, "assessment/answer_page.html", asked.language, context, status=422 if form.errors else 200)


def _form(request: HttpRequest, asked: Questions, instrument: Instrument, items: tuple[Item, ...]) -> PageForm:
    if request.method == "POST":
        return PageForm(instrument, items, asked.language, data=request.POST)
    so_far = asked.so_far.get(instrument.id, {})
    initial = {questions.name_of(item): value for item, value in so_far.items()}
    return PageForm(instrument, items, asked.language, initial=initial)


def _next(token: str, number: int, *, spoke: bool) -> HttpResponse:
    """On to the next page; where something was said that speaks of harm, to whoever can help, first."""
    if spoke:
        return redirect("assessment:answer-help", token, number + 1)
    return redirect("assessment:answer-page", token, number + 1)
