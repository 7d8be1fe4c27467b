"""Before a message goes out: a mail server, somebody who agreed, and one message of a number about one thing.

What is put here is sent by a job that is deferred in the same transaction (``messages/send_message.py``). In the demo
nothing leaves the machine: the message ends as it is put.
"""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app as jobs

from plait.clinical.language import gettext_noop as _
from plait.clinical.refusal import Refused
from plait.coordination.door import Visit
from plait.foundation import mail
from plait.records.outbox import actions, queries
from plait.records.people import queries as people

JOB = "plait.send-message"
QUEUE = "messages"
CAUSE = "measure-request"
LINK, REMINDER = "measure-link", "measure-reminder"


def address_of(patient_id: UUID) -> str | Refused:
    """To which address we may write; or why to none. Call inside a passage through the door."""
    if mail.state() == "off":
        return Refused("mail-off", _("This practice sends no e-mail. Show the link and pass it on."))
    person = people.patient(patient_id)
    if person is None or person.deceased:
        return Refused("nobody", _("Nobody can be written to."))
    if not person.emails:
        return Refused("no-address", _("No e-mail address is on record."))
    known = queries.permissions(person.patient_id)
    permitted = [one for one in person.emails if one in known and known[one].permitted]
    if not permitted:
        return Refused(
            "no-permission", _("It is not on record that we may write. Ask, and note it on the contact page.")
        )
    return permitted[0]


def put(visit: Visit, patient_id: UUID, *, kind: str, cause_id: UUID, number: int, address: str, language: str) -> UUID:
    """A message that goes out, with its job, together with whatever else this passage decides."""
    message_id = actions.put(
        visit.stamp,
        patient_id=patient_id,
        kind=kind,
        cause_kind=CAUSE,
        cause_id=cause_id,
        number=number,
        address=address,
        language=language,
    )
    if mail.state() == "demo":
        actions.note(visit.stamp, message_id, 0, "given-up", reason="demo")
    else:
        jobs.configure_task(JOB, queue=QUEUE).defer(message_id=str(message_id))
    return message_id
