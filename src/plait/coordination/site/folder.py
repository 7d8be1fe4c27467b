"""Where the site's files stand: those of Plait, and the practice's own folder (PLAIT_SITE_FOLDER) over them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from django.conf import settings

from plait.coordination import demo
from plait.knowledge import site_folder
from plait.knowledge.practice_facts import FILE, PracticeFacts, facts
from plait.knowledge.site_pages import SitePages

DEMO_FACTS = Path(demo.__file__).parent / FILE


def own_folder() -> Path | None:
    """The practice's own folder; None when none is named or there is none."""
    folder = Path(settings.SITE_FOLDER) if settings.SITE_FOLDER else None
    return folder if folder is not None and folder.is_dir() else None


def pages() -> SitePages:
    """Every page that may be served now."""
    return site_folder.current(own_folder())


def practice_facts() -> PracticeFacts:
    """What the practice says of itself. Only the demo has facts that nobody wrote down for it."""
    own = own_folder()
    found = facts(own / FILE) if own is not None else PracticeFacts()
    if settings.DEMO and (own is None or not (own / FILE).exists()):
        found = facts(DEMO_FACTS)
    return found if found.telephone else replace(found, telephone=settings.PRACTICE_PHONE)
