"""What counts as an answer to a page, which page comes next, and what is told back in the person's words."""

from __future__ import annotations

import pytest

from plait.clinical.intake.decision_aid import (
    AnswerRefused,
    Answers,
    checked,
    comparison,
    first_open,
    on_path,
    page_after,
    page_before,
    path,
    summary,
)

from .aids import shipped

LOW: Answers = {"age": ("26-64",), "bothers": ("low-mood",), "in-the-way": ("a-lot",)}
PHQ = ("2", "2", "1", "1", "1", "1", "1", "1", "0", "1")


@pytest.mark.parametrize(
    ("page", "codes", "why"),
    [
        ("age", (), "choose-one"),
        ("age", ("18-25", "26-64"), "choose-one"),
        ("age", ("130",), "unknown-choice"),
        ("bothers", (), "choose-some"),
        ("tried", ("nothing", "medicine"), "stands-alone"),
        ("phq-9", ("1", "2"), "unknown-choice"),
        ("phq-9", (*PHQ[:9], "7"), "unknown-choice"),
        ("values", ("soon:a-lot", "soon:not"), "choose-one"),
        ("certainty", (), "choose-some"),
        ("weather", ("rain",), "unknown-page"),
    ],
)
def test_what_is_no_answer_is_refused_with_its_reason(page, codes, why):
    with pytest.raises(AnswerRefused) as refused:
        checked(shipped(), page, codes)

    assert (refused.value.page, refused.value.why) == (page, why)
    assert shipped().refusals[why]["es"]


def test_an_answer_is_kept_in_the_order_of_the_page_and_each_once():
    aid = shipped()

    assert checked(aid, "bothers", ("sleep", "low-mood", "sleep")) == ("low-mood", "sleep")
    assert checked(aid, "values", ("cost:not", "soon:a-lot")) == ("soon:a-lot", "cost:not")
    assert checked(aid, "phq-9", PHQ) == PHQ
    assert checked(aid, "phq-9", ()) == ()
    assert checked(aid, "phq-9", ("", *PHQ[1:])) == ("", *PHQ[1:])
    assert checked(aid, "where", ()) == ()


def test_going_back_and_answering_otherwise_leaves_behind_what_no_longer_applies():
    aid = shipped()
    drank = LOW | {"substances": ("alcohol",), "stopping": ("shaky",)}

    assert "stopping" in on_path(aid, drank)
    assert "stopping" not in on_path(aid, drank | {"substances": ("none",)})


def test_before_the_first_and_after_the_last_there_is_nothing():
    aid = shipped()

    assert page_before(aid, {}, "age") is None
    assert page_after(aid, {}, "sheet") is None
    assert page_after(aid, {}, "stopping") is None
    assert first_open(aid, {}).id == "age"
    assert first_open(aid, {"age": ("18-25",)}).id == "bothers"


def test_young_people_meet_no_adult_questionnaire_and_no_figure():
    aid = shipped()
    young = LOW | {"age": ("under-18",), "tried": ("medicine",)}

    assert not {"phq-9", "gad-7", "medicine-weeks"} & {page.id for page in path(aid, young)}
    assert not any(one.numbers for one in comparison(aid, young).options)


def test_where_to_lean_offers_what_is_compared_and_always_two_ways_out():
    aid = shipped()

    def lean(answers: Answers) -> list[str]:
        return [choice.code for page in path(aid, answers) if page.id == "lean" for choice in page.choices]

    assert lean(LOW) == ["wait", "therapy", "medication", "both", "propose", "dont-know"]
    assert lean(LOW | {"self-harm": ("thoughts",)}) == ["therapy", "medication", "both", "propose", "dont-know"]


def test_the_sheet_says_what_was_said_and_calls_points_no_diagnosis():
    lines = summary(shipped(), LOW | {"phq-9": PHQ, "values": ("soon:a-lot", "cost:not")}, "en")

    assert lines == (
        "Age: 26 to 64",
        "What bothers me: I feel low, or I enjoy nothing",
        "How much it gets in the way: A lot",
        "PHQ-9, points (no diagnosis): 10 / 27",
        "What matters a lot to me: feeling better soon",
    )


def test_why_this_comparison_is_said_by_the_answers_that_led_to_it():
    aid = shipped()

    assert [words["en"] for words in comparison(aid, LOW).reasons] == [
        "You said that low mood bothers you most.",
        "You said that it gets in the way a lot.",
    ]
    assert "10 to 15" in comparison(aid, LOW | {"phq-9": PHQ}).reasons[1]["en"]


def test_a_trial_that_was_too_short_is_said_and_not_counted_as_failed():
    short = LOW | {"tried": ("medicine",), "medicine-weeks": ("under-4",), "medicine-helped": ("no",)}
    shown = comparison(shipped(), short)

    assert shown.comparison.id == "depression-moderate"
    assert "What you tried may not have been long enough to tell." in [words["en"] for words in shown.reasons]


def test_what_began_a_few_days_ago_is_said_to_be_early():
    reasons = comparison(shipped(), LOW | {"since": ("under-2-weeks",)}).reasons

    assert any("too early to tell" in words["en"] for words in reasons)
    assert not any("too early to tell" in words["en"] for words in comparison(shipped(), LOW).reasons)
