"""Pages of the site: what is wrong with a file is said with path and line, and such a page is not served."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from plait.knowledge.site_pages import LANGUAGES, SITE
from plait.knowledge.site_pages_read import load

FACTS = """title = "Worry"
description = "What worry is."
kind = "condition"
owner = "The practice"
reviewed = 2026-11-24
review_by = 2027-11-24
"""
SOURCE = """
[[sources]]
id = "one"
title = "On worry"
publisher = "A journal"
year = 2020
address = "https://example.org/worry"
read = 2026-11-24
mark = "V"
"""
TEXT = "Worry passes.[^one]\n\n## More\n\nIt does.\n"


def page(facts: str = FACTS + SOURCE, text: str = TEXT) -> str:
    return f"+++\n{facts}+++\n{text}"


def written(folder: Path, text: str, *names: str) -> Path:
    for name in names or ("en/conditions/worry.md", "es/conditions/worry.md"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_every_page_that_ships_is_whole_and_has_its_twin():
    found = load(SITE)
    assert found.problems == ()
    names = {path.relative_to(SITE).as_posix() for path in SITE.rglob("*.md")}
    assert len(found.pages) == len(names)
    assert {name[3:] for name in names if name.startswith("en/")} == {name[3:] for name in names if name[:3] == "es/"}
    assert len(found.of("es", "condition")) >= 12
    assert {"home", "guide", "fees", "questions", "privacy"} <= {one.slug for one in found.of("en", "practice")}


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("Worry.", 1, "between two lines +++"),
        (page(FACTS.replace('owner = "The practice"\n', "") + SOURCE), 1, "owner is missing"),
        (page(FACTS.replace("2027-11-24", "2026-11-01") + SOURCE), 7, "later than reviewed"),
        (page(FACTS.replace('"condition"', '"care"') + SOURCE), 4, "stand in the folder conditions"),
        (page(FACTS.replace('"condition"', '"blog"') + SOURCE), 4, "kind is one of care"),
        (page(FACTS.replace("2026-11-24", '"today"', 1) + SOURCE), 6, "reviewed is to be a date"),
        (page(FACTS + 'colour = "red"\n' + SOURCE), 8, "colour is no fact of a page"),
        (page(FACTS + SOURCE.replace('mark = "V"', 'mark = "good"')), 10, "mark is one of V, P, U"),
        (page(FACTS + SOURCE.replace("https://example.org/worry", "javascript:alert(1)")), 10, "begins with https://"),
        (page(FACTS + SOURCE + SOURCE), 10, "listed twice"),
        (page(text="Worry passes.[^one]\n\nIt does.[^two]\n"), 20, "[^two] leads to no source"),
        (page(text="Worry passes.\n"), 1, 'source "one" is cited nowhere'),
        (page(text="# Worry\n\nIt passes.[^one]\n"), 18, "begin with ##"),
        (page(text="\n"), 18, "there is no text"),
        (page(FACTS.replace('"Worry"', '"Worry') + SOURCE), 2, "not TOML"),
    ],
)
def test_a_broken_file_is_refused_with_path_and_line(tmp_path: Path, text: str, line: int, why: str):
    found = load(written(tmp_path, text))
    assert found.pages == {}
    told = [one for one in found.problems if "/en/" in one.path]
    assert any(one.line == line and why in one.why for one in told), [str(one) for one in told]
    assert str(told[0]).startswith(f"{tmp_path}/en/conditions/worry.md:")


def test_bytes_that_are_no_text_are_refused_on_their_line(tmp_path: Path):
    path = written(tmp_path, page()) / "en/conditions/worry.md"
    path.write_bytes(page().replace("It does.", "Caf\xe9").encode("latin-1"))
    [first, *_others] = load(tmp_path).problems
    assert (first.line, "UTF-8" in first.why) == (22, True)


def test_a_page_without_its_translation_is_not_served(tmp_path: Path):
    found = load(written(tmp_path, page(), "en/conditions/worry.md"))
    assert found.pages == {}
    assert [str(one) for one in found.problems] == [
        f"{tmp_path}/en/conditions/worry.md:1: has no page that may be served at es/conditions/worry.md"
    ]


def test_a_folder_of_ones_own_stands_in_for_a_page_and_adds_others(tmp_path: Path):
    own = written(tmp_path, page(), "en/conditions/depression.md", "es/conditions/depression.md")
    written(own, page(), "en/conditions/worry.md", "es/conditions/worry.md")
    written(own, page(FACTS + "published = false\n" + SOURCE), "en/conditions/ocd.md")
    written(own, "Not a page.", "README.md")
    found = load(SITE, own)
    assert found.problems == ()
    for language in LANGUAGES:
        titles = {one.slug: one.title for one in found.of(language, "condition")}
        assert titles["depression"] == titles["worry"] == "Worry"
        assert "ocd" not in titles
        assert "anxiety" in titles


def test_a_broken_page_of_ones_own_does_not_bring_the_other_back(tmp_path: Path):
    found = load(SITE, written(tmp_path, "Not a page.", "en/conditions/depression.md"))
    assert found.page("en", "condition", "depression") is None
    assert found.page("es", "condition", "depression") is None
    assert found.problems[0].path == f"{tmp_path}/en/conditions/depression.md"


def test_the_last_day_still_holds(tmp_path: Path):
    one = load(written(tmp_path, page())).page("en", "condition", "worry")
    assert one is not None
    assert not one.expired(date(2027, 11, 24))
    assert one.expired(date(2027, 11, 25))
