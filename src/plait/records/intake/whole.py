"""What of asking for contact is part of a person's whole record, and of those who never became one the practice's."""

from __future__ import annotations

from collections.abc import Iterator

from plait.foundation.whole import Kind, Thread, threads_of
from plait.records.intake.models import ContactEvent, ContactLink, ContactRequest

KINDS = (
    Kind(ContactRequest, "link__patient"),
    Kind(ContactEvent, "request__link__patient"),
    Kind(ContactLink),
)
PAGE = 200


def of_nobody() -> Iterator[tuple[Thread, list[Thread]]]:
    """Every request of somebody of whom there is no record, with what was done about it, the first asked first."""
    ids = list(ContactRequest.objects.filter(link=None).order_by("asked_at", "pk").values_list("pk", flat=True))
    for first in range(0, len(ids), PAGE):
        page = ids[first : first + PAGE]
        events = threads_of(Kind(ContactEvent, "request__pk"), page)
        for thread in threads_of(Kind(ContactRequest, "pk"), page):
            yield thread, [one for one in events if one.last["request_id"] == thread.id]
