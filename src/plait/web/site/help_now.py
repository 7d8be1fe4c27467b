"""/help-now: whom to call, text or write to when someone might act on thoughts of suicide, and for other dangers.

The page is made of a country's pack of lines (``knowledge/content/crisis/``, with where and when each was read), the
practice's own numbers and a message catalog: no database, no session, no user. Its one script only makes leaving
tidier. It answers while the database and the worker are down. English and Spanish; ``?lang=es`` wins over the browser's
language. What the page shows is read once, when the process starts.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.dateformat import format as dated
from django.utils.translation import gettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from plait.clinical.finding import CHECKED
from plait.knowledge.crisis import Group, Help, Line, Pack, Read, Way, help_for
from plait.knowledge.local_help import Near
from plait.web.site.access import needs_no_database
from plait.web.site.frame import frame
from plait.web.site.languages import LANGUAGES, NAMES, in_language

NOT_DIALLED = re.compile(r"[^0-9+]")


def known() -> Help:
    """What the settings name: the country's lines and the practice's own. Read once for each process."""
    return help_for(settings.COUNTRY, settings.LOCAL_HELP)


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    if asked in LANGUAGES:
        return asked
    return "es" if translation.get_language_from_request(request).startswith("es") else "en"


@needs_no_database
@require_safe
@gzip_page  # nothing secret stands on it, so its length may be read
def help_now(request: HttpRequest) -> HttpResponse:
    """The crisis page, in the language asked for."""
    language = _language(request)
    with translation.override(language):
        page = render_to_string("site/help_now.html", {**_frame(request, language), **_shown(known(), language)})
    response = HttpResponse(page, headers={"Content-Language": language})
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _frame(request: HttpRequest, language: str) -> dict[str, Any]:
    """The frame of the public pages, but that this page has one address and says its language after "?"."""
    other = "en" if language == "es" else "es"
    return {
        **frame(request),
        "language": language,
        "twin": {"language": other, "href": f"/help-now?lang={other}", "name": NAMES[other]},
        "home_href": in_language("/", language),
        "help_href": f"/help-now?lang={language}",
        "canonical": "",
    }


def _shown(found: Help, language: str) -> dict[str, Any]:
    pack = found.pack
    return {
        "scope": pack.scope.said(language),
        "promise": pack.promise.said(language),
        "emergency": pack.emergency,
        "number": next(one.number for one in pack.first if one.kind == "call"),
        "first": [_way(one, language) for one in pack.first],
        "danger": {
            "when": [one.said(language) for one in pack.danger.when],
            "say": pack.danger.say.said(language),
            "more": [one.said(language) for one in pack.danger.more],
            "checked": _checked(pack.danger.read),
        },
        "near": [_near(one, language) for one in found.near],
        "groups": [_group(one, language) for one in pack.groups],
        "expect": [
            {"title": one.title.said(language), "steps": [step.said(language) for step in one.steps]}
            for one in pack.expect
        ],
        "facts": [
            {"title": one.title.said(language), "text": one.text.said(language), "checked": _checked(one.read)}
            for one in pack.facts
        ],
        "sources": _sources(pack, language),
    }


def _group(group: Group, language: str) -> dict[str, Any]:
    return {"title": group.title.said(language), "lines": [_line(one, language) for one in group.lines]}


def _line(line: Line, language: str) -> dict[str, Any]:
    return {
        "name": line.name.said(language),
        "purpose": line.purpose.said(language),
        "ways": [_way(one, language) for one in line.ways],
        "hours": line.hours.said(language),
        "languages": line.languages.said(language),
        "note": line.note.said(language),
        "checked": _checked(line.read),
    }


def _way(way: Way, language: str) -> dict[str, Any]:
    """Where a press leads, and what the button says."""
    word, dialled = way.word.said(language), NOT_DIALLED.sub("", way.number)
    said = {"number": way.number, "key": way.press, "word": word}
    href = f"tel:{dialled}"
    if way.kind == "text":
        href = f"sms:{dialled}?&body={word}" if word else f"sms:{dialled}"
        label = gettext("Text %(word)s to %(number)s") if word else gettext("Text %(number)s")
    elif way.kind in ("chat", "web"):
        href, label = way.address.said(language), gettext("Chat online")
    elif way.kind == "video":
        label = gettext("Videophone %(number)s")
    elif way.kind == "relay":
        label = gettext("Relay service %(number)s")
    elif way.kind == "tty":
        label = gettext("TTY %(number)s")
    else:
        label = gettext("Call %(number)s, then press %(key)s") if way.press else gettext("Call %(number)s")
    return {
        "href": href,
        "label": way.label.said(language) or label % said,
        "hint": way.hint.said(language),
        "danger": way.kind == "emergency",
        "away": href.startswith("https:"),
    }


def _near(near: Near, language: str) -> dict[str, Any]:
    ways = [Way("call", near.call)] if near.call else []
    ways += [Way("text", near.text)] if near.text else []
    shown = [_way(one, language) for one in ways]
    if near.address:
        shown.append({"href": near.address, "label": gettext("Open its page"), "away": True})
    checked = gettext("Checked on %(date)s.") if near.checked_on else gettext("Not checked yet.")
    if near.checked_on and near.checked_by:
        checked = gettext("Checked on %(date)s by %(who)s.")
    return {
        "name": near.name.said(language),
        "purpose": near.purpose.said(language),
        "hours": near.hours.said(language),
        "languages": near.languages.said(language),
        "ways": shown,
        "checked": checked % {"date": _day(near.checked_on), "who": near.checked_by},
    }


def _checked(read: Read) -> str:
    """How far it was checked, and when it was read last."""
    day = _day(max((one.accessed for one in read.sources if one.accessed), default=None))
    if read.mark in CHECKED:
        return gettext("Checked on %(date)s.") % {"date": day}
    return gettext("Not fully checked. Read on %(date)s.") % {"date": day}


def _day(day: date | None) -> str:
    if day is None:
        return ""
    return dated(day, r"j \d\e F \d\e Y" if translation.get_language() == "es" else "j F Y")


def _sources(pack: Pack, language: str) -> list[dict[str, Any]]:
    """Every source once, with what was read there."""
    reads = [(line.name.said(language), line.read) for group in pack.groups for line in group.lines]
    reads += [(fact.title.said(language), fact.read) for fact in pack.facts]
    reads += [(pack.emergency, pack.danger.read), (gettext("This page"), pack.general)]
    found: dict[str, dict[str, Any]] = {}
    for name, read in reads:
        for one in read.sources:
            entry = found.setdefault(
                one.id, {"title": one.title, "href": one.url, "day": _day(one.accessed), "names": []}
            )
            entry["names"].append(name)
    return [{**one, "names": ", ".join(dict.fromkeys(one["names"]))} for one in found.values()]
