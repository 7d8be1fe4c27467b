"""Each country's crisis lines are whole, and a mistake in them is found before anybody reads it."""

from __future__ import annotations

import copy
import dataclasses
import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from plait.knowledge import crisis
from plait.knowledge.content import CONTENT, BadContent, Document, read
from plait.knowledge.spoken import LANGUAGES, Words
from plait.knowledge.validate_crisis import check_crisis

SOURCES = tomllib.loads((CONTENT / "sources" / "crisis.toml").read_text(encoding="utf-8"))
US = tomllib.loads((CONTENT / "crisis" / "us.toml").read_text(encoding="utf-8"))
NEEDS = {  # what the page is there for, and the number each must offer
    "veterans": "838255",
    "youth": "1-800-422-4453",
    "deaf": "1-800-273-8255",
    "lgbtq": "1-866-488-7386",
    "violence": "1-800-799-7233",
    "assault": "1-800-656-4673",
    "baby": "1-833-852-6262",
    "poison": "1-800-222-1222",
    "substances": "1-800-662-4357",
    "eating": "1-888-375-7767",
    "abuse": "1-800-677-1116",
    "text": "741741",
}


def faults(table: dict[str, Any]) -> list[str]:
    return [f"{one.key}: {one.says}" for one in check_crisis(Document("crisis/us.toml", table), SOURCES)]


def changed(change: Callable[[dict[str, Any]], object]) -> list[str]:
    table = copy.deepcopy(US)
    change(table)
    return faults(table)


def test_every_pack_is_whole() -> None:
    assert crisis.countries() == ("us",)
    for doc in read(CONTENT).of("crisis"):
        assert list(check_crisis(doc, SOURCES)) == []
        crisis.load(doc.table["id"])


def test_every_need_has_its_number() -> None:
    groups = {one.id: {way.number for line in one.lines for way in line.ways} for one in crisis.load("us").groups}
    assert groups.keys() == NEEDS.keys()
    assert {need for need, number in NEEDS.items() if number not in groups[need]} == set()


@pytest.mark.hazard("H-138")
def test_what_has_ended_is_not_offered() -> None:
    """The 988 option 3 (July 2025) and NEDA's helpline (June 2023)."""
    ways = [way for group in crisis.load("us").groups for line in group.lines for way in line.ways]
    assert all(way.press in {"", "1"} for way in ways)
    assert "1-800-931-2237" not in {way.number for way in ways}


def test_every_text_is_there_in_each_language() -> None:
    def texts(value: object) -> list[Words]:
        if isinstance(value, Words):
            return [value]
        if dataclasses.is_dataclass(value):
            return [one for f in dataclasses.fields(value) for one in texts(getattr(value, f.name))]
        return [one for part in value for one in texts(part)] if isinstance(value, tuple) else []

    found = texts(crisis.load("us"))
    assert len(found) > 100
    half = [one for one in found if bool(one.en) != bool(one.es) and one.es != "AYUDA"]
    assert half == []


@pytest.mark.hazard("H-138")
@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda us: us["lines"][0].pop("mark"), "lines[0].mark: missing"),
        (lambda us: us["lines"][0].update(mark="sure"), "lines[0].mark: 'sure' is no mark"),
        (lambda us: us["lines"][0].update(sources=[]), "lines[0].sources: missing"),
        (lambda us: us["lines"][0].update(sources=["hearsay"]), "lines[0].sources: 'hearsay' is not listed"),
        (lambda us: us["lines"][0].update(sources=["wy-poison"]), "lines[0].mark: verified, but no source"),
        (lambda us: us["lines"][0]["purpose"].pop("es"), "lines[0].purpose.es: missing"),
        (lambda us: us["lines"][0]["ways"][0].update(number="HELP"), "lines[0].ways[0].number: 'HELP' is no number"),
        (lambda us: us["lines"][0]["ways"][2].update(address="http://a.example"), "lines[0].ways[2].address: no https"),
        (lambda us: us["lines"][0]["ways"][0].update(kind="fax"), "lines[0].ways[0].kind: 'fax' is none of"),
        (lambda us: us["lines"][0].update(group="others"), "lines[0].group: 'others' is none of the groups"),
        (lambda us: us["lines"][0].update(phone="1"), "lines[0].phone: unknown key"),
        (lambda us: us["lines"].append(us["lines"][0]), "lines: 'veterans-crisis-line' is stated twice"),
        (lambda us: us["first"].pop(1), "first: no button of kind text"),
        (lambda us: us["first"].append(us["first"][0]), "first: more than 4 buttons"),
        (lambda us: us["first"][3].update(number="999"), "first[3].number: is not the emergency number"),
        (lambda us: us["danger"].pop("say"), "danger.say: missing"),
        (lambda us: us.pop("review_due"), "review_due: missing"),
        (lambda us: us["facts"][0].pop("mark"), "facts[0].mark: missing"),
    ],
)  # fmt: skip
def test_a_mistake_is_found(change: Callable[[dict[str, Any]], object], says: str) -> None:
    assert any(one.startswith(says) for one in changed(change)), changed(change)


def test_a_source_says_when_it_was_read() -> None:
    unread = {**SOURCES, "vcl-about": {"kind": "owner", "title": "x"}}
    found = [str(one) for one in check_crisis(Document("crisis/us.toml", US), unread)]
    assert found == ["crisis/us.toml: lines[0].sources: 'vcl-about' does not say when it was read"]


def test_a_country_without_a_pack_gets_the_usual_one_and_it_is_said() -> None:
    found = crisis.help_for("zz")
    assert found.pack == crisis.load("us")
    assert found.problems
    assert "PLAIT_COUNTRY" in found.problems[0]
    with pytest.raises(BadContent, match=r"zz\.toml"):
        crisis.load("zz")


def test_spanish_is_a_language_of_every_pack() -> None:
    assert LANGUAGES == ("en", "es")
    assert Words("a", "b").said("es") == "b"
    assert Words("a", "b").said("fr") == "a"
