"""Each real file with one byte flipped: imported with everything accounted for, or refused with a path and a reason."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from plait.coordination.interchange.reading import Received, Rejected
from plait.coordination.interchange.reading.bundle import read_gathered
from plait.coordination.interchange.reading.files import InMemory, Limits
from plait.coordination.interchange.reading.gathering import Gathering
from plait.coordination.interchange.reading.instruments import Instruments
from plait.coordination.interchange.reading.resource import Knowledge
from plait.coordination.interchange.reading.survey import Survey
from plait.coordination.interchange.reading.words import WORDS, Malformed
from tests.many_people import FILES, lines
from tests.property.interchange.test_mutants import check_account
from tests.unit.interchange.bundles import INSTRUMENTS, MEDICINES, ZONE, read

SMALL = [path for path in FILES if path.stem.startswith("cms")]
KNOWN = Knowledge(ZONE, MEDICINES.get, Instruments.of(INSTRUMENTS))
LIMITS = Limits()


def flipped(raw: bytes, place: int, seed: int) -> bytes:
    changed = bytearray(raw)
    changed[place] ^= 1 << (seed % 8)
    return bytes(changed)


def judged(raw: bytes, name: str) -> str:
    """As the import does it: looked through, then everybody read. Nothing is raised, and everything has a reason."""
    survey = Survey.of((InMemory(name, raw),), LIMITS)
    for line in survey.left:
        assert line.detail.code in WORDS
        assert line.path
        assert str(line.detail)
    fates = {"refused"} if survey.left else set()
    gathering = Gathering(survey)
    for person in survey.people:
        try:
            found = read_gathered(gathering.of(person), KNOWN, "")
        except Malformed as error:
            found = Rejected(error.note.path, error.note)
        if isinstance(found, Received):
            check_account(found)
            fates.add("received")
        else:
            assert found.path
            assert found.reason.code in WORDS
            fates.add("refused")
    assert fates or not survey.people
    return "refused" if "refused" in fates else "received"


@pytest.mark.hazard("H-024")
@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.stem)
def test_a_flipped_byte_of_a_bundle(path: Path):
    raw, chance = path.read_bytes(), random.Random(path.stem)
    fates = set()
    for seed in range(25):
        mutant = flipped(raw, chance.randrange(len(raw)), seed)
        fates.add(judged(mutant, "one.json"))
        read(mutant)
    assert fates == {"received", "refused"}


@pytest.mark.hazard("H-024")
def test_a_flipped_byte_of_lines():
    import json

    raw = b"\n".join(json.dumps(one).encode() for one in lines(8, SMALL))
    chance = random.Random(1)
    assert judged(raw, "people.ndjson") == "received"
    fates = {judged(flipped(raw, chance.randrange(len(raw)), seed), "people.ndjson") for seed in range(25)}
    assert fates == {"received", "refused"}


@pytest.mark.wide
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_two_hundred_places_of_every_file(path: Path):
    raw, chance = path.read_bytes(), random.Random(path.stem)
    for seed in range(200):
        judged(flipped(raw, chance.randrange(len(raw)), seed), "one.json")
