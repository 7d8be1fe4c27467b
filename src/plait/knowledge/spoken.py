"""A text in each language that the help page speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LANGUAGES = ("en", "es")


@dataclass(frozen=True, slots=True)
class Words:
    """The same thing said in English and in Spanish."""

    en: str = ""
    es: str = ""

    def said(self, language: str) -> str:
        """In one of the languages; English for any other."""
        return self.es if language == "es" else self.en


def words(value: Any) -> Words:
    """From a content file: ``{en = "…", es = "…"}``, or one text for both, or nothing."""
    if isinstance(value, Mapping):
        return Words(*(str(value.get(language, "")) for language in LANGUAGES))
    return Words(value or "", value or "")
