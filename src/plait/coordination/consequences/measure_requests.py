"""What asking leaves behind: a link that ends, made for whoever is asked; and what may be asked in which way."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.assessment.instrument import Instrument
from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination.door import Visit
from plait.foundation.ids import new_id
from plait.foundation.signed_links import token_again, token_of
from plait.knowledge.loader import release
from plait.records.assessment import request_actions as actions
from plait.records.assessment import requests
from plait.records.people import queries as people
from plait.records.tasks.roster import rosters

REQUEST = "assessment.request"  # the action of whoever asks
PURPOSE = "answer"
LINK_DAYS = 14
TABLET_SECONDS = 2 * 60 * 60
LINK, TABLET = "link", "tablet"
NOBODY_LOOKS = "nobody-looks"
MAIL = "mail"  # a link as well; the practice's mail server carries it
WHYS = ("first", "before-visit", "course", "other")
MOST_INSTRUMENTS = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """The request, and its link's token: None when the same request is answered again (a link is shown once)."""

    request_id: UUID
    patient_id: UUID
    token: str | None


def make_link(visit: Visit, request_id: UUID, channel: str) -> str:
    """A new token for a request: shown once, to whoever passes it on. The ones before open nothing any more."""
    at = visit.stamp.at
    ends = at.plus(days=LINK_DAYS) if channel == LINK else at.plus(seconds=TABLET_SECONDS)
    link_id = new_id()
    token = token_of(PURPOSE, link_id)
    actions.make_link(visit.stamp, request_id, link_id=link_id, digest=token.digest, channel=channel, expires_at=ends)
    return token.text


def link_to_send(visit: Visit, request_id: UUID) -> tuple[str, Instant]:
    """The token of the request's link, and until when it works: the one that stands where there is one, else a new one.

    Whatever was mailed before stays good, however often sending is tried: it is the same link.
    """
    at = visit.stamp.at
    ends, standing = at.plus(days=LINK_DAYS), requests.standing_link(request_id, at)
    if standing is not None and standing.channel == LINK:
        token = token_again(PURPOSE, standing.link_id, standing.digest)
        if token is not None:
            actions.extend_link(visit.stamp, standing.link_id, ends)
            return token, ends
    return make_link(visit, request_id, LINK), ends


def chosen(names: tuple[str, ...]) -> tuple[Instrument, ...]:
    """The instruments of these names that are known here."""
    known = release().instruments
    return tuple(known[name] for name in dict.fromkeys(names) if name in known)


def why_not(instrument: Instrument, *, watched: bool) -> Refused | None:
    """Why an instrument cannot be answered by the person alone; None where it can."""
    if instrument.answered_by != "person":
        return Refused("asked-by-clinician", _("A clinician asks these questions."), "instruments")
    if not instrument.wording_embedded:
        return Refused("no-wording", _("Its words may not be shown here: it is answered on paper."), "instruments")
    if instrument.can_speak_of_harm and not watched:
        return Refused(
            NOBODY_LOOKS,
            _("It asks about harm, and no roster says who reads the answer. Ask it in the room, or enter a roster."),
            "instruments",
        )
    return None


def is_watched(patient_id: UUID, visit: Visit) -> bool:
    """Whether the practice said when somebody reads what comes in at the person's site."""
    roster = rosters(visit.stamp.at).get(people.site_of(patient_id))  # type: ignore[arg-type]
    return roster is not None and roster.known


def refusal(visit: Visit, names: tuple[str, ...], channel: str, language: str) -> Refused | None:
    """Why the person of this visit cannot be asked in this way; None where they can."""
    instruments = chosen(names)
    if not instruments or len(instruments) != len(set(names)) or len(instruments) > MOST_INSTRUMENTS:
        return Refused("instruments", _("Choose what is to be answered, at most six."), "instruments")
    watched = channel == TABLET or is_watched(visit.patient, visit)
    for instrument in instruments:
        no = why_not(instrument, watched=watched)
        if no is not None:
            return no
    if any(language not in instrument.languages for instrument in instruments):
        return Refused("language", _("Not everything that you chose may be shown in this language."), "language")
    return None
