"""Template tags of the design system: each renders one component of templates/components/.

``{% field form.dose %}`` and ``{% error_summary form %}`` render Django's forms accessibly: the label above, the hint
under it, the error beside the field in the same words as the summary, all of them tied to the control.
Block tags (``card``, ``notice``, ``empty``, ``more``) wrap what stands between them. The rest are inclusion tags.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from plait.clinical.finding import CHECKED
from plait.web.components.words import mark_word, severity_word

register = template.Library()

STRANDS = frozenset({"med", "ther", "pers", ""})
TONES = frozenset({"", "done", "caution", "alert", "info"})


def _first_control(bound: BoundField) -> str:
    """Id of the control that a link in the summary leads to (of a group: its first choice)."""
    if isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id


def _errors(bound: BoundField) -> list[str]:
    """What is wrong with a field, in the words of the summary and of the field alike.

    Django's own "This field is required." does not say which, so it becomes a sentence with the field's name;
    a message that the form's author wrote stays as it is.
    """
    plain = forms.Field.default_error_messages["required"]
    words = {"choices": gettext("%(field)s: choose one"), "checkbox": gettext("%(field)s: tick this to go on")}
    missing = words.get(_shape(bound), gettext("%(field)s: fill this in")) % {"field": bound.label}
    return [missing if text == plain else str(text) for text in bound.errors]


def _shape(bound: BoundField) -> str:
    """Which of the four shapes of field this is."""
    widget = bound.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "control"


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField,
    *,
    unit: str = "",
    width: str = "",
    inline: bool = False,
    hint: str = "",
    say_optional: bool = True,
) -> dict[str, Any]:
    """One form field: label, hint, error, control.

    ``unit`` is written after a number ("mg"); ``width`` is "short" or "medium"; ``inline`` puts few short choices
    on one line; ``hint`` replaces the field's help text; ``say_optional=False`` where the whole form may be left open.
    """
    text = hint or bound.help_text
    shape = _shape(bound)
    described = [f"{bound.auto_id}_hint"] * bool(text) + [f"{bound.auto_id}_error"] * bool(bound.errors)
    attrs: dict[str, Any] = {}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if width:
        attrs["class"] = f"{bound.field.widget.attrs.get('class', '')} w-{width}".strip()
    return {
        "bound": bound,
        "shape": shape,
        "control": bound.as_widget(attrs=attrs) if shape != "choices" else "",
        "errors": _errors(bound),
        "described": attrs.get("aria-describedby", ""),
        "hint": text,
        "unit": unit,
        "inline": inline,
        "optional": say_optional and not bound.field.required and shape != "checkbox",
    }


@register.inclusion_tag("components/fields.html")
def fields(form: BaseForm) -> dict[str, Any]:
    """Every visible field of a form, in its order, after its hidden ones."""
    return {"form": form}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*wrong: BaseForm) -> dict[str, Any]:
    """Say "There is a problem" and every error of the forms, each a link to its field; nothing when there is none."""
    items: list[dict[str, str]] = []
    for form in wrong:
        if not form or not form.errors:
            continue
        items.extend({"text": str(text), "href": ""} for text in form.non_field_errors())
        for bound in form:
            items.extend({"text": text, "href": f"#{_first_control(bound)}"} for text in _errors(bound))
    return {"items": items}


def _wrapped(name: str, content: SafeString, **context: Any) -> SafeString:
    return render_to_string(f"components/{name}.html", {"content": content, **context})


@register.simple_block_tag
def card(content: SafeString, title: str = "", strand: str = "", level: int = 2, id: str = "") -> SafeString:  # noqa: A002
    """A card; ``strand`` ("med", "ther", "pers") only where the matter is that strand's."""
    if strand not in STRANDS:
        raise template.TemplateSyntaxError(f"card: no strand {strand!r}")
    return _wrapped("card", content, title=title, strand=strand, level=level, id=id)


@register.simple_block_tag
def notice(content: SafeString, title: str = "", tone: str = "") -> SafeString:
    """A banner in the page; ``tone`` is "", "done", "caution" or "alert" (danger alone)."""
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"notice: no tone {tone!r}")
    return _wrapped("notice", content, title=title, tone=tone)


@register.simple_block_tag
def empty(content: SafeString, title: str = "", level: int = 2) -> SafeString:
    """What a list says when nothing is in it, and what to do next."""
    return _wrapped("empty", content, title=title, level=level)


@register.simple_block_tag
def more(content: SafeString, summary: str = "", *, open: bool = False) -> SafeString:  # noqa: A002
    """Something that may be opened (HTML's details)."""
    return _wrapped("more", content, summary=summary, open=open)


@register.simple_block_tag
def preview(content: SafeString, preview: Any) -> SafeString:
    """What a decision would do, before it is done; between the tags stands the form that confirms it.

    ``preview``: {title, changes: [{label, before, after}], follows: [str], answer: clinical Answer or None}.
    """
    return _wrapped("preview", content, preview=preview)


@register.simple_tag
def mark_badge(mark: str) -> SafeString:
    """How well a fact is known; anything but verified or corroborated is "not yet checked against a source"."""
    return render_to_string("components/mark_badge.html", {"word": mark_word(mark), "checked": mark in CHECKED})


@register.inclusion_tag("components/finding.html")
def finding(finding: Any, source: str = "", level: int = 3) -> dict[str, Any]:
    """One clinical Finding; ``source`` is its citation in words (without it the source's id is shown)."""
    return {"finding": finding, "source": source, "word": severity_word(finding.severity), "level": level}


@register.inclusion_tag("components/answer.html")
def answer(answer: Any) -> dict[str, Any]:
    """A clinical Answer: its findings, gravest first, and what could not be checked. Silence is never safety."""
    return {"answer": answer, "findings": sorted(answer.findings, key=_gravity), "not_checked": answer.not_checked}


def _gravity(one: Any) -> int:
    return ("contraindicated", "major", "moderate", "info").index(one.severity)


@register.inclusion_tag("components/chip.html")
def chip(label: str, text: str = "", tone: str = "", href: str = "") -> dict[str, Any]:
    """A short fact; ``tone``: "", "alert", "loud", "caution", "med", "ther", "pers"."""
    return {"label": label, "text": text, "tone": tone, "href": href}


@register.inclusion_tag("components/table.html")
def table(
    columns: Iterable[Any], rows: Iterable[Any], caption: str = "", *, hide_caption: bool = False
) -> dict[str, Any]:
    """A table of plain cells that turns into cards of its rows where it is narrow.

    ``columns``: {label, num}; ``rows``: sequences of cells, the first of each the row's heading. A cell is text or
    {text, href}.
    """
    heads = list(columns)
    lines = [list(zip(heads, row, strict=True)) for row in rows]
    return {"columns": heads, "rows": lines, "caption": caption, "hide_caption": hide_caption}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Any, parameter: str = "page") -> dict[str, Any]:
    """Links to the pages before and after a Django ``Page``, keeping the rest of the address."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else None

    def href(number: int) -> str:
        if query is None:
            return f"?{parameter}={number}"
        query[parameter] = str(number)
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "previous": href(page.previous_page_number()) if page.has_previous() else "",
        "next": href(page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("components/segments.html")
def segments(options: Iterable[Any], label: str) -> dict[str, Any]:
    """A segmented control of links: {label, href, current}."""
    return {"options": options, "label": label}


@register.inclusion_tag("components/progress.html")
def progress(job: Any, href: str = "") -> dict[str, Any]:
    """A job under way: {label, done, total, finished, text}; ``href`` is asked every 2 s until it has finished."""
    return {"job": job, "href": href}
