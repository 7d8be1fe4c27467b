"""Registering somebody who asked for contact: what they wrote already stands in the form, to be asked about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from plait.coordination.intake import read_contact_requests
from plait.coordination.intake.read_contact_requests import Request
from plait.foundation.clock import now

LANGUAGES = {"en": "English", "es": "Spanish"}


def asked_before(request: HttpRequest) -> Mapping[str, Any]:
    """What the form of registration begins with; nothing where nobody asked."""
    try:
        request_id = UUID(request.GET.get("asked", ""))
    except ValueError:
        return {}
    read = read_contact_requests.read_one(request_id, actor=request.actor, at=now())  # type: ignore[attr-defined]
    return {"asked": request_id, **typed(read.request)}


def typed(request: Request) -> dict[str, Any]:
    """Name, telephone, e-mail, birth date; whoever asked for somebody else stands beside the person."""
    asked = request.asked
    for_other = asked.whom == "somebody-else"
    given, _space, family = (asked.about_name if for_other else asked.name).strip().rpartition(" ")
    known = {"given": given or family, "family": family if given else "", "birth_date": asked.birth_date}
    if for_other:
        return {
            **known,
            "beside_name": asked.name,
            "beside_relationship": asked.relationship,
            "beside_phone": asked.phone,
        }
    return {**known, "phones": asked.phone, "emails": asked.email, "languages": LANGUAGES.get(asked.language, "")}
