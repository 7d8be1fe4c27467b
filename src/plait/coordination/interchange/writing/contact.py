"""What somebody sent from the public page, as a Communication; with whom it turned out to be, once that is known."""

from __future__ import annotations

from collections.abc import Iterator

from plait.coordination.interchange.writing.elements import Json, instant, resource
from plait.coordination.interchange.writing.lines import told_by
from plait.coordination.interchange.writing.sheet import Sheet, Written
from plait.foundation.whole import Thread
from plait.records.intake import whole as intake

TITLE = "Request for contact"


def write_requests(sheet: Sheet) -> Iterator[Written]:
    """What a person sent before they were in care."""
    for request in sheet.of("ContactRequest"):
        events = sheet.under("ContactEvent", "request_id", request)
        links = sheet.under("ContactLink", "request_id", request)
        yield _request(request, sheet.me), [request, *links, *events]


def write_requests_of_nobody() -> Iterator[Json]:
    """What was sent by those of whom there is no record."""
    for request, events in intake.of_nobody():
        yield told_by(_request(request, None), [request, *events])


def _request(thread: Thread, subject: Json | None) -> Json:
    told = thread.last
    return resource(
        "Communication",
        thread.id,
        status="completed",
        category=[{"text": TITLE}],
        subject=subject,
        sender={"display": told["name"]},
        sent=instant(told["asked_at"]),
        payload=[{"contentString": told["words"]}] if told["words"] else [],
        note=[{"text": f"looks for: {told['seeks']}"}],
    )
