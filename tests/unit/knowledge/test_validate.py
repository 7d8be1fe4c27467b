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
