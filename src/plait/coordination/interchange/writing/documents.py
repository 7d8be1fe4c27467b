"""Documents with their bytes."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

from plait.coordination.interchange.value_sets import DOCUMENT_STATUS
from plait.coordination.interchange.writing.elements import Json, concept, filled, instant, one_of, resource
from plait.coordination.interchange.writing.sheet import Sheet, Written, status_of
from plait.foundation.whole import Thread


def write_documents(sheet: Sheet) -> Iterator[Written]:
    """Every document; each version of its content is an attachment of its own, the one that holds first."""
    contents = {one.id: one for one in sheet.of("DocumentContent")}
    for thread in sheet.of("DocumentReference"):
        named = [line["content_id"] for line in reversed(thread.lines) if line["content_id"] in contents]
        own = [contents[one] for one in dict.fromkeys(named)]
        yield _document(sheet, thread, own), [thread, *own]


def _document(sheet: Sheet, thread: Thread, contents: list[Thread]) -> Json:
    told = thread.last
    status = one_of(DOCUMENT_STATUS, told["status"], "current")
    attachments = [
        filled(
            contentType=one.last["media_type"],
            data=b64encode(sheet.content_of(one.id)).decode(),
            url=f"urn:uuid:{one.id}",
            title=told["title"],
        )
        for one in contents
    ]
    words = filled(url=told["address"], title=told["title"])
    return resource(
        "DocumentReference",
        thread.id,
        status=status_of(thread, status),
        type=concept(told["kind"], told["codings"]),
        subject=sheet.me,
        date=instant(told["effective_at"]),
        author=[{"display": told["author_name"]}] if told["author_name"] else [],
        description=told["title"],
        content=[{"attachment": one} for one in attachments or [words]],
    )
