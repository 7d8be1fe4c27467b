"""A token works for what it was made for, under the keys of this practice, and is never stored itself."""

from __future__ import annotations

from datetime import date

import pytest

from plait.foundation.signed_links import digest_of, is_same_day, new_token


@pytest.fixture(autouse=True)
def keys(settings) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a" * 64, []


def test_a_token_is_found_by_its_hash_for_its_purpose_alone():
    token = new_token("answer")
    assert digest_of(token.text, "answer") == token.digest
    assert token.text not in repr(token)
    assert token.digest not in token.text
    assert digest_of(token.text, "safety-plan") is None


@pytest.mark.parametrize(
    "change",
    [
        lambda t: "A" + t[1:],
        lambda t: t[:-1] + "_",
        lambda t: t[:-1],
        lambda _t: "",
        lambda t: t + "x",
        lambda _t: "Ä" * 44,
    ],
)
def test_what_was_not_made_here_is_known_without_the_database(change):
    text = new_token("answer").text
    changed = change(text if text[0] != "A" and text[-1] != "_" else new_token("answer").text.replace("A", "B"))
    assert digest_of(changed, "answer") is None


def test_a_token_outlives_the_rotation_of_the_key(settings):
    token = new_token("answer")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "b" * 64, ["a" * 64]
    assert digest_of(token.text, "answer") == token.digest
    settings.SECRET_KEY_FALLBACKS = []
    assert digest_of(token.text, "answer") is None


def test_a_birth_date_is_compared_in_full():
    assert is_same_day(date(1992, 5, 2), "1992-05-02")
    assert not is_same_day(date(1992, 5, 2), "1992-05")
    assert not is_same_day(date(1992, 2, 5), "1992-05-02")
