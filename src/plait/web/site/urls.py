"""Addresses that anyone may open. Each page of the site stands in English, and under /es/ in Spanish."""

from __future__ import annotations

from django.urls import path

from plait.web.components.gallery import gallery
from plait.web.site import crawlers, front, health, pages, people, publish
from plait.web.site.help_now import help_now
from plait.web.site.languages import both, in_its_language
from plait.web.site.leave import leave
from plait.web.site.preferences import set_preferences

urlpatterns = [
    path("", front.front, name="home"),
    path("es/", in_its_language(pages.home), name="home-es"),
    *both("guide", pages.guide, "guide"),
    *both("care/<slug:slug>", pages.care, "care"),
    *both("conditions", pages.conditions, "conditions"),
    *both("conditions/<slug:slug>", pages.condition, "condition"),
    *both("about/<slug:slug>", pages.about, "about"),
    *both("questions", pages.questions, "questions"),
    *both("fees", pages.fees, "fees"),
    *both("privacy", pages.privacy, "privacy"),
    *both("team", people.team, "team"),
    *both("team/<slug:slug>", people.member, "team-member"),
    *both("places", people.places, "places"),
    path("public-profile/", publish.own_profile, name="own-profile"),
    path("accounts/<uuid:practitioner_id>/public-profile/", publish.profile_of, name="profile-of"),
    path("public-places/", publish.list_places, name="publish-places"),
    path("public-places/<uuid:site_id>/", publish.place, name="publish-place"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("help-now", help_now, name="help_now"),
    path("leave", leave, name="leave"),
    path("preferences", set_preferences, name="set_preferences"),
    path("_components/", gallery, name="components"),
]
