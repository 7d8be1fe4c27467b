"""What every screen of the aid shares: the aid, what the person carries, the frame, and that nothing is stored.

``within_aid`` gives a view its ``Visit``. Without an aid that may be shown it answers with help and contact instead.
What was carried too long, was changed or is of another version is deleted, and the person is told to begin again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from plait.clinical.intake.decision_aid import Aid, Raised, Words, red_flags
from plait.clinical.moment import Instant
from plait.foundation.clock import now
from plait.web.intake import carriage
from plait.web.intake.carriage import Carried
from plait.web.intake.offered import the_aid
from plait.web.intake.steps import Step, steps
from plait.web.site.access import needs_no_database
from plait.web.site.frame import frame
from plait.web.site.languages import in_language, language_of
from plait.web.site.preferences import preferences

SEE_OTHER = 303
NO_STORE = "no-store"


@dataclass(frozen=True, slots=True)
class Visit:
    """One request to the aid: which aid, what is carried (nothing yet: empty), in which language."""

    request: HttpRequest
    aid: Aid
    at: Instant
    language: str
    carried: Carried
    fresh: bool  # nothing was carried

    @property
    def steps(self) -> tuple[Step, ...]:
        """The screens this person meets."""
        return steps(self.aid, self.carried.answers)

    @property
    def raised(self) -> tuple[Raised, ...]:
        """The signs of danger that are up."""
        return red_flags(self.aid, self.carried.answers)

    @property
    def unseen(self) -> tuple[Raised, ...]:
        """Those of them whose page was not shown yet."""
        return tuple(one for one in self.raised if one.flag.id not in self.carried.seen)

    def say(self, words: Words | None) -> str:
        """Words of the aid in the language of the page."""
        return words.get(self.language, "") if words else ""

    def href(self, tail: str | int = "") -> str:
        """An address of the aid in this language."""
        between = "" if tail == "" or str(tail).startswith("?") else "/"
        return in_language(f"/aid{between}{tail}", self.language)

    def go(self, tail: str | int = "") -> HttpResponse:
        """On to another page: a form is answered by the way to it, so that Back and reload send nothing twice."""
        return HttpResponseRedirect(self.href(tail), status=SEE_OTHER)

    def keep(self, response: HttpResponse, what: Carried) -> HttpResponse:
        """Let the browser carry it. Raises TooMuch."""
        carriage.carry(self.request, response, what)
        return response

    def page(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """A page in the frame of the public site; no session and no user is read for it."""
        heeded = [_heeded(self, one) for one in self.raised if one.flag.id in self.carried.seen]
        return framed(self.request, template, {"aid": self.aid, "heeded": heeded, **context}, status)


View = Callable[..., HttpResponse]


def within_aid(view: Callable[..., HttpResponse]) -> View:
    """Give a view its Visit. Public, without a database, never stored by anybody on the way."""

    @needs_no_database
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        at, aid, language = now(), the_aid(), language_of(request.path)
        if aid is None:
            response = framed(request, "intake/offline.html", {}, status=503)
            carriage.forget(response)
            return _not_stored(response)
        found = carriage.carried(request, at)
        good = found is not None and (found.aid, found.version) == (aid.id, aid.version)
        if carriage.carries(request) and not good:
            response = HttpResponseRedirect(in_language("/aid?again", language), status=SEE_OTHER)
            carriage.forget(response)
            return _not_stored(response)
        begun = found if found is not None else Carried(aid.id, aid.version, at)
        return _not_stored(view(Visit(request, aid, at, language, begun, found is None), *args, **kwargs))

    return answer


def framed(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of the aid in the frame of the public site."""
    whole = {
        **preferences(request),
        **frame(request),
        "contact_href": in_language("/contact", language_of(request.path)),
        "csrf_token": get_token(request),
        "no_index": True,
        **context,
    }
    return HttpResponse(render_to_string(template, whole), status=status)


def _not_stored(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = NO_STORE
    return response


def _heeded(visit: Visit, raised: Raised) -> dict[str, str]:
    flag = raised.flag
    return {"title": visit.say(flag.title), "why": visit.say(flag.why), "do": visit.say(flag.do)}
