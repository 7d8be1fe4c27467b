"""Laws of the safety check: steady, silent about nothing, and never quieter for more."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from plait.clinical.moment import Instant, PartialDate
from plait.clinical.safety.check import check
from plait.clinical.situation import Medication, Person, Situation, seal
from plait.knowledge.loader import release

from . import strategies as plait

RELEASE = release()
CODES = sorted({code for known in RELEASE.medications.values() for code in known.rxcuis})[:20]
NOW = Instant.parse("2026-11-24T12:00:00Z")

medications = st.builds(
    Medication,
    name=st.sampled_from(("one", "two", "three")),
    ingredients=st.lists(st.sampled_from((*CODES, "0")), unique=True, max_size=2).map(tuple),
    status=st.sampled_from(("active", "on-hold", "proposed", "stopped", "unconfirmed")),
    form=st.sampled_from(("", *plait.FORMS)),
    dose=st.none() | plait.mg_doses,
    timing=st.none() | plait.timings(),
)
situations = st.builds(
    Situation,
    as_of=st.just(NOW),
    person=st.builds(Person, birth_date=st.none() | st.integers(1930, 2020).map(PartialDate)),
    medications=st.lists(medications, max_size=6).map(tuple),
)


@settings(max_examples=200, deadline=None)
@given(situations, st.randoms(use_true_random=False))
def test_the_answer_is_steady(situation: Situation, random: Random) -> None:
    shuffled = list(situation.medications)
    random.shuffle(shuffled)
    turned = replace(situation, medications=tuple(shuffled))
    assert check(turned, RELEASE) == check(situation, RELEASE)
    assert seal(turned) == seal(situation)


@settings(max_examples=200, deadline=None)
@given(situations)
def test_every_finding_says_where_it_comes_from(situation: Situation) -> None:
    answer = check(situation, RELEASE)
    for finding in answer.findings:
        assert finding.version == RELEASE.version
        assert finding.source == "plait" or finding.source in RELEASE.sources
        assert finding.what
        assert finding.why
        assert finding.do
        assert finding.interrupts is (finding.severity == "contraindicated")
        assert "None" not in finding.what + finding.why
    identities = [finding.identity for finding in answer.findings]
    assert len(set(identities)) == len(identities)
    assert answer.complete is all(medication.status == "stopped" for medication in situation.medications)


@settings(max_examples=200, deadline=None)
@given(situations, medications)
def test_one_medicine_more_never_hides_a_finding(situation: Situation, more: Medication) -> None:
    before = check(situation, RELEASE)
    after = check(replace(situation, medications=(*situation.medications, more)), RELEASE)
    kinds = {"duplicate", "boxed-warning", "unknown-medicine", "unknown-facts"}
    assert {f.identity for f in before.findings if f.kind in kinds} <= {f.identity for f in after.findings}
