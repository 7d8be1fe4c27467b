"""Tables of people, medicines, appointments and scores: taken in person by person, refused by row, twice the same."""

from __future__ import annotations

from uuid import UUID

import pytest

from plait.clinical.refusal import Refused
from plait.coordination import situation
from plait.coordination.door import Denied
from plait.coordination.interchange import reconcile_page
from plait.coordination.interchange.csv_import import import_table, refused_rows
from plait.coordination.interchange.csv_import.account import Account
from plait.coordination.interchange.csv_import.import_table import Chosen, Upload
from plait.coordination.interchange.csv_import.settings import Settings
from plait.coordination.interchange.csv_import.sheet import read_sheet
from plait.coordination.tasks import work_on_tasks
from plait.records.inbox import queries as inbox
from plait.records.medication import queries as medicines
from plait.records.people import queries as people
from plait.records.visits import queries as visits
from tests.integration.conftest import NOW, Practice
from tests.integration.interchange.conftest import differences, row_counts

PEOPLE = """MRN,First name,Last name,DOB,Gender,Phone,Therapist
7001,Adaeze,Okafor,1984-02-11,F,+1 212 555 0190,J. Ortiz
7002,Bram,de Vries,1979-12-03,male,,
7003,Chiara,Rossi,1990,unknown,,
7004,,Nobody,1990-01-01,F,,
7005,Mara,Lindqvist,1992-05-02,F,,
7006,Dov,Levi,31/12/1990,purple,,Dr. Who
"""
MEDICINES = """MRN,RxCUI,Medication,Dose,Unit,Times a day,Sig,Start date,Stop date
7001,312941,,50,mg,1,one tablet daily,2026-03-01,
7001,,sertraline,,,,Take 100 mg,2025-01,2025-06
7001,,Sertralin,50,mg,1,,2026-03-01,
7001,312941,,50 mg,,,,2026-03-01,
7009,312941,,50,mg,1,,2026-03-01,
"""
LATER = NOW.plus(seconds=1)


def take_in(practice: Practice, kind: str, text: str, *, by: str = "reyes", later: int = 1, **more: str) -> Account:
    """Bring a table in with its columns as guessed."""
    actor, at = practice.staff[by], NOW.plus(seconds=later)
    run_id = import_table.receive(Upload(kind, "a table.csv", text.encode()), actor=actor, at=at)
    assert isinstance(run_id, UUID), run_id
    guessed = Settings.of(inbox.run(run_id).identity["csv"])
    chosen = Chosen(guessed.mapping, start=True, **{"system": "old MRN", **more})
    confirmed = import_table.confirm(run_id, chosen, actor=actor, at=at, defer=False)
    assert isinstance(confirmed, Settings), confirmed
    account = import_table.run(run_id, actor=actor, at=at, clock=lambda: at)
    assert account is not None
    assert not account.failed
    return account


def why(account: Account) -> dict[int, str]:
    return {number: " ".join(str(one) for one in troubles) for number, troubles in account.refused.items()}


def person(number: str) -> UUID:
    system = "urn:plait:number:old-mrn"
    return people.named_by([(system, number)])[system, number]


def test_people_come_in_and_each_refused_row_says_why(practice: Practice):
    account = take_in(practice, "people", PEOPLE, written="MM/DD/YYYY")
    assert (account.new, account.here, sorted(account.refused)) == (3, 0, [5, 6, 7])
    said = why(account)
    assert said[5] == "First name: This is empty."
    assert people.patient(practice.people["mara"]).number in said[6]
    assert "DOB: “31/12/1990” is no day." in said[7]
    assert "Gender: “purple”" in said[7]
    assert "Therapist: “Dr. Who”" in said[7]
    adaeze = people.patient(person("7001"))
    assert (adaeze.given, adaeze.sex_for_clinical_use, str(adaeze.birth_date)) == ("Adaeze", "female", "1984-02-11")
    assert str(people.patient(person("7003")).birth_date) == "1990", "less than a day stays less than a day"
    team = {(one.name, one.role, one.basis) for one in people.care_team(person("7001"))}
    assert team == {("Dr. A. Reyes", "prescriber", "import"), ("J. Ortiz", "therapist", "import")}


def test_the_same_table_twice_changes_nothing(practice: Practice):
    take_in(practice, "people", PEOPLE, written="MM/DD/YYYY")
    take_in(practice, "medicines", MEDICINES, later=5)
    before = row_counts()
    again = take_in(practice, "people", PEOPLE, later=60, written="MM/DD/YYYY")
    assert (again.new, again.here) == (0, 3)
    again = take_in(practice, "medicines", MEDICINES, later=65)
    assert (again.new, again.here) == (0, 2)
    assert differences(before, row_counts()) == {}


@pytest.mark.hazard("H-052")
def test_medicines_wait_and_a_dose_comes_from_its_own_columns(practice: Practice):
    take_in(practice, "people", PEOPLE, written="MM/DD/YYYY")
    account = take_in(practice, "medicines", MEDICINES, later=5)
    assert (account.new, account.waiting) == (2, 1)
    assert why(account) == {
        4: "Medication: “Sertralin” is no exact name in the table of medicines.",
        5: "Dose: A dose needs its number and its unit, each in a column of its own.",
        6: "MRN: Nobody here has this number.",
    }
    old, now = medicines.orders(person("7001"))
    assert (str(now[0].dose), now[0].confirmed, now[0].dose_text) == ("50 mg", False, "one tablet daily")
    assert (old[0].dose, old[0].dose_text, old[-1].action) == (None, "Take 100 mg", "stop")
    page = reconcile_page.read(person("7001"), actor=practice.staff["reyes"], at=NOW.plus(seconds=9))
    assert [line.source.file_name for line in page.medicines] == ["a table.csv"]
    tasks = work_on_tasks.read(actor=practice.staff["reyes"], at=NOW.plus(seconds=9))
    assert [task.kind for task in tasks] == ["reconcile-medication"]


def test_appointments_and_scores(practice: Practice):
    take_in(practice, "people", PEOPLE, written="MM/DD/YYYY")
    head = "MRN;Date;Start time;Duration;Provider;Type\n"
    table = f"{head}7001;2026-12-01;09:30;50;ortiz;session\n7001;2026-01-01;9:00;50;;\n"
    account = take_in(practice, "appointments", table, later=5)
    assert (account.new, list(account.refused)) == (1, [3])
    (agreed,) = visits.appointments(person("7001"))
    assert (agreed.local_start, agreed.practitioner, agreed.service) == ("2026-12-01T09:30", "J. Ortiz", "session")
    items = ",".join(f"Q{number}" for number in range(1, 10))
    table = (
        f"MRN,Measure,Date,Score,{items}\n"
        "7001,PHQ-9,2026-11-20,10,1,1,1,1,1,1,1,1,2\n"
        "7001,PHQ 9,2026-09-01,14,,,,,,,,,\n"
        "7001,PHQ-9,2026-09-02,28,,,,,,,,,\n"
        "7001,PHQ-9,2026-09-03,,4,1,1,1,1,1,1,1,1\n"
        "7001,PHQ-9,2026-09-04,9,1,1,1,1,1,1,1,1,2\n"
    )
    account = take_in(practice, "scores", table, later=7)
    assert (account.new, sorted(account.refused)) == (2, [4, 5, 6])
    known = situation.gather(person("7001"))
    assert [(one.total, len(one.answers)) for one in known.responses] == [(14, 0), (10, 9)]
    kinds = {task.kind for task in work_on_tasks.read(actor=practice.staff["ortiz"], at=NOW.plus(seconds=9))}
    assert "ask-about-risk-answer-therapist" in kinds, "an answer about harm is heeded whichever way it comes"


def test_days_that_mean_two_things_are_asked_about_before_anything_is_taken_in(practice: Practice):
    actor = practice.staff["reyes"]
    text = "First name,Last name,DOB\nAn,Li,03/04/1990\n"
    run_id = import_table.receive(Upload("people", "x.csv", text.encode()), actor=actor, at=LATER)
    guessed = Settings.of(inbox.run(run_id).identity["csv"]).mapping
    refused = import_table.confirm(run_id, Chosen(guessed, start=True), actor=actor, at=LATER, defer=False)
    assert isinstance(refused, Refused)
    assert refused.field == "written"
    short = {name: head for name, head in guessed.items() if name != "family"}
    refused = import_table.confirm(run_id, Chosen(short, "DD/MM/YYYY", start=True), actor=actor, at=LATER, defer=False)
    assert refused.field == "column-family"
    both = {**guessed, "preferred_name": "First name"}
    refused = import_table.confirm(run_id, Chosen(both, "DD/MM/YYYY", start=True), actor=actor, at=LATER, defer=False)
    assert (refused.reason, refused.field) == ("twice", "column-preferred_name")
    assert import_table.run(run_id, actor=actor, at=LATER, clock=lambda: LATER) is None


def test_what_was_said_of_a_table_is_remembered_for_its_heads(practice: Practice):
    text = "a,b,c\nAn,Li,03/04/1990\n"
    actor = practice.staff["reyes"]
    said = Chosen({"given": "a", "family": "b", "birth_date": "c"}, "DD/MM/YYYY", start=True)
    run_id = import_table.receive(Upload("people", "x.csv", text.encode()), actor=actor, at=LATER)
    import_table.confirm(run_id, said, actor=actor, at=LATER, defer=False)
    import_table.run(run_id, actor=actor, at=LATER, clock=lambda: LATER)
    again = import_table.receive(Upload("people", "y.csv", b"a,b,c\n1,2,3\n"), actor=practice.staff["ortiz"], at=LATER)
    kept = Settings.of(inbox.run(again).identity["csv"])
    assert (kept.remembered, kept.written, dict(kept.mapping)) == (True, "DD/MM/YYYY", dict(said.mapping))


def test_nobody_writes_about_somebody_whom_they_do_not_treat(practice: Practice):
    take_in(practice, "people", PEOPLE, written="MM/DD/YYYY")
    account = take_in(practice, "medicines", MEDICINES, later=5, by="both")
    assert account.new == 0
    assert "You may not write about this person" in why(account)[2]
    run_id = import_table.receive(Upload("people", "x.csv", b"a,b\n1,2\n"), actor=practice.staff["reyes"], at=LATER)
    for name in ("ortiz", "cole", "admin"):
        with pytest.raises(Denied):
            import_table.confirm(run_id, Chosen({}), actor=practice.staff[name], at=LATER)


def test_the_file_of_refused_rows_is_mended_and_comes_in_again(practice: Practice):
    account = take_in(practice, "people", PEOPLE, written="MM/DD/YYYY")
    sheet = read_sheet(PEOPLE.encode())
    table = refused_rows.write(sheet.heads, sheet.rows(), why(account), separator=",").decode("utf-8-sig")
    assert table.count("\n") == 4
    mended = table.replace("7004,,Nobody", "7004,Noor,Nobody").replace("31/12/1990,purple,,Dr. Who", "12/31/1990,m,,")
    again = take_in(practice, "people", mended, later=60, written="MM/DD/YYYY")
    assert (again.new, sorted(again.refused)) == (2, [3])


def test_an_interrupted_run_goes_on_where_it_stopped(practice: Practice, monkeypatch):
    from plait.coordination.interchange.csv_import import taking_rows

    actor, whole, count = practice.staff["reyes"], taking_rows.TakingRows.register, []

    def twice_then_broken(self, row, identifier):
        count.append(row)
        if len(count) == 3:
            raise RuntimeError("pulled out")
        return whole(self, row, identifier)

    run_id = import_table.receive(Upload("people", "x.csv", PEOPLE.encode()), actor=actor, at=LATER)
    mapping = Settings.of(inbox.run(run_id).identity["csv"]).mapping
    chosen = Chosen(mapping, "MM/DD/YYYY", "old MRN", start=True)
    import_table.confirm(run_id, chosen, actor=actor, at=LATER, defer=False)
    monkeypatch.setattr(taking_rows.TakingRows, "register", twice_then_broken)
    broken = import_table.run(run_id, actor=actor, at=LATER, clock=lambda: LATER)
    assert (broken.failed, broken.new) == ("failed", 2), "nobody is half there"
    monkeypatch.undo()
    again = take_in(practice, "people", PEOPLE, later=60, written="MM/DD/YYYY")
    assert (again.new, again.here) == (1, 2)


def test_a_table_that_nobody_confirmed_is_not_kept_for_ever(practice: Practice):
    from plait.coordination.interchange import import_bundle
    from plait.foundation.actor import SYSTEM

    actor = practice.staff["reyes"]
    run_id = import_table.receive(Upload("people", "x.csv", PEOPLE.encode()), actor=actor, at=LATER)
    import_bundle.give_up_left_behind(actor=SYSTEM, at=LATER.plus(days=29))
    assert inbox.content_of(run_id)
    import_bundle.give_up_left_behind(actor=SYSTEM, at=LATER.plus(days=31))
    assert not inbox.content_of(run_id)
