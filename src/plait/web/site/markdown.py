"""A page's Markdown as HTML that is safe to show: no raw HTML, no pictures from elsewhere, every claim with its source.

Citations become numbers that lead to the list of sources at the foot; a claim whose source nobody has checked says so
where it stands. A table keeps its meaning on a narrow screen: each cell carries the heading of its column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext, override
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from plait.knowledge.site_pages import PageSource, SitePage
from plait.web.site.languages import in_language

UNCHECKED = "U"
HELP = "/help-now"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the second level with what stands below it; ``title`` and ``id`` are empty for what comes first."""

    id: str
    title: str
    html: SafeString
    words: str  # without marks, for search engines


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page's text, and the sources it cites in the order of their numbers."""

    lead: SafeString  # the first paragraph
    sections: tuple[Section, ...]
    sources: tuple[PageSource, ...]

    @property
    def titled(self) -> tuple[Section, ...]:
        """What a list of contents would hold."""
        return tuple(section for section in self.sections if section.title)


@lru_cache(maxsize=256)
def rendered(page: SitePage) -> Rendered:
    """Render a page. The same page is rendered once for as long as its file stays as it is."""
    env: dict[str, Any] = {
        "footnotes": {"refs": {f":{source.id}": -1 for source in page.sources}},
        "sources": {source.id: source for source in page.sources},
        "language": page.language,
        "cited": [],
    }
    with override(page.language):
        tokens = MARKDOWN.parse(page.body, env)
        _label_cells(tokens)
        lead, rest = _lead(tokens, env)
        sections = tuple(_sections(rest, env))
    cited = tuple(env["sources"][label] for label in env["cited"])
    return Rendered(lead, sections, cited)


def _lead(tokens: list[Token], env: dict[str, Any]) -> tuple[SafeString, list[Token]]:
    if len(tokens) >= 3 and tokens[0].type == "paragraph_open":
        return _html(tokens[:3], env), tokens[3:]
    return mark_safe(""), tokens


def _sections(tokens: list[Token], env: dict[str, Any]) -> list[Section]:
    starts = [at for at, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2"]
    found = []
    if tokens[: starts[0] if starts else None]:
        first = tokens[: starts[0] if starts else None]
        found.append(Section("", "", _html(first, env), _words(first)))
    ends = [*starts[1:], len(tokens)] if starts else []
    for at, end in zip(starts, ends, strict=True):
        title = _words(tokens[at + 1 : at + 2])
        below = tokens[at + 3 : end]
        found.append(Section(slugify(title), title, _html(below, env), _words(below)))
    return found


def _html(tokens: Sequence[Token], env: dict[str, Any]) -> SafeString:
    return mark_safe(MARKDOWN.renderer.render(tokens, MARKDOWN.options, env))  # noqa: S308 - raw HTML is off


def _words(tokens: Sequence[Token]) -> str:
    """The bare words of inline tokens, without citations."""
    inline = (token.children or () for token in tokens if token.type == "inline")
    words = ("".join(child.content or " " for child in children if child.type in WORDS) for children in inline)
    return " ".join(" ".join(words).split())


WORDS = {"text", "code_inline", "softbreak", "hardbreak"}


def _label_cells(tokens: list[Token]) -> None:
    """Give each cell the heading of its column, and the first cell of a row the part of a heading."""
    headings: list[str] = []
    column = 0
    for at, token in enumerate(tokens):
        if token.type == "table_open":
            headings = []
        elif token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            headings.append(_words(tokens[at + 1 : at + 2]))
            if not headings[-1]:  # the corner of the table heads nothing
                token.tag = next(later for later in tokens[at:] if later.type == "th_close").tag = "td"
        elif token.type == "td_open":
            if column == 0:
                token.tag, token.attrs = "th", {"scope": "row", "role": "rowheader"}
                next(later for later in tokens[at:] if later.type == "td_close").tag = "th"
            else:
                token.attrs = {"role": "cell", "data-label": headings[column] if column < len(headings) else ""}
            column += 1


def _table_open(_self: RendererHTML, _tokens: Any, _at: int, _options: Any, _env: Any) -> str:
    return '<table role="table" class="site-table">'


def _plain(tag: str, role: str) -> Any:
    def render(_self: RendererHTML, _tokens: Any, _at: int, _options: Any, _env: Any) -> str:
        return f'<{tag} role="{role}">'

    return render


def _heading_cell(_self: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
    return '<td role="cell">' if tokens[at].tag == "td" else '<th scope="col" role="columnheader">'


def _citation(_self: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, env: dict[str, Any]) -> str:
    """The number of the source, and a plain word where nobody has checked it."""
    label = tokens[at].meta["label"]
    if label not in env["cited"]:
        env["cited"].append(label)
    number = env["cited"].index(label) + 1
    said = gettext("Source %(number)s") % {"number": number}
    link = format_html('<sup class="site-cite"><a href="#source-{}" aria-label="{}">{}</a></sup>', number, said, number)
    if env["sources"][label].mark != UNCHECKED:
        return link
    return link + format_html(' <span class="site-unchecked">({})</span>', gettext("not yet checked against a source"))


def _link_open(_self: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, env: dict[str, Any]) -> str:
    """A link to a page of the site stays in the page's language; one that leads away tells nobody where from."""
    href = str(tokens[at].attrGet("href") or "")
    if href.startswith(HELP):  # help has one address, which the language follows as a parameter
        return f'<a href="{HELP}?lang={env["language"]}">'
    if href.startswith("/") and not href.startswith("//"):
        return f'<a href="{escape(in_language(href, env["language"]))}">'
    rel = ' rel="noreferrer"' if href.startswith(("http:", "https:")) else ""
    return f'<a href="{escape(href)}"{rel}>'


def _markdown() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image").use(footnote_plugin)
    made.core.ruler.disable("footnote_tail")
    for name, rule in {
        "footnote_ref": _citation,
        "link_open": _link_open,
        "table_open": _table_open,
        "tr_open": _plain("tr", "row"),
        "thead_open": _plain("thead", "rowgroup"),
        "tbody_open": _plain("tbody", "rowgroup"),
        "th_open": _heading_cell,
    }.items():
        made.add_render_rule(name, rule)
    return made


MARKDOWN = _markdown()
