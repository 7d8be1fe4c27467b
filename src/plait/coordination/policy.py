"""Who may do what: deny by default, one table for every screen, command and interface.

Policy = relation x acting role x purpose. The relation of staff to a person is one of

- ``treats``: on the person's care team at that moment, in the role acted in;
- ``site``: same site, not on the team;
- ``covers``: a clinician who covers for somebody who treats the person, while a sign of harm is open;
- ``emergency``: a clinician who opened the chart in an emergency, for an hour;
- ``enquirer``: about somebody who only asked for contact, of whom there is no record yet (docs/decisions/0025);
- ``own-link``: holds a link that was made for this person (see docs/decisions/0022-answering-by-link.md);
- ``none``: another site, or no such person (the two are never told apart).

``RULES`` lists for each action which (role, relation) pairs are permitted; what is not listed is denied. A duty of the
practice stands where a role stands: whoever holds it today is permitted beside their role.
The pairs of ``tests/contract/matrix.csv`` are the reviewed expectation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from plait.foundation.actor import Actor

Relation = Literal["treats", "covers", "site", "emergency", "own-link", "enquirer", "none", "no-patient"]


@dataclass(frozen=True, slots=True)
class Rule:
    """Who is permitted, and for which purpose the audit trail notes it."""

    pairs: frozenset[tuple[str, str]]
    purpose: str = "treatment"


def rule(*pairs: tuple[str, str], purpose: str = "treatment") -> Rule:
    """A rule from (role, relation) pairs."""
    return Rule(frozenset(pairs), purpose)


BOTH = (("prescriber", "treats"), ("therapist", "treats"))
EMERGENCY = (("prescriber", "emergency"), ("therapist", "emergency"))  # see docs/decisions/0016-emergency-access.md
# Who covers, as long as a flag is open; see docs/decisions/0021-one-risk-path.md.
COVERS = (("prescriber", "covers"), ("therapist", "covers"))
PRESCRIBER = (("prescriber", "treats"),)
EMERGENCY_PRESCRIBER = (("prescriber", "emergency"),)
THERAPIST = (("therapist", "treats"),)
COORDINATOR = (("coordinator", "treats"), ("coordinator", "site"))
ANY_STAFF = tuple((role, "no-patient") for role in ("prescriber", "therapist", "coordinator", "administrator"))
# Somebody at the door: not signed in, holding a set-up link, or staff without a role today. None of them has a role.
ANYBODY = (*ANY_STAFF, ("", "no-patient"))
BY_LINK = (("", "own-link"),)
# Told whom to call about a sign of harm, whoever it is about; the action looks whether this one is theirs to know.
LEAD_OF_SAFETY = tuple(("safety-lead", relation) for relation in ("treats", "covers", "site", "emergency", "none"))
# Somebody who only asked for contact: the coordinators call back; with a sign of harm the safety lead acts as well.
DESK = (("coordinator", "enquirer"),)
LEAD_AT_THE_DOOR = (("safety-lead", "enquirer"),)
CARE_STAFF = tuple((role, "no-patient") for role in ("prescriber", "therapist", "coordinator"))

RULES: dict[str, Rule] = {
    "people.find": rule(*CARE_STAFF),
    "people.open-chart": rule(*BOTH, *COVERS, *EMERGENCY),
    "people.open-contact": rule(*BOTH, *COVERS, *EMERGENCY, *COORDINATOR, purpose="operations"),
    "people.assign-care-team": rule(*COORDINATOR, purpose="operations"),
    "people.who-looked": rule(*BOTH, purpose="accountability"),
    "people.register": rule(*CARE_STAFF, purpose="operations"),
    "people.revise-details": rule(*BOTH, *COORDINATOR, purpose="operations"),
    "people.merge": rule(*COORDINATOR, purpose="operations"),
    "people.open-in-emergency": rule(("prescriber", "no-patient"), ("therapist", "no-patient"), purpose="emergency"),
    "people.end-emergency-access": rule(("prescriber", "no-patient"), ("therapist", "no-patient"), purpose="emergency"),
    "people.review-emergency-access": rule(("privacy-lead", "no-patient"), purpose="accountability"),
    "people.name-duty": rule(("administrator", "no-patient"), purpose="operations"),
    "people.read-duties": rule(*ANY_STAFF, purpose="operations"),
    "people.print-chart": rule(*BOTH),
    "people.rebuild": rule(purpose="operations"),  # nobody but the system itself: a command on the machine
    "medication.read": rule(*BOTH, *COVERS, *EMERGENCY),
    "medication.order": rule(*PRESCRIBER, ("prescriber", "covers"), *EMERGENCY_PRESCRIBER),
    "medication.report": rule(*BOTH, *COVERS, *EMERGENCY),
    "therapy.read": rule(*BOTH, *COVERS, *EMERGENCY),
    "therapy.conduct": rule(*THERAPIST),
    "assessment.read": rule(*BOTH, *COVERS, *EMERGENCY),
    "assessment.caseload": rule(("prescriber", "no-patient"), ("therapist", "no-patient")),
    "assessment.submit": rule(*BOTH, *COVERS, *EMERGENCY),
    "assessment.request": rule(*BOTH),
    "assessment.answer": rule(*BY_LINK),
    "assessment.missed": rule(("prescriber", "no-patient"), ("therapist", "no-patient")),
    "assessment.follow-up": rule(purpose="operations"),  # nobody but the system itself
    "messages.permit": rule(*BOTH, *COORDINATOR, purpose="operations"),
    "messages.list": rule(("coordinator", "no-patient"), ("administrator", "no-patient"), purpose="operations"),
    "messages.send": rule(purpose="operations"),  # nobody but the system itself
    "problems.read": rule(*BOTH, *COVERS, *EMERGENCY),
    "problems.record": rule(*BOTH, *COVERS, *EMERGENCY),
    "safety.list": rule(*ANY_STAFF, purpose="operations"),
    "safety.read": rule(*BOTH, *COVERS, *EMERGENCY, *LEAD_AT_THE_DOOR),
    "safety.act": rule(*BOTH, *COVERS, *EMERGENCY, *LEAD_AT_THE_DOOR),
    "safety.hand-over": rule(
        *BOTH, *COVERS, *EMERGENCY, *COORDINATOR, *LEAD_OF_SAFETY, *DESK, *LEAD_AT_THE_DOOR, purpose="operations"
    ),
    "safety.set-flag": rule(*BOTH, *COVERS, *EMERGENCY, *COORDINATOR, *DESK),
    "safety.set-threshold": rule(*BOTH),
    "safety.read-roster": rule(*ANY_STAFF, purpose="operations"),
    "safety.set-roster": rule(("coordinator", "no-patient"), ("administrator", "no-patient"), purpose="operations"),
    "safety.when-read": rule(*ANYBODY, purpose="operations"),
    "safety.alarm": rule(purpose="operations"),  # nobody but the system itself: a command on the machine
    "safety.read-plan": rule(*BOTH, *COVERS, *EMERGENCY),
    "safety.revise-plan": rule(*BOTH, *COVERS),
    "safety.own-plan": rule(*BY_LINK),
    "intake.ask-for-contact": rule(*ANYBODY, purpose="operations"),
    "intake.read-contact-requests": rule(("coordinator", "no-patient"), purpose="operations"),
    "intake.read-contact-request": rule(*DESK, purpose="operations"),
    "intake.answer-contact-request": rule(*DESK, *COORDINATOR, purpose="operations"),
    "intake.read-of-person": rule(*BOTH, *COVERS, *EMERGENCY),
    "site.read-published": rule(*ANYBODY, purpose="operations"),
    "site.publish-own": rule(("prescriber", "no-patient"), ("therapist", "no-patient"), purpose="operations"),
    "site.publish": rule(("administrator", "no-patient"), purpose="operations"),
    "tasks.read": rule(*ANY_STAFF, ("privacy-lead", "no-patient"), purpose="operations"),
    "tasks.close": rule(*BOTH, *COORDINATOR, purpose="operations"),
    "interchange.import": rule(*CARE_STAFF, *BOTH, *COORDINATOR, purpose="operations"),
    "interchange.read": rule(*CARE_STAFF, *BOTH, *COORDINATOR, purpose="operations"),
    "interchange.reconcile": rule(*BOTH),
    "interchange.reconcile-medicines": rule(*PRESCRIBER),
    "interchange.decide-identity": rule(*CARE_STAFF, *BOTH, *COORDINATOR, purpose="operations"),
    "interchange.export-person": rule(*BOTH, purpose="disclosure"),
    "interchange.export-practice": rule(purpose="disclosure"),  # nobody but the system itself: a command on the machine
    "documents.read": rule(*BOTH, *COVERS, *EMERGENCY),
    "careplan.read": rule(*BOTH, *COVERS, *EMERGENCY),
    "visits.read": rule(*BOTH, *COVERS, *EMERGENCY, *COORDINATOR),
    "visits.schedule": rule(*BOTH, *COORDINATOR, purpose="operations"),
    "visits.record": rule(*BOTH),
    "visits.today": rule(*CARE_STAFF),
    "upkeep.backup": rule(purpose="operations"),  # nobody but the system itself
    "upkeep.read-backups": rule(("administrator", "no-patient"), purpose="operations"),
    "upkeep.seed": rule(purpose="operations"),  # nobody but the system itself
    "accounts.manage": rule(("administrator", "no-patient"), purpose="operations"),
    "accounts.own": rule(*ANYBODY, purpose="operations"),
    "accounts.sign-in": rule(*ANYBODY, purpose="operations"),
    "accounts.sign-out": rule(*ANYBODY, purpose="operations"),
    "accounts.lock": rule(*ANYBODY, purpose="operations"),
    "accounts.unlock": rule(*ANYBODY, purpose="operations"),
    "accounts.switch-role": rule(*ANY_STAFF, purpose="operations"),
    "accounts.set-up": rule(*ANYBODY, purpose="operations"),
    "documents.own-drafts": rule(*ANYBODY, purpose="operations"),
}


def permits(action: str, actor: Actor, relation: Relation) -> bool:
    """Whether the actor may. An action that is not in the table is a bug, and raises KeyError."""
    permitted = RULES[action].pairs
    if actor.kind == "system":
        return True
    held = (actor.acting_role, *actor.duties)
    return actor.kind in {"staff", "link", "anonymous"} and any((one, relation) in permitted for one in held)
