"""How somebody without an account comes in by a signed link, page after page, and what every such page shares.

The address holds the token, so nothing of these pages leaves the practice with a referrer, and logs lose it
(quiet_log). No browser keeps them. Whoever gave the birth date has a signed cookie for that one link. Whatever is wrong
with a link leads to one page; a flood of made-up addresses is answered without asking the database.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, Literal
from uuid import UUID

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from plait.coordination.door import Denied
from plait.foundation.signed_links import digest_of
from plait.web.site.access import public

MOST_MADE_UP, MADE_UP_SECONDS = 20, 600
EARLIEST_YEAR = 1900
View = Callable[..., HttpResponse]


def nothing_more() -> dict[str, Any]:
    """A page of dead links that needs nothing but its own words."""
    return {}


@dataclass(frozen=True, slots=True)
class LinkEntry:
    """The way in by links of one purpose.

    ``seconds``: how long the birth date counts as given in that browser; ``path``: the addresses for which it does.
    ``dead_page``: the template of what is told of every link that does not stand; ``dead_context``: what it needs.
    ``samesite``: "Strict" asks for the birth date again when the link is followed anew, "Lax" goes on where one was.
    """

    name: str
    purpose: str
    path: str
    seconds: int
    dead_page: str
    samesite: Literal["Lax", "Strict"]
    dead_context: Callable[[], dict[str, Any]] = nothing_more

    def guarded(self, view: View) -> View:
        """Mark a view that the holder of a link may open; its first argument after the request is the token."""

        @public
        @never_cache
        @sensitive_variables("token")
        @wraps(view)
        def opened(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                if digest_of(token, self.purpose) is None and self._flooded(request):
                    return self.dead(request)
                response = view(request, token, *args, **kwargs)
            except Denied:
                return self.dead(request)
            response["X-Robots-Tag"] = "noindex, nofollow"
            return response

        return opened

    def dead(self, request: HttpRequest) -> HttpResponse:
        """Unknown, too old, used up, taken back or closed: the same page, whatever it is."""
        response = render(request, self.dead_page, self.dead_context(), status=404)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def entered_by(self, request: HttpRequest) -> UUID | None:
        """The link by which this browser came in, while that is not too long ago."""
        try:
            return UUID(request.get_signed_cookie(self.cookie, salt=self.cookie, max_age=self.seconds))
        except (KeyError, ValueError, signing.BadSignature):
            return None

    def let_in(self, response: HttpResponse, request: HttpRequest, link_id: UUID) -> HttpResponse:
        """Remember in this browser that the birth date of this link was given."""
        response.set_signed_cookie(
            self.cookie,
            str(link_id),
            salt=self.cookie,
            max_age=self.seconds,
            path=self.path,
            httponly=True,
            secure=request.is_secure(),
            samesite=self.samesite,
        )
        return response

    def forget(self, response: HttpResponse) -> HttpResponse:
        """Take the entry away."""
        response.delete_cookie(self.cookie, path=self.path, samesite=self.samesite)
        return response

    @property
    def cookie(self) -> str:
        """Named per installation, so that two practices on one machine do not take each other's."""
        return f"{settings.COOKIE}_{self.name}"

    def _flooded(self, request: HttpRequest) -> bool:
        """Whether this address has sent more made-up tokens than anybody mistypes."""
        name = f"plait.{self.name}.{get_adapter(request).get_client_ip(request)}"
        cache.add(name, 0, MADE_UP_SECONDS)
        try:
            return cache.incr(name) > MOST_MADE_UP
        except ValueError:  # it ran out just now
            return False


class BirthDateForm(forms.Form):
    """A birth date as three numbers: no calendar to scroll through."""

    month = forms.IntegerField(label=_("Month"), min_value=1, max_value=12)
    day = forms.IntegerField(label=_("Day"), min_value=1, max_value=31)
    year = forms.IntegerField(label=_("Year"), min_value=EARLIEST_YEAR, max_value=2199)

    born: date | None = None

    def __init__(self, data: Any = None) -> None:
        """Digits, from the pad of numbers."""
        super().__init__(data, use_required_attribute=False)
        for name, most in (("month", 2), ("day", 2), ("year", 4)):
            attrs = {"inputmode": "numeric", "maxlength": most, "autocomplete": f"bday-{name}", "class": "w-short"}
            self.fields[name].widget = forms.TextInput(attrs=attrs)

    def clean(self) -> dict[str, Any]:
        """A day that there was."""
        data: dict[str, Any] = super().clean() or {}
        if {"month", "day", "year"} <= data.keys():
            try:
                self.born = date(data["year"], data["month"], data["day"])
            except ValueError:
                self.add_error("day", gettext("There is no such day."))
        return data
