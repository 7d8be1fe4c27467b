"""What a practice itself is, beside its people: sites, staff, roles and the trail of who looked and who did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plait.coordination.interchange.writing.contact import write_requests_of_nobody
from plait.coordination.interchange.writing.elements import HL7, Json, coded, filled, instant, period, resource
from plait.coordination.interchange.writing.people import write_practitioner
from plait.records.accounts import whole as accounts
from plait.records.accounts.whole import AccountLine
from plait.records.audit import disclosures
from plait.records.people import whole as people
from plait.records.people.whole import RoleLine

OUTCOMES = {"done": "0", "refused": "4", "denied": "8"}
EVENT_TYPES = f"{HL7}audit-event-type"


def write_practice() -> Iterator[Json]:
    """Everything that is nobody's record."""
    for site_id, name, state, zone in people.sites():
        yield resource("Location", site_id, name=name, address=filled(state=state), description=zone)
    for named in people.all_practitioners():
        yield write_practitioner(named)
    for role in people.roles():
        yield _role(role)
    for line in accounts.events():
        yield _account(line)
    yield from write_requests_of_nobody()
    for event in disclosures.trail():
        yield _event(event)


def _role(role: RoleLine) -> Json:
    system = "urn:plait:duty" if role.is_duty else "urn:plait:role"
    return resource(
        "PractitionerRole",
        role.row_id,
        practitioner={"reference": f"Practitioner/{role.practitioner_id}"},
        code=[coded(system, role.code)],
        period=period(role.starts_on, role.ends_on),
    )


def _account(line: AccountLine) -> Json:
    """What happened to an account, as an event of the security of the practice."""
    what = filled(name=line.sign_in_name, what={"display": line.name}, description=line.detail)
    return resource(
        "AuditEvent",
        line.event_id,
        type=filled(system=EVENT_TYPES, code="rest", display="account"),
        subtype=[filled(system="urn:plait:account-event", code=line.what)],
        recorded=instant(line.at),
        outcome="0",
        agent=[{"who": {"display": line.by or "not stated"}, "requestor": True}],
        source={"observer": {"display": "Plait"}},
        entity=[what],
    )


def _event(row: Mapping[str, Any]) -> Json:
    """Who looked or did, about whom, why and how it ended."""
    agent = filled(
        role=[{"text": row["recorded_as"]}] if row["recorded_as"] else [],
        who=filled(
            identifier={"system": "urn:plait:user", "value": str(row["recorded_by"])} if row["recorded_by"] else None,
            display=row["recorded_by_name"] or row["recorded_by_kind"],
        ),
        requestor=True,
    )
    return resource(
        "AuditEvent",
        row["id"],
        type=filled(system=EVENT_TYPES, code="rest", display="record"),
        subtype=[filled(system="urn:plait:action", code=row["action"])],
        recorded=instant(row["recorded_at"]),
        outcome=OUTCOMES.get(row["outcome"], "4"),
        outcomeDesc=row["detail"],
        purposeOfEvent=[{"text": row["purpose"]}] if row["purpose"] else [],
        agent=[agent],
        source={"observer": {"display": "Plait"}},
        entity=[{"what": {"reference": f"Patient/{one}"}} for one in row["patients"]],
    )
