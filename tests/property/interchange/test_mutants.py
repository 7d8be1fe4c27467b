"""Whatever is done to a lawful file: it is refused with a reason or fully accounted for. No exception, and fast."""

from __future__ import annotations

import json
import time
from pathlib import Path as File
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plait.coordination.interchange.reading import Received, Rejected
from plait.coordination.interchange.reading.report import OUTCOMES
from plait.coordination.interchange.reading.words import WORDS
from tests.unit.interchange.bundles import bundle, order, read

from .full_bundle import FULL, ODD, PATHS, changed, text, without

FHIR = File(__file__).parents[2] / "data" / "fhir"
SMALL = tuple(path.read_bytes() for path in sorted(FHIR.glob("cms*.json")))
ROOM = settings(max_examples=150, deadline=None)


def judged(raw: bytes, *, entries: int | None = None) -> str:
    """Read a mutant and hold it against the law. Returns what became of it."""
    started = time.process_time()
    found = read(raw)
    assert time.process_time() - started < 0.5
    if isinstance(found, Rejected):
        assert found.reason.code in WORDS
        assert found.path.startswith("$")
        assert str(found.reason)
        return "rejected"
    if entries is None:
        entries = len(json.loads(raw)["entry"])
    assert len(found.lines) == entries
    assert sum(found.counts().values()) == entries
    check_account(found)
    return "received"


def check_account(found: Received) -> None:
    keys = [origin.key for origin in found.origins()]
    assert len(keys) == len(set(keys))
    assert len(keys) == sum(line.outcome in {"mapped", "kept"} for line in found.lines)
    assert {line.key for line in found.lines if line.outcome in {"mapped", "kept"}} == set(keys)
    for line in found.lines:
        assert line.outcome in OUTCOMES
        assert (line.detail is None) == (line.outcome == "mapped")
        for one in (*line.warnings, *((line.detail,) if line.detail else ())):
            assert str(one)
            str(one).encode()
    assert set(found.changes({origin.key: origin.content_hash for origin in found.origins()}).values()) == {"same"}


def test_the_ground_is_wholly_mapped():
    found = read(text(FULL))
    assert isinstance(found, Received)
    assert [line.outcome for line in found.lines] == ["mapped"] * 10 + ["kept"]
    said = [one.code for line in found.lines for one in line.warnings]
    assert said == ["contacts-not-read", "risk-answer"]
    assert len(PATHS) > 300


@pytest.mark.parametrize("offset", [0, 7, 13])
def test_every_place_with_something_odd_in_it(offset):
    """Three odd values at every place: more than a thousand mutants."""
    seen = {judged(text(changed(path, ODD[(index + offset) % len(ODD)]))) for index, path in enumerate(PATHS)}
    assert seen == {"rejected", "received"}


def test_every_place_left_out():
    assert {judged(text(without(path))) for path in PATHS} == {"rejected", "received"}


@pytest.mark.wide
@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_every_odd_value_at_every_place(odd):
    for path in PATHS:
        judged(text(changed(path, odd)))


@pytest.mark.wide
def test_a_hundred_thousand_entries():
    content = bundle()
    content["entry"].extend({"resource": {"resourceType": "Basic", "id": f"b{index}"}} for index in range(100_000))
    assert len(read(content).lines) == 100_001


@pytest.mark.parametrize(
    "written", ["NaN", "-Infinity", "1e999", "9" * 400, "0." + "1" * 400, '"\\ud800"', '"\\u0000"']
)
def test_every_place_with_a_value_that_no_record_can_hold(written):
    for path in PATHS[::3]:
        raw = text(changed(path, "@@here@@")).replace(b'"@@here@@"', written.encode())
        assert judged(raw) == "rejected"


def test_every_object_with_a_name_twice():
    plain = text(FULL).decode()
    places = [index for index, letter in enumerate(plain) if letter == "{"]
    for place in places[::2]:
        rest = plain[place + 1 :]
        if rest.startswith('"'):
            name = rest[: rest.index('":') + 2]
            assert judged(f"{plain[: place + 1]}{name}0,{rest}".encode()) == "rejected"


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**25), 10**25)
    | st.floats(allow_nan=True, allow_infinity=True)
    | st.text(max_size=12)
    | st.sampled_from([odd for odd in ODD if not isinstance(odd, list | dict)]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "coding",
                    "code",
                    "system",
                    "value",
                    "unit",
                    "text",
                    "reference",
                    "start",
                    "end",
                    "item",
                    "answer",
                    "resourceType",
                ]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@pytest.mark.hazard("H-024")
@ROOM
@given(st.lists(st.tuples(st.sampled_from(PATHS), json_values), min_size=1, max_size=4))
def test_several_places_at_once(changes):
    content: Any = FULL
    for path, odd in changes:
        try:
            content = changed(path, odd, content=content)
        except (KeyError, IndexError, TypeError):
            continue
    raw = json.dumps(content).encode("utf-8", "surrogatepass")
    if isinstance(read(raw), Received):
        judged(raw)


@ROOM
@given(st.data())
def test_broken_bytes(data):
    raw = bytearray(data.draw(st.sampled_from(SMALL)))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(raw) - 1))
        if data.draw(st.booleans()):
            raw[place] = data.draw(st.integers(0, 255))
        else:
            del raw[place : place + data.draw(st.integers(1, 40))]
    judged(bytes(raw))


@ROOM
@given(st.binary(max_size=200))
def test_any_bytes(raw):
    assert judged(raw) == "rejected"


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), max_size=20))
def test_references_in_any_cycle(edges):
    nodes = [
        order(
            id=f"m{index}",
            priorPrescription={"reference": f"MedicationRequest/m{target}"},
            contained=[{"resourceType": "Basic", "id": "x", "code": {"reference": "#x"}}],
        )
        for index, target in edges
    ]
    judged(text(bundle(*nodes)))


@settings(max_examples=50, deadline=None)
@given(st.permutations(range(len(FULL["entry"]))), st.lists(st.integers(0, len(FULL["entry"]) - 1), max_size=5))
def test_order_and_repetition_do_not_matter(sequence, again):
    """The same resources in any order, some of them twice, are the same resources."""
    entries = [FULL["entry"][index] for index in (*sequence, *again)]
    found, plain = read({**FULL, "entry": entries}), read(FULL)
    assert len(found.lines) == len(entries)
    assert {origin.key: origin.content_hash for origin in found.origins()} == {
        origin.key: origin.content_hash for origin in plain.origins()
    }
    assert sum(line.outcome == "skipped-duplicate" for line in found.lines) == len(again)
