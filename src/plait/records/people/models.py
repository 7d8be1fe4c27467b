"""People: patients with everything they are called, those around them, and those who treat them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from plait.foundation.models import Fact, Projection, RevisedFact, Work
from plait.records.accounts.models import User


class Site(Work):
    """A place of the practice. Staff of one site do not see the people of another."""

    name = models.CharField(max_length=200)
    state = models.CharField(max_length=2, blank=True)
    time_zone = models.CharField(max_length=60)


class Practitioner(Work):
    """A member of staff, or a clinician elsewhere who is known by name only (no user)."""

    user = models.OneToOneField(User, null=True, on_delete=models.PROTECT, related_name="practitioner")
    name = models.CharField(max_length=200)
    profession = models.CharField(max_length=60, blank=True)
    site = models.ForeignKey(Site, null=True, on_delete=models.PROTECT)
    origin_key = models.CharField(max_length=300, blank=True, default="", db_index=True)


class PractitionerRole(RevisedFact):
    """A role that a practitioner has from one day, until another (None: goes on). The end is another row."""

    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="role_rows")
    role = models.CharField(max_length=20)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)


class Licence(RevisedFact):
    """A licence to practise in a state, dated."""

    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="licence_rows")
    state = models.CharField(max_length=2)
    profession = models.CharField(max_length=60)
    number = models.CharField(max_length=60)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)


class Patient(Fact):
    """A person in care: an identity and a number to read out. All that can change stands in PatientDetails."""

    number = models.CharField(max_length=20, unique=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT)


class PatientDetails(RevisedFact):
    """What a person is called and how to reach them, as of this revision."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="details_rows")
    given = models.CharField(max_length=200, blank=True)
    family = models.CharField(max_length=200, blank=True)
    preferred_name = models.CharField(max_length=200, blank=True)
    pronouns = models.CharField(max_length=60, blank=True)
    birth_date = models.CharField(max_length=20, blank=True)  # a PartialDate as text
    sex_for_clinical_use = models.CharField(max_length=20, default="unknown")
    gender_identity = models.CharField(max_length=100, blank=True)
    languages = models.JSONField(default=list)
    interpreter = models.BooleanField(default=False, db_default=False)
    phones = models.JSONField(default=list)
    emails = models.JSONField(default=list)
    address = models.JSONField(default=dict)
    state_now = models.CharField(max_length=2, blank=True)
    deceased = models.CharField(max_length=30, blank=True)


class PatientIdentifier(Fact):
    """What another system calls this person."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="identifier_rows")
    system = models.CharField(max_length=300)
    value = models.CharField(max_length=300)

    class Meta:
        """One identifier names one person."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["system", "value"], name="people_identifier_names_one"),
        ]


class PatientRelation(RevisedFact):
    """Somebody who stands beside the person: a guardian or helper, dated, with what they may see and do."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="relation_rows")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    relationship = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    scope = models.JSONField(default=list)
    starts_on = models.DateField(null=True)  # None: since a time that nobody stated
    ends_on = models.DateField(null=True)


class CareTeamMember(RevisedFact):
    """A practitioner who treats or looks after a person in one role, from one moment until another."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="team_rows")
    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    basis = models.CharField(max_length=20, default="assigned")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)


class PatientIndex(Projection):
    """One line per record for lists: what is known now. Rebuilt from the facts.

    The line of a record that was merged shows the surviving one: ``person`` says which. Lists of people leave such
    lines out; whatever hangs on a record (a task, an appointment) finds its person through it.
    """

    patient = models.OneToOneField(Patient, primary_key=True, on_delete=models.PROTECT, related_name="index")
    # May be empty in the database alone, for rows that the version before wrote; ``plait rebuild`` fills it.
    person = models.ForeignKey(Patient, null=True, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20)
    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    name = models.CharField(max_length=420)
    sort_name = models.CharField(max_length=420, db_index=True)
    preferred_name = models.CharField(max_length=200, blank=True)
    pronouns = models.CharField(max_length=60, blank=True)
    birth_date = models.CharField(max_length=20, blank=True)
    phone = models.CharField(max_length=60, blank=True)


class PatientSearchKey(Projection):
    """A word by which a person is found: part of a name, a birth date, digits of a phone, the number."""

    id = models.BigAutoField(primary_key=True)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=200)

    class Meta:
        """A plain btree serves LIKE 'abc%' under the C collation."""

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["key"], name="people_searchkey", opclasses=["varchar_pattern_ops"]),
        ]


class CurrentCareTeam(Projection):
    """Who treats whom as known now, one row per membership thread: what the policy asks on every request."""

    thread = models.UUIDField(primary_key=True)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="team")
    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    basis = models.CharField(max_length=20)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        """Asked from both sides."""

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["practitioner", "role"], name="people_team_of_practitioner"),
        ]


class OutsideCareMember(RevisedFact):
    """Somebody elsewhere who cares for the person, as a received care team names them. It opens no chart to anybody."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="outside_care_rows")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    starts = models.CharField(max_length=20, blank=True)  # a PartialDate as text
    ends = models.CharField(max_length=20, blank=True)


class RecordLink(RevisedFact):
    """Two records are of the same person (FHIR Patient.link): ``patient`` is read under ``person``.

    Undoing it is another row with ``active`` false. A thread that begins with ``active`` false says that somebody
    compared the two and found two people. Nothing is re-keyed.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="link_rows")
    person = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="linked_rows")
    active = models.BooleanField(default=True)
    reason = models.CharField(max_length=500)


class MergedRecord(Projection):
    """A record that is read under another one now; one row per merged record, none for all others."""

    patient = models.OneToOneField(Patient, primary_key=True, on_delete=models.PROTECT, related_name="merged")
    person = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="merged_records")


class EmergencyAccess(Fact):
    """A clinician outside the care team opened a chart in an emergency: why, and until when. Never renewed silently."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="emergency_accesses")
    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    reason = models.CharField(max_length=40)
    note = models.CharField(max_length=1000, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        """Asked by the policy for one practitioner and person, and listed by time."""

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["practitioner", "patient", "-ends_at"], name="people_emergency_standing"),
            models.Index(fields=["-starts_at"], name="people_emergency_listed"),
        ]


class EmergencyReview(Fact):
    """What the privacy lead found about an emergency access. A second look is another row."""

    access = models.ForeignKey(EmergencyAccess, on_delete=models.PROTECT, related_name="reviews")
    finding = models.CharField(max_length=20)  # appropriate | not-appropriate | question
    note = models.CharField(max_length=1000, blank=True)


class PracticeDuty(RevisedFact):
    """A named duty of the practice (privacy lead, safety lead), held by one member of staff from a day on."""

    duty = models.CharField(max_length=30)
    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="duty_rows")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)


class PractitionerProfile(RevisedFact):
    """What a practitioner lets the practice's site say of them; nothing unless ``published``. No photograph."""

    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="profile_rows")
    published = models.BooleanField(default=False)
    pronouns = models.CharField(max_length=60, blank=True)
    approaches = models.JSONField(default=list)  # codes of modalities
    conditions = models.JSONField(default=list)  # slugs of the site's pages
    languages = models.JSONField(default=list)  # codes of languages
    shows_licence = models.BooleanField(default=True)
    accepts_new = models.BooleanField(default=False)
    first_visit_en = models.CharField(max_length=2000, blank=True)
    first_visit_es = models.CharField(max_length=2000, blank=True)

    class Meta(RevisedFact.Meta):
        """One profile each: its first row exists once."""

        constraints: ClassVar[list[Any]] = [
            *RevisedFact.Meta.constraints,
            models.UniqueConstraint(fields=["practitioner", "sequence"], name="people_one_profile_each"),
        ]


class SitePublic(RevisedFact):
    """What the practice's site says of a place; nothing unless ``published``."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="public_rows")
    published = models.BooleanField(default=False)
    address = models.CharField(max_length=500, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    hours = models.JSONField(default=list)  # seven texts, Monday first: "09:00-12:00 13:00-17:00", "" for closed
    access_en = models.CharField(max_length=2000, blank=True)
    access_es = models.CharField(max_length=2000, blank=True)

    class Meta(RevisedFact.Meta):
        """One for each place: its first row exists once."""

        constraints: ClassVar[list[Any]] = [
            *RevisedFact.Meta.constraints,
            models.UniqueConstraint(fields=["site", "sequence"], name="people_one_public_each"),
        ]
