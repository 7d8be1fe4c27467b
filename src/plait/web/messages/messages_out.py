"""Messages out: to whom, which kind, when, and what came of it; for those who keep the practice running."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from plait.coordination.messages import read_messages
from plait.coordination.messages.read_messages import Listed
from plait.foundation.clock import now
from plait.web.messages.words import message_row
from plait.web.parameters import page_of


@require_safe
def messages_out(request: HttpRequest) -> HttpResponse:
    """The list, newest first."""
    actor, page = request.actor, page_of(request)  # type: ignore[attr-defined]
    read = read_messages.read(page, actor=actor, at=now())
    context = {
        "page_title": gettext("Messages out"),
        "rows": [_row(one, actor.zone, named=read.named) for one in read.lines],
        "state": read.state,
        "previous": page - 1,
        "next": page + 1 if read.more else 0,
    }
    return render(request, "messages/messages_out.html", context)


def _row(one: Listed, zone: str, *, named: bool) -> dict[str, Any]:
    return {
        **message_row(one.message, zone),
        "number": one.number,
        "name": one.name if named else "",
        "href": reverse("people:contact", args=[one.message.patient_id]) if named else "",
    }
