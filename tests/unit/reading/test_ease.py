"""Public texts can be read by most people, in both languages, and use words that do not wound."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from plait.knowledge.content import CONTENT
from tests.unit.reading.ease import Ease, measure, terms
from tests.unit.reading.texts import LANGUAGES, front_matter, in_both, public_texts, without_twin

TEXTS = public_texts()
SITE = CONTENT / "site"
LIMITS = {  # family: (highest Flesch-Kincaid grade, lowest Fernandez Huerta score)
    "site": (8.0, 60.0),
    "aid": (7.0, 70.0),
    "crisis": (7.0, 70.0),
}
WORDS_A_SENTENCE = 20
LONGEST_SENTENCE = 40
HARD = {
    "en": "Pharmacological interventions necessitate comprehensive longitudinal evaluation of individual tolerability, "
    "notwithstanding considerable heterogeneity among the contemporary recommendations of international authorities.",
    "es": "Las intervenciones farmacológicas requieren una evaluación longitudinal exhaustiva de la tolerabilidad "
    "individual, independientemente de la considerable heterogeneidad de las recomendaciones internacionales.",
}


def too_hard(ease: Ease, family: str, language: str) -> str:
    """Why a text is too hard to read; empty when it is not."""
    grade, score = LIMITS[family]
    if language == "en" and ease.score > grade:
        return f"Flesch-Kincaid {ease.score:.1f}, at most {grade}"
    if language == "es" and ease.score < score:
        return f"Fernandez Huerta {ease.score:.1f}, at least {score}"
    if ease.average > WORDS_A_SENTENCE:
        return f"{ease.average:.1f} words a sentence, at most {WORDS_A_SENTENCE}"
    if len(ease.longest.split()) > LONGEST_SENTENCE:
        return f"a sentence of {len(ease.longest.split())} words: {ease.longest}"
    return ""


@pytest.mark.parametrize("text", TEXTS, ids=str)
def test_a_public_text_is_easy_enough_to_read(text):
    assert text.units, "nothing to read was found in it"
    why = too_hard(measure(text.units, text.language), text.family, text.language)
    assert not why, f"{text}: {why}"


def test_every_family_of_public_texts_is_measured_in_both_languages():
    assert {(text.family, text.language) for text in TEXTS} == {(f, at) for f in LIMITS for at in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("family", LIMITS)
def test_a_hard_passage_is_found(family, language):
    assert too_hard(measure([HARD[language]], language), family, language)
    long = " ".join(["you"] * 50) if language == "en" else " ".join(["yo"] * 50)
    assert too_hard(measure([long], language), family, language)


def test_every_page_has_its_twin_with_the_same_facts_citations_and_headings():
    assert not without_twin(SITE)
    for path in sorted((SITE / "en").rglob("*.md")):
        twins = [front_matter(SITE / at / path.relative_to(SITE / "en")) for at in LANGUAGES]
        facts = [{key: value for key, value in one.items() if key not in ("title", "description")} for one, _ in twins]
        assert facts[0] == facts[1], f"{path.name}: the facts of the two languages differ"
        for pattern in (r"\[\^[^\]]+\]", r"^#+ "):
            found = [re.findall(pattern, body, re.MULTILINE) for _, body in twins]
            assert found[0] == found[1], f"{path.name}: citations or headings of the two languages differ"


def test_a_page_without_its_twin_is_found(tmp_path):
    for language, name in (("en", "fees.md"), ("es", "fees.md"), ("es", "conditions/grief.md")):
        (tmp_path / language / Path(name).parent).mkdir(parents=True, exist_ok=True)
        (tmp_path / language / name).write_text("+++\n+++\n")
    assert without_twin(tmp_path) == ["en/conditions/grief.md is missing"]
    shutil.rmtree(tmp_path / "es")
    assert without_twin(tmp_path) == ["es/fees.md is missing"]


@pytest.mark.parametrize("family", ["aid", "crisis"])
def test_words_in_tables_stand_in_both_languages(family):
    for path in sorted((CONTENT / family).glob("*.toml")):
        alone = [one for one in in_both(tomllib.loads(path.read_text(encoding="utf-8"))) if len(one) == 1]
        assert not alone, f"{path.name}: {alone[:3]}"


def test_no_public_text_uses_a_word_that_wounds_or_promises():
    rows = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))["word"]
    wrong = [
        f"{text}: “{word}” ({row['why']}); write: {row['instead']}"
        for text in TEXTS
        for row in rows
        for word in row["words"]
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", " ".join(text.units), re.IGNORECASE)
    ]
    assert not wrong, "\n".join(wrong)


def test_every_excepted_term_has_its_reason_and_is_used():
    rows = tomllib.loads((Path(__file__).parent / "terms.toml").read_text(encoding="utf-8"))["term"]
    assert all(row["why"] for row in rows)
    for language in LANGUAGES:
        said = "\n".join(unit for text in TEXTS if text.language == language for unit in text.units)
        unused = [term for term in terms(language) if not re.search(rf"\b{re.escape(term)}\b", said, re.IGNORECASE)]
        assert not unused, f"excepted, but used nowhere: {unused}"
