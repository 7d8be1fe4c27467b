"""The whole aid walked: no dead end, every page and every comparison reached, every word in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product

import pytest

from plait.clinical.intake.decision_aid import (
    LANGUAGES,
    Answers,
    comparison,
    page_after,
    page_before,
    path,
    red_flags,
    summary,
)

from .aids import said, shipped, walked

# Answers that make the others possible: whoever chose one of these meets the pages behind it.
TO_REACH: dict[str, Answers] = {
    "main": {"bothers": ("low-mood", "worry")},
    "medicine-weeks": {"tried": ("medicine",)},
    "medicine-helped": {"tried": ("medicine",)},
    "medicine-count": {"tried": ("medicine",), "medicine-weeks": ("over-6",), "medicine-helped": ("no",)},
    "therapy-sessions": {"tried": ("therapy",)},
    "therapy-helped": {"tried": ("therapy",)},
    "baby": {"pregnancy": ("after-birth",)},
    "stopping": {"substances": ("alcohol",)},
    "where": {"in-the-way": ("a-lot",)},
    "gad-7": {"bothers": ("worry",)},
}
GROWN: Answers = {"age": ("26-64",)}


def one_change_each() -> Iterator[Answers]:
    """For every choice of every page, the answers that choose it and else say the usual."""
    for page in shipped().pages:
        before = GROWN | TO_REACH.get(page.id, {})
        for choice in page.choices:
            other = "worry" if choice.code == "low-mood" else "low-mood"
            behind = {"bothers": (other, choice.code)} if page.id == "main" and choice.only_if else {}
            yield before | behind | {page.id: (choice.code,)}


@pytest.fixture(scope="module")
def walks() -> list[tuple[Answers, tuple[str, ...], dict[str, tuple[str, ...]]]]:
    aid = shipped()
    found = []
    for wanted in (GROWN, {"age": ("under-18",)}, *one_change_each()):
        pages, answers = walked(aid, wanted)
        found.append((wanted, tuple(page.id for page in pages), answers))
    return found


def test_every_walk_ends_at_the_sheet(walks):
    assert len(walks) > 100
    assert all(pages[-1] == "sheet" and "comparison" in pages for _wanted, pages, _answers in walks)


def test_every_page_is_reached(walks):
    assert {page for _wanted, pages, _answers in walks for page in pages} == {page.id for page in shipped().pages}


def test_every_choice_can_be_chosen_and_leads_on(walks):
    aid = shipped()
    chosen = {(page, code) for _wanted, _pages, answers in walks for page, codes in answers.items() for code in codes}
    every = {(page.id, choice.code) for page in aid.pages for choice in page.choices}
    # Where to lean is offered as far as it is compared; each arm is walked below.
    assert {pair for pair in every - chosen if pair[0] != "lean"} == set()
    for _wanted, _pages, answers in walks:
        assert all(page_after(aid, answers, page) is not None for page in answers if page != "sheet")


@pytest.mark.hazard("H-145")
def test_every_dangerous_answer_raises_its_flag_and_takes_waiting_away(walks):
    aid = shipped()
    dangerous = {(p.id, c.code): c.flag for p in aid.pages for c in p.choices if c.harm != "none"}
    raised = {}
    for _wanted, _pages, answers in walks:
        for one in red_flags(aid, answers):
            raised[one.page, one.code] = one.flag.id
            shown = comparison(aid, answers)
            assert shown.flagged
            assert "wait" not in {option.option.arm for option in shown.options}
            assert any(out.arm == "wait" for out in shown.left_out)
            assert aid.no_wait in shown.reasons
    assert raised == dangerous
    assert set(dangerous.values()) == set(aid.flags)


def test_what_is_safe_raises_nothing():
    aid = shipped()
    _pages, answers = walked(aid, GROWN)

    assert red_flags(aid, answers) == ()


# The classes of answers that a comparison can hang on, one page beside the other.
CLASSES: dict[str, tuple[tuple[str, ...], ...]] = {
    "age": (("under-18",), ("26-64",)),
    "bothers": tuple((choice.code,) for choice in shipped().page("bothers").choices),
    "in-the-way": (("a-little",), ("a-lot",), ("cannot",)),
    "high-times": (("no",), ("past",), ("not-sure",)),
    "unusual": (("no",), ("now",), ("past",)),
    "pregnancy": (("no",), ("after-birth",)),
    "hurt-by-others": (("no",), ("yes",)),
}
TRIALS: tuple[Answers, ...] = (
    {},
    {"tried": ("medicine",), "medicine-weeks": ("over-6",), "medicine-helped": ("no",), "medicine-count": ("one",)},
    {
        "tried": ("medicine",),
        "medicine-weeks": ("over-6",),
        "medicine-helped": ("no",),
        "medicine-count": ("two-or-more",),
    },
    {"tried": ("therapy",), "therapy-sessions": ("8-up",), "therapy-helped": ("no",)},
)


def classes(*, wide: bool) -> Iterator[Answers]:
    names = list(CLASSES)
    if wide:
        for codes in product(*CLASSES.values()):
            yield from (dict(zip(names, codes, strict=True)) | trial for trial in TRIALS)
        return
    for bothers, severity, trial in product(CLASSES["bothers"], CLASSES["in-the-way"], TRIALS):
        yield GROWN | {"bothers": bothers, "in-the-way": severity} | trial
    for name, codes in CLASSES.items():
        yield from (GROWN | {"bothers": ("low-mood",), "in-the-way": ("a-lot",)} | {name: code} for code in codes)


def reach(found: Iterator[Answers]) -> set[str]:
    aid = shipped()
    reached = set()
    for answers in found:
        shown = comparison(aid, answers)
        reached.add(shown.comparison.id)
        assert shown.options
        assert shown.reasons
        assert {one.option.arm for one in shown.options} | {out.arm for out in shown.left_out} >= {
            "wait",
            "therapy",
            "medication",
            "both",
        }
    return reached


def test_every_comparison_is_reached():
    assert reach(iter([*classes(wide=False), {"bothers": ("relationship",), "hurt-by-others": ("yes",)}])) == {
        one.id for one in shipped().comparisons
    }


@pytest.mark.wide
def test_every_class_of_answers_beside_every_other_has_its_comparison():
    assert reach(classes(wide=True)) == {one.id for one in shipped().comparisons}


def test_the_way_back_is_the_way_there(walks):
    aid = shipped()
    for _wanted, pages, answers in walks[:20]:
        for before, after in pairwise(pages):
            found = page_before(aid, answers, after)
            assert found is not None
            assert found.id == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_met_has_words(language, walks):
    aid = shipped()
    for _wanted, _pages, answers in walks:
        for page in path(aid, answers, language):
            assert page.asks[language]
            assert all(choice.words[language] for choice in page.choices)
        assert all(not line.endswith(": ") for line in summary(aid, answers, language))


def test_an_instrument_is_asked_in_the_languages_in_which_its_wording_was_published():
    aid = shipped()
    worried = GROWN | {"bothers": ("worry",)}

    assert {"phq-9", "gad-7"} <= {page.id for page in path(aid, worried, "en")}
    assert "phq-9" in {page.id for page in path(aid, worried, "es")}
    assert "gad-7" not in {page.id for page in path(aid, worried, "es")}


def test_the_last_comparison_always_fits():
    assert said(shipped(), {}) == "not-clear"
