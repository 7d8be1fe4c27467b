"""The texts that the public reads: pages of the site, the aid, the crisis lines, and the words of their screens."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from markdown_it import MarkdownIt

from plait.knowledge.content import CONTENT
from tests.unit.web.test_public_words import WEB, public_strings

LANGUAGES = ("en", "es")
CITATION = re.compile(r"\[\^[^\]]+\]")
HELD_PLACE = re.compile(r"%\(\w+\)[sd]|%%")
OF_THE_AID = "intake/"
PARSER = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True, slots=True)
class PublicText:
    """One file in one language. ``family``: "site", "aid" or "crisis"; ``units``: its paragraphs and list items."""

    family: str
    name: str
    language: str
    units: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.family}/{self.name} ({self.language})"


def public_texts(content: Path = CONTENT) -> tuple[PublicText, ...]:
    """Everything the public reads, file by file and language by language; the words of the screens come last."""
    return (*_pages(content / "site"), *_tables(content, "aid"), *_tables(content, "crisis"), *_screens())


def front_matter(path: Path) -> tuple[dict[str, Any], str]:
    """The facts of a page and its Markdown."""
    _, facts, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    return tomllib.loads(facts), body


def _pages(site: Path) -> Iterator[PublicText]:
    for language in LANGUAGES:
        for path in sorted((site / language).rglob("*.md")):
            facts, body = front_matter(path)
            name = path.relative_to(site / language).as_posix()
            yield PublicText("site", name, language, (facts["description"], *paragraphs(body)))


def paragraphs(markdown: str) -> tuple[str, ...]:
    """The paragraphs, list items and table cells of a page as plain text; headings and citations left out."""
    found, in_heading = [], False
    for token in PARSER.parse(CITATION.sub("", markdown)):
        if token.type in ("heading_open", "heading_close"):
            in_heading = token.type == "heading_open"
        elif token.type == "inline" and not in_heading:
            found.append("".join(_shown(child) for child in token.children or ()))
    return tuple(text for text in found if text.strip())


def _shown(token: Any) -> str:
    return " " if token.type in ("softbreak", "hardbreak") else token.content


def _tables(content: Path, family: str) -> Iterator[PublicText]:
    for path in sorted((content / family).glob("*.toml")):
        found = list(in_both(tomllib.loads(path.read_text(encoding="utf-8"))))
        for language in LANGUAGES:
            units = tuple(text for pair in found if (text := pair.get(language, "").strip()))
            yield PublicText(family, path.name, language, units)


def _screens() -> Iterator[PublicText]:
    """What templates and modules say: the aid's own screens, and all other public ones. A held place is one word."""
    with (WEB / "locale" / "es" / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalog = read_po(file, locale="es")
    strings = dict.fromkeys((where.startswith(OF_THE_AID), said) for where, said in public_strings())
    for of_the_aid, family in ((True, "aid"), (False, "site")):
        english = [said for belongs, said in strings if belongs is of_the_aid]
        spanish = [_spanish(catalog, said) for said in english]
        for language, units in (("en", english), ("es", spanish)):
            filled = tuple(HELD_PLACE.sub("x", unit) for unit in units if unit)
            yield PublicText(family, "the words of its screens", language, filled)


def _spanish(catalog: Any, said: str) -> str:
    found = catalog.get(said)
    text = found.string if found else ""
    return text if isinstance(text, str) else text[0]


def in_both(value: Any) -> Iterator[dict[str, str]]:
    """Every table of words, such as {en = "…", es = "…"}, at whatever depth; also one that lacks a language."""
    if isinstance(value, dict):
        if value and set(value) <= set(LANGUAGES) and all(isinstance(text, str) for text in value.values()):
            yield value
            return
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from in_both(one)


def without_twin(site: Path) -> list[str]:
    """The pages that stand in one language only, as "es/care/fees.md is missing"."""
    names = {at: {p.relative_to(site / at).as_posix() for p in (site / at).rglob("*.md")} for at in LANGUAGES}
    return sorted(
        f"{other}/{name} is missing" for at, other in (LANGUAGES, LANGUAGES[::-1]) for name in names[at] - names[other]
    )
