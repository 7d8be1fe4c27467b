"""Nothing that the public reads is missing in Spanish: every string of the public pages stands in the catalog."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

WEB = Path(__file__).resolve().parents[3] / "src" / "plait" / "web"
TEMPLATES = WEB / "templates"
PUBLIC = ("site", "intake", "contact")
FOR_STAFF = re.compile(r"publish|request|of_person|link")  # modules of staff's screens, by how their names begin
KEYWORDS = {**DEFAULT_KEYWORDS, "gettext_lazy": None, "ngettext_lazy": (1, 2), "pgettext_lazy": ((1, "c"), 2)}
STRING = r"u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\""
CALL = re.compile(rf"\b(n?gettext|n?pgettext)\(\s*((?:{STRING})(?:\s*,\s*(?:{STRING}))*)")

EXTENDS = re.compile(r"""\{%\s*extends\s+["']([^"']+)["']""")
NAMED = re.compile(r"""\{%\s*(?:include|extends)\s+["']([^"']+)["']""")


def in_template(source: str) -> Iterator[str]:
    """Each translatable string of a template."""
    for kind, arguments in CALL.findall(templatize(source)):
        texts = [ast.literal_eval(one) for one in re.findall(STRING, arguments)]
        yield texts[1] if "pgettext" in kind else texts[0]


def in_module(path: Path) -> Iterator[str]:
    """Each translatable string of a module, found by Babel."""
    with path.open("rb") as file:
        for _line, message, _comments, _context in extract("python", file, KEYWORDS, options={"encoding": "utf-8"}):
            yield message if isinstance(message, str) else message[0]


def is_public(name: str) -> bool:
    """Whether a template stands in the frame of the public pages: the others in these folders are for staff."""
    while name not in {"", "base_site.html"}:
        found = EXTENDS.search((TEMPLATES / name).read_text(encoding="utf-8"))
        name = found[1] if found else ""
    return bool(name)


def public_templates() -> dict[str, str]:
    """The templates of the public pages, and all that they include and extend, by their names."""
    every = [str(one.relative_to(TEMPLATES)) for part in PUBLIC for one in sorted((TEMPLATES / part).rglob("*.html"))]
    wanted = ["base_site.html", *filter(is_public, every)]
    found: dict[str, str] = {}
    while wanted:
        name = wanted.pop()
        if name not in found and (TEMPLATES / name).is_file():
            found[name] = (TEMPLATES / name).read_text(encoding="utf-8")
            wanted += NAMED.findall(found[name])
    return found


def public_strings() -> list[tuple[str, str]]:
    """(where, what) for every string that a visitor of the public pages may read."""
    strings = [(name, one) for name, source in public_templates().items() for one in in_template(source)]
    modules = [one for part in PUBLIC for one in sorted((WEB / part).rglob("*.py")) if not FOR_STAFF.match(one.name)]
    return strings + [(str(one.relative_to(WEB)), text) for one in modules for text in in_module(one)]


@pytest.fixture(scope="module")
def spanish() -> Catalog:
    with (WEB / "locale" / "es" / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale="es")


def held_places(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s", text))


def untranslated(strings: list[tuple[str, str]], catalog: Catalog) -> list[str]:
    missing = {}
    for where, text in strings:
        message = catalog.get(text)
        if message is None or message.fuzzy or not all(message.string if message.pluralizable else [message.string]):
            missing.setdefault(text, where)
    return [f"{where}: {text}" for text, where in missing.items()]


def test_every_public_string_has_its_spanish(spanish: Catalog) -> None:
    strings = public_strings()
    assert {"site/leave.html", "site/help_now.html", "base_site.html", "site/help_now.py"} <= {
        one for one, _ in strings
    }
    missing = untranslated(strings, spanish)
    assert not missing, f"{len(missing)} without Spanish:\n  " + "\n  ".join(missing)


def test_spanish_keeps_the_places_of_names_and_numbers(spanish: Catalog) -> None:
    """A %(number)s that the translation lost would be a number nobody can call."""
    said = {text: spanish.get(text).string for _where, text in public_strings() if spanish.get(text)}
    held = {text: one if isinstance(one, tuple) else (one,) for text, one in said.items()}
    assert [
        text for text, all_ in held.items() if any(one and held_places(text) - held_places(one) for one in all_)
    ] == []


def test_a_missing_translation_is_found(spanish: Catalog) -> None:
    source = "{% translate 'In no catalog' %}{% blocktranslate trimmed %}Nor\n{{ this }}{% endblocktranslate %}"
    assert list(in_template(source)) == ["In no catalog", "Nor %(this)s"]
    assert untranslated([("here", "In no catalog"), ("here", "Help now")], spanish) == ["here: In no catalog"]
