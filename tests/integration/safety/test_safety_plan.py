"""Either clinician makes and changes the one safety plan; a flag asks for its review; the person opens it by a link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from plait.clinical.refusal import Refused
from plait.clinical.safety.harm import Sign
from plait.clinical.safety.safety_plan import Line, SafetyPlan, plan
from plait.coordination import door
from plait.coordination.consequences.safety_plan import CHANGED
from plait.coordination.safety import own_plan, read_plan, review_plan, revise_plan, share_plan
from plait.foundation.clock import now
from plait.foundation.facts import Stamp
from plait.foundation.idempotency import Once
from plait.foundation.signed_links import new_token
from plait.records.audit.models import AuditEvent
from plait.records.safety import actions as safety
from plait.records.safety import plan_queries
from plait.records.safety.models import SafetyPlan as Row
from plait.records.tasks.models import Task
from tests.integration.assessment.asking import Phone, ask, open_hours
from tests.signed_in import sign_in

BORN = {"month": "5", "day": "2", "year": "1992"}
FIRST = plan(
    {
        "signs": [Line("I stop answering my sister")],
        "alone": [Line("Walk to the river")],
        "people": [Line("Nils, my brother", "+1 212 555 0143")],
    }
)


@pytest.fixture(autouse=True)
def alone(settings: Any) -> Iterator[None]:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def mara(practice):
    return practice.people["mara"]


def once() -> Once:
    return Once(uuid4(), "x")


def seen(patient: UUID) -> UUID | None:
    found = plan_queries.current(patient)
    return found.row_id if found else None


def write(practice, one: SafetyPlan, who: str = "reyes", **more: Any) -> UUID | Refused:
    mara = practice.people["mara"]
    command = revise_plan.Command(mara, one, more.pop("seen", seen(mara)), **more)
    return revise_plan.commit(command, actor=practice.staff[who], at=now(), once=once())


def flag(practice) -> None:
    sign = Sign("moderate", "self", "link", "phq-9", (("9", 1),), now())
    safety.open_flag(Stamp(practice.staff["reyes"], now()), practice.people["mara"], sign,
                     cause_kind="test", cause_id=uuid4())  # fmt: skip


def desk(practice, who: str) -> Client:
    return sign_in(Client(), practice.staff[who].id)


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def open_page(client: Client, name: str, *args: Any) -> str:
    return words(client.get(reverse(f"safety:{name}", args=args)))


def test_prescriber_and_therapist_change_one_plan_and_each_sees_who_changed_what(practice, mara):
    reyes, ortiz = desk(practice, "reyes"), desk(practice, "ortiz")
    form = {"once": str(uuid4()), "signs": "I stop answering my sister", "alone": "Walk to the river\nDrums"}
    form |= {"people-0": "Nils, my brother", "people-0-phone": "+1 212 555 0143", "together": "on"}
    assert reyes.post(reverse("safety:plan-change", args=[mara]), form).status_code == 302
    page = ortiz.get(reverse("safety:plan", args=[mara]))
    assert "I stop answering my sister" in words(page)
    assert 'href="tel:+12125550143"' in page.content.decode()
    assert "Last changed by Dr. A. Reyes (Prescriber)" in words(page)
    start = ortiz.get(reverse("safety:plan-change", args=[mara])).content.decode()
    assert "Walk to the river\nDrums" in start
    form |= {"once": str(uuid4()), "seen": str(seen(mara)), "alone": "Walk to the river", "note": "Drums are sold"}
    assert ortiz.post(reverse("safety:plan-change", args=[mara]), form).status_code == 302
    history = open_page(reyes, "plan-history", mara)
    assert history.index("Changed, ") < history.index("Made, ")
    for sentence in ("J. Ortiz (Therapist)", "Drums are sold", "What I can do myself, taken out: Drums"):
        assert sentence in history
    assert Row.objects.count() == 2


def test_a_first_plan_begins_with_those_who_treat_the_person(practice, mara, settings):
    settings.PRACTICE_PHONE = "+1 212 555 0100"
    start = desk(practice, "ortiz").get(reverse("safety:plan-change", args=[mara])).content.decode()
    assert 'value="Dr. A. Reyes"' in start
    assert 'value="J. Ortiz"' in start
    assert 'value="S. Cole"' not in start
    assert start.count('value="+1 212 555 0100"') == 2


@pytest.mark.hazard("H-080")
def test_of_two_at_once_the_second_is_told_and_neither_loses_a_word(practice, mara):
    write(practice, FIRST)
    opened = str(seen(mara))
    write(practice, plan({**dict(FIRST.parts), "alone": [Line("Walk to the river"), Line("Call in sick")]}), "ortiz")
    mine = {"once": str(uuid4()), "seen": opened, "signs": "I stop answering\nI skip supper"}
    mine |= {"alone": "Walk to the river"}
    mine |= {"people-0": "Nils, my brother", "people-0-phone": "+1 212 555 0143"}
    client = desk(practice, "reyes")
    told = client.post(reverse("safety:plan-change", args=[mara]), mine)
    page = told.content.decode()
    assert told.status_code == 422
    assert "J. Ortiz (Therapist) changed this plan" in words(told)
    assert "I skip supper" in page
    assert "Walk to the river\nCall in sick</textarea>" in page
    again = dict(re.findall(r'name="([\w-]+)"[^>]*value="([^"]*)"', page))
    fields = {**mine, "once": again["once"], "seen": again["seen"], "alone": "Walk to the river\nCall in sick"}
    assert client.post(reverse("safety:plan-change", args=[mara]), fields).status_code == 302
    standing = plan_queries.current(mara).plan
    assert [line.text for line in standing.signs] == ["I stop answering", "I skip supper"]
    assert [line.text for line in standing.alone] == ["Walk to the river", "Call in sick"]


def test_what_both_changed_is_shown_of_both(practice, mara):
    write(practice, FIRST)
    opened = seen(mara)
    write(practice, plan({"signs": [Line("I stop eating")]}), "ortiz")
    command = revise_plan.Command(mara, plan({"signs": [Line("I stay in bed")]}), opened)
    assert write(practice, command.plan, seen=opened).reason == CHANGED
    found = revise_plan.meanwhile(command, actor=practice.staff["reyes"], at=now())
    assert found.together.clashing == ("signs",)
    assert found.together.plan.signs == (Line("I stay in bed"),)
    assert found.theirs.plan.signs == (Line("I stop eating"),)


@pytest.mark.parametrize(
    ("one", "reason"),
    [(SafetyPlan(), "empty"), (FIRST, "same"), (plan({"signs": [Line(str(n)) for n in range(13)]}), "long"),
     (plan({"signs": [Line("x" * 301)]}), "long")],
)  # fmt: skip
def test_a_plan_that_is_none_or_too_long_or_the_same_is_refused(practice, one, reason):
    write(practice, FIRST)
    assert write(practice, one).reason == reason
    assert Row.objects.count() == 1


@pytest.mark.hazard("H-081")
def test_a_flag_asks_for_a_review_until_somebody_reviews_or_changes_the_plan(practice, mara):
    reyes = desk(practice, "reyes")
    chart = reverse("people:chart", args=[mara])
    assert "Safety plan none" in words(reyes.get(chart))
    flag(practice)
    assert "there is none, and a sign of harm came in" in words(reyes.get(chart))
    write(practice, FIRST)
    assert "Safety plan open" in words(reyes.get(chart))
    flag(practice)
    assert "review it: a sign of harm came in" in words(reyes.get(chart))
    assert "Review this plan" in open_page(desk(practice, "ortiz"), "plan", mara)
    form = {"once": str(uuid4()), "seen": str(seen(mara)), "together": "on", "note": "Said over the phone"}
    assert desk(practice, "ortiz").post(reverse("safety:plan-review", args=[mara]), form).status_code == 302
    assert "Safety plan open" in words(reyes.get(chart))
    assert "Reviewed by J. Ortiz" in open_page(reyes, "plan", mara)
    flag(practice)
    assert plan_queries.mark(mara).review
    write(practice, plan({"alone": [Line("Tea")]}))
    assert not plan_queries.mark(mara).review


def test_a_review_of_a_plan_that_changed_meanwhile_is_refused(practice, mara):
    write(practice, FIRST)
    opened = seen(mara)
    write(practice, plan({"alone": [Line("Tea")]}), "ortiz")
    told = review_plan.commit(review_plan.Review(mara, opened), actor=practice.staff["reyes"], at=now(), once=once())
    assert told.reason == CHANGED
    assert plan_queries.current(mara).what == "revised"


def test_that_none_is_wanted_is_said_with_a_reason_and_takes_no_plan_away(practice, mara):
    flag(practice)
    client, address = desk(practice, "ortiz"), reverse("safety:plan-decline", args=[mara])
    assert client.post(address, {"once": str(uuid4()), "note": ""}).status_code == 422
    assert client.post(address, {"once": str(uuid4()), "note": "Not today"}).status_code == 302
    assert plan_queries.mark(mara).state == "declined"
    assert not plan_queries.mark(mara).review
    assert "Not today" in open_page(client, "plan", mara)
    write(practice, FIRST)
    wrong = client.post(address, {"once": str(uuid4()), "note": "Again"})
    assert wrong.status_code == 422
    assert plan_queries.current(mara).plan == FIRST


@pytest.mark.parametrize("name", ["plan", "plan-change", "plan-history", "plan-print", "plan-pdf", "plan-link"])
def test_who_does_not_treat_gets_the_answer_of_nobody(practice, mara, name):
    write(practice, FIRST)
    for who in ("cole", "far"):
        client = desk(practice, who)
        hers = client.get(reverse(f"safety:{name}", args=[mara]))
        nobodys = client.get(reverse(f"safety:{name}", args=[uuid4()]))
        assert (hers.status_code, hers.content) == (404, nobodys.content)


def test_on_paper_it_is_one_page_with_the_name_alone(practice, mara):
    pdfium = pytest.importorskip("pypdfium2")
    full = plan({part: [Line(f"{part} line {n} of words that help", "+1 212 555 0143") for n in range(5)] for part in
                 ("signs", "alone", "distraction", "people", "professionals", "surroundings", "reasons")})  # fmt: skip
    write(practice, full)
    client = desk(practice, "reyes")
    assert "Safety plan of Mara" in open_page(client, "plan-print", mara)
    for size, width in (("letter", 612), ("a4", 595)):
        made = client.get(reverse("safety:plan-pdf", args=[mara]), {"size": size})
        assert made["Content-Type"] == "application/pdf"
        book = pdfium.PdfDocument(made.content)
        assert len(book) == 1
        assert round(book[0].get_width()) == width
        text = book[0].get_textpage().get_text_bounded()
        for said in ("988", "911", "signs line 4", "reasons line 4", "+1 212 555 0143"):
            assert said in text
        assert "Lindqvist" not in text
        assert "1992" not in text
    assert AuditEvent.objects.filter(action=read_plan.ACTION, detail="printed").count() == 3


def give(practice, days: int = 30) -> share_plan.Given:
    command = share_plan.Command(practice.people["mara"], days)
    given = share_plan.commit(command, actor=practice.staff["ortiz"], at=now(), once=once())
    assert isinstance(given, share_plan.Given), given
    return given


@pytest.mark.hazard("H-082")
def test_by_the_link_the_plan_opens_only_after_the_birth_date(practice, mara):
    write(practice, FIRST)
    given, person = give(practice), Client()
    address = reverse("safety:own-plan", args=[given.token])
    first = person.get(address)
    assert "no-store" in first["Cache-Control"]
    assert "Mara" not in words(first)
    assert "river" not in words(first)
    assert 'href="tel:988"' in first.content.decode()
    wrong = person.post(address, {**BORN, "year": "1991"})
    assert "This is not the birth date" in words(wrong)
    assert person.get(address).content.decode().count("river") == 0
    assert person.post(address, BORN).status_code == 302
    page = person.get(address)
    assert "no-store" in page["Cache-Control"]
    assert "Mara, this is your plan" in words(page)
    assert 'href="tel:+12125550143"' in page.content.decode()
    assert "<script" not in page.content.decode()
    assert "Last opened" in open_page(desk(practice, "reyes"), "plan", mara)
    copy = person.get(reverse("safety:own-plan-pdf", args=[given.token]))
    assert copy["Content-Disposition"].startswith("attachment")
    left = person.get(reverse("safety:own-plan-leave"))
    assert left.status_code == 302
    assert "river" not in words(person.get(address))


@pytest.mark.hazard("H-082")
def test_wrong_birth_dates_make_it_wait_and_then_close_and_a_right_one_counts_anew(practice, mara):
    write(practice, FIRST)
    given, at = give(practice), now()
    right, wrong = date(1992, 5, 2), date(1992, 5, 3)
    for _try in range(own_plan.TRIES - 1):
        assert own_plan.enter(given.token, wrong, at=at).reason == "wrong"
    assert own_plan.enter(given.token, right, at=at) == given.link_id
    for _round in range(3):
        for _try in range(own_plan.TRIES):
            assert own_plan.enter(given.token, wrong, at=at).reason == "wrong"
        if _round < 2:
            assert own_plan.enter(given.token, right, at=at).reason == "wait"
        at = at.plus(seconds=own_plan.WAIT_SECONDS)
    with pytest.raises(door.Denied):
        own_plan.enter(given.token, right, at=at)
    assert "closed after too many wrong birth dates" in open_page(desk(practice, "reyes"), "plan-link", mara)


def test_a_link_that_is_none_looks_like_one_that_has_ended(practice, mara):
    write(practice, FIRST)
    old, person = give(practice), Client()
    new = give(practice)
    gone = [old.token, new.token, new_token("safety-plan").text, "made-up"]
    desk(practice, "ortiz").post(reverse("safety:plan-link-end", args=[new.link_id]), {"once": str(uuid4())})
    answers = {person.get(reverse("safety:own-plan", args=[token])).content for token in gone}
    assert len(answers) == 1
    assert b"tel:988" in answers.pop()
    given = give(practice, days=7)
    with pytest.raises(door.Denied):
        own_plan.knock(given.token, at=now().plus(days=7))
    assert AuditEvent.objects.filter(action=own_plan.ACTION, outcome="denied").count() >= len(gone)


def test_who_entered_by_one_link_enters_no_other(practice, mara):
    write(practice, FIRST)
    given = give(practice)
    with pytest.raises(door.Denied):
        own_plan.read(given.token, uuid4(), at=now())


@pytest.mark.hazard("H-083")
def test_what_the_person_would_write_differently_is_read_taken_over_or_answered(practice, mara):
    write(practice, FIRST)
    given, person = give(practice), Client()
    person.post(reverse("safety:own-plan", args=[given.token]), BORN)
    address = reverse("safety:own-plan-words", args=[given.token])
    assert "Nobody reads this at once" in words(person.get(address))
    key = str(uuid4())
    for _click in range(2):
        sent = person.post(address, {"once": key, "part": "alone", "text": "Not the river. The library."})
        assert sent.status_code == 302
    person.post(address, {"once": str(uuid4()), "part": "", "text": "Too long"})
    assert {task.owner_role for task in Task.objects.all()} == {"prescriber", "therapist"}
    reyes = desk(practice, "reyes")
    tasks = reyes.get(reverse("tasks:list"))
    assert "Read what the person wrote about their safety plan" in words(tasks)
    assert reverse("safety:plan", args=[mara]) in tasks.content.decode()
    shown = open_page(reyes, "plan", mara)
    assert "Not the river. The library." in shown
    proposals = {one.text: one.proposal_id for one in plan_queries.proposals(mara)}
    taking = proposals["Not the river. The library."]
    start = reyes.get(reverse("safety:plan-change", args=[mara]), {"words": str(taking)}).content.decode()
    assert str(taking) in start
    write(practice, plan({**dict(FIRST.parts), "alone": [Line("Walk to the library")]}), taking=taking)
    answer = {"once": str(uuid4()), "answer": "We shorten it together on Monday."}
    other = reverse("safety:plan-proposal", args=[proposals["Too long"]])
    assert desk(practice, "ortiz").post(other, answer).status_code == 302
    assert Task.objects.exclude(status="completed").count() == 0
    own = words(person.get(reverse("safety:own-plan", args=[given.token])))
    for sentence in ("Walk to the library", "Taken into the plan by Dr. A. Reyes", "We shorten it together on Monday."):
        assert sentence in own
    assert write(practice, FIRST, taking=taking).reason == "read"


def said_harm(practice) -> Phone:
    """A phone on which somebody just answered the question about harm."""
    open_hours(practice)
    phone = Phone(ask(practice, "phq-9").token or "")
    phone.begin()
    assert phone.post("answer-page", 2, **{"item-9": "1"})["Location"].endswith("/3/help/")
    return phone


def test_an_answer_about_harm_leads_to_the_own_plan_which_asks_for_the_birth_date(practice, mara):
    write(practice, FIRST)
    phone = said_harm(practice)
    assert "Open my safety plan" in words(phone.get("answer-help", 3))
    way = phone.client.post(reverse("safety:plan-after-answer", args=[phone.token]))
    first = phone.client.get(way["Location"])
    assert "Type your birth date to open it." in words(first)
    assert "river" not in words(first)
    assert phone.client.post(way["Location"], BORN).status_code == 302
    assert "Walk to the river" in words(phone.client.get(way["Location"]))
    (link,) = plan_queries.links(mara)
    assert link.basis == "after-answer"
    assert link.expires_at < now().plus(days=1, seconds=1)


def test_where_no_plan_stands_an_answer_about_harm_leads_to_none(practice, mara):
    phone = said_harm(practice)
    assert "Open my safety plan" not in words(phone.get("answer-help", 3))
    assert phone.client.post(reverse("safety:plan-after-answer", args=[phone.token])).status_code == 404
    assert phone.client.post(reverse("safety:plan-after-answer", args=["nothing"])).status_code == 404
