"""Options in the order of what matters: the reasons say exactly what moved them, and nothing else did."""

from __future__ import annotations

from plait.clinical.intake.decision_aid import Answers, comparison, ordered, talk_instead, values_of

from .aids import shipped

MODERATE: Answers = {"age": ("26-64",), "bothers": ("low-mood",), "in-the-way": ("a-lot",)}


def arms(values: dict[str, str]) -> list[str]:
    aid = shipped()
    return [one.option.arm for one in ordered(aid, comparison(aid, MODERATE), values)]


def test_without_anything_that_matters_the_aids_own_order_stays_and_is_said_to_be_equal():
    aid = shipped()
    shown = comparison(aid, MODERATE)

    placed = ordered(aid, shown, {})

    assert [one.option.id for one in placed] == [one.option.id for one in shown.options]
    assert [one.tied for one in placed] == [False, True, True, True]
    assert not any(one.reasons for one in placed)


def test_what_matters_a_lot_moves_options_with_its_reason():
    aid = shipped()

    placed = ordered(aid, comparison(aid, MODERATE), {"no-medicine": "a-lot", "lasting": "a-lot"})

    assert placed[0].option.arm == "therapy"
    assert [reason.words["en"] for reason in placed[0].reasons] == [
        "Therapy works without medicine.",
        "Therapy teaches skills that stay with you.",
    ]
    assert placed[-1].option.arm == "medication"
    assert {reason.direction for reason in placed[-1].reasons} == {"against"}


def test_one_thing_that_matters_a_lot_outweighs_all_that_matters_a_little():
    little = {"side-effects": "a-little", "lasting": "a-little", "somebody": "a-little", "no-medicine": "a-little"}

    assert arms(little)[0] == "therapy"
    assert arms(little | {"few-visits": "a-lot"})[0] == "wait"
    assert arms(little | {"soon": "a-lot"})[0] == "both"


def test_the_last_word_on_a_value_is_read_from_the_page():
    aid = shipped()

    assert values_of(aid, {"values": ("soon:a-lot", "cost:dont-know", "nonsense:a-lot")}) == {
        "soon": "a-lot",
        "cost": "dont-know",
    }


def test_any_no_or_not_sure_offers_a_talk_instead():
    aid = shipped()
    sure = tuple(f"{check.id}:yes" for check in aid.certainty)

    assert talk_instead(aid, {"certainty": sure}) is None
    assert talk_instead(aid, {}) is None
    for answer in ("no", "unsure"):
        assert talk_instead(aid, {"certainty": (*sure[:-1], f"{aid.certainty[-1].id}:{answer}")}) == aid.talk
