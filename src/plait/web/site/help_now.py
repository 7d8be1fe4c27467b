"""/help-now: whom to call, text or write to when someone might act on thoughts of suicide.

The page is made of a template and a message catalog alone: no database, no session, no user, no script. It answers
while the database and the worker are down. English and Spanish; ``?lang=es`` wins over the browser's language.

Facts and where they were read (24 November 2026, in stored copies of the public pages):
- 988lifeline.org/get-help/what-to-expect: call: menu (1 veterans, 2 Spanish), music, a counselor who asks about safety;
  text: AYUDA for Spanish, "Next" agrees to the terms, short survey; chat: survey of less than 5 minutes;
  veterans text 838255
- samhsa.gov/mental-health/988/faqs: all hours; call, text and chat in English and Spanish; interpreters for more than
  240 languages by call; also for whoever worries about somebody else
- gao.gov, GAO-26-108114: free and confidential; time to answer differs by state and kind of contact
- ocph.info/988-and-your-privacy: no personal data is required; fewer than 2 in 100 calls need 911, when a life is in
  immediate danger and the call cannot lower it (webmd.com, 988 overview: more than half of those with consent)
- nimh.nih.gov, 5 action steps: ask, be there, keep them safe, help them connect, stay in touch; asking does not raise
  the risk
- namidanecounty.org, sshwc.org: to 911 say it is a mental health emergency and ask for a CIT officer
- azcentral.com, 11 September 2023, on the announcement of HHS: American Sign Language by videophone and "ASL Now"
The former option 3 for LGBTQ+ young people ended in July 2025 and is not named.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from plait.web.site.access import needs_no_database
from plait.web.site.preferences import preferences

LANGUAGES = ("en", "es")


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    if asked in LANGUAGES:
        return asked
    return "es" if translation.get_language_from_request(request).startswith("es") else "en"


@needs_no_database
@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """The crisis page, in the language asked for."""
    language = _language(request)
    with translation.override(language):
        page = render_to_string("site/help_now.html", {**preferences(request), "language": language, "hide_help": True})
    response = HttpResponse(page, headers={"Content-Language": language})
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
