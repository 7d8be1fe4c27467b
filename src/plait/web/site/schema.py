"""What search engines are told, in the words of schema.org: only what stands on the page as well.

It is data, not a program: browsers never run a script of type application/ld+json, so the Content-Security-Policy has
nothing to allow. It is escaped as JSON inside HTML.
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from plait.coordination.site.publish_place import PublicPlace
from plait.knowledge.practice_facts import PracticeFacts
from plait.knowledge.site_pages import SitePage

CONTEXT = "https://schema.org"
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def script(data: dict[str, Any]) -> SafeString:
    """The element that holds it."""
    text = json.dumps({"@context": CONTEXT, **data}, ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped above


def clinic(home: str, facts: PracticeFacts) -> dict[str, Any]:
    """The practice."""
    made: dict[str, Any] = {
        "@type": "MedicalClinic",
        "@id": f"{home}#practice",
        "name": settings.PRACTICE_NAME,
        "url": home,
        "medicalSpecialty": "https://schema.org/Psychiatric",
        "availableLanguage": ["en", "es"],
    }
    if facts.telephone:
        made["telephone"] = facts.telephone
    if facts.email:
        made["email"] = facts.email
    return made


def trail(*steps: tuple[str, str]) -> dict[str, Any]:
    """Where a page stands: (name, whole address) from the home to the page."""
    places = [
        {"@type": "ListItem", "position": number, "name": name, "item": address}
        for number, (name, address) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": places}


def medical_page(page: SitePage, address: str) -> dict[str, Any]:
    """A page about health: who answers for it, when it was looked at, what it cites."""
    made: dict[str, Any] = {
        "@type": "MedicalWebPage",
        "name": page.title,
        "description": page.description,
        "url": address,
        "inLanguage": page.language,
        "lastReviewed": page.reviewed.isoformat(),
        "author": {"@type": "Organization", "name": page.owner},
        "citation": [source.title for source in page.sources],
    }
    if page.kind == "condition":
        made["about"] = {"@type": "MedicalCondition", "name": page.title}
    return made


def questions(asked: list[tuple[str, str]], language: str) -> dict[str, Any]:
    """Questions with their answers, in bare words."""
    entities = [
        {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": said}}
        for question, said in asked
    ]
    return {"@type": "FAQPage", "inLanguage": language, "mainEntity": entities}


def practitioner(name: str, job: str, profession: str, address: str, languages: list[str]) -> dict[str, Any]:
    """Somebody who works here; only a physician is called one."""
    physician = profession.casefold() == "psychiatrist"
    made: dict[str, Any] = {"@type": "Physician" if physician else "Person", "name": name, "url": address}
    if physician:
        return {**made, "medicalSpecialty": "https://schema.org/Psychiatric", "availableLanguage": languages}
    return {**made, "jobTitle": job, "knowsLanguage": languages, "worksFor": settings.PRACTICE_NAME}


def place(name: str, said: PublicPlace, practice: str) -> dict[str, Any]:
    """A place of the practice, with its hours."""
    made: dict[str, Any] = {"@type": "MedicalClinic", "name": f"{practice}, {name}", "address": said.address}
    if said.telephone:
        made["telephone"] = said.telephone
    opening = [
        {"@type": "OpeningHoursSpecification", "dayOfWeek": f"{CONTEXT}/{day}", "opens": opens, "closes": closes}
        for day, hours in zip(DAYS, said.hours, strict=True)
        for opens, closes in (span.split("-") for span in hours.split())
    ]
    return {**made, "openingHoursSpecification": opening} if opening else made
