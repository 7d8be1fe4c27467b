"""The pages of text: what care is, the conditions, questions, privacy. They need no database and no script."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from plait.coordination.site import folder
from plait.knowledge.practice_facts import Fee
from plait.knowledge.site_pages import SitePage
from plait.web.site import schema
from plait.web.site.access import needs_no_database
from plait.web.site.answering import answer, page_context, today
from plait.web.site.frame import HAS_ITS_OWN_ADDRESS
from plait.web.site.languages import in_language, language_of


def page_of(request: HttpRequest, kind: str, slug: str) -> SitePage:
    """The page in the language of the address; 404 where there is none that may be served."""
    found = folder.pages().page(language_of(request.path), kind, slug)
    if found is None:
        raise Http404
    return found


@needs_no_database
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The practice's home."""
    page, facts = page_of(request, "practice", "home"), folder.practice_facts()
    address = request.build_absolute_uri(request.path)
    context = {
        **page_context(page, today()),
        "page_title": "",
        "conditions": listed(request, "condition"),
        "care": listed(request, "care"),
        "links": links(request, "aid", "guide", "contact", "conditions"),
        "facts": facts,
    }
    return answer(request, "site/home.html", context, schema=[schema.clinic(address, facts)])


@needs_no_database
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Medication, therapy, or both: the decision, side by side."""
    page = page_of(request, "practice", "guide")
    context = {
        **page_context(page, today()),
        "links": links(request, "aid", "contact"),
        "care": listed(request, "care"),
    }
    return answer(request, "site/guide.html", context, schema=_about(request, page))


@needs_no_database
@require_safe
def care(request: HttpRequest, slug: str) -> HttpResponse:
    """What a kind of care is."""
    return _text(request, page_of(request, "care", slug), "care")


@needs_no_database
@require_safe
def condition(request: HttpRequest, slug: str) -> HttpResponse:
    """What a condition is, and what helps."""
    return _text(request, page_of(request, "condition", slug), "condition")


@needs_no_database
@require_safe
def about(request: HttpRequest, slug: str) -> HttpResponse:
    """Any other page that the practice wrote."""
    if slug in HAS_ITS_OWN_ADDRESS:
        raise Http404
    return _text(request, page_of(request, "practice", slug), "practice")


@needs_no_database
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What this site keeps about whoever reads it."""
    return _text(request, page_of(request, "practice", "privacy"), "practice")


@needs_no_database
@require_safe
def conditions(request: HttpRequest) -> HttpResponse:
    """The list of conditions."""
    title = gettext("What brings you here?")
    context = {
        "page_title": title,
        "description": gettext("Short, plain pages on conditions, and what can help."),
        "conditions": listed(request, "condition"),
        "links": links(request, "guide", "aid", "contact"),
    }
    home_at, here = _home(request), request.build_absolute_uri(request.path)
    return answer(request, "site/conditions.html", context, schema=[schema.trail(home_at, (title, here))])


@needs_no_database
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Questions that people ask."""
    page = page_of(request, "practice", "questions")
    context = {**page_context(page, today()), "links": links(request, "contact", "aid")}
    asked = [(section.title, section.words) for section in context["text"].titled]
    return answer(request, "site/questions.html", context, schema=[schema.questions(asked, page.language)])


@needs_no_database
@require_safe
def fees(request: HttpRequest) -> HttpResponse:
    """What it costs, and who pays. A practice that wrote down no fee has no such page."""
    facts = folder.practice_facts()
    if not facts.fees:
        raise Http404
    page = page_of(request, "practice", "fees")
    language = page.language
    context = {
        **page_context(page, today()),
        "fees": [_fee(fee, facts.currency, language) for fee in facts.fees],
        "insurance": facts.insurance,
        "insurance_words": (facts.insurance_words or {}).get(language, ""),
        "paying": (facts.paying or {}).get(language, ""),
        "links": links(request, "contact"),
        "facts": facts,
    }
    return answer(request, "site/fees.html", context)


def _fee(fee: Fee, currency: str, language: str) -> dict[str, str]:
    note = fee.note[language] if fee.note else ""
    return {"what": fee.what[language], "price": _price(fee.price, currency), "note": note}


def _price(price: Decimal, currency: str) -> str:
    if price == 0:
        return gettext("free")
    whole = f"{price:,.2f}".removesuffix(".00")
    return f"${whole}" if currency == "USD" else f"{whole} {currency}"


def _text(request: HttpRequest, page: SitePage, kind: str) -> HttpResponse:
    others = [one for one in listed(request, kind) if one["slug"] != page.slug] if kind != "practice" else []
    context = {
        **page_context(page, today()),
        "kind": kind,
        "others": others,
        "links": links(request, "guide", "aid", "contact", "conditions"),
    }
    return answer(request, "site/page.html", context, schema=_about(request, page))


def _about(request: HttpRequest, page: SitePage) -> list[dict[str, Any]]:
    here = request.build_absolute_uri(request.path)
    steps = [_home(request)]
    if page.kind == "condition":
        address = in_language("/conditions", page.language)
        steps.append((gettext("Conditions"), request.build_absolute_uri(address)))
    return [schema.medical_page(page, here), schema.trail(*steps, (page.title, here))]


def _home(request: HttpRequest) -> tuple[str, str]:
    return gettext("Home"), request.build_absolute_uri(in_language("/", language_of(request.path)))


def listed(request: HttpRequest, kind: str) -> list[dict[str, str]]:
    """The pages of a kind: title, one sentence, address."""
    language = language_of(request.path)
    root = "/conditions" if kind == "condition" else "/care"
    return [
        {
            "slug": page.slug,
            "title": page.title,
            "description": page.description,
            "href": in_language(f"{root}/{page.slug}", language),
        }
        for page in folder.pages().of(language, kind)
    ]


def links(request: HttpRequest, *names: str) -> dict[str, str]:
    """Addresses of other pages, in the language of this one."""
    language = language_of(request.path)
    return {name: in_language(f"/{name}", language) for name in names}
