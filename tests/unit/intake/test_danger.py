"""Signs of danger: each named with who acts on it, and handed to the risk path as it takes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from plait.clinical.intake.decision_aid import comparison, red_flags, signs
from plait.clinical.moment import Instant
from plait.knowledge.content import CONTENT, read

from .aids import shipped

AT = Instant(datetime(2026, 11, 24, 3, 17, tzinfo=UTC))
PHQ = ("1", "1", "1", "1", "1", "1", "1", "1", "2", "1")


@pytest.mark.hazard("H-145")
@pytest.mark.parametrize(
    ("page", "code", "level", "whom"),
    [
        ("self-harm", "passing", "moderate", "self"),
        ("self-harm", "plan", "high", "self"),
        ("harm-others", "thoughts", "moderate", "others"),
        ("hurt-by-others", "now", "high", "self"),
        ("high-times", "now", "moderate", "self"),
        ("unusual", "commands", "high", "both"),
        ("baby", "might-act", "high", "others"),
        ("stopping", "severe", "high", "self"),
        ("stopping", "plan", "low", "self"),
        ("eating", "danger", "high", "self"),
    ],
)
def test_an_answer_that_speaks_of_danger_is_a_sign_with_its_own_time_and_words(page, code, level, whom):
    (sign,) = signs(shipped(), {page: (code,)}, AT)

    assert (sign.level, sign.whom, sign.source, sign.said_at) == (level, whom, "front-door", AT)
    assert sign.words.startswith("Asked: ")
    asked = shipped().page(page)
    assert asked is not None
    assert asked.choice(code).words["en"] in sign.words


def test_the_ninth_question_raises_the_flag_and_carries_its_item():
    aid = shipped()

    (raised,) = red_flags(aid, {"phq-9": PHQ})
    (sign,) = signs(aid, {"phq-9": PHQ}, AT)

    assert (raised.flag.id, raised.page, raised.code) == ("thoughts-of-harm", "phq-9", "9")
    assert (sign.level, sign.whom, sign.instrument, sign.items) == ("moderate", "self", "phq-9", (("9", 2),))


def test_the_ninth_question_left_out_or_denied_raises_nothing():
    for ninth in ("0", ""):
        assert signs(shipped(), {"phq-9": (*PHQ[:8], ninth, "1")}, AT) == ()


def test_the_most_urgent_comes_first_and_each_flag_once():
    answers = {"self-harm": ("passing",), "stopping": ("plan",), "eating": ("danger", "purge"), "phq-9": PHQ}

    found = [one.flag.id for one in red_flags(shipped(), answers)]

    assert found == ["eating-now", "thoughts-of-harm", "eating", "withdrawal-ahead"]


def test_a_sign_stays_though_its_page_is_no_longer_met():
    answers = {"substances": ("none",), "stopping": ("severe",)}

    assert [one.flag.id for one in red_flags(shipped(), answers)] == ["withdrawal-now"]


def test_what_is_common_and_no_plan_is_no_sign():
    answers = {"harm-others": ("unwanted",), "baby": ("unwanted", "low"), "self-harm": ("not-said",)}

    assert red_flags(shipped(), answers) == ()
    assert signs(shipped(), answers, AT) == ()


def test_waiting_comes_back_when_the_danger_is_taken_back():
    aid = shipped()
    calm = {"age": ("26-64",), "bothers": ("low-mood",), "in-the-way": ("a-lot",)}

    arms = [
        {one.option.arm for one in comparison(aid, calm | {"self-harm": (code,)}).options}
        for code in ("thoughts", "no")
    ]

    assert arms == [{"therapy", "medication", "both"}, {"therapy", "medication", "both", "wait"}]


def test_every_number_to_call_is_one_of_the_crisis_pack():
    pack = next(doc for doc in read(CONTENT).of("crisis") if doc.path.endswith("us.toml"))
    known = str(pack.table)
    for flag in shipped().flags.values():
        for language in ("en", "es"):
            numbers = [word.strip(".,:") for word in flag.do[language].split() if word.strip(".,:").count("-") == 3]
            assert all(number in known for number in numbers), (flag.id, numbers)
            assert flag.level == "soon" or any(line in flag.do[language] for line in ("911", "988", *numbers))
