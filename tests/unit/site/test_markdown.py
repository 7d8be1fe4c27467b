"""A page's text: nothing raw gets through, each claim leads to its source, an unchecked one says so."""

from __future__ import annotations

from datetime import date

from plait.knowledge.site_pages import PageSource, SitePage
from plait.web.site.markdown import Rendered, rendered
from plait.web.site.people_words import hours_lines
from plait.web.site.schema import script

DAY = date(2026, 11, 24)


def source(name: str, mark: str) -> PageSource:
    return PageSource(name, name.title(), "A journal", 2020, "https://example.org", DAY, mark)


def read(body: str, language: str = "en") -> Rendered:
    sources = (source("sure", "V"), source("unsure", "U"))
    where = ("care", "x", language, "Title", "One sentence.", "The practice", DAY, date(2027, 11, 24), 1, True, "")
    return rendered(SitePage(*where, sources, body, "x.md", 1))


def whole(text: Rendered) -> str:
    return text.lead + "".join(section.html for section in text.sections)


def test_raw_html_and_pictures_of_others_are_only_letters():
    html = whole(read("Lead.\n\n<script>alert(1)</script> ![x](https://evil.example/x.png) [x](javascript:alert(1))"))
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_claims_are_numbered_as_they_come_and_lead_to_their_source():
    text = read("First.[^unsure] Then.[^sure] Again.[^unsure]")
    assert [one.id for one in text.sources] == ["unsure", "sure"]
    assert text.lead.count('href="#source-1"') == 2
    assert text.lead.count("not yet checked against a source") == 2


def test_what_is_unchecked_says_so_in_spanish_too():
    assert "todavía sin comparar con una fuente" in read("Algo.[^unsure]", "es").lead


def test_links_stay_in_the_language_of_the_page():
    assert 'href="/es/conditions/panic"' in read("[x](/conditions/panic)", "es").lead
    assert 'href="/conditions/panic"' in read("[x](/conditions/panic)").lead
    assert 'rel="noreferrer"' in read("[x](https://example.org)").lead


def test_a_cell_knows_its_column_and_its_row():
    html = whole(read("Lead.\n\n## Side by side\n\n| | One | Two |\n|---|---|---|\n| Cost | a | b |\n"))
    assert '<th scope="row" role="rowheader">Cost</th>' in html
    assert 'data-label="Two">b</td>' in html


def test_a_page_without_headings_is_one_section():
    assert whole(read("Lead.\n\nMore.[^sure]")).count("<p>") == 2


def test_sections_are_named_and_their_words_are_bare():
    text = read("Lead.\n\n## A *first* one\n\nSee [this](/x).[^sure]\n\n## Another\n\nYes.")
    assert [(one.id, one.title, one.words) for one in text.sections] == [
        ("a-first-one", "A first one", "See this."),
        ("another", "Another", "Yes."),
    ]


def test_data_for_search_engines_cannot_end_its_element():
    assert script({"name": "</script><b>&"}).count("<") == 2


def test_days_that_are_alike_stand_together():
    hours = ("09:00-12:00 13:00-17:00",) * 2 + ("", "09:00-12:00 13:00-17:00", "", "", "")
    assert [(one["days"], one["hours"]) for one in hours_lines(hours)] == [
        ("Monday to Tuesday", "09:00 to 12:00, 13:00 to 17:00"),
        ("Wednesday", "closed"),
        ("Thursday", "09:00 to 12:00, 13:00 to 17:00"),
        ("Friday to Sunday", "closed"),
    ]
    assert hours_lines(("",) * 7) == []
