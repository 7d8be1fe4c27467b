"""Files and what stands where in them: lines, documents, sizes, odd bytes, cycles. Nothing is raised."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from plait.coordination.interchange.reading.bundle import read_gathered
from plait.coordination.interchange.reading.files import BLOCK, InMemory, Limits, has_lines, lines
from plait.coordination.interchange.reading.gathering import Gathering, as_bundle
from plait.coordination.interchange.reading.instruments import Instruments
from plait.coordination.interchange.reading.resource import Knowledge
from plait.coordination.interchange.reading.survey import Survey
from tests.many_people import write
from tests.unit.interchange.bundles import BASE, INSTRUMENTS, MEDICINES, PATIENT, SUBJECT, ZONE, bundle, order, read

KNOWN = Knowledge(ZONE, MEDICINES.get, Instruments.of(INSTRUMENTS))


def survey(content: bytes, name: str = "x.ndjson", **limits: int) -> Survey:
    return Survey.of((InMemory(name, content),), Limits(**limits))


def ndjson(*resources: dict) -> bytes:
    return b"\n".join(json.dumps(one).encode() for one in resources)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (ndjson(PATIENT, PATIENT), True),
        (json.dumps(bundle(), indent=1).encode(), False),
        (json.dumps(bundle()).encode(), False),
        (json.dumps(bundle()).encode() + b"\n", False),
        (b"", False),
        (b"\xef\xbb\xbf" + ndjson(PATIENT, PATIENT), False),
    ],
)
def test_whether_a_file_has_lines_is_seen_in_its_content(content, expected):
    assert has_lines(InMemory("export", content)) is expected


def test_lines_are_found_across_blocks_and_one_that_is_too_long_is_given_up():
    short, long = b'{"a": 1}', b'{"b": "' + b"x" * (2 * BLOCK) + b'"}'
    content = b"\n".join([short, long, b"", short])
    found = list(lines(InMemory("x", content), most=BLOCK))
    assert [(text, number) for text, _, number in found] == [(short, 1), (None, 2), (short, 4)]
    for text, offset, _ in found:
        assert text is None or content[offset : offset + len(text)] == text
    whole = list(lines(InMemory("x", content), most=3 * BLOCK))
    assert [number for _, _, number in whole] == [1, 2, 4]
    assert whole[1][0] == long


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"{", "not-json"),
        (b"\xff\xfe{\x00}\x00", "not-utf-8"),
        (b"[" * 10_000, "too-deep"),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "too-deep"),
        (b"<Bundle/>", "xml"),
        (b"PK\x03\x04", "not-json"),
        (b"null", "not-an-object"),
        (b'{"resourceType": "Patient", "id": "p1"}', "not-a-bundle"),
    ],
)
def test_whatever_is_no_bundle_is_left_with_a_reason(content, code):
    found = survey(content, "x.json")
    assert not found.people
    assert [line.detail.code for line in found.left] == [code]


def test_a_document_over_the_limit_is_refused_before_it_is_read():
    found = survey(json.dumps(bundle()).encode(), "x.json", document=10)
    assert [line.detail.code for line in found.left] == ["too-big"]


def test_a_cycle_of_references_ends():
    organisations = [
        {"resourceType": "Organization", "id": f"o{n}", "partOf": {"reference": f"Organization/o{(n + 1) % 3}"}}
        for n in range(3)
    ]
    visit = {
        "resourceType": "Encounter",
        "id": "e1",
        "subject": SUBJECT,
        "status": "finished",
        "class": {"code": "AMB"},
        "period": {"start": "2026"},
        "serviceProvider": {"reference": "Organization/o0"},
    }
    mine = survey(ndjson(PATIENT, visit, *organisations))
    (person,) = mine.people
    gathered = Gathering(mine, BASE).of(person)
    assert len(gathered.parts) == 5
    found = read_gathered(gathered, KNOWN, "")
    assert [line.outcome for line in found.lines] == ["mapped", "mapped", "kept", "kept", "kept"]
    assert not list(mine.unused())


def test_what_nobody_refers_to_does_not_come_along():
    mine = survey(ndjson(PATIENT, {"resourceType": "Organization", "id": "o1"}))
    assert len(Gathering(mine).of(mine.people[0]).parts) == 1
    assert [record.name for record in mine.unused()] == ["Organization/o1"]


def test_nobody_gets_what_is_about_somebody_else():
    other = {**PATIENT, "id": "p2"}
    mine = survey(ndjson(PATIENT, other, order(), order(id="m2", subject={"reference": "Patient/p2"})))
    parts = [Gathering(mine).of(person).parts for person in mine.people]
    assert [[part.value["resource"]["id"] for part in one] for one in parts] == [["p1", "m1"], ["p2", "m2"]]


def test_what_was_gathered_reads_the_same_when_it_is_kept_as_one_bundle():
    mine = survey(ndjson(PATIENT, order()))
    gathered = Gathering(mine, BASE).of(mine.people[0])
    direct, kept = read_gathered(gathered, KNOWN, ""), read(as_bundle(gathered))
    assert [one.origin.key for one in direct.things()] == [one.origin.key for one in kept.things()]
    assert [one.origin.content_hash for one in direct.things()] == [one.origin.content_hash for one in kept.things()]


MEASURE = """
import sys
from pathlib import Path
from plait.coordination.interchange.reading.files import Limits, OnDisk
from plait.coordination.interchange.reading.gathering import Gathering
from plait.coordination.interchange.reading.survey import Survey
survey = Survey.of((OnDisk("big.ndjson", Path(sys.argv[1])),), Limits())
for person in survey.people[::100]:
    Gathering(survey).of(person)
# Not getrusage: its maximum is inherited from whoever started the process, and would be that of the tests.
status = Path("/proc/self/status").read_text().splitlines()
most = next(line.split()[1] for line in status if line.startswith("VmHWM"))
print(len(survey.people), len(survey.left), int(most) // 1024)
"""


@pytest.mark.wide
def test_a_hundred_megabytes_of_lines_are_looked_through_in_little_memory(tmp_path: Path):
    path = tmp_path / "big.ndjson"
    write(path, 1330)
    assert path.stat().st_size > 100_000_000
    done = subprocess.run([sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True)
    count, left, megabytes = map(int, done.stdout.split())
    assert (count, left) == (1330, 0)
    assert 20 < megabytes < 150
