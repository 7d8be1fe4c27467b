"""Files that are refused as a whole, each with its place and its reason, quickly and without a traceback."""

from __future__ import annotations

import json
import time

import pytest

from plait.coordination.interchange.reading import Received, Rejected
from plait.coordination.interchange.reading.document import DEEPEST, read_document
from plait.coordination.interchange.reading.words import Malformed

from .bundles import BASE, PATIENT, bundle, observation, order, read


def refused(content) -> tuple[str, str]:
    started = time.process_time()
    found = read(content)
    assert isinstance(found, Rejected), found
    assert str(found.reason)
    assert time.process_time() - started < 0.5
    return found.reason.code, found.path


def text(*, patient: str = json.dumps(PATIENT), extra: str = "") -> bytes:
    return f'{{"resourceType":"Bundle","type":"collection","entry":[{{"resource":{patient}}}]{extra}}}'.encode()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"<Bundle xmlns='http://hl7.org/fhir'/>", "xml"),
        (b"\xef\xbb\xbf  <?xml version='1.0'?>", "xml"),
        (b"\xff\xfe{\x00", "not-utf-8"),
        (b'{"resourceType":"Bundle"', "not-json"),
        (b'{"a":1} {"b":2}', "not-json"),
        (b"hello", "not-json"),
        (b"[]", "not-an-object"),
        (b"7", "not-an-object"),
        (b"null", "not-an-object"),
        (b'"\\', "not-json"),
        (b"{}", "not-a-bundle"),
        (b'{"resourceType":"Patient"}', "not-a-bundle"),
        (b'{"resourceType":"Bundle"}', "bundle-type"),
        (b'{"resourceType":"Bundle","type":"history"}', "bundle-history"),
        (b'{"resourceType":"Bundle","type":"batch-response"}', "bundle-type"),
        (b'{"resourceType":"Bundle","type":7}', "wrong-type"),
        (b'{"resourceType":"Bundle","type":"collection"}', "no-patient"),
        (b'{"resourceType":"Bundle","type":"collection","entry":{}}', "wrong-type"),
    ],
)
def test_what_is_no_bundle(raw, code):
    assert refused(raw)[0] == code


def test_ten_thousand_levels_are_refused_before_the_parser_sees_them():
    for raw in (b"[" * 10_000, b'{"a":' * 10_000, b"[" * 5_000_000, text(extra=',"x":' + "[" * 10_000 + "]" * 10_000)):
        assert refused(raw)[0] == "too-deep"


def test_brackets_inside_texts_are_not_depth():
    words = "[{" * 1000 + '\\"' + "[" * 1000
    assert isinstance(read(text(extra=f',"note":"{words}"')), Received)


def test_depth_is_counted_exactly():
    def nested(levels: int) -> bytes:
        return b'{"a":' * levels + b"1" + b"}" * levels

    assert read_document(nested(DEEPEST))
    with pytest.raises(Malformed):
        read_document(nested(DEEPEST + 1))


@pytest.mark.parametrize(
    "raw", [b'"' + b'\\"' * 2_000_000, b'"' * 2_000_001, b'{"' + b"\\" * 2_000_001, b"\\" * 500_000]
)
def test_hostile_texts_cost_one_pass(raw):
    assert refused(raw)[0] == "not-json"


@pytest.mark.parametrize(
    ("extra", "code", "path"),
    [
        (',"total":NaN', "not-a-number", "$.total"),
        (',"total":Infinity', "not-a-number", "$.total"),
        (',"x":[{"y":-Infinity}]', "not-a-number", "$.x[0].y"),
        (',"total":1e400', "huge-number", "$.total"),
        (',"total":' + "9" * 5000, "huge-number", "$.total"),
        (',"total":0.' + "1" * 5000, "huge-number", "$.total"),
        (',"total":1e-999999999999', "huge-number", "$.total"),
        (',"type":"document"', "duplicate-key", "$.type"),
        (',"x":{"a":1,"b":2,"a":1}', "duplicate-key", "$.x.a"),
        (',"x":"a\\u0000b"', "broken-text", "$.x"),
        (',"x":["ok","\\ud800"]', "broken-text", "$.x[1]"),
        (',"\\udfff":1', "broken-text", "$['�']"),
        (',"a b":NaN', "not-a-number", "$['a b']"),
    ],
)
def test_values_in_doubt(extra, code, path):
    assert refused(text(extra=extra)) == (code, path)


def test_a_pair_of_surrogates_is_a_character():
    assert isinstance(read(text(extra=',"x":"\\ud83d\\ude00"')), Received)


def test_a_byte_order_mark_is_no_harm():
    assert isinstance(read(b"\xef\xbb\xbf" + text()), Received)


def test_size_is_capped():
    raw = text(extra=',"x":"' + "a" * 1000 + '"')
    assert read(raw, most_bytes=100).reason.code == "too-big"
    assert isinstance(read(raw, most_bytes=len(raw)), Received)


@pytest.mark.parametrize(
    "entry",
    [
        7,
        "x",
        None,
        [],
        {},
        {"resource": None},
        {"resource": []},
        {"resource": {"id": "1"}},
        {"resource": {"resourceType": 7}},
        {"resource": {"resourceType": ""}},
        {"resource": {"resourceType": "<script>"}},
    ],
)
def test_an_entry_without_a_resource_type(entry):
    content = bundle()
    content["entry"].append(entry)
    code, path = refused(content)
    assert code == "no-resource-type"
    assert path.startswith("$.entry[1]")


@pytest.mark.hazard("H-023")
def test_one_person_per_file():
    assert refused({"resourceType": "Bundle", "type": "collection", "entry": []})[0] == "no-patient"
    assert refused(bundle({**PATIENT, "id": "p2"}))[0] == "several-patients"
    assert refused(bundle({**PATIENT, "gender": "female"}))[0] == "several-patients"
    twice = read(bundle(dict(PATIENT)))
    assert [line.outcome for line in twice.lines] == ["mapped", "skipped-duplicate"]


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"birthDate": "0000-01-01"}, "not-a-date", "birthDate"),
        ({"birthDate": "2001-02-30"}, "not-a-date", "birthDate"),
        ({"birthDate": "2001-02-03T00:00:00Z"}, "not-a-date", "birthDate"),
        ({"birthDate": 2001}, "wrong-type", "birthDate"),
        ({"birthDate": "0042"}, "year-out-of-range", "birthDate"),
        ({"gender": "f"}, "unknown-code", "gender"),
        ({"name": {"family": "x"}}, "wrong-type", "name"),
        ({"name": [{"given": "x"}]}, "wrong-type", "name[0].given"),
        ({"name": [{"family": "a" * 3000}]}, "too-long", "name[0].family"),
        ({"name": [{"family": "a\u0001b"}]}, "control-character", "name[0].family"),
        ({"id": "a b"}, "bad-id", "id"),
        ({"id": 7}, "bad-id", "id"),
        ({"deceasedBoolean": True, "deceasedDateTime": "2020"}, "two-values", ""),
        ({"modifierExtension": [{"url": "x"}]}, "changes-meaning", "modifierExtension"),
        ({"implicitRules": "http://x"}, "changes-meaning", "implicitRules"),
    ],
)
def test_a_person_who_cannot_be_read_refuses_the_file(change, code, path):
    content = bundle(order(), patient={**PATIENT, **change})
    where = "$.entry[0].resource"
    assert refused(content) == (code, f"{where}.{path}" if path else where)


def test_ten_thousand_entries_are_read():
    content = bundle()
    content["entry"].extend({"resource": {"resourceType": "Basic", "id": f"b{index}"}} for index in range(10_000))
    started = time.process_time()
    found = read(content)
    assert len(found.lines) == 10_001
    assert time.process_time() - started < 5


def test_a_deletion_is_never_obeyed():
    content = bundle(observation("8302-2", valueString="tall"))
    content["entry"].append({"request": {"method": "DELETE", "url": "Patient/p1"}})
    content["entry"].append({"request": {"method": "DELETE"}, "resource": observation("8302-2", id="o2")})
    found = read(content)
    assert [line.outcome for line in found.lines] == ["mapped", "mapped", "refused", "refused"]
    assert {line.detail.code for line in found.lines[2:]} == {"asks-to-delete"}


def test_a_page_of_many_is_said_to_be_incomplete():
    found = read(bundle(link=[{"relation": "next", "url": f"{BASE}?page=2"}]))
    assert [one.code for one in found.notes] == ["next-page"]
