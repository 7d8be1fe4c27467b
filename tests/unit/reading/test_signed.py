"""A public page says which licensed clinician read it, or that none has; an unread source has no day of reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.template.loader import render_to_string

from plait.knowledge.site_pages import SITE, SitePage
from plait.knowledge.site_pages_read import load
from plait.web.site.answering import said_by

ON = date(2026, 11, 24)


def said(page: SitePage) -> str:
    return render_to_string("site/page_facts.html", {"said_by": said_by(page, ON)})


def test_a_page_that_no_clinician_signed_says_so():
    page = load(SITE).pages["en", ("condition", "depression")]
    assert "No licensed clinician has reviewed this page yet." in said(page)
    signed = said(replace(page, signed_by="Dr. Ana Reyes, MD, NY 123456, 2026-12-01"))
    assert "Reviewed by Dr. Ana Reyes, MD, NY 123456, 2026-12-01." in signed
    assert "No licensed clinician" not in signed


def test_a_source_that_nobody_read_has_no_day_of_reading():
    page = load(SITE).pages["en", ("condition", "depression")]
    unread = [one for one in page.sources if one.mark == "U"]
    assert unread
    assert said(replace(page, sources=tuple(unread), body="Text.[^unread]")).count("Read on") == 0
    assert said(page).count("Read on") == len(page.sources) - len(unread)
