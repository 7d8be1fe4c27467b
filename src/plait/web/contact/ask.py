"""/contact: somebody without an account asks to be called back. It answers without a database, and says so when it
cannot keep what was sent.

No session and no user is read. The form needs no CSRF cookie: whoever sends it acts for nobody who is signed in, and a
browser that keeps no cookies can ask for help too. Machines are slowed by a field that nobody sees, by the time that
filling in takes, and by a count for each address.
"""

from __future__ import annotations

import contextlib
import json
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination.door import AuditUnavailable
from plait.coordination.intake import ask_for_contact
from plait.coordination.intake.ask_for_contact import HandedOver, Sent
from plait.coordination.site.folder import practice_facts
from plait.foundation.clock import now
from plait.foundation.idempotency import KeyReused
from plait.foundation.sealing import CannotOpen, open_sealed, seal
from plait.web.contact.ask_form import AskForm
from plait.web.contact.words import answer_words, consent_lines, day_words, part_words
from plait.web.intake import carriage
from plait.web.intake.offered import the_aid
from plait.web.intake.told import handed_over
from plait.web.intake.within import SEE_OTHER, Visit, framed
from plait.web.site.access import needs_no_database
from plait.web.site.languages import in_language, language_of

MOST_AN_HOUR, HOUR = 12, 3600
USUAL_DAYS = 2  # where the practice has not said in how many working days it answers
THANKED, THANKS_SECONDS, THANKS_BYTES = "contact-thanks", 1800, 64
NO_ANSWER = (AuditUnavailable, DatabaseError, InterfaceError)


@csrf_exempt
@needs_no_database
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form; sent, it leads to what happens next."""
    at, language = now(), language_of(request.path)
    aid = _handed_over(request, at, language)
    form = AskForm(request.POST if request.method == "POST" else None, language=language)
    if request.method == "POST" and form.is_valid():
        status, sent = _send(request, form, aid, at)
        if sent is not None:
            return _thank(request, sent, language, handed=form.cleaned_data["aid_agreed"])
        return _page(request, form, aid, status)
    return _page(request, form, aid, 422 if form.errors else 200)


def _send(request: HttpRequest, form: AskForm, aid: HandedOver | None, at: Instant) -> tuple[int, Sent | None]:
    """Send it; else why not, said on the form, with the status of the answer."""
    if form.machine_sent():
        form.send_again()
        return 422, None
    facts = practice_facts()
    command = form.command(
        consent=consent_lines(),
        aid=aid,
        days=facts.answer_within_working_days or USUAL_DAYS,
        zone=settings.TIME_ZONE,
    )
    once = form.once_of(aid)
    try:
        if _too_many(request):
            form.add_error(None, gettext("Many requests came from this connection. Please call us instead."))
            return 429, None
        done = ask_for_contact.commit(command, at=at, once=once)
        if isinstance(done, Sent):
            _count(request)
    except KeyReused:
        form.fresh_key()
        form.add_error(
            None, gettext("You sent this form before, and we have that. Send again if this is another request.")
        )
        return 422, None
    except NO_ANSWER:
        form.add_error(None, gettext("We could not keep this just now. Nothing was sent. Try again, or call us."))
        return 503, None
    if isinstance(done, Refused):
        form.add_error(done.field if done.field in form.fields else None, gettext(done.message))
        return 422, None
    return 200, done


def _handed_over(request: HttpRequest, at: Instant, language: str) -> HandedOver | None:
    """The aid that this browser carries, where somebody came to hand it over."""
    if request.GET.get("with") != "aid":
        return None
    aid, found = the_aid(), carriage.carried(request, at)
    if aid is None or found is None or (found.aid, found.version) != (aid.id, aid.version):
        return None
    return handed_over(Visit(request, aid, at, language, found, fresh=False))


def _too_many(request: HttpRequest) -> bool:
    """Whether more was sent from this address within the hour than one household or waiting room sends."""
    return bool(cache.get(_counted(request), 0) >= MOST_AN_HOUR)


def _count(request: HttpRequest) -> None:
    """One more was sent from this address; what was refused does not count."""
    cache.add(_counted(request), 0, HOUR)
    with contextlib.suppress(ValueError):  # it ran out just now
        cache.incr(_counted(request))


def _counted(request: HttpRequest) -> str:
    return f"plait.contact.{get_adapter(request).get_client_ip(request)}"


def _page(request: HttpRequest, form: AskForm, aid: HandedOver | None, status: int) -> HttpResponse:
    facts = practice_facts()
    danger = form.data.get("danger", "") if form.is_bound else ""
    context = {
        "page_title": gettext("Contact us"),
        "description": gettext("Ask the practice to call you back. You need no account."),
        "form": form,
        "telephone": facts.telephone,
        "emergency_line": facts.emergency_line,
        "answers": answer_words(facts.answer_within_working_days),
        "consent": consent_lines(),
        "aid": aid,
        "parts": _parts(aid),
        "aid_gone": aid is None and request.GET.get("with") == "aid",
        "help_first": danger not in {"", "no"} or bool(aid and aid.signs),
        "action": in_language("/contact", language_of(request.path)) + ("?with=aid" if aid else ""),
    }
    response = framed(request, "contact/ask.html", context, status)
    response["Cache-Control"] = "no-store"
    return response


def _parts(aid: HandedOver | None) -> list[dict[str, Any]]:
    return [{"title": part_words(name), "lines": lines} for name, lines in aid.parts] if aid else []


def _thank(request: HttpRequest, sent: Sent, language: str, *, handed: bool) -> HttpResponse:
    """On to what happens next. Whether help comes first there travels sealed, never in the address."""
    response = HttpResponseRedirect(in_language("/contact/thanks", language), status=SEE_OTHER)
    if handed:
        carriage.forget(response)
    told = json.dumps({"harm": sent.harm, "by": sent.answer_by.iso()}).ljust(THANKS_BYTES)
    response.set_cookie(
        _cookie(),
        seal(told, THANKED),
        max_age=THANKS_SECONDS,
        path=in_language("/contact", language),
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    response["Cache-Control"] = "no-store"
    return response


@needs_no_database
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """What happens next; where something spoke of harm, whom to call now comes first."""
    language, facts = language_of(request.path), practice_facts()
    try:
        told = json.loads(open_sealed(request.COOKIES.get(_cookie(), ""), THANKED))
    except (CannotOpen, ValueError):
        return HttpResponseRedirect(in_language("/contact", language), status=SEE_OTHER)
    context = {
        "page_title": gettext("We have your request"),
        "help_first": told["harm"],
        "day": day_words(Instant.parse(told["by"]), settings.TIME_ZONE),
        "answers": answer_words(facts.answer_within_working_days),
        "telephone": facts.telephone,
        "emergency_line": facts.emergency_line,
    }
    response = framed(request, "contact/thanks.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _cookie() -> str:
    return f"{settings.COOKIE}_contact"
