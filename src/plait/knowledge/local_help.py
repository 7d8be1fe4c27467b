"""The practice's own numbers for a crisis, from its own file: read entry by entry, so that one mistake hides one entry.

The file is TOML with a table ``[[near]]`` for each number: ``name``, ``purpose``, at least one of ``call``, ``text``
and ``address``, and if known ``hours``, ``languages``, ``checked_on`` and ``checked_by``. A text is one string, or
``{en = "…", es = "…"}``. See docs/how-to/local-help-numbers.md.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from plait.knowledge.spoken import Words, words

MOST = 12  # more than a screen of numbers helps nobody
MOST_LETTERS = 300
PHONE = re.compile(r"\+?[0-9][0-9 ().-]{1,19}")
ADDRESS = re.compile(r"https://[^\s\"'<>]{3,200}")
TEXTS = ("name", "purpose", "hours", "languages")
KEYS = frozenset({*TEXTS, "call", "text", "address", "checked_on", "checked_by"})


@dataclass(frozen=True, slots=True)
class Near:
    """One number near the practice. ``checked_on`` is None where nobody said that it was tried."""

    name: Words
    purpose: Words
    hours: Words
    languages: Words
    call: str = ""
    text: str = ""
    address: str = ""
    checked_on: date | None = None
    checked_by: str = ""


def own_file(named: str, folder: str) -> str:
    """The path of the practice's own file: the one that is named, else ``local-help.toml`` in its folder, else ""."""
    usual = Path(folder) / "local-help.toml"
    return named or (str(usual) if folder and usual.is_file() else "")


def read_near(path: Path) -> tuple[tuple[Near, ...], tuple[str, ...]]:
    """The good entries of the file, and what is wrong with the others. Never raises: the help page must stand."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return (), (f"{path.name}: none of your own numbers is shown: {reason}",)
    problems = [f"{path.name}: {key}: unknown key" for key in table if key != "near"]
    given = table.get("near", [])
    if not isinstance(given, list):
        return (), (*problems, f"{path.name}: near: write [[near]], with two brackets, before each number")
    good = []
    for number, entry in enumerate(given, 1):
        wrong = list(_wrong(entry)) if number <= MOST else [f"more than {MOST} numbers"]
        if wrong:
            problems += [f"{path.name}: near {number} is not shown: {one}" for one in wrong]
        else:
            good.append(_near(entry))
    return tuple(good), tuple(problems)


def _wrong(entry: Any) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield "not a table"
        return
    yield from (f"{key}: unknown key" for key in entry if key not in KEYS)
    for key in TEXTS:
        if key in entry and not _is_text(entry[key]):
            yield f'{key}: not a text of at most {MOST_LETTERS} letters, nor {{en = "…", es = "…"}}'
    yield from (f"{key}: missing" for key in ("name", "purpose") if not entry.get(key))
    if not any(entry.get(key) for key in ("call", "text", "address")):
        yield "one of call, text, address: missing"
    for key, shape, says in (("call", PHONE, "no phone number"), ("text", PHONE, "no number"),
                             ("address", ADDRESS, "no https address")):  # fmt: skip
        if entry.get(key) and not (isinstance(entry[key], str) and shape.fullmatch(entry[key])):
            yield f"{key}: {says}"
    if "checked_on" in entry and type(entry["checked_on"]) is not date:
        yield "checked_on: not a date, such as 2026-11-24"
    if not isinstance(entry.get("checked_by", ""), str):
        yield "checked_by: not a text"


def _is_text(value: Any) -> bool:
    texts = list(value.values()) if isinstance(value, dict) and set(value) == {"en", "es"} else [value]
    return all(isinstance(one, str) and len(one) <= MOST_LETTERS for one in texts)


def _near(entry: Mapping[str, Any]) -> Near:
    texts: dict[str, Any] = {key: words(entry.get(key)) for key in TEXTS}
    rest = {key: entry[key] for key in KEYS - set(TEXTS) if key in entry}
    return Near(**texts, **rest)
