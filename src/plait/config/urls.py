"""Every address of Plait. A route that is missing from tests/contract/matrix.csv fails the build."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("plait.web.site.urls")),
    path("", include("plait.web.intake.urls")),
    path("", include("plait.web.contact.urls")),
    path("", include("plait.web.accounts.urls")),
    path("", include("plait.web.documents.urls")),
    path("", include("plait.web.people.urls")),
    path("", include("plait.web.medication.urls")),
    path("", include("plait.web.therapy.urls")),
    path("", include("plait.web.assessment.urls")),
    path("", include("plait.web.messages.urls")),
    path("", include("plait.web.problems.urls")),
    path("", include("plait.web.safety.urls")),
    path("", include("plait.web.tasks.urls")),
    path("", include("plait.web.visits.urls")),
    path("", include("plait.web.interchange.urls")),
]
handler404 = "plait.web.site.failures.not_found"
handler500 = "plait.web.site.failures.failed"
handler400 = "plait.web.site.failures.bad_request"
handler403 = "plait.web.site.failures.forbidden"
