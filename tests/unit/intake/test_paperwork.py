"""What keeps the aid offline: each thing that IPDAS asks for, missing once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest

from plait.knowledge.decision_aid import offer
from plait.knowledge.loader import release

from .aids import TODAY, files, offered

Tables = dict[str, dict[str, Any]]


def test_what_ships_is_offered():
    assert offer(TODAY).reasons == ()
    assert offer(TODAY).online


@pytest.mark.hazard("H-146")
def test_it_goes_offline_the_day_after_its_review_was_due():
    due = files()["aid"]["review_due"]

    assert offer(due).online
    late = offer(date(due.year, due.month, due.day + 1))
    assert not late.online
    assert late.aid is not None
    assert late.reasons == (f"aid/aid.toml: review_due: the review was due by {due.isoformat()}",)


def first_option(tables: Tables) -> dict[str, Any]:
    option: dict[str, Any] = tables["options"]["options"][0]
    return option


def without_source(tables: Tables) -> None:
    del first_option(tables)["pros"][0]["source"]


def unknown_source(tables: Tables) -> None:
    tables["numbers"]["numbers"][0]["source"] = "hearsay"


def comparison_without_source(tables: Tables) -> None:
    tables["comparisons"]["comparisons"][0]["sources"] = []


def one_more_for(tables: Tables) -> None:
    first_option(tables)["pros"].append(first_option(tables)["pros"][0])


def one_more_on_both_sides(tables: Tables) -> None:
    one_more_for(tables)
    first_option(tables)["cons"].append(first_option(tables)["cons"][0])


def a_row_less(tables: Tables) -> None:
    del first_option(tables)["rows"]["harms"]


def no_review_date(tables: Tables) -> None:
    del tables["aid"]["review_due"]


def no_date(tables: Tables) -> None:
    tables["aid"]["updated"] = "in spring"


def no_funding(tables: Tables) -> None:
    del tables["aid"]["funding"]


def no_update_policy(tables: Tables) -> None:
    tables["aid"]["update_policy"] = {}


def no_uncertainty(tables: Tables) -> None:
    del tables["numbers"]["numbers"][0]["uncertainty"]


def no_spanish(tables: Tables) -> None:
    del tables["pages"]["pages"][3]["choices"][0]["words"]["es"]


def no_english(tables: Tables) -> None:
    tables["flags"]["flags"][0]["do"]["en"] = " "


def harm_undeclared(tables: Tables) -> None:
    del tables["pages"]["pages"][0]["choices"][0]["harm"]


def harm_without_flag(tables: Tables) -> None:
    tables["pages"]["pages"][0]["choices"][0]["harm"] = "self"


def computed_and_checked(tables: Tables) -> None:
    number = next(one for one in tables["numbers"]["numbers"] if one.get("computed"))
    number["mark"] = "verified"


def checked_from_nowhere(tables: Tables) -> None:
    first_option(tables)["cons"][1]["mark"] = "verified"


def more_than_a_hundred(tables: Tables) -> None:
    tables["numbers"]["numbers"][0]["bars"][0]["per_100"] = 101


def neither_figure_nor_words(tables: Tables) -> None:
    del tables["comparisons"]["comparisons"][0]["offers"][0]["no_number"]


def figures_of_adults_for_the_young(tables: Tables) -> None:
    offer_of_talk = tables["comparisons"]["comparisons"][0]["offers"][0]
    del offer_of_talk["no_number"]
    offer_of_talk["numbers"] = ["dep-nomdd"]


def an_arm_not_spoken_of(tables: Tables) -> None:
    tables["comparisons"]["comparisons"][0]["left_out"] = []


def nothing_fits(tables: Tables) -> None:
    tables["comparisons"]["comparisons"][-1]["when"] = ["age=26-64"]


def hides_the_rest(tables: Tables) -> None:
    del tables["comparisons"]["comparisons"][0]["when"]


def condition_on_nothing(tables: Tables) -> None:
    tables["comparisons"]["comparisons"][0]["when"] = ["weather=rain"]


def condition_on_no_such_answer(tables: Tables) -> None:
    tables["pages"]["pages"][5]["only_if"] = ["age=130"]


def claims_testing(tables: Tables) -> None:
    next(one for one in tables["criteria"]["criteria"] if one["id"] == "14")["met"] = True


def a_criterion_less(tables: Tables) -> None:
    tables["criteria"]["criteria"].pop()


def a_value_not_spoken_of(tables: Tables) -> None:
    del tables["values"]["fits"]["both"]["cost"]


def like_nothing(tables: Tables) -> None:
    tables["options"]["options"][-1]["like"] = "magic"


def no_flags_at_all(tables: Tables) -> None:
    tables["flags"]["flags"] = []


PLANTED = (
    (without_source, "IPDAS C2: without a source"),
    (unknown_source, "IPDAS C2: 'hearsay' is not listed"),
    (comparison_without_source, "IPDAS C2: without a source"),
    (one_more_for, "IPDAS C1: not as many points against it as for it"),
    (one_more_on_both_sides, "IPDAS C1: options have different numbers of points: [3, 4]"),
    (a_row_less, "IPDAS C1: not the same rows as every option"),
    (no_review_date, "review_due: IPDAS C4: no date"),
    (no_date, "updated: IPDAS C3: no date"),
    (no_funding, "funding: IPDAS C6: missing"),
    (no_update_policy, "update_policy: IPDAS C4: missing"),
    (no_uncertainty, "uncertainty: IPDAS C5: missing"),
    (no_spanish, ".es: the translation is missing"),
    (no_english, ".en: the translation is missing"),
    (harm_undeclared, "says not whether this answer can speak of harm"),
    (harm_without_flag, "an answer that speaks of harm raises a flag"),
    (computed_and_checked, "computed here is partly read, never more"),
    (checked_from_nowhere, "IPDAS C2: checked, and no source was read"),
    (more_than_a_hundred, "not whole people of 100"),
    (neither_figure_nor_words, "has figures, or says in words that no good one was found"),
    (figures_of_adults_for_the_young, "shows figures of adults"),
    (an_arm_not_spoken_of, "says nothing of 'both'"),
    (nothing_fits, "does not always fit"),
    (hides_the_rest, "always fits, so that none after it is ever shown"),
    (condition_on_nothing, "'weather' is no page and no fact"),
    (condition_on_no_such_answer, "'age' has no answer ['130']"),
    (claims_testing, "claimed, and no study is named"),
    (a_criterion_less, "not the 35 criteria"),
    (a_value_not_spoken_of, "does not speak of every value"),
    (like_nothing, "is like 'magic', which does not stand before it"),
    (no_flags_at_all, "is no flag"),
)


@pytest.mark.hazard("H-146")
@pytest.mark.parametrize(("plant", "says"), PLANTED, ids=[plant.__name__ for plant, _says in PLANTED])
def test_a_planted_fault_keeps_it_offline_and_is_named(plant, says):
    tables = files()
    plant(tables)

    found = offered(tables)

    assert not found.online
    assert any(says in reason for reason in found.reasons), found.reasons


@pytest.mark.parametrize("lost", ["url", "edition", "accessed"])
def test_a_source_without_an_address_or_a_date_keeps_it_offline(lost):
    sources = dict(release().sources)
    sources["cuijpers-2014"] = replace(sources["cuijpers-2014"], **{lost: None if lost == "accessed" else ""})

    found = offered(files(), sources=MappingProxyType(sources))

    assert not found.online
    assert all("'cuijpers-2014' has no address" in reason for reason in found.reasons)


@pytest.mark.parametrize("name", sorted(files()))
def test_a_file_that_is_gone_keeps_it_offline(name):
    tables = files()
    del tables[name]

    found = offered(tables)

    assert not found.online
    assert any(f"aid/{name}.toml: : missing" in reason for reason in found.reasons)


def test_about_names_all_35_criteria_and_claims_no_testing_with_people():
    aid = offer(TODAY).aid
    assert aid is not None
    assert [one.kind for one in aid.criteria].count("qualifying") == 6
    assert [one.kind for one in aid.criteria].count("certifying") == 6
    assert [one.kind for one in aid.criteria].count("quality") == 23
    assert not any(one.met for one in aid.criteria if one.id in {"12", "13", "14", "15", "16", "17", "22", "23"})
