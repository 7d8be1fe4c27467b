"""How hard a public text is to read: Flesch-Kincaid for English, Fernandez Huerta for Spanish, by textstat.

English syllables are counted in the CMU dictionary that textstat carries (words that it lacks by hyphenation); Spanish
ones by silabeador, since hyphenation counts too few. Headings are not measured; each paragraph and each item of a list
ends a sentence. A numeral counts as one syllable. Terms of medicine that the list excepts (terms.toml) count as one
everyday word of two syllables, so that a long sentence around them still weighs.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import silabeador
import textstat

TERMS = Path(__file__).parent / "terms.toml"
IN_THEIR_PLACE = {"en": "paper", "es": "cosa"}
LETTER_DOTS = re.compile(r"(?<=\b[A-Za-z])\.(?=[A-Za-z]\b|\s[a-z])")
DECIMAL = re.compile(r"(?<=\d)[.,](?=\d)")
NOT_A_WORD = re.compile(r"[^\w\s'.!?]|_")
END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Ease:
    """``score``: a school grade in English (low is easy), points of 100 in Spanish (high is easy)."""

    score: float
    words: int
    sentences: int
    syllables: int
    longest: str

    @property
    def average(self) -> float:
        """Words a sentence."""
        return self.words / max(1, self.sentences)


def measure(units: Iterable[str], language: str) -> Ease:
    """The ease of paragraphs and list items (plain text, without Markdown) read one after the other."""
    sentences = [sentence for unit in units for sentence in _sentences(unit, language)]
    text = " ".join(sentences)
    textstat.set_lang("en_US" if language == "en" else "es")
    words, count = textstat.lexicon_count(text), textstat.sentence_count(text)
    if language == "en":
        score, syllables = textstat.flesch_kincaid_grade(text), textstat.syllable_count(text)
    else:
        syllables = sum(_spanish_syllables(word) for word in re.findall(r"\w+", text))
        score = 206.84 - 60 * syllables / max(1, words) - 1.02 * words / max(1, count)
    longest = max(sentences, key=lambda one: len(one.split()), default="")
    return Ease(score, words, count, syllables, longest)


def _sentences(unit: str, language: str) -> list[str]:
    text = LETTER_DOTS.sub("", DECIMAL.sub("", unit.replace("’", "'")))
    for term in terms(language):
        text = re.sub(rf"\b{re.escape(term)}\b", IN_THEIR_PLACE[language], text, flags=re.IGNORECASE)
    text = NOT_A_WORD.sub(" ", text).strip()
    found = [one.strip(" .!?") for one in END.split(text)]
    return [f"{' '.join(one.split())}." for one in found if re.search(r"\w", one)]


@cache
def terms(language: str) -> tuple[str, ...]:
    """The excepted terms of a language, the longest first."""
    rows = tomllib.loads(TERMS.read_text(encoding="utf-8"))["term"]
    return tuple(sorted((word for row in rows for word in row[language]), key=len, reverse=True))


@cache
def _spanish_syllables(word: str) -> int:
    # Without its list of exceptions and Latin words: it stumbles over foreign ones such as chat.
    return 1 if word.isdigit() else max(1, len(silabeador.syllabify(word.lower(), exceptions=0)))
