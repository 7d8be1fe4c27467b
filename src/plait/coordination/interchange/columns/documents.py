"""Received documents: one row for each of their attachments, with its bytes where they were kept."""

from __future__ import annotations

from collections.abc import Iterator

from plait.coordination.interchange.columns.problems import TAKEN_BACK
from plait.coordination.interchange.columns.texts import clip, codings, key_of, part_key
from plait.coordination.interchange.reading.document_reference import ReceivedDocument
from plait.records.documents.received import Document


def documents(one: ReceivedDocument) -> Iterator[Document]:
    """The document, and its further forms (the same letter as PDF and as text) as documents beside it."""
    for number, form in enumerate(one.attachments):
        when = one.dated or form.created
        title = form.title or one.title or form.media_type or one.origin.resource_id
        yield Document(
            columns={
                "origin_key": part_key(one.origin, number),
                "effective_at": when.at.utc if when and when.at else None,
                "effective_text": when.text[:40] if when and when.at is None else "",
                "title": clip(title, 300),
                "kind": clip(one.kind.text if one.kind else "", 200),
                "codings": codings(one.kind, *one.categories),
                "status": one.status,
                "author_name": clip(one.author.display or one.author.reference, 200) if one.author else "",
                "address": clip(form.address, 500) if form.content is None else "",
                "entered_in_error": one.in_error,
                "error_reason": TAKEN_BACK if one.in_error else "",
            },
            media_type=form.media_type,
            content=form.content,
        )


def part_keys(one: ReceivedDocument) -> list[str]:
    """The names under which the rows of a document are found again."""
    return [part_key(one.origin, number) for number in range(len(one.attachments))] or [key_of(one.origin)]
