"""Reading the pages of the site, and every reason why one may not be served: path, line and a sentence.

``load(SITE, own)`` reads the pages that ship with Plait and lays a practice's own folder over them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from plait.knowledge.site_pages import KINDS, LANGUAGES, Key, PageProblem, PageSource, SitePage, SitePages

FENCE = "+++"
CITATION = re.compile(r"\[\^([^\]\s]+)\]")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
AT_LINE = re.compile(r"at line (\d+)")
NEEDED: dict[str, type] = {
    "title": str,
    "description": str,
    "kind": str,
    "owner": str,
    "reviewed": date,
    "review_by": date,
}
MAY: dict[str, type] = {"order": int, "published": bool, "signed_by": str, "sources": list}
OF_SOURCE: dict[str, type] = {
    "id": str,
    "title": str,
    "publisher": str,
    "address": str,
    "read": date,
    "mark": str,
}
MARKS = ("V", "P", "U")
IN_WORDS = {str: "text", date: "a date", int: "a number", bool: "true or false", list: "a list"}
CONDITIONS = "conditions"
USUAL_ORDER = 100


def load(*folders: Path) -> SitePages:
    """The pages of these folders; a later folder's file stands in for the one of the same name in an earlier one."""
    files: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*.md")):
            name = path.relative_to(folder).as_posix()
            if name.partition("/")[0] in LANGUAGES:  # a README beside them is no page
                files[name] = path
    found: dict[tuple[str, Key], SitePage] = {}
    problems: list[PageProblem] = []
    for name, path in files.items():
        page, wrong = read(name, path.read_bytes(), str(path))
        problems += wrong
        if page is not None:
            found[page.language, page.key] = page
    problems += _untranslated(found)
    whole = {at: page for at, page in found.items() if page.published and _in_every_language(found, page.key)}
    return SitePages(MappingProxyType(whole), tuple(problems))


def read(name: str, raw: bytes, path: str) -> tuple[SitePage | None, list[PageProblem]]:
    """One file, by its name below the folder: the page, or None and everything that is wrong with it."""
    try:
        text = raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return None, [PageProblem(path, line, "not UTF-8 text: save the file as UTF-8")]
    lines = text.split("\n")
    end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == FENCE), 0)
    if lines[0].strip() != FENCE or not end:
        return None, [PageProblem(path, 1, f"begin with the page's facts between two lines {FENCE}")]
    try:
        table = tomllib.loads("\n".join(lines[1:end]))
    except tomllib.TOMLDecodeError as error:
        at = AT_LINE.search(str(error))
        return None, [PageProblem(path, int(at[1]) + 1 if at else end, f"not TOML: {error}")]
    body = "\n".join(lines[end + 1 :])
    problems = [
        PageProblem(path, _line_of(key, lines[:end]), why)
        for key, why in (*_wrong_facts(table), *_wrong_place(name, table))
    ]
    problems += [PageProblem(path, line, why) for line, why in _wrong_text(body, end + 2, table)]
    if problems:
        return None, problems
    return _page(name, table, body, path, end + 2), []


def _page(name: str, table: dict[str, Any], body: str, path: str, first_line: int) -> SitePage:
    return SitePage(
        kind=table["kind"],
        slug=Path(name).stem,
        language=name.partition("/")[0],
        title=table["title"],
        description=table["description"],
        owner=table["owner"],
        reviewed=table["reviewed"],
        review_by=table["review_by"],
        order=table.get("order", USUAL_ORDER),
        published=table.get("published", True),
        signed_by=table.get("signed_by", ""),
        sources=tuple(PageSource(**{"year": None, **source}) for source in table.get("sources", ())),
        body=body.strip("\n"),
        path=path,
        first_line=first_line,
    )


def _wrong_facts(table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(key, why) for each fact that is missing, misspelt or of the wrong sort."""
    for key, sort in NEEDED.items():
        if table.get(key) in (None, ""):
            yield key, f"{key} is missing"
        elif type(table[key]) is not sort:
            yield key, f"{key} is to be {IN_WORDS[sort]}"
    for key, value in table.items():
        if key in MAY and type(value) is not MAY[key]:
            yield key, f"{key} is to be {IN_WORDS[MAY[key]]}"
        elif key not in NEEDED and key not in MAY:
            yield key, f"{key} is no fact of a page"
    if table.get("kind") and table["kind"] not in KINDS:
        yield "kind", f"kind is one of {', '.join(KINDS)}"
    dates = table.get("reviewed"), table.get("review_by")
    if all(type(one) is date for one in dates) and dates[1] <= dates[0]:  # type: ignore[operator]
        yield "review_by", "review_by is to be later than reviewed"
    if isinstance(table.get("sources"), list):
        yield from _wrong_sources(table["sources"])


def _wrong_sources(sources: list[Any]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for source in sources:
        if not isinstance(source, dict):
            yield "sources", "write each source under its own [[sources]]"
            continue
        called = f'"{source.get("id", "")}"'
        for why in _wrong_source(source):
            yield called, f"source {called}: {why}"
        if source.get("id") in seen:
            yield called, f"source {called} is listed twice"
        seen.add(source.get("id", ""))


def _wrong_source(source: dict[str, Any]) -> Iterator[str]:
    for key, sort in OF_SOURCE.items():
        if source.get(key) in (None, ""):
            yield f"{key} is missing"
        elif type(source[key]) is not sort:
            yield f"{key} is to be {IN_WORDS[sort]}"
    if type(source.get("year", 0)) is not int:
        yield f"year is to be {IN_WORDS[int]}"
    for key in source.keys() - OF_SOURCE.keys() - {"year"}:
        yield f"{key} is no fact of a source"
    if source.get("mark") and source["mark"] not in MARKS:
        yield f"mark is one of {', '.join(MARKS)}"
    address = source.get("address")
    if isinstance(address, str) and address and not address.startswith(("https://", "http://", "urn:")):
        yield "address begins with https://"


def _wrong_place(name: str, table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Whether the file stands where its kind belongs."""
    parts = Path(name).parts
    among_conditions = len(parts) == 3 and parts[1] == CONDITIONS
    if not SLUG.fullmatch(Path(name).stem):
        yield "kind", "the file's name is made of small letters, digits and hyphens"
    if len(parts) != 2 and not among_conditions:
        yield "kind", f"pages stand in a language's folder or in its folder {CONDITIONS}"
    elif table.get("kind") in KINDS and (table["kind"] == "condition") is not among_conditions:
        yield "kind", f"pages of kind condition, and no others, stand in the folder {CONDITIONS}"


def _wrong_text(body: str, first_line: int, table: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """(line, why): nothing to read, a heading that belongs to the frame, a citation that leads nowhere."""
    if not body.strip():
        yield first_line, "there is no text"
    listed = table.get("sources")
    ids = {one.get("id") for one in listed if isinstance(one, dict)} if isinstance(listed, list) else set()
    cited: set[str] = set()
    for number, line in enumerate(body.split("\n"), first_line):
        if line.startswith("# "):
            yield number, "the title stands in the facts: begin with ## below"
        for found in CITATION.finditer(line):
            cited.add(found[1])
            if found[1] not in ids:
                yield number, f"[^{found[1]}] leads to no source of this page"
    for one in sorted(str(one) for one in ids - cited):
        yield 1, f'source "{one}" is cited nowhere in the text'


def _line_of(key: str, lines: list[str]) -> int:
    """The line on which a key (or a quoted value) stands; 1 where it stands nowhere."""
    wanted = re.compile(re.escape(key) if key.startswith('"') else rf"\s*\[*{re.escape(key)}\b")
    return next((n for n, line in enumerate(lines, 1) if wanted.match(line) or (key[0] == '"' and key in line)), 1)


def _in_every_language(found: dict[tuple[str, Key], SitePage], key: Key) -> bool:
    return all((page := found.get((language, key))) is not None and page.published for language in LANGUAGES)


def _untranslated(found: dict[tuple[str, Key], SitePage]) -> Iterator[PageProblem]:
    for (language, key), page in found.items():
        for other in LANGUAGES:
            if other != language and (other, key) not in found:
                where = f"{other}/{CONDITIONS}" if page.kind == "condition" else other
                yield PageProblem(page.path, 1, f"has no page that may be served at {where}/{page.slug}.md")
