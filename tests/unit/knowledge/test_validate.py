"""Planted violations: each rule of the validation must catch the fault it was written for."""

from __future__ import annotations

import copy
from datetime import date
from decimal import Decimal

import pytest

from plait.knowledge.content import BadContent, Content, Document, read
from plait.knowledge.loader import build
from plait.knowledge.validate import problems

CODES = frozenset({"36437", "32937", "61381", "4493"})
HEAD = {
    "version": "1",
    "status": "active",
    "effective_from": date(2026, 1, 1),
    "review_due": date(2026, 7, 1),
}
SOURCES = {"label": {"kind": "label", "title": "A label", "url": ""}, "form": {"kind": "owner", "title": "A form"}}
MEDICINE = {
    **HEAD,
    "id": "m",
    "licence": "facts",
    "name": "m",
    "rxcuis": ["36437"],
    "classes": ["SSRI"],
    "schedule": "",
    "brands": [],
    "facts": [
        {"topic": "max", "says": "At most 200 mg.", "number": 200, "unit": "mg", "per": "day"}
        | {"mark": "verified", "source": "label"},
    ],
}
INSTRUMENT = {
    **HEAD,
    "id": "i",
    "licence": "public domain",
    "licence_source": "form",
    "wording_embedded": True,
    "wording_source": {"en": "form"},
    "languages": ["en"],
    "title": {"en": "I"},
    "recall": {"en": "Lately"},
    "scoring": "sum",
    "lowest": 0,
    "highest": 3,
    "most_missing": 0,
    "options": {"o": {"values": [{"value": v, "text": {"en": str(v)}} for v in range(4)]}},
    "items": [{"id": "1", "options": "o", "harm": "none", "text": {"en": "Sad"}}],
    "bands": [
        {"low": 0, "high": 1, "code": "low", "text": {"en": "low"}, "mark": "verified", "source": "form"},
        {"low": 2, "high": 3, "code": "high", "text": {"en": "high"}, "mark": "verified", "source": "form"},
    ],
    "change": {"remission": {"below": 1, "mark": "partial", "source": "form"}},
}
CASES = {
    "instrument": "i",
    "cases": [{"name": str(v), "answers": [v], "total": v, "band": "low" if v < 2 else "high"} for v in range(4)],
}


def _content(change=lambda files: None):
    files = copy.deepcopy(
        {
            "sources/s.toml": SOURCES,
            "medications/m.toml": MEDICINE,
            "instruments/i.toml": INSTRUMENT,
            "instruments/i.cases.toml": CASES,
        },
    )
    change(files)
    return Content(tuple(Document(path, table) for path, table in sorted(files.items())), "0" * 64)


def _found(change):
    return [str(problem) for problem in problems(_content(change), CODES)]


def test_sound_content_has_no_problem():
    assert _found(lambda files: None) == []
    assert build(_content()).instruments["i"].band_for(2).code == "high"


def _medicine(**keys):
    return lambda files: files["medications/m.toml"].update(keys)


def _fact(*without, **keys):
    def change(files):
        fact = files["medications/m.toml"]["facts"][0]
        fact.update(keys)
        for key in without:
            fact.pop(key, None)

    return change


def _instrument(**keys):
    return lambda files: files["instruments/i.toml"].update(keys)


def _band(place, **keys):
    return lambda files: files["instruments/i.toml"]["bands"][place].update(keys)


def _second_medicine(files):
    files["medications/n.toml"] = {**copy.deepcopy(MEDICINE), "id": "n"}


def _second_source(files):
    files["sources/t.toml"] = {"label": {"kind": "label", "title": "Again"}}


def _no_cases(files):
    files.pop("instruments/i.cases.toml")


def _case(**keys):
    return lambda files: files["instruments/i.cases.toml"]["cases"][0].update(keys)


RISK = {"from": 1, "level": "low"}
TWO = [{"id": name, "options": "o", "harm": "none", "text": {"en": "Sad"}} for name in ("1", "2")]


def _item(*without, **keys):
    def change(files):
        item = files["instruments/i.toml"]["items"][0]
        item.update(keys)
        for key in without:
            item.pop(key)

    return change


def _criterion(**keys):
    told = {"code": "c", "text": {"en": "c"}, "mark": "verified", "source": "form", **keys}
    return _instrument(criteria=[told])


def _subscale(**keys):
    return _instrument(subscales=[{"id": "s", "text": {"en": "s"}, "items": ["1"], **keys}])


def _change(**rules):
    return _instrument(change={name: {"mark": "partial", "source": "form", **rule} for name, rule in rules.items()})


def _higher(files):
    files["instruments/i.toml"]["better"] = "higher"


PLANTED = [
    ("no source", _fact("source"), "medications/m.toml: facts[0].source: missing"),
    ("unknown source", _fact(source="nowhere"), "facts[0].source: 'nowhere' is not listed"),
    ("no mark", _fact("mark"), "facts[0].mark: missing"),
    ("wrong mark", _fact(mark="sure"), "facts[0].mark: 'sure' is no mark"),
    ("corroborated alone", _fact(mark="corroborated"), "needs a second source"),
    ("typing error in a fact", _fact(indicaton="x"), "facts[0].indicaton: unknown key"),
    ("typing error in a medicine", _medicine(clases=[]), "clases: unknown key"),
    ("unknown topic", _fact(topic="maximum"), "facts[0].topic: 'maximum' is no topic"),
    ("unknown unit", _fact(unit="mgs"), "facts[0].unit: 'mgs' is no known unit"),
    ("unit without a number", _fact("number"), "a unit without a number"),
    ("unknown interval", _fact(per="fortnight"), "facts[0].per: 'fortnight'"),
    ("low above high", _fact("number", low=Decimal(3), high=2), "facts[0].low: low 3 is above high 2"),
    ("low alone", _fact("number", low=3), "one `number`, or both"),
    ("negative number", _fact(number=-1), "facts[0].number: not a number"),
    ("words for a number", _fact(number="200"), "facts[0].number: not a number"),
    ("no header", _medicine(review_due=None), "medications/m.toml: review_due: missing"),
    ("wrong status", _medicine(status="ready"), "status: 'ready' is none of"),
    ("file and id differ", _medicine(id="other"), "does not match the file's name"),
    ("half a review", _medicine(reviewed_on=date(2026, 2, 1)), "a review has a date and a clinician"),
    ("wrong schedule", _medicine(schedule="2"), "schedule: one of II"),
    ("unknown code", _medicine(rxcuis=["99"]), "99 is unknown to content/rxnorm"),
    ("no code", _medicine(rxcuis=[]), "a medicine needs a code"),
    ("one code in two medicines", _second_medicine, "36437 belongs to medications/m.toml already"),
    ("one source twice", _second_source, "this source is listed twice"),
    ("gap between bands", _band(1, low=3), "bands[1].low: gap"),
    ("bands overlap", _band(1, low=1), "bands[1].low: overlap"),
    ("bands end early", _band(1, high=2), "the last band does not end at the highest total"),
    ("a cut-off stated twice", _band(1, low=0), "bands.low: 0 is stated twice"),
    (
        "more of the conditions than there are",
        _instrument(criteria=[{"code": "c", "either": [{"items": ["1"]}], "either_count": 2}]),
        "criteria[0].either_count: more than the conditions that are named",
    ),
    ("a band named twice", _band(1, code="low"), "bands.code: 'low' is stated twice"),
    ("a band without mark", _band(0, mark=None), "bands[0].mark: missing"),
    ("band upside down", _band(0, low=0, high=-1), "bands[0].low: low 0 is above high -1"),
    ("licence forbids wording", _instrument(licence="all rights reserved"), "does not allow wording"),
    ("wording stands though not allowed", _instrument(wording_embedded=False), "false, but wording stands"),
    ("wording without a source", _instrument(wording_source={}), "wording_source.en: missing"),
    ("a language half written", _instrument(languages=["en", "es"]), "has no words in 'es'"),
    ("wrong highest", _instrument(highest=4), "highest: 4 is not what the items give: 3"),
    ("prorating everything", _instrument(most_missing=1), "most_missing"),
    ("unknown scoring", _instrument(scoring="mean"), "scoring: 'mean' is none of sum"),
    ("items twice", _instrument(items=[INSTRUMENT["items"][0]] * 2, highest=6), "items.id: '1' is stated twice"),
    ("options not described", _instrument(items=[{"id": "1", "options": "p", "harm": "none"}]), "'p' is not described"),
    ("change rule without source", _instrument(change={"response": {"percent": 50, "mark": "partial"}}), "missing"),
    ("active without cases", _no_cases, "an active instrument needs worked cases"),
    ("an edge not proved", _case(total=None, band=None), "no worked case at total 0, an edge of 'low'"),
    ("too many answers", _case(answers=[0, 1]), "cases[0].answers: needs 1 answers"),
    ("a band that does not exist", _case(band="middle"), "cases[0].band: 'middle' is no band"),
    ("risk of no item", _case(risk=["9"]), "cases[0].risk"),
    ("an item that says nothing of harm", _item("harm"), "items[0].harm: say whether it can speak of harm"),
    ("harm without the answers that speak of it", _item(harm="self"), "items[0].risk: what speaks of harm says from"),
    ("answers of harm without harm", _item(risk=[RISK]), "items[0].risk: what speaks of harm says from"),
    ("a level that does not exist", _item(harm="self", risk=[RISK | {"level": "some"}]), "'some' is none of low"),
    (
        "an answer of harm that nobody can give",
        _item(harm="self", risk=[RISK | {"from": 4}]),
        "no answer that the item",
    ),
    (
        "answers of harm in the wrong order",
        _item(harm="self", risk=[RISK | {"from": 2}, RISK]),
        "the lowest answer first",
    ),
    ("harm that no case proves", _item(harm="self", risk=[RISK]), "no worked case in which item 1 speaks of harm"),
    ("a number without bounds", _item("options", answer="number", low=0), "a number needs low and high"),
    ("no way to answer", _item(answer="song"), "'song' is no way to answer"),
    ("asked after an item that does not exist", _item(only_if={"items": ["2"]}), "only_if.items: names an item"),
    ("asked after itself", _item(only_if={"items": ["1"]}), "only_if.items: names an item"),
    ("more items asked for than named", _criterion(every=[{"items": ["1"], "count": 2}]), "more than the items"),
    ("a criterion that asks nothing", _criterion(), "criteria[0].every: asks nothing"),
    (
        "a criterion of an item that does not exist",
        _criterion(either=[{"items": ["2"]}]),
        "names an item that does not",
    ),
    ("more conditions than named", _criterion(either=[{"items": ["1"]}], either_count=2), "more than the conditions"),
    ("a criterion that no case meets", _criterion(every=[{"items": ["1"]}]), "no worked case that meets 'c'"),
    ("a criterion without source", _criterion(total_at_least=2, source=None), "criteria[0].source: missing"),
    ("a part of an item that does not exist", _subscale(items=["2"]), "subscales[0].items: names an item"),
    ("a part that is scored in no way", _subscale(scoring="median"), "'median' is no way to score"),
    ("a domain of an item that does not exist", _instrument(domains=[["1", "2"]]), "domains: names an item"),
    ("an item in two groups", _instrument(alternatives=[["1"], ["1"]]), "alternatives: '1' is stated twice"),
    ("the score of no item", _instrument(scoring="item", score_item="2"), "score_item: no scored item"),
    ("bands without a total", _instrument(scoring="none", highest=0), "there is no total to be banded"),
    ("a diary without its times", _instrument(scoring="sleep-diary", highest=0), "a sleep diary needs 'bed'"),
    ("filling in by no rule", _instrument(most_missing=1, items=TWO, highest=6), "missing.source: missing"),
    ("part of nothing", _instrument(part_of="j"), "names the other instrument and the items"),
    ("no way is better", _instrument(better="up"), "better: 'up' is none of"),
    ("judged though no way is better", _instrument(better="none"), "neither way is said to be better"),
    ("remission below and at", _change(remission={"below": 1, "at": 1}), "below or at, not both"),
    ("remission beyond the range", _change(remission={"below": 9}), "9 is no total of this instrument"),
    ("remission below where higher is better", _higher, "higher is better here: say at"),
    ("more than all", _change(response={"percent": 120}), "change.response.percent: between 1 and 100"),
    (
        "partial as much as response",
        _change(response={"percent": 50}, partial={"percent": 50}),
        "change.partial.percent: less than the response",
    ),
    (
        "reliable points that its numbers do not give",
        _change(reliable={"points": 9, "spread": Decimal(5), "reliability": Decimal("0.84")}),
        "9 is not what spread and reliability give: 5.54",
    ),
    (
        "a reliability above one",
        _change(reliable={"points": 9, "spread": 5, "reliability": 2}),
        "a reliability between 0 and 1",
    ),
    ("a rhythm without source", _instrument(rhythm={"acute_days": 14}), "rhythm.source: missing"),
    ("a level that does not exist in a case", _case(level="some"), "cases[0].level: 'some' is none of"),
    ("a part that does not exist in a case", _case(subscales={"x": 1}), "cases[0].subscales"),
    ("cases of nothing", lambda files: files["instruments/i.cases.toml"].update(instrument="j"), "is no instrument"),
]


@pytest.mark.parametrize(("change", "expected"), [p[1:] for p in PLANTED], ids=[p[0] for p in PLANTED])
def test_a_planted_fault_is_found(change, expected):
    found = _found(change)
    assert any(expected in problem for problem in found), found


def test_draft_content_is_checked_but_advises_nobody():
    content = _content(_medicine(status="draft"))
    assert build(content).medications == {}
    assert _found(lambda files: (_medicine(status="draft")(files), _fact("mark")(files)))


def test_a_file_that_is_not_toml_is_named(tmp_path):
    (tmp_path / "medications").mkdir()
    (tmp_path / "medications" / "x.toml").write_text("id = ", encoding="utf-8")
    with pytest.raises(BadContent, match=r"medications/x\.toml"):
        read(tmp_path)


def test_a_missing_key_is_named_with_its_file():
    with pytest.raises(BadContent, match=r"medications/m\.toml.*classes"):
        build(_content(lambda files: files["medications/m.toml"].pop("classes")))


MAPPING = {
    **HEAD,
    "id": "conditions",
    "licence": "Apache-2.0",
    "source": "form",
    "conditions": {"sadness": {"icd10cm": ["F32"], "words": ["sad"]}},
}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({"icd10cm": ["F32"], "words": ["sad"]}, None),
        ({"icd10cm": ["f32"], "words": ["sad"]}, "conditions.sadness.icd10cm: 'f32' cannot be the beginning of one"),
        ({"icd10cm": ["F32"], "words": ["Sad"]}, "conditions.sadness.words: 'Sad' cannot be the beginning of one"),
        ({"icd10cm": ["F32", "F32"], "words": []}, "conditions.sadness.icd10cm: 'F32' is stated twice"),
        ({"icd10cm": ["F32"]}, "conditions.sadness.words: missing"),
        ({"icd10cm": [], "words": [], "x": 1}, "conditions.sadness.x: unknown key"),
    ],
)
def test_the_mapping_of_problems(line, says):
    found = _found(
        lambda files: files.update({"problems/conditions.toml": MAPPING | {"conditions": {"sadness": line}}})
    )
    assert found == ([f"problems/conditions.toml: {says}"] if says else [])


def test_an_instrument_for_what_no_problem_is_mapped_to():
    def change(files):
        files["problems/conditions.toml"] = MAPPING
        files["instruments/i.toml"]["conditions"] = ["sadness", "sorrow"]

    assert _found(change) == ["problems/conditions.toml: conditions: i is for 'sorrow', which is not listed"]
