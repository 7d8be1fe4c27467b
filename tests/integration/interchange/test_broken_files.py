"""A broken file gives a report and nothing half-written."""

from __future__ import annotations

import random

import pytest

from plait.clinical.refusal import Refused
from plait.coordination.interchange import import_bundle, taking_in
from tests.integration.conftest import NOW, Practice
from tests.integration.interchange.conftest import Bring, differences, named, row_counts

FLIPS = 40
BROKEN = {
    "truncated": (lambda raw: raw[: len(raw) // 2], "not-json"),
    "not UTF-8": (lambda raw: raw.replace(b"Bundle", b"Bun\xffdle", 1), "not-utf-8"),
    "too deep": (lambda raw: b'{"resourceType":"Bundle","x":' + b"[" * 10_000 + b"]" * 10_000 + b"}", "too-deep"),
    "duplicate key": (lambda raw: raw.replace(b"{", b'{"resourceType":"Bundle",', 1), "duplicate-key"),
    "no Bundle": (lambda raw: b'{"resourceType":"Patient","id":"p1"}', "not-a-bundle"),
    "nobody": (lambda raw: b'{"resourceType":"Bundle","type":"collection","entry":[]}', "no-patient"),
    "NaN": (lambda raw: raw.replace(b'"type"', b'"x": NaN, "type"', 1), "not-a-number"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_file_is_refused_with_the_place(bring: Bring, how: str):
    breaking, reason = BROKEN[how]
    before = row_counts()
    report = bring(breaking(named("cms136-cb044844")))
    assert (report.status, report.reason.code, report.lines) == ("refused", reason, ())
    assert report.reason.path.startswith("$")
    assert differences(before, row_counts()) == {}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<Bundle/>", "not-json"),
        (b"MZ\x90\x00", "not-json"),
        (b"PK\x03", "not-json"),
    ],
)
def test_what_is_no_json_is_not_even_kept(practice: Practice, content: bytes, reason: str):
    from plait.records.inbox import queries

    actor = practice.staff["reyes"]
    found = import_bundle.import_file(content, "x.json", actor=actor, at=NOW)
    assert isinstance(found, Refused)
    assert found.reason == reason
    assert queries.runs_of(actor.id) == ()


def test_one_wrong_byte_anywhere_gives_a_whole_account_or_nothing(bring: Bring):
    raw, chance = named("cms2-82134291"), random.Random(20261124)
    before, refused, taken = row_counts(), 0, 0
    for number in range(FLIPS):
        place, bit = chance.randrange(len(raw)), chance.randrange(8)
        flipped = bytearray(raw)
        flipped[place] ^= 1 << bit
        report = bring(bytes(flipped), later=number)
        after = row_counts()
        if report.status == "refused":
            refused += 1
            assert differences(before, after) == {}, (place, bit)
        else:
            taken += 1
            assert report.status == "done", (place, bit)
            assert len(report.lines) == 8
            stored = {"new", "changed", "kept", "older", "left-alone"}
            new = sum(line.happened in stored for line in report.lines)
            assert after["inbox_receivedresource"] - before["inbox_receivedresource"] == new
        before = after
    assert refused
    assert taken


def test_a_mistake_in_the_program_writes_nothing_and_is_told(bring: Bring, monkeypatch, caplog):
    def fail(*_):
        raise RuntimeError("Oralia Stark, 999-35-7494")

    monkeypatch.setattr(taking_in.TakingIn, "_keep_resources", fail)
    before = row_counts()
    report = bring(named("synthea-oralia-stark"))
    assert (report.status, report.reason.code) == ("failed", "failed")
    assert differences(before, row_counts()) == {}
    assert "RuntimeError" in caplog.text
    assert "taking_in.py" in caplog.text
    assert "Stark" not in caplog.text
    monkeypatch.undo()
    assert bring(named("synthea-oralia-stark"), later=60).status == "done"


def test_a_file_that_is_too_large_is_refused_by_its_size(practice: Practice):
    content = b"{" + b" " * import_bundle.MOST_BYTES + b"}"
    found = import_bundle.import_file(content, "x.json", actor=practice.staff["reyes"], at=NOW)
    assert isinstance(found, Refused)
    assert found.reason == "too-big"
