"""Histories to draw: short stories with invented people and doses, all dates relative to one day."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from uuid import UUID

from plait.clinical.assessment.response import Response
from plait.clinical.medication.order import Ingredient, Medicine, OrderRevision
from plait.clinical.medication.timing import Timing
from plait.clinical.moment import Instant, PartialDate
from plait.clinical.problems.life_event import LifeEvent
from plait.clinical.quantity import Dose
from plait.clinical.therapy.course import Course, Session
from plait.clinical.visits.encounter import Encounter
from plait.coordination.people.timeline import Exchange, History, Planned, Statement

ZONE = "America/New_York"
NOW = Instant.parse("2026-11-24T10:00:00-05:00")
MORNING = Timing("daily", 1, when=("morning",))
ONCE_A_DAY = Timing("daily", 1)
TWICE = Timing("daily", 2)
BEDTIME_IF_NEEDED = Timing("as-needed", 1)
CODES = {
    name: str(1000 + n)
    for n, name in enumerate(
        (
            "sertraline",
            "escitalopram",
            "trazodone",
            "lithium",
            "quetiapine",
            "methylphenidate",
            "lamotrigine",
            "bupropion",
            "mirtazapine",
            "aripiprazole",
            "hydroxyzine",
            "prazosin",
            "buspirone",
            "venlafaxine",
            "propranolol",
            "paliperidone",
            "St John's wort",
        )
    )
}


class Pen:
    """Writes the records of one story, with ids in order."""

    def __init__(self) -> None:
        self.ids = count(1)

    def uuid(self) -> UUID:
        return UUID(int=next(self.ids))

    def order(self, name, *lines, timing=MORNING, form="", confirmed=True, who="A. Reyes", rxcui=None):
        """Lines: (days before today, action, dose in mg or None, reason[, timing])."""
        order_id = self.uuid()
        medicine = Medicine(name, (Ingredient(rxcui or CODES.get(name, name), name),), form=form)
        made = []
        for sequence, (days, action, mg, reason, *rest) in enumerate(lines, start=1):
            at = NOW.plus(days=-days)
            made.append(
                OrderRevision(
                    order_id,
                    self.uuid(),
                    sequence,
                    action,
                    at,
                    at,
                    medicine,
                    Dose(Decimal(str(mg)), "mg") if mg is not None else None,
                    rest[0] if rest else (timing if mg is not None or timing is not MORNING else None),
                    prescriber=who,
                    reason_text=reason,
                    confirmed=confirmed,
                    dose_text="take as directed" if mg is None and action == "start" else "",
                )
            )
        return tuple(made)

    def course(self, modality, days, *, planned=12, rhythm=7, ended=None, therapist="J. Ortiz", aim="low mood"):
        day = NOW.plus(days=-days).day(ZONE)
        return Course(
            self.uuid(),
            modality,
            "individual",
            therapist,
            None,
            planned,
            rhythm,
            aim,
            day,
            NOW.plus(days=-ended).day(ZONE) if ended is not None else None,
            "agreed goals reached" if ended is not None else "",
        )

    def sessions(self, course, *days, missed=(), late=(), video=(), phone=()):
        return tuple(
            Session(
                self.uuid(),
                course.course_id,
                NOW.plus(days=-day),
                50,
                "no-show" if day in missed else "late-cancellation" if day in late else "attended",
                "video" if day in video else "phone" if day in phone else "in-person",
                focus="activity plan",
                homework="two walks",
                team_line="sleep still broken",
                therapist=course.therapist,
            )
            for day in days
        )

    def scores(self, instrument, *pairs, harm=None, highest=None):
        harm = harm or {}
        return tuple(
            Response(
                self.uuid(),
                instrument,
                "2026.1",
                NOW.plus(days=-day),
                {},
                Decimal(total) if total is not None else None,
                None,
                total is not None,
                risk=(("9", harm[day]),) if day in harm else (),
                entered_by="A. Reyes",
            )
            for day, total in pairs
        )

    def visit(self, days, kind="medication-visit", text="follow-up"):
        return Encounter(self.uuid(), kind, text, NOW.plus(days=-days), practitioner="A. Reyes")

    def life(self, text, when):
        return LifeEvent(self.uuid(), text, PartialDate.parse(when))


def partial_response() -> History:
    """Sertraline raised step by step beside CBT; PHQ-9 from 19 to 6."""
    pen = Pen()
    cbt = pen.course("cbt", 270, planned=16)
    return History(
        called="Mara",
        episode_started_at=NOW.plus(days=-320),
        orders=(
            pen.order(
                "sertraline",
                (316, "start", 50, "moderate depression, chosen with Mara"),
                (288, "change", 75, "PHQ-9 down 12 % at 4 weeks"),
                (232, "change", 100, "partial response"),
                (162, "change", 150, "PHQ-9 11, well tolerated"),
            ),
            pen.order("escitalopram", (380, "start", 10, "from primary care"), (323, "stop", 10, "nausea")),
            pen.order(
                "trazodone",
                (288, "start", 50, "sleep"),
                (197, "change", 25, "sleep better"),
                (84, "stop", 25, "sleeps without it"),
                timing=BEDTIME_IF_NEEDED,
            ),
        ),
        courses=(cbt,),
        sessions=pen.sessions(
            cbt,
            266,
            259,
            252,
            245,
            238,
            231,
            224,
            217,
            196,
            182,
            161,
            133,
            98,
            56,
            14,
            late=(245,),
            missed=(182,),
            video=(133, 98, 56),
            phone=(14,),
        ),
        responses=(
            *pen.scores(
                "phq-9",
                (351, 17),
                (316, 19),
                (302, 18),
                (288, 17),
                (260, 15),
                (232, 14),
                (204, 12),
                (176, 11),
                (148, 10),
                (120, 8),
                (78, 9),
                (50, 7),
                (8, 6),
                harm={302: 1},
            ),
            *pen.scores("gad-7", (351, 13), (316, 14), (288, 13), (232, 11), (176, 9), (120, 7), (50, 6), (8, 5)),
        ),
        encounters=(
            pen.visit(316, "evaluation", "first evaluation"),
            pen.visit(288),
            pen.visit(232),
            pen.visit(162),
            pen.visit(64),
            pen.visit(8),
        ),
        life_events=(
            pen.life("lost job", "2026-02-20"),
            pen.life("new job", "2026-05"),
            pen.life("mother's illness", "summer 2026"),
        ),
        exchanges=(
            Exchange(pen.uuid(), NOW.plus(days=-231), "please review sleep", "J. Ortiz"),
            Exchange(pen.uuid(), NOW.plus(days=-162), "update read by both", "A. Reyes"),
            Exchange(pen.uuid(), NOW.plus(days=-83), "phone call: plan step done", "J. Ortiz"),
        ),
        planned=(
            Planned(pen.uuid(), NOW.plus(days=14), "plan review", "A. Reyes"),
            Planned(pen.uuid(), NOW.plus(days=16), "CBT session", "J. Ortiz", cbt.course_id),
        ),
    )


def lithium_with_holds() -> History:
    """Lithium held twice, quetiapine beside it, a raise already planned."""
    pen = Pen()
    course = pen.course("psychodynamic", 300, planned=None, rhythm=14, therapist="L. Haddad", aim="living with bipolar")
    return History(
        called="Tomas",
        orders=(
            pen.order(
                "lithium",
                (340, "start", 300, "bipolar I, after mania"),
                (326, "change", 450, "level 0.5"),
                (210, "hold", 450, "vomiting, level 1.3"),
                (201, "resume", 450, "level 0.7"),
                (70, "hold", 450, "dehydration in the heat"),
                (60, "resume", 450, "creatinine back to baseline"),
                (-10, "change", 600, "level 0.6, agreed to raise after the trip"),
                timing=TWICE,
            ),
            pen.order(
                "quetiapine",
                (340, "start", 300, "mania", Timing("daily", 1, when=("bedtime",))),
                (250, "change", 150, "sedation"),
                (120, "stop", 150, "euthymic for four months"),
            ),
        ),
        courses=(course,),
        sessions=pen.sessions(course, *range(290, 5, -14), missed=(150,), video=tuple(range(164, 5, -14))),
        responses=pen.scores("phq-9", (330, 6), (270, None), (210, 9), (150, 4), (90, 3), (20, 2)),
        encounters=(
            pen.visit(345, "emergency", "brought in by his brother"),
            pen.visit(326),
            pen.visit(210, "emergency"),
            pen.visit(120),
            pen.visit(60),
        ),
        life_events=(pen.life("moved in with his brother", "spring 2026"),),
    )


def twelve_medicines() -> History:
    """Three years, twelve medicines, 150 sessions, 60 scores."""
    pen = Pen()
    names = (
        "sertraline",
        "venlafaxine",
        "bupropion",
        "mirtazapine",
        "aripiprazole",
        "lithium",
        "lamotrigine",
        "quetiapine",
        "trazodone",
        "hydroxyzine",
        "prazosin",
        "buspirone",
    )
    orders = []
    for n, name in enumerate(names):
        start = 1080 - n * 62
        lines = [(start, "start", 25 + 5 * n, "partial response")]
        lines += [(start - 30 * k, "change", (25 + 5 * n) * (k + 1), f"step {k}, well tolerated") for k in (1, 2, 3)]
        if n % 3 == 1:
            lines += [(start - 120, "hold", 100, "blood pressure"), (start - 133, "resume", 100, "settled")]
        if n % 2:
            lines.append((max(start - 320, 20), "stop", 50, "no benefit after an adequate trial"))
        orders.append(pen.order(name, *lines))
    cbt, dbt = pen.course("cbt", 1060, planned=60, ended=620), pen.course("dbt", 600, planned=104)
    first = tuple(range(1055, 630, -7))
    second = tuple(range(598, 5, -7))
    return History(
        called="Imogen",
        orders=tuple(orders),
        courses=(cbt, dbt),
        sessions=(
            *pen.sessions(cbt, *first, missed=first[5::17], late=first[9::13]),
            *pen.sessions(dbt, *second, missed=second[3::19], late=second[7::15], video=second[40:]),
        ),
        responses=(
            *pen.scores(
                "phq-9", *((d, 8 + (d * 7) % 15) for d in range(1070, 5, -27)), harm={800: 1, 584: 2, 206: 1, 98: 1}
            ),
            *pen.scores("gad-7", *((d, 5 + (d * 5) % 11) for d in range(1070, 5, -53))),
        ),
        encounters=tuple(pen.visit(d) for d in range(1075, 10, -45)),
        life_events=(
            pen.life("divorce", "2024-06"),
            pen.life("began nursing school", "2025-01"),
            pen.life("father died", "2025-03-12"),
            pen.life("first placement", "autumn 2025"),
            pen.life("moved to a flat of her own", "2026-04"),
            pen.life("passed the exam", "2026-05-20"),
        ),
        exchanges=tuple(
            Exchange(pen.uuid(), NOW.plus(days=-d), "shared plan reviewed", "A. Reyes") for d in range(1000, 20, -110)
        ),
    )


def nothing() -> History:
    """A new person."""
    return History(called="Noor")


def unconfirmed_imports() -> History:
    """What came from elsewhere and waits, beside one confirmed order and two statements."""
    pen = Pen()
    return History(
        called="Abel",
        orders=(
            pen.order(
                "sertraline", (200, "start", 50, "confirmed at intake"), (120, "change", 100, "partial response")
            ),
            pen.order("sertraline", (400, "start", 50, ""), confirmed=False, who=""),
            pen.order("lamotrigine", (150, "start", None, ""), confirmed=False, who="Dr. Elsewhere"),
            pen.order("propranolol", (90, "start", 10, "", TWICE), confirmed=False, who="Dr. Elsewhere"),
        ),
        statements=(
            Statement(
                pen.uuid(),
                Medicine("St John's wort", (Ingredient("1", "St John's wort"),)),
                NOW.plus(days=-40),
                Dose(Decimal(300), "mg"),
                Timing("daily", 3),
                PartialDate.parse("spring 2026"),
                kind="herbal",
                informant="Abel",
            ),
            Statement(
                pen.uuid(),
                Medicine("melatonin", ()),
                NOW.plus(days=-40),
                kind="over-the-counter",
                informant="Abel",
                dose_text="a gummy at night",
            ),
        ),
    )


def dose_not_stated() -> History:
    """A dose that nobody wrote down, then one that is; an injection every four weeks; an as-needed one."""
    pen = Pen()
    return History(
        called="Ines",
        orders=(
            pen.order(
                "bupropion",
                (300, "start", None, "as on the old list"),
                (180, "change", 150, "bottle seen"),
                (100, "change", 300, "partial response"),
            ),
            pen.order(
                "paliperidone",
                (250, "start", 117, "adherence", Timing("interval-weeks", 1, 4)),
                (130, "change", 156, "voices back in week four", Timing("interval-weeks", 1, 4)),
            ),
            pen.order("hydroxyzine", (200, "start", 25, "panic", Timing("as-needed", 3))),
            pen.order("lamotrigine", (60, "start", 25, "", None)),
        ),
        responses=pen.scores("caps-5", (200, 51), (120, 40), (30, 33)),
    )


def two_forms() -> History:
    """Immediate beside extended release: one regimen, one total."""
    pen = Pen()
    course = pen.course("behavioural-activation", 60, planned=8, therapist="J. Ortiz")
    return History(
        called="Kit",
        orders=(
            pen.order(
                "methylphenidate",
                (320, "start", 18, "ADHD"),
                (280, "change", 36, "partial"),
                (90, "change", 54, "exams"),
                form="extended-release oral tablet",
            ),
            pen.order(
                "methylphenidate",
                (200, "start", 5, "wears off at four"),
                (150, "change", 10, "better"),
                (40, "hold", 10, "sleep"),
                (20, "resume", 5, "earlier in the day"),
                form="oral tablet",
                timing=Timing("daily", 1, when=("afternoon",)),
            ),
        ),
        courses=(course,),
        sessions=pen.sessions(course, 55, 48, 41, 34, 27, 20, 6, late=(20,)),
        responses=pen.scores("gad-7", (300, 12), (200, 9), (100, 8), (10, 5)),
    )


HOSTILE = "\"><script>alert(1)</script>&amp;' \u202eoverride\u202c 😀"


def hostile() -> History:
    """Every text of a record is an attempt to break out, or written from right to left."""
    pen = Pen()
    course = pen.course(HOSTILE, 100, therapist=HOSTILE, aim=HOSTILE)
    arabic = "قلق شديد"
    return History(
        called=HOSTILE,
        orders=(pen.order(HOSTILE, (90, "start", 50, HOSTILE), (50, "change", 100, arabic), who=HOSTILE),),
        statements=(
            Statement(
                pen.uuid(),
                Medicine(arabic, ()),
                NOW.plus(days=-30),
                kind=HOSTILE,
                informant=HOSTILE,
                dose_text=HOSTILE,
                reason_text=HOSTILE,
            ),
        ),
        courses=(course,),
        sessions=tuple(
            Session(
                pen.uuid(),
                course.course_id,
                NOW.plus(days=-d),
                50,
                "attended",
                "video",
                HOSTILE,
                HOSTILE,
                HOSTILE,
                HOSTILE,
            )
            for d in (80, 60)
        ),
        responses=(
            Response(
                pen.uuid(),
                HOSTILE,
                "1",
                NOW.plus(days=-20),
                {},
                Decimal(4),
                None,
                True,
                risk=((HOSTILE, 1),),
                entered_by=HOSTILE,
            ),
        ),
        encounters=(pen.visit(10, HOSTILE, HOSTILE),),
        life_events=(LifeEvent(pen.uuid(), HOSTILE, PartialDate(2026, 9)),),
        exchanges=(Exchange(pen.uuid(), NOW.plus(days=-5), HOSTILE, HOSTILE),),
        planned=(Planned(pen.uuid(), NOW.plus(days=5), HOSTILE, HOSTILE),),
    )


STORIES = {
    "partial-response": (partial_response, "12"),
    "lithium": (lithium_with_holds, "12"),
    "twelve": (twelve_medicines, "36"),
    "nothing": (nothing, "12"),
    "imports": (unconfirmed_imports, "12"),
    "not-stated": (dose_not_stated, "12"),
    "two-forms": (two_forms, "12"),
    "three-months": (partial_response, "3"),
    "hostile": (hostile, "3"),
}
