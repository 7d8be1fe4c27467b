"""Signs of harm with everything that was done about them, as Flags."""

from __future__ import annotations

from collections.abc import Iterator

from plait.coordination.interchange.writing.elements import HL7, Json, coded, filled, instant, resource
from plait.coordination.interchange.writing.sheet import Sheet, Written
from plait.foundation.whole import Thread


def write_flags(sheet: Sheet) -> Iterator[Written]:
    """Each flag with its events."""
    for flag in sheet.of("Flag"):
        events = sheet.under("FlagEvent", "flag_id", flag)
        yield _flag(sheet, flag, events), [flag, *sheet.under("FlagPatient", "flag_id", flag), *events]


def _flag(sheet: Sheet, thread: Thread, events: list[Thread]) -> Json:
    told = thread.last
    closed = [event.last for event in events if event.last["what"] == "closed"]
    end = instant(closed[0]["recorded_at"]) if closed else None
    return resource(
        "Flag",
        thread.id,
        status="inactive" if closed else "active",
        category=[coded(f"{HL7}flag-category", "safety")],
        code={"text": f"Sign of harm: {told['whom']}, {told['level']}"},
        subject=sheet.me,
        period=filled(start=instant(told["recorded_at"]), end=end),
    )
