"""Who a file is brought in as: the uploader of a run that the worker takes up, or a member of staff named on the
command line, with the rights that they have at this moment.

Like signing in, this is asked before there is an actor; it reads accounts, and nothing of anybody's record.
"""

from __future__ import annotations

from uuid import UUID

from plait.clinical.moment import Instant
from plait.coordination.accounts.backend import acting_as
from plait.foundation.actor import ANONYMOUS, CLINICAL, Actor
from plait.records.accounts import queries as accounts
from plait.records.inbox import queries as inbox
from plait.records.people import queries as people
from plait.records.people import staff
from plait.records.people.staff import StaffMember

CARE = ("prescriber", "therapist", "coordinator")


def of_run(run_id: UUID, *, at: Instant) -> Actor:
    """The uploader of a run in the role of the upload, or whoever decided who the person is.

    Anonymous, whom every door refuses, where that role is over.
    """
    run = inbox.run(run_id)
    decided = run.identity.get("decided", {}) if run else {}
    by_upload = (run.uploaded_by, run.acting_role) if run else (None, "")
    user_id, role = (UUID(decided["by"]), decided["role"]) if decided else by_upload
    user = people.signed_in(user_id) if user_id else None
    if user is None:
        return ANONYMOUS
    actor = acting_as(user, role, at=at)
    return actor if actor.acting_role == role else ANONYMOUS


def possible(*, at: Instant) -> tuple[StaffMember, ...]:
    """The members of staff who could bring in a file, by name: clinicians first."""
    day = at.day("UTC")
    able = [m for m in staff.everybody() if m.active and set(m.roles_on(day)) & set(CARE)]
    return tuple(sorted(able, key=lambda m: (not set(m.roles_on(day)) & CLINICAL, m.name, m.sign_in_name)))


def named(name: str, role: str, *, at: Instant) -> Actor | None:
    """The member of staff with this sign-in name, or with this name where it is one person's; None where nobody is.

    Without ``role`` in the first of their care roles; None as well where they do not have the role today.
    """
    wanted = name.strip().casefold()
    alike = [m for m in possible(at=at) if wanted in {m.sign_in_name, m.name.casefold()}]
    exact = [m for m in alike if m.sign_in_name == wanted]
    chosen = exact or (alike if len(alike) == 1 else [])
    user = accounts.active_user(chosen[0].user_id) if chosen else None
    if user is None:
        return None
    roles = acting_as(user, "", at=at).roles
    acting = role or next((one for one in CARE if one in roles), "")
    return acting_as(user, acting, at=at) if acting in roles and acting in CARE else None
